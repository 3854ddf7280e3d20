//! `gangmu completions`.

use std::io::Write;

use clap::{Args, CommandFactory};

use crate::arguments::Arguments;
use crate::{CANNOT_RUN, DONE};

/// What `--help` teaches.
pub(crate) const EXAMPLES: &str = "Examples:
  gangmu completions bash > ~/.local/share/bash-completion/completions/gangmu
  gangmu completions zsh  > ~/.zfunc/_gangmu     # with fpath+=~/.zfunc before compinit
  gangmu completions fish > ~/.config/fish/completions/gangmu.fish
  gangmu completions powershell >> $PROFILE";

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Of which shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

pub(crate) fn run(command: &Completions) -> u8 {
    // Into memory first: the generator takes a closed pipe for a bug.
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Arguments::command(), "gangmu", &mut script);
    match std::io::stdout().write_all(&script) {
        Ok(()) => DONE,
        Err(_) => CANNOT_RUN,
    }
}
