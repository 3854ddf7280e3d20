//! The steps of a recipe against published tables and what a peer gives for each data set.

pub(crate) mod asem;
mod bad_input;
mod handbook;
mod laws;
mod ranked;
