//! The best weights against exact fractions, against their own duals, and under laws.

use gangmu_index::weigh::benefit::{Benefit, Limits, Outcome, best_weights};
use gangmu_index::{Fault, Matrix};
use gangmu_num::Ratio;
use gangmu_num::random::Stream;
use proptest::prelude::*;

use super::exact::greatest;
use crate::support::{Table, same};

fn table(rows: &[Vec<f64>]) -> Matrix {
    let rows: Vec<Vec<Option<f64>>> =
        rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect();
    Matrix::from_rows(&rows).expect("a table")
}

fn scores(rows: &[Vec<f64>], limits: Option<&Limits>) -> Vec<Option<f64>> {
    let found = best_weights(&table(rows), limits).expect("it settles");
    found.iter().map(Outcome::score).collect()
}

/// That the weights are allowed and give the score, and that the peers show it cannot be more.
#[track_caller]
fn certify(rows: &[Vec<f64>], unit: usize, found: &Benefit, limits: Option<(f64, f64)>) {
    let worth = |row: &[f64]| row.iter().zip(&found.weights).map(|(z, w)| z * w).sum::<f64>();
    assert!(found.weights.iter().all(|weight| *weight >= 0.0 && weight.is_finite()));
    assert!(found.score > 0.0 && found.score <= 1.0, "{}", found.score);
    same("the score under the weights", worth(&rows[unit]), found.score, 1e-11);
    for row in rows {
        assert!(worth(row) <= 1.0 + 1e-11, "another unit comes to {}", worth(row));
    }
    for peer in &found.peers {
        same("a peer", worth(&rows[peer.unit]), 1.0, 1e-9);
    }
    let sum: f64 = found.peers.iter().map(|peer| peer.multiplier).sum();
    match limits {
        None => {
            same("the dual", sum, found.score, 1e-9);
            for (column, own) in rows[unit].iter().enumerate() {
                let made: f64 =
                    found.peers.iter().map(|p| p.multiplier * rows[p.unit][column]).sum();
                let best = rows.iter().map(|row| row[column]).fold(0.0, f64::max);
                assert!(made >= own - 1e-9 * best, "column {column}: {made} covers {own}");
            }
        }
        Some((lower, upper)) => {
            for (z, w) in rows[unit].iter().zip(&found.weights) {
                let share = z * w / found.score;
                assert!(share >= lower - 1e-10 && share <= upper + 1e-10, "a share of {share}");
            }
        }
    }
}

fn draw(units: usize, columns: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut stream = Stream::new(seed, 0);
    (0..units).map(|_| (0..columns).map(|_| stream.unit()).collect()).collect()
}

#[test]
fn every_score_carries_its_proof() {
    for (units, columns, seed) in [(900, 6, 1), (120, 30, 2), (60, 1, 3), (1_300, 3, 4)] {
        let rows = draw(units, columns, seed);
        for (unit, found) in
            best_weights(&table(&rows), None).expect("it settles").iter().enumerate()
        {
            let Outcome::Scored(found) = found else { panic!("unit {unit} has a score") };
            certify(&rows, unit, found, None);
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let figures = table(&draw(900, 4, 9));
    let of = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| best_weights(&figures, None)).expect("it settles")
    };
    assert_eq!(of(1), of(3));
}

#[test]
fn ties_do_not_go_in_a_ring() {
    for (units, columns, grades, seed) in [(700, 8, 3, 6), (700, 5, 5, 7), (300, 20, 2, 8)] {
        let mut stream = Stream::new(seed, 0);
        let mut grade = || stream.below(grades) as f64;
        let rows: Vec<Vec<f64>> =
            (0..units).map(|_| (0..columns).map(|_| grade()).collect()).collect();
        let limits = Limits::same(columns, 0.0, 0.5).expect("limits");
        for given in [None, Some(&limits)] {
            let found = best_weights(&table(&rows), given).expect("it settles");
            for (unit, found) in found.iter().enumerate() {
                if let Outcome::Scored(found) = found {
                    certify(&rows, unit, found, given.map(|_| (0.0, 0.5)));
                }
            }
        }
    }
}

