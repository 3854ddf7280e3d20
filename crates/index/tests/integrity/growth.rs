//! Growth that is odd, and growth that is the same twice.

use gangmu_index::Matrix;
use gangmu_index::integrity::growth::{distances, near_duplicates};
use gangmu_index::integrity::{Outcome, Why};
use gangmu_num::float::{exp, ln};
use gangmu_num::random::Stream;
use proptest::prelude::*;

fn drawn(seed: u64, places: usize, periods: usize) -> Vec<Vec<f64>> {
    let mut stream = Stream::new(seed, 5);
    let mut one = || {
        let mut level = 1_000.0;
        (0..periods)
            .map(|_| {
                level *= exp(0.03 + 0.05 * stream.normal());
                level
            })
            .collect()
    };
    (0..places).map(|_| one()).collect()
}

fn matrix(rows: &[Vec<f64>]) -> Matrix {
    let rows: Vec<Vec<Option<f64>>> =
        rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect();
    Matrix::from_rows(&rows).unwrap()
}

fn growth(row: &[f64]) -> Vec<f64> {
    row.windows(2).map(|pair| ln(pair[1] / pair[0])).collect()
}

#[test]
fn odd_growth_is_far_and_average_growth_is_near() {
    let mut rows = drawn(1, 200, 7);
    let mean = |at: usize| rows.iter().map(|row| growth(row)[at]).sum::<f64>() / 200.0;
    let steps: Vec<f64> = (0..6).map(mean).collect();
    let mut level = 500.0;
    rows[40][0] = level;
    for (at, step) in steps.iter().enumerate() {
        level *= exp(*step);
        rows[40][at + 1] = level;
    }
    rows[90][4] *= 1.6;
    let found = distances(&matrix(&rows)).unwrap();
    let found = found.tested().unwrap();
    let at = |place: usize| found.units[place].unwrap();
    assert!(at(90).p_far < 1e-6 && at(40).p_near < 1e-6, "{:?} {:?}", at(90), at(40));
    // The squared distances add up to d (n - 1), whatever the figures.
    let sum: f64 = found.units.iter().map(|unit| unit.unwrap().squared).sum();
    assert!((sum - 6.0 * 199.0).abs() < 1e-6);
    assert!(found.units.iter().all(|unit| {
        let unit = unit.unwrap();
        (unit.p_far + unit.p_near - 1.0).abs() < 1e-12
    }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]
    #[test]
    fn one_period_is_a_plain_z(seed in 0..999_u64) {
        let rows = drawn(seed, 40, 2);
        let found = distances(&matrix(&rows)).unwrap();
        let steps: Vec<f64> = rows.iter().map(|row| growth(row)[0]).collect();
        let mean = steps.iter().sum::<f64>() / 40.0;
        let variance = steps.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 39.0;
        for (unit, step) in found.tested().unwrap().units.iter().zip(steps) {
            let wanted = (step - mean) * (step - mean) / variance;
            prop_assert!((unit.unwrap().squared - wanted).abs() < 1e-9);
        }
    }

    #[test]
    fn twins_are_those_of_all_pairs(seed in 0..999_u64, tolerance in 0.0..0.06_f64) {
        let mut rows = drawn(seed, 40, 6);
        rows[7] = rows[3].iter().map(|x| x * 2.5).collect();
        rows[21] = rows[9].clone();
        let found = near_duplicates(&matrix(&rows), tolerance).unwrap();
        let mut wanted = Vec::new();
        for first in 0..40 {
            for second in first + 1..40 {
                let (one, other) = (growth(&rows[first]), growth(&rows[second]));
                let gaps = one.iter().zip(&other).map(|(a, b)| (a - b).abs());
                if gaps.fold(0.0, f64::max) <= tolerance + 1e-12 {
                    wanted.push((first, second));
                }
            }
        }
        let found = found.tested().unwrap();
        let pairs: Vec<(usize, usize)> =
            found.pairs.iter().map(|pair| (pair.first, pair.second)).collect();
        prop_assert_eq!(&pairs, &wanted);
        prop_assert!(pairs.contains(&(3, 7)) && pairs.contains(&(9, 21)));
        let same: Vec<_> = found.pairs.iter().filter(|pair| pair.same_figures).collect();
        prop_assert!(same.len() == 1 && same[0].first == 9);
    }
}

#[test]
fn what_cannot_be_compared_is_said() {
    let mut rows: Vec<Vec<Option<f64>>> = vec![vec![Some(3.0); 6], vec![Some(4.0); 6]];
    rows.push(vec![Some(1.0), None, Some(2.0), Some(3.0), Some(4.0), Some(5.0)]);
    let found = near_duplicates(&Matrix::from_rows(&rows).unwrap(), 0.0).unwrap();
    let found = found.tested().unwrap();
    assert_eq!((found.places, found.flat, found.incomplete, found.pairs.len()), (0, 2, 1, 0));

    let few = matrix(&drawn(2, 11, 5));
    assert_eq!(distances(&few).unwrap().why(), Some(Why::TooFew { found: 11, needed: 12 }));
    assert!(near_duplicates(&matrix(&drawn(2, 4, 4)), 0.0).unwrap().why().is_some());
    let alike = matrix(&vec![vec![1.0, 2.0, 3.0]; 20]);
    assert_eq!(distances(&alike).unwrap(), Outcome::DoesNotApply(Why::Dependent));
    assert!(distances(&Matrix::missing(0, 0)).unwrap().why().is_some());
    assert_eq!(near_duplicates(&few, f64::NAN).unwrap_err().code(), "I013");
    let zero = matrix(&[vec![0.0, 1.0]]);
    assert_eq!(distances(&zero).unwrap_err().code(), "I006");
    assert_eq!(distances(&Matrix::missing(1, 300)).unwrap_err().code(), "I012");
    let copies = matrix(&vec![vec![1.0, 2.0, 3.0, 5.0, 4.0]; 500]);
    assert_eq!(near_duplicates(&copies, 0.0).unwrap_err().code(), "I012");
}
