//! Rates with what a class says of them: gamma-Poisson and beta-binomial, by maximum likelihood.

use rayon::prelude::*;

use super::hyper::{beta_binomial, gamma_poisson};
use super::shrink::Spread;
use super::tally::{Counted, Law, LeftOut, Tally};
use crate::Fault;
use crate::distributions::{beta_quantile, gamma_quantile};

/// What a class was found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// Its number.
    pub class: usize,
    /// How many units took part.
    pub units: usize,
    /// The mean of its true rates; where no spread was found, events by exposure of all together.
    pub mean: f64,
    /// The shape of the gamma distribution (Poisson), or the sum of both shapes of the beta
    /// distribution (binomial); `None` where no spread was found.
    pub strength: Option<f64>,
    /// How it stands.
    pub spread: Spread,
}

/// The rate of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    /// Events by exposure.
    pub raw: f64,
    /// The posterior mean.
    pub estimate: f64,
    /// The lower end of the interval, equally likely to be missed on either side.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// How much of the estimate is the unit's own rate, between 0 and 1.
    pub own: f64,
}

/// Posterior rates of all units.
#[derive(Clone, Debug, PartialEq)]
pub struct Posteriors {
    /// How the counts were taken to come about.
    pub law: Law,
    /// The probability that an interval stands for.
    pub level: f64,
    /// One for each unit, or why it has none.
    pub units: Vec<Result<Posterior, LeftOut>>,
    /// The classes with units that took part, by number.
    pub classes: Vec<Class>,
}

/// Posterior means and intervals of rates, by class (all units together, without classes).
///
/// The true rates of a class are taken to follow a gamma distribution (Poisson counts) or a beta
/// distribution (binomial counts), whose two parameters are those under which the counts are
/// likeliest. Where chance explains how the rates of a class differ ([`Spread::NoneBeyondChance`]),
/// every unit gets the rate of the class, and the interval of that rate after Jeffreys. A class of
/// [`Spread::OneUnit`] is treated alike: its unit keeps its rate, with the interval of Jeffreys.
///
/// An interval takes the two parameters as known. In a class of few units, which
/// [`Class::units`] says, it is too short. Clayton and Kaldor 1987, Biometrics 43:671-681; Kleinman
/// 1973, JASA 68:46-54; Brown, Cai and DasGupta 2001, Statistical Science 16:101-133.
///
/// ```
/// use gangmu_index::small::{Law, Tally, posterior::posteriors};
/// let events = [1.0, 60.0, 90.0, 30.0].map(Some);
/// let exposure = [5.0, 1_000.0, 1_000.0, 1_000.0].map(Some);
/// let found = posteriors(&Tally::new(&events, &exposure)?, None, Law::Poisson, 0.95)?;
/// let small = found.units[0].unwrap();
/// assert!(small.low < small.estimate && small.estimate < small.high);
/// assert!(small.high - small.low > 0.1);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Parameter`] for a level that is not between 0.5 and 0.9999, [`Fault::Shape`] for
/// another number of classes than units, [`Fault::Domain`] for more events than exposure under the
/// binomial law.
pub fn posteriors(
    tally: &Tally,
    classes: Option<&[usize]>,
    law: Law,
    level: f64,
) -> Result<Posteriors, Fault> {
    if !(0.5..=0.9999).contains(&level) {
        return Err(Fault::Parameter { name: "level", wanted: "between 0.5 and 0.9999" });
    }
    if law == Law::Binomial {
        tally.check_shares()?;
    }
    let mut units: Vec<Result<Posterior, LeftOut>> =
        tally.units().iter().map(|unit| unit.map(|_| EMPTY)).collect();
    let mut found = Vec::new();
    for (number, members) in tally.by_class(classes)? {
        let class = class(number, &members, law);
        let estimates: Result<Vec<Posterior>, Fault> = match class.strength {
            Some(strength) => members
                .par_iter()
                .map(|(_, unit)| own(unit, law, class.mean, strength, level))
                .collect(),
            None => together(&members, law, level),
        };
        for ((place, _), estimate) in members.iter().zip(estimates?) {
            units[*place] = Ok(estimate);
        }
        found.push(class);
    }
    Ok(Posteriors { law, level, units, classes: found })
}

const EMPTY: Posterior = Posterior { raw: 0.0, estimate: 0.0, low: 0.0, high: 0.0, own: 0.0 };

fn class(class: usize, members: &[(usize, Counted)], law: Law) -> Class {
    let fitted = match law {
        Law::Poisson => gamma_poisson(members),
        Law::Binomial => beta_binomial(members),
    };
    let units = members.len();
    if let Some(fitted) = fitted {
        let strength = Some(fitted.strength);
        return Class { class, units, mean: fitted.mean, strength, spread: Spread::BeyondChance };
    }
    let spread = if units < 2 { Spread::OneUnit } else { Spread::NoneBeyondChance };
    Class { class, units, mean: pooled(members).rate(), strength: None, spread }
}

fn pooled(members: &[(usize, Counted)]) -> Counted {
    let events = members.iter().map(|(_, unit)| unit.events).sum();
    Counted { events, exposure: members.iter().map(|(_, unit)| unit.exposure).sum() }
}

/// What a unit's own count makes of what its class says.
fn own(unit: &Counted, law: Law, mean: f64, strength: f64, level: f64) -> Result<Posterior, Fault> {
    let tail = 0.5 * (1.0 - level);
    let raw = unit.rate();
    let (low, high, own) = match law {
        Law::Poisson => {
            let (shape, exposure) = (strength + unit.events, strength / mean + unit.exposure);
            let end = |p| Ok(gamma_quantile(p, shape)? / exposure);
            (end(tail)?, end(1.0 - tail)?, unit.exposure / exposure)
        }
        Law::Binomial => {
            let a = strength * mean + unit.events;
            let b = strength * (1.0 - mean) + (unit.exposure - unit.events);
            let end = |p| beta_quantile(p, a, b);
            (end(tail)?, end(1.0 - tail)?, unit.exposure / (strength + unit.exposure))
        }
    };
    Ok(Posterior { raw, estimate: mean + own * (raw - mean), low, high, own })
}

/// All units of a class at its rate, with the interval of Jeffreys; it reaches to the end where
/// there is no event, or nothing but events.
fn together(members: &[(usize, Counted)], law: Law, level: f64) -> Result<Vec<Posterior>, Fault> {
    let tail = 0.5 * (1.0 - level);
    let all = pooled(members);
    let (low, high) = match law {
        Law::Poisson => {
            let end = |p| Ok::<f64, Fault>(gamma_quantile(p, all.events + 0.5)? / all.exposure);
            (end(tail)?, end(1.0 - tail)?)
        }
        Law::Binomial => {
            // Added up unit by unit: the difference of two large sums may fall below 0.
            let rest: f64 = members.iter().map(|(_, unit)| unit.exposure - unit.events).sum();
            let (a, b) = (all.events + 0.5, rest + 0.5);
            let high = if b <= 0.5 { 1.0 } else { beta_quantile(1.0 - tail, a, b)? };
            (beta_quantile(tail, a, b)?, high)
        }
    };
    let low = if all.events <= 0.0 { 0.0 } else { low };
    let own = if members.len() < 2 { 1.0 } else { 0.0 };
    let estimate = all.rate();
    let one =
        |(_, unit): &(usize, Counted)| Posterior { raw: unit.rate(), estimate, low, high, own };
    Ok(members.iter().map(one).collect())
}
