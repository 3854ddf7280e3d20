//! `gangmu fmt`.

use std::path::PathBuf;

use clap::Args;
use gangmu_app::define::lay_out;
use gangmu_app::words::{Language, Words};

use crate::check::exit_code;
use crate::show;
use crate::{DONE, ERRORS};

/// What `--help` teaches.
pub(crate) const EXAMPLES: &str = "Examples:
  gangmu fmt my-programme                        write them anew
  gangmu fmt my-programme --check                only say which would change

TOML: keys in the order of the reference, one blank line between tables, formulas as the program
prints them; comments, and formulas with a comment or on several lines, stay as they are. CSV: the
documented columns first, quotes only where needed, UTF-8 without a mark. A file with an error is
told and left alone.
Exit status: 0 done, 1 an error, or with --check a file that would change, 2 could not be run.";

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// The programme folder
    pub(crate) folder: PathBuf,
    /// Write nothing; say which files would change
    #[arg(long)]
    pub(crate) check: bool,
}

pub(crate) fn run(command: &Fmt, language: Language) -> u8 {
    let words = Words::new(language);
    show::progress(&command.folder, &words);
    let laid_out = lay_out(&command.folder, !command.check);
    let key = if command.check { "fmt-would-change" } else { "fmt-written" };
    for file in &laid_out.changed {
        show::out(&words.say(key, &[("file", file)]));
    }
    if !laid_out.findings.is_empty() {
        show::findings(&command.folder, &laid_out.findings, &words);
        return exit_code(&laid_out.findings).max(ERRORS);
    }
    if laid_out.changed.is_empty() {
        show::out(&words.say("fmt-nothing", &[]));
    }
    if command.check && !laid_out.changed.is_empty() { ERRORS } else { DONE }
}
