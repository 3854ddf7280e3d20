//! Weights under which the parts of an index are correlated with it as wanted.
//!
//! Becker et al. 2017 (Ecological Indicators 80:12-22); COINr's `get_opt_weights`. Equal weights do
//! not give equal say: a part that goes with others is in their weight too. These weights are
//! searched for so that correlations with the index are equal, or in given proportions. They come
//! from the figures, so they are for diagnosis only: see [`weigh`](super).

use super::lu::Lu;
use super::moments::{Column, columns, correlations, dot};
use crate::matrix::{all_finite, same_size};
use crate::{Fault, Matrix};

/// The most parts that are balanced.
pub const MOST_PARTS: usize = 100;
/// Up to as many parts, the search also begins once from each of them.
const LEANING: usize = 16;
/// Weights in a group lie within e to the power of this.
const SPAN: f64 = 30.0;

/// What lies above the parts: the groups they form, and what each counts for in the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Above {
    groups: Vec<usize>,
    shares: Vec<f64>,
}

impl Above {
    /// Nothing but the index: its parts are one group.
    #[must_use]
    pub fn flat(parts: usize) -> Above {
        Above { groups: vec![0; parts], shares: vec![1.0] }
    }

    /// Groups: for each part the number of its group, for each group what it counts for in the
    /// index, in any unit. Weighted means all the way up.
    ///
    /// # Errors
    /// [`Fault::Shape`] for a group there is none of, [`Fault::Empty`] for a group without parts,
    /// [`Fault::NotFinite`] and [`Fault::Weights`] as in [`shares`](super::shares).
    pub fn groups(groups: &[usize], counts: &[f64]) -> Result<Above, Fault> {
        let shares = super::shares(counts)?;
        if let Some(found) = groups.iter().copied().find(|group| *group >= shares.len()) {
            return Err(Fault::Shape { what: "groups".to_owned(), wanted: shares.len(), found });
        }
        if let Some(bare) = (0..shares.len()).find(|group| !groups.contains(group)) {
            return Err(Fault::Empty { what: format!("parts in group {bare}") });
        }
        Ok(Above { groups: groups.to_vec(), shares })
    }

    /// Weights made to add up to 1 in each group.
    fn within(&self, weights: &[f64]) -> Result<Vec<f64>, Fault> {
        let mut found = vec![0.0; weights.len()];
        for group in 0..self.shares.len() {
            let members: Vec<usize> =
                (0..weights.len()).filter(|part| self.groups[*part] == group).collect();
            let own: Vec<f64> = members.iter().map(|part| weights[*part]).collect();
            let shares = super::shares(&own)?;
            members.iter().zip(shares).for_each(|(part, share)| found[*part] = share);
        }
        Ok(found)
    }
}

/// What some weights come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// The weights; they add up to 1 in each group.
    pub weights: Vec<f64>,
    /// The correlation of each part with the index.
    pub correlations: Vec<f64>,
    /// The correlations over their sum.
    pub obtained: Vec<f64>,
    /// What was wanted, as shares.
    pub wanted: Vec<f64>,
    /// The sum of the squared differences between wanted and obtained; 0 where it is met.
    pub distance: f64,
}

/// What given weights come to, held against what is wanted.
///
/// `parts` is units × parts; `weights` and `wanted` have one for each part, in any unit.
///
/// # Errors
/// As [`balance`]; and [`Fault::NotFinite`] and [`Fault::Weights`] for the weights.
pub fn reached(
    parts: &Matrix,
    above: &Above,
    weights: &[f64],
    wanted: &[f64],
) -> Result<Balance, Fault> {
    let scene = Scene::new(parts, above, wanted)?;
    same_size("weights", parts.columns(), weights.len())?;
    all_finite("the weights", weights)?;
    let weights = above.within(weights)?;
    let State { correlations, obtained, distance, .. } =
        scene.state(&weights).ok_or_else(|| Fault::Domain {
            what: "the sum of the correlations with the index".to_owned(),
            wanted: "above 0",
        })?;
    Ok(Balance { weights, correlations, obtained, wanted: scene.wanted, distance })
}

