//! A class table: who is ahead, and is it real?

use std::collections::BTreeMap;
use std::fmt::Write;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::office::Edition;
use gangmu_app::score::{Stand, Stood, standing};
use gangmu_base::Period;
use serde::Deserialize;

use super::page::escape;
use super::{Page, laid_out, query};
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::sent::{Asked, At, period};
use crate::serve::Desk;
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

struct Row {
    id: String,
    name: String,
    total: String,
    grade: String,
    rank: String,
    interval: String,
    against: String,
}

struct Class {
    id: String,
    name: String,
    finding: String,
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
    /// Where not all classes are on one page: address, name, how many, whether it is shown.
    choice: Vec<(String, String, usize, bool)>,
    classes: Vec<Class>,
}

/// The standing of a scheme, with the moment at which it holds.
pub(crate) async fn standing_of(
    desk: &Desk,
    member: &Member,
    edition: &Edition,
    scheme: &str,
    period: Option<Period>,
) -> Result<Stood, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let schemes = &edition.programme.schemes;
    let first = schemes.first().map(|scheme| scheme.id.clone());
    let id = if scheme == "first" { first } else { Some(scheme.to_owned()) };
    let known = id.filter(|id| schemes.iter().any(|scheme| scheme.id == *id));
    let id = known.ok_or_else(|| refuse(Refusal::NotThere))?;
    standing(&desk.office, edition, Some(&id), period).await.map_err(refuse)
}

pub(crate) async fn class_table(
    State(desk): State<Desk>,
    member: Member,
    At(scheme): At<String>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.edition().await.map_err(refuse)?;
    let period = period(&member, Some(&wanted.period))?;
    let stood = standing_of(&desk, &member, &edition, &scheme, period).await?;
    let standing = &stood.standing;
    let mut page = Page::of(&desk, &member, &edition, "/standings/first", "", None);
    page.data_of(&edition, stood.at);
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
    let total: usize = by_class.values().map(Vec::len).sum();
    // All on one page as long as somebody can look through it; else a class at a time.
    let first = by_class.keys().next().copied().unwrap_or_default();
    let only = match wanted.class.as_str() {
        "" if total <= PAGE as usize => None,
        "" => Some(first),
        class => Some(class),
    };
    let address = |class: &str, after: usize| {
        format!(
            "/standings/{}?period={period}&class={}&after={after}",
            query(&standing.scheme),
            query(class)
        )
    };
    let named = |class: &str| {
        let named = programme.framework.classes.iter().find(|c| c.id == class);
        let name = named.map(|c| page.name(&c.name)).unwrap_or_default();
        format!("{class} {name}")
    };
    let mut counts = Counts::default();
    let mut classes = Vec::new();
    let mut choice = Vec::new();
    for (class, mut stands) in by_class {
        let size = standing.classes.get(class).map_or(0, |class| class.size);
        let own = Counts::of(&stands, size);
        counts.add(&own);
        let shown = only.is_none_or(|only| only == class);
        if only.is_some() {
            choice.push((address(class, 0), named(class), stands.len(), shown));
        }
        if !shown {
            continue;
        }
        stands.sort_by_key(|stand| (stand.rank.unwrap_or(u32::MAX), stand.reporter));
        let after = wanted.after.min(stands.len());
        let pages = PAGE as usize;
        let next = (stands.len() > after + pages).then(|| address(class, after + pages));
        let before = (after > 0).then(|| address(class, after.saturating_sub(pages)));
        let stands: Vec<&Stand> = stands.iter().skip(after).take(pages).copied().collect();
        let row = |stand: &&Stand| Row {
            name: page.name(&programme.tree.name(stand.reporter)),
            id: programme.tree.id(stand.reporter).to_owned(),
            total: stand.total.clone(),
            grade: stand.grade.clone().unwrap_or_default(),
            rank: stand.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            interval: stand.interval.map(|(a, b)| format!("{a}–{b}")).unwrap_or_default(),
            against: page.t(against(stand, size)),
        };
        let rows: Vec<Row> = stands.iter().map(row).collect();
        classes.push(Class {
            id: class.to_owned(),
            name: named(class),
            finding: finding(&page, &own),
            chart: chart(&page, class, &rows, &stands, size),
            rows,
            before,
            next,
        });
    }
    let answer = finding(&page, &counts);
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
        choice,
        classes,
    };
    Ok(laid_out(laid.render()))
}

/// Where somebody surely stands in a class of that size: a word for it.
fn against(stand: &Stand, size: usize) -> &'static str {
    let middle = (size as u32).div_ceil(2);
    match stand.interval {
        Some((_, high)) if high < middle.max(1) && size > 2 => "class-above",
        Some((low, _)) if low > middle => "class-below",
        Some(_) => "class-level",
        None => "class-no-place",
    }
}

/// How many surely stand where.
#[derive(Default)]
struct Counts {
    of: usize,
    above: usize,
    below: usize,
    level: usize,
}

impl Counts {
    fn of(stands: &[&Stand], size: usize) -> Counts {
        let mut counts = Counts { of: stands.len(), ..Counts::default() };
        for stand in stands {
            match against(stand, size) {
                "class-above" => counts.above += 1,
                "class-below" => counts.below += 1,
                "class-level" => counts.level += 1,
                _ => {}
            }
        }
        counts
    }

    fn add(&mut self, other: &Counts) {
        self.of += other.of;
        self.above += other.above;
        self.below += other.below;
        self.level += other.level;
    }
}

fn finding(page: &Page, counts: &Counts) -> String {
    page.words().say(
        "class-finding",
        &[
            ("of", &counts.of.to_string()),
            ("above", &counts.above.to_string()),
            ("below", &counts.below.to_string()),
            ("level", &counts.level.to_string()),
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
