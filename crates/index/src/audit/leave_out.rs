//! What an index would be without one of its parts.

use crate::build::build;
use crate::frame::Frame;
use crate::recipe::Recipe;
use crate::{Fault, Matrix};

/// An index without one of its parts or indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Without {
    /// What was left out.
    pub name: String,
    /// The scores of the top.
    pub scores: Vec<Option<f64>>,
    /// The ranks.
    pub ranks: Vec<Option<u32>>,
    /// By how many places units move on average, in either direction; `None` when no unit has a
    /// rank both with and without it.
    pub mean_shift: Option<f64>,
    /// By how many places the unit moves that moves most.
    pub greatest_shift: u32,
}

/// The index without each of these parts or indicators, one at a time; all others keep their
/// weights beside one another. The figures go through the recipe anew.
///
/// Source: OECD/JRC Handbook 2008, step 7; COINr `remove_elements`.
///
/// # Errors
/// [`Fault::Structure`] for a name that is not in the tree or is all there is; the faults of
/// [`build`].
pub fn leave_out(frame: &Frame, recipe: &Recipe, names: &[&str]) -> Result<Vec<Without>, Fault> {
    let whole = build(frame, recipe)?;
    let without = |name: &&str| {
        let (tree, columns) = frame.structure().without(name)?;
        let part = part_of(frame, tree, &columns)?;
        let mut recipe = recipe.clone();
        recipe.keep_only(part.structure());
        let built = build(&part, &recipe)?;
        let shifts: Vec<u32> = (whole.ranks.iter().zip(&built.ranks))
            .filter_map(|(with, without)| Some((*with)?.abs_diff((*without)?)))
            .collect();
        let sum: u64 = shifts.iter().map(|shift| u64::from(*shift)).sum();
        Ok(Without {
            name: (*name).to_owned(),
            scores: built.scores.column(part.structure().top()).collect(),
            ranks: built.ranks,
            mean_shift: (!shifts.is_empty()).then(|| sum as f64 / shifts.len() as f64),
            greatest_shift: shifts.into_iter().max().unwrap_or(0),
        })
    };
    names.iter().map(without).collect()
}

/// The same rows with what is left of the tree.
fn part_of(frame: &Frame, tree: crate::Structure, columns: &[usize]) -> Result<Frame, Fault> {
    let figures: Matrix = frame.figures().take_columns(columns)?;
    frame.clone().with_both(figures, tree)
}
