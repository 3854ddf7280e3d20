//! How low and how high a polynomial can be, given what is known of its variables.

use std::collections::BTreeMap;

use gangmu_num::Ratio;

use super::interval::Interval;
use super::polynomial::{Form, Polynomial, Var};

/// What is known at one place of a formula: of each variable alone, and of several together.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Where each variable lies.
    pub(super) ranges: BTreeMap<Var, Interval>,
    /// Polynomials that are at least 0.
    pub(super) facts: Vec<Polynomial>,
}

impl Known {
    pub(super) fn range(&self, of: Var) -> Interval {
        self.ranges.get(&of).cloned().unwrap_or(Interval::ANY)
    }

    /// Learns where a variable lies; whether that is possible at all.
    pub(super) fn learn(&mut self, var: Var, range: &Interval) -> bool {
        match self.range(var).meet(range) {
            Some(both) => {
                self.ranges.insert(var, both);
                true
            }
            None => false,
        }
    }

    /// Whether a quotient is never negative where it is defined.
    pub(super) fn never_negative(&self, form: &Form, effort: &mut u32) -> bool {
        self.signs(form, effort).is_some_and(|positive| {
            let over = if positive { form.over.clone() } else { form.over.neg() };
            self.search(effort).reaches(&over)
        })
    }

    /// Where a quotient lies when it is defined.
    pub(super) fn bounds(&self, form: &Form, effort: &mut u32) -> Interval {
        let mut search = self.search(effort);
        let mut range = search.range(&form.over);
        for factor in &form.under {
            range = range.div(&search.range(factor));
        }
        range
    }

    /// Whether the product of the divisors is positive or negative; `None` when it may be both.
    /// None of them is 0 where the quotient is defined.
    pub(super) fn signs(&self, form: &Form, effort: &mut u32) -> Option<bool> {
        let mut search = self.search(effort);
        form.under.iter().try_fold(true, |positive, factor| {
            if search.reaches(factor) {
                Some(positive)
            } else if search.reaches(&factor.neg()) {
                Some(!positive)
            } else {
                None
            }
        })
    }

    fn search<'k>(&'k self, effort: &'k mut u32) -> Search<'k> {
        // No single question may take all there is.
        let fuel = (*effort).min(400);
        Search { known: self, fuel, effort }
    }
}

/// One question put to what is known.
struct Search<'k> {
    known: &'k Known,
    fuel: u32,
    effort: &'k mut u32,
}

/// How many variables are taken out one after the other.
const DEPTH: u32 = 4;

