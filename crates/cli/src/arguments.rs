//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use gangmu_app::words::Language;

/// Gangmu 纲目: runs a public programme over many tiers; checks its folder, scores its schemes,
/// explains every figure.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Language of what people read: zh (中文) or en; by default that of the terminal
    #[arg(long, global = true, value_name = "zh|en")]
    lang: Option<Lang>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "Examples:
  gangmu new my-programme                        begin a programme
  gangmu check my-programme                      find every fault of it
  gangmu score my-programme                      score its first scheme
  gangmu score examples/city --scheme bodies     score another one
  gangmu explain examples/city --unit YZ03 --item C103
  gangmu fmt my-programme                        lay out its files
  gangmu completions --help                      how the shell completes commands

Exit status: 0 done (warnings allowed), 1 the programme has errors, 2 could not be run.";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    Zh,
    En,
}

impl Arguments {
    pub(crate) fn language(&self) -> Language {
        match self.lang {
            Some(Lang::Zh) => Language::Zh,
            Some(Lang::En) => Language::En,
            None => {
                let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
                let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
                Language::of_locale(&locale.unwrap_or_default())
            }
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Begin a programme: a small folder that is complete and without fault
    #[command(after_help = "Example:\n  gangmu new my-programme && gangmu score my-programme")]
    New(New),
    /// Find every fault of form and reference in a programme folder
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Score a scheme of a programme
    #[command(after_help = crate::score::EXAMPLES)]
    Score(crate::score::Score),
    /// Explain how a result came about, down to the observations
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Work out the composite index of a programme, with honest ranks
    #[command(after_help = crate::index::EXAMPLES)]
    Index(crate::index::Index),
    /// What is odd about reported series, what to verify, and how sure a rate is
    #[command(after_help = crate::integrity::EXAMPLES)]
    Integrity(crate::integrity::Command),
    /// What two versions of a programme lay down differently, and who would have moved
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// Write the observations as Parquet, which is several times faster to read
    #[command(after_help = PACK_EXAMPLES)]
    Pack(Pack),
    /// Read a workbook (.xlsx) into a programme: a scheme table, or observations
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(Import),
    /// Write part of a programme as a workbook (.xlsx)
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(Export),
    /// What each form asks: cells and minutes, counted from its elements and questions
    #[command(after_help = "Example:\n  gangmu forms examples/city")]
    Forms(Forms),
    /// How the rules of a lower tier differ from those above it
    #[command(after_help = OVERLAY_EXAMPLES)]
    Overlay(Overlay),
    /// Lay out the files of a programme the canonical way, without changing what they say
    #[command(after_help = crate::fmt::EXAMPLES)]
    Fmt(crate::fmt::Fmt),
    /// Run the office: bodies report, tiers review, everybody sees how figures came about
    #[command(after_help = crate::serve::EXAMPLES)]
    Serve(crate::serve::Serve),
    /// Make an account of the office and print the link by which its holder signs in first
    #[command(after_help = crate::office::INVITE)]
    Invite(crate::office::Invite),
    /// Bring programme folders into the office, and back out
    #[command(after_help = crate::office::STORE)]
    Store(crate::office::Stored),
    /// Make an office to look around in, from the example of the city programme
    #[command(after_help = crate::demo::EXAMPLES)]
    Demo(crate::demo::Demo),
    /// Print the JSON Schema of a TOML file, with which an editor completes keys and explains them
    #[command(after_help = crate::schema::EXAMPLES)]
    Schema(crate::schema::Schema),
    /// Print the completions of a shell
    #[command(after_help = crate::completions::EXAMPLES)]
    Completions(crate::completions::Completions),
}

const OVERLAY_EXAMPLES: &str = "Examples:
  gangmu overlay examples/city                   every overlay of the programme, in words
  gangmu overlay examples/city YZ --format csv
  gangmu score examples/city --overlay YZ        the scheme as YZ runs it for its own

What may differ: docs/reference/overlays.md.";

#[derive(Debug, Args)]
pub(crate) struct Overlay {
    /// The programme folder
    pub(crate) folder: PathBuf,
    /// Whose overlay, by the id of the unit; by default all of them
    pub(crate) unit: Option<String>,
    /// For which period, such as 2025; by default that of the programme's first scheme
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    /// For people (text) or for programs (csv, json)
    #[arg(long, value_enum, default_value_t = Listing::Text)]
    pub(crate) format: Listing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    Text,
    Csv,
    Json,
}

const IMPORT_EXAMPLES: &str = "Examples:
  gangmu import scheme 考核细则.xlsx my-programme --scheme city-2026
  gangmu import observations returns.xlsx my-programme

A scheme table becomes schemes/ID.toml, every item of it a draft whose rule is still to be written.
Observations become data/observations-NAME.csv. Nothing that is there is changed, and nothing is
written when there is an error.";

const EXPORT_EXAMPLES: &str = "Examples:
  gangmu --lang zh export scheme examples/city -o city.xlsx
  gangmu export observations examples/city -o observations.xlsx";

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(crate) what: ImportWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportWhat {
    /// A scheme table, recognised by its headings
    Scheme(ImportScheme),
    /// Observations, with the columns of the CSV file
    Observations(ImportObservations),
}

#[derive(Debug, Args)]
pub(crate) struct ImportScheme {
    /// The workbook
    pub(crate) file: PathBuf,
    /// The programme folder
    pub(crate) folder: PathBuf,
    /// The id of the new scheme; by default the name of the workbook
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Option<String>,
    /// Which sheet; by default the only one with a scheme table
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ImportObservations {
    /// The workbook
    pub(crate) file: PathBuf,
    /// The programme folder
    pub(crate) folder: PathBuf,
    /// Which sheet; by default the first that has the columns
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(subcommand)]
    pub(crate) what: ExportWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportWhat {
    /// A scheme as a table of points, to be printed and signed
    Scheme(ExportScheme),
    /// The observations
    Observations(ExportObservations),
}

#[derive(Debug, Args)]
pub(crate) struct ExportScheme {
    /// The programme folder
    pub(crate) folder: PathBuf,
    /// Which scheme; by default the programme's first
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Option<String>,
    /// The workbook to write
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Write over a workbook that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportObservations {
    /// The programme folder
    pub(crate) folder: PathBuf,
    /// The workbook to write
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Write over a workbook that is there
    #[arg(long)]
    pub(crate) force: bool,
}

const DIFF_EXAMPLES: &str = "Examples:
  gangmu diff last-year this-year                in words, with the effect on last year's result
  gangmu diff last-year this-year --format csv   a row for each field
  gangmu diff last-year this-year --effect --format csv

Blanks, comments, the order of rows and `2.0` for `2` are no differences. Facts are not compared:
the effect is what the second folder makes of the facts of the first.";

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The folder of the earlier version
    pub(crate) before: PathBuf,
    /// The folder of the later version
    pub(crate) after: PathBuf,
    /// Only what the later version makes of the earlier one's facts
    #[arg(long)]
    pub(crate) effect: bool,
    /// The effect on which scheme; by default the first
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Option<String>,
    /// For people (table) or for programs (csv, json)
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

const PACK_EXAMPLES: &str = "Example:
  gangmu pack my-programme && rm my-programme/data/observations*.csv

Writes data/observations.parquet beside data/observations.csv, and so on for each such file. The
CSV files stay: remove them afterwards, for a figure that stands in both is told twice.";

#[derive(Debug, Args)]
pub(crate) struct Forms {
    /// The programme folder
    pub(crate) folder: PathBuf,
    /// For people (table) or for programs (csv, json)
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Pack {
    /// The programme folder
    pub(crate) folder: PathBuf,
}

const CHECK_EXAMPLES: &str = "Examples:
  gangmu check my-programme
  gangmu check my-programme --format json        one object a finding, for other programs
  gangmu check --explain S038                    why it is told, and what to write instead
  gangmu check --explain list                    every code in one line

Each finding has a stable code, its place, one sentence and one next step.
Exit status: 0 no errors (warnings allowed), 1 errors, 2 could not be run.";

const EXPLAIN_EXAMPLES: &str = "Examples:
  gangmu explain examples/city --unit YZ03
  gangmu explain examples/city --unit YZ03 --item C103
  gangmu explain examples/city --unit HL03 --item F201 --public";

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The folder to make; it must not be there yet, or be empty
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The programme folder
    #[arg(required_unless_present = "explain", conflicts_with = "explain")]
    pub(crate) folder: Option<PathBuf>,
    /// What a code means, with an example that has it and one that has not; `list` names all codes
    #[arg(long, value_name = "CODE")]
    pub(crate) explain: Option<String>,
    /// For people (text) or for programs (json)
    #[arg(long, value_enum, default_value_t = Findings::Text, conflicts_with = "explain")]
    pub(crate) format: Findings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Findings {
    Text,
    Json,
}

/// Which scheme, for which period, from which facts.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The programme folder
    pub(crate) folder: PathBuf,
    /// Which scheme; by default the programme's first
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Option<String>,
    /// Which period, such as 2025 or 2025Q1; by default the scheme's own
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    /// Only what was recorded by this day or moment
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// In which boundaries: as-it-was, a day such as 2026-01-01, or latest
    #[arg(long, value_name = "DAY", default_value = "as-it-was")]
    pub(crate) boundaries: String,
    /// As a unit runs the scheme for the units below it, by its overlay
    #[arg(long, value_name = "UNIT")]
    pub(crate) overlay: Option<String>,
    /// The result before appeals
    #[arg(long)]
    pub(crate) published: bool,
    /// Only what a public reader may see
    #[arg(long)]
    pub(crate) public: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Csv,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) which: Which,
    /// Whose result: the id of a unit or a body
    #[arg(long, value_name = "ID")]
    pub(crate) unit: String,
    /// Which item; by default the result as a whole
    #[arg(long, value_name = "ID")]
    pub(crate) item: Option<String>,
}
