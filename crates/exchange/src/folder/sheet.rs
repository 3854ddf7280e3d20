//! A CSV table with known columns: cells are asked for by name, and each accessor either gives
//! the value or leaves a finding that says what was expected where.

use std::cell::RefCell;
use std::collections::BTreeMap;

use gangmu_base::finding::nearest;
use gangmu_base::period::YEARS;
use gangmu_base::units::Named;
use gangmu_base::{Finding, Period, Place};
use gangmu_num::Ratio;
use jiff::civil::Date;

use crate::text::personal::cell_is_personal;
use crate::text::personal_words::header_is_personal;
use crate::text::{Table, parse_number};

/// Which columns a table has.
pub(crate) struct Columns {
    /// Those that must be there.
    pub(crate) required: &'static [&'static str],
    /// Those that may be there.
    pub(crate) optional: &'static [&'static str],
    /// Whether further ones are welcome (flags of events, attributes of units).
    pub(crate) open: bool,
}

/// A table being read.
pub(crate) struct Sheet<'t> {
    table: &'t Table<'t>,
    columns: BTreeMap<&'t str, usize>,
    further: Vec<(&'t str, usize)>,
    findings: RefCell<Vec<Finding>>,
}

impl<'t> Sheet<'t> {
    /// Opens a table; columns that are missing, unknown or personal are findings.
    pub(crate) fn open(table: &'t Table<'t>, columns: &Columns) -> Sheet<'t> {
        let mut findings = Vec::new();
        let mut known = BTreeMap::new();
        let mut further = Vec::new();
        let all = || columns.required.iter().chain(columns.optional).copied();
        for (place, name) in table.headers().enumerate() {
            if all().any(|column| column == name) {
                known.entry(name).or_insert(place);
            } else if let Some(kind) = header_is_personal(name) {
                findings.push(personal_column(name, kind, table.header_place(place)));
            } else if columns.open {
                further.push((name, place));
            } else if !name.is_empty() {
                findings.push(
                    Finding::warning("F203", table.header_place(place))
                        .with("column", name)
                        .with("nearest", nearest(name, all()).unwrap_or_default()),
                );
            }
        }
        for name in columns.required.iter().filter(|name| !known.contains_key(**name)) {
            let near = nearest(name, table.headers()).unwrap_or_default();
            // Most likely it is that column under a wrong name, and nothing else.
            further.retain(|(other, _)| *other != near);
            let place = Place::file(table.source().path.clone());
            findings.push(Finding::error("F202", place).with("column", name).with("nearest", near));
        }
        let sheet = Sheet { table, columns: known, further, findings: RefCell::new(findings) };
        sheet.refuse_persons();
        sheet
    }

    /// A cell that holds an identity number, a phone number or an address is refused, whatever its
    /// column is called.
    fn refuse_persons(&self) {
        let mut found = self.findings.borrow_mut();
        for row in 0..self.table.len() {
            for column in 0..self.table.columns() {
                if let Some(kind) = cell_is_personal(self.table.cell(row, column)) {
                    let place = self.table.place(row, column);
                    found.push(Finding::error("F205", place).with("kind", kind));
                    if found.len() > crate::text::limits::FINDINGS {
                        return;
                    }
                }
            }
        }
    }

    /// Columns beyond the known ones.
    pub(crate) fn further(&self) -> &[(&'t str, usize)] {
        &self.further
    }

    /// The rows, in the order of the file.
    pub(crate) fn rows(&self) -> impl Iterator<Item = SheetRow<'_, 't>> {
        (0..self.table.len()).map(|row| SheetRow { sheet: self, row })
    }

    /// Keeps a finding.
    pub(crate) fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// Hands over what was found.
    pub(crate) fn take_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}

/// A column of persons, refused.
pub(crate) fn personal_column(name: &str, kind: &str, place: Place) -> Finding {
    Finding::error("F204", place).with("column", name).with("kind", kind)
}

/// Whether a text can be an id.
pub fn is_id(text: &str) -> bool {
    let first = text.chars().next().is_some_and(char::is_alphanumeric);
    let rest = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '*'));
    first && rest && text.chars().count() <= 100
}

/// A row of a table being read.
#[derive(Clone, Copy)]
pub(crate) struct SheetRow<'s, 't> {
    sheet: &'s Sheet<'t>,
    row: usize,
}

