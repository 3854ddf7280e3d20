//! Quantiles of what is in order already, as R and numpy take them by default (type 7 of Hyndman
//! and Fan 1996): between the two nearest of n values, at the place 1 + (n − 1)p.

use crate::Fault;

/// The quantile at `share` of values from the least to the greatest; `None` of nothing.
///
/// ```
/// use gangmu_index::rank::quantile::of_sorted;
/// assert_eq!(of_sorted(&[1.0, 2.0, 4.0, 8.0], 0.5), Some(3.0));
/// assert_eq!(of_sorted(&[], 0.5), None);
/// ```
///
/// A share below 0 is taken as 0, one above 1 as 1.
#[must_use]
pub fn of_sorted(values: &[f64], share: f64) -> Option<f64> {
    let (below, part) = place(values.len(), share);
    let low = *values.get(below)?;
    Some(between(low, values.get(below + 1).copied().unwrap_or(low), part))
}

/// Where the quantile of so many values lies: the place from 0 of the value below, and the part of
/// the way to the next.
pub(crate) fn place(count: usize, share: f64) -> (usize, f64) {
    let exact = count.saturating_sub(1) as f64 * share.clamp(0.0, 1.0);
    let below = exact.floor();
    (below as usize, exact - below)
}

/// The point so much of the way from one number to another.
pub(crate) fn between(low: f64, high: f64, part: f64) -> f64 {
    if low == high { low } else { (1.0 - part) * low + part * high }
}

/// That a share lies strictly between 0 and one half, as the tail of an interval does.
pub(crate) fn check_tail(name: &'static str, tail: f64) -> Result<(), Fault> {
    if tail > 0.0 && tail < 0.5 {
        return Ok(());
    }
    Err(Fault::Parameter { name, wanted: "above 0 and below 0.5" })
}
