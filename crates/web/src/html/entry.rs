//! A return: its form to fill in, or its figures where there is nothing to fill in.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use gangmu_app::collect::evidence::evidence_of_return;
use gangmu_app::collect::{CellEdit, Form, FormCell, Saved, form, save_cells, submit};
use gangmu_app::office::Edition;
use gangmu_base::Severity;
use gangmu_base::observations::Reported;

use super::evidence::{FileLine, file_lines};
use super::page::moment;
use super::told::{capital, figure, left_for, name_of, state};
use super::{Page, go, laid_out, query};
use crate::answer::{Answer, told};
use crate::sent::{At, Filled};
use crate::serve::Desk;
use crate::visitor::Member;

/// A cell as the page shows it.
pub(crate) struct Cell {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) definition: String,
    /// Who holds it already, and the other forms that show it.
    pub(crate) held_by: String,
    pub(crate) also_on: String,
    pub(crate) previous: String,
    pub(crate) value: String,
    pub(crate) status: String,
    pub(crate) note: String,
    pub(crate) revision: i64,
    pub(crate) locked: bool,
    pub(crate) returned: Option<String>,
    pub(crate) check: String,
    pub(crate) severity: &'static str,
    /// What the page was laid out with: value, status and note. What comes back like this was not typed.
    pub(crate) shown: String,
    /// What somebody else wrote meanwhile, and who.
    pub(crate) theirs: Option<(String, String)>,
}

