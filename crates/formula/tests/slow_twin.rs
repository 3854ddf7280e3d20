//! The fast way of working a formula out, by column, gives exactly what a slow walk through the tree
//! gives, one subject at a time; whatever the order of the subjects and the number of threads.

#[path = "programme/facts.rs"]
mod facts;
#[path = "programme/meaning.rs"]
mod meaning;
#[path = "programme/sight.rs"]
mod sight;
#[path = "programme/texts.rs"]
mod texts;
#[path = "programme/twin.rs"]
mod twin;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::LazyLock;

use gangmu_base::{Cell, Period};
use gangmu_formula::check::Checked;
use gangmu_formula::typed::{Node, NodeKind};
use gangmu_formula::{Column, Subjects, evaluate};
use gangmu_num::BigInt;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use facts::{Facts, year};
use meaning::{Got, Out, Q, q};
use sight::checked;
use twin::{Twin, Who};

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
    for (index, who) in of.iter().enumerate() {
        let fast = said(&column, index);
        let slow = twin.formula(&formula.root, &Who { all: all.clone(), index }, at);
        assert_eq!(fast, slow, "left fast, right slow: `{text}` for {who:?} at {at}");
        with_value += usize::from(!matches!(slow, Out::Number(Err(_)) | Out::Flag(Err(_))));
    }
    with_value
}

static POOLS: LazyLock<Vec<(usize, rayon::ThreadPool)>> = LazyLock::new(|| {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    [1, 2, 3, 8].into_iter().map(|threads| (threads, pool(threads))).collect()
});

proptest! {
    #![proptest_config(config())]

    #[test]
    fn fast_and_slow_agree_to_the_last_digit(
        text in texts::formulas(4),
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
        for (threads, pool) in POOLS.iter() {
            let again = pool.install(|| evaluate(&formula, &facts, at, &columns(&of)));
            prop_assert_eq!(&again, &column, "{} threads: {}", threads, text);
        }
    }
}

/// The word for a kind of node, a function or an aggregate.
fn kind(node: &Node) -> String {
    let word = |shown: String| shown.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
    match &node.kind {
        NodeKind::Function(function, _) => format!("{function:?}"),
        NodeKind::Binary(operator, ..) => format!("{operator:?}"),
        NodeKind::OverTime(aggregate, ..) => format!("{aggregate:?} over time"),
        NodeKind::OverPopulation(aggregate, ..) => format!("{aggregate:?} in population"),
        NodeKind::OverList(aggregate, ..) => format!("{aggregate:?} of a list"),
        NodeKind::Reference(reference) => word(format!("{reference:?}")),
        other => word(format!("{other:?}")),
    }
}

/// The texts that are tried are worth trying: all there is in the language comes up, few are too
/// long for the twin, and most facts they ask for are known.
#[test]
fn all_there_is_in_the_language_is_tried() {
    let mut runner = TestRunner::deterministic();
    let (mut seen, mut long, mut figures, mut with_value) = (BTreeMap::new(), 0, 0, 0);
    let strategy = (texts::formulas(3), any::<u64>(), subjects());
    for _ in 0..2_000 {
        let (text, seed, of) = strategy.new_tree(&mut runner).unwrap().current();
        let formula = checked(&text).unwrap();
        let mut below = vec![&formula.root];
        while let Some(node) = below.pop() {
            *seen.entry(kind(node)).or_insert(0) += 1;
            node.for_each_child(|child| below.push(child));
        }
        if twin::steps(&formula.root, of.len() as u64) > PATIENCE {
            long += 1;
            continue;
        }
        figures += of.len();
        with_value += compare(&formula, &text, Facts { seed }, &of, year(2025));
    }
    assert!(long < 100, "{long} of 2,000 are too long for the twin");
    assert!(with_value * 3 > figures, "{with_value} of {figures} figures have a value");
    // 21 functions but for exp, ln and sqrt; with both directions of six of them.
    let rare: Vec<_> = seen.iter().filter(|(_, times)| **times < 3).collect();
    assert!(rare.is_empty(), "{rare:?}");
    assert_eq!(seen.len(), 97, "{seen:#?}");
}

