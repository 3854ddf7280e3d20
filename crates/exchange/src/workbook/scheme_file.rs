//! A scheme table as the scheme file it is a draft of: texts word for word, rules still to be
//! written.

use std::collections::BTreeSet;
use std::fmt::Write;

use gangmu_base::finding::any_error;
use gangmu_base::{Finding, Period, Place};
use gangmu_num::Ratio;

use super::cells::{Sheet, Workbook};
use super::scheme_table::{SchemeTable, TableRow, is_scheme_table, read};
use crate::folder::is_id;
use crate::text::parse_number;
use crate::text::patch::toml_string;

/// What a table does not say and its file needs.
#[derive(Debug, Clone)]
pub struct SchemeFrame {
    /// The id.
    pub id: String,
    /// Who is assessed: units of this level.
    pub level: String,
    /// What the file says at its top, a comment a line.
    pub note: String,
    /// The period, where the programme has one.
    pub period: Option<Period>,
}

/// A scheme table read.
#[derive(Debug, Clone)]
pub struct ImportedScheme {
    /// The scheme file.
    pub toml: String,
    /// The sheet it was read from.
    pub sheet: String,
    /// How many groups there are.
    pub groups: usize,
    /// How many items there are.
    pub items: usize,
    /// From which line of the file on an item stands, and where in the workbook.
    lines: Vec<(u32, Place)>,
    whole: Place,
}

impl ImportedScheme {
    /// A finding about the file as one about the workbook.
    pub fn in_the_workbook(&self, mut finding: Finding) -> Finding {
        let line = finding.place.line;
        let item = self.lines.iter().rev().find(|(start, _)| *start <= line);
        finding.place = item.map_or(&self.whole, |(_, place)| place).clone();
        finding
    }
}

/// Reads the scheme table of a workbook: that of the sheet named, or of the only sheet with one.
///
/// # Errors
/// Whatever keeps it from being read, all at once.
pub fn read_scheme(
    book: &Workbook,
    sheet: Option<&str>,
    frame: &SchemeFrame,
) -> Result<(ImportedScheme, Vec<Finding>), Vec<Finding>> {
    let mut tables: Vec<Sheet> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    book.each_sheet(sheet, |sheet| {
        if !is_scheme_table(&sheet) {
            others.push(sheet.name);
        } else if tables.is_empty() {
            tables.push(sheet);
        } else {
            // Which of them is meant nobody here can know; two are enough to ask.
            others.push(sheet.name);
            return false;
        }
        true
    })
    .map_err(|finding| vec![finding])?;
    let place = || Place::file(book.file());
    let Some(sheet) = tables.first() else {
        let sheets = others.join(", ");
        return Err(vec![Finding::error("E017", place()).with("sheets", sheets)]);
    };
    if sheet_after(&sheet.name, book, others.last())? {
        let second = others.last().map_or("", String::as_str);
        return Err(vec![
            Finding::error("E018", place()).with("first", &sheet.name).with("second", second),
        ]);
    }
    let Some((table, mut findings)) = read(sheet) else { return Err(Vec::new()) };
    if table.rows.is_empty() {
        findings.push(Finding::error("E019", sheet.whole()));
    }
    if any_error(&findings) {
        return Err(findings);
    }
    findings.extend(totals_are_sums(sheet, &table));
    let (toml, lines) = compose(&table, frame);
    let found = ImportedScheme {
        toml,
        sheet: sheet.name.clone(),
        groups: table.groups.len(),
        items: table.rows.len(),
        lines,
        whole: sheet.whole(),
    };
    Ok((found, findings))
}

/// Whether the sheet looked at last has a scheme table too.
fn sheet_after(first: &str, book: &Workbook, last: Option<&String>) -> Result<bool, Vec<Finding>> {
    let Some(last) = last.filter(|last| *last != first) else { return Ok(false) };
    let mut is = false;
    book.each_sheet(Some(last), |sheet| {
        is = is_scheme_table(&sheet);
        false
    })
    .map_err(|finding| vec![finding])?;
    Ok(is)
}

fn figure(text: &str) -> Ratio {
    parse_number(text).map_or(Ratio::ZERO, |(m, scale)| Ratio::from_decimal_parts(m, scale))
}

/// What a class can reach.
fn sum(table: &SchemeTable, class: Option<&String>) -> Ratio {
    let of_class = |row: &TableRow| {
        let own = class.and_then(|class| row.points_by_class.get(class));
        own.or(row.points.as_ref()).map_or(Ratio::ZERO, |points| figure(points))
    };
    table.rows.iter().fold(Ratio::ZERO, |sum, row| &sum + &of_class(row))
}

/// Totals that are not the sum: somebody will ask which of the two is law.
fn totals_are_sums(sheet: &Sheet, table: &SchemeTable) -> Vec<Finding> {
    let wrong = table.totals.iter().filter_map(|(class, total)| {
        let sum = sum(table, class.as_ref());
        (figure(total) != sum).then(|| {
            Finding::warning("E012", sheet.whole()).with("total", total).with("sum", sum.show(2))
        })
    });
    wrong.collect()
}

/// What the points of every class add up to, where the table says it and it is so.
fn base(table: &SchemeTable) -> Option<&str> {
    let classes: BTreeSet<Option<&String>> =
        table.rows.iter().flat_map(|row| row.points_by_class.keys()).map(Some).collect();
    let said: BTreeSet<Option<&String>> = table.totals.keys().map(Option::as_ref).collect();
    let total = table.totals.values().next()?;
    let is_sum = |(class, other): (&Option<String>, &String)| {
        figure(other) == figure(total) && figure(other) == sum(table, class.as_ref())
    };
    (classes.is_subset(&said) && table.totals.iter().all(is_sum)).then_some(total)
}

