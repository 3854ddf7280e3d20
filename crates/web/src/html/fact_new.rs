//! A fact is said: a form for each kind, which works without script.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::authz::Verb;
use gangmu_app::collect::facts::{
    Checklist, ElementMet, EventReport, FactKind, FactReceipt, Graded, Grades, Rating, SurveyWave,
    Vocabulary, check_list, grade, rate, record_survey, report_event, vocabulary,
};
use gangmu_app::office::Edition;
use gangmu_app::words::Words;
use gangmu_base::{Finding, Place};
use serde::Deserialize;

use super::facts::{kind_word, may_say};
use super::told::word;
use super::{Page, go, laid_out};
use crate::answer::{Answer, told};
use crate::sent::{Asked, At, Filled};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, Default, Clone)]
pub(crate) struct Wanted {
    #[serde(default)]
    of: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    period: String,
}

/// What was typed, by field.
type Fields = Vec<(String, String)>;

/// A line of a form: an element, a dimension, an answer.
struct Line {
    /// Its place in the form.
    at: usize,
    /// Its id; empty where it is to be typed.
    id: String,
    /// What it is called.
    name: String,
    /// Whether its id is told too: a word of the programme that has a name is not.
    coded: bool,
    value: String,
    text: String,
}

#[derive(Template)]
#[template(path = "fact_new.html")]
struct NewPage {
    page: Page,
    answer: String,
    wrong: Vec<(String, String, String)>,
    kind: &'static str,
    /// What it can be about: id and name; where nothing is chosen yet, the way to each.
    choices: Vec<(String, String)>,
    of: String,
    of_name: String,
    unit: String,
    period: String,
    /// Sent twice, it is said once.
    key: String,
    today: String,
    /// Type and severity, in one word and in words, and whether it is chosen.
    types: Vec<(String, String, bool)>,
    /// Word, name, and whether it is set.
    flags: Vec<(String, String, bool)>,
    labels: Vec<(String, String)>,
    lines: Vec<Line>,
    typed: Fields,
}

impl NewPage {
    /// What was typed as the id of a line that has none of its own.
    fn typed_id(&self, line: &Line) -> &str {
        self.typed(&format!("id.{}", line.at))
    }

    /// The keys of what stands above the lines and above what is said of them.
    fn heads(&self) -> (&'static str, &'static str) {
        match FactKind::of(self.kind) {
            Some(FactKind::Survey) => ("fact-one-answer", "fact-count"),
            Some(FactKind::Checklist) => ("fact-element", "fact-met"),
            _ => ("fact-dimension", "fact-grade"),
        }
    }

    /// What was typed into a field.
    fn typed(&self, name: &str) -> &str {
        value(&self.typed, name)
    }
}

fn value<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// So many empty lines stand where the programme does not name what there is.
const EMPTY_LINES: usize = 6;

pub(crate) async fn ask(
    State(desk): State<Desk>,
    member: Member,
    At(kind): At<String>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let kind = FactKind::of(&kind).filter(|kind| may_say(&member, *kind));
    let kind = kind.ok_or_else(|| member.refuse(Refusal::NotThere))?;
    let typed = vec![
        ("of".to_owned(), wanted.of),
        ("unit".to_owned(), wanted.unit),
        ("period".to_owned(), wanted.period),
        ("key".to_owned(), gangmu_app::collect::facts::fresh_key()),
    ];
    laid(&desk, &member, kind, typed, Vec::new()).await
}

