//! The methods of normalisation, one by one.

use gangmu_num::float::ln;
use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::frame::Slice;
use crate::statistics::{mean, range, standard_deviation};
use crate::structure::Direction;
use crate::work::{Normaliser, Work};

/// A method of normalisation. What is said for "more is better" holds mirrored for "less is better".
///
/// Source: OECD/JRC Handbook 2008, section 5; COINr for the names in brackets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Method {
    /// From the smallest figure to the largest (`n_minmax`).
    MinMax {
        /// What the worst becomes.
        low: f64,
        /// What the best becomes.
        high: f64,
    },
    /// From one fixed figure to another (`n_goalposts`): scores compare over time.
    Goalposts {
        /// The figure that counts as worst, or as least where less is better.
        from: f64,
        /// The figure that counts as best, or as most where less is better.
        to: f64,
        /// What the worst becomes.
        low: f64,
        /// What the best becomes.
        high: f64,
        /// Whether figures beyond count as lying on the goalpost.
        clip: bool,
        /// Whether distances are those of logarithms.
        log: bool,
    },
    /// Distance from the mean in standard deviations (n − 1) (`n_zscore`).
    ZScore {
        /// What the mean becomes.
        mean: f64,
        /// What a standard deviation becomes.
        sd: f64,
    },
    /// Place from below: 1 for the worst, equal figures share the lower place (`n_rank`).
    Rank,
    /// Place from below less 1: how many others are worse (`n_borda`).
    Borda,
    /// The share of the others that are worse, between 0 and 1 (`n_prank`).
    Percentile,
    /// (x − worst) / (target − worst), above 1 beyond the target (`n_dist2targ`).
    DistanceToTarget {
        /// The target.
        target: f64,
        /// Whether 1 is the most.
        clip: bool,
    },
    /// (x − worst) / (reference − worst), with the figure of this row as reference (`n_dist2ref`).
    DistanceToRow {
        /// The row; in a panel, the unit of this row, in each period.
        row: usize,
        /// Whether 1 is the most.
        clip: bool,
    },
    /// (x − worst) / (best − worst) (`n_dist2max`).
    DistanceToBest,
    /// x / reference; reference / x where less is better (`n_fracmax` for the best). Figures must be
    /// above 0.
    Ratio {
        /// The reference.
        to: Reference,
    },
    /// (x − reference) / reference.
    Difference {
        /// The reference.
        to: Reference,
    },
    /// 1 above, −1 below, 0 near the mean.
    AboveBelowMean {
        /// How near, as a share of the mean.
        margin: f64,
    },
}

impl Default for Method {
    fn default() -> Method {
        Method::MinMax { low: 0.0, high: 100.0 }
    }
}

/// What figures are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// The mean.
    Mean,
    /// The best figure.
    Best,
    /// The worst figure.
    Worst,
    /// A figure from outside.
    Figure(f64),
}

