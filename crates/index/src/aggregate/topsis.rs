//! TOPSIS: nearness to the best that was seen, and distance from the worst.

use serde::{Deserialize, Serialize};

use crate::matrix::same_size;
use crate::structure::{Direction, check_weights};
use crate::{Fault, Matrix};

/// How columns are brought to one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// By the root of the sum of squares, as Hwang and Yoon do.
    #[default]
    Vector,
    /// From 0 at the least to 1 at the greatest.
    MinMax,
    /// By the greatest size.
    Maximum,
}

/// How near each unit comes to the best.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearness {
    /// `to_worst / (to_best + to_worst)` of each unit: 0 the worst in everything, 1 the best.
    pub closeness: Vec<f64>,
    /// The distance of each unit from the best that any has, column by column.
    pub to_best: Vec<f64>,
    /// The distance of each unit from the worst that any has.
    pub to_worst: Vec<f64>,
    /// The best that any has in each column, scaled and weighted.
    pub best: Vec<f64>,
    /// The worst that any has in each column, scaled and weighted.
    pub worst: Vec<f64>,
}

/// TOPSIS (Hwang and Yoon 1981): Euclidean distances from the best and worst of each column,
/// after scaling and weighting. Weights are shares of their sum.
///
/// **Ranks can be reversed.** Best, worst and scale come from the units at hand. When one more
/// unit joins, two others may change places though nothing about them changed. A score that must
/// hold beside others over years wants fixed goalposts and a mean instead.
///
/// # Errors
/// [`Fault::Empty`] without rows or columns; [`Fault::Shape`] unless there are a weight and a
/// direction for each column; [`Fault::Weights`]; [`Fault::AllMissing`] for any missing cell (a
/// distance has no meaning where a coordinate lacks); [`Fault::Constant`] where a scale has no
/// length, or all units are the same in all that has a weight.
///
/// ```
/// use gangmu_index::aggregate::topsis::{topsis, Scaling};
/// use gangmu_index::structure::Direction::{Down, Up};
/// use gangmu_index::Matrix;
/// let units = Matrix::from_rows(&[[Some(3.0), Some(9.0)], [Some(5.0), Some(2.0)]])?;
/// let found = topsis(&units, &[1.0, 1.0], &[Up, Down], Scaling::Vector)?;
/// assert_eq!(found.closeness, [0.0, 1.0]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn topsis(
    table: &Matrix,
    weights: &[f64],
    directions: &[Direction],
    scaling: Scaling,
) -> Result<Nearness, Fault> {
    let (rows, columns) = (table.rows(), table.columns());
    if rows == 0 || columns == 0 {
        return Err(Fault::Empty { what: "units and indicators to compare".to_owned() });
    }
    same_size("weights of columns", columns, weights.len())?;
    same_size("directions", columns, directions.len())?;
    check_weights("the index", weights)?;
    let total: f64 = weights.iter().sum();
    let mut found = Nearness {
        closeness: Vec::new(),
        to_best: vec![0.0; rows],
        to_worst: vec![0.0; rows],
        best: Vec::with_capacity(columns),
        worst: Vec::with_capacity(columns),
    };
    for column in 0..columns {
        let cells = scaled(table, column, scaling)?;
        let share = weights[column] / total;
        let (least, most) = cells
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
        let up = directions[column] == Direction::Up;
        let (best, worst) = if up { (most, least) } else { (least, most) };
        for (row, cell) in cells.iter().enumerate() {
            let (from_best, from_worst) = (share * (cell - best), share * (cell - worst));
            found.to_best[row] += from_best * from_best;
            found.to_worst[row] += from_worst * from_worst;
        }
        found.best.push(share * best);
        found.worst.push(share * worst);
    }
    for sums in [&mut found.to_best, &mut found.to_worst] {
        sums.iter_mut().for_each(|sum| *sum = sum.sqrt());
    }
    let nearness = |(best, worst): (&f64, &f64)| {
        let both = best + worst;
        (both > 0.0).then(|| worst / both)
    };
    let closeness: Option<Vec<f64>> =
        found.to_best.iter().zip(&found.to_worst).map(nearness).collect();
    // A unit lies at no distance from best and worst only where these are the same.
    let constant = || Fault::Constant { what: "all indicators with a weight".to_owned() };
    found.closeness = closeness.ok_or_else(constant)?;
    Ok(found)
}

/// A column, scaled; every cell is finite and of size 1 at most.
fn scaled(table: &Matrix, column: usize, scaling: Scaling) -> Result<Vec<f64>, Fault> {
    let cells: Option<Vec<f64>> = table.column(column).collect();
    let Some(mut cells) = cells else {
        let row = table.column(column).position(|cell| cell.is_none()).unwrap_or_default();
        return Err(Fault::AllMissing { what: format!("the cell in row {row}, column {column}") });
    };
    // First by the greatest size, so that squares and spans stay in the range of numbers.
    let size = cells.iter().fold(0.0_f64, |size, x| size.max(x.abs()));
    let constant = || Fault::Constant { what: format!("column {column}") };
    if size == 0.0 {
        return Err(constant());
    }
    cells.iter_mut().for_each(|x| *x /= size);
    match scaling {
        Scaling::Maximum => {}
        Scaling::Vector => {
            let length = cells.iter().map(|x| x * x).sum::<f64>().sqrt();
            cells.iter_mut().for_each(|x| *x /= length);
        }
        Scaling::MinMax => {
            let (least, most) = cells
                .iter()
                .fold((1.0_f64, -1.0_f64), |(low, high), x| (low.min(*x), high.max(*x)));
            if most <= least {
                return Err(constant());
            }
            cells.iter_mut().for_each(|x| *x = (*x - least) / (most - least));
        }
    }
    Ok(cells)
}
