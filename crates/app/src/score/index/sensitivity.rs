//! Which choices the order of an index hangs on.

use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Place};
use gangmu_index::uncertainty::attribution::attribute;
use gangmu_index::uncertainty::model::Model;
use gangmu_index::uncertainty::sensitivity::{Index, SensitivityRecipe};

use super::faults::finding;
use super::run::Indexed;
use super::table::figure;
use crate::table::{Table, Value};

/// Samples, unless another number is asked for: enough for most indices to be told.
pub const SAMPLES: usize = 8_192;

/// A row for each choice: the share of variance that it makes alone (`first`) and together with
/// others (`total`), each with an interval of 90 %; of how far the order as a whole moves, and of the
/// rank of a unit where one is named. A share whose interval is wider than 0.1 is not told.
///
/// # Errors
/// `G002` when there is no such unit; what the index engine refuses.
pub fn index_sensitivity(
    indexed: &Indexed<'_>,
    samples: usize,
    unit: Option<&str>,
) -> Result<Table, Finding> {
    let rows = match unit {
        None => Vec::new(),
        Some(unit) => vec![row_of(indexed, unit)?],
    };
    let place = indexed.index.choices.first().map_or(&indexed.index.place, |choice| &choice.place);
    let fault = |fault| finding(&fault, place);
    let model = Model::new(&indexed.frame, &indexed.recipe, &indexed.inputs).map_err(fault)?;
    let recipe = SensitivityRecipe::new(indexed.seed);
    let found = attribute(&model, &indexed.built.ranks, &rows, samples, &recipe).map_err(fault)?;
    let columns = vec![
        "output",
        "choice",
        "first",
        "first_low",
        "first_high",
        "total",
        "total_low",
        "total_high",
        "runs",
    ];
    let outputs = std::iter::once(("order", &found.shift));
    let outputs = outputs.chain(unit.into_iter().zip(&found.ranks));
    let mut rows = Vec::new();
    for (output, indices) in outputs {
        for (input, of_input) in indexed.inputs.iter().zip(indices) {
            let mut row = vec![Value::word(output), Value::word(input.name.clone())];
            row.extend(told(of_input.first));
            row.extend(told(of_input.total));
            row.push(Value::count(found.runs));
            rows.push(row);
        }
    }
    Ok(Table { columns, rows })
}

/// An index with its interval; the interval alone where it is too wide, nothing where nothing varies.
fn told(index: Index) -> [Value; 3] {
    let (value, ends) = match index {
        Index::Told { value, low, high } => (Some(value), Some((low, high))),
        Index::TooWide { low, high } => (None, Some((low, high))),
        _ => (None, None),
    };
    [figure(value, 3), figure(ends.map(|(low, _)| low), 3), figure(ends.map(|(_, high)| high), 3)]
}

/// The row of a unit in the period the index is about.
pub(super) fn row_of(indexed: &Indexed<'_>, unit: &str) -> Result<usize, Finding> {
    let rows = 0..indexed.current();
    rows.clone().find(|row| indexed.id(*row) == unit).ok_or_else(|| {
        Finding::error("G002", Place::file("units.csv"))
            .with("unit", unit)
            .with("scheme", "index")
            .with("nearest", nearest(unit, rows.map(|row| indexed.id(row))).unwrap_or_default())
    })
}
