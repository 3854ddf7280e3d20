//! Polynomials over facts and other parts of a formula, and quotients of them: what is needed to
//! see that `P * (5 - x) / (5 - t)` is `P` where `x` is `t`.

use std::collections::BTreeMap;

use gangmu_num::Ratio;

use super::interval::Interval;

/// What a polynomial is made of: a fact, or a part of a formula that is taken as it is.
pub(super) type Var = u32;

/// How often each variable occurs as a factor.
type Powers = Vec<(Var, u32)>;

/// Longer polynomials, higher ones and ones with longer figures are not looked at.
const TERMS: usize = 40;
const DEGREE: u32 = 6;
const BITS: u64 = 512;

/// A sum of products of variables, each with a figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Polynomial {
    terms: BTreeMap<Powers, Ratio>,
}

impl Polynomial {
    pub(super) fn constant(value: Ratio) -> Polynomial {
        let mut made = Polynomial::default();
        made.put(Powers::new(), &value);
        made
    }

    pub(super) fn var(var: Var) -> Polynomial {
        Polynomial { terms: BTreeMap::from([(vec![(var, 1)], Ratio::ONE)]) }
    }

    fn put(&mut self, powers: Powers, value: &Ratio) {
        let sum = match self.terms.get(&powers) {
            Some(known) => known + value,
            None => value.clone(),
        };
        if sum.is_zero() {
            self.terms.remove(&powers);
        } else {
            self.terms.insert(powers, sum);
        }
    }

    /// The polynomial, unless it is too long to go on with.
    fn held(self) -> Option<Polynomial> {
        let fits = self.terms.len() <= TERMS
            && self.terms.iter().all(|(powers, value)| {
                value.bits() <= BITS && powers.iter().map(|(_, power)| power).sum::<u32>() <= DEGREE
            });
        fits.then_some(self)
    }

    pub(super) fn add(&self, other: &Polynomial) -> Option<Polynomial> {
        let mut sum = self.clone();
        for (powers, value) in &other.terms {
            sum.put(powers.clone(), value);
        }
        sum.held()
    }

    pub(super) fn scaled(&self, by: &Ratio) -> Option<Polynomial> {
        let mut made = Polynomial::default();
        for (powers, value) in &self.terms {
            made.put(powers.clone(), &(value * by));
        }
        made.held()
    }

    pub(super) fn neg(&self) -> Polynomial {
        let terms = self.terms.iter().map(|(powers, value)| (powers.clone(), value.neg()));
        Polynomial { terms: terms.collect() }
    }

    pub(super) fn sub(&self, other: &Polynomial) -> Option<Polynomial> {
        self.add(&other.neg())
    }

    pub(super) fn mul(&self, other: &Polynomial) -> Option<Polynomial> {
        let mut product = Polynomial::default();
        for (left, a) in &self.terms {
            for (right, b) in &other.terms {
                let mut powers: BTreeMap<Var, u32> = left.iter().copied().collect();
                for (var, power) in right {
                    *powers.entry(*var).or_insert(0) += power;
                }
                product.put(powers.into_iter().collect(), &(a * b));
                if product.terms.len() > 4 * TERMS {
                    return None;
                }
            }
        }
        product.held()
    }

    /// The figure it is, where it has no variables.
    pub(super) fn as_constant(&self) -> Option<Ratio> {
        match self.terms.len() {
            0 => Some(Ratio::ZERO),
            1 => self.terms.get(&Powers::new()).cloned(),
            _ => None,
        }
    }

    /// Its variables, each once.
    pub(super) fn vars(&self) -> Vec<Var> {
        let all = self.terms.keys().flatten().map(|(var, _)| *var);
        let mut vars: Vec<Var> = all.collect();
        vars.sort_unstable();
        vars.dedup();
        vars
    }

    /// How high the highest power of a variable is.
    pub(super) fn degree(&self, of: Var) -> u32 {
        let powers = self.terms.keys().flatten().filter(|(var, _)| *var == of);
        powers.map(|(_, power)| *power).max().unwrap_or(0)
    }

    /// The factors of the powers of a variable: of `3xy + 2x + y` by `x`, `[y, 3y + 2]`.
    pub(super) fn by_powers(&self, of: Var) -> Vec<Polynomial> {
        let mut factors = vec![Polynomial::default(); self.degree(of) as usize + 1];
        for (powers, value) in &self.terms {
            let power = powers.iter().find(|(var, _)| *var == of).map_or(0, |(_, power)| *power);
            let rest: Powers = powers.iter().copied().filter(|(var, _)| *var != of).collect();
            if let Some(factor) = factors.get_mut(power as usize) {
                factor.put(rest, value);
            }
        }
        factors
    }

    /// Split into `a` and `b` of `a * var + b`, where the variable occurs in no other way.
    pub(super) fn split(&self, of: Var) -> Option<(Polynomial, Polynomial)> {
        let mut factors = self.by_powers(of).into_iter();
        match (factors.next(), factors.next(), factors.next()) {
            (Some(rest), Some(factor), None) => Some((factor, rest)),
            _ => None,
        }
    }

