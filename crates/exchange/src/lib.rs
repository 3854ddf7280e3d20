//! Programme folders as files: what is read keeps the place it came from, what is written leaves
//! every other byte as it was.

pub mod folder;
pub mod outlines;
pub mod text;
pub mod workbook;
