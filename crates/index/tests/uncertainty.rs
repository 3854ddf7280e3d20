//! Draws over recipes, sequences and indices of sensitivity, against slow twins and what is known
//! exactly.

mod attribution;
pub(crate) mod draws;
mod sensitivity;
mod sequence;
