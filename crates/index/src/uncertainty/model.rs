//! An index as a function of the choices behind it: a point with one number between 0 and 1 for
//! each choice goes in, the scores of all units come out.

use gangmu_num::random::Stream;
use rayon::prelude::*;

use crate::build::normalised;
use crate::frame::Frame;
use crate::recipe::{Aggregate, Recipe};
use crate::score::{Keep, Scorer};
use crate::uncertainty::choices::{Choice, Input, noisy};
use crate::uncertainty::packed::{Packed, WeightSet, can_pack};
use crate::{Fault, Matrix, Structure};

/// Most memory that the data sets of all combinations of alternatives may take, in figures.
const MOST_CELLS: usize = 256 << 20;

/// Jobs that a simulation is cut into, each of which keeps counts of its own.
const JOBS: usize = 8;

/// Points that are worked out together, when they share their data set.
const TOGETHER: usize = 16;

/// An index as a function of choices.
#[derive(Clone, Debug)]
pub struct Model {
    frame: Frame,
    recipe: Recipe,
    inputs: Vec<Input>,
    /// One for each combination of alternatives, the last choice running fastest.
    variants: Vec<Variant>,
    /// The rows that are ranked together.
    pools: Vec<Vec<usize>>,
}

/// One combination of alternatives.
#[derive(Clone, Debug)]
struct Variant {
    steps: Vec<crate::recipe::Step>,
    aggregate: Aggregate,
    structure: Structure,
    columns: Vec<usize>,
    figures: Matrix,
    packed: Option<Packed>,
}

impl Model {
    /// A recipe and what could have been otherwise in it. Every combination of alternatives is
    /// worked through here, so that one that cannot be worked out is a fault now and not in the
    /// middle of a simulation.
    ///
    /// # Errors
    /// [`Fault::Recipe`] and [`Fault::Parameter`] for choices that do not fit; the faults of
    /// [`build`](crate::build::build) for a combination that cannot be worked out;
    /// [`Fault::TooMuch`] for more combinations than memory is set aside for (2 GiB).
    pub fn new(frame: &Frame, recipe: &Recipe, inputs: &[Input]) -> Result<Model, Fault> {
        recipe.check()?;
        let twice = |(place, input): (usize, &Input)| {
            inputs[..place].iter().any(|other| other.name == input.name)
        };
        if let Some((_, input)) = inputs.iter().enumerate().find(|input| twice(*input)) {
            let what = format!("Two choices are called `{}`", input.name);
            return Err(Fault::Recipe { what });
        }
        for input in inputs {
            input.choice.check(frame, recipe, &input.name)?;
        }
        let alternatives = inputs.iter().filter_map(|input| input.choice.alternatives());
        let combinations = alternatives.fold(1_usize, usize::saturating_mul);
        let cells = frame.rows().saturating_mul(frame.figures().columns()).max(1);
        let most = MOST_CELLS / cells;
        if combinations > most.max(1) {
            let what = "combinations of alternatives for figures of this size".to_owned();
            return Err(Fault::TooMuch { what, found: combinations, most });
        }
        let variants = (0..combinations)
            .into_par_iter()
            .map(|number| variant(frame, recipe, inputs, number))
            .collect::<Vec<Result<Variant, Fault>>>();
        let variants = variants.into_iter().collect::<Result<_, Fault>>()?;
        let pools = frame.pools();
        let (frame, recipe, inputs) = (frame.clone(), recipe.clone(), inputs.to_vec());
        Ok(Model { frame, recipe, inputs, variants, pools })
    }

