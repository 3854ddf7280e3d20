//! What weights come to: in a tree against COINr, and in the scores against plain twins.

use gangmu_index::structure::{Direction, Indicator, Part};
use gangmu_index::weigh::effective::effective;
use gangmu_index::weigh::importance::{DEGREE, Importance, importance};
use gangmu_index::{Fault, Matrix, Structure};
use gangmu_num::random::Stream;
use proptest::prelude::*;

use crate::support::{Table, same};

#[test]
fn effective_weights_of_the_connectivity_index() {
    let Some(meta) = Table::read("coinr/asem_iMeta.csv") else { return };
    let given = Table::read("coinr/asem_weights_original.csv").expect("it stands beside");
    let printed = Table::read("coinr/asem_effective_weights.csv").expect("it stands beside");
    let weight_of = |name: &str| given.by("iCode")[name][given.place("Weight")].parse();
    let (mut indicators, mut parts) = (Vec::new(), Vec::new());
    for row in &meta.rows {
        let cell = |name: &str| row[meta.place(name)].clone();
        let name = cell("iCode");
        let weight = || weight_of(&name).expect("a weight");
        match cell("Type").as_str() {
            "Indicator" => indicators.push(Indicator {
                name: name.clone(),
                part: cell("Parent"),
                weight: weight(),
                direction: Direction::Up,
            }),
            "Aggregate" => {
                let parent = Some(cell("Parent")).filter(|parent| parent != "NA");
                parts.push(Part { name: name.clone(), parent, weight: weight() });
            }
            _ => {}
        }
    }
    let tree = Structure::new(indicators, parts).expect("it holds together");
    let found = effective(&tree);
    assert_eq!((found.indicators.len(), found.parts.len()), (49, 11));
    for (name, row) in printed.by("iCode") {
        let wanted: f64 = row[printed.place("EffWeight")].parse().expect("a number");
        let found = match (tree.indicator_named(name), tree.part_named(name)) {
            (Some(place), _) => found.indicators[place],
            (_, place) => found.parts[place.expect("a part")],
        };
        same(name, found, wanted, 1e-12);
    }
    assert_eq!(found.indicators, tree.shares());
}

/// A polynomial fitted by normal equations in plain powers, and Gauss.
fn fit(x: &[f64], y: &[f64], degree: usize) -> Vec<f64> {
    let power = |x: f64, by: usize| (0..by).fold(1.0, |all, _| all * x);
    let size = degree + 1;
    let mut rows: Vec<Vec<f64>> = (0..size)
        .map(|a| {
            let mut row: Vec<f64> =
                (0..size).map(|b| x.iter().map(|x| power(*x, a + b)).sum()).collect();
            row.push(x.iter().zip(y).map(|(x, y)| power(*x, a) * y).sum());
            row
        })
        .collect();
    for step in 0..size {
        let best = (step..size)
            .max_by(|a, b| rows[*a][step].abs().total_cmp(&rows[*b][step].abs()))
            .expect("a row");
        rows.swap(step, best);
        let lead = rows[step].clone();
        for row in rows.iter_mut().enumerate().filter(|(at, _)| *at != step).map(|(_, row)| row) {
            let times = row[step] / lead[step];
            row.iter_mut().zip(&lead).for_each(|(cell, l)| *cell -= times * l);
        }
    }
    (0..size).map(|at| rows[at][size] / rows[at][at]).collect()
}

fn at(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// What a curve of each degree explains, the degree chosen by leaving out each unit in turn and
/// fitting all anew.
fn plain(x: &[f64], y: &[f64]) -> (f64, f64, usize) {
    let mean = y.iter().sum::<f64>() / y.len() as f64;
    let total: f64 = y.iter().map(|y| (y - mean) * (y - mean)).sum();
    let explained = |degree: usize| {
        let fitted = fit(x, y, degree);
        1.0 - x
            .iter()
            .zip(y)
            .map(|(x, y)| (y - at(&fitted, *x)) * (y - at(&fitted, *x)))
            .sum::<f64>()
            / total
    };
    let left_out = |degree: usize| {
        let one = |i: usize| {
            let others = |of: &[f64]| -> Vec<f64> {
                of.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, v)| *v).collect()
            };
            let error = y[i] - at(&fit(&others(x), &others(y), degree), x[i]);
            error * error
        };
        (0..x.len()).map(one).sum::<f64>()
    };
    let best = (1..=DEGREE)
        .map(|degree| (degree, left_out(degree)))
        .fold((1, f64::MAX), |best, next| if next.1 < best.1 { next } else { best });
    (explained(1), explained(best.0), best.0)
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

