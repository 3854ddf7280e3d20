//! What is printed is read back as the same formula, and no text whatever makes the reader panic,
//! hang or run out of stack.

#[path = "programme/facts.rs"]
mod facts;
#[path = "programme/sight.rs"]
mod sight;

use std::thread;

use gangmu_base::{Length, Period};
use gangmu_formula::analyse::{Interval, analyse, cliffs};
use gangmu_formula::syntax::{
    Argument, BinaryOp, Call, Comparison, Expr, KEYWORDS, Kind, Label, Moment, Placed, Population,
    Stretch, UnaryOp,
};
use gangmu_formula::{Reference, Span, Subjects, evaluate, limits, parse, trace};
use gangmu_num::Ratio;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use facts::{Facts, year};
use sight::checked;

fn expr(kind: Kind) -> Expr {
    Expr::new(kind, Span::default())
}

/// Plain words, words of the language, and what is a name only in backticks.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z_][a-zA-Z0-9_]{0,6}",
        2 => select(KEYWORDS.to_vec()).prop_map(str::to_owned),
        1 => select(vec!["prev", "months", "class", "all", "before", "last", "办结率", "ö", "_"])
            .prop_map(str::to_owned),
        1 => "[0-9a-z #\"\\\\.-]{1,6}",
        1 => "[^`\n]{1,4}",
    ]
}

fn function() -> impl Strategy<Value = String> {
    let known = ["mean", "rank", "bands", "cases", "line", "slabs", "lookup", "min", "events"];
    prop_oneof![
        select(known.to_vec()).prop_map(str::to_owned),
        "[a-zA-Z_][a-zA-Z0-9_]{0,6}"
            .prop_filter("a word of the language", |word| !KEYWORDS.contains(&word.as_str())),
    ]
}

/// What can be written in digits: never negative, at most 18 digits.
fn number() -> impl Strategy<Value = Ratio> {
    prop_oneof![
        3 => (0_i64..300).prop_map(Ratio::from_int),
        2 => (0_i64..1_000_000_000, 0_u8..10)
            .prop_map(|(mantissa, scale)| Ratio::from_decimal_parts(mantissa, scale)),
        1 => (0_i64..1_000_000_000_000_000_000).prop_map(Ratio::from_int),
        1 => (0_i64..10).prop_map(|mantissa| Ratio::from_decimal_parts(mantissa, 17)),
    ]
}

fn moment() -> impl Strategy<Value = Moment> {
    prop_oneof![
        (1_i32..=9_999).prop_map(|by| Moment::Shift(-by)),
        period().prop_map(Moment::Period),
    ]
}

fn period() -> impl Strategy<Value = Period> {
    (1_900_i16..=2_200, 0_usize..4, 0_u8..12).prop_map(|(year, length, number)| {
        let length = [Length::Year, Length::Half, Length::Quarter, Length::Month][length];
        Period::new(year, length, number % length.per_year() as u8 + 1).unwrap()
    })
}

fn stretch() -> impl Strategy<Value = Stretch> {
    prop_oneof![
        select(vec![Length::Half, Length::Quarter, Length::Month]).prop_map(Stretch::Parts),
        (1_u32..=120).prop_map(Stretch::Last),
        (1_u32..=120).prop_map(Stretch::Before),
        (1_900_i16..=2_200, 0_i16..50)
            .prop_map(|(first, more)| Stretch::Years(first, (first + more).min(2_200))),
    ]
}

fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::{Above, AtLeast, AtMost, Below, Equal, Unequal};
    select(vec![Below, AtMost, Above, AtLeast, Equal, Unequal])
}

fn binary() -> impl Strategy<Value = BinaryOp> {
    use BinaryOp::{Add, And, Compare, Divide, Multiply, Or, Subtract};
    prop_oneof![
        select(vec![Add, Subtract, Multiply, Divide, And, Or]),
        comparison().prop_map(Compare),
    ]
}

fn placed<T>(it: T) -> Placed<T> {
    Placed { it, span: Span::default() }
}

