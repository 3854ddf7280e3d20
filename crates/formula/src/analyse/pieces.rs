//! Figures and conditions along one fact, in pieces between one threshold and the next.

use std::cmp::Ordering;

use gangmu_num::Ratio;

use super::cliffs::Reason;
use super::fraction::Fraction;

/// More thresholds than this are not gone into.
pub(super) const THRESHOLDS: usize = 10_000;

/// What there is between two thresholds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// No value.
    Nothing,
    /// A quotient of polynomials, with no pole inside.
    Plain(Fraction),
    /// Something without jumps of which no more is known.
    Curve,
}

/// Pieces from one end of the range to the other: up to where each reaches, and what it is. What
/// there is at a threshold itself is not told.
#[derive(Debug, Clone)]
pub(super) struct Pieces<T> {
    low: Ratio,
    each: Vec<(Ratio, T)>,
}

/// A piece cut up: up to where each part reaches, and what it is.
pub(super) type Cut<T> = Result<Vec<(Ratio, T)>, Reason>;

impl<T: Clone> Pieces<T> {
    /// The same throughout.
    pub(super) fn throughout(range: &(Ratio, Ratio), part: T) -> Pieces<T> {
        Pieces { low: range.0.clone(), each: vec![(range.1.clone(), part)] }
    }

    /// Each piece with the ends it lies between.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Ratio, &Ratio, &T)> {
        let starts = [&self.low].into_iter().chain(self.each.iter().map(|(to, _)| to));
        starts.zip(&self.each).map(|(from, (to, part))| (from, to, part))
    }

    /// Each piece turned into others.
    pub(super) fn cut<U>(
        &self,
        mut f: impl FnMut(&T, &Ratio, &Ratio) -> Cut<U>,
    ) -> Result<Pieces<U>, Reason> {
        let mut each = Vec::with_capacity(self.each.len());
        for (from, to, part) in self.iter() {
            each.extend(f(part, from, to)?);
            if each.len() > THRESHOLDS {
                return Err(Reason::TooManyThresholds);
            }
        }
        Ok(Pieces { low: self.low.clone(), each })
    }

    /// Two of them put together, piece by piece, cut at the thresholds of both.
    pub(super) fn with<U: Clone>(&self, other: &Pieces<U>) -> Pieces<(T, U)> {
        let mut each = Vec::with_capacity(self.each.len() + other.each.len());
        let (mut left, mut right) = (self.each.iter().peekable(), other.each.iter().peekable());
        while let (Some((a, part)), Some((b, other))) = (left.peek(), right.peek()) {
            each.push((a.min(b).clone(), (part.clone(), other.clone())));
            let order = a.cmp(b);
            if order.is_le() {
                left.next();
            }
            if order.is_ge() {
                right.next();
            }
        }
        Pieces { low: self.low.clone(), each }
    }
}

impl Pieces<Part> {
    /// Two figures made into one, without new thresholds.
    pub(super) fn joined(
        &self,
        other: &Pieces<Part>,
        f: impl Fn(&Fraction, &Fraction) -> Option<Fraction>,
    ) -> Result<Pieces<Part>, Reason> {
        self.with(other).cut(|(a, b), _, to| {
            let part = match (a, b) {
                (Part::Nothing, _) | (_, Part::Nothing) => Part::Nothing,
                (Part::Plain(a), Part::Plain(b)) => {
                    Part::Plain(f(a, b).ok_or(Reason::TooInvolved)?)
                }
                _ => Part::Curve,
            };
            Ok(vec![(to.clone(), part)])
        })
    }

    pub(super) fn sub(&self, other: &Pieces<Part>) -> Result<Pieces<Part>, Reason> {
        self.joined(other, Fraction::sub)
    }

    /// A quotient, cut where the divisor is 0.
    pub(super) fn div(&self, other: &Pieces<Part>) -> Result<Pieces<Part>, Reason> {
        let divisor = other.signs()?.with(other).cut(|(sign, part), _, to| {
            let part = match sign {
                Some(Ordering::Equal) => Part::Nothing,
                _ => part.clone(),
            };
            Ok(vec![(to.clone(), part)])
        })?;
        self.joined(&divisor, Fraction::div)
    }

