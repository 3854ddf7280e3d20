//! What the units below have submitted, added up, with how far their returns are.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::collect::{
    ELEMENTS, FiguresBelow, FiguresQuery, Progress, RowOfFigures, UNITS, figures_below,
};
use gangmu_base::{Period, Status};
use serde::Deserialize;

use super::entry::measure;
use super::told::figure;
use super::{Page, laid_out, query};
use crate::answer::Answer;
use crate::sent::{Asked, At, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    dataset: String,
    #[serde(default)]
    period: String,
    #[serde(default)]
    after: usize,
    #[serde(default)]
    elements: usize,
}

struct Row {
    id: String,
    name: String,
    /// The figure, and what there is to say of it.
    cells: Vec<(String, String)>,
    progress: String,
    /// The return of the unit itself.
    to: Option<i64>,
}

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    page: Page,
    answer: String,
    id: String,
    datasets: Vec<(String, String, bool)>,
    periods: Vec<(String, bool)>,
    columns: Vec<(String, String, String)>,
    own: Row,
    rows: Vec<Row>,
    /// Addresses of other parts of the table, and what they are called.
    parts: Vec<(String, String)>,
}

pub(crate) async fn figures(
    State(desk): State<Desk>,
    member: Member,
    At(id): At<String>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let asked = FiguresQuery {
        unit: id.clone(),
        dataset: wanted.dataset,
        period: period(&member, Some(&wanted.period))?,
        after: wanted.after,
        after_elements: wanted.elements,
    };
    let found = figures_below(&desk.office, &member.actor, &asked).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let edition = &found.edition;
    let programme = &edition.programme;
    let unit = found.own.reporter;
    let mut page = Page::of(&desk, &member, edition, "", "", Some(unit));
    page.title = page.t1("figures-title", "unit", &page.name(&programme.tree.name(unit)));
    let own = &found.own.progress;
    let mut answer = page.words().say(
        "figures-answer",
        &[
            ("asked", &own.all().to_string()),
            ("submitted", &(own.all() - own.open).to_string()),
            ("accepted", &own.accepted.to_string()),
            ("returned", &own.returned.to_string()),
        ],
    );
    if own.all() == 0 {
        answer = page.t("figures-none");
    }
    let datasets = programme.framework.datasets.iter().enumerate();
    let datasets = datasets
        .map(|(place, d)| (d.id.clone(), page.name(&d.name), place == found.dataset))
        .collect();
    let mut periods: Vec<Period> = found.periods.clone();
    if !periods.contains(&found.period) {
        periods.insert(0, found.period);
    }
    let periods = periods.iter().map(|p| (p.to_string(), *p == found.period)).collect();
    let columns = found
        .elements
        .iter()
        .map(|element| found.element(*element))
        .map(|element| {
            let measure = measure(page.words(), edition, &element.unit);
            (element.id.clone(), page.name(&element.name), measure)
        })
        .collect();
    let laid = FiguresPage {
        answer,
        datasets,
        periods,
        columns,
        own: row(&page, &found, &found.own),
        rows: found.below.iter().map(|below| row(&page, &found, below)).collect(),
        parts: parts(&page, &found, &asked),
        id,
        page,
    };
    Ok(laid_out(laid.render()))
}

fn row(page: &Page, found: &FiguresBelow, of: &RowOfFigures) -> Row {
    let tree = &found.edition.programme.tree;
    let cell = |(value, status): &(String, Status)| {
        let key = match status {
            Status::Known => return (figure(page, value), String::new()),
            Status::Estimated => "entry-estimated",
            Status::Late => "state-late",
            Status::NotApplicable => "entry-not-applicable",
            Status::Suppressed => "figures-suppressed",
            Status::Missing => "figures-missing",
            Status::Undefined => "figures-undefined",
        };
        (figure(page, value), page.t(key))
    };
    Row {
        id: tree.id(of.reporter).to_owned(),
        name: page.name(&tree.name(of.reporter)),
        cells: of.figures.iter().map(cell).collect(),
        progress: progress(page, &of.progress),
        to: of.progress.own,
    }
}

/// How far the returns are: the word for a single one, how many of how many for several.
fn progress(page: &Page, told: &Progress) -> String {
    let state = match (told.all(), told) {
        (0, _) => return String::new(),
        (1, Progress { open: 1, .. }) => "state-open",
        (1, Progress { returned: 1, .. }) => "state-returned",
        (1, Progress { accepted: 1, .. }) => "state-accepted",
        (1, _) => "state-submitted",
        _ => {
            let all = told.all();
            return page.words().say(
                "figures-progress",
                &[
                    ("submitted", &(all - told.open).to_string()),
                    ("accepted", &told.accepted.to_string()),
                    ("asked", &all.to_string()),
                ],
            );
        }
    };
    page.t(state)
}

/// The ways to what is not on this page.
fn parts(page: &Page, found: &FiguresBelow, asked: &FiguresQuery) -> Vec<(String, String)> {
    let address = |after: usize, elements: usize| {
        format!(
            "/units/{}/figures?dataset={}&period={}&after={after}&elements={elements}",
            query(&asked.unit),
            query(&found.definition().id),
            found.period
        )
    };
    let (after, elements) = (asked.after, asked.after_elements);
    let mut parts = Vec::new();
    let mut part = |there: bool, key: &str, address: String| {
        if there {
            parts.push((address, page.t(key)));
        }
    };
    part(after > 0, "page-before", address(after.saturating_sub(UNITS), elements));
    part(found.all_below > after + UNITS, "page-next", address(after + UNITS, elements));
    let before = elements.saturating_sub(ELEMENTS);
    part(elements > 0, "figures-elements-before", address(after, before));
    let more = found.all_elements > elements + ELEMENTS;
    part(more, "figures-elements-next", address(after, elements + ELEMENTS));
    parts
}
