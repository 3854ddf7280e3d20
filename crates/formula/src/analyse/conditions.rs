//! How conditions move, and what follows where one holds.

use gangmu_num::Ratio;

use super::alike::alike;
use super::growth::{Growth, Trend, Truth};
use super::interval::Interval;
use super::walk::{Found, Walk};
use crate::evaluate::moved;
use crate::syntax::{BinaryOp, Comparison, UnaryOp};
use crate::typed::{Aggregate, Function, Node, NodeKind};
use crate::types::{Direction, Type};

/// More than so many facts are not kept in mind.
const FACTS: usize = 64;

/// A condition: a node of its own, or one band of a table.
#[derive(Clone, Copy)]
pub(super) enum Guard<'n> {
    Condition(&'n Node),
    Band(&'n Node, Comparison, &'n Node),
}

/// `reached` and `better` are comparisons in the direction of the indicator.
fn in_direction(node: &Node) -> Option<(Comparison, &Node, &Node)> {
    let NodeKind::Function(function, given) = &node.kind else { return None };
    let [a, b] = given.as_slice() else { return None };
    let comparison = match function {
        Function::Reached(Direction::Up) => Comparison::AtLeast,
        Function::Reached(Direction::Down) => Comparison::AtMost,
        Function::Better(Direction::Up) => Comparison::Above,
        Function::Better(Direction::Down) => Comparison::Below,
        _ => return None,
    };
    Some((comparison, a, b))
}

impl<'n> Walk<'n> {
    /// How a condition moves.
    pub(super) fn truth(&mut self, node: &'n Node) -> Truth {
        match &node.kind {
            NodeKind::Flag(flag) => Truth::fixed(Some(*flag)),
            NodeKind::Local(place) => match self.local(*place) {
                Some(Found::Condition(truth)) => truth,
                _ => Truth::fixed(None),
            },
            NodeKind::Let(place, value, body) => {
                self.define(*place, value);
                self.truth(body)
            }
            NodeKind::Unary(UnaryOp::Not, inner) => self.truth(inner).not(),
            NodeKind::Binary(operator @ (BinaryOp::And | BinaryOp::Or), left, right) => {
                let (a, b) = (self.truth(left), self.truth(right));
                a.joined(&b, *operator == BinaryOp::Or)
            }
            NodeKind::Binary(BinaryOp::Compare(comparison), left, right) => {
                self.compared(*comparison, left, right, node)
            }
            NodeKind::Function(Function::Reached(_) | Function::Better(_), _) => {
                self.compared_in_direction(node)
            }
            NodeKind::If(condition, yes, no) => {
                let condition = self.truth(condition);
                let (yes, no) = (self.truth(yes), self.truth(no));
                Self::chosen(&condition, &yes, &no)
            }
            NodeKind::At(inner, moment) => match moved(self.period, *moment) {
                Some(period) => self.in_period(period, |walk| walk.truth(inner)),
                None => Truth::fixed(None),
            },
            NodeKind::OfParent(inner) => {
                Truth::fixed(self.of_anyone(|walk| walk.truth(inner).always))
            }
            NodeKind::Has(inner) => {
                let growth = self.number(inner);
                let trend = if growth.steady { Trend::Constant } else { Trend::Unknown };
                Truth { steady: true, ..Truth::about(&growth, trend, None) }
            }
            _ => self.truth_if_read(node),
        }
    }

    /// A condition of which nothing is known when the fact is read in it.
    fn truth_if_read(&self, node: &Node) -> Truth {
        if !self.reads(node, self.period) {
            return Truth::fixed(None);
        }
        let trend = Trend::Unknown;
        Truth { trend, always: None, depends: true, steady: false, crosses: true }
    }

