//! The walk through a formula that finds out how each part of it moves.

use std::collections::BTreeMap;

use gangmu_base::Period;
use gangmu_num::Ratio;

use super::bounds::Known;
use super::functions;
use super::growth::{Growth, Truth};
use super::interval::Interval;
use super::polynomial::{Form, Var};
use super::reading::Reading;
use crate::evaluate::moved;
use crate::fault::Span;
use crate::syntax::{BinaryOp, UnaryOp};
use crate::typed::{Function, Node, NodeKind, Reference};
use crate::types::Type;

/// Whose figure is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The subject whose fact it is.
    Subject,
    /// Anybody: only the ranges of the facts are known, and nothing of what a condition says.
    Anyone,
}

/// What is found out about a node of any type.
#[derive(Debug, Clone)]
pub(super) enum Found {
    Figure(Growth),
    Condition(Truth),
    /// A label or a list: whether the fact is read in it.
    Other(bool),
}

/// What `let` named.
#[derive(Clone)]
pub(super) struct Named<'n> {
    pub(super) node: &'n Node,
    own: Option<Found>,
    pub(super) form: Option<Form>,
    anyone: Option<Found>,
}

/// A part of a formula that polynomials take as it is.
pub(super) struct Atom<'n> {
    pub(super) node: &'n Node,
    pub(super) period: Period,
    pub(super) depends: bool,
}

/// What the conditions on the way to a part of the formula say.
#[derive(Clone, Default)]
pub(super) struct Path {
    pub(super) known: Known,
    /// How the variables that depend on the fact move.
    pub(super) slopes: BTreeMap<Var, Interval>,
    /// Where what `let` named lies.
    pub(super) narrowed: Vec<(usize, Interval)>,
}

pub(super) struct Walk<'n> {
    pub(super) reading: Reading<'n>,
    pub(super) ranges: &'n dyn Fn(&Reference) -> Option<Interval>,
    pub(super) period: Period,
    pub(super) who: Who,
    pub(super) named: Vec<Option<Named<'n>>>,
    pub(super) path: Path,
    pub(super) atoms: Vec<Atom<'n>>,
    /// What was found out last about each node, by its address.
    pub(super) seen: BTreeMap<usize, Growth>,
    /// The branches of conditions, and whether any of them can be taken.
    pub(super) branches: BTreeMap<usize, (Span, bool)>,
    /// How much more may be spent on proofs.
    pub(super) effort: u32,
}

/// A node lies in one place as long as the formula is there.
pub(super) fn address(node: &Node) -> usize {
    std::ptr::from_ref(node) as usize
}

impl<'n> Walk<'n> {
    /// What is found out about a node.
    pub(super) fn found(&mut self, node: &'n Node) -> Found {
        match node.ty {
            Type::Number(_) => Found::Figure(self.number(node)),
            Type::Flag => Found::Condition(self.truth(node)),
            Type::Text | Type::Numbers(_) | Type::Texts => {
                Found::Other(self.reads(node, self.period))
            }
        }
    }

    /// How a figure moves.
    pub(super) fn number(&mut self, node: &'n Node) -> Growth {
        let growth = self.figure(node);
        if self.who == Who::Anyone {
            return growth;
        }
        // What was found out for another period must not be taken for this one.
        self.seen.insert(address(node), growth.clone());
        let growth = self.tightened(node, growth);
        self.seen.insert(address(node), growth.clone());
        growth
    }

    pub(super) fn figure(&mut self, node: &'n Node) -> Growth {
        match &node.kind {
            NodeKind::Constant(value) => Growth::fixed(Interval::point(value.clone())),
            NodeKind::Reference(reference) => self.fact(reference),
            NodeKind::Local(place) => match self.local(*place) {
                Some(Found::Figure(growth)) => growth,
                _ => Growth::fixed(Interval::ANY),
            },
            NodeKind::Let(place, value, body) => {
                self.define(*place, value);
                self.number(body)
            }
            NodeKind::Unary(UnaryOp::Negate, inner) => self.number(inner).neg(),
            NodeKind::Binary(operator, left, right) => self.arithmetic(*operator, left, right),
            NodeKind::If(..) | NodeKind::Bands { .. } => self.choice(node).0,
            NodeKind::At(inner, moment) => match moved(self.period, *moment) {
                Some(period) => self.in_period(period, |walk| walk.number(inner)),
                // There is no such period, and never a figure.
                None => Growth::fixed(Interval::ANY),
            },
            NodeKind::OfParent(inner) => {
                Growth::fixed(self.of_anyone(|walk| walk.number(inner).range))
            }
            NodeKind::Function(function, given) => self.function(*function, given),
            NodeKind::Coalesce(given) => self.coalesce(given),
            NodeKind::Known(inner) => self.number(inner),
            NodeKind::Line(x, anchors) => functions::line(&self.number(x), anchors),
            NodeKind::Slabs { x, below, rows } => functions::slabs(&self.number(x), *below, rows),
            NodeKind::OverTime(..)
            | NodeKind::OverPopulation(..)
            | NodeKind::OverList(..)
            | NodeKind::Top(..)
            | NodeKind::Rank(..) => self.gathered(node),
            NodeKind::Size(_) => Growth::fixed(Interval::at_least(Ratio::ONE)),
            NodeKind::Lookup(..) | NodeKind::TextToNumber(_) => {
                let range = super::gathered::of_labels(node);
                self.if_read(node, range)
            }
            // Never a figure; conditions and labels are looked at elsewhere.
            NodeKind::Skip
            | NodeKind::Undefined
            | NodeKind::Text(_)
            | NodeKind::Flag(_)
            | NodeKind::Unary(UnaryOp::Not, _)
            | NodeKind::Has(_) => Growth::fixed(Interval::zero()),
        }
    }

