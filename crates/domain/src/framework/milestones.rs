//! Milestones of projects: how much of their weight was delivered.

use std::collections::BTreeMap;

use gangmu_base::facts::Milestone;
use gangmu_base::{Cell, Period, Reporter, Status, Tree};
use gangmu_num::Ratio;
use gangmu_num::statistics::mean;

/// Mean over the reporter's projects of the share of milestone weight delivered: all of it when done
/// by its due date, times `late` when done later. A body's projects are those it leads. Without
/// projects it does not apply.
pub(super) fn delivered(
    milestones: &[Milestone],
    tree: &Tree,
    late: &Ratio,
    period: Period,
    reporter: Reporter,
) -> Cell<Ratio> {
    let is_body = tree.body(reporter).is_some();
    let mut projects: BTreeMap<&str, (Ratio, Ratio)> = BTreeMap::new();
    for milestone in milestones {
        let own =
            if is_body { milestone.lead == Some(reporter) } else { milestone.unit == reporter };
        if !own || !period.contains(milestone.due) {
            continue;
        }
        let earned = match milestone.done {
            None => Ratio::ZERO,
            Some(done) if done <= milestone.due => milestone.weight.clone(),
            Some(_) => &milestone.weight * late,
        };
        let (sum, whole) = projects.entry(&milestone.project).or_default();
        *sum = &*sum + earned;
        *whole = &*whole + &milestone.weight;
    }
    let shares: Vec<Ratio> = projects.values().filter_map(|(sum, whole)| sum.div(whole)).collect();
    match mean(&shares) {
        Some(mean) => Cell::known(mean),
        None => Cell::unknown(Status::NotApplicable),
    }
}
