//! Checks the functions that hold a table: bands, lines, slabs, lookups.

use std::sync::Arc;

use gangmu_num::Ratio;

use crate::bands::bands;
use crate::calls::plain_arguments;
use crate::check::{Checker, constant, same_measure, wrong_type};
use crate::fault::{Fault, Span};
use crate::syntax::{Call, Comparison, Expr, Kind, Label};
use crate::typed::{Node, NodeKind};
use crate::types::{Direction, Figure, Measure, Type};

/// Checks a call of `bands`, `line`, `slabs` or `lookup`.
pub(crate) fn table(checker: &mut Checker<'_>, call: &Call, span: Span) -> Result<Node, Fault> {
    let Some(argument) = plain_arguments(call).next() else {
        return Err(Fault::new("X012", span).with("function", &call.function));
    };
    match call.function.as_str() {
        "lookup" => lookup(checker, call, argument, span),
        "bands" => bands(checker, call, argument, span),
        "line" => line(checker, call, argument, span),
        _ => slabs(checker, call, argument, span),
    }
}

pub(crate) fn faulty(call: &Call, span: Span) -> Fault {
    Fault::new("X022", span).with("function", &call.function)
}

/// The rows of a table of numbers: what stands before the colon and what behind.
fn written_rows(
    checker: &mut Checker<'_>,
    call: &Call,
    own: &Figure,
) -> Result<Vec<(Option<Comparison>, Ratio, Ratio)>, Fault> {
    let mut rows = Vec::new();
    for row in &call.arguments {
        let Label::Key(comparison, key) = &row.label else {
            continue;
        };
        let (limit, figure) = checker.number(key)?;
        same_measure(own, &figure, limit.span)?;
        let (value, _) = checker.number(&row.value)?;
        let limit = constant(&limit).ok_or_else(|| Fault::new("X023", key.span))?;
        let value = constant(&value).ok_or_else(|| Fault::new("X023", row.value.span))?;
        rows.push((*comparison, limit, value));
    }
    Ok(rows)
}

fn line(
    checker: &mut Checker<'_>,
    call: &Call,
    argument: &Expr,
    span: Span,
) -> Result<Node, Fault> {
    let (x, own) = checker.number(argument)?;
    let rows = written_rows(checker, call, &own)?;
    let rising = rows.windows(2).all(|pair| pair[0].1 < pair[1].1);
    if rows.len() < 2 || !rising || rows.iter().any(|(comparison, ..)| comparison.is_some()) {
        return Err(faulty(call, span));
    }
    let better = match (own.better, rows.first(), rows.last()) {
        (Some(better), Some(first), Some(last)) if last.2 < first.2 => Some(better.turned()),
        (better, ..) => better,
    };
    let anchors = rows.into_iter().map(|(_, x, y)| (x, y)).collect();
    let ty = Type::Number(Figure { measure: Some(Measure::pure()), better });
    Ok(Node { kind: NodeKind::Line(Box::new(x), anchors), ty, span })
}

fn slabs(
    checker: &mut Checker<'_>,
    call: &Call,
    argument: &Expr,
    span: Span,
) -> Result<Node, Fault> {
    let (x, own) = checker.number(argument)?;
    let rows = written_rows(checker, call, &own)?;
    let below = rows.iter().all(|(c, ..)| *c == Some(Comparison::Below));
    let above = rows.iter().all(|(c, ..)| *c == Some(Comparison::Above));
    // From the outside in: falling limits below, rising limits above.
    let ordered = rows.windows(2).all(|p| if below { p[0].1 > p[1].1 } else { p[0].1 < p[1].1 });
    if rows.is_empty() || !(below || above) || !ordered {
        return Err(faulty(call, span));
    }
    let better = own.better.map(|better| {
        if below == (better == Direction::Up) { Direction::Down } else { Direction::Up }
    });
    let rows = rows.into_iter().map(|(_, limit, rate)| (limit, rate)).collect();
    let ty = Type::Number(Figure { measure: Some(Measure::pure()), better });
    Ok(Node { kind: NodeKind::Slabs { x: Box::new(x), below, rows }, ty, span })
}

fn lookup(
    checker: &mut Checker<'_>,
    call: &Call,
    argument: &Expr,
    span: Span,
) -> Result<Node, Fault> {
    let label = checker.expression(argument)?;
    let mut rows: Vec<(Arc<str>, Option<Ratio>)> = Vec::new();
    let mut otherwise = None;
    for row in &call.arguments {
        if row.label == Label::None {
            continue;
        }
        let value = match row.value.kind {
            Kind::Skip => None,
            _ => {
                let (node, _) = checker.number(&row.value)?;
                Some(constant(&node).ok_or_else(|| Fault::new("X023", row.value.span))?)
            }
        };
        match &row.label {
            Label::Else if otherwise.is_none() => otherwise = Some(value),
            Label::Key(None, Expr { kind: Kind::Text(text), span, .. }) => {
                if rows.iter().any(|(known, _)| **known == **text) {
                    return Err(faulty(call, *span));
                }
                rows.push((Arc::from(text.as_str()), value));
            }
            _ => return Err(faulty(call, row.value.span)),
        }
    }
    let figure = Figure { measure: Some(Measure::pure()), better: Some(Direction::Up) };
    let ty = match label.ty {
        Type::Text => Type::Number(figure),
        Type::Texts => Type::Numbers(figure),
        ref other => return Err(wrong_type("label", other, label.span)),
    };
    Ok(Node { kind: NodeKind::Lookup(Box::new(label), rows, otherwise), ty, span })
}
