//! What cannot be worked out, and what to do about it.

use std::fmt;

/// Why something cannot be worked out: a stable code, one sentence, one next step.
///
/// Names are those of the caller where it gave some (an indicator's id), else places counted from 0
/// (`column 3`).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// There is nothing to work on: no units, no indicators, no values.
    Empty {
        /// What there is none of.
        what: String,
    },
    /// Two things that belong together differ in size.
    Shape {
        /// What has the wrong size.
        what: String,
        /// The size it should have.
        wanted: usize,
        /// The size it has.
        found: usize,
    },
    /// A number is infinite or not a number.
    NotFinite {
        /// Where it stands.
        what: String,
    },
    /// All values are the same, so there is no distance to measure in.
    Constant {
        /// What is constant.
        what: String,
    },
    /// Not one value is there.
    AllMissing {
        /// What has no value.
        what: String,
    },
    /// A value lies where the method has no answer, such as 0 under a geometric mean.
    Domain {
        /// Which value, and of what.
        what: String,
        /// What the method asks for.
        wanted: &'static str,
    },
    /// Weights are negative, all zero, or do not add up to what they should.
    Weights {
        /// Whose weights, and what is wrong with them.
        what: String,
    },
    /// The tree of parts and indicators does not hold together.
    Structure {
        /// What is wrong.
        what: String,
    },
    /// A recipe asks for what does not go together.
    Recipe {
        /// Which step, and what is wrong.
        what: String,
    },
    /// There are too few values for the method to mean anything.
    TooFew {
        /// What there is too little of.
        what: String,
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// A search did not settle.
    NotSettled {
        /// Which search.
        what: String,
    },
    /// More than the method is made for.
    TooMuch {
        /// What there is too much of.
        what: String,
        /// How many there are.
        found: usize,
        /// How many are taken.
        most: usize,
    },
    /// A parameter has a value that makes no sense.
    Parameter {
        /// Its name.
        name: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
}

impl Fault {
    /// The stable code, `I001` and so on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Empty { .. } => "I001",
            Fault::Shape { .. } => "I002",
            Fault::NotFinite { .. } => "I003",
            Fault::Constant { .. } => "I004",
            Fault::AllMissing { .. } => "I005",
            Fault::Domain { .. } => "I006",
            Fault::Weights { .. } => "I007",
            Fault::Structure { .. } => "I008",
            Fault::Recipe { .. } => "I009",
            Fault::TooFew { .. } => "I010",
            Fault::NotSettled { .. } => "I011",
            Fault::TooMuch { .. } => "I012",
            Fault::Parameter { .. } => "I013",
        }
    }

    /// What to do about it, in one sentence.
    #[must_use]
    pub fn next_step(&self) -> &'static str {
        match self {
            Fault::Empty { .. } => "Give at least one.",
            Fault::Shape { .. } => "Give one for each, in the same order.",
            Fault::NotFinite { .. } => "Leave the value missing, or mend it at its source.",
            Fault::Constant { .. } => {
                "Leave it out, or normalise it by goalposts that do not come from the data."
            }
            Fault::AllMissing { .. } => "Leave it out until there are figures.",
            Fault::Domain { .. } => "Choose another method, or another scale for this indicator.",
            Fault::Weights { .. } => "Give weights of 0 or more, at least one of them above 0.",
            Fault::Structure { .. } => {
                "Mend the tree: one top, every part with something below it."
            }
            Fault::Recipe { .. } => "Change that step of the recipe.",
            Fault::TooFew { .. } => "Bring more of them together, or leave the method out.",
            Fault::NotSettled { .. } => "Look at the figures for copies of one another.",
            Fault::TooMuch { .. } => "Take fewer, or another method.",
            Fault::Parameter { .. } => "Give another value.",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.code())?;
        match self {
            Fault::Empty { what } => write!(f, "There are no {what}."),
            Fault::Shape { what, wanted, found } => {
                write!(f, "There are {found} {what}, not {wanted}.")
            }
            Fault::NotFinite { what } => write!(f, "{what} is not a finite number."),
            Fault::Constant { what } => write!(f, "All values of {what} are the same."),
            Fault::AllMissing { what } => write!(f, "There is no value of {what}."),
            Fault::Domain { what, wanted } => write!(f, "{what} is not {wanted}."),
            Fault::Weights { what } | Fault::Structure { what } | Fault::Recipe { what } => {
                write!(f, "{what}.")
            }
            Fault::TooFew { what, found, needed } => {
                write!(f, "There are {found} {what}; it takes {needed}.")
            }
            Fault::NotSettled { what } => write!(f, "{what} did not settle."),
            Fault::TooMuch { what, found, most } => {
                write!(f, "There are {found} {what}; at most {most} are taken.")
            }
            Fault::Parameter { name, wanted } => write!(f, "`{name}` is not {wanted}."),
        }?;
        write!(f, " {}", self.next_step())
    }
}

impl std::error::Error for Fault {}
