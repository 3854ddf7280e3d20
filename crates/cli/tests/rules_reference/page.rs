//! The reference of rules, read as a person reads it: headings, blocks, tables of examples.

use crate::support::read_csv;

/// A kind of rule: what stands under one heading.
pub(super) struct Kind {
    /// `R08`.
    pub(super) id: String,
    pub(super) line: usize,
    /// What stands between the heading and the next one, fenced blocks left out.
    pub(super) heading: String,
    pub(super) prose: String,
    pub(super) blocks: Vec<Block>,
}

/// A rule with its examples: everything down to the end of a table.
#[derive(Default)]
pub(super) struct Block {
    /// Where its first line stands.
    pub(super) line: usize,
    /// ``- `X`: ug/m3, lower is better, target 35``
    pub(super) declared: Vec<(String, String)>,
    /// The rule of item X.
    pub(super) formula: Option<String>,
    /// The scheme or a part of it, by the file it stands in; nothing for the scheme itself.
    pub(super) schemes: Vec<(Option<String>, String)>,
    /// Rows of further files: name, records with their header.
    pub(super) files: Vec<(String, Vec<Vec<String>>)>,
    /// Columns of the table of examples.
    pub(super) columns: Vec<String>,
    pub(super) examples: Vec<Example>,
}

/// A row of a table of examples.
pub(super) struct Example {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

impl Block {
    fn is_empty(&self) -> bool {
        self.line == 0
    }

    fn begins(&mut self, line: usize) {
        if self.is_empty() {
            self.line = line;
        }
    }

    /// Everything written in it that is a rule.
    pub(super) fn rules(&self) -> String {
        let schemes = self.schemes.iter().map(|(_, text)| text.as_str());
        let declared = self.declared.iter().map(|(_, text)| text.as_str());
        self.formula.as_deref().into_iter().chain(schemes).chain(declared).collect()
    }
}

/// Every kind, in the order of the page.
pub(super) fn kinds(page: &str) -> Vec<Kind> {
    let mut found: Vec<Kind> = Vec::new();
    let mut open = Block::default();
    let mut lines = page.lines().zip(1..).peekable();
    while let Some((text, line)) = lines.next() {
        if let Some(heading) = text.strip_prefix("### ") {
            assert!(open.is_empty(), "line {line}: the block above has no table of examples");
            let id = heading.split(' ').next().unwrap_or_default().to_owned();
            let (heading, prose) = (heading.to_owned(), String::new());
            found.push(Kind { id, line, heading, prose, blocks: Vec::new() });
        }
        if text.starts_with("## ") {
            assert!(open.is_empty(), "line {line}: the block above has no table of examples");
        }
        let Some(kind) = found.last_mut() else { continue };
        if let Some(name) = text.strip_prefix("```") {
            let body: Vec<&str> =
                lines.by_ref().map(|(text, _)| text).take_while(|text| *text != "```").collect();
            open.begins(line);
            fence(&mut open, name, body.join("\n") + "\n", line);
        } else if let Some((name, what)) = declared(text) {
            open.begins(line);
            open.declared.push((name.to_owned(), what.to_owned()));
        } else if text.starts_with('|') {
            assert!(!open.is_empty(), "line {line}: no rule above this table");
            open.columns = cells(text);
            let (rule, _) = lines.next().expect("a table has a ruled line");
            assert!(rule.starts_with("|--"), "line {}: {rule}", line + 1);
            while let Some((row, line)) = lines.next_if(|(text, _)| text.starts_with('|')) {
                let cells = cells(row);
                assert_eq!(cells.len(), open.columns.len(), "line {line}: {row}");
                open.examples.push(Example { line, cells });
            }
            kind.blocks.push(std::mem::take(&mut open));
        } else {
            kind.prose.push_str(text);
            kind.prose.push('\n');
        }
    }
    found
}

fn fence(block: &mut Block, name: &str, text: String, line: usize) {
    match name.split_once(' ').unwrap_or((name, "")) {
        ("formula", "") => {
            assert!(block.formula.replace(text).is_none(), "line {line}: a second formula");
        }
        ("toml", "") => block.schemes.push((None, text)),
        ("toml", file) => {
            let id = file.strip_prefix("schemes/").and_then(|file| file.strip_suffix(".toml"));
            let id = id.unwrap_or_else(|| panic!("line {line}: {file}"));
            block.schemes.push((Some(id.to_owned()), text));
        }
        ("csv", file) => block.files.push((file.to_owned(), read_csv(&text))),
        _ => panic!("line {line}: a block of what kind? {name}"),
    }
}

/// What a line such as ``- `X`: %, higher is better`` says of what.
fn declared(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("- `")?.split_once("`: ")
}

fn cells(row: &str) -> Vec<String> {
    let inside = row.trim().trim_start_matches('|').trim_end_matches('|');
    inside.split('|').map(|cell| cell.trim().to_owned()).collect()
}
