//! Events, and what they are counted against.

use std::collections::BTreeMap;

use crate::Fault;
use crate::matrix::same_size;

/// The largest number of events, and the largest exposure.
pub const MOST: f64 = 9e15;

/// How chance makes a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Events in an exposure of any unit: rare, and more than one may befall the same member.
    Poisson,
    /// Cases out of cases: never more events than exposure, and the exposure is a number of cases.
    Binomial,
}

/// Why a unit is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// The number of events is missing.
    EventsMissing,
    /// What they are counted against is missing.
    ExposureMissing,
    /// What they are counted against is 0, so that there is no rate.
    NoExposure,
}

impl LeftOut {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            LeftOut::EventsMissing => "events are missing",
            LeftOut::ExposureMissing => "exposure is missing",
            LeftOut::NoExposure => "exposure is 0",
        }
    }
}

/// A unit that takes part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// Its events.
    pub events: f64,
    /// What they are counted against: persons, person-years, cases.
    pub exposure: f64,
}

impl Counted {
    /// Events by exposure.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.events / self.exposure
    }
}

/// Events and exposure of units, checked once.
///
/// ```
/// use gangmu_index::small::{LeftOut, Tally};
/// let tally = Tally::new(&[Some(3.0), Some(1.0)], &[Some(100.0), Some(0.0)])?;
/// assert_eq!(tally.units()[0].unwrap().rate(), 0.03);
/// assert_eq!(tally.units()[1], Err(LeftOut::NoExposure));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    units: Vec<Result<Counted, LeftOut>>,
}

impl Tally {
    /// Events and exposure, one of each for every unit, in the same order.
    ///
    /// Events lie between 0 and 9e15, exposures are 0 or lie between 1e-15 and 9e15. Where either
    /// is missing, or the exposure is 0, the unit is left out and says why.
    ///
    /// # Errors
    /// [`Fault::Empty`] without units, [`Fault::Shape`] for lists of different length,
    /// [`Fault::NotFinite`], and [`Fault::Domain`] for numbers outside of these ranges.
    pub fn new(events: &[Option<f64>], exposure: &[Option<f64>]) -> Result<Tally, Fault> {
        if events.is_empty() {
            return Err(Fault::Empty { what: "units".to_owned() });
        }
        same_size("exposures", events.len(), exposure.len())?;
        let unit = |(place, (events, exposure)): (usize, (&Option<f64>, &Option<f64>))| {
            within(*events, 0.0, || format!("the number of events of unit {place}"))?;
            within(*exposure, 1e-15, || format!("the exposure of unit {place}"))?;
            Ok(match (*events, *exposure) {
                (None, _) => Err(LeftOut::EventsMissing),
                (_, None) => Err(LeftOut::ExposureMissing),
                (_, Some(exposure)) if exposure <= 0.0 => Err(LeftOut::NoExposure),
                (Some(events), Some(exposure)) => Ok(Counted { events, exposure }),
            })
        };
        let units = events.iter().zip(exposure).enumerate().map(unit).collect::<Result<_, _>>()?;
        Ok(Tally { units })
    }

    /// The units, each with its figures or with why it is left out.
    pub fn units(&self) -> &[Result<Counted, LeftOut>] {
        &self.units
    }

    /// The units that take part, with their places.
    pub fn counted(&self) -> impl Iterator<Item = (usize, Counted)> + Clone + '_ {
        self.units.iter().enumerate().filter_map(|(place, unit)| Some((place, (*unit).ok()?)))
    }

    /// The units that are left out, with their places and the reasons.
    pub fn left_out(&self) -> impl Iterator<Item = (usize, LeftOut)> + '_ {
        self.units.iter().enumerate().filter_map(|(place, unit)| Some((place, unit.err()?)))
    }

    /// The rate of all together; `None` where nobody takes part.
    #[must_use]
    pub fn overall_rate(&self) -> Option<f64> {
        let events: f64 = self.counted().map(|(_, unit)| unit.events).sum();
        let exposure: f64 = self.counted().map(|(_, unit)| unit.exposure).sum();
        (exposure > 0.0).then(|| events / exposure)
    }

    /// That nobody has more events than exposure, as for cases out of cases.
    ///
    /// # Errors
    /// [`Fault::Domain`] names the first who has.
    pub fn check_shares(&self) -> Result<(), Fault> {
        match self.counted().find(|(_, unit)| unit.events > unit.exposure) {
            None => Ok(()),
            Some((place, _)) => Err(Fault::Domain {
                what: format!("the number of events of unit {place}"),
                wanted: "at most its exposure",
            }),
        }
    }

    /// The units that take part, by class; without classes, all in class 0.
    pub(super) fn by_class(
        &self,
        classes: Option<&[usize]>,
    ) -> Result<BTreeMap<usize, Vec<(usize, Counted)>>, Fault> {
        if let Some(classes) = classes {
            same_size("classes of units", self.units.len(), classes.len())?;
        }
        let mut found: BTreeMap<usize, Vec<(usize, Counted)>> = BTreeMap::new();
        for (place, unit) in self.counted() {
            let class = classes.and_then(|classes| classes.get(place)).copied().unwrap_or(0);
            found.entry(class).or_default().push((place, unit));
        }
        Ok(found)
    }
}

fn within(value: Option<f64>, least: f64, what: impl Fn() -> String) -> Result<(), Fault> {
    match value {
        Some(value) if !value.is_finite() => Err(Fault::NotFinite { what: what() }),
        Some(value) if value != 0.0 && !(least..=MOST).contains(&value) => {
            Err(Fault::Domain { what: what(), wanted: "0, or a number between 1e-15 and 9e15" })
        }
        _ => Ok(()),
    }
}
