//! What formulas reach: the facts they ask for, and those that the indicators among these are made
//! from.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use gangmu_base::Period;
use gangmu_formula::Reference;
use gangmu_formula::check::Checked;
use gangmu_formula::typed::{Node, NodeKind};

use super::catalogue::{Catalogue, Compiled};

/// A fact and the period it is of.
pub type FactAt = (Reference, Period);

/// What some formulas reach.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Every fact, indicators and what they are made from alike.
    pub facts: BTreeSet<FactAt>,
    /// Whether any of it is asked of the unit one tier above.
    pub above: bool,
}

impl Reach {
    /// Adds what formulas reach when they are worked out for a period.
    pub fn add<'f>(
        &mut self,
        formulas: impl IntoIterator<Item = &'f Checked>,
        period: Period,
        catalogue: &Catalogue<'_>,
        compiled: &Compiled,
    ) {
        let mut open: Vec<(Arc<str>, Period)> = Vec::new();
        for formula in formulas {
            self.add_one(formula, period, &mut open);
        }
        while let Some((id, period)) = open.pop() {
            if let Some(formula) = formula_of(&id, catalogue, compiled) {
                self.add_one(formula, period, &mut open);
            }
        }
    }

    fn add_one(&mut self, formula: &Checked, period: Period, open: &mut Vec<(Arc<str>, Period)>) {
        self.above = self.above || looks_up(&formula.root);
        for (reference, period) in formula.root.asked(&BTreeSet::from([period])) {
            let new = self.facts.insert((reference.clone(), period));
            if let (true, Reference::Indicator(id)) = (new, reference) {
                open.push((id.clone(), period));
            }
        }
    }
}

/// The formula of an indicator, where it has one.
pub(super) fn formula_of<'c>(
    id: &str,
    catalogue: &Catalogue<'_>,
    compiled: &'c Compiled,
) -> Option<&'c Arc<Checked>> {
    let (index, _) = catalogue.find(id)?;
    compiled.formulas.get(index)?.as_ref()
}

fn looks_up(node: &Node) -> bool {
    let mut found = matches!(node.kind, NodeKind::OfParent(_));
    node.for_each_child(|child| found = found || looks_up(child));
    found
}

/// Facts that are others than before.
pub type Touched = FxHashSet<FactAt>;

/// Which of the facts are others: those of which `leaf` says so, and indicators made from any that are.
pub(super) fn touched(
    facts: &BTreeSet<FactAt>,
    catalogue: &Catalogue<'_>,
    compiled: &Compiled,
    leaf: &dyn Fn(&FactAt) -> bool,
) -> Touched {
    let mut found: Touched = facts.iter().filter(|fact| leaf(fact)).cloned().collect();
    // An indicator may be made from others: as often round as these lie upon each other.
    loop {
        let before = found.len();
        for fact in facts {
            let (Reference::Indicator(id), period) = fact else { continue };
            let formula = formula_of(id, catalogue, compiled);
            if let Some(formula) = formula.filter(|_| !found.contains(fact))
                && is_touched(formula, *period, &found)
            {
                found.insert(fact.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Whether a formula, worked out for a period, asks for any of these facts.
pub fn is_touched(formula: &Checked, period: Period, touched: &Touched) -> bool {
    let asked = formula.root.asked(&BTreeSet::from([period]));
    asked.into_iter().any(|(reference, at)| touched.contains(&(reference.clone(), at)))
}
