//! Compare: two results of the same scheme beside each other, what moved, for whom and why.

mod beside;
mod diff;
mod diff_told;
mod integrity;
mod moved;
mod told;
mod what_if;
mod why;

pub use beside::{Layout, beside};
pub use diff::{Change, Difference, Effect, differences, differences_table, effect};
pub use diff_told::{differences_told, not_asked_told};
pub(crate) use integrity::Looks;
pub use integrity::{
    Flag, Integrity, Looked, LookedAt, NotApplied, Told, flags_at_hand, integrity_draw,
    integrity_rates, integrity_results, looked_at, looked_periods, with_integrity,
};
pub use moved::{Changed, ItemMoved, SubjectMoved, Values, changed};
pub use told::told;
pub use what_if::{Answer, what_if};
pub use why::Why;
