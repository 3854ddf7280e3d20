//! Where in a formula a fact is read.

use gangmu_base::Period;

use crate::evaluate::{laid_out, moved};
use crate::typed::{Node, NodeKind, Reference};

/// A fact of the subject itself, in one period.
#[derive(Clone, Copy)]
pub(super) struct Reading<'n> {
    pub(super) of: &'n Reference,
    pub(super) present: Period,
}

impl Reading<'_> {
    pub(super) fn is_it(&self, reference: &Reference, period: Period) -> bool {
        period == self.present && reference == self.of
    }

    /// Whether the fact is read in a node that is worked out for a period; `named` says so of
    /// what `let` named.
    pub(super) fn reads(&self, node: &Node, period: Period, named: &dyn Fn(usize) -> bool) -> bool {
        match &node.kind {
            NodeKind::Reference(reference) => self.is_it(reference, period),
            NodeKind::Local(place) => named(*place),
            // The unit above is another one.
            NodeKind::OfParent(_) => false,
            NodeKind::At(inner, moment) => {
                moved(period, *moment).is_some_and(|period| self.reads(inner, period, named))
            }
            NodeKind::OverTime(_, body, stretch) => {
                let periods = laid_out(period, *stretch).unwrap_or_default();
                periods.into_iter().any(|period| self.reads(body, period, named))
            }
            _ => {
                let mut found = false;
                node.for_each_child(|child| found = found || self.reads(child, period, named));
                found
            }
        }
    }
}
