//! What a lower tier says differently from the tier above it: words that the rules of the framework
//! and those of a scheme share, so that one table can tell of both.

use gangmu_num::Ratio;

use crate::Place;

/// Which way a figure may be moved by a lower tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stricter {
    /// Higher is stricter, as with a cut-off.
    Higher,
    /// Lower is stricter, as with a cap.
    Lower,
}

impl Stricter {
    /// How a figure bears on the one above it.
    pub fn judge(self, above: &Ratio, here: &Ratio) -> Bearing {
        let (stricter, sign) = match self {
            Stricter::Higher => (here > above, "≥"),
            Stricter::Lower => (here < above, "≤"),
        };
        if here == above {
            Bearing::Same
        } else if stricter {
            Bearing::Stricter
        } else {
            Bearing::Looser { allowed: format!("{sign} {}", above.plain()) }
        }
    }

    /// The stricter of two figures.
    pub fn of<'r>(self, a: &'r Ratio, b: &'r Ratio) -> &'r Ratio {
        match self {
            Stricter::Higher => a.max(b),
            Stricter::Lower => a.min(b),
        }
    }
}

/// How what a lower tier says bears on what the tier above says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearing {
    /// It says the same.
    Same,
    /// It asks for more.
    Stricter,
    /// The tier above says nothing about it.
    Added,
    /// The tier above leaves it to the lower one.
    Free,
    /// It asks for less.
    Looser {
        /// What would be allowed, such as `≥ 90`.
        allowed: String,
    },
    /// It is not for a lower tier to change.
    Fixed {
        /// What of the same thing could be changed; empty for nothing.
        may: String,
    },
    /// An addition that would give something instead of asking for something.
    Gives {
        /// What may be added instead: the name of a sentence.
        instead: &'static str,
    },
}

/// One thing that a lower tier says, beside what it stands in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about, from the outside in: `item`, `A101`, `floor`.
    pub field: Vec<String>,
    /// What the tier above says; empty for nothing.
    pub above: String,
    /// What is said here.
    pub here: String,
    /// How it bears on what is above.
    pub bearing: Bearing,
    /// Where it is said.
    pub place: Place,
}

impl Difference {
    /// What it is about, as one word: `item/A101/floor`.
    pub fn path(&self) -> String {
        self.field.join("/")
    }
}
