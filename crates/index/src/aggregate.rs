//! Putting parts together: means, and methods that are not means.
//!
//! | subject | what for |
//! |---|---|
//! | [`mean`], [`rows`], [`tree`] | weighted means: of a unit, of all, up a tree |
//! | [`mazziotta`] | a mean with a penalty for being uneven |
//! | [`topsis`] | nearness to the best that was seen |
//! | [`profile`], [`borda`] | ballots of voters (or indicators) and their points |
//! | [`outranking`], [`condorcet`], [`kemeny`] | who is ahead of whom by a majority of the weight |
//! | [`coupling`] | how well systems go together, and at which level |
//! | [`fuzzy`] | shares of judgements in grades, up a tree |
//!
//! All take normalised figures, of which more is better, but where one says otherwise.

pub mod borda;
pub mod condorcet;
pub mod coupling;
pub mod fuzzy;
pub mod kemeny;
pub mod mazziotta;
pub mod mean;
pub mod outranking;
pub mod profile;
pub mod rows;
pub mod topsis;
pub mod tree;

pub use mean::{Averaged, Enough, Mean};
