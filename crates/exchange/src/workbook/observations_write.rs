//! Observations as a sheet: the columns and rows of the CSV files, figures exactly as written.

use gangmu_base::{Finding, Place};
use rust_xlsxwriter::{Format, XlsxError};

use super::limits::WRITTEN_CHARACTERS;
use super::scheme_write::{cannot_be_made, new_book, number, text};
use crate::folder::OBSERVATION_COLUMNS;
use crate::text::limits::DATA_BYTES;
use crate::text::{BigTable, Folder};

/// The most rows of a sheet, the header among them.
const SHEET_ROWS: u32 = 1_048_576;

/// Writes the observations in the CSV files of a programme as a workbook; gives how many rows
/// there are.
///
/// # Errors
/// What keeps the files from being read, `E006` when there are more rows than a sheet has, `E020`
/// when observations are kept as Parquet only.
pub fn write_observations(folder: &Folder, file: &str) -> Result<(Vec<u8>, u32), Vec<Finding>> {
    let (files, _) = folder.list();
    let about = |path: &str, ending: &str| {
        let name = path.strip_prefix("data/").and_then(|name| name.strip_suffix(ending));
        name.is_some_and(|name| name.split('-').next() == Some("observations"))
    };
    let one = |finding| vec![finding];
    let tables: Vec<&str> = files.iter().map(|path| &**path).filter(|p| about(p, ".csv")).collect();
    if let (true, Some(packed)) = (tables.is_empty(), files.iter().find(|p| about(p, ".parquet"))) {
        return Err(one(Finding::error("E020", Place::file(packed.clone()))));
    }
    let failed = |error: XlsxError| one(cannot_be_made(file, &error));
    let mut book = new_book().map_err(failed)?;
    let sheet = book.add_worksheet();
    sheet.set_name("observations").map_err(failed)?;
    let (plain, bold) = (Format::new(), Format::new().set_bold());
    for (column, name) in (0..).zip(OBSERVATION_COLUMNS) {
        text(sheet, 0, column, name, &bold).map_err(failed)?;
        sheet.set_column_width(column, 14).map_err(failed)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    let mut row = 1;
    for path in tables {
        let Some(source) = folder.read(path, DATA_BYTES).map_err(one)? else { continue };
        let (table, findings) = BigTable::open(&source);
        let Some(table) = table else { return Err(findings) };
        let places = OBSERVATION_COLUMNS.map(|name| table.column(name));
        let (parts, _) = table.rows_in_parallel(
            |_| Vec::new(),
            |rows: &mut Vec<Vec<String>>, view| {
                let cell = |place: &Option<usize>| match place {
                    Some(place) => view.text(*place).into_owned(),
                    None => String::new(),
                };
                rows.push(places.iter().map(cell).collect());
            },
        );
        for cells in parts.into_iter().flatten() {
            if row >= SHEET_ROWS {
                let place = Place::file(file);
                return Err(one(super::archive::too_much(place, "rows", u64::from(SHEET_ROWS))));
            }
            for (column, content) in (0..).zip(&cells) {
                if content.chars().count() > WRITTEN_CHARACTERS {
                    return Err(one(Finding::error("E014", Place::at(path, row, 0, 0))
                        .with("item", "")
                        .with("limit", WRITTEN_CHARACTERS)));
                }
                let is_value = OBSERVATION_COLUMNS[usize::from(column)] == "value";
                let write = if is_value { number } else { text };
                write(sheet, row, column, content, &plain).map_err(failed)?;
            }
            row += 1;
        }
    }
    let bytes = book.save_to_buffer().map_err(failed)?;
    Ok((bytes, row - 1))
}
