//! Digit preference: figures that were rounded or guessed heap on some last digits.

use crate::Fault;
use crate::distributions::{binomial_above, chi_squared_above};
use crate::integrity::{Outcome, Why};

/// The last digits of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct LastDigits {
    /// How many figures were looked at.
    pub n: usize,
    /// How many are missing.
    pub missing: usize,
    /// How many have a single digit, or are too large for their last digit to be known.
    pub out_of_range: usize,
    /// How many have more decimals than they should.
    pub finer: usize,
    /// How many end in 0, 1, …, 9.
    pub counts: [usize; 10],
    /// χ² against digits that are equally likely, with 9 degrees of freedom.
    pub chi_squared: f64,
    /// Its p-value.
    pub p_value: f64,
    /// The share that ends in 0 or 5; 0.2 without preference.
    pub ends_0_or_5: f64,
    /// P(as many that end in 0 or 5, or more) without preference; exact.
    pub p_0_or_5: f64,
    /// Like Whipple's index of ages: the share that ends in 0 or 5 in per cent of 1/5. 100 without
    /// preference, 500 when all do.
    pub whipple_like: f64,
    /// Like Myers' index of ages: half of what the ten shares differ from 10 %, added up, in per
    /// cent. 0 without preference, 90 when all end alike.
    pub myers_like: f64,
}

/// How many figures it takes: 5 of each digit.
const NEEDED: usize = 50;

/// The last digits of figures with this many decimals, against digits that are equally likely.
///
/// Signs are ignored. Figures below ten units of the last decimal are left out, for a single digit
/// is a first digit too; so are figures with more decimals than `decimals`. Whipple's and Myers'
/// indices are named for ages, where they blend over a range of years; these are their likes for
/// figures of any kind. With fewer than 50 figures the test does not apply.
///
/// Figures of two digits are not spread evenly over their last one unless they spread over many
/// tens; and a definition that rounds heaps honestly. Last digits of *rates* follow from counts and
/// are no sign of anything where counts are small: test the counts.
///
/// ```
/// use gangmu_index::integrity::digits::last_digits;
/// let guessed: Vec<Option<f64>> = (10..90).map(|i| Some(f64::from(i * 5))).collect();
/// let found = last_digits(&guessed, 0)?;
/// assert_eq!(found.tested().unwrap().whipple_like, 500.0);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::NotFinite`]; [`Fault::Parameter`] for more than 9 decimals.
pub fn last_digits(values: &[Option<f64>], decimals: u32) -> Result<Outcome<LastDigits>, Fault> {
    let Some(scale) = 10_u32.checked_pow(decimals) else {
        return Err(Fault::Parameter { name: "decimals", wanted: "between 0 and 9" });
    };
    let scale = f64::from(scale);
    let (mut missing, mut out_of_range, mut finer) = (0, 0, 0);
    let mut counts = [0_usize; 10];
    for (place, value) in values.iter().enumerate() {
        let Some(value) = *value else {
            missing += 1;
            continue;
        };
        if !value.is_finite() {
            return Err(Fault::NotFinite { what: format!("number {place} of the figures") });
        }
        let scaled = value.abs() * scale;
        let whole = scaled.round();
        // Beyond 2^50 thousandths of a unit are lost, and so is what `finer` looks at.
        if !(10.0..=1e15).contains(&whole) {
            out_of_range += 1;
        } else if (scaled - whole).abs() > 1e-3 + 1e-15 * whole {
            finer += 1;
        } else {
            counts[(whole as u64 % 10) as usize] += 1;
        }
    }
    let n: usize = counts.iter().sum();
    if n < NEEDED {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: n, needed: NEEDED }));
    }
    let many = n as f64;
    let expected = 0.1 * many;
    let gaps = counts.map(|count| count as f64 - expected);
    let chi_squared = gaps.iter().map(|gap| gap * gap).sum::<f64>() / expected;
    let ends = counts[0] + counts[5];
    let share = ends as f64 / many;
    let p_0_or_5 = if ends == 0 { 1.0 } else { binomial_above(ends as f64 - 1.0, many, 0.2)? };
    Ok(Outcome::Tested(LastDigits {
        n,
        missing,
        out_of_range,
        finer,
        counts,
        chi_squared,
        p_value: chi_squared_above(chi_squared, 9.0)?,
        ends_0_or_5: share,
        p_0_or_5,
        whipple_like: 500.0 * share,
        myers_like: 50.0 * gaps.iter().map(|gap| gap.abs()).sum::<f64>() / many,
    }))
}
