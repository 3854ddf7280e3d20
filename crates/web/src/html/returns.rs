//! The returns in sight: how complete and how timely they are, and each of them.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::collect::{ReturnsQuery, Tally, list_returns, tally_returns};
use serde::Deserialize;

use super::told::{Line, in_order, lines};
use super::{Page, laid_out};
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::sent::{Asked, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    dataset: String,
    #[serde(default)]
    period: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    before: i64,
}

#[derive(Template)]
#[template(path = "returns.html")]
struct ReturnsPage {
    page: Page,
    answer: String,
    told: Tally,
    rows: Vec<Line>,
    caption: String,
    to: &'static str,
    /// What to do where there is none.
    next_step: String,
    datasets: Vec<(String, String, bool)>,
    states: Vec<(&'static str, String, bool)>,
    wanted: Wanted,
    next: Option<String>,
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.structure().await.map_err(refuse)?;
    let query = ReturnsQuery {
        dataset: wanted.dataset.clone(),
        period: period(&member, Some(&wanted.period))?,
        state: wanted.state.clone(),
        unit: wanted.unit.trim().to_owned(),
        before: wanted.before,
        limit: PAGE,
        to: None,
    };
    let mut found = list_returns(&desk.office, &member.actor, &query).await.map_err(refuse)?;
    let at = edition.programme.tree.find(&query.unit);
    let mut page = Page::of(&desk, &member, &edition, "/returns", "", at);
    page.title = page.t("page-returns");
    let now = desk.office.now();
    let told = tally_returns(&desk.office, &member.actor, &query).await.map_err(refuse)?;
    let mut answer = page.words().say(
        "returns-answer",
        &[
            ("asked", &told.asked.to_string()),
            ("submitted", &told.submitted.to_string()),
            ("accepted", &told.accepted.to_string()),
            ("overdue", &told.overdue.to_string()),
        ],
    );
    let narrowed = [&wanted.dataset, &wanted.period, &wanted.state, &wanted.unit];
    let narrowed = narrowed.iter().any(|part| !part.is_empty());
    let mut next_step = String::new();
    if told.asked == 0 && narrowed {
        answer = page.t("returns-none");
        next_step = page.t("returns-none-next");
    } else if told.asked == 0 {
        answer = page.t("returns-none-yet");
    }
    let datasets = &edition.programme.framework.datasets;
    let datasets = datasets
        .iter()
        .map(|d| (d.id.clone(), page.name(&d.name), d.id == wanted.dataset))
        .collect();
    let states = [
        ("open", "state-open"),
        ("submitted", "state-submitted"),
        ("returned", "state-returned"),
        ("accepted", "state-accepted"),
        ("overdue", "state-overdue"),
        ("stuck", "state-stuck"),
    ];
    let states = states.map(|(id, key)| (id, page.t(key), id == wanted.state)).to_vec();
    let next = (found.len() as i64 == PAGE).then(|| {
        let last = found.last().map_or(0, |filing| filing.number);
        let part = super::query;
        format!(
            "/returns?dataset={}&period={}&state={}&unit={}&before={last}",
            part(&wanted.dataset),
            part(&wanted.period),
            part(&wanted.state),
            part(&wanted.unit)
        )
    });
    in_order(&mut found);
    let rows = lines(&page, &edition, &found, now);
    let caption = page.t("returns-caption");
    let laid = ReturnsPage {
        page,
        answer,
        told,
        rows,
        caption,
        to: "",
        next_step,
        datasets,
        states,
        wanted,
        next,
    };
    Ok(laid_out(laid.render()))
}
