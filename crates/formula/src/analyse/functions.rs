//! How the functions of figures move with what they are given.

use gangmu_num::{Ratio, transcendental};

use super::growth::Growth;
use super::interval::Interval;
use crate::kernels;
use crate::typed::Function;
use crate::types::Direction;

/// How far `x` is beyond `t` in a direction, given `x - t`: `short` and `excess`.
pub(super) fn beyond(direction: Direction, difference: &Growth) -> Growth {
    let gap = if direction == Direction::Up { difference.clone() } else { difference.neg() };
    gap.max(&Growth::fixed(Interval::zero()))
}

/// `share`, given how far `x` and the end lie from the beginning.
pub(super) fn share(done: &Growth, whole: &Growth) -> Growth {
    let [nothing, all] = [Ratio::ZERO, Ratio::ONE].map(|end| Growth::fixed(Interval::point(end)));
    done.div(whole).max(&nothing).min(&all)
}

/// The other functions of figures.
pub(super) fn of_figures(function: Function, given: &[Growth]) -> Growth {
    let unknown = || Growth::made_of(given);
    let rest = given.iter().skip(1);
    match (function, given) {
        (Function::Number, [x]) => x.clone(),
        (Function::Min, [x, ..]) => rest.fold(x.clone(), |least, other| least.min(other)),
        (Function::Max, [x, ..]) => rest.fold(x.clone(), |most, other| most.max(other)),
        (Function::Relative(Direction::Up), [x, t]) => x.div(t),
        (Function::Relative(Direction::Down), [x, t]) => t.div(x),
        (Function::Attained(direction), [x, t]) => attained(direction, x, t),
        (Function::Per, [x, step]) => x.div(step),
        (Function::Started, [x, step]) => x.div(step).rounded(Ratio::ceil),
        (Function::Full, [x, step]) => x.div(step).rounded(Ratio::floor),
        (Function::Clamp, [x, low, high]) => {
            x.max(low).min(high).unsteady_if(low.depends || high.depends)
        }
        (Function::Abs, [x]) => x.abs(),
        (Function::Floor, [x]) => x.rounded(Ratio::floor),
        (Function::Ceil, [x]) => x.rounded(Ratio::ceil),
        (Function::Round, [x, places]) => {
            let places = places.range.low.as_ref().and_then(Ratio::to_integer);
            match places.and_then(|places| u32::try_from(places).ok()) {
                Some(places) => x.rounded(|value| value.round_half_up(places)),
                None => unknown(),
            }
        }
        (Function::Exp, [x]) => exp(x),
        (Function::Ln, [x]) => ln(x),
        (Function::Sqrt, [x]) => {
            let range = x.range.roots();
            // The roots differ by the difference over their sum.
            let slope = x.slope.mul(&range.add(&range).inverse());
            let sure = x.range.never_negative();
            x.clone().with(slope, range).unsteady_if(!sure)
        }
        _ => unknown(),
    }
}

fn attained(direction: Direction, x: &Growth, t: &Growth) -> Growth {
    let all = Growth::fixed(Interval::point(Ratio::ONE));
    if direction == Direction::Up {
        return x.div(t).min(&all);
    }
    let found = t.div(x).min(&all);
    if !x.range.contains(&Ratio::ZERO) {
        return found;
    }
    // Nothing at all is the best there is: where x is 0, all is attained. So, beside what the
    // quotient does, it may jump up to 1 as x comes to 0, from above or from below.
    let jump = if x.range.never_negative() {
        x.slope.neg().jumping()
    } else if x.range.never_positive() {
        x.slope.jumping()
    } else {
        Interval::ANY
    };
    let range = found.range.hull(&all.range);
    let slope = found.slope.hull(&jump);
    // 0 has a value here, though the quotient has none.
    let steady = x.steady && t.steady;
    Growth { steady, ..found.with(slope, range) }
}

fn exp(x: &Growth) -> Growth {
    let limit = Ratio::from_int(transcendental::MAX_EXPONENT);
    let within = Interval::between(limit.neg(), limit);
    let sure = within.hull(&x.range) == within;
    let range = x.range.through_curve(transcendental::exp).max(&Interval::zero());
    // The slope between two points is the height of the curve at some point between.
    x.clone().with(x.slope.mul(&range), range.clone()).unsteady_if(!sure)
}

