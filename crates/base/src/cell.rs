//! A figure with what is known of it. Unknown is not bad and not good: it is a status of its own.

use std::fmt;

/// What is known of a figure, lightest first. When figures are put together the heaviest status
/// of the inputs is the result's, so that nothing unknown can hide behind something known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// Reported or verified; has a value.
    Known,
    /// Estimated, or apportioned where boundaries changed; has a value.
    Estimated,
    /// Came in after the deadline; has a value.
    Late,
    /// Does not apply to this subject; no value.
    NotApplicable,
    /// Held back by its owner; no value here.
    Suppressed,
    /// Not reported; no value.
    #[default]
    Missing,
    /// Cannot be worked out: a division by zero, the logarithm of nothing, a figure too large.
    Undefined,
}

impl Status {
    /// All of them, lightest first.
    pub const ALL: [Status; 7] = [
        Status::Known,
        Status::Estimated,
        Status::Late,
        Status::NotApplicable,
        Status::Suppressed,
        Status::Missing,
        Status::Undefined,
    ];

    /// Whether a figure of this status has a value.
    pub fn has_value(self) -> bool {
        self <= Status::Late
    }

    /// The word used in every machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
            Status::Known => "known",
            Status::Estimated => "estimated",
            Status::Late => "late",
            Status::NotApplicable => "not_applicable",
            Status::Suppressed => "suppressed",
            Status::Missing => "missing",
            Status::Undefined => "undefined",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A value with its status, or a status without a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cell<T> {
    status: Status,
    value: Option<T>,
}

impl<T> Cell<T> {
    /// A known value.
    pub fn known(value: T) -> Cell<T> {
        Cell { status: Status::Known, value: Some(value) }
    }

    /// A value of a status that has one; of any other status the value is dropped.
    pub fn of(status: Status, value: T) -> Cell<T> {
        Cell { status, value: status.has_value().then_some(value) }
    }

    /// No value, for this reason. A status that promises a value becomes `Missing`.
    pub fn unknown(status: Status) -> Cell<T> {
        let status = if status.has_value() { Status::Missing } else { status };
        Cell { status, value: None }
    }

    /// A value, or `Undefined` where there is none.
    pub fn defined(status: Status, value: Option<T>) -> Cell<T> {
        match value {
            Some(value) => Cell::of(status, value),
            None => Cell::unknown(status.max(Status::Undefined)),
        }
    }

    /// What is known of it.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The value, where there is one.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value turned into another; the status stays.
    pub fn map<U>(&self, f: impl FnOnce(&T) -> U) -> Cell<U> {
        Cell { status: self.status, value: self.value.as_ref().map(f) }
    }

    /// The value turned into another that may not exist: `Undefined` then.
    pub fn and_then<U>(&self, f: impl FnOnce(&T) -> Option<U>) -> Cell<U> {
        match &self.value {
            Some(value) => Cell::defined(self.status, f(value)),
            None => Cell::unknown(self.status),
        }
    }

    /// Two values put together; the heavier status holds.
    pub fn zip<U, V>(&self, other: &Cell<U>, f: impl FnOnce(&T, &U) -> V) -> Cell<V> {
        let status = self.status.max(other.status);
        match (&self.value, &other.value) {
            (Some(a), Some(b)) => Cell::of(status, f(a, b)),
            _ => Cell::unknown(status),
        }
    }

    /// The same value with a status at least this heavy.
    #[must_use]
    pub fn at_least(self, status: Status) -> Cell<T> {
        let status = self.status.max(status);
        Cell { value: self.value.filter(|_| status.has_value()), status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_status_holds() {
        let known = Cell::known(2);
        let estimated = Cell::of(Status::Estimated, 3);
        assert_eq!(known.zip(&estimated, |a, b| a + b), Cell::of(Status::Estimated, 5));
        let missing: Cell<i32> = Cell::unknown(Status::Missing);
        assert_eq!(known.zip(&missing, |a, b| a + b), Cell::unknown(Status::Missing));
        assert_eq!(known.and_then(|_| None::<i32>), Cell::unknown(Status::Undefined));
    }

    #[test]
    fn a_status_has_a_value_or_none() {
        for status in Status::ALL {
            assert_eq!(Cell::of(status, 1).value().is_some(), status.has_value());
            assert_eq!(Cell::<i32>::unknown(status).value(), None);
        }
    }
}
