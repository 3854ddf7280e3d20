//! Weights that somebody decided, and what is wrong with them.

use crate::Fault;
use crate::matrix::all_finite;

/// The most weights that are made at once.
const MOST: usize = 10_000_000;

/// Equal shares for `count` things.
///
/// ```
/// assert_eq!(gangmu_index::weigh::equal(4)?, [0.25; 4]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] for none, [`Fault::TooMuch`] for more than ten million.
pub fn equal(count: usize) -> Result<Vec<f64>, Fault> {
    let what = "weights".to_owned();
    match count {
        0 => Err(Fault::Empty { what }),
        _ if count > MOST => Err(Fault::TooMuch { what, found: count, most: MOST }),
        _ => Ok(vec![1.0 / count as f64; count]),
    }
}

/// Weights in any unit as shares that add up to 1.
///
/// ```
/// assert_eq!(gangmu_index::weigh::shares(&[3.0, 1.0])?, [0.75, 0.25]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] for none, [`Fault::NotFinite`], [`Fault::Weights`] for a negative one or where
/// all are 0.
pub fn shares(weights: &[f64]) -> Result<Vec<f64>, Fault> {
    if weights.is_empty() {
        return Err(Fault::Empty { what: "weights".to_owned() });
    }
    all_finite("the weights", weights)?;
    if let Some(place) = weights.iter().position(|weight| *weight < 0.0) {
        return Err(Fault::Weights { what: format!("Weight {place} is negative") });
    }
    let most = weights.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return Err(Fault::Weights { what: "All weights are 0".to_owned() });
    }
    let sum: f64 = weights.iter().sum();
    if sum.is_finite() && sum >= f64::MIN_POSITIVE {
        return Ok(weights.iter().map(|weight| weight / sum).collect());
    }
    // Divided by the greatest first, so that the sum is in range.
    let sum: f64 = weights.iter().map(|weight| weight / most).sum();
    Ok(weights.iter().map(|weight| weight / most / sum).collect())
}

/// Something about weights that somebody should look at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// There are no weights.
    None,
    /// This one is not a finite number.
    NotFinite {
        /// Its place.
        place: usize,
    },
    /// This one is below 0: more of the indicator would lower the index.
    Negative {
        /// Its place.
        place: usize,
    },
    /// This one is 0: the indicator is asked for and does not count.
    Zero {
        /// Its place.
        place: usize,
    },
    /// No weight is above 0.
    AllZero,
    /// The weights do not add up to what they should.
    Sum {
        /// What they should add up to.
        wanted: f64,
        /// What they add up to.
        found: f64,
    },
}

impl Finding {
    /// Whether weights with this finding cannot be used at all. The others are for somebody to
    /// confirm.
    #[must_use]
    pub fn forbids(&self) -> bool {
        !matches!(self, Finding::Zero { .. } | Finding::Sum { .. })
    }
}

/// What is wrong with weights, in order of place; nothing where all is well.
///
/// `total` is what they should add up to (1, 100, 1,000 points), within `tolerance`; none where any
/// unit will do. The sum is looked at only where all weights are finite.
///
/// ```
/// use gangmu_index::weigh::given::{Finding, check};
/// assert_eq!(check(&[40.0, 30.0, 30.0], Some(100.0), 1e-9), []);
/// assert_eq!(check(&[60.0, 0.0, 30.0], Some(100.0), 1e-9), [
///     Finding::Zero { place: 1 },
///     Finding::Sum { wanted: 100.0, found: 90.0 },
/// ]);
/// ```
#[must_use]
pub fn check(weights: &[f64], total: Option<f64>, tolerance: f64) -> Vec<Finding> {
    if weights.is_empty() {
        return vec![Finding::None];
    }
    let one = |(place, weight): (usize, &f64)| match *weight {
        weight if !weight.is_finite() => Some(Finding::NotFinite { place }),
        weight if weight < 0.0 => Some(Finding::Negative { place }),
        0.0 => Some(Finding::Zero { place }),
        _ => None,
    };
    let mut found: Vec<Finding> = weights.iter().enumerate().filter_map(one).collect();
    if weights.iter().any(|weight| !weight.is_finite()) {
        return found;
    }
    if weights.iter().all(|weight| *weight <= 0.0) {
        found.push(Finding::AllZero);
    }
    let sum = weights.iter().sum::<f64>().clamp(f64::MIN, f64::MAX);
    if let Some(wanted) = total.filter(|wanted| wanted.is_finite())
        && (sum - wanted).abs() > tolerance.max(0.0)
    {
        found.push(Finding::Sum { wanted, found: sum });
    }
    found
}
