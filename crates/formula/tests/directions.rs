//! Which way the rules found in practice move, within which bounds, and which of their branches are
//! never chosen.

#[path = "programme/sight.rs"]
mod sight;
#[path = "programme/stated.rs"]
mod stated;

use gangmu_base::Period;
use gangmu_formula::Reference;
use gangmu_formula::analyse::Course::{self, Constant, NeverFalls, NeverRises, Unknown};
use gangmu_formula::analyse::{Interval, Shape, analyse};
use gangmu_formula::check::Checked;
use gangmu_num::Ratio;

use sight::checked;
use stated::{r, ranges};

fn x() -> Reference {
    Reference::Indicator("X".into())
}

fn y() -> Reference {
    Reference::Indicator("Y".into())
}

fn shape(formula: &Checked, of: &Reference) -> Shape {
    analyse(formula, of, Period::year(2025).unwrap(), &ranges)
}

/// What was said too boldly once: the fact hides, or brings to light, that other facts are unknown;
/// what is known of one period is not known of another.
#[test]
fn bug_what_was_said_too_boldly() {
    let table = [
        // One's own part may be missing, and then the sum does not move.
        ("sum((number(Y @ 2025) / P) in class)", y(), "0 to 0.5", NeverFalls),
        (
            "has(count((reached(x, t) and reached(Y, target(Y))) over 2 last))",
            x(),
            "… to …",
            Unknown,
        ),
        ("count(count((x < t and x @ prev < t) over 2 last) in class)", x(), "… to …", Unknown),
        (
            "coalesce(bands(P, < clamp(number(x), P, number(x)): 1, else: 2), 3)",
            x(),
            "… to …",
            Unknown,
        ),
    ];
    for (text, of, slope, direction) in table {
        let found = shape(&checked(text).unwrap(), &of);
        assert_eq!((shown(&found.slope), found.direction), (slope.to_owned(), direction), "{text}");
    }
    let text = "if P > number(x @ prev) then number(mean(x over 2023..2025)) else 0";
    let found = shape(&checked(text).unwrap(), &x());
    assert_eq!(shown(&found.range), "0 to 68", "{text}");
}

