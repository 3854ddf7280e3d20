//! Tables as the program prints them, read without the program's own readers.

use std::collections::BTreeMap;

/// A row: what stands under each column.
pub(crate) type Row = BTreeMap<String, String>;

/// A table with its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    pub(crate) fn of_csv(text: &str) -> Table {
        let mut records = read_csv(text).into_iter();
        let columns = records.next().expect("a table has a header");
        let row = |record: Vec<String>| {
            assert_eq!(record.len(), columns.len(), "{record:?}");
            columns.iter().cloned().zip(record).collect()
        };
        Table { rows: records.map(row).collect(), columns: columns.clone() }
    }

    /// The rows of a JSON list of objects, `null` as nothing.
    pub(crate) fn rows_of_json(text: &str) -> Vec<Row> {
        let list: Vec<BTreeMap<String, serde_json::Value>> =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let text = |value: serde_json::Value| match value {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) => number.to_string(),
            other => panic!("a cell that is {other}"),
        };
        let row = |object: BTreeMap<String, serde_json::Value>| {
            object.into_iter().map(|(column, value)| (column, text(value))).collect()
        };
        list.into_iter().map(row).collect()
    }

    /// What stands in a column of the row whose first cells are these.
    pub(crate) fn cell(&self, keys: &[&str], column: &str) -> &str {
        let fits = |row: &&Row| {
            keys.iter().zip(&self.columns).all(|(key, column)| row.get(column).unwrap() == key)
        };
        let mut rows = self.rows.iter().filter(fits);
        let row = rows.next().unwrap_or_else(|| panic!("no row {keys:?} in {self:#?}"));
        assert!(rows.next().is_none(), "two rows {keys:?}");
        row.get(column).unwrap_or_else(|| panic!("no column {column} in {:?}", self.columns))
    }

    /// One column, in the order of the rows.
    pub(crate) fn column(&self, column: &str) -> Vec<&str> {
        self.rows.iter().map(|row| row[column].as_str()).collect()
    }
}

/// Records of a CSV text (RFC 4180).
pub(crate) fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let (mut record, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !record.is_empty() {
        record.push(cell);
        records.push(record);
    }
    records
}

/// The other way round.
pub(crate) fn write_csv(records: &[Vec<String>]) -> String {
    let cell = |cell: &String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let line = |record: &Vec<String>| record.iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
    records.iter().map(line).collect()
}

/// Whether two cells say the same: as decimals where both are such, else letter by letter.
pub(crate) fn same(a: &str, b: &str) -> bool {
    match (decimal(a), decimal(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

/// A plain decimal as sign, whole part and decimals without needless zeros.
fn decimal(text: &str) -> Option<(bool, &str, &str)> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) {
        return None;
    }
    let (whole, decimals) = (whole.trim_start_matches('0'), decimals.trim_end_matches('0'));
    Some((negative && !(whole.is_empty() && decimals.is_empty()), whole, decimals))
}
