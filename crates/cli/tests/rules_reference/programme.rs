//! Makes a programme folder of a block of the page.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Folder, write_csv};

use super::page::Block;
use super::scheme::whole;

/// Columns of a table of examples that say what comes out.
pub(super) const RESULTS: [&str; 15] = [
    "points",
    "status",
    "base",
    "deducted",
    "bonus",
    "published",
    "total",
    "grade",
    "ranked",
    "rank",
    "streak",
    "award",
    "passes",
    "pass",
    "follows",
];

/// The column of the results in which it stands.
pub(super) fn column_of(result: &str) -> &str {
    match result {
        "deducted" => "deduct",
        "total" => "final",
        "rank" => "rank_in_class",
        other => other,
    }
}

/// Columns that a file needs and the page may leave out; `#` is the number of the row.
const LEFT_OUT: [(&str, &[(&str, &str)]); 6] = [
    ("data/events.csv", &[("event", "E#")]),
    ("data/history.csv", &[("scheme", "rules")]),
    (
        "data/imported.csv",
        &[("version", "1"), ("period", "2025"), ("out_of", "100"), ("status", "final")],
    ),
    ("data/milestones.csv", &[("project", "P1"), ("milestone", "M#")]),
    ("data/practices.csv", &[("practice", "X#"), ("title_en", "X#")]),
    (
        "data/appeals.csv",
        &[("appeal", "AP#"), ("decision", "upheld"), ("board", "N-AP"), ("scheme", "rules")],
    ),
];

const PROGRAMME: &str = r#"programme = "rules"
title_en = "Rules"
period = "2025"
[[level]]
id = "nation"
name_en = "nation"
[[level]]
id = "city"
name_en = "city"
[[level]]
id = "county"
name_en = "county"
[[body_kind]]
id = "AP"
name_en = "appeals board"
[notice]
opens = 2026-02-09
closes = 2026-02-13
working_days = 5
appeals_from = 2026-02-09
appeals_to = 2026-02-13
final_on = 2026-03-02
"#;

/// A figure that is asked: an indicator with a direction, or an element.
struct Figure {
    unit: String,
    direction: Option<&'static str>,
    formula: Option<String>,
    /// `target`, `worst`, `best`
    ends: BTreeMap<&'static str, String>,
}

fn figure(what: &str) -> Figure {
    let (what, formula) = match what.split_once('`') {
        Some((before, formula)) => (before, Some(formula.trim_end_matches(['`', '.']).to_owned())),
        None => (what, None),
    };
    let mut found = Figure { unit: String::new(), direction: None, formula, ends: BTreeMap::new() };
    for (place, word) in what.trim_end_matches([' ', '=', ',', '.']).split(", ").enumerate() {
        let end = ["target", "worst", "best"]
            .into_iter()
            .find_map(|end| Some((end, word.strip_prefix(end)?.trim().to_owned())));
        match (place, word, end) {
            (0, unit, _) => found.unit = unit.to_owned(),
            (_, "higher is better", _) => found.direction = Some("up"),
            (_, "lower is better", _) => found.direction = Some("down"),
            (_, _, Some((end, value))) => drop(found.ends.insert(end, value)),
            _ => panic!("{word:?} is not understood in {what:?}"),
        }
    }
    found
}

/// The ids of the subjects, in the order of the examples.
pub(super) fn units(block: &Block) -> Vec<String> {
    let named = block.columns.iter().position(|column| column == "unit");
    let one = |(place, example): (usize, &super::page::Example)| match named {
        Some(column) => example.cells[column].clone(),
        None => format!("U{}", place + 1),
    };
    block.examples.iter().enumerate().map(one).collect()
}

/// Whether it is a part of a subject and not a subject.
pub(super) fn is_part(unit: &str) -> bool {
    unit.contains('.')
}

/// A table under construction.
struct Rows(Vec<Vec<String>>);

impl Rows {
    fn new(header: &[&str]) -> Rows {
        Rows(vec![header.iter().map(|cell| (*cell).to_owned()).collect()])
    }

    fn add(&mut self, cells: &[&str]) {
        self.0.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
    }

    fn write(self, folder: &Folder, path: &str) {
        if self.0.len() > 1 {
            folder.write(path, write_csv(&self.0));
        }
    }
}