async fn laid(
    desk: &Desk,
    member: &Member,
    kind: FactKind,
    typed: Fields,
    wrong: Vec<(String, String, String)>,
) -> Result<Response, Answer> {
    let edition = desk.office.structure().await.map_err(|refusal| member.refuse(refusal))?;
    let tree = &edition.programme.tree;
    let known = vocabulary(&edition.programme);
    let own = tree.find(&member.actor.account.body_id).and_then(|body| tree.unit_of(body));
    let mut unit = value(&typed, "unit").to_owned();
    if unit.is_empty() && member.actor.can(Verb::Enter) {
        unit = own.map(|own| tree.id(own).to_owned()).unwrap_or_default();
    }
    let mut page = Page::of(desk, member, &edition, "/facts", "", tree.find(&unit).or(own));
    page.title = page.t1("fact-new", "kind", &kind_word(&page, kind.word()));
    let choices = choices(&page, &edition, &known, kind);
    let mut of = value(&typed, "of").to_owned();
    if let ([(only, _)], true) = (choices.as_slice(), of.is_empty()) {
        of.clone_from(only);
    }
    let of_name = choices.iter().find(|(id, _)| *id == of).map(|(_, name)| name.clone());
    if of_name.is_none() {
        of.clear();
    }
    let day =
        gangmu_app::define::day_of(desk.office.now(), edition.programme.framework.zone_seconds);
    let named = |id: &str| word(&page, &edition, &of, id);
    let chosen = value(&typed, "type");
    let types = known.events.iter().flat_map(|(kind, severities)| {
        severities.iter().map(move |severity| (kind.clone(), severity.clone()))
    });
    let types = types.map(|(kind, severity)| {
        let word = format!("{kind}|{severity}");
        let is = word == chosen;
        let names = [named(&kind), named(&severity)];
        (word, page.joined(&[&names[0], &names[1]]), is)
    });
    let set: Vec<&str> =
        typed.iter().filter(|(key, _)| key == "flag").map(|(_, flag)| flag.as_str()).collect();
    let period = match (value(&typed, "period"), edition.programme.framework.period) {
        ("", Some(period)) => period.to_string(),
        (typed, _) => typed.to_owned(),
    };
    let labels = match kind {
        FactKind::Rating => known.ratings.get(&of).cloned().unwrap_or_default(),
        FactKind::Grade => known.grades.get(&of).cloned().unwrap_or_default(),
        _ => Vec::new(),
    };
    let labels = labels.into_iter().map(|label| (label.clone(), named(&label))).collect();
    let flags = known.flags.iter();
    let flags = flags.map(|f| (f.clone(), named(f), set.contains(&f.as_str()))).collect();
    let answer = page.t(match kind {
        FactKind::Event => "fact-new-event",
        FactKind::Survey => "fact-new-survey",
        FactKind::Rating => "fact-new-rating",
        FactKind::Checklist => "fact-new-checklist",
        FactKind::Grade => "fact-new-grade",
    });
    let laid = NewPage {
        answer,
        wrong,
        kind: kind.word(),
        choices,
        of_name: of_name.unwrap_or_default(),
        unit,
        period,
        key: value(&typed, "key").to_owned(),
        today: day.to_string(),
        types: types.collect(),
        flags,
        labels,
        lines: lines(&page, &edition, &known, kind, &of, &typed),
        of,
        typed,
        page,
    };
    Ok(laid_out(laid.render()))
}

/// What a fact of a kind can be about: indicators, questions.
fn choices(
    page: &Page,
    edition: &Edition,
    known: &Vocabulary,
    kind: FactKind,
) -> Vec<(String, String)> {
    let framework = &edition.programme.framework;
    let indicator = |id: &String| {
        let found = framework.indicators.iter().find(|indicator| indicator.id == *id);
        (id.clone(), found.map(|found| page.name(&found.name)).unwrap_or_default())
    };
    match kind {
        FactKind::Event => Vec::new(),
        FactKind::Survey => {
            let asked = framework.questions.iter().filter(|question| question.kind == "survey");
            asked.map(|question| (question.id.clone(), page.name(&question.text))).collect()
        }
        FactKind::Rating => known.ratings.keys().map(indicator).collect(),
        FactKind::Checklist => known.checklists.keys().map(indicator).collect(),
        FactKind::Grade => known.grades.keys().map(indicator).collect(),
    }
}

fn lines(
    page: &Page,
    edition: &Edition,
    known: &Vocabulary,
    kind: FactKind,
    of: &str,
    typed: &Fields,
) -> Vec<Line> {
    let questions = &edition.programme.framework.questions;
    let question = |id: &str| questions.iter().find(|question| question.id == id);
    let ids: Vec<String> = match kind {
        FactKind::Survey => question(of).map(|q| q.answers.clone()).unwrap_or_default(),
        FactKind::Checklist => known.checklists.get(of).into_iter().flatten().cloned().collect(),
        FactKind::Grade => known.dimensions.get(of).into_iter().flatten().cloned().collect(),
        FactKind::Event | FactKind::Rating => return Vec::new(),
    };
    let ids = if ids.is_empty() { vec![String::new(); EMPTY_LINES] } else { ids };
    let line = |(at, id): (usize, String)| {
        let own = edition.programme.framework.name_of(of, &id).map(|name| page.name(name));
        let asked = question(&id).map(|question| page.name(&question.text));
        Line {
            at,
            coded: asked.is_some() || own.is_none() || kind == FactKind::Checklist,
            name: asked.or(own).unwrap_or_default(),
            value: value(typed, &format!("value.{at}")).to_owned(),
            text: value(typed, &format!("text.{at}")).to_owned(),
            id,
        }
    };
    ids.into_iter().enumerate().map(line).collect()
}

