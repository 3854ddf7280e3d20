//! Judgements of pairs against published tables, and under laws.

use gangmu_index::Fault;
use gangmu_index::weigh::pairwise::consistency::worst;
use gangmu_index::weigh::pairwise::group::{mean_weights, together};
use gangmu_index::weigh::pairwise::{Judgements, RandomIndex, priorities};
use gangmu_num::float::{exp, ln};
use proptest::prelude::*;

use super::textbook::numbers;
use crate::support::{Table, oracle, same};

const TABLES: [RandomIndex; 3] =
    [RandomIndex::Saaty1980, RandomIndex::SaatyLater, RandomIndex::AlonsoLamata2006];

fn square(cells: &[f64], size: usize) -> Judgements {
    let rows: Vec<&[f64]> = cells.chunks(size).collect();
    Judgements::new(&rows, 1e-9).expect("a table of reciprocals")
}

#[test]
fn the_drinks_of_saaty() {
    let Some(cells) = numbers("ahp_saaty_drinks_2008", "matrix") else { return };
    let wanted = numbers("ahp_saaty_drinks_2008", "expected_weights").expect("weights");
    for random in TABLES {
        let found = priorities(&square(&cells, 7), random).expect("weights");
        assert_eq!((found.weights.len(), found.random), (7, random));
        found.weights.iter().zip(&wanted).for_each(|(f, w)| same("a weight", *f, *w, 6e-4));
        same("the eigenvalue", found.eigenvalue, 7.17663, 5e-5 / 7.0);
        same("the ratio", found.ratio.expect("seven indicators"), 0.022, 6e-4);
    }
}

/// Table 20 of the Handbook is no source of its table 22: by the former patents are the second
/// of eight indicators, by the latter the fifth. What it gives is held against the plain twin.
#[test]
fn the_technology_index_by_judgements() {
    let Some(path) = oracle("tai/tai_ahp_table20.txt") else { return };
    let text = std::fs::read_to_string(path).expect("a table");
    let number = |word: &str| {
        let parse = |word: &str| word.parse::<f64>().expect("a number");
        word.split_once('/').map_or_else(|| parse(word), |(a, b)| parse(a) / parse(b))
    };
    let cells: Vec<f64> = text.split_whitespace().map(number).collect();
    let judged = square(&cells, 8);
    let found = priorities(&judged, RandomIndex::Saaty1980).expect("weights");
    let (vector, value) = squared(&judged);
    found.weights.iter().zip(vector).for_each(|(f, w)| same("a weight", *f, w, 1e-12));
    same("the eigenvalue", found.eigenvalue, value, 1e-12);
    assert!(found.ratio.is_some_and(|ratio| ratio > 0.01 && ratio < 0.1));
    let table = Table::read("tai/tai23_weights_table22.csv").expect("it stands beside");
    let printed = table.by("method")["AHP"];
    let place = |own: f64, all: &[f64]| all.iter().filter(|other| **other > own).count() + 1;
    let printed: Vec<f64> = printed[1..].iter().map(|cell| cell.parse().expect("one")).collect();
    assert_eq!(place(found.weights[0], &found.weights), 2);
    assert_eq!(place(printed[0], &printed), 5);
}

/// The eigenvector by squaring the table again and again, another way to the same.
fn squared(table: &Judgements) -> (Vec<f64>, f64) {
    let n = table.size();
    let cell = |i: usize, j: usize| table.get(i, j).expect("inside");
    let mut power: Vec<f64> = (0..n * n).map(|at| cell(at / n, at % n)).collect();
    for _ in 0..60 {
        let most = power.iter().copied().fold(0.0, f64::max);
        let of = |at: usize| {
            (0..n).map(|k| power[at / n * n + k] / most * (power[k * n + at % n] / most)).sum()
        };
        power = (0..n * n).map(of).collect();
    }
    let sums: Vec<f64> = power.chunks(n).map(|row| row.iter().sum()).collect();
    let all: f64 = sums.iter().sum();
    let vector: Vec<f64> = sums.iter().map(|sum| sum / all).collect();
    let image = (0..n).map(|i| (0..n).map(|j| cell(i, j) * vector[j]).sum::<f64>());
    (vector.clone(), image.sum())
}

fn judgements(size: usize) -> impl Strategy<Value = Judgements> {
    prop::collection::vec(-9_i32..=9, size * (size - 1) / 2).prop_map(move |steps| {
        let of = |step: &i32| {
            let size = f64::from(step.abs().max(1));
            if *step < 0 { 1.0 / size } else { size }
        };
        let cells: Vec<f64> = steps.iter().map(of).collect();
        Judgements::above(size, &cells).expect("judgements")
    })
}

