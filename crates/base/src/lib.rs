//! Words everybody uses: units in time, periods, values with a status, kinds of fact, findings.
//!
//! The unit tree is asked as of a day, figures are read as of a moment, and what is not known
//! says why. Nothing here knows files, formulas or schemes.

pub mod calendar;
pub mod cell;
pub mod clock;
pub mod facts;
pub mod finding;
pub mod observations;
pub mod period;
pub mod tier;
pub mod units;

pub use cell::{Cell, Status};
pub use clock::Clock;
pub use finding::{Finding, Place, Severity};
pub use period::{Length, Period};
pub use units::{Named, Reporter, Tree};
