//! Tests of integrity against published results, and on series that were tampered with.

mod digits;
mod discontinuity;
mod growth;
mod multiplicity;
mod revisions;
mod smoothness;
mod sums;
mod verification;
