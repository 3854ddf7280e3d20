//! The relations of a programme as pure rules. Each module holds its words, its rules and what it
//! finds wrong; none of them knows files, time of day or another module.

pub mod assessment;
pub mod framework;
pub mod index;
pub mod limits;
