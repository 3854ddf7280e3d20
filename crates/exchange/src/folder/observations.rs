//! `data/observations*.csv` and `.parquet`: the large tables. Rows are read in parallel and put
//! in order afterwards, so that nothing depends on how a file was cut.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use gangmu_base::finding::nearest;
use gangmu_base::observations::{Observations, Row};
use gangmu_base::{Finding, Period, Place, Reporter, Tree};
use gangmu_domain::framework::Framework;

use super::Reading;
use super::observation_rows::{Found, OPTIONAL, Part, REQUIRED, Replacing, Words};
use super::sheet::personal_column;
use crate::text::BigTable;
use crate::text::csv::Found as Listed;
use crate::text::limits::{DATA_BYTES, FINDINGS};
use crate::text::personal_words::header_is_personal;

impl Reading {
    /// All observations, put in order.
    pub(crate) fn read_observations(&mut self, framework: &Framework, tree: &Tree) -> Observations {
        let words = Words::new(framework, tree);
        let mut files: Vec<Arc<str>> = Vec::new();
        let mut parts: Vec<Vec<Row>> = Vec::new();
        let mut replacing: Vec<Replacing> = Vec::new();
        for path in self.data_files("observations", ".csv") {
            let Some(source) = self.source(&path, DATA_BYTES) else { continue };
            let (table, findings) = BigTable::open(&source);
            self.findings.extend(findings);
            let Some(table) = table else { continue };
            let Some(columns) = self.columns(&table) else { continue };
            let file = files.len() as u16;
            files.push(path.clone());
            let (read, findings) = table.rows_in_parallel(
                |bytes| Part::new(&words, file, bytes / 24),
                |part, row| part.row(&columns, &row),
            );
            self.findings.extend(findings);
            self.take_parts(read, &path, &mut parts, &mut replacing);
        }
        for path in self.data_files("observations", ".parquet") {
            let Some(source) = self.source(&path, DATA_BYTES) else { continue };
            let file = files.len() as u16;
            files.push(path.clone());
            let (read, findings) = super::parquet::read(source, file, &words);
            self.findings.extend(findings);
            self.take_parts(read, &path, &mut parts, &mut replacing);
        }
        let (observations, clashes) = Observations::new(files, parts);
        if let Some(clash) = clashes.first().filter(|_| observations.clashes_not_listed() > 0) {
            self.findings.push(
                Finding::error("F129", Place::file(clash.second.file.clone()))
                    .with("more", observations.clashes_not_listed()),
            );
        }
        for clash in clashes {
            self.findings.push(
                Finding::error("F224", clash.second)
                    .with("unit", tree.id(clash.reporter))
                    .with("element", words.element_id(clash.element))
                    .with("period", clash.period)
                    .with("first", clash.first),
            );
        }
        self.replaced_rows_are_there(&observations, &replacing, &words, tree);
        self.units_were_there(&observations, framework, tree);
        observations
    }

    /// The rows of a file; of its findings no more than a person would read, and how many more.
    fn take_parts(
        &mut self,
        read: Vec<Part<'_>>,
        path: &Arc<str>,
        parts: &mut Vec<Vec<Row>>,
        replacing: &mut Vec<Replacing>,
    ) {
        let mut found = Listed::default();
        for part in read {
            parts.push(part.rows);
            replacing.extend(part.replacing);
            found.more += part.more;
            part.findings.into_iter().for_each(|finding| found.add(finding));
        }
        found.finish(path, &mut self.findings);
    }

    fn columns(&mut self, table: &BigTable<'_>) -> Option<Found> {
        let mut complete = true;
        let mut words: Vec<usize> =
            ["recorded_by", "reason"].into_iter().filter_map(|name| table.column(name)).collect();
        for name in REQUIRED {
            if table.column(name).is_none() {
                let near = nearest(name, table.headers().iter().map(String::as_str));
                self.findings.push(
                    Finding::error("F202", Place::file(table.path().clone()))
                        .with("column", name)
                        .with("nearest", near.unwrap_or_default()),
                );
                complete = false;
            }
        }
        for (index, name) in table.headers().iter().enumerate() {
            let place = table.header_place(index);
            if let Some(kind) = header_is_personal(name) {
                self.findings.push(personal_column(name, kind, place));
            } else if !REQUIRED.contains(&name.as_str()) && !OPTIONAL.contains(&name.as_str()) {
                words.push(index);
                let known = REQUIRED.into_iter().chain(OPTIONAL);
                self.findings.push(
                    Finding::warning("F203", place)
                        .with("column", name)
                        .with("nearest", nearest(name, known).unwrap_or_default()),
                );
            }
        }
        complete.then(|| Found {
            unit: table.column("unit").unwrap_or_default(),
            element: table.column("element").unwrap_or_default(),
            period: table.column("period").unwrap_or_default(),
            value: table.column("value").unwrap_or_default(),
            status: table.column("status"),
            recorded_at: table.column("recorded_at"),
            supersedes: table.column("supersedes"),
            words,
        })
    }

    /// A row that says which one it replaces must be right about it.
    fn replaced_rows_are_there(
        &mut self,
        observations: &Observations,
        replacing: &[Replacing],
        words: &Words<'_>,
        tree: &Tree,
    ) {
        for new in replacing {
            let before = observations
                .read(new.row.element, new.row.period, Some(new.supersedes))
                .any(|old| old.reporter == new.row.reporter && old.recorded_at == new.supersedes);
            if !before || new.supersedes >= new.row.recorded_at {
                self.findings.push(
                    Finding::error("F223", new.place.clone())
                        .with("unit", tree.id(new.row.reporter))
                        .with("element", words.element_id(new.row.element))
                        .with("period", new.row.period),
                );
            }
        }
    }

    /// A figure about a unit that was not there is a slip.
    fn units_were_there(
        &mut self,
        observations: &Observations,
        framework: &Framework,
        tree: &Tree,
    ) {
        let dated = tree.units().iter().any(|u| u.valid_from.is_some() || u.valid_to.is_some())
            || !tree.events().is_empty();
        if !dated {
            return;
        }
        let mut there: FxHashMap<(Reporter, Period), bool> = FxHashMap::default();
        let mut told = 0;
        for (element, period) in observations.keys() {
            for reading in observations.read(element, period, None) {
                let known = there
                    .entry((reading.reporter, period))
                    .or_insert_with(|| tree.exists_within(reading.reporter, period));
                if !*known && told < FINDINGS {
                    told += 1;
                    let place = observations.place(reading.row);
                    let element = framework.elements.get(element.0 as usize);
                    self.findings.push(
                        Finding::warning("F228", place.unwrap_or_else(|| Place::file("data")))
                            .with("unit", tree.id(reading.reporter))
                            .with("element", element.map_or("", |e| e.id.as_str()))
                            .with("period", period),
                    );
                }
            }
        }
    }
}
