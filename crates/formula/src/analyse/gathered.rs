//! How figures move that are made of many: over periods, over subjects, over lists.

use gangmu_num::Ratio;

use super::growth::Growth;
use super::interval::Interval;
use super::walk::{Found, Walk, Who};
use crate::evaluate::laid_out;
use crate::syntax::Stretch;
use crate::typed::{Aggregate, Node, NodeKind};
use crate::types::{Direction, Type};

impl<'n> Walk<'n> {
    pub(super) fn gathered(&mut self, node: &'n Node) -> Growth {
        match &node.kind {
            NodeKind::OverTime(kind, body, stretch) => self.over_time(*kind, body, *stretch),
            NodeKind::OverPopulation(kind, body, _) => self.over_population(*kind, body),
            NodeKind::Top(_, body, ..) => self.over_population(Aggregate::Mean, body),
            NodeKind::Rank(direction, body, _) => self.place(*direction, body),
            NodeKind::OverList(kind, list, _) => {
                self.if_read(node, of_many(*kind, of_labels(list)))
            }
            _ => Growth::fixed(Interval::ANY),
        }
    }

    /// A part that is put together with others: a condition counts as 1 where it holds.
    fn member(&mut self, body: &'n Node) -> Growth {
        match self.found(body) {
            Found::Figure(growth) => growth,
            Found::Condition(truth) => truth.counted(),
            Found::Other(_) => Growth::made_of([]),
        }
    }

    fn over_time(&mut self, kind: Aggregate, body: &'n Node, stretch: Stretch) -> Growth {
        let Some(periods) = laid_out(self.period, stretch) else {
            // There are no such periods, and never a figure.
            return Growth::fixed(Interval::ANY);
        };
        let count = periods.len() as i64;
        let read = periods.iter().any(|period| self.reads(body, *period));
        let parts: Vec<Growth> = if read {
            let part = |period| self.in_period(period, |walk| walk.member(body));
            periods.into_iter().map(part).collect()
        } else {
            // The facts of every period have the same ranges: one part stands for all.
            let part = self.of_anyone(|walk| walk.member(body));
            vec![Growth::fixed(part.range); periods.len()]
        };
        let forgiving = matches!(body.kind, NodeKind::Known(_));
        if kind == Aggregate::Count {
            return counted(&parts, body.ty != Type::Flag, count);
        }
        let made = Growth::made_of(&parts);
        let sum = parts.iter().fold(Growth::fixed(Interval::zero()), |sum, part| {
            // A part that is left out adds nothing.
            let nothing = Growth::fixed(Interval::zero());
            sum.add(&if forgiving { part.either(&nothing) } else { part.clone() })
        });
        let hull = parts
            .iter()
            .skip(1)
            .fold(parts.first().cloned().unwrap_or(made.clone()), |all, part| all.either(part));
        if forgiving && !made.steady {
            let range = if kind == Aggregate::Sum { sum.range } else { hull.range };
            return made.with(Interval::ANY, range);
        }
        match kind {
            Aggregate::Sum => sum,
            Aggregate::Mean if !forgiving => {
                let share = Interval::point(Ratio::new(1, count).unwrap_or(Ratio::ONE));
                let slope = sum.slope.mul(&share);
                let range = sum.range.mul(&share).meet(&hull.range).unwrap_or(hull.range);
                made.with(slope, range)
            }
            // Each moves by no more than the part that moves most, and by no less than the one
            // that moves least.
            _ => made.with(hull.slope, hull.range),
        }
    }

    fn over_population(&mut self, kind: Aggregate, body: &'n Node) -> Growth {
        let of_anyone = self.of_anyone(|walk| walk.member(body));
        let range = of_many(kind, of_anyone.range);
        if self.who == Who::Anyone {
            return Growth::fixed(range);
        }
        let own = self.member(body);
        if !own.depends {
            return Growth::fixed(range);
        }
        let surely = own.steady && !own.crosses;
        let slope = match kind {
            _ if !surely => Interval::ANY,
            // As many have a value as before.
            Aggregate::Count if body.ty != Type::Flag => Interval::zero(),
            // The fact itself has a value, and is one of those that are added up.
            Aggregate::Sum if matches!(body.kind, NodeKind::Reference(_)) => own.slope,
            // One of many moves, or none when there is no figure of one's own: they all together
            // move the same way, and not by more.
            _ => own.slope.hull(&Interval::zero()),
        };
        Growth { slope, range, depends: true, steady: surely, crosses: true }
    }

    /// One's own place never gets worse as one's own figure gets better.
    fn place(&mut self, direction: Direction, body: &'n Node) -> Growth {
        let range = Interval::at_least(Ratio::ONE);
        if self.who == Who::Anyone {
            return Growth::fixed(range);
        }
        let own = self.number(body);
        let slope = match direction {
            _ if own.crosses => Interval::ANY,
            Direction::Up => own.slope.neg().jumping(),
            Direction::Down => own.slope.jumping(),
        };
        let crosses = own.depends;
        Growth { crosses, ..own.with(slope, range) }
    }
}

/// For how many periods a condition holds, or how many have a value.
fn counted(parts: &[Growth], figures: bool, count: i64) -> Growth {
    let all = Interval::between(Ratio::ZERO, Ratio::from_int(count));
    let made = Growth::made_of(parts);
    if figures {
        let slope = if made.steady { Interval::zero() } else { Interval::ANY };
        return Growth { steady: true, ..made.with(slope, all) };
    }
    let sum = parts.iter().fold(Growth::fixed(Interval::zero()), |sum, part| sum.add(part));
    let range = sum.range.meet(&all).unwrap_or(all);
    made.with(sum.slope, range)
}

/// Where the figures lie that stand for labels.
pub(super) fn of_labels(node: &Node) -> Interval {
    let NodeKind::Lookup(_, rows, otherwise) = &node.kind else { return Interval::ANY };
    let figures = rows.iter().map(|(_, figure)| figure).chain(otherwise.iter());
    let mut known = figures.flatten().map(|figure| Interval::point(figure.clone()));
    let Some(first) = known.next() else { return Interval::zero() };
    known.fold(first, |all, figure| all.hull(&figure))
}

/// Where the outcome lies of so many figures, each within the range.
fn of_many(kind: Aggregate, each: Interval) -> Interval {
    match kind {
        Aggregate::Count => Interval::at_least(Ratio::ZERO),
        // There is one at least.
        Aggregate::Sum => Interval {
            low: each.low.filter(|low| low.signum() >= 0),
            high: each.high.filter(|high| high.signum() <= 0),
        },
        _ => each,
    }
}
