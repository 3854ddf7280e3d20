//! The fields that an overlay may be about, in words.

use crate::words::Words;

/// What a path of a field is about, in words: `targets/C103/2025/K2` is the target of C103 for
/// 2025, K2.
pub(crate) fn field_in_words(words: &Words, field: &[String]) -> String {
    let parts: Vec<&str> = field.iter().map(String::as_str).collect();
    let (kind, id, more) = match parts.as_slice() {
        ["schemes", _, rest @ ..] => of_scheme(rest),
        ["targets", indicator, period] => ("target", *indicator, (*period).to_owned()),
        ["targets", indicator, period, whose] => {
            let more = format!("{period}, {whose}");
            ("target", *indicator, more)
        }
        ["datasets", id, _] => ("due", *id, String::new()),
        ["datasets", id] => ("dataset", *id, String::new()),
        ["indicators", id, _] => ("min-denominator", *id, String::new()),
        ["indicators", id] => ("indicator", *id, String::new()),
        ["elements", id] => ("element", *id, String::new()),
        ["privacy", ..] => ("min-denominator-of-all", "", String::new()),
        _ => ("other", "", field.join("/")),
    };
    words.say("field", &[("kind", kind), ("id", id), ("more", &more)])
}

fn of_scheme<'f>(rest: &[&'f str]) -> (&'static str, &'f str, String) {
    let none = String::new();
    match rest {
        [] => ("scheme", "", none),
        ["policy", "item_floor"] => ("item-floor-of-all", "", none),
        ["policy", key] => ("policy", *key, none),
        ["group", id] => ("group", *id, none),
        ["group", id, "cap"] => ("group-cap", *id, none),
        ["group", id, "exceed"] => ("group-exceed", *id, none),
        ["group", id, "floor"] => ("group-floor", *id, none),
        ["item", id] => ("item", *id, none),
        ["item", id, "floor"] => ("item-floor", *id, none),
        ["item", id, "may_exceed"] => ("item-may-exceed", *id, none),
        ["bonus", "cap"] => ("bonus-cap", "", none),
        ["bonus", "opens"] => ("bonus-opens", "", none),
        ["bonus", id, "cap"] => ("bonus-item-cap", *id, none),
        ["deductions", "cap"] => ("deductions-cap", "", none),
        ["deductions", "multipliers", flag] => ("multiplier", *flag, none),
        ["deductions", kind, severity, "cap"] => ("deduction-cap", *kind, (*severity).to_owned()),
        ["deductions", kind, severity, ..] => ("deduction", *kind, (*severity).to_owned()),
        ["veto", id] => ("veto", *id, none),
        ["grade", id, "at_least"] => ("grade-at-least", *id, none),
        ["grade", id, "when"] => ("grade-when", *id, none),
        ["grade", id, "quota_share"] => ("quota-share", *id, none),
        ["grade", id, "quota_min"] => ("quota-min", *id, none),
        ["award", "top_share"] => ("top-share", "", none),
        ["award", id, "years"] => ("award-years", *id, none),
        ["consequence", when, step] => ("consequence", *step, (*when).to_owned()),
        ["pass", "at_least"] => ("pass-at-least", "", none),
        ["pass", "must"] => ("pass-must", "", none),
        _ => ("other", "", rest.join("/")),
    }
}