    /// With other names for the variables.
    pub(super) fn renamed(&self, name: impl Fn(Var) -> Var) -> Polynomial {
        let mut made = Polynomial::default();
        for (powers, value) in &self.terms {
            let mut powers: Powers = powers.iter().map(|(v, power)| (name(*v), *power)).collect();
            powers.sort_unstable();
            made.put(powers, value);
        }
        made
    }

    /// What it can be, term by term, when each variable lies in its interval.
    pub(super) fn range(&self, of: impl Fn(Var) -> Interval) -> Interval {
        let mut sum = Interval::zero();
        for (powers, value) in &self.terms {
            let mut term = Interval::point(value.clone());
            for (var, power) in powers {
                let range = of(*var);
                // An even power is never negative.
                let base = if power % 2 == 0 { range.abs() } else { range.clone() };
                let mut raised = base.clone();
                for _ in 1..*power {
                    raised = raised.mul(&base);
                }
                term = term.mul(&raised);
            }
            sum = sum.add(&term);
        }
        sum
    }
}

/// A polynomial over a product of polynomials that are not 0 wherever the figure has a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Form {
    pub(super) over: Polynomial,
    pub(super) under: Vec<Polynomial>,
}

impl Form {
    pub(super) fn of(over: Polynomial) -> Form {
        Form { over, under: Vec::new() }
    }

    /// About how much work goes into one step with it.
    pub(super) fn cost(&self) -> u32 {
        let all = [&self.over].into_iter().chain(&self.under);
        all.map(|polynomial| polynomial.terms.len() as u32 / 4).sum::<u32>() + 1
    }

    pub(super) fn neg(&self) -> Form {
        Form { over: self.over.neg(), under: self.under.clone() }
    }

    pub(super) fn add(&self, other: &Form) -> Option<Form> {
        // The common divisor: each factor as often as on the side that has it more often.
        let mut under = self.under.clone();
        let mut left = self.over.clone();
        let mut spare = self.under.clone();
        for factor in &other.under {
            match spare.iter().position(|known| known == factor) {
                Some(place) => {
                    spare.swap_remove(place);
                }
                None => {
                    left = left.mul(factor)?;
                    under.push(factor.clone());
                }
            }
        }
        let right = spare.iter().try_fold(other.over.clone(), |over, factor| over.mul(factor))?;
        (under.len() <= 4).then_some(Form { over: left.add(&right)?, under })
    }

    pub(super) fn sub(&self, other: &Form) -> Option<Form> {
        self.add(&other.neg())
    }

    pub(super) fn mul(&self, other: &Form) -> Option<Form> {
        let under = [self.under.clone(), other.under.clone()].concat();
        (under.len() <= 4).then_some(Form { over: self.over.mul(&other.over)?, under })
    }

    pub(super) fn div(&self, other: &Form) -> Option<Form> {
        let over = other.under.iter().try_fold(self.over.clone(), |over, f| over.mul(f))?;
        match other.over.as_constant() {
            Some(value) => Some(Form {
                over: over.scaled(&Ratio::ONE.div(&value)?)?,
                under: self.under.clone(),
            }),
            None => {
                let under = [self.under.clone(), vec![other.over.clone()]].concat();
                (under.len() <= 4).then_some(Form { over, under })
            }
        }
    }

    pub(super) fn renamed(&self, name: impl Fn(Var) -> Var + Copy) -> Form {
        Form {
            over: self.over.renamed(name),
            under: self.under.iter().map(|factor| factor.renamed(name)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(n: i64) -> Polynomial {
        Polynomial::constant(Ratio::from_int(n))
    }

    #[test]
    fn what_is_the_same_cancels() {
        let (x, y) = (Polynomial::var(0), Polynomial::var(1));
        let sum = x.add(&y).unwrap();
        let square = sum.mul(&sum).unwrap();
        let again = x.mul(&x).unwrap().add(&y.mul(&y).unwrap()).unwrap();
        let again = again.add(&x.mul(&y).unwrap().scaled(&Ratio::from_int(2)).unwrap()).unwrap();
        assert_eq!(square, again);
        assert_eq!(square.sub(&again).unwrap().as_constant(), Some(Ratio::ZERO));
        assert_eq!(square.split(0), None);
        let (factor, rest) = x.mul(&y).unwrap().add(&number(3)).unwrap().split(0).unwrap();
        assert_eq!((factor, rest), (y, number(3)));
    }

    #[test]
    fn a_common_divisor_stays_one() {
        let (x, t) = (Form::of(Polynomial::var(0)), Form::of(Polynomial::var(1)));
        let five = Form::of(number(5));
        let under = five.sub(&t).unwrap();
        let share = five.sub(&x).unwrap().div(&under).unwrap();
        let difference = share.sub(&Form::of(number(1))).unwrap();
        assert_eq!(difference.under.len(), 1);
        // (5 - x) / (5 - t) - 1 = (t - x) / (5 - t)
        assert_eq!(difference.over, t.sub(&x).unwrap().over);
    }
}
