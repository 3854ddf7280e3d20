//! Exact arithmetic: methods over references, and the operators on top of them.

use std::iter::Sum;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

use super::{Form, Ratio};

/// `a/b + c/d` for small parts; `c` is wide so that a subtraction can pass `-i64::MIN`.
///
/// Equal denominators, and those of which one divides the other, keep the larger
/// one: sums of decimals of mixed scale stay decimals and do not creep towards
/// the end of `i64`. All products stay below `2^126`, their sum below `2^127`.
#[inline]
fn add_small(a: i64, b: i64, c: i128, d: i64) -> Ratio {
    let a = i128::from(a);
    let (n, below) = if b == d {
        (a + c, i128::from(b))
    } else if b < d && d % b == 0 {
        (a * i128::from(d / b) + c, i128::from(d))
    } else if d < b && b % d == 0 {
        (a + c * i128::from(b / d), i128::from(b))
    } else {
        let (b, d) = (i128::from(b), i128::from(d));
        (a * d + c * b, b * d)
    };
    Ratio::from_wide(n, below)
}

impl Ratio {
    /// `self + other`, exact.
    #[inline]
    #[must_use]
    pub fn add(&self, other: &Ratio) -> Ratio {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) => {
                add_small(*a, b.get(), i128::from(*c), d.get())
            }
            _ => self.add_big(other, false),
        }
    }

    /// `self - other`, exact.
    #[inline]
    #[must_use]
    pub fn sub(&self, other: &Ratio) -> Ratio {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) => {
                add_small(*a, b.get(), -i128::from(*c), d.get())
            }
            _ => self.add_big(other, true),
        }
    }

    #[cold]
    fn add_big(&self, other: &Ratio, subtract: bool) -> Ratio {
        let (a, b) = self.parts();
        let (c, d) = other.parts();
        let c = if subtract { -c } else { c };
        if b == d {
            Ratio::from_big_pair(a + c, b)
        } else {
            Ratio::from_big_pair(a * &d + c * &b, b * d)
        }
    }

    /// `self × other`, exact.
    #[inline]
    #[must_use]
    pub fn mul(&self, other: &Ratio) -> Ratio {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) => Ratio::from_wide(
                i128::from(*a) * i128::from(*c),
                i128::from(b.get()) * i128::from(d.get()),
            ),
            _ => Ratio::mul_big(self.reduced_parts(), other.reduced_parts()),
        }
    }

    /// Takes the common factors out crosswise before multiplying: two small
    /// searches instead of one over the whole product.
    #[cold]
    fn mul_big((a, b): (BigInt, BigInt), (c, d): (BigInt, BigInt)) -> Ratio {
        if a.is_zero() || c.is_zero() {
            return Ratio::ZERO;
        }
        let (left, right) = (a.gcd(&d), c.gcd(&b));
        Ratio::from_reduced((a / &left) * (c / &right), (b / right) * (d / left))
    }

    /// `self ÷ other`, exact; `None` when `other` is 0.
    #[inline]
    #[must_use]
    pub fn div(&self, other: &Ratio) -> Option<Ratio> {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) => {
                let n = i128::from(*a) * i128::from(d.get());
                let under = i128::from(b.get()) * i128::from(*c);
                match under {
                    0 => None,
                    1.. => Some(Ratio::from_wide(n, under)),
                    _ => Some(Ratio::from_wide(-n, -under)),
                }
            }
            _ => {
                let (c, d) = other.reduced_parts();
                match other.signum() {
                    0 => None,
                    1.. => Some(Ratio::mul_big(self.reduced_parts(), (d, c))),
                    _ => Some(Ratio::mul_big(self.reduced_parts(), (-d, -c))),
                }
            }
        }
    }

    /// `-self`.
    #[inline]
    #[must_use]
    pub fn neg(&self) -> Ratio {
        match &self.0 {
            Form::Small(n, d) => Ratio::from_wide(-i128::from(*n), i128::from(d.get())),
            Form::Big(fraction) => {
                Ratio::from_reduced(-&fraction.numerator, fraction.denominator.clone())
            }
        }
    }

    /// The value without its sign.
    #[inline]
    #[must_use]
    pub fn abs(&self) -> Ratio {
        if self.signum() < 0 { self.neg() } else { self.clone() }
    }

    /// The largest whole number that is not above the value.
    #[must_use]
    pub fn floor(&self) -> Ratio {
        match &self.0 {
            // The denominator is positive, so Euclid's quotient is the floor.
            Form::Small(n, d) => Ratio::from_int(n.div_euclid(d.get())),
            Form::Big(fraction) => Ratio::from_reduced(
                fraction.numerator.div_floor(&fraction.denominator),
                BigInt::one(),
            ),
        }
    }

    /// The smallest whole number that is not below the value.
    #[must_use]
    pub fn ceil(&self) -> Ratio {
        self.neg().floor().neg()
    }

    /// `self` raised to a whole power, exact; `0^0` is 1.
    ///
    /// The result has about `self.bits() × exponent` bits. Where the exponent
    /// comes from outside use [`Ratio::pow_within`], which refuses a result that
    /// is too large before it works it out.
    #[must_use]
    pub fn pow(&self, exponent: u32) -> Ratio {
        if let Form::Small(n, d) = &self.0
            && let (Some(n), Some(d)) = (n.checked_pow(exponent), d.get().checked_pow(exponent))
        {
            return Ratio::from_wide(i128::from(n), i128::from(d));
        }
        let (n, d) = self.reduced_parts();
        // A power of a reduced fraction is reduced.
        Ratio::from_reduced(n.pow(exponent), d.pow(exponent))
    }

    /// [`Ratio::pow`], or `None` when the result could have more than `max_bits` bits.
    ///
    /// The bound is taken from the value in lowest terms, so it does not depend
    /// on how the value came about; 0, 1 and -1 pass with any exponent.
    #[must_use]
    pub fn pow_within(&self, exponent: u32, max_bits: u64) -> Option<Ratio> {
        let (n, d) = self.reduced_parts();
        // A part of one bit is 0 or ±1 and does not grow.
        let growing =
            [n.bits(), d.bits()].into_iter().filter(|bits| *bits > 1).fold(0, u64::saturating_add);
        let bound = growing.saturating_mul(u64::from(exponent));
        (bound <= max_bits).then(|| self.pow(exponent))
    }

    /// The value held between two bounds: `low` below it, `high` above it.
    ///
    /// Never panics: when the bounds are crossed the answer is `high`.
    ///
    /// On an owned value write `Ratio::clamp(&value, &low, &high)`: there method
    /// syntax finds the by-value [`Ord::clamp`] first, which behaves the same
    /// here but takes its bounds by value.
    #[must_use]
    pub fn clamp(&self, low: &Ratio, high: &Ratio) -> Ratio {
        self.max(low).min(high).clone()
    }

    /// The exact sum of the values in any order; 0 for none.
    #[must_use]
    pub fn sum<'a>(values: impl IntoIterator<Item = &'a Ratio>) -> Ratio {
        values.into_iter().fold(Ratio::ZERO, |total, value| total.add(value))
    }
}

