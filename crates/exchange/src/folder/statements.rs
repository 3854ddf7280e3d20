//! Everything a folder lays down, as a flat list: of which thing, which field, what value. Two
//! folders that say the same in other words (another order of rows, `2.0` for `2`, blanks in a
//! formula, comments) give the same list.

use std::path::Path;

use gangmu_base::Finding;
use gangmu_base::units::Named;
use gangmu_formula::parse;
use gangmu_num::Ratio;
use toml::de::DeValue;

use super::TABLES;
use crate::text::limits::TABLE_BYTES;
use crate::text::{Document, Folder, Node, Table, TableLimits, TableReader, parse_number};

/// A thing that a folder lays down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThingId {
    /// The file, without its ending: `units`, `schemes/city`.
    pub file: String,
    /// What it is within the file, such as `item`; empty for a row, and for what is said of the
    /// whole.
    pub kind: String,
    /// Its id; empty where there is only one.
    pub id: String,
}

/// A thing with what is said of it, in the order of its file.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Which thing.
    pub id: ThingId,
    /// What it is called.
    pub title: Named,
    /// Field and value; no two have the same field.
    pub fields: Vec<(String, String)>,
}

/// Columns by which the rows of a table are told apart.
const KEYS: [(&str, &[&str]); 8] = [
    ("units.csv", &["unit"]),
    ("unit_events.csv", &["date", "kind", "unit", "to"]),
    ("classes.csv", &["class"]),
    ("bodies.csv", &["body"]),
    ("holidays.csv", &["date"]),
    ("elements.csv", &["element"]),
    ("indicators.csv", &["indicator"]),
    ("targets.csv", &["indicator", "period", "class", "unit"]),
];

/// Lists whose order means something.
const ORDERED: [&str; 3] = ["level", "group", "grade"];

/// Everything that the folder lays down, in the order in which a reader would want it. A file that
/// cannot be read is left out: whoever compares has checked the folder before.
///
/// # Errors
/// The folder is not there.
pub fn read_said(dir: impl AsRef<Path>) -> Result<Vec<Thing>, Finding> {
    let folder = Folder::open(dir)?;
    let (files, _) = folder.list();
    let mut things = Vec::new();
    let overlays = files.iter().filter(|path| path.starts_with("overlays/"));
    let schemes = files.iter().filter(|path| path.starts_with("schemes/"));
    let tables = TABLES.iter().map(|(table, _)| *table);
    for path in tables.chain(schemes.chain(overlays).map(|path| &**path)) {
        let Ok(Some(source)) = folder.read(path, TABLE_BYTES) else { continue };
        if let Some(file) = path.strip_suffix(".csv") {
            if let Some(table) = Table::parse(&source, TableLimits::default()).0 {
                rows(&table, file, &mut things);
            }
        } else if let Some(file) = path.strip_suffix(".toml")
            && let Some(document) = Document::parse(&source).0
        {
            whole(&document.root(), file, &mut things);
        }
    }
    Ok(things)
}

fn rows(table: &Table<'_>, file: &str, things: &mut Vec<Thing>) {
    let name = file.rsplit('/').next().unwrap_or(file);
    let keys = KEYS.iter().find(|(path, _)| path.strip_suffix(".csv") == Some(name));
    let keys: Vec<usize> = match keys {
        Some((_, keys)) => keys.iter().filter_map(|key| table.column(key)).collect(),
        None => vec![0],
    };
    for row in 0..table.len() {
        let id: Vec<&str> =
            keys.iter().map(|key| table.cell(row, *key)).filter(|cell| !cell.is_empty()).collect();
        let cell = |name: &str| {
            table.column(name).map_or(String::new(), |column| table.cell(row, column).to_owned())
        };
        let fields = (0..table.columns()).filter(|column| !keys.contains(column));
        let fields = fields.map(|column| (table.header(column), table.cell(row, column)));
        things.push(Thing {
            id: ThingId { file: file.to_owned(), kind: String::new(), id: id.join(" ") },
            title: Named { zh: cell("name_zh"), en: cell("name_en") },
            fields: fields
                .filter(|(_, value)| !value.is_empty())
                .map(|(field, value)| (field.to_owned(), normal(field, value)))
                .collect(),
        });
    }
}