/// The rules of the example programmes, and what else is found in practice.
const PRACTICE: [(&str, Course); 72] = [
    // In proportion, on lines, in steps.
    ("P * attained(x, t)", NeverFalls),
    ("P * relative(x, t)", NeverFalls),
    ("P * attained(Y, target(Y))", NeverRises),
    ("P - 0.25 * per(short(x, t), 1)", NeverFalls),
    ("P - 0.25 * per(short(Y, target(Y)), 1)", NeverRises),
    ("P - 0.2 * started(short(x, t), 0.5)", NeverFalls),
    ("P - 0.5 * full(short(x, t), 5)", NeverFalls),
    ("P * line(x, 70: 0, 85: 0.6, 95: 1)", NeverFalls),
    ("P * line(x, 70: 0, 85: 1, 95: 0.5)", Unknown),
    ("P * share(x, worst, best)", NeverFalls),
    ("P * share(Y, worst(Y), best(Y))", NeverRises),
    ("P * (0.6 + 0.4 * share(x, worst, best))", NeverFalls),
    ("P - slabs(number(x), < 98: 0.25, < 96: 0.5)", NeverFalls),
    ("P - slabs(number(x), < 98: 0.25, < 96: -0.5)", Unknown),
    ("P * 60 * exp(ln(100 / 60) * share(x, worst, best)) / 100", NeverFalls),
    ("clamp(number(x), 20, 80)", NeverFalls),
    ("round(number(x), 1) + floor(number(x)) - ceil(-number(x))", NeverFalls),
    ("sqrt(number(x)) + ln(number(x) + 1)", NeverFalls),
    ("abs(number(x) - 50)", Unknown),
    ("max(number(x), 100 - number(x))", Unknown),
    ("number(x) * (100 - number(x))", Unknown),
    ("number(x) * number(x)", NeverFalls),
    // Bands and choices.
    ("bands(x, >= t: 1, >= 85: 0.75, >= 75: 0.4, else: 0)", NeverFalls),
    ("bands(x, >= t: 1, >= 85: 0.75, >= 75: 0.8, else: 0)", Unknown),
    ("bands(x, >= 90: 2, >= 75 and < 90: 1, < 75: 0)", NeverFalls),
    ("bands(x, <= 10: 3, > 10 and <= 15: 2, > 15: 0)", NeverRises),
    ("bands(Y, <= target(Y): 2, <= 8: 1.5, <= 10: 1, <= 12: 0.5, else: 0)", NeverRises),
    ("if reached(x, t) then P else 0", NeverFalls),
    ("if x >= 90 then P else 0", NeverFalls),
    ("if x == 90 then P else 0", Unknown),
    ("if x < 90 then 0 else 0.2 * number(x) - 18", NeverFalls),
    // At 90 it is 1 below 0.
    ("if x < 90 then 0 else 0.2 * number(x) - 19", Unknown),
    ("cases(x >= 90: P, x >= 80: P * 0.8, x >= t: P * 0.5, else: 0)", NeverFalls),
    (
        "if reached(x, t) then P + min(0.3, 0.1 * full(excess(x, t), 0.1 * t)) \
         else P * relative(x, t)",
        NeverFalls,
    ),
    (
        "let two = mean(x over 2 last); cases(reached(x, t) and two >= t - 5: 3, \
         two >= t - 5: 2.75, reached(x, t): 2, else: 0)",
        NeverFalls,
    ),
    (
        "let moe = 1.96 * 22 * sqrt(1.4 / number(answers(Q))); \
         if number(x) >= number(t) - moe then P else P * share(x, 60, t)",
        NeverFalls,
    ),
    // All up to the target, then falling to nothing, then a penalty.
    ("cases(Y <= target(Y): P, Y <= 5: P * share(Y, 5, target(Y)), else: -0.33 * P)", NeverRises),
    (
        "cases(Y <= target(Y): P, Y <= 5: P * number(5 - Y) / number(5 - target(Y)), \
         else: -0.33 * P)",
        NeverRises,
    ),
    // A target between 1 and 4.5 may lie beyond 3; but then the middle row is never met.
    (
        "cases(Y <= target(Y): P, Y <= 3: P * number(3 - Y) / number(3 - target(Y)), \
         else: -0.33 * P)",
        NeverRises,
    ),
    ("cases(Y <= target(Y): P, Y <= 5: P * share(Y, 2, target(Y)), else: -0.33 * P)", Unknown),
    // Against the past.
    (
        "let rel = 100 * relative(Y, mean(Y over 3 before)); \
         if rel < 98 then max(0, 3 - 0.1 * (98 - rel)) else 3 + min(1, 0.05 * (rel - 98))",
        NeverRises,
    ),
    (
        "let change = 100 * (Y - Y @ prev) / (Y @ prev); if reached(Y, target(Y)) then P \
         else bands(change, <= -10: 2, <= 0: 1, <= 10: 0.5, else: 0)",
        NeverRises,
    ),
    // P may be 2, and the first band 3.
    (
        "let change = 100 * (Y - Y @ prev) / (Y @ prev); if reached(Y, target(Y)) then P \
         else bands(change, <= -10: 3, <= 0: 2, <= 10: 1, else: 0)",
        Unknown,
    ),
    (
        "let start = x @ 2023; let need = 0.65 * (t - start); let got = x - start; \
         if better(x @ prev, x) then 0 else if need <= 0 then P \
         else if got < need then P * 0.6 * share(got, 0, need) \
         else P * (0.6 + 0.4 * share(got, need, t - start))",
        NeverFalls,
    ),
    // Who started beyond the best would lose by gaining.
    (
        "let start = x @ 2022; if start == best then P \
         else P * clamp((x - start) / (best - start) / 0.5, 0, 1)",
        Unknown,
    ),
    (
        "let start = x @ 2022; if start >= best then P \
         else P * clamp((x - start) / (best - start) / 0.5, 0, 1)",
        NeverFalls,
    ),
    // Against others.
    ("P - 0.25 * per(short(x, min(88, median(x in class))), 1)", NeverFalls),
    ("P - 0.25 * per(short(Y, mean(Y @ prev in all)), 1)", NeverRises),
    ("if better(x, median(x in all)) then P else 0", NeverFalls),
    ("if better(x, min(90, median(x in all))) then P else 0", NeverFalls),
    (
        "if size(class) < 3 then P - 0.15 * per(short(x, t), 1) \
         else P - 0.3 * (rank(x in class) - 1)",
        NeverFalls,
    ),
    (
        "if size(class) < 3 then P - 0.2 * per(short(x, t), 1) \
         else P * mean(max(0, 1 - 0.05 * (rank(x in class) - 1)) over months)",
        NeverFalls,
    ),
    (
        "if size(class) < 3 then P - 0.2 * per(short(x, t), 1) else P \
         - 0.1 * sum((if rank(x in class) == count(x in class) then 1 else 0) over months) \
         - (if rank(x in class) == count(x in class) then 0.3 else 0)",
        NeverFalls,
    ),
    ("rank(x in class)", NeverRises),
    ("rank(Y in class)", NeverFalls),
    ("median(x in class)", NeverFalls),
    ("x - median(x in class)", NeverFalls),
    ("x - mean(x in all)", NeverFalls),
    ("x - top(x, 3 in class)", NeverFalls),
    ("sum(x in class) - x", Constant),
    ("x - 2 * median(x in class)", Unknown),
    // The figures of others move with one's own.
    ("rank((x - median(x in class)) in class)", Unknown),
    ("count(x > 5 in class)", NeverFalls),
    ("count(x in class)", Constant),
    // Other facts.
    ("x @ prev", Constant),
    ("x @ 2025", NeverFalls),
    ("x of parent", Constant),
    ("mean(x over months)", Constant),
    ("mean(x over 2024..2026)", NeverFalls),
    ("P * milestones(late: 0.7)", Constant),
    ("min(lookup(grades(G), \"A\": 2, \"B\": 1.4, \"C\": 0.7, \"D\": 0))", Constant),
    ("coalesce(number(x), P)", NeverFalls),
];

