//! Rows of observations: ids looked up, figures and statuses read, each fault with its place.

use rustc_hash::FxHashMap;

use gangmu_base::finding::nearest;
use gangmu_base::observations::{Element, Moment, NO_MOMENT, Reported, Row};
use gangmu_base::{Finding, Period, Place, Reporter, Status, Tree};
use gangmu_domain::framework::Framework;

use super::moment::read_moment;
use crate::text::limits::FINDINGS;
use crate::text::{RowView, parse_number};

/// Columns that must be there.
pub(super) const REQUIRED: [&str; 4] = ["unit", "element", "period", "value"];
/// Columns that may be there.
pub(super) const OPTIONAL: [&str; 5] =
    ["status", "recorded_at", "recorded_by", "supersedes", "reason"];

/// Where the columns stand.
pub(super) struct Found {
    pub(super) unit: usize,
    pub(super) element: usize,
    pub(super) period: usize,
    pub(super) value: usize,
    pub(super) status: Option<usize>,
    pub(super) recorded_at: Option<usize>,
    pub(super) supersedes: Option<usize>,
    /// Columns of words, and those that are not read: none of them may hold personal data.
    pub(super) words: Vec<usize>,
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
    pub(super) fn new(framework: &'a Framework, tree: &'a Tree) -> Words<'a> {
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
        if id.is_empty() {
            return Finding::error("F206", place).with("column", what);
        }
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
    /// Findings that are not kept.
    pub(super) more: usize,
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
            more: 0,
            last_unit: (Vec::new(), Reporter(0)),
            last_element: (Vec::new(), Element(0)),
            last_period: (Vec::new(), None),
        }
    }

    pub(super) fn report(&mut self, finding: Finding) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn row(&mut self, columns: &Found, row: &RowView<'_>) {
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
        for column in &columns.words {
            let text = row.text(*column);
            if let Some(kind) = crate::text::personal::cell_is_personal(&text) {
                self.report(Finding::error("F205", row.place(*column)).with("kind", kind));
            }
        }
        let file = self.file;
        let read = Row { element, period, reporter, reported, recorded_at, file, line: row.line() };
        if let Some(column) = columns.supersedes
            && let Ok(Some(supersedes)) = self.moment(row, column)
        {
            self.replacing.push(Replacing { row: read, supersedes, place: row.place(column) });
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
            self.report(if text.is_empty() {
                Finding::error("F206", place).with("column", "period")
            } else {
                Finding::error("F213", place).with("value", row.text(columns.period))
            });
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
