//! The five minutes of the README, played: what it prints is what the program prints.

use std::path::Path;
use std::process::Command;

use crate::support::{Folder, example};

/// A fenced block of the README.
struct Block<'t> {
    kind: &'t str,
    lines: Vec<&'t str>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            found.push(Block { kind, lines: lines.by_ref().take_while(|l| *l != "```").collect() });
        }
    }
    found
}

/// What a command says: first what it says about the matter, then what was asked for.
fn said(command: &str, folder: &Path) -> String {
    let mut words = command.split(' ');
    assert_eq!(words.next(), Some("gangmu"));
    let run = Command::new(env!("CARGO_BIN_EXE_gangmu"))
        .args(words)
        .current_dir(folder)
        .env("LC_ALL", "en_GB.UTF-8")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    format!("{}{}", text(run.stderr), text(run.stdout))
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let here = Folder::empty();
    let examples = here.path().join("examples");
    std::fs::create_dir(&examples).unwrap();
    for name in ["city", "federation"] {
        let status = Command::new("cp").arg("-r").arg(example(name)).arg(&examples).status();
        assert!(status.unwrap().success());
    }
    let mut shown = 0;
    for block in blocks(&readme) {
        match (block.kind, block.lines.first()) {
            ("console", Some(first)) => {
                let command = first.strip_prefix("$ ").unwrap();
                let wanted: String =
                    block.lines[1..].iter().map(|line| format!("{line}\n")).collect();
                assert_eq!(said(command, here.path()), wanted, "{command}");
                shown += 1;
            }
            ("sh", Some(first)) if first.starts_with("sed ") || first.starts_with("cp ") => {
                let script = block.lines.join("\n");
                let status =
                    Command::new("sh").args(["-ec", &script]).current_dir(here.path()).status();
                assert!(status.unwrap().success(), "{script}");
            }
            ("sh", Some(first)) if first.starts_with("gangmu ") => {
                for line in &block.lines {
                    let command = line.split('#').next().unwrap_or_default().trim();
                    assert!(!said(command, here.path()).contains("error["), "{command}");
                }
            }
            _ => {}
        }
    }
    assert!(shown >= 6, "{shown} of its commands were played");
}
