//! The office without pages: real stores, real folders, a clock that is moved by hand.

#[path = "office/deadlines.rs"]
mod deadlines;
#[path = "office/figures.rs"]
mod figures;
#[path = "office/month.rs"]
mod month;
#[path = "office/sessions.rs"]
mod sessions;
#[path = "office/sight.rs"]
mod sight;
#[path = "office/support.rs"]
mod support;
