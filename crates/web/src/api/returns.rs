//! Returns for programs, and for the grid of a form: cells are saved as they are typed.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use gangmu_app::collect::{
    CellEdit, Decision, ReturnsQuery, Saved, decide, form, list_returns, save_cells, submit,
};
use gangmu_base::{Period, Severity};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::{Answer, problem, told};
use crate::limits::PAGE;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
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

/// The returns in sight.
pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
    Query(asked): Query<Listed>,
) -> Result<Json<Value>, Answer> {
    let query = ReturnsQuery {
        dataset: asked.dataset,
        period: Period::parse(&asked.period),
        state: asked.state,
        unit: asked.unit,
        before: asked.before,
        limit: PAGE,
        to: None,
    };
    let found = list_returns(&desk.office, &member.actor, &query).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let next = (found.len() as i64 == PAGE).then(|| found.last().map(|last| last.number)).flatten();
    let rows: Vec<Value> = found.iter().map(shown).collect();
    Ok(Json(json!({ "returns": rows, "next": next })))
}

fn shown(filing: &gangmu_app::collect::Filing) -> Value {
    json!({
        "number": filing.number,
        "dataset": filing.dataset,
        "period": Period::of_code(filing.period).map(|period| period.to_string()),
        "unit": filing.reporter_id,
        "state": filing.state,
        "due_at": filing.due_at,
        "closes_at": filing.closes_at,
        "submitted_at": filing.submitted_at,
        "late": filing.late,
        "revision": filing.entry,
    })
}

/// A return with its cells.
pub(crate) async fn one(
    State(desk): State<Desk>,
    member: Member,
    Path(number): Path<i64>,
) -> Result<Json<Value>, Answer> {
    let form = form(&desk.office, &member.actor, number).await;
    let form = form.map_err(|refusal| member.refuse(refusal))?;
    let words = desk.words(member.visitor.language);
    let cells: Vec<Value> = form
        .cells
        .iter()
        .map(|cell| {
            json!({
                "element": form.element(cell).id,
                "value": cell.value,
                "status": cell.status,
                "note": cell.note,
                "revision": cell.revision,
                "locked": cell.locked,
                "returned": cell.returned,
                "check": cell.check.as_ref().map(|check| words.finding(check).0),
            })
        })
        .collect();
    let mut body = shown(&form.filing);
    if let Some(body) = body.as_object_mut() {
        body.insert("writable".to_owned(), json!(form.writable));
        body.insert("cells".to_owned(), json!(cells));
    }
    Ok(Json(body))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cells {
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    element: String,
    revision: i64,
    value: String,
    status: String,
    #[serde(default)]
    note: String,
}

/// Keeps cells of a draft: all that were sent or none.
pub(crate) async fn save(
    State(desk): State<Desk>,
    member: Member,
    Path(number): Path<i64>,
    Json(body): Json<Cells>,
) -> Result<Response, Answer> {
    let edits = body.cells.into_iter().map(|cell| CellEdit {
        element: cell.element,
        revision: cell.revision,
        value: cell.value,
        status: cell.status,
        note: cell.note,
    });
    let saved = save_cells(&desk.office, &member.actor, number, edits.collect()).await;
    let words = desk.words(member.visitor.language);
    match saved.map_err(|refusal| member.refuse(refusal))? {
        Saved::Kept { cells, done, asked } => {
            let cells: Vec<Value> = cells
                .iter()
                .map(|cell| {
                    let severity = match cell.check.as_ref().map(|check| check.severity) {
                        Some(Severity::Error) => "error",
                        Some(_) => "warning",
                        None => "",
                    };
                    let check = cell.check.as_ref().map(|check| words.finding(check).0);
                    json!({
                        "element": cell.element,
                        "revision": cell.revision,
                        "check": check.unwrap_or_default(),
                        "severity": severity,
                    })
                })
                .collect();
            Ok(Json(json!({ "cells": cells, "done": done, "asked": asked })).into_response())
        }
        Saved::Clashed(theirs) => {
            let conflicts: Vec<Value> = theirs
                .iter()
                .map(|cell| {
                    json!({
                        "element": cell.element,
                        "revision": cell.revision,
                        "value": cell.value,
                        "status": cell.status,
                        "note": cell.note,
                        "who": cell.who,
                    })
                })
                .collect();
            let says = ("B059".to_owned(), words.say("B059", &[]), words.say("B059-next", &[]));
            Ok(problem(StatusCode::CONFLICT, &[says], json!({ "conflicts": conflicts })))
        }
    }
}

/// Submits a return; the same `Idempotency-Key` gets the same receipt.
pub(crate) async fn submit_it(
    State(desk): State<Desk>,
    member: Member,
    headers: HeaderMap,
    Path(number): Path<i64>,
) -> Result<Json<Value>, Answer> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    if key.is_some_and(|key| key.len() > 200) {
        return Err(member.refuse(Refusal::NotThere));
    }
    let receipt = submit(&desk.office, &member.actor, number, key).await;
    let receipt = receipt.map_err(|refusal| member.refuse(refusal))?;
    Ok(Json(json!({
        "return": receipt.filing,
        "entry": receipt.entry,
        "at": receipt.at,
        "figures": receipt.figures,
        "late": receipt.late,
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reviewed {
    revision: i64,
    decision: String,
    #[serde(default)]
    cells: Vec<SentBack>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentBack {
    element: String,
    reason: String,
}

/// Decides on a return that waits: `pass`, or `return` with cells and reasons.
pub(crate) async fn review(
    State(desk): State<Desk>,
    member: Member,
    Path(number): Path<i64>,
    Json(body): Json<Reviewed>,
) -> Result<Response, Answer> {
    let decision = match body.decision.as_str() {
        "pass" => Decision::Pass,
        "return" => {
            let cells = body.cells.into_iter().map(|cell| (cell.element, cell.reason));
            Decision::Return(cells.collect())
        }
        _ => {
            let words = desk.words(member.visitor.language);
            let says = told(
                &gangmu_base::Finding::error("B065", gangmu_base::Place::file("office")),
                words,
            );
            return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, &[says], json!({})));
        }
    };
    let filing = decide(&desk.office, &member.actor, number, body.revision, decision).await;
    let filing = filing.map_err(|refusal| member.refuse(refusal))?;
    Ok(Json(shown(&filing)).into_response())
}
