//! A form goes out as a workbook and comes back filled in. What it changes is kept as if it had been
//! typed, under the revisions the sheet was made with.

use gangmu_base::{Finding, Place};
use gangmu_exchange::text::Source;
use gangmu_exchange::workbook::{PrintedForm, PrintedFormRow, Workbook, read_form, write_form};

use super::draft::{CellEdit, Saved, may_write, save_cells};
use super::form::{CHOICES, Form, FormCell, decimal, form};
use crate::authz::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::words::{Language, Words};

/// The message that names a status that can be chosen.
fn status_key(status: &str) -> &'static str {
    match status {
        "estimated" => "entry-estimated",
        "not_applicable" => "entry-not-applicable",
        "missing" => "entry-missing",
        _ => "entry-known",
    }
}

/// A form as a workbook, in a language.
///
/// # Errors
/// What keeps it from being made.
pub fn form_as_workbook(form: &Form, language: Language) -> Result<Vec<u8>, Refusal> {
    let words = Words::new(language);
    let name = words.name(&form.definition().name);
    let reporter = form.edition.reporter(form.filing.reporter);
    let unit = reporter.map(|unit| form.edition.programme.tree.name(unit)).unwrap_or_default();
    let row = |cell: &FormCell| {
        let element = form.element(cell);
        let previous = cell.previous.filter(|previous| previous.status.has_value());
        PrintedFormRow {
            element: element.id.clone(),
            name: words.name(&element.name).to_owned(),
            unit: element.unit.clone(),
            previous: previous.map(decimal).unwrap_or_default(),
            value: cell.value.clone(),
            status: words.say(status_key(&cell.status), &[]),
            note: cell.note.clone(),
            revision: cell.revision,
            open: form.writable && !cell.locked,
        }
    };
    let printed = PrintedForm {
        title: format!("{name}, {}, {}", words.name(&unit), form.period),
        hint: words.say("workbook-hint", &[]),
        chinese: language == Language::Zh,
        statuses: CHOICES.map(|status| words.say(status_key(status), &[])).to_vec(),
        rows: form.cells.iter().map(row).collect(),
    };
    write_form(&printed, "form.xlsx").map_err(|finding| Refusal::Wrong(vec![finding]))
}

/// Keeps what a filled-in workbook changes.
///
/// # Errors
/// Every cell that cannot be read or kept, with its place in the workbook; then nothing is kept.
pub async fn fill_from_workbook(
    office: &Office,
    actor: &Actor,
    filing: i64,
    file: &str,
    bytes: Vec<u8>,
) -> Result<Saved, Refusal> {
    let form = form(office, actor, filing).await?;
    may_write(actor, &form)?;
    let source = Source::new(file, bytes);
    let read = tokio::task::spawn_blocking(move || {
        let book = Workbook::of(source).map_err(|finding| vec![finding])?;
        read_form(&book)
    });
    let read = read.await.map_err(|error| Refusal::Broken(error.to_string()))?;
    let rows = read.map_err(Refusal::Wrong)?;
    let mut edits: Vec<CellEdit> = Vec::new();
    let mut wrong = Vec::new();
    let at = |code, place: &Place, blanks: &[(&'static str, &str)]| {
        let start = Finding::error(code, place.clone()).with("at", place);
        blanks.iter().fold(start, |finding, (blank, value)| finding.with(blank, *value))
    };
    for row in rows {
        let cell = form.cells.iter().find(|cell| form.element(cell).id == row.element);
        let Some(cell) = cell.filter(|_| edits.iter().all(|edit| edit.element != row.element))
        else {
            wrong.push(at("B049", &row.place, &[("element", &row.element)]));
            continue;
        };
        let Some(status) = status_of(&row.status) else {
            wrong.push(at("B069", &row.place, &[("status", &row.status)]));
            continue;
        };
        let same = row.value == cell.value && status == cell.status && row.note == cell.note;
        if same {
            continue;
        }
        if cell.locked {
            wrong.push(at("B070", &row.place, &[("element", &row.element)]));
            continue;
        }
        edits.push(CellEdit {
            element: row.element,
            revision: row.revision.unwrap_or(cell.revision),
            value: row.value,
            status: status.to_owned(),
            note: row.note,
        });
    }
    if !wrong.is_empty() {
        return Err(Refusal::Wrong(wrong));
    }
    if edits.is_empty() {
        let (done, asked) = form.done();
        return Ok(Saved::Kept { cells: Vec::new(), told: Vec::new(), done, asked });
    }
    save_cells(office, actor, filing, edits).await
}

/// A status as somebody wrote it: its word, or its name in either language. Nothing is known.
fn status_of(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Some("known");
    }
    CHOICES.into_iter().find(|status| {
        let named = |language| Words::new(language).say(status_key(status), &[]) == text;
        *status == text || Language::ALL.into_iter().any(named)
    })
}
