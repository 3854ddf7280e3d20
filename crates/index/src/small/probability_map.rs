//! How unusual each count is if all places had the same rate (Choynowski 1959).

use super::tally::{Counted, LeftOut, Tally};
use crate::Fault;
use crate::distributions::{poisson_above, poisson_below};

/// A unit on a probability map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unusual {
    /// Events by exposure.
    pub raw: f64,
    /// How many events there would be at the rate of all units together.
    pub expected: f64,
    /// Events in per cent of those expected; `None` where none is expected.
    pub relative_risk: Option<f64>,
    /// P(X ≤ events) of a Poisson number with the expected mean: near 0 few, near 1 many.
    pub probability: f64,
    /// P(X ≥ events), which `1 - probability` is not: the count itself belongs to both.
    pub probability_of_more: f64,
}

/// Expected events, relative risk and Poisson probability of each unit; as `probmap` of R's spdep.
///
/// Events have to be whole numbers. The probabilities take the overall rate as known and each
/// count as Poisson; where rates are over-dispersed for reasons of their own, many units look
/// unusual, and a [`funnel`](super::funnel) with over-dispersion is the fairer picture.
///
/// ```
/// use gangmu_index::small::{Tally, probability_map::probability_map};
/// let tally = Tally::new(&[Some(9.0), Some(3.0)], &[Some(100.0), Some(100.0)])?;
/// let found = probability_map(&tally)?;
/// assert_eq!(found[0].unwrap().relative_risk, Some(150.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::AllMissing`] where no unit takes part, [`Fault::Domain`] for events that are no whole
/// number.
pub fn probability_map(tally: &Tally) -> Result<Vec<Result<Unusual, LeftOut>>, Fault> {
    let Some(rate) = tally.overall_rate() else {
        return Err(Fault::AllMissing { what: "events and exposure".to_owned() });
    };
    let unit = |(place, unit): (usize, &Result<Counted, LeftOut>)| match unit {
        Err(why) => Ok(Err(*why)),
        Ok(unit) => unusual(place, unit, rate).map(Ok),
    };
    tally.units().iter().enumerate().map(unit).collect()
}

fn unusual(place: usize, unit: &Counted, rate: f64) -> Result<Unusual, Fault> {
    check_whole(place, unit)?;
    let expected = rate * unit.exposure;
    let above = if unit.events >= 1.0 { poisson_above(unit.events - 1.0, expected)? } else { 1.0 };
    Ok(Unusual {
        raw: unit.rate(),
        expected,
        relative_risk: (expected > 0.0).then(|| 100.0 * unit.events / expected),
        probability: poisson_below(unit.events, expected)?,
        probability_of_more: above,
    })
}

/// That the events of a unit can be counted one by one.
pub(super) fn check_whole(place: usize, unit: &Counted) -> Result<(), Fault> {
    if unit.events.floor() >= unit.events {
        return Ok(());
    }
    let what = format!("the number of events of unit {place}");
    Err(Fault::Domain { what, wanted: "a whole number" })
}
