//! Putting figures in where they are missing, and saying so.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::frame::{Over, Slice};
use crate::statistics::{mean, median};
use crate::steps::denominate::column_named;
use crate::work::{Deed, Source, Work};

/// Puts figures in where they are missing.
///
/// A figure that was put in counts as missing all the same when it comes to how much is known of a
/// unit: coverage and the interval of worst and best fills do not change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Impute {
    /// How, for indicators that are not named below.
    pub method: Method,
    /// How, by indicator.
    pub indicators: BTreeMap<String, Method>,
    /// Over which rows means and medians are taken.
    pub over: Over,
}

/// Where a missing figure is taken from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// From nowhere: it stays missing.
    #[default]
    None,
    /// The mean of the others.
    Mean,
    /// The median of the others.
    Median,
    /// The mean of the others in the same group of this name; a row without a group, or a group
    /// without figures, stays missing.
    GroupMean(String),
    /// The median of the others in the same group of this name, as above.
    GroupMedian(String),
    /// The unit's own latest earlier figure, at most this many periods old (0: however old).
    Latest(u32),
    /// On the line between the unit's own figures before and after; beyond the first and last,
    /// missing.
    Linear,
    /// The unit's own figure before, or where there is none the first one after.
    Constant,
}

impl Impute {
    pub(crate) fn apply(&self, work: &mut Work<'_>) -> Result<(), Fault> {
        let mut methods = vec![&self.method; work.figures.columns()];
        for (name, method) in &self.indicators {
            methods[column_named(work, name)?] = method;
        }
        let slices = work.frame.slices(self.over)?;
        let own = own_rows(work, &methods)?;
        for (column, method) in methods.into_iter().enumerate() {
            match method {
                Method::None => {}
                Method::Mean => average(work, column, &slices, None, mean, Source::Mean)?,
                Method::Median => average(work, column, &slices, None, median, Source::Median)?,
                Method::GroupMean(by) => {
                    average(work, column, &slices, Some(by), mean, Source::Mean)?;
                }
                Method::GroupMedian(by) => {
                    average(work, column, &slices, Some(by), median, Source::Median)?;
                }
                Method::Latest(_) | Method::Linear | Method::Constant => {
                    from_own(work, column, &own, method)?;
                }
            }
        }
        Ok(())
    }
}

/// An average of the rows of the same slice, and of the same group where groups are named.
fn average(
    work: &mut Work<'_>,
    column: usize,
    slices: &[Slice],
    by: Option<&String>,
    average: fn(&[f64]) -> Option<f64>,
    source: fn(usize) -> Source,
) -> Result<(), Fault> {
    let groups = by.map(|by| work.frame.group(by)).transpose()?;
    // Whoever belongs to no group where groups are named belongs to nobody.
    let group = |row: usize| groups.map_or(Some(None), |of| of[row].map(Some));
    let mut filled = Vec::new();
    for slice in slices {
        let mut values: BTreeMap<Option<u32>, Vec<f64>> = BTreeMap::new();
        for row in slice.basis.iter().copied().filter(|row| work.kept[*row]) {
            if let (Some(group), Some(figure)) = (group(row), work.figures.get(row, column)) {
                values.entry(group).or_default().push(figure);
            }
        }
        let averages: BTreeMap<Option<u32>, (Option<f64>, usize)> =
            values.iter().map(|(group, of)| (*group, (average(of), of.len()))).collect();
        for row in slice.rows.iter().copied().filter(|row| work.kept[*row]) {
            if work.figures.get(row, column).is_some() {
                continue;
            }
            if let Some((Some(figure), count)) = group(row).and_then(|group| averages.get(&group)) {
                filled.push((row, *figure, *count));
            }
        }
    }
    for (row, figure, count) in filled {
        work.change(row, column, Some(figure), Deed::Imputed(source(count)))?;
    }
    Ok(())
}

/// The rows of each unit, by period; empty when no method asks for them.
fn own_rows(work: &Work<'_>, methods: &[&Method]) -> Result<Vec<Vec<(i32, usize)>>, Fault> {
    let asks = |m: &&Method| matches!(m, Method::Latest(_) | Method::Linear | Method::Constant);
    if !methods.iter().any(asks) {
        return Ok(Vec::new());
    }
    let Some(panel) = work.frame.panel() else {
        let what = "Imputing from other periods takes figures of several periods".to_owned();
        return Err(Fault::Recipe { what });
    };
    let mut own: BTreeMap<u32, Vec<(i32, usize)>> = BTreeMap::new();
    for (row, (unit, period)) in panel.units.iter().zip(&panel.periods).enumerate() {
        own.entry(*unit).or_default().push((*period, row));
    }
    let mut own: Vec<Vec<(i32, usize)>> = own.into_values().collect();
    own.iter_mut().for_each(|rows| rows.sort_unstable());
    Ok(own)
}

/// From the unit's own figures of other periods.
fn from_own(
    work: &mut Work<'_>,
    column: usize,
    own: &[Vec<(i32, usize)>],
    method: &Method,
) -> Result<(), Fault> {
    let mut filled = Vec::new();
    for rows in own {
        let known = rows.iter().filter(|(_, row)| work.kept[*row]);
        let known: Vec<(i32, f64)> = known
            .filter_map(|(period, row)| Some((*period, work.figures.get(*row, column)?)))
            .collect();
        for (period, row) in rows {
            if work.figures.get(*row, column).is_some() || !work.kept[*row] {
                continue;
            }
            if let Some((figure, source)) = found(&known, *period, method) {
                filled.push((*row, figure, source));
            }
        }
    }
    for (row, figure, source) in filled {
        work.change(row, column, Some(figure), Deed::Imputed(source))?;
    }
    Ok(())
}

/// What the unit's own figures say of a period that has none.
fn found(known: &[(i32, f64)], period: i32, method: &Method) -> Option<(f64, Source)> {
    let after = known.partition_point(|(of, _)| *of < period);
    let before = after.checked_sub(1).map(|place| known[place]);
    let after = known.get(after).copied();
    let own = |(of, figure): (i32, f64)| (figure, Source::Period(of));
    match method {
        Method::Latest(most) => {
            let young = |of: i32| *most == 0 || period.abs_diff(of) <= *most;
            before.filter(|(of, _)| young(*of)).map(own)
        }
        Method::Linear => {
            let ((from, low), (to, high)) = (before?, after?);
            let part = f64::from(period.abs_diff(from)) / f64::from(to.abs_diff(from));
            Some((low * (1.0 - part) + high * part, Source::Between(from, to)))
        }
        _ => before.or(after).map(own),
    }
}
