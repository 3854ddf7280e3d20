//! For which weights one stands above another: against draws, corners and closed forms.

use gangmu_index::Matrix;
use gangmu_index::decompose::weight_region::{MOST_UNITS, Region, Verdict, lead, rank_ranges};
use proptest::prelude::*;

fn bounds(share: f64, region: Region) -> (f64, f64) {
    match region {
        Region::Relative(r) => (share * (1.0 - r), share * (1.0 + r)),
        Region::Absolute(r) => ((share - r).max(0.0), (share + r).min(1.0)),
    }
}

/// Every corner of the region: all weights but one at an end of their bounds, and that one what
/// is left. A linear function is least and most at corners.
fn corners(shares: &[f64], region: Region) -> Vec<Vec<f64>> {
    let n = shares.len();
    let mut found = Vec::new();
    for free in 0..n {
        for ends in 0..1_usize << n {
            let end = |at: usize| {
                let (low, high) = bounds(shares[at], region);
                if ends >> at & 1 == 1 { high } else { low }
            };
            let mut corner: Vec<f64> = (0..n).map(end).collect();
            let others: f64 = (0..n).filter(|at| *at != free).map(|at| corner[at]).sum();
            corner[free] = 1.0 - others;
            let (low, high) = bounds(shares[free], region);
            if corner[free] >= low - 1e-12 && corner[free] <= high + 1e-12 {
                found.push(corner);
            }
        }
    }
    found
}

fn two() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<f64>)> {
    (1_usize..6).prop_flat_map(|n| {
        let values = || prop::collection::vec(0.0_f64..100.0, n);
        (values(), values(), prop::collection::vec(0.1_f64..5.0, n))
    })
}

/// Many columns, and many equal differences.
fn wide() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<f64>)> {
    (1_usize..40).prop_flat_map(|n| {
        let values = || prop::collection::vec((0_u8..9).prop_map(f64::from), n);
        (values(), values(), prop::collection::vec(0.1_f64..5.0, n))
    })
}

fn region() -> impl Strategy<Value = Region> {
    prop_oneof![
        (0.0_f64..=1.0).prop_map(Region::Relative),
        (0.0_f64..=1.0).prop_map(Region::Absolute)
    ]
}

fn dot(weights: &[f64], first: &[f64], second: &[f64]) -> f64 {
    weights.iter().zip(first.iter().zip(second)).map(|(w, (a, b))| w * (a - b)).sum()
}

proptest! {
    #[test]
    fn no_corner_lies_beyond((first, second, weights) in two(), region in region()) {
        let found = lead(&first, &second, &weights, region).expect("it has");
        let total: f64 = weights.iter().sum();
        let shares: Vec<f64> = weights.iter().map(|w| w / total).collect();
        let leads: Vec<f64> =
            corners(&shares, region).iter().map(|w| dot(w, &first, &second)).collect();
        let least = leads.iter().copied().fold(f64::INFINITY, f64::min);
        let most = leads.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        prop_assert!((found.least - least).abs() <= 1e-10 && (found.most - most).abs() <= 1e-10);
        for (at, lead) in [(&found.least_at, found.least), (&found.most_at, found.most)] {
            prop_assert!((at.iter().sum::<f64>() - 1.0).abs() <= 1e-12);
            prop_assert!((dot(at, &first, &second) - lead).abs() <= 1e-10);
            for (w, share) in at.iter().zip(&shares) {
                let (low, high) = bounds(*share, region);
                prop_assert!(*w >= low - 1e-12 && *w <= high + 1e-12);
            }
        }
        prop_assert!(found.least <= found.nominal && found.nominal <= found.most);
    }

    #[test]
    fn the_order_turns_just_where_it_is_said_to(
        (first, second, weights) in prop_oneof![two(), wide()],
    ) {
        let by = |r: f64| lead(&first, &second, &weights, Region::Relative(r)).expect("it has");
        let found = by(0.5);
        prop_assume!(found.nominal.abs() > 1e-6);
        let ahead = |r: f64| {
            let found = by(r);
            if found.nominal > 0.0 { found.least } else { -found.most }
        };
        match found.turns_at {
            None => prop_assert!(ahead(1.0) > 0.0),
            Some(r) => {
                prop_assert!(ahead(r).abs() <= 1e-9, "{}", ahead(r));
                prop_assert!(ahead(r * 0.99) > 0.0);
                prop_assert!(r > 0.99 || ahead(r * 1.01) < 0.0);
            }
        }
    }

    #[test]
    fn a_wider_region_never_settles_more((first, second, weights) in two(), r in 0.0_f64..0.9) {
        let narrow = lead(&first, &second, &weights, Region::Relative(r)).expect("it has");
        let wide = lead(&first, &second, &weights, Region::Relative(r + 0.1)).expect("it has");
        prop_assert!(wide.least <= narrow.least + 1e-10 && wide.most >= narrow.most - 1e-10);
        let back = lead(&second, &first, &weights, Region::Relative(r)).expect("it has");
        prop_assert!((back.least + narrow.most).abs() <= 1e-10);
        if wide.verdict != Verdict::Depends {
            prop_assert!(narrow.verdict != Verdict::Depends);
        }
    }

    #[test]
    fn ranges_count_the_settled_pairs(
        cells in prop::collection::vec(0_u8..20, 12),
        weights in prop::collection::vec(0.1_f64..5.0, 3),
        r in 0.0_f64..=1.0,
    ) {
        let rows: Vec<Vec<f64>> =
            cells.chunks(3).map(|row| row.iter().map(|x| f64::from(*x)).collect()).collect();
        let some = |row: &Vec<f64>| row.iter().copied().map(Some).collect::<Vec<_>>();
        let table = Matrix::from_rows(&rows.iter().map(some).collect::<Vec<_>>()).expect("a table");
        let found = rank_ranges(&table, &weights, r).expect("it has");
        for (i, found) in found.iter().enumerate() {
            let (mut best, mut worst) = (1, rows.len());
            for j in (0..rows.len()).filter(|j| *j != i) {
                let pair = lead(&rows[i], &rows[j], &weights, Region::Relative(r)).expect("it has");
                // Too near to call by a slow sum: not what is tried here.
                prop_assume!(
                    pair.least.abs().min(pair.most.abs()) > 1e-9 || pair.most == pair.least
                );
                worst -= usize::from(pair.least > 1e-9);
                best += usize::from(pair.most < -1e-9);
            }
            prop_assert_eq!((found.best, found.worst), (best, worst));
        }
    }
}

