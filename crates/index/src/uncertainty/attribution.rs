//! Which choices the uncertainty of an index comes from: Sobol' indices of its choices.

use crate::rank::places::{Ranker, Ties};
use crate::uncertainty::model::Model;
use crate::uncertainty::sensitivity::{Design, InputIndices, SensitivityRecipe, indices};
use crate::{Fault, Matrix};

/// What the uncertainty of an index comes from: for each choice of the model, in their order, the
/// share of variance it makes alone (first order) and together with others (total).
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Of the mean shift of ranks against the nominal ones (Saisana et al. 2005): how far the order
    /// as a whole moves.
    pub shift: Vec<InputIndices>,
    /// Of the rank of each row that was asked for, in their order; an output that is the same in all
    /// runs is told as constant.
    pub ranks: Vec<Vec<InputIndices>>,
    /// How many times the index was worked out.
    pub runs: usize,
}

/// Sobol' indices of the choices of a model, by scrambled quasi-random samples.
///
/// `nominal` are the ranks without any change. A row without a rank in some run counts there as
/// last of its pool. With d choices the index is worked out `samples` × (d + 2) times.
///
/// # Errors
/// [`Fault::Empty`] without choices; [`Fault::Shape`] for another number of ranks, or a row there is
/// not; the faults of [`Design::new`], [`indices`] and of scoring.
pub fn attribute(
    model: &Model,
    nominal: &[Option<u32>],
    rows: &[usize],
    samples: usize,
    recipe: &SensitivityRecipe,
) -> Result<Attribution, Fault> {
    crate::matrix::same_size("nominal ranks", model.rows(), nominal.len())?;
    if let Some(row) = rows.iter().copied().find(|row| *row >= model.rows()) {
        let (what, wanted) = ("rows".to_owned(), model.rows());
        return Err(Fault::Shape { what, wanted, found: row });
    }
    let inputs = model.inputs().len();
    let design = Design::new(inputs, samples, recipe.seed)?;
    let runs = design.runs();
    let mut points = Vec::with_capacity(runs);
    for run in 0..runs {
        let mut point = vec![0.0; inputs];
        design.run(run, &mut point)?;
        points.push(point);
    }
    let make = || Worked { ranker: Ranker::new(), places: Vec::new(), found: Vec::new() };
    let worked = model.each(&points, recipe.seed, make, |worked, run, scores| {
        worked.take(model, nominal, rows, run, scores)
    })?;
    let outputs = rows.len() + 1;
    let mut values = vec![f64::NAN; runs * outputs];
    for (run, of_run) in worked.into_iter().flat_map(|worked| worked.found) {
        for (output, value) in of_run.into_iter().enumerate() {
            values[output * runs + run] = value;
        }
    }
    let values = Matrix::from_cells(runs, outputs, values)?;
    let mut found = indices(&values, inputs, recipe)?.into_iter();
    let shift = found.next().unwrap_or_default();
    Ok(Attribution { shift, ranks: found.collect(), runs })
}

/// What one job works out: the outputs of its runs.
struct Worked {
    ranker: Ranker,
    places: Vec<u32>,
    found: Vec<(usize, Vec<f64>)>,
}

impl Worked {
    fn take(
        &mut self,
        model: &Model,
        nominal: &[Option<u32>],
        rows: &[usize],
        run: usize,
        scores: &[f64],
    ) -> Result<(), Fault> {
        let mut places = vec![0_u32; model.rows()];
        let mut of_pool = Vec::new();
        for pool in model.pools() {
            of_pool.clear();
            of_pool.extend(pool.iter().map(|row| scores[*row]));
            self.places.resize(pool.len(), 0);
            self.ranker.places(&of_pool, Ties::Competition, &mut self.places)?;
            for (row, place) in pool.iter().zip(&self.places) {
                places[*row] = if *place == 0 { pool.len() as u32 } else { *place };
            }
        }
        // Whole numbers are added up, so the order of rows does not show.
        let shifts = nominal
            .iter()
            .zip(&places)
            .filter_map(|(nominal, place)| Some(u64::from((*nominal)?.abs_diff(*place))));
        let (sum, count) = shifts.fold((0, 0), |(sum, count), shift| (sum + shift, count + 1));
        let mut outputs = vec![if count == 0 { 0.0 } else { sum as f64 / f64::from(count) }];
        outputs.extend(rows.iter().map(|row| f64::from(places[*row])));
        self.found.push((run, outputs));
        Ok(())
    }
}
