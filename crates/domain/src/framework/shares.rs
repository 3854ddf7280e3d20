//! Shares: quotients of two counts within the formulas of indicators, of which the numerator is part
//! of what the denominator counts.

use gangmu_base::observations::Element;
use gangmu_formula::check::Checked;
use gangmu_formula::syntax::BinaryOp;
use gangmu_formula::typed::{Function, Node, NodeKind};
use gangmu_formula::{Measure, Reference};

use super::catalogue::Catalogue;
use super::counts::counts_things;
use super::words::Framework;

/// So many of those: `100 * solved / all`, `(a + b) / (a + b + c)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    /// The elements that make the numerator, by number.
    pub(super) above: Vec<Element>,
    /// The elements that make the denominator.
    pub(super) below: Vec<Element>,
}

impl Share {
    /// Elements of the denominator that are no part of the numerator, where the numerator's are all
    /// among the denominator's: what is not in the one is in the other.
    pub(super) fn rest(&self) -> Option<Vec<Element>> {
        let inside = self.above.iter().all(|element| self.below.contains(element));
        inside.then(|| self.below.iter().filter(|e| !self.above.contains(e)).copied().collect())
    }
}

/// Why a formula holds no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NoShare {
    /// There is no quotient of elements or of sums of elements.
    NoQuotient,
    /// Numerator and denominator count different things: the one is no part of the other.
    OtherThings,
    /// They are amounts, and count no things.
    Amounts,
}

/// The shares in the formula of an indicator; where there is none, why.
pub(super) fn shares(
    formula: &Checked,
    framework: &Framework,
    catalogue: &Catalogue<'_>,
) -> Result<Vec<Share>, NoShare> {
    let (mut found, mut why) = (Vec::new(), NoShare::NoQuotient);
    for (quotient, is_share) in quotients(formula, framework, catalogue) {
        match is_share {
            Ok(()) => found.push(quotient),
            Err(other) => why = why.max(other),
        }
    }
    if found.is_empty() { Err(why) } else { Ok(found) }
}

/// Every quotient of elements or of sums of elements in a formula, and whether it is a share.
pub(super) fn quotients(
    formula: &Checked,
    framework: &Framework,
    catalogue: &Catalogue<'_>,
) -> Vec<(Share, Result<(), NoShare>)> {
    let mut search = Search { framework, catalogue, found: Vec::new() };
    search.look(&formula.root);
    search.found
}

struct Search<'s> {
    framework: &'s Framework,
    catalogue: &'s Catalogue<'s>,
    found: Vec<(Share, Result<(), NoShare>)>,
}

impl Search<'_> {
    fn look(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Binary(BinaryOp::Divide, above, below) => {
                let sums = (self.sum(without_factors(above)), self.sum(below));
                let (Some(above), Some(below)) = sums else {
                    node.for_each_child(|child| self.look(child));
                    return;
                };
                let is_share = self.judge(&above, &below);
                let share = Share { above, below };
                if self.found.iter().all(|(known, _)| *known != share) {
                    self.found.push((share, is_share));
                }
            }
            // Of other periods, units and subjects: those are looked at where they are themselves.
            NodeKind::At(..)
            | NodeKind::OfParent(_)
            | NodeKind::OverTime(..)
            | NodeKind::OverPopulation(..)
            | NodeKind::Top(..)
            | NodeKind::Rank(..) => {}
            _ => node.for_each_child(|child| self.look(child)),
        }
    }

    /// The elements that a sum adds up, each once.
    fn sum(&self, node: &Node) -> Option<Vec<Element>> {
        let mut found = match &node.kind {
            NodeKind::Reference(Reference::Element(id)) => {
                vec![Element(self.catalogue.element(id)? as u32)]
            }
            NodeKind::Binary(BinaryOp::Add, left, right) => {
                let mut all = self.sum(left)?;
                all.extend(self.sum(right)?);
                all
            }
            NodeKind::Function(Function::Number, given) => self.sum(given.first()?)?,
            _ => return None,
        };
        found.sort_unstable();
        let each_once = found.windows(2).all(|pair| pair[0] != pair[1]);
        each_once.then_some(found)
    }

    fn judge(&self, above: &[Element], below: &[Element]) -> Result<(), NoShare> {
        let unit = |element: &Element| {
            self.framework.elements.get(element.0 as usize).map_or("", |def| def.unit.as_str())
        };
        let all = || above.iter().chain(below);
        if !all().all(|element| counts_things(unit(element))) {
            return Err(NoShare::Amounts);
        }
        let first = above.first().map(|element| Measure::parse(unit(element)));
        if all().any(|element| Some(Measure::parse(unit(element))) != first) {
            return Err(NoShare::OtherThings);
        }
        let inside = above.iter().filter(|element| below.contains(element)).count();
        if inside == below.len() || (inside > 0 && inside < above.len()) {
            return Err(NoShare::NoQuotient);
        }
        Ok(())
    }
}

/// What is left of a numerator without the factors written in the formula.
fn without_factors(node: &Node) -> &Node {
    match &node.kind {
        NodeKind::Binary(BinaryOp::Multiply, left, right) => match (&left.kind, &right.kind) {
            (NodeKind::Constant(_), _) => without_factors(right),
            (_, NodeKind::Constant(_)) => without_factors(left),
            _ => node,
        },
        _ => node,
    }
}