/// Every expression of two operators over a few figures, known and unknown.
#[test]
fn every_small_expression_agrees() {
    let leaves =
        ["0", "2", "0.5", "number(x)", "number(t)", "number(x @ prev)", "(1 / 0)", "skip", "P"];
    let one = [
        "-{}",
        "abs({})",
        "floor({})",
        "ceil({})",
        "round({}, 0)",
        "(if has({}) then 1 else 0)",
        "coalesce({}, 7)",
        "line({}, 0: 5, 2: 0, 90: 1)",
        "slabs({}, < 2: 0.25, < 0: 0.5)",
        "slabs({}, > 0: 1, > 2: 2)",
        "median({} in class)",
        "rank({}, better: \"high\" in all)",
        "mean({} over 2 last)",
        "sum(known({}) over 3 before)",
        "count({} in all)",
        "({} of parent)",
    ];
    let two = [
        "({} + {})",
        "({} - {})",
        "({} * {})",
        "({} / {})",
        "min({}, {})",
        "max({}, {})",
        "short({}, {})",
        "excess({}, {})",
        "relative({}, {})",
        "attained({}, {})",
        "per({}, {})",
        "started({}, {})",
        "full({}, {})",
        "coalesce({}, {})",
        "({} < {})",
        "({} <= {})",
        "({} == {})",
        "({} != {})",
        "reached({}, {})",
        "better({}, {})",
    ];
    let three = [
        "share({}, {}, {})",
        "clamp({}, {}, {})",
        "bands({}, >= {}: 1, < 2: 3, else: {})",
        "(if {} < 2 then {} else {})",
        "((if {} > 0 then true else {} == 1) or {} < 1)",
    ];
    let mut pairs = Vec::new();
    for template in two {
        for a in leaves {
            let text = template.replacen("{}", a, 1);
            pairs.extend(leaves.map(|b| text.replacen("{}", b, 1)));
        }
    }
    let mut all = pairs.clone();
    for template in one {
        all.extend(leaves.map(|a| template.replace("{}", a)));
        all.extend(pairs.iter().map(|pair| template.replace("{}", pair)));
    }
    for template in three {
        for a in leaves {
            for b in leaves {
                let text = template.replacen("{}", a, 1).replacen("{}", b, 1);
                all.extend(leaves.map(|c| text.replacen("{}", c, 1)));
            }
        }
    }
    let of = [(1, 0), (2, 0), (5, 1), (7, 1), (8, 1)];
    let mut tried = 0;
    for text in &all {
        // Conditions are no figures, and nothing says which of two numbers is the better.
        let Ok(formula) = checked(text) else { continue };
        for seed in [3, 4] {
            compare(&formula, text, Facts { seed }, &of, year(2025));
        }
        tried += 1;
    }
    assert!(tried > 20_000, "{tried} of {}", all.len());
}

/// `exp`, `ln` and `sqrt` against sums and roots of fractions, to 30 digits.
#[test]
fn curves_are_right_to_thirty_digits() {
    let works_out = |text: &str| {
        let column =
            evaluate(&checked(text).unwrap(), &Facts { seed: 0 }, year(2025), &columns(&[(1, 0)]));
        match said(&column, 0) {
            Out::Number(Ok((_, value))) => value,
            other => panic!("{text}: {other:?}"),
        }
    };
    let one = Q::from_integer(BigInt::from(1));
    let digits = |n: u32| Q::from_integer(BigInt::from(10).pow(n));
    for (n, d) in [(0, 1), (1, 3), (2, 1), (7, 2), (-5, 4), (12, 1), (1, 1_000)] {
        let x = Q::new(BigInt::from(n), BigInt::from(d));
        let (mut term, mut exp) = (one.clone(), one.clone());
        for step in 1..120 {
            term = term * &x / Q::from_integer(BigInt::from(step));
            exp += &term;
        }
        let found = works_out(&format!("exp({n} / {d})"));
        let off = (&found - &exp) / &exp;
        assert!(off < one.clone() / digits(30) && -off < one.clone() / digits(30), "exp {n}/{d}");
        // The logarithm takes it back, and the root squares to what it was taken of.
        let off = works_out(&format!("ln(exp({n} / {d}))")) - &x;
        assert!(off < one.clone() / digits(30) && -off < one.clone() / digits(30), "ln {n}/{d}");
        let root = works_out(&format!("sqrt(exp({n} / {d}))"));
        let off = (&root * &root - &found) / &found;
        assert!(off < one.clone() / digits(30) && -off < one.clone() / digits(30), "sqrt {n}/{d}");
    }
}
