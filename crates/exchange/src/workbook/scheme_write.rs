//! A scheme table printed: landscape, wrapped, merged groups, the header on every page, every
//! text a text.

use gangmu_base::{Finding, Place};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::headings::{Column, heading};
use super::limits::WRITTEN_CHARACTERS;

/// A row of the table.
#[derive(Debug, Clone, Default)]
pub struct PrintedRow {
    /// The item's id.
    pub id: String,
    /// Its group's title.
    pub group: String,
    /// Its title.
    pub title: String,
    /// What is looked at.
    pub content: String,
    /// The legal wording.
    pub text: String,
    /// Its points: one figure, or one for each of the classes.
    pub points: Vec<String>,
    /// Where figures come from.
    pub source: String,
    /// In which way it is looked at.
    pub method: String,
    /// Who delivers it.
    pub lead: String,
    /// Who takes part.
    pub responsible: String,
    /// Who assesses it.
    pub assessor: String,
}

/// A table to be printed.
#[derive(Debug, Clone, Default)]
pub struct PrintedScheme {
    /// Whether its headings are Chinese.
    pub chinese: bool,
    /// The name of the sheet.
    pub sheet: String,
    /// The title.
    pub title: String,
    /// What stands below it: version, period.
    pub subtitle: String,
    /// The classes, where points differ among them.
    pub classes: Vec<String>,
    /// The items, those of a group together.
    pub rows: Vec<PrintedRow>,
    /// The word for the total, and the totals.
    pub total: (String, Vec<String>),
    /// What is signed, below the table.
    pub signature: String,
}

/// A column of the sheet and how wide it is.
struct Printed {
    column: Column,
    class: Option<usize>,
    width: f64,
}

/// Writes the table as a workbook.
///
/// # Errors
/// `E014` when a text is longer than a cell, `F144` when the workbook cannot be made.
pub fn write_scheme(scheme: &PrintedScheme, file: &str) -> Result<Vec<u8>, Finding> {
    for row in &scheme.rows {
        for column in ALL {
            let length = cell(row, column).chars().count();
            if length > WRITTEN_CHARACTERS {
                return Err(Finding::error("E014", Place::file(file))
                    .with("item", &row.id)
                    .with("limit", WRITTEN_CHARACTERS));
            }
        }
    }
    written(scheme).map_err(|error| cannot_be_made(file, &error))
}

pub(super) fn cannot_be_made(file: &str, error: &XlsxError) -> Finding {
    Finding::error("F144", Place::file(file)).with("reason", error)
}

const ALL: [Column; 11] = [
    Column::Number,
    Column::Group,
    Column::Title,
    Column::Content,
    Column::Standard,
    Column::Points,
    Column::Source,
    Column::Method,
    Column::Lead,
    Column::Responsible,
    Column::Assessor,
];

fn cell(row: &PrintedRow, column: Column) -> &str {
    match column {
        Column::Number => &row.id,
        Column::Group => &row.group,
        Column::Title => &row.title,
        Column::Content => &row.content,
        Column::Standard => &row.text,
        Column::Source => &row.source,
        Column::Method => &row.method,
        Column::Lead => &row.lead,
        Column::Responsible => &row.responsible,
        Column::Assessor => &row.assessor,
        Column::Points | Column::FilledIn => "",
    }
}

/// The columns: those every table has, and those in which anything stands.
fn columns(scheme: &PrintedScheme) -> Vec<Printed> {
    let mut columns = Vec::new();
    for column in ALL {
        let width = match column {
            Column::Number => 8.0,
            Column::Points => 8.0,
            Column::Standard | Column::Content => 40.0,
            Column::Title => 22.0,
            _ => 14.0,
        };
        if column == Column::Points && !scheme.classes.is_empty() {
            let by_class = 0..scheme.classes.len();
            columns.extend(by_class.map(|class| Printed { column, class: Some(class), width }));
            continue;
        }
        let always =
            [Column::Number, Column::Group, Column::Title, Column::Standard, Column::Points];
        let used = || scheme.rows.iter().any(|row| !cell(row, column).is_empty());
        if always.contains(&column) || used() {
            columns.push(Printed { column, class: None, width });
        }
    }
    columns
}

struct Formats {
    title: Format,
    subtitle: Format,
    heading: Format,
    text: Format,
    middle: Format,
    group: Format,
    plain: Format,
}

