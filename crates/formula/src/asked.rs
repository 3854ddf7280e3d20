//! What a formula asks for: which facts, and of which periods.

use std::collections::BTreeSet;

use gangmu_base::Period;

use crate::evaluate::{laid_out, moved};
use crate::typed::{Node, NodeKind, Reference};

impl Node {
    /// Every fact the formula asks for, this node and those below.
    pub fn references(&self) -> Vec<&Reference> {
        let mut found = Vec::new();
        self.collect_references(&mut found);
        found
    }

    fn collect_references<'s>(&'s self, found: &mut Vec<&'s Reference>) {
        if let NodeKind::Reference(reference) = &self.kind {
            found.push(reference);
        }
        self.for_each_child(|child| child.collect_references(found));
    }

    /// Every fact the formula asks for with the periods it asks of, when it is worked out for one
    /// of `periods`: `x @ prev` asks for `x` of the period before each.
    pub fn asked(&self, periods: &BTreeSet<Period>) -> BTreeSet<(&Reference, Period)> {
        let mut found = BTreeSet::new();
        self.collect_asked(periods, &mut found);
        found
    }

    fn collect_asked<'s>(
        &'s self,
        periods: &BTreeSet<Period>,
        found: &mut BTreeSet<(&'s Reference, Period)>,
    ) {
        let other: BTreeSet<Period>;
        let below = match &self.kind {
            NodeKind::At(_, moment) => {
                other = periods.iter().filter_map(|period| moved(*period, *moment)).collect();
                &other
            }
            NodeKind::OverTime(_, _, stretch) => {
                let laid_out = periods.iter().filter_map(|period| laid_out(*period, *stretch));
                other = laid_out.flatten().collect();
                &other
            }
            _ => periods,
        };
        if let NodeKind::Reference(reference) = &self.kind {
            found.extend(periods.iter().map(|period| (reference, *period)));
        }
        self.for_each_child(|child| child.collect_asked(below, found));
    }
}
