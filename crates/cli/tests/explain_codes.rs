//! `gangmu check --explain`: what is said of every code, and that its examples do what they say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Folder, LANGUAGES, gangmu};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where an example is not about items: a scheme has at least one.
const ITEM: &str = r#"
[[item]]
id = "REST"
group = "G"
title_zh = "其他"
title_en = "Others"
points = 4
indicator = "POSTS"
rule = "P * share(x, worst, best)"
"#;

/// A page as it is written.
struct Page {
    code: String,
    text: String,
}

fn pages() -> Vec<Page> {
    let folder = root().join("crates/app/explanations");
    let mut pages: Vec<Page> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
            Page { code, text: fs::read_to_string(path).unwrap() }
        })
        .collect();
    pages.sort_by(|a, b| a.code.cmp(&b.code));
    pages
}

impl Page {
    fn severity(&self) -> &str {
        let line = self.text.lines().find_map(|line| line.strip_prefix("severity: "));
        line.unwrap_or_else(|| panic!("{}: no severity", self.code))
    }

    /// The text below a heading, up to the next one.
    fn section(&self, name: &str) -> &str {
        let sections = self.text.split("\n## ").skip(1);
        let mut found = sections.filter_map(|section| {
            let (heading, text) = section.split_once('\n')?;
            (heading.split(' ').next() == Some(name)).then_some(text)
        });
        found.next().unwrap_or_default()
    }

    /// What `check` finds when an example is laid over the base of the linter's cases.
    fn found(&self, example: &str, more: &str) -> Vec<serde_json::Value> {
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flawed/base");
        let folder = Folder::copy_of(&base);
        for section in ["given", example] {
            for block in self.section(section).split("\n```\n") {
                let Some((_, block)) = block.split_once("```") else { continue };
                let (info, text) = block.split_once('\n').unwrap();
                let words: Vec<&str> = info.split(' ').collect();
                lay(&folder, words[1], words.get(2) == Some(&"top"), text);
            }
        }
        if !folder.read("schemes/year.toml").contains("[[item]]") {
            folder.append("schemes/year.toml", ITEM);
        }
        folder.append("programme.toml", more);
        serde_json::from_str(&folder.run("check", &["--format", "json"]).out).unwrap()
    }
}

/// Adds rows below the same header, tables at the end, keys at the top; or makes the file.
fn lay(folder: &Folder, file: &str, top: bool, text: &str) {
    let text = format!("{}\n", text.trim_end());
    if !folder.files().iter().any(|own| own == file) {
        folder.write(file, text);
    } else if let Some((header, rows)) = text.split_once('\n').filter(|_| file.ends_with(".csv")) {
        assert_eq!(folder.read(file).lines().next(), Some(header), "{file}");
        folder.append(file, rows);
    } else if top {
        folder.write(file, text + &folder.read(file));
    } else {
        folder.append(file, &format!("\n{text}"));
    }
}

#[test]
fn the_examples_of_every_code_do_what_they_say() {
    let of = |found: &[serde_json::Value], code: &str| -> Vec<serde_json::Value> {
        found.iter().filter(|finding| finding["code"] == code).cloned().collect()
    };
    let mut wrong = Vec::new();
    for page in pages() {
        let code = page.code.as_str();
        let found = page.found("fails", "");
        let own = of(&found, code);
        if own.is_empty() || own.iter().any(|finding| finding["severity"] != page.severity()) {
            wrong.push(format!("{code} fails: {found:#?}"));
        }
        let found = page.found("passes", "");
        let error = found.iter().any(|finding| finding["severity"] == "error");
        if error || !of(&found, code).is_empty() {
            wrong.push(format!("{code} passes: {found:#?}"));
        }
        if page.severity() == "warning" && code != "P001" {
            let entry = format!("\n[[accepted]]\ncode = \"{code}\"\nreason_en = \"so it is\"\n");
            let own = of(&page.found("fails", &entry), code);
            if own.iter().any(|finding| finding["accepted"] != "so it is") {
                wrong.push(format!("{code} is not accepted: {own:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_explained_in_both_languages_and_no_blank_is_left() {
    let messages = ["en.ftl", "pages.en.ftl"]
        .map(|file| fs::read_to_string(root().join("crates/app/messages").join(file)).unwrap())
        .join("\n");
    let is_code = |key: &&str| key.len() == 4 && key[1..].bytes().all(|b| b.is_ascii_digit());
    let codes: Vec<&str> = messages
        .lines()
        .filter_map(|line| Some(line.split_once(" = ")?.0))
        .filter(is_code)
        .collect();
    assert!(codes.len() > 150, "{}", codes.len());
    for language in LANGUAGES {
        let list = gangmu(&["check", "--explain", "list", "--lang", language]).ends(0).out;
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for line in list.lines() {
            let (code, meaning) = line.split_once("  ").unwrap();
            assert!(!meaning.trim().is_empty() && !line.contains(['{', '}']), "{line}");
            told.insert(code);
        }
        assert_eq!(told, codes.iter().copied().collect(), "{language}");
        for code in &codes {
            let small = code.to_lowercase();
            let run = gangmu(&["check", "--explain", &small, "--lang", language]).ends(0);
            let prose: Vec<&str> =
                run.out.lines().filter(|line| !line.starts_with("    ")).collect();
            let prose = prose.join("\n");
            assert!(prose.contains(code) && prose.len() > 20, "{code}: {prose}");
            assert!(!prose.contains(['{', '}']), "{code}: {prose}");
        }
    }
    for page in pages() {
        for language in LANGUAGES {
            assert!(page.section(language).trim().len() > 100, "{} {language}", page.code);
        }
    }
}

#[test]
fn a_code_that_does_not_exist_is_told_with_the_nearest() {
    let run = gangmu(&["check", "--explain", "S0388"]).ends(2);
    assert!(run.err.contains("error[G030]") && run.err.contains("`S038`"), "{}", run.err);
    // A folder or a code, not both and not neither.
    gangmu(&["check", "--explain", "S038", "examples/city"]).ends(2);
    gangmu(&["check"]).ends(2);
}

#[test]
fn the_reference_lists_every_code_that_is_explained() {
    let reference = fs::read_to_string(root().join("docs/reference/findings.md")).unwrap();
    for page in pages() {
        assert!(
            reference.contains(&format!("| {} | {} |", page.code, page.severity())),
            "{}",
            page.code
        );
    }
}
