//! Which keys each step and method of an index has, and what may stand under them.

use std::collections::BTreeSet;

use crate::support::gangmu;

use super::made_up::{INDEX, Told, told, with_index};

/// Every setting there is, and something that may stand under it.
const SETTINGS: [(&str, &str); 29] = [
    ("min_share", "0"),
    ("min_non_zero", "0"),
    ("keep", "[\"A\"]"),
    ("drop", "[\"B\"]"),
    ("by", "\"people\""),
    ("per", "1000"),
    ("indicators", "[\"X\"]"),
    ("over", "\"base\""),
    ("base_period", "\"2025\""),
    ("max_age", "1"),
    ("winsorise", "1"),
    ("then", "\"box_cox\""),
    ("lambda", "0.5"),
    ("combine", "true"),
    ("always", "false"),
    ("skewness", "2"),
    ("kurtosis", "3.5"),
    ("low", "1"),
    ("high", "100"),
    ("from", "0"),
    ("to", "200"),
    ("clip", "true"),
    ("log", "false"),
    ("mean", "0"),
    ("sd", "1"),
    ("target", "300"),
    ("unit", "\"A\""),
    ("reference", "\"best\""),
    ("margin", "0.2"),
];

const TREAT: [&str; 9] = [
    "winsorise",
    "then",
    "lambda",
    "combine",
    "always",
    "skewness",
    "kurtosis",
    "over",
    "base_period",
];

/// Each step and method, and its own settings.
fn known() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let over = |own: &[&'static str]| [own, &["over", "base_period"]].concat();
    let mut known = vec![
        ("screen", "", vec!["min_share", "min_non_zero", "keep", "drop"]),
        ("denominate", "", vec!["by", "per", "indicators"]),
        ("treat", "", TREAT.to_vec()),
        ("impute", "latest", over(&["max_age"])),
        ("normalise", "min_max", over(&["low", "high"])),
        ("normalise", "goalposts", over(&["from", "to", "low", "high", "clip", "log"])),
        ("normalise", "z_score", over(&["mean", "sd"])),
        ("normalise", "distance_to_target", over(&["target", "clip"])),
        ("normalise", "distance_to_unit", over(&["unit", "clip"])),
        ("normalise", "ratio", over(&["reference"])),
        ("normalise", "difference", over(&["reference"])),
        ("normalise", "above_below_mean", over(&["margin"])),
    ];
    let plain = ["none", "mean", "median", "class_mean", "class_median", "linear", "constant"];
    known.extend(plain.map(|method| ("impute", method, over(&[]))));
    let plain = ["rank", "borda", "percentile", "distance_to_best"];
    known.extend(plain.map(|method| ("normalise", method, over(&[]))));
    known
}

/// What is told of an index in which this step does all that is done to figures.
fn of_step(kind: &str, method: &str, keys: &[&str]) -> (String, Vec<Told>) {
    let head = INDEX.split("[[step]]").next().unwrap().replace("geometric", "arithmetic");
    let mut text = format!("{head}[[step]]\ndo = \"{kind}\"\n");
    if !method.is_empty() {
        text.push_str(&format!("method = \"{method}\"\n"));
    }
    for key in keys {
        let (_, value) = SETTINGS.iter().find(|(known, _)| known == key).unwrap();
        text.push_str(&format!("{key} = {value}\n"));
    }
    if kind != "normalise" {
        text.push_str("\n[[step]]\ndo = \"normalise\"\nmethod = \"rank\"\n");
    }
    let told = told(&with_index(&text));
    (text, told)
}

/// The keys of a text at the lines of which this code is told.
fn keys_told<'t>(text: &'t str, told: &[Told], code: &str) -> BTreeSet<&'t str> {
    let lines: Vec<&str> = text.lines().collect();
    let of_code = told.iter().filter(|told| told.code == code);
    of_code.map(|told| lines[told.line as usize - 1].split(" = ").next().unwrap()).collect()
}

#[test]
fn each_step_and_method_takes_its_own_settings_and_refuses_every_other() {
    for (kind, method, own) in known() {
        let (_, found) = of_step(kind, method, &own);
        let errors: Vec<&Told> = found.iter().filter(|told| told.severity == "error").collect();
        assert!(errors.is_empty(), "{kind} {method}: {errors:#?}");
        let all: Vec<&str> = SETTINGS.iter().map(|(key, _)| *key).collect();
        let (text, found) = of_step(kind, method, &all);
        let wanted = all.iter().copied().filter(|key| !own.contains(key)).collect();
        assert_eq!(keys_told(&text, &found, "F134"), wanted, "{kind} {method}: {found:#?}");
    }
}

