//! What is found out about one part of a formula: how it moves with the fact in question, and
//! within which bounds it stays.

use gangmu_num::Ratio;

use super::interval::Interval;

/// How a figure moves.
///
/// `slope` holds `(f(b) - f(a)) / (b - a)` for any two values `a < b` of the fact for which the
/// figure has a value: where it is never negative, the figure never falls.
#[derive(Debug, Clone)]
pub(super) struct Growth {
    pub(super) slope: Interval,
    /// Where the figure lies when it has a value.
    pub(super) range: Interval,
    /// Whether the fact is read at all.
    pub(super) depends: bool,
    /// Whether it is the same for every value of the fact if there is a figure. Figures too large
    /// to be held are left aside.
    pub(super) steady: bool,
    /// Whether the figure of another subject moves with the fact as well.
    pub(super) crosses: bool,
}

impl Growth {
    /// A figure that has nothing to do with the fact.
    pub(super) fn fixed(range: Interval) -> Growth {
        Growth { slope: Interval::zero(), range, depends: false, steady: true, crosses: false }
    }

    /// Another figure made of these alone, of which no more is known.
    pub(super) fn made_of<'g>(of: impl IntoIterator<Item = &'g Growth>) -> Growth {
        let mut made = Growth::fixed(Interval::ANY);
        for part in of {
            made.depends |= part.depends;
            made.steady &= part.steady;
            made.crosses |= part.crosses;
        }
        if made.depends {
            made.slope = Interval::ANY;
        }
        made
    }

    pub(super) fn with(self, slope: Interval, range: Interval) -> Growth {
        let slope = if self.depends { slope } else { Interval::zero() };
        Growth { slope, range, ..self }
    }

    pub(super) fn add(&self, other: &Growth) -> Growth {
        let (slope, range) = (self.slope.add(&other.slope), self.range.add(&other.range));
        Growth::made_of([self, other]).with(slope, range)
    }

    pub(super) fn neg(&self) -> Growth {
        self.clone().with(self.slope.neg(), self.range.neg())
    }

    pub(super) fn sub(&self, other: &Growth) -> Growth {
        self.add(&other.neg())
    }

    pub(super) fn mul(&self, other: &Growth) -> Growth {
        // f(b) g(b) - f(a) g(a) = f(b) (g(b) - g(a)) + g(a) (f(b) - f(a))
        let slope = self.range.mul(&other.slope).add(&other.range.mul(&self.slope));
        Growth::made_of([self, other]).with(slope, self.range.mul(&other.range))
    }

    pub(super) fn div(&self, other: &Growth) -> Growth {
        let zero = other.range.contains(&Ratio::ZERO);
        let inverse = other.range.inverse();
        // 1/g(b) - 1/g(a) = -(g(b) - g(a)) / (g(a) g(b))
        let slope = other.slope.mul(&inverse.mul(&inverse)).neg();
        let inverted = Growth {
            steady: other.steady && !(zero && other.depends),
            ..other.clone().with(slope, inverse)
        };
        self.mul(&inverted)
    }

    pub(super) fn min(&self, other: &Growth) -> Growth {
        let slope = if self.range.is_below(&other.range) {
            self.slope.clone()
        } else if other.range.is_below(&self.range) {
            other.slope.clone()
        } else {
            self.slope.hull(&other.slope)
        };
        Growth::made_of([self, other]).with(slope, self.range.min(&other.range))
    }

    pub(super) fn max(&self, other: &Growth) -> Growth {
        self.neg().min(&other.neg()).neg()
    }

    /// Either of the two, in a way that does not depend on the fact.
    pub(super) fn either(&self, other: &Growth) -> Growth {
        let (slope, range) = (self.slope.hull(&other.slope), self.range.hull(&other.range));
        Growth::made_of([self, other]).with(slope, range)
    }

    pub(super) fn abs(&self) -> Growth {
        let slope = if self.range.never_negative() {
            self.slope.clone()
        } else if self.range.never_positive() {
            self.slope.neg()
        } else {
            self.slope.hull(&self.slope.neg())
        };
        self.clone().with(slope, self.range.abs())
    }

    /// The same rounded in some way: it moves in jumps, but never the other way.
    pub(super) fn rounded(&self, round: impl Fn(&Ratio) -> Ratio) -> Growth {
        let range = self.range.through(|value| Some(round(value)));
        self.clone().with(self.slope.jumping(), range)
    }

    /// Kept from being the same for every value of the fact.
    pub(super) fn unsteady_if(self, unsteady: bool) -> Growth {
        let steady = self.steady && !(unsteady && self.depends);
        Growth { steady, ..self }
    }
}

