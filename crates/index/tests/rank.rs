//! Rank sets against slow twins, and by how often they hold.

mod correlated;
mod distribution;
mod indistinguishable;
mod intervals;
mod places;
mod sets;
