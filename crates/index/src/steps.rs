//! The steps that turn raw figures into comparable ones: screen, denominate, impute, treat,
//! normalise.
//!
//! A step is data. What it did is written down: cell by cell where it changed single cells, by
//! column where it changed them all alike.

pub mod denominate;
pub mod impute;
pub mod normalise;
pub mod normalise_methods;
pub mod screen;
pub mod treat;
pub mod treat_curves;
