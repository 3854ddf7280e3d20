//! The office without pages: real stores, real folders, a clock that is moved by hand.

#[path = "office/deadlines.rs"]
mod deadlines;
#[path = "office/evidence.rs"]
mod evidence;
#[path = "office/facts.rs"]
mod facts;
#[path = "office/facts_count.rs"]
mod facts_count;
#[path = "office/figures.rs"]
mod figures;
#[path = "office/interleavings.rs"]
mod interleavings;
#[path = "office/looked.rs"]
mod looked;
#[path = "office/month.rs"]
mod month;
#[path = "office/sessions.rs"]
mod sessions;
#[path = "office/sight.rs"]
mod sight;
#[path = "office/support.rs"]
mod support;