#[test]
fn limits_hold_for_many_units() {
    for (units, columns, lower, upper) in [(700, 5, 0.05, 0.4), (80, 20, 0.01, 0.1)] {
        let rows = draw(units, columns, 5);
        let limits = Limits::same(columns, lower, upper).expect("limits");
        let free = scores(&rows, None);
        let found = best_weights(&table(&rows), Some(&limits)).expect("it settles");
        for (unit, found) in found.iter().enumerate() {
            let Outcome::Scored(found) = found else { panic!("unit {unit} has a score") };
            certify(&rows, unit, found, Some((lower, upper)));
            assert!(found.score <= free[unit].expect("a score") + 1e-11);
        }
    }
}

#[test]
fn the_better_life_index_carries_its_proof() {
    let Some(file) = Table::read("mpi/oecd_bli_2017.csv") else { return };
    let columns: Vec<Vec<f64>> = file.names[1..].iter().map(|name| file.whole(name)).collect();
    let rows: Vec<Vec<f64>> = (0..file.rows.len())
        .map(|row| columns.iter().map(|column| column[row]).collect())
        .collect();
    assert_eq!((rows.len(), rows[0].len()), (35, 11));
    let found = best_weights(&table(&rows), None).expect("it settles");
    for (unit, found) in found.iter().enumerate() {
        let Outcome::Scored(found) = found else { panic!("unit {unit} has a score") };
        certify(&rows, unit, found, None);
    }
    assert!(found.iter().any(|found| found.score() == Some(1.0)));
}

/// The programme as it is written in the papers, in exact fractions.
fn twin(rows: &[Vec<i64>], unit: usize, limits: Option<(&Ratio, &Ratio)>) -> Ratio {
    let own: Vec<Ratio> = rows[unit].iter().map(|z| Ratio::from(*z)).collect();
    let mut lines: Vec<(Vec<Ratio>, Ratio)> = rows
        .iter()
        .map(|row| (row.iter().map(|z| Ratio::from(*z)).collect(), Ratio::from(1)))
        .collect();
    if let Some((lower, upper)) = limits {
        for column in 0..own.len() {
            let line = |limit: &Ratio, sign: i64| {
                let part = |j: usize| if j == column { own[j].clone() } else { Ratio::from(0) };
                let cell = |j: usize| Ratio::from(sign) * (limit * &own[j] - part(j));
                ((0..own.len()).map(cell).collect(), Ratio::from(0))
            };
            lines.extend([line(lower, 1), line(upper, -1)]);
        }
    }
    greatest(&own, &lines)
}

proptest! {
    #[test]
    fn small_cases_are_exact(
        rows in prop::collection::vec(prop::collection::vec(0_i64..7, 3), 1..7),
        pick in 0_usize..5,
    ) {
        let limits =
            [None, Some((0, 10)), Some((2, 5)), Some((3, 10)), Some((0, 4))][pick];
        let floats: Vec<Vec<f64>> =
            rows.iter().map(|row| row.iter().map(|z| *z as f64).collect()).collect();
        let given = limits.map(|(l, u)| {
            Limits::same(3, f64::from(l) / 10.0, f64::from(u) / 10.0).expect("limits")
        });
        let ratios = limits.map(|(l, u)| {
            let tenth = |of: i32| Ratio::new(i64::from(of), 10).expect("a fraction");
            (tenth(l), tenth(u))
        });
        for (unit, found) in scores(&floats, given.as_ref()).into_iter().enumerate() {
            let wanted = twin(&rows, unit, ratios.as_ref().map(|(l, u)| (l, u))).to_f64();
            match found {
                Some(found) => same("a score", found, wanted, 1e-11),
                None => same("what cannot be met leaves only 0", 0.0, wanted, 0.0),
            }
        }
    }

    #[test]
    fn the_unit_of_measurement_does_not_matter(
        rows in prop::collection::vec(prop::collection::vec(0.0_f64..1.0, 4), 1..30),
        scale in prop::collection::vec(1e-6_f64..1e6, 4),
        limited in any::<bool>(),
    ) {
        let limits = limited.then(|| Limits::same(4, 0.1, 0.5).expect("limits"));
        let scaled: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().zip(&scale).map(|(z, scale)| z * scale).collect())
            .collect();
        let (one, other) = (scores(&rows, limits.as_ref()), scores(&scaled, limits.as_ref()));
        for (one, other) in one.into_iter().zip(other) {
            prop_assert_eq!(one.is_some(), other.is_some());
            same("a score", one.unwrap_or(0.0), other.unwrap_or(0.0), 1e-9);
        }
    }

    #[test]
    fn a_unit_that_others_outdo_changes_nothing(
        rows in prop::collection::vec(prop::collection::vec(0_i32..6, 4), 2..40),
        part in 0.1_f64..0.999,
    ) {
        let mut rows: Vec<Vec<f64>> =
            rows.iter().map(|row| row.iter().copied().map(f64::from).collect()).collect();
        let before = scores(&rows, None);
        prop_assert!(before.contains(&Some(1.0)) || before.iter().all(|s| *s == Some(0.0)));
        let least = rows[0].iter().zip(&rows[1]).map(|(a, b)| (part * a + (1.0 - part) * b) * part);
        rows.push(least.collect());
        rows.push(rows[0].clone());
        let after = scores(&rows, None);
        for (before, after) in before.iter().zip(&after) {
            same("a score", after.unwrap_or(-1.0), before.unwrap_or(-1.0), 1e-11);
        }
        prop_assert_eq!(after[rows.len() - 1], after[0]);
    }

    #[test]
    fn equal_shares_leave_the_mean_ratio(
        rows in prop::collection::vec(prop::collection::vec(0.1_f64..9.0, 5), 1..20),
    ) {
        // With every share at 1/m, w·z of unit i for unit k is the mean of z_k/z_i: its score is
        // one over the greatest of these means.
        let limits = Limits::same(5, 0.2, 0.2).expect("limits");
        for (own, found) in rows.iter().zip(scores(&rows, Some(&limits))) {
            let ratio = |row: &Vec<f64>| row.iter().zip(own).map(|(k, i)| k / i).sum::<f64>() / 5.0;
            let most = rows.iter().map(ratio).fold(0.0, f64::max);
            same("a score", found.expect("it can be met"), 1.0 / most, 1e-11);
        }
    }
}

