//! Quotients of polynomials in one fact, all else being figures.

use gangmu_num::{Ratio, transcendental};

use super::interval::Interval;

/// Higher powers are not gone into.
const DEGREE: usize = 6;

/// A polynomial in the fact: its factors, from that of the zeroth power up; the last is not 0.
type Powers = Vec<Ratio>;

/// One polynomial divided by another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fraction {
    over: Powers,
    under: Powers,
}

fn trimmed(mut of: Powers) -> Powers {
    while of.last().is_some_and(Ratio::is_zero) {
        of.pop();
    }
    of
}

fn sum(a: &Powers, b: &Powers) -> Powers {
    let longer = a.len().max(b.len());
    let at = |of: &Powers, power: usize| of.get(power).cloned().unwrap_or_default();
    trimmed((0..longer).map(|power| at(a, power) + at(b, power)).collect())
}

fn scaled(a: &Powers, by: &Ratio) -> Powers {
    trimmed(a.iter().map(|factor| factor * by).collect())
}

fn product(a: &Powers, b: &Powers) -> Powers {
    let mut made = vec![Ratio::ZERO; (a.len() + b.len()).saturating_sub(1)];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            if let Some(factor) = made.get_mut(i + j) {
                *factor = &*factor + x * y;
            }
        }
    }
    trimmed(made)
}

fn value(of: &Powers, at: &Ratio) -> Ratio {
    of.iter().rev().fold(Ratio::ZERO, |value, factor| value * at + factor)
}

/// Without one root: divided by `x - root`.
fn without(of: &Powers, root: &Ratio) -> Powers {
    let mut carried = Ratio::ZERO;
    let mut made: Powers = of
        .iter()
        .rev()
        .map(|factor| {
            carried = &carried * root + factor;
            carried.clone()
        })
        .collect();
    made.pop();
    made.reverse();
    trimmed(made)
}

/// The roots between two figures, in order; `None` where they cannot be told exactly.
fn roots(of: &Powers, from: &Ratio, to: &Ratio) -> Option<Vec<Ratio>> {
    let within = |root: &Ratio| from < root && root < to;
    let mut found: Vec<Ratio> = match of.as_slice() {
        [] | [_] => Vec::new(),
        [c, b] => vec![c.neg().div(b)?],
        [c, b, a] => {
            let under_root = b * b - Ratio::from_int(4) * a * c;
            if under_root.signum() < 0 {
                return Some(Vec::new());
            }
            let root = transcendental::sqrt(&under_root)?;
            let twice = Ratio::from_int(2) * a;
            let both = [root.neg(), root.clone()].map(|root| (root - b).div(&twice));
            let [first, second] = [both[0].clone()?, both[1].clone()?];
            if &root * &root != under_root && (within(&first) || within(&second)) {
                return None;
            }
            vec![first, second]
        }
        _ => {
            // Without a sign at both ends of its bounds there is a root, and where is not known.
            let x = Interval::between(from.clone(), to.clone());
            let bounds = of.iter().rev().fold(Interval::point(Ratio::ZERO), |value, factor| {
                value.mul(&x).add(&Interval::point(factor.clone()))
            });
            return (!bounds.contains(&Ratio::ZERO)).then(Vec::new);
        }
    };
    found.retain(within);
    found.sort();
    found.dedup();
    Some(found)
}

impl Fraction {
    pub(super) fn constant(value: Ratio) -> Fraction {
        Fraction { over: trimmed(vec![value]), under: vec![Ratio::ONE] }
    }

    /// The fact itself.
    pub(super) fn fact() -> Fraction {
        Fraction { over: vec![Ratio::ZERO, Ratio::ONE], under: vec![Ratio::ONE] }
    }

    fn held(self) -> Option<Fraction> {
        (self.over.len().max(self.under.len()) <= DEGREE + 1).then_some(self)
    }