fn ln(x: &Growth) -> Growth {
    let positive = x.range.max(&Interval::zero());
    let slope = x.slope.mul(&positive.inverse());
    let sure = x.range.low.as_ref().is_some_and(|low| low.signum() > 0);
    x.clone().with(slope, positive.through_curve(transcendental::ln)).unsteady_if(!sure)
}

/// A function of straight pieces.
struct Bent {
    /// Where it bends, rising, and what it is there.
    corners: Vec<(Ratio, Ratio)>,
    /// The slope of each piece: one more than there are corners.
    slopes: Vec<Ratio>,
}

/// Straight lines between anchors.
pub(super) fn line(x: &Growth, anchors: &[(Ratio, Ratio)]) -> Growth {
    let between = anchors.windows(2).map(|pair| match pair {
        [(a, low), (b, high)] => (high - low).div(&(b - a)).unwrap_or(Ratio::ZERO),
        _ => Ratio::ZERO,
    });
    let slopes = [Ratio::ZERO].into_iter().chain(between).chain([Ratio::ZERO]).collect();
    let corners = anchors.to_vec();
    Bent { corners, slopes }.of(x, |x| kernels::line(x, anchors))
}

/// Rates on slabs, from the outermost limit.
pub(super) fn slabs(x: &Growth, below: bool, rows: &[(Ratio, Ratio)]) -> Growth {
    let at = |x: &Ratio| Some(kernels::slabs(x, below, rows));
    let mut corners: Vec<(Ratio, Ratio)> =
        rows.iter().filter_map(|(limit, _)| Some((limit.clone(), at(limit)?))).collect();
    let mut slopes = vec![Ratio::ZERO];
    slopes.extend(rows.iter().map(|(_, rate)| if below { rate.neg() } else { rate.clone() }));
    if below {
        corners.reverse();
        slopes.reverse();
    }
    Bent { corners, slopes }.of(x, at)
}

impl Bent {
    /// How it moves with something that moves.
    fn of(&self, x: &Growth, at: impl Fn(&Ratio) -> Option<Ratio>) -> Growth {
        let mut range: Option<Interval> = None;
        let mut slope: Option<Interval> = None;
        let see = |known: &mut Option<Interval>, more: Interval| {
            *known = Some(known.as_ref().map_or(more.clone(), |known| known.hull(&more)));
        };
        let (mut falls_for_ever, mut rises_for_ever) = (false, false);
        let ends = [(&x.range.low, self.slopes.first()), (&x.range.high, self.slopes.last())];
        for (place, (end, outermost)) in ends.into_iter().enumerate() {
            match end {
                Some(end) => see(&mut range, at(end).map_or(Interval::ANY, Interval::point)),
                // Without end, it goes where its last piece goes.
                None => match outermost.map_or(0, Ratio::signum) {
                    0 => {}
                    sign if (sign > 0) == (place == 1) => rises_for_ever = true,
                    _ => falls_for_ever = true,
                },
            }
        }
        for (corner, value) in &self.corners {
            if x.range.contains(corner) {
                see(&mut range, Interval::point(value.clone()));
            }
        }
        for (place, piece) in self.slopes.iter().enumerate() {
            let from = place.checked_sub(1).and_then(|place| self.corners.get(place));
            let to = self.corners.get(place);
            let starts_below = match (from, &x.range.high) {
                (Some((from, _)), Some(high)) => from < high,
                _ => true,
            };
            let ends_above = match (to, &x.range.low) {
                (Some((to, _)), Some(low)) => low < to,
                _ => true,
            };
            if starts_below && ends_above {
                see(&mut slope, Interval::point(piece.clone()));
            }
        }
        let slope = slope.unwrap_or_else(Interval::zero).mul(&x.slope);
        let Interval { low, high } = range.unwrap_or(Interval::ANY);
        let low = low.filter(|_| !falls_for_ever);
        let high = high.filter(|_| !rises_for_ever);
        x.clone().with(slope, Interval { low, high })
    }
}