#[test]
fn figures_without_spread_have_stated_results() {
    assert_eq!(scores(&[vec![0.0, 0.0]], None), [Some(0.0)]);
    let zero = best_weights(&table(&[vec![0.0, 0.0], vec![0.0, 2.0]]), None).expect("it settles");
    assert_eq!(zero[0], Outcome::AllZero);
    assert_eq!(zero[1].score(), Some(1.0));
    assert_eq!(scores(&vec![vec![3.0, 3.0, 3.0]; 700], None), vec![Some(1.0); 700]);
    let half = Limits::same(2, 0.5, 0.5).expect("limits");
    let unmet = best_weights(&table(&[vec![1.0, 0.0], vec![1.0, 1.0]]), Some(&half));
    assert_eq!(unmet.expect("it settles")[0], Outcome::LimitsUnmet);
    let wide = [vec![1e300, 1e-280], vec![1e290, 1e-270], vec![5e299, 5e-271]];
    assert_eq!(scores(&wide, None)[..2], [Some(1.0), Some(1.0)]);
    // Many copies of one direction: every unit but the longest is a part of it.
    let rays: Vec<Vec<f64>> =
        (1..=600).map(|n| vec![f64::from(n), 2.0 * f64::from(n), 0.5 * f64::from(n)]).collect();
    for (place, found) in scores(&rays, None).into_iter().enumerate() {
        same("a part of the longest", found.unwrap_or(0.0), (place + 1) as f64 / 600.0, 1e-11);
    }
}

#[test]
fn what_has_no_answer_is_refused() {
    let code = |found: Result<Vec<Outcome>, Fault>| found.expect_err("it is refused").code();
    assert_eq!(code(best_weights(&Matrix::missing(0, 3), None)), "I001");
    assert_eq!(code(best_weights(&Matrix::missing(3, 0), None)), "I001");
    assert_eq!(code(best_weights(&Matrix::missing(2, 2), None)), "I006");
    assert_eq!(code(best_weights(&table(&[vec![1.0, -1.0]]), None)), "I006");
    assert_eq!(code(best_weights(&table(&[vec![1.0, 1e-300]]), None)), "I006");
    let three = Limits::same(3, 0.0, 1.0).expect("limits");
    assert_eq!(code(best_weights(&table(&[vec![1.0, 1.0]]), Some(&three))), "I002");
    let limit = |l: f64, u: f64| Limits::same(3, l, u).expect_err("it is refused").code();
    assert_eq!(limit(0.5, 1.0), "I013");
    assert_eq!(limit(0.0, 0.3), "I013");
    assert_eq!(limit(0.4, 0.3), "I013");
    assert_eq!(limit(f64::NAN, 0.3), "I003");
}
