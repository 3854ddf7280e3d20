//! What a test gives: a result, or why it has none.

/// The outcome of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T> {
    /// It was done, and this is what came out.
    Tested(T),
    /// It cannot be done on these figures.
    DoesNotApply(Why),
}

impl<T> Outcome<T> {
    /// The result; `None` where the test does not apply.
    #[must_use]
    pub fn tested(&self) -> Option<&T> {
        match self {
            Outcome::Tested(found) => Some(found),
            Outcome::DoesNotApply(_) => None,
        }
    }

    /// Why the test does not apply; `None` where it does.
    #[must_use]
    pub fn why(&self) -> Option<Why> {
        match self {
            Outcome::Tested(_) => None,
            Outcome::DoesNotApply(why) => Some(*why),
        }
    }
}

/// Why a test does not apply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why {
    /// There are too few figures.
    TooFew {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// There are too few different figures: most are copies of one another.
    TooFewDifferent {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// They do not spread over enough orders of magnitude.
    TooNarrow {
        /// Over how many they spread, in powers of ten.
        found: f64,
        /// How many it takes.
        needed: f64,
    },
    /// Percentages and rates have no reason to have such digits.
    Shares,
    /// Numbers that somebody assigns, such as prices or codes, have no reason to either.
    Assigned,
    /// They do not vary, so that there is nothing to measure by.
    Constant,
    /// Some of them follow from others, so that there is no way to tell them apart.
    Dependent,
}

impl Why {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Why::TooFew { .. } => "too few figures",
            Why::TooFewDifferent { .. } => "too few different figures",
            Why::TooNarrow { .. } => "too few orders of magnitude",
            Why::Shares => "percentages and rates",
            Why::Assigned => "assigned numbers",
            Why::Constant => "no variation",
            Why::Dependent => "figures that follow from one another",
        }
    }
}
