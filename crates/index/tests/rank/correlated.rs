//! Rank sets from a covariance matrix: as from independent estimates where it is diagonal, and by
//! how often they hold where it is not.

use gangmu_index::rank::sets::{Ends, RankSets, SetRecipe, correlated, marginal_and_simultaneous};
use gangmu_index::{Fault, Matrix};
use gangmu_num::random::Stream;
use proptest::prelude::*;

use crate::support::same;

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// Units × units from a cell each.
fn matrix(units: usize, cell: impl Fn(usize, usize) -> f64) -> Matrix {
    let row = |row: usize| (0..units).map(|column| Some(cell(row, column))).collect::<Vec<_>>();
    Matrix::from_rows(&(0..units).map(row).collect::<Vec<_>>()).expect("a matrix")
}

fn both(values: &[f64], covariance: &Matrix, recipe: &SetRecipe) -> (RankSets, RankSets) {
    let one = correlated::marginal(values, covariance, recipe).expect("sets");
    (one, correlated::simultaneous(values, covariance, recipe).expect("sets"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_diagonal_matrix_gives_what_independent_estimates_give(
        units in prop::collection::vec((-3.0..3.0, prop_oneof![9 => 0.1..1.0, 1 => Just(0.0)]), 1..25),
        ends in prop_oneof![Just(Ends::Both), Just(Ends::Lower), Just(Ends::Upper)],
        stepwise: bool, seed in 0_u64..100,
    ) {
        let (values, errors): (Vec<f64>, Vec<f64>) = units.into_iter().unzip();
        let recipe = SetRecipe { draws: 150, ends, stepwise, ..SetRecipe::new(0.1, seed) };
        let square = |row: usize, column: usize| {
            if row == column { errors[row] * errors[row] } else { 0.0 }
        };
        let found = both(&values, &matrix(values.len(), square), &recipe);
        let wanted = marginal_and_simultaneous(&some(&values), &some(&errors), &recipe);
        let wanted = wanted.expect("sets");
        for (found, wanted) in [(found.0, wanted.0), (found.1, wanted.1)] {
            for (found, wanted) in found.sets.iter().flatten().zip(wanted.sets.iter().flatten()) {
                prop_assert_eq!((found.lower, found.upper), (wanted.lower, wanted.upper));
                same("critical value", found.critical, wanted.critical, 1e-12);
            }
        }
    }

    #[test]
    fn an_error_that_all_share_changes_nothing(
        units in prop::collection::vec((-3.0..3.0, 0.2..1.0), 2..15), shared in 0.1..2.0,
    ) {
        // Σ + c·11ᵀ has the same differences. Draws differ, so it is held against very many.
        let (values, errors): (Vec<f64>, Vec<f64>) = units.into_iter().unzip();
        let own = |row: usize, column: usize| {
            if row == column { errors[row] * errors[row] } else { 0.0 }
        };
        let recipe = SetRecipe { draws: 4_000, stepwise: false, ..SetRecipe::new(0.1, 1) };
        let plain = both(&values, &matrix(values.len(), own), &recipe).1;
        let with = matrix(values.len(), |row, column| own(row, column) + shared);
        let with = both(&values, &with, &recipe).1;
        let critical = |sets: &RankSets| sets.sets[0].expect("a set").critical;
        prop_assert!((critical(&plain) - critical(&with)).abs() < 0.15);
    }
}

#[test]
fn sets_hold_together_as_often_as_they_promise() {
    let (units, rounds, alpha) = (6_usize, 300, 0.1);
    let truth = [0.0, 0.3, 0.3, 0.9, 1.2, 2.0];
    // Shares of a total: errors that add up to nothing.
    let covariance = matrix(units, |row, column| {
        0.09 * (f64::from(u8::from(row == column)) - 1.0 / units as f64)
    });
    let rank = |unit: usize| truth.iter().filter(|other| **other > truth[unit]).count() as u32 + 1;
    let mut stream = Stream::new(11, 0);
    let mut held = 0;
    for round in 0..rounds {
        let errors: Vec<f64> = (0..units).map(|_| 0.3 * stream.normal()).collect();
        let mean = errors.iter().sum::<f64>() / units as f64;
        let values: Vec<f64> = truth.iter().zip(&errors).map(|(t, e)| t + e - mean).collect();
        let recipe = SetRecipe { draws: 300, ..SetRecipe::new(alpha, round) };
        let found = correlated::simultaneous(&values, &covariance, &recipe).expect("sets");
        held += u32::from((0..units).all(|unit| {
            let set = found.sets[unit].expect("a set");
            (set.lower..=set.upper).contains(&rank(unit))
        }));
    }
    let least = 1.0 - alpha - 3.0 * (alpha * (1.0 - alpha) / rounds as f64).sqrt();
    assert!(f64::from(held) / rounds as f64 >= least, "{held} of {rounds}");
}

#[test]
fn a_difference_without_variance_is_known() {
    // Two units with the same error, which is all they have: 2 is above 1 whatever happens.
    let same_error = matrix(2, |_, _| 1.0);
    let (one, all) = both(&[1.0, 1.001], &same_error, &SetRecipe::new(0.05, 1));
    for sets in [one, all] {
        let ends: Vec<(u32, u32)> =
            sets.sets.iter().flatten().map(|s| (s.lower, s.upper)).collect();
        assert_eq!(ends, [(2, 2), (1, 1)]);
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let recipe = SetRecipe::new(0.05, 1);
    let try_out = |values: &[f64], covariance: &Matrix| {
        let found = correlated::marginal(values, covariance, &recipe).map(|_| ());
        assert_eq!(found, correlated::simultaneous(values, covariance, &recipe).map(|_| ()));
        found
    };
    let identity = |units: usize| matrix(units, |a, b| f64::from(u8::from(a == b)));
    assert!(matches!(try_out(&[], &identity(0)), Err(Fault::Empty { .. })));
    assert!(matches!(try_out(&[1.0], &identity(2)), Err(Fault::Shape { .. })));
    assert!(matches!(try_out(&[f64::NAN], &identity(1)), Err(Fault::NotFinite { .. })));
    assert!(matches!(try_out(&[1.0], &Matrix::missing(1, 1)), Err(Fault::AllMissing { .. })));
    let lopsided = matrix(2, |a, b| if a == b { 1.0 } else { a as f64 * 0.5 });
    assert!(matches!(try_out(&[1.0, 2.0], &lopsided), Err(Fault::Domain { .. })));
    for bad in [-1.0, 1e-310, 1e305] {
        assert!(matches!(try_out(&[1.0], &matrix(1, |_, _| bad)), Err(Fault::Domain { .. })));
    }
    let impossible = matrix(2, |a, b| if a == b { 1.0 } else { 1.5 });
    assert!(matches!(try_out(&[1.0, 2.0], &impossible), Err(Fault::Domain { .. })));
    let hidden = matrix(2, |a, b| if a == b { b as f64 } else { 0.5 });
    assert!(matches!(try_out(&[1.0, 2.0], &hidden), Err(Fault::Domain { .. })));
    let many = vec![1.0; 1_001];
    let found = correlated::marginal(&many, &identity(2), &recipe).map(|_| ());
    assert!(matches!(found, Err(Fault::TooMuch { .. })));
    assert_eq!(try_out(&[1e300, -1e300], &identity(2)), Ok(()));
}

#[test]
fn more_draws_than_are_held_at_a_time_give_what_all_at_once_give() {
    // Here all draws are held; independent estimates are drawn in chunks of four million numbers.
    let mut stream = Stream::new(6, 0);
    let values: Vec<f64> = (0..6).map(|_| stream.normal()).collect();
    let errors: Vec<f64> = (0..6).map(|_| 0.1 + 0.5 * stream.unit()).collect();
    let recipe = SetRecipe { draws: 720_000, ..SetRecipe::new(0.02, 5) };
    let square = |a: usize, b: usize| if a == b { errors[a] * errors[a] } else { 0.0 };
    let wanted = both(&values, &matrix(6, square), &recipe);
    let found = marginal_and_simultaneous(&some(&values), &some(&errors), &recipe).expect("sets");
    for (found, wanted) in [(found.0, wanted.0), (found.1, wanted.1)] {
        for (found, wanted) in found.sets.iter().flatten().zip(wanted.sets.iter().flatten()) {
            assert_eq!((found.lower, found.upper), (wanted.lower, wanted.upper));
            same("critical value", found.critical, wanted.critical, 1e-12);
        }
    }
}
