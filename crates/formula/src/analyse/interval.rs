//! Intervals of exact figures, closed, of which each side may be open to infinity.

use std::cmp::Ordering;

use gangmu_num::{Ratio, transcendental};

/// Bits beyond which a bound is loosened, so that bounds do not grow with every step.
const BITS: u64 = 1_024;

/// All figures from `low` to `high`, both included; `None` is no bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// No figure is lower.
    pub low: Option<Ratio>,
    /// No figure is higher.
    pub high: Option<Ratio>,
}

/// One end of an interval, in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Below,
    At(Ratio),
    Above,
}

impl Interval {
    /// Any figure.
    pub const ANY: Interval = Interval { low: None, high: None };

    /// One figure and no other.
    pub fn point(value: Ratio) -> Interval {
        Interval { low: Some(value.clone()), high: Some(value) }
    }

    /// From one figure to another; the smaller may come second.
    pub fn between(a: Ratio, b: Ratio) -> Interval {
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        Interval { low: Some(low), high: Some(high) }
    }

    /// At least so much.
    pub fn at_least(low: Ratio) -> Interval {
        Interval { low: Some(low), high: None }
    }

    /// At most so much.
    pub fn at_most(high: Ratio) -> Interval {
        Interval { low: None, high: Some(high) }
    }

    pub(super) fn zero() -> Interval {
        Interval::point(Ratio::ZERO)
    }

    /// From 0 to 1.
    pub(super) fn unit() -> Interval {
        Interval::between(Ratio::ZERO, Ratio::ONE)
    }

    /// Whether a figure lies in it.
    pub fn contains(&self, value: &Ratio) -> bool {
        self.low.as_ref().is_none_or(|low| low <= value)
            && self.high.as_ref().is_none_or(|high| value <= high)
    }

    /// Whether nothing in it is below 0.
    pub fn never_negative(&self) -> bool {
        self.low.as_ref().is_some_and(|low| low.signum() >= 0)
    }

    /// Whether nothing in it is above 0.
    pub fn never_positive(&self) -> bool {
        self.high.as_ref().is_some_and(|high| high.signum() <= 0)
    }

    /// Whether it is 0 and nothing else.
    pub(super) fn is_zero(&self) -> bool {
        self.never_negative() && self.never_positive()
    }

    /// Whether nothing in it is above anything in the other.
    pub(super) fn is_below(&self, other: &Interval) -> bool {
        matches!((&self.high, &other.low), (Some(high), Some(low)) if high <= low)
    }

    fn ends(&self) -> (End, End) {
        let end = |side: &Option<Ratio>, none| side.clone().map_or(none, End::At);
        (end(&self.low, End::Below), end(&self.high, End::Above))
    }

    fn of(low: End, high: End) -> Interval {
        let side = |end, weaker: fn(&Ratio) -> bool| match end {
            // A bound too long to carry on is loosened to 0, or dropped.
            End::At(value) if value.bits() > BITS => weaker(&value).then_some(Ratio::ZERO),
            End::At(value) => Some(value),
            End::Below | End::Above => None,
        };
        Interval {
            low: side(low, |value| value.signum() >= 0),
            high: side(high, |value| value.signum() <= 0),
        }
    }

    /// The smallest interval that holds both.
    pub(super) fn hull(&self, other: &Interval) -> Interval {
        let ((a, b), (c, d)) = (self.ends(), other.ends());
        Interval::of(a.min(c), b.max(d))
    }

    /// What lies in both; `None` when nothing does.
    pub(super) fn meet(&self, other: &Interval) -> Option<Interval> {
        let ((a, b), (c, d)) = (self.ends(), other.ends());
        let (low, high) = (a.max(c), b.min(d));
        (low <= high).then(|| Interval::of(low, high))
    }

    pub(super) fn add(&self, other: &Interval) -> Interval {
        let sum = |a: &Option<Ratio>, b: &Option<Ratio>| Some(a.as_ref()? + b.as_ref()?);
        let end = |side: Option<Ratio>, none| side.map_or(none, End::At);
        Interval::of(
            end(sum(&self.low, &other.low), End::Below),
            end(sum(&self.high, &other.high), End::Above),
        )
    }

    pub(super) fn neg(&self) -> Interval {
        let turned = |side: &Option<Ratio>| side.as_ref().map(Ratio::neg);
        Interval { low: turned(&self.high), high: turned(&self.low) }
    }

    pub(super) fn mul(&self, other: &Interval) -> Interval {
        let ((a, b), (c, d)) = (self.ends(), other.ends());
        let products = [product(&a, &c), product(&a, &d), product(&b, &c), product(&b, &d)];
        let low = products.iter().min().cloned().unwrap_or(End::Below);
        let high = products.into_iter().max().unwrap_or(End::Above);
        Interval::of(low, high)
    }

