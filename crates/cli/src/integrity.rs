//! `gangmu integrity`.

use std::path::PathBuf;

use clap::Args;
use gangmu_app::compare::{
    Integrity, Told, integrity_draw, integrity_rates, integrity_results, with_integrity,
};
use gangmu_app::define::prepare;
use gangmu_app::score::{misreporting, with_scored};
use gangmu_app::words::{Language, Words};
use gangmu_base::Finding;

use crate::arguments::{Format, Which};
use crate::score::{not_scored, print, with_programme};
use crate::show;
use crate::{CANNOT_RUN, DONE};

pub(crate) const EXAMPLES: &str = "Examples:
  gangmu integrity examples/city                 what is odd about reported series, worst first
  gangmu integrity examples/city --all --format csv
  gangmu integrity examples/city --period 2025   only what was reported for 2025 and its parts
  gangmu integrity examples/city --verify 12 --seed 7
  gangmu integrity examples/city --rates --public
  gangmu integrity examples/city --misreporting  which items reward a better figure most

A flag is a reason to look, not a finding of fault, and takes no point from anybody. Series are those
of units and bodies, never of a person.

Columns: test, level (or kind of body), unit, other (the other unit or source), element, indicator,
period, n (figures it stands on), statistic, p, q (Benjamini and Hochberg, over all p-values of the
run), flagged (q up to 0.05), says. With --verify: unit, level, class, flags, probability, drawn. With
--rates: unit, class, indicator, period, numerator, denominator, rate, line, line_of, low95, high95,
low998, high998, status, shrunk. CSV and JSON are the same in every language.

What each test asks, and when it applies: docs/reference/integrity.md.";

#[derive(Debug, Args)]
#[command(name = "integrity")]
pub(crate) struct Command {
    /// The programme folder
    folder: PathBuf,
    /// Only what was reported for this period or a part of it, such as 2025
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Only what was recorded by this day or moment
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// In which boundaries: as-it-was, a day such as 2026-01-01, or latest
    #[arg(long, value_name = "DAY", default_value = "as-it-was")]
    boundaries: String,
    /// Also what was not flagged, and what does not apply with its reason
    #[arg(long, group = "table")]
    all: bool,
    /// A draw of so many units for verification, each with its probability
    #[arg(long, value_name = "N", group = "table")]
    verify: Option<u32>,
    /// The seed of the draw: the same one gives the same draw
    #[arg(long, value_name = "S", default_value_t = 1, requires = "verify")]
    seed: u64,
    /// Every rate that has parts, with its funnel status
    #[arg(long, group = "table")]
    rates: bool,
    /// Of rates, only what a public reader may see
    #[arg(long, requires = "rates")]
    public: bool,
    /// What each item would bring to who reported its figure 1 % better than it is
    #[arg(long, group = "table")]
    misreporting: bool,
    /// With --misreporting: of which scheme; by default the programme's first
    #[arg(long, value_name = "ID", requires = "misreporting")]
    scheme: Option<String>,
    /// For people (table) or for programs (csv, json)
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(crate) fn run(command: &Command, language: Language) -> u8 {
    let words = Words::new(language);
    let which = Which {
        folder: command.folder.clone(),
        scheme: command.scheme.clone(),
        period: command.period.clone(),
        as_of: command.as_of.clone(),
        boundaries: command.boundaries.clone(),
        overlay: None,
        published: false,
        public: command.public,
    };
    with_programme(&which, &words, |programme, asked| {
        let (prepared, _) = prepare(programme);
        if command.misreporting {
            return match with_scored(&prepared, asked, misreporting) {
                Ok(table) => {
                    print(&table, command.format);
                    if command.format == Format::Table {
                        show::out("");
                        show::out(&words.say("integrity-misreporting", &[]));
                    }
                    DONE
                }
                Err(findings) => refused(command, &findings, &words),
            };
        }
        if command.rates {
            return match integrity_rates(&prepared, asked, command.public) {
                Ok(table) => {
                    print(&table, command.format);
                    if command.format == Format::Table {
                        show::out("");
                        show::out(&words.say("integrity-rates", &[]));
                    }
                    DONE
                }
                Err(findings) => refused(command, &findings, &words),
            };
        }
        let done = with_integrity(&prepared, asked, |found| tests(command, found, &words));
        done.unwrap_or_else(|findings| refused(command, &findings, &words))
    })
}

fn tests(command: &Command, found: &Integrity<'_>, words: &Words) -> u8 {
    if let Some(count) = command.verify {
        return match integrity_draw(found, count, command.seed) {
            Ok(table) => {
                print(&table, command.format);
                if command.format == Format::Table {
                    let (count, seed) = (count.to_string(), command.seed.to_string());
                    show::out("");
                    let blanks = [("count", count.as_str()), ("seed", seed.as_str())];
                    show::out(&words.say("integrity-drawn", &blanks));
                }
                DONE
            }
            Err(findings) => refused(command, &findings, words),
        };
    }
    print(&integrity_results(found, command.all), command.format);
    if command.format == Format::Table {
        let told = Told::of(found, words);
        show::out("");
        told.meanings.iter().for_each(|line| show::out(line));
        show::out(&told.counts);
        show::out(&told.caution);
    }
    DONE
}

fn refused(command: &Command, findings: &[Finding], words: &Words) -> u8 {
    show::findings(&command.folder, findings, words);
    // What was asked for is not there: nothing is wrong with the programme.
    if findings.iter().all(|finding| finding.code.starts_with('N')) {
        return CANNOT_RUN;
    }
    not_scored(findings)
}
