//! Sums of `f64` whose bits do not depend on the number of threads.
//!
//! Floating-point addition is not associative: a parallel sum that is cut where
//! the scheduler likes gives other bits on every run. Here the cuts are fixed.
//! Values are added from left to right within blocks of [`BLOCK`], counted from
//! the start of the slice, and the sums of the blocks are added from left to
//! right. Threads only decide who adds a block, never what is added to what.
//!
//! # Missing
//!
//! What is not a finite number counts as missing and is left out. A sum is
//! always finite: one that would go beyond the range of `f64` stays at its end.
//!
//! These sums serve overviews of columns. Results are worked out in
//! [`Ratio`](crate::Ratio).

use rayon::prelude::*;

/// The number of values that are added up in one go. Part of the definition of
/// the sums: another number gives other bits.
pub const BLOCK: usize = 1_024;

/// The sum of the finite values, the same bits at any number of threads; 0 for none.
///
/// ```
/// use gangmu_num::order::sum_fixed;
/// assert_eq!(sum_fixed(&[0.5, f64::NAN, 2.0]), 2.5);
/// assert_eq!(sum_fixed(&[]), 0.0);
/// ```
#[must_use]
pub fn sum_fixed(values: &[f64]) -> f64 {
    if values.len() <= BLOCK {
        return sum_block(values.iter().copied());
    }
    let blocks: Vec<f64> =
        values.par_chunks(BLOCK).map(|block| sum_block(block.iter().copied())).collect();
    sum_block(blocks.iter().copied())
}

/// The sum of the finite values whose `chosen` is true, the same bits at any
/// number of threads; 0 for none.
///
/// The blocks are cut by position, chosen or not. Values beyond the end of
/// `chosen` are not chosen; what `chosen` has beyond the values is ignored.
///
/// ```
/// use gangmu_num::order::sum_fixed_masked;
/// assert_eq!(sum_fixed_masked(&[1.0, 2.0, 4.0], &[true, false, true]), 5.0);
/// assert_eq!(sum_fixed_masked(&[1.0, 2.0, 4.0], &[true]), 1.0);
/// ```
#[must_use]
pub fn sum_fixed_masked(values: &[f64], chosen: &[bool]) -> f64 {
    let blocks: Vec<f64> = values
        .par_chunks(BLOCK)
        .zip(chosen.par_chunks(BLOCK))
        .map(|(values, chosen)| {
            let kept = values.iter().zip(chosen).filter(|(_, chosen)| **chosen);
            sum_block(kept.map(|(value, _)| *value))
        })
        .collect();
    sum_block(blocks.iter().copied())
}

/// The sum from left to right, starting from 0.
fn sum_block(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let sum = values.clone().fold(0.0, |sum, value| sum + value);
    if sum.is_finite() {
        // Then every value was finite and no step overflowed: neither an
        // infinity nor a NaN ever becomes finite again. The careful way below
        // would have taken the same steps.
        return sum;
    }
    values
        .filter(|value| value.is_finite())
        .fold(0.0, |sum, value| (sum + value).clamp(f64::MIN, f64::MAX))
}
