//! Tests of integrity against published results, and on series that were tampered with.