fn call(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Kind> {
    let label = prop_oneof![
        3 => Just(Label::None),
        1 => Just(Label::Else),
        2 => (option::of(comparison()), inner.clone()).prop_map(|(c, key)| Label::Key(c, key)),
    ];
    let argument = (label, inner).prop_map(|(label, value)| Argument { label, value });
    let population = select(vec![Population::Class, Population::All]);
    let clauses = (option::weighted(0.3, stretch()), option::weighted(0.3, population));
    (function(), vec(argument, 0..4), clauses).prop_map(|(function, arguments, (over, within))| {
        // `over` and `in` stand behind an argument.
        let there = !arguments.is_empty();
        Kind::Call(Call {
            function,
            name_span: Span::default(),
            over: over.filter(|_| there).map(placed),
            within: within.filter(|_| there).map(placed),
            arguments,
        })
    })
}

/// Any tree the grammar can say, whether it makes sense or not.
fn tree() -> impl Strategy<Value = Expr> {
    let text = prop_oneof!["[^\n]{0,6}", r#"[a"\\]{0,4}"#];
    let leaf = prop_oneof![
        3 => number().prop_map(Kind::Number),
        1 => text.prop_map(Kind::Text),
        3 => name().prop_map(Kind::Name),
        1 => any::<bool>().prop_map(Kind::Flag),
        1 => Just(Kind::Skip),
    ]
    .prop_map(expr);
    leaf.prop_recursive(6, 48, 4, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let unary = select(vec![UnaryOp::Negate, UnaryOp::Not]);
        prop_oneof![
            2 => (unary, boxed()).prop_map(|(op, a)| Kind::Unary(op, a)),
            5 => (binary(), boxed(), boxed()).prop_map(|(op, a, b)| Kind::Binary(op, a, b)),
            1 => (boxed(), boxed(), boxed()).prop_map(|(a, b, c)| Kind::If(a, b, c)),
            1 => (name(), boxed(), boxed()).prop_map(|(name, a, b)| Kind::Let(name, a, b)),
            1 => (boxed(), moment()).prop_map(|(a, moment)| Kind::At(a, moment)),
            1 => boxed().prop_map(Kind::OfParent),
            3 => call(inner.clone()),
        ]
        .prop_map(expr)
    })
}

/// Words and signs of the language in any order: far more of it than plain noise gets past the
/// first token.
fn soup() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = vec![
        "if", "then", "else", "let", "and", "or", "not", "over", "in", "of", "true", "skip",
        "parent", "x", "mean", "bands", "prev", "months", "class", "before", "2", "0.5", "2024",
        "\"a\"", "`b c`", "..", "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")",
        ",", ":", ";", "@", "=", "#", "\n", "\"", "`", "$", ".", "９",
    ];
    vec(select(words), 0..40).prop_map(|words| words.join(" "))
}

/// What was found once stands in a test of its own, not in a file of seeds.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_printed_is_read_back(tree in tree()) {
        let text = tree.to_string();
        let read = match parse(&text) {
            Ok(read) => read,
            Err(fault) => return Err(TestCaseError::fail(format!("{text}: {fault:?}"))),
        };
        prop_assert_eq!(&read, &tree, "{}", text);
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn the_parts_of_a_formula_lie_within_it(tree in tree()) {
        let text = tree.to_string();
        let read = parse(&text).unwrap();
        prop_assert!(read.span.start <= read.span.end && read.span.end <= text.len());
        prop_assert!(text.get(read.span.start..read.span.end).is_some());
    }

    #[test]
    fn no_noise_is_too_odd(text in "(?s).{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_soup_is_too_odd(text in soup()) {
        match parse(&text) {
            // What is read is printed in a form that is read alike.
            Ok(read) => prop_assert_eq!(parse(&read.to_string()), Ok(read)),
            Err(fault) => prop_assert!(text.get(fault.span.start..fault.span.end).is_some()),
        }
    }
}

/// Does something on a stack of 512 KiB, a quarter of what a worker thread has; running out of it
/// would end the whole process.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(512 * 1024).spawn(work).unwrap();
    thread.join().unwrap()
}

/// Everything a text is ever put through: reading, printing, checking, working out, tracing,
/// looking at its shape.
/// What it is refused for, or nothing.
fn put_through(text: String) -> Option<&'static str> {
    on_a_small_stack(move || {
        let read = match parse(&text) {
            Ok(read) => read,
            Err(fault) => return Some(fault.code),
        };
        assert_eq!(parse(&read.to_string()), Ok(read));
        let formula = match checked(&text) {
            Ok(formula) => formula,
            Err(fault) => return Some(fault.code),
        };
        let subjects = Subjects::new(vec![1, 2], vec![0, 0]);
        let facts = Facts { seed: 7 };
        evaluate(&formula, &facts, year(2025), &subjects);
        trace(&formula, &text, &facts, year(2025), &subjects, 0);
        let x = Reference::Indicator("X".into());
        let zero_to_nine = || (Ratio::ZERO, Ratio::from_int(9));
        let (low, high) = zero_to_nine();
        analyse(&formula, &x, year(2025), &|_| Some(Interval::between(low.clone(), high.clone())));
        cliffs(&formula, &x, year(2025), &|_, _| Some(Ratio::ONE), zero_to_nine());
        None
    })
}

