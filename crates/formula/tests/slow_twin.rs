//! The fast way of working a formula out, by column, gives exactly what a slow walk through the tree
//! gives, one subject at a time; whatever the order of the subjects and the number of threads.

#[path = "programme/facts.rs"]
mod facts;
#[path = "programme/sight.rs"]
mod sight;
#[path = "programme/texts.rs"]
mod texts;
#[path = "programme/twin.rs"]
mod twin;

use std::rc::Rc;

use gangmu_base::{Cell, Period, Status};
use gangmu_formula::check::Checked;
use gangmu_formula::{Column, Subjects, evaluate};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use facts::{Facts, year};
use sight::checked;
use twin::{Got, Out, Twin, Who, q};

/// Steps the twin may take for one subject: beyond them a formula is left out.
const PATIENCE: u64 = 20_000;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// Subjects with different numbers, in up to three classes.
fn subjects() -> impl Strategy<Value = Vec<(u32, u32)>> {
    vec((0_u32..4, 0_u32..3), 1..9).prop_map(|steps| {
        let mut unit = 0;
        let each = steps.into_iter().map(|(step, class)| {
            unit += step + 1;
            (unit, class)
        });
        each.collect()
    })
}

fn period() -> impl Strategy<Value = Period> {
    let written =
        ["2020", "2023", "2025", "2025", "2026", "2025-06", "2024-01", "2025Q3", "2024H1"];
    select(written.to_vec()).prop_map(|text| Period::parse(text).unwrap())
}

fn columns(of: &[(u32, u32)]) -> Subjects {
    Subjects::new(of.iter().map(|(unit, _)| *unit).collect(), of.iter().map(|(_, c)| *c).collect())
}

/// What a column says of one subject, in the twin's terms. A cell never has a value with a status
/// that has none, nor the other way round.
fn said(column: &Column, index: usize) -> Out {
    fn one<T: Clone, U>(cell: &Cell<T>, turn: impl FnOnce(&T) -> U) -> Got<U> {
        assert_eq!(cell.value().is_some(), cell.status().has_value(), "{:?}", cell.status());
        cell.value().map_or(Err(cell.status()), |value| Ok((cell.status(), turn(value))))
    }
    match column {
        Column::Numbers(cells) => Out::Number(one(&cells.at(index), q)),
        Column::Flags(cells) => Out::Flag(one(&cells.at(index), |flag| *flag)),
        Column::Texts(cells) => Out::Text(one(&cells.at(index), Clone::clone)),
        Column::NumberLists(lists) => {
            Out::Numbers(one(&lists[index], |list| list.iter().map(|cell| one(cell, q)).collect()))
        }
        Column::TextLists(lists) => Out::Texts(one(&lists[index], |list| {
            list.iter().map(|cell| one(cell, Clone::clone)).collect()
        })),
    }
}

/// Compares the two for each subject; how many figures had a value.
fn compare(formula: &Checked, text: &str, facts: Facts, of: &[(u32, u32)], at: Period) -> usize {
    let column = evaluate(formula, &facts, at, &columns(of));
    let (all, twin) = (Rc::new(of.to_vec()), Twin { facts });
    let mut with_value = 0;
    for index in 0..of.len() {
        let fast = said(&column, index);
        let slow = twin.formula(&formula.root, &Who { all: all.clone(), index }, at);
        assert_eq!(fast, slow, "left fast, right slow: `{text}` for {:?} at {at}", of[index]);
        with_value += usize::from(!matches!(slow, Out::Number(Err(_)) | Out::Flag(Err(_))));
    }
    with_value
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn fast_and_slow_agree_to_the_last_digit(
        text in texts::formulas(3),
        seeds in vec(any::<u64>(), 4),
        of in subjects(),
        at in period(),
    ) {
        let formula = checked(&text);
        prop_assert!(formula.is_ok(), "`{}` should make sense: {:?}", text, formula.err());
        let formula = formula.unwrap();
        if twin::steps(&formula.root, of.len() as u64) <= PATIENCE {
            for seed in seeds {
                compare(&formula, &text, Facts { seed }, &of, at);
            }
        }
    }

    #[test]
    fn neither_order_nor_threads_matter(
        text in texts::formulas(3),
        seed in any::<u64>(),
        of in subjects(),
        swaps in vec((any::<Index>(), any::<Index>()), 8),
        at in period(),
    ) {
        let Ok(formula) = checked(&text) else { return Ok(()) };
        let facts = Facts { seed };
        let column = evaluate(&formula, &facts, at, &columns(&of));
        let mut order: Vec<usize> = (0..of.len()).collect();
        for (a, b) in swaps {
            order.swap(a.index(of.len()), b.index(of.len()));
        }
        let shuffled: Vec<(u32, u32)> = order.iter().map(|place| of[*place]).collect();
        let other = evaluate(&formula, &facts, at, &columns(&shuffled));
        for (index, place) in order.iter().enumerate() {
            prop_assert_eq!(said(&other, index), said(&column, *place), "{}", text);
        }
        for threads in [1, 2, 3, 8] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let again = pool.install(|| evaluate(&formula, &facts, at, &columns(&of)));
            prop_assert_eq!(&again, &column, "{} threads: {}", threads, text);
        }
    }
}
