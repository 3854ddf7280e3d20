//! A unit: how is this place doing, and why; and the search for one.

use std::fmt::Write;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::collect::{ReturnsQuery, list_returns};
use gangmu_app::compare::flags_at_hand;
use gangmu_app::define::find_units;
use gangmu_app::office::Edition;
use gangmu_app::score::{Points, Stand, Standing};
use gangmu_base::Reporter;
use serde::Deserialize;

use super::class_rows::class_name;
use super::page::escape;
use super::told::{Line, in_order, lines, room_for};
use super::{Page, go, laid_out};
use crate::answer::Answer;
use crate::sent::{Asked, At, period};
use crate::serve::Desk;
use crate::standing::standing_of;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    scheme: String,
    #[serde(default)]
    period: String,
}

struct PointsRow {
    id: String,
    name: String,
    given: String,
    most: String,
    middle: String,
}

#[derive(Template)]
#[template(path = "unit.html")]
struct UnitPage {
    page: Page,
    answer: String,
    id: String,
    scheme: String,
    period: String,
    chart: String,
    groups: Vec<PointsRow>,
    items: Vec<PointsRow>,
    lost: Vec<(String, String, String)>,
    below: Vec<(String, String)>,
    /// Whether there are forms whose figures can be looked at.
    figures: bool,
    /// How many of its series need a look, in words.
    flags: Option<String>,
    rows: Vec<Line>,
    caption: String,
    to: &'static str,
}

pub(crate) async fn unit(
    State(desk): State<Desk>,
    member: Member,
    At(id): At<String>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.edition().await.map_err(refuse)?;
    let found = edition.programme.tree.find(&id);
    let seen = found.filter(|unit| edition.is_seen_by(&member.actor, *unit));
    let Some(reporter) = seen else { return Err(refuse(Refusal::NotThere)) };
    let standing = if edition.programme.schemes.is_empty() {
        None
    } else {
        let scheme = if wanted.scheme.is_empty() { "first" } else { &wanted.scheme };
        let period = period(&member, Some(&wanted.period))?;
        Some(standing_of(&desk, &member, &edition, scheme, period).await?)
    };
    let mut page = Page::of(&desk, &member, &edition, "", "", Some(reporter));
    let tree = &edition.programme.tree;
    page.title = page.name(&tree.name(reporter));
    if let Some(stood) = &standing {
        page.data_of(&edition, stood.at);
    }
    let standing = standing.as_ref().map(|stood| stood.standing.as_ref());
    let index =
        standing.and_then(|standing| standing.rows.iter().position(|row| row.reporter == reporter));
    let own = standing.zip(index);
    let query = ReturnsQuery { unit: id.clone(), limit: 50, ..ReturnsQuery::default() };
    let mut filings = list_returns(&desk.office, &member.actor, &query).await.map_err(refuse)?;
    in_order(&mut filings);
    let rows = lines(&page, &edition, &filings, desk.office.now());
    let day =
        gangmu_app::define::day_of(desk.office.now(), edition.programme.framework.zone_seconds);
    let below = tree.children_on(reporter, day).into_iter();
    let mut below: Vec<(String, String)> =
        below.map(|unit| (tree.id(unit).to_owned(), page.name(&tree.name(unit)))).collect();
    below.sort();
    let laid = UnitPage {
        answer: match own {
            Some((standing, index)) => answer(&page, &member, &edition, standing, index),
            None => page.t("unit-no-standing"),
        },
        scheme: standing.map(|s| s.scheme.clone()).unwrap_or_default(),
        period: standing.map(|s| s.period.to_string()).unwrap_or_default(),
        groups: own.map(|(s, i)| points(&page, &edition, s, i, true)).unwrap_or_default(),
        items: own.map(|(s, i)| points(&page, &edition, s, i, false)).unwrap_or_default(),
        lost: own.map(|(s, i)| lost(&page, &edition, s, i)).unwrap_or_default(),
        chart: own.map(|(s, i)| chart(&page, &edition, s, i)).unwrap_or_default(),
        caption: page.t("returns-caption"),
        to: "",
        figures: !edition.programme.framework.datasets.is_empty(),
        flags: flags(&desk, &member, &page, &edition, reporter),
        id,
        below,
        rows,
        page,
    };
    Ok(laid_out(laid.render()))
}

