//! What each indicator or pillar adds to a score, beside a reference.

use super::owen::owen;
use super::shapley::exact;
use crate::aggregate::mean::{Enough, Mean};
use crate::aggregate::tree::means;
use crate::matrix::same_size;
use crate::structure::{Below, check_weights};
use crate::{Fault, Structure};

/// What makes the difference between a unit's score and that of a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// What each part adds; none for one that the unit or the reference lacks, which is left out
    /// of both scores.
    pub parts: Vec<Option<f64>>,
    /// The score of the unit over what both have.
    pub unit: f64,
    /// The score of the reference over what both have: not the one it is published with where
    /// something is left out.
    pub reference: f64,
    /// `unit − reference`, less the sum of `parts`: rounding.
    pub remainder: f64,
}

/// Contributions to a weighted arithmetic mean: `share_j (z_ij − z_ref,j)`, its Shapley values.
///
/// Shares are of the weight that both have values for.
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::Shape`]; [`Fault::Weights`]; [`Fault::NotFinite`] for a value that
/// is no number or a difference beyond all numbers; [`Fault::AllMissing`] where the two have
/// nothing with a weight in common.
///
/// ```
/// use gangmu_index::decompose::contribution::linear;
/// let found = linear(&[1.0, 3.0], &[Some(60.0), Some(90.0)], &[Some(50.0), Some(100.0)])?;
/// assert_eq!(found.parts, [Some(2.5), Some(-7.5)]);
/// assert_eq!((found.unit, found.reference, found.remainder), (82.5, 87.5, 0.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn linear(
    weights: &[f64],
    unit: &[Option<f64>],
    reference: &[Option<f64>],
) -> Result<Contributions, Fault> {
    if unit.is_empty() {
        return Err(Fault::Empty { what: "values to compare".to_owned() });
    }
    same_size("weights", unit.len(), weights.len())?;
    let (unit, reference) = both(unit, reference)?;
    check_weights("the score", weights)?;
    let score = |values: &[Option<f64>]| {
        let mean = Mean::Arithmetic.of(values, weights, Enough::default())?;
        mean.value.ok_or_else(nothing)
    };
    let (high, low) = (score(&unit)?, score(&reference)?);
    let there = weights.iter().zip(&unit).filter(|(_, value)| value.is_some());
    let total: f64 = there.map(|(weight, _)| *weight).sum();
    let part = |((a, b), weight): ((&Option<f64>, &Option<f64>), &f64)| {
        let share = weight / total;
        // Each scaled first: the difference of two huge values may still have a share in range.
        Some(if (a.as_ref()? - b.as_ref()?).is_finite() {
            share * ((*a)? - (*b)?)
        } else {
            share * (*a)? - share * (*b)?
        })
    };
    let parts: Vec<Option<f64>> = unit.iter().zip(&reference).zip(weights).map(part).collect();
    told(parts, high, low)
}

/// Contributions of what lies directly below the top of a tree (its pillars), in the order of
/// [`Structure::below`]: the exact Shapley values of the top mean, where each pillar has the
/// unit's score or the reference's. `means` are as in [`tree::means`](means).
///
/// # Errors
/// As [`tree::means`](means); [`Fault::AllMissing`] where the two have nothing in common;
/// [`Fault::TooMuch`] for more than 12 pillars.
///
/// ```
/// use gangmu_index::aggregate::Mean;
/// use gangmu_index::decompose::contribution::by_pillar;
/// use gangmu_index::Structure;
/// let tree = Structure::flat("index", &["a", "b"])?;
/// let (unit, other) = ([Some(4.0), Some(1.0)], [Some(1.0), Some(1.0)]);
/// let found = by_pillar(&tree, &[Mean::Geometric], &unit, &other)?;
/// assert!((found.parts[0].unwrap() - 1.0).abs() < 1e-12 && found.parts[1] == Some(0.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn by_pillar(
    tree: &Structure,
    means: &[Mean],
    unit: &[Option<f64>],
    reference: &[Option<f64>],
) -> Result<Contributions, Fault> {
    let game = Game::new(tree, means, unit, reference)?;
    let pairs = &game.pillars;
    let value =
        |who: u32| game.top(|k| if who >> k & 1 == 1 { pairs[k].unit } else { pairs[k].reference });
    let split = exact(pairs.len(), value)?;
    let mut parts = vec![None; tree.below(tree.top()).len()];
    for (pillar, added) in pairs.iter().zip(&split.values) {
        parts[pillar.place] = Some(*added);
    }
    game.told(parts)
}

