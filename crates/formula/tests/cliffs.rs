//! The jumps that are found are all there are, and each of them is one.

#[path = "programme/grid.rs"]
mod grid;
#[path = "programme/rules.rs"]
mod rules;
#[path = "programme/sight.rs"]
mod sight;
#[path = "programme/stated.rs"]
mod stated;

use gangmu_base::{Cell, Period, Status};
use gangmu_formula::analyse::{Cliff, Cliffs, Reason, cliffs};
use gangmu_formula::check::Checked;
use gangmu_formula::{Cells, Column, Reference, Source, Subjects, evaluate};
use gangmu_num::Ratio;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use grid::Grid;
use sight::checked;
use stated::r;

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

/// One subject for whom `of` is what is asked, and all else as the grid says.
struct One<'g> {
    grid: &'g Grid,
    of: Reference,
    values: Vec<Ratio>,
}

impl Source for One<'_> {
    fn fact(&self, reference: &Reference, period: Period, _: &Subjects) -> Column {
        if *reference == self.of && period == present() {
            return Column::Numbers(Cells::Each(
                self.values.iter().cloned().map(Cell::known).collect(),
            ));
        }
        Column::Numbers(Cells::Same(match value(self.grid, reference, period) {
            Some(value) => Cell::known(value),
            None => Cell::unknown(Status::Missing),
        }))
    }

    fn parents(&self, subjects: &Subjects, _: Period) -> (Subjects, Vec<Option<usize>>) {
        (subjects.clone(), vec![None; subjects.len()])
    }
}

/// What a fact is, but for conditions, which are unknown.
fn value(grid: &Grid, reference: &Reference, period: Period) -> Option<Ratio> {
    match reference {
        Reference::Element(id) if &**id == "open" => None,
        _ => grid.cell(1, reference, period).value().cloned(),
    }
}

/// The figure for each value of the fact.
fn figures(formula: &Checked, grid: &Grid, of: &Reference, values: &[Ratio]) -> Vec<Option<Ratio>> {
    let count = values.len();
    let source = One { grid, of: of.clone(), values: values.to_vec() };
    let subjects = Subjects::new((0..count as u32).collect(), vec![0; count]);
    let cells = match evaluate(formula, &source, present(), &subjects) {
        Column::Flags(flags) => {
            flags.map(|flag| flag.map(|flag| Ratio::from_int(i64::from(*flag))))
        }
        other => other.into_numbers(),
    };
    (0..count).map(|index| cells.at(index).value().cloned()).collect()
}

fn found(formula: &Checked, grid: &Grid, of: &Reference) -> Cliffs {
    let facts = |reference: &Reference, period: Period| value(grid, reference, period);
    cliffs(formula, of, present(), &facts, ends(of))
}

fn ends(of: &Reference) -> (Ratio, Ratio) {
    let range = stated::ranges(of).unwrap();
    (range.low.unwrap(), range.high.unwrap())
}

/// What two figures a tiny step apart differ by at most when nothing jumps.
fn small() -> Ratio {
    Ratio::from_decimal_parts(1, 9)
}

/// A tiny step.
fn step() -> Ratio {
    Ratio::from_decimal_parts(1, 25)
}

fn apart(a: &Option<Ratio>, b: &Option<Ratio>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if (a - b).abs() > small())
}

/// Each jump that is told is there: beside it, and at it, the figure is what it is said to be.
fn is_there(formula: &Checked, grid: &Grid, of: &Reference, cliff: &Cliff) -> bool {
    let near = [&cliff.at - step(), cliff.at.clone(), &cliff.at + step()];
    let seen = figures(formula, grid, of, &near);
    let told = [&cliff.below, &cliff.at_value, &cliff.above];
    let fits =
        |(told, seen): (&&Option<Ratio>, &Option<Ratio>)| told.is_none() || !apart(told, seen);
    let sizes: Vec<&Ratio> = told.into_iter().flatten().collect();
    let size = *sizes.iter().max().unwrap() - *sizes.iter().min().unwrap();
    told.iter().zip(&seen).all(fits) && size == cliff.size && size.signum() > 0
}