pub(crate) async fn say(
    State(desk): State<Desk>,
    member: Member,
    At(kind): At<String>,
    Filled(fields): Filled<Fields>,
) -> Result<Response, Answer> {
    let kind = FactKind::of(&kind).ok_or_else(|| member.refuse(Refusal::NotThere))?;
    let words = desk.words(member.visitor.language);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let wrong = match said(&desk, &member, kind, &fields).await {
        Ok(receipt) => return Ok(go(&format!("/facts/{}", receipt.fact))),
        Err(Refusal::Wrong(findings)) => {
            let edition =
                desk.office.structure().await.map_err(|refused| member.refuse(refused))?;
            let named = findings.into_iter().map(|finding| counted(&edition, words, finding));
            named.map(|finding| told(&finding, words)).collect()
        }
        Err(Refusal::NotNow(finding) | Refusal::NotAllowed(finding)) => {
            vec![told(&finding, words)]
        }
        // What was typed stays: an id is soon mistyped.
        Err(Refusal::NotThere) if may_say(&member, kind) => {
            status = StatusCode::NOT_FOUND;
            vec![told(&no_unit(value(&fields, "unit")), words)]
        }
        Err(refusal) => return Err(member.refuse(refusal)),
    };
    let mut page = laid(&desk, &member, kind, fields, wrong).await?;
    *page.status_mut() = status;
    Ok(page)
}

async fn said(
    desk: &Desk,
    member: &Member,
    kind: FactKind,
    fields: &Fields,
) -> Result<FactReceipt, Refusal> {
    let (office, actor) = (&desk.office, &member.actor);
    let field = |name: &str| value(fields, name).trim().to_owned();
    let key = field("key");
    let key = Some(key.as_str()).filter(|key| !key.is_empty() && key.len() <= 200);
    // Lines that were left empty say nothing.
    let lines: Vec<(String, String, String)> = (0..200)
        .map(|at| ["id", "value", "text"].map(|part| field(&format!("{part}.{at}"))))
        .filter(|[id, value, _]| !id.is_empty() && !value.is_empty())
        .map(|[id, value, text]| (id, value, text))
        .collect();
    let (about, of, period, note) = (field("unit"), field("of"), field("period"), field("note"));
    match kind {
        FactKind::Event => {
            let (kind, severity) = value(fields, "type").split_once('|').unwrap_or_default();
            let (kind, severity) = (kind.to_owned(), severity.to_owned());
            let date = field("date").parse().map_err(|_| unfit("B123", "day", &field("date")))?;
            let flags = fields.iter().filter(|(key, _)| key == "flag");
            let flags = flags.map(|(_, flag)| flag.clone()).collect();
            let report = EventReport { about, date, kind, severity, flags, note };
            report_event(office, actor, report, key).await
        }
        FactKind::Survey => {
            let number = |text: &str, what: &str| {
                text.parse::<i64>().map_err(|_| unfit("B129", "what", what))
            };
            let mut counts = Vec::new();
            for (answer, count, _) in &lines {
                counts.push((answer.clone(), number(count, answer)?));
            }
            let wave = SurveyWave {
                about,
                question: of,
                period,
                mode: field("mode"),
                sample: number(&field("sample"), "sample")?,
                responses: number(&field("responses"), "responses")?,
                counts,
                reason: field("reason"),
            };
            record_survey(office, actor, wave, key).await
        }
        FactKind::Rating => {
            let rating = field("rating");
            let rating = Rating { about, indicator: of, period, rating, note };
            rate(office, actor, rating, key).await
        }
        FactKind::Checklist => {
            let element = |(element, met, text)| ElementMet { element, met: met == "1", text };
            let elements = lines.into_iter().map(element).collect();
            let list = Checklist { about, indicator: of, period, elements };
            check_list(office, actor, list, key).await
        }
        FactKind::Grade => {
            let graded = |(dimension, grade, _)| Graded { dimension, grade };
            let grades = lines.into_iter().map(graded).collect();
            let grades = Grades { about, indicator: of, period, grades, note };
            grade(office, actor, grades, key).await
        }
    }
}

/// What does not fit among counts, by its name.
fn counted(edition: &Edition, words: &Words, mut finding: Finding) -> Finding {
    for (_, what) in finding.blanks.iter_mut().filter(|(blank, _)| *blank == "what") {
        *what = match what.as_str() {
            "sample" => words.say("fact-sample", &[]),
            "responses" => words.say("fact-responses", &[]),
            answer => {
                let name = edition.programme.framework.name_of("", answer);
                name.map_or(answer.to_owned(), |name| words.name(name).to_owned())
            }
        };
    }
    finding
}

/// Nobody in sight has that id.
fn no_unit(id: &str) -> Finding {
    Finding::error("B147", Place::file("office")).with("unit", id.trim())
}

fn unfit(code: &'static str, blank: &'static str, value: &str) -> Refusal {
    let finding = Finding::error(code, Place::file("office"));
    Refusal::Wrong(vec![finding.with(blank, value)])
}