/// The four ways to hold two operands of an operator, owned or by reference.
macro_rules! operator {
    ($name:ident, $method:ident) => {
        impl $name<&Ratio> for &Ratio {
            type Output = Ratio;
            #[inline]
            fn $method(self, other: &Ratio) -> Ratio {
                Ratio::$method(self, other)
            }
        }
        impl $name<Ratio> for &Ratio {
            type Output = Ratio;
            #[inline]
            fn $method(self, other: Ratio) -> Ratio {
                Ratio::$method(self, &other)
            }
        }
        impl $name<&Ratio> for Ratio {
            type Output = Ratio;
            #[inline]
            fn $method(self, other: &Ratio) -> Ratio {
                Ratio::$method(&self, other)
            }
        }
        impl $name for Ratio {
            type Output = Ratio;
            #[inline]
            fn $method(self, other: Ratio) -> Ratio {
                Ratio::$method(&self, &other)
            }
        }
    };
}

operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);

impl Neg for Ratio {
    type Output = Ratio;
    fn neg(self) -> Ratio {
        Ratio::neg(&self)
    }
}

impl Neg for &Ratio {
    type Output = Ratio;
    fn neg(self) -> Ratio {
        Ratio::neg(self)
    }
}

impl Sum for Ratio {
    fn sum<I: Iterator<Item = Ratio>>(values: I) -> Ratio {
        values.fold(Ratio::ZERO, |total, value| Ratio::add(&total, &value))
    }
}

impl<'a> Sum<&'a Ratio> for Ratio {
    fn sum<I: Iterator<Item = &'a Ratio>>(values: I) -> Ratio {
        values.fold(Ratio::ZERO, |total, value| Ratio::add(&total, value))
    }
}
