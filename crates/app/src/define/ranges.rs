//! Where the facts that rules look at lie, as far as the programme says so.

use gangmu_formula::Reference;
use gangmu_formula::analyse::Interval;
use gangmu_num::Ratio;

use super::prepare::Prepared;

/// Where a fact lies for every subject in every period; `None` where the programme does not say.
pub(super) fn range(prepared: &Prepared<'_>, reference: &Reference) -> Option<Interval> {
    match reference {
        Reference::Target(id) => {
            let targets = &prepared.programme.framework.targets;
            let figures = || targets.iter().filter(|t| *t.indicator == **id).map(|t| &t.target);
            Some(Interval::between(figures().min()?.clone(), figures().max()?.clone()))
        }
        Reference::Worst(id) => prepared.catalogue.find(id)?.1.worst.clone().map(Interval::point),
        Reference::Best(id) => prepared.catalogue.find(id)?.1.best.clone().map(Interval::point),
        Reference::Checked(_) | Reference::Answers(..) | Reference::Events(..) => {
            Some(Interval::at_least(Ratio::ZERO))
        }
        _ => None,
    }
}
