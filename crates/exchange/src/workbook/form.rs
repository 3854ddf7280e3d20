//! A form as a sheet to fill in: an element a row, what was reported last beside it; and read back, each
//! cell with its place.

use gangmu_base::{Finding, Place};
use rust_xlsxwriter::{Color, DataValidation, Format, FormatBorder, XlsxError};

use super::cells::{Content, Sheet, Workbook};
use super::observations_read::fault;
use super::scheme_write::{cannot_be_made, new_book, number, text};
use crate::text::limits::FINDINGS;

/// A form to be written.
#[derive(Debug, Clone)]
pub struct PrintedForm {
    /// What stands above it: the form, the unit, the period.
    pub title: String,
    /// How to fill it in.
    pub hint: String,
    /// Whether headings are Chinese.
    pub chinese: bool,
    /// The words for statuses, as they can be chosen.
    pub statuses: Vec<String>,
    /// Its rows.
    pub rows: Vec<PrintedFormRow>,
}

/// A row of a form.
#[derive(Debug, Clone)]
pub struct PrintedFormRow {
    /// Id of the element.
    pub element: String,
    /// Its name.
    pub name: String,
    /// Unit of measure.
    pub unit: String,
    /// What was reported for the period before.
    pub previous: String,
    /// What stands there.
    pub value: String,
    /// The word of its status.
    pub status: String,
    /// What is noted beside it.
    pub note: String,
    /// The revision it shows.
    pub revision: i64,
    /// Whether it can be filled in.
    pub open: bool,
}

/// A row of a form that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledRow {
    /// Id of the element.
    pub element: String,
    /// What was filled in.
    pub value: String,
    /// The word of its status, as it stands there.
    pub status: String,
    /// What was noted beside it.
    pub note: String,
    /// The revision it was filled in over, where the sheet still says it.
    pub revision: Option<i64>,
    /// Where the value stands.
    pub place: Place,
}

/// The headings, in Chinese and in English; the second list names what is read.
const HEADINGS: [(&str, &str); 8] = [
    ("数据项", "element"),
    ("名称", "name"),
    ("计量单位", "unit of measure"),
    ("上期", "last period"),
    ("本期", "this period"),
    ("状态", "status"),
    ("备注", "note"),
    ("修订号", "revision"),
];
const ELEMENT: usize = 0;
const VALUE: usize = 4;
const STATUS: usize = 5;
const NOTE: usize = 6;
const REVISION: usize = 7;

/// The headings are looked for in so many rows from the top.
const HEADER_ROWS: usize = 20;
const WIDTHS: [f64; 8] = [12.0, 44.0, 12.0, 12.0, 14.0, 14.0, 36.0, 8.0];

/// Writes a form as a workbook.
///
/// # Errors
/// `E014` and its like when it cannot be made.
pub fn write_form(form: &PrintedForm, file: &str) -> Result<Vec<u8>, Finding> {
    laid_out(form).map_err(|error| cannot_be_made(file, &error))
}

fn laid_out(form: &PrintedForm) -> Result<Vec<u8>, XlsxError> {
    let mut book = new_book()?;
    let sheet = book.add_worksheet();
    sheet.set_name(if form.chinese { "报表" } else { "form" })?;
    let (plain, bold) = (Format::new(), Format::new().set_bold());
    let quiet = Format::new().set_font_color(Color::RGB(0x0066_6666));
    let open = Format::new().set_border(FormatBorder::Thin).set_unlocked();
    text(sheet, 0, 0, &form.title, &Format::new().set_bold().set_font_size(13))?;
    text(sheet, 1, 0, &form.hint, &quiet)?;
    for (column, ((zh, en), width)) in (0..).zip(HEADINGS.iter().zip(WIDTHS)) {
        text(sheet, 3, column, if form.chinese { zh } else { en }, &bold)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, line) in (4..).zip(&form.rows) {
        let own = if line.open { &open } else { &quiet };
        text(sheet, row, 0, &line.element, &plain)?;
        text(sheet, row, 1, &line.name, &plain)?;
        text(sheet, row, 2, &line.unit, &plain)?;
        number(sheet, row, 3, &line.previous, &quiet)?;
        number(sheet, row, VALUE as u16, &line.value, own)?;
        text(sheet, row, STATUS as u16, &line.status, own)?;
        text(sheet, row, NOTE as u16, &line.note, own)?;
        number(sheet, row, REVISION as u16, &line.revision.to_string(), &quiet)?;
    }
    if let Some(last) = u32::try_from(form.rows.len()).ok().and_then(|rows| rows.checked_add(3)) {
        let choice = DataValidation::new().allow_list_strings(&form.statuses)?;
        sheet.add_data_validation(4, STATUS as u16, last.max(4), STATUS as u16, &choice)?;
    }
    sheet.set_freeze_panes(4, 2)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(3, 3)?;
    book.save_to_buffer()
}

