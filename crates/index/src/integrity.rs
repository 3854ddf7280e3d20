//! Tests of whether an institution's series can be what they say they are; never of a person.
