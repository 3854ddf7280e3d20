//! Averages, places and fair division.

use gangmu_num::Ratio;
use gangmu_num::statistics::{apportion, best_k_mean, competition_ranks, mean, median, sum_within};
use proptest::prelude::*;

fn ratios(texts: &[&str]) -> Vec<Ratio> {
    texts.iter().map(|text| Ratio::parse_decimal(text).unwrap()).collect()
}

fn fraction() -> impl Strategy<Value = Ratio> {
    (-50_i64..50, 1_i64..8).prop_map(|(n, d)| Ratio::new(n, d).unwrap())
}

fn weight() -> impl Strategy<Value = Ratio> {
    prop_oneof![
        4 => (0_i64..100, 1_i64..13).prop_map(|(n, d)| Ratio::new(n, d).unwrap()),
        1 => (0_i64.., 1_i64..).prop_map(|(n, d)| Ratio::new(n, d).unwrap()),
        1 => Just(Ratio::ZERO),
    ]
}

#[test]
fn of_nothing_there_is_none() {
    assert_eq!(mean(&[]), None);
    assert_eq!(median(&[]), None);
    assert_eq!(best_k_mean(&[], 0), None);
    assert_eq!(best_k_mean(&[], 1), None);
    assert_eq!(best_k_mean(&ratios(&["1"]), 0), None);
    assert_eq!(best_k_mean(&ratios(&["1"]), usize::MAX), None);
    assert!(competition_ranks(&[], true).is_empty());
}

#[test]
fn averages() {
    let values = ratios(&["2.5", "0.1", "-1", "7"]);
    assert_eq!(mean(&values).unwrap().plain(), "2.15");
    assert_eq!(median(&values).unwrap().plain(), "1.3");
    assert_eq!(median(&values[..3]).unwrap().plain(), "0.1");
    assert_eq!(best_k_mean(&values, 2).unwrap().plain(), "4.75");
    assert_eq!(best_k_mean(&values, 4), mean(&values));
}

#[test]
fn shares_with_surprises() {
    let thirds = ratios(&["1", "1", "1"]);
    assert_eq!(apportion(2, &thirds), Some(vec![1, 1, 0]));
    assert_eq!(apportion(-2, &thirds), Some(vec![-1, -1, 0]));
    assert_eq!(apportion(0, &thirds), Some(vec![0, 0, 0]));
    assert_eq!(apportion(5, &ratios(&["0", "1", "0"])), Some(vec![0, 5, 0]));
    assert_eq!(apportion(10, &ratios(&["1.5", "1.5", "0.1"])), Some(vec![5, 5, 0]));
    for extreme in [i64::MIN, i64::MAX] {
        assert_eq!(apportion(extreme, &ratios(&["0.1"])), Some(vec![extreme]));
        assert_eq!(
            apportion(extreme, &thirds).unwrap().iter().map(|part| i128::from(*part)).sum::<i128>(),
            extreme.into()
        );
    }
    assert_eq!(apportion(1, &[]), None);
    assert_eq!(apportion(1, &ratios(&["0", "0"])), None);
    assert_eq!(apportion(1, &ratios(&["1", "-0.5"])), None);
}

proptest! {
    #[test]
    fn a_median_has_no_more_than_half_on_either_side(values in prop::collection::vec(fraction(), 1..40)) {
        let middle = median(&values).unwrap();
        let below = values.iter().filter(|value| **value < middle).count();
        let above = values.iter().filter(|value| **value > middle).count();
        prop_assert!(below * 2 <= values.len() && above * 2 <= values.len());
        let mut backwards = values;
        backwards.reverse();
        prop_assert_eq!(median(&backwards), Some(middle));
    }

    #[test]
    fn the_best_are_no_worse_than_more(values in prop::collection::vec(fraction(), 2..20)) {
        for k in 1..values.len() {
            prop_assert!(best_k_mean(&values, k) >= best_k_mean(&values, k + 1));
        }
        prop_assert_eq!(best_k_mean(&values, 1), values.iter().max().cloned());
    }

    #[test]
    fn a_place_counts_those_strictly_better(values in prop::collection::vec(fraction(), 0..60), higher in any::<bool>()) {
        let ranks = competition_ranks(&values, higher);
        let by_definition: Vec<u32> = values
            .iter()
            .map(|own| 1 + values.iter().filter(|other| if higher { *other > own } else { *other < own }).count() as u32)
            .collect();
        prop_assert_eq!(ranks, by_definition);
    }

    #[test]
    fn what_goes_in_comes_out(total in any::<i64>(), weights in prop::collection::vec(weight(), 0..20)) {
        let sum = Ratio::sum(&weights);
        let Some(parts) = apportion(total, &weights) else {
            prop_assert!(sum.is_zero());
            return Ok(());
        };
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
        for (part, weight) in parts.iter().zip(&weights) {
            let share = Ratio::from_int(total).mul(weight).div(&sum).unwrap();
            prop_assert!(Ratio::from_int(*part).sub(&share).abs() < Ratio::ONE);
            prop_assert!(part.signum() == 0 || part.signum() == total.signum());
            prop_assert!(!weight.is_zero() || *part == 0);
        }
        // Who weighs more does not get less; who weighs the same and comes first neither.
        for (index, earlier) in weights.iter().enumerate() {
            for (offset, later) in weights.iter().enumerate().skip(index + 1) {
                let (first, second) = (i128::from(parts[index]).abs(), i128::from(parts[offset]).abs());
                prop_assert!(earlier < later || first >= second);
                prop_assert!(earlier >= later || first <= second);
            }
        }
        if let Some(opposite) = total.checked_neg() {
            let turned: Vec<i64> = parts.iter().map(|part| -part).collect();
            prop_assert_eq!(apportion(opposite, &weights), Some(turned));
        }
    }
}

#[test]
fn a_sum_too_long_for_a_fraction_is_kept_to_its_places_in_whatever_order() {
    // Reciprocals of odd numbers: their sum needs ever more bits.
    let mut values: Vec<Ratio> =
        (0..3_000).map(|n| Ratio::new(1, 2 * n + 1_000_001).unwrap()).collect();
    let exact = Ratio::sum(&values);
    assert!(exact.bits() > 4_096);
    let kept = sum_within(&values, 4_096);
    assert!(kept.bits() < 2_048, "{}", kept.bits());
    let error = (&kept - &exact).abs();
    // The largest is about 2^-20: its 512 digits end 532 places behind the point.
    let most = Ratio::from_int(3_000).mul(&Ratio::new(1, 2).unwrap().pow(531));
    assert!(error <= most, "off by at most half a place for each value");
    let tiny: Vec<Ratio> =
        values.iter().map(|value| value.mul(&Ratio::new(1, 7).unwrap().pow(400))).collect();
    assert!(sum_within(&tiny, 4_096).signum() > 0, "small figures do not vanish");
    values.reverse();
    assert_eq!(sum_within(&values, 4_096), kept);
    values.rotate_left(1_234);
    assert_eq!(sum_within(&values, 4_096), kept);
    // As long as there is room it is exact.
    assert_eq!(sum_within(&values[..50], 4_096), Ratio::sum(&values[..50]));
}
