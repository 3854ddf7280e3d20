//! Looks up names, works out types, refuses what makes no sense, and bounds the work.

use std::sync::Arc;

use gangmu_base::finding::nearest;
use gangmu_num::Ratio;

use crate::calls;
use crate::fault::{Fault, Span};
use crate::limits;
use crate::names::Names;
use crate::syntax::{BinaryOp, Expr, Kind, Moment, Stretch, UnaryOp};
use crate::typed::{Node, NodeKind};
use crate::types::{Direction, Figure, Measure, Type};

/// A checked formula.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The tree.
    pub root: Node,
    /// How many places `let` needs.
    pub locals: usize,
    /// Nodes worked out per subject.
    pub work: u64,
}

/// Checks a formula against the names in sight.
///
/// # Errors
/// The first fault met, with the stretch of text it is about.
pub fn check(expr: &Expr, names: &dyn Names) -> Result<Checked, Fault> {
    let mut checker = Checker { names, locals: Vec::new(), places: 0, barrier: 0 };
    let root = checker.expression(expr)?;
    let work = work(&root);
    if work > limits::WORK {
        return Err(Fault::new("X020", expr.span).with("work", work).with("limit", limits::WORK));
    }
    Ok(Checked { root, locals: checker.places, work })
}

/// How many nodes are worked out per subject.
fn work(node: &Node) -> u64 {
    let mut total = 1u64;
    node.for_each_child(|child| total = total.saturating_add(work(child)));
    match &node.kind {
        NodeKind::OverTime(_, _, stretch) => total.saturating_mul(periods(*stretch)),
        _ => total,
    }
}

/// How many periods a stretch has at most.
pub(crate) fn periods(stretch: Stretch) -> u64 {
    match stretch {
        Stretch::Parts(length) => length.per_year() as u64,
        Stretch::Last(count) | Stretch::Before(count) => u64::from(count),
        Stretch::Years(first, last) => (i32::from(last) - i32::from(first) + 1).max(0) as u64,
    }
}

struct Local {
    name: String,
    place: usize,
    ty: Type,
}

pub(crate) struct Checker<'n> {
    pub(crate) names: &'n dyn Names,
    locals: Vec<Local>,
    places: usize,
    /// Locals below this one belong to another moment or another subject.
    barrier: usize,
}

