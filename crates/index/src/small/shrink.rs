//! Empirical Bayes rates after Marshall (1991): raw rates drawn towards that of their class, the
//! more the smaller the place.

use super::tally::{Counted, LeftOut, Tally};
use crate::Fault;

/// How a class stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Its rates differ by more than chance makes them: each is drawn part of the way.
    BeyondChance,
    /// Chance explains how its rates differ: each is drawn all the way to that of the class.
    NoneBeyondChance,
    /// It has one unit, which says nothing of a spread: its rate stays as it is.
    OneUnit,
}

/// What a class was found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// Its number.
    pub class: usize,
    /// How many units took part.
    pub units: usize,
    /// `b`: the rate of all its units together, events by exposure.
    pub mean: f64,
    /// `a`: the variance of its rates beyond chance, never below 0.
    pub variance: f64,
    /// How it stands.
    pub spread: Spread,
}

/// The rate of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunk {
    /// Events by exposure.
    pub raw: f64,
    /// The empirical Bayes estimate.
    pub estimate: f64,
    /// How much of the estimate is the unit's own rate, between 0 and 1; the rest is the class's.
    pub own: f64,
}

/// Empirical Bayes rates of all units.
#[derive(Clone, Debug, PartialEq)]
pub struct Marshall {
    /// One for each unit, or why it has none.
    pub units: Vec<Result<Shrunk, LeftOut>>,
    /// The classes with units that took part, by number.
    pub classes: Vec<Class>,
}

/// Empirical Bayes rates, drawn towards the rate of each class (all units, without classes).
///
/// With rates r, exposures n and N units in the class: b = Σd / Σn, s² = Σn(r - b)² / Σn,
/// a = max(0, s² - b / (Σn / N)), and the estimate is b + a (r - b) / (a + b / n). Marshall 1991,
/// Applied Statistics 40:283-294; as `EBest` of R's spdep.
///
/// An estimate is shown beside the raw rate. It is no ground for an award: that of a small place
/// lies near the middle because little is known of it, not because it does middling well.
///
/// ```
/// use gangmu_index::small::{Tally, shrink::marshall};
/// let events = [2.0, 60.0, 90.0].map(Some);
/// let exposure = [10.0, 1_000.0, 1_000.0].map(Some);
/// let found = marshall(&Tally::new(&events, &exposure)?, None)?;
/// let small = found.units[0].unwrap();
/// assert!(small.own < 0.1 && small.estimate < small.raw);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Shape`] for another number of classes than units.
pub fn marshall(tally: &Tally, classes: Option<&[usize]>) -> Result<Marshall, Fault> {
    let unknown = Shrunk { raw: 0.0, estimate: 0.0, own: 0.0 };
    let mut units: Vec<Result<Shrunk, LeftOut>> =
        tally.units().iter().map(|unit| unit.map(|_| unknown)).collect();
    let mut found = Vec::new();
    for (class, members) in tally.by_class(classes)? {
        let prior = prior(class, &members);
        for (place, unit) in members {
            units[place] = Ok(estimate(&prior, &unit));
        }
        found.push(prior);
    }
    Ok(Marshall { units, classes: found })
}

fn prior(class: usize, members: &[(usize, Counted)]) -> Class {
    let exposure: f64 = members.iter().map(|(_, unit)| unit.exposure).sum();
    let events: f64 = members.iter().map(|(_, unit)| unit.events).sum();
    let mean = events / exposure;
    let away = |(_, unit): &(usize, Counted)| {
        let gap = unit.rate() - mean;
        unit.exposure * gap * gap
    };
    let total = members.iter().map(away).sum::<f64>() / exposure;
    let variance = total - mean / (exposure / members.len() as f64);
    let spread = match variance {
        _ if members.len() < 2 => Spread::OneUnit,
        _ if variance > 0.0 => Spread::BeyondChance,
        _ => Spread::NoneBeyondChance,
    };
    let variance = if spread == Spread::BeyondChance { variance } else { 0.0 };
    Class { class, units: members.len(), mean, variance, spread }
}

fn estimate(prior: &Class, unit: &Counted) -> Shrunk {
    let raw = unit.rate();
    let own = match prior.spread {
        Spread::OneUnit => 1.0,
        Spread::NoneBeyondChance => 0.0,
        Spread::BeyondChance => prior.variance / (prior.variance + prior.mean / unit.exposure),
    };
    Shrunk { raw, estimate: prior.mean + own * (raw - prior.mean), own }
}
