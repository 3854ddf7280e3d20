//! Bad input: whatever is in the folder, the program neither panics nor lets it pass in silence.
//!
//! Most tests put one slip into the small programme (`tests/small`). In what is put there `«…»`
//! marks the stretch that the finding must point at; the marks themselves are not written.

mod bytes;
mod figures;
mod form_rules;
mod references;
mod shape;

use std::collections::BTreeMap;

use crate::support::{Folder, LANGUAGES, small};

/// A slip: in which file, what stood there, what stands there now; which code says so, and what is
/// suggested in its place (empty: nothing in particular).
type Slip = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// A finding as JSON says it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    code: String,
    severity: String,
    place: String,
    message: String,
    next: String,
}

/// What a check says in a language, and with which status it ends. The JSON is the documented one.
fn check(folder: &Folder, language: &str) -> (i32, Vec<Found>) {
    let run = folder.run("check", &["--format", "json", "--lang", language]);
    let list: Vec<BTreeMap<String, serde_json::Value>> =
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out));
    let found = list.iter().map(|finding| {
        let fields = ["accepted", "code", "column", "file", "line", "message", "next", "severity"];
        assert!(finding.keys().eq(fields), "{finding:?}");
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        let number = |key: &str| finding[key].as_u64().unwrap();
        let place = match (number("line"), number("column")) {
            (0, _) => text("file"),
            (line, 0) => format!("{}:{line}", text("file")),
            (line, column) => format!("{}:{line}:{column}", text("file")),
        };
        let (message, next) = (text("message"), text("next"));
        // A sentence that is not in the message file is shown as its code.
        assert!(message.contains(' ') || language == "zh", "{message}");
        assert!(!message.contains(&text("code")) && !next.contains(&text("code")), "{finding:?}");
        assert!(!message.contains('{') && !next.contains('{'), "a blank is left: {finding:?}");
        Found { code: text("code"), severity: text("severity"), place, message, next }
    });
    // A note is no fault.
    (run.code, found.filter(|finding| finding.severity != "note").collect())
}

/// The errors of a check, which are the same in both languages but for the words.
fn errors(folder: &Folder) -> Vec<Found> {
    let [zh, en] = LANGUAGES.map(|language| check(folder, language));
    let bare = |(code, list): &(i32, Vec<Found>)| -> (i32, Vec<(String, String, String)>) {
        let bare = |f: &Found| (f.code.clone(), f.severity.clone(), f.place.clone());
        (*code, list.iter().map(bare).collect())
    };
    assert_eq!(bare(&zh), bare(&en));
    for (zh, en) in zh.1.iter().zip(&en.1) {
        assert_ne!(zh.message, en.message, "both languages say the same");
    }
    let errors: Vec<Found> = en.1.into_iter().filter(|f| f.severity == "error").collect();
    assert_eq!(en.0, i32::from(!errors.is_empty()), "{errors:?}");
    errors
}

/// Writes a slip into the folder; gives the place that is marked, if one is.
fn write_slip(folder: &Folder, (path, from, to, ..): &Slip) -> Option<String> {
    let text = folder.read(path);
    assert_eq!(text.matches(from).count(), 1, "{from:?} in {path}");
    let text = text.replace(from, to);
    folder.write(path, text.replace(['«', '»'], ""));
    let before = &text[..text.find('«')?];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    Some(format!("{path}:{line}:{column}"))
}

/// Each slip, alone in the small programme, is found where it stands, and nothing else is: one slip
/// gives one finding. Then nothing is scored, and the same is said by `score`.
fn each_is_found(slips: &[Slip]) {
    for slip in slips {
        let (path, _, to, code, suggestion) = slip;
        let folder = small();
        let marked = write_slip(&folder, slip);
        let errors = errors(&folder);
        let [found] = errors.as_slice() else { panic!("{slip:?} gives {errors:#?}") };
        assert!(found.code.starts_with(code), "{slip:?} gives {found:#?}");
        match &marked {
            Some(place) => assert_eq!(found.place, *place, "{slip:?} gives {found:#?}"),
            None => assert!(found.place.starts_with(path), "{slip:?} gives {found:#?}"),
        }
        let says = format!("{} {}", found.message, found.next);
        assert!(says.contains(suggestion), "{to}: {suggestion:?} is not suggested: {says}");
        let score = folder.run("score", &[]).ends(1);
        assert_eq!(score.out, "", "nothing is scored");
        let head = format!("error[{}] {}: ", found.code, found.place);
        assert!(score.err.contains(&head), "{head}\n{}", score.err);
    }
}

#[test]
fn the_small_programme_is_without_fault() {
    let folder = small();
    assert_eq!(LANGUAGES.map(|language| check(&folder, language)), [(0, vec![]), (0, vec![])]);
    let results = folder.score(&[]);
    // 40 × (93/95) → 39.16, 20, 10, 8, 7, 10; a practice.
    assert_eq!(results.cell(&["C1"], "final"), "95.16");
    // 40 after the appeal, 15, 5, 10, 10, 9.41; 3 off for a breach that is not the first.
    assert_eq!(results.cell(&["C2"], "final"), "86.41");
    // 33.33 and 10 of 50 are scaled to 70, 13; 1.5 off.
    assert_eq!(results.cell(&["C3"], "final"), "72.16");
}