/// How many of its series need a look, as far as anybody has looked: nobody waits for it here.
fn flags(
    desk: &Desk,
    member: &Member,
    page: &Page,
    edition: &Edition,
    unit: Reporter,
) -> Option<String> {
    let sees = |reporter| edition.is_seen_by(&member.actor, reporter);
    let count = flags_at_hand(&desk.office, edition, sees)?.of_unit(edition, unit).count();
    (count > 0).then(|| page.t1("integrity-unit", "count", &count.to_string()))
}

/// The answer in words: points, grade, place, and who cannot be told apart.
fn answer(
    page: &Page,
    member: &Member,
    edition: &Edition,
    standing: &Standing,
    index: usize,
) -> String {
    let stand = &standing.rows[index];
    let tree = &edition.programme.tree;
    let size = standing.classes.get(&stand.class).map_or(0, |class| class.size);
    // Those in sight by name, as long as they are few; the others by their number.
    let (named, others): (Vec<&Stand>, Vec<&Stand>) = stand
        .tied
        .iter()
        .filter_map(|other| standing.rows.get(*other))
        .partition(|other| edition.is_seen_by(&member.actor, other.reporter));
    let few = if named.len() <= 4 { named.as_slice() } else { &[] };
    let mut tied: Vec<String> =
        few.iter().map(|other| page.name(&tree.name(other.reporter))).collect();
    let more = others.len() + named.len() - few.len();
    if more > 0 {
        tied.push(page.t1("unit-tied-many", "count", &more.to_string()));
    }
    let tied = tied.join(&page.t("page-comma"));
    page.words().say(
        "unit-answer",
        &[
            ("points", &stand.total),
            ("grade", stand.grade.as_deref().unwrap_or("")),
            ("rank", &stand.rank.map(|rank| rank.to_string()).unwrap_or_default()),
            ("size", &size.to_string()),
            ("class", &class_name(page, edition, &stand.class)),
            ("tied", &tied),
        ],
    )
}

/// The points of each group, or of each item, beside the middle of the class.
fn points(
    page: &Page,
    edition: &Edition,
    standing: &Standing,
    index: usize,
    groups: bool,
) -> Vec<PointsRow> {
    let Some(scheme) = edition.programme.schemes.iter().find(|s| s.id == standing.scheme) else {
        return Vec::new();
    };
    fn of(stand: &Stand, groups: bool) -> &[Points] {
        if groups { &stand.groups } else { &stand.items }
    }
    let names: Vec<(String, String)> = if groups {
        scheme.groups.iter().map(|g| (g.id.clone(), page.name(&g.title))).collect()
    } else {
        scheme.items.iter().map(|i| (i.id.clone(), page.name(&i.title))).collect()
    };
    let stand = &standing.rows[index];
    let class = standing.classes.get(&stand.class);
    let middles = class.map(|class| if groups { &class.groups } else { &class.items });
    let middle = |place: usize| middles.and_then(|middles| middles.get(place)?.given.clone());
    names
        .into_iter()
        .zip(of(stand, groups))
        .enumerate()
        .map(|(place, ((id, name), own))| PointsRow {
            id,
            name,
            given: shown(page, own),
            middle: middle(place).unwrap_or_default(),
            most: own.most.clone(),
        })
        .collect()
}

fn shown(page: &Page, points: &Points) -> String {
    match &points.given {
        Some(given) => given.clone(),
        None => page.words().say(&format!("status-{}", points.status.word()), &[]),
    }
}

