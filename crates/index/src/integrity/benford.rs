//! First digits after Benford's law, where figures are such that it can be expected.

use std::fmt::Write;

use gangmu_num::float::{cos, exp, log10, sin};

use crate::Fault;
use crate::distributions::chi_squared_above;
use crate::integrity::{Outcome, Why};

/// What the figures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Counts or amounts that grew as they would: persons, money, areas.
    Amount,
    /// Percentages, rates, indices, scores: never tested.
    Share,
    /// Numbers that somebody sets: prices, limits, codes: never tested.
    Assigned,
}

/// Which digits are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// The first: 1 to 9.
    First,
    /// The first two: 10 to 99.
    FirstTwo,
}

/// How near the mean absolute deviation comes to the law, by the limits of Nigrini 2012, Benford's
/// Law, table 7.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conformity {
    /// Up to .006 (first digits) or .0012 (first two).
    Close,
    /// Up to .012 or .0018.
    Acceptable,
    /// Up to .015 or .0022.
    Marginal,
    /// Above.
    None,
}

/// A digit, or two, beside the law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// The digit or the two digits.
    pub digits: u32,
    /// How many figures begin so.
    pub count: usize,
    /// The share that the law gives: log₁₀(1 + 1 / digits).
    pub expected: f64,
}

/// First digits beside the law.
#[derive(Clone, Debug, PartialEq)]
pub struct Benford {
    /// How many figures were looked at.
    pub n: usize,
    /// How many are missing.
    pub missing: usize,
    /// How many are 0, which has no first digit.
    pub zero: usize,
    /// How many are negative: they are tested apart, with their signs turned.
    pub negative: usize,
    /// Over how many powers of ten the middle 98 % of the figures spread.
    pub orders: f64,
    /// Each digit.
    pub digits: Vec<Beside>,
    /// χ² with one degree of freedom fewer than there are digits.
    pub chi_squared: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// Its p-value. Of many figures it finds differences that mean nothing: look at `conformity`.
    pub p_value: f64,
    /// The mean absolute deviation of shares from the law.
    pub mad: f64,
    /// What it says.
    pub conformity: Conformity,
    /// L²: the squared distance of the mean of mantissas on a circle from its middle, 0 under the
    /// law (Alexander 2009).
    pub arc: f64,
    /// Its p-value, exp(-n L²).
    pub p_arc: f64,
}

/// How many figures it takes.
const NEEDED: usize = 300;
/// Over how many powers of ten their middle 98 % have to spread.
const ORDERS: f64 = 2.0;

/// First digits of figures beside Benford's law.
///
/// The test applies to amounts and counts only, 300 at least, whose 1st and 99th percentiles are a
/// hundredfold apart; never to percentages, and never to numbers that somebody sets. Otherwise it
/// says why not, and gives no number. A bad fit is a reason to look at the digits that stand out,
/// not more: minimum sizes, fees and thresholds all leave their mark.
///
/// ```
/// use gangmu_index::integrity::benford::{Conformity, Digits, Quantity, benford};
/// let powers = std::iter::successors(Some(1.0), |x| Some(x * 2.0));
/// let doubling: Vec<Option<f64>> = powers.take(900).map(Some).collect();
/// let found = benford(&doubling, Quantity::Amount, Digits::First)?;
/// assert_eq!(found.tested().unwrap().conformity, Conformity::Close);
/// let rates = benford(&doubling, Quantity::Share, Digits::First)?;
/// assert!(rates.why().is_some());
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::NotFinite`].
pub fn benford(
    values: &[Option<f64>],
    quantity: Quantity,
    digits: Digits,
) -> Result<Outcome<Benford>, Fault> {
    if let Some(at) = values.iter().position(|value| value.is_some_and(|v| !v.is_finite())) {
        return Err(Fault::NotFinite { what: format!("number {at} of the figures") });
    }
    match quantity {
        Quantity::Share => return Ok(Outcome::DoesNotApply(Why::Shares)),
        Quantity::Assigned => return Ok(Outcome::DoesNotApply(Why::Assigned)),
        Quantity::Amount => {}
    }
    let mut there: Vec<f64> = values.iter().flatten().copied().filter(|v| *v > 0.0).collect();
    let n = there.len();
    if n < NEEDED {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: n, needed: NEEDED }));
    }
    there.sort_unstable_by(f64::total_cmp);
    let orders = log10(there[n - 1 - n / 100]) - log10(there[n / 100]);
    if orders < ORDERS {
        return Ok(Outcome::DoesNotApply(Why::TooNarrow { found: orders, needed: ORDERS }));
    }
    let beside = count(&there, digits);
    let many = n as f64;
    let (mut chi_squared, mut away) = (0.0, 0.0);
    for digit in &beside {
        let gap = digit.count as f64 - many * digit.expected;
        chi_squared += gap * gap / (many * digit.expected);
        away += gap.abs() / many;
    }
    let df = beside.len() - 1;
    let mad = away / beside.len() as f64;
    let arc = arc(&there);
    let how_many = |which: fn(f64) -> bool| values.iter().flatten().filter(|v| which(**v)).count();
    Ok(Outcome::Tested(Benford {
        n,
        missing: values.iter().filter(|value| value.is_none()).count(),
        zero: how_many(|v| v == 0.0),
        negative: how_many(|v| v < 0.0),
        orders,
        chi_squared,
        df,
        p_value: chi_squared_above(chi_squared, df as f64)?,
        mad,
        conformity: conformity(mad, digits),
        arc,
        p_arc: exp(-many * arc),
        digits: beside,
    }))
}

fn count(values: &[f64], digits: Digits) -> Vec<Beside> {
    let (first, last, by) = match digits {
        Digits::First => (1, 9, 10),
        Digits::FirstTwo => (10, 99, 1),
    };
    let law = |digits| log10(1.0 + 1.0 / f64::from(digits));
    let one = |digits| Beside { digits, count: 0, expected: law(digits) };
    let mut found: Vec<Beside> = (first..=last).map(one).collect();
    let mut text = String::new();
    for value in values {
        // The shortest decimal that is this number: what was written down, not what base 2 made
        // of it. Nothing can go wrong in writing to a string.
        text.clear();
        let written = write!(text, "{value:e}");
        let mut leading = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0');
        let one = u32::from(leading.next().unwrap_or(0));
        let whole = text.as_bytes().get(1) != Some(&b'.');
        let two = if whole { 0 } else { u32::from(leading.next().unwrap_or(0)) };
        let place = ((10 * one + two) / by).wrapping_sub(first) as usize;
        if let (Ok(()), Some(digit)) = (written, found.get_mut(place)) {
            digit.count += 1;
        }
    }
    found
}

fn conformity(mad: f64, digits: Digits) -> Conformity {
    let [close, acceptable, marginal] = match digits {
        Digits::First => [0.006, 0.012, 0.015],
        Digits::FirstTwo => [0.001_2, 0.001_8, 0.002_2],
    };
    match mad {
        _ if mad <= close => Conformity::Close,
        _ if mad <= acceptable => Conformity::Acceptable,
        _ if mad <= marginal => Conformity::Marginal,
        _ => Conformity::None,
    }
}

/// The squared length of the mean of mantissas, each a place on the unit circle.
fn arc(values: &[f64]) -> f64 {
    let (mut x, mut y) = (0.0, 0.0);
    for value in values {
        let size = log10(*value);
        let angle = 2.0 * std::f64::consts::PI * (size - size.floor());
        x += cos(angle);
        y += sin(angle);
    }
    let n = values.len() as f64;
    (x / n) * (x / n) + (y / n) * (y / n)
}
