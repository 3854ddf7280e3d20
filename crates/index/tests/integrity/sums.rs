//! Totals and their parts, and reports beside another source.

use gangmu_index::integrity::additivity::{Sums, additivity};
use gangmu_index::integrity::independent::{
    Scale, disagreement, growth_discrepancy, judged_by_errors,
};
use gangmu_index::integrity::{Change, Why};
use proptest::prelude::*;

#[test]
fn every_verdict_on_a_sum() {
    let verdict = |total: Option<f64>, parts: &[Option<f64>], unit: f64| {
        additivity(total, parts, unit).unwrap().verdict
    };
    let thirds = [0.1, 0.2, 0.3].map(Some);
    assert_eq!(verdict(Some(0.6), &thirds, 0.0), Sums::Adds);
    assert_eq!(verdict(Some(0.7), &thirds, 0.1), Sums::WithinRounding);
    assert_eq!(verdict(Some(0.9), &thirds, 0.1), Sums::Gap);
    assert_eq!(verdict(None, &thirds, 0.1), Sums::TotalMissing);
    assert_eq!(verdict(Some(5.0), &[Some(2.0), None], 0.0), Sums::PartsMissing);
    assert_eq!(verdict(Some(1.0), &[Some(2.0), None], 0.0), Sums::ExceedsTotal);
    assert_eq!(verdict(Some(1.0), &[Some(2.0), Some(-0.5), None], 0.0), Sums::PartsMissing);
    let found = additivity(Some(0.0), &[Some(2.0)], 0.0).unwrap();
    assert_eq!((found.gap, found.relative), (Some(2.0), None));
    assert_eq!(additivity(None, &[], 0.0).unwrap_err().code(), "I001");
    assert_eq!(additivity(Some(f64::NAN), &[None], 0.0).unwrap_err().code(), "I003");
    assert_eq!(additivity(None, &[None], -1.0).unwrap_err().code(), "I013");
    assert_eq!(additivity(None, &[Some(1e300)], 1.0).unwrap_err().code(), "I006");
}

proptest! {
    #[test]
    fn rounded_parts_stay_within_what_rounding_can_make(
        parts in prop::collection::vec(0.0..1e6_f64, 1..60), unit in 0.01..100.0_f64,
    ) {
        let round = |x: f64| (x / unit).round() * unit;
        let total: f64 = parts.iter().sum();
        let rounded: Vec<Option<f64>> = parts.iter().map(|x| Some(round(*x))).collect();
        let found = additivity(Some(round(total)), &rounded, unit).unwrap();
        prop_assert!(matches!(found.verdict, Sums::Adds | Sums::WithinRounding), "{found:?}");
        // One part that is off by more than rounding is seen.
        let off = Some(round(total) + found.tolerance * 3.0);
        prop_assert_eq!(additivity(off, &rounded, unit).unwrap().verdict, Sums::Gap);
    }

    #[test]
    fn what_all_share_is_held_against_nobody(
        gaps in prop::collection::vec(-1.0..1.0_f64, 10..60), share in -5.0..5.0_f64,
    ) {
        let source: Vec<Option<f64>> = gaps.iter().map(|_| Some(10.0)).collect();
        let one: Vec<Option<f64>> = gaps.iter().map(|gap| Some(10.0 + gap)).collect();
        let other: Vec<Option<f64>> = gaps.iter().map(|gap| Some(10.0 + gap + share)).collect();
        let one = disagreement(&one, &source, Change::Difference).unwrap();
        let other = disagreement(&other, &source, Change::Difference).unwrap();
        let (one, other) = (one.tested().unwrap(), other.tested().unwrap());
        prop_assert!((other.centre - one.centre - share).abs() < 1e-9);
        for (one, other) in one.units.iter().zip(&other.units) {
            prop_assert!((one.unwrap().z - other.unwrap().z).abs() < 1e-6);
        }
    }
}

#[test]
fn a_report_that_parts_from_its_source_stands_out() {
    let source: Vec<Option<f64>> = (0..12).map(|i| Some(100.0 + f64::from(i))).collect();
    let mut reported = source.clone();
    reported[4] = Some(150.0);
    reported[5] = None;
    let found = disagreement(&reported, &source, Change::Growth).unwrap();
    let found = found.tested().unwrap();
    // All but one agree to the last digit, so that the median distance is 0.
    assert_eq!((found.n, found.missing, found.scale_by), (11, 1, Scale::Mean));
    assert!(found.units[4].unwrap().z > 3.5 && found.units[0].unwrap().z == 0.0);
    assert_eq!(found.units[5], None);
    let same = disagreement(&source, &source, Change::Growth).unwrap();
    assert_eq!(same.why(), Some(Why::Constant));

    // Levels twice as high, growth alike but for one.
    let doubled: Vec<Option<f64>> = source.iter().map(|x| x.map(|x| 2.0 * x)).collect();
    let found = growth_discrepancy(&doubled, &reported, &source, &source).unwrap();
    let found = found.tested().unwrap();
    assert!((found.centre + gangmu_num::float::ln(2.0)).abs() < 1e-12);
    assert!(found.units[4].unwrap().z > 3.5);

    let judged = judged_by_errors(&[Some(5.0), Some(1.0)], &[Some(3.0), None], &[Some(1.0); 2]);
    let judged = judged.unwrap();
    assert!((judged[0].unwrap().z - 2.0).abs() < 1e-15 && judged[1].is_none());
    assert!((judged[0].unwrap().p_value - 0.045_500_263_896_358_42).abs() < 1e-14);
    let far = judged_by_errors(&[Some(1e100)], &[Some(0.0)], &[Some(1e-300)]).unwrap();
    assert_eq!(far[0].unwrap().p_value, 0.0);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let some = [Some(1.0)];
    let code = |found: Result<_, gangmu_index::Fault>| found.unwrap_err().code();
    assert_eq!(code(disagreement(&some, &[], Change::Growth).map(|_| ())), "I002");
    assert_eq!(code(disagreement(&[Some(0.0)], &some, Change::Growth).map(|_| ())), "I006");
    assert_eq!(code(disagreement(&some, &[Some(f64::NAN)], Change::Growth).map(|_| ())), "I003");
    assert!(disagreement(&some, &some, Change::Growth).unwrap().why().is_some());
    assert_eq!(code(judged_by_errors(&some, &some, &[Some(-1.0)]).map(|_| ())), "I006");
    assert_eq!(code(growth_discrepancy(&some, &some, &some, &[]).map(|_| ())), "I002");
}
