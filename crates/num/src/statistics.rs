//! Averages, places and fair division, exact but where a name says within what.
//!
//! Everything takes the values that are there. Which values are missing, and
//! what follows from it, is the caller's affair: leave them out, or put in
//! whatever the rules say counts instead. Where nothing is left the answer is
//! `None`.

use num_bigint::BigInt;
use num_integer::Integer;

use crate::Ratio;

/// The arithmetic mean; `None` of nothing.
///
/// ```
/// use gangmu_num::{Ratio, statistics::mean};
/// let values = [1, 2, 2].map(Ratio::from_int);
/// assert_eq!(mean(&values), Ratio::new(5, 3));
/// ```
#[must_use]
pub fn mean(values: &[Ratio]) -> Option<Ratio> {
    let count = i64::try_from(values.len()).ok()?;
    Ratio::sum(values).div(&Ratio::from_int(count))
}

/// Binary digits to which a sum is kept that would be too long as a fraction, counted from those
/// of its largest term.
pub const KEPT_DIGITS: u64 = 512;

/// The sum: exact while it needs no more than `max_bits` bits on the way, else to
/// [`KEPT_DIGITS`] binary digits (154 decimal ones).
///
/// Fractions without common divisors add up to ever longer ones: some thousand of
/// them would need hundreds of thousands of digits. The order of the values does
/// not show in the result, in which way it is taken neither.
#[must_use]
pub fn sum_within(values: &[Ratio], max_bits: u64) -> Ratio {
    let bits = values.iter().map(Ratio::bits).fold(0, u64::saturating_add);
    if bits <= max_bits {
        return values.iter().sum();
    }
    // Added up by size: whether it grows too long depends on the order.
    let mut sorted: Vec<&Ratio> = values.iter().collect();
    sorted.sort_unstable();
    let exact = sorted
        .iter()
        .try_fold(Ratio::ZERO, |sum, value| Some(&sum + *value).filter(|s| s.bits() <= max_bits));
    exact.unwrap_or_else(|| sum_to_kept_digits(values))
}

/// Each value rounded to the place that the digits kept of the largest one reach, then whole
/// numbers added up.
fn sum_to_kept_digits(values: &[Ratio]) -> Ratio {
    let parts: Vec<(BigInt, BigInt)> = values.iter().map(Ratio::reduced_parts).collect();
    let magnitude = |(above, below): &(BigInt, BigInt)| above.bits() as i64 - below.bits() as i64;
    let largest = parts.iter().filter(|(above, _)| above.bits() > 0).map(magnitude).max();
    let places = (KEPT_DIGITS as i64 - largest.unwrap_or(0)).max(0) as u64;
    let mut sum = BigInt::from(0);
    for (above, below) in parts {
        // Half goes up: floor(x + 1/2).
        let doubled = (above << (places + 1)) + &below;
        sum += doubled.div_floor(&(below << 1));
    }
    Ratio::from_bigs(sum, BigInt::from(1) << places).unwrap_or(Ratio::ZERO)
}

/// The median: the middle value, or the mean of the middle two; `None` of nothing.
///
/// ```
/// use gangmu_num::{Ratio, statistics::median};
/// let values = [5, 1, 2, 4].map(Ratio::from_int);
/// assert_eq!(median(&values), Some(Ratio::from_int(3)));
/// ```
#[must_use]
pub fn median(values: &[Ratio]) -> Option<Ratio> {
    let mut sorted: Vec<&Ratio> = values.iter().collect();
    let middle = sorted.len() / 2;
    if middle >= sorted.len() {
        return None;
    }
    let odd = sorted.len() % 2 == 1;
    let (below, upper, _) = sorted.select_nth_unstable(middle);
    if odd {
        return Some((*upper).clone());
    }
    let lower = below.iter().max()?;
    upper.add(lower).div(&Ratio::from_int(2))
}