impl Search<'_> {
    fn reaches(&mut self, polynomial: &Polynomial) -> bool {
        self.low(polynomial, Some(&Ratio::ZERO), DEPTH).is_some_and(|low| low.signum() >= 0)
    }

    fn range(&mut self, polynomial: &Polynomial) -> Interval {
        let low = self.low(polynomial, None, DEPTH);
        let high = self.low(&polynomial.neg(), None, DEPTH).map(|low| low.neg());
        Interval { low, high }
    }

    fn spend(&mut self) -> bool {
        let left = self.fuel > 0 && *self.effort > 0;
        self.fuel = self.fuel.saturating_sub(1);
        *self.effort = self.effort.saturating_sub(1);
        left
    }

    /// A figure that the polynomial is never below; `None` when none is found. The search is over
    /// as soon as `enough` is reached.
    ///
    /// Where `a * v + b` never falls with `v`, since `a` is never negative, it is at least what
    /// it is at anything that `v` is at least: the end of its range, or a polynomial in others.
    /// So one variable after the other is put out.
    fn low(&mut self, of: &Polynomial, enough: Option<&Ratio>, depth: u32) -> Option<Ratio> {
        if let Some(value) = of.as_constant() {
            return Some(value);
        }
        let mut best = of.range(|var| self.known.range(var)).low;
        for var in of.vars() {
            if depth == 0 || is_enough(best.as_ref(), enough) || !self.spend() {
                break;
            }
            let Some((factor, rest)) = of.split(var) else { continue };
            let found = match self.sign(&factor, depth - 1) {
                Some(rising) => self.at_ends(var, rising, &factor, &rest, enough, depth - 1),
                None => self.at_both_ends(var, &factor, &rest, enough, depth - 1),
            };
            best = best.max(found);
        }
        best
    }

    /// Whether a factor is never negative (`true`) or never positive.
    fn sign(&mut self, factor: &Polynomial, depth: u32) -> Option<bool> {
        if let Some(value) = factor.as_constant() {
            return Some(value.signum() >= 0);
        }
        let zero = Ratio::ZERO;
        let at_least_zero = |low: Option<Ratio>| low.is_some_and(|low| low.signum() >= 0);
        if at_least_zero(self.low(factor, Some(&zero), depth)) {
            return Some(true);
        }
        at_least_zero(self.low(&factor.neg(), Some(&zero), depth)).then_some(false)
    }

    fn at_ends(
        &mut self,
        var: Var,
        rising: bool,
        factor: &Polynomial,
        rest: &Polynomial,
        enough: Option<&Ratio>,
        depth: u32,
    ) -> Option<Ratio> {
        let mut best = None;
        for end in self.ends(var, rising) {
            if is_enough(best.as_ref(), enough) || !self.spend() {
                break;
            }
            let Some(there) = factor.mul(&end).and_then(|product| product.add(rest)) else {
                continue;
            };
            best = best.max(self.low(&there, enough, depth));
        }
        best
    }

    /// Whatever the sign of the factor, a straight line is lowest at an end.
    fn at_both_ends(
        &mut self,
        var: Var,
        factor: &Polynomial,
        rest: &Polynomial,
        enough: Option<&Ratio>,
        depth: u32,
    ) -> Option<Ratio> {
        let range = self.known.range(var);
        let mut lowest: Option<Ratio> = None;
        for end in [range.low?, range.high?] {
            let there = factor.scaled(&end)?.add(rest)?;
            let low = self.low(&there, enough, depth)?;
            lowest = Some(lowest.map_or(low.clone(), |known| known.min(low)));
        }
        lowest
    }

    /// What a variable is never below (`lower`), or never above.
    fn ends(&self, var: Var, lower: bool) -> Vec<Polynomial> {
        let mut ends = Vec::new();
        for fact in &self.known.facts {
            // a * v + b >= 0 with a figure for a: v is at least, or at most, -b / a.
            let Some((factor, rest)) = fact.split(var) else { continue };
            let Some(factor) = factor.as_constant().filter(|f| (f.signum() > 0) == lower) else {
                continue;
            };
            ends.extend(Ratio::ONE.div(&factor.neg()).and_then(|by| rest.scaled(&by)));
        }
        let range = self.known.range(var);
        ends.extend(if lower { range.low } else { range.high }.map(Polynomial::constant));
        ends
    }
}

fn is_enough(found: Option<&Ratio>, enough: Option<&Ratio>) -> bool {
    matches!((found, enough), (Some(found), Some(enough)) if found >= enough)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(n: i64) -> Polynomial {
        Polynomial::constant(Ratio::from_int(n))
    }

    fn between(low: i64, high: i64) -> Interval {
        Interval::between(Ratio::from_int(low), Ratio::from_int(high))
    }

    /// `P - P * s` with `s` within 0 and 1: term by term it could be negative, at the corners not.
    #[test]
    fn corners_are_looked_at_together() {
        let (p, s) = (Polynomial::var(0), Polynomial::var(1));
        let rest = p.sub(&p.mul(&s).unwrap()).unwrap();
        let mut known = Known::default();
        assert!(known.learn(0, &between(2, 4)) && known.learn(1, &between(0, 1)));
        assert_eq!(known.bounds(&Form::of(rest), &mut 100), between(0, 4));
    }

    /// `P (x - t)` where `x` is at least `t`: only together they say it.
    #[test]
    fn facts_are_put_to_use() {
        let (p, x, t) = (Polynomial::var(0), Polynomial::var(1), Polynomial::var(2));
        let beyond = x.sub(&t).unwrap();
        let form = Form::of(p.mul(&beyond).unwrap());
        let mut known = Known::default();
        assert!(known.learn(0, &Interval::at_least(Ratio::ZERO)));
        assert!(!known.never_negative(&form, &mut 100));
        known.facts.push(beyond);
        assert!(known.never_negative(&form, &mut 100));
        assert!(!known.never_negative(&form.neg(), &mut 100));
        let less = Form::of(form.over.sub(&number(1)).unwrap());
        assert!(!known.never_negative(&less, &mut 100));
    }

    #[test]
    fn what_cannot_be_is_noticed() {
        let mut known = Known::default();
        assert!(known.learn(0, &between(0, 1)));
        assert!(!known.learn(0, &between(2, 3)));
        assert_eq!(known.range(0), between(0, 1));
    }
}
