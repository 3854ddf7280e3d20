//! The one expression language of Gangmu: how an indicator is made from elements, how points are
//! made from an indicator, when a gate opens.
//!
//! A text goes through [`parse`] (a syntax tree), [`check::check`] (names and types known, work
//! bounded) and [`evaluate::evaluate`] (by column, for all subjects at once). Figures are exact
//! fractions; what is not known has a status and never a made-up value.
//!
//! ```
//! use gangmu_formula::parse;
//!
//! let rule = parse("P - 0.25*per(short(x,t), 1)").unwrap();
//! assert_eq!(rule.to_string(), "P - 0.25 * per(short(x, t), 1)");
//! assert_eq!(parse("P - ").unwrap_err().code, "X006");
//! ```

mod aggregates;
pub mod analyse;
mod asked;
mod bands;
mod calls;
pub mod check;
pub mod column;
pub mod evaluate;
mod fact_calls;
pub mod fault;
mod figure_calls;
mod kernels;
mod lex;
pub mod limits;
pub mod names;
mod parse;
mod parse_call;
mod print;
pub mod syntax;
mod tables;
pub mod trace;
pub mod typed;
pub mod types;
mod written;

pub use column::{Cells, Column, Subjects};
pub use evaluate::{Source, evaluate};
pub use fault::{Fault, Span};
pub use names::Names;
pub use parse::parse;
pub use trace::{Gave, Traced, trace};
pub use typed::Reference;
pub use types::{Direction, Figure, Measure, Type};
pub use written::Written;
