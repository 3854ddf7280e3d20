//! Observations from CSV into Parquet: the same rows, several times faster to read.

use std::path::Path;

use gangmu_base::{Finding, Place};
use rustc_hash::FxHashMap;

use super::observation_rows::{OPTIONAL, REQUIRED};
use crate::text::limits::DATA_BYTES;
use crate::text::parquet_write::{WriteColumn, write_table};
use crate::text::{BigTable, Folder, Source, parse_number};

/// A column of texts, each distinct text once.
#[derive(Default)]
struct Texts {
    keys: Vec<Option<u32>>,
    values: Vec<String>,
    numbers: FxHashMap<Vec<u8>, u32>,
    last: Option<(Vec<u8>, u32)>,
}

impl Texts {
    fn push(&mut self, text: &[u8]) {
        if text.is_empty() {
            self.keys.push(None);
            return;
        }
        if let Some((known, number)) = &self.last
            && **known == *text
        {
            self.keys.push(Some(*number));
            return;
        }
        let number = match self.numbers.get(text) {
            Some(number) => *number,
            None => {
                let number = self.values.len() as u32;
                self.values.push(String::from_utf8_lossy(text).into_owned());
                self.numbers.insert(text.to_vec(), number);
                number
            }
        };
        self.last = Some((text.to_vec(), number));
        self.keys.push(Some(number));
    }

    /// Adds the texts of the next piece.
    fn extend(&mut self, part: Texts) {
        let numbers: Vec<u32> = part
            .values
            .into_iter()
            .map(|text| match self.numbers.get(text.as_bytes()) {
                Some(number) => *number,
                None => {
                    let number = self.values.len() as u32;
                    self.numbers.insert(text.as_bytes().to_vec(), number);
                    self.values.push(text);
                    number
                }
            })
            .collect();
        let renumbered =
            part.keys.into_iter().map(|key| key.and_then(|key| numbers.get(key as usize).copied()));
        self.keys.extend(renumbered);
    }
}

/// Writes the observations of a programme folder beside their CSV files, as
/// `data/NAME.parquet` for `data/NAME.csv`. Gives the names of the files written; the CSV files
/// stay, and it is for the caller to say that they have to go.
///
/// # Errors
/// Whatever keeps a file from being read or written; a cell that is no number is one of them.
pub fn pack_observations(dir: impl AsRef<Path>) -> Result<Vec<String>, Vec<Finding>> {
    let folder = Folder::open(dir).map_err(|finding| vec![finding])?;
    let (files, findings) = folder.list();
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut written = Vec::new();
    for path in files {
        if super::data_kind(&path, ".csv") != Some("observations") {
            continue;
        }
        let source = folder.read(&path, DATA_BYTES).map_err(|finding| vec![finding])?;
        let Some(source) = source else { continue };
        let target = format!("{}.parquet", path.trim_end_matches(".csv"));
        pack(&folder, &source, &target)?;
        written.push(target);
    }
    Ok(written)
}

fn pack(folder: &Folder, source: &Source, target: &str) -> Result<(), Vec<Finding>> {
    let (table, findings) = BigTable::open(source);
    let Some(table) = table.filter(|_| !gangmu_base::finding::any_error(&findings)) else {
        return Err(findings);
    };
    let names: Vec<&str> = table
        .headers()
        .iter()
        .map(String::as_str)
        .filter(|name| REQUIRED.contains(name) || OPTIONAL.contains(name))
        .collect();
    let columns: Vec<usize> = names.iter().filter_map(|name| table.column(name)).collect();
    let value = names.iter().position(|name| *name == "value");
    type Read = (Vec<Texts>, Vec<Option<(i64, u8)>>, Vec<Finding>);
    let (parts, findings) = table.rows_in_parallel(
        |_| -> Read { (names.iter().map(|_| Texts::default()).collect(), Vec::new(), Vec::new()) },
        |(texts, values, findings), row| {
            for (index, column) in columns.iter().enumerate() {
                let cell = row.cell(*column);
                if Some(index) != value {
                    if let Some(texts) = texts.get_mut(index) {
                        texts.push(&cell);
                    }
                    continue;
                }
                match parse_number(&cell) {
                    Ok(number) => values.push(Some(number)),
                    Err(_) if cell.is_empty() => values.push(None),
                    Err(fault) => {
                        findings.push(fault.finding(row.place(*column), &row.text(*column)));
                        values.push(None);
                    }
                }
            }
        },
    );
    let mut findings = findings;
    let mut texts: Vec<Texts> = names.iter().map(|_| Texts::default()).collect();
    let mut values = Vec::new();
    for (part_texts, part_values, part_findings) in parts {
        findings.extend(part_findings);
        values.extend(part_values);
        for (whole, part) in texts.iter_mut().zip(part_texts) {
            whole.extend(part);
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let lists: Vec<Vec<&str>> =
        texts.iter().map(|texts| texts.values.iter().map(String::as_str).collect()).collect();
    let write: Vec<(&str, WriteColumn<'_>)> = names
        .iter()
        .enumerate()
        .filter_map(|(index, name)| {
            if Some(index) == value {
                return Some((*name, WriteColumn::Decimal(&values)));
            }
            let keys = &texts.get(index)?.keys;
            Some((*name, WriteColumn::Text { keys, values: lists.get(index)? }))
        })
        .collect();
    if write.is_empty() {
        return Err(vec![Finding::error("F127", Place::file(source.path.clone()))]);
    }
    write_table(folder, target, &write).map_err(|finding| vec![finding])
}
