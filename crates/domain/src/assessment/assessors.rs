//! Who assesses an item: the body of that kind one tier above the unit, a body named by its id,
//! or peers. It is never the body that delivers.

use gangmu_base::{Finding, Period, Reporter, Tree};

use super::words::{Item, Scheme};

/// The word for raters of other units.
pub(super) const PEERS: &str = "peers";

/// The body that assesses an item of a subject; `None` where there is none, or where peers do.
pub fn assessor_of(
    item: &Item,
    subject: Reporter,
    tree: &Tree,
    period: Period,
) -> Option<Reporter> {
    let named = item.assessor.as_deref().filter(|named| *named != PEERS)?;
    if let Some(body) = tree.find(named).filter(|found| tree.body(*found).is_some()) {
        return Some(body);
    }
    let unit = tree.unit_of(subject)?;
    let above = tree.parent(unit, period.last_day())?;
    tree.bodies_of(above, named).into_iter().next()
}

/// Faults of assessors: no such body, or the body that delivers assesses itself.
pub fn check_assessors(
    scheme: &Scheme,
    subjects: &[Reporter],
    tree: &Tree,
    period: Period,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for item in &scheme.items {
        let Some(named) = item.assessor.as_deref().filter(|named| *named != PEERS) else {
            continue;
        };
        let about = |code| Finding::error(code, item.place.clone()).with("item", &item.id);
        let mut without = Vec::new();
        let mut judges_itself = Vec::new();
        for subject in subjects {
            let Some(assessor) = assessor_of(item, *subject, tree, period) else {
                without.push(tree.id(*subject));
                continue;
            };
            let delivers = if tree.body(*subject).is_some() {
                vec![*subject]
            } else {
                item.lead.iter().flat_map(|lead| tree.bodies_of(*subject, lead)).collect()
            };
            if delivers.contains(&assessor) {
                judges_itself.push(tree.id(*subject));
            }
        }
        if let Some(first) = without.first() {
            findings.push(
                about("S020")
                    .with("assessor", named)
                    .with("unit", first)
                    .with("count", without.len()),
            );
        }
        if let Some(first) = judges_itself.first() {
            findings.push(
                about("S021")
                    .with("assessor", named)
                    .with("unit", first)
                    .with("count", judges_itself.len()),
            );
        }
    }
    findings
}
