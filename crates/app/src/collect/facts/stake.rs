//! Who has a stake in a fact, and therefore does not verify it, decide on it or judge it.

use gangmu_base::Reporter;
use gangmu_domain::assessment::Scheme;
use gangmu_exchange::folder::Programme;
use jiff::civil::Date;

/// Whether a body has a stake in what is said about somebody on a day:
///
/// - it is that body, or one of that unit, or of a unit below it;
/// - it leads a milestone of a project there, from wherever it is: it delivers;
/// - a scheme assesses both, or their units: who is ranked beside another gains by what takes points off
///   the other.
///
/// A body of the tiers above that does none of these has none.
pub(super) fn has_stake(programme: &Programme, body: Reporter, about: Reporter, day: Date) -> bool {
    let tree = &programme.tree;
    let (Some(own), Some(place)) = (tree.unit_of(body), tree.unit_of(about)) else { return true };
    if body == about || own == place || tree.is_below(own, place, day) {
        return true;
    }
    let delivers = programme.facts.milestones.iter().any(|milestone| {
        milestone.lead == Some(body) && tree.unit_of(milestone.unit) == Some(place)
    });
    let beside = |scheme: &Scheme| {
        let both = [(body, own), (about, place)];
        both.iter().all(|(who, unit)| is_subject(programme, scheme, *who, *unit))
    };
    delivers || programme.schemes.iter().any(beside)
}

/// Whether a scheme assesses a unit, or a body of it or the body itself.
fn is_subject(programme: &Programme, scheme: &Scheme, who: Reporter, unit: Reporter) -> bool {
    let levels = &programme.framework.levels;
    let level = levels.iter().position(|level| level.id == scheme.subjects.level);
    let of_level = programme.tree.unit(unit).is_some_and(|unit| level == Some(unit.level as usize));
    let kinds = &scheme.subjects.kinds;
    let of_kind = |body: &gangmu_base::units::Body| kinds.contains(&body.kind);
    // An event at a unit is held against the unit; one at a body against the body.
    let fits = kinds.is_empty() || programme.tree.body(who).is_some_and(of_kind);
    of_level && fits
}
