//! What is said of a rule's direction and range holds for every rule, whatever the facts are.

#[path = "programme/grid.rs"]
mod grid;
#[path = "programme/rules.rs"]
mod rules;
#[path = "programme/sight.rs"]
mod sight;
#[path = "programme/stated.rs"]
mod stated;

use gangmu_base::Period;
use gangmu_formula::analyse::{Course, Shape, analyse};
use gangmu_formula::check::Checked;
use gangmu_formula::{Column, Reference, Subjects, evaluate};
use gangmu_num::Ratio;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use grid::Grid;
use sight::checked;
use stated::ranges;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

fn present() -> Period {
    Period::year(2025).unwrap()
}

fn x() -> Reference {
    Reference::Indicator("X".into())
}

fn y() -> Reference {
    Reference::Indicator("Y".into())
}

fn shape(formula: &Checked, of: &Reference) -> Shape {
    analyse(formula, of, present(), &ranges)
}

/// The figure of one subject; of a condition, 1 where it holds.
fn figure(formula: &Checked, facts: &Grid, subjects: &Subjects, index: usize) -> Option<Ratio> {
    match evaluate(formula, facts, present(), subjects) {
        Column::Flags(flags) => {
            flags.at(index).value().map(|flag| Ratio::from_int(i64::from(*flag)))
        }
        other => other.into_numbers().at(index).value().cloned(),
    }
}

/// Moves the fact of one subject up through `values` and looks whether the figure keeps to what is
/// said of it. How often the figure changed.
fn keeps_to(
    text: &str,
    formula: &Checked,
    of: &Reference,
    shape: &Shape,
    seed: u64,
    values: &[Ratio],
) -> usize {
    let units: Vec<u32> = (1..=1 + (seed % 5) as u32).collect();
    let classes: Vec<u32> = units.iter().map(|unit| (seed >> unit) as u32 % 2).collect();
    let index = (seed >> 8) as usize % units.len();
    let unit = units[index];
    let subjects = Subjects::new(units, classes);
    let mut seen: Vec<(&Ratio, Ratio)> = Vec::new();
    let mut changes = 0;
    for value in values {
        let moved = Some((unit, of.clone(), present(), value.clone()));
        let facts = Grid { seed, moved };
        let Some(figure) = figure(formula, &facts, &subjects, index) else { continue };
        let told = || format!("`{text}` of {of:?} at {value}, seed {seed}: {figure}, {shape:?}");
        assert!(shape.range.contains(&figure), "out of range: {}", told());
        for (before, other) in &seen {
            let steps = value - *before;
            let slope = (&figure - other).div(&steps).unwrap();
            assert!(shape.slope.contains(&slope), "after {other} at {before}: {}", told());
            let order = other.cmp(&figure);
            let fits = match shape.direction {
                Course::Constant => order.is_eq(),
                Course::NeverFalls => order.is_le(),
                Course::NeverRises => order.is_ge(),
                Course::Unknown => true,
            };
            assert!(fits, "after {other} at {before}: {}", told());
        }
        changes += usize::from(seen.last().is_some_and(|(_, last)| *last != figure));
        seen.push((value, figure));
    }
    changes
}

/// Values of a fact, rising, many of them where rules like to have thresholds.
fn rising(of: &Reference, dice: &[u64]) -> Vec<Ratio> {
    let mut values: Vec<Ratio> = dice.iter().map(|dice| Grid::value(of, *dice)).collect();
    values.sort();
    values.dedup();
    values
}

fn facts() -> impl Strategy<Value = Reference> {
    select(vec![x(), x(), x(), y(), y(), Reference::Target("X".into())])
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_said_of_a_rule_holds(
        text in rules::rules(3, false),
        of in facts(),
        seeds in vec(any::<u64>(), 4),
        dice in vec(any::<u64>(), 10),
    ) {
        let formula = checked(&text);
        prop_assert!(formula.is_ok(), "`{}`: {:?}", text, formula.err());
        let formula = formula.unwrap();
        let shape = shape(&formula, &of);
        for seed in seeds {
            keeps_to(&text, &formula, &of, &shape, seed, &rising(&of, &dice));
        }
    }
}

/// The test above is worth something: many rules of some size have a direction that is known, and
/// move.
#[test]
fn many_directions_are_known() {
    let mut runner = TestRunner::deterministic();
    let strategy = (rules::rules(3, false), vec(any::<u64>(), 4), vec(any::<u64>(), 12));
    let (mut known, mut unknown, mut moving) = (0, 0, 0);
    while known + unknown < 1_000 {
        let (text, seeds, dice) = strategy.new_tree(&mut runner).unwrap().current();
        let formula = checked(&text).unwrap();
        let shape = shape(&formula, &x());
        let changes: usize = seeds
            .into_iter()
            .map(|seed| keeps_to(&text, &formula, &x(), &shape, seed, &rising(&x(), &dice)))
            .sum();
        match shape.direction {
            Course::Constant => continue,
            Course::Unknown => unknown += 1,
            Course::NeverFalls | Course::NeverRises => {
                known += 1;
                moving += usize::from(changes > 0);
            }
        }
    }
    assert!(known > 400, "{known} of 1,000 directions are known");
    assert!(moving * 3 > known * 2, "{moving} of {known} were seen to move");
}
