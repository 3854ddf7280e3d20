//! Texts of rules about `x`, `Y` and `t`: what is found in practice, put together at random.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

type Texts = BoxedStrategy<String>;

/// Rules and parts of rules that are in use, most of which never fall.
const PRACTICE: [&str; 34] = [
    "P * attained(x, t)",
    "P * relative(x, t)",
    "P * attained(Y, target(Y))",
    "(P - 0.25 * per(short(x, t), 1))",
    "(P - 0.2 * started(short(x, t), 0.5))",
    "(P - 0.2 * started(short(Y, target(Y)), 0.5))",
    "0.1 * full(excess(x, t), 0.1 * t)",
    "P * line(x, 70: 0, 85: 0.6, 95: 1)",
    "P * share(x, worst, best)",
    "P * share(Y, worst(Y), best(Y))",
    "bands(x, >= t: 1, >= 85: 0.75, >= 75: 0.4, else: 0)",
    "bands(x, >= 90: P, >= t: 1, else: 0)",
    "bands(Y, <= target(Y): 2, <= 8: 1.5, <= 12: 0.5, else: 0)",
    "(P - slabs(number(x), < 98: 0.25, < 96: 0.5))",
    "(if x < 90 then 0 else 0.2 * number(x) - 18)",
    "(if reached(x, t) then P else 0)",
    "(if reached(x, t) then P + min(0.3, 0.1 * full(excess(x, t), 0.1 * t)) else P * relative(x, t))",
    "(if better(x, min(90, median(x in all))) then P else 0)",
    "(P - 0.25 * per(short(x, min(88, median(x in class))), 1))",
    "(P - 0.25 * per(short(Y, mean(Y @ prev in all)), 1))",
    "(P - 0.3 * (rank(x in class) - 1))",
    "(P - 0.3 * (rank(Y in class) - 1))",
    "(if rank(x in class) == count(x in class) then 0.3 else 0)",
    "cases(Y <= target(Y): P, Y <= 5: P * share(Y, 5, target(Y)), else: -0.33 * P)",
    "cases(Y <= target(Y): P, Y <= 5: P * number(5 - Y) / number(5 - target(Y)), else: -0.33 * P)",
    "(let two = mean(x over 2 last); cases(reached(x, t) and two >= t - 5: 3, two >= t - 5: 2.75, reached(x, t): 2, else: 0))",
    "(let rel = 100 * relative(Y, mean(Y over 3 before)); if rel < 98 then max(0, 3 - 0.1 * (98 - rel)) else 3 + min(1, 0.05 * (rel - 98)))",
    "(let start = x @ 2023; let need = 0.65 * (t - start); let got = x - start; if better(x @ prev, x) then 0 else if need <= 0 then P else if got < need then P * 0.6 * share(got, 0, need) else P * (0.6 + 0.4 * share(got, need, t - start)))",
    "(let start = x @ 2022; if start == best then P else P * clamp((x - start) / (best - start) / 0.5, 0, 1))",
    "number(x - median(x in class))",
    "number(mean(x over 2023..2025))",
    "number(x) / number(x + t)",
    "rank((x - x @ prev) in class)",
    "(if size(class) < 3 then P - 0.2 * per(short(x, t), 1) else P - 0.3 * (rank(x in class) - 1))",
];

fn fill(template: &str, parts: &[String]) -> String {
    let mut pieces = template.split("{}");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for (piece, part) in pieces.zip(parts) {
        text.push_str(part);
        text.push_str(piece);
    }
    text
}

