//! A class table: who is ahead, and is it real?

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::office::Edition;
use gangmu_app::score::{Stand, Standing, standing};
use gangmu_base::Period;
use serde::Deserialize;

use super::page::escape;
use super::{Page, laid_out};
use crate::answer::Answer;
use crate::sent::{Asked, At, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    pub(crate) period: String,
}

pub(crate) struct Row {
    id: String,
    name: String,
    total: String,
    grade: String,
    rank: String,
    interval: String,
    against: String,
}

struct Class {
    name: String,
    finding: String,
    chart: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "class_table.html")]
struct ClassPage {
    page: Page,
    answer: String,
    scheme: String,
    period: String,
    draws: u32,
    schemes: Vec<(String, String, bool)>,
    classes: Vec<Class>,
}

/// The standing of a scheme, worked out away from the threads that answer.
pub(crate) async fn standing_of(
    member: &Member,
    edition: &Arc<Edition>,
    scheme: &str,
    period: Option<Period>,
) -> Result<Arc<Standing>, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let schemes = &edition.programme.schemes;
    let first = schemes.first().map(|scheme| scheme.id.clone());
    let id = if scheme == "first" { first } else { Some(scheme.to_owned()) };
    let known = id.filter(|id| schemes.iter().any(|scheme| scheme.id == *id));
    let id = known.ok_or_else(|| refuse(Refusal::NotThere))?;
    let edition = edition.clone();
    let made = tokio::task::spawn_blocking(move || standing(&edition, Some(&id), period));
    let made = made.await.map_err(|error| refuse(Refusal::Broken(error.to_string())))?;
    made.map_err(refuse)
}

pub(crate) async fn class_table(
    State(desk): State<Desk>,
    member: Member,
    At(scheme): At<String>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.edition().await.map_err(refuse)?;
    let standing =
        standing_of(&member, &edition, &scheme, period(&member, Some(&wanted.period))?).await?;
    let mut page = Page::of(&desk, &member, &edition, "/standings/first", "", None);
    let programme = &edition.programme;
    let scheme = programme.schemes.iter().find(|scheme| scheme.id == standing.scheme);
    let title = scheme.map(|scheme| page.name(&scheme.title)).unwrap_or_default();
    let period = standing.period.to_string();
    page.title = if title.contains(&period) { title } else { format!("{title}, {period}") };
    let sees = |stand: &&Stand| edition.is_seen_by(&member.actor, stand.reporter);
    let mut by_class: BTreeMap<&str, Vec<&Stand>> = BTreeMap::new();
    for stand in standing.rows.iter().filter(sees) {
        by_class.entry(&stand.class).or_default().push(stand);
    }
    let mut counts = (0, 0, 0);
    let mut classes = Vec::new();
    for (class, mut stands) in by_class {
        stands.sort_by_key(|stand| (stand.rank.unwrap_or(u32::MAX), stand.reporter));
        let size = standing.rows.iter().filter(|stand| stand.class == class).count();
        let middle = (size as u32).div_ceil(2);
        let mut rows = Vec::new();
        let mut own = (0, 0, 0);
        for stand in &stands {
            let key = match stand.interval {
                Some((_, high)) if high < middle.max(1) && size > 2 => {
                    own.0 += 1;
                    "class-above"
                }
                Some((low, _)) if low > middle => {
                    own.1 += 1;
                    "class-below"
                }
                Some(_) => {
                    own.2 += 1;
                    "class-level"
                }
                None => "class-no-place",
            };
            let id = programme.tree.id(stand.reporter).to_owned();
            rows.push(Row {
                name: page.name(&programme.tree.name(stand.reporter)),
                id,
                total: stand.total.clone(),
                grade: stand.grade.clone().unwrap_or_default(),
                rank: stand.rank.map(|rank| rank.to_string()).unwrap_or_default(),
                interval: stand.interval.map(|(a, b)| format!("{a}–{b}")).unwrap_or_default(),
                against: page.t(key),
            });
        }
        counts = (counts.0 + own.0, counts.1 + own.1, counts.2 + own.2);
        let named = programme.framework.classes.iter().find(|c| c.id == class);
        let named = named.map(|c| page.name(&c.name)).unwrap_or_default();
        let finding = finding(&page, rows.len(), own);
        let chart = chart(&page, class, &rows, &stands, size);
        classes.push(Class { name: format!("{class} {named}"), finding, chart, rows });
    }
    let total = classes.iter().map(|class| class.rows.len()).sum();
    let answer = finding(&page, total, counts);
    let schemes = programme
        .schemes
        .iter()
        .map(|s| (s.id.clone(), page.name(&s.title), s.id == standing.scheme))
        .collect();
    let laid = ClassPage {
        page,
        answer,
        scheme: standing.scheme.clone(),
        period,
        draws: standing.draws,
        schemes,
        classes,
    };
    Ok(laid_out(laid.render()))
}

fn finding(page: &Page, of: usize, (above, below, level): (usize, usize, usize)) -> String {
    page.words().say(
        "class-finding",
        &[
            ("of", &of.to_string()),
            ("above", &above.to_string()),
            ("below", &below.to_string()),
            ("level", &level.to_string()),
        ],
    )
}

/// Places with their intervals, a line for each: dot and whisker.
fn chart(page: &Page, class: &str, rows: &[Row], stands: &[&Stand], size: usize) -> String {
    const LEFT: f64 = 170.0;
    const WIDTH: f64 = 560.0;
    const LINE: usize = 19;
    let height = 36 + rows.len() * LINE;
    let at = |place: u32| LEFT + WIDTH * (f64::from(place) - 0.5) / size.max(1) as f64;
    let mut svg = String::new();
    let id = escape(class);
    let title = escape(&page.t1("class-chart", "class", class));
    let text = escape(&page.t("class-chart-text"));
    let _ = write!(
        svg,
        "<svg width=\"750\" height=\"{height}\" viewBox=\"0 0 750 {height}\" role=\"img\" \
         aria-labelledby=\"t-{id} d-{id}\"><title id=\"t-{id}\">{title}</title>\
         <desc id=\"d-{id}\">{text}</desc>\
         <text class=\"quiet\" x=\"{:.1}\" y=\"14\">1</text>\
         <text class=\"quiet end\" x=\"{:.1}\" y=\"14\">{size}</text>",
        at(1),
        at(size.max(1) as u32) + 8.0
    );
    for (index, (row, stand)) in rows.iter().zip(stands).enumerate() {
        let y = 33 + index * LINE;
        let _ = write!(
            svg,
            "<g><text class=\"end\" x=\"156\" y=\"{}\">{}</text>",
            y + 4,
            escape(&row.name)
        );
        if let (Some((low, high)), Some(rank)) = (stand.interval, stand.rank) {
            let _ = write!(
                svg,
                "<line class=\"whisker\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y}\" y2=\"{y}\"/>\
                 <circle class=\"dot\" cx=\"{:.1}\" cy=\"{y}\" r=\"4.5\"/>",
                at(low),
                at(high),
                at(rank)
            );
        }
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    svg
}
