//! Findings, as a good compiler shows them.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;

use gangmu_app::words::Words;
use gangmu_base::{Finding, Place, Severity};
use unicode_width::UnicodeWidthStr;

use super::{err, out};

/// No more of a line than this is shown.
const SHOWN_WIDTH: usize = 160;

/// The code of a cell that holds personal data.
const PERSONAL: &str = "F205";

/// Shows findings on standard error: code and place, sentence, the line meant, next step.
pub(crate) fn findings(folder: &Path, findings: &[Finding], words: &Words) {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for finding in findings {
        let (sentence, next) = words.finding(finding);
        let weight = match &finding.accepted {
            Some(_) => words.say("accepted", &[]),
            None => words.say(finding.severity.word(), &[]),
        };
        let severity = if finding.accepted.is_some() { Severity::Note } else { finding.severity };
        let head = paint(colour, severity, &format!("{weight}[{}]", finding.code));
        err(&format!("{head} {}: {sentence}", finding.place));
        // Personal data are not spread any further, not even to say where they are.
        let shown = (finding.code != PERSONAL).then(|| excerpt(folder, &finding.place)).flatten();
        if let Some((line, under)) = shown {
            let margin = " ".repeat(finding.place.line.to_string().len());
            err(&format!("  {} | {line}", finding.place.line));
            err(&format!("  {margin} | {under}"));
        }
        let then = match &finding.accepted {
            Some(reason) => words.say("accepted-reason", &[("reason", words.name(reason))]),
            None => next,
        };
        err(&format!("  → {then}"));
    }
}

fn paint(colour: bool, severity: Severity, text: &str) -> String {
    let code = match severity {
        Severity::Error => 31,
        Severity::Warning => 33,
        Severity::Note => 36,
    };
    if colour { format!("\u{1b}[1;{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// The line a place is on, and a mark below what is meant.
fn excerpt(folder: &Path, place: &Place) -> Option<(String, String)> {
    if place.line == 0 || place.column == 0 || place.file.ends_with(".parquet") {
        return None;
    }
    let file = File::open(folder.join(&*place.file)).ok()?;
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    for _ in 0..place.line {
        line.clear();
        // A line can be as long as the file; no more of it is kept than could be shown.
        let mut taken = reader.by_ref().take(1 << 20);
        taken.read_until(b'\n', &mut line).ok()?;
    }
    let text = String::from_utf8_lossy(&line);
    let text =
        text.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}').replace('\t', " ");
    let start = place.column as usize - 1;
    let before: String = text.chars().take(start).collect();
    let meant: String = text.chars().skip(start).take((place.length as usize).max(1)).collect();
    if before.width() + meant.width() > SHOWN_WIDTH {
        return None;
    }
    let shown: String = text.chars().take(SHOWN_WIDTH).collect();
    let under = format!("{}{}", " ".repeat(before.width()), "^".repeat(meant.width().max(1)));
    Some((shown, under))
}

/// Shows findings on standard output, a JSON object for each, in a list.
pub(crate) fn findings_as_json(findings: &[Finding], words: &Words) {
    let list: Vec<serde_json::Value> = findings
        .iter()
        .map(|finding| {
            let (message, next) = words.finding(finding);
            serde_json::json!({
                "code": finding.code,
                "severity": finding.severity.word(),
                "file": &*finding.place.file,
                "line": finding.place.line,
                "column": finding.place.column,
                "message": message,
                "next": next,
                "accepted": finding.accepted.as_ref().map(|reason| words.name(reason)),
            })
        })
        .collect();
    match serde_json::to_string_pretty(&list) {
        Ok(text) => out(&text),
        Err(error) => err(&error.to_string()),
    }
}