/// Contributions of the indicators of a tree, in their order: the exact Owen values of the score,
/// where pillars are the groups. What the indicators of a pillar add is what [`by_pillar`] says.
///
/// # Errors
/// As [`by_pillar`]; [`Fault::TooMuch`] for more than 12 pillars, 12 indicators of a pillar or 64
/// in all, or too many coalitions (for such, [`sampled`](super::sampling::sampled)).
pub fn by_indicator(
    tree: &Structure,
    means: &[Mean],
    unit: &[Option<f64>],
    reference: &[Option<f64>],
) -> Result<Contributions, Fault> {
    let game = Game::new(tree, means, unit, reference)?;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); game.pillars.len()];
    let pillar_of = pillars_of(tree).1;
    for (indicator, pillar) in pillar_of.iter().enumerate() {
        let group = game.pillars.iter().position(|known| known.place == *pillar);
        if let (Some(group), true) = (group, game.unit[indicator].is_some()) {
            members[group].push(indicator);
        }
    }
    let sizes: Vec<usize> = members.iter().map(Vec::len).collect();
    // Refused here, before there is a table of 2ⁿ scores for each pillar.
    super::owen::check(&sizes)?;
    let mut tables = Vec::with_capacity(members.len());
    for (pillar, members) in game.pillars.iter().zip(&members) {
        let mut table = Vec::with_capacity(1 << members.len());
        for who in 0..1_usize << members.len() {
            // Of the other pillars nothing is there: they do not matter for this one.
            let mut values = vec![None; unit.len()];
            for (k, indicator) in members.iter().enumerate() {
                let from = if who >> k & 1 == 1 { &game.unit } else { &game.reference };
                values[*indicator] = from[*indicator];
            }
            table.push(game.pillar(pillar.place, &values).ok_or_else(nothing)?);
        }
        tables.push(table);
    }
    let mut from = vec![0; sizes.len()];
    for group in 1..sizes.len() {
        from[group] = from[group - 1] + sizes[group - 1];
    }
    let value = |who: u64| {
        game.top(|k| {
            let of_group = (who >> from[k].min(63)) & ((1_u64 << sizes[k]) - 1);
            tables[k][of_group as usize]
        })
    };
    let split = owen(&sizes, value)?;
    let mut parts = vec![None; unit.len()];
    for (indicator, added) in members.iter().flatten().zip(&split.values) {
        parts[*indicator] = Some(*added);
    }
    game.told(parts)
}

/// A pillar that both have a score of.
struct Pillar {
    place: usize,
    weight: f64,
    unit: f64,
    reference: f64,
}

/// The score as a function of whose values are taken.
struct Game<'a> {
    tree: &'a Structure,
    means: &'a [Mean],
    top: Mean,
    unit: Vec<Option<f64>>,
    reference: Vec<Option<f64>>,
    pillars: Vec<Pillar>,
    /// The parts of each pillar, each after all below it.
    inside: Vec<Vec<usize>>,
}

