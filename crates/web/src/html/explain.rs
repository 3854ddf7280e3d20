//! How was this number made: the derivation, from points down to the observations.

use std::fmt::Write;
use std::iter::repeat_n;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::score::{Line, explained};
use serde::Deserialize;

use super::page::{coded, escape};
use super::{Page, laid_out, query};
use crate::answer::Answer;
use crate::sent::{Asked, At, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    period: String,
    #[serde(default)]
    item: String,
}

#[derive(Template)]
#[template(path = "explain.html")]
struct ExplainPage {
    page: Page,
    answer: String,
    steps: String,
    unit: String,
}

pub(crate) async fn explain(
    State(desk): State<Desk>,
    member: Member,
    At((scheme, unit)): At<(String, String)>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.edition().await.map_err(refuse)?;
    let reporter = edition.programme.tree.find(&unit);
    let seen = reporter.filter(|unit| edition.is_seen_by(&member.actor, *unit));
    let Some(reporter) = seen else { return Err(refuse(Refusal::NotThere)) };
    let known = edition.programme.schemes.iter().any(|known| known.id == scheme);
    if !known {
        return Err(refuse(Refusal::NotThere));
    }
    let period = period(&member, Some(&wanted.period))?;
    let language = member.visitor.language;
    let item = Some(wanted.item.as_str()).filter(|item| !item.is_empty());
    let which = (Some(scheme.as_str()), period);
    let told = explained(&desk.office, &edition, which, language, &unit, item, None).await;
    let told = told.map_err(refuse)?;
    let mut page = Page::of(&desk, &member, &edition, "/standings/first", "", Some(reporter));
    let name = page.name(&edition.programme.tree.name(reporter));
    page.title = if wanted.item.is_empty() {
        page.t1("explain-title", "unit", &name)
    } else {
        let blanks = [("unit", name.as_str()), ("item", wanted.item.as_str())];
        page.words().say("explain-title-item", &blanks)
    };
    let mut lines = told.lines;
    let answer = if lines.is_empty() { String::new() } else { lines.remove(0).text };
    let period = which.1.map(|period| format!("&period={period}")).unwrap_or_default();
    let to = format!("/standings/{}/{}?item=", query(&scheme), query(&unit));
    let steps = steps(&lines, |item| format!("{to}{}{period}", query(item)));
    Ok(laid_out(ExplainPage { page, answer, steps, unit }.render()))
}

/// Lines set in as a list in lists, which can be folded; the points of an item lead to how they were made.
fn steps(lines: &[Line], address: impl Fn(&str) -> String) -> String {
    let mut html = String::from("<ul class=\"steps\">");
    let base = lines.iter().map(|line| line.depth).min().unwrap_or(0);
    // How each list that is open ends.
    let mut open: Vec<&str> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let depth = line.depth - base;
        html.extend(open.drain(depth.min(open.len())..).rev());
        let mut text = coded(&line.text);
        if let Some(item) = &line.item {
            let (id, to) = (escape(item), escape(&address(item)));
            text = text.replacen(&id, &format!("<a href=\"{to}\">{id}</a>"), 1);
        }
        let next = lines.get(index + 1).map_or(0, |next| next.depth - base);
        if next > depth {
            let _ = write!(html, "<li><details open><summary>{text}</summary><ul>");
            open.push("</ul></details></li>");
            // A line may be set in by more than one step at once.
            let deeper = next - depth - 1;
            html.extend(repeat_n("<li><ul>", deeper));
            open.extend(repeat_n("</ul></li>", deeper));
        } else {
            let _ = write!(html, "<li><span class=\"leaf\">{text}</span></li>");
        }
    }
    html.extend(open.into_iter().rev());
    html.push_str("</ul>");
    html
}
