//! The other kinds of fact in sight, by kind and state, and what of them waits for whom.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::authz::Verb;
use gangmu_app::collect::facts::{
    Cells, FactKind, FactsQuery, StoredFact, list_facts, open_ratings, state as fact_state,
};
use gangmu_app::office::Edition;
use serde::Deserialize;

use super::page::moment;
use super::told::{State as Mark, left, word};
use super::{Page, go, laid_out};
use crate::answer::{Answer, told};
use crate::limits::PAGE;
use crate::sent::{Asked, Filled};
use crate::serve::Desk;
use crate::visitor::Member;

/// A fact in a list.
pub(crate) struct FactLine {
    pub(crate) number: i64,
    pub(crate) kind: String,
    pub(crate) what: String,
    pub(crate) unit: String,
    pub(crate) unit_id: String,
    pub(crate) by: String,
    pub(crate) since: String,
    pub(crate) left: (&'static str, String),
    pub(crate) state: Mark,
}

/// Facts as lines of a list.
pub(crate) fn fact_lines(
    page: &Page,
    edition: &Edition,
    facts: &[StoredFact],
    now: i64,
) -> Vec<FactLine> {
    let tree = &edition.programme.tree;
    let zone = edition.programme.framework.zone_seconds;
    let name = |id: &str| tree.find(id).map_or(id.to_owned(), |found| page.name(&tree.name(found)));
    let line = |fact: &StoredFact| FactLine {
        number: fact.number,
        kind: kind_word(page, &fact.kind),
        what: what(page, edition, fact),
        unit: name(&fact.about_id),
        unit_id: fact.about_id.clone(),
        by: name(&fact.author_id),
        since: moment(fact.begun_at, zone).chars().take(10).collect(),
        left: match fact.until_at {
            until if until > now => {
                let (class, left) = left(page, until, now);
                (class, page.t1("clock-contest", "left", &left))
            }
            _ => ("clock", String::new()),
        },
        state: fact_mark(page, &fact.state),
    };
    facts.iter().map(line).collect()
}

/// The word for a kind of fact.
pub(crate) fn kind_word(page: &Page, kind: &str) -> String {
    page.t(match FactKind::of(kind) {
        Some(FactKind::Event) => "fact-kind-event",
        Some(FactKind::Survey) => "fact-kind-survey",
        Some(FactKind::Rating) => "fact-kind-rating",
        Some(FactKind::Checklist) => "fact-kind-checklist",
        _ => "fact-kind-grade",
    })
}

/// What a fact is about besides the unit, in few words.
fn what(page: &Page, edition: &Edition, fact: &StoredFact) -> String {
    let cells = Cells::read(&fact.cells);
    let cell = |column: &str| cells.rows.first().and_then(|row| row.get(column)).cloned();
    if fact.kind == FactKind::Event.word() {
        let parts = ["type", "severity", "date"].map(|column| cell(column).unwrap_or_default());
        let parts = parts.map(|part| word(page, edition, "", &part));
        return parts.join(" · ");
    }
    let of = if cells.get("indicator").is_empty() { "question" } else { "indicator" };
    let id = cells.get(of);
    let framework = &edition.programme.framework;
    let named = framework.indicators.iter().find(|indicator| indicator.id == id);
    let asked = framework.questions.iter().find(|question| question.id == id);
    let name = named.map(|found| page.name(&found.name));
    let name = name.or_else(|| asked.map(|found| page.name(&found.text))).unwrap_or_default();
    format!("{id} {name} · {}", cells.get("period"))
}

/// How far a fact is: class, mark and word.
pub(crate) fn fact_mark(page: &Page, state: &str) -> Mark {
    let (class, mark, key) = match state {
        fact_state::REPORTED => ("submitted", "→", "fact-state-reported"),
        fact_state::VERIFIED => ("accepted", "✓", "fact-state-verified"),
        fact_state::NOT_CONFIRMED => ("not-begun", "–", "fact-state-not-confirmed"),
        fact_state::CONTESTED => ("returned", "↩", "fact-state-contested"),
        fact_state::UPHELD => ("accepted", "✓", "fact-state-upheld"),
        fact_state::STRUCK => ("not-begun", "–", "fact-state-struck"),
        fact_state::FILLED => ("submitted", "→", "fact-state-filled"),
        fact_state::SELF_GRADED => ("submitted", "→", "fact-state-self-graded"),
        fact_state::GRADED => ("accepted", "✓", "fact-state-graded"),
        fact_state::SEALED => ("submitted", "→", "fact-state-sealed"),
        fact_state::OPENED => ("accepted", "✓", "fact-state-opened"),
        fact_state::RECORDED => ("accepted", "✓", "fact-state-recorded"),
        _ => ("not-begun", "–", "fact-state-replaced"),
    };
    Mark { class, mark, word: page.t(key) }
}

#[derive(Deserialize, Default, Clone)]
pub(crate) struct Wanted {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    waiting: String,
    #[serde(default)]
    before: i64,
}

/// Word, name and whether it is chosen.
type Choice = (&'static str, String, bool);

#[derive(Template)]
#[template(path = "facts.html")]
struct FactsPage {
    page: Page,
    answer: String,
    wrong: Vec<(String, String, String)>,
    facts: Vec<FactLine>,
    caption: String,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    wanted: Wanted,
    /// Kinds of fact that who looks may say: word and name.
    may_say: Vec<(&'static str, String)>,
    /// Rated indicators, for who may open sealed ratings.
    rated: Vec<(String, String)>,
    period: String,
    next: Option<String>,
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    laid(&desk, &member, wanted, Vec::new()).await
}

async fn laid(
    desk: &Desk,
    member: &Member,
    wanted: Wanted,
    wrong: Vec<(String, String, String)>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let (office, actor) = (&desk.office, &member.actor);
    let edition = office.structure().await.map_err(refuse)?;
    let query = FactsQuery {
        kind: FactKind::of(&wanted.kind),
        state: wanted.state.clone(),
        unit: wanted.unit.trim().to_owned(),
        waiting: !wanted.waiting.is_empty(),
        before: wanted.before,
        limit: PAGE,
    };
    let found = list_facts(office, actor, &query).await.map_err(refuse)?;
    let mine = FactsQuery { waiting: true, ..FactsQuery::default() };
    let waiting = list_facts(office, actor, &mine).await.map_err(refuse)?.len();
    let at = edition.programme.tree.find(&query.unit);
    let mut page = Page::of(desk, member, &edition, "/facts", "", at);
    page.title = page.t("page-facts");
    let counts = [("count", found.len().to_string()), ("waiting", waiting.to_string())];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = match found.len() {
        0 => page.t("facts-none"),
        _ => page.words().say("facts-answer", &counts),
    };
    let kinds = FactKind::ALL
        .map(|kind| (kind.word(), kind_word(&page, kind.word()), kind.word() == wanted.kind));
    let states =
        fact_state::ALL.map(|word| (word, fact_mark(&page, word).word, word == wanted.state));
    let next = (found.len() as i64 == PAGE).then(|| {
        let last = found.last().map_or(0, |fact| fact.number);
        let part = super::query;
        format!(
            "/facts?kind={}&state={}&unit={}&waiting={}&before={last}",
            part(&wanted.kind),
            part(&wanted.state),
            part(&wanted.unit),
            part(&wanted.waiting)
        )
    });
    let may_say = FactKind::ALL
        .into_iter()
        .filter(|kind| may_say(member, *kind))
        .map(|kind| (kind.word(), kind_word(&page, kind.word())))
        .collect();
    let rated =
        if actor.can(Verb::Open) { vocabulary_of(&edition).ratings } else { BTreeMap::new() };
    let indicators = &edition.programme.framework.indicators;
    let named = |id: String| {
        let found = indicators.iter().find(|indicator| indicator.id == id);
        let name = found.map(|found| page.name(&found.name)).unwrap_or_default();
        (id, name)
    };
    let rated = rated.into_keys().map(named).collect();
    let period = edition.programme.framework.period.map(|period| period.to_string());
    let facts = fact_lines(&page, &edition, &found, office.now());
    let laid = FactsPage {
        caption: page.t("page-facts"),
        page,
        answer,
        wrong,
        facts,
        kinds: kinds.to_vec(),
        states: states.to_vec(),
        wanted,
        may_say,
        rated,
        period: period.unwrap_or_default(),
        next,
    };
    Ok(laid_out(laid.render()))
}

fn vocabulary_of(edition: &Edition) -> gangmu_app::collect::facts::Vocabulary {
    gangmu_app::collect::facts::vocabulary(&edition.programme)
}

/// Whether somebody may say facts of a kind anywhere at all.
pub(crate) fn may_say(member: &Member, kind: FactKind) -> bool {
    let can = |verb| member.actor.can(verb);
    match kind {
        FactKind::Event => can(Verb::Enter) || can(Verb::Verify),
        FactKind::Checklist => can(Verb::Enter),
        FactKind::Grade => can(Verb::Enter) || can(Verb::Assess),
        FactKind::Survey | FactKind::Rating => can(Verb::Assess),
    }
}

#[derive(Deserialize)]
pub(crate) struct Sealed {
    indicator: String,
    period: String,
}

/// Opens sealed ratings.
pub(crate) async fn open(
    State(desk): State<Desk>,
    member: Member,
    Filled(asked): Filled<Sealed>,
) -> Result<Response, Answer> {
    let words = desk.words(member.visitor.language);
    match open_ratings(&desk.office, &member.actor, &asked.indicator, &asked.period).await {
        Ok(_) => Ok(go("/facts?kind=rating")),
        Err(Refusal::Wrong(findings)) => {
            let wrong = findings.iter().map(|finding| told(finding, words)).collect();
            laid(&desk, &member, Wanted::default(), wrong).await
        }
        Err(Refusal::NotNow(finding)) => {
            laid(&desk, &member, Wanted::default(), vec![told(&finding, words)]).await
        }
        Err(refusal) => Err(member.refuse(refusal)),
    }
}
