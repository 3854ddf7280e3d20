//! Limits that allow for over-dispersion.

use gangmu_num::float::{asin, exp, ln, sin};
use gangmu_num::random::normal_quantile;

use super::{Limits, Status, target_of};
use crate::Fault;
use crate::rank::quantile::of_sorted;
use crate::small::tally::{Counted, Law, LeftOut, Tally};

/// The scale on which rates are taken to be normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    /// Rates as they are.
    None,
    /// Their logarithms; of a unit without events, that of half an event.
    Log,
    /// Their square roots.
    Sqrt,
    /// The arcsines of their square roots, for binomial rates only.
    Asin,
}

/// How much more rates differ than chance makes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispersion {
    /// I: how many units it was worked out from.
    pub units: usize,
    /// How many z were pulled in to the winsorising limits.
    pub winsorised: usize,
    /// φ: the mean of the squares of the winsorised z; about 1 where chance is all.
    pub phi: f64,
    /// τ²: the variance between units beyond chance, on the transformed scale; 0 where φ says that
    /// there is none.
    pub tau_squared: f64,
}

/// A unit in a funnel of adjusted limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Events by exposure.
    pub rate: f64,
    /// How far from the target, in standard deviations of chance alone.
    pub z: f64,
    /// How far from the target, in standard deviations with τ² allowed for.
    pub adjusted_z: f64,
    /// The limits, as rates.
    pub limits: Limits,
}

/// A funnel of adjusted limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjusted {
    /// How the counts were taken to come about.
    pub law: Law,
    /// The scale on which rates were taken to be normal.
    pub transform: Transform,
    /// The rate that limits are drawn round.
    pub target: f64,
    /// The over-dispersion found.
    pub dispersion: Dispersion,
    /// One for each unit, or why it has none.
    pub units: Vec<Result<Placed, LeftOut>>,
    /// The status of each unit.
    pub statuses: Vec<Status>,
}

/// Funnel limits with additive over-dispersion, and the status of each unit.
///
/// With s the standard deviation that chance gives a unit's transformed rate at the target, z is
/// its distance from the target by s. The z are winsorised: those beyond the `winsorise` and
/// 1 - `winsorise` quantiles of all are pulled in to them (0.1 is usual; quantiles lie between
/// neighbours by R's type 7). Over I units, φ is the mean of z², and with w = 1 / s²
/// τ² = max(0, (I φ - (I - 1)) / (Σw - Σw² / Σw)). Limits lie at the target ± z √(s² + τ²), turned
/// back into rates, cut off at 0 (and at 1 under the binomial law). This is the DerSimonian-Laird
/// variance of Spiegelhalter 2005, as in R's FunnelPlotR.
///
/// The s are, at target θ and exposure n (Poisson; binomial): none √(θ/n); √(θ(1-θ)/n) · log
/// 1/√(nθ); √((1-θ)/(nθ)) · sqrt 1/(2√n); √((1-θ)/(4n)) · asin 1/(2√n).
///
/// Allowing for over-dispersion lets pass what many share. That is fair to each, and it hides what
/// is wrong with all: show φ beside the funnel.
///
/// ```
/// use gangmu_index::small::{Law, Tally, funnel::{Transform, adjusted}};
/// let events = [80.0, 110.0, 140.0, 60.0, 95.0].map(Some);
/// let tally = Tally::new(&events, &[Some(1_000.0); 5])?;
/// let found = adjusted(&tally, Law::Poisson, None, Transform::Sqrt, 0.1)?;
/// assert!(found.dispersion.phi > 1.0 && found.dispersion.tau_squared > 0.0);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// As [`exact`](super::exact), but that events need not be whole; [`Fault::Parameter`] for a
/// `winsorise` that is not between 0 and 0.49, [`Fault::Recipe`] for arcsines of Poisson rates,
/// [`Fault::AllMissing`] where no unit has a rate.
pub fn adjusted(
    tally: &Tally,
    law: Law,
    target: Option<f64>,
    transform: Transform,
    winsorise: f64,
) -> Result<Adjusted, Fault> {
    if !(0.0..=0.49).contains(&winsorise) {
        return Err(Fault::Parameter { name: "winsorise", wanted: "between 0 and 0.49" });
    }
    if transform == Transform::Asin && law == Law::Poisson {
        let what = "The step `transform` asks for arcsines of rates that may exceed 1".to_owned();
        return Err(Fault::Recipe { what });
    }
    if law == Law::Binomial {
        tally.check_shares()?;
    }
    let scale = Scale { law, transform, target: target_of(tally, law, target)? };
    let z: Vec<f64> = tally.counted().map(|(_, unit)| scale.z(&unit)).collect();
    if z.is_empty() {
        return Err(Fault::AllMissing { what: "events and exposure".to_owned() });
    }
    let weights: Vec<f64> =
        tally.counted().map(|(_, unit)| 1.0 / scale.variance(unit.exposure)).collect();
    let dispersion = dispersion(&z, &weights, winsorise);
    let place = |unit: &Counted| scale.place(unit, dispersion.tau_squared);
    let units: Vec<Result<Placed, LeftOut>> =
        tally.units().iter().map(|unit| unit.as_ref().map(place).map_err(|why| *why)).collect();
    let status = |unit: &Result<Placed, LeftOut>| match unit {
        Ok(unit) => Status::of(unit.rate, &unit.limits),
        Err(why) => Status::NoStatus(*why),
    };
    let statuses = units.iter().map(status).collect();
    Ok(Adjusted { law, transform, target: scale.target, dispersion, units, statuses })
}

