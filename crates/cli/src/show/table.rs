//! Tables for people, as CSV and as JSON.

use gangmu_app::table::{Table, Value};
use gangmu_exchange::text::csv_cell;
use unicode_width::UnicodeWidthStr;

use super::out;

/// A table with aligned columns: figures to the right, words to the left.
pub(crate) fn table(table: &Table) {
    let width = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column));
        let head = table.columns.get(column).map_or(0, |name| name.width());
        cells.map(|cell| cell.text().width()).max().unwrap_or(0).max(head)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    let right: Vec<bool> = (0..table.columns.len())
        .map(|column| {
            let mut cells = table.rows.iter().filter_map(|row| row.get(column));
            cells.any(|cell| matches!(cell, Value::Number(_)))
        })
        .collect();
    let line = |cells: Vec<&str>| {
        let padded: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(column, text)| {
                let room = widths.get(column).copied().unwrap_or(0).saturating_sub(text.width());
                let blank = " ".repeat(room);
                if right.get(column) == Some(&true) {
                    format!("{blank}{text}")
                } else {
                    format!("{text}{blank}")
                }
            })
            .collect();
        out(padded.join("  ").trim_end());
    };
    line(table.columns.clone());
    for row in &table.rows {
        line(row.iter().map(Value::text).collect());
    }
}

/// A table as CSV (RFC 4180, `\n` at the end of each line).
pub(crate) fn table_as_csv(table: &Table) {
    out(&table.columns.join(","));
    for row in &table.rows {
        let cells: Vec<String> =
            row.iter().map(|cell| csv_cell(cell.text()).into_owned()).collect();
        out(&cells.join(","));
    }
}

/// A table as a JSON list with an object for each row; figures exactly as in the CSV, nothing as
/// `null`.
pub(crate) fn table_as_json(table: &Table) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let object = |row: &Vec<Value>| {
        let fields: Vec<String> = table
            .columns
            .iter()
            .zip(row)
            .map(|(name, cell)| {
                let value = match cell {
                    Value::Empty => "null".to_owned(),
                    Value::Number(number) if !number.contains('/') => number.clone(),
                    Value::Number(text) | Value::Text(text) => quoted(text),
                };
                format!("{}: {value}", quoted(name))
            })
            .collect();
        format!("  {{{}}}", fields.join(", "))
    };
    if table.rows.is_empty() {
        out("[]");
        return;
    }
    let rows: Vec<String> = table.rows.iter().map(object).collect();
    out(&format!("[\n{}\n]", rows.join(",\n")));
}
