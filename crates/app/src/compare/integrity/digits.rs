//! Digits: last ones that heap, first ones against Benford's law.

use gangmu_base::Reporter;
use gangmu_domain::framework::ElementDef;
use gangmu_index::Fault;
use gangmu_index::distributions::chi_squared_above;
use gangmu_index::integrity::Outcome;
use gangmu_index::integrity::benford::{Conformity, Digits, Quantity, benford};
use gangmu_index::integrity::digits::{LastDigits, last_digits};

use super::found::{Found, Kind, Which, reason};
use super::series::{Series, is_share, quartiles};

/// Figures below so many units of their last decimal are left out: their last digit is not far
/// enough behind the first to be anybody's.
const SMALLEST: f64 = 100.0;

/// Figures that lie within so many units of their last decimal do not go round all digits.
const LEAST_SPREAD: f64 = 50.0;

/// A unit whose figures change by less says its last digit once.
const LEAST_CHANGE: f64 = 10.0;

/// The figures of each reporter whose last digits are looked at, in units of the last decimal.
pub(super) fn usable(series: &Series, def: &ElementDef) -> Vec<(Reporter, f64)> {
    let mut found = Vec::new();
    let decimals = series.usual_decimals();
    if is_share(def) || decimals > 4 {
        return found;
    }
    let scale = [1.0, 10.0, 100.0, 1_000.0, 10_000.0][decimals];
    for (row, reporter) in series.reporters.iter().enumerate() {
        let whole = |figure: f64| {
            let scaled = figure * scale;
            let whole = scaled.round();
            ((scaled - whole).abs() <= 1e-3 && (SMALLEST..=1e15).contains(&whole.abs()))
                .then_some(whole.abs())
        };
        let own: Vec<f64> = series.figures.row(row).flatten().filter_map(whole).collect();
        let steps: Vec<f64> = own.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        let moves = quartiles(&steps).is_some_and(|(middle, _)| middle >= LEAST_CHANGE);
        if !moves {
            found.extend(own.last().map(|figure| (*reporter, *figure)));
            continue;
        }
        let mut different = own;
        different.sort_unstable_by(f64::total_cmp);
        different.dedup();
        found.extend(different.into_iter().map(|figure| (*reporter, figure)));
    }
    found
}

/// Last digits of figures in units of their last decimal.
pub(super) fn last(values: &[f64], which: Which, found: &mut Found) -> Result<(), Fault> {
    let mut skip = |why| {
        found.skip(Kind::Heaping, which, why);
        found.skip(Kind::Digits, which, why);
    };
    let spread = quartiles(values).map_or(0.0, |(_, apart)| apart);
    if values.len() >= 50 && spread < LEAST_SPREAD {
        skip("too_narrow");
        return Ok(());
    }
    let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    match last_digits(&values, 0)? {
        Outcome::DoesNotApply(why) => skip(reason(why)),
        Outcome::Tested(digits) => {
            let result = (digits.ends_0_or_5, digits.p_0_or_5);
            found.test(Kind::Heaping, which, digits.n, result).says = "heaped";
            let rest = beside_heaping(&digits)?;
            found.test(Kind::Digits, which, digits.n, rest).says = "uneven_digits";
        }
    }
    Ok(())
}

/// χ² of 0 against 5 and of the other digits among each other, with its p-value: what heaping on both
/// does not say already.
fn beside_heaping(digits: &LastDigits) -> Result<(f64, f64), Fault> {
    let (mut chi_squared, mut df) = (0.0, 0.0);
    for of in [&[0, 5][..], &[1, 2, 3, 4, 6, 7, 8, 9]] {
        let all: usize = of.iter().map(|digit| digits.counts[*digit]).sum();
        let expected = all as f64 / of.len() as f64;
        if all < 5 * of.len() {
            continue;
        }
        df += (of.len() - 1) as f64;
        for digit in of {
            let gap = digits.counts[*digit] as f64 - expected;
            chi_squared += gap * gap / expected;
        }
    }
    Ok(if df > 0.0 { (chi_squared, chi_squared_above(chi_squared, df)?) } else { (0.0, 1.0) })
}

/// First digits: one figure for each reporter, its last, since a unit has much the same first digit
/// in every period.
pub(super) fn first(series: &Series, def: &ElementDef, found: &mut Found) -> Result<(), Fault> {
    let rows = 0..series.reporters.len();
    let values: Vec<Option<f64>> =
        rows.map(|row| series.figures.row(row).flatten().last()).collect();
    let quantity = if is_share(def) { Quantity::Share } else { Quantity::Amount };
    let which = series.which();
    for (kind, digits) in [(Kind::Benford, Digits::First), (Kind::BenfordTwo, Digits::FirstTwo)] {
        match benford(&values, quantity, digits)? {
            Outcome::DoesNotApply(why) => found.skip(kind, which, reason(why)),
            Outcome::Tested(result) => {
                let near = matches!(result.conformity, Conformity::Close | Conformity::Acceptable);
                let numbers = (result.mad, result.p_value);
                let test = found.test(kind, which, result.n, numbers);
                (test.says, test.matters) = ("odd_first_digits", !near);
            }
        }
    }
    Ok(())
}
