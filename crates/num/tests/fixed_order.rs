//! Sums of `f64` have the same bits at any number of threads.

use gangmu_num::order::{BLOCK, sum_fixed, sum_fixed_masked};
use rayon::ThreadPoolBuilder;

/// Values of mixed size and sign, so that another order would give other bits.
fn values(count: usize) -> Vec<f64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..count)
        .map(|_| {
            let scale = [1e-9, 1.0, 1e6, 1e12][(next() % 4) as usize];
            ((next() >> 11) as f64 / (1_u64 << 53) as f64 - 0.5) * scale
        })
        .collect()
}

fn by_hand(values: &[f64]) -> f64 {
    let in_order = |values: &[f64]| values.iter().fold(0.0, |sum, value| sum + value);
    in_order(&values.chunks(BLOCK).map(in_order).collect::<Vec<f64>>())
}

#[test]
fn the_bits_do_not_depend_on_the_threads() {
    for count in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 10 * BLOCK, 123_457] {
        let values = values(count);
        let chosen: Vec<bool> = (0..count).map(|index| index % 3 != 1).collect();
        let kept: Vec<f64> = values
            .iter()
            .zip(&chosen)
            .map(|(value, kept)| if *kept { *value } else { 0.0 })
            .collect();
        let (plain, masked) = (by_hand(&values).to_bits(), by_hand(&kept).to_bits());
        for threads in [1, 2, 3, 8] {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            for _ in 0..3 {
                assert_eq!(
                    pool.install(|| sum_fixed(&values)).to_bits(),
                    plain,
                    "{count} on {threads}"
                );
                assert_eq!(
                    pool.install(|| sum_fixed_masked(&values, &chosen)).to_bits(),
                    masked,
                    "{count} on {threads}"
                );
            }
        }
    }
}

/// Otherwise the test above would prove nothing.
#[test]
fn another_order_gives_other_bits() {
    let values = values(123_457);
    let backwards: Vec<f64> = values.iter().rev().copied().collect();
    assert_ne!(sum_fixed(&values).to_bits(), sum_fixed(&backwards).to_bits());
}

#[test]
fn what_is_not_finite_is_missing_and_no_sum_is() {
    assert_eq!(sum_fixed(&[1.0, f64::NAN, f64::INFINITY, 2.0, f64::NEG_INFINITY]), 3.0);
    assert_eq!(sum_fixed(&[f64::MAX, f64::MAX]), f64::MAX);
    assert_eq!(sum_fixed(&[f64::MIN, f64::MIN, 1.0]), f64::MIN);
    // Blocks that end at opposite ends of the range do not make a NaN.
    let mut extremes = vec![f64::MAX; BLOCK];
    extremes.extend(vec![f64::MIN; BLOCK]);
    assert_eq!(sum_fixed(&extremes), 0.0);
    assert_eq!(sum_fixed(&[-0.0]).to_bits(), 0.0_f64.to_bits());
    assert_eq!(sum_fixed_masked(&[f64::NAN, 1.0], &[true, true, true]), 1.0);
    assert_eq!(sum_fixed_masked(&[1.0, 2.0], &[]), 0.0);
}
