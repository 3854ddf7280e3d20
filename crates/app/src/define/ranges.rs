//! Where the facts that rules look at lie, as far as the programme says so.

use std::collections::BTreeMap;

use gangmu_formula::Reference;
use gangmu_formula::analyse::Interval;
use gangmu_num::Ratio;

use super::prepare::Prepared;

/// Where facts lie for every subject in every period.
pub(super) struct Ranges<'p> {
    prepared: &'p Prepared<'p>,
    /// The lowest and the highest target of each indicator; there may be one for every unit.
    targets: BTreeMap<&'p str, (&'p Ratio, &'p Ratio)>,
}

impl<'p> Ranges<'p> {
    /// Goes through the targets once.
    pub(super) fn new(prepared: &'p Prepared<'p>) -> Ranges<'p> {
        let mut targets: BTreeMap<&str, (&Ratio, &Ratio)> = BTreeMap::new();
        for target in &prepared.programme.framework.targets {
            let figure = &target.target;
            let ends = targets.entry(&target.indicator).or_insert((figure, figure));
            *ends = (ends.0.min(figure), ends.1.max(figure));
        }
        Ranges { prepared, targets }
    }

    /// Where a fact lies; `None` where the programme does not say.
    pub(super) fn of(&self, reference: &Reference) -> Option<Interval> {
        let indicator = |id: &str| Some(self.prepared.catalogue.find(id)?.1);
        match reference {
            Reference::Target(id) => {
                let (low, high) = self.targets.get(&**id)?;
                Some(Interval::between((*low).clone(), (*high).clone()))
            }
            Reference::Worst(id) => indicator(id)?.worst.clone().map(Interval::point),
            Reference::Best(id) => indicator(id)?.best.clone().map(Interval::point),
            Reference::Checked(_) | Reference::Answers(..) | Reference::Events(..) => {
                Some(Interval::at_least(Ratio::ZERO))
            }
            _ => None,
        }
    }
}
