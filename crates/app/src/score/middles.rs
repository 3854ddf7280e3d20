//! The middle of a class: beside what it stands, a unit's points say something.

use std::collections::BTreeMap;

use super::standing::{Points, Stand};

/// A class as a whole.
#[derive(Debug, Clone, Default)]
pub struct Class {
    /// How many are in it.
    pub size: usize,
    /// The middle of each group, in the order of the scheme.
    pub groups: Vec<Middle>,
    /// The same of each item.
    pub items: Vec<Middle>,
}

/// The middle one of the points of a class.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Middle {
    /// As it was written out, of those who were given points.
    pub given: Option<String>,
    /// As a part of the most points, of all.
    pub share: Option<f64>,
}

/// In a class of fewer the middle would tell of one of them.
const FEWEST: usize = 3;

/// The classes of a standing, by id.
pub(super) fn classes(rows: &[Stand]) -> BTreeMap<String, Class> {
    let mut by_class: BTreeMap<&str, Vec<&Stand>> = BTreeMap::new();
    for row in rows {
        by_class.entry(&row.class).or_default().push(row);
    }
    let class = |(id, rows): (&str, Vec<&Stand>)| {
        let groups = middles(&rows, |row| &row.groups);
        let items = middles(&rows, |row| &row.items);
        (id.to_owned(), Class { size: rows.len(), groups, items })
    };
    by_class.into_iter().map(class).collect()
}

fn middles(rows: &[&Stand], of: impl Fn(&Stand) -> &[Points]) -> Vec<Middle> {
    let places = rows.iter().map(|row| of(row).len()).max().unwrap_or_default();
    let middle = |place: usize| {
        let mut all: Vec<&Points> = rows.iter().filter_map(|row| of(row).get(place)).collect();
        all.sort_by(|a, b| a.share.total_cmp(&b.share));
        let share = middle_of(&all).map(|points| points.share);
        all.retain(|points| points.given.is_some());
        Middle { given: middle_of(&all).and_then(|points| points.given.clone()), share }
    };
    (0..places).map(middle).collect()
}

fn middle_of<'p>(in_order: &[&'p Points]) -> Option<&'p Points> {
    in_order.get(in_order.len() / 2).copied().filter(|_| in_order.len() >= FEWEST)
}