    /// The choices, each a dimension of a point.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The recipe as it was given.
    #[must_use]
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.frame.rows()
    }

    /// The rows that are ranked together.
    #[must_use]
    pub fn pools(&self) -> &[Vec<usize>] {
        &self.pools
    }

    /// The scores of all rows at a point: one number between 0 and 1 for each choice, in their
    /// order. `seed` names the random numbers of noisy weights and figures.
    ///
    /// # Errors
    /// [`Fault::Shape`] for a point of another number of dimensions, [`Fault::Parameter`] for a
    /// number outside of 0 to 1; faults of scoring.
    pub fn scores_at(&self, point: &[f64], seed: u64) -> Result<Vec<Option<f64>>, Fault> {
        if point.iter().any(|u| !(0.0..=1.0).contains(u)) {
            return Err(Fault::Parameter { name: "point", wanted: "made of numbers from 0 to 1" });
        }
        let keep = |kept: &mut Vec<f64>, _: usize, scores: &[f64]| {
            kept.extend_from_slice(scores);
            Ok(())
        };
        let found = self.each(&[point.to_vec()], seed, Vec::new, keep)?.concat();
        Ok(found.into_iter().map(|score| (!score.is_nan()).then_some(score)).collect())
    }

    /// Works out the scores of all rows at every point and hands them to `take`, with the number of
    /// the point. NaN stands for a missing score in the slice. `take` is called once for each point,
    /// on any thread, in any order: what it keeps must not depend on that.
    ///
    /// `seed` names the random numbers of noisy weights and figures; which of its streams a point
    /// takes is decided by the point's own numbers, so the same point has the same scores.
    ///
    /// # Errors
    /// [`Fault::Shape`] for a point of another number of dimensions; faults of scoring.
    pub(crate) fn each<T: Send>(
        &self,
        points: &[Vec<f64>],
        seed: u64,
        make: impl Fn() -> T + Sync,
        take: impl Fn(&mut T, usize, &[f64]) -> Result<(), Fault> + Sync,
    ) -> Result<Vec<T>, Fault> {
        for point in points {
            crate::matrix::same_size("numbers of a point", self.inputs.len(), point.len())?;
        }
        let mut order: Vec<(usize, usize)> = points
            .iter()
            .enumerate()
            .map(|(number, point)| (self.variant_of(point), number))
            .collect();
        order.sort_unstable();
        let mut tiles: Vec<&[(usize, usize)]> = Vec::new();
        for same in order.chunk_by(|one, other| one.0 == other.0) {
            tiles.extend(same.chunks(TOGETHER));
        }
        // A few large jobs, so that what each keeps is made a few times only.
        let jobs: Vec<&[&[(usize, usize)]]> =
            tiles.chunks(tiles.len().div_ceil(JOBS).max(1)).collect();
        let of_job = |job: &&[&[(usize, usize)]]| {
            let mut kept = make();
            let mut scores = Vec::new();
            for tile in *job {
                self.score_tile(tile, points, seed, &mut scores)?;
                for (place, (_, number)) in tile.iter().enumerate() {
                    let rows = self.rows();
                    take(&mut kept, *number, &scores[place * rows..][..rows])?;
                }
            }
            Ok(kept)
        };
        let kept: Vec<Result<T, Fault>> = jobs.par_iter().map(of_job).collect();
        kept.into_iter().collect()
    }

    /// The scores of points of one variant, one after the other.
    fn score_tile(
        &self,
        tile: &[(usize, usize)],
        points: &[Vec<f64>],
        seed: u64,
        scores: &mut Vec<f64>,
    ) -> Result<(), Fault> {
        let Some((variant, _)) = tile.first() else { return Ok(()) };
        let variant = &self.variants[*variant];
        let sets = tile.iter().map(|(_, number)| self.weights(variant, &points[*number], seed));
        let sets: Vec<WeightSet> = sets.collect::<Result<_, Fault>>()?;
        let redrawn = self.inputs.iter().any(|input| input.choice.redraws());
        let positive = |set: &WeightSet| set.indicators.iter().chain(&set.parts).all(|w| *w > 0.0);
        if let (Some(packed), false, true) = (&variant.packed, redrawn, sets.iter().all(positive)) {
            return packed.score(&sets, scores);
        }
        scores.clear();
        for ((_, number), set) in tile.iter().zip(&sets) {
            let tree = variant.structure.with_weights(&set.indicators, &set.parts)?;
            let scorer = Scorer::new(&tree, &variant.aggregate)?;
            let figures = match redrawn {
                true => self.redrawn(variant, &points[*number], seed)?,
                false => variant.figures.clone(),
            };
            let found = scorer.score(&figures, Keep::Top)?;
            scores.extend_from_slice(found.raw(0));
        }
        Ok(())
    }

    /// Which combination of alternatives a point stands for.
    fn variant_of(&self, point: &[f64]) -> usize {
        let choices = self.inputs.iter().zip(point);
        choices.fold(0, |number, (input, u)| match input.choice.alternatives() {
            Some(of) => number * of + chosen(*u, of),
            None => number,
        })
    }

    /// The weights at a point.
    fn weights(&self, variant: &Variant, point: &[f64], seed: u64) -> Result<WeightSet, Fault> {
        let mut set = WeightSet::of(&variant.structure);
        for (place, (input, u)) in self.inputs.iter().zip(point).enumerate() {
            match &input.choice {
                Choice::WeightSets(sets) => {
                    set = of_left(&self.frame, variant, &sets[chosen(*u, sets.len())]);
                }
                Choice::Weights { share, levels } => {
                    let mut stream = stream(seed, place, *u);
                    set = noisy(&variant.structure, &set, *share, levels, &mut stream);
                }
                _ => {}
            }
        }
        Ok(set)
    }

    /// The normalised figures at a point whose raw figures are drawn anew.
    fn redrawn(&self, variant: &Variant, point: &[f64], seed: u64) -> Result<Matrix, Fault> {
        let mut figures = self.frame.figures().clone();
        // Sets take the place of figures, so they come before what is added to figures.
        for (input, u) in self.inputs.iter().zip(point) {
            if let Choice::FigureSets(sets) = &input.choice {
                sets.put(chosen(*u, sets.len()), &mut figures)?;
            }
        }
        for (place, (input, u)) in self.inputs.iter().zip(point).enumerate() {
            let Choice::Figures(errors) = &input.choice else { continue };
            let mut stream = stream(seed, place, *u);
            for column in 0..figures.columns() {
                for row in 0..figures.rows() {
                    let draw = stream.normal();
                    let both = figures.get(row, column).zip(errors.get(row, column));
                    if let Some((figure, error)) = both {
                        figures.set(row, column, Some(figure + error * draw))?;
                    }
                }
            }
        }
        let tree = self.frame.structure().clone();
        let frame = self.frame.clone().with_both(figures, tree)?;
        normalised(&frame, &variant.steps)?.take_columns(&variant.columns)
    }
}