impl Method {
    /// That the parameters make sense.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        let finite = |name, values: &[f64]| match values.iter().all(|value| value.is_finite()) {
            true => Ok(()),
            false => Err(Fault::Parameter { name, wanted: "a finite number" }),
        };
        match self {
            Method::MinMax { low, high } | Method::Goalposts { low, high, .. } if low >= high => {
                Err(Fault::Parameter { name: "low", wanted: "below `high`" })
            }
            Method::MinMax { low, high } => finite("low", &[*low, *high]),
            Method::Goalposts { from, to, .. } if from >= to => {
                Err(Fault::Parameter { name: "from", wanted: "below `to`" })
            }
            Method::Goalposts { from, log: true, .. } if *from <= 0.0 => {
                Err(Fault::Parameter { name: "from", wanted: "above 0, as logarithms ask" })
            }
            Method::Goalposts { from, to, low, high, .. } => {
                finite("from", &[*from, *to, *low, *high])
            }
            Method::ZScore { sd, .. } if sd.is_nan() || *sd <= 0.0 => {
                Err(Fault::Parameter { name: "sd", wanted: "above 0" })
            }
            Method::ZScore { mean, sd } => finite("mean", &[*mean, *sd]),
            Method::DistanceToTarget { target, .. } => finite("target", &[*target]),
            Method::Ratio { to: Reference::Figure(figure) }
            | Method::Difference { to: Reference::Figure(figure) } => finite("to", &[*figure]),
            Method::AboveBelowMean { margin } if !(0.0..1.0).contains(margin) => {
                Err(Fault::Parameter { name: "margin", wanted: "a share of 0 or more and below 1" })
            }
            _ => Ok(()),
        }
    }

    /// The row that is the reference, for the method that has one.
    pub(crate) fn reference_row(&self) -> Option<usize> {
        match self {
            Method::DistanceToRow { row, .. } => Some(*row),
            _ => None,
        }
    }

    /// What these figures make of the method. `own` is the figure of the reference row.
    ///
    /// # Errors
    /// [`Fault::Constant`] where there is no distance to measure in, [`Fault::Domain`] for a
    /// reference that cannot be divided by.
    pub(crate) fn fit(
        &self,
        values: &[f64],
        direction: Direction,
        own: Option<f64>,
        name: &str,
    ) -> Result<Normaliser, Fault> {
        let constant = || Fault::Constant { what: format!("`{name}`") };
        let (least, most) = range(values).ok_or_else(constant)?;
        let up = direction == Direction::Up;
        let (worst, best) = if up { (least, most) } else { (most, least) };
        let line = |worst: f64, best: f64, low: f64, high: f64| {
            let scale = (high - low) / (best - worst);
            let fits = scale.is_finite() && scale != 0.0;
            let within = None;
            let line = Normaliser::Line { origin: worst, scale, base: low, within, log: false };
            fits.then_some(line).ok_or_else(constant)
        };
        match self {
            Method::MinMax { low, high } => line(worst, best, *low, *high),
            Method::DistanceToBest => line(worst, best, 0.0, 1.0),
            Method::Goalposts { from, to, low, high, clip, log } => {
                let bent = |x: f64| if *log { ln(x) } else { x };
                let (from, to) = (bent(*from), bent(*to));
                let (worst, best) = if up { (from, to) } else { (to, from) };
                let scale = (high - low) / (best - worst);
                let within = clip.then_some((*low, *high));
                Ok(Normaliser::Line { origin: worst, scale, base: *low, within, log: *log })
            }
            Method::ZScore { mean: to, sd } => {
                let spread = standard_deviation(values).filter(|spread| *spread > 0.0);
                let spread = spread.filter(|_| least < most).ok_or_else(constant)?;
                let origin = mean(values).ok_or_else(constant)?;
                let scale = if up { sd / spread } else { -sd / spread };
                if !scale.is_finite() {
                    return Err(constant());
                }
                Ok(Normaliser::Line { origin, scale, base: *to, within: None, log: false })
            }
            Method::Rank => Ok(Normaliser::Place { among: values.len(), less: 0, share: false }),
            Method::Borda => Ok(Normaliser::Place { among: values.len(), less: 1, share: false }),
            Method::Percentile if values.len() < 2 => Err(constant()),
            Method::Percentile => {
                Ok(Normaliser::Place { among: values.len(), less: 1, share: true })
            }
            Method::DistanceToTarget { target, clip } => {
                capped(line(worst, *target, 0.0, 1.0)?, *clip)
            }
            Method::DistanceToRow { clip, .. } => {
                capped(line(worst, own.unwrap_or(best), 0.0, 1.0)?, *clip)
            }
            Method::Ratio { to } => {
                let reference = reference(*to, values, worst, best).ok_or_else(constant)?;
                above_zero(name, least)?;
                above_zero(name, reference)?;
                if !up {
                    return Ok(Normaliser::Inverse { reference });
                }
                let scale = 1.0 / reference;
                Ok(Normaliser::Line { origin: 0.0, scale, base: 0.0, within: None, log: false })
            }
            Method::Difference { to } => {
                let reference = reference(*to, values, worst, best).ok_or_else(constant)?;
                above_zero(name, reference)?;
                let scale = if up { 1.0 / reference } else { -1.0 / reference };
                Ok(Normaliser::Line {
                    origin: reference,
                    scale,
                    base: 0.0,
                    within: None,
                    log: false,
                })
            }
            Method::AboveBelowMean { margin } => {
                let mean = mean(values).ok_or_else(constant)?;
                above_zero(name, mean)?;
                let sign = if up { 1.0 } else { -1.0 };
                Ok(Normaliser::AboveBelow { mean, margin: *margin, sign })
            }
        }
    }
}

