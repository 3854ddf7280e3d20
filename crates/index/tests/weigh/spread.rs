//! Weights from figures: entropy, CRITIC, deviations.

use gangmu_index::weigh::critic::critic;
use gangmu_index::weigh::entropy::entropy;
use gangmu_index::weigh::spread::{by_deviation, by_variation};
use gangmu_index::{Fault, Matrix};
use gangmu_num::float::ln;
use proptest::prelude::*;

use super::textbook::numbers;
use crate::support::same;

type Rows = Vec<Vec<Option<f64>>>;
type Weigh = fn(&Matrix) -> Result<Vec<f64>, Fault>;

fn table(rows: &Rows) -> Matrix {
    Matrix::from_rows(rows).expect("a table")
}

fn case(name: &str, columns: usize) -> Option<(Matrix, Vec<f64>)> {
    let cells: Vec<Option<f64>> = numbers(name, "matrix")?.into_iter().map(Some).collect();
    let rows = cells.chunks(columns).map(<[_]>::to_vec).collect();
    Some((table(&rows), numbers(name, "expected_weights")?))
}

#[test]
fn textbook_entropy_weights() {
    let Some((figures, wanted)) = case("entropy_elsayed_2017", 5) else { return };
    let found = entropy(&figures).expect("weights").weights;
    assert_eq!(wanted.len(), 5);
    found.iter().zip(wanted).for_each(|(f, w)| same("a weight", *f, w, 1e-6));
}

#[test]
fn textbook_critic_weights() {
    let Some((figures, wanted)) = case("critic_diakoulaki_1995", 3) else { return };
    let found = critic(&figures).expect("weights").weights;
    assert_eq!(wanted.len(), 3);
    found.iter().zip(wanted).for_each(|(f, w)| same("a weight", *f, w, 1e-6));
}

/// The values of a column that are there; or, of two, the rows where both are.
fn there(rows: &Rows, column: usize) -> Vec<f64> {
    rows.iter().filter_map(|row| row[column]).collect()
}

fn deviation(values: &[f64], less: f64) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - less)).sqrt()
}

fn correlation(rows: &Rows, one: usize, other: usize) -> f64 {
    let pairs = rows.iter().filter_map(|row| Some((row[one]?, row[other]?)));
    let (a, b): (Vec<f64>, Vec<f64>) = pairs.unzip();
    let count = a.len() as f64;
    let (am, bm) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let both: f64 = a.iter().zip(&b).map(|(a, b)| (a - am) * (b - bm)).sum();
    both / count / deviation(&a, 0.0) / deviation(&b, 0.0)
}

fn in_shares(sizes: Vec<f64>) -> Vec<f64> {
    let sum: f64 = sizes.iter().sum();
    sizes.iter().map(|size| size / sum).collect()
}

fn plain_entropy(rows: &Rows, columns: usize) -> Vec<f64> {
    let of = |column: usize| {
        let values = there(rows, column);
        let sum: f64 = values.iter().sum();
        let parts = values.iter().map(|x| x / sum).filter(|p| *p > 0.0);
        1.0 + parts.map(|p| p * ln(p)).sum::<f64>() / ln(values.len() as f64)
    };
    in_shares((0..columns).map(of).collect())
}

fn plain_critic(rows: &Rows, columns: usize) -> Vec<f64> {
    let of = |column: usize| {
        let values = there(rows, column);
        let (least, most) =
            values.iter().fold((f64::MAX, f64::MIN), |(l, m), x| (l.min(*x), m.max(*x)));
        let scaled: Vec<f64> = values.iter().map(|x| (x - least) / (most - least)).collect();
        let others = (0..columns).filter(|other| *other != column);
        deviation(&scaled, 0.0) * others.map(|o| 1.0 - correlation(rows, column, o)).sum::<f64>()
    };
    in_shares((0..columns).map(of).collect())
}

/// Rows with gaps, of which each column keeps many that differ.
fn rows() -> impl Strategy<Value = Rows> {
    let cell = prop_oneof![5 => (1.0_f64..100.0).prop_map(Some), 1 => Just(None)];
    let row = prop::collection::vec(cell, 4);
    prop::collection::vec(row, 5..20).prop_map(|mut rows: Rows| {
        rows.push([1.0, 20.0, 3.0, 40.0].map(Some).to_vec());
        rows.push([50.0, 6.0, 70.0, 8.0].map(Some).to_vec());
        rows.push([9.0, 10.0, 11.0, 1.0].map(Some).to_vec());
        rows
    })
}

