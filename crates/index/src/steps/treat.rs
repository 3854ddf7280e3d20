//! Keeping single extreme figures from deciding how everybody else is measured.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::frame::{Over, Slice};
use crate::statistics::{kurtosis, skewness};
use crate::steps::denominate::column_named;
use crate::steps::treat_curves::Transform;
use crate::work::{Deed, Done, Work};

/// Treats outliers: an indicator whose figures are both skewed and heavy-tailed is winsorised, and
/// put through a curve where that does not help.
///
/// An indicator passes when its absolute skewness is below `skewness` or its kurtosis below
/// `kurtosis`; one of fewer than four figures passes. To winsorise is to set the highest figure (the
/// lowest, where skewness is negative) to the next one, until the indicator passes or at least
/// `winsorise` figures have been set. The curve then starts from the figures as they came, unless
/// `combine` says otherwise.
///
/// Source: OECD/JRC Handbook 2008, step 5; COINr `Treat`, whose results it reproduces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Treat {
    /// How, for indicators that are not named below.
    pub treatment: Treatment,
    /// How, by indicator.
    pub indicators: BTreeMap<String, Treatment>,
    /// Absolute skewness below which an indicator passes.
    pub skewness: f64,
    /// Kurtosis below which an indicator passes.
    pub kurtosis: f64,
    /// Over which rows they are taken.
    pub over: Over,
}

/// How an indicator is treated when it does not pass.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Treatment {
    /// How many figures are winsorised at most; 0: none.
    pub winsorise: usize,
    /// The curve for an indicator that winsorising does not help.
    pub then: Option<Transform>,
    /// Whether the curve starts from the winsorised figures.
    pub combine: bool,
    /// Whether the curve is taken whether the indicator passes or not; nothing is winsorised then.
    pub always: bool,
}

impl Default for Treat {
    fn default() -> Treat {
        Treat {
            treatment: Treatment {
                winsorise: 5,
                then: Some(Transform::Log),
                combine: false,
                always: false,
            },
            indicators: BTreeMap::new(),
            skewness: 2.0,
            kurtosis: 3.5,
            over: Over::Period,
        }
    }
}

impl Treat {
    pub(crate) fn apply(&self, work: &mut Work<'_>) -> Result<(), Fault> {
        for (name, limit) in [("skewness", self.skewness), ("kurtosis", self.kurtosis)] {
            if !limit.is_finite() || (name == "skewness" && limit <= 0.0) {
                return Err(Fault::Parameter { name, wanted: "a number above 0" });
            }
        }
        let mut treatments = vec![&self.treatment; work.figures.columns()];
        for (name, treatment) in &self.indicators {
            treatments[column_named(work, name)?] = treatment;
        }
        let slices = work.frame.slices(self.over)?;
        for (column, treatment) in treatments.into_iter().enumerate() {
            for slice in &slices {
                self.treat(work, column, treatment, slice)?;
            }
        }
        Ok(())
    }

    /// Whether an indicator passes; one whose skewness or kurtosis cannot be told does.
    fn passes(&self, values: &[f64]) -> bool {
        let beyond = |found: Option<f64>, limit: f64| found.is_some_and(|found| found >= limit);
        let skewed = beyond(skewness(values).map(f64::abs), self.skewness);
        !(skewed && beyond(kurtosis(values), self.kurtosis))
    }

    fn treat(
        &self,
        work: &mut Work<'_>,
        column: usize,
        treatment: &Treatment,
        slice: &Slice,
    ) -> Result<(), Fault> {
        let before = work.values(&slice.basis, column);
        let mut passes = self.passes(&before);
        let (mut winsorised, mut curve) = (0, None);
        if (!passes || treatment.always) && !before.is_empty() {
            let bounds = if treatment.always { None } else { self.bounds(&before, treatment) };
            let helped = bounds.is_some_and(|bounds| self.passes(&within(&before, bounds)));
            let curved = (!helped || treatment.always).then_some(treatment.then).flatten();
            if let Some(bounds) = bounds.filter(|_| curved.is_none() || treatment.combine) {
                winsorised = winsorise(work, column, slice, bounds)?;
            }
            if let Some(transform) = curved {
                let base = work.values(&slice.basis, column);
                let found = transform.curve(&base, work.name(column))?;
                for row in &slice.rows {
                    if let Some(figure) = work.figures.get(*row, column) {
                        let bent = found.of(figure, work.name(column), *row)?;
                        work.put(*row, column, Some(bent))?;
                    }
                }
                curve = Some(found);
            }
            passes = self.passes(&work.values(&slice.basis, column));
        }
        let after = work.values(&slice.basis, column);
        let done = Done::Examined {
            skewness: skewness(&before),
            kurtosis: kurtosis(&before),
            winsorised,
            curve,
            skewness_after: skewness(&after),
            kurtosis_after: kurtosis(&after),
            passes,
        };
        work.note(column, slice.period, done);
        Ok(())
    }

    /// Between which figures all are brought, so that the indicator passes or as many figures were
    /// set as may be; `None` when none may be.
    fn bounds(&self, values: &[f64], treatment: &Treatment) -> Option<(f64, f64)> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (mut low, mut high) = (*sorted.first()?, *sorted.last()?);
        loop {
            let current = within(values, (low, high));
            // Figures on the bound were set, or are the one they were set to, which is set next.
            let set = values.iter().filter(|v| **v < low || **v > high).count();
            if self.passes(&current) || set >= treatment.winsorise {
                return (set > 0).then_some((low, high));
            }
            if skewness(&current)? >= 0.0 {
                high = *sorted.iter().rev().find(|v| **v < high && **v >= low)?;
            } else {
                low = *sorted.iter().find(|v| **v > low && **v <= high)?;
            }
        }
    }
}

fn within(values: &[f64], (low, high): (f64, f64)) -> Vec<f64> {
    values.iter().map(|value| value.clamp(low, high)).collect()
}

/// Brings the figures of a column between the bounds; says how many it took.
fn winsorise(
    work: &mut Work<'_>,
    column: usize,
    slice: &Slice,
    (low, high): (f64, f64),
) -> Result<usize, Fault> {
    let mut set = 0;
    for row in &slice.rows {
        let Some(figure) = work.figures.get(*row, column) else { continue };
        if figure > high {
            work.change(*row, column, Some(high), Deed::WinsorisedHigh)?;
        } else if figure < low {
            work.change(*row, column, Some(low), Deed::WinsorisedLow)?;
        } else {
            continue;
        }
        set += 1;
    }
    Ok(set)
}
