//! Running the real binary on real folders, and reading what it prints.

mod asker;
mod folder;
mod served;
mod shared;
mod small;
mod table;
mod workbook;

use std::process::Command;

pub(crate) use asker::{Asker, XLSX};
pub(crate) use folder::{Folder, example, run_on, score, score_every_way};
pub(crate) use served::{Served, serve, serve_with, serve_with_open_files};
pub(crate) use shared::shared;
pub(crate) use small::small;
pub(crate) use table::{Row, Table, read_csv, same, write_csv};
pub(crate) use workbook::Parts;

/// Both languages of the program.
pub(crate) const LANGUAGES: [&str; 2] = ["zh", "en"];

/// What one run of the program said, and how it ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
    asked: String,
}

/// Runs the program. Whatever it is asked, it must not panic, must not be killed (an overflow of the
/// stack is a signal), must end with a documented status and must print text.
pub(crate) fn gangmu(args: &[&str]) -> Run {
    gangmu_with(&[], args)
}

/// Runs the program with more of an environment.
pub(crate) fn gangmu_with(environment: &[(&str, &str)], args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_gangmu"))
        .args(args)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C")
        .env("NO_COLOR", "1")
        .envs(environment.iter().copied())
        .output()
        .expect("the program starts");
    let asked = args.join(" ");
    let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|_| panic!("{asked}: not UTF-8"));
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!err.contains("panicked"), "{asked}\n{err}");
    let code = output.status.code().unwrap_or_else(|| panic!("{asked}: killed\n{err}"));
    assert!((0..=2).contains(&code), "{asked}: status {code}\n{err}");
    Run { code, out, err, asked }
}

impl Run {
    /// The run, where it ended with that status.
    pub(crate) fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{}\n{}{}", self.asked, self.out, self.err);
        self
    }

    /// The table it printed as CSV.
    pub(crate) fn table(&self) -> Table {
        Table::of_csv(&self.out)
    }
}