/// A target on its scale.
struct Scale {
    law: Law,
    transform: Transform,
    target: f64,
}

impl Scale {
    /// The variance of chance.
    fn variance(&self, exposure: f64) -> f64 {
        let left = if self.law == Law::Binomial { 1.0 - self.target } else { 1.0 };
        match self.transform {
            Transform::None => self.target * left / exposure,
            Transform::Log => left / self.target / exposure,
            Transform::Sqrt => 0.25 * left / exposure,
            Transform::Asin => 0.25 / exposure,
        }
    }

    fn there(&self, rate: f64) -> f64 {
        match self.transform {
            Transform::None => rate,
            Transform::Log => ln(rate),
            Transform::Sqrt => rate.sqrt(),
            Transform::Asin => asin(rate.clamp(0.0, 1.0).sqrt()),
        }
    }

    fn back(&self, value: f64) -> f64 {
        let rate = match self.transform {
            Transform::None => value.max(0.0),
            // Where over-dispersion is huge a limit would leave the range of f64.
            Transform::Log => exp(value.min(700.0)),
            Transform::Sqrt => value.max(0.0) * value.max(0.0),
            Transform::Asin => {
                let root = sin(value.clamp(0.0, std::f64::consts::FRAC_PI_2));
                root * root
            }
        };
        if self.law == Law::Binomial { rate.min(1.0) } else { rate }
    }

    fn gap(&self, unit: &Counted) -> f64 {
        let bare = self.transform == Transform::Log && unit.events <= 0.0;
        let rate = if bare { 0.5 / unit.exposure } else { unit.rate() };
        self.there(rate) - self.there(self.target)
    }

    fn z(&self, unit: &Counted) -> f64 {
        self.gap(unit) / self.variance(unit.exposure).sqrt()
    }

    fn place(&self, unit: &Counted, tau_squared: f64) -> Placed {
        let chance = self.variance(unit.exposure);
        let (width, middle) = ((chance + tau_squared).sqrt(), self.there(self.target));
        let limit = |p: f64| self.back(middle + normal_quantile(p) * width);
        let limits = Limits {
            low998: limit(0.001),
            low95: limit(0.025),
            high95: limit(0.975),
            high998: limit(0.999),
        };
        let gap = self.gap(unit);
        let (z, adjusted_z) = (gap / chance.sqrt(), gap / width);
        Placed { rate: unit.rate(), z, adjusted_z, limits }
    }
}

fn dispersion(z: &[f64], weights: &[f64], winsorise: f64) -> Dispersion {
    let mut sorted = z.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| of_sorted(&sorted, share).unwrap_or(0.0);
    let (low, high) = (quantile(winsorise), quantile(1.0 - winsorise));
    let winsorised = z.iter().filter(|z| **z < low || **z > high).count();
    let count = z.len() as f64;
    let squares: f64 = z.iter().map(|z| z.clamp(low, high)).map(|z| z * z).sum();
    let sum: f64 = weights.iter().sum();
    let of_squares: f64 = weights.iter().map(|weight| weight * (weight / sum)).sum();
    let room = sum - of_squares;
    // One unit, or one beside which all others are nothing, leaves no room for a spread.
    let known = room > 1e-12 * sum;
    let tau_squared = if known { ((squares - (count - 1.0)) / room).max(0.0) } else { 0.0 };
    Dispersion { units: z.len(), winsorised, phi: squares / count, tau_squared }
}
