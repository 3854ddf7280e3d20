//! Fuzzy evaluation against a textbook, plain formulas and the laws it keeps.

use gangmu_index::aggregate::fuzzy::{Operator, evaluate, evaluate_tree};
use gangmu_index::structure::{Direction, Indicator, Part};
use gangmu_index::{Matrix, Structure};
use proptest::prelude::*;

use super::textbook::case;
use crate::support::same;

const ALL: [Operator; 4] =
    [Operator::MinMax, Operator::ProductMax, Operator::MinSum, Operator::ProductSum];

fn table(rows: &[Vec<f64>]) -> Matrix {
    let some = |row: &Vec<f64>| row.iter().copied().map(Some).collect::<Vec<_>>();
    Matrix::from_rows(&rows.iter().map(some).collect::<Vec<_>>()).expect("a table")
}

#[test]
fn clothing_of_two_customers() {
    let Some(case) = case("fuzzy_clothing_example8_4") else { return };
    let judged = table(&case.at("R").rows());
    let names = case.at("grades").items();
    for (number, customer) in ["1", "2"].into_iter().enumerate() {
        let weights = case.at(&format!("A{customer}")).numbers();
        let whole = evaluate(&judged, &weights, Operator::MinMax).expect("it has");
        assert_eq!(whole.grades, case.at(&format!("expected_B{customer}")).numbers());
        let [best] = whole.best[..] else { panic!("one grade is the best") };
        assert_eq!(&names[best], &case.at("expected_grade").items()[number]);
    }
}

fn judged() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<f64>)> {
    (1_usize..6, 1_usize..6).prop_flat_map(|(factors, grades)| {
        let row = prop::collection::vec(0.0_f64..1.0, grades).prop_map(|row| {
            let sum: f64 = row.iter().sum::<f64>().max(1e-9);
            row.iter().map(|r| (r / sum).min(1.0)).collect()
        });
        (prop::collection::vec(row, factors), prop::collection::vec(0.1_f64..1.0, factors))
    })
}

proptest! {
    #[test]
    fn the_plain_formulas_say_the_same((rows, weights) in judged()) {
        let sum: f64 = weights.iter().sum();
        for operator in ALL {
            let found = evaluate(&table(&rows), &weights, operator).expect("it has");
            for (grade, found) in found.grades.iter().enumerate() {
                let pairs = || rows.iter().zip(&weights).map(|(row, w)| (w / sum, row[grade]));
                let wanted = match operator {
                    Operator::MinMax => pairs().map(|(a, r)| a.min(r)).fold(0.0, f64::max),
                    Operator::ProductMax => pairs().map(|(a, r)| a * r).fold(0.0, f64::max),
                    Operator::MinSum => pairs().map(|(a, r)| a.min(r)).sum::<f64>().min(1.0),
                    Operator::ProductSum => pairs().map(|(a, r)| a * r).sum::<f64>(),
                };
                same("membership", *found, wanted, 1e-12);
            }
        }
    }

    #[test]
    fn sums_are_never_less_than_their_greatest_part((rows, weights) in judged()) {
        let by = |operator| evaluate(&table(&rows), &weights, operator).expect("it has");
        for grade in 0..rows[0].len() {
            let of = |operator| by(operator).grades[grade];
            prop_assert!(of(Operator::ProductMax) <= of(Operator::MinMax) + 1e-15);
            prop_assert!(of(Operator::MinMax) <= of(Operator::MinSum) + 1e-15);
            prop_assert!(of(Operator::ProductMax) <= of(Operator::ProductSum) + 1e-15);
            prop_assert!(of(Operator::ProductSum) <= of(Operator::MinSum) + 1e-12);
        }
        let whole = by(Operator::ProductSum);
        let worth: Vec<f64> = (0..rows[0].len()).map(|v| v as f64).collect();
        if let Some(score) = whole.score(&worth).expect("it has") {
            prop_assert!(score >= 0.0 && score <= worth[worth.len() - 1]);
        }
    }

    #[test]
    fn a_tree_is_its_parts_one_after_another((rows, weights) in judged(), at in 0_usize..6) {
        // Two parts: the factors before `at`, and the others; the second part has twice the weight.
        let at = 1 + at % rows.len();
        prop_assume!(at < rows.len());
        let line = |place: usize| Indicator {
            name: format!("i{place}"),
            part: if place < at { "p" } else { "q" }.to_owned(),
            weight: weights[place],
            direction: Direction::Up,
        };
        let part = |name: &str, parent: Option<&str>, weight| Part {
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
            weight,
        };
        let parts =
            vec![part("p", Some("t"), 1.0), part("q", Some("t"), 2.0), part("t", None, 1.0)];
        let tree = Structure::new((0..rows.len()).map(line).collect(), parts).expect("it holds");
        for (low, high) in
            [(Operator::ProductSum, Operator::MinMax), (Operator::MinSum, Operator::ProductSum)]
        {
            let found = evaluate_tree(&tree, &table(&rows), &[low, high]).expect("it has");
            let p = evaluate(&table(&rows[..at]), &weights[..at], low).expect("it has");
            let q = evaluate(&table(&rows[at..]), &weights[at..], low).expect("it has");
            let whole = evaluate(&table(&[p.grades.clone(), q.grades.clone()]), &[1.0, 2.0], high);
            prop_assert_eq!(found[0].as_ref(), Some(&p));
            prop_assert_eq!(found[2].as_ref(), Some(&whole.expect("it has")));
        }
    }
}