/// One combination of alternatives, worked through.
fn variant(
    frame: &Frame,
    recipe: &Recipe,
    inputs: &[Input],
    number: usize,
) -> Result<Variant, Fault> {
    let mut rest = number;
    let mut steps: Vec<Option<crate::recipe::Step>> =
        recipe.steps.iter().cloned().map(Some).collect();
    let mut aggregate = recipe.aggregate.clone();
    let mut structure = frame.structure().clone();
    for input in inputs.iter().rev() {
        let Some(of) = input.choice.alternatives() else { continue };
        let pick = rest % of;
        rest /= of;
        match &input.choice {
            Choice::Step { at, options } => steps[*at] = options[pick].clone(),
            Choice::Means(means) => {
                aggregate = Aggregate {
                    means: means[pick].clone(),
                    parts: Default::default(),
                    ..aggregate
                };
            }
            Choice::LeaveOut(names) if pick > 0 => {
                structure = structure.without(&names[pick - 1])?.0;
            }
            _ => {}
        }
    }
    let steps: Vec<crate::recipe::Step> = steps.into_iter().flatten().collect();
    let changed = Recipe { steps, aggregate };
    changed.check()?;
    let Recipe { steps, mut aggregate } = changed;
    aggregate.parts.retain(|name, _| structure.part_named(name).is_some());
    let columns: Vec<usize> = structure
        .indicators()
        .iter()
        .filter_map(|line| frame.structure().indicator_named(&line.name))
        .collect();
    let figures = normalised(frame, &steps)?.take_columns(&columns)?;
    // That it can be scored at all shows here.
    Scorer::new(&structure, &aggregate)?.score(&figures, Keep::Top)?;
    let packed = match can_pack(&structure, &aggregate) {
        true => Some(Packed::new(&figures, &structure, &aggregate)?),
        false => None,
    };
    Ok(Variant { steps, aggregate, structure, columns, figures, packed })
}

/// A set of weights of the whole tree, for what is left of it.
fn of_left(frame: &Frame, variant: &Variant, set: &WeightSet) -> WeightSet {
    let indicators = variant.columns.iter().map(|column| set.indicators[*column]).collect();
    let parts = variant.structure.parts().iter();
    let parts = parts.filter_map(|part| frame.structure().part_named(&part.name));
    WeightSet { indicators, parts: parts.map(|part| set.parts[part]).collect() }
}

/// Which of so many alternatives a number between 0 and 1 stands for.
fn chosen(u: f64, of: usize) -> usize {
    ((u * of as f64) as usize).min(of.saturating_sub(1))
}

/// The random numbers of an input at a place between 0 and 1.
fn stream(seed: u64, input: usize, u: f64) -> Stream {
    // Which stream is decided by all 53 bits of the place, and no two inputs share one.
    let place = (u.clamp(0.0, 1.0) * (1_u64 << 53) as f64) as u64;
    Stream::new(seed, (place << 8) ^ (input as u64 & 0xff))
}
