//! What is printed is read back as the same formula, and no text whatever makes the reader panic.

use gangmu_base::{Length, Period};
use gangmu_formula::syntax::{
    Argument, BinaryOp, Call, Comparison, Expr, KEYWORDS, Kind, Label, Moment, Placed, Population,
    Stretch, UnaryOp,
};
use gangmu_formula::{Span, parse};
use gangmu_num::Ratio;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

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
        1 => (comparison(), inner.clone(), comparison(), inner.clone())
            .prop_map(|(a, from, b, to)| Label::Between(placed([(a, from), (b, to)]))),
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