    /// What `1 / x` can be where it is defined.
    pub(super) fn inverse(&self) -> Interval {
        let side = |end: &Option<Ratio>| match end {
            // Towards infinity the inverse comes near 0.
            None => Some(Ratio::ZERO),
            // Nearer and nearer to 0 it has no bound.
            Some(value) => Ratio::ONE.div(value),
        };
        if self.never_negative() || self.never_positive() {
            return Interval { low: side(&self.high), high: side(&self.low) };
        }
        Interval::ANY
    }

    /// What a quotient can be where it is defined.
    pub(super) fn div(&self, other: &Interval) -> Interval {
        self.mul(&other.inverse())
    }

    pub(super) fn min(&self, other: &Interval) -> Interval {
        let ((a, b), (c, d)) = (self.ends(), other.ends());
        Interval::of(a.min(c), b.min(d))
    }

    pub(super) fn max(&self, other: &Interval) -> Interval {
        let ((a, b), (c, d)) = (self.ends(), other.ends());
        Interval::of(a.max(c), b.max(d))
    }

    pub(super) fn abs(&self) -> Interval {
        if self.never_negative() {
            self.clone()
        } else if self.never_positive() {
            self.neg()
        } else {
            self.max(&self.neg()).max(&Interval::zero())
        }
    }

    /// What a function that never falls makes of it; `None` from `f` is no bound.
    pub(super) fn through(&self, f: impl Fn(&Ratio) -> Option<Ratio>) -> Interval {
        let end = |side: &Option<Ratio>, none| side.as_ref().and_then(&f).map_or(none, End::At);
        Interval::of(end(&self.low, End::Below), end(&self.high, End::Above))
    }

    /// The same through `exp`, `ln` or `sqrt`, loosened by what these round.
    pub(super) fn through_curve(&self, f: fn(&Ratio) -> Option<Ratio>) -> Interval {
        let slack = Ratio::new(1, 1_000_000_000_000_000_000).unwrap_or_default();
        let around = |value: Ratio, sign: i8| {
            let slack = value.abs() * &slack;
            Some(if sign < 0 { value - slack } else { value + slack })
        };
        Interval {
            low: self.low.as_ref().and_then(f).and_then(|value| around(value, -1)),
            high: self.high.as_ref().and_then(f).and_then(|value| around(value, 1)),
        }
    }

    /// Of the roots; nothing below 0 has one.
    pub(super) fn roots(&self) -> Interval {
        let from_zero = self.max(&Interval::zero());
        from_zero.through_curve(transcendental::sqrt)
    }

    /// The signs of what is in it, as the slope of something that jumps.
    pub(super) fn jumping(&self) -> Interval {
        if self.is_zero() {
            Interval::zero()
        } else if self.never_negative() {
            Interval::at_least(Ratio::ZERO)
        } else if self.never_positive() {
            Interval::at_most(Ratio::ZERO)
        } else {
            Interval::ANY
        }
    }
}

/// Something that is nothing times whatever: 0.
fn product(a: &End, b: &End) -> End {
    let sign = |end: &End| match end {
        End::Below => -1,
        End::At(value) => value.signum(),
        End::Above => 1,
    };
    match (a, b) {
        (End::At(a), End::At(b)) => End::At(a * b),
        _ => match (sign(a) * sign(b)).cmp(&0) {
            Ordering::Less => End::Below,
            Ordering::Equal => End::At(Ratio::ZERO),
            Ordering::Greater => End::Above,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: Option<i64>, high: Option<i64>) -> Interval {
        Interval { low: low.map(Ratio::from_int), high: high.map(Ratio::from_int) }
    }

    #[test]
    fn products_know_infinity_and_zero() {
        let positive = of(Some(0), None);
        assert_eq!(positive.mul(&positive), positive);
        assert_eq!(positive.mul(&of(Some(-2), Some(3))), Interval::ANY);
        assert_eq!(Interval::zero().mul(&Interval::ANY), Interval::zero());
        assert_eq!(of(None, Some(-1)).mul(&of(None, Some(-2))), of(Some(2), None));
    }

    #[test]
    fn a_divisor_that_may_be_zero_leaves_no_bound() {
        let half = Ratio::new(1, 2);
        assert_eq!(
            of(Some(1), Some(2)).inverse(),
            Interval { low: half.clone(), high: Some(Ratio::ONE) }
        );
        assert_eq!(of(Some(0), Some(2)).inverse(), Interval { low: half, high: None });
        assert_eq!(of(Some(-1), Some(2)).inverse(), Interval::ANY);
        assert_eq!(of(Some(1), None).inverse(), Interval::unit());
        assert_eq!(of(Some(2), Some(6)).div(&of(Some(0), Some(2))), of(Some(1), None));
        assert_eq!(of(None, Some(0)).inverse(), of(None, Some(0)));
    }

    #[test]
    fn long_bounds_are_loosened_and_stay_bounds() {
        let long = Ratio::new(1, 3).unwrap_or_default().pow(2_000);
        let found = Interval::point(long.clone()).add(&Interval::zero());
        assert!(found.contains(&long) && found.never_negative());
    }
}