impl<'a> Game<'a> {
    fn new(
        tree: &'a Structure,
        means: &'a [Mean],
        unit: &[Option<f64>],
        reference: &[Option<f64>],
    ) -> Result<Game<'a>, Fault> {
        if means.is_empty() {
            return Err(Fault::Empty { what: "means".to_owned() });
        }
        same_size("values of indicators", tree.indicators().len(), unit.len())?;
        let (unit, reference) = both(unit, reference)?;
        let top = mean_of(tree, means, tree.top()).unwrap_or_default();
        let mut inside = vec![Vec::new(); tree.below(tree.top()).len()];
        let of_part = pillars_of(tree).0;
        for part in tree.upwards() {
            if let Some(parts) = inside.get_mut(of_part[*part]) {
                parts.push(*part);
            }
        }
        let mut game = Game { tree, means, top, unit, reference, pillars: Vec::new(), inside };
        // Faults of the values themselves are told before anything is left out.
        for values in [&game.unit, &game.reference] {
            self::means(tree, values, means, Enough::default())?;
        }
        for (place, below) in tree.below(tree.top()).iter().enumerate() {
            let (high, low) = (game.pillar(place, &game.unit), game.pillar(place, &game.reference));
            let weight = tree.weight(*below);
            if let (Some(unit), Some(reference), true) = (high, low, weight > 0.0) {
                game.pillars.push(Pillar { place, weight, unit, reference });
            }
        }
        if game.pillars.is_empty() {
            return Err(nothing());
        }
        Ok(game)
    }

    /// The score of a pillar from values that have been looked at.
    fn pillar(&self, place: usize, values: &[Option<f64>]) -> Option<f64> {
        let mut scores = vec![None; self.tree.parts().len()];
        for part in self.inside.get(place)? {
            let known = |below: &Below| {
                let value = match below {
                    Below::Indicator(indicator) => values[*indicator]?,
                    Below::Part(part) => scores[*part]?,
                };
                Some((value, self.tree.weight(*below)))
            };
            let pairs: Vec<(f64, f64)> = self.tree.below(*part).iter().filter_map(known).collect();
            let mean = mean_of(self.tree, self.means, *part)?;
            scores[*part] = mean.combine(pairs.iter().copied());
        }
        match self.tree.below(self.tree.top()).get(place)? {
            Below::Indicator(indicator) => values[*indicator],
            Below::Part(part) => scores[*part],
        }
    }

    /// The score of the whole from a score of each pillar. NaN never comes: all pillars have been
    /// taken by the top mean, and what lies between two of its values it takes too.
    fn top(&self, score: impl Fn(usize) -> f64 + Clone) -> f64 {
        let pairs = self.pillars.iter().enumerate();
        let score = move |(k, pillar): (usize, &Pillar)| (score(k), pillar.weight);
        self.top.combine(pairs.map(score)).unwrap_or(f64::NAN)
    }

    fn told(&self, parts: Vec<Option<f64>>) -> Result<Contributions, Fault> {
        let unit = self.top(|k| self.pillars[k].unit);
        let reference = self.top(|k| self.pillars[k].reference);
        told(parts, unit, reference)
    }
}

/// The mean of a part: that of its level, or the last one that is told.
fn mean_of(tree: &Structure, means: &[Mean], part: usize) -> Option<Mean> {
    means.get(tree.level(part).saturating_sub(2)).or(means.last()).copied()
}

/// Which pillar each part and each indicator belongs to; `usize::MAX` for the top.
fn pillars_of(tree: &Structure) -> (Vec<usize>, Vec<usize>) {
    let mut of_part = vec![usize::MAX; tree.parts().len()];
    let mut of_indicator = vec![usize::MAX; tree.indicators().len()];
    for part in tree.upwards().iter().rev() {
        for (place, below) in tree.below(*part).iter().enumerate() {
            let pillar = if *part == tree.top() { place } else { of_part[*part] };
            match below {
                Below::Part(place) => of_part[*place] = pillar,
                Below::Indicator(place) => of_indicator[*place] = pillar,
            }
        }
    }
    (of_part, of_indicator)
}

/// The values of two, where both have one.
type Both = (Vec<Option<f64>>, Vec<Option<f64>>);

fn both(unit: &[Option<f64>], reference: &[Option<f64>]) -> Result<Both, Fault> {
    same_size("values of the reference", unit.len(), reference.len())?;
    Ok(unit.iter().zip(reference).map(|(a, b)| (a.and(*b).and(*a), b.and(*a).and(*b))).unzip())
}

fn told(parts: Vec<Option<f64>>, unit: f64, reference: f64) -> Result<Contributions, Fault> {
    let sum: f64 = parts.iter().flatten().sum();
    let remainder = unit - reference - sum;
    if !(sum.is_finite() && remainder.is_finite()) {
        return Err(Fault::NotFinite { what: "the sum of contributions".to_owned() });
    }
    Ok(Contributions { parts, unit, reference, remainder })
}

fn nothing() -> Fault {
    Fault::AllMissing { what: "anything the unit and the reference both have".to_owned() }
}
