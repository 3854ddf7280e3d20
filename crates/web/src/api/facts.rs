//! The other kinds of fact, for programs: listed, looked at, said.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use gangmu_app::Refusal;
use gangmu_app::collect::facts::{
    self, Act, Arises, Cells, FactKind, FactReceipt, FactsQuery, StoredFact, fact, list_facts,
    vocabulary,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::evidence::Attachment;
use super::moment;
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::once::key_of;
use crate::sent::{Asked, At, Body};
use crate::serve::Desk;
use crate::visitor::Member;

/// A kind of fact.
#[derive(Deserialize, ToSchema, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Event,
    Survey,
    Rating,
    Checklist,
    Grade,
}

impl From<Kind> for FactKind {
    fn from(kind: Kind) -> FactKind {
        match kind {
            Kind::Event => FactKind::Event,
            Kind::Survey => FactKind::Survey,
            Kind::Rating => FactKind::Rating,
            Kind::Checklist => FactKind::Checklist,
            Kind::Grade => FactKind::Grade,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichFacts {
    /// Of this kind.
    #[param(inline)]
    kind: Option<Kind>,
    /// In this state: `reported`, `verified`, `not_confirmed`, `contested`, `upheld`, `struck`, `filled`,
    /// `self_graded`, `graded`, `sealed`, `opened`, `recorded`, `replaced`.
    state: Option<String>,
    /// About this unit and all below it.
    unit: Option<String>,
    /// Only those that wait for a step of the own body.
    #[serde(default)]
    waiting: bool,
    /// Before this number.
    before: Option<i64>,
}

/// A fact.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fact {
    /// Its number.
    number: i64,
    /// `event`, `survey`, `rating`, `checklist`, `grade`.
    kind: String,
    /// The unit or body it is about, by id.
    about: String,
    /// How far it is.
    state: String,
    /// The verb of who is to act next; empty when nobody is.
    waits_for: String,
    /// The body that said it, by id.
    author: String,
    /// When it was first said.
    said_at: String,
    /// Until when its next step can be taken, where there is an end to it.
    until_at: Option<String>,
    /// The fact it arises from.
    cause: Option<i64>,
    /// What the next step must say it has seen.
    revision: i64,
    /// What belongs to all rows: the indicator, the period, the design of a survey, a note.
    head: BTreeMap<String, String>,
    /// The rows, as the table of the kind in the programme folder spells them.
    rows: Vec<BTreeMap<String, String>>,
}

impl From<&StoredFact> for Fact {
    fn from(fact: &StoredFact) -> Fact {
        let Cells { head, rows } = Cells::read(&fact.cells);
        Fact {
            number: fact.number,
            kind: fact.kind.clone(),
            about: fact.about_id.clone(),
            state: fact.state.clone(),
            waits_for: fact.waits_for.clone(),
            author: fact.author_id.clone(),
            said_at: moment(fact.begun_at),
            until_at: (fact.until_at > 0).then(|| moment(fact.until_at)),
            cause: fact.cause,
            revision: fact.entry,
            head,
            rows,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Facts {
    /// Newest first.
    facts: Vec<Fact>,
    /// What to ask for as `before` for those that follow; none where there are none.
    next: Option<i64>,
}

/// The facts in sight. A sealed rating is in the sight of its rater alone.
#[utoipa::path(get, path = "/facts", tag = "facts", operation_id = "list_facts",
    params(WhichFacts), responses((status = 200, body = Facts)))]
pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
    Asked(asked): Asked<WhichFacts>,
) -> Result<Json<Facts>, Answer> {
    let query = FactsQuery {
        kind: asked.kind.map(FactKind::from),
        state: asked.state.unwrap_or_default(),
        unit: asked.unit.unwrap_or_default(),
        waiting: asked.waiting,
        before: asked.before.unwrap_or_default(),
        limit: PAGE,
    };
    let found = list_facts(&desk.office, &member.actor, &query).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let next = found.last().filter(|_| found.len() as i64 == PAGE).map(|last| last.number);
    Ok(Json(Facts { facts: found.iter().map(Fact::from).collect(), next }))
}

#[derive(Serialize, ToSchema)]
struct Step {
    /// The entry of the log.
    entry: i64,
    /// When.
    at: String,
    /// By which body's post, by id of the body.
    post: String,
    /// Which state it led to.
    state: String,
    /// Why.
    reason: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FactWithSteps {
    #[serde(flatten)]
    fact: Fact,
    /// What happened to it, oldest first.
    steps: Vec<Step>,
    /// Its evidence, in the order of coming.
    evidence: Vec<Attachment>,
    /// What one may do with it now: `verify`, `contest`, `decide`, `grade`, `attach`.
    acts: Vec<&'static str>,
    /// What is to be told of it besides, in words.
    note: Option<String>,
}

/// A fact with its history and its evidence.
#[utoipa::path(get, path = "/facts/{number}", tag = "facts", operation_id = "fact",
    params(("number" = i64, Path, description = "Number of the fact")),
    responses((status = 200, body = FactWithSteps)))]
pub(crate) async fn one(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Json<FactWithSteps>, Answer> {
    let found = fact(&desk.office, &member.actor, number).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let words = desk.words(member.visitor.language);
    let steps = found.steps.into_iter().map(|step| Step {
        entry: step.entry,
        at: moment(step.at),
        post: step.post,
        state: step.step,
        reason: step.reason,
    });
    let act = |act: &Act| match act {
        Act::Verify => "verify",
        Act::Contest => "contest",
        Act::Decide => "decide",
        Act::Grade => "grade",
        Act::Attach => "attach",
    };
    Ok(Json(FactWithSteps {
        fact: Fact::from(&found.fact),
        steps: steps.collect(),
        evidence: found.evidence.iter().map(Attachment::from).collect(),
        acts: found.acts.iter().map(act).collect(),
        note: found.note.map(|note| words.finding(&note).0),
    }))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Vocabulary {
    /// Types of event with their severities.
    events: BTreeMap<String, Vec<String>>,
    /// Marks of events.
    flags: Vec<String>,
    /// Indicators that are rated, with the labels their rules know; empty for any label.
    ratings: BTreeMap<String, Vec<String>>,
    /// Indicators that are graded, the same.
    grades: BTreeMap<String, Vec<String>>,
    /// The dimensions of graded indicators.
    dimensions: BTreeMap<String, Vec<String>>,
    /// Indicators judged by checklist, with their elements.
    checklists: BTreeMap<String, Vec<String>>,
}

/// The words the programme has for facts: what is not among them is refused.
#[utoipa::path(get, path = "/facts/vocabulary", tag = "facts", operation_id = "vocabulary",
    responses((status = 200, body = Vocabulary)))]
pub(crate) async fn words(
    State(desk): State<Desk>,
    member: Member,
) -> Result<Json<Vocabulary>, Answer> {
    let edition = desk.office.structure().await.map_err(|refusal| member.refuse(refusal))?;
    let known = vocabulary(&edition.programme);
    let lists = |sets: BTreeMap<String, std::collections::BTreeSet<String>>| {
        sets.into_iter().map(|(id, words)| (id, words.into_iter().collect())).collect()
    };
    Ok(Json(Vocabulary {
        events: lists(known.events),
        flags: known.flags.into_iter().collect(),
        ratings: known.ratings,
        grades: known.grades,
        dimensions: lists(known.dimensions),
        checklists: lists(known.checklists),
    }))
}

/// What is given for a step. The same request under the same key gets the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactStepReceipt {
    /// The fact.
    fact: i64,
    /// The entry of the log by which it is on record.
    entry: i64,
    /// The moment of that entry.
    at: String,
    /// The event that reporting late, or not at all, gives rise to.
    arises: Option<i64>,
    /// Whether it was reported late.
    late: bool,
    /// Whether somebody else has found it after its time.
    hidden: bool,
}

