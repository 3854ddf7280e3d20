//! Series that stand still, glide, saw, or vary too little.

use gangmu_index::Matrix;
use gangmu_index::distributions::f_below;
use gangmu_index::integrity::smoothness::{copied_forward, runs, variance_ratios};
use gangmu_index::integrity::{Change, Outcome, Why};
use gangmu_num::float::{exp, ln};
use gangmu_num::random::Stream;
use proptest::prelude::*;

fn some(list: &[f64]) -> Vec<Option<f64>> {
    list.iter().copied().map(Some).collect()
}

/// How often each number of runs comes up among all orders of so many signs, one by one.
fn counted(above: u32, below: u32) -> Vec<f64> {
    let n = above + below;
    let mut found = vec![0.0; n as usize + 1];
    for order in 0..1_u32 << n {
        if order.count_ones() == above {
            let changes = (order ^ (order >> 1)) & ((1 << (n - 1)) - 1);
            found[changes.count_ones() as usize + 1] += 1.0;
        }
    }
    let all: f64 = found.iter().sum();
    found.iter().map(|count| count / all).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn runs_are_those_of_all_orders(list in prop::collection::vec(0..400_i32, 10..17)) {
        let list: Vec<f64> = list.into_iter().map(f64::from).collect();
        if let Outcome::Tested(found) = runs(&some(&list)).unwrap() {
            let shares = counted(found.above as u32, found.below as u32);
            let few: f64 = shares[..=found.runs].iter().sum();
            let many: f64 = shares[found.runs..].iter().sum();
            prop_assert!((found.p_few - few).abs() < 1e-12);
            prop_assert!((found.p_many - many).abs() < 1e-12);
            let mean: f64 = shares.iter().enumerate().map(|(k, share)| k as f64 * share).sum();
            prop_assert!((found.expected - mean).abs() < 1e-12);
            prop_assert_eq!(found.above + found.below + found.left_out, list.len());
        }
    }

    #[test]
    fn variance_ratios_are_those_of_plain_sums(seed in 0..999_u64) {
        let mut stream = Stream::new(seed, 4);
        let rows: Vec<Vec<Option<f64>>> = (0..6)
            .map(|_| (0..14).map(|_| {
                let cell = 100.0 * exp(0.1 * stream.normal());
                (stream.unit() > 0.05).then_some(cell)
            }).collect())
            .collect();
        let found = variance_ratios(&Matrix::from_rows(&rows).unwrap(), Change::Growth).unwrap();
        let changes = |row: &Vec<Option<f64>>| -> Vec<f64> {
            row.windows(2).filter_map(|pair| Some(ln(pair[1]? / pair[0]?))).collect()
        };
        let squares = |list: &[f64]| {
            let mean = list.iter().sum::<f64>() / list.len() as f64;
            list.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>()
        };
        for (at, found) in found.iter().enumerate() {
            let Outcome::Tested(found) = found else { continue };
            let own = changes(&rows[at]);
            let (mut rest, mut df) = (0.0, 0);
            for (_, row) in rows.iter().enumerate().filter(|(other, _)| *other != at) {
                let other = changes(row);
                if other.len() >= 5 {
                    rest += squares(&other);
                    df += other.len() - 1;
                }
            }
            let ratio = squares(&own) / (own.len() - 1) as f64 / (rest / df as f64);
            prop_assert!((found.ratio / ratio - 1.0).abs() < 1e-9);
            let p = f_below(ratio, (own.len() - 1) as f64, df as f64).unwrap();
            prop_assert!((found.p_smooth - p).abs() < 1e-9);
        }
    }
}

#[test]
fn tampered_series_stand_out() {
    let mut stream = Stream::new(11, 0);
    let mut rows: Vec<Vec<Option<f64>>> = (0..30)
        .map(|_| (0..24).map(|_| Some(100.0 * exp(0.05 * stream.normal()))).collect())
        .collect();
    let mut level = 100.0;
    rows[17] = (0..24)
        .map(|_| {
            level *= 1.02 + 0.000_1 * stream.unit();
            Some(level)
        })
        .collect();
    let found = variance_ratios(&Matrix::from_rows(&rows).unwrap(), Change::Growth).unwrap();
    let p = |at: usize| found[at].tested().unwrap().p_smooth;
    assert!(p(17) < 1e-20);
    assert!((0..30).filter(|at| *at != 17).all(|at| p(at) > 1e-4));
    let glide = runs(&rows[17]).unwrap();
    assert_eq!(glide.tested().unwrap().runs, 2);
    assert!(glide.tested().unwrap().p_few < 1e-5);
    let saw: Vec<Option<f64>> = (0..24).map(|i| Some(f64::from(i % 2))).collect();
    let saw = saw.iter().enumerate().map(|(i, x)| x.map(|x| x + 1e-3 * i as f64));
    let saw = runs(&saw.collect::<Vec<_>>()).unwrap();
    assert!(saw.tested().unwrap().p_many < 1e-5);
}

#[test]
fn a_gap_in_time_ends_a_stretch() {
    let found = copied_forward(&[Some(1.0), None, Some(1.0), Some(1.0), Some(2.0)]).unwrap();
    let found = found.tested().unwrap();
    assert_eq!((found.pairs, found.copied, found.longest, found.missing), (2, 1, 2, 1));
    assert_eq!(found.share, 0.5);
    let none = copied_forward(&[Some(1.0), None]).unwrap();
    assert_eq!(none.why(), Some(Why::TooFew { found: 0, needed: 1 }));
}

#[test]
fn where_nothing_varies_there_is_no_test() {
    let flat = Matrix::from_rows(&[[Some(5.0); 8], [Some(5.0); 8]]).unwrap();
    let found = variance_ratios(&flat, Change::Growth).unwrap();
    assert_eq!(found[0], Outcome::DoesNotApply(Why::Constant));
    assert!(variance_ratios(&Matrix::missing(0, 0), Change::Growth).unwrap().is_empty());
    let one = Matrix::from_rows(&[[Some(1.0), Some(2.0)]]).unwrap();
    let found = variance_ratios(&one, Change::Difference).unwrap();
    assert_eq!(found[0], Outcome::DoesNotApply(Why::TooFew { found: 1, needed: 5 }));
    assert!(runs(&[Some(3.0); 40]).unwrap().why().is_some());
    assert!(runs(&[]).unwrap().why().is_some());
    assert!(runs(&[Some(f64::MAX), Some(f64::MIN)]).unwrap().why().is_some());
    assert_eq!(runs(&[Some(f64::NAN)]).unwrap_err().code(), "I003");
    assert_eq!(runs(&vec![Some(1.0); 10_001]).unwrap_err().code(), "I012");
    let zero = Matrix::from_rows(&[[Some(0.0), Some(2.0)]]).unwrap();
    assert_eq!(variance_ratios(&zero, Change::Growth).unwrap_err().code(), "I006");
    let huge = Matrix::from_rows(&[[Some(1e300), Some(2.0)]]).unwrap();
    assert_eq!(variance_ratios(&huge, Change::Difference).unwrap_err().code(), "I006");
}
