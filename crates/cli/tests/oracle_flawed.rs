//! Thirty planted flaws and thirty good rows that look like them, in the wording of the reference
//! data: what `check` finds of the former and wrongly says of the latter.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{Folder, Row, Table, shared};

/// The codes that tell a kind of flaw.
const CODES: [(&str, &[&str]); 26] = [
    ("rewards_fewer_complaints", &["L001"]),
    ("rewards_fewer_petitions", &["L001"]),
    ("rewards_fewer_corrections", &["L001"]),
    ("rewards_fewer_recorded_cases", &["L001"]),
    ("rewards_fewer_incident_reports", &["L001"]),
    ("rewards_fewer_information_requests", &["L001"]),
    ("wrong_direction", &["S032", "T003", "T004"]),
    ("cliff", &["S038"]),
    ("unreachable_band", &["S033"]),
    ("band_gap", &["S036"]),
    ("band_overlap", &["S037"]),
    ("points_do_not_add_up", &["S031"]),
    ("double_counting", &["S039"]),
    ("rank_in_small_group", &["S034"]),
    ("veto_without_appeal", &["S035"]),
    ("assessor_is_deliverer", &["S021"]),
    ("min_denominator", &["S041"]),
    ("target_wrong_side_of_baseline", &["T001"]),
    ("children_do_not_reach_parent", &["T002"]),
    ("element_asked_twice", &["R001"]),
    ("element_never_used", &["R003"]),
    ("personal_identifiers", &["L005"]),
    ("opinion_or_comment_count", &["L002"]),
    ("named_official", &["L003"]),
    ("resident_list", &["L004"]),
    ("over_burden_cap", &["R004"]),
];

/// The parts of each case: where a text goes, and the text.
fn cases() -> BTreeMap<String, Vec<(String, String)>> {
    let mut cases: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut case = String::new();
    for line in include_str!("flawed/cases.txt").lines() {
        if let Some(id) = line.strip_prefix("=== ") {
            case = id.to_owned();
            cases.insert(case.clone(), Vec::new());
        } else if let Some(parts) = cases.get_mut(&case) {
            match (line.strip_prefix("--- "), parts.last_mut()) {
                (Some(path), _) => parts.push((path.to_owned(), String::new())),
                (None, Some((_, text))) => text.extend([line, "\n"]),
                (None, None) => assert!(line.is_empty(), "{case}: {line}"),
            }
        }
    }
    cases
}

/// The folder of a case, with the wording of its row.
fn folder(parts: &[(String, String)], row: &Row) -> Folder {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flawed/base");
    let folder = Folder::copy_of(&base);
    for (path, text) in parts {
        let worded = |text: &str| {
            ["name_zh", "name_en", "rule_zh", "rule_en"].iter().fold(
                text.to_owned(),
                |text, key| {
                    let wording = row[*key].replace('\\', "\\\\").replace('"', "\\\"");
                    text.replace(&format!("{{{key}}}"), &wording)
                },
            )
        };
        let text = worded(text);
        if let Some(path) = path.strip_prefix("head ") {
            let whole = folder.read(path);
            let (first, rest) = whole.split_once('\n').unwrap();
            folder.write(path, format!("{first}\n{text}{rest}"));
        } else if let Some(path) = path.strip_prefix("edit ") {
            let (from, to) = text.split_once("\n=>\n").unwrap();
            folder.edit(path, from.trim_end(), to.trim_end());
        } else {
            folder.append(path, &text);
        }
    }
    folder
}

/// Codes of errors and warnings that `check` gives, in both languages the same.
fn told(folder: &Folder) -> (Vec<String>, String) {
    let codes = |text: &str| -> Vec<String> {
        let list: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
        list.iter()
            .filter(|finding| finding["severity"] != "note")
            .map(|finding| finding["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let [zh, en] = ["zh", "en"]
        .map(|language| folder.run("check", &["--format", "json", "--lang", language]).out);
    assert_eq!(codes(&zh), codes(&en));
    (codes(&en), en + &zh)
}

fn rows(file: &str) -> Option<Vec<Row>> {
    let path = shared()?.join("programmes/flawed").join(file);
    Some(Table::of_csv(&std::fs::read_to_string(path).unwrap()).rows)
}

#[test]
fn planted_flaws_are_found_and_good_rows_are_left_alone() {
    let (Some(flawed), Some(clean)) = (rows("flawed_items.csv"), rows("clean_items.csv")) else {
        return;
    };
    let cases = cases();
    assert_eq!((flawed.len(), clean.len(), cases.len()), (30, 30, 60));
    let codes: BTreeMap<&str, &[&str]> = CODES.into_iter().collect();
    let (mut found, mut missed, mut others, mut alarms) = (0, Vec::new(), Vec::new(), Vec::new());
    for row in &flawed {
        let wanted = codes[row["flaw_kind"].as_str()];
        let (told, text) = told(&folder(&cases[&row["id"]], row));
        let (right, more): (Vec<String>, Vec<String>) =
            told.into_iter().partition(|code| wanted.contains(&code.as_str()));
        if right.is_empty() {
            missed.push(format!("{} {}\n{text}", row["id"], row["flaw_kind"]));
        } else {
            found += 1;
        }
        others.extend(more.into_iter().map(|code| format!("{} {code}", row["id"])));
    }
    for row in &clean {
        let (told, text) = told(&folder(&cases[&row["id"]], row));
        if !told.is_empty() {
            alarms.push(format!("{} {}\n{text}", row["id"], row["looks_like"]));
        }
    }
    let precision = f64::from(found) / (f64::from(found) + alarms.len() as f64);
    let recall = f64::from(found) / flawed.len() as f64;
    println!(
        "found {found} of 30, false alarms {} of 30, precision {precision:.3}, recall {recall:.3}; \
         other findings on flawed rows: {others:?}",
        alarms.len()
    );
    assert!(found >= 28, "missed:\n{}", missed.join("\n"));
    assert!(alarms.len() <= 1, "false alarms:\n{}", alarms.join("\n"));
    assert!(missed.is_empty() && alarms.is_empty(), "{missed:#?}\n{alarms:#?}");
}