/// Looks for jumps by halving wherever the figure changes, down to a width at which nothing but a
/// jump changes it by much; and beside every figure that rules like to use.
fn jumps_seen(formula: &Checked, grid: &Grid, of: &Reference) -> Vec<(Ratio, Ratio)> {
    let (low, high) = ends(of);
    let width = &high - &low;
    let at = |place: i64, of: i64| &low + &width * Ratio::new(place, of).unwrap();
    let mut dense: Vec<Ratio> = (0..=120).map(|place| at(place, 120)).collect();
    for liked in 0..72_u64 {
        let threshold = Grid::value(of, liked << 3 | 2);
        dense.extend([&threshold - step(), threshold.clone(), threshold + step()]);
    }
    dense.retain(|value| low <= *value && *value <= high);
    dense.sort();
    dense.dedup();
    let seen = figures(formula, grid, of, &dense);
    let mut pairs: Vec<(Ratio, Ratio, Option<Ratio>, Option<Ratio>)> = Vec::new();
    for (ends, values) in dense.windows(2).zip(seen.windows(2)) {
        pairs.push((ends[0].clone(), ends[1].clone(), values[0].clone(), values[1].clone()));
    }
    let mut jumps = Vec::new();
    for _ in 0..70 {
        pairs.retain(|(_, _, a, b)| apart(a, b));
        let (close, wide): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|(from, to, ..)| to - from <= step());
        jumps.extend(close.into_iter().map(|(from, to, ..)| (from, to)));
        let middle = |(from, to, ..): &(Ratio, Ratio, Option<Ratio>, Option<Ratio>)| {
            (from + to) * Ratio::new(1, 2).unwrap()
        };
        let middles: Vec<Ratio> = wide.iter().map(middle).collect();
        let values = figures(formula, grid, of, &middles);
        pairs = Vec::new();
        for (((from, to, a, b), middle), value) in wide.into_iter().zip(middles).zip(values) {
            pairs.push((from, middle.clone(), a, value.clone()));
            pairs.push((middle, to, value, b));
        }
        // Where the figure moves all along, the halves soon are without number.
        pairs.sort_by_key(|(_, _, a, b)| match (a, b) {
            (Some(a), Some(b)) => (b - a).abs().neg(),
            _ => Ratio::ZERO,
        });
        pairs.truncate(60);
    }
    jumps
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_jump_is_missed_and_none_made_up(
        text in rules::rules(2, true),
        of in select(vec![x(), x(), y()]),
        seed in any::<u64>(),
    ) {
        let formula = checked(&text).unwrap();
        let grid = Grid { seed, moved: None };
        let Cliffs::Found(told) = found(&formula, &grid, &of) else { return Ok(()) };
        for cliff in told.iter().take(50) {
            prop_assert!(is_there(&formula, &grid, &of, cliff), "`{text}` of {of:?}: {cliff:?}");
        }
        for (from, to) in jumps_seen(&formula, &grid, &of) {
            let known = told.iter().any(|cliff| from <= cliff.at && cliff.at <= to);
            prop_assert!(known, "`{text}` of {of:?} jumps between {from} and {to}: {told:?}");
        }
    }
}

/// The test above is worth something: most rules about one subject are gone into, and many jump.
#[test]
fn most_rules_are_gone_into() {
    let mut runner = TestRunner::deterministic();
    let strategy = (rules::rules(2, true), any::<u64>());
    let (mut with, mut without, mut refused) = (0, 0, 0);
    for _ in 0..400 {
        let (text, seed) = strategy.new_tree(&mut runner).unwrap().current();
        match found(&checked(&text).unwrap(), &Grid { seed, moved: None }, &x()) {
            Cliffs::Found(found) if found.is_empty() => without += 1,
            Cliffs::Found(_) => with += 1,
            Cliffs::NotAnalysed(Reason::NoFigure) => {}
            Cliffs::NotAnalysed(_) => refused += 1,
        }
    }
    assert!(with > 40 && without > 80, "{with} with, {without} without, {refused} refused");
    assert!(refused < 80, "{refused} of 400 are refused");
}

/// Points 2, target 85, last year 80, `Y` 4 and before that 5.
fn settled(reference: &Reference, period: Period) -> Option<Ratio> {
    Some(r(match reference {
        Reference::ItemPoints(_) => "2",
        Reference::Target(id) if &**id == "X" => "85",
        Reference::Target(_) => "3",
        Reference::Worst(_) => "60",
        Reference::Best(_) => "95",
        Reference::Indicator(id) if &**id == "X" && period < present() => "80",
        Reference::Indicator(_) if period == present() => "4",
        Reference::Indicator(_) => "5",
        _ => return None,
    }))
}

/// The jumps as a text: where, and what the figure is below, there and above.
fn told(text: &str, of: &Reference, low: &str, high: &str) -> String {
    match cliffs(&checked(text).unwrap(), of, present(), &settled, (r(low), r(high))) {
        Cliffs::NotAnalysed(reason) => format!("{reason:?}"),
        Cliffs::Found(found) => {
            let end = |end: &Option<Ratio>| match end {
                Some(value) => value.round_half_up(6).plain(),
                None => "-".to_owned(),
            };
            let one = |cliff: &Cliff| {
                let Cliff { at, below, at_value, above, .. } = cliff;
                format!("{at}: {} {} {}", end(below), end(at_value), end(above))
            };
            found.iter().map(one).collect::<Vec<_>>().join("; ")
        }
    }
}