/// The weights that come closest to what is wanted, among those that were found from several
/// starts by least squares (Levenberg and Marquardt).
///
/// Parts that hang together negatively may not be balanced by any weights; then the distance says
/// so, and some weights go towards 0.
///
/// ```
/// use gangmu_index::Matrix;
/// use gangmu_index::weigh::balanced::{Above, balance};
/// let column = |cells: [f64; 4]| cells.map(Some);
/// let parts = Matrix::from_columns(&[
///     column([1.0, 2.0, 3.0, 4.0]), column([2.0, 1.0, 4.0, 3.0]), column([4.0, 2.0, 2.0, 4.0]),
/// ])?;
/// let found = balance(&parts, &Above::flat(3), &[1.0, 1.0, 1.0])?;
/// assert!(found.distance < 1e-20);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::TooMuch`] above [`MOST_PARTS`]; [`Fault::Shape`] where sizes differ;
/// [`Fault::Domain`] for a missing cell, or where no start leaves the correlations a sum above 0;
/// [`Fault::TooFew`] below two units; [`Fault::Constant`]; [`Fault::NotFinite`] and
/// [`Fault::Weights`] for what is wanted.
pub fn balance(parts: &Matrix, above: &Above, wanted: &[f64]) -> Result<Balance, Fault> {
    let scene = Scene::new(parts, above, wanted)?;
    let count = scene.sizes.len();
    let even = vec![1.0; count];
    let mut starts = vec![even.clone(), scene.sizes.iter().map(|size| 1.0 / size).collect()];
    starts.extend(scene.solved());
    // Where parts are many, leaning on one of them hardly makes another start.
    let leaning = if count > LEANING { 0 } else { count };
    starts.extend((0..leaning).map(|heavy| {
        let mut start = even.clone();
        start[heavy] = 4.0;
        start
    }));
    let mut best: Option<(Vec<f64>, State)> = None;
    for start in starts {
        let Some((weights, state)) = scene.descend(above.within(&start)?) else { continue };
        if best.as_ref().is_none_or(|(_, found)| state.distance < found.distance * (1.0 - 1e-9)) {
            best = Some((weights, state));
        }
        if best.as_ref().is_some_and(|(_, found)| found.distance < 1e-24) {
            break;
        }
    }
    let Some((weights, State { correlations, obtained, distance, .. })) = best else {
        let what = "the sum of the correlations with the index".to_owned();
        return Err(Fault::Domain { what, wanted: "above 0" });
    };
    Ok(Balance { weights, correlations, obtained, wanted: scene.wanted, distance })
}

/// What stays the same during a search.
struct Scene<'a> {
    above: &'a Above,
    /// The standard deviation of each part, over the greatest.
    sizes: Vec<f64>,
    /// The correlations of the parts, row by row.
    table: Vec<f64>,
    wanted: Vec<f64>,
}

/// What weights come to.
struct State {
    /// What each part counts for in the index.
    effective: Vec<f64>,
    /// The standard deviation of the index.
    spread: f64,
    correlations: Vec<f64>,
    obtained: Vec<f64>,
    distance: f64,
}