#[test]
fn directions_of_what_is_found_in_practice() {
    for (text, wanted) in PRACTICE {
        let formula = checked(text).unwrap();
        let of = if text.contains('Y') { y() } else { x() };
        let found = shape(&formula, &of);
        assert_eq!(found.direction, wanted, "{text}: {found:?}");
    }
}

#[test]
fn other_facts_have_a_direction_too() {
    let element = |id: &str| Reference::Element(id.into());
    let table = [
        ("100 * A / B", element("A"), NeverFalls),
        ("100 * A / B", element("B"), NeverRises),
        ("100 * A / (A + B)", element("A"), NeverFalls),
        ("100 * A / (A + B)", element("B"), NeverRises),
        ("(A - B) / (A + B)", element("A"), NeverFalls),
        ("if reached(x, t) then P else 0", Reference::Target("X".into()), NeverRises),
        ("P * attained(x, t)", Reference::Target("X".into()), NeverRises),
        ("P * attained(x, t)", Reference::ItemPoints("X".into()), NeverFalls),
        ("P * milestones(late: 0.7)", Reference::Milestones(r("0.7")), NeverFalls),
        ("base >= 80", Reference::Base, NeverFalls),
        ("base - deducted < 80", Reference::Deducted, NeverFalls),
        (
            "if size(class) < 3 then 0 else 0.5 * \
             max(0, rank((result(\"city\") @ prev) in class) - rank((base - deducted) in class))",
            Reference::Base,
            NeverFalls,
        ),
    ];
    for (text, of, wanted) in table {
        let found = shape(&checked(text).unwrap(), &of);
        assert_eq!(found.direction, wanted, "{text} of {of:?}: {found:?}");
    }
}