    pub(super) fn add(&self, other: &Fraction) -> Option<Fraction> {
        if self.under == other.under {
            return Fraction { over: sum(&self.over, &other.over), under: self.under.clone() }
                .held();
        }
        let over = sum(&product(&self.over, &other.under), &product(&other.over, &self.under));
        Fraction { over, under: product(&self.under, &other.under) }.held()
    }

    pub(super) fn scaled(&self, by: &Ratio) -> Fraction {
        Fraction { over: scaled(&self.over, by), under: self.under.clone() }
    }

    pub(super) fn sub(&self, other: &Fraction) -> Option<Fraction> {
        self.add(&other.scaled(&Ratio::from_int(-1)))
    }

    pub(super) fn mul(&self, other: &Fraction) -> Option<Fraction> {
        let (over, under) = (product(&self.over, &other.over), product(&self.under, &other.under));
        Fraction { over, under }.held()
    }

    /// The quotient; of no use where the divisor is 0 throughout.
    pub(super) fn div(&self, other: &Fraction) -> Option<Fraction> {
        let (over, under) = (product(&self.over, &other.under), product(&self.under, &other.over));
        Fraction { over, under }.held()
    }

    /// Whether it is 0 throughout.
    pub(super) fn is_zero(&self) -> bool {
        self.over.is_empty()
    }

    /// Where it is 0 between two figures; `None` where that cannot be told exactly.
    pub(super) fn roots(&self, from: &Ratio, to: &Ratio) -> Option<Vec<Ratio>> {
        roots(&self.over, from, to)
    }

    pub(super) fn at(&self, at: &Ratio) -> Option<Ratio> {
        value(&self.over, at).div(&value(&self.under, at))
    }

    /// What it comes to near a figure; `None` where it grows beyond all bounds.
    pub(super) fn near(&self, at: &Ratio) -> Option<Ratio> {
        let (mut over, mut under) = (self.over.clone(), self.under.clone());
        while !over.is_empty() && value(&over, at).is_zero() && value(&under, at).is_zero() {
            (over, under) = (without(&over, at), without(&under, at));
        }
        value(&over, at).div(&value(&under, at))
    }

    /// Whether it only rises or only falls wherever it is defined: a straight line, or a quotient
    /// of two.
    pub(super) fn is_one_way(&self) -> bool {
        self.over.len() <= 2 && self.under.len() <= 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(n: i64) -> Ratio {
        Ratio::from_int(n)
    }

    #[test]
    fn roots_are_exact_or_none_at_all() {
        let x = Fraction::fact();
        let minus = |n: i64| x.sub(&Fraction::constant(r(n))).unwrap();
        assert_eq!(minus(3).roots(&r(0), &r(9)), Some(vec![r(3)]));
        assert_eq!(minus(3).roots(&r(3), &r(9)), Some(vec![]));
        let both = minus(3).mul(&minus(5)).unwrap();
        assert_eq!(both.roots(&r(0), &r(9)), Some(vec![r(3), r(5)]));
        let square_less_two = x.mul(&x).unwrap().sub(&Fraction::constant(r(2))).unwrap();
        assert_eq!(square_less_two.roots(&r(0), &r(9)), None);
        assert_eq!(square_less_two.roots(&r(2), &r(9)), Some(vec![]));
        let third = both.mul(&minus(7)).unwrap();
        assert_eq!(third.roots(&r(0), &r(9)), None);
        assert_eq!(third.roots(&r(100), &r(101)), Some(vec![]));
    }

    #[test]
    fn a_hole_is_looked_past() {
        let x = Fraction::fact();
        let less = x.sub(&Fraction::constant(r(3))).unwrap();
        let hole = less.mul(&x).unwrap().div(&less).unwrap();
        assert_eq!((hole.at(&r(3)), hole.near(&r(3))), (None, Some(r(3))));
        let pole = x.div(&less).unwrap();
        assert_eq!(pole.near(&r(3)), None);
    }
}