/// The five items in which most is lost: id, name, what of what.
fn lost(
    page: &Page,
    edition: &Edition,
    standing: &Standing,
    index: usize,
) -> Vec<(String, String, String)> {
    let Some(scheme) = edition.programme.schemes.iter().find(|s| s.id == standing.scheme) else {
        return Vec::new();
    };
    let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
    let mut found: Vec<(f64, usize)> = standing.rows[index]
        .items
        .iter()
        .enumerate()
        .filter_map(|(place, item)| {
            let lost = number(&item.most) - number(item.given.as_deref()?);
            (lost > 0.005).then_some((lost, place))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found
        .into_iter()
        .take(5)
        .filter_map(|(lost, place)| {
            let item = scheme.items.get(place)?;
            let most = &standing.rows[index].items[place].most;
            let lost = format!("{lost:.2}");
            let said = page.words().say("unit-lost", &[("lost", &lost), ("most", most)]);
            Some((item.id.clone(), page.name(&item.title), said))
        })
        .collect()
}

/// Points by group as bars, a stroke at the middle of the class.
fn chart(page: &Page, edition: &Edition, standing: &Standing, index: usize) -> String {
    let rows = points(page, edition, standing, index, true);
    let stand = &standing.rows[index];
    let height = 24 + rows.len() * 30;
    let left = room_for(rows.iter().map(|row| row.name.as_str()));
    let (end, beside, all) = (left - 10.0, left + 340.0, left + 450.0);
    let mut svg = format!(
        "<svg width=\"{all:.0}\" height=\"{height}\" viewBox=\"0 0 {all:.0} {height}\" role=\"img\" \
         aria-labelledby=\"bars-title bars-desc\"><title id=\"bars-title\">{}</title>\
         <desc id=\"bars-desc\">{}</desc>",
        escape(&page.t("unit-chart")),
        escape(&page.t("unit-chart-text"))
    );
    for (place, row) in rows.iter().enumerate() {
        let y = 27 + place * 30;
        let share = stand.groups.get(place).map_or(0.0, |points| points.share);
        let class = standing.classes.get(&stand.class);
        let middle = class.and_then(|class| class.groups.get(place)?.share);
        let _ = write!(
            svg,
            "<g><text class=\"end\" x=\"{end:.0}\" y=\"{}\">{}</text>\
             <rect class=\"room\" x=\"{left:.0}\" y=\"{y}\" width=\"330\" height=\"16\"/>\
             <rect class=\"bar\" x=\"{left:.0}\" y=\"{y}\" width=\"{:.1}\" height=\"16\"/>\
             <text x=\"{beside:.0}\" y=\"{}\">{} / {}</text></g>",
            y + 12,
            escape(&row.name),
            330.0 * share,
            y + 12,
            escape(&row.given),
            escape(&row.most)
        );
        if let Some(middle) = middle {
            let at = left + 330.0 * middle;
            let (above, below) = (y - 3, y + 19);
            let _ = write!(
                svg,
                "<line class=\"median\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{above}\" y2=\"{below}\"/>"
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

#[derive(Deserialize, Default)]
pub(crate) struct Sought {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    page: Page,
    q: String,
    found: Vec<(String, String)>,
}

/// Units by their id or a part of their name; straight on where it is one.
pub(crate) async fn search(
    State(desk): State<Desk>,
    member: Member,
    Asked(sought): Asked<Sought>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.structure().await.map_err(refuse)?;
    let tree = &edition.programme.tree;
    let q = sought.q.trim();
    let day =
        gangmu_app::define::day_of(desk.office.now(), edition.programme.framework.zone_seconds);
    let units = if q.is_empty() {
        Vec::new()
    } else {
        find_units(&edition, &member.actor, (q, ""), day, 100)
    };
    let mut page = Page::of(&desk, &member, &edition, "", "", None);
    page.title = page.t("page-find");
    let found: Vec<(String, String)> = units
        .into_iter()
        .map(|unit| (tree.id(unit).to_owned(), page.name(&tree.name(unit))))
        .collect();
    if let [(id, _)] = found.as_slice() {
        return Ok(go(&format!("/units/{}", super::query(id))));
    }
    Ok(laid_out(SearchPage { page, q: sought.q, found }.render()))
}
