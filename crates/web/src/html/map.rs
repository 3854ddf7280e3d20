//! The map of a class table: where are those who are surely ahead or behind?

mod drawn;
mod ground;
mod tiles;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::score::{Against, Stand};
use gangmu_base::{Reporter, Tree};
use serde::Deserialize;

use super::class_rows::{InSight, Row, finding, interval, shape};
use super::{Page, laid_out, query};
use crate::answer::Answer;
use crate::sent::{Asked, At};
use crate::serve::Desk;
use crate::standing::standing_asked;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    period: String,
    /// The class that is drawn; the first one in sight where none is named.
    #[serde(default)]
    class: String,
    /// So many rows of the table are left out.
    #[serde(default)]
    after: usize,
}

/// A unit as it is drawn.
struct Spot<'s> {
    id: &'s str,
    name: String,
    /// What is told of it: name, place, interval, in words.
    told: String,
    address: String,
    against: Against,
    /// The units it lies in, by id, the highest one first.
    within: Vec<&'s str>,
}

/// Whether one can go from unit to unit by keyboard: of many, the table below holds the same links.
const BY_KEY: usize = 200;

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    page: Page,
    answer: String,
    scheme: String,
    period: String,
    class: String,
    name: String,
    finding: String,
    partly: String,
    /// The word for those who are placed.
    who: String,
    schemes: Vec<(String, String, bool)>,
    periods: Vec<(String, bool)>,
    /// Address, name, how many, whether it is shown.
    choice: Vec<(String, String, usize, bool)>,
    to_table: String,
    /// What the shapes mean: shape, class of the style, words, how many.
    key: Vec<(&'static str, &'static str, String, usize)>,
    picture: String,
    /// Units that have no outline: address and name.
    without: Vec<(String, String)>,
    outlined: bool,
    rows: Vec<Row>,
    before: Option<String>,
    next: Option<String>,
}

pub(crate) async fn map(
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
    page.title = page.t1("map-title", "scheme", &sight.title(&page));
    let first = sight.by_class.keys().next().copied().unwrap_or_default();
    let class = if wanted.class.is_empty() { first } else { wanted.class.as_str() };
    let address = |class: &str, after: usize| sight.address("/map", class, after);
    let choice = match sight.by_class.len() {
        0 | 1 => Vec::new(),
        _ => {
            let classes = sight.by_class.iter();
            let of = |(own, stands): (&&str, &Vec<&Stand>)| {
                (address(own, 0), sight.named(&page, own), stands.len(), *own == class)
            };
            classes.map(of).collect()
        }
    };
    let sides = sight.sides(Some(class));
    let part = sight.part(class, wanted.after, address);
    let stands = sight.by_class.get(class).map(Vec::as_slice).unwrap_or_default();
    let spots = spots(&page, &sight, stands);
    let label = page.t1("map-picture", "class", &sight.named(&page, class));
    let text = page.t("map-picture-text");
    let told = (label.as_str(), text.as_str());
    let outlines = desk.settings.outlines.as_deref();
    let outlined = outlines.filter(|found| spots.iter().any(|spot| found.of(spot.id).is_some()));
    let tree = &edition.programme.tree;
    let (picture, without) = match outlined {
        Some(outlines) => drawn::picture(&spots, outlines, told),
        None => {
            let name = |id: &str| {
                tree.find(id).map(|unit| page.name(&tree.name(unit))).unwrap_or_default()
            };
            (tiles::picture(&spots, name, told), Vec::new())
        }
    };
    let key = Against::ALL.map(|against| {
        (shape(against), ground::style(against), page.t(against.key()), sides.count(against))
    });
    let laid = MapPage {
        answer: finding(&page, &sight.sides(None)),
        scheme: standing.scheme.clone(),
        period: standing.period.to_string(),
        name: sight.named(&page, class),
        finding: finding(&page, &sides),
        partly: sight.partly(&page, class),
        who: page.t(if sight.of_bodies() { "class-body" } else { "returns-unit" }),
        schemes: sight.schemes(&page),
        periods: sight.periods(&desk),
        choice,
        to_table: sight.address("", class, 0),
        key: key.into_iter().filter(|(.., count)| *count > 0).collect(),
        picture,
        without: without
            .into_iter()
            .filter_map(|at| spots.get(at))
            .map(|spot| (spot.address.clone(), spot.name.clone()))
            .collect(),
        outlined: outlined.is_some(),
        rows: part.stands.iter().map(|stand| sight.row(&page, stand)).collect(),
        before: part.before,
        next: part.next,
        class: class.to_owned(),
        page,
    };
    Ok(laid_out(laid.render()))
}

/// The units of a class as they are drawn: those of one parent together, in the order of ids.
fn spots<'s>(page: &Page, sight: &InSight<'s>, stands: &[&'s Stand]) -> Vec<Spot<'s>> {
    let standing = sight.standing;
    let tree = &sight.edition.programme.tree;
    let (scheme, period) = (query(&standing.scheme), standing.period);
    let day = period.last_day();
    let mut spots: Vec<Spot<'_>> = stands
        .iter()
        .map(|stand| {
            let id = tree.id(stand.reporter);
            let against = Against::of(stand, sight.size(&stand.class));
            let name = page.name(&tree.name(stand.reporter));
            let told = page.words().say(
                "map-told",
                &[
                    ("unit", &name),
                    ("against", &page.t(against.key())),
                    ("rank", &stand.rank.map(|rank| rank.to_string()).unwrap_or_default()),
                    ("interval", &interval(stand)),
                ],
            );
            Spot {
                id,
                told,
                address: format!("/units/{}?scheme={scheme}&amp;period={period}", query(id)),
                against,
                within: within(tree, stand.reporter, day),
                name,
            }
        })
        .collect();
    spots.sort_by(|a, b| (&a.within, a.id).cmp(&(&b.within, b.id)));
    // Where nobody has a neighbour in the unit just above, as with one body of each unit, that unit tells
    // nothing that the name does not.
    if spots.len() > 1 && spots.windows(2).all(|two| two[0].within != two[1].within) {
        for spot in &mut spots {
            spot.within.pop();
        }
    }
    spots
}

/// The units somebody lies in, by id, the highest one first.
fn within(tree: &Tree, reporter: Reporter, day: jiff::civil::Date) -> Vec<&str> {
    let own = tree.unit_of(reporter);
    let is_unit = own == Some(reporter);
    let up = |at: &Reporter| tree.parent(*at, day);
    // A body lies in its unit.
    let line = std::iter::successors(own, up).skip(usize::from(is_unit)).take(32);
    let mut line: Vec<&str> = line.map(|unit| tree.id(unit)).collect();
    line.reverse();
    line
}