pub(super) type Given = Result<(StatusCode, Json<FactStepReceipt>), Answer>;

pub(super) fn given(member: &Member, done: Result<FactReceipt, Refusal>) -> Given {
    let receipt = done.map_err(|refusal| member.refuse(refusal))?;
    Ok((
        StatusCode::CREATED,
        Json(FactStepReceipt {
            fact: receipt.fact,
            entry: receipt.entry,
            at: moment(receipt.at),
            arises: match receipt.arises {
                Arises::Event(number) => Some(number),
                _ => None,
            },
            late: receipt.arises == Arises::Late,
            hidden: receipt.arises == Arises::Hidden,
        }),
    ))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventReport {
    /// The unit or body it is about, by id.
    about: String,
    /// The day on which it happened: `2025-09-30`.
    #[schema(format = Date)]
    date: String,
    /// What kind of event.
    #[serde(rename = "type")]
    kind: String,
    /// How grave.
    severity: String,
    /// The marks that apply.
    #[serde(default)]
    flags: Vec<String>,
    /// What happened, in words, without persons.
    #[serde(default)]
    note: String,
}

/// Reports an event. It counts when a body without stake has verified it.
#[utoipa::path(post, path = "/facts/events", tag = "facts", request_body = EventReport,
    responses((status = 201, description = "On record", body = FactStepReceipt)))]
pub(crate) async fn report_event(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    Body(report): Body<EventReport>,
) -> Given {
    let key = key_of(&headers, &member)?;
    let unfit = |_| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        member.visitor.unfit(status, "B123", &[("day", &report.date)])
    };
    let date = report.date.trim().parse().map_err(unfit)?;
    let EventReport { about, kind, severity, flags, note, .. } = report;
    let report = facts::EventReport { about, date, kind, severity, flags, note };
    let done = facts::report_event(&desk.office, &member.actor, report, key.as_deref()).await;
    given(&member, done)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SurveyWave {
    /// Where it was made, by id.
    about: String,
    /// The question, by id.
    question: String,
    /// The wave, as a period: `2025H1`.
    period: String,
    /// How it was made, in words: by telephone, at the door.
    mode: String,
    /// How many were drawn.
    sample: i64,
    /// How many gave a valid answer.
    responses: i64,
    /// How many answered in which way, each answer of the question once.
    counts: BTreeMap<String, i64>,
    /// Why, where it takes the place of a wave on record.
    #[serde(default)]
    reason: String,
}

/// Records a wave of a survey, as counts of answers with its design.
#[utoipa::path(post, path = "/facts/surveys", tag = "facts", request_body = SurveyWave,
    responses((status = 201, description = "On record", body = FactStepReceipt)))]
pub(crate) async fn record_survey(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    Body(wave): Body<SurveyWave>,
) -> Given {
    let key = key_of(&headers, &member)?;
    let SurveyWave { about, question, period, mode, sample, responses, counts, reason } = wave;
    let wave = facts::SurveyWave {
        about,
        question,
        period,
        mode,
        sample,
        responses,
        counts: counts.into_iter().collect(),
        reason,
    };
    let done = facts::record_survey(&desk.office, &member.actor, wave, key.as_deref()).await;
    given(&member, done)
}