fn any_of(templates: Vec<(u32, &'static str, Vec<&Texts>)>) -> Texts {
    let arms = templates.into_iter().map(|(weight, template, parts)| {
        assert_eq!(template.matches("{}").count(), parts.len(), "{template}");
        let parts: Vec<Texts> = parts.into_iter().cloned().collect();
        (weight, parts.prop_map(move |parts| fill(template, &parts)).boxed())
    });
    Union::new_weighted(arms.collect()).boxed()
}

fn words(words: &[&'static str]) -> Texts {
    select(words.to_vec()).prop_map(str::to_owned).boxed()
}

/// Figures without a unit, and conditions, of the next level. `alone` leaves out what asks for
/// other subjects.
fn next(n: &Texts, f: &Texts, alone: bool) -> (Texts, Texts) {
    let compare = words(&["<", "<=", ">", ">="]);
    let fixed = words(&["0", "1", "2", "0.5", "90", "P", "number(t)", "number(x @ prev)"]);
    let number = words(&["0", "2", "3", "4.5", "70"]);
    let mut figures = vec![
        // Targets and values of either sign, and 0.
        (1, "attained(Y - {}, target(Y) - {})", vec![&number, &number]),
        (1, "attained({} - Y, target(Y) - {})", vec![&number, &number]),
        (1, "attained(x - {}, t - {})", vec![&number, &number]),
        (3, "({} + {})", vec![n, n]),
        (3, "({} - {})", vec![n, n]),
        (2, "({} * {})", vec![n, n]),
        (2, "({} * {})", vec![&fixed, n]),
        (1, "({} / {})", vec![n, n]),
        (1, "({} / {})", vec![n, &fixed]),
        (1, "(-{})", vec![n]),
        (2, "max({}, {})", vec![n, n]),
        (2, "min({}, {})", vec![n, n]),
        (1, "clamp({}, 0, 5)", vec![n]),
        (1, "clamp({}, {}, {})", vec![n, n, n]),
        (1, "abs({})", vec![n]),
        (1, "floor({})", vec![n]),
        (1, "ceil({})", vec![n]),
        (1, "round({}, 1)", vec![n]),
        (1, "exp(min({}, 3))", vec![n]),
        (1, "sqrt({})", vec![n]),
        (2, "(if {} then {} else {})", vec![f, n, n]),
        (1, "(if {} then {} else {})", vec![f, n, &fixed]),
        (1, "cases({}: {}, {}: {}, else: {})", vec![f, n, f, n, n]),
        (1, "(if {} then skip else {})", vec![f, n]),
        (1, "bands({}, >= 50: {}, >= {}: 1, else: 0)", vec![n, n, n]),
        (1, "bands({}, < {}: {}, < 90: 1, else: {})", vec![n, n, n, n]),
        (1, "bands({}, == 90: 1, != {}: {}, else: 0)", vec![n, n, n]),
        (1, "line({}, 0: 0, 50: 1, 90: 3)", vec![n]),
        (1, "line({}, 2: 3, 50: 1, 90: 2)", vec![n]),
        (1, "slabs({}, < 90: 0.25, < 50: 0.5)", vec![n]),
        (1, "slabs({}, > 2: 1, > 60: -0.5)", vec![n]),
        (1, "share({}, {}, {})", vec![n, n, n]),
        (1, "share({}, 2, 85)", vec![n]),
        (1, "per({}, {})", vec![n, n]),
        (1, "started({}, 0.5)", vec![n]),
        (1, "full({}, {})", vec![n, &fixed]),
        (1, "coalesce({}, {})", vec![n, n]),
        (1, "(let v = {}; let w = v + {}; w - v / 2)", vec![n, n]),
        (1, "(let v = {}; if v < {} then v else {})", vec![n, n, n]),
        (1, "mean({} over 2 last)", vec![n]),
        (1, "max({} over 2024..2026)", vec![n]),
        (1, "mean(known({}) over 2 last)", vec![n]),
        (1, "sum({} over 3 before)", vec![n]),
        (1, "count({} over 2 last)", vec![f]),
        (1, "count({} over 2 last)", vec![n]),
        (1, "({}) @ prev", vec![n]),
        (1, "({}) @ 2025", vec![n]),
    ];
    let population = [
        (1, "mean({} in class)", vec![n]),
        (1, "median({} in all)", vec![n]),
        // Next to 0 it changes as fast as a jump.
        (1, "ln({})", vec![n]),
        (1, "max({} in all)", vec![n]),
        (1, "sum({} in class)", vec![n]),
        (1, "count({} in class)", vec![n]),
        (1, "count({} in all)", vec![f]),
        (1, "top({}, 2, better: \"high\" in class)", vec![n]),
        (1, "rank({}, better: \"high\" in class)", vec![n]),
        (1, "rank({}, better: \"low\" in all)", vec![n]),
        (1, "(let v = {}; v - median(v in class))", vec![n]),
        (1, "({}) of parent", vec![n]),
    ];
    if !alone {
        figures.extend(population);
    }
    let conditions = vec![
        (4, "({} {} {})", vec![n, &compare, n]),
        (3, "({} {} {})", vec![n, &compare, &fixed]),
        (1, "({} == {})", vec![n, &fixed]),
        (1, "({} != {})", vec![n, &fixed]),
        (1, "({} and {})", vec![f, f]),
        (1, "({} or {})", vec![f, f]),
        (1, "(not {})", vec![f]),
        (1, "has({})", vec![n]),
        (1, "(if {} then {} else {})", vec![f, f, f]),
    ];
    (any_of(figures), any_of(conditions))
}

/// Rules of at most so many levels. `alone` leaves out what asks for other subjects.
pub(crate) fn rules(levels: usize, alone: bool) -> Texts {
    let asks_others = |text: &&&str| {
        text.contains(" in class") || text.contains(" in all") || text.contains("size")
    };
    let practice: Vec<&'static str> =
        PRACTICE.iter().filter(|text| !(alone && asks_others(text))).copied().collect();
    let facts =
        ["number(x)", "number(Y)", "number(t)", "number(x @ prev)", "P", "number(Y @ 2025)"];
    let numbers = ["0", "1", "2", "0.5", "5", "90"];
    let leaf =
        Union::new_weighted(vec![(5, words(&practice)), (4, words(&facts)), (2, words(&numbers))])
            .boxed();
    let condition = words(&[
        "reached(x, t)",
        "better(x, x @ prev)",
        "reached(Y, target(Y))",
        "x >= 90",
        "Y < 5",
        "open",
        "true",
        "false",
    ]);
    let (mut figures, mut conditions) = (leaf, condition);
    for _ in 0..levels {
        let (f, c) = next(&figures, &conditions, alone);
        figures = Union::new_weighted(vec![(2, figures), (3, f)]).boxed();
        conditions = Union::new_weighted(vec![(1, conditions), (2, c)]).boxed();
    }
    Union::new_weighted(vec![(9, figures), (1, conditions)]).boxed()
}
