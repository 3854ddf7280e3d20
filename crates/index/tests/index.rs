//! The tests of the library, one program: what each holds it to stands in its own file.

pub mod support;

mod aggregate;
mod audit;
mod decompose;
mod integrity;
mod rank;
mod small;
mod steps;
mod structure;
mod uncertainty;
mod weigh;
