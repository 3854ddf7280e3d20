//! The slow twin: works a formula out for one subject at a time by walking the tree, over big
//! integers that are always reduced, from nothing but the meaning that the reference gives to each
//! function.

use std::cmp::Ordering;
use std::rc::Rc;
use std::sync::Arc;

use gangmu_base::{Cell, Period, Status};
use gangmu_formula::Reference;
use gangmu_formula::limits;
use gangmu_formula::syntax::{BinaryOp, Comparison, Moment, Population, Stretch, UnaryOp};
use gangmu_formula::typed::{Aggregate, Function, Node, NodeKind};
use gangmu_formula::types::Direction;
use gangmu_num::{BigInt, Ratio};

use crate::facts::{Fact, Facts};

/// An exact fraction that knows nothing of `Ratio`.
pub(crate) type Q = num_rational::Ratio<BigInt>;

/// A value with a status that has one, or a status that has none.
pub(crate) type Got<T> = Result<(Status, T), Status>;

/// What a node gives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Out {
    Number(Got<Q>),
    Flag(Got<bool>),
    Text(Got<Arc<str>>),
    Numbers(Got<Vec<Got<Q>>>),
    Texts(Got<Vec<Got<Arc<str>>>>),
}

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

pub(crate) fn q(ratio: &Ratio) -> Q {
    let (n, d) = ratio.reduced_parts();
    Q::new(n, d)
}

fn whole(n: usize) -> Q {
    Q::from_integer(BigInt::from(n))
}

fn got<T: Clone>(cell: &Cell<T>) -> Got<T> {
    cell.value().map_or(Err(cell.status()), |value| Ok((cell.status(), value.clone())))
}

/// The status of what is made of several: the heaviest.
fn heaviest(parts: impl IntoIterator<Item = Status>) -> Status {
    parts.into_iter().max().unwrap_or(Status::Known)
}

fn status<T>(of: &Got<T>) -> Status {
    match of {
        Ok((status, _)) | Err(status) => *status,
    }
}

/// All the values with the heaviest status, or the heaviest status when one is not known.
fn all_known<T: Clone>(parts: &[Got<T>]) -> Got<Vec<T>> {
    let heavy = heaviest(parts.iter().map(status));
    let values: Result<Vec<T>, Status> =
        parts.iter().map(|part| part.clone().map(|(_, value)| value)).collect();
    values.map(|values| (heavy, values)).map_err(|_| heavy)
}

/// A value that may not exist or be too large.
fn defined(status: Status, value: Option<Q>) -> Got<Q> {
    let fits = |value: &Q| value.numer().bits() + value.denom().bits() <= limits::BITS;
    value.filter(fits).map(|value| (status, value)).ok_or(Status::Undefined)
}

