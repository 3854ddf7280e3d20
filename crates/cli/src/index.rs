//! `gangmu index`.

use std::path::PathBuf;

use clap::Args;
use gangmu_app::define::prepare;
use gangmu_app::score::{
    Also, IndexDraws, Indexed, SAMPLES, explain_index, index_choices, index_parts, index_results,
    index_sensitivity, index_weights, with_index,
};
use gangmu_app::words::{Language, Words};

use crate::arguments::{Format, Which};
use crate::score::{not_scored, print, with_programme};
use crate::show;
use crate::{CANNOT_RUN, DONE};

pub(crate) const EXAMPLES: &str = "Examples:
  gangmu index examples/city                     a row for each city, by class and rank
  gangmu index examples/city --explain YZ03      how one city's index came about
  gangmu index examples/city --draws 5000 --seed 7 --format csv
  gangmu index examples/city --parts             every part of every city
  gangmu index examples/city --weights           what each part and indicator counts for
  gangmu index examples/city --sensitivity       which choices the order hangs on

Columns of the results: unit, class, score, rank, rank_low and rank_high (between which the rank
lies in nine of ten draws), coverage (share of weight that stands on reported figures), worst and
best (the score if all that was not reported had turned out so), tied_with (units it cannot be told
from: neither is ahead in 95 % of the draws). CSV and JSON are the same in every language.

The recipe is index.toml: docs/reference/index.md.";

#[derive(Debug, Args)]
pub(crate) struct Index {
    /// The programme folder
    folder: PathBuf,
    /// Which period, such as 2025; by default that of index.toml
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Only what was recorded by this day or moment
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// In which boundaries: as-it-was, a day such as 2026-01-01, or latest
    #[arg(long, value_name = "DAY", default_value = "as-it-was")]
    boundaries: String,
    /// Before appeals
    #[arg(long)]
    published: bool,
    /// How many times all choices are drawn anew; 0 for no intervals
    #[arg(long, value_name = "N")]
    draws: Option<u32>,
    /// The seed of the draws: the same one gives the same result
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// How the index of a unit came about, in sentences
    #[arg(long, value_name = "UNIT", group = "table", conflicts_with = "format")]
    explain: Option<String>,
    /// A row for each part of each unit
    #[arg(long, group = "table")]
    parts: bool,
    /// A row for each part and indicator: what it counts for
    #[arg(long, group = "table")]
    weights: bool,
    /// A row for each choice that is drawn
    #[arg(long, group = "table")]
    choices: bool,
    /// A row for each choice: how much of the uncertainty comes from it (Sobol' indices)
    #[arg(long, group = "table")]
    sensitivity: bool,
    /// With --sensitivity: how many samples; more make the intervals narrower
    #[arg(long, value_name = "N", requires = "sensitivity", default_value_t = SAMPLES)]
    samples: usize,
    /// With --sensitivity: also of the rank of this unit
    #[arg(long, value_name = "UNIT", requires = "sensitivity")]
    unit: Option<String>,
    /// For people (table) or for programs (csv, json)
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(crate) fn run(command: &Index, language: Language) -> u8 {
    let words = Words::new(language);
    let which = Which {
        folder: command.folder.clone(),
        scheme: None,
        period: command.period.clone(),
        as_of: command.as_of.clone(),
        boundaries: command.boundaries.clone(),
        overlay: None,
        published: command.published,
        public: false,
    };
    // Samples of their own are drawn for the indices of sensitivity.
    let draws = if command.sensitivity { Some(0) } else { command.draws };
    let also = if command.sensitivity { Also::Sensitivity } else { Also::Nothing };
    let draws = IndexDraws { draws, seed: command.seed, also };
    with_programme(&which, &words, |programme, asked| {
        let (prepared, _) = prepare(programme);
        let done = with_index(&prepared, asked, draws, |indexed| show(command, indexed, &words));
        done.unwrap_or_else(|findings| {
            show::findings(&command.folder, &findings, &words);
            not_scored(&findings)
        })
    })
}

fn show(command: &Index, indexed: &Indexed<'_>, words: &Words) -> u8 {
    if let Some(unit) = &command.explain {
        return match explain_index(indexed, words, unit) {
            Ok(explained) => {
                for line in explained.lines {
                    show::out(&format!("{}{}", "  ".repeat(line.depth), line.text));
                }
                DONE
            }
            Err(finding) => {
                show::findings(&command.folder, &[finding], words);
                CANNOT_RUN
            }
        };
    }
    if command.sensitivity {
        return match index_sensitivity(indexed, command.samples, command.unit.as_deref()) {
            Ok(table) => {
                print(&table, command.format);
                if command.format == Format::Table {
                    show::out("");
                    show::out(&words.say("index-sensitivity", &[]));
                }
                DONE
            }
            Err(finding) => {
                show::findings(&command.folder, &[finding], words);
                CANNOT_RUN
            }
        };
    }
    let (table, results) = match command {
        Index { parts: true, .. } => (index_parts(indexed), false),
        Index { weights: true, .. } => (index_weights(indexed), false),
        Index { choices: true, .. } => (index_choices(indexed), false),
        _ => (index_results(indexed), true),
    };
    print(&table, command.format);
    if results && command.format == Format::Table {
        show::out("");
        show::out(&footer(indexed, words));
    }
    DONE
}

/// What the intervals rest on.
fn footer(indexed: &Indexed<'_>, words: &Words) -> String {
    let Some(simulated) = &indexed.simulated else { return words.say("index-no-draws", &[]) };
    let (draws, seed) = (simulated.draws().to_string(), indexed.seed.to_string());
    let choices: Vec<&str> = indexed.inputs.iter().map(|input| input.name.as_str()).collect();
    let blanks = [("draws", draws.as_str()), ("seed", &seed), ("choices", &choices.join(", "))];
    words.say("index-drawn", &blanks)
}
