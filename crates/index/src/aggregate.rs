//! Putting parts together: means, and methods that are not means.
//!
//! | subject | what for |
//! |---|---|
//! | [`mean`], [`rows`] | weighted means of every degree of compensation, over one unit or all |
//! | [`mazziotta`] | a mean with a penalty for being uneven |
//! | [`topsis`] | nearness to the best that was seen |
//! | [`profile`], [`borda`] | ballots of voters (or indicators) and their points |
//! | [`outranking`], [`condorcet`], [`kemeny`] | who is ahead of whom by a majority of the weight |
//! | [`coupling`] | how well systems go together, and at which level |
//! | [`fuzzy`] | shares of judgements in grades, up a tree |
//!
//! All take normalised figures, of which more is better, but where one says otherwise.

pub mod mean;
pub mod rows;

pub use mean::{Averaged, Enough, Mean};
