//! What could have been done otherwise: the inputs of an uncertainty analysis, as data.

use serde::{Deserialize, Serialize};

use crate::aggregate::Mean;
use crate::frame::Frame;
use crate::recipe::{Recipe, Step};
use crate::uncertainty::figure_sets::FigureSets;
use crate::uncertainty::packed::WeightSet;
use crate::{Fault, Matrix, Structure};

/// Something that could have been done otherwise, under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The name it is reported under.
    pub name: String,
    /// What could have been otherwise.
    pub choice: Choice,
}

/// What could have been otherwise. Alternatives are equally likely.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Choice {
    /// One of these in place of a step of the recipe; `None` leaves the step out.
    Step {
        /// The number of the step, from 0.
        at: usize,
        /// What takes its place.
        options: Vec<Option<Step>>,
    },
    /// One of these lists of means, a mean for each level.
    Means(Vec<Vec<Mean>>),
    /// Each weight times a number of its own, uniform on 1 ± `share`.
    Weights {
        /// How far each weight may be off, as a share of it: above 0 and below 1.
        share: f64,
        /// Of which levels (1: indicators); of all when there are none.
        #[serde(default)]
        levels: Vec<usize>,
    },
    /// One of these sets of weights, of experts say.
    WeightSets(Vec<WeightSet>),
    /// Leave one of these parts or indicators out, or none.
    LeaveOut(Vec<String>),
    /// Each figure plus a normal number of its own with this standard error; where that is missing
    /// the figure is taken for exact. It is not written down with a recipe: errors come with figures.
    #[serde(skip)]
    Figures(Matrix),
    /// One of these sets of figures in place of those that were given, for errors that are not
    /// normal or go together. It is not written down with a recipe either.
    #[serde(skip)]
    FigureSets(FigureSets),
}

impl Choice {
    /// How many alternatives there are, for a choice among some.
    pub(crate) fn alternatives(&self) -> Option<usize> {
        match self {
            Choice::Step { options, .. } => Some(options.len()),
            Choice::Means(means) => Some(means.len()),
            Choice::LeaveOut(names) => Some(names.len() + 1),
            // Figures are drawn and worked through one at a time: there may be thousands of sets.
            Choice::Weights { .. }
            | Choice::WeightSets(_)
            | Choice::Figures(_)
            | Choice::FigureSets(_) => None,
        }
    }

    /// Whether raw figures are others at each point.
    pub(crate) fn redraws(&self) -> bool {
        matches!(self, Choice::Figures(_) | Choice::FigureSets(_))
    }

    /// That the choice fits the recipe.
    pub(crate) fn check(&self, frame: &Frame, recipe: &Recipe, name: &str) -> Result<(), Fault> {
        let wrong = |why: &str| Fault::Recipe { what: format!("The choice `{name}` {why}") };
        match self {
            Choice::Step { options, .. } if options.is_empty() => Err(wrong("has no alternatives")),
            Choice::Means(means) if means.is_empty() => Err(wrong("has no alternatives")),
            Choice::WeightSets(sets) if sets.is_empty() => Err(wrong("has no alternatives")),
            Choice::LeaveOut(names) if names.is_empty() => Err(wrong("leaves nothing out")),
            Choice::Step { at, .. } if *at >= recipe.steps.len() => {
                Err(wrong("is of a step that the recipe does not have"))
            }
            Choice::Weights { share, .. } if !(*share > 0.0 && *share < 1.0) => {
                Err(Fault::Parameter { name: "share", wanted: "above 0 and below 1" })
            }
            Choice::Weights { levels, .. } if levels.contains(&0) => Err(Fault::Parameter {
                name: "levels",
                wanted: "1 for indicators, 2 and more above",
            }),
            Choice::WeightSets(sets) => sets.iter().try_for_each(|set| {
                frame.structure().with_weights(&set.indicators, &set.parts).map(|_| ())
            }),
            Choice::LeaveOut(names) => {
                names.iter().try_for_each(|name| frame.structure().without(name).map(|_| ()))
            }
            Choice::Figures(errors) => check_errors(frame, errors),
            Choice::FigureSets(sets) => sets.check(frame, name),
            _ => Ok(()),
        }
    }
}

/// That there is an error for each figure, and none is negative.
fn check_errors(frame: &Frame, errors: &Matrix) -> Result<(), Fault> {
    crate::matrix::same_size("rows of errors", frame.rows(), errors.rows())?;
    crate::matrix::same_size("columns of errors", frame.figures().columns(), errors.columns())?;
    for column in 0..errors.columns() {
        if let Some(row) = errors.column(column).position(|error| error.is_some_and(|e| e < 0.0)) {
            let what = format!("The error in row {row} of `{}`", indicator(frame, column));
            return Err(Fault::Domain { what, wanted: "0 or more" });
        }
    }
    Ok(())
}

fn indicator(frame: &Frame, column: usize) -> &str {
    frame.structure().indicators().get(column).map_or("", |line| &line.name)
}

/// The level of every weight of a tree: of indicators, and of parts as what lies below another.
pub(crate) fn noisy(
    structure: &Structure,
    set: &WeightSet,
    share: f64,
    levels: &[usize],
    stream: &mut gangmu_num::random::Stream,
) -> WeightSet {
    let chosen = |level: usize| levels.is_empty() || levels.contains(&level);
    let mut shaken = |weight: f64, level: usize| {
        // Drawn for every weight, so that the number of a draw does not hang on the levels chosen.
        let factor = 1.0 + share * (2.0 * stream.unit() - 1.0);
        if chosen(level) { weight * factor } else { weight }
    };
    let indicators = set.indicators.iter().map(|weight| shaken(*weight, 1)).collect();
    let parts = set.parts.iter().enumerate();
    let parts = parts.map(|(part, weight)| shaken(*weight, structure.level(part))).collect();
    WeightSet { indicators, parts }
}