#[test]
fn a_region_of_no_width_and_the_widest() {
    let by = |region| lead(&[1.0, 0.0], &[0.0, 0.5], &[1.0, 1.0], region).expect("it has");
    let still = by(Region::Relative(0.0));
    assert_eq!((still.least, still.nominal, still.most), (0.25, 0.25, 0.25));
    let free = by(Region::Absolute(1.0));
    assert_eq!((free.least, free.most, free.verdict), (-0.5, 1.0, Verdict::Depends));
    assert_eq!((free.least_at, free.most_at), (vec![0.0, 1.0], vec![1.0, 0.0]));
    let same_units = lead(&[3.0], &[3.0], &[2.0], Region::Relative(0.5)).expect("it has");
    assert_eq!((same_units.verdict, same_units.turns_at), (Verdict::AtLeast, None));
    // 0.1 + 0.2 − 0.3 is not 0 to the last bit, and yet neither is ahead.
    let (one, other) = ([1.0, 1.0, 0.0], [0.0, 0.0, 1.0]);
    for (first, second) in [(&one, &other), (&other, &one)] {
        let level = lead(first, second, &[0.1, 0.2, 0.3], Region::Relative(0.0));
        assert_eq!(level.expect("it has").verdict, Verdict::AtLeast);
    }
}

#[test]
fn what_has_no_answer_is_refused() {
    let code = |first: &[f64], second: &[f64], weights: &[f64], region| {
        lead(first, second, weights, region).map_err(|fault| fault.code()).err()
    };
    let quarter = Region::Relative(0.25);
    assert_eq!(code(&[], &[], &[], quarter), Some("I001"));
    assert_eq!(code(&[1.0], &[], &[1.0], quarter), Some("I002"));
    assert_eq!(code(&[1.0], &[1.0], &[], quarter), Some("I002"));
    assert_eq!(code(&[1.0], &[1.0], &[0.0], quarter), Some("I007"));
    assert_eq!(code(&[f64::NAN], &[1.0], &[1.0], quarter), Some("I003"));
    assert_eq!(code(&[f64::MAX], &[f64::MIN], &[1.0], quarter), Some("I003"));
    assert_eq!(code(&[1e300], &[-1e300], &[1.0], quarter), None);
    for bad in [-0.1, 1.1, f64::NAN] {
        for region in [Region::Relative(bad), Region::Absolute(bad)] {
            assert_eq!(code(&[1.0], &[1.0], &[1.0], region), Some("I013"));
        }
    }
    let ranges = |table: &Matrix, reach| {
        rank_ranges(table, &vec![1.0; table.columns()], reach).map_err(|fault| fault.code()).err()
    };
    let one = Matrix::from_rows(&[[Some(1.0)]]).expect("a table");
    assert_eq!(ranges(&one, 0.5), None);
    assert_eq!(ranges(&one, 1.5), Some("I013"));
    assert_eq!(ranges(&Matrix::missing(1, 1), 0.5), Some("I005"));
    assert_eq!(ranges(&Matrix::missing(0, 1), 0.5), Some("I001"));
    assert_eq!(ranges(&Matrix::missing(MOST_UNITS + 1, 1), 0.5), Some("I012"));
    let far = Matrix::from_rows(&[[Some(f64::MAX)]]).expect("a table");
    assert_eq!(ranges(&far, 0.5), Some("I003"));
}
