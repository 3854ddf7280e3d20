//! Choices: `if`, `cases`, `bands`. A figure never falls over a choice when none of its branches
//! falls, and wherever a rising fact leads from one branch to another, the other is never lower.

use gangmu_num::Ratio;

use super::alike::alike;
use super::bounds::Known;
use super::conditions::Guard;
use super::growth::{Growth, Trend, Truth};
use super::interval::Interval;
use super::polynomial::Form;
use super::walk::{Path, Walk, Who, address};
use crate::fault::Span;
use crate::syntax::{BinaryOp, Comparison};
use crate::typed::{Node, NodeKind};

/// Figures to choose from, beyond so many, are compared by their ranges alone.
const LEAVES: usize = 64;

/// A band is compared with so many before it.
const NEAR: usize = 12;

/// One figure that may be chosen, with what is known where it is.
pub(super) struct Leaf {
    form: Form,
    range: Interval,
    known: Known,
}

/// One branch: how its guard moves, how it moves itself, and the figures in it.
struct Branch {
    guard: Truth,
    growth: Option<Growth>,
    leaves: Vec<Leaf>,
}

/// A choice laid out as a table.
fn table(node: &Node) -> (Vec<(Guard<'_>, &Node)>, &Node) {
    match &node.kind {
        NodeKind::Bands { x, rows, otherwise } => {
            let row = |(comparison, limit, figure)| (Guard::Band(x, comparison, limit), figure);
            (rows.iter().map(|(c, limit, figure)| row((*c, limit, figure))).collect(), otherwise)
        }
        _ => {
            let (mut rows, mut rest) = (Vec::new(), node);
            while let NodeKind::If(condition, yes, no) = &rest.kind {
                rows.push((Guard::Condition(condition), &**yes));
                rest = no;
            }
            (rows, rest)
        }
    }
}

/// A condition without the side that says no more than that an earlier one did not hold:
/// `>= 75 and < 90` behind `>= 90` asks for `>= 75` only.
fn what_is_left<'n>(guard: Guard<'n>, passed: &[Guard<'n>]) -> Guard<'n> {
    let Guard::Condition(Node { kind: NodeKind::Binary(BinaryOp::And, a, b), .. }) = guard else {
        return guard;
    };
    let said = |side: &Node| {
        let earlier = passed.iter().rev().take(NEAR);
        earlier.into_iter().any(|earlier| match earlier {
            Guard::Condition(earlier) => are_opposite(side, earlier),
            Guard::Band(..) => false,
        })
    };
    match (said(a), said(b)) {
        (true, false) => Guard::Condition(b),
        (false, true) => Guard::Condition(a),
        _ => guard,
    }
}

/// Whether of two comparisons of the same figures exactly one holds.
fn are_opposite(a: &Node, b: &Node) -> bool {
    use Comparison::{Above, AtLeast, AtMost, Below};
    let (
        NodeKind::Binary(BinaryOp::Compare(sign), x, limit),
        NodeKind::Binary(BinaryOp::Compare(other), y, passed),
    ) = (&a.kind, &b.kind)
    else {
        return false;
    };
    let opposite = matches!(
        (sign, other),
        (Below, AtLeast) | (AtLeast, Below) | (Above, AtMost) | (AtMost, Above)
    );
    opposite && alike(x, y) && alike(limit, passed)
}

impl<'n> Walk<'n> {
    /// How a choice moves, and all the figures that may be chosen.
    pub(super) fn choice(&mut self, node: &'n Node) -> (Growth, Vec<Leaf>) {
        let (rows, otherwise) = table(node);
        if self.who == Who::Anyone {
            return (self.any_branch(&rows, otherwise), Vec::new());
        }
        let before = self.path.clone();
        let mut branches = Vec::new();
        let mut open = true;
        let mut passed: Vec<Guard<'n>> = Vec::new();
        let mut guards = Truth::fixed(None);
        for (guard, then) in rows {
            let guard = what_is_left(guard, &passed);
            let truth = self.guard(guard);
            if open {
                // Also a guard that never holds may be unknown, and the figure with it.
                guards.depends |= truth.depends;
                guards.crosses |= truth.crosses;
                guards.steady &= truth.steady;
            }
            let never = !open
                || truth.always == Some(false)
                || passed.iter().rev().take(NEAR).any(|earlier| self.implies(guard, *earlier));
            self.mark(then, !never);
            passed.push(guard);
            if never {
                self.assume(guard, false);
                continue;
            }
            let outside = self.path.clone();
            self.assume(guard, true);
            branches.push(self.branch(truth.clone(), then));
            self.path = outside;
            open = truth.always != Some(true);
            self.assume(guard, false);
        }
        self.mark(otherwise, open);
        if open {
            branches.push(self.branch(Truth::fixed(Some(true)), otherwise));
        }
        self.path = before;
        let growth = self.moving(&branches, &guards);
        (growth, branches.into_iter().flat_map(|branch| branch.leaves).collect())
    }

    /// A choice of anybody's: any branch may be the one.
    fn any_branch(&mut self, rows: &[(Guard<'n>, &'n Node)], otherwise: &'n Node) -> Growth {
        let mut all: Option<Growth> = None;
        for then in rows.iter().map(|(_, then)| *then).chain([otherwise]) {
            self.mark(then, true);
            if !matches!(then.kind, NodeKind::Skip | NodeKind::Undefined) {
                let growth = self.number(then);
                all = Some(all.map_or(growth.clone(), |all| all.either(&growth)));
            }
        }
        all.unwrap_or_else(|| Growth::fixed(Interval::zero()))
    }

    fn mark(&mut self, branch: &Node, taken: bool) {
        // That a table leaves nothing out is no fault of it.
        if matches!(branch.kind, NodeKind::Undefined) {
            return;
        }
        let entry: &mut (Span, bool) =
            self.branches.entry(address(branch)).or_insert((branch.span, false));
        entry.1 |= taken;
    }

    fn branch(&mut self, guard: Truth, then: &'n Node) -> Branch {
        let (growth, leaves) = self.figures(then);
        Branch { guard, growth, leaves }
    }

    /// A branch and the figures in it; a branch that is left out has none.
    fn figures(&mut self, node: &'n Node) -> (Option<Growth>, Vec<Leaf>) {
        match &node.kind {
            NodeKind::Skip | NodeKind::Undefined => (None, Vec::new()),
            NodeKind::If(..) | NodeKind::Bands { .. } => {
                let (growth, leaves) = self.choice(node);
                (Some(growth), leaves)
            }
            NodeKind::Let(place, value, body) => {
                self.define(*place, value);
                self.figures(body)
            }
            _ => {
                let growth = self.number(node);
                let range = growth.range.clone();
                let form = self.form(node);
                (Some(growth), vec![Leaf { form, range, known: self.path.known.clone() }])
            }
        }
    }

    /// Whether a band holds only where an earlier one holds, and so is never reached.
    fn implies(&mut self, later: Guard<'n>, earlier: Guard<'n>) -> bool {
        use Comparison::{Above, AtLeast, AtMost, Below};
        let (Guard::Band(_, sign, limit), Guard::Band(_, first, passed)) = (later, earlier) else {
            return false;
        };
        let beyond = match (sign, first) {
            (Above | AtLeast, Above | AtLeast) => (limit, passed),
            (Below | AtMost, Below | AtMost) => (passed, limit),
            _ => return false,
        };
        let (a, b) = (self.number(beyond.0), self.number(beyond.1));
        let beyond = self.difference((beyond.0, &a), (beyond.1, &b)).range;
        let strict = matches!(sign, AtLeast | AtMost) && matches!(first, Above | Below);
        beyond.low.is_some_and(|low| low.signum() >= i8::from(strict))
    }

    /// How a choice moves, given its branches, and what all the guards have in common.
    fn moving(&mut self, branches: &[Branch], guards: &Truth) -> Growth {
        let with_figure = || branches.iter().filter_map(|branch| branch.growth.as_ref());
        let Some(first) = with_figure().next() else { return Growth::fixed(Interval::zero()) };
        let mut all = with_figure().fold(first.clone(), |all, growth| all.either(growth));
        let chosen = branches.iter().any(|branch| branch.guard.depends);
        all.depends |= guards.depends;
        all.crosses |= guards.crosses;
        // Another branch may be without a value.
        all.steady &= !chosen && guards.steady;
        let total: usize = branches.iter().map(|branch| branch.leaves.len()).sum();
        let path = self.path.clone();
        // Where all that comes after a branch lies.
        let mut rest: Option<Interval> = None;
        for (place, early) in branches.iter().enumerate().rev() {
            let Some(own) = hull(&early.leaves) else { continue };
            let later = rest.clone();
            rest = Some(rest.map_or(own.clone(), |rest| rest.hull(&own)));
            let (Some(later), Some((away, back))) = (later, ways(early.guard.trend)) else {
                continue;
            };
            let step = if own.is_below(&later) {
                Interval::at_least(Ratio::ZERO)
            } else if later.is_below(&own) {
                Interval::at_most(Ratio::ZERO)
            } else if total <= LEAVES {
                let late = branches.iter().skip(place + 1);
                let others: Vec<&Leaf> = late.flat_map(|late| &late.leaves).collect();
                self.step(&early.leaves, &others, (away, back), &path)
            } else {
                Interval::ANY
            };
            // Coming back from what is above is going down.
            for (there, step) in [(away, step.clone()), (back, step.neg())] {
                if there {
                    all.slope = all.slope.hull(&step);
                }
            }
        }
        all
    }

    /// How the figure changes on the way from a branch to one of the others, either way round: up,
    /// down, not at all, or as it comes.
    fn step(
        &mut self,
        own: &[Leaf],
        others: &[&Leaf],
        (away, back): (bool, bool),
        path: &Path,
    ) -> Interval {
        let (mut up, mut down) = (true, true);
        for leaf in own {
            for other in others {
                // Which of the two is for the greater value of the fact depends on the way.
                up = up
                    && (!away || self.is_never_less(other, leaf, path))
                    && (!back || self.is_never_more(leaf, other, path));
                down = down
                    && (!away || self.is_never_more(other, leaf, path))
                    && (!back || self.is_never_less(leaf, other, path));
            }
        }
        match (up, down) {
            (true, true) => Interval::zero(),
            (true, false) => Interval::at_least(Ratio::ZERO),
            (false, true) => Interval::at_most(Ratio::ZERO),
            (false, false) => Interval::ANY,
        }
    }

    /// Whether a figure for a greater value of the fact is never less than another for a lower one.
    fn is_never_less(&mut self, greater: &Leaf, lower: &Leaf, path: &Path) -> bool {
        lower.range.is_below(&greater.range)
            || self.never_less((&greater.form, &greater.known), (&lower.form, &lower.known), path)
    }

    /// Whether a figure for a greater value of the fact is never more than another for a lower one.
    fn is_never_more(&mut self, greater: &Leaf, lower: &Leaf, path: &Path) -> bool {
        let (up, down) = (greater.form.neg(), lower.form.neg());
        greater.range.is_below(&lower.range)
            || self.never_less((&up, &greater.known), (&down, &lower.known), path)
    }
}

fn hull(leaves: &[Leaf]) -> Option<Interval> {
    let mut ranges = leaves.iter().map(|leaf| leaf.range.clone());
    let first = ranges.next()?;
    Some(ranges.fold(first, |all, range| all.hull(&range)))
}

/// Whether a rising fact may lead away from a branch, and back to it, given how its guard moves.
fn ways(guard: Trend) -> Option<(bool, bool)> {
    match guard {
        Trend::Constant => None,
        Trend::Falls => Some((true, false)),
        Trend::Rises => Some((false, true)),
        Trend::Unknown => Some((true, true)),
    }
}
