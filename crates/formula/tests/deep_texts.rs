//! However deep, long or wide a text is, it is refused or put through: nothing ever runs out of stack.

#[path = "programme/facts.rs"]
mod facts;
#[path = "programme/sight.rs"]
mod sight;

use std::thread;

use gangmu_formula::analyse::{Interval, analyse, cliffs};
use gangmu_formula::{Reference, Subjects, evaluate, limits, parse, trace};
use gangmu_num::Ratio;

use facts::{Facts, year};
use sight::checked;

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

/// Every construct within itself as often as is allowed: it neither exhausts the stack nor takes
/// longer and longer.
#[test]
fn what_is_as_deep_as_allowed_is_put_through() {
    let x = "number(x)";
    let each = [
        "share({}, 0, 5)",
        "share(0, {}, 5)",
        "share(0, 5, {})",
        "if number(x) > {} then 1 else 2",
        "if number(x) > 1 then {} else 2",
        "if number(x) > 1 then 2 else {}",
        "if (if {} > 2 then true else false) then number(x) else 1",
        "bands(number(x), > 1: {}, else: 0)",
        "bands(number(x), > {}: 1, < {}: 2, else: 0)",
        "bands({}, > 1: number(x), else: 0)",
        "cases(number(x) > 1: {}, number(x) > 2: 1, else: number(x))",
        "median({} in class)",
        "rank({}, better: \"high\" in all)",
        "top({}, 2, better: \"high\" in all)",
        "mean({} over 2 last)",
        "max({} over 2 before)",
        "let a = {}; a * a + number(x)",
        "let a = {}; if a > 1 then a - number(x) else a + number(x)",
        "coalesce({}, number(x))",
        "attained(x, t) + {}",
        "number(x) * {} + 1",
        "number(x) / {}",
        "-{} @ prev",
        "({}) of parent",
        "if has({}) then 1 else number(x)",
        "per(number(x), {})",
        "max(number(x), {}, 3)",
        "clamp({}, 1, number(x))",
        "line({}, 0: 1, 2: 3)",
        "slabs({}, < 1: 2)",
        "abs(round({}, 1))",
        "exp(-{})",
        "sqrt(floor({}))",
    ];
    for template in each {
        let mut text = x.to_owned();
        let mut levels = 0;
        loop {
            let next = template.replace("{}", &format!("({text})"));
            // A template with two holes grows too fast to go all the way.
            if next.len() > 8_000 || parse(&next).is_err() {
                break;
            }
            (text, levels) = (next, levels + 1);
        }
        assert!(levels >= 7, "{template}: {levels}");
        let refused = put_through(text);
        assert!(matches!(refused, None | Some("X020")), "{template}: {refused:?}");
    }
}
