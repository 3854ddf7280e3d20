//! `gangmu score`.

use gangmu_app::define::{check, localise, prepare};
use gangmu_app::score::{
    Asked, Hidden, consequences, deductions, groups, items, results, with_scored,
};
use gangmu_app::table::Table;
use gangmu_app::words::{Language, Words};
use gangmu_base::{Finding, Period, Place, Severity};
use gangmu_domain::framework::Boundaries;
use gangmu_exchange::folder::{Programme, read_as_of};

use crate::arguments::{Format, Score, Which};
use crate::check::exit_code;
use crate::show;
use crate::what_if;
use crate::{CANNOT_RUN, DONE, ERRORS};

pub(crate) fn run(command: &Score, language: Language) -> u8 {
    let words = Words::new(language);
    if !command.set.is_empty() {
        return what_if::run(command, &words);
    }
    with_programme(&command.which, &words, |programme, asked| {
        let (prepared, _) = prepare(programme);
        let table = with_scored(&prepared, asked, |scored| {
            let hidden = command.which.public.then(|| Hidden::of(scored));
            if command.items {
                items(scored, hidden.as_ref())
            } else if command.groups {
                groups(scored, hidden.as_ref())
            } else if command.deductions {
                deductions(scored)
            } else if command.consequences {
                consequences(scored)
            } else {
                results(scored, hidden.as_ref())
            }
        });
        match table {
            Ok(table) => {
                print(&table, command.format);
                DONE
            }
            Err(findings) => {
                show::findings(&command.which.folder, &findings, &words);
                not_scored(&findings)
            }
        }
    })
}

/// What it means that a scheme could not be scored: nothing was wrong with the programme when what
/// was asked for is not in it.
pub(crate) fn not_scored(findings: &[Finding]) -> u8 {
    let about_the_question = |finding: &Finding| finding.code.starts_with('G');
    if findings.iter().all(about_the_question) { CANNOT_RUN } else { ERRORS }
}

pub(crate) fn print(table: &Table, format: Format) {
    match format {
        Format::Table => show::table(table),
        Format::Csv => show::table_as_csv(table),
        Format::Json => show::table_as_json(table),
    }
}

/// Opens a programme without errors and reads what is asked for; says what is wrong otherwise.
pub(crate) fn with_programme(
    which: &Which,
    words: &Words,
    then: impl FnOnce(&Programme, &Asked) -> u8,
) -> u8 {
    with_checked(which, words, |programme, asked, _| then(programme, asked))
}

/// The same, with what was found in the programme.
pub(crate) fn with_checked(
    which: &Which,
    words: &Words,
    then: impl FnOnce(&Programme, &Asked, &[Finding]) -> u8,
) -> u8 {
    show::progress(&which.folder, words);
    let checked = check(&which.folder);
    let Some(programme) = checked.programme else {
        show::findings(&which.folder, &checked.findings, words);
        return exit_code(&checked.findings).max(ERRORS);
    };
    let open = |f: &&Finding| f.severity == Severity::Warning && f.accepted.is_none();
    let warnings = checked.findings.iter().filter(open).count();
    if warnings > 0 {
        let folder = which.folder.display().to_string();
        let warnings = warnings.to_string();
        show::err(&words.say("score-warnings", &[("warnings", &warnings), ("folder", &folder)]));
    }
    let asked = asked(which, &programme);
    let ready = asked.and_then(|asked| match &which.overlay {
        Some(unit) => Ok((localise(programme, unit, asked.period)?, asked)),
        None => Ok((programme, asked)),
    });
    match ready {
        Ok((programme, asked)) => then(&programme, &asked, &checked.findings),
        Err(finding) => {
            show::findings(&which.folder, &[finding], words);
            CANNOT_RUN
        }
    }
}

fn asked(which: &Which, programme: &Programme) -> Result<Asked, Finding> {
    let wrong = |code, option: &str, value: &str| {
        Finding::error(code, Place::file(option)).with("value", value)
    };
    let period = match &which.period {
        Some(text) => Some(Period::parse(text).ok_or_else(|| wrong("G004", "--period", text))?),
        None => None,
    };
    let as_of = match &which.as_of {
        Some(text) => {
            let moment = read_as_of(text, programme.framework.zone_seconds);
            Some(moment.ok_or_else(|| wrong("G005", "--as-of", text))?)
        }
        None => None,
    };
    let boundaries = match which.boundaries.as_str() {
        "as-it-was" => Boundaries::AsItWas,
        "latest" => match programme.tree.events().last() {
            Some(event) => Boundaries::On(event.date),
            None => Boundaries::AsItWas,
        },
        day => Boundaries::On(day.parse().map_err(|_| wrong("G006", "--boundaries", day))?),
    };
    Ok(Asked {
        scheme: which.scheme.clone(),
        period,
        as_of,
        boundaries,
        before_appeals: which.published,
    })
}