fn heavier<T>(of: Got<T>, than: Status) -> Got<T> {
    of.map(|(status, value)| (status.max(than), value)).map_err(|status| status.max(than))
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
                Out::Number(number(body).and_then(|(_, own)| {
                    let members = self.members(body, who, *population, at, named);
                    let better =
                        members.iter().filter(|(_, v)| goodness(*direction, v, &own).is_gt());
                    let status = heaviest(members.iter().map(|(status, _)| *status));
                    Ok((status, whole(1 + better.count())))
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

/// `and`, which `false` decides, and `or`, which `true` decides: the first side that does.
fn decided(a: &Got<bool>, b: &Got<bool>, by: bool) -> Got<bool> {
    for side in [a, b] {
        if let Ok((status, value)) = side
            && *value == by
        {
            return Ok((*status, by));
        }
    }
    all_known(&[*a, *b]).map(|(status, _)| (status, !by))
}

fn order<T: Ord + Clone>(a: &Got<T>, b: &Got<T>) -> Got<Ordering> {
    all_known(&[a.clone(), b.clone()]).map(|(status, both)| (status, both[0].cmp(&both[1])))
}

fn holds(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::Below => order == Ordering::Less,
        Comparison::AtMost => order != Ordering::Greater,
        Comparison::Above => order == Ordering::Greater,
        Comparison::AtLeast => order != Ordering::Less,
        Comparison::Equal => order == Ordering::Equal,
        Comparison::Unequal => order != Ordering::Equal,
    }
}

fn arithmetic(operator: BinaryOp, a: Got<Q>, b: Got<Q>) -> Got<Q> {
    let (status, both) = all_known(&[a, b])?;
    let (a, b) = (&both[0], &both[1]);
    let value = match operator {
        BinaryOp::Add => Some(a + b),
        BinaryOp::Subtract => Some(a - b),
        BinaryOp::Multiply => Some(a * b),
        _ => divided(a, b),
    };
    defined(status, value)
}

fn divided(a: &Q, b: &Q) -> Option<Q> {
    (*b != whole(0)).then(|| a / b)
}

fn read(text: Got<Arc<str>>) -> Got<Q> {
    let (status, text) = text?;
    let digits: String = text.chars().filter(|c| *c != '.').collect();
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    match digits.parse::<BigInt>() {
        Ok(digits) => Ok((status, Q::new(digits, BigInt::from(10).pow(places as u32)))),
        Err(_) => Err(Status::Undefined),
    }
}

fn is_condition(function: Function) -> bool {
    matches!(function, Function::Reached(_) | Function::Better(_))
}

/// `Greater` when `a` is the better one.
fn goodness(direction: Direction, a: &Q, b: &Q) -> Ordering {
    if direction == Direction::Up { a.cmp(b) } else { b.cmp(a) }
}

fn applied(function: Function, status: Status, of: &[Q]) -> Out {
    let (zero, one) = (whole(0), whole(1));
    let x = &of[0];
    let t = of.get(1).unwrap_or(x);
    // How far x is beyond t, in the direction of what is better.
    let beyond = |direction| if direction == Direction::Up { x - t } else { t - x };
    let relative =
        |direction| if direction == Direction::Up { divided(x, t) } else { divided(t, x) };
    let value = match function {
        Function::Reached(d) => return Out::Flag(Ok((status, goodness(d, x, t).is_ge()))),
        Function::Better(d) => return Out::Flag(Ok((status, goodness(d, x, t).is_gt()))),
        Function::Min => of.iter().min().cloned(),
        Function::Max => of.iter().max().cloned(),
        Function::Short(d) => Some((-beyond(d)).max(zero)),
        Function::Excess(d) => Some(beyond(d).max(zero)),
        Function::Relative(d) => relative(d),
        Function::Attained(Direction::Down) if *x == zero => Some(one),
        Function::Attained(d) => relative(d).map(|value| value.min(one)),
        Function::Share => divided(&(x - t), &(&of[2] - t)).map(|v| v.max(zero).min(one)),
        Function::Per => divided(x, t),
        Function::Started => divided(x, t).map(|steps| steps.ceil()),
        Function::Full => divided(x, t).map(|steps| steps.floor()),
        Function::Clamp => (of[1] <= of[2]).then(|| x.clone().max(t.clone()).min(of[2].clone())),
        Function::Abs => Some(if *x < zero { -x } else { x.clone() }),
        Function::Floor => Some(x.floor()),
        Function::Ceil => Some(x.ceil()),
        Function::Round => Some(rounded(x, t)),
        Function::Number => Some(x.clone()),
        Function::Exp | Function::Ln | Function::Sqrt => panic!("compared elsewhere"),
    };
    Out::Number(defined(status, value))
}

/// To so many places; what lies half-way goes away from zero.
fn rounded(x: &Q, places: &Q) -> Q {
    let scale = (0..places.to_integer().to_string().parse().unwrap())
        .fold(whole(1), |scale, _: u32| scale * whole(10));
    let half = Q::new(BigInt::from(1), BigInt::from(2));
    let scaled = x * &scale;
    let nearest = if scaled < whole(0) { (scaled - half).ceil() } else { (scaled + half).floor() };
    nearest / scale
}

fn line(x: &Q, anchors: &[(Ratio, Ratio)]) -> Q {
    let anchors: Vec<(Q, Q)> = anchors.iter().map(|(x, y)| (q(x), q(y))).collect();
    let (first, last) = (&anchors[0], &anchors[anchors.len() - 1]);
    if *x <= first.0 {
        return first.1.clone();
    }
    for pair in anchors.windows(2) {
        let ((a, low), (b, high)) = (&pair[0], &pair[1]);
        if x <= b {
            return low + (high - low) * (x - a) / (b - a);
        }
    }
    last.1.clone()
}

/// For each slab, how much of it lies between its limit and x, at its rate.
fn slabs(x: &Q, below: bool, rows: &[(Ratio, Ratio)]) -> Q {
    // Above a limit is below it with the signs turned.
    let turn = |value: Q| if below { value } else { -value };
    let x = turn(x.clone());
    let mut total = whole(0);
    for (place, (limit, rate)) in rows.iter().enumerate() {
        let top = turn(q(limit));
        let reach = match rows.get(place + 1) {
            Some((next, _)) => x.clone().max(turn(q(next))),
            None => x.clone(),
        };
        if reach < top {
            total += (top - reach) * q(rate);
        }
    }
    total
}

fn gathered(kind: Aggregate, mut values: Vec<Q>) -> Option<Q> {
    values.sort();
    let count = values.len();
    let sum = || values.iter().fold(whole(0), |sum, value| sum + value);
    match kind {
        Aggregate::Sum => Some(sum()),
        Aggregate::Mean => divided(&sum(), &whole(count)),
        Aggregate::Median if count % 2 == 1 => Some(values[count / 2].clone()),
        Aggregate::Median => Some((&values[count / 2 - 1] + &values[count / 2]) / whole(2)),
        Aggregate::Min => values.first().cloned(),
        Aggregate::Max => values.last().cloned(),
        Aggregate::Count => Some(whole(count)),
    }
}

/// Over a list: `skip` is left out, anything else unknown makes the outcome unknown.
fn over_list(kind: Aggregate, list: &[Got<Q>], trim: usize) -> Got<Q> {
    let counted: Vec<Got<Q>> =
        list.iter().filter(|got| **got != Err(Status::NotApplicable)).cloned().collect();
    let (status, mut values) = all_known(&counted)?;
    values.sort();
    if trim > 0 {
        let end = values.len().saturating_sub(trim);
        values = values.get(trim..end).unwrap_or_default().to_vec();
    }
    if values.is_empty() && kind != Aggregate::Count {
        return Err(if list.is_empty() { Status::Missing } else { Status::NotApplicable });
    }
    defined(status, gathered(kind, values))
}

fn shifted(at: Period, moment: Moment) -> Option<Period> {
    match moment {
        Moment::Shift(by) => at.shift(by),
        Moment::Period(period) => Some(period),
    }
}

fn laid_out(at: Period, stretch: Stretch) -> Option<Vec<Period>> {
    let back = |by: u32| at.shift(-(by as i32));
    let periods: Vec<Option<Period>> = match stretch {
        Stretch::Parts(length) => at.parts(length).into_iter().map(Some).collect(),
        Stretch::Last(count) => (0..count).map(back).collect(),
        Stretch::Before(count) => (1..=count).map(back).collect(),
        Stretch::Years(first, last) => (first..=last).map(Period::year).collect(),
    };
    let periods: Option<Vec<Period>> = periods.into_iter().collect();
    periods.filter(|periods| !periods.is_empty())
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
