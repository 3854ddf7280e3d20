//! A recipe: how raw figures become an index, as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::aggregate::{Enough, Mean};
use crate::steps::denominate::Denominate;
use crate::steps::impute::Impute;
use crate::steps::normalise::Normalise;
use crate::steps::screen::Screen;
use crate::steps::treat::Treat;
use crate::{Fault, Structure};

/// How raw figures become an index: steps in their order, then aggregation up the tree.
///
/// It is data: it can be written down, compared, and worked through again years later. Weights
/// belong to the tree. A recipe normalises exactly once; nothing is screened, denominated or treated
/// after that.
///
/// ```
/// use gangmu_index::recipe::{Recipe, Step};
/// use gangmu_index::steps::impute::{Impute, Method};
/// let impute = Impute { method: Method::Mean, ..Impute::default() };
/// let recipe = Recipe { steps: vec![Step::Impute(impute)], ..Recipe::default() };
/// assert_eq!(recipe.check().unwrap_err().code(), "I009"); // it does not normalise
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// How parts are put together.
    #[serde(default)]
    pub aggregate: Aggregate,
}

/// A step of a recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Step {
    /// Leave out units of which too little is known.
    Screen(Screen),
    /// Divide by the size of the unit.
    Denominate(Denominate),
    /// Put figures in where they are missing.
    Impute(Impute),
    /// Keep single extreme figures from deciding.
    Treat(Treat),
    /// Make figures comparable.
    Normalise(Normalise),
}

/// How parts are put together, up the tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aggregate {
    /// The mean for each level of parts, from the lowest up; the last one holds for all above it.
    /// Without any, means are arithmetic.
    pub means: Vec<Mean>,
    /// The mean of single parts, by name.
    pub parts: BTreeMap<String, Mean>,
    /// How much of what lies below a part must be there for the part to have a score.
    pub enough: Enough,
}

impl Step {
    /// What the step is called in a recipe.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Step::Screen(_) => "screen",
            Step::Denominate(_) => "denominate",
            Step::Impute(_) => "impute",
            Step::Treat(_) => "treat",
            Step::Normalise(_) => "normalise",
        }
    }
}

impl Recipe {
    /// That the steps go together.
    ///
    /// # Errors
    /// [`Fault::Recipe`] when it normalises never or twice, or screens, denominates or treats what
    /// is normalised already.
    pub fn check(&self) -> Result<(), Fault> {
        let normalises = |step: &Step| matches!(step, Step::Normalise(_));
        let Some(first) = self.steps.iter().position(normalises) else {
            return Err(wrong("No step normalises the figures"));
        };
        for step in &self.steps[first + 1..] {
            match step {
                Step::Normalise(_) => return Err(wrong("Two steps normalise the figures")),
                Step::Impute(_) => {}
                step => {
                    let what = format!("The step `{}` comes after normalising", step.name());
                    return Err(Fault::Recipe { what });
                }
            }
        }
        Ok(())
    }
}

impl Recipe {
    /// Forgets what is said of indicators and parts that a tree does not have.
    pub(crate) fn keep_only(&mut self, tree: &Structure) {
        let there = |name: &String| tree.indicator_named(name).is_some();
        for step in &mut self.steps {
            match step {
                Step::Screen(_) => {}
                Step::Denominate(step) => step.by.retain(|name, _| there(name)),
                Step::Impute(step) => step.indicators.retain(|name, _| there(name)),
                Step::Treat(step) => step.indicators.retain(|name, _| there(name)),
                Step::Normalise(step) => step.indicators.retain(|name, _| there(name)),
            }
        }
        self.aggregate.parts.retain(|name, _| tree.part_named(name).is_some());
    }
}

impl Aggregate {
    /// The mean of a part: its own by name, else that of its level (2 is the lowest).
    #[must_use]
    pub fn mean(&self, name: &str, level: usize) -> Mean {
        let of_level = self.means.get(level.saturating_sub(2)).or(self.means.last());
        self.parts.get(name).or(of_level).copied().unwrap_or_default()
    }
}

fn wrong(what: &str) -> Fault {
    Fault::Recipe { what: what.to_owned() }
}
