//! Monte Carlo over everything that could have been done otherwise, all at once.

use gangmu_num::random::Stream;

use crate::Fault;
use crate::rank::distribution::{RankDistribution, RankSummary};
use crate::rank::places::{Ranker, Ties};
use crate::uncertainty::model::Model;

/// The largest group of units ranked together of which all pairs are compared.
pub const MOST_IN_PAIRS: usize = 5_000;

/// How a simulation is run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulation {
    /// How many draws.
    pub draws: usize,
    /// The seed: the same one gives the same result, bit for bit.
    pub seed: u64,
    /// Whether it is counted, for each pair, how often the one is ahead of the other: who cannot be
    /// told apart is known only then.
    pub pairs: bool,
}

/// What a simulation found.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// The ranks of each row over the draws.
    pub ranks: RankDistribution,
    pairs: Option<Vec<Pairs>>,
    draws: usize,
}

/// How often each unit of a pool is ahead of each other.
#[derive(Clone, Debug)]
struct Pairs {
    rows: Vec<usize>,
    /// For each pair of places one < other, pair by pair of `other`: 2 for each draw in which `one`
    /// is ahead, 1 for each in which neither is.
    ahead: Vec<u32>,
}

/// What one job of a simulation keeps.
struct Kept {
    ranks: RankDistribution,
    pairs: Vec<Pairs>,
    ranker: Ranker,
    places: Vec<u32>,
    of_pool: Vec<f64>,
    places_of_pool: Vec<u32>,
}

/// Draws all choices of a model anew, again and again, and counts ranks.
///
/// Ranks are places among the rows that are ranked together. `nominal` are those without any
/// change, as [`build`](crate::build::build) gives them.
///
/// ```
/// use gangmu_index::recipe::Step;
/// use gangmu_index::steps::normalise::Normalise;
/// use gangmu_index::uncertainty::choices::{Choice, Input};
/// use gangmu_index::uncertainty::draws::{Simulation, simulate};
/// use gangmu_index::uncertainty::model::Model;
/// use gangmu_index::{Frame, Matrix, Recipe, Structure, build};
///
/// let tree = Structure::flat("index", &["schools", "clinics"])?;
/// let figures = Matrix::from_rows(&[
///     [Some(10.0), Some(9.0)],
///     [Some(30.0), Some(2.0)],
///     [Some(1.0), Some(1.0)],
/// ])?;
/// let frame = Frame::new(figures, tree)?;
/// let steps = vec![Step::Normalise(Normalise::default())];
/// let recipe = Recipe { steps, ..Recipe::default() };
/// let weights = Choice::Weights { share: 0.25, levels: vec![] };
/// let input = Input { name: "weights".into(), choice: weights };
/// let model = Model::new(&frame, &recipe, &[input])?;
///
/// let nominal = build(&frame, &recipe)?.ranks;
/// let how = Simulation { draws: 200, seed: 1, pairs: true };
/// let found = simulate(&model, &nominal, how)?;
/// assert_eq!(found.summary(2, 0.05)?.unwrap().low, 3.0); // the third stays the third
/// assert_eq!(found.indistinguishable(2, 0.95), []);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without draws; [`Fault::TooMuch`] for more ranks than are held, or more than
/// [`MOST_IN_PAIRS`] units ranked together when pairs are asked for; faults of scoring.
pub fn simulate(
    model: &Model,
    nominal: &[Option<u32>],
    how: Simulation,
) -> Result<Simulated, Fault> {
    let Simulation { draws, seed, pairs } = how;
    crate::matrix::same_size("nominal ranks", model.rows(), nominal.len())?;
    let nominal: Vec<u32> = nominal.iter().map(|rank| rank.unwrap_or(0)).collect();
    let empty = RankDistribution::new(&nominal, draws)?;
    let largest = model.pools().iter().map(Vec::len).max().unwrap_or(0);
    if pairs && largest > MOST_IN_PAIRS {
        let what = "units ranked together whose pairs are compared".to_owned();
        return Err(Fault::TooMuch { what, found: largest, most: MOST_IN_PAIRS });
    }
    let dimensions = model.inputs().len();
    let point = |draw: usize| {
        let mut stream = Stream::new(seed, draw as u64);
        (0..dimensions).map(|_| stream.unit()).collect::<Vec<f64>>()
    };
    let points: Vec<Vec<f64>> = (0..draws).map(point).collect();
    let make = || Kept {
        ranks: empty.clone(),
        pairs: if pairs {
            model.pools().iter().map(|pool| Pairs::of(pool)).collect()
        } else {
            Vec::new()
        },
        ranker: Ranker::new(),
        places: vec![0; model.rows()],
        of_pool: Vec::new(),
        places_of_pool: Vec::new(),
    };
    let kept = model.each(&points, seed, make, |kept, _, scores| kept.take(model, scores))?;
    let mut all: Option<Kept> = None;
    for one in kept {
        match &mut all {
            None => all = Some(one),
            Some(all) => all.merge(&one)?,
        }
    }
    let all = all.unwrap_or_else(make);
    Ok(Simulated { ranks: all.ranks, pairs: pairs.then_some(all.pairs), draws })
}

