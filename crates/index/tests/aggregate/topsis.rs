//! TOPSIS against a published case and its plain formulas.

use gangmu_index::Matrix;
use gangmu_index::aggregate::topsis::{Scaling, topsis};
use gangmu_index::structure::Direction::{self, Down, Up};
use proptest::prelude::*;

use super::textbook::case;
use crate::support::same;

const SCALINGS: [Scaling; 3] = [Scaling::Vector, Scaling::MinMax, Scaling::Maximum];

fn table(rows: &[Vec<f64>]) -> Matrix {
    let some = |row: &Vec<f64>| row.iter().copied().map(Some).collect::<Vec<_>>();
    Matrix::from_rows(&rows.iter().map(some).collect::<Vec<_>>()).expect("a table")
}

fn closeness(rows: &[Vec<f64>], weights: &[f64], ways: &[Direction], by: Scaling) -> Vec<f64> {
    topsis(&table(rows), weights, ways, by).expect("it has an answer").closeness
}

/// The formulas as they are written.
fn slow(rows: &[Vec<f64>], weights: &[f64], ways: &[Direction], by: Scaling) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    let columns = weights.len();
    let cell = |i: usize, j: usize| {
        let column = || rows.iter().map(move |row| row[j]);
        let (least, most) = (column().fold(f64::MAX, f64::min), column().fold(f64::MIN, f64::max));
        let scaled = match by {
            Scaling::Vector => rows[i][j] / column().map(|x| x * x).sum::<f64>().sqrt(),
            Scaling::MinMax => (rows[i][j] - least) / (most - least),
            Scaling::Maximum => rows[i][j] / column().map(f64::abs).fold(0.0, f64::max),
        };
        weights[j] / total * scaled
    };
    let end = |j: usize, best: bool| {
        let all = (0..rows.len()).map(|i| cell(i, j));
        if best == (ways[j] == Up) {
            all.fold(f64::MIN, f64::max)
        } else {
            all.fold(f64::MAX, f64::min)
        }
    };
    let distance = |i: usize, best: bool| {
        (0..columns)
            .map(|j| (cell(i, j) - end(j, best)) * (cell(i, j) - end(j, best)))
            .sum::<f64>()
            .sqrt()
    };
    (0..rows.len()).map(|i| distance(i, false) / (distance(i, true) + distance(i, false))).collect()
}

#[test]
fn tzeng_and_huang() {
    let Some(case) = case("topsis_tzeng_huang_2011") else { return };
    let rows = case.at("matrix").rows();
    let found = closeness(&rows, &case.at("weights").numbers(), &[Up; 3], Scaling::Vector);
    for (found, wanted) in found.iter().zip(case.at("expected_similarity").numbers()) {
        assert!((found - wanted).abs() <= case.at("tol").number(), "{found} {wanted}");
    }
    let place = |i: usize| 1 + found.iter().filter(|other| **other > found[i]).count();
    let places: Vec<f64> = (0..found.len()).map(|i| place(i) as f64).collect();
    assert_eq!(places, case.at("expected_rank").numbers());
}

#[test]
fn one_more_unit_can_reverse_two_others() {
    let three = vec![vec![1.0, 5.0], vec![4.0, 2.0], vec![3.0, 3.0]];
    let mut four = three.clone();
    four.push(vec![5.0, 0.0]);
    let by = |rows: &[Vec<f64>]| closeness(rows, &[1.0, 1.0], &[Up; 2], Scaling::Vector);
    let (before, after) = (by(&three), by(&four));
    assert!((before[0] - before[1]) * (after[0] - after[1]) < 0.0, "{before:?} {after:?}");
}

fn units() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<f64>, Vec<Direction>)> {
    (2_usize..12, 1_usize..6).prop_flat_map(|(rows, columns)| {
        let cell = 0.1_f64..100.0;
        (
            prop::collection::vec(prop::collection::vec(cell, columns), rows),
            prop::collection::vec(0.1_f64..3.0, columns),
            prop::collection::vec(prop_oneof![Just(Up), Just(Down)], columns),
        )
    })
}

proptest! {
    #[test]
    fn the_plain_formulas_say_the_same((rows, weights, ways) in units()) {
        for by in SCALINGS {
            let wanted = slow(&rows, &weights, &ways, by);
            for (found, wanted) in closeness(&rows, &weights, &ways, by).iter().zip(wanted) {
                same("closeness", *found, wanted, 1e-12);
                prop_assert!((0.0..=1.0).contains(found));
            }
        }
    }

    #[test]
    fn neither_order_nor_units_matter((rows, weights, ways) in units(), by in 0.01_f64..100.0) {
        let mut other = rows.clone();
        other.reverse();
        other.iter_mut().for_each(|row| row[0] *= by);
        for scaling in SCALINGS {
            let mut back = closeness(&other, &weights, &ways, scaling);
            back.reverse();
            for (a, b) in closeness(&rows, &weights, &ways, scaling).iter().zip(back) {
                same("closeness", *a, b, 1e-9);
            }
        }
    }

    #[test]
    fn who_is_better_in_everything_is_nearer(
        (mut rows, weights, ways) in units(),
        by in 0.01_f64..5.0,
    ) {
        let better: Vec<f64> = rows[0]
            .iter()
            .zip(&ways)
            .map(|(x, way)| if *way == Up { x + by } else { x - by })
            .collect();
        rows.push(better);
        for scaling in SCALINGS {
            let found = closeness(&rows, &weights, &ways, scaling);
            prop_assert!(found[rows.len() - 1] > found[0]);
        }
    }
}

#[test]
fn what_has_no_answer_is_refused() {
    let code = |rows: &[Vec<f64>], by| {
        let weights = vec![1.0; rows[0].len()];
        let ways = vec![Up; rows[0].len()];
        topsis(&table(rows), &weights, &ways, by).map_err(|fault| fault.code()).err()
    };
    for by in SCALINGS {
        assert_eq!(code(&[vec![1.0, 2.0]], by), Some("I004"));
        assert_eq!(code(&[vec![0.0], vec![0.0]], by), Some("I004"));
        assert_eq!(code(&[vec![1e300, -1e300], vec![-1e300, 1e300]], by), None);
        assert_eq!(code(&[vec![f64::MAX], vec![f64::MIN]], by), None);
        let hole = Matrix::from_rows(&[[Some(1.0)], [None]]).expect("a table");
        let fault = topsis(&hole, &[1.0], &[Up], by).expect_err("refused");
        assert!(fault.code() == "I005" && fault.to_string().contains("row 1"), "{fault}");
        let empty = topsis(&Matrix::missing(0, 0), &[], &[], by).expect_err("refused");
        assert_eq!(empty.code(), "I001");
        let two = table(&[vec![1.0, 2.0], vec![2.0, 1.0]]);
        assert_eq!(topsis(&two, &[1.0], &[Up; 2], by).expect_err("refused").code(), "I002");
        assert_eq!(topsis(&two, &[0.0; 2], &[Up; 2], by).expect_err("refused").code(), "I007");
    }
    // The same in all that has a weight.
    let same = table(&[vec![1.0, 2.0], vec![1.0, 3.0]]);
    let fault = topsis(&same, &[1.0, 0.0], &[Up; 2], Scaling::Vector).expect_err("refused");
    assert_eq!(fault.code(), "I004");
}
