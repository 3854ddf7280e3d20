//! Pages and the JSON interface of the office: what people and programs ask of it, over HTTP.
//!
//! A handler reads what was sent, asks one use case, and lays out the answer. What is allowed is decided
//! there, not here.

mod answer;
mod api;
mod assets;
mod gate;
mod html;
mod limits;
mod meter;
mod once;
mod sent;
mod serve;
mod spoken;
mod standing;
mod visitor;
mod whole;

pub use serve::{Settings, addresses, router, serve};