impl<'t> SheetRow<'_, 't> {
    /// The text of a column; empty when the column is not there.
    pub(crate) fn text(&self, column: &str) -> &'t str {
        match self.sheet.columns.get(column) {
            Some(place) => self.sheet.table.cell(self.row, *place),
            None => "",
        }
    }

    /// Columns beyond the known ones.
    pub(crate) fn all_further(&self) -> &[(&'t str, usize)] {
        self.sheet.further()
    }

    /// The text of a further column.
    pub(crate) fn further(&self, place: usize) -> &'t str {
        self.sheet.table.cell(self.row, place)
    }

    /// Where a column of this row stands; the row itself when the column is not there.
    pub(crate) fn place(&self, column: &str) -> Place {
        match self.sheet.columns.get(column) {
            Some(place) => self.sheet.table.place(self.row, *place),
            None => self.sheet.table.row_place(self.row),
        }
    }

    /// Where a further column of this row stands.
    pub(crate) fn further_place(&self, place: usize) -> Place {
        self.sheet.table.place(self.row, place)
    }

    /// Keeps a finding about a column of this row.
    pub(crate) fn error(&self, code: &'static str, column: &str) -> Finding {
        Finding::error(code, self.place(column))
    }

    pub(crate) fn report(&self, finding: Finding) {
        self.sheet.report(finding);
    }

    /// A text that must not be empty.
    pub(crate) fn required(&self, column: &'static str) -> Option<&'t str> {
        let text = self.text(column);
        if text.is_empty() {
            if self.sheet.columns.contains_key(column) {
                self.report(self.error("F206", column).with("column", column));
            }
            return None;
        }
        Some(text)
    }

    /// An id that must be there.
    pub(crate) fn id(&self, column: &'static str) -> Option<&'t str> {
        let text = self.required(column)?;
        if !is_id(text) {
            self.report(self.error("F207", column).with("value", text));
            return None;
        }
        Some(text)
    }

    /// Names in the two languages, of which one must be there.
    pub(crate) fn named(&self) -> Named {
        let named =
            Named { zh: self.text("name_zh").to_owned(), en: self.text("name_en").to_owned() };
        if named.zh.is_empty() && named.en.is_empty() {
            self.report(self.error("F220", "name_zh"));
        }
        named
    }

    /// A figure, if the cell is not empty.
    pub(crate) fn number(&self, column: &str) -> Option<Ratio> {
        self.number_in(self.text(column), self.place(column))
    }

    pub(crate) fn number_in(&self, text: &str, place: Place) -> Option<Ratio> {
        if text.is_empty() {
            return None;
        }
        match parse_number(text) {
            Ok((mantissa, scale)) => Some(Ratio::from_decimal_parts(mantissa, scale)),
            Err(fault) => {
                self.report(fault.finding(place, text));
                None
            }
        }
    }

    /// A figure that must be there.
    pub(crate) fn required_number(&self, column: &'static str) -> Option<Ratio> {
        self.required(column)?;
        self.number(column)
    }

    /// A day, if the cell is not empty.
    pub(crate) fn date(&self, column: &str) -> Option<Date> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match read_date(text) {
            Ok(date) => Some(date),
            Err(code) => {
                self.report(self.error(code, column).with("value", text));
                None
            }
        }
    }

    /// A day that must be there.
    pub(crate) fn required_date(&self, column: &'static str) -> Option<Date> {
        self.required(column)?;
        self.date(column)
    }

    /// A period that must be there.
    pub(crate) fn period(&self, column: &'static str) -> Option<Period> {
        let text = self.required(column)?;
        let period = Period::parse(text);
        if period.is_none() {
            self.report(self.error("F213", column).with("value", text));
        }
        period
    }

    /// One of a few words; empty is the first of them.
    pub(crate) fn one_of<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return words.first().map(|(_, value)| *value);
        }
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.report(
                self.error("F210", column).with("value", text).with("allowed", allowed.join(", ")),
            );
        }
        found
    }

    /// `1` or `0`; empty is `0`.
    pub(crate) fn flag(&self, column: &str) -> Option<bool> {
        self.one_of(column, &[("0", false), ("1", true)])
    }
}

/// Reads a day; the code of what is wrong otherwise.
pub(crate) fn read_date(text: &str) -> Result<Date, &'static str> {
    let shape = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date: Date = text.parse().ok().filter(|_| shape).ok_or("F211")?;
    if YEARS.contains(&date.year()) { Ok(date) } else { Err("F212") }
}
