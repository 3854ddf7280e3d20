//! The slow twin: works a formula out for one subject at a time by walking the tree, over big
//! integers that are always reduced.

use std::rc::Rc;
use std::sync::Arc;

use gangmu_base::{Cell, Period, Status};
use gangmu_formula::Reference;
use gangmu_formula::syntax::{BinaryOp, Population, Stretch, UnaryOp};
use gangmu_formula::typed::{Aggregate, Node, NodeKind};

use crate::facts::{Fact, Facts};
use crate::meaning::{
    Got, Out, Q, all_known, applied, arithmetic, decided, defined, gathered, goodness, heavier,
    heaviest, holds, is_condition, laid_out, line, order, over_list, q, read, shifted, slabs,
    status, whole,
};

/// Who is looked at, and among whom.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    /// Everybody: the unit and its class.
    pub(crate) all: Rc<Vec<(u32, u32)>>,
    pub(crate) index: usize,
}

impl Who {
    fn other(&self, index: usize) -> Who {
        Who { all: self.all.clone(), index }
    }

    fn unit(&self) -> u32 {
        self.all[self.index].0
    }

    /// Those one is compared with, oneself included.
    fn group(&self, population: Population) -> Vec<Who> {
        let class = self.all[self.index].1;
        let of = |index: &usize| population == Population::All || self.all[*index].1 == class;
        (0..self.all.len()).filter(of).map(|index| self.other(index)).collect()
    }
}

/// What `let` named, innermost first.
#[derive(Clone)]
enum Named<'n> {
    None,
    One(usize, &'n Node, Rc<Named<'n>>, Rc<Named<'n>>),
}

pub(crate) struct Twin {
    pub(crate) facts: Facts,
}

fn got<T: Clone>(cell: &Cell<T>) -> Got<T> {
    cell.value().map_or(Err(cell.status()), |value| Ok((cell.status(), value.clone())))
}

impl Twin {
    /// What a formula gives for one subject in a period.
    pub(crate) fn formula(&self, root: &Node, who: &Who, period: Period) -> Out {
        self.out(root, who, period, &Rc::new(Named::None))
    }

