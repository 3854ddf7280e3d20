//! What is shown: on standard output what was asked for, on standard error what is said about it.

mod findings;
mod progress;
mod table;

use std::io::Write;

pub(crate) use findings::{findings, findings_as_json};
pub(crate) use progress::progress;
pub(crate) use table::{table, table_as_csv, table_as_json};

/// A line on standard output. A reader that has gone away (`| head`) ends the program quietly.
pub(crate) fn out(line: &str) {
    if writeln!(std::io::stdout().lock(), "{line}").is_err() {
        std::process::exit(i32::from(crate::DONE));
    }
}

/// A line on standard error.
pub(crate) fn err(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
