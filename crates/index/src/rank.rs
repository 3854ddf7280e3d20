//! Ranks with what is known about them: sets, intervals, and who cannot be told apart.
//!
//! Higher scores are better, and rank 1 is the best. A unit without a score has no rank.

pub mod distribution;
pub mod indistinguishable;
pub mod intervals;
pub mod places;
pub mod quantile;
pub mod sets;
