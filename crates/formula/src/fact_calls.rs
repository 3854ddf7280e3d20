//! Checks calls that ask for a fact by its id.

use std::sync::Arc;

use gangmu_num::Ratio;

use crate::calls::{first, option_value, plain_arguments};
use crate::check::{Checker, constant, unknown};
use crate::fault::{Fault, Span};
use crate::syntax::{Call, Expr, Kind};
use crate::typed::{Node, NodeKind, Reference};
use crate::types::{Direction, Figure, Measure, Type};

/// An id given as a name or as a label.
fn id(expr: &Expr) -> Result<&str, Fault> {
    match &expr.kind {
        Kind::Name(id) | Kind::Text(id) => Ok(id),
        _ => Err(Fault::new("X025", expr.span)),
    }
}

pub(crate) fn of_indicator(
    checker: &mut Checker<'_>,
    call: &Call,
    span: Span,
) -> Result<Node, Fault> {
    let argument = first(call)?;
    let id = id(argument)?;
    let Some(figure) = checker.names.indicator(id) else {
        return Err(unknown("X010", id, checker.names.known("indicator"), argument.span));
    };
    let id: Arc<str> = Arc::from(id);
    let reference = match call.function.as_str() {
        "target" => Reference::Target(id),
        "worst" => Reference::Worst(id),
        "best" => Reference::Best(id),
        _ => Reference::Indicator(id),
    };
    Ok(Node { kind: NodeKind::Reference(reference), ty: Type::Number(figure), span })
}

pub(crate) fn fact(checker: &mut Checker<'_>, call: &Call, span: Span) -> Result<Node, Fault> {
    let function = call.function.as_str();
    if function == "milestones" {
        let late = match option_value(call, "late") {
            Some(given) => {
                constant(&checker.number(given)?.0).ok_or_else(|| Fault::new("X023", given.span))?
            }
            None => Ratio::ONE,
        };
        let kind = NodeKind::Reference(Reference::Milestones(late));
        return Ok(Node { kind, ty: Type::Number(Figure::points()), span });
    }
    let mut ids: Vec<Arc<str>> = Vec::new();
    for argument in plain_arguments(call) {
        ids.push(Arc::from(id(argument)?));
    }
    let argument = first(call)?;
    let first_id = ids.remove(0);
    if function == "element" {
        return match checker.names.plain(&first_id) {
            Some((reference @ Reference::Element(_), ty)) => {
                Ok(Node { kind: NodeKind::Reference(reference), ty, span })
            }
            _ => Err(unknown("X010", &first_id, checker.names.known("plain"), argument.span)),
        };
    }
    if !checker.names.has(function, &first_id) {
        return Err(unknown("X010", &first_id, checker.names.known(function), argument.span));
    }
    let neutral = |better| Type::Number(Figure { measure: Some(Measure::pure()), better });
    let (reference, ty) = match function {
        "checked" => (Reference::Checked(first_id), neutral(Some(Direction::Up))),
        "ratings" => (Reference::Ratings(first_id), Type::Texts),
        "grades" => (Reference::Grades(first_id), Type::Texts),
        "answers" => (Reference::Answers(first_id, ids), neutral(None)),
        "events" => (Reference::Events(first_id, ids.pop()), neutral(Some(Direction::Down))),
        "practices" => (Reference::Practices(first_id), neutral(Some(Direction::Up))),
        "result" => (Reference::SchemeResult(first_id), neutral(Some(Direction::Up))),
        "ranked" => (Reference::SchemeRanked(first_id), Type::Flag),
        "attribute" => (Reference::Attribute(first_id), Type::Number(Figure::literal())),
        _ => (Reference::Points(first_id), neutral(Some(Direction::Up))),
    };
    Ok(Node { kind: NodeKind::Reference(reference), ty, span })
}
