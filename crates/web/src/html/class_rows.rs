//! What the class table and the map have in common: who is in sight by class, the rows of a table, the
//! finding in words, the choice of class and period.

use std::collections::BTreeMap;

use gangmu_app::office::Edition;
use gangmu_app::score::{Against, Sides, Stand, Standing, standing_periods};

use super::{Page, query};
use crate::limits::PAGE;
use crate::serve::Desk;
use crate::visitor::Member;

/// A row of a table of places.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) total: String,
    pub(super) grade: String,
    pub(super) rank: String,
    pub(super) interval: String,
    pub(super) against: String,
    /// The shape that says the same.
    pub(super) mark: &'static str,
}

/// A part of a list that is laid out page by page.
pub(super) struct Part<'p> {
    pub(super) stands: Vec<&'p Stand>,
    pub(super) before: Option<String>,
    pub(super) next: Option<String>,
}

/// Those in sight of one member, by class.
pub(super) struct InSight<'s> {
    pub(super) edition: &'s Edition,
    pub(super) standing: &'s Standing,
    pub(super) by_class: BTreeMap<&'s str, Vec<&'s Stand>>,
}

impl<'s> InSight<'s> {
    pub(super) fn of(member: &Member, edition: &'s Edition, standing: &'s Standing) -> InSight<'s> {
        let mut by_class: BTreeMap<&str, Vec<&Stand>> = BTreeMap::new();
        for stand in &standing.rows {
            if edition.is_seen_by(&member.actor, stand.reporter) {
                by_class.entry(&stand.class).or_default().push(stand);
            }
        }
        for stands in by_class.values_mut() {
            stands.sort_by_key(|stand| (stand.rank.unwrap_or(u32::MAX), stand.reporter));
        }
        InSight { edition, standing, by_class }
    }

    pub(super) fn total(&self) -> usize {
        self.by_class.values().map(Vec::len).sum()
    }

    /// How many are in a class, whoever sees them.
    pub(super) fn size(&self, class: &str) -> usize {
        self.standing.classes.get(class).map_or(0, |class| class.size)
    }

    /// How many of a class stand where; of all classes where none is named.
    pub(super) fn sides(&self, class: Option<&str>) -> Sides {
        let mut sides = Sides::default();
        let asked = |own: &str| class.is_none_or(|class| class == own);
        for (own, stands) in self.by_class.iter().filter(|(own, _)| asked(own)) {
            sides.add(&Sides::among(stands, self.size(own)));
        }
        sides
    }

    /// A class with its name.
    pub(super) fn named(&self, page: &Page, class: &str) -> String {
        class_name(page, self.edition, class)
    }

    /// Whether it is bodies that are placed, and not units.
    pub(super) fn of_bodies(&self) -> bool {
        let tree = &self.edition.programme.tree;
        self.standing.rows.iter().any(|stand| tree.unit_of(stand.reporter) != Some(stand.reporter))
    }

    /// What is to be told where somebody sees only a part of a class, whose places count all of it.
    pub(super) fn partly(&self, page: &Page, class: &str) -> String {
        let (shown, size) = (self.by_class.get(class).map_or(0, Vec::len), self.size(class));
        let counts = [("shown", shown.to_string()), ("size", size.to_string())];
        let counts: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
        if shown < size { page.words().say("class-partly", &counts) } else { String::new() }
    }

    /// The part of a class that is shown: no page holds more than [`PAGE`] rows.
    pub(super) fn part(
        &self,
        class: &str,
        after: usize,
        address: impl Fn(&str, usize) -> String,
    ) -> Part<'s> {
        let stands = self.by_class.get(class).map(Vec::as_slice).unwrap_or_default();
        let (after, pages) = (after.min(stands.len()), PAGE as usize);
        Part {
            next: (stands.len() > after + pages).then(|| address(class, after + pages)),
            before: (after > 0).then(|| address(class, after.saturating_sub(pages))),
            stands: stands.iter().skip(after).take(pages).copied().collect(),
        }
    }

    pub(super) fn row(&self, page: &Page, stand: &Stand) -> Row {
        let tree = &self.edition.programme.tree;
        let against = Against::of(stand, self.size(&stand.class));
        Row {
            name: page.name(&tree.name(stand.reporter)),
            id: tree.id(stand.reporter).to_owned(),
            total: stand.total.clone(),
            grade: stand.grade.clone().unwrap_or_default(),
            rank: stand.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            interval: interval(stand),
            against: page.t(against.key()),
            mark: shape(against),
        }
    }

    /// The schemes to choose from: id, name, whether it is shown.
    pub(super) fn schemes(&self, page: &Page) -> Vec<(String, String, bool)> {
        let schemes = self.edition.programme.schemes.iter();
        let scheme = |s: &gangmu_app::Scheme| {
            (s.id.clone(), page.name(&s.title), s.id == self.standing.scheme)
        };
        schemes.map(scheme).collect()
    }

    /// The periods to choose from, the one that is shown among them.
    pub(super) fn periods(&self, desk: &Desk) -> Vec<(String, bool)> {
        let zone = self.edition.programme.framework.zone_seconds;
        let today = gangmu_app::define::day_of(desk.office.now(), zone);
        let mut periods = standing_periods(self.edition, &self.standing.scheme, today);
        if !periods.contains(&self.standing.period) {
            periods.insert(0, self.standing.period);
        }
        let shown = |period: &gangmu_base::Period| *period == self.standing.period;
        periods.iter().map(|period| (period.to_string(), shown(period))).collect()
    }

    /// The address of a page below that of the scheme, for its period and one class.
    pub(super) fn address(&self, below: &str, class: &str, after: usize) -> String {
        let (scheme, period) = (query(&self.standing.scheme), self.standing.period);
        format!("/standings/{scheme}{below}?period={period}&class={}&after={after}", query(class))
    }

    /// The title of the page: that of the scheme, with the period where it does not name it.
    pub(super) fn title(&self, page: &Page) -> String {
        let schemes = &self.edition.programme.schemes;
        let scheme = schemes.iter().find(|scheme| scheme.id == self.standing.scheme);
        let title = scheme.map(|scheme| page.name(&scheme.title)).unwrap_or_default();
        let period = self.standing.period.to_string();
        if title.contains(&period) { title } else { format!("{title}, {period}") }
    }
}

/// A class with its name; bodies are classed by their kind.
pub(super) fn class_name(page: &Page, edition: &Edition, class: &str) -> String {
    let framework = &edition.programme.framework;
    let classes = framework.classes.iter().map(|class| (&class.id, &class.name));
    let kinds = framework.body_kinds.iter().map(|kind| (&kind.id, &kind.name));
    let name = classes.chain(kinds).find(|(id, _)| *id == class);
    let name = name.map(|(_, name)| page.name(name)).unwrap_or_default();
    format!("{class} {name}").trim_end().to_owned()
}

/// Between which places somebody lies.
pub(super) fn interval(stand: &Stand) -> String {
    stand.interval.map(|(from, to)| format!("{from}–{to}")).unwrap_or_default()
}

/// The finding in words: how many surely stand where.
pub(super) fn finding(page: &Page, sides: &Sides) -> String {
    page.words().say(
        "class-finding",
        &[
            ("of", &sides.of.to_string()),
            ("above", &sides.above.to_string()),
            ("below", &sides.below.to_string()),
            ("level", &sides.level.to_string()),
        ],
    )
}

/// The shape that says where somebody stands; never colour alone.
pub(super) fn shape(against: Against) -> &'static str {
    match against {
        Against::Above => "▲",
        Against::Below => "▼",
        Against::Level => "●",
        Against::NoPlace => "○",
    }
}