impl Checker<'_> {
    pub(crate) fn expression(&mut self, expr: &Expr) -> Result<Node, Fault> {
        let span = expr.span;
        let (kind, ty) = match &expr.kind {
            Kind::Number(value) => {
                (NodeKind::Constant(value.clone()), Type::Number(Figure::literal()))
            }
            Kind::Text(text) => (NodeKind::Text(Arc::from(text.as_str())), Type::Text),
            Kind::Flag(flag) => (NodeKind::Flag(*flag), Type::Flag),
            Kind::Skip => (NodeKind::Skip, Type::Number(Figure::literal())),
            Kind::Name(name) => return self.name(name, span),
            Kind::Unary(operator, inner) => return self.unary(*operator, inner, span),
            Kind::Binary(operator, left, right) => {
                return self.binary(*operator, left, right, span);
            }
            Kind::If(condition, yes, no) => {
                let condition = self.flag(condition)?;
                let (yes, no) = (self.expression(yes)?, self.expression(no)?);
                return branches(condition, yes, no, span);
            }
            Kind::Let(name, value, body) => {
                let value = self.expression(value)?;
                let place = self.places;
                self.places += 1;
                let ty = value.ty.clone();
                self.locals.push(Local { name: name.clone(), place, ty });
                let body = self.expression(body);
                self.locals.pop();
                let body = body?;
                let ty = body.ty.clone();
                (NodeKind::Let(place, Box::new(value), Box::new(body)), ty)
            }
            Kind::At(inner, moment) => {
                check_moment(*moment, span)?;
                let inner = self.elsewhere(|checker| checker.expression(inner))?;
                let ty = inner.ty.clone();
                (NodeKind::At(Box::new(inner), *moment), ty)
            }
            Kind::OfParent(inner) => {
                let inner = self.elsewhere(|checker| checker.expression(inner))?;
                let ty = inner.ty.clone();
                (NodeKind::OfParent(Box::new(inner)), ty)
            }
            Kind::Call(call) => return calls::call(self, call, span),
        };
        Ok(Node { kind, ty, span })
    }

    /// A place for a figure that is named by nobody.
    pub(crate) fn unnamed(&mut self) -> usize {
        self.places += 1;
        self.places - 1
    }

    /// Checks something that is worked out for another moment or another subject: what `let`
    /// named here and now must not be used there.
    pub(crate) fn elsewhere<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let before = std::mem::replace(&mut self.barrier, self.locals.len());
        let found = inner(self);
        self.barrier = before;
        found
    }

    fn name(&mut self, name: &str, span: Span) -> Result<Node, Fault> {
        let local = self.locals.iter().enumerate().rev().find(|(_, local)| local.name == name);
        if let Some((index, local)) = local {
            if index < self.barrier {
                return Err(Fault::new("X016", span).with("name", name));
            }
            return Ok(Node { kind: NodeKind::Local(local.place), ty: local.ty.clone(), span });
        }
        match self.names.plain(name) {
            Some((reference, ty)) => Ok(Node { kind: NodeKind::Reference(reference), ty, span }),
            None => {
                let mut known = self.names.known("plain");
                known.extend(self.locals.iter().map(|local| local.name.clone()));
                Err(unknown("X010", name, known, span))
            }
        }
    }

    fn unary(&mut self, operator: UnaryOp, inner: &Expr, span: Span) -> Result<Node, Fault> {
        let (inner, ty) = match operator {
            UnaryOp::Not => (self.flag(inner)?, Type::Flag),
            UnaryOp::Negate => {
                let (node, figure) = self.number(inner)?;
                let better = figure.better.map(Direction::turned);
                (node, Type::Number(Figure { better, ..figure }))
            }
        };
        Ok(Node { kind: NodeKind::Unary(operator, Box::new(inner)), ty, span })
    }

    fn binary(
        &mut self,
        operator: BinaryOp,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> Result<Node, Fault> {
        let (left, right, ty) = match operator {
            BinaryOp::And | BinaryOp::Or => (self.flag(left)?, self.flag(right)?, Type::Flag),
            BinaryOp::Compare(comparison) => {
                let (left, right) = (self.expression(left)?, self.expression(right)?);
                match (&left.ty, &right.ty) {
                    (Type::Number(a), Type::Number(b)) => {
                        same_measure(a, b, span)?;
                    }
                    (Type::Text, Type::Text) if !comparison.orders() => {}
                    (Type::Number(_), other) => {
                        return Err(wrong_type("number", other, right.span));
                    }
                    (other, _) => return Err(wrong_type("number", other, left.span)),
                }
                (left, right, Type::Flag)
            }
            BinaryOp::Add | BinaryOp::Subtract => {
                let ((left, a), (right, b)) = (self.number(left)?, self.number(right)?);
                let measure = same_measure(&a, &b, span)?;
                let other = match operator {
                    BinaryOp::Subtract => b.better.map(Direction::turned),
                    _ => b.better,
                };
                let better = match (a.better, other) {
                    // `x - x @ prev`: a change is as good as the figure that changed.
                    (Some(own), _) => Some(own),
                    (None, other) => other,
                };
                (left, right, Type::Number(Figure { measure, better }))
            }
            BinaryOp::Multiply | BinaryOp::Divide => {
                let ((left, a), (right, b)) = (self.number(left)?, self.number(right)?);
                let figure = product(&a, &b, operator, &left, &right);
                (left, right, Type::Number(figure))
            }
        };
        Ok(Node { kind: NodeKind::Binary(operator, Box::new(left), Box::new(right)), ty, span })
    }

    /// Checks an expression that must be a figure.
    pub(crate) fn number(&mut self, expr: &Expr) -> Result<(Node, Figure), Fault> {
        let node = self.expression(expr)?;
        match &node.ty {
            Type::Number(figure) => {
                let figure = figure.clone();
                Ok((node, figure))
            }
            other => Err(wrong_type("number", other, expr.span)),
        }
    }

    /// Checks an expression that must be a condition.
    pub(crate) fn flag(&mut self, expr: &Expr) -> Result<Node, Fault> {
        let node = self.expression(expr)?;
        match node.ty {
            Type::Flag => Ok(node),
            ref other => Err(wrong_type("condition", other, expr.span)),
        }
    }
}

/// A moment must lie within reach.
fn check_moment(moment: Moment, span: Span) -> Result<(), Fault> {
    match moment {
        Moment::Shift(by) if by.unsigned_abs() as usize > limits::PERIODS => {
            Err(Fault::new("X003", span).with("what", "periods").with("limit", limits::PERIODS))
        }
        _ => Ok(()),
    }
}

/// An unknown name, with the nearest known one.
pub(crate) fn unknown(code: &'static str, name: &str, known: Vec<String>, span: Span) -> Fault {
    // What is known, but is not what is wanted here, is no help.
    let others = known.iter().map(String::as_str).filter(|other| *other != name);
    let near = nearest(name, others).unwrap_or("").to_owned();
    Fault::new(code, span).with("name", name).with("nearest", near)
}

/// One type was wanted, another found.
pub(crate) fn wrong_type(expected: &'static str, found: &Type, span: Span) -> Fault {
    Fault::new("X013", span).with("expected", expected).with("found", found.word())
}