/// A figure as TOML writes it.
fn decimal(text: &str) -> String {
    let Ok((mantissa, scale)) = parse_number(text) else { return "0".to_owned() };
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = usize::from(scale) + 1);
    let (whole, part) = digits.split_at(digits.len() - usize::from(scale));
    let sign = if mantissa < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Ids of the items: those of the table where they are ids, else made from their groups.
fn ids(table: &SchemeTable) -> (Vec<String>, Vec<String>) {
    let given: BTreeSet<&str> = table.rows.iter().map(|row| row.number.as_str()).collect();
    let one = |row: &TableRow| {
        is_id(&row.number)
            && row.number.is_ascii()
            && row.number.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let keep = given.len() == table.rows.len() && table.rows.iter().all(one);
    let of = |name: &dyn Fn(usize) -> String| -> Vec<String> {
        (0..table.groups.len()).map(name).collect()
    };
    // The first way of naming groups that takes no item's id; at the last there is none.
    let ways = [of(&letter), of(&|n| format!("G{}", n + 1)), of(&|n| format!("group-{}", n + 1))];
    let free = |way: &&Vec<String>| !keep || !way.iter().any(|id| given.contains(id.as_str()));
    let fits = |way: &&Vec<String>| table.groups.len() <= 26 || way[0] != "A";
    let groups = ways.iter().find(|way| free(way) && fits(way)).unwrap_or(&ways[2]).clone();
    let mut counts = vec![0; groups.len()];
    let items = table.rows.iter().map(|row| {
        counts[row.group] += 1;
        if keep {
            return row.number.clone();
        }
        // Without the stroke `G1` and `101` would be `G11` and `01`.
        let stroke = if groups[row.group].len() == 1 { "" } else { "-" };
        format!("{}{stroke}{:02}", groups[row.group], counts[row.group])
    });
    let items = items.collect();
    (groups, items)
}

/// A, B, C …; past Z nobody asks for it.
fn letter(n: usize) -> String {
    char::from(b'A' + (n % 26) as u8).to_string()
}

fn compose(table: &SchemeTable, frame: &SchemeFrame) -> (String, Vec<(u32, Place)>) {
    let language = if table.chinese { "zh" } else { "en" };
    let (groups, items) = ids(table);
    let mut toml = String::new();
    let mut line = |text: String| {
        toml.push_str(&text);
        toml.push('\n');
    };
    for note in frame.note.lines() {
        line(format!("# {}", note.replace(char::is_control, " ")));
    }
    line(format!("scheme = {}", toml_string(&frame.id)));
    line("version = 1".to_owned());
    let title = if table.title.is_empty() { &frame.id } else { &table.title };
    line(format!("title_{language} = {}", toml_string(title)));
    if let Some(period) = frame.period {
        line(format!("period = {}", toml_string(&period.to_string())));
    }
    if let Some(total) = base(table) {
        line(format!("base = {}", decimal(total)));
    }
    line(format!("\n[subjects]\nlevel = {}", toml_string(&frame.level)));
    line("\n[policy]\nround = { item = 2, group = 2, total = 2 }".to_owned());
    for (id, name) in groups.iter().zip(&table.groups) {
        line(format!(
            "\n[[group]]\nid = {}\ntitle_{language} = {}",
            toml_string(id),
            toml_string(name)
        ));
    }
    let mut lines = Vec::new();
    for (id, row) in items.iter().zip(&table.rows) {
        let start = toml.matches('\n').count() as u32 + 2;
        lines.extend(row.place.clone().map(|place| (start, place)));
        toml.push_str(&item(id, &groups[row.group], row, language));
        toml.push('\n');
    }
    (toml, lines)
}

fn item(id: &str, group: &str, row: &TableRow, language: &str) -> String {
    let mut item =
        format!("\n[[item]]\nid = {}\ngroup = {}\n", toml_string(id), toml_string(group));
    item.push_str("draft = true\n");
    let title = if row.title.is_empty() { called_after(row) } else { row.title.clone() };
    let _ = writeln!(item, "title_{language} = {}", toml_string(&title));
    if !row.standard.is_empty() {
        let _ = writeln!(item, "text_{language} = {}", toml_string(&row.standard));
    }
    let points = row.points.as_deref().unwrap_or("0");
    let _ = writeln!(item, "points = {}", decimal(points));
    let differ: Vec<String> = row
        .points_by_class
        .iter()
        .filter(|(_, other)| figure(other) != figure(points))
        .map(|(class, points)| format!("{} = {}", toml_string(class), decimal(points)))
        .collect();
    if !differ.is_empty() {
        let _ = writeln!(item, "points_by_class = {{ {} }}", differ.join(", "));
    }
    let printed = [
        ("content", &row.content),
        ("source", &row.source),
        ("method", &row.method),
        ("lead", &row.lead),
        ("responsible", &row.responsible),
        ("assessor", &row.assessor),
    ];
    let printed: Vec<String> = printed
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| format!("{key} = {}", toml_string(text)))
        .collect();
    if !printed.is_empty() {
        let _ = writeln!(item, "printed = {{ {} }}", printed.join(", "));
    }
    item.truncate(item.trim_end().len());
    item
}

/// What an item without a title is called: the first line of what it says.
fn called_after(row: &TableRow) -> String {
    let text = if row.content.is_empty() { &row.standard } else { &row.content };
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    if line.chars().count() <= 40 {
        return line.to_owned();
    }
    line.chars().take(40).chain(['…']).collect()
}
