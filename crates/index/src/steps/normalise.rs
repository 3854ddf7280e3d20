//! Making figures of different units of measure comparable; from here on higher is better.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::frame::{Over, Slice};
use crate::statistics::range;
use crate::steps::denominate::column_named;
use crate::steps::normalise_methods::{Method, places};
use crate::structure::Direction;
use crate::work::{Deed, Done, Normaliser, Reach, Work};

/// Normalises every indicator.
///
/// A missing figure stays missing. An indicator without figures is a fault, and so is one whose
/// figures are all the same where the method measures in distances between them; in a panel a single
/// such period is left missing, and it is said so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Normalise {
    /// How, for indicators that are not named below.
    pub method: Method,
    /// How, by indicator.
    pub indicators: BTreeMap<String, Method>,
    /// Over which rows smallest and largest values, means and places are taken.
    pub over: Over,
}

impl Normalise {
    pub(crate) fn apply(&self, work: &mut Work<'_>) -> Result<(), Fault> {
        let mut methods = vec![&self.method; work.figures.columns()];
        for (name, method) in &self.indicators {
            methods[column_named(work, name)?] = method;
        }
        let slices = work.frame.slices(self.over)?;
        for (column, method) in methods.into_iter().enumerate() {
            method.check()?;
            let direction = work.frame.structure().indicators()[column].direction;
            let mut done = 0;
            let mut flat = false;
            for slice in &slices {
                let values = work.values(&slice.basis, column);
                if values.is_empty() {
                    continue;
                }
                let own = own_figure(work, method, slice, column)?;
                match method.fit(&values, direction, own, work.name(column)) {
                    Ok(normaliser) => {
                        run(work, column, slice, normaliser, direction)?;
                        done += 1;
                    }
                    Err(Fault::Constant { .. }) => {
                        flat = true;
                        leave(work, column, slice)?;
                    }
                    Err(fault) => return Err(fault),
                }
            }
            if done == 0 {
                let what = format!("`{}`", work.name(column));
                let fault =
                    if flat { Fault::Constant { what } } else { Fault::AllMissing { what } };
                return Err(fault);
            }
        }
        Ok(())
    }
}

/// The figure of the row that the method measures from, if it does.
fn own_figure(
    work: &Work<'_>,
    method: &Method,
    slice: &Slice,
    column: usize,
) -> Result<Option<f64>, Fault> {
    let Some(row) = method.reference_row() else { return Ok(None) };
    // In a panel the reference is the same unit in the slice's own period.
    let row = match work.frame.panel() {
        Some(panel) => {
            let unit = panel.units.get(row).copied();
            slice.basis.iter().copied().find(|row| panel.units.get(*row).copied() == unit)
        }
        None => Some(row),
    };
    let figure = row.and_then(|row| work.figures.get(row, column));
    let what = || format!("There is no figure of `{}` for the reference", work.name(column));
    figure.map(Some).ok_or_else(|| Fault::Recipe { what: what() })
}

/// Puts a slice of a column through a normaliser.
fn run(
    work: &mut Work<'_>,
    column: usize,
    slice: &Slice,
    normaliser: Normaliser,
    direction: Direction,
) -> Result<(), Fault> {
    let found: Vec<(usize, f64)> = match normaliser {
        Normaliser::Place { .. } => places(work, column, slice, direction, normaliser),
        _ => {
            let cells = work.figures.raw(column);
            let there = slice.rows.iter().filter(|row| !cells[**row].is_nan());
            let cells = there.map(|row| Ok((*row, normaliser.of(cells[*row], work.name(column))?)));
            cells.collect::<Result<_, Fault>>()?
        }
    };
    let (low, high) = reach(normaliser, slice, &found);
    for (row, value) in found {
        if normaliser.clips(work.figures.get(row, column)) {
            work.tell(row, column, Some(value), Deed::Clipped);
        }
        work.put(row, column, Some(value))?;
    }
    work.reach.push(Reach { column, rows: slice.rows.clone(), low, high });
    work.note(column, slice.period, Done::Normalised(normaliser));
    Ok(())
}

/// What a missing figure could have become at worst and at best: the ends of the scale where the
/// method has ends, else the worst and the best there is.
fn reach(normaliser: Normaliser, slice: &Slice, found: &[(usize, f64)]) -> (f64, f64) {
    if let Normaliser::Line { within: Some(ends), .. } = normaliser {
        return ends;
    }
    if let Normaliser::AboveBelow { .. } = normaliser {
        return (-1.0, 1.0);
    }
    let basis: std::collections::BTreeSet<usize> = slice.basis.iter().copied().collect();
    let of_basis = found.iter().filter(|(row, _)| basis.contains(row));
    let values: Vec<f64> = of_basis.map(|(_, value)| *value).collect();
    range(&values).unwrap_or((0.0, 0.0))
}

/// Takes the figures of a slice out, for there is no distance among them to measure in.
fn leave(work: &mut Work<'_>, column: usize, slice: &Slice) -> Result<(), Fault> {
    for row in &slice.rows {
        if work.figures.get(*row, column).is_some() {
            work.change(*row, column, None, Deed::NoSpread)?;
        }
    }
    Ok(())
}
