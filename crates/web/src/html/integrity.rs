//! Integrity: which series need a look? Series of units and bodies, never of a person.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::compare::{Flag, looked_at, looked_periods};
use gangmu_app::office::Edition;
use gangmu_base::Reporter;
use serde::Deserialize;

use super::{Page, laid_out, query};
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::sent::{Asked, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    period: String,
    /// Only flags of this unit and of its bodies.
    #[serde(default)]
    unit: String,
    /// So many flags are left out.
    #[serde(default)]
    after: usize,
}

struct Row {
    /// Whose series: code, name and address; nobody where it is that of many.
    who: Vec<(String, String, String)>,
    /// Words for many.
    all: String,
    /// About what: code, name, and the address of the figures where there is one.
    about: (String, String, Option<String>),
    periods: String,
    test: String,
    reads: String,
    n: usize,
    statistic: String,
    p: String,
    q: String,
}

#[derive(Template)]
#[template(path = "integrity.html")]
struct IntegrityPage {
    page: Page,
    answer: String,
    period: String,
    periods: Vec<(String, bool)>,
    /// The unit alone that is looked at, by id; empty for all.
    unit: String,
    rows: Vec<Row>,
    parts: Vec<(String, String)>,
    counts: String,
    /// Test, reason, on how many series.
    not_applied: Vec<(String, String, usize)>,
}

pub(crate) async fn integrity(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.edition().await.map_err(refuse)?;
    let asked = period(&member, Some(&wanted.period))?;
    let unit = unit_of(&member, &edition, &wanted.unit).map_err(refuse)?;
    let mut page = Page::of(&desk, &member, &edition, "/integrity", "", unit);
    page.title = page.t("page-integrity");
    let mut periods = looked_periods(&edition);
    if periods.is_empty() {
        let answer = page.t("integrity-nothing");
        return Ok(laid_out(empty(page, answer).render()));
    }
    let sees = |reporter| edition.is_seen_by(&member.actor, reporter);
    let found = looked_at(&desk.office, &edition, asked, sees).await.map_err(refuse)?;
    page.data_of(&edition, found.at);
    let flags: Vec<&Flag> = match unit {
        Some(unit) => found.of_unit(&edition, unit).collect(),
        None => found.flags().collect(),
    };
    let shown = found.looked().period;
    let answer = match (unit, flags.len()) {
        (Some(unit), flags) => page.words().say(
            "integrity-answer-unit",
            &[
                ("unit", &page.name(&edition.programme.tree.name(unit))),
                ("flags", &flags.to_string()),
            ],
        ),
        (None, 0) => page.t1("integrity-answer-none", "tests", &found.tests().to_string()),
        (None, flags) => page.words().say(
            "integrity-answer",
            &[("flags", &flags.to_string()), ("false", &found.by_chance())],
        ),
    };
    if !periods.contains(&shown) {
        periods.insert(0, shown);
    }
    let pages = PAGE as usize;
    let after = wanted.after.min(flags.len());
    let address = |after: usize| {
        format!("/integrity?period={shown}&unit={}&after={after}", query(&wanted.unit))
    };
    let before = (after > 0).then(|| (address(after.saturating_sub(pages)), page.t("page-before")));
    let next = (after + pages < flags.len()).then(|| (address(after + pages), page.t("page-next")));
    let not_applied = found.looked().not_applied.iter();
    let not_applied = not_applied.map(|one| (page.t(one.name), page.t(one.reason()), one.series));
    let laid = IntegrityPage {
        answer,
        period: shown.to_string(),
        periods: periods.iter().map(|period| (period.to_string(), *period == shown)).collect(),
        rows: flags.iter().skip(after).take(pages).map(|flag| row(&page, &edition, flag)).collect(),
        parts: before.into_iter().chain(next).collect(),
        counts: found.counts(page.words()),
        not_applied: not_applied.collect(),
        unit: wanted.unit,
        page,
    };
    Ok(laid_out(laid.render()))
}

/// The unit that is asked about, where it is in sight.
pub(crate) fn unit_of(
    member: &Member,
    edition: &Edition,
    id: &str,
) -> Result<Option<Reporter>, Refusal> {
    if id.is_empty() {
        return Ok(None);
    }
    let found = edition.programme.tree.find(id);
    let seen = found.filter(|unit| edition.is_seen_by(&member.actor, *unit));
    seen.map(Some).ok_or(Refusal::NotThere)
}

fn empty(page: Page, answer: String) -> IntegrityPage {
    IntegrityPage {
        answer,
        period: String::new(),
        periods: Vec::new(),
        unit: String::new(),
        rows: Vec::new(),
        parts: Vec::new(),
        counts: String::new(),
        not_applied: Vec::new(),
        page,
    }
}

fn row(page: &Page, edition: &Edition, flag: &Flag) -> Row {
    let programme = &edition.programme;
    let tree = &programme.tree;
    let named = |reporter: Reporter| {
        let id = tree.id(reporter);
        let of = tree.unit_of(reporter).map_or(id, |unit| tree.id(unit));
        (id.to_owned(), page.name(&tree.name(reporter)), format!("/units/{}", query(of)))
    };
    let levels = programme.framework.levels.iter().map(|level| (&level.id, &level.name));
    let kinds = programme.framework.body_kinds.iter().map(|kind| (&kind.id, &kind.name));
    let level = levels.chain(kinds).find(|(id, _)| **id == flag.level);
    let level = level.map(|(_, name)| page.name(name)).unwrap_or_default();
    let (from, to) = flag.periods;
    Row {
        who: [flag.unit, flag.other].into_iter().flatten().map(named).collect(),
        all: page.t1("integrity-all-units", "level", &level).trim().to_owned(),
        about: about(page, edition, flag),
        periods: if from == to { from.to_string() } else { format!("{from}–{to}") },
        test: page.t(flag.keys.0),
        reads: page.t(flag.keys.1),
        n: flag.n,
        statistic: flag.statistic.clone(),
        p: flag.p.clone().unwrap_or_default(),
        q: flag.q.clone().unwrap_or_default(),
    }
}

/// What a flag is about: code, name, and where its figures can be looked at.
fn about(page: &Page, edition: &Edition, flag: &Flag) -> (String, String, Option<String>) {
    let programme = &edition.programme;
    if let Some(indicator) = flag.indicator.and_then(|at| programme.framework.indicators.get(at)) {
        return (indicator.id.clone(), page.name(&indicator.name), None);
    }
    let element = flag.element.and_then(|element| programme.asked.get(element.0 as usize));
    let Some(element) = element else {
        return (String::new(), page.t("integrity-all-elements"), None);
    };
    let unit = flag.unit.and_then(|reporter| programme.tree.unit_of(reporter));
    let mut datasets = programme.framework.datasets.iter();
    let dataset = datasets.find(|dataset| dataset.elements.contains(&element.id));
    let address = unit.zip(dataset).map(|(unit, dataset)| {
        let (unit, dataset) = (query(programme.tree.id(unit)), query(&dataset.id));
        format!("/units/{unit}/figures?dataset={dataset}&period={}", flag.periods.1)
    });
    (element.id.clone(), page.name(&element.name), address)
}
