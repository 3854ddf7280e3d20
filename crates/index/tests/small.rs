//! Small places against published results.

mod distributions;
mod funnel;
mod pooling;
mod posterior;
mod shrink;
