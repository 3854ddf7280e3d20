//! Funnel limits: how far a rate may lie from a target by chance, given the size of the place.
//!
//! [`exact`] limits come from the Poisson or binomial distribution itself. [`adjusted`] limits are
//! normal on a transformed scale, and are widened where rates differ by more than chance for
//! reasons that nobody answers for (over-dispersion). Both after Spiegelhalter 2005, Statistics in
//! Medicine 24:1185-1202.

use rayon::prelude::*;

use super::probability_map::check_whole;
use super::tally::{Counted, Law, LeftOut, Tally};
use crate::Fault;
use crate::distributions::{Reached, binomial_reached, poisson_at, poisson_reached};

mod dispersion;

pub use dispersion::{Adjusted, Dispersion, Placed, Transform, adjusted};

/// Where a rate lies in its funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Below the limits of 99.8 %.
    Below998,
    /// Below the limits of 95 %, within those of 99.8 %.
    Below95,
    /// Within the limits of 95 %, ends included: as near to the target as anyone can tell.
    Within,
    /// Above the limits of 95 %, within those of 99.8 %.
    Above95,
    /// Above the limits of 99.8 %.
    Above998,
    /// It has no rate.
    NoStatus(LeftOut),
}

impl Status {
    /// The status in words; [`LeftOut::words`] has the reason where there is none.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Status::Below998 => "below 99.8",
            Status::Below95 => "below 95",
            Status::Within => "within",
            Status::Above95 => "above 95",
            Status::Above998 => "above 99.8",
            Status::NoStatus(_) => "no status",
        }
    }

    fn of(rate: f64, limits: &Limits) -> Status {
        match rate {
            _ if rate < limits.low998 => Status::Below998,
            _ if rate < limits.low95 => Status::Below95,
            _ if rate > limits.high998 => Status::Above998,
            _ if rate > limits.high95 => Status::Above95,
            _ => Status::Within,
        }
    }
}

/// The limits of a unit, as rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The lower limit of 99.8 %.
    pub low998: f64,
    /// The lower limit of 95 %.
    pub low95: f64,
    /// The upper limit of 95 %.
    pub high95: f64,
    /// The upper limit of 99.8 %.
    pub high998: f64,
}

/// A funnel of exact limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// How the counts were taken to come about.
    pub law: Law,
    /// The rate that limits are drawn round.
    pub target: f64,
    /// How many units have a rate.
    pub counted: usize,
    /// The limits of each unit; `None` where it has no rate.
    pub limits: Vec<Option<Limits>>,
    /// The status of each unit.
    pub statuses: Vec<Status>,
}

/// Exact funnel limits round a target, and the status of each unit.
///
/// `target` is a rate; without one, it is that of all units together. The limits are the
/// interpolated exact ones of Spiegelhalter 2005, appendix A.1.1: with r the least count whose
/// P(X ≤ r) reaches p, the limit is (r - α) / n where α = (P(X ≤ r) - p) / P(X = r). One below 0 is
/// shown as 0. A rate has to lie beyond a limit, not on it, to be called so.
///
/// Of units that are all on target, one in 20 lies beyond the limits of 95 % and one in 500 beyond
/// those of 99.8 %. A status is a question to ask, not an answer.
///
/// ```
/// use gangmu_index::small::{Law, Tally, funnel::{Status, exact}};
/// let tally = Tally::new(&[Some(3.0), Some(300.0)], &[Some(100.0), Some(10_000.0)])?;
/// let funnel = exact(&tally, Law::Poisson, Some(0.02))?;
/// assert_eq!(funnel.statuses, [Status::Within, Status::Above998]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::AllMissing`] without a target where no unit has a rate, [`Fault::Parameter`] for a
/// target that is no rate above 0 (below 1 under the binomial law), [`Fault::Domain`] for events
/// that are no whole number and, under the binomial law, for exposures that are none or are less
/// than the events.
pub fn exact(tally: &Tally, law: Law, target: Option<f64>) -> Result<Funnel, Fault> {
    if law == Law::Binomial {
        tally.check_shares()?;
    }
    let target = target_of(tally, law, target)?;
    for (place, unit) in tally.counted() {
        check_whole(place, &unit)?;
        if law == Law::Binomial && unit.exposure.floor() < unit.exposure {
            let what = format!("the exposure of unit {place}");
            return Err(Fault::Domain { what, wanted: "a whole number" });
        }
    }
    let one = |unit: &Result<Counted, LeftOut>| match unit {
        Err(_) => Ok(None),
        Ok(unit) => limits(unit, law, target).map(Some),
    };
    let limits: Vec<Option<Limits>> =
        tally.units().par_iter().map(one).collect::<Result<_, Fault>>()?;
    let status = |(unit, limits): (&Result<Counted, LeftOut>, &Option<Limits>)| match (unit, limits)
    {
        (Ok(unit), Some(limits)) => Status::of(unit.rate(), limits),
        (Err(why), _) => Status::NoStatus(*why),
        (Ok(_), None) => Status::NoStatus(LeftOut::NoExposure),
    };
    let statuses = tally.units().iter().zip(&limits).map(status).collect();
    Ok(Funnel { law, target, counted: tally.counted().count(), limits, statuses })
}

/// The target, checked; that of all units together where none is given.
fn target_of(tally: &Tally, law: Law, target: Option<f64>) -> Result<f64, Fault> {
    let Some(target) = target.or_else(|| tally.overall_rate()) else {
        return Err(Fault::AllMissing { what: "events and exposure".to_owned() });
    };
    let fits = match law {
        Law::Poisson => (1e-30..=1e30).contains(&target),
        Law::Binomial => (1e-15..=1.0 - 1e-15).contains(&target),
    };
    if fits {
        return Ok(target);
    }
    let wanted = match law {
        Law::Poisson => "a rate between 1e-30 and 1e30",
        Law::Binomial => "a rate above 0 and below 1",
    };
    Err(Fault::Parameter { name: "target", wanted })
}

/// The limits of a unit whose expected events and trials are within what the distributions take.
fn limits(unit: &Counted, law: Law, target: f64) -> Result<Limits, Fault> {
    let mean = target * unit.exposure;
    poisson_at(0.0, mean)?;
    let limit = |p: f64| {
        let Reached { count, below, at } = match law {
            Law::Poisson => poisson_reached(p, mean),
            Law::Binomial => binomial_reached(p, unit.exposure, target),
        };
        let over = if at > 0.0 { ((below - p) / at).clamp(0.0, 1.0) } else { 0.0 };
        ((count - over) / unit.exposure).max(0.0)
    };
    Ok(Limits {
        low998: limit(0.001),
        low95: limit(0.025),
        high95: limit(0.975),
        high998: limit(0.999),
    })
}