impl Normaliser {
    /// A figure, normalised.
    ///
    /// # Errors
    /// [`Fault::Domain`] for a figure of which there is no logarithm, or that cannot be divided by.
    pub fn of(self, figure: f64, name: &str) -> Result<f64, Fault> {
        match self {
            Normaliser::Line { origin, scale, base, within, log } => {
                if log && figure <= 0.0 {
                    let what = format!("A figure of `{name}`");
                    return Err(Fault::Domain { what, wanted: "above 0, as logarithms ask" });
                }
                let x = if log { ln(figure) } else { figure };
                let found = (x - origin) * scale + base;
                Ok(within.map_or(found, |(low, high)| found.clamp(low, high)))
            }
            Normaliser::Inverse { reference } => {
                above_zero(name, figure)?;
                Ok(reference / figure)
            }
            Normaliser::AboveBelow { mean, margin, sign } => {
                let share = figure / mean;
                let above = f64::from(u8::from(share > 1.0 + margin));
                let below = f64::from(u8::from(share < 1.0 - margin));
                Ok(sign * (above - below))
            }
            // A place is one among others and not worked out alone.
            Normaliser::Place { .. } => Ok(figure),
        }
    }

    /// Whether a figure lies beyond the ends of the scale.
    pub(crate) fn clips(self, figure: Option<f64>) -> bool {
        let Normaliser::Line { origin, scale, base, within: Some((low, high)), log } = self else {
            return false;
        };
        figure.is_some_and(|x| {
            let found = ((if log { ln(x) } else { x }) - origin) * scale + base;
            found < low || found > high
        })
    }
}

/// Places of the figures of a slice, from below.
pub(crate) fn places(
    work: &Work<'_>,
    column: usize,
    slice: &Slice,
    direction: Direction,
    normaliser: Normaliser,
) -> Vec<(usize, f64)> {
    let Normaliser::Place { among, less, share } = normaliser else { return Vec::new() };
    let sign = if direction == Direction::Up { 1.0 } else { -1.0 };
    let mut basis: Vec<f64> = work.values(&slice.basis, column);
    basis.iter_mut().for_each(|value| *value *= sign);
    basis.sort_unstable_by(f64::total_cmp);
    let cells = work.figures.raw(column);
    let there = slice.rows.iter().filter(|row| !cells[**row].is_nan());
    let place = |row: &usize| {
        let worse = basis.partition_point(|value| *value < cells[*row] * sign);
        let place = (worse + 1 - less) as f64;
        (*row, if share { place / (among - 1) as f64 } else { place })
    };
    there.map(place).collect()
}

fn reference(to: Reference, values: &[f64], worst: f64, best: f64) -> Option<f64> {
    match to {
        Reference::Mean => mean(values),
        Reference::Best => Some(best),
        Reference::Worst => Some(worst),
        Reference::Figure(figure) => Some(figure),
    }
}

fn capped(line: Normaliser, clip: bool) -> Result<Normaliser, Fault> {
    match line {
        Normaliser::Line { origin, scale, base, log, .. } if clip => {
            Ok(Normaliser::Line { origin, scale, base, within: Some((0.0, 1.0)), log })
        }
        line => Ok(line),
    }
}

fn above_zero(name: &str, figure: f64) -> Result<(), Fault> {
    if figure > 0.0 && (1.0 / figure).is_finite() {
        return Ok(());
    }
    let what = format!("What figures of `{name}` are divided by");
    Err(Fault::Domain { what, wanted: "above 0" })
}
