//! A fact: how far it is, what it says, what happened to it, its evidence, and what may be done with it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::collect::facts::{
    Act, EventVerdict, FactKind, FactShown, contest, decide_contest, fact, verify_checklist,
    verify_event, vocabulary,
};
use gangmu_app::office::Edition;

use super::evidence::{FileLine, file_lines};
use super::facts::{fact_mark, kind_word};
use super::page::moment;
use super::told::{capital, left, name_of, word};
use super::{Page, go, laid_out};
use crate::answer::{Answer, told};
use crate::sent::{At, Filled};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "fact.html")]
struct FactPage {
    page: Page,
    answer: String,
    wrong: Vec<(String, String, String)>,
    /// What is to be told of it besides.
    note: Option<(String, String, String)>,
    number: i64,
    revision: i64,
    /// The page's own key: sent twice, a step is taken once.
    key: String,
    state: super::told::State,
    unit: (String, String),
    by: String,
    since: String,
    until: Option<(String, (&'static str, String))>,
    cause: Option<i64>,
    /// Name and value of what belongs to all rows.
    heads: Vec<(String, String)>,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    steps: Vec<(String, String, String, String)>,
    /// Evidence.
    files: Vec<FileLine>,
    attach_to: Option<String>,
    parts: Vec<(String, String)>,
    verifies_event: bool,
    verifies_checklist: bool,
    contests: bool,
    decides: bool,
    grades: Option<String>,
    severities: Vec<(String, String, bool)>,
    /// Word, name, and whether it holds.
    flags: Vec<(String, String, bool)>,
    /// Elements that are said to be met.
    met: Vec<(String, String)>,
}

impl FactPage {
    /// The most that a file can have.
    fn largest(&self) -> &'static str {
        super::evidence::LARGEST_MIB
    }
}

pub(crate) async fn one(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Response, Answer> {
    laid(&desk, &member, number, Vec::new()).await
}

/// The page of a fact, with what is wrong with what was sent.
pub(super) async fn laid(
    desk: &Desk,
    member: &Member,
    number: i64,
    wrong: Vec<(String, String, String)>,
) -> Result<Response, Answer> {
    let shown = fact(&desk.office, &member.actor, number).await;
    let shown = shown.map_err(|refusal| member.refuse(refusal))?;
    Ok(laid_out(page_of(desk, member, &shown, wrong).render()))
}

fn page_of(
    desk: &Desk,
    member: &Member,
    shown: &FactShown,
    wrong: Vec<(String, String, String)>,
) -> FactPage {
    let (edition, found) = (&shown.edition, &shown.fact);
    let tree = &edition.programme.tree;
    let zone = edition.programme.framework.zone_seconds;
    let mut page = Page::of(desk, member, edition, "/facts", "", Some(shown.about));
    let unit = page.name(&tree.name(shown.about));
    let number = found.number.to_string();
    page.title =
        page.joined(&[&format!("{} {number}", capital(&kind_word(&page, &found.kind))), &unit]);
    let name = |id: &str| tree.find(id).map_or(id.to_owned(), |of| page.name(&tree.name(of)));
    let state = fact_mark(&page, &found.state);
    let answer = match found.waits_for.as_str() {
        "verify" => "fact-waits-verify",
        "decide" => "fact-waits-decide",
        "assess" => "fact-waits-assess",
        _ if found.state == gangmu_app::collect::facts::state::SEALED => "fact-waits-open",
        _ if gangmu_app::collect::facts::state::counts(&found.state) => "fact-counts",
        _ => "fact-counts-not",
    };
    let answer = page.t1(answer, "state", &capital(&state.word));
    let now = desk.office.now();
    let until = (found.until_at > now)
        .then(|| (moment(found.until_at, zone), left(&page, found.until_at, now)));
    let steps = shown.steps.iter().map(|step| {
        let said = fact_mark(&page, &step.step).word;
        (moment(step.at, zone), said, name(&step.post), step.reason.clone())
    });
    let heads = shown.cells.head.iter().filter(|(_, value)| !value.is_empty());
    let heads = heads
        .map(|(key, value)| (column_word(&page, edition, key), said(&page, shown, key, value)));
    let (ids, rows) = table(&page, shown);
    let has = |act| shown.acts.contains(&act);
    let event = shown.kind == FactKind::Event;
    let known = vocabulary(&edition.programme);
    let row = shown.cells.rows.first().cloned().unwrap_or_default();
    let cell = |column: &str| row.get(column).cloned().unwrap_or_default();
    let of = shown.cells.get("indicator").to_owned();
    let named = |id: &str| word(&page, edition, &of, id);
    let mut severities: Vec<(String, String, bool)> = known
        .events
        .get(&cell("type"))
        .into_iter()
        .flatten()
        .map(|word| (word.clone(), named(word), *word == cell("severity")))
        .collect();
    if severities.is_empty() {
        severities.push((cell("severity"), named(&cell("severity")), true));
    }
    let flags = known.flags.iter();
    let flags = flags.map(|flag| (flag.clone(), named(flag), cell(flag) == "1")).collect();
    let met = shown.cells.rows.iter().filter(|row| row.get("met").is_some_and(|met| met == "1"));
    let part = |row: &BTreeMap<String, String>| {
        row.get("element")
            .or(row.get("dimension"))
            .map(|id| (id.clone(), with_name(id, &named(id))))
    };
    let met: Vec<(String, String)> = met
        .filter_map(|row| row.get("element"))
        .map(|id| (id.clone(), with_name(id, &named(id))))
        .collect();
    let parts = shown.cells.rows.iter().filter_map(part).collect();
    let of = super::query(&of);
    let (about, period) = (super::query(&found.about_id), super::query(shown.cells.get("period")));
    FactPage {
        answer,
        wrong,
        note: shown.note.as_ref().map(|note| told(note, page.words())),
        number: found.number,
        revision: found.entry,
        key: format!("fact:{}:{}", found.number, found.entry),
        state,
        unit: (found.about_id.clone(), unit),
        by: name(&found.author_id),
        since: moment(found.begun_at, zone),
        until,
        cause: found.cause,
        heads: heads.collect(),
        columns: ids.iter().map(|id| column_word(&page, edition, id)).collect(),
        rows,
        steps: steps.collect(),
        files: file_lines(&page, edition, &shown.evidence),
        attach_to: has(Act::Attach).then(|| format!("/facts/{}/evidence", found.number)),
        parts,
        verifies_event: has(Act::Verify) && event,
        verifies_checklist: has(Act::Verify) && !event,
        contests: has(Act::Contest),
        decides: has(Act::Decide),
        grades: has(Act::Grade)
            .then(|| format!("/facts/new/grade?of={of}&unit={about}&period={period}")),
        severities,
        flags,
        met,
        page,
    }
}

/// The columns that any row has, those that name it first, and the rows in them.
fn table(page: &Page, shown: &FactShown) -> (Vec<String>, Vec<Vec<String>>) {
    const FIRST: [&str; 8] =
        ["date", "type", "severity", "element", "dimension", "answer", "rater", "self_grade"];
    let mut ids: Vec<String> = Vec::new();
    let all = || shown.cells.rows.iter().flat_map(BTreeMap::keys);
    for id in FIRST.iter().copied().chain(all().map(String::as_str)) {
        if all().any(|other| other == id) && !ids.iter().any(|other| other == id) {
            ids.push(id.to_owned());
        }
    }
    let row = |row: &BTreeMap<String, String>| {
        let value = |id: &String| row.get(id).map(|value| said(page, shown, id, value));
        ids.iter().map(|id| value(id).unwrap_or_default()).collect()
    };
    let rows = shown.cells.rows.iter().map(row).collect();
    (ids, rows)
}

/// A value in words, where the store has but a sign for it.
fn said(page: &Page, shown: &FactShown, column: &str, value: &str) -> String {
    let framework = &shown.edition.programme.framework;
    match (column, value) {
        ("met" | "said", "1") => page.t("fact-is-met"),
        ("met" | "said", "0") => page.t("fact-is-not-met"),
        ("found", _) => page.t("fact-yes"),
        ("rater", id) => name_of(page, &shown.edition, id),
        ("type" | "severity" | "answer" | "rating" | "grade" | "self_grade", given) => {
            word(page, &shown.edition, shown.cells.get("indicator"), given)
        }
        ("element", id) => {
            with_name(id, &word(page, &shown.edition, shown.cells.get("indicator"), id))
        }
        ("dimension", id) => match framework.questions.iter().find(|question| question.id == id) {
            Some(asked) => with_name(id, &page.name(&asked.text)),
            None => word(page, &shown.edition, shown.cells.get("indicator"), id),
        },
        ("indicator", id) => {
            let found = framework.indicators.iter().find(|indicator| indicator.id == id);
            let name = found.map(|found| page.name(&found.name)).unwrap_or_default();
            format!("{id} {name}")
        }
        ("question", id) => {
            let found = framework.questions.iter().find(|question| question.id == id);
            let text = found.map(|found| page.name(&found.text)).unwrap_or_default();
            format!("{id} {text}")
        }
        (_, "1") if shown.kind == FactKind::Event => page.t("fact-yes"),
        _ => value.to_owned(),
    }
}

/// An id with its name, where it has one.
pub(super) fn with_name(id: &str, name: &str) -> String {
    if name == id { id.to_owned() } else { format!("{id} {name}") }
}

/// The word for a column; a flag of an event is its own word.
fn column_word(page: &Page, edition: &Edition, id: &str) -> String {
    page.t(match id {
        "date" => "fact-date",
        "type" => "fact-type",
        "severity" => "fact-severity",
        "note" => "fact-note",
        "found" => "fact-found",
        "indicator" => "fact-indicator",
        "question" => "fact-question",
        "period" => "returns-period",
        "mode" => "fact-mode",
        "sample" => "fact-sample",
        "responses" => "fact-responses",
        "element" => "fact-element",
        "dimension" => "fact-dimension",
        "answer" => "fact-one-answer",
        "count" => "fact-count",
        "rater" => "fact-rater",
        "rating" => "fact-rating",
        "met" => "fact-met",
        "said" => "fact-said",
        "text" => "fact-text",
        "grade" => "fact-grade",
        "self_grade" => "fact-self-grade",
        other => return word(page, edition, "", other),
    })
}

/// Takes a step: verify, contest, decide.
pub(crate) async fn act(
    State(desk): State<Desk>,
    member: Member,
    At((number, act)): At<(i64, String)>,
    Filled(fields): Filled<Vec<(String, String)>>,
) -> Result<Response, Answer> {
    let (office, actor) = (&desk.office, &member.actor);
    let field = |name: &str| {
        fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    let all = |name: &str| -> Vec<String> {
        fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    };
    let seen = field("revision").parse().unwrap_or(0);
    let key = Some(field("key")).filter(|key| !key.is_empty() && key.len() <= 200);
    let note = field("note");
    let done = match (act.as_str(), field("then")) {
        ("verify", "confirm") => {
            let severity = field("severity").to_owned();
            let (flags, note) = (all("flag"), note.to_owned());
            let verdict = EventVerdict::Confirmed { severity, flags, note };
            verify_event(office, actor, number, seen, verdict, key).await
        }
        ("verify", "refute") => {
            let verdict = EventVerdict::NotConfirmed { reason: note.to_owned() };
            verify_event(office, actor, number, seen, verdict, key).await
        }
        ("check", _) => {
            let not_met = all("not_met");
            verify_checklist(office, actor, number, seen, (&not_met, note), key).await
        }
        ("contest", _) => contest(office, actor, number, seen, note, key).await,
        ("decide", "stands" | "falls") => {
            let stands = field("then") == "stands";
            decide_contest(office, actor, number, seen, (stands, note), key).await
        }
        _ => Err(Refusal::NotThere),
    };
    let words = desk.words(member.visitor.language);
    let wrong = match done {
        Ok(_) => return Ok(go(&format!("/facts/{number}"))),
        Err(Refusal::Wrong(findings)) => {
            findings.iter().map(|finding| told(finding, words)).collect()
        }
        Err(Refusal::NotNow(finding)) => vec![told(&finding, words)],
        Err(refusal) => return Err(member.refuse(refusal)),
    };
    let mut page = laid(&desk, &member, number, wrong).await?;
    *page.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}
