//! Checks a table of bands. Bands with one end are tried in their order, the first that holds counts:
//! `bands(x, >= 90: 2, >= 80: 1, else: 0)`. Intervals are written as legal tables write them:
//! `bands(x, >= 95: 3, >= 90 and < 95: 2, < 90: 0)`. Without `else` these claim to say one thing of
//! every value; whether they do, [`analyse::partitions`](crate::analyse::partitions) tells.

use crate::check::{Checker, same_measure};
use crate::fault::{Fault, Span};
use crate::syntax::{BinaryOp, Call, Comparison, Expr, Label};
use crate::tables::faulty;
use crate::typed::{Node, NodeKind};
use crate::types::{Figure, Type};

/// An end of a band: how the figure compares with it, and where it lies.
type End = (Comparison, Node);

/// A band: its ends, where it stands, the figure it gives.
type Band = (Vec<End>, Span, Node);

/// Checks a call of `bands`.
pub(crate) fn bands(
    checker: &mut Checker<'_>,
    call: &Call,
    argument: &Expr,
    span: Span,
) -> Result<Node, Fault> {
    let (x, own) = checker.number(argument)?;
    let (mut bands, mut otherwise): (Vec<Band>, _) = (Vec::new(), None);
    let mut given = Figure::literal();
    for row in &call.arguments {
        let (node, figure) = match &row.label {
            Label::None => continue,
            _ => checker.number(&row.value)?,
        };
        given.measure = same_measure(&given, &figure, node.span)?;
        let mut end = |comparison: &Comparison, limit: &Expr| -> Result<End, Fault> {
            let (limit, figure) = checker.number(limit)?;
            same_measure(&own, &figure, limit.span)?;
            Ok((*comparison, limit))
        };
        match &row.label {
            Label::Else if otherwise.is_none() => otherwise = Some(node),
            Label::Key(Some(comparison), limit) => {
                bands.push((vec![end(comparison, limit)?], limit.span, node));
            }
            Label::Between(ends) => {
                let [(low, from), (high, to)] = &ends.it;
                if !face_each_other(*low, *high) {
                    return Err(faulty(call, ends.span));
                }
                bands.push((vec![end(low, from)?, end(high, to)?], ends.span, node));
            }
            _ => return Err(faulty(call, row.value.span)),
        }
    }
    let ty = Type::Number(given);
    if call.is_of_intervals() {
        return Ok(choices(checker, x, bands, otherwise, (ty, span)));
    }
    let otherwise = otherwise.ok_or_else(|| faulty(call, span))?;
    let one = |(ends, _, figure): Band| {
        ends.into_iter().next().map(|(comparison, limit)| (comparison, limit, figure))
    };
    let rows = bands.into_iter().filter_map(one).collect();
    let kind = NodeKind::Bands { x: Box::new(x), rows, otherwise: Box::new(otherwise) };
    Ok(Node { kind, ty, span })
}

/// Intervals as choices, one in the `else` of the other, about what is banded under a name of its
/// own, so that it is worked out once.
fn choices(
    checker: &mut Checker<'_>,
    x: Node,
    bands: Vec<Band>,
    otherwise: Option<Node>,
    (ty, span): (Type, Span),
) -> Node {
    let place = checker.unnamed();
    let (of_x, x_span) = (x.ty.clone(), x.span);
    let holds = |(comparison, limit): End| {
        let at = limit.span;
        let x = Node { kind: NodeKind::Local(place), ty: of_x.clone(), span: x_span };
        let kind = NodeKind::Binary(BinaryOp::Compare(comparison), Box::new(x), Box::new(limit));
        Node { kind, ty: Type::Flag, span: at }
    };
    let nothing = Node { kind: NodeKind::Undefined, ty: ty.clone(), span };
    let mut chosen = otherwise.unwrap_or(nothing);
    for (ends, at, figure) in bands.into_iter().rev() {
        let both = |a: Node, b: Node| {
            let kind = NodeKind::Binary(BinaryOp::And, Box::new(a), Box::new(b));
            Node { kind, ty: Type::Flag, span: at }
        };
        let Some(condition) = ends.into_iter().map(&holds).reduce(both) else { continue };
        let kind = NodeKind::If(Box::new(condition), Box::new(figure), Box::new(chosen));
        chosen = Node { kind, ty: ty.clone(), span };
    }
    Node { kind: NodeKind::Let(place, Box::new(x), Box::new(chosen)), ty, span }
}

/// Whether one of two comparisons is open above and the other below, so that they bound an interval.
fn face_each_other(a: Comparison, b: Comparison) -> bool {
    let upward = |comparison| match comparison {
        Comparison::Above | Comparison::AtLeast => Some(true),
        Comparison::Below | Comparison::AtMost => Some(false),
        Comparison::Equal | Comparison::Unequal => None,
    };
    matches!((upward(a), upward(b)), (Some(a), Some(b)) if a != b)
}
