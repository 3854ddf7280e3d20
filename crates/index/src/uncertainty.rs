//! How far a result rests on choices and on chance.

pub mod attribution;
pub mod choices;
pub mod draws;
pub mod figure_sets;
pub mod model;
pub mod packed;
pub mod sensitivity;
pub mod sequence;