    fn out<'n>(&self, node: &'n Node, who: &Who, at: Period, named: &Rc<Named<'n>>) -> Out {
        let number = |node: &'n Node| self.number(node, who, at, named);
        let flag = |node: &'n Node| self.flag(node, who, at, named);
        match &node.kind {
            NodeKind::Constant(value) => Out::Number(Ok((Status::Known, q(value)))),
            NodeKind::Text(text) => Out::Text(Ok((Status::Known, text.clone()))),
            NodeKind::Flag(flag) => Out::Flag(Ok((Status::Known, *flag))),
            NodeKind::Skip => Out::Number(Err(Status::NotApplicable)),
            NodeKind::Undefined => Out::Number(Err(Status::Undefined)),
            NodeKind::Reference(reference) => self.fact(reference, who.unit(), at),
            NodeKind::Local(place) => {
                let mut names = named.clone();
                loop {
                    let Named::One(known, value, then, rest) = &*names else {
                        panic!("a name is used before it is given")
                    };
                    if known == place {
                        return self.out(value, who, at, then);
                    }
                    names = rest.clone();
                }
            }
            NodeKind::Let(place, value, body) => {
                let named = Named::One(*place, value, named.clone(), named.clone());
                self.out(body, who, at, &Rc::new(named))
            }
            NodeKind::Unary(UnaryOp::Not, inner) => Out::Flag(flag(inner).map(|(s, f)| (s, !f))),
            NodeKind::Unary(UnaryOp::Negate, inner) => {
                Out::Number(number(inner).map(|(s, value)| (s, -value)))
            }
            NodeKind::Binary(BinaryOp::And, a, b) => Out::Flag(decided(&flag(a), &flag(b), false)),
            NodeKind::Binary(BinaryOp::Or, a, b) => Out::Flag(decided(&flag(a), &flag(b), true)),
            NodeKind::Binary(BinaryOp::Compare(comparison), a, b) => {
                let order = match (self.out(a, who, at, named), self.out(b, who, at, named)) {
                    (Out::Number(a), Out::Number(b)) => order(&a, &b),
                    (Out::Text(a), Out::Text(b)) => order(&a, &b),
                    _ => panic!("two of a kind are compared"),
                };
                Out::Flag(order.map(|(s, order)| (s, holds(*comparison, order))))
            }
            NodeKind::Binary(operator, a, b) => {
                Out::Number(arithmetic(*operator, number(a), number(b)))
            }
            NodeKind::If(condition, yes, no) => {
                let condition = flag(condition);
                let chosen = match condition {
                    Ok((_, true)) => self.out(yes, who, at, named),
                    Ok((_, false)) => self.out(no, who, at, named),
                    // Any branch tells the type.
                    Err(_) => self.out(yes, who, at, named),
                };
                weighed(chosen, condition.map(|(status, _)| status))
            }
            NodeKind::At(inner, moment) => match shifted(at, *moment) {
                Some(period) => self.out(inner, who, period, named),
                None => weighed(self.out(inner, who, at, named), Err(Status::Undefined)),
            },
            NodeKind::OfParent(inner) => self.of_parent(inner, who, at, named),
            NodeKind::Function(function, given) => {
                let given: Vec<Got<Q>> = given.iter().map(number).collect();
                match all_known(&given) {
                    Ok((status, values)) => applied(*function, status, &values),
                    Err(status) if is_condition(*function) => Out::Flag(Err(status)),
                    Err(status) => Out::Number(Err(status)),
                }
            }
            NodeKind::TextToNumber(inner) => match self.out(inner, who, at, named) {
                Out::Text(text) => Out::Number(read(text)),
                Out::Texts(texts) => {
                    Out::Numbers(texts.map(|(s, texts)| (s, texts.into_iter().map(read).collect())))
                }
                _ => panic!("only labels are read"),
            },
            NodeKind::Has(inner) => Out::Flag(Ok((Status::Known, number(inner).is_ok()))),
            NodeKind::Coalesce(given) => {
                let given: Vec<Got<Q>> = given.iter().map(number).collect();
                Out::Number(given.iter().find(|g| g.is_ok()).unwrap_or(&given[0]).clone())
            }
            NodeKind::Known(inner) => self.out(inner, who, at, named),
            NodeKind::Bands { x, rows, otherwise } => {
                Out::Number(number(x).and_then(|(own, x)| {
                    let mut heavy = own;
                    for (comparison, limit, figure) in rows {
                        let limit = number(limit);
                        heavy = heavy.max(status(&limit));
                        let (_, limit) = limit.map_err(|_| heavy)?;
                        if holds(*comparison, x.cmp(&limit)) {
                            return heavier(number(figure), heavy);
                        }
                    }
                    heavier(number(otherwise), heavy)
                }))
            }
            NodeKind::Line(x, anchors) => {
                Out::Number(number(x).and_then(|(s, x)| defined(s, Some(line(&x, anchors)))))
            }
            NodeKind::Slabs { x, below, rows } => {
                Out::Number(number(x).and_then(|(s, x)| defined(s, Some(slabs(&x, *below, rows)))))
            }
            NodeKind::Lookup(label, rows, otherwise) => {
                let find = |label: Got<Arc<str>>| {
                    let (status, label) = label?;
                    let row = rows.iter().find(|(known, _)| *known == label);
                    match row.map(|(_, figure)| figure).or(otherwise.as_ref()) {
                        Some(Some(figure)) => Ok((status, q(figure))),
                        Some(None) => Err(Status::NotApplicable),
                        None => Err(Status::Undefined),
                    }
                };
                match self.out(label, who, at, named) {
                    Out::Text(text) => Out::Number(find(text)),
                    Out::Texts(texts) => Out::Numbers(
                        texts.map(|(s, texts)| (s, texts.into_iter().map(find).collect())),
                    ),
                    _ => panic!("only labels are looked up"),
                }
            }
            NodeKind::OverTime(kind, body, stretch) => {
                let Some(periods) = laid_out(at, *stretch) else {
                    return Out::Number(Err(Status::Undefined));
                };
                let forgiving = matches!(body.kind, NodeKind::Known(_));
                let each = periods.into_iter().map(|at| {
                    let out = self.out(body, who, at, named);
                    match (kind, out) {
                        (_, Out::Flag(flag)) => flag.map(|(s, f)| (s, whole(usize::from(f)))),
                        (Aggregate::Count, Out::Number(number)) => {
                            Ok((Status::Known, whole(usize::from(number.is_ok()))))
                        }
                        (_, Out::Number(number)) => number,
                        _ => panic!("only figures and conditions are gathered over time"),
                    }
                });
                let each: Vec<Got<Q>> = each.filter(|got| got.is_ok() || !forgiving).collect();
                let kind = if *kind == Aggregate::Count { Aggregate::Sum } else { *kind };
                Out::Number(all_known(&each).and_then(|(status, values)| match values.len() {
                    0 => Err(Status::Missing),
                    _ => defined(status, gathered(kind, values)),
                }))
            }
            NodeKind::OverPopulation(kind, body, population) => {
                let members = self.members(body, who, *population, at, named);
                let values: Vec<Q> = members.iter().map(|(_, value)| value.clone()).collect();
                let status = heaviest(members.iter().map(|(status, _)| *status));
                Out::Number(if values.is_empty() && *kind != Aggregate::Count {
                    Err(Status::Missing)
                } else {
                    defined(status, gathered(*kind, values))
                })
            }
            NodeKind::OverList(kind, list, trim) => {
                let list: Got<Vec<Got<Q>>> = match self.out(list, who, at, named) {
                    Out::Numbers(list) => list,
                    Out::Texts(list) => list.map(|(s, list)| {
                        let ones = list.into_iter().map(|t| t.map(|(s, _)| (s, whole(1))));
                        (s, ones.collect())
                    }),
                    _ => panic!("only lists are gathered so"),
                };
                Out::Number(list.and_then(|(_, list)| over_list(*kind, &list, *trim)))
            }
            NodeKind::Top(direction, body, count, population) => {
                let mut members = self.members(body, who, *population, at, named);
                let status = heaviest(members.iter().map(|(status, _)| *status));
                members.sort_by(|(_, a), (_, b)| goodness(*direction, b, a));
                let best: Vec<Q> = members.into_iter().take(*count).map(|(_, v)| v).collect();
                Out::Number(match best.len() {
                    0 => Err(Status::Missing),
                    _ => defined(status, gathered(Aggregate::Mean, best)),
                })
            }
            NodeKind::Rank(direction, body, population) => {
                Out::Number(number(body).map(|(_, own)| {
                    let members = self.members(body, who, *population, at, named);
                    let better =
                        members.iter().filter(|(_, v)| goodness(*direction, v, &own).is_gt());
                    let status = heaviest(members.iter().map(|(status, _)| *status));
                    (status, whole(1 + better.count()))
                }))
            }
            NodeKind::Size(population) => {
                Out::Number(Ok((Status::Known, whole(who.group(*population).len()))))
            }
        }
    }

    fn number<'n>(&self, node: &'n Node, who: &Who, at: Period, named: &Rc<Named<'n>>) -> Got<Q> {
        match self.out(node, who, at, named) {
            Out::Number(number) => number,
            other => panic!("a figure, not {other:?}"),
        }
    }

    fn flag<'n>(&self, node: &'n Node, who: &Who, at: Period, named: &Rc<Named<'n>>) -> Got<bool> {
        match self.out(node, who, at, named) {
            Out::Flag(flag) => flag,
            other => panic!("a condition, not {other:?}"),
        }
    }

    /// The values of those in the group who have one; of a condition, a 1 where it holds.
    fn members<'n>(
        &self,
        body: &'n Node,
        who: &Who,
        population: Population,
        at: Period,
        named: &Rc<Named<'n>>,
    ) -> Vec<(Status, Q)> {
        let each = who.group(population).into_iter().filter_map(|other| {
            match self.out(body, &other, at, named) {
                Out::Number(number) => number.ok(),
                Out::Flag(flag) => flag.ok().filter(|(_, f)| *f).map(|(s, _)| (s, whole(1))),
                _ => panic!("only figures and conditions are compared"),
            }
        });
        each.collect()
    }

    fn of_parent<'n>(&self, inner: &'n Node, who: &Who, at: Period, named: &Rc<Named<'n>>) -> Out {
        let mut above: Vec<(u32, u32)> = Vec::new();
        for (unit, _) in who.all.iter() {
            if let Some(parent) = self.facts.parent(*unit)
                && !above.contains(&(parent, 0))
            {
                above.push((parent, 0));
            }
        }
        let own = self.facts.parent(who.unit());
        let place = own.and_then(|own| above.iter().position(|(unit, _)| *unit == own));
        match place {
            Some(index) => self.out(inner, &Who { all: Rc::new(above), index }, at, named),
            // Anybody tells the type.
            None => weighed(self.out(inner, who, at, named), Err(Status::Missing)),
        }
    }

    fn fact(&self, reference: &Reference, unit: u32, at: Period) -> Out {
        match self.facts.fact(unit, reference, at) {
            Fact::Number(cell) => Out::Number(got(&cell.map(q))),
            Fact::Flag(cell) => Out::Flag(got(&cell)),
            Fact::Text(cell) => Out::Text(got(&cell)),
            Fact::Texts(cell) => Out::Texts(
                got(&cell).map(|(status, texts)| (status, texts.iter().map(got).collect())),
            ),
        }
    }
}