#[test]
fn what_is_of_another_kind_is_told_where_it_stands() {
    for (kind, method, own) in known() {
        let (text, _) = of_step(kind, method, &own);
        let mut wrong = String::new();
        let mut in_step = false;
        for line in text.lines() {
            in_step |= line == "[[step]]";
            in_step &= line != "[[choice]]";
            match line.split_once(" = ") {
                Some((key, value)) if in_step && own.contains(&key) => {
                    let other = if value.starts_with('"') || value.starts_with('[') {
                        "12"
                    } else {
                        "\"a\""
                    };
                    wrong.push_str(&format!("{key} = {other}\n"));
                }
                _ => wrong.push_str(&format!("{line}\n")),
            }
        }
        let found = told(&with_index(&wrong));
        let wanted = own.iter().copied().collect();
        assert_eq!(keys_told(&wrong, &found, "F133"), wanted, "{kind} {method}: {found:#?}");
    }
}

#[test]
fn words_that_nobody_knows_are_told_with_those_that_may_stand_there() {
    for (from, to, allowed) in [
        ("do = \"impute\"", "do = \"improve\"", "denominate"),
        ("method = \"latest\"", "method = \"last\"", "class_median"),
        ("method = \"goalposts\"", "method = \"goals\"", "percentile"),
        ("method = \"goalposts\"", "method = \"rank\"\nover = \"year\"", "base"),
        ("method = \"goalposts\"", "method = \"ratio\"\nreference = \"top\"", "figure"),
        (
            "do = \"impute\"\nmethod = \"latest\"\nmax_age = 1",
            "do = \"treat\"\nthen = \"root\"",
            "log_one",
        ),
        ("\"all\"", "\"nation\"", "class, all"),
        ("\"geometric\"]", "\"geometrical\"]", "harmonic"),
        (
            "parent = \"index\"\nweight = 3",
            "parent = \"index\"\nweight = 3\nmean = \"big\"",
            "median",
        ),
        ("step = \"impute\"", "step = \"imputation\"", "normalise"),
    ] {
        assert_eq!(INDEX.matches(from).count(), 1, "{from}");
        let index = INDEX.replace(from, to);
        let found = told(&with_index(&index));
        let word: Vec<&Told> = found.iter().filter(|told| told.code == "F210").collect();
        let [word] = word.as_slice() else { panic!("{to}: {found:#?}") };
        assert!(word.says.contains(allowed), "{to}: {}", word.says);
        let line = index.lines().nth(word.line as usize - 1).unwrap();
        assert!(to.contains(line) || line.contains(to), "{to}: {line}");
    }
}

#[test]
fn keys_of_every_table_are_known_and_no_other_is_read() {
    for (at, key) in [
        ("title_en = \"Made-up index\"\n", "tilte_zh = \"a\""),
        ("id = \"p2\"\n", "weigth = 1"),
        ("id = \"Z\"\n", "direction = \"up\""),
        ("id = \"weights\"\n", "level = [1]"),
        ("do = \"normalise\"\n", "only_for = [\"X\"]"),
    ] {
        let index = INDEX.replace(at, &format!("{at}{key}\n"));
        let found = told(&with_index(&index));
        let codes: Vec<&str> = found.iter().map(|told| told.code.as_str()).collect();
        assert_eq!(codes, ["F134"], "{key}: {found:#?}");
        assert_eq!(index.lines().nth(found[0].line as usize - 1), Some(key));
    }
}

#[test]
fn the_schema_knows_every_setting() {
    let schema: serde_json::Value =
        serde_json::from_str(&gangmu(&["schema", "index"]).ends(0).out).unwrap();
    let step = &schema["properties"]["step"]["items"]["properties"];
    for (key, _) in SETTINGS.iter().chain(&[("figure", ""), ("do", ""), ("method", "")]) {
        assert!(step.get(key).is_some(), "{key} in {step:#?}");
    }
    let methods: BTreeSet<&str> = step["method"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|word| word.as_str())
        .collect();
    for (_, method, _) in known().into_iter().filter(|(_, method, _)| !method.is_empty()) {
        assert!(methods.contains(method), "{method}");
    }
}