/// The mean of the `k` largest values.
///
/// `None` when `k` is 0 or there are fewer than `k` values: whether fewer do is
/// for the rules to say, a caller for whom they do passes `k.min(values.len())`.
///
/// ```
/// use gangmu_num::{Ratio, statistics::best_k_mean};
/// let values = [3, 9, 6].map(Ratio::from_int);
/// assert_eq!(best_k_mean(&values, 2), Ratio::new(15, 2));
/// assert_eq!(best_k_mean(&values, 4), None);
/// ```
#[must_use]
pub fn best_k_mean(values: &[Ratio], k: usize) -> Option<Ratio> {
    if k > values.len() {
        return None;
    }
    let mut sorted: Vec<&Ratio> = values.iter().collect();
    sorted.sort_unstable_by(|left, right| right.cmp(left));
    sorted.truncate(k);
    Ratio::sum(sorted).div(&Ratio::from_int(i64::try_from(k).ok()?))
}

/// The place of each value in a competition: 1 plus the number of values that
/// are strictly better. Equal values share the better place; the places after
/// them stay empty (1, 2, 2, 4).
///
/// The answer has one place per value, in their order. `n log n` comparisons.
///
/// ```
/// use gangmu_num::{Ratio, statistics::competition_ranks};
/// let values = [80, 95, 80, 70].map(Ratio::from_int);
/// assert_eq!(competition_ranks(&values, true), [2, 1, 2, 4]);
/// assert_eq!(competition_ranks(&values, false), [2, 4, 2, 1]);
/// ```
#[must_use]
pub fn competition_ranks(values: &[Ratio], higher_is_better: bool) -> Vec<u32> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| {
        let ascending = values[*left].cmp(&values[*right]);
        if higher_is_better { ascending.reverse() } else { ascending }
    });
    let mut ranks = vec![0; values.len()];
    let mut first_of_tie = 0;
    for (position, &index) in order.iter().enumerate() {
        if values[index] != values[order[first_of_tie]] {
            first_of_tie = position;
        }
        ranks[index] = u32::try_from(first_of_tie + 1).unwrap_or(u32::MAX);
    }
    ranks
}

/// Divides `total` units in proportion to the weights, by largest remainders:
/// the parts add up to `total`, to the last unit.
///
/// `total` is a whole number of the smallest units (cents, hundredths of a
/// point), of either sign; a negative total gives the parts of its opposite with
/// the sign turned. Each part is the exact share rounded towards zero, plus one
/// unit for those with the largest remainders until nothing is left over; among
/// equal remainders the earlier index goes first. So no part is a whole unit away
/// from its exact share, and a weight of 0 gets nothing.
///
/// `None` when there are no weights, one is negative, or they add up to 0.
///
/// ```
/// use gangmu_num::{Ratio, statistics::apportion};
/// let weights = [1, 1, 1].map(Ratio::from_int);
/// assert_eq!(apportion(100, &weights), Some(vec![34, 33, 33]));
/// assert_eq!(apportion(-100, &weights), Some(vec![-34, -33, -33]));
/// assert_eq!(apportion(100, &[]), None);
/// ```
#[must_use]
pub fn apportion(total: i64, weights: &[Ratio]) -> Option<Vec<i64>> {
    if weights.iter().any(|weight| weight.signum() < 0) {
        return None;
    }
    // The sign stays outside, so that both signs round alike.
    let unit_share = Ratio::from_int(total).abs().div(&Ratio::sum(weights))?;
    let sign = total.signum();
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left_over = i128::from(total).abs();
    for (index, weight) in weights.iter().enumerate() {
        let share = unit_share.mul(weight);
        let whole = share.floor();
        remainders.push((share.sub(&whole), index));
        // Turned before it is narrowed: -2^63 fits an i64 and 2^63 does not.
        let part = if sign < 0 { whole.neg() } else { whole }.to_integer()?;
        left_over -= i128::from(part).abs();
        parts.push(part);
    }
    remainders.sort_by(|(left, left_index), (right, right_index)| {
        right.cmp(left).then_with(|| left_index.cmp(right_index))
    });
    // The remainders add up to what is left over and each is below 1, so there
    // are more remainders above 0 than units left over.
    let extra = usize::try_from(left_over).ok()?;
    for (_, index) in remainders.iter().take(extra) {
        parts[*index] += sign;
    }
    Some(parts)
}
