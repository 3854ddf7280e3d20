//! What two versions of a programme say differently, in sentences.

use super::diff::{Change, Difference, Effect};
use crate::words::Words;

/// The sentences, under a heading for each file.
pub fn differences_told(differences: &[Difference], words: &Words) -> Vec<String> {
    if differences.is_empty() {
        return vec![words.say("diff-none", &[])];
    }
    let mut lines = Vec::new();
    let mut file = "";
    for difference in differences {
        if difference.id.file != file {
            file = &difference.id.file;
            lines.push(words.say("diff-file", &[("file", file)]));
        }
        one(difference, words, &mut lines);
    }
    lines
}

fn one(difference: &Difference, words: &Words, lines: &mut Vec<String>) {
    let kind = match difference.id.kind.as_str() {
        "" => words.say("diff-kind", &[("kind", &difference.id.file)]),
        kind => words.say("diff-kind", &[("kind", kind)]),
    };
    let thing = [
        ("kind", kind.as_str()),
        ("id", difference.id.id.as_str()),
        ("title", words.name(&difference.title)),
    ];
    let thing = words.say("diff-thing", &thing);
    let named = |field: &str| {
        let (word, rest) = field.split_once('.').unwrap_or((field, ""));
        words.say("diff-field", &[("field", word), ("rest", rest)])
    };
    match &difference.change {
        Change::Gone => lines.push(words.say("diff-gone", &[("thing", &thing)])),
        Change::New(fields) => {
            let shown = fields.iter().filter(|(field, _)| !is_a_name(field));
            let list: Vec<String> =
                shown.map(|(field, value)| format!("{} {value}", named(field))).collect();
            let list = list.join(&words.say("diff-and", &[]));
            lines.push(words.say("diff-new", &[("thing", &thing), ("fields", &list)]));
        }
        Change::Fields(fields) => {
            for (field, before, after) in fields {
                let blanks = [
                    ("thing", thing.as_str()),
                    ("field", &named(field)),
                    ("before", before),
                    ("after", after),
                ];
                lines.push(words.say("diff-changed", &blanks));
            }
        }
    }
}

/// Names and wordings: they stand in the title already.
fn is_a_name(field: &str) -> bool {
    let last = field.rsplit('.').next().unwrap_or(field);
    let of = last.strip_suffix("_zh").or_else(|| last.strip_suffix("_en"));
    matches!(of, Some("name" | "title" | "text" | "definition")) || last == "id"
}

/// Items that cannot be scored on the earlier version's facts, and why.
pub fn not_asked_told(effect: &Effect<'_, '_>, words: &Words) -> Vec<String> {
    let one = |(item, element): &(String, String)| {
        words.say("diff-not-asked", &[("item", item), ("element", element)])
    };
    effect.not_asked.iter().map(one).collect()
}