/// How a condition moves as the fact rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trend {
    /// It does not.
    Constant,
    /// From false to true, once at most.
    Rises,
    /// From true to false, once at most.
    Falls,
    /// No such thing is known.
    Unknown,
}

impl Trend {
    /// The trend of "this figure is above 0".
    pub(super) fn of_slope(slope: &Interval) -> Trend {
        match (slope.never_negative(), slope.never_positive()) {
            (true, true) => Trend::Constant,
            (true, false) => Trend::Rises,
            (false, true) => Trend::Falls,
            (false, false) => Trend::Unknown,
        }
    }

    pub(super) fn turned(self) -> Trend {
        match self {
            Trend::Rises => Trend::Falls,
            Trend::Falls => Trend::Rises,
            other => other,
        }
    }

    /// Of `and` and `or`.
    pub(super) fn joined(self, other: Trend) -> Trend {
        match (self, other) {
            (Trend::Constant, trend) | (trend, Trend::Constant) => trend,
            (a, b) if a == b => a,
            _ => Trend::Unknown,
        }
    }

    /// As the slope of a figure that is 1 where the condition holds, and else 0.
    pub(super) fn slope(self) -> Interval {
        match self {
            Trend::Constant => Interval::zero(),
            Trend::Rises => Interval::at_least(Ratio::ZERO),
            Trend::Falls => Interval::at_most(Ratio::ZERO),
            Trend::Unknown => Interval::ANY,
        }
    }
}

/// What is found out about a condition; as in [`Growth`].
#[derive(Debug, Clone)]
pub(super) struct Truth {
    pub(super) trend: Trend,
    /// Where it is always the same when it is known.
    pub(super) always: Option<bool>,
    pub(super) depends: bool,
    pub(super) steady: bool,
    pub(super) crosses: bool,
}

impl Truth {
    pub(super) fn fixed(always: Option<bool>) -> Truth {
        Truth { trend: Trend::Constant, always, depends: false, steady: true, crosses: false }
    }

    /// Of a condition about a figure.
    pub(super) fn about(figure: &Growth, trend: Trend, always: Option<bool>) -> Truth {
        let Growth { depends, steady, crosses, .. } = *figure;
        let trend = if depends && always.is_none() { trend } else { Trend::Constant };
        Truth { trend, always, depends, steady, crosses }
    }

    pub(super) fn not(self) -> Truth {
        let always = self.always.map(|always| !always);
        Truth { trend: self.trend.turned(), always, ..self }
    }

    /// `and` is decided by `false`, `or` by `true`.
    pub(super) fn joined(&self, other: &Truth, deciding: bool) -> Truth {
        let always = match (self.always, other.always) {
            (Some(a), _) | (_, Some(a)) if a == deciding => Some(deciding),
            (Some(a), Some(_)) => Some(a),
            _ => None,
        };
        let trend = if always.is_some() { Trend::Constant } else { self.trend.joined(other.trend) };
        let depends = self.depends || other.depends;
        Truth {
            trend,
            always,
            depends,
            // A side that decides hides that the other is unknown.
            steady: self.steady && other.steady && !depends,
            crosses: self.crosses || other.crosses,
        }
    }

    /// The figure that is 1 where the condition holds, and else 0.
    pub(super) fn counted(&self) -> Growth {
        let range = match self.always {
            Some(true) => Interval::point(Ratio::ONE),
            Some(false) => Interval::zero(),
            None => Interval::unit(),
        };
        Growth {
            slope: self.trend.slope(),
            range,
            depends: self.depends,
            steady: self.steady,
            crosses: self.crosses,
        }
    }
}
