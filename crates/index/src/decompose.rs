//! Taking a score apart again: what it is made of, and what changed it.
