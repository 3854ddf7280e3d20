//! A change split by what changed: it adds up, and no order is favoured.

use gangmu_index::decompose::change::{Mix, Year, change};
use proptest::prelude::*;

use crate::support::same;

fn bits(mix: Mix) -> usize {
    let years = [mix.data, mix.method, mix.coverage, mix.boundary];
    years.iter().enumerate().map(|(bit, year)| usize::from(*year == Year::After) << bit).sum()
}

/// All 24 orders of the four factors, one after another.
fn slow(scores: &[f64]) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for code in 0..256_usize {
        let order = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3];
        if (0..4).any(|factor| !order.contains(&factor)) {
            continue;
        }
        let mut now = 0;
        for factor in order {
            sums[factor] += (scores[now | 1 << factor] - scores[now]) / 24.0;
            now |= 1 << factor;
        }
    }
    sums
}

proptest! {
    #[test]
    fn all_24_orders_say_the_same(scores in prop::collection::vec(0.0_f64..100.0, 16)) {
        let found = change(|mix| Some(scores[bits(mix)])).expect("it has");
        for (found, wanted) in found.factors.iter().zip(slow(&scores)) {
            same("factor", *found, wanted, 1e-12);
        }
        prop_assert_eq!((found.before, found.after), (scores[0], scores[15]));
        same("sum", found.factors.iter().sum(), scores[15] - scores[0], 1e-12);
        same("in turn", found.in_turn.iter().sum(), scores[15] - scores[0], 1e-12);
        same("first", found.in_turn[0], scores[1] - scores[0], 1e-12);
        prop_assert!(found.remainder.abs() <= 1e-12 * 100.0);
    }

    #[test]
    fn what_did_not_change_adds_nothing(
        scores in prop::collection::vec(0.0_f64..100.0, 16),
        still in 0_usize..4,
    ) {
        let found = change(|mix| Some(scores[bits(mix) & !(1 << still)])).expect("it has");
        prop_assert!(found.factors[still].abs() <= 1e-12);
        prop_assert_eq!(found.in_turn[still], 0.0);
    }

    #[test]
    fn there_and_back_cancels(scores in prop::collection::vec(0.0_f64..100.0, 16)) {
        let there = change(|mix| Some(scores[bits(mix)])).expect("it has");
        let back = change(|mix| Some(scores[15 - bits(mix)])).expect("it has");
        for (a, b) in there.factors.iter().zip(back.factors) {
            same("factor", *a, -b, 1e-12);
        }
    }
}

#[test]
fn a_mix_without_a_score_is_named() {
    let gap = |mix: Mix| (mix.method == Year::Before || mix.data == Year::After).then_some(1.0);
    let fault = change(gap).expect_err("refused");
    assert_eq!(fault.code(), "I005");
    assert!(fault.to_string().contains("data as before, method as after"), "{fault}");
    for bad in [f64::NAN, f64::INFINITY] {
        let fault = change(|mix| Some(if bits(mix) == 5 { bad } else { 1.0 }));
        assert_eq!(fault.expect_err("refused").code(), "I003");
    }
    let far = |mix: Mix| Some(if bits(mix) & 1 == 1 { f64::MAX } else { f64::MIN });
    assert_eq!(change(far).expect_err("refused").code(), "I003");
}
