//! `data/observations*.csv` and `.parquet`: the large tables. Rows are read in parallel and put
//! in order afterwards, so that nothing depends on how a file was cut.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use gangmu_base::finding::nearest;
use gangmu_base::observations::{Element, Moment, NO_MOMENT, Observations, Reported, Row};
use gangmu_base::{Finding, Period, Place, Reporter, Status, Tree};
use gangmu_domain::framework::Framework;

use super::Reading;
use super::moment::read_moment;
use super::sheet::personal_column;
use crate::text::limits::{DATA_BYTES, FINDINGS};
use crate::text::personal_words::header_is_personal;
use crate::text::{BigTable, RowView, parse_number};

pub(super) const REQUIRED: [&str; 4] = ["unit", "element", "period", "value"];
pub(super) const OPTIONAL: [&str; 5] =
    ["status", "recorded_at", "recorded_by", "supersedes", "reason"];

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
            files.push(path);
            let (read, findings) = table.rows_in_parallel(
                |bytes| Part::new(&words, file, bytes / 24),
                |part, row| part.row(&columns, &row),
            );
            self.findings.extend(findings);
            for part in read {
                parts.push(part.rows);
                replacing.extend(part.replacing);
                self.take_some(part.findings);
            }
        }
        for path in self.data_files("observations", ".parquet") {
            let Some(source) = self.source(&path, DATA_BYTES) else { continue };
            let file = files.len() as u16;
            files.push(path);
            let (read, findings) = super::parquet::read(source, file, &words);
            self.findings.extend(findings);
            for part in read {
                parts.push(part.rows);
                replacing.extend(part.replacing);
                self.take_some(part.findings);
            }
        }
        let (observations, clashes) = Observations::new(files, parts);
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

    /// No more findings of one kind of slip than a person would read.
    fn take_some(&mut self, findings: Vec<Finding>) {
        let room = (FINDINGS * 4).saturating_sub(self.findings.len());
        self.findings.extend(findings.into_iter().take(room.max(1)));
    }

    fn columns(&mut self, table: &BigTable<'_>) -> Option<Found> {
        let mut complete = true;
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
            reason: table.column("reason"),
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

/// Where the columns stand.
struct Found {
    unit: usize,
    element: usize,
    period: usize,
    value: usize,
    status: Option<usize>,
    recorded_at: Option<usize>,
    supersedes: Option<usize>,
    reason: Option<usize>,
}

/// Ids and what they stand for.
pub(super) struct Words<'a> {
    pub(super) reporters: FxHashMap<&'a [u8], Reporter>,
    pub(super) elements: FxHashMap<&'a [u8], Element>,
    framework: &'a Framework,
    tree: &'a Tree,
    pub(super) zone_seconds: i32,
}

impl<'a> Words<'a> {
    fn new(framework: &'a Framework, tree: &'a Tree) -> Words<'a> {
        let units = tree.units().iter().map(|unit| unit.id.as_str());
        let ids = units.chain(tree.bodies().iter().map(|body| body.id.as_str()));
        let elements = framework.elements.iter().enumerate();
        Words {
            reporters: ids.enumerate().map(|(i, id)| (id.as_bytes(), Reporter(i as u32))).collect(),
            elements: elements.map(|(i, e)| (e.id.as_bytes(), Element(i as u32))).collect(),
            framework,
            tree,
            zone_seconds: framework.zone_seconds,
        }
    }

    pub(super) fn element_id(&self, element: Element) -> &'a str {
        self.framework.elements.get(element.0 as usize).map_or("", |e| e.id.as_str())
    }

    /// A finding for an id that leads nowhere.
    pub(super) fn unknown(&self, what: &'static str, id: &[u8], place: Place) -> Finding {
        let id = String::from_utf8_lossy(id);
        let near = if what == "element" {
            nearest(&id, self.framework.elements.iter().map(|e| e.id.as_str()))
        } else {
            let units = self.tree.units().iter().map(|unit| unit.id.as_str());
            nearest(&id, units.chain(self.tree.bodies().iter().map(|body| body.id.as_str())))
        };
        let near = near.unwrap_or_default();
        Finding::error("F209", place).with("what", what).with("id", &id).with("nearest", near)
    }
}

/// A row that says which one it replaces.
pub(super) struct Replacing {
    pub(super) row: Row,
    pub(super) supersedes: Moment,
    pub(super) place: Place,
}

/// What was read of a piece of a file. The last id of each kind is remembered: neighbouring rows
/// mostly share it.
pub(super) struct Part<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) file: u16,
    pub(super) rows: Vec<Row>,
    pub(super) replacing: Vec<Replacing>,
    pub(super) findings: Vec<Finding>,
    last_unit: (Vec<u8>, Reporter),
    last_element: (Vec<u8>, Element),
    last_period: (Vec<u8>, Option<Period>),
}

/// Statuses as they are written.
pub(super) fn status_of(word: &[u8], has_value: bool) -> Option<Status> {
    Some(match word {
        b"" if has_value => Status::Known,
        b"" => Status::Missing,
        b"reported" | b"verified" => Status::Known,
        b"estimated" => Status::Estimated,
        b"late" => Status::Late,
        b"missing" => Status::Missing,
        b"not_applicable" => Status::NotApplicable,
        b"suppressed" => Status::Suppressed,
        _ => return None,
    })
}

