//! A recipe worked through: every data set on the way, what was done to each cell, and the scores
//! with what is known of them.

use crate::frame::Frame;
use crate::rank::places::{self, Ties};
use crate::recipe::{Aggregate, Recipe, Step};
use crate::score::{Keep, Scorer};
use crate::work::{Change, Note, Work};
use crate::{Fault, Matrix};

/// An index, with the way to it.
#[derive(Clone, Debug)]
pub struct Built {
    /// The figures after each step of the recipe, by the name of the step, in its order.
    pub sets: Vec<(&'static str, Matrix)>,
    /// Cells that a step changed on their own.
    pub changes: Vec<Change>,
    /// What steps did to whole columns.
    pub notes: Vec<Note>,
    /// Which rows were not screened out.
    pub kept: Vec<bool>,
    /// The score of each row (units, or units in periods) for each part of the tree.
    pub scores: Matrix,
    /// The share of weight below each part that stands on reported figures, between 0 and 1: what
    /// was imputed, or got lost on the way, does not count.
    pub coverage: Matrix,
    /// The scores if everything that was not reported had turned out as badly as can be. The score
    /// lies between the two, unless a part without enough figures was left out of it: the few it has
    /// count here.
    pub worst: Matrix,
    /// The scores if everything that was not reported had turned out as well as can be.
    pub best: Matrix,
    /// The place of each row among those it is ranked with, by the score of the top; 1 is best, equal
    /// scores share the better place.
    pub ranks: Vec<Option<u32>>,
}

/// Works a recipe through.
///
/// ```
/// use gangmu_index::{build, Frame, Matrix, Recipe, Structure};
/// use gangmu_index::recipe::Step;
/// use gangmu_index::steps::normalise::Normalise;
///
/// let tree = Structure::flat("index", &["schools", "clinics"])?;
/// let figures = Matrix::from_rows(&[
///     [Some(10.0), Some(1.0)],
///     [Some(30.0), Some(5.0)],
///     [Some(20.0), None],
/// ])?;
/// let frame = Frame::new(figures, tree)?;
/// let steps = vec![Step::Normalise(Normalise::default())];
/// let built = build(&frame, &Recipe { steps, ..Recipe::default() })?;
///
/// assert_eq!(built.scores.column(0).collect::<Vec<_>>(), [Some(0.0), Some(100.0), Some(50.0)]);
/// assert_eq!(built.ranks, [Some(3), Some(1), Some(2)]);
/// // Half of the third unit is not known: it is somewhere between 25 and 75.
/// assert_eq!(built.coverage.get(2, 0), Some(0.5));
/// assert_eq!((built.worst.get(2, 0), built.best.get(2, 0)), (Some(25.0), Some(75.0)));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Recipe`] when steps do not go together or name what is not there, and the faults of the
/// steps themselves, each of which names the indicator.
pub fn build(frame: &Frame, recipe: &Recipe) -> Result<Built, Fault> {
    recipe.check()?;
    let scorer = Scorer::new(frame.structure(), &recipe.aggregate)?;
    let mut work = Work::begin(frame, true);
    let mut sets = Vec::with_capacity(recipe.steps.len());
    for step in &recipe.steps {
        apply(step, &mut work)?;
        sets.push((step.name(), work.figures.clone()));
    }
    let scores = scorer.score(&work.figures, Keep::Parts)?;
    let reported = reported(&work)?;
    let plain = Scorer::new(frame.structure(), &Default::default())?;
    let coverage = plain.score(&shares(&work, &reported)?, Keep::Parts)?;
    // Whatever is filled in counts as there: an interval needs no minimum share.
    let full = Scorer::new(frame.structure(), &without_minimum(recipe))?;
    let worst = full.score(&filled(&work, &reported, false)?, Keep::Parts)?;
    let best = full.score(&filled(&work, &reported, true)?, Keep::Parts)?;
    let ranks = ranks(frame, &scores)?;
    let Work { kept, changes, notes, .. } = work;
    Ok(Built { sets, changes, notes, kept, scores, coverage, worst, best, ranks })
}

/// The normalised figures alone, without a record of how they came about: what draws are made from.
///
/// # Errors
/// As [`build`].
pub(crate) fn normalised(frame: &Frame, steps: &[Step]) -> Result<Matrix, Fault> {
    let mut work = Work::begin(frame, false);
    for step in steps {
        apply(step, &mut work)?;
    }
    Ok(work.figures)
}

fn apply(step: &Step, work: &mut Work<'_>) -> Result<(), Fault> {
    match step {
        Step::Screen(step) => step.apply(work),
        Step::Denominate(step) => step.apply(work),
        Step::Impute(step) => step.apply(work),
        Step::Treat(step) => step.apply(work),
        Step::Normalise(step) => step.apply(work),
    }?;
    work.step += 1;
    Ok(())
}

/// Which cells of the result stand on reported figures: there as they came, and never taken out on
/// the way.
fn reported(work: &Work<'_>) -> Result<Matrix, Fault> {
    let mut reported = work.frame.figures().clone();
    for change in &work.changes {
        if change.from.is_none() || change.to.is_none() {
            reported.set(change.row, change.column, None)?;
        }
    }
    Ok(reported)
}

/// 1 where a figure is reported, 0 where it is not; nothing for rows that were screened out.
fn shares(work: &Work<'_>, reported: &Matrix) -> Result<Matrix, Fault> {
    let mut shares = Matrix::missing(reported.rows(), reported.columns());
    for column in 0..reported.columns() {
        for row in (0..reported.rows()).filter(|row| work.kept[*row]) {
            let there = reported.get(row, column).is_some();
            shares.set(row, column, Some(f64::from(u8::from(there))))?;
        }
    }
    Ok(shares)
}

/// The normalised figures, with what was not reported as bad or as good as can be.
fn filled(work: &Work<'_>, reported: &Matrix, best: bool) -> Result<Matrix, Fault> {
    let mut filled = work.figures.clone();
    for reach in &work.reach {
        let end = if best { reach.high } else { reach.low };
        for row in reach.rows.iter().copied().filter(|row| work.kept[*row]) {
            if reported.get(row, reach.column).is_none() {
                filled.set(row, reach.column, Some(end))?;
            }
        }
    }
    Ok(filled)
}

fn without_minimum(recipe: &Recipe) -> Aggregate {
    Aggregate { enough: Default::default(), ..recipe.aggregate.clone() }
}

/// Places within each pool.
fn ranks(frame: &Frame, scores: &Matrix) -> Result<Vec<Option<u32>>, Fault> {
    let top: Vec<Option<f64>> = scores.column(frame.structure().top()).collect();
    let mut ranks = vec![None; top.len()];
    for pool in frame.pools() {
        let of: Vec<Option<f64>> = pool.iter().map(|row| top[*row]).collect();
        for (row, rank) in pool.iter().zip(places::ranks(&of, Ties::Competition)?) {
            ranks[*row] = rank;
        }
    }
    Ok(ranks)
}
