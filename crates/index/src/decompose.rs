//! Taking a score apart again: what it is made of, and what changed it.
//!
//! | subject | what it answers |
//! |---|---|
//! | [`shapley`], [`sampling`], [`owen`] | what each player adds to a whole, exactly or by draws |
//! | [`contribution`] | what each indicator or pillar adds to a score beside a reference |
//! | [`obstacle`] | what holds a place back |
//! | [`change`] | whether a score changed by its data, method, coverage or boundary |
//! | [`weight_region`] | for which weights one unit stands above another |
//!
//! Every split adds up, and says what rounding left over.

pub mod change;
pub mod contribution;
pub mod obstacle;
pub mod owen;
pub mod sampling;
pub mod shapley;
pub mod weight_region;
