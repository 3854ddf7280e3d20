//! What each function means, worked out over big integers that are always reduced, from the words
//! of the reference alone.

use std::cmp::Ordering;
use std::sync::Arc;

use gangmu_base::{Period, Status};
use gangmu_formula::limits;
use gangmu_formula::syntax::{BinaryOp, Comparison, Moment, Stretch};
use gangmu_formula::typed::{Aggregate, Function};
use gangmu_formula::types::Direction;
use gangmu_num::{BigInt, Ratio};

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

pub(crate) fn q(ratio: &Ratio) -> Q {
    let (n, d) = ratio.reduced_parts();
    Q::new(n, d)
}

pub(crate) fn whole(n: usize) -> Q {
    Q::from_integer(BigInt::from(n))
}

/// The status of what is made of several: the heaviest.
pub(crate) fn heaviest(parts: impl IntoIterator<Item = Status>) -> Status {
    parts.into_iter().max().unwrap_or(Status::Known)
}

pub(crate) fn status<T>(of: &Got<T>) -> Status {
    match of {
        Ok((status, _)) | Err(status) => *status,
    }
}

/// All the values with the heaviest status, or the heaviest status when one is not known.
pub(crate) fn all_known<T: Clone>(parts: &[Got<T>]) -> Got<Vec<T>> {
    let heavy = heaviest(parts.iter().map(status));
    let values: Result<Vec<T>, Status> =
        parts.iter().map(|part| part.clone().map(|(_, value)| value)).collect();
    values.map(|values| (heavy, values)).map_err(|_| heavy)
}

/// A value that may not exist or be too large.
pub(crate) fn defined(status: Status, value: Option<Q>) -> Got<Q> {
    let fits = |value: &Q| value.numer().bits() + value.denom().bits() <= limits::BITS;
    value.filter(fits).map(|value| (status, value)).ok_or(Status::Undefined)
}

pub(crate) fn heavier<T>(of: Got<T>, than: Status) -> Got<T> {
    of.map(|(status, value)| (status.max(than), value)).map_err(|status| status.max(than))
}

/// `and`, which `false` decides, and `or`, which `true` decides: the lighter side that does.
pub(crate) fn decided(a: &Got<bool>, b: &Got<bool>, by: bool) -> Got<bool> {
    let lightest = [a, b].into_iter().flatten().filter(|(_, value)| *value == by).min();
    match lightest {
        Some((status, _)) => Ok((*status, by)),
        None => all_known(&[*a, *b]).map(|(status, _)| (status, !by)),
    }
}

pub(crate) fn order<T: Ord + Clone>(a: &Got<T>, b: &Got<T>) -> Got<Ordering> {
    all_known(&[a.clone(), b.clone()]).map(|(status, both)| (status, both[0].cmp(&both[1])))
}

pub(crate) fn holds(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::Below => order == Ordering::Less,
        Comparison::AtMost => order != Ordering::Greater,
        Comparison::Above => order == Ordering::Greater,
        Comparison::AtLeast => order != Ordering::Less,
        Comparison::Equal => order == Ordering::Equal,
        Comparison::Unequal => order != Ordering::Equal,
    }
}

pub(crate) fn arithmetic(operator: BinaryOp, a: Got<Q>, b: Got<Q>) -> Got<Q> {
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

pub(crate) fn divided(a: &Q, b: &Q) -> Option<Q> {
    (*b != whole(0)).then(|| a / b)
}

pub(crate) fn read(text: Got<Arc<str>>) -> Got<Q> {
    let (status, text) = text?;
    let digits: String = text.chars().filter(|c| *c != '.').collect();
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    match digits.parse::<BigInt>() {
        Ok(digits) => Ok((status, Q::new(digits, BigInt::from(10).pow(places as u32)))),
        Err(_) => Err(Status::Undefined),
    }
}

pub(crate) fn is_condition(function: Function) -> bool {
    matches!(function, Function::Reached(_) | Function::Better(_))
}

/// `Greater` when `a` is the better one.
pub(crate) fn goodness(direction: Direction, a: &Q, b: &Q) -> Ordering {
    if direction == Direction::Up { a.cmp(b) } else { b.cmp(a) }
}

pub(crate) fn applied(function: Function, status: Status, of: &[Q]) -> Out {
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
pub(crate) fn rounded(x: &Q, places: &Q) -> Q {
    let scale = (0..places.to_integer().to_string().parse().unwrap())
        .fold(whole(1), |scale, _: u32| scale * whole(10));
    let half = Q::new(BigInt::from(1), BigInt::from(2));
    let scaled = x * &scale;
    let nearest = if scaled < whole(0) { (scaled - half).ceil() } else { (scaled + half).floor() };
    nearest / scale
}

pub(crate) fn line(x: &Q, anchors: &[(Ratio, Ratio)]) -> Q {
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
pub(crate) fn slabs(x: &Q, below: bool, rows: &[(Ratio, Ratio)]) -> Q {
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

pub(crate) fn gathered(kind: Aggregate, mut values: Vec<Q>) -> Option<Q> {
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
pub(crate) fn over_list(kind: Aggregate, list: &[Got<Q>], trim: usize) -> Got<Q> {
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

pub(crate) fn shifted(at: Period, moment: Moment) -> Option<Period> {
    match moment {
        Moment::Shift(by) => at.shift(by),
        Moment::Period(period) => Some(period),
    }
}

pub(crate) fn laid_out(at: Period, stretch: Stretch) -> Option<Vec<Period>> {
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
