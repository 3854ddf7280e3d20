//! A draw of units for verification, each with a known probability.

use std::collections::BTreeMap;

use gangmu_base::{Finding, Place, Reporter};
use gangmu_index::integrity::verification::{Design, draw, share_out};

use super::run::Integrity;
use crate::table::{Table, Value};

/// Draws `count` of the units that reported anything. Strata are the classes of each level, which
/// share out the draw by the square roots of their sizes; within them the chance goes with 1 + the
/// number of flags.
///
/// # Errors
/// `N002` where there are not so many units.
pub fn integrity_draw(
    integrity: &Integrity<'_>,
    count: u32,
    seed: u64,
) -> Result<Table, Vec<Finding>> {
    let programme = integrity.prepared.programme;
    let tree = &programme.tree;
    let units: &[Reporter] = &integrity.units;
    let count = count as usize;
    if !(1..=units.len()).contains(&count) {
        let found = Finding::error("N002", Place::file("--verify")).with("value", count);
        return Err(vec![found.with("limit", units.len())]);
    }
    let flags = integrity.flags_of_units();
    let class = |unit: &Reporter| {
        tree.unit(*unit).and_then(|unit| unit.class.as_deref()).unwrap_or_default()
    };
    let stratum = |unit: &Reporter| (tree.unit(*unit).map_or(0, |unit| unit.level), class(unit));
    let mut numbers: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    for unit in units {
        numbers.insert(stratum(unit), 0);
    }
    numbers.values_mut().enumerate().for_each(|(place, number)| *number = place);
    let strata: Vec<usize> = units.iter().map(|unit| numbers[&stratum(unit)]).collect();
    let risk = |unit: &Reporter| 1.0 + flags.get(unit).copied().unwrap_or(0) as f64;
    let sizes: Vec<f64> = units.iter().map(risk).collect();
    let least = usize::from(count >= numbers.len());
    let fault = |fault: gangmu_index::Fault| {
        vec![Finding::error("N003", Place::file("--verify")).with("what", fault)]
    };
    let draws = share_out(&strata, count, least).map_err(fault)?;
    let design = Design { strata: &strata, draws: &draws, sizes: &sizes, risks: &[], seed };
    let found = draw(&design).map_err(fault)?;
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|place| (strata[*place], *place));
    let row = |place: usize| {
        let (unit, chance) = (units[place], found.places[place]);
        let level =
            tree.unit(unit).and_then(|own| programme.framework.levels.get(own.level as usize));
        vec![
            Value::word(tree.id(unit)),
            Value::word(level.map_or("", |level| level.id.as_str())),
            Value::word(class(&unit)),
            Value::count(flags.get(&unit).copied().unwrap_or(0)),
            Value::Number(super::table::written(chance.probability, 6)),
            Value::word(if chance.drawn { "yes" } else { "no" }),
        ]
    };
    Ok(Table {
        columns: vec!["unit", "level", "class", "flags", "probability", "drawn"],
        rows: order.into_iter().map(row).collect(),
    })
}