/// A whole TOML file: what it says of itself, and then each of its tables.
fn whole(root: &TableReader<'_>, file: &str, things: &mut Vec<Thing>) {
    let mut own = thing(file, "", "");
    own.title = title(root);
    let mut tables = Vec::new();
    for node in root.entries() {
        let Some(below) = Below::of(&node) else {
            own.fields.push((node.name().to_owned(), shown(&node)));
            continue;
        };
        match below {
            Below::Table(table) => {
                let mut one = thing(file, node.name(), "");
                within(&table, "", file, node.name(), &mut one, &mut tables);
                tables.insert(tables.len(), one);
            }
            Below::List(list) => {
                own.fields.extend(order(node.name(), &list));
                each(&list, file, node.name(), &mut tables);
            }
        }
    }
    things.push(own);
    things.extend(tables.into_iter().filter(|thing| !thing.fields.is_empty()));
}

/// The tables of a list, a thing each.
fn each(list: &[TableReader<'_>], file: &str, kind: &str, things: &mut Vec<Thing>) {
    for (index, table) in list.iter().enumerate() {
        let mut one = thing(file, kind, &name(table, index));
        one.title = title(table);
        within(table, "", file, kind, &mut one, things);
        things.push(one);
    }
}

/// What is said in a table, as fields of one thing; lists of named tables in it are things too.
fn within(
    table: &TableReader<'_>,
    before: &str,
    file: &str,
    kind: &str,
    one: &mut Thing,
    things: &mut Vec<Thing>,
) {
    for node in table.entries() {
        let field = format!("{before}{}", node.name());
        match Below::of(&node) {
            None if node.name() == "id" => {}
            None => one.fields.push((field, shown(&node))),
            Some(Below::Table(below)) => {
                within(&below, &format!("{field}."), file, kind, one, things);
            }
            // What a single thing holds stands by itself; the parts of one of many belong to it.
            Some(Below::List(list)) if one.id.id.is_empty() => {
                each(&list, file, &format!("{kind}.{field}"), things);
            }
            Some(Below::List(list)) => {
                for (index, below) in list.iter().enumerate() {
                    let field = format!("{field}.{}.", name(below, index));
                    within(below, &field, file, kind, one, things);
                }
            }
        }
    }
}

/// What a value is when it is no plain one.
enum Below<'d> {
    Table(TableReader<'d>),
    List(Vec<TableReader<'d>>),
}

impl<'d> Below<'d> {
    fn of(node: &Node<'d>) -> Option<Below<'d>> {
        match node.value() {
            DeValue::Table(_) => Some(Below::Table(node.table()?)),
            DeValue::Array(list) if list.first().is_some_and(|one| one.get_ref().is_table()) => {
                Some(Below::List(node.tables()?))
            }
            _ => None,
        }
    }
}

fn thing(file: &str, kind: &str, id: &str) -> Thing {
    let id = ThingId { file: file.to_owned(), kind: kind.to_owned(), id: id.to_owned() };
    Thing { id, title: Named::default(), fields: Vec::new() }
}

fn text(table: &TableReader<'_>, key: &str) -> Option<String> {
    let node = table.get(key)?;
    match node.value() {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
}

fn title(table: &TableReader<'_>) -> Named {
    let one = |language: &str| {
        let keys = ["title", "name", "text"].map(|key| format!("{key}_{language}"));
        keys.iter().find_map(|key| text(table, key)).unwrap_or_default()
    };
    Named { zh: one("zh"), en: one("en") }
}

/// The id of a table of a list: its own, its type and severity, what it accepts, or its number.
fn name(table: &TableReader<'_>, index: usize) -> String {
    let typed = || Some(format!("{} {}", text(table, "type")?, text(table, "severity")?));
    let accepts = || Some(format!("{} {}", text(table, "code")?, text(table, "at")?));
    text(table, "id").or_else(typed).or_else(accepts).unwrap_or_else(|| (index + 1).to_string())
}

fn order(key: &str, list: &[TableReader<'_>]) -> Option<(String, String)> {
    let names = || list.iter().enumerate().map(|(index, table)| name(table, index));
    ORDERED
        .contains(&key)
        .then(|| (format!("order of {key}"), names().collect::<Vec<_>>().join(", ")))
}

fn shown(node: &Node<'_>) -> String {
    plain(node.name(), node.value())
}

fn plain(field: &str, value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => normal(field, text),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => normal("", number.as_str()),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(list) => {
            let list: Vec<String> = list.iter().map(|one| plain(field, one.get_ref())).collect();
            format!("[{}]", list.join(", "))
        }
        DeValue::Table(_) => String::new(),
    }
}

/// A text without what is mere form: a formula as the program would print it, a number without
/// needless zeros, one blank for several.
fn normal(field: &str, text: &str) -> String {
    if matches!(field, "rule" | "formula" | "opens" | "when")
        && let Ok(formula) = parse(text)
    {
        return formula.to_string();
    }
    match parse_number(text) {
        Ok((mantissa, scale)) if text.contains('.') => {
            Ratio::from_decimal_parts(mantissa, scale).plain()
        }
        _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
