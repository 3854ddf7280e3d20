//! Points of experts, and weights as given.

use gangmu_index::weigh::budget::{Budget, Centre, allocate};
use gangmu_index::weigh::given::{Finding, check};
use gangmu_index::weigh::{equal, shares};
use gangmu_index::{Fault, Matrix};
use proptest::prelude::*;

use crate::support::same;

fn table(rows: &[Vec<f64>]) -> Matrix {
    let rows: Vec<Vec<Option<f64>>> =
        rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect();
    Matrix::from_rows(&rows).expect("a table")
}

#[test]
fn one_expert_pulls_the_mean_and_not_the_median() {
    let rows = [vec![50.0, 30.0, 20.0], vec![40.0, 40.0, 20.0], vec![0.0, 0.0, 100.0]];
    let mean = allocate(&table(&rows), 100.0, Centre::Mean).expect("weights");
    let wanted = [0.3, 70.0 / 300.0, 140.0 / 300.0];
    mean.weights.iter().zip(wanted).for_each(|(f, w)| same("a weight", *f, w, 1e-15));
    let median = allocate(&table(&rows), 100.0, Centre::Median).expect("weights");
    let wanted = [4.0 / 9.0, 3.0 / 9.0, 2.0 / 9.0];
    median.weights.iter().zip(wanted).for_each(|(f, w)| same("a weight", *f, w, 1e-15));
    let first = median.opinions[0];
    assert_eq!((first.least, first.median, first.most), (0.0, 0.4, 0.5));
    same("the deviation", first.deviation.expect("three"), 0.07_f64.sqrt(), 1e-15);
    same("the third expert", median.distances[2], 7.0 / 9.0, 1e-15);
    let far = median.distances.iter().sum::<f64>() / 3.0;
    same("the disagreement", median.disagreement, far, 1e-15);
}

proptest! {
    #[test]
    fn experts_who_agree_are_followed(
        points in prop::collection::vec(0.0_f64..50.0, 1..12),
        experts in 1_usize..8,
    ) {
        let total: f64 = points.iter().sum();
        prop_assume!(total > 1.0);
        let rows = vec![points.clone(); experts];
        for centre in [Centre::Mean, Centre::Median] {
            let found = allocate(&table(&rows), total, centre).expect("weights");
            prop_assert!(found.disagreement < 1e-14);
            for (found, point) in found.weights.iter().zip(&points) {
                same("a weight", *found, point / total, 1e-14);
            }
        }
    }

    #[test]
    fn shares_are_in_proportion(
        weights in prop::collection::vec(0.0_f64..10.0, 1..20),
        unit in prop::sample::select(vec![1e-300, 1e-3, 1.0, 1e300]),
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > 0.1));
        let scaled: Vec<f64> = weights.iter().map(|weight| weight * unit).collect();
        let (one, other) = (shares(&weights).expect("shares"), shares(&scaled).expect("shares"));
        same("the sum", one.iter().sum(), 1.0, 1e-14);
        one.iter().zip(other).for_each(|(a, b)| same("a share", *a, b, 1e-13));
        prop_assert!(check(&one, Some(1.0), 1e-9).iter().all(|found| !found.forbids()));
    }
}

#[test]
fn weights_are_looked_at_before_they_are_used() {
    assert_eq!(check(&[], None, 0.0), [Finding::None]);
    let found = check(&[-1.0, 0.0, 2.0], Some(1.0), 1e-9);
    assert_eq!(found, [Finding::Negative { place: 0 }, Finding::Zero { place: 1 }]);
    assert_eq!(check(&[0.0], None, 0.0), [Finding::Zero { place: 0 }, Finding::AllZero]);
    assert_eq!(check(&[f64::NAN, 1.0], Some(1.0), 1e-9), [Finding::NotFinite { place: 0 }]);
    assert_eq!(check(&[f64::MAX; 3], Some(1.0), 1e-9).len(), 1);
    assert_eq!(equal(0).expect_err("none").code(), "I001");
    assert_eq!(equal(usize::MAX).expect_err("too many").code(), "I012");
    let code = |weights: &[f64]| shares(weights).expect_err("it is refused").code();
    assert_eq!((code(&[]), code(&[f64::INFINITY])), ("I001", "I003"));
    assert_eq!((code(&[-1.0, 2.0]), code(&[0.0, 0.0])), ("I007", "I007"));
}

#[test]
fn points_that_are_no_budget_are_refused() {
    let code = |found: Result<Budget, Fault>| found.expect_err("it is refused").code();
    let of = |rows: &[Vec<f64>], total| code(allocate(&table(rows), total, Centre::Mean));
    assert_eq!(code(allocate(&Matrix::missing(0, 2), 1.0, Centre::Mean)), "I001");
    assert_eq!(code(allocate(&Matrix::missing(2, 0), 1.0, Centre::Mean)), "I001");
    assert_eq!(code(allocate(&Matrix::missing(1, 2), 1.0, Centre::Mean)), "I006");
    assert_eq!(of(&[vec![2.0, -1.0]], 1.0), "I006");
    assert_eq!(of(&[vec![60.0, 30.0]], 100.0), "I007");
    assert_eq!(of(&[vec![0.0, 0.0]], 0.0), "I013");
    assert_eq!(of(&[vec![1.0]], f64::NAN), "I013");
    let apart = [vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]];
    assert_eq!(code(allocate(&table(&apart), 1.0, Centre::Median)), "I007");
    let one = allocate(&table(&[vec![1e300, 0.0]]), 1e300, Centre::Mean).expect("weights");
    assert_eq!((one.weights, one.opinions[0].deviation), (vec![1.0, 0.0], None));
}