/// The common unit of two figures; a figure written in the formula takes on the other's.
pub(crate) fn same_measure(a: &Figure, b: &Figure, span: Span) -> Result<Option<Measure>, Fault> {
    match (&a.measure, &b.measure) {
        (Some(left), Some(right)) if left != right => {
            Err(Fault::new("X014", span).with("left", left).with("right", right))
        }
        (Some(measure), _) | (None, Some(measure)) => Ok(Some(measure.clone())),
        (None, None) => Ok(None),
    }
}

/// `if` with branches of one type.
pub(crate) fn branches(condition: Node, yes: Node, no: Node, span: Span) -> Result<Node, Fault> {
    let either = |a: &Figure, b: &Figure| -> Result<Figure, Fault> {
        let measure = same_measure(a, b, span)?;
        let better = match (a.better, b.better) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => a.or(b),
        };
        Ok(Figure { measure, better })
    };
    let ty = match (&yes.ty, &no.ty) {
        (Type::Number(a), Type::Number(b)) => Type::Number(either(a, b)?),
        (Type::Numbers(a), Type::Numbers(b)) => Type::Numbers(either(a, b)?),
        (a, b) if a == b => a.clone(),
        (a, b) => return Err(wrong_type(a.word(), b, no.span)),
    };
    Ok(Node { kind: NodeKind::If(Box::new(condition), Box::new(yes), Box::new(no)), ty, span })
}

/// The figure a product or a quotient is. The direction is kept only where the other side is a
/// number written in the formula, or both sides are the same kind of thing (`x / x @ prev`).
fn product(a: &Figure, b: &Figure, operator: BinaryOp, left: &Node, right: &Node) -> Figure {
    let sign = if operator == BinaryOp::Divide { -1 } else { 1 };
    let measure = match (&a.measure, &b.measure) {
        (None, None) => None,
        (a, b) => {
            let pure = Measure::pure();
            Some(a.as_ref().unwrap_or(&pure).times(b.as_ref().unwrap_or(&pure), sign))
        }
    };
    let written = |node: &Node| constant(node).map(|value| value.signum());
    let better = match (written(left), written(right)) {
        (_, Some(1)) => a.better,
        (_, Some(-1)) => a.better.map(Direction::turned),
        (Some(1), _) if sign == 1 => b.better,
        (Some(-1), _) if sign == 1 => b.better.map(Direction::turned),
        (Some(1), _) => b.better.map(Direction::turned),
        (None, None) if sign == -1 && a.measure == b.measure => a.better,
        _ => None,
    };
    Figure { measure, better }
}

/// The value of a number written in the formula, with or without a sign.
pub(crate) fn constant(node: &Node) -> Option<Ratio> {
    match &node.kind {
        NodeKind::Constant(value) => Some(value.clone()),
        NodeKind::Unary(UnaryOp::Negate, inner) => constant(inner).map(|value| value.neg()),
        _ => None,
    }
}

impl crate::syntax::Comparison {
    /// Whether it asks for an order, not only for sameness.
    fn orders(self) -> bool {
        use crate::syntax::Comparison::{Equal, Unequal};
        !matches!(self, Equal | Unequal)
    }
}

impl Node {
    /// Visits the nodes directly below.
    pub fn for_each_child<'s>(&'s self, mut visit: impl FnMut(&'s Node)) {
        match &self.kind {
            NodeKind::Constant(_)
            | NodeKind::Text(_)
            | NodeKind::Flag(_)
            | NodeKind::Skip
            | NodeKind::Undefined
            | NodeKind::Reference(_)
            | NodeKind::Local(_)
            | NodeKind::Size(_) => {}
            NodeKind::Let(_, a, b) | NodeKind::Binary(_, a, b) => {
                visit(a);
                visit(b);
            }
            NodeKind::Unary(_, a)
            | NodeKind::At(a, _)
            | NodeKind::OfParent(a)
            | NodeKind::TextToNumber(a)
            | NodeKind::Has(a)
            | NodeKind::Known(a)
            | NodeKind::Line(a, _)
            | NodeKind::Slabs { x: a, .. }
            | NodeKind::Lookup(a, ..)
            | NodeKind::OverTime(_, a, _)
            | NodeKind::OverPopulation(_, a, _)
            | NodeKind::OverList(_, a, _)
            | NodeKind::Top(_, a, ..)
            | NodeKind::Rank(_, a, _) => visit(a),
            NodeKind::If(a, b, c) => {
                visit(a);
                visit(b);
                visit(c);
            }
            NodeKind::Function(_, all) | NodeKind::Coalesce(all) => all.iter().for_each(visit),
            NodeKind::Bands { x, rows, otherwise } => {
                visit(x);
                for (_, limit, figure) in rows {
                    visit(limit);
                    visit(figure);
                }
                visit(otherwise);
            }
        }
    }
}
