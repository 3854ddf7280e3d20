//! Parts of a formula as polynomials, and what follows from them about their bounds and their
//! direction.

use gangmu_num::Ratio;

use super::alike::alike;
use super::bounds::Known;
use super::growth::Growth;
use super::interval::Interval;
use super::polynomial::{Form, Polynomial, Var};
use super::walk::{Atom, Path, Walk, Who, address};
use crate::evaluate::moved;
use crate::syntax::{BinaryOp, UnaryOp};
use crate::typed::{Function, Node, NodeKind};
use crate::types::Direction;

/// Variables of the greater of two values of the fact are told apart by this.
const GREATER: Var = 1 << 31;

/// More parts of a formula than this are not compared with each other.
const ATOMS: usize = 200;

impl<'n> Walk<'n> {
    /// A figure as a quotient of polynomials; what is nothing of the kind is a variable.
    pub(super) fn form(&mut self, node: &'n Node) -> Form {
        let composed = if self.effort > 0 { self.composed(node) } else { None };
        match composed {
            Some(form) => {
                self.effort = self.effort.saturating_sub(form.cost());
                form
            }
            None => Form::of(Polynomial::var(self.var(node))),
        }
    }

    fn composed(&mut self, node: &'n Node) -> Option<Form> {
        match &node.kind {
            NodeKind::Constant(value) => Some(Form::of(Polynomial::constant(value.clone()))),
            NodeKind::Unary(UnaryOp::Negate, inner) => Some(self.form(inner).neg()),
            NodeKind::Binary(operator, left, right) => {
                let (a, b) = (self.form(left), self.form(right));
                match operator {
                    BinaryOp::Add => a.add(&b),
                    BinaryOp::Subtract => a.sub(&b),
                    BinaryOp::Multiply => a.mul(&b),
                    BinaryOp::Divide => a.div(&b),
                    BinaryOp::And | BinaryOp::Or | BinaryOp::Compare(_) => None,
                }
            }
            NodeKind::Function(function, given) => match (function, given.as_slice()) {
                (Function::Number, [x]) => Some(self.form(x)),
                (Function::Per | Function::Relative(Direction::Up), [x, t])
                | (Function::Relative(Direction::Down), [t, x]) => {
                    let (x, t) = (self.form(x), self.form(t));
                    x.div(&t)
                }
                _ => None,
            },
            NodeKind::Local(place) => self.named.get(*place)?.as_ref()?.form.clone(),
            NodeKind::Let(_, _, body) => Some(self.form(body)),
            NodeKind::Known(inner) => Some(self.form(inner)),
            NodeKind::At(inner, moment) => {
                let period = moved(self.period, *moment)?;
                Some(self.in_period(period, |walk| walk.form(inner)))
            }
            _ => None,
        }
    }

    /// The variable for a part of the formula: the same for what says the same.
    fn var(&mut self, node: &'n Node) -> Var {
        let growth = match self.seen.get(&address(node)) {
            Some(growth) => growth.clone(),
            None => self.figure(node),
        };
        let same = |atom: &Atom<'_>| atom.period == self.period && alike(atom.node, node);
        let known = if self.atoms.len() > ATOMS { None } else { self.atoms.iter().position(same) };
        let place = known.unwrap_or_else(|| {
            self.atoms.push(Atom { node, period: self.period, depends: growth.depends });
            self.atoms.len() - 1
        });
        let var = place as Var;
        self.path.known.learn(var, &growth.range);
        if growth.depends {
            let slope = match self.path.slopes.get(&var) {
                Some(known) => known.meet(&growth.slope).unwrap_or(growth.slope),
                None => growth.slope,
            };
            self.path.slopes.insert(var, slope);
        }
        var
    }