impl Kept {
    fn take(&mut self, model: &Model, scores: &[f64]) -> Result<(), Fault> {
        self.places.fill(0);
        for (number, pool) in model.pools().iter().enumerate() {
            self.of_pool.clear();
            self.of_pool.extend(pool.iter().map(|row| scores[*row]));
            self.places_of_pool.resize(pool.len(), 0);
            self.ranker.places(&self.of_pool, Ties::Competition, &mut self.places_of_pool)?;
            for (row, place) in pool.iter().zip(&self.places_of_pool) {
                self.places[*row] = *place;
            }
            if let Some(pairs) = self.pairs.get_mut(number) {
                pairs.add(&self.places_of_pool);
            }
        }
        self.ranks.add(&self.places)
    }

    fn merge(&mut self, other: &Kept) -> Result<(), Fault> {
        for (own, other) in self.pairs.iter_mut().zip(&other.pairs) {
            own.ahead.iter_mut().zip(&other.ahead).for_each(|(own, other)| *own += other);
        }
        self.ranks.merge(&other.ranks)
    }
}

impl Pairs {
    fn of(pool: &[usize]) -> Pairs {
        let pairs = pool.len() * pool.len().saturating_sub(1) / 2;
        Pairs { rows: pool.to_vec(), ahead: vec![0; pairs] }
    }

    fn add(&mut self, places: &[u32]) {
        let mut rest = self.ahead.as_mut_slice();
        for (other, of_other) in places.iter().enumerate() {
            let (counts, after) = std::mem::take(&mut rest).split_at_mut(other);
            rest = after;
            for (count, of_one) in counts.iter_mut().zip(places) {
                *count += u32::from(of_one < of_other) + u32::from(of_one <= of_other);
            }
        }
    }

    /// How often a unit is ahead of another, as a share of draws; half where neither is.
    fn share(&self, one: usize, other: usize, draws: usize) -> f64 {
        let (low, high) = (one.min(other), one.max(other));
        let ahead = f64::from(self.ahead[high * (high - 1) / 2 + low]) / (2 * draws) as f64;
        if one < other { ahead } else { 1.0 - ahead }
    }
}

impl Simulated {
    /// How many draws there were.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// What is known of the rank of a row; `None` for one that never has a rank.
    ///
    /// # Errors
    /// As [`RankDistribution::summary`].
    pub fn summary(&self, row: usize, tail: f64) -> Result<Option<RankSummary>, Fault> {
        self.ranks.summary(row, tail)
    }

    /// The rows that cannot be told from a row: neither is ahead of the other in at least this share
    /// of draws. Empty for a row that never has a rank, and when no pairs were counted.
    #[must_use]
    pub fn indistinguishable(&self, row: usize, share: f64) -> Vec<usize> {
        let ranked = |row: usize| self.ranks.quantile(row, 0.5).is_some();
        let pools = self.pairs.iter().flatten();
        let own = pools.filter_map(|pool| Some((pool, pool.rows.iter().position(|r| *r == row)?)));
        let mut found = Vec::new();
        for (pool, place) in own.filter(|_| ranked(row)) {
            for (other, other_row) in pool.rows.iter().enumerate().filter(|(o, _)| *o != place) {
                let ahead = pool.share(place, other, self.draws);
                if ahead.max(1.0 - ahead) < share && ranked(*other_row) {
                    found.push(*other_row);
                }
            }
        }
        found
    }
}