/// The folder of a block.
pub(super) fn folder(block: &Block) -> Folder {
    let folder = Folder::empty();
    let mut figures: BTreeMap<&str, Figure> = block
        .declared
        .iter()
        .filter(|(name, _)| name != "P")
        .map(|(name, what)| (name.as_str(), figure(what)))
        .collect();
    let read = reads(block);
    figures.entry("X").or_insert_with(|| figure("%, higher is better"));
    structure(&folder, block, &figures, &read);
    facts(&folder, block, &figures, &read);
    for (file, records) in &block.files {
        folder.write(file, write_csv(&filled(file, records)));
    }
    let points = block.declared.iter().find(|(name, _)| name == "P").map(|(_, what)| what.as_str());
    let points = points.map(|points| points.trim_end_matches('.'));
    let own = block.schemes.iter().find(|(id, _)| id.is_none()).map_or("", |(_, text)| text);
    folder.write("schemes/rules.toml", whole("rules", own, block.formula.as_deref(), points));
    let mut ids = vec!["\"rules\"".to_owned()];
    for (id, text) in &block.schemes {
        if let Some(id) = id {
            folder.write(&format!("schemes/{id}.toml"), whole(id, text, None, None));
            ids.push(format!("\"{id}\""));
        }
    }
    let schemes = format!("schemes = [{}]\n[[level]]", ids.join(", "));
    folder.write("programme.toml", PROGRAMME.replacen("[[level]]", &schemes, 1));
    folder
}

/// What the columns of the examples are that say what goes in: name and period, `None` for results and remarks.
fn reads(block: &Block) -> Vec<Option<(String, String)>> {
    let one = |column: &String| {
        let result = RESULTS.contains(&column.as_str()) || column.starts_with("points(");
        if result || matches!(column.as_str(), "why" | "unit" | "class") {
            return None;
        }
        let (name, period) = column.split_once(' ').unwrap_or((column, "2025"));
        let name = if name == "x" { "X" } else { name };
        Some((name.to_owned(), period.to_owned()))
    };
    block.columns.iter().map(one).collect()
}

fn structure(
    folder: &Folder,
    block: &Block,
    figures: &BTreeMap<&str, Figure>,
    read: &[Option<(String, String)>],
) {
    let rules = block.rules();
    let attributes: BTreeSet<&str> = read
        .iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .filter(|name| rules.contains(&format!("attribute({name})")))
        .collect();
    let mut header = vec!["unit", "parent", "level", "name_en", "class"];
    header.extend(&attributes);
    let mut rows = Rows::new(&header);
    let mut nation = vec!["N", "", "nation", "Nation", ""];
    nation.resize(header.len(), "");
    rows.add(&nation);
    let mut classes = BTreeSet::new();
    let class = block.columns.iter().position(|column| column == "class");
    for (unit, example) in units(block).iter().zip(&block.examples) {
        let class = class.map_or("K", |column| example.cells[column].as_str());
        let mut cells = match unit.split_once('.') {
            Some((city, _)) => vec![unit, city, "county", unit, ""],
            None => {
                classes.insert(class);
                vec![unit.as_str(), "N", "city", unit, class]
            }
        };
        for name in &attributes {
            let column = block.columns.iter().position(|column| column == name);
            cells.push(column.map_or("", |column| &example.cells[column]));
        }
        rows.add(&cells);
    }
    rows.write(folder, "units.csv");
    let mut rows = Rows::new(&["class", "name_en"]);
    classes.iter().for_each(|class| rows.add(&[class, class]));
    rows.write(folder, "classes.csv");
    folder.write("bodies.csv", "body,unit,kind,name_en\nN-AP,N,AP,Appeals board\n");

    let mut elements =
        Rows::new(&["element", "name_en", "unit", "collected_at", "rollup", "over_time"]);
    let mut indicators =
        Rows::new(&["indicator", "name_en", "unit", "direction", "formula", "worst", "best"]);
    let mut targets = Rows::new(&["indicator", "period", "unit", "target"]);
    for (name, figure) in figures {
        let end = |end: &str| figure.ends.get(end).map_or("", String::as_str);
        let Some(direction) = figure.direction else {
            elements.add(&[name, name, &figure.unit, "county", "sum", "mean"]);
            continue;
        };
        let own = format!("{name}_value");
        let is_read = read.iter().flatten().any(|(read, _)| read == name);
        let formula = figure.formula.as_deref().unwrap_or(if is_read { &own } else { "" });
        if figure.formula.is_none() && is_read {
            elements.add(&[&own, name, &figure.unit, "county", "sum", "mean"]);
        }
        indicators.add(&[name, name, &figure.unit, direction, formula, end("worst"), end("best")]);
        if !end("target").is_empty() {
            targets.add(&[name, "2025", "", end("target")]);
        }
    }
    if let Some(column) = block.columns.iter().position(|column| column == "t") {
        for (unit, example) in units(block).iter().zip(&block.examples) {
            targets.add(&["X", "2025", unit, &example.cells[column]]);
        }
    }
    elements.write(folder, "elements.csv");
    indicators.write(folder, "indicators.csv");
    targets.write(folder, "targets.csv");
}

