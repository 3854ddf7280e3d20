//! Draws over recipes, sequences and indices of sensitivity, against slow twins and what is known
//! exactly.

pub(crate) mod draws;
mod sensitivity;
mod sequence;
