//! `gangmu score`.

use clap::Args;
use gangmu_app::define::{check, localise, prepare};
use gangmu_app::score::{
    Asked, Draws, Hidden, Redrawing, Scored, consequences, deductions, drawn_items, drawn_told,
    groups, items, results, with_scored,
};
use gangmu_app::table::Table;
use gangmu_app::words::{Language, Words};
use gangmu_base::{Finding, Period, Place, Severity};
use gangmu_domain::framework::Boundaries;
use gangmu_exchange::folder::{Programme, read_as_of};

use crate::arguments::{Format, Which};
use crate::check::exit_code;
use crate::show;
use crate::what_if;
use crate::{CANNOT_RUN, DONE, ERRORS};

/// What `--help` teaches.
pub(crate) const EXAMPLES: &str = "Examples:
  gangmu score examples/city                     a row for each city
  gangmu score examples/city --items --format csv
  gangmu score examples/city --published         before appeals
  gangmu score examples/city --scheme term
  gangmu score examples/city --overlay YZ        as the province YZ runs it for its cities
  gangmu score DIR --as-of 2026-02-15            as recorded by the end of that day
  gangmu score DIR --boundaries latest           the past carried to today's units
  gangmu score DIR --draws 1000 --seed 1         places with intervals, over figures drawn anew
  gangmu score DIR --drawn                       what would be drawn anew, and what not

What if:
  gangmu score examples/city --set item.C103.points_by_class.K3=3
  gangmu score examples/city --set 'item.C103.rule=P * attained(x, t)' --set target.C103@K1=95
  gangmu score examples/city --set value.C103_n@YZ03=200 --items --format csv

A PATH is a key of the scheme file by the ids of its tables (item.C103.points, grade.A.at_least,
policy.missing), target.INDICATOR[@CLASS or UNIT][.PERIOD], value.ELEMENT@UNIT[.PERIOD], class.UNIT,
or indicator.ID.COLUMN, element.ID.COLUMN, unit.ID.COLUMN. docs/reference/what-if.md says more.

Columns of the results: unit, class, base (sum of the groups), deduct, bonus, published (total
before appeals), final (after them), grade, ranked, rank_in_class, reason, streak, award, passes,
pass; with --draws also rank_low, rank_high (5 % of the draws left out at either end), tied_with (who
cannot be told apart); with --overlay also local (points of groups that the unit added, beside the base). A column
the scheme has no use for is empty. CSV and JSON are the same in every language.";

#[derive(Debug, Args)]
pub(crate) struct Score {
    #[command(flatten)]
    pub(crate) which: Which,
    /// A row for each item of each subject
    #[arg(long, group = "table")]
    pub(crate) items: bool,
    /// A row for each group of each subject
    #[arg(long, group = "table")]
    pub(crate) groups: bool,
    /// A row for each event that took points off
    #[arg(long, group = "table")]
    pub(crate) deductions: bool,
    /// A row for each thing that follows from the final result
    #[arg(long, group = "table")]
    pub(crate) consequences: bool,
    /// A row for each item: whether --draws would draw its figures anew, and why
    #[arg(long, group = "table", conflicts_with = "set")]
    pub(crate) drawn: bool,
    /// Intervals of the places, over so many draws of the figures (1 to 100000)
    #[arg(long, value_name = "N", conflicts_with_all = ["items", "groups", "deductions", "consequences", "set"])]
    pub(crate) draws: Option<String>,
    /// From which seed, 1 by default: the same one gives the same draws
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<String>,
    /// What if this were so: the result beside the unchanged one; nothing is written. May be repeated
    #[arg(long, value_name = "PATH=VALUE", conflicts_with = "public")]
    pub(crate) set: Vec<String>,
    /// For people (table) or for programs (csv, json)
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

pub(crate) fn run(command: &Score, language: Language) -> u8 {
    let words = Words::new(language);
    let draws = match Draws::read(command.draws.as_deref(), command.seed.as_deref()) {
        Ok(draws) => draws,
        Err(finding) => {
            show::findings(&command.which.folder, &[finding], &words);
            return CANNOT_RUN;
        }
    };
    if !command.set.is_empty() {
        return what_if::run(command, &words);
    }
    with_programme(&command.which, &words, |programme, asked| {
        let (prepared, _) = prepare(programme);
        let table =
            with_scored(&prepared, asked, |scored| laid_out(command, scored, draws, &words));
        let table = table.and_then(|table| table.map_err(|finding| vec![finding]));
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

/// The table that was asked for; what was drawn for it is told beside it.
fn laid_out(
    command: &Score,
    scored: &Scored<'_>,
    draws: Option<Draws>,
    words: &Words,
) -> Result<Table, Finding> {
    let hidden = command.which.public.then(|| Hidden::of(scored));
    let hidden = hidden.as_ref();
    Ok(if command.items {
        items(scored, hidden)
    } else if command.groups {
        groups(scored, hidden)
    } else if command.deductions {
        deductions(scored)
    } else if command.consequences {
        consequences(scored)
    } else if command.drawn {
        drawn_items(&Redrawing::plan(scored, hidden))
    } else if let Some(draws) = draws {
        let redrawing = Redrawing::plan(scored, hidden);
        let intervals = redrawing.intervals(draws)?;
        drawn_told(&redrawing, draws, words).iter().for_each(|line| show::err(line));
        results(scored, hidden, Some(&intervals))
    } else {
        results(scored, hidden, None)
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
