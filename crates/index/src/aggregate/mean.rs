//! The weighted means between minimum and maximum: arithmetic, geometric, harmonic, any power.

use gangmu_num::float::{exp, exp_m1, ln, ln_1p, pow};
use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::matrix::same_size;
use crate::structure::check_weights;

/// Which mean: how far a good figure makes up for a bad one.
///
/// `(Σ w z^p)^(1/p)` with p = 1 arithmetic (makes up fully), p → 0 geometric, p = −1 harmonic, down
/// to the minimum, which makes up for nothing (OECD/JRC Handbook 2008, 6.10 and 6.11; Hardy,
/// Littlewood and Pólya 1934). Weights are shares of their sum.
///
/// | mean | values it takes |
/// |---|---|
/// | arithmetic, minimum, maximum, median | all |
/// | power, p > 0 | 0 and more |
/// | geometric, harmonic, power with p ≤ 0 | above 0 only |
///
/// A 0 under a geometric mean is refused, not answered by 0: one figure at the foot of its scale
/// would wipe out all others. Normalise to a scale that begins above 0 (as 1 to 100).
///
/// As data it is `"geometric"`, or `{ "power": 0.5 }`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mean {
    /// The sum of shares of values.
    #[default]
    Arithmetic,
    /// The product of powers of values.
    Geometric,
    /// The inverse of the mean of inverses.
    Harmonic,
    /// The power mean of this exponent; 1 is arithmetic, 0 geometric.
    Power(f64),
    /// The least value that has a weight.
    Minimum,
    /// The greatest value that has a weight.
    Maximum,
    /// The value with half of the weight on either side; the middle of two where the weight
    /// divides evenly between them.
    Median,
}

/// How much must be there for a mean to be told: least shares, from 0 to 1, of what has a weight.
///
/// A share counts as reached when rounding alone keeps it from being so (1e-12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enough {
    /// The least share of weight.
    #[serde(default)]
    pub weight: f64,
    /// The least share of the number of values.
    #[serde(default)]
    pub count: f64,
}

/// A mean, and how much it stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Averaged {
    /// The mean of what is there; none where that is nothing or not enough.
    pub value: Option<f64>,
    /// The share of weight that is there.
    pub weight: f64,
    /// The share of values that are there, among those with a weight.
    pub count: f64,
}

impl Enough {
    /// Everything must be there.
    pub const ALL: Enough = Enough { weight: 1.0, count: 1.0 };

    /// That both are shares.
    pub(crate) fn check(self) -> Result<(), Fault> {
        let share = |x: f64| (0.0..=1.0).contains(&x);
        if share(self.weight) && share(self.count) {
            return Ok(());
        }
        Err(Fault::Parameter { name: "enough", wanted: "a share from 0 to 1" })
    }

    /// Whether shares of this size are enough.
    pub(crate) fn reached(self, weight: f64, count: f64) -> bool {
        weight >= self.weight - 1e-12 && count >= self.count - 1e-12
    }
}

impl Mean {
    /// The mean of what is there, its weights shared out anew over that.
    ///
    /// A value without weight does not count, whatever it is. `None` comes as the value where
    /// nothing with a weight is there, or less than `enough`.
    ///
    /// # Errors
    /// [`Fault::Empty`] of nothing; [`Fault::Shape`] unless there is a weight for each;
    /// [`Fault::Weights`] for weights that are negative, not finite or all 0;
    /// [`Fault::NotFinite`] and [`Fault::Domain`] for a value the mean does not take;
    /// [`Fault::Parameter`] for an exponent that is not finite or shares outside of 0 to 1.
    ///
    /// ```
    /// use gangmu_index::aggregate::{Enough, Mean};
    /// let both = Mean::Geometric.of(&[Some(2.0), Some(8.0)], &[1.0, 1.0], Enough::default())?;
    /// assert!((both.value.unwrap() - 4.0).abs() < 1e-12);
    /// let half = Mean::Geometric.of(&[Some(2.0), None], &[1.0, 1.0], Enough::default())?;
    /// assert_eq!((half.value, half.weight), (Some(2.0), 0.5));
    /// let least = Enough { weight: 0.6, count: 0.0 };
    /// assert_eq!(Mean::Geometric.of(&[Some(2.0), None], &[1.0, 1.0], least)?.value, None);
    /// # Ok::<(), gangmu_index::Fault>(())
    /// ```
    pub fn of(
        self,
        values: &[Option<f64>],
        weights: &[f64],
        enough: Enough,
    ) -> Result<Averaged, Fault> {
        self.check()?;
        enough.check()?;
        if values.is_empty() {
            return Err(Fault::Empty { what: "values to take the mean of".to_owned() });
        }
        same_size("weights of values", values.len(), weights.len())?;
        check_weights("the mean", weights)?;
        let mut pairs = Vec::with_capacity(values.len());
        let (mut total, mut counted) = (0.0, 0_usize);
        for (place, (value, weight)) in values.iter().zip(weights).enumerate() {
            if *weight <= 0.0 {
                continue;
            }
            total += weight;
            counted += 1;
            let Some(value) = *value else { continue };
            if !value.is_finite() {
                return Err(Fault::NotFinite { what: format!("value {place}") });
            }
            if !self.takes(value) {
                let what = format!("Value {place} ({value})");
                return Err(Fault::Domain { what, wanted: self.domain() });
            }
            pairs.push((value, *weight));
        }
        let there: f64 = pairs.iter().map(|pair| pair.1).sum();
        let (weight, count) = (there / total, pairs.len() as f64 / counted as f64);
        let value =
            if enough.reached(weight, count) { self.combine(pairs.iter().copied()) } else { None };
        Ok(Averaged { value, weight, count })
    }

