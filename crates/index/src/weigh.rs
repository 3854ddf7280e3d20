//! Where weights come from.
//!
//! # For deciding
//!
//! Somebody answers for these, and they hold still while figures change:
//!
//! | Where | What |
//! | --- | --- |
//! | [`given`] | equal weights, weights as given, checks of them, shares |
//! | [`budget`] | points that experts share out |
//! | [`pairwise`] | judgements of pairs (analytic hierarchy process) |
//!
//! # For diagnosis only
//!
//! These come from the figures. They change every year, so that scores of two years do not
//! compare; whoever reports a figure can move them; and what varies most is not what matters most.
//! They show how an index leans, and must not decide who gets what:
//!
//! | Where | What |
//! | --- | --- |
//! | [`benefit`] | the weights that suit each unit best (benefit of the doubt) |
//! | [`entropy`], [`critic`], [`spread`] | by how much indicators tell units apart |
//! | [`principal`] | principal components and rotated factors |
//! | [`balanced`] | weights under which parts are equally correlated with the index |
//! | [`effective`], [`importance`] | what given weights come to in the whole |

pub mod balanced;
pub mod benefit;
pub mod budget;
pub mod critic;
pub mod effective;
pub mod entropy;
pub mod given;
pub mod importance;
mod lu;
mod moments;
pub mod pairwise;
pub mod principal;
pub mod spread;

pub use given::{equal, shares};
