//! Review: is it right? Cells with findings first, what was reported last beside them.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::collect::{Decision, Form, decide as decide_on, form};

use super::entry::{Cell, shown};
use super::page::moment;
use super::told::figure;
use super::{Page, go, laid_out};
use crate::answer::{Answer, told};
use crate::sent::{At, Filled};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    page: Page,
    answer: String,
    number: i64,
    revision: i64,
    submitted: String,
    before: String,
    period: String,
    /// Cells with findings, then the others.
    parts: Vec<(String, Vec<Cell>)>,
    reasons: BTreeMap<String, String>,
    came_back: usize,
    wrong: Vec<(String, String, String)>,
}

pub(crate) async fn review(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Response, Answer> {
    let form = form(&desk.office, &member.actor, number).await;
    let form = form.map_err(|refusal| member.refuse(refusal))?;
    if !form.reviewable {
        return Ok(go(&format!("/returns/{number}")));
    }
    Ok(laid(&desk, &member, &form, BTreeMap::new(), Vec::new()))
}

fn laid(
    desk: &Desk,
    member: &Member,
    form: &Form,
    reasons: BTreeMap<String, String>,
    wrong: Vec<(String, String, String)>,
) -> Response {
    let edition = &form.edition;
    let at = edition.reporter(form.filing.reporter);
    let mut page = Page::of(desk, member, edition, "/returns", "", at);
    let unit = at.map(|at| page.name(&edition.programme.tree.name(at))).unwrap_or_default();
    let name = page.name(&form.definition().name);
    let period = form.period.to_string();
    page.title =
        page.words().say("review-title", &[("form", &name), ("unit", &unit), ("period", &period)]);
    let mut cells = shown(desk, member, form);
    for cell in &mut cells {
        cell.value = figure(&page, &cell.value);
        cell.previous = figure(&page, &cell.previous);
    }
    let odd = cells.iter().filter(|cell| !cell.check.is_empty()).count();
    let answer = page
        .words()
        .say("review-answer", &[("odd", &odd.to_string()), ("asked", &cells.len().to_string())]);
    let (found, plain): (Vec<Cell>, Vec<Cell>) =
        cells.into_iter().partition(|cell| !cell.check.is_empty());
    let parts = [(page.t("review-found"), found), (page.t("review-plain"), plain)];
    let parts = parts.into_iter().filter(|(_, cells)| !cells.is_empty()).collect();
    let zone = edition.programme.framework.zone_seconds;
    let submitted = form.filing.submitted_at.map(|at| moment(at, zone)).unwrap_or_default();
    let came_back = form.reviews.iter().filter(|review| review.decision == "returned").count();
    let laid = ReviewPage {
        page,
        answer,
        number: form.filing.number,
        revision: form.filing.entry,
        submitted,
        before: form.period.shift(-1).map(|before| before.to_string()).unwrap_or_default(),
        period,
        parts,
        reasons,
        came_back,
        wrong,
    };
    laid_out(laid.render())
}

impl ReviewPage {
    /// The reason typed for a cell.
    fn reason(&self, cell: &Cell) -> &str {
        self.reasons.get(&cell.id).map_or("", String::as_str)
    }

    /// Whether a cell was marked to be sent back.
    fn marked(&self, cell: &Cell) -> bool {
        self.reasons.contains_key(&cell.id)
    }

    /// The words of a status that has no value.
    fn status(&self, cell: &Cell) -> String {
        match cell.status.as_str() {
            "known" => String::new(),
            "estimated" => self.page.t("entry-estimated"),
            "not_applicable" => self.page.t("entry-not-applicable"),
            _ => self.page.t("entry-missing"),
        }
    }
}

pub(crate) async fn decide(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Filled(fields): Filled<Vec<(String, String)>>,
) -> Result<Response, Answer> {
    let value = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let seen = value("revision").and_then(|r| r.parse().ok()).unwrap_or(0);
    let mut reasons = BTreeMap::new();
    for (_, id) in fields.iter().filter(|(key, _)| key == "back") {
        let reason = value(&format!("reason.{id}")).cloned().unwrap_or_default();
        reasons.insert(id.clone(), reason);
    }
    let words = desk.words(member.visitor.language);
    let decision = match value("then").map(String::as_str) {
        Some("return") => Decision::Return(reasons.clone().into_iter().collect()),
        Some("pass") if reasons.is_empty() => Decision::Pass,
        // Marked to be sent back and passed at once, or sent by a key and not by a button.
        _ => {
            let says = ("B068".to_owned(), words.say("B068", &[]), words.say("B068-next", &[]));
            let form = form(&desk.office, &member.actor, number).await;
            let form = form.map_err(|refusal| member.refuse(refusal))?;
            let mut page = laid(&desk, &member, &form, reasons, vec![says]);
            *page.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(page);
        }
    };
    match decide_on(&desk.office, &member.actor, number, seen, decision).await {
        Ok(_) => Ok(go("/")),
        Err(Refusal::Wrong(findings)) => {
            let wrong = findings.iter().map(|finding| told(finding, words)).collect();
            let form = form(&desk.office, &member.actor, number).await;
            let form = form.map_err(|refusal| member.refuse(refusal))?;
            let mut page = laid(&desk, &member, &form, reasons, wrong);
            *page.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page)
        }
        Err(refusal) => Err(member.refuse(refusal)),
    }
}
