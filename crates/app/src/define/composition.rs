//! What a programme's formulas are made of: which elements anything looks at, and how an indicator of
//! a unit above comes from those below.

use std::collections::BTreeSet;

use gangmu_domain::framework::{Composed, ElementDef, Indicator, Rollup};
use gangmu_formula::Reference;
use gangmu_formula::syntax::BinaryOp;
use gangmu_formula::typed::{Node, NodeKind};

use super::prepare::Prepared;

/// The elements that an indicator, a rule or a condition looks at.
pub(super) fn used<'p>(prepared: &'p Prepared<'_>) -> BTreeSet<&'p str> {
    let formulas = prepared.compiled.formulas.iter().flatten();
    let schemes = prepared.schemes.iter().flat_map(|scheme| scheme.formulas());
    let mut found = BTreeSet::new();
    for formula in formulas.chain(schemes) {
        found.extend(formula.root.references().into_iter().filter_map(
            |reference| match reference {
                Reference::Element(id) => Some(&**id),
                _ => None,
            },
        ));
    }
    found
}

/// How an indicator rolls up the tree, where its formula shows it: an element that adds up does, and
/// a ratio of two such is a weighted mean.
pub(super) fn composed(prepared: &Prepared<'_>, indicator: &Indicator) -> Option<Composed> {
    let (number, _) = prepared.catalogue.find(&indicator.id)?;
    let formula = prepared.compiled.formulas.get(number)?.as_ref()?;
    let mut node = &formula.root;
    while let NodeKind::Binary(BinaryOp::Multiply, left, right) = &node.kind {
        match (&left.kind, &right.kind) {
            (NodeKind::Constant(factor), _) if factor.signum() > 0 => node = right,
            (_, NodeKind::Constant(factor)) if factor.signum() > 0 => node = left,
            _ => return None,
        }
    }
    if adds_up(prepared, node) {
        return Some(Composed::Sum);
    }
    let NodeKind::Binary(BinaryOp::Divide, above, below) = &node.kind else { return None };
    let above = match &above.kind {
        NodeKind::Binary(BinaryOp::Multiply, left, right)
            if matches!(left.kind, NodeKind::Constant(_)) =>
        {
            right
        }
        _ => above,
    };
    (adds_up(prepared, above) && adds_up(prepared, below)).then_some(Composed::Mean)
}

fn adds_up(prepared: &Prepared<'_>, node: &Node) -> bool {
    let NodeKind::Reference(Reference::Element(id)) = &node.kind else { return false };
    let element: Option<&ElementDef> = prepared
        .catalogue
        .element(id)
        .and_then(|place| prepared.programme.framework.elements.get(place));
    element.is_some_and(|element| element.rollup == Rollup::Sum)
}