    /// A condition chosen by a condition.
    fn chosen(condition: &Truth, yes: &Truth, no: &Truth) -> Truth {
        let branches = yes.joined(no, true);
        if let Some(sure) = condition.always {
            let steady = condition.steady && branches.steady;
            return Truth { steady, ..if sure { yes } else { no }.clone() };
        }
        let always = yes.always.filter(|_| yes.always == no.always);
        let trend = match (condition.trend, yes.always, no.always) {
            (Trend::Constant, ..) => yes.trend.joined(no.trend),
            (trend, Some(true), Some(false)) => trend,
            (trend, Some(false), Some(true)) => trend.turned(),
            _ => Trend::Unknown,
        };
        let depends = condition.depends || branches.depends;
        let trend = if always.is_some() { Trend::Constant } else { trend };
        Truth {
            trend,
            always,
            depends,
            // Another branch may be without a value.
            steady: condition.steady && branches.steady && !condition.depends,
            crosses: condition.crosses || branches.crosses,
        }
    }

    pub(super) fn guard(&mut self, guard: Guard<'n>) -> Truth {
        match guard {
            Guard::Condition(node) => self.truth(node),
            Guard::Band(x, comparison, limit) => self.compared_figures(comparison, x, limit),
        }
    }

    fn compared(
        &mut self,
        comparison: Comparison,
        a: &'n Node,
        b: &'n Node,
        whole: &'n Node,
    ) -> Truth {
        match a.ty {
            Type::Number(_) => self.compared_figures(comparison, a, b),
            _ => self.truth_if_read(whole),
        }
    }

    fn compared_in_direction(&mut self, node: &'n Node) -> Truth {
        match in_direction(node) {
            Some((comparison, a, b)) => self.compared_figures(comparison, a, b),
            None => self.truth_if_read(node),
        }
    }

    fn compared_figures(&mut self, comparison: Comparison, a: &'n Node, b: &'n Node) -> Truth {
        let (own, other) = (self.number(a), self.number(b));
        let mut difference = self.difference((a, &own), (b, &other));
        if self.is_place_against_count(a, b) {
            difference.range = difference.range.min(&Interval::zero());
        } else if self.is_place_against_count(b, a) {
            difference.range = difference.range.max(&Interval::zero());
        }
        compared_with_zero(comparison, &difference)
    }

    /// A place is never beyond the number of those who have one.
    fn is_place_against_count(&self, place: &'n Node, count: &'n Node) -> bool {
        let (place, count) = (self.meant(place), self.meant(count));
        match (&place.kind, &count.kind) {
            (
                NodeKind::Rank(_, ranked, population),
                NodeKind::OverPopulation(Aggregate::Count, counted, counted_in),
            ) => population == counted_in && alike(ranked, counted),
            _ => false,
        }
    }

