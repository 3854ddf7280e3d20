//! Composite indices from tables of figures: built step by step, with intervals round every rank,
//! fair to small places, and with tests of whether the figures can be trusted.
//!
//! The library stands alone on `gangmu-num`. It takes matrices and knows no unit, period, formula
//! or file. It opens nothing, reads no clock, and draws no number that a seed did not name.
//!
//! # Rules that hold throughout
//!
//! * **Missing is missing.** A cell of a [`Matrix`] is a finite number or nothing. No NaN and no
//!   infinity goes in or comes out.
//! * **No panic for any argument.** What cannot be worked out is a [`Fault`] with a stable code, one
//!   sentence and one next step.
//! * **Same arguments, same bits**: on any machine, at any number of threads, debug or release.
//! * **Higher is better** once figures are normalised; before, each indicator says its direction.

pub mod aggregate;
pub mod audit;
pub mod build;
pub mod decompose;
pub mod distributions;
pub mod fault;
pub mod frame;
pub mod integrity;
pub mod matrix;
pub mod rank;
pub mod recipe;
pub mod score;
pub mod small;
pub mod statistics;
pub mod steps;
pub mod structure;
pub mod uncertainty;
pub mod weigh;
pub mod work;

pub use build::{Built, build};
pub use fault::Fault;
pub use frame::Frame;
pub use matrix::Matrix;
pub use recipe::Recipe;
pub use structure::Structure;

/// The example of the README, which is run with all others.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