proptest! {
    #[test]
    fn importance_equals_its_plain_twin(seed in 0_u64..1000, bend in 0.0_f64..3.0) {
        let mut stream = Stream::new(seed, 0);
        let mut column = || -> Vec<f64> { (0..24).map(|_| 2.0 * stream.unit() - 1.0).collect() };
        let (one, other, noise) = (column(), column(), column());
        let mix = |i: usize| one[i] + bend * other[i] * other[i] + 0.3 * noise[i];
        let scores: Vec<f64> = (0..24).map(mix).collect();
        let parts = Matrix::from_columns(&[some(&one), some(&other)]).expect("a table");
        let found = importance(&parts, &some(&scores), &[3.0, 1.0]).expect("importance");
        for (found, x) in found.iter().zip([&one, &other]) {
            let (linear, curved, degree) = plain(x, &scores);
            same("by a line", found.linear, linear, 1e-9);
            prop_assert_eq!(found.degree, degree);
            same("by a curve", found.curved, curved, 1e-9);
            prop_assert!(found.curved >= found.linear && found.curved <= 1.0);
        }
        same("shares", found.iter().map(|one| one.linear_share).sum(), 1.0, 1e-12);
        same("shares", found.iter().map(|one| one.curved_share).sum(), 1.0, 1e-12);
        prop_assert_eq!((found[0].nominal, found[1].nominal), (0.75, 0.25));
    }

    #[test]
    fn units_of_measurement_do_not_matter(seed in 0_u64..1000, scale in -1e3_f64..-1e-3) {
        let mut stream = Stream::new(seed, 0);
        let x: Vec<f64> = (0..20).map(|_| stream.normal()).collect();
        let y: Vec<f64> = x.iter().map(|x| x + stream.normal()).collect();
        let scaled: Vec<f64> = x.iter().map(|x| scale * x + 5.0).collect();
        let of = |x: &[f64]| {
            let parts = Matrix::from_columns(&[some(x)]).expect("a table");
            importance(&parts, &some(&y), &[1.0]).expect("importance")[0]
        };
        let (one, other) = (of(&x), of(&scaled));
        same("by a line", one.linear, other.linear, 1e-9);
        same("by a curve", one.curved, other.curved, 1e-9);
        prop_assert!(one.falling != other.falling);
    }

    #[test]
    fn gaps_are_units_that_are_not_there(seed in 0_u64..1000, gap in 0_usize..15) {
        let mut stream = Stream::new(seed, 0);
        let mut x: Vec<Option<f64>> = (0..15).map(|_| Some(stream.normal())).collect();
        let mut y: Vec<Option<f64>> = (0..15).map(|_| Some(stream.normal())).collect();
        let (mut less_x, mut less_y) = (x.clone(), y.clone());
        less_x.remove(gap);
        less_y.remove(gap);
        if gap % 2 == 0 { x[gap] = None } else { y[gap] = None }
        let of = |x: &[Option<f64>], y: &[Option<f64>]| {
            let parts = Matrix::from_columns(&[x]).expect("a table");
            importance(&parts, y, &[1.0]).expect("importance")[0]
        };
        prop_assert_eq!(of(&x, &y), of(&less_x, &less_y));
    }
}

#[test]
fn a_curve_is_seen_where_a_line_is_not() {
    let x: Vec<f64> = (-10..=10).map(f64::from).collect();
    let y: Vec<f64> = x.iter().map(|x| x * x).collect();
    let parts = Matrix::from_columns(&[some(&x)]).expect("a table");
    let found = importance(&parts, &some(&y), &[1.0]).expect("importance")[0];
    same("by a line", found.linear, 0.0, 1e-12);
    same("by a curve", found.curved, 1.0, 1e-12);
    let steps: Vec<f64> = x.iter().map(|x| if *x > 2.0 { 1.0 } else { 0.0 }).collect();
    let parts = Matrix::from_columns(&[some(&steps)]).expect("a table");
    let found = importance(&parts, &some(&x), &[1.0]).expect("importance")[0];
    assert_eq!(found.degree, 1, "two values bear no curve");
}

#[test]
fn what_explains_nothing_is_refused() {
    let code = |found: Result<Vec<Importance>, Fault>| found.expect_err("it is refused").code();
    let of = |x: &[f64], y: &[f64]| {
        let parts = Matrix::from_columns(&[some(x)]).expect("a table");
        importance(&parts, &some(y), &[1.0])
    };
    let rise = [1.0, 2.0, 3.0, 4.0, 5.0];
    assert_eq!(code(importance(&Matrix::missing(3, 0), &[None; 3], &[])), "I001");
    assert_eq!(code(of(&rise, &rise[..3])), "I002");
    assert_eq!(code(of(&rise[..3], &rise[..3])), "I010");
    assert_eq!(code(of(&[0.1; 5], &rise)), "I004");
    assert_eq!(code(of(&rise, &[0.1; 5])), "I004");
    assert_eq!(code(of(&rise, &[1.0, 2.0, f64::NAN, 4.0, 5.0])), "I003");
    let wide = [1e300, 2e300, -1e300, 3e299, 0.0];
    same("by a line", of(&wide, &wide).expect("importance")[0].linear, 1.0, 1e-12);
}