#[test]
fn however_deep_a_text_is_it_is_refused() {
    let many = 10_000;
    let around = |open: &str, inner: &str, close: &str| {
        [open.repeat(many), inner.to_owned(), close.repeat(many)].concat()
    };
    let deep = [
        around("(", "x", ")"),
        "(".repeat(many),
        around("not ", "true", ""),
        around("-", "x", ""),
        around("- ", "x", ""),
        around("if ", "true", ""),
        around("if true then ", "x", " else x"),
        around("if open then 1 else ", "x", ""),
        around("let a = ", "x", "; a"),
        around("let a=1;", "x", ""),
        around("", "x", "@prev"),
        around("", "x", " @ -1"),
        around("", "x", " of parent"),
        around("max(1,", "x", ")"),
        around("mean(", "x", " in all)"),
        around("f(1: ", "x", ")"),
        around("f(< ", "x", ": 1)"),
        around("f(else: ", "x", ")"),
        around("", "1", "+1"),
        around("", "1", "/1"),
        around("", "open", " or open"),
        around("", "open", " and open"),
        around("1-(", "1", ")"),
        around("", "cases(", "open:1,"),
    ];
    for text in deep {
        let start: String = text.chars().take(24).collect();
        assert_eq!(put_through(text), Some("X003"), "{start}");
    }
}

/// A chain at each level of nesting: neither is long, but together they make a tall tree.
#[test]
fn chains_within_parentheses_add_up() {
    let nested = |link: &str, links: usize, levels: usize| {
        let (open, close) = ("(".repeat(levels), format!("){}", link.repeat(links)).repeat(levels));
        format!("{open}x{close}")
    };
    assert_eq!(put_through(nested(" of parent", 20, 5)), None);
    for link in [" of parent", "@prev", "+x", "*1"] {
        assert_eq!(put_through(nested(link, 40, 40)), Some("X003"), "{link}");
    }
    let rows = "open: 1, ".repeat(20);
    let cases = |levels: usize| {
        format!("{}1{}", format!("cases({rows}else: ").repeat(levels), ")".repeat(levels))
    };
    assert_eq!(put_through(cases(5)), None);
    assert_eq!(put_through(cases(25)), Some("X003"));
}

/// At each limit, and one beyond.
#[test]
fn limits_hold_to_the_last_unit() {
    let at = |text: String| put_through(text) != Some("X003");
    let parens = |n: usize| format!("{}x{}", "(".repeat(n), ")".repeat(n));
    assert!(at(parens(limits::DEPTH - 1)) && !at(parens(limits::DEPTH)));
    let minus = |n: usize| format!("{}x", "-".repeat(n));
    assert!(at(minus(limits::DEPTH - 1)) && !at(minus(limits::DEPTH)));
    let sum = |n: usize| format!("x{}", "+x".repeat(n));
    assert!(at(sum(limits::HEIGHT - 1)) && !at(sum(limits::HEIGHT)));
    let cases = |n: usize| format!("cases({}else: 1)", "open: 1, ".repeat(n));
    assert!(at(cases(limits::HEIGHT - 1)) && !at(cases(limits::HEIGHT)));
    let calls = |n: usize| {
        let deep = limits::DEPTH / 2 - 1;
        format!("{}x{}{}", "max(1,".repeat(deep), "-x".repeat(n), ")".repeat(deep))
    };
    assert!(at(calls(limits::HEIGHT - limits::DEPTH / 2)));
    assert!(!at(calls(limits::HEIGHT - limits::DEPTH / 2 + 1)));
    // A call, and as many parts below it.
    let wide = |n: usize| format!("bands(x, {}else: 0)", ">=1: 2, ".repeat(n));
    assert!(at(wide((limits::NODES - 3) / 2)) && !at(wide((limits::NODES - 3) / 2 + 1)));
    let blank = |n: usize| format!("x{}", " ".repeat(n - 1));
    assert!(at(blank(limits::TEXT_BYTES)) && !at(blank(limits::TEXT_BYTES + 1)));
    for unit in ["before", "last"] {
        let mean = |n: usize| format!("mean(x over {n} {unit})");
        assert!(at(mean(limits::PERIODS)) && !at(mean(limits::PERIODS + 1)));
    }
    assert!(at("mean(x over 2000..2119)".to_owned()) && !at("mean(x over 2000..2120)".to_owned()));
    assert!(at("x @ -120".to_owned()) && !at("x @ -121".to_owned()));
    let number = |digits: usize| put_through("1".repeat(digits));
    assert_eq!((number(limits::DIGITS), number(limits::DIGITS + 1)), (None, Some("X005")));
}
