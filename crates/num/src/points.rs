//! [`Points`]: the points of an assessment, a decimal.

use std::fmt;

use rust_decimal::Decimal;

use crate::Ratio;

/// Points of an assessment: a decimal of at most 28 places, held without
/// trailing zeros.
///
/// What the rules of an assessment work out is a [`Ratio`]; it becomes points
/// where it is recorded, rounded once. The arithmetic of points is exact: it
/// answers with the true sum or with `None`, never with a rounded one.
///
/// A value of this type is always a number. Missing points are the absence of a
/// `Points`, and never 0.
///
/// ```
/// use gangmu_num::{Points, Ratio};
///
/// let raw = Ratio::parse_decimal("2.985").unwrap();
/// let points = Points::from_ratio_rounded(&raw, Some(2)).unwrap();
/// assert_eq!(points.to_string(), "2.99");
/// assert_eq!(Points::from_decimal("3.10".parse().unwrap()).to_string(), "3.1");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(Decimal);

impl Points {
    /// No points at all: the number 0, which is not the same as missing.
    pub const ZERO: Points = Points(Decimal::ZERO);

    /// The points of this value; trailing zeros and the sign of a zero are dropped.
    #[must_use]
    pub fn from_decimal(decimal: Decimal) -> Points {
        Points(decimal.normalize())
    }

    /// The points nearest to an exact value, half away from zero.
    ///
    /// `Some(n)` rounds at `n` places, `None` at the most places that fit 28
    /// significant digits. Either way the exact fraction is rounded once.
    /// `None` is returned when the result does not fit a decimal.
    #[must_use]
    pub fn from_ratio_rounded(value: &Ratio, places: Option<u32>) -> Option<Points> {
        let decimal = match places {
            Some(places) => value.to_decimal(places)?,
            None => value.to_significant_decimal()?,
        };
        Some(Points::from_decimal(decimal))
    }

    /// The points of exactly this value; `None` when no decimal has it.
    #[must_use]
    pub fn from_ratio_exact(value: &Ratio) -> Option<Points> {
        value.to_decimal_exact().map(Points::from_decimal)
    }

    /// The exact value.
    #[must_use]
    pub fn to_ratio(&self) -> Ratio {
        Ratio::from_decimal(self.0)
    }

    /// The decimal, without trailing zeros.
    #[must_use]
    pub fn decimal(&self) -> Decimal {
        self.0
    }

    /// With exactly `places` decimals, rounded half away from zero; see [`Ratio::show`].
    #[must_use]
    pub fn show(&self, places: u32) -> String {
        self.to_ratio().show(places)
    }

    /// The exact sum; `None` when no decimal holds it.
    ///
    /// Goes by way of [`Ratio`]: `Decimal::checked_add` drops digits silently
    /// when the places of both do not fit at once.
    #[must_use]
    pub fn add(&self, other: &Points) -> Option<Points> {
        Points::from_ratio_exact(&self.to_ratio().add(&other.to_ratio()))
    }

    /// The exact sum of all, 0 for none; `None` when no decimal holds it.
    ///
    /// Only the total has to fit, so the answer does not depend on the order.
    #[must_use]
    pub fn sum<'a>(points: impl IntoIterator<Item = &'a Points>) -> Option<Points> {
        let total =
            points.into_iter().fold(Ratio::ZERO, |total, points| total.add(&points.to_ratio()));
        Points::from_ratio_exact(&total)
    }
}

impl fmt::Display for Points {
    /// The plain decimal without trailing zeros; width, fill and alignment are honoured.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_ratio(), f)
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Points({self})")
    }
}
