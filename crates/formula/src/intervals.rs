//! Checks a table of intervals: `bands(x, >= 95: 3, >= 90 and < 95: 2, < 90: 0)`, as legal tables
//! write it. Where it has no `else`, it claims to say one thing of every value; whether it does,
//! [`analyse::partitions`](crate::analyse::partitions) tells.

use crate::check::{Checker, same_measure};
use crate::fault::{Fault, Span};
use crate::syntax::{BinaryOp, Call, Comparison, Expr, Label};
use crate::tables::faulty;
use crate::typed::{Node, NodeKind};
use crate::types::{Figure, Type};

/// What is banded, as its rows see it: a name of its own, so that it is worked out once.
struct Banded {
    place: usize,
    figure: Figure,
    span: Span,
}

/// Checks a call of `bands` in which a row has two ends. It becomes choices, one in the `else` of
/// the other, about what is banded.
pub(crate) fn intervals(
    checker: &mut Checker<'_>,
    call: &Call,
    argument: &Expr,
    span: Span,
) -> Result<Node, Fault> {
    let (x, figure) = checker.number(argument)?;
    let banded = Banded { place: checker.unnamed(), figure, span: x.span };
    let (mut rows, mut otherwise) = (Vec::new(), None);
    let mut given = Figure::literal();
    for row in &call.arguments {
        let (node, figure) = match &row.label {
            Label::None => continue,
            _ => checker.number(&row.value)?,
        };
        given.measure = same_measure(&given, &figure, node.span)?;
        match &row.label {
            Label::Else if otherwise.is_none() => otherwise = Some(node),
            Label::Key(Some(comparison), end) => {
                rows.push((banded.compared(checker, *comparison, end)?, node));
            }
            Label::Between(ends) => {
                let [(low, from), (high, to)] = &ends.it;
                if low.opens_upward().is_none() || low.opens_upward() == high.opens_upward() {
                    return Err(faulty(call, ends.span));
                }
                if high.opens_upward().is_none() {
                    return Err(faulty(call, ends.span));
                }
                let low = banded.compared(checker, *low, from)?;
                let high = banded.compared(checker, *high, to)?;
                let kind = NodeKind::Binary(BinaryOp::And, Box::new(low), Box::new(high));
                rows.push((Node { kind, ty: Type::Flag, span: ends.span }, node));
            }
            _ => return Err(faulty(call, row.value.span)),
        }
    }
    let ty = Type::Number(given);
    let nothing = Node { kind: NodeKind::Undefined, ty: ty.clone(), span };
    let chosen = rows.into_iter().rev().fold(otherwise.unwrap_or(nothing), |rest, row| {
        let kind = NodeKind::If(Box::new(row.0), Box::new(row.1), Box::new(rest));
        Node { kind, ty: ty.clone(), span }
    });
    let kind = NodeKind::Let(banded.place, Box::new(x), Box::new(chosen));
    Ok(Node { kind, ty, span })
}

impl Banded {
    fn compared(
        &self,
        checker: &mut Checker<'_>,
        comparison: Comparison,
        end: &Expr,
    ) -> Result<Node, Fault> {
        let (end, figure) = checker.number(end)?;
        same_measure(&self.figure, &figure, end.span)?;
        let span = end.span;
        let ty = Type::Number(self.figure.clone());
        let x = Node { kind: NodeKind::Local(self.place), ty, span: self.span };
        let kind = NodeKind::Binary(BinaryOp::Compare(comparison), Box::new(x), Box::new(end));
        Ok(Node { kind, ty: Type::Flag, span })
    }
}

impl Comparison {
    /// Whether it holds for all that lies above its limit, or for all below; `None` for `==` and
    /// `!=`.
    pub(crate) fn opens_upward(self) -> Option<bool> {
        match self {
            Comparison::Above | Comparison::AtLeast => Some(true),
            Comparison::Below | Comparison::AtMost => Some(false),
            Comparison::Equal | Comparison::Unequal => None,
        }
    }
}
