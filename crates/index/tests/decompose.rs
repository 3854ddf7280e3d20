//! What a score is made of, against enumeration.

mod change;
mod contribution;
mod obstacle;
mod shapley;
mod weight_region;
