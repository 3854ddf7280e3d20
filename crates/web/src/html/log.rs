//! The log: everything that was done, in its order, for auditors.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::authz::{LogQuery, search_log};
use serde::Deserialize;

use super::page::moment;
use super::{Page, laid_out};
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::sent::Asked;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    act: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    post: String,
    #[serde(default)]
    before: i64,
}

struct Row {
    seq: i64,
    at: String,
    act: String,
    subject: String,
    post: String,
    unit: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    page: Page,
    answer: String,
    rows: Vec<Row>,
    /// What can be done: word, name, whether it is asked for.
    acts: Vec<(&'static str, String, bool)>,
    wanted: Wanted,
    next: Option<String>,
}

pub(crate) async fn log(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let query = LogQuery {
        asker: member.actor.asker,
        act: wanted.act.trim().to_owned(),
        subject: wanted.subject.trim().to_owned(),
        post: wanted.post.trim().to_owned(),
        before: wanted.before,
        limit: PAGE,
    };
    let found = search_log(&desk.office, &member.actor, &query).await.map_err(refuse)?;
    let edition = desk.office.structure().await.map_err(refuse)?;
    let mut page = Page::of(&desk, &member, &edition, "/log", "", None);
    page.title = page.t("page-log");
    let zone = edition.programme.framework.zone_seconds;
    let tree = &edition.programme.tree;
    let rows: Vec<Row> = found
        .iter()
        .map(|entry| Row {
            seq: entry.seq,
            at: moment(entry.at, zone),
            act: page.words().say(&format!("act-{}", entry.act), &[]),
            subject: entry.subject.clone(),
            post: entry.by.post.clone(),
            unit: entry
                .unit
                .and_then(|unit| edition.reporter(unit))
                .map(|unit| tree.id(unit).to_owned())
                .unwrap_or_default(),
            detail: entry.detail.clone(),
        })
        .collect();
    let next = (rows.len() as i64 == PAGE).then(|| {
        let part = super::query;
        format!(
            "/log?act={}&subject={}&post={}&before={}",
            part(&wanted.act),
            part(&wanted.subject),
            part(&wanted.post),
            rows.last().map_or(0, |row| row.seq)
        )
    });
    let acts = page.words().keys("act-").into_iter().map(|key| {
        let act = key.trim_start_matches("act-");
        (act, page.t(key), act == wanted.act.trim())
    });
    let acts = acts.collect();
    let answer = page.t1("log-answer", "seq", &edition.seq.to_string());
    Ok(laid_out(LogPage { page, answer, rows, acts, wanted, next }.render()))
}
