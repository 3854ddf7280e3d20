//! What was wrong once, and must not be again.

#[path = "programme/sight.rs"]
mod sight;

use gangmu_base::{Cell, Period, Status};
use gangmu_formula::{Cells, Column, Reference, Source, Subjects, evaluate, parse};
use gangmu_num::Ratio;

use sight::checked;

/// Subjects whose `x` is 3 in every period, each with another population, who know little else.
struct Three;

impl Source for Three {
    fn fact(&self, reference: &Reference, _: Period, subjects: &Subjects) -> Column {
        match reference {
            Reference::Indicator(_) => {
                Column::Numbers(Cells::Each(vec![Cell::known(Ratio::from_int(3)); subjects.len()]))
            }
            Reference::Attribute(_) => {
                let figure =
                    |id: &u32| Cell::known(Ratio::from_int(1_000_003 + 7_919 * i64::from(*id)));
                Column::Numbers(Cells::Each(subjects.ids().iter().map(figure).collect()))
            }
            Reference::Ratings(_) => {
                Column::TextLists(vec![Cell::known(vec![Cell::known("A".into())]); subjects.len()])
            }
            Reference::Grades(_) => {
                Column::TextLists(vec![Cell::unknown(Status::Missing); subjects.len()])
            }
            _ => Column::unknown(Status::Missing),
        }
    }

    fn parents(&self, subjects: &Subjects, _: Period) -> (Subjects, Vec<Option<usize>>) {
        (Subjects::new(Vec::new(), Vec::new()), vec![None; subjects.len()])
    }
}

fn of_three(text: &str, period: Period) -> Cell<Ratio> {
    let subjects = Subjects::new(vec![1], vec![0]);
    evaluate(&checked(text).unwrap(), &Three, period, &subjects).into_numbers().at(0)
}

fn year(year: i16) -> Period {
    Period::year(year).unwrap()
}

fn known(n: i64) -> Cell<Ratio> {
    Cell::known(Ratio::from_int(n))
}

#[test]
fn bug_two_calls_were_different_because_of_where_they_stood() {
    assert_eq!(parse("abs(x)"), parse("  abs( x )"));
}

#[test]
fn bug_the_right_side_was_blamed_for_the_left() {
    let fault = checked("label < 2").unwrap_err();
    assert_eq!((fault.code, fault.span.start, fault.span.end), ("X013", 0, 5));
}

#[test]
fn bug_the_first_else_was_dropped_without_a_word() {
    for text in ["bands(x, >= 1: 2, else: 0, else: 5)", "lookup(label, else: 1, else: 2)"] {
        assert_eq!(checked(text).unwrap_err().code, "X022", "{text}");
    }
}

#[test]
fn bug_trim_was_ignored_over_a_population() {
    for text in ["mean(trim: 1, x in class)", "mean(trim: 1, x over months)"] {
        assert_eq!(checked(text).unwrap_err().code, "X019", "{text}");
    }
    assert!(checked("mean(lookup(ratings(R), else: 1), trim: 1)").is_ok());
}

#[test]
fn bug_the_best_none_were_the_best_one() {
    assert_eq!(checked("top(x, 0 in class)").unwrap_err().code, "X023");
}

#[test]
fn bug_no_period_was_more_than_too_many() {
    assert_eq!(checked("mean(x over 0 before)").unwrap_err().code, "X018");
}

#[test]
fn bug_a_name_was_suggested_for_itself() {
    let fault = checked("element(t)").unwrap_err();
    assert!(!fault.blanks.contains(&("nearest", "t".to_owned())), "{fault:?}");
}

#[test]
fn bug_a_choice_between_lists_gave_nothing() {
    let text = "count(if x > 2 then ratings(R) else grades(G))";
    assert_eq!(of_three(text, year(2025)), known(1));
    let text = "count(if x > 4 then ratings(R) else grades(G))";
    assert_eq!(of_three(text, year(2025)), Cell::unknown(Status::Missing));
    let text = "sum(if x > 2 then lookup(ratings(R), \"A\": 6) else number(ratings(R)))";
    assert_eq!(of_three(text, year(2025)), known(6));
}

#[test]
fn bug_a_period_out_of_reach_took_the_other_branch_with_it() {
    let early = year(1950);
    for (text, wanted) in [
        ("if (if x == 3 then true else (x > 3) @ -60) then 1 else 0", known(1)),
        ("if (if x != 3 then true else (x > 3) @ -60) then 1 else 0", unreached()),
        ("count(if x == 3 then ratings(R) else (ratings(R) @ -60))", known(1)),
        ("if (if x == 3 then \"a\" else (\"b\" @ -60)) == \"a\" then 1 else 0", known(1)),
    ] {
        assert_eq!(of_three(text, early), wanted, "{text}");
    }
}

fn unreached() -> Cell<Ratio> {
    Cell::unknown(Status::Undefined)
}

/// Some 2,600 bits for each of 300 subjects, without common divisors.
#[test]
fn bug_long_fractions_took_minutes_to_add_up() {
    let squares: String =
        (1..=7).map(|level| format!("let x{level} = x{0} * x{0}; ", level - 1)).collect();
    let text = format!("let x0 = 1 / attribute(population); {squares}sum(x7 in all)");
    let of = |subjects: u32| {
        let subjects = Subjects::new((1..=subjects).collect(), vec![0; subjects as usize]);
        evaluate(&checked(&text).unwrap(), &Three, year(2025), &subjects).into_numbers().at(0)
    };
    // Alone it is exact; the sum of many is kept to its first 154 digits, tiny as it is.
    let largest = of(1).value().unwrap().clone();
    let all = of(300).value().unwrap().clone();
    assert!(largest < all && all < &largest * &Ratio::from_int(300), "{}", all.bits());
}

#[test]
fn bug_a_line_gave_figures_larger_than_allowed() {
    let grown = |levels: usize, last: &str| {
        let squares: String =
            (1..=levels).map(|level| format!("let x{level} = x{0} * x{0}; ", level - 1)).collect();
        format!("let x0 = number(x) / 7; {squares}{}", last.replace('z', &format!("x{levels}")))
    };
    let of = |text: &str| of_three(text, year(2025));
    // 3/7 to the power of 2^10 has some 4,500 bits, to the power of 2^11 some 9,000.
    assert!(of(&grown(10, "z")).value().is_some());
    assert_eq!(of(&grown(11, "z")), unreached());
    let nearly = "x10 * x9 * x8 * x6";
    assert!(of(&grown(10, nearly)).value().is_some());
    let line = format!("line({nearly}, 0: 0.12345678901234567, 1: 0.76543210987654321)");
    assert_eq!(of(&grown(10, &line)), unreached());
    let slabs = format!("slabs({nearly}, < 0.12345678901234567: 0.76543210987654321)");
    assert_eq!(of(&grown(10, &slabs)), unreached());
}

#[test]
fn bug_known_was_taken_and_did_nothing_elsewhere() {
    for text in ["known(x)", "mean(known(x) + 1 over months)", "known(x) + 1", "max(known(x), 1)"] {
        assert_eq!(checked(text).unwrap_err().code, "X028", "{text}");
    }
    for text in ["mean(known(x) over months)", "mean(known(x) in all)"] {
        assert!(checked(text).is_ok(), "{text}");
    }
}
