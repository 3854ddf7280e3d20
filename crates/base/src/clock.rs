//! The time of day, as an argument. What asks for it is handed a clock and never looks for one.

use crate::observations::Moment;

/// What says what time it is.
pub trait Clock: Send + Sync {
    /// Now: milliseconds since 1970, UTC.
    fn now(&self) -> Moment;
}
