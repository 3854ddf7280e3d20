//! The words of an overlay, as far as a scheme goes: what a lower tier changes in the scheme of the
//! tier above, and what it adds.

use gangmu_base::Place;
use gangmu_formula::Written;
use gangmu_num::Ratio;

use super::verdict::{Consequence, ConsequenceWhen, Deadline, Step, Veto};
use super::words::{BonusItem, DeductionRow, Group, Item};

/// What a lower tier says about a scheme of the tier above.
#[derive(Debug, Clone)]
pub struct SchemeOverlay {
    /// The scheme.
    pub scheme: String,
    /// The version of the scheme it was written for.
    pub version: i64,
    /// Where it says so.
    pub version_place: Place,
    /// What it changes, in the order of the file.
    pub changes: Vec<Change>,
    /// Groups of its own.
    pub groups: Vec<Group>,
    /// Items of its own.
    pub items: Vec<Item>,
    /// Bonus items of its own, which are refused.
    pub bonus_items: Vec<BonusItem>,
    /// Deductions of its own.
    pub rows: Vec<DeductionRow>,
    /// Vetoes of its own.
    pub vetoes: Vec<Veto>,
    /// Consequences of its own.
    pub consequences: Vec<Consequence>,
    /// Steps of its own in a consequence of the tier above, named by its condition.
    pub steps: Vec<(String, Step, Place)>,
    /// Items that must be passed as well.
    pub must: Vec<(String, Place)>,
}

/// A field of the tier above that is given another value.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which one, from the outside in: `item`, `A101`, `floor`.
    pub field: Vec<String>,
    /// The value.
    pub to: Said,
    /// Where it stands.
    pub place: Place,
}

/// What a field is given.
#[derive(Debug, Clone)]
pub enum Said {
    /// A figure.
    Figure(Ratio),
    /// A word: how gaps are treated.
    Word(String),
    /// Yes or no.
    Switch(bool),
    /// A condition that has to hold as well.
    Condition(Written),
    /// A deadline.
    Deadline(Deadline),
    /// Something that no lower tier can give.
    Other(String),
}

impl ConsequenceWhen {
    /// The condition in a word, by which an overlay names the consequence.
    pub fn key(&self) -> String {
        match self {
            ConsequenceWhen::Grade(grade) => format!("grade {grade}"),
            ConsequenceWhen::Bottom { share, grade_not, min_group } => {
                let not = grade_not.iter().map(|grade| format!(", not {grade}"));
                let least = (*min_group > 0).then(|| format!(", of at least {min_group}"));
                let bottom = std::iter::once(format!("bottom {}", share.plain()));
                bottom.chain(not).chain(least).collect()
            }
            ConsequenceWhen::Condition(written) => written.text.trim().to_owned(),
        }
    }
}

impl Deadline {
    /// The deadline in words that are the same in every language: `15 days`.
    pub fn plain(self) -> String {
        let (count, what) = self.parts();
        format!("{count} {what}")
    }

    /// How many, and of what: deadlines in different measures cannot be compared.
    pub(super) fn parts(self) -> (i64, &'static str) {
        match self {
            Deadline::Days(days) => (days, "days"),
            Deadline::WorkingDays(days) => (days, "working_days"),
            Deadline::Months(months) => (months, "months"),
        }
    }
}
