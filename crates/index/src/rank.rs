//! Ranks with what is known about them: sets, intervals, and who cannot be told apart.

pub mod places;
