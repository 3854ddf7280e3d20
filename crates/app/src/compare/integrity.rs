//! Integrity: whether the series of an institution can be what they say they are, what a scheme
//! invites to, which rates say more than chance, and where to look first. Never about a person: a
//! series is that of a unit or a body. A flag is a reason to look, and no finding of fault.

mod bunching;
mod digits;
mod found;
mod growth;
mod independent;
mod looked;
mod parts;
mod rates;
mod revised;
mod run;
mod series;
mod standing;
mod table;
mod totals;
mod verify;

pub(crate) use looked::Looks;
pub use looked::{Flag, Looked, LookedAt, NotApplied, flags_at_hand, looked_at, looked_periods};
pub use rates::integrity_rates;
pub use run::{Integrity, with_integrity};
pub use table::{Told, integrity_results};
pub use verify::integrity_draw;