#[test]
fn ties_missing_factors_and_bad_input() {
    let even = evaluate(&table(&[vec![0.3, 0.3, 0.1]]), &[5.0], Operator::ProductSum);
    assert_eq!(even.expect("it has").best, [0, 1]);
    let nothing = evaluate(&table(&[vec![0.0, 0.0]]), &[1.0], Operator::MinMax).expect("it has");
    assert_eq!((nothing.shares(), nothing.score(&[1.0, 2.0])), (None, Ok(None)));
    assert!(nothing.best.is_empty());
    assert_eq!(nothing.score(&[1.0]).expect_err("refused").code(), "I002");
    assert_eq!(nothing.score(&[1.0, f64::NAN]).expect_err("refused").code(), "I003");
    let hole = Matrix::from_rows(&[[Some(0.2), Some(0.8)], [None, None]]).expect("a table");
    let known = evaluate(&hole, &[1.0, 3.0], Operator::ProductSum).expect("it has");
    assert_eq!((known.grades, known.weight), (vec![0.2, 0.8], 0.25));
    for operator in ALL {
        let code = |table: &Matrix, weights: &[f64]| {
            evaluate(table, weights, operator).map_err(|fault| fault.code()).err()
        };
        assert_eq!(code(&hole, &[0.0, 1.0]), Some("I005"));
        assert_eq!(code(&Matrix::missing(2, 2), &[1.0, 1.0]), Some("I005"));
        assert_eq!(code(&Matrix::missing(0, 2), &[]), Some("I001"));
        assert_eq!(code(&hole, &[1.0]), Some("I002"));
        assert_eq!(code(&hole, &[0.0, 0.0]), Some("I007"));
        assert_eq!(code(&table(&[vec![1.5]]), &[1.0]), Some("I006"));
        assert_eq!(code(&table(&[vec![-1e300]]), &[1.0]), Some("I006"));
        let partly = Matrix::from_rows(&[[Some(0.2), None]]).expect("a table");
        assert_eq!(code(&partly, &[1.0]), Some("I010"));
    }
    let tree = Structure::flat("t", &["a", "b"]).expect("it holds");
    assert_eq!(evaluate_tree(&tree, &hole, &[]).expect_err("refused").code(), "I001");
    let none = evaluate_tree(&tree, &Matrix::missing(2, 3), &[Operator::MinMax]);
    assert_eq!(none, Ok(vec![None]));
}
