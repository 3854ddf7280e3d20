//! Weights from judgements of pairs: the analytic hierarchy process.
//!
//! Saaty 1980, The Analytic Hierarchy Process; OECD Handbook 2008, 6.8. A judgement says how many
//! times as important one indicator is as another. The weights are the principal eigenvector of
//! the table of judgements; how far the judgements contradict each other is told by the
//! consistency ratio, the table's index over that of random tables. Which table of random indices
//! was used belongs to the result, because they differ: for seven indicators from 1.32 to 1.35.

pub mod consistency;
pub mod group;

use gangmu_num::float::{exp, ln};

use crate::Fault;
use crate::matrix::same_size;

/// The most indicators that are compared: nobody answers half a million questions.
pub const MOST_INDICATORS: usize = 1_000;
/// The least and the greatest judgement.
const RANGE: (f64, f64) = (1e-6, 1e6);
/// How closely the eigenvalue is closed in on.
const CLOSE: f64 = 1e-14;

/// A table of judgements, each the reciprocal of the one across the diagonal.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgements {
    size: usize,
    /// Row by row: how many times as important the row is as the column.
    cells: Vec<f64>,
}

impl Judgements {
    /// From a whole table, whose halves agree: a · b is 1 within `tolerance` for every judgement a
    /// and the one b across the diagonal, and the diagonal is 1 within it.
    ///
    /// What they differ by within the tolerance (0.333 across from 3) is evened out: the judgement
    /// is the geometric mean of a and 1/b.
    ///
    /// # Errors
    /// [`Fault::Empty`]; [`Fault::TooMuch`] above [`MOST_INDICATORS`]; [`Fault::Shape`] unless the
    /// table is square; [`Fault::NotFinite`]; [`Fault::Domain`] for a judgement outside of 1e-6 to
    /// 1e6, or one that is no reciprocal; [`Fault::Parameter`] for a tolerance that is not from 0
    /// to below 1.
    pub fn new<R: AsRef<[f64]>>(rows: &[R], tolerance: f64) -> Result<Judgements, Fault> {
        if !(0.0..1.0).contains(&tolerance) {
            return Err(Fault::Parameter { name: "tolerance", wanted: "from 0 to below 1" });
        }
        let mut table = Judgements::even(rows.len())?;
        for (number, row) in rows.iter().enumerate() {
            same_size(&format!("judgements in row {number}"), rows.len(), row.as_ref().len())?;
            for (column, judgement) in row.as_ref().iter().enumerate() {
                check(*judgement, number, column)?;
            }
        }
        for one in 0..rows.len() {
            for other in one..rows.len() {
                let (a, b) = (rows[one].as_ref()[other], rows[other].as_ref()[one]);
                if (a * b - 1.0).abs() > tolerance.max(4.0 * f64::EPSILON) {
                    let what = format!("the judgement in row {other}, column {one}");
                    let wanted = "the reciprocal of the one across the diagonal";
                    return Err(Fault::Domain { what, wanted });
                }
                if one != other {
                    table.set(one, other, (a / b).sqrt());
                }
            }
        }
        Ok(table)
    }

    /// From the judgements above the diagonal, row by row: 1 against 2, 1 against 3, …, 2 against
    /// 3, … What lies below follows.
    ///
    /// ```
    /// use gangmu_index::weigh::pairwise::Judgements;
    /// let table = Judgements::above(3, &[2.0, 6.0, 3.0])?;
    /// assert_eq!(table.get(2, 0), Some(1.0 / 6.0));
    /// # Ok::<(), gangmu_index::Fault>(())
    /// ```
    ///
    /// # Errors
    /// As [`Judgements::new`].
    pub fn above(indicators: usize, judgements: &[f64]) -> Result<Judgements, Fault> {
        let mut table = Judgements::even(indicators)?;
        same_size("judgements", indicators * (indicators - 1) / 2, judgements.len())?;
        let mut next = judgements.iter();
        for one in 0..indicators {
            for other in one + 1..indicators {
                let judgement = next.next().copied().unwrap_or(1.0);
                check(judgement, one, other)?;
                table.set(one, other, judgement);
            }
        }
        Ok(table)
    }

    /// A table where all are as important as each other.
    fn even(size: usize) -> Result<Judgements, Fault> {
        let what = "indicators".to_owned();
        match size {
            0 => Err(Fault::Empty { what }),
            _ if size > MOST_INDICATORS => {
                Err(Fault::TooMuch { what, found: size, most: MOST_INDICATORS })
            }
            _ => Ok(Judgements { size, cells: vec![1.0; size * size] }),
        }
    }

    /// How many indicators are compared.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many times as important `row` is as `column`; none outside of the table.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<f64> {
        let inside = row < self.size && column < self.size;
        inside.then(|| self.cells[row * self.size + column])
    }

    /// Puts a judgement and its reciprocal.
    fn set(&mut self, one: usize, other: usize, judgement: f64) {
        self.cells[one * self.size + other] = judgement;
        self.cells[other * self.size + one] = 1.0 / judgement;
    }
}