impl Formats {
    fn new() -> Formats {
        let plain = Format::new().set_text_wrap();
        let boxed = plain.clone().set_border(FormatBorder::Thin);
        let text =
            boxed.clone().set_align(FormatAlign::Left).set_align(FormatAlign::VerticalCenter);
        let middle =
            boxed.clone().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        let title = Format::new()
            .set_bold()
            .set_font_size(16)
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter);
        Formats {
            subtitle: Format::new().set_align(FormatAlign::Center),
            heading: middle.clone().set_bold().set_background_color(Color::RGB(0xE7_E6_E6)),
            group: middle.clone().set_bold(),
            title,
            text,
            middle,
            plain,
        }
    }
}

fn written(scheme: &PrintedScheme) -> Result<Vec<u8>, XlsxError> {
    let mut book = new_book()?;
    let sheet = book.add_worksheet();
    sheet.set_name(&scheme.sheet)?;
    let formats = Formats::new();
    let columns = columns(scheme);
    for (index, printed) in (0..).zip(&columns) {
        sheet.set_column_width(index, printed.width)?;
    }
    let last = columns.len().saturating_sub(1) as u32;
    area(sheet, [0, 0, 0, last], &scheme.title, &formats.title)?;
    sheet.set_row_height(0, 30)?;
    area(sheet, [1, 0, 1, last], &scheme.subtitle, &formats.subtitle)?;
    let head = 2;
    for (index, printed) in (0..).zip(&columns) {
        let name = heading(printed.column, scheme.chinese);
        let name = match (printed.class, scheme.chinese) {
            (None, _) => name.to_owned(),
            (Some(class), true) => format!("{name}（{}）", scheme.classes[class]),
            (Some(class), false) => format!("{name} ({})", scheme.classes[class]),
        };
        let name = if scheme.chinese { name } else { capital(&name) };
        sheet.write_string_with_format(head, index, name, &formats.heading)?;
    }
    let mut at = head + 1;
    for rows in scheme.rows.chunk_by(|a, b| a.group == b.group) {
        let end = at + rows.len() as u32 - 1;
        for (index, printed) in (0_u16..).zip(&columns) {
            if printed.column == Column::Group {
                let column = u32::from(index);
                area(sheet, [at, column, end, column], &rows[0].group, &formats.group)?;
                continue;
            }
            let format = match printed.column {
                Column::Title | Column::Content | Column::Standard => &formats.text,
                _ => &formats.middle,
            };
            for (line, row) in (at..).zip(rows) {
                match printed.column {
                    Column::Points => {
                        let points = row.points.get(printed.class.unwrap_or(0));
                        number(sheet, line, index, points.map_or("", String::as_str), format)?;
                    }
                    column => text(sheet, line, index, cell(row, column), format)?,
                }
            }
        }
        at = end + 1;
    }
    for (index, printed) in (0..).zip(&columns) {
        match (index, printed.column) {
            (0, _) => text(sheet, at, index, &scheme.total.0, &formats.group)?,
            (_, Column::Points) => {
                let total = scheme.total.1.get(printed.class.unwrap_or(0));
                number(sheet, at, index, total.map_or("", String::as_str), &formats.group)?;
            }
            _ => text(sheet, at, index, "", &formats.middle)?,
        }
    }
    area(sheet, [at + 2, 0, at + 2, last], &scheme.signature, &formats.plain)?;
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.set_repeat_rows(head, head)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C&P / &N");
    book.save_to_buffer()
}

/// A new workbook. It says nothing of when it was made: the same scheme gives the same bytes.
pub(super) fn new_book() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(book)
}

/// A text over an area, which is one cell for whoever reads it.
fn area(
    sheet: &mut Worksheet,
    [top, left, bottom, right]: [u32; 4],
    content: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let (left, right) = (left as u16, right as u16);
    if (top, left) != (bottom, right) {
        sheet.merge_range(top, left, bottom, right, "", format)?;
    }
    text(sheet, top, left, content, format)
}

/// A text as a text, whatever it begins with.
pub(super) fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    content: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if content.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else {
        sheet.write_string_with_format(row, column, content, format)?;
    }
    Ok(())
}

/// A figure as a number where a spreadsheet's number means exactly that figure, else as a text.
pub(super) fn number(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    figure: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match figure.parse::<f64>() {
        Ok(number) if number.is_finite() && number.to_string() == figure => {
            sheet.write_number_with_format(row, column, number, format)?;
            Ok(())
        }
        _ => text(sheet, row, column, figure, format),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
