//! Totals against the sums of their parts: a unit that reports a figure which the units below it
//! report as well.

use std::collections::BTreeMap;

use gangmu_base::observations::Element;
use gangmu_base::{Period, Reporter, Status};
use gangmu_domain::framework::{ElementDef, Rollup};
use gangmu_index::Fault;
use gangmu_index::integrity::additivity::{Sums, additivity};

use super::found::{About, Found, Kind, Which};
use super::series::{Rows, figure, peers_of};

/// The units below each unit, in each period that was asked about.
#[derive(Default)]
pub(super) struct Below(BTreeMap<Period, Vec<Vec<Reporter>>>);

impl Below {
    /// Looks the tree up for periods, so that it is looked up once and not for each element.
    pub(super) fn new(rows: &Rows<'_>, periods: impl IntoIterator<Item = Period>) -> Below {
        let units = 0..rows.tree.units().len() as u32;
        let of = |period| {
            let below = units.clone().map(|unit| rows.tree.children(Reporter(unit), period));
            (period, below.collect())
        };
        Below(periods.into_iter().map(of).collect())
    }
}

/// Compares every total that was reported with the parts that were.
pub(super) fn totals(
    rows: &Rows<'_>,
    def: &ElementDef,
    element: Element,
    periods: &[Period],
    below: &Below,
) -> Result<Found, Fault> {
    let mut found = Found::default();
    if def.rollup != Rollup::Sum {
        return Ok(found);
    }
    for period in periods {
        let mut own: Vec<Option<(Option<f64>, u8, Status)>> = vec![None; rows.tree.reporters()];
        for reading in rows.observations.read(element, *period, rows.as_of) {
            if let Some(slot) = own.get_mut(reading.reporter.index()) {
                let reported = reading.reported;
                *slot = Some((figure(reported), reported.scale, reported.status));
            }
        }
        let Some(children) = below.0.get(period) else { continue };
        for (unit, children) in children.iter().enumerate() {
            let Some(Some((total, scale, _))) = own.get(unit) else { continue };
            // What does not apply to a part adds nothing.
            let counts = |child: &&Reporter| {
                !matches!(own.get(child.index()), Some(Some((_, _, Status::NotApplicable))))
            };
            let counted: Vec<&Reporter> = children.iter().filter(counts).collect();
            let there = |child: &&&Reporter| matches!(own.get(child.index()), Some(Some(_)));
            if !counted.iter().any(|child| there(&child)) {
                continue;
            }
            let of = |child: &&Reporter| own.get(child.index()).copied().flatten();
            let parts: Vec<Option<f64>> =
                counted.iter().map(|child| of(child).and_then(|part| part.0)).collect();
            let finest = counted.iter().filter_map(of).map(|part| part.1).fold(*scale, u8::max);
            let reporter = Reporter(unit as u32);
            let peers = peers_of(rows.tree, rows.framework, reporter);
            let which = Which::all(peers, About::Element(element), *period, *period).of(reporter);
            compare(*total, &parts, finest, which, &mut found)?;
        }
    }
    Ok(found)
}

fn compare(
    total: Option<f64>,
    parts: &[Option<f64>],
    decimals: u8,
    which: Which,
    found: &mut Found,
) -> Result<(), Fault> {
    // Whole numbers are counts and add up; others were rounded.
    let unit = (0..decimals.min(18)).fold(1.0, |unit, _| unit / 10.0);
    let sums = additivity(total, parts, if decimals == 0 { 0.0 } else { unit })?;
    let apart = match sums.verdict {
        Sums::Adds | Sums::WithinRounding => false,
        Sums::Gap | Sums::ExceedsTotal => true,
        Sums::PartsMissing | Sums::TotalMissing => {
            found.skip(Kind::Total, which, "parts_missing");
            return Ok(());
        }
    };
    let test = found.test(Kind::Total, which, sums.parts, (sums.gap.unwrap_or(0.0), 1.0));
    (test.p, test.matters, test.says) = (None, apart, "parts_differ");
    Ok(())
}
