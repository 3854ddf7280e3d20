//! Weights against published tables and slow twins.