#[test]
fn jumps_of_what_is_found_in_practice() {
    let table = [
        ("if reached(x, t) then P else 0", "85: 0 2 2"),
        ("if better(x, t) then P else 0", "85: 0 0 2"),
        ("if x == 90 then P else 0", "90: 0 2 0"),
        ("x >= 90", "90: 0 1 1"),
        ("bands(x, >= t: 1, >= 75: 0.4, else: 0)", "75: 0 0.4 0.4; 85: 0.4 1 1"),
        ("bands(x, >= 90: 2, >= 75 and < 90: 1)", "90: 1 2 2"),
        ("if x < 90 then 0 else 0.2 * number(x) - 18", ""),
        ("if x < 90 then 0 else 0.2 * number(x) - 17", "90: 0 1 1"),
        ("P * attained(x, t)", ""),
        ("P - 0.25 * per(short(x, t), 1)", ""),
        ("P * line(x, 70: 0, 85: 0.6, 95: 1)", ""),
        ("P * share(x, worst, best)", ""),
        ("P - slabs(number(x), < 98: 0.25, < 96: 0.5)", ""),
        ("P * 60 * exp(ln(100 / 60) * share(x, worst, best)) / 100", ""),
        (
            "if x < 85 then 0 else P * 60 * exp(share(x, worst, best)) / 100",
            "85: 0 2.451272 2.451272",
        ),
        ("floor(number(x) / 40)", "40: 0 1 1; 80: 1 2 2"),
        ("P - 0.5 * started(short(x, t), 30)", "25: 0.5 1 1; 55: 1 1.5 1.5; 85: 1.5 2 2"),
        ("full(excess(x, t), 10)", "95: 0 1 1"),
        ("round(number(x) / 100, 0)", "50: 0 1 1"),
        ("ceil(-number(x) / 40)", "40: 0 -1 -1; 80: -1 -2 -2"),
        (
            "if reached(x, t) then P + 0.1 * full(excess(x, t), 5) else P * relative(x, t)",
            "90: 2 2.1 2.1; 95: 2.1 2.2 2.2; 100: 2.2 2.3 -",
        ),
        ("let two = mean(x over 2 before); if x > two then P else 0", "80: 0 0 2"),
        ("let gain = (x - x @ prev) / (x @ prev); if gain >= 0.1 then P else 0", "88: 0 2 2"),
        ("if number(x * x) >= 25 * number(x) then P else 0", "0: - 2 0; 25: 0 2 2"),
        ("if number(x) * number(x) >= 2 then P else 0", "TooInvolved"),
        ("1 / (number(x) - 50)", "Unbounded"),
        ("1 / number(x)", ""),
        ("if x > 0 then 1 / number(x) else 1", "Unbounded"),
        ("abs(number(x) - 50) / (number(x) - 50)", "50: -1 - 1"),
        ("if has(1 / number(x)) then P else 0", "0: - 0 2"),
        ("coalesce((x - 50) / (x - 50), 3)", "50: 1 3 1"),
        ("floor(number(x) * 101)", "TooManyThresholds"),
        ("floor(1 / number(x))", "TooManyThresholds"),
        ("mean(x over 2 last)", "OverTime"),
        ("median(x in class)", "OverPopulation"),
        ("size(class)", "OverPopulation"),
        ("x of parent", "OfParent"),
        ("base", "NoFigure"),
        ("label", "NotAFigure"),
        ("x @ prev", ""),
        ("x @ 2025", ""),
        ("if x @ 2025 >= 10 and x < 20 then P else 0", "10: 0 2 2; 20: 2 0 0"),
    ];
    for (text, wanted) in table {
        assert_eq!(told(text, &x(), "0", "100"), wanted, "{text}");
    }
    let table = [
        (
            "cases(Y <= target(Y): P, Y <= 5: P * share(Y, 5, target(Y)), else: -0.33 * P)",
            "5: 0 0 -0.66",
        ),
        ("P * attained(Y, target(Y))", ""),
        ("bands(Y, <= target(Y): 2, <= 8: 1.5, else: 0)", "3: 2 2 1.5; 8: 1.5 1.5 0"),
    ];
    for (text, wanted) in table {
        assert_eq!(told(text, &y(), "0", "30"), wanted, "{text}");
    }
}
