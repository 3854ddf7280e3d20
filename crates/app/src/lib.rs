//! Use cases: what people do with a programme, a folder for each verb. Only here do the relations
//! of the domain meet.

pub mod collect;
pub mod compare;
pub mod define;
mod fields;
pub mod score;
pub mod table;
pub mod words;