    /// Below, at or above 0, cut where that changes; nothing where there is no value.
    pub(super) fn signs(&self) -> Result<Pieces<Option<Ordering>>, Reason> {
        self.cut(|part, from, to| match part {
            Part::Nothing => Ok(vec![(to.clone(), None)]),
            Part::Curve => Err(Reason::TooInvolved),
            Part::Plain(fraction) => {
                let mut ends = fraction.roots(from, to).ok_or(Reason::TooInvolved)?;
                ends.push(to.clone());
                let mut start = from.clone();
                let signs = ends.into_iter().map(|end| {
                    let middle = middle(&start, &end);
                    let sign = fraction.at(&middle).map(|value| value.cmp(&Ratio::ZERO));
                    start = end.clone();
                    (end, if fraction.is_zero() { Some(Ordering::Equal) } else { sign })
                });
                Ok(signs.collect())
            }
        })
    }

    /// The lower of two where `low`, else the higher.
    pub(super) fn extreme(&self, other: &Pieces<Part>, low: bool) -> Result<Pieces<Part>, Reason> {
        let first = self.sub(other)?.signs()?;
        first.with(&self.with(other)).cut(|(sign, (a, b)), _, to| {
            let part = match sign {
                None => Part::Nothing,
                Some(sign) if sign.is_le() == low => a.clone(),
                Some(_) => b.clone(),
            };
            Ok(vec![(to.clone(), part)])
        })
    }

    /// Rounded to whole steps: cut wherever it passes one of the `thresholds`, which stand a
    /// `step` apart, one of them at `first`.
    pub(super) fn stepped(
        &self,
        first: &Ratio,
        step: &Ratio,
        round: impl Fn(&Ratio) -> Ratio,
    ) -> Result<Pieces<Part>, Reason> {
        self.cut(|part, from, to| {
            let fraction = match part {
                Part::Nothing => return Ok(vec![(to.clone(), Part::Nothing)]),
                Part::Curve => return Err(Reason::TooInvolved),
                Part::Plain(fraction) => fraction,
            };
            let mut ends = crossings(fraction, from, to, first, step)?;
            ends.push(to.clone());
            let mut start = from.clone();
            let steps = ends.into_iter().map(|end| {
                let value = fraction.at(&middle(&start, &end));
                start = end.clone();
                let part =
                    value.map_or(Part::Nothing, |v| Part::Plain(Fraction::constant(round(&v))));
                (end, part)
            });
            Ok(steps.collect())
        })
    }
}

fn middle(from: &Ratio, to: &Ratio) -> Ratio {
    (from + to) * Ratio::new(1, 2).unwrap_or(Ratio::ONE)
}

/// Where a quotient of straight lines passes figures that stand a step apart.
fn crossings(
    fraction: &Fraction,
    from: &Ratio,
    to: &Ratio,
    first: &Ratio,
    step: &Ratio,
) -> Result<Vec<Ratio>, Reason> {
    if !fraction.is_one_way() {
        return Err(Reason::TooInvolved);
    }
    // Towards a pole there is no end of steps.
    let ends = [from, to].map(|end| fraction.near(end));
    let [Some(a), Some(b)] = ends else { return Err(Reason::TooManyThresholds) };
    let number = |value: &Ratio| (value - first).div(step);
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    let (Some(low), Some(high)) = (number(&low), number(&high)) else {
        return Err(Reason::TooInvolved);
    };
    let (least, most) = (low.ceil().to_integer(), high.floor().to_integer());
    let (Some(least), Some(most)) = (least, most) else { return Err(Reason::TooManyThresholds) };
    if most.saturating_sub(least) >= THRESHOLDS as i64 {
        return Err(Reason::TooManyThresholds);
    }
    let mut found = Vec::new();
    for place in least..=most {
        let threshold = first + step * Ratio::from_int(place);
        let beyond = fraction.sub(&Fraction::constant(threshold)).ok_or(Reason::TooInvolved)?;
        found.extend(beyond.roots(from, to).ok_or(Reason::TooInvolved)?);
    }
    found.sort();
    found.dedup();
    Ok(found)
}
