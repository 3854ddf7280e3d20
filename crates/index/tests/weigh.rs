//! Weights against published tables and slow twins.

mod balanced;
mod benefit;
mod budget;
mod effective;
mod exact;
mod pairwise;
mod principal;
mod spread;
mod textbook;