pub(super) const STATUSES: &str =
    "reported, verified, estimated, late, missing, not_applicable, suppressed";

impl<'a> Part<'a> {
    pub(super) fn new(words: &'a Words<'a>, file: u16, room: usize) -> Part<'a> {
        Part {
            words,
            file,
            rows: Vec::with_capacity(room),
            replacing: Vec::new(),
            findings: Vec::new(),
            last_unit: (Vec::new(), Reporter(0)),
            last_element: (Vec::new(), Element(0)),
            last_period: (Vec::new(), None),
        }
    }

    pub(super) fn report(&mut self, finding: Finding) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        }
    }

    fn row(&mut self, columns: &Found, row: &RowView<'_>) {
        let Some(reporter) = self.unit(columns, row) else { return };
        let Some(element) = self.element(columns, row) else { return };
        let Some(period) = self.period(columns, row) else { return };
        let Some(reported) = self.reported(columns, row) else { return };
        let mut recorded_at = NO_MOMENT;
        if let Some(column) = columns.recorded_at {
            match self.moment(row, column) {
                Ok(moment) => recorded_at = moment.unwrap_or(NO_MOMENT),
                Err(()) => return,
            }
        }
        if let Some(column) = columns.reason {
            let text = row.text(column);
            if let Some(kind) = crate::text::personal::cell_is_personal(&text) {
                self.report(Finding::error("F205", row.place(column)).with("kind", kind));
            }
        }
        let file = self.file;
        let read = Row { element, period, reporter, reported, recorded_at, file, line: row.line() };
        if let Some(column) = columns.supersedes {
            if let Ok(Some(supersedes)) = self.moment(row, column) {
                self.replacing.push(Replacing { row: read, supersedes, place: row.place(column) });
            }
        }
        self.rows.push(read);
    }

    fn moment(&mut self, row: &RowView<'_>, column: usize) -> Result<Option<Moment>, ()> {
        let text = row.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let moment = read_moment(&text, self.words.zone_seconds);
        if moment.is_none() {
            self.report(Finding::error("F211", row.place(column)).with("value", &text));
        }
        moment.map(Some).ok_or(())
    }

    fn unit(&mut self, columns: &Found, row: &RowView<'_>) -> Option<Reporter> {
        let id = row.cell(columns.unit);
        if *self.last_unit.0 == *id && !id.is_empty() {
            return Some(self.last_unit.1);
        }
        match self.words.reporters.get(&*id) {
            Some(reporter) => {
                self.last_unit.0.clear();
                self.last_unit.0.extend_from_slice(&id);
                self.last_unit.1 = *reporter;
                Some(*reporter)
            }
            None => {
                self.report(self.words.unknown("unit", &id, row.place(columns.unit)));
                None
            }
        }
    }

    fn element(&mut self, columns: &Found, row: &RowView<'_>) -> Option<Element> {
        let id = row.cell(columns.element);
        if *self.last_element.0 == *id && !id.is_empty() {
            return Some(self.last_element.1);
        }
        match self.words.elements.get(&*id) {
            Some(element) => {
                self.last_element.0.clear();
                self.last_element.0.extend_from_slice(&id);
                self.last_element.1 = *element;
                Some(*element)
            }
            None => {
                self.report(self.words.unknown("element", &id, row.place(columns.element)));
                None
            }
        }
    }

    fn period(&mut self, columns: &Found, row: &RowView<'_>) -> Option<Period> {
        let text = row.cell(columns.period);
        if *self.last_period.0 != *text || self.last_period.1.is_none() {
            let period = std::str::from_utf8(&text).ok().and_then(Period::parse);
            self.last_period.0.clear();
            self.last_period.0.extend_from_slice(&text);
            self.last_period.1 = period;
        }
        if self.last_period.1.is_none() {
            let place = row.place(columns.period);
            self.report(Finding::error("F213", place).with("value", row.text(columns.period)));
        }
        self.last_period.1
    }

    fn reported(&mut self, columns: &Found, row: &RowView<'_>) -> Option<Reported> {
        let value = row.cell(columns.value);
        let has_value = !value.is_empty();
        let word = columns.status.map(|column| row.cell(column)).unwrap_or_default();
        let Some(status) = status_of(&word, has_value) else {
            let place = row.place(columns.status.unwrap_or(columns.value));
            self.report(
                Finding::error("F210", place)
                    .with("value", String::from_utf8_lossy(&word))
                    .with("allowed", STATUSES),
            );
            return None;
        };
        if status.has_value() != has_value {
            let place = row.place(columns.value);
            self.report(
                Finding::error("F222", place).with("status", String::from_utf8_lossy(&word)),
            );
            return None;
        }
        if !has_value {
            return Some(Reported::without_value(status));
        }
        match parse_number(&value) {
            Ok((mantissa, scale)) => Some(Reported { mantissa, scale, status }),
            Err(fault) => {
                self.report(fault.finding(row.place(columns.value), &row.text(columns.value)));
                None
            }
        }
    }
}
