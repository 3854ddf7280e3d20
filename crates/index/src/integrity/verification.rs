//! A draw of places to verify, each with a known probability.
//!
//! Verifying only where a flag is raised finds what flags find. A random part keeps everybody
//! honest, and from it the share of wrong figures among all places can be estimated: with the
//! weight 1 / probability for each place that is drawn (Horvitz and Thompson 1952).

use std::collections::BTreeMap;

use gangmu_num::random::Stream;

use crate::Fault;
use crate::matrix::{all_finite, same_size};

/// What is drawn, and from whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Design<'a> {
    /// The stratum of each place: its class or province.
    pub strata: &'a [usize],
    /// How many places are drawn from each stratum; those of strata that are not named are not
    /// drawn.
    pub draws: &'a BTreeMap<usize, usize>,
    /// The size of each place, 0 or more: its money, population or reported figure. A place of
    /// size 0 cannot be drawn.
    pub sizes: &'a [f64],
    /// The risk of each place, 0 or more, which its size is multiplied by; all alike where empty.
    pub risks: &'a [f64],
    /// What the draw is repeated by: publish it before figures are due.
    pub seed: u64,
}

/// A place in a draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// The probability with which it is drawn.
    pub probability: f64,
    /// Whether it is drawn in any case, because its share calls for a place or more.
    pub certain: bool,
    /// Whether it was drawn.
    pub drawn: bool,
}

impl Chance {
    /// How many places it stands for when it is drawn; `None` where it cannot be.
    #[must_use]
    pub fn weight(&self) -> Option<f64> {
        (self.probability > 0.0).then(|| 1.0 / self.probability)
    }
}

/// A draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// One for each place.
    pub places: Vec<Chance>,
    /// The places that were drawn, in order.
    pub drawn: Vec<usize>,
    /// The strata that have fewer places of a size and risk above 0 than should be drawn, with
    /// how many they have: all of these are drawn.
    pub short: Vec<(usize, usize)>,
}

/// Draws places with probabilities proportional to size times risk, in each stratum by itself.
///
/// Within a stratum, a place whose share of what is left calls for a probability of 1 or more is
/// certain, and the others share out the remaining draws, until none calls for more than 1. Those
/// are put into random order and drawn systematically (Madow 1949), which keeps each probability
/// exactly and draws just as many as asked. Every stratum has a stream of its own from the seed, so
/// that a change in one does not change the draw in another.
///
/// ```
/// use std::collections::BTreeMap;
/// use gangmu_index::integrity::verification::{Design, draw};
/// let draws = BTreeMap::from([(0, 2)]);
/// let design = Design {
///     strata: &[0; 4],
///     draws: &draws,
///     sizes: &[100.0, 1.0, 1.0, 2.0],
///     risks: &[],
///     seed: 7,
/// };
/// let found = draw(&design)?;
/// assert!(found.places[0].certain && found.places[0].drawn);
/// assert_eq!(found.places[3].probability, 0.5);
/// assert_eq!(found.drawn.len(), 2);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without places, [`Fault::Shape`] for lists of different length,
/// [`Fault::NotFinite`], [`Fault::Domain`] for sizes or risks that are negative or beyond 1e100,
/// [`Fault::Recipe`] for draws from a stratum that has no place.
pub fn draw(design: &Design) -> Result<Draw, Fault> {
    let measures = measures(design)?;
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, stratum) in design.strata.iter().enumerate() {
        members.entry(*stratum).or_default().push(place);
    }
    if let Some(stratum) = design.draws.keys().find(|stratum| !members.contains_key(stratum)) {
        let what = format!("The draw asks for places of stratum {stratum}, which has none");
        return Err(Fault::Recipe { what });
    }
    let none = Chance { probability: 0.0, certain: false, drawn: false };
    let mut found =
        Draw { places: vec![none; measures.len()], drawn: Vec::new(), short: Vec::new() };
    for (stratum, wanted) in design.draws {
        let eligible: Vec<usize> = members
            .get(stratum)
            .into_iter()
            .flatten()
            .copied()
            .filter(|place| measures[*place] > 0.0)
            .collect();
        if eligible.len() < *wanted {
            found.short.push((*stratum, eligible.len()));
        }
        let wanted = (*wanted).min(eligible.len());
        let mut left = probabilities(&eligible, &measures, wanted, &mut found.places);
        let mut stream = Stream::new(design.seed, *stratum as u64);
        stream.shuffle(&mut left);
        systematic(&left, stream.unit(), &mut found.places);
    }
    let drawn = found.places.iter().enumerate().filter(|(_, chance)| chance.drawn);
    found.drawn = drawn.map(|(place, _)| place).collect();
    Ok(found)
}

