//! Gangmu on the command line.

mod arguments;
mod check;
mod clock;
mod completions;
mod demo;
mod demo_facts;
mod diff;
mod explain;
mod export;
mod fmt;
mod forms;
mod import;
mod index;
mod integrity;
mod new;
mod office;
mod overlay;
mod pack;
mod schema;
mod score;
mod serve;
mod show;
mod what_if;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Done, warnings allowed.
const DONE: u8 = 0;
/// The programme has errors.
const ERRORS: u8 = 1;
/// It could not be run at all.
const CANNOT_RUN: u8 = 2;

fn main() -> ExitCode {
    // What a library says about a damaged file is told as a finding, not as a crash.
    let crash = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !gangmu_exchange::text::panic_is_caught() {
            crash(panic);
        }
    }));
    let arguments = Arguments::parse();
    let language = arguments.language();
    let code = match arguments.command {
        Command::New(command) => new::run(&command, language),
        Command::Check(command) => check::run(&command, language),
        Command::Score(command) => score::run(&command, language),
        Command::Explain(command) => explain::run(&command, language),
        Command::Forms(command) => forms::run(&command, language),
        Command::Diff(command) => diff::run(&command, language),
        Command::Index(command) => index::run(&command, language),
        Command::Integrity(command) => integrity::run(&command, language),
        Command::Import(command) => import::run(&command, language),
        Command::Export(command) => export::run(&command, language),
        Command::Pack(command) => pack::run(&command, language),
        Command::Overlay(command) => overlay::run(&command, language),
        Command::Fmt(command) => fmt::run(&command, language),
        Command::Serve(command) => serve::run(&command, language),
        Command::Invite(command) => office::run_invite(&command, language),
        Command::Store(command) => office::run_store(&command, language),
        Command::Demo(command) => demo::run(&command, language),
        Command::Schema(command) => schema::run(&command),
        Command::Completions(command) => completions::run(&command),
    };
    ExitCode::from(code)
}
