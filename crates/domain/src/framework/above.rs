//! Units above others, whose figures follow theirs.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_base::observations::Element;
use gangmu_base::{Cell, Period, Reporter};
use gangmu_num::Ratio;

use super::facts::FrameworkSource;
use super::figures::Origin;
use super::words::Rollup;

/// Units whose figures are put together from those below them that are others, the lowest first.
pub(super) type Above = Vec<(usize, Vec<usize>)>;

/// The units above some whose figures of an element in a period are others.
pub(super) fn above(
    source: &FrameworkSource<'_>,
    element: Element,
    period: Period,
    moved: &BTreeSet<usize>,
) -> Above {
    let def = source.framework.elements.get(element.0 as usize);
    if def.is_none_or(|def| def.rollup != Rollup::Sum) {
        return Vec::new();
    }
    let figures = source.figures();
    let tree = figures.tree();
    let day = figures.day_of(period);
    let mut found: BTreeMap<Reporter, BTreeSet<usize>> = BTreeMap::new();
    let mut open: Vec<usize> = moved.iter().copied().collect();
    while let Some(who) = open.pop() {
        let unit = Reporter(who as u32);
        let Some(parent) = tree.unit(unit).and_then(|_| tree.parent(unit, day)) else { continue };
        let own = moved.contains(&parent.index())
            || (!found.contains_key(&parent)
                && figures.origin(element, period, parent) == Origin::Own);
        if !own && found.entry(parent).or_default().insert(who) {
            open.push(parent.index());
        }
    }
    let mut found: Above =
        found.into_iter().map(|(unit, below)| (unit.index(), Vec::from_iter(below))).collect();
    let level = |who: usize| tree.unit(Reporter(who as u32)).map_or(0, |unit| unit.level);
    found.sort_by_key(|(who, _)| (std::cmp::Reverse(level(*who)), *who));
    found
}

/// Makes the figures of units above follow those below them, by as much as these moved.
pub(super) fn roll_up(above: &Above, base: &[Cell<Ratio>], cells: &mut [Cell<Ratio>]) {
    for (unit, below) in above {
        let by = |who: &usize| Some(cells.get(*who)?.value()? - base.get(*who)?.value()?);
        let moved: Ratio = below.iter().filter_map(by).sum();
        if let Some(cell) = cells.get_mut(*unit) {
            *cell = cell.map(|figure| figure + &moved);
        }
    }
}
