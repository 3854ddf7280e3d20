//! Sequences and indices of sensitivity against what is known exactly.

pub(crate) mod draws;
