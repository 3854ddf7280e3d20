//! Openings: which data sets are open for which periods, and the way to open the next.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::authz::Verb;
use gangmu_app::collect::{extend as extend_it, open_dataset, openable};
use gangmu_base::Period;
use serde::Deserialize;

use super::page::moment;
use super::{Page, go, laid_out};
use crate::answer::{Answer, told};
use crate::sent::{At, Filled};
use crate::serve::Desk;
use crate::visitor::Member;

struct Openable {
    id: String,
    name: String,
    level: String,
    cells: usize,
    /// Whether there is anything to fill in as a return.
    opens: bool,
    next: String,
    /// Period and until when it is due.
    open: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "openings.html")]
struct OpeningsPage {
    page: Page,
    answer: String,
    rows: Vec<Openable>,
    wrong: Vec<(String, String, String)>,
}

pub(crate) async fn list(State(desk): State<Desk>, member: Member) -> Result<Response, Answer> {
    laid(&desk, &member, Vec::new()).await
}

async fn laid(
    desk: &Desk,
    member: &Member,
    wrong: Vec<(String, String, String)>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    if !member.actor.can(Verb::Open) {
        return Err(refuse(Refusal::NotThere));
    }
    let edition = desk.office.structure().await.map_err(refuse)?;
    let found = openable(&desk.office, &edition).await.map_err(refuse)?;
    let mut page = Page::of(desk, member, &edition, "/openings", "", None);
    page.title = page.t("page-openings");
    let framework = &edition.programme.framework;
    let level = |id: &str| {
        let level = framework.levels.iter().find(|level| level.id == id);
        level.map_or(String::new(), |level| page.name(&level.name))
    };
    let rows: Vec<Openable> = found
        .iter()
        .filter_map(|openable| {
            let dataset = framework.datasets.get(openable.dataset)?;
            let open = openable.openings.iter().map(|opening| {
                let period = Period::of_code(opening.period).map(|p| p.to_string());
                let due = moment(opening.due_at, framework.zone_seconds);
                (period.unwrap_or_default(), due)
            });
            Some(Openable {
                id: dataset.id.clone(),
                name: page.name(&dataset.name),
                level: level(&dataset.level),
                cells: dataset.elements.len() + dataset.questions.len(),
                opens: !dataset.elements.is_empty(),
                next: openable.next.map(|next| next.to_string()).unwrap_or_default(),
                open: open.collect(),
            })
        })
        .collect();
    let count: usize = rows.iter().map(|row| row.open.len()).sum();
    let answer = match count {
        0 => page.t("openings-none"),
        count => page.t1("openings-answer", "count", &count.to_string()),
    };
    Ok(laid_out(OpeningsPage { page, answer, rows, wrong }.render()))
}

#[derive(Deserialize)]
pub(crate) struct WantedOpening {
    dataset: String,
    period: String,
}

pub(crate) async fn open(
    State(desk): State<Desk>,
    member: Member,
    Filled(asked): Filled<WantedOpening>,
) -> Result<Response, Answer> {
    let words = desk.words(member.visitor.language);
    let Some(period) = Period::parse(asked.period.trim()) else {
        let finding = gangmu_base::Finding::error("B044", gangmu_base::Place::file("office"))
            .with("dataset", &asked.dataset)
            .with("period", &asked.period);
        return laid(&desk, &member, vec![told(&finding, words)]).await;
    };
    match open_dataset(&desk.office, &member.actor, &asked.dataset, period).await {
        Ok(_) => {
            Ok(go(&format!("/returns?dataset={}&period={period}", super::query(&asked.dataset))))
        }
        Err(Refusal::Wrong(findings)) => {
            let wrong = findings.iter().map(|finding| told(finding, words)).collect();
            laid(&desk, &member, wrong).await
        }
        Err(Refusal::NotNow(finding)) => laid(&desk, &member, vec![told(&finding, words)]).await,
        Err(refusal) => Err(member.refuse(refusal)),
    }
}

#[derive(Deserialize)]
pub(crate) struct Until {
    until: String,
    reason: String,
}

pub(crate) async fn extend(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Filled(asked): Filled<Until>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let unfit = |_| {
        let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        member.visitor.unfit(status, "B047", &[("day", &asked.until)])
    };
    let until = asked.until.trim().parse().map_err(unfit)?;
    extend_it(&desk.office, &member.actor, number, until, &asked.reason).await.map_err(refuse)?;
    Ok(go(&format!("/returns/{number}")))
}