proptest! {
    #[test]
    fn weights_equal_their_plain_twins(rows in rows()) {
        let figures = table(&rows);
        let deviations = in_shares((0..4).map(|c| deviation(&there(&rows, c), 1.0)).collect());
        let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
        let variations = (0..4).map(|c| deviation(&there(&rows, c), 1.0) / mean(there(&rows, c)));
        for (found, wanted) in [
            (by_deviation(&figures).expect("weights"), deviations),
            (by_variation(&figures).expect("weights"), in_shares(variations.collect())),
            (entropy(&figures).expect("weights").weights, plain_entropy(&rows, 4)),
            (critic(&figures).expect("weights").weights, plain_critic(&rows, 4)),
        ] {
            found.iter().zip(wanted).for_each(|(f, w)| same("a weight", *f, w, 1e-12));
        }
    }

    #[test]
    fn the_unit_of_measurement_does_not_matter(rows in rows(), scale in 1e-3_f64..1e3) {
        let scaled = |row: &Vec<Option<f64>>| {
            row.iter().enumerate().map(|(j, x)| x.map(|x| if j == 1 { x * scale } else { x }))
                .collect()
        };
        let other = table(&rows.iter().map(scaled).collect());
        let figures = table(&rows);
        for (one, other) in [
            (by_variation(&figures), by_variation(&other)),
            (entropy(&figures).map(|e| e.weights), entropy(&other).map(|e| e.weights)),
            (critic(&figures).map(|c| c.weights), critic(&other).map(|c| c.weights)),
        ] {
            let (one, other) = (one.expect("weights"), other.expect("weights"));
            one.iter().zip(other).for_each(|(a, b)| same("a weight", *a, b, 1e-9));
        }
    }

    #[test]
    fn the_order_of_units_does_not_matter(rows in rows()) {
        let mut turned = rows.clone();
        turned.reverse();
        let (one, other) = (critic(&table(&rows)), critic(&table(&turned)));
        let (one, other) = (one.expect("weights"), other.expect("weights"));
        one.weights.iter().zip(other.weights).for_each(|(a, b)| same("a weight", *a, b, 1e-12));
    }
}

#[test]
fn what_tells_nothing_is_said() {
    let code = |found: Result<Vec<f64>, Fault>| found.expect_err("it is refused").code();
    let of = |columns: &[[f64; 3]]| {
        let columns: Vec<Vec<Option<f64>>> =
            columns.iter().map(|c| c.iter().copied().map(Some).collect()).collect();
        Matrix::from_columns(&columns).expect("a table")
    };
    let all: [Weigh; 4] = [
        by_deviation,
        by_variation,
        |figures| entropy(figures).map(|found| found.weights),
        |figures| critic(figures).map(|found| found.weights),
    ];
    for weigh in all {
        assert_eq!(code(weigh(&Matrix::missing(0, 2))), "I001");
        assert_eq!(code(weigh(&Matrix::missing(3, 0))), "I001");
        assert_eq!(code(weigh(&Matrix::missing(3, 2))), "I010");
        assert_eq!(code(weigh(&of(&[[7.1; 3], [0.3; 3]]))), "I004");
        let wide = weigh(&of(&[[1e300, 2e300, 1.5e300], [1e-300, 3e-300, 9e-300]]));
        let wide = wide.expect("weights");
        assert!(wide.iter().all(|weight| weight.is_finite()));
    }
    assert_eq!(by_deviation(&of(&[[0.1; 3], [1.0, 2.0, 3.0]])).expect("weights"), [0.0, 1.0]);
    assert_eq!(code(by_variation(&of(&[[-1.0, 1.0, 0.0]]))), "I006");
    assert_eq!(code(entropy(&of(&[[-1.0, 1.0, 0.0]])).map(|e| e.weights)), "I006");
    assert_eq!(code(entropy(&of(&[[0.0; 3]])).map(|e| e.weights)), "I006");
    let same = of(&[[1.0, 2.0, 4.0], [10.0, 20.0, 40.0]]);
    assert_eq!(code(critic(&same).map(|c| c.weights)), "I010");
    assert_eq!(code(critic(&of(&[[1.0, 2.0, 4.0]])).map(|c| c.weights)), "I010");
}