fn facts(
    folder: &Folder,
    block: &Block,
    figures: &BTreeMap<&str, Figure>,
    read: &[Option<(String, String)>],
) {
    let rules = block.rules();
    let mut observations = Rows::new(&["unit", "element", "period", "value", "status"]);
    let mut marks: BTreeMap<&str, Rows> = BTreeMap::new();
    let mut answers = Rows::new(&["unit", "period", "question", "answer", "count"]);
    for (unit, example) in units(block).iter().zip(&block.examples) {
        for (column, cell) in read.iter().zip(&example.cells) {
            let Some((name, period)) = column else { continue };
            let list = cell.split(", ").filter(|part| !part.is_empty()).zip(1..);
            let figure = figures.get(name.as_str());
            match name.as_str() {
                "t" => {}
                "grades" | "ratings" | "checklist" => {
                    let (part, mark) = match name.as_str() {
                        "grades" => ("dimension", "grade"),
                        "ratings" => ("rater", "rating"),
                        _ => ("element", "met"),
                    };
                    let path = if name == "checklist" { "data/checklists.csv" } else { name };
                    let rows = marks
                        .entry(path)
                        .or_insert_with(|| Rows::new(&["unit", "indicator", "period", part, mark]));
                    for (value, number) in list {
                        rows.add(&[unit, "X", period, &format!("part-{number}"), value]);
                    }
                }
                "answers" => {
                    for (answer, _) in list {
                        let (answer, count) = answer.rsplit_once(' ').expect("answer and count");
                        answers.add(&[unit, period, "Q", answer, count]);
                    }
                }
                _ if rules.contains(&format!("attribute({name})")) => {}
                _ => {
                    let figure = figure.unwrap_or_else(|| panic!("what is {name}?"));
                    let element = match figure.direction {
                        Some(_) => format!("{name}_value"),
                        None => name.clone(),
                    };
                    for (period, value) in over(period, cell) {
                        let (value, status) = said(value);
                        if !(value.is_empty() && status.is_empty()) {
                            observations.add(&[unit, &element, &period, value, status]);
                        }
                    }
                }
            }
        }
    }
    observations.write(folder, "data/observations.csv");
    for (path, rows) in marks {
        let path = if path.contains('/') { path.to_owned() } else { format!("data/{path}.csv") };
        rows.write(folder, &path);
    }
    if answers.0.len() > 1 {
        let labels: BTreeSet<String> =
            answers.0.iter().skip(1).map(|row| format!("\"{}\"", row[3])).collect();
        let labels = labels.into_iter().collect::<Vec<_>>().join(", ");
        folder.write(
            "questions.toml",
            format!("[[question]]\nid = \"Q\"\ntext_en = \"Q\"\nkind = \"survey\"\nanswers = [{labels}]\n"),
        );
        answers.write(folder, "data/surveys.csv");
    }
}

/// The periods a cell is about, and its part for each.
fn over<'c>(period: &str, cell: &'c str) -> Vec<(String, &'c str)> {
    let many = |name: fn(usize) -> String| {
        cell.split(' ').enumerate().map(|(place, value)| (name(place + 1), value)).collect()
    };
    match period {
        "months" => many(|month| format!("2025-{month:02}")),
        "quarters" => many(|quarter| format!("2025Q{quarter}")),
        period => vec![(period.to_owned(), cell)],
    }
}

/// Value and status of a cell.
fn said(cell: &str) -> (&str, &str) {
    match cell {
        "n/a" => ("", "not_applicable"),
        _ => (cell, ""),
    }
}

/// Records with the columns that the page left out.
fn filled(file: &str, records: &[Vec<String>]) -> Vec<Vec<String>> {
    let left_out = LEFT_OUT.iter().find(|(name, _)| *name == file).map_or(&[][..], |(_, all)| all);
    let header = records.first().expect("a table has a header");
    let more: Vec<_> =
        left_out.iter().filter(|(name, _)| !header.iter().any(|known| known == name)).collect();
    let mut found = records.to_vec();
    for (number, record) in found.iter_mut().enumerate() {
        for (name, value) in &more {
            let value = value.replace('#', &number.to_string());
            record.push(if number == 0 { (*name).to_owned() } else { value });
        }
    }
    found
}