/// Reads a form that was filled in: the first sheet that has its headings, in either language.
///
/// # Errors
/// Every cell that cannot be read, with its place; `E024` where no sheet is a form.
pub fn read_form(book: &Workbook) -> Result<Vec<FilledRow>, Vec<Finding>> {
    let mut found = None;
    book.each_sheet(None, |sheet| {
        found = header(&sheet).map(|header| rows(&sheet, &header));
        found.is_none()
    })
    .map_err(|finding| vec![finding])?;
    found.unwrap_or_else(|| Err(vec![Finding::error("E024", Place::file(book.file()))]))
}

/// The row of the headings, and the column of each.
fn header(sheet: &Sheet) -> Option<(u32, [Option<u32>; 8])> {
    sheet.rows().into_iter().take(HEADER_ROWS).find_map(|(row, cells)| {
        let mut columns = [None; 8];
        for (column, content) in cells {
            let name = content.text.trim().to_lowercase();
            let known = HEADINGS.iter().position(|(zh, en)| name == *zh || name == *en);
            if let Some(known) = known {
                columns[known].get_or_insert(column);
            }
        }
        (columns[ELEMENT].is_some() && columns[VALUE].is_some()).then_some((row, columns))
    })
}

fn rows(
    sheet: &Sheet,
    (head, columns): &(u32, [Option<u32>; 8]),
) -> Result<Vec<FilledRow>, Vec<Finding>> {
    let mut rows = Vec::new();
    let mut findings = Vec::new();
    for (row, _) in sheet.rows().range(head + 1..) {
        let cell = |which: usize| -> Option<&Content> { sheet.cell(*row, columns[which]?) };
        let said = |which: usize| cell(which).map_or("", |content| content.text.trim());
        if said(ELEMENT).is_empty() {
            continue;
        }
        for (which, name) in [(VALUE, "value"), (STATUS, "status"), (NOTE, "reason")] {
            let place = sheet.place(*row, columns[which].unwrap_or_default());
            let wrong = cell(which).and_then(|cell| fault(cell.kind, &cell.text, name, place));
            if let Some(finding) = wrong.filter(|_| findings.len() < FINDINGS) {
                findings.push(finding);
            }
        }
        rows.push(FilledRow {
            element: said(ELEMENT).to_owned(),
            value: said(VALUE).to_owned(),
            status: said(STATUS).to_owned(),
            note: said(NOTE).replace(['\r', '\n'], " "),
            revision: said(REVISION).parse().ok(),
            place: sheet.place(*row, columns[VALUE].unwrap_or_default()),
        });
    }
    if rows.is_empty() && findings.is_empty() {
        findings.push(Finding::error("E019", sheet.whole()));
    }
    if findings.is_empty() { Ok(rows) } else { Err(findings) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn form(value: &str, note: &str) -> PrintedForm {
        PrintedForm {
            title: "县级汇总表".to_owned(),
            hint: String::new(),
            chinese: true,
            statuses: vec!["已知".to_owned(), "不适用".to_owned()],
            rows: vec![PrintedFormRow {
                element: "A102_n".to_owned(),
                name: "任务数".to_owned(),
                unit: "项".to_owned(),
                previous: "56".to_owned(),
                value: value.to_owned(),
                status: "已知".to_owned(),
                note: note.to_owned(),
                revision: -387,
                open: true,
            }],
        }
    }

    /// Promise 14: what is written is read back, and nothing in it runs.
    #[test]
    fn what_is_written_is_read_back_whatever_it_begins_with() {
        for text in ["57", "0.10", "1e300", "=1+1", "+1", "-1", "@x", "\tx", "＝1", "{=1}", ""] {
            let bytes = write_form(&form(text, text), "form.xlsx").unwrap();
            let book = Workbook::of(Source::new("form.xlsx", bytes)).unwrap();
            let read = read_form(&book);
            let Ok(rows) = read else {
                // A text that is no number is told of with its cell.
                let findings = read.unwrap_err();
                assert!(findings[0].place.file.ends_with("!E5"), "{text}: {findings:?}");
                continue;
            };
            assert_eq!(rows[0].value, text.trim());
            assert_eq!(rows[0].note, text.trim());
            assert_eq!((rows[0].element.as_str(), rows[0].revision), ("A102_n", Some(-387)));
        }
    }

    #[test]
    fn a_workbook_that_is_no_form_is_told_so() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write_string(0, 0, "unit").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let book = Workbook::of(Source::new("other.xlsx", bytes)).unwrap();
        assert_eq!(read_form(&book).unwrap_err()[0].code, "E024");
    }
}
