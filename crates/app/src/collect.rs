//! Collect: observations come in from workbooks and go out to them.

mod observations;

pub use observations::{export_observations, import_observations};