impl<'a> Scene<'a> {
    fn new(parts: &Matrix, above: &'a Above, wanted: &[f64]) -> Result<Scene<'a>, Fault> {
        let count = parts.columns();
        if count > MOST_PARTS {
            let what = "parts".to_owned();
            return Err(Fault::TooMuch { what, found: count, most: MOST_PARTS });
        }
        same_size("parts in groups", count, above.groups.len())?;
        same_size("wanted correlations", count, wanted.len())?;
        let columns = columns(parts)?;
        for (number, column) in columns.iter().enumerate() {
            if let Some(row) = column.deviations.iter().position(|d| d.is_nan()) {
                let what = format!("the cell in row {row}, column {number}");
                return Err(Fault::Domain { what, wanted: "filled in" });
            }
            if column.squares <= 0.0 {
                return Err(Fault::Constant { what: format!("column {number}") });
            }
        }
        let most = columns.iter().map(|column| column.scale).fold(0.0, f64::max);
        let size = |column: &Column| {
            // So far below the greatest that it cannot matter, and never 0.
            ((column.scale / most) * column.squares.sqrt()).max(1e-150)
        };
        let sizes = super::shares(&columns.iter().map(size).collect::<Vec<_>>())?;
        let table = correlations(&columns)?;
        Ok(Scene { above, sizes, table, wanted: super::shares(wanted)? })
    }

    /// The weights that give what is wanted where one group is all there is: the table of
    /// correlations solved for it. None where they are not all above 0.
    fn solved(&self) -> Option<Vec<f64>> {
        let mut lu = Lu::default();
        lu.clear(self.sizes.len()).copy_from_slice(&self.table);
        let mut pull = self.wanted.clone();
        lu.factor().then(|| lu.solve(&mut pull))?;
        let weights: Vec<f64> = pull.iter().zip(&self.sizes).map(|(u, size)| u / size).collect();
        weights.iter().all(|weight| *weight > 0.0 && weight.is_finite()).then_some(weights)
    }

    /// What weights come to, which add up to 1 in each group; none where the correlations do not
    /// add up to more than 0.
    fn state(&self, weights: &[f64]) -> Option<State> {
        let count = weights.len();
        let share = |part: usize| self.above.shares[self.above.groups[part]];
        let effective: Vec<f64> = (0..count).map(|part| weights[part] * share(part)).collect();
        let pull: Vec<f64> = effective.iter().zip(&self.sizes).map(|(v, size)| v * size).collect();
        let image: Vec<f64> = self.table.chunks_exact(count).map(|row| dot(row, &pull)).collect();
        let spread = dot(&image, &pull).max(0.0).sqrt();
        if spread <= 1e-100 {
            return None;
        }
        let correlations: Vec<f64> = image.iter().map(|a| (a / spread).clamp(-1.0, 1.0)).collect();
        let sum: f64 = correlations.iter().sum();
        if sum <= 1e-9 {
            return None;
        }
        let obtained: Vec<f64> = correlations.iter().map(|r| r / sum).collect();
        let pairs = obtained.iter().zip(&self.wanted);
        let distance = pairs.map(|(found, wanted)| (found - wanted) * (found - wanted)).sum();
        Some(State { effective, spread, correlations, obtained, distance })
    }

    /// Goes down from some weights until it goes no further.
    fn descend(&self, start: Vec<f64>) -> Option<(Vec<f64>, State)> {
        let count = start.len();
        let (mut weights, mut state) = (start.clone(), self.state(&start)?);
        let mut damping = 1e-3;
        let mut lu = Lu::default();
        for _ in 0..300 {
            if state.distance < 1e-28 || damping > 1e12 {
                break;
            }
            let slopes = self.slopes(&state);
            let error: Vec<f64> =
                state.obtained.iter().zip(&self.wanted).map(|(a, b)| a - b).collect();
            let cells = lu.clear(count);
            let mut trace = 0.0;
            for one in 0..count {
                for other in 0..count {
                    cells[one * count + other] = dot(&slopes[one], &slopes[other]);
                }
                trace += cells[one * count + one];
            }
            let ridge = (damping * trace / count as f64).max(1e-300);
            (0..count).for_each(|place| cells[place * count + place] += ridge);
            let mut step: Vec<f64> = slopes.iter().map(|slope| -dot(slope, &error)).collect();
            let next = lu.factor().then(|| {
                lu.solve(&mut step);
                self.moved(&weights, &step)
            });
            match next.flatten().and_then(|next| Some((self.state(&next)?, next))) {
                Some((found, next)) if found.distance < state.distance => {
                    let gain = 1.0 - found.distance / state.distance;
                    (weights, state) = (next, found);
                    damping = (damping * 0.2).max(1e-12);
                    if gain < 1e-9 {
                        break;
                    }
                }
                _ => damping *= 4.0,
            }
        }
        Some((weights, state))
    }

    /// For each part, how what is obtained changes with the logarithm of its weight.
    fn slopes(&self, state: &State) -> Vec<Vec<f64>> {
        let count = self.sizes.len();
        let sum: f64 = state.correlations.iter().sum();
        let of = |part: usize| {
            // The weights of a group add up to 1, so the others of the group give way.
            let group = self.above.groups[part];
            let share = self.above.shares[group];
            let own = state.effective[part];
            let change: Vec<f64> = (0..count)
                .map(|other| {
                    let gives = self.above.groups[other] == group && share > 0.0;
                    let way = if gives { -own / share * state.effective[other] } else { 0.0 };
                    self.sizes[other] * (if other == part { own + way } else { way })
                })
                .collect();
            let spread = dot(&state.correlations, &change);
            let rows = self.table.chunks_exact(count).zip(&state.correlations);
            let slope: Vec<f64> = rows
                .map(|(row, r)| {
                    let image = dot(row, &change);
                    (image - r * spread) / state.spread
                })
                .collect();
            let all: f64 = slope.iter().sum();
            slope.iter().zip(&state.obtained).map(|(s, q)| (s - q * all) / sum).collect()
        };
        (0..count).map(of).collect()
    }

    /// Weights whose logarithms moved by a step, at most by a factor of e² each.
    fn moved(&self, weights: &[f64], step: &[f64]) -> Option<Vec<f64>> {
        let longest = step.iter().fold(0.0, |most: f64, step| most.max(step.abs()));
        if !longest.is_finite() {
            return None;
        }
        let shorten = if longest > 2.0 { 2.0 / longest } else { 1.0 };
        let least = gangmu_num::float::exp(-SPAN);
        let moved = weights
            .iter()
            .zip(step)
            .map(|(weight, step)| (weight * gangmu_num::float::exp(step * shorten)).max(least));
        self.above.within(&moved.collect::<Vec<f64>>()).ok()
    }
}
