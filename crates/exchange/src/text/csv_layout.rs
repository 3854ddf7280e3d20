//! The canonical layout of a table: columns in a given order, quotes only where needed, UTF-8
//! without a mark, plain line ends. Rows keep their order and cells their values.

use std::borrow::Cow;

use super::csv::Table;
use super::patch::csv_cell;

/// The table laid out, its columns by rank. `change` may give a cell another text, by column and
/// text.
pub(crate) fn csv_layout(
    table: &Table<'_>,
    rank: impl Fn(&str) -> usize,
    change: impl Fn(&str, &str) -> Option<String>,
) -> String {
    let mut columns: Vec<usize> = (0..table.columns()).collect();
    columns.sort_by_key(|column| rank(table.header(*column)));
    let mut text = String::new();
    let mut line = |cells: Vec<Cow<'_, str>>| {
        // An empty line would be no row at all.
        let alone = cells.len() == 1 && cells.iter().all(|cell| cell.is_empty());
        text.push_str(if alone { "\"\"" } else { "" });
        text.push_str(&cells.join(","));
        text.push('\n');
    };
    line(columns.iter().map(|column| csv_cell(table.header(*column))).collect());
    for row in 0..table.len() {
        let cell = |column: &usize| {
            let text = table.cell(row, *column);
            match change(table.header(*column), text) {
                Some(other) => Cow::Owned(csv_cell(&other).into_owned()),
                None => csv_cell(text),
            }
        };
        line(columns.iter().map(cell).collect());
    }
    text
}
