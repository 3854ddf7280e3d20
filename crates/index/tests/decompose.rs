//! What a score is made of, against enumeration.
