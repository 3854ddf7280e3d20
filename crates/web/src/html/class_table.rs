//! A class table: who is ahead, and is it real?

use std::fmt::Write;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use gangmu_app::score::{Stand, class_table_file};
use gangmu_app::words::Language;
use serde::Deserialize;

use super::class_rows::{InSight, Row, finding};
use super::page::escape;
use super::told::room_for;
use super::{Page, laid_out};
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::sent::{Asked, At};
use crate::serve::Desk;
use crate::standing::standing_asked;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    period: String,
    /// Only this class.
    #[serde(default)]
    class: String,
    /// So many of its places are left out.
    #[serde(default)]
    after: usize,
}

struct Class {
    id: String,
    name: String,
    finding: String,
    partly: String,
    chart: String,
    rows: Vec<Row>,
    /// The pages before and after this one.
    before: Option<String>,
    next: Option<String>,
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
    periods: Vec<(String, bool)>,
    /// The class alone that is shown, where not all are.
    class: String,
    to_map: String,
    /// Where not all classes are on one page: address, name, how many, whether it is shown.
    choice: Vec<(String, String, usize, bool)>,
    classes: Vec<Class>,
    /// The word for those who are placed.
    who: String,
}

pub(crate) async fn class_table(
    State(desk): State<Desk>,
    member: Member,
    At(scheme): At<String>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let (edition, stood) = standing_asked(&desk, &member, &scheme, &wanted.period).await?;
    let standing = &stood.standing;
    let mut page = Page::of(&desk, &member, &edition, "/standings/first", "", None);
    page.data_of(&edition, stood.at);
    let sight = InSight::of(&member, &edition, standing);
    page.title = sight.title(&page);
    // All on one page as long as somebody can look through it; else a class at a time.
    let first = sight.by_class.keys().next().copied().unwrap_or_default();
    let only = match wanted.class.as_str() {
        "" if sight.total() <= PAGE as usize => None,
        "" => Some(first),
        class => Some(class),
    };
    let address = |class: &str, after: usize| sight.address("", class, after);
    let mut classes = Vec::new();
    let mut choice = Vec::new();
    for (class, stands) in &sight.by_class {
        let shown = only.is_none_or(|only| only == *class);
        if only.is_some() {
            choice.push((address(class, 0), sight.named(&page, class), stands.len(), shown));
        }
        if !shown {
            continue;
        }
        let part = sight.part(class, wanted.after, address);
        let rows: Vec<Row> = part.stands.iter().map(|stand| sight.row(&page, stand)).collect();
        classes.push(Class {
            id: (*class).to_owned(),
            name: sight.named(&page, class),
            finding: finding(&page, &sight.sides(Some(class))),
            partly: sight.partly(&page, class),
            chart: chart(&page, class, &rows, &part.stands, sight.size(class)),
            rows,
            before: part.before,
            next: part.next,
        });
    }
    let laid = ClassPage {
        answer: finding(&page, &sight.sides(None)),
        scheme: standing.scheme.clone(),
        period: standing.period.to_string(),
        to_map: sight.address("/map", only.unwrap_or_default(), 0),
        class: only.unwrap_or_default().to_owned(),
        draws: standing.draws,
        who: page.t(if sight.of_bodies() { "class-body" } else { "returns-unit" }),
        schemes: sight.schemes(&page),
        periods: sight.periods(&desk),
        choice,
        classes,
        page,
    };
    Ok(laid_out(laid.render()))
}

/// The table as a file.
#[derive(Deserialize, Default)]
pub(crate) struct WantedFile {
    #[serde(default)]
    period: String,
    /// In which language columns are named; the visitor's own where it is left out.
    #[serde(default)]
    lang: String,
}

pub(crate) async fn download(
    State(desk): State<Desk>,
    member: Member,
    At(scheme): At<String>,
    Asked(wanted): Asked<WantedFile>,
) -> Result<Response, Answer> {
    let (edition, stood) = standing_asked(&desk, &member, &scheme, &wanted.period).await?;
    let standing = &stood.standing;
    let language = match wanted.lang.as_str() {
        "zh" => Language::Zh,
        "en" => Language::En,
        _ => member.visitor.language,
    };
    let seen = |reporter| edition.is_seen_by(&member.actor, reporter);
    let text = class_table_file(&edition, standing, seen, desk.words(language));
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String =
        format!("{}-{}", standing.scheme, standing.period).chars().map(plain).collect();
    let kept = format!("attachment; filename=\"{name}.csv\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, &kept)];
    Ok((headers, text).into_response())
}

/// Places with their intervals, a line for each: dot and whisker.
fn chart(page: &Page, class: &str, rows: &[Row], stands: &[&Stand], size: usize) -> String {
    const WIDTH: f64 = 560.0;
    const LINE: usize = 19;
    let height = 36 + rows.len() * LINE;
    let left = room_for(rows.iter().map(|row| row.name.as_str()));
    let (all, end) = (left + WIDTH + 20.0, left - 14.0);
    let at = |place: u32| left + WIDTH * (f64::from(place) - 0.5) / size.max(1) as f64;
    let mut svg = String::new();
    let id = escape(class);
    let title = escape(&page.t1("class-chart", "class", class));
    let text = escape(&page.t("class-chart-text"));
    let _ = write!(
        svg,
        "<svg width=\"{all:.0}\" height=\"{height}\" viewBox=\"0 0 {all:.0} {height}\" role=\"img\" \
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
            "<g><text class=\"end\" x=\"{end:.0}\" y=\"{}\">{}</text>",
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
