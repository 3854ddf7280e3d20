//! Small places against published results.
