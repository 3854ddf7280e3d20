//! Totals against the sums of their parts.

use crate::Fault;
use crate::integrity::smoothness::finite;

/// What a total and its parts say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sums {
    /// The parts add up to the total.
    Adds,
    /// They do but for what rounding can make.
    WithinRounding,
    /// They do not.
    Gap,
    /// Parts are missing, and those that are there do not exceed the total: nothing can be said.
    PartsMissing,
    /// Parts are missing, none of those that are there is negative, and these exceed the total
    /// already.
    ExceedsTotal,
    /// The total is missing.
    TotalMissing,
}

/// A total beside the sum of its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Additivity {
    /// How many parts are there.
    pub parts: usize,
    /// How many are missing.
    pub missing: usize,
    /// The sum of those that are there.
    pub sum: f64,
    /// The sum less the total; `None` without a total.
    pub gap: Option<f64>,
    /// The gap by the size of the total; `None` without a total, or where it is 0.
    pub relative: Option<f64>,
    /// How large a gap rounding can make at most: half a unit for each part and for the total.
    pub tolerance: f64,
    /// What they say.
    pub verdict: Sums,
}

/// Adds up parts and compares them with the total, each rounded to a multiple of `unit` (0 where
/// nothing is rounded).
///
/// A gap is often a matter of definition: parts that overlap, or a total that counts what no part
/// does. Ask for the definition first.
///
/// ```
/// use gangmu_index::integrity::additivity::{Sums, additivity};
/// let found = additivity(Some(100.0), &[33.0, 33.0, 33.0].map(Some), 1.0)?;
/// assert_eq!((found.gap, found.verdict), (Some(-1.0), Sums::WithinRounding));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without parts, [`Fault::NotFinite`], [`Fault::Parameter`] for a negative unit,
/// [`Fault::Domain`] for figures beyond 1e100.
pub fn additivity(
    total: Option<f64>,
    parts: &[Option<f64>],
    unit: f64,
) -> Result<Additivity, Fault> {
    if parts.is_empty() {
        return Err(Fault::Empty { what: "parts".to_owned() });
    }
    finite(parts)?;
    finite(&[total])?;
    if !(0.0..=1e100).contains(&unit) {
        return Err(Fault::Parameter { name: "unit", wanted: "between 0 and 1e100" });
    }
    let there: Vec<f64> = parts.iter().flatten().copied().collect();
    if there.iter().chain(&total).any(|figure| figure.abs() > 1e100) {
        return Err(Fault::Domain {
            what: "a part or the total".to_owned(),
            wanted: "within 1e100",
        });
    }
    let sum: f64 = there.iter().sum();
    let size: f64 = there.iter().map(|part| part.abs()).sum();
    let tolerance = 0.5 * unit * (there.len() + 1) as f64;
    let missing = parts.len() - there.len();
    let gap = total.map(|total| sum - total);
    // What adding up in binary can make of decimals that do add up.
    let noise = 1e-15 * (there.len() + 1) as f64 * (size + total.unwrap_or(0.0).abs());
    let verdict = match gap {
        None => Sums::TotalMissing,
        Some(gap) if missing > 0 => {
            let beyond = gap > tolerance + noise && there.iter().all(|part| *part >= 0.0);
            if beyond { Sums::ExceedsTotal } else { Sums::PartsMissing }
        }
        Some(gap) if gap.abs() <= noise => Sums::Adds,
        Some(gap) if gap.abs() <= tolerance + noise => Sums::WithinRounding,
        Some(_) => Sums::Gap,
    };
    let relative = match (gap, total) {
        (Some(gap), Some(total)) if total != 0.0 => Some(gap / total.abs()),
        _ => None,
    };
    let relative = relative.filter(|relative| relative.is_finite());
    Ok(Additivity { parts: there.len(), missing, sum, gap, relative, tolerance, verdict })
}