/// An outcome under a condition of that status; nothing where the condition is not known.
fn weighed(out: Out, condition: Result<Status, Status>) -> Out {
    fn one<T>(got: Got<T>, condition: Result<Status, Status>) -> Got<T> {
        condition.and_then(|status| heavier(got, status))
    }
    match out {
        Out::Number(got) => Out::Number(one(got, condition)),
        Out::Flag(got) => Out::Flag(one(got, condition)),
        Out::Text(got) => Out::Text(one(got, condition)),
        Out::Numbers(got) => Out::Numbers(one(got, condition)),
        Out::Texts(got) => Out::Texts(one(got, condition)),
    }
}

/// How many steps the twin takes for one subject among so many.
pub(crate) fn steps(node: &Node, subjects: u64) -> u64 {
    fn walk(node: &Node, subjects: u64, named: &mut Vec<(usize, u64)>) -> u64 {
        if let NodeKind::Local(place) = node.kind {
            return named.iter().rev().find(|(known, _)| *known == place).map_or(1, |(_, n)| *n);
        }
        if let NodeKind::Let(place, value, body) = &node.kind {
            let value = walk(value, subjects, named);
            named.push((*place, value));
            return walk(body, subjects, named);
        }
        let mut total = 1_u64;
        node.for_each_child(|child| total = total.saturating_add(walk(child, subjects, named)));
        total.saturating_mul(match &node.kind {
            NodeKind::OverTime(_, _, Stretch::Parts(length)) => length.per_year() as u64,
            NodeKind::OverTime(..) => 3,
            NodeKind::OverPopulation(..) | NodeKind::Top(..) => subjects,
            NodeKind::Rank(..) => subjects + 1,
            _ => 1,
        })
    }
    walk(node, subjects, &mut Vec::new())
}
