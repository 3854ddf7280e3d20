//! Use cases: what people do with a programme, a folder for each verb. Only here do the relations
//! of the domain meet.

pub mod authz;
pub mod collect;
pub mod compare;
pub mod define;
mod fields;
pub mod office;
mod refusal;
pub mod requests;
pub mod score;
pub mod table;
pub mod words;

pub use gangmu_domain::assessment::Scheme;
pub use gangmu_domain::framework::Indicator;
pub use gangmu_exchange::outlines::{Outlines, Ring};
pub use refusal::Refusal;
