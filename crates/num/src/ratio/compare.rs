//! Equality, order and hashing by value, whatever form the values are held in.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::{Form, Ratio, reduce};

impl Ord for Ratio {
    /// By value, exactly: cross multiplication in `i128`, or in big integers.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) if b == d => a.cmp(c),
            (Form::Small(a, b), Form::Small(c, d)) => {
                // Each product is below 2^126.
                let left = i128::from(*a) * i128::from(d.get());
                left.cmp(&(i128::from(*c) * i128::from(b.get())))
            }
            _ => self.cmp_big(other),
        }
    }

    /// Like the standard library's, except that crossed bounds give `max`
    /// instead of a panic.
    fn clamp(self, min: Self, max: Self) -> Self {
        self.max(min).min(max)
    }
}

impl Ratio {
    #[cold]
    fn cmp_big(&self, other: &Ratio) -> Ordering {
        // The sign decides many comparisons without the two long products.
        self.signum().cmp(&other.signum()).then_with(|| {
            let ((a, b), (c, d)) = (self.parts(), other.parts());
            if b == d { a.cmp(&c) } else { (a * d).cmp(&(c * b)) }
        })
    }
}

impl PartialOrd for Ratio {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            // Both are reduced with positive denominators, so equal means the same.
            (Form::Big(left), Form::Big(right)) => {
                left.numerator == right.numerator && left.denominator == right.denominator
            }
            (Form::Small(..), Form::Small(..)) => self.cmp(other) == Ordering::Equal,
            // What is big does not fit the small form.
            _ => false,
        }
    }
}

impl Eq for Ratio {}

impl Hash for Ratio {
    /// Of the value in lowest terms, as equality demands.
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Form::Small(n, d) => reduce::lowest_terms(*n, *d).hash(state),
            Form::Big(fraction) => {
                fraction.numerator.hash(state);
                fraction.denominator.hash(state);
            }
        }
    }
}
