//! What the functions of figures do with their values.

use std::cmp::Ordering;

use gangmu_base::{Cell, Status};
use gangmu_num::{Ratio, transcendental};

use crate::limits;
use crate::typed::Function;
use crate::types::Direction;

/// A figure that is not larger than allowed; a larger one is undefined.
pub(crate) fn bounded(status: Status, value: Option<Ratio>) -> Cell<Ratio> {
    Cell::defined(status, value.filter(|value| value.bits() <= limits::BITS))
}

/// How `a` compares with `b`: `Greater` when `a` is the better one.
fn goodness(direction: Direction, a: &Ratio, b: &Ratio) -> Ordering {
    match direction {
        Direction::Up => a.cmp(b),
        Direction::Down => b.cmp(a),
    }
}

/// Whether a condition between two figures holds.
pub(crate) fn condition(function: Function, a: &Ratio, b: &Ratio) -> bool {
    match function {
        Function::Reached(direction) => goodness(direction, a, b).is_ge(),
        Function::Better(direction) => goodness(direction, a, b).is_gt(),
        _ => false,
    }
}

/// The value of a function of figures; `None` where it is not defined.
pub(crate) fn apply(function: Function, of: &[&Ratio]) -> Option<Ratio> {
    let x = *of.first()?;
    Some(match function {
        Function::Min => (*of.iter().min()?).clone(),
        Function::Max => (*of.iter().max()?).clone(),
        Function::Short(direction) => beyond(direction.turned(), x, of.get(1)?),
        Function::Excess(direction) => beyond(direction, x, of.get(1)?),
        Function::Relative(direction) => relative(direction, x, of.get(1)?)?,
        Function::Attained(direction) => {
            let target = *of.get(1)?;
            if direction == Direction::Down && x.is_zero() {
                return Some(Ratio::ONE);
            }
            relative(direction, x, target)?.min(Ratio::ONE)
        }
        Function::Share => {
            let (from, to) = (*of.get(1)?, *of.get(2)?);
            (x - from).div(&(to - from))?.clamp(Ratio::ZERO, Ratio::ONE)
        }
        Function::Per => x.div(of.get(1)?)?,
        Function::Started => x.div(of.get(1)?)?.ceil(),
        Function::Full => x.div(of.get(1)?)?.floor(),
        Function::Clamp => {
            let (low, high) = (*of.get(1)?, *of.get(2)?);
            if low > high {
                return None;
            }
            x.clamp(low, high)
        }
        Function::Abs => x.abs(),
        Function::Floor => x.floor(),
        Function::Ceil => x.ceil(),
        Function::Round => x.round_half_up(u32::try_from(of.get(1)?.to_integer()?).ok()?),
        Function::Exp => transcendental::exp(x)?,
        Function::Ln => transcendental::ln(x)?,
        Function::Sqrt => transcendental::sqrt(x)?,
        Function::Number => x.clone(),
        Function::Reached(_) | Function::Better(_) => return None,
    })
}

/// How far `x` is beyond `t` in that direction, at least 0.
fn beyond(direction: Direction, x: &Ratio, t: &Ratio) -> Ratio {
    let gap = match direction {
        Direction::Up => x - t,
        Direction::Down => t - x,
    };
    gap.max(Ratio::ZERO)
}

fn relative(direction: Direction, x: &Ratio, t: &Ratio) -> Option<Ratio> {
    match direction {
        Direction::Up => x.div(t),
        Direction::Down => t.div(x),
    }
}

/// On straight lines between the anchors; level beyond the first and the last.
pub(crate) fn line(x: &Ratio, anchors: &[(Ratio, Ratio)]) -> Option<Ratio> {
    let next = anchors.partition_point(|(at, _)| at <= x);
    match (next.checked_sub(1).and_then(|i| anchors.get(i)), anchors.get(next)) {
        (Some((_, y)), None) | (None, Some((_, y))) => Some(y.clone()),
        (Some((a, low)), Some((b, high))) => {
            let share = (x - a).div(&(b - a))?;
            Some(low + &((high - low) * share))
        }
        (None, None) => None,
    }
}

/// What `x` lies beyond each limit times the limit's rate, each rate only on its own slab.
pub(crate) fn slabs(x: &Ratio, below: bool, rows: &[(Ratio, Ratio)]) -> Ratio {
    let mut total = Ratio::ZERO;
    for (i, (limit, rate)) in rows.iter().enumerate() {
        let inner = rows.get(i + 1).map(|(inner, _)| inner);
        let width = if below {
            let end = inner.map_or(x, |inner| inner.max(x));
            limit - end
        } else {
            let end = inner.map_or(x, |inner| inner.min(x));
            end - limit
        };
        if width.signum() > 0 {
            total = total + width * rate;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(text: &str) -> Ratio {
        Ratio::parse_decimal(text).unwrap()
    }

    #[test]
    fn lines_are_level_beyond_their_ends() {
        let anchors = [(r("70"), r("0")), (r("85"), r("0.6")), (r("95"), r("1"))];
        for (x, y) in [("60", "0"), ("70", "0"), ("77.5", "0.3"), ("90", "0.8"), ("99", "1")] {
            assert_eq!(line(&r(x), &anchors), Some(r(y)), "{x}");
        }
    }

    #[test]
    fn each_rate_counts_only_on_its_own_slab() {
        let rows = [(r("98"), r("0.25")), (r("96"), r("0.5"))];
        for (x, y) in [("99", "0"), ("97", "0.25"), ("96", "0.5"), ("95", "1")] {
            assert_eq!(slabs(&r(x), true, &rows), r(y), "{x}");
        }
        let rows = [(r("5"), r("1")), (r("10"), r("2"))];
        assert_eq!(slabs(&r("12"), false, &rows), r("9"));
    }

    #[test]
    fn lower_is_better_turns_shortfalls_round() {
        let down = Function::Short(Direction::Down);
        assert_eq!(apply(down, &[&r("7"), &r("5")]), Some(r("2")));
        assert_eq!(apply(down, &[&r("3"), &r("5")]), Some(r("0")));
        assert_eq!(apply(Function::Attained(Direction::Down), &[&r("0"), &r("5")]), Some(r("1")));
        assert_eq!(apply(Function::Relative(Direction::Down), &[&r("0"), &r("5")]), None);
    }
}