    /// The mean of pairs of a value and its weight: the inner step of hot loops.
    ///
    /// Weights must be finite and not negative, values finite; they are not looked at again.
    /// `None` where no weight is above 0, or a value is none that the mean [takes](Mean::takes).
    /// The result lies between the least and the greatest value, to the last bit.
    pub fn combine(self, pairs: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
        let pairs = pairs.filter(|(_, weight)| *weight > 0.0);
        let mut range = (f64::INFINITY, f64::NEG_INFINITY);
        for (value, _) in pairs.clone() {
            if !self.takes(value) {
                return None;
            }
            range = (range.0.min(value), range.1.max(value));
        }
        let (least, most) = range;
        if !(least.is_finite() && most.is_finite()) {
            return None;
        }
        let mean = match self {
            Mean::Arithmetic => weighted(pairs, |x| x),
            Mean::Geometric => exp(weighted(pairs, ln)),
            // By the least value, so that no inverse leaves the range of numbers.
            Mean::Harmonic => least / weighted(pairs, |x| least / x),
            Mean::Power(p) => power_mean(p, pairs, least, most),
            Mean::Minimum => least,
            Mean::Maximum => most,
            Mean::Median => median(pairs),
        };
        // Rounding can carry a mean of like values past them by a last bit; overflow cannot stay.
        Some(mean.max(least).min(most))
    }

    /// Whether this mean has an answer for a value; none for what is not finite.
    #[must_use]
    pub fn takes(self, value: f64) -> bool {
        let inside = match self {
            Mean::Geometric | Mean::Harmonic => value > 0.0,
            Mean::Power(p) if p <= 0.0 => value > 0.0,
            Mean::Power(p) if p != 1.0 => value >= 0.0,
            _ => true,
        };
        inside && value.is_finite()
    }

    /// That an exponent is a number.
    pub(crate) fn check(self) -> Result<(), Fault> {
        match self {
            Mean::Power(p) if !p.is_finite() => {
                Err(Fault::Parameter { name: "power", wanted: "a finite number" })
            }
            _ => Ok(()),
        }
    }

    /// What values must be, as a phrase for a fault.
    pub(crate) fn domain(self) -> &'static str {
        match self {
            Mean::Geometric => "above 0, as a geometric mean asks for",
            Mean::Harmonic => "above 0, as a harmonic mean asks for",
            Mean::Power(p) if p <= 0.0 => "above 0, as a mean of this power asks for",
            Mean::Power(_) => "0 or more, as a mean of this power asks for",
            _ => "a finite number",
        }
    }
}

/// `Σ w f(x) / Σ w`, in a way that does not overflow before the result does.
fn weighted(pairs: impl Iterator<Item = (f64, f64)> + Clone, f: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (value, weight) in pairs.clone() {
        sum += weight * f(value);
        weights += weight;
    }
    if sum.is_finite() && weights.is_finite() {
        return sum / weights;
    }
    let heaviest = pairs.clone().map(|pair| pair.1).fold(0.0, f64::max);
    let weights: f64 = pairs.clone().map(|pair| pair.1 / heaviest).sum();
    pairs.map(|(value, weight)| weight / heaviest / weights * f(value)).sum()
}

/// The power mean of values of 0 or more (above 0 for p ≤ 0).
fn power_mean(
    p: f64,
    pairs: impl Iterator<Item = (f64, f64)> + Clone,
    least: f64,
    most: f64,
) -> f64 {
    if p == 1.0 {
        return weighted(pairs, |x| x);
    }
    // Near p = 0 the root of a sum near 1 loses all digits. Round the geometric mean it does not:
    // M = G (1 + Σ s (e^(p ln(x/G)) − 1))^(1/p), where the first-order terms cancel.
    let span = if least > 0.0 { ln(most) - ln(least) } else { f64::INFINITY };
    if p.abs() * span <= 0.5 {
        let centre = weighted(pairs.clone(), ln);
        if p == 0.0 {
            return exp(centre);
        }
        let beyond = weighted(pairs, |x| exp_m1(p * (ln(x) - centre)));
        return exp(centre + ln_1p(beyond) / p);
    }
    // By the value that weighs most under this power, so that no power leaves the range.
    let pivot = if p > 0.0 { most } else { least };
    if pivot <= 0.0 {
        return 0.0;
    }
    pivot * pow(weighted(pairs, |x| pow(x / pivot, p)), 1.0 / p)
}

/// The weighted median.
fn median(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let mut sorted: Vec<(f64, f64)> = pairs.collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Halved and scaled, so that the sum of weights cannot overflow.
    let heaviest = sorted.iter().map(|pair| pair.1).fold(0.0, f64::max);
    let half: f64 = sorted.iter().map(|pair| pair.1 / heaviest).sum::<f64>() / 2.0;
    let mut below = 0.0;
    for (place, (value, weight)) in sorted.iter().enumerate() {
        below += weight / heaviest;
        let next = sorted.get(place + 1).map_or(*value, |pair| pair.0);
        // Weights such as 0.1 + 0.2 and 0.3 divide evenly, though their sums differ by a bit.
        if (below - half).abs() <= 1e-12 * half {
            return value / 2.0 + next / 2.0;
        }
        if below > half {
            return *value;
        }
    }
    sorted.last().map_or(f64::NAN, |pair| pair.0)
}