    /// What a name given by `let` stands for.
    fn meant(&self, node: &'n Node) -> &'n Node {
        match node.kind {
            NodeKind::Local(place) => match self.named.get(place) {
                Some(Some(named)) => named.node,
                _ => node,
            },
            _ => node,
        }
    }

    /// Learns what follows where a condition holds, or does not.
    pub(super) fn assume(&mut self, guard: Guard<'n>, holds: bool) {
        match guard {
            Guard::Band(x, comparison, limit) => self.assume_compared(comparison, x, limit, holds),
            Guard::Condition(node) => self.assume_node(node, holds),
        }
    }

    fn assume_node(&mut self, node: &'n Node, holds: bool) {
        match &node.kind {
            NodeKind::Unary(UnaryOp::Not, inner) => self.assume_node(inner, !holds),
            // Both sides hold; or, of `or`, neither does.
            NodeKind::Binary(BinaryOp::And, a, b) if holds => {
                self.assume_node(a, true);
                self.assume_node(b, true);
            }
            NodeKind::Binary(BinaryOp::Or, a, b) if !holds => {
                self.assume_node(a, false);
                self.assume_node(b, false);
            }
            NodeKind::Binary(BinaryOp::Compare(comparison), a, b)
                if matches!(a.ty, Type::Number(_)) =>
            {
                self.assume_compared(*comparison, a, b, holds);
            }
            NodeKind::Local(_) => {
                let meant = self.meant(node);
                if !matches!(meant.kind, NodeKind::Local(_)) {
                    self.assume_node(meant, holds);
                }
            }
            _ => {
                if let Some((comparison, a, b)) = in_direction(node) {
                    self.assume_compared(comparison, a, b, holds);
                }
            }
        }
    }

    fn assume_compared(&mut self, sign: Comparison, a: &'n Node, b: &'n Node, holds: bool) {
        let (at_least, at_most) = match (sign, holds) {
            (Comparison::AtLeast | Comparison::Above, true)
            | (Comparison::Below | Comparison::AtMost, false) => (true, false),
            (Comparison::Below | Comparison::AtMost, true)
            | (Comparison::AtLeast | Comparison::Above, false) => (false, true),
            (Comparison::Equal, true) | (Comparison::Unequal, false) => (true, true),
            (Comparison::Equal, false) | (Comparison::Unequal, true) => return,
        };
        if at_least {
            self.assume_at_least(a, b);
        }
        if at_most {
            self.assume_at_least(b, a);
        }
    }

    /// Learns that one figure is not less than another.
    fn assume_at_least(&mut self, a: &'n Node, b: &'n Node) {
        if self.path.known.facts.len() >= FACTS {
            return;
        }
        let (above, below) = (self.range_of(a), self.range_of(b));
        self.narrow(a, Interval { low: below.low, high: None });
        self.narrow(b, Interval { low: None, high: above.high });
        let Some(form) = self.form(a).sub(&self.form(b)) else { return };
        // Only where the sign of the divisor is known does it say something of the dividend.
        if let Some(positive) = self.path.known.signs(&form, &mut self.effort) {
            self.path.known.facts.push(if positive { form.over } else { form.over.neg() });
        }
    }

    fn range_of(&mut self, node: &'n Node) -> Interval {
        match self.seen.get(&super::walk::address(node)) {
            Some(growth) => growth.range.clone(),
            None => self.number(node).range,
        }
    }

    /// Notes where a name lies.
    fn narrow(&mut self, node: &'n Node, range: Interval) {
        match &node.kind {
            NodeKind::Local(place) => {
                self.path.narrowed.push((*place, range.clone()));
                let meant = self.meant(node);
                if !matches!(meant.kind, NodeKind::Local(_)) {
                    self.narrow(meant, range);
                }
            }
            NodeKind::Function(Function::Number, given) => {
                if let [inner] = given.as_slice() {
                    self.narrow(inner, range);
                }
            }
            NodeKind::Unary(UnaryOp::Negate, inner) => self.narrow(inner, range.neg()),
            _ => {}
        }
    }
}

/// How "this figure is above 0", and the like, moves.
fn compared_with_zero(comparison: Comparison, figure: &Growth) -> Truth {
    let sign = |end: &Option<Ratio>| end.as_ref().map(Ratio::signum);
    let (least, most) = (sign(&figure.range.low), sign(&figure.range.high));
    let never_below = least.is_some_and(|least| least >= 0);
    let never_above = most.is_some_and(|most| most <= 0);
    let (sure_above, sure_below) = (least == Some(1), most == Some(-1));
    let rising = Trend::of_slope(&figure.slope);
    let sure = |yes: bool, no: bool| if yes { Some(true) } else { no.then_some(false) };
    let above = || Truth::about(figure, rising, sure(sure_above, never_above));
    let at_least = || Truth::about(figure, rising, sure(never_below, sure_below));
    let equal = || {
        // Where it is never above 0, being 0 is being at least 0; and the other way round.
        let trend = match rising {
            Trend::Constant => Trend::Constant,
            _ if never_above => rising,
            _ if never_below => rising.turned(),
            _ => Trend::Unknown,
        };
        Truth::about(figure, trend, sure(never_above && never_below, sure_above || sure_below))
    };
    match comparison {
        Comparison::Above => above(),
        Comparison::AtMost => above().not(),
        Comparison::AtLeast => at_least(),
        Comparison::Below => at_least().not(),
        Comparison::Equal => equal(),
        Comparison::Unequal => equal().not(),
    }
}
