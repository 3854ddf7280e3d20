//! A composite index, as its file says it: parts and indicators with weights, the steps from raw
//! figures to comparable ones, how parts are put together, and what could have been done otherwise.
//!
//! How it is worked out is known elsewhere; here are the words.

mod words;

pub use words::{
    ChoiceDef, ChoiceKind, IndexDef, IndexIndicator, IndexPart, MethodDef, Setting, StepDef,
};