/// Tables of the consistency index of random tables, for 1 to 15 indicators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RandomIndex {
    /// Saaty 1980: 0.58 for three, 1.32 for seven, 1.49 for ten.
    #[default]
    Saaty1980,
    /// The table of Saaty's later works (about 2005 and after): 0.52, 1.35, 1.49.
    SaatyLater,
    /// Alonso and Lamata 2006, from 100,000 random tables of each size: 0.5245, 1.3417, 1.4854.
    AlonsoLamata2006,
}

impl RandomIndex {
    /// The index for this many indicators; 0 for one or two, which cannot contradict; none where
    /// the table does not reach, above 15.
    #[must_use]
    pub fn of(self, indicators: usize) -> Option<f64> {
        let table: [f64; 13] = match self {
            RandomIndex::Saaty1980 => {
                [0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59]
            }
            RandomIndex::SaatyLater => {
                [0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59]
            }
            RandomIndex::AlonsoLamata2006 => [
                0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854, 1.5141, 1.5365,
                1.5551, 1.5713, 1.5838,
            ],
        };
        match indicators {
            0 => None,
            1 | 2 => Some(0.0),
            _ => table.get(indicators - 3).copied(),
        }
    }
}

/// Weights from judgements, and how far these contradict each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Priorities {
    /// The principal eigenvector; the weights add up to 1.
    pub weights: Vec<f64>,
    /// The principal eigenvalue: the number of indicators where nothing contradicts, more else.
    pub eigenvalue: f64,
    /// The consistency index, (λ − n) / (n − 1); 0 for one indicator.
    pub index: f64,
    /// The consistency ratio, the index over the random one; 0 for one or two indicators, none
    /// above 15. Saaty asks for less than 0.1.
    pub ratio: Option<f64>,
    /// The table that the random index comes from.
    pub random: RandomIndex,
}

/// Weights from judgements.
///
/// ```
/// use gangmu_index::weigh::pairwise::{Judgements, RandomIndex, priorities};
/// let table = Judgements::above(3, &[2.0, 6.0, 3.0])?;
/// let found = priorities(&table, RandomIndex::Saaty1980)?;
/// assert!((found.weights[0] - 0.6).abs() < 1e-12);
/// assert!(found.ratio.is_some_and(|ratio| ratio < 1e-12), "6 is 2 times 3");
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::NotSettled`] where 10,000 steps do not close in on the eigenvalue.
pub fn priorities(judgements: &Judgements, random: RandomIndex) -> Result<Priorities, Fault> {
    let size = judgements.size;
    let (weights, found) = principal(&judgements.cells, size)?;
    // A table of reciprocals has no eigenvalue below its size; rounding may say so.
    let eigenvalue = found.max(size as f64);
    let index = if size > 1 { (eigenvalue - size as f64) / (size as f64 - 1.0) } else { 0.0 };
    let ratio = random.of(size).map(|random| if random > 0.0 { index / random } else { 0.0 });
    Ok(Priorities { weights, eigenvalue, index, ratio, random })
}

/// The principal eigenvector, adding up to 1, and its eigenvalue, of a table of numbers of 0 or
/// more in which everything hangs together.
///
/// Each step goes half-way to the image of the last: a table that contradicts itself all round
/// turns its vector in a ring otherwise. The least and the greatest growth of a component hold the
/// eigenvalue between them (Collatz and Wielandt), so what is returned is known to be right.
fn principal(cells: &[f64], size: usize) -> Result<(Vec<f64>, f64), Fault> {
    let logs = cells
        .chunks_exact(size)
        .map(|row| row.iter().map(|cell| if *cell > 0.0 { ln(*cell) } else { 0.0 }).sum::<f64>());
    let mut vector: Vec<f64> = logs.map(|sum| exp(sum / size as f64)).collect();
    for _ in 0..10_000 {
        let sum: f64 = vector.iter().sum();
        vector.iter_mut().for_each(|part| *part /= sum);
        let product = |row: &[f64]| row.iter().zip(&vector).map(|(a, b)| a * b).sum::<f64>();
        let image: Vec<f64> = cells.chunks_exact(size).map(product).collect();
        let grown = image.iter().zip(&vector).map(|(after, before)| after / before);
        let (least, most) = grown.fold((f64::MAX, 0.0_f64), |(l, m), g| (l.min(g), m.max(g)));
        let value: f64 = image.iter().sum();
        if most - least <= CLOSE * size as f64 * value {
            return Ok((vector, value));
        }
        vector.iter_mut().zip(&image).for_each(|(part, image)| *part += image / value);
    }
    Err(Fault::NotSettled { what: "the principal eigenvector".to_owned() })
}

fn check(judgement: f64, row: usize, column: usize) -> Result<(), Fault> {
    let what = || format!("the judgement in row {row}, column {column}");
    if !judgement.is_finite() {
        return Err(Fault::NotFinite { what: what() });
    }
    if !(RANGE.0..=RANGE.1).contains(&judgement) {
        return Err(Fault::Domain { what: what(), wanted: "from 0.000001 to 1000000" });
    }
    Ok(())
}