    /// A figure of which nothing but its range is known, when the fact is read in it.
    pub(super) fn if_read(&self, node: &Node, range: Interval) -> Growth {
        if !self.reads(node, self.period) {
            return Growth::fixed(range);
        }
        let slope = Interval::ANY;
        Growth { slope, range, depends: true, steady: false, crosses: true }
    }

    fn fact(&self, reference: &Reference) -> Growth {
        let stated = (self.ranges)(reference).unwrap_or(Interval::ANY);
        let counts = matches!(
            reference,
            Reference::Checked(_)
                | Reference::Answers(..)
                | Reference::Events(..)
                | Reference::Practices(_)
        );
        let range = if counts { stated.max(&Interval::zero()) } else { stated };
        let own = self.who == Who::Subject;
        let depends = own && self.reading.is_it(reference, self.period);
        Growth { depends, ..Growth::fixed(range.clone()) }.with(Interval::point(Ratio::ONE), range)
    }

    /// Whether the fact is read in a node, for whatever use.
    pub(super) fn reads(&self, node: &Node, period: Period) -> bool {
        if self.who == Who::Anyone {
            return false;
        }
        let named = |place: usize| match self
            .named
            .get(place)
            .and_then(|named| named.as_ref()?.own.as_ref())
        {
            Some(Found::Figure(growth)) => growth.depends,
            Some(Found::Condition(truth)) => truth.depends,
            Some(Found::Other(depends)) => *depends,
            None => false,
        };
        self.reading.reads(node, period, &named)
    }

    pub(super) fn in_period<T>(&mut self, period: Period, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.period, period);
        let found = inner(self);
        self.period = before;
        found
    }

    /// Looks at something as if it were anybody's.
    pub(super) fn of_anyone<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.who, Who::Anyone);
        let found = inner(self);
        self.who = before;
        found
    }

    pub(super) fn define(&mut self, place: usize, node: &'n Node) {
        let found = self.found(node);
        let named = match self.who {
            Who::Subject => {
                let figure = matches!(node.ty, Type::Number(_));
                let form = figure.then(|| self.form(node));
                Named { node, own: Some(found), form, anyone: None }
            }
            Who::Anyone => {
                let before = self.named.get_mut(place).and_then(Option::take);
                let (own, form) = before.map_or((None, None), |named| (named.own, named.form));
                Named { node, own, form, anyone: Some(found) }
            }
        };
        if let Some(slot) = self.named.get_mut(place) {
            *slot = Some(named);
        }
    }

    pub(super) fn local(&mut self, place: usize) -> Option<Found> {
        let named = self.named.get(place)?.as_ref()?;
        if self.who == Who::Subject {
            let mut found = named.own.clone()?;
            if let Found::Figure(growth) = &mut found {
                for (_, range) in self.path.narrowed.iter().filter(|(known, _)| *known == place) {
                    growth.range = growth.range.meet(range).unwrap_or_else(|| range.clone());
                }
            }
            return Some(found);
        }
        if let Some(found) = &named.anyone {
            return Some(found.clone());
        }
        let node = named.node;
        let found = self.found(node);
        if let Some(Some(named)) = self.named.get_mut(place) {
            named.anyone = Some(found.clone());
        }
        Some(found)
    }

    fn arithmetic(&mut self, operator: BinaryOp, left: &'n Node, right: &'n Node) -> Growth {
        let (a, b) = (self.number(left), self.number(right));
        match operator {
            BinaryOp::Add => a.add(&b),
            BinaryOp::Subtract => a.sub(&b),
            BinaryOp::Multiply => a.mul(&b),
            BinaryOp::Divide => a.div(&b),
            BinaryOp::And | BinaryOp::Or | BinaryOp::Compare(_) => Growth::made_of([&a, &b]),
        }
    }

    fn function(&mut self, function: Function, given: &'n [Node]) -> Growth {
        let growths: Vec<Growth> = given.iter().map(|node| self.number(node)).collect();
        match (function, given, growths.as_slice()) {
            (Function::Share, [x, from, to], [own, start, end]) => {
                let done = self.difference((x, own), (from, start));
                let whole = self.difference((to, end), (from, start));
                functions::share(&done, &whole)
            }
            (Function::Short(direction), [x, t], [own, other]) => {
                functions::beyond(direction.turned(), &self.difference((x, own), (t, other)))
            }
            (Function::Excess(direction), [x, t], [own, other]) => {
                functions::beyond(direction, &self.difference((x, own), (t, other)))
            }
            _ => functions::of_figures(function, &growths),
        }
    }

    fn coalesce(&mut self, given: &'n [Node]) -> Growth {
        let growths: Vec<Growth> = given.iter().map(|node| self.number(node)).collect();
        let mut all = growths.iter();
        let Some(first) = all.next() else { return Growth::fixed(Interval::ANY) };
        let either = all.fold(first.clone(), |either, other| either.either(other));
        // Which of them has a value must not depend on the fact.
        if either.steady {
            either
        } else {
            Growth::made_of([&either]).with(Interval::ANY, either.range)
        }
    }
}
