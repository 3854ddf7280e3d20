//! Choices: `if`, `cases`, `bands`. A figure never falls over a choice when none of its branches
//! falls, and wherever a rising fact leads from one branch to another, the other is never lower.

use super::bounds::Known;
use super::conditions::Guard;
use super::growth::{Growth, Trend, Truth};
use super::interval::Interval;
use super::polynomial::Form;
use super::walk::{Path, Walk, Who, address};
use crate::fault::Span;
use crate::syntax::Comparison;
use crate::typed::{Node, NodeKind};

/// Branches beyond so many are compared by their ranges alone.
const LEAVES: usize = 40;

/// Choices of more branches are not looked into.
const BRANCHES: usize = 300;

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
            if !matches!(then.kind, NodeKind::Skip) {
                let growth = self.number(then);
                all = Some(all.map_or(growth.clone(), |all| all.either(&growth)));
            }
        }
        all.unwrap_or_else(|| Growth::fixed(Interval::zero()))
    }

    fn mark(&mut self, branch: &Node, taken: bool) {
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
            NodeKind::Skip => (None, Vec::new()),
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
        if total > BRANCHES && chosen {
            all.slope = Interval::ANY;
            return all;
        }
        let by_form = total <= LEAVES;
        let path = self.path.clone();
        for (place, early) in branches.iter().enumerate() {
            let (away, back) = match early.guard.trend {
                Trend::Constant => continue,
                Trend::Falls => (true, false),
                Trend::Rises => (false, true),
                Trend::Unknown => (true, true),
            };
            for late in branches.iter().skip(place + 1) {
                if away {
                    all.slope = self.jump(&early.leaves, &late.leaves, by_form, &path, all.slope);
                }
                if back {
                    all.slope = self.jump(&late.leaves, &early.leaves, by_form, &path, all.slope);
                }
                if all.slope == Interval::ANY {
                    return all;
                }
            }
        }
        all
    }

    /// A slope widened by the jumps from any of the figures, at a lower value of the fact, to any
    /// of the others, at a greater one.
    fn jump(
        &mut self,
        from: &[Leaf],
        to: &[Leaf],
        by_form: bool,
        path: &Path,
        mut slope: Interval,
    ) -> Interval {
        for before in from {
            for after in to {
                let up = before.range.is_below(&after.range)
                    || by_form
                        && self.never_less(
                            (&after.form, &after.known),
                            (&before.form, &before.known),
                            path,
                        );
                let down = after.range.is_below(&before.range)
                    || by_form
                        && self.never_less(
                            (&after.form.neg(), &after.known),
                            (&before.form.neg(), &before.known),
                            path,
                        );
                let step = match (up, down) {
                    (true, true) => Interval::zero(),
                    (true, false) => Interval::at_least(gangmu_num::Ratio::ZERO),
                    (false, true) => Interval::at_most(gangmu_num::Ratio::ZERO),
                    (false, false) => return Interval::ANY,
                };
                slope = slope.hull(&step);
            }
        }
        slope
    }
}
