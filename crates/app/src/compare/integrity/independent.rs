//! Reports against an independent source: a unit's own figure beside that of a body of the unit for
//! the same element and period.

use std::collections::BTreeMap;

use gangmu_base::observations::Element;
use gangmu_base::{Period, Reporter};
use gangmu_index::Fault;
use gangmu_index::distributions::normal_two_sided;
use gangmu_index::integrity::independent::disagreement;
use gangmu_index::integrity::{Change, Outcome};

use super::found::{About, Found, Kind, Peers, Which, reason};
use super::series::{Rows, figure, peers_of};

/// Compares what units report with what bodies of a kind report of them.
pub(super) fn independent(
    rows: &Rows<'_>,
    element: Element,
    periods: &[Period],
) -> Result<Found, Fault> {
    let mut found = Found::default();
    for period in periods {
        let mut units: BTreeMap<Reporter, f64> = BTreeMap::new();
        let mut bodies: Vec<(Peers, Reporter, Reporter, f64)> = Vec::new();
        for reading in rows.observations.read(element, *period, rows.as_of) {
            let Some(own) = figure(reading.reported).filter(|own| own.abs() <= 1e100) else {
                continue;
            };
            match rows.tree.body(reading.reporter) {
                None => {
                    units.insert(reading.reporter, own);
                }
                Some(body) => {
                    let kind = peers_of(rows.tree, rows.framework, reading.reporter);
                    bodies.push((kind, body.unit, reading.reporter, own));
                }
            }
        }
        bodies.retain(|body| units.contains_key(&body.1));
        bodies.sort_by_key(|body| (body.0, body.1, body.2));
        for pairs in bodies.chunk_by(|one, other| one.0 == other.0) {
            let Some((peers, ..)) = pairs.first().copied() else { continue };
            let reported: Vec<Option<f64>> =
                pairs.iter().map(|pair| units.get(&pair.1).copied()).collect();
            let source: Vec<Option<f64>> = pairs.iter().map(|pair| Some(pair.3)).collect();
            let positive = |figure: &Option<f64>| figure.is_some_and(|figure| figure > 0.0);
            let growth = reported.iter().chain(&source).all(positive);
            let measure = if growth { Change::Growth } else { Change::Difference };
            let all = Which::all(peers, About::Element(element), *period, *period);
            match disagreement(&reported, &source, measure)? {
                Outcome::DoesNotApply(why) => found.skip(Kind::Independent, all, reason(why)),
                Outcome::Tested(result) => {
                    for ((_, unit, body, _), gap) in pairs.iter().zip(&result.units) {
                        let Some(gap) = gap else { continue };
                        let mut which = all.of(*unit);
                        which.other = Some(*body);
                        let numbers = (gap.z, normal_two_sided(gap.z));
                        let test = found.test(Kind::Independent, which, result.n, numbers);
                        // Sources part a little for many reasons (Iglewicz and Hoaglin 1993).
                        (test.says, test.matters) = ("sources_differ", gap.z.abs() > 3.5);
                    }
                }
            }
        }
    }
    Ok(found)
}