    /// The same with tighter bounds, and a direction, where its polynomial tells more than its
    /// parts one by one.
    pub(super) fn tightened(&mut self, node: &'n Node, growth: Growth) -> Growth {
        let worth = match &node.kind {
            NodeKind::Binary(..) => true,
            NodeKind::Reference(_) | NodeKind::Local(_) => !self.path.known.facts.is_empty(),
            NodeKind::Function(function, _) => {
                matches!(function, Function::Per | Function::Relative(_))
            }
            _ => false,
        };
        if !worth || self.effort == 0 {
            return growth;
        }
        let form = self.form(node);
        self.tightened_by(&form, growth)
    }

    fn tightened_by(&mut self, form: &Form, mut growth: Growth) -> Growth {
        let bounds = self.path.known.bounds(form, &mut self.effort);
        if let Some(range) = growth.range.meet(&bounds) {
            growth.range = range;
        }
        let slope = &growth.slope;
        if growth.depends && !slope.never_negative() && !slope.never_positive() {
            if self.never_falls(form) {
                growth.slope = Interval { low: Some(Ratio::ZERO), high: growth.slope.high };
            } else if self.never_falls(&form.neg()) {
                growth.slope = Interval { low: growth.slope.low, high: Some(Ratio::ZERO) };
            }
        }
        growth
    }

    /// How `a - b` moves.
    pub(super) fn difference(
        &mut self,
        (a, own): (&'n Node, &Growth),
        (b, other): (&'n Node, &Growth),
    ) -> Growth {
        let growth = own.sub(other);
        if self.who == Who::Anyone || self.effort == 0 {
            return growth;
        }
        match self.form(a).sub(&self.form(b)) {
            Some(form) => self.tightened_by(&form, growth),
            None => growth,
        }
    }

    /// Whether a figure never falls: what it is for a greater value of the fact, less what it is
    /// for a lower one, is never negative.
    fn never_falls(&mut self, form: &Form) -> bool {
        let path = self.path.clone();
        self.never_less((form, &path.known), (form, &path.known), &path)
    }

    /// Whether one figure, for a greater value of the fact, is never less than another for a lower
    /// one. Each comes with what is known where it is taken; `both` is known in both places.
    pub(super) fn never_less(
        &mut self,
        (greater, at_greater): (&Form, &Known),
        (lower, at_lower): (&Form, &Known),
        both: &Path,
    ) -> bool {
        let depends = |var: Var| self.atoms.get(var as usize).is_some_and(|atom| atom.depends);
        let name = |var: Var| if depends(var) { var | GREATER } else { var };
        let Some(difference) = greater.renamed(name).sub(lower) else { return false };
        let mut known = at_lower.clone();
        for (var, range) in &at_greater.ranges {
            if !known.learn(name(*var), range) {
                // No other fact allows for both: such a pair does not come up.
                return true;
            }
        }
        known.facts.extend(at_greater.facts.iter().map(|fact| fact.renamed(name)));
        known.facts.extend(self.steps(both));
        known.never_negative(&difference, &mut self.effort)
    }

    /// How the variables at a greater value of the fact lie to those at a lower one.
    fn steps(&self, path: &Path) -> Vec<Polynomial> {
        let step = |var: Var| Polynomial::var(var | GREATER).sub(&Polynomial::var(var));
        let is_fact = |atom: &Atom<'_>| match &atom.node.kind {
            NodeKind::Reference(reference) => self.reading.is_it(reference, atom.period),
            _ => false,
        };
        let fact = self.atoms.iter().position(is_fact).and_then(|place| step(place as Var));
        let mut steps: Vec<Polynomial> = fact.iter().cloned().collect();
        for (var, slope) in &path.slopes {
            let Some(step) = step(*var) else { continue };
            if slope.never_negative() {
                steps.push(step.clone());
            }
            if slope.never_positive() {
                steps.push(step.neg());
            }
            // Against the step of the fact itself.
            let against = |by: &Option<Ratio>| {
                let by = by.as_ref().filter(|by| !by.is_zero())?;
                step.sub(&fact.as_ref()?.scaled(by)?)
            };
            steps.extend(against(&slope.low));
            steps.extend(against(&slope.high).map(|beyond| beyond.neg()));
        }
        steps
    }
}
