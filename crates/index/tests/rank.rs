//! Rank sets against slow twins, and by how often they hold.

mod distribution;
mod places;