/// How many places to draw from each stratum: `total` shared out by the square roots of their
/// numbers of places, so that small strata are seen too, `least` at least, and never more than
/// there are.
///
/// Largest remainders get what is left over; among equals the lower stratum.
///
/// # Errors
/// [`Fault::Empty`] without places.
pub fn share_out(
    strata: &[usize],
    total: usize,
    least: usize,
) -> Result<BTreeMap<usize, usize>, Fault> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for stratum in strata {
        *counts.entry(*stratum).or_default() += 1;
    }
    if counts.is_empty() {
        return Err(Fault::Empty { what: "places".to_owned() });
    }
    let mut draws: BTreeMap<usize, usize> =
        counts.iter().map(|(stratum, count)| (*stratum, least.min(*count))).collect();
    let mut left = total.saturating_sub(draws.values().sum());
    while left > 0 {
        // Strata that still have somebody to draw, each with its share of what is left.
        let open: Vec<(usize, f64)> = counts
            .iter()
            .filter(|(stratum, count)| draws[stratum] < **count)
            .map(|(stratum, count)| (*stratum, (*count as f64).sqrt()))
            .collect();
        let sum: f64 = open.iter().map(|(_, root)| root).sum();
        if open.is_empty() {
            break;
        }
        let mut given = 0;
        let mut rests: Vec<(f64, usize)> = Vec::new();
        for (stratum, root) in &open {
            let share = left as f64 * (root / sum);
            let room = counts[stratum] - draws[stratum];
            let whole = (share.floor() as usize).min(room);
            *draws.entry(*stratum).or_default() += whole;
            given += whole;
            rests.push((share - share.floor(), *stratum));
        }
        left -= given.min(left);
        if given == 0 {
            rests.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for (_, stratum) in rests.iter().take(left) {
                *draws.entry(*stratum).or_default() += 1;
            }
            left -= rests.len().min(left);
        }
    }
    Ok(draws)
}

fn measures(design: &Design) -> Result<Vec<f64>, Fault> {
    let n = design.strata.len();
    if n == 0 {
        return Err(Fault::Empty { what: "places".to_owned() });
    }
    same_size("sizes of places", n, design.sizes.len())?;
    if !design.risks.is_empty() {
        same_size("risks of places", n, design.risks.len())?;
    }
    for (what, list) in [("sizes", design.sizes), ("risks", design.risks)] {
        all_finite(what, list)?;
        // Products of what is smaller or larger would leave the range of f64.
        let bad = |x: &f64| *x != 0.0 && !(1e-100..=1e100).contains(x);
        if let Some(place) = list.iter().position(bad) {
            let what = format!("number {place} of the {what}");
            return Err(Fault::Domain { what, wanted: "0, or between 1e-100 and 1e100" });
        }
    }
    let risk = |place: usize| design.risks.get(place).copied().unwrap_or(1.0);
    Ok(design.sizes.iter().enumerate().map(|(place, size)| size * risk(place)).collect())
}

/// Sets the probabilities of a stratum, draws those who are certain, and gives the others.
fn probabilities(
    eligible: &[usize],
    measures: &[f64],
    wanted: usize,
    places: &mut [Chance],
) -> Vec<usize> {
    // From the largest on: once one is not certain, none after it is.
    let mut order = eligible.to_vec();
    order.sort_by(|a, b| measures[*b].total_cmp(&measures[*a]).then(a.cmp(b)));
    let mut rest = vec![0.0; order.len() + 1];
    for (at, place) in order.iter().enumerate().rev() {
        rest[at] = rest[at + 1] + measures[*place];
    }
    let mut certain = 0;
    while certain < wanted {
        let share = (wanted - certain) as f64 * (measures[order[certain]] / rest[certain]);
        // Rounding must not leave one of n equal places out of n draws.
        if share < 1.0 - 1e-12 {
            break;
        }
        places[order[certain]] = Chance { probability: 1.0, certain: true, drawn: true };
        certain += 1;
    }
    let left = order.split_off(certain);
    for place in &left {
        let share = (wanted - certain) as f64 * (measures[*place] / rest[certain]);
        places[*place].probability = share;
    }
    left
}

/// Walks along the probabilities and draws whoever a whole step from the start falls upon.
fn systematic(order: &[usize], start: f64, places: &mut [Chance]) {
    let total: f64 = order.iter().map(|place| places[*place].probability).sum();
    let wanted = total.round();
    let (mut reached, mut steps) = (0.0, 0.0);
    for place in order {
        reached += places[*place].probability;
        if steps < wanted && reached > start + steps {
            places[*place].drawn = true;
            steps += 1.0;
        }
    }
    // Where rounding leaves the last step just beyond the end, the last one is meant.
    if let Some(last) = order.iter().rev().find(|place| !places[**place].drawn)
        && steps < wanted
    {
        places[*last].drawn = true;
    }
}