impl Cell {
    /// Its id as part of an address.
    fn in_address(&self) -> String {
        query(&self.id)
    }
}

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    page: Page,
    answer: String,
    number: i64,
    writable: bool,
    reviewable: bool,
    extendable: bool,
    key: String,
    cells: Vec<Cell>,
    done: usize,
    asked: usize,
    due: String,
    left: (&'static str, String),
    state: super::told::State,
    period: String,
    before: String,
    form_text: String,
    /// What must hold between the cells: whether it stops the form, and in words.
    rules: Vec<(&'static str, String)>,
    wrong: Vec<(String, String, String)>,
    history: Vec<(String, String, String)>,
    statuses: Vec<(&'static str, String)>,
    words: String,
    /// Evidence.
    files: Vec<FileLine>,
    attach_to: Option<String>,
    parts: Vec<(String, String)>,
}

pub(crate) async fn entry(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Response, Answer> {
    let form = form(&desk.office, &member.actor, number).await;
    let form = form.map_err(|refusal| member.refuse(refusal))?;
    let cells = shown(&desk, &member, &form);
    laid(&desk, &member, &form, cells, Vec::new()).await
}

/// The cells of a form, in the words of who looks.
pub(crate) fn shown(desk: &Desk, member: &Member, form: &Form) -> Vec<Cell> {
    let words = desk.words(member.visitor.language);
    let cell = |cell: &FormCell| {
        let element = form.element(cell);
        let check = cell.check.as_ref();
        Cell {
            id: element.id.clone(),
            name: words.name(&element.name).to_owned(),
            unit: measure(words, &form.edition, &element.unit),
            definition: words.name(&element.definition).to_owned(),
            held_by: element.source.clone(),
            also_on: also_on(words, form, &element.id),
            previous: cell.previous.map(|previous| reported(words, previous)).unwrap_or_default(),
            shown: as_shown(&cell.value, &cell.status, &cell.note),
            value: cell.value.clone(),
            status: cell.status.clone(),
            note: cell.note.clone(),
            revision: cell.revision,
            locked: cell.locked || !form.writable,
            returned: cell.returned.clone(),
            check: check.map(|check| words.finding(check).0).unwrap_or_default(),
            severity: match check.map(|check| check.severity) {
                Some(Severity::Error) => "error",
                Some(_) => "warning",
                None => "",
            },
            theirs: None,
        }
    };
    form.cells.iter().map(cell).collect()
}

/// A unit of measure by its name; as the programme writes it where it has none.
pub(super) fn measure(words: &gangmu_app::words::Words, edition: &Edition, unit: &str) -> String {
    let name = edition.programme.framework.name_of("", unit);
    name.map_or(unit, |name| words.name(name)).to_owned()
}

/// The other forms that show an element as this one has it, in words.
fn also_on(words: &gangmu_app::words::Words, form: &Form, id: &str) -> String {
    let own = form.definition();
    let others = form.edition.programme.framework.datasets.iter().filter(|other| {
        other.id != own.id && other.elements.iter().chain(&other.reused).any(|one| one == id)
    });
    let names: Vec<&str> = others.map(|other| words.name(&other.name)).collect();
    names.join(" · ")
}

/// A cell in one text, to tell whether it was changed on the page.
fn as_shown(value: &str, status: &str, note: &str) -> String {
    format!("{value}\u{1f}{status}\u{1f}{note}")
}

/// A reported figure, or why there is none.
pub(super) fn reported(words: &gangmu_app::words::Words, reported: Reported) -> String {
    if reported.status.has_value() {
        gangmu_app::collect::decimal(reported)
    } else {
        words.say(&format!("status-{}", reported.status.word()), &[])
    }
}

pub(super) async fn laid(
    desk: &Desk,
    member: &Member,
    form: &Form,
    mut cells: Vec<Cell>,
    wrong: Vec<(String, String, String)>,
) -> Result<Response, Answer> {
    let files = evidence_of_return(&desk.office, &member.actor, form.filing.number).await;
    let files = files.map_err(|refusal| member.refuse(refusal))?;
    let edition = &form.edition;
    let at = edition.reporter(form.filing.reporter);
    let mut page = Page::of(desk, member, edition, "/returns", "", at);
    let definition = form.definition();
    let unit = at.map(|at| page.name(&edition.programme.tree.name(at))).unwrap_or_default();
    let period = form.period.to_string();
    page.title = page.joined(&[&page.name(&definition.name), &unit, &period]);
    for cell in &mut cells {
        cell.previous = figure(&page, &cell.previous);
    }
    let now = desk.office.now();
    let zone = edition.programme.framework.zone_seconds;
    let (done, asked) = form.done();
    let back = form.cells.iter().filter(|cell| cell.returned.is_some()).count();
    let odd = form.cells.iter().filter(|cell| cell.check.is_some()).count();
    let until =
        if form.filing.state == "returned" { form.filing.closes_at } else { form.filing.due_at };
    let left = left_for(&page, &form.filing, now);
    // Late is late, and not late left.
    let time = if until < now { left.1.clone() } else { page.t1("clock-left", "left", &left.1) };
    let answer = page.words().say(
        if form.writable { "entry-answer" } else { "entry-answer-read" },
        &[
            ("done", &done.to_string()),
            ("asked", &asked.to_string()),
            ("left", &time),
            ("back", &back.to_string()),
            ("odd", &odd.to_string()),
            ("state", &capital(&state(&page, &form.filing, now).word)),
        ],
    );
    let history = form
        .reviews
        .iter()
        .map(|review| {
            let said = page.t(match review.decision.as_str() {
                "returned" => "review-returned",
                "accepted" => "review-accepted",
                _ => "review-forwarded",
            });
            (moment(review.at, zone), name_of(&page, edition, &review.post), said)
        })
        .collect();
    let statuses = [
        ("known", "entry-known"),
        ("estimated", "entry-estimated"),
        ("not_applicable", "entry-not-applicable"),
        ("missing", "entry-missing"),
    ];
    let parts = form.cells.iter().map(|cell| {
        let element = form.element(cell);
        (element.id.clone(), format!("{} {}", element.id, page.name(&element.name)))
    });
    let parts = parts.collect();
    let laid = EntryPage {
        answer,
        number: form.filing.number,
        writable: form.writable,
        reviewable: form.reviewable,
        extendable: form.extendable,
        key: format!("page:{}:{}", form.filing.number, form.filing.entry),
        cells,
        done,
        asked,
        due: moment(until, zone),
        left,
        state: state(&page, &form.filing, now),
        before: form.period.shift(-1).map(|before| before.to_string()).unwrap_or_default(),
        period,
        form_text: page.name(&definition.text),
        rules: definition
            .rules
            .iter()
            .map(|rule| (stops(rule.severity), page.name(&rule.text)))
            .collect(),
        wrong,
        history,
        statuses: statuses.map(|(id, key)| (id, page.t(key))).to_vec(),
        words: grid_words(&page),
        files: file_lines(&page, edition, &files),
        attach_to: form.writable.then(|| format!("/returns/{}/evidence", form.filing.number)),
        parts,
        page,
    };
    Ok(laid_out(laid.render()))
}

impl EntryPage {
    /// The most that a file can have.
    fn largest(&self) -> &'static str {
        super::evidence::LARGEST_MIB
    }
}

/// What a rule does where it does not hold: a word for it.
fn stops(severity: Severity) -> &'static str {
    if severity == Severity::Error { "entry-rule-error" } else { "entry-rule-warning" }
}

/// The sentences the grid says by itself, as JSON that cannot end its element.
fn grid_words(page: &Page) -> String {
    let words = [
        ("saved", "grid-saved"),
        ("saving", "grid-saving"),
        ("offline", "grid-offline"),
        ("conflict", "grid-conflict"),
        ("keep_mine", "grid-keep-mine"),
        ("take_theirs", "grid-take-theirs"),
        ("undone", "grid-undone"),
        ("pasted", "grid-pasted"),
        ("pasted_over", "grid-pasted-over"),
        ("stopped", "grid-stopped"),
        ("sign_in", "grid-sign-in"),
    ];
    let marked = |key: &str| {
        let blanks = ["time", "who", "theirs", "count", "detail"];
        let marks: Vec<(&str, String)> =
            blanks.iter().map(|blank| (*blank, format!("{{{blank}}}"))).collect();
        let marks: Vec<(&str, &str)> =
            marks.iter().map(|(blank, mark)| (*blank, mark.as_str())).collect();
        page.words().say(key, &marks)
    };
    let all: BTreeMap<&str, String> =
        words.into_iter().map(|(id, key)| (id, marked(key))).collect();
    serde_json::to_string(&all).unwrap_or_default().replace('<', "\\u003c")
}

/// Keeps what was typed, and submits it where that was asked: the way without script.
pub(crate) async fn save(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Filled(fields): Filled<BTreeMap<String, String>>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let before = form(&desk.office, &member.actor, number).await.map_err(refuse)?;
    let field = |kind: &str, id: &str| fields.get(&format!("{kind}.{id}"));
    let mut edits = Vec::new();
    for cell in before.cells.iter().filter(|cell| !cell.locked) {
        let id = &before.element(cell).id;
        let Some(value) = field("v", id) else { continue };
        let edit = CellEdit {
            element: id.clone(),
            revision: field("r", id).and_then(|r| r.parse().ok()).unwrap_or(cell.revision),
            value: value.clone(),
            status: field("s", id).cloned().unwrap_or_else(|| cell.status.clone()),
            note: field("n", id).cloned().unwrap_or_default(),
        };
        let now = as_shown(&edit.value, &edit.status, &edit.note);
        let untouched = field("o", id).is_some_and(|shown| *shown == now);
        if !untouched && now != as_shown(&cell.value, &cell.status, &cell.note) {
            edits.push(edit);
        }
    }
    if !edits.is_empty() {
        let saved = save_cells(&desk.office, &member.actor, number, edits.clone()).await;
        if let Saved::Clashed(theirs) = saved.map_err(refuse)? {
            let mut cells = shown(&desk, &member, &before);
            for cell in &mut cells {
                if let Some(mine) = edits.iter().find(|edit| edit.element == cell.id) {
                    (cell.value, cell.status) = (mine.value.clone(), mine.status.clone());
                    cell.note.clone_from(&mine.note);
                }
                if let Some(their) = theirs.iter().find(|their| their.element == cell.id) {
                    // Sent again as it stands, mine replaces theirs, which has been seen by then.
                    cell.revision = their.revision;
                    cell.shown = as_shown(&their.value, &their.status, &their.note);
                    cell.theirs = Some((their.value.clone(), their.who.clone()));
                }
            }
            let words = desk.words(member.visitor.language);
            let says = ("B059".to_owned(), words.say("B059", &[]), words.say("B059-next", &[]));
            let mut page = laid(&desk, &member, &before, cells, vec![says]).await?;
            *page.status_mut() = axum::http::StatusCode::CONFLICT;
            return Ok(page);
        }
    }
    if fields.get("then").is_some_and(|then| then == "submit") {
        // The page's own key: sent twice, it is submitted once.
        let key = fields.get("key").filter(|key| key.len() <= 200);
        match submit(&desk.office, &member.actor, number, key.map(String::as_str)).await {
            Ok(_) => {}
            Err(Refusal::Wrong(findings)) => {
                let words = desk.words(member.visitor.language);
                let wrong = findings.iter().map(|finding| told(finding, words)).collect();
                let now = form(&desk.office, &member.actor, number).await.map_err(refuse)?;
                let cells = shown(&desk, &member, &now);
                let mut page = laid(&desk, &member, &now, cells, wrong).await?;
                *page.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
                return Ok(page.into_response());
            }
            Err(refusal) => return Err(member.refuse(refusal)),
        }
    }
    Ok(go(&format!("/returns/{number}")))
}
