//! `gangmu diff`.

use std::path::Path;

use gangmu_app::compare::{
    Layout, beside, differences, differences_table, differences_told, effect, not_asked_told, told,
};
use gangmu_app::define::check;
use gangmu_app::words::{Language, Words};
use gangmu_base::finding::any_error;
use gangmu_base::{Finding, Severity};
use gangmu_exchange::folder::{Programme, Thing, read_said, read_with_facts_of};

use crate::arguments::{Diff, Format};
use crate::check::exit_code;
use crate::score::print;
use crate::show;
use crate::{DONE, ERRORS};

pub(crate) fn run(command: &Diff, language: Language) -> u8 {
    let words = Words::new(language);
    let opened =
        open(&command.before, &words).and_then(|was| Ok((was, open(&command.after, &words)?)));
    let ((programme, was), (_, is)) = match opened {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let differences = differences(&was, &is);
    match (command.effect, command.format) {
        (false, Format::Table) => {
            for line in differences_told(&differences, &words) {
                show::out(&line);
            }
            if !differences.is_empty() {
                show::out("");
                return of_effect(command, &programme, &words);
            }
            DONE
        }
        (false, format) => {
            print(&differences_table(&differences), format);
            DONE
        }
        (true, _) => of_effect(command, &programme, &words),
    }
}

/// A folder without error, and what it lays down; else what is wrong with it is shown.
fn open(folder: &Path, words: &Words) -> Result<(Programme, Vec<Thing>), u8> {
    let checked = check(folder);
    let refuse = |findings: &[Finding]| {
        let errors: Vec<Finding> =
            findings.iter().filter(|f| f.severity == Severity::Error).cloned().collect();
        let shown = folder.display().to_string();
        show::err(&words.say("diff-folder-has-errors", &[("folder", &shown)]));
        show::findings(folder, &errors, words);
        exit_code(&errors).max(ERRORS)
    };
    let Some(programme) = checked.programme else { return Err(refuse(&checked.findings)) };
    match read_said(folder) {
        Ok(things) => Ok((programme, things)),
        Err(finding) => Err(refuse(&[finding])),
    }
}

/// What the later version makes of the facts of the earlier one.
fn of_effect(command: &Diff, programme: &Programme, words: &Words) -> u8 {
    let (with_facts, findings) = read_with_facts_of(&command.after, &command.before);
    // Facts about what the later version does not know are left out, and counted.
    let in_data = |finding: &&Finding| finding.place.file.starts_with("data/");
    let errors = |findings: &[Finding]| -> Vec<Finding> {
        findings.iter().filter(|f| f.severity == Severity::Error).cloned().collect()
    };
    let elsewhere: Vec<Finding> =
        findings.iter().filter(|finding| !in_data(finding)).cloned().collect();
    let Some(with_facts) = with_facts.filter(|_| !any_error(&elsewhere)) else {
        show::findings(&command.after, &errors(&elsewhere), words);
        return ERRORS;
    };
    let left_out = errors(&findings).len();
    let shown = effect(programme, with_facts, command.scheme.as_deref(), |effect| {
        if command.format != Format::Table {
            let table = beside(Layout::Results, effect.changed, effect.before, effect.after);
            print(&table, command.format);
            return;
        }
        let period = effect.before.outcome.period.to_string();
        let scheme = words.name(&effect.after.scheme.scheme.title);
        show::out(&words.say("diff-effect", &[("period", &period), ("scheme", scheme)]));
        if left_out > 0 {
            show::out(&words.say("diff-left-out", &[]));
        }
        not_asked_told(effect, words).iter().for_each(|line| show::out(line));
        told(effect.changed, words).iter().for_each(|line| show::out(line));
    });
    match shown {
        Ok(()) => DONE,
        Err(findings) => {
            show::findings(&command.after, &findings, words);
            crate::score::not_scored(&findings)
        }
    }
}
