//! Tables of intervals: what they leave out and what they say twice.

#[path = "programme/sight.rs"]
mod sight;

use gangmu_formula::analyse::{Interval, partitions};
use gangmu_formula::{Reference, parse};
use gangmu_num::Ratio;

use sight::checked;

/// Only the target is one figure for everybody.
fn ranges(reference: &Reference) -> Option<Interval> {
    match reference {
        Reference::Target(_) => Some(Interval::point(Ratio::from_int(90))),
        Reference::Worst(_) => Some(Interval::between(Ratio::from_int(1), Ratio::from_int(2))),
        _ => None,
    }
}

fn told(text: &str) -> String {
    let found = partitions(&checked(text).unwrap().root, &ranges);
    let one = |seam: &gangmu_formula::analyse::Seam| {
        let what = if seam.overlap { "twice" } else { "never" };
        let at = &text[seam.span.start..seam.span.end];
        format!("{what} {}..{} at {at}", seam.from.plain(), seam.to.plain())
    };
    found.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[test]
fn gaps_and_overlaps_between_intervals_are_told() {
    for (text, wanted) in [
        ("bands(x, >= 95 and <= 100: 3, >= 90 and < 95: 2, >= 0 and < 90: 0)", ""),
        (
            "bands(x, >= 95 and <= 100: 3, >= 90 and <= 94: 2, < 90: 0)",
            "never 94..95 at 95 and <= 100",
        ),
        ("bands(x, <= 10: 3, >= 10 and <= 15: 2, > 15: 0)", "twice 10..10 at >= 10 and <= 15"),
        ("bands(x, <= 10: 3, > 10 and <= 15: 2, > 15: 0)", ""),
        ("bands(x, < 10: 3, > 10 and <= 15: 2, > 15: 0)", "never 10..10 at > 10 and <= 15"),
        ("bands(x, > 15: 0, < 10 and > 2: 3, >= 9 and <= 15: 2)", "twice 9..10 at >= 9 and <= 15"),
        ("bands(x, >= t: 3, >= 80 and < t: 2, < 79: 0)", "never 79..80 at >= 80 and < t"),
        ("bands(x, == 100: 3, >= 80 and < 100: 2, < 80: 0)", ""),
        ("bands(x, >= 10: 3, >= 12 and < 15: 2)", "twice 12..15 at >= 12 and < 15"),
        // With `else` the rows are tried in their order and nothing is left out.
        ("bands(x, >= 95 and <= 100: 3, >= 90 and <= 94: 2, else: 0)", ""),
        ("bands(x, >= 90: 3, >= 80: 2, else: 0)", ""),
        // Of ends that differ between subjects nothing is said.
        ("bands(x, >= 95 and <= 100: 3, < worst: 2)", ""),
        ("bands(x, >= 95 and <= 100: 3, < number(A): 2)", ""),
        ("P + bands(x, >= 5 and < 9: 1, < 4: 2)", "never 4..5 at >= 5 and < 9"),
    ] {
        let text = text.replace("number(A)", "(x - 5)");
        let wanted = wanted.replace("at 95 and", "at >= 95 and");
        assert_eq!(told(&text), wanted, "{text}");
    }
}

#[test]
fn an_interval_binds_its_ends_and_prints_back() {
    for text in [
        "bands(x, > 1 + 2 and <= 3 * 4: 2, else: 0)",
        "bands(x, >= (if x > 1 then 1 else 2) and < 5: 2)",
    ] {
        assert_eq!(parse(text).unwrap().to_string(), text);
    }
    assert_eq!(parse("bands(x, > 1 and 2: 3)").unwrap_err().code, "X002");
    // However long the table, it is no taller than may be.
    let rows =
        |n: usize| (0..n).map(|i| format!(", >= {i} and < {}: 1", i + 1)).collect::<String>();
    assert!(checked(&format!("bands(x{})", rows(100))).is_ok());
    assert_eq!(checked(&format!("bands(x{})", rows(130))).unwrap_err().code, "X003");
}
