//! What a code means: why it is told, what may stand in its place, an example that has it and one
//! that has not; for all other codes the sentence and the next step.

use gangmu_base::Severity;
use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Place};

use super::explanation_pages::{Fragment, Page, page, pages};
use crate::words::{Language, Words};

/// What a blank holds where nothing was found that could fill it in.
const OPEN: &str = "…";

/// Blanks that say what comes near, which of no finding is nothing.
const LEFT_OUT: [&str; 3] = ["nearest", "suggestion", "row"];

/// What is said of a code, in lines; for a code that no finding has, a finding.
pub fn explain_code(code: &str, words: &Words) -> Result<Vec<String>, Finding> {
    let asked = code.to_ascii_uppercase();
    let codes = words.codes();
    let Some(code) = codes.iter().find(|code| **code == asked) else {
        let near = nearest(&asked, codes.iter().copied()).unwrap_or_default();
        return Err(Finding::error("G030", Place::file("--explain"))
            .with("code", code)
            .with("nearest", near));
    };
    match page(code) {
        Some(page) => Ok(whole(&page, words)),
        None => {
            let next = sentence(&format!("{code}-next"), words);
            Ok(vec![format!("{code}: {}", sentence(code, words)), format!("→ {next}")])
        }
    }
}

/// Every code with its meaning in one line.
pub fn list_codes(words: &Words) -> Vec<String> {
    let explained = pages();
    let line = |code: &&str| match explained.iter().find(|page| page.code == *code) {
        Some(page) => format!("{code}  {}", page.title(words.language())),
        None => format!("{code}  {}", sentence(code, words)),
    };
    words.codes().iter().map(line).collect()
}

/// A sentence of the message files with its blanks left open.
fn sentence(key: &str, words: &Words) -> String {
    let blanks: Vec<(&str, &str)> = words
        .blanks()
        .into_iter()
        .map(|blank| (blank, if LEFT_OUT.contains(&blank) { "" } else { OPEN }))
        .collect();
    words.say(key, &blanks)
}

fn whole(page: &Page<'_>, words: &Words) -> Vec<String> {
    let title = page.title(words.language());
    let weight = words.say(page.severity.word(), &[]);
    let mut lines = vec![format!("{weight}[{}] {title}", page.code), String::new()];
    lines.extend(page.text(words.language()).lines().map(str::to_owned));
    let mut part = |key: &str, fragments: &[Fragment<'_>]| {
        if !fragments.is_empty() {
            lines.extend([String::new(), words.say(key, &[])]);
            fragments.iter().for_each(|fragment| lines.extend(shown(fragment, words)));
        }
    };
    part("code-given", &page.given);
    part("code-fails", &page.fails);
    part("code-passes", &page.passes);
    lines.push(String::new());
    lines.extend(stays(page, words));
    let see = page.see.join(words.say("code-and", &[]).as_str());
    lines.push(words.say("code-see", &[("codes", &see)]));
    lines
}

fn shown(fragment: &Fragment<'_>, words: &Words) -> Vec<String> {
    let key = if fragment.at_the_top { "code-file-top" } else { "code-file" };
    let mut lines = vec![format!("  {}", words.say(key, &[("file", fragment.file)]))];
    let indented = fragment.text.lines().map(|line| match line {
        "" => String::new(),
        line => format!("    {line}"),
    });
    lines.extend(indented);
    lines
}

/// Whether the finding may stay, and how one says so.
fn stays(page: &Page<'_>, words: &Words) -> Vec<String> {
    // What is said about the list of accepted findings cannot be accepted by that list.
    let about_the_list = page.code.starts_with('P');
    match page.severity {
        Severity::Error => vec![words.say("code-never-stays", &[])],
        Severity::Note => vec![words.say("code-needs-nothing", &[])],
        Severity::Warning if about_the_list => vec![words.say("code-never-stays", &[])],
        Severity::Warning => {
            let reason = match words.language() {
                Language::Zh => "reason_zh",
                Language::En => "reason_en",
            };
            let why = words.say("code-reason", &[]);
            let at = words.say("code-at", &[]);
            vec![
                words.say("code-may-stay", &[]),
                "    [[accepted]]".to_owned(),
                format!("    code = \"{}\"", page.code),
                format!("    at = \"…\"         # {at}"),
                format!("    {reason} = \"{why}\""),
            ]
        }
    }
}
