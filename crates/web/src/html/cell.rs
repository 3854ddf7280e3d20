//! A cell of a return: what became of it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::collect::cell_history;

use super::entry::{measure, reported};
use super::page::moment;
use super::told::{figure, name_of};
use super::{Page, laid_out};
use crate::answer::Answer;
use crate::sent::At;
use crate::serve::Desk;
use crate::visitor::Member;

struct Past {
    period: String,
    value: String,
    when: String,
    post: String,
    note: String,
    entry: i64,
    /// Whether a later one holds for the same period.
    replaced: bool,
    /// The return by which it came, where it is another.
    to: Option<i64>,
}

#[derive(Template)]
#[template(path = "cell.html")]
struct CellPage {
    page: Page,
    answer: String,
    number: i64,
    form: String,
    definition: String,
    unit: String,
    past: Vec<Past>,
    returned: Vec<(i64, String, bool)>,
}

pub(crate) async fn cell(
    State(desk): State<Desk>,
    member: Member,
    At((number, id)): At<(i64, String)>,
) -> Result<Response, Answer> {
    let history = cell_history(&desk.office, &member.actor, number, &id).await;
    let history = history.map_err(|refusal| member.refuse(refusal))?;
    let form = &history.form;
    let edition = &form.edition;
    let at = edition.reporter(form.filing.reporter);
    let mut page = Page::of(&desk, &member, edition, "/returns", "", at);
    let element = &edition.programme.asked[history.element.0 as usize];
    let unit = at.map(|at| page.name(&edition.programme.tree.name(at))).unwrap_or_default();
    let name = format!("{} {}", element.id, page.name(&element.name));
    page.title = page.joined(&[&name, &unit]);
    let zone = edition.programme.framework.zone_seconds;
    let mut past = Vec::new();
    for (place, one) in history.past.iter().enumerate() {
        let next = history.past.get(place + 1);
        past.push(Past {
            period: one.period.to_string(),
            value: figure(&page, &reported(page.words(), one.reported)),
            when: one.at.map(|at| moment(at, zone)).unwrap_or_default(),
            post: name_of(&page, edition, &one.post),
            note: one.note.clone(),
            entry: one.entry,
            replaced: next.is_some_and(|next| next.period == one.period),
            to: one.filing.filter(|filing| *filing != number),
        });
    }
    let periods = past.iter().filter(|past| !past.replaced).count();
    let replaced = past.len() - periods;
    let answer = page.words().say(
        "cell-answer",
        &[("periods", &periods.to_string()), ("replaced", &replaced.to_string())],
    );
    let laid = CellPage {
        answer,
        number,
        form: page.name(&form.definition().name),
        definition: page.name(&element.definition),
        unit: measure(page.words(), edition, &element.unit),
        past,
        returned: history.returned,
        page,
    };
    Ok(laid_out(laid.render()))
}
