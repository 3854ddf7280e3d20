//! Texts of formulas that make sense: every function and operator, with fitting types and units.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

type Texts = BoxedStrategy<String>;

/// Texts of one depth, by what they give.
#[derive(Clone)]
struct Level {
    /// Figures without a unit, in cases, in percent, in days per case.
    figures: [Texts; 4],
    /// Facts in the same units: a number written in the formula has none of its own.
    facts: [Texts; 4],
    /// Figures in percent and in days per case of which it is known which way is better.
    directed: [Texts; 2],
    flag: Texts,
    label: Texts,
    labels: Texts,
}

const PURE: usize = 0;
/// Where the units of `Level::directed` stand in `Level::figures`.
const DIRECTED: [usize; 2] = [2, 3];

fn words(words: &[&'static str]) -> Texts {
    select(words.to_vec()).prop_map(str::to_owned).boxed()
}

/// A template with holes `{}`, filled from left to right.
fn fill(template: &str, parts: &[String]) -> String {
    let mut pieces = template.split("{}");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for (piece, part) in pieces.zip(parts) {
        text.push_str(part);
        text.push_str(piece);
    }
    text
}

/// One of the templates, each with what fills its holes.
fn any_of(templates: Vec<(u32, &'static str, Vec<&Texts>)>) -> Texts {
    let arms = templates.into_iter().map(|(weight, template, parts)| {
        assert_eq!(template.matches("{}").count(), parts.len(), "{template}");
        let parts: Vec<Texts> = parts.into_iter().cloned().collect();
        (weight, parts.prop_map(move |parts| fill(template, &parts)).boxed())
    });
    Union::new_weighted(arms.collect()).boxed()
}

fn leaves() -> Level {
    let numbers = ["0", "1", "2", "5", "0.5", "90", "3.5", "0.25"];
    let with = |facts: &[&'static str]| words(&[&numbers[..], facts, facts].concat());
    let pure = [
        "P",
        "base",
        "total",
        "deducted",
        "bonus",
        "events(\"outage\")",
        "events(outage, \"major\")",
        "answers(Q, \"good\", \"fair\")",
        "answers(Q)",
        "checked(X)",
        "practices(\"approved\")",
        "milestones(late: 0.7)",
        "result(\"city\")",
        "points(Y)",
        "size(class)",
        "size(all)",
        "attribute(population)",
        "number(label)",
        "skip",
    ];
    let percent = ["x", "t", "worst", "best", "X", "value(X)", "target(X)"];
    let days = ["Y", "value(Y)", "target(Y)", "worst(Y)", "best(Y)"];
    let case = ["A", "B", "`hot-line`", "element(A)"];
    Level {
        figures: [with(&pure), with(&case), with(&percent), with(&days)],
        facts: [words(&pure[..3]), words(&case), words(&percent), words(&days)],
        directed: [words(&percent), words(&days)],
        flag: words(&["true", "false", "open", "ranked(\"city\")"]),
        label: words(&["label", "\"A\"", "\"3\""]),
        labels: words(&["ratings(R)", "grades(G)"]),
    }
}

fn aggregate() -> Texts {
    words(&["sum", "mean", "median", "min", "max"])
}

fn stretch() -> Texts {
    words(&["months", "quarters", "halves", "3 before", "2 last", "2023..2025"])
}

fn moment() -> Texts {
    words(&["prev", "-1", "-2", "2025", "2023", "\"2025-06\""])
}

/// Figures of one unit from texts one level lower.
fn figure(unit: usize, low: &Level) -> Vec<(u32, &'static str, Vec<Texts>)> {
    let (a, fact) = (&low.figures[unit], &low.facts[unit]);
    let (pure, flag) = (&low.figures[PURE], &low.flag);
    let population = words(&["class", "all"]);
    let own = |parts: &[&Texts]| parts.iter().map(|part| (*part).clone()).collect::<Vec<_>>();
    let mut all = vec![
        (3, "({} + {})", own(&[a, a])),
        (3, "({} - {})", own(&[a, a])),
        (1, "(-{})", own(&[a])),
        (2, "(({} + {}) * {})", own(&[fact, a, pure])),
        (1, "(({} - {}) / {})", own(&[fact, a, pure])),
        (1, "min({}, {}, {})", own(&[a, a, a])),
        (2, "max({}, {})", own(&[a, a])),
        (1, "clamp({}, {}, {})", own(&[a, a, a])),
        (1, "clamp({}, 0, 5)", own(&[a])),
        (1, "abs({})", own(&[a])),
        (1, "floor({})", own(&[a])),
        (1, "ceil({})", own(&[a])),
        (1, "round({}, 2)", own(&[a])),
        (1, "round({}, 0)", own(&[a])),
        (3, "(if {} then {} else {})", own(&[flag, a, a])),
        (1, "cases({}: {}, {}: {}, else: {})", own(&[flag, a, flag, a, a])),
        (1, "coalesce({}, {})", own(&[a, a])),
        (1, "({}) @ {}", own(&[a, &moment()])),
        (1, "({}) of parent", own(&[a])),
        (2, "{}({} over {})", own(&[&aggregate(), a, &stretch()])),
        (1, "{}(known({}) over {})", own(&[&aggregate(), a, &stretch()])),
        (2, "{}({} in {})", own(&[&aggregate(), a, &population])),
        (1, "top({}, 2, better: \"high\" in {})", own(&[a, &population])),
        (1, "top({}, 3, better: \"low\" in {})", own(&[a, &population])),
        (1, "(let v = {}; v - mean(v in class))", own(&[a])),
        (1, "(let v = {}; let w = v + {}; max(v, w) - w / 2)", own(&[a, a])),
    ];
    for (place, directed) in low.directed.iter().enumerate().filter(|(p, _)| DIRECTED[*p] == unit) {
        let other = &low.figures[DIRECTED[place]];
        all.push((2, "short({}, {})", own(&[directed, other])));
        all.push((2, "excess({}, {})", own(&[directed, other])));
        all.push((1, "top({}, 2 in class)", own(&[directed])));
    }
    all
}

/// What only gives figures without a unit.
fn pure(low: &Level) -> Vec<(u32, &'static str, Vec<Texts>)> {
    let own = |parts: &[&Texts]| parts.iter().map(|part| (*part).clone()).collect::<Vec<_>>();
    let (pure, flag) = (&low.figures[PURE], &low.flag);
    let mut all = vec![
        (1, "count({} over {})", own(&[flag, &stretch()])),
        (1, "count({} in class)", own(&[flag])),
        (1, "lookup({}, \"A\": 6, \"3\": -4, else: 1)", own(&[&low.label])),
        (1, "lookup({}, \"A\": 6, \"B\": skip)", own(&[&low.label])),
        (1, "number({})", own(&[&low.label])),
        (1, "mean(number({}))", own(&[&low.labels])),
        (1, "median(lookup({}, \"A\": 6, \"B\": 4, else: skip))", own(&[&low.labels])),
        (1, "mean(lookup({}, \"A\": 6, \"3\": 2, else: 0.5), trim: 1)", own(&[&low.labels])),
        (1, "sum(lookup({}, \"D*\": 1, else: 0))", own(&[&low.labels])),
        (1, "count({})", own(&[&low.labels])),
        (1, "min(lookup({}, \"A\": 6, else: skip))", own(&[&low.labels])),
        (1, "max(number({}))", own(&[&low.labels])),
    ];
    for (a, fact) in low.figures.iter().zip(&low.facts) {
        all.extend([
            (1, "number({})", own(&[a])),
            (1, "(({} + {}) / ({} - {}))", own(&[fact, a, fact, a])),
            (1, "per({}, {})", own(&[a, a])),
            (1, "started({}, {})", own(&[a, a])),
            (1, "full({}, 2)", own(&[a])),
            (1, "share({}, {}, {})", own(&[a, a, a])),
            (1, "line({}, 0: 0, 2: 0.5, 90: -1)", own(&[a])),
            (1, "bands({}, >= {}: {}, < {}: {}, else: {})", own(&[a, a, pure, a, pure, pure])),
            (1, "bands({}, == 2: 1, > {}: 5, != 0: {}, else: 0)", own(&[a, a, pure])),
            (1, "bands({}, >= 5: {}, > {} and < 5: 2)", own(&[a, pure, a])),
            (1, "bands({}, >= {} and <= 90: 1, < 2: {}, else: {})", own(&[a, a, pure, pure])),
            (1, "slabs({}, < 5: 0.25, < 2: 0.5)", own(&[a])),
            (1, "slabs({}, > 0: 0.25, > 3.5: 0.5)", own(&[a])),
            (1, "rank({}, better: \"low\" in all)", own(&[a])),
            (1, "count({} in class)", own(&[a])),
            (1, "count({} over 3 before)", own(&[a])),
        ]);
    }
    for (place, directed) in low.directed.iter().enumerate() {
        let other = &low.figures[DIRECTED[place]];
        all.push((1, "rank({} in class)", own(&[directed])));
        all.push((1, "relative({}, {})", own(&[directed, other])));
        all.push((2, "attained({}, {})", own(&[directed, other])));
    }
    all
}

fn flag(low: &Level) -> Texts {
    let (flag, compare) = (&low.flag, words(&["<", "<=", ">", ">=", "==", "!="]));
    let (moment, population) = (moment(), words(&["prev", "-2", "2023"]));
    let mut all = vec![
        (2, "({} and {})", vec![flag, flag]),
        (2, "({} or {})", vec![flag, flag]),
        (2, "(not {})", vec![flag]),
        (1, "(if {} then {} else {})", vec![flag, flag, flag]),
        (1, "({}) @ {}", vec![flag, &moment]),
        (1, "({}) @ {}", vec![flag, &population]),
        (1, "({}) of parent", vec![flag]),
        (1, "({} == {})", vec![&low.label, &low.label]),
        (1, "(let f = {}; f or not f)", vec![flag]),
    ];
    for a in &low.figures {
        all.push((2, "({} {} {})", vec![a, &compare, a]));
        all.push((1, "has({})", vec![a]));
    }
    for (place, directed) in low.directed.iter().enumerate() {
        let other = &low.figures[DIRECTED[place]];
        all.push((2, "reached({}, {})", vec![directed, other]));
        all.push((1, "better({}, {})", vec![directed, other]));
    }
    any_of(all)
}

fn higher(low: &Level) -> Level {
    let own = |templates: Vec<(u32, &'static str, Vec<Texts>)>, leaf: &Texts| {
        let mut all: Vec<_> =
            templates.iter().map(|(w, t, parts)| (*w, *t, parts.iter().collect())).collect();
        all.push((6, "{}", vec![leaf]));
        any_of(all)
    };
    let figures = std::array::from_fn(|unit| {
        let mut templates = figure(unit, low);
        if unit == PURE {
            templates.extend(pure(low));
        }
        own(templates, &low.figures[unit])
    });
    let directed = [0, 1].map(|place| {
        let (own, other) = (&low.directed[place], &low.figures[DIRECTED[place]]);
        let (aggregate, stretch) = (aggregate(), stretch());
        any_of(vec![
            (4, "{}", vec![own]),
            (1, "(-{})", vec![own]),
            (1, "({} + {})", vec![own, other]),
            (1, "(2 * {})", vec![own]),
            (1, "({}) @ prev", vec![own]),
            (1, "({}) of parent", vec![own]),
            (1, "{}({} over {})", vec![&aggregate, own, &stretch]),
            (1, "{}({} in class)", vec![&aggregate, own]),
        ])
    });
    let label = any_of(vec![
        (3, "{}", vec![&low.label]),
        (1, "({}) @ prev", vec![&low.label]),
        (1, "({}) of parent", vec![&low.label]),
        (1, "(if {} then {} else {})", vec![&low.flag, &low.label, &low.label]),
    ]);
    let labels = any_of(vec![
        (3, "{}", vec![&low.labels]),
        (1, "({}) @ prev", vec![&low.labels]),
        (1, "({}) of parent", vec![&low.labels]),
        (1, "(if {} then {} else {})", vec![&low.flag, &low.labels, &low.labels]),
    ]);
    let flag = any_of(vec![(1, "{}", vec![&low.flag]), (4, "{}", vec![&flag(low)])]);
    Level { figures, facts: low.facts.clone(), directed, flag, label, labels }
}

/// Formulas of at most so many levels that give a figure or a condition.
pub(crate) fn formulas(levels: usize) -> Texts {
    let top = (0..levels).fold(leaves(), |low, _| higher(&low));
    let [pure, case, percent, days] = top.figures;
    Union::new_weighted(vec![(6, pure), (1, case), (1, percent), (1, days), (2, top.flag)]).boxed()
}