proptest! {
    #[test]
    fn the_eigenvector_equals_its_plain_twin(table in judgements(6)) {
        let found = priorities(&table, RandomIndex::SaatyLater).expect("weights");
        let (vector, value) = squared(&table);
        found.weights.iter().zip(vector).for_each(|(f, w)| same("a weight", *f, w, 1e-12));
        same("the eigenvalue", found.eigenvalue, value, 1e-12);
        prop_assert!(found.index >= 0.0);
    }

    #[test]
    fn weights_that_made_the_judgements_come_back(
        logs in prop::collection::vec(-2.0_f64..2.0, 2..9),
    ) {
        let weights: Vec<f64> = logs.iter().map(|log| exp(*log)).collect();
        let sum: f64 = weights.iter().sum();
        let rows: Vec<Vec<f64>> =
            weights.iter().map(|a| weights.iter().map(|b| a / b).collect()).collect();
        let table = Judgements::new(&rows, 1e-9).expect("reciprocals");
        let found = priorities(&table, RandomIndex::Saaty1980).expect("weights");
        found.weights.iter().zip(&weights).for_each(|(f, w)| same("a weight", *f, w / sum, 1e-12));
        prop_assert!(found.ratio.expect("few indicators") < 1e-12);
    }

    #[test]
    fn the_worst_judgement_is_the_one_that_was_spoilt(
        logs in prop::collection::vec(-1.5_f64..1.5, 5),
        pair in 0_usize..10,
        factor in 3.0_f64..9.0,
    ) {
        let pairs: Vec<(usize, usize)> =
            (0..5).flat_map(|i| (i + 1..5).map(move |j| (i, j))).collect();
        let right: Vec<f64> = pairs.iter().map(|(i, j)| exp(logs[*i] - logs[*j])).collect();
        let mut spoilt = right.clone();
        spoilt[pair] *= factor;
        let table = Judgements::above(5, &spoilt).expect("judgements");
        let found = worst(&table, RandomIndex::Saaty1980).expect("it settles").expect("one");
        let (low, high) = (found.row.min(found.column), found.row.max(found.column));
        prop_assert_eq!((low, high), pairs[pair]);
        let wanted = if found.row == low { right[pair] } else { 1.0 / right[pair] };
        same("what the others say", found.consistent, wanted, 1e-9);
        prop_assert!(found.ratio_after.expect("five indicators") < 1e-9);
    }

    #[test]
    fn a_group_of_the_same_people_is_one_of_them(table in judgements(5), people in 1_usize..5) {
        let counts = vec![2.0; people];
        let group = together(&vec![table.clone(); people], &counts).expect("a table");
        for (i, j) in (0..5).flat_map(|i| (0..5).map(move |j| (i, j))) {
            same("a judgement", group.get(i, j).expect("in"), table.get(i, j).expect("in"), 1e-12);
        }
        let one = priorities(&table, RandomIndex::Saaty1980).expect("weights");
        let mean = mean_weights(&vec![one.clone(); people], &counts).expect("weights");
        mean.iter().zip(one.weights).for_each(|(f, w)| same("a weight", *f, w, 1e-12));
    }
}

#[test]
fn people_count_for_what_they_count_for() {
    let of = |a: f64| Judgements::above(2, &[a]).expect("a judgement");
    let group = together(&[of(2.0), of(9.0)], &[3.0, 1.0]).expect("a table");
    let wanted = exp(0.75 * ln(2.0) + 0.25 * ln(9.0));
    same("a judgement", group.get(0, 1).expect("inside"), wanted, 1e-14);
    let each = [of(3.0), of(1.0 / 3.0)]
        .map(|table| priorities(&table, RandomIndex::Saaty1980).expect("weights"));
    let mean = mean_weights(&each, &[1.0, 0.0]).expect("weights");
    same("a weight", mean[0], 0.75, 1e-12);
}

#[test]
fn judgements_that_are_none_are_refused() {
    let code = |found: Result<Judgements, Fault>| found.expect_err("it is refused").code();
    let none: [&[f64]; 0] = [];
    assert_eq!(code(Judgements::new(&none, 1e-6)), "I001");
    assert_eq!(code(Judgements::new(&[[1.0, 2.0]], 1e-6)), "I002");
    assert_eq!(code(Judgements::new(&[[1.0, 2.0], [0.4, 1.0]], 1e-6)), "I006");
    assert_eq!(code(Judgements::new(&[[2.0]], 1e-6)), "I006");
    assert_eq!(code(Judgements::new(&[[1.0, 2.0], [f64::NAN, 1.0]], 1e-6)), "I003");
    assert_eq!(code(Judgements::new(&[[1.0, 0.0], [2.0, 1.0]], 1e-6)), "I006");
    assert_eq!(code(Judgements::new(&[[1.0]], f64::NAN)), "I013");
    assert_eq!(code(Judgements::above(3, &[1.0])), "I002");
    assert_eq!(code(Judgements::above(0, &[])), "I001");
    assert_eq!(code(Judgements::above(1_000_000, &[])), "I012");
    let near = Judgements::new(&[[1.0, 3.0], [0.333, 1.0]], 0.01).expect("within the tolerance");
    same("evened out", near.get(0, 1).expect("inside"), (3.0_f64 / 0.333).sqrt(), 1e-15);
    let one = priorities(&Judgements::above(1, &[]).expect("one"), TABLES[0]).expect("weights");
    assert_eq!((one.weights, one.index, one.ratio), (vec![1.0], 0.0, Some(0.0)));
    // Round and round: the hardest to settle.
    let ring = Judgements::above(3, &[1e6, 1e-6, 1e6]).expect("judgements");
    let ring = priorities(&ring, TABLES[0]).expect("it settles");
    ring.weights.iter().for_each(|weight| same("a weight", *weight, 1.0 / 3.0, 1e-9));
    let many = Judgements::above(16, &[2.0; 120]).expect("judgements");
    assert_eq!(priorities(&many, TABLES[0]).expect("weights").ratio, None);
    assert_eq!(code(together(&[], &[])), "I001");
    let two = Judgements::above(2, &[2.0]).expect("a judgement");
    let three = Judgements::above(3, &[2.0; 3]).expect("judgements");
    assert_eq!(code(together(&[two.clone(), three], &[1.0, 1.0])), "I002");
    assert_eq!(code(together(&[two], &[0.0])), "I007");
}