/// An interval as a text.
fn shown(interval: &Interval) -> String {
    let end = |end: &Option<Ratio>| end.as_ref().map_or("…".to_owned(), Ratio::plain);
    format!("{} to {}", end(&interval.low), end(&interval.high))
}

#[test]
fn ranges_and_slopes_are_tight_where_it_matters() {
    let table = [
        ("P * attained(x, t)", "0 to 4", "0 to 8/121"),
        ("P - 0.25 * per(short(x, t), 1)", "-21.75 to 4", "0 to 0.25"),
        ("P - 0.2 * started(short(x, t), 0.5)", "-36 to 4", "0 to …"),
        ("P * line(x, 70: 0, 85: 0.6, 95: 1)", "0 to 4", "0 to 0.16"),
        ("P * share(x, worst, best)", "0 to 4", "0 to 4/35"),
        ("P - slabs(number(x), < 98: 0.25, < 96: 0.5)", "-46.5 to 4", "0 to 0.5"),
        ("P - P * share(x, worst, best)", "0 to 4", "-4/35 to 0"),
        ("if x < 90 then 0 else 0.2 * number(x) - 18", "0 to 2", "0 to …"),
        ("bands(x, >= t: 1, >= 85: 0.75, else: 0)", "0 to 1", "0 to …"),
        ("if x >= t then x - t else t - x", "0 to 95", "… to …"),
        ("P - 0.3 * (rank(x in class) - 1)", "… to 4", "0 to …"),
        ("mean(lookup(ratings(R), \"A\": 10, \"B\": 8, else: skip))", "8 to 10", "0 to 0"),
        ("x >= 0", "1 to 1", "0 to 0"),
        ("x > 50", "0 to 1", "0 to …"),
    ];
    for (text, range, slope) in table {
        let found = shape(&checked(text).unwrap(), &x());
        assert_eq!(
            (shown(&found.range), shown(&found.slope)),
            (range.into(), slope.into()),
            "{text}"
        );
    }
}

#[test]
fn branches_that_are_never_chosen_are_told() {
    let table: [(&str, &[&str]); 14] = [
        ("bands(x, >= t: 1, >= 85: 0.75, >= 75: 0.4, else: 0)", &[]),
        ("bands(x, >= 85: 1, >= 90: 2, else: 0)", &["2"]),
        ("bands(x, >= 85: 1, >= 85: 2, else: 0)", &["2"]),
        ("bands(x, > 85: 1, >= 85: 2, else: 0)", &[]),
        ("bands(x, >= 85: 1, > 85: 2, else: 0)", &["2"]),
        ("bands(x, >= 50: 1, >= t: 2, else: 0)", &["2"]),
        ("bands(x, >= 120: 3, >= 60: 2, else: 0)", &["3"]),
        ("bands(x, >= 0: 1, >= 60: 2, else: 0)", &["2", "0"]),
        ("bands(Y, <= 5: 1, <= target(Y): 2, else: 0)", &["2"]),
        ("bands(x, >= 90: 2, >= 75 and < 90: 1, < 75: 0)", &[]),
        ("bands(x, >= 90: 2, >= 95 and < 99: 1, else: 0)", &["1"]),
        ("if x <= 100 then 1 else 2", &["2"]),
        ("cases(x < t: 0, x < 60: 1, else: 2)", &["1"]),
        ("mean((if x > 120 then 1 else 2) over 2 last)", &["1"]),
    ];
    for (text, wanted) in table {
        let found = shape(&checked(text).unwrap(), &x());
        let told: Vec<&str> = found.unreachable.iter().map(|s| &text[s.start..s.end]).collect();
        assert_eq!(told, wanted, "{text}");
    }
}
