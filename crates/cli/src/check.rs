//! `gangmu check`.

use std::path::Path;

use gangmu_app::define::{check_with_figures, explain_code, list_codes};
use gangmu_app::words::{Language, Words};
use gangmu_base::{Finding, Severity};

use crate::arguments::{Check, Findings};
use crate::show;
use crate::{CANNOT_RUN, DONE, ERRORS};

/// Findings that mean that there was nothing to check.
const NO_FOLDER: [&str; 1] = ["F100"];

pub(crate) fn run(command: &Check, language: Language) -> u8 {
    let words = Words::new(language);
    if let Some(code) = &command.explain {
        return explain(code, &words);
    }
    // Without a code there is a folder: the arguments ask for one of the two.
    let Some(folder) = &command.folder else { return CANNOT_RUN };
    show::progress(folder, &words);
    let checked = check_with_figures(folder);
    match command.format {
        Findings::Json => show::findings_as_json(&checked.findings, &words),
        Findings::Text => {
            show::findings(folder, &checked.findings, &words);
            show::out(&summary(&checked.findings, &words));
        }
    }
    exit_code(&checked.findings)
}

/// What a code means; of all codes a line each for `list`.
fn explain(code: &str, words: &Words) -> u8 {
    let told = match code {
        "list" => Ok(list_codes(words)),
        code => explain_code(code, words),
    };
    match told {
        Ok(lines) => {
            lines.iter().for_each(|line| show::out(line));
            DONE
        }
        Err(finding) => {
            show::findings(Path::new(""), &[finding], words);
            CANNOT_RUN
        }
    }
}

/// What findings mean for the exit status.
pub(crate) fn exit_code(findings: &[Finding]) -> u8 {
    let cannot = |finding: &Finding| NO_FOLDER.contains(&finding.code);
    if findings.iter().any(cannot) {
        CANNOT_RUN
    } else if findings.iter().any(|finding| finding.severity == Severity::Error) {
        ERRORS
    } else {
        DONE
    }
}

fn summary(findings: &[Finding], words: &Words) -> String {
    let (accepted, open): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| finding.accepted.is_some());
    let count = |severity| open.iter().filter(|f| f.severity == severity).count().to_string();
    let accepted = accepted.len().to_string();
    words.say(
        if accepted == "0" { "check-summary" } else { "check-summary-accepted" },
        &[
            ("errors", &count(Severity::Error)),
            ("warnings", &count(Severity::Warning)),
            ("notes", &count(Severity::Note)),
            ("accepted", &accepted),
        ],
    )
}
