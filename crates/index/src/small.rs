//! Being fair to small places: rates whose spread is mostly chance.
//!
//! A rate of a small place swings. Left raw, both ends of a ranking fill up with small places,
//! whatever they do. What is here says how much of a spread chance alone makes, and keeps awards
//! and reproofs to what chance does not explain.
//!
//! | Where | What |
//! | --- | --- |
//! | [`tally`] | events and what they are counted against, with what is left out and why |
//! | [`shrink`] | Marshall's empirical Bayes rates, in each class |
//! | [`posterior`] | gamma-Poisson and beta-binomial rates with intervals, in each class |
//! | [`probability_map`] | expected events, relative risk, and how unusual a count is |
//! | [`funnel`] | limits round a target, over-dispersion, and the status of each unit |
//! | [`pooling`] | several years taken together |
//!
//! # How to publish a rate
//!
//! Every rate that is published carries the status its funnel gives it. A rate within the limits
//! is like the target as far as anyone can tell, wherever it stands in a list. A shrunken rate is
//! shown beside the raw one, never in its place, and no award goes by its order.

pub mod funnel;
mod hyper;
pub mod pooling;
pub mod posterior;
pub mod probability_map;
pub mod shrink;
pub mod tally;

pub use tally::{Counted, Law, LeftOut, Tally};
