//! Which judgement contradicts the others most, and what would not.

use super::{Judgements, Priorities, RandomIndex, principal, priorities};
use crate::Fault;

/// A judgement beside what the others say of the same pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contradiction {
    /// The pair, the one that was judged the more important first.
    pub row: usize,
    /// The other of the pair.
    pub column: usize,
    /// How many times as important `row` is as `column`, as judged.
    pub given: f64,
    /// What all the other judgements together say of it.
    pub consistent: f64,
    /// The consistency ratio if that stood in its place; none above 15 indicators.
    pub ratio_after: Option<f64>,
}

/// The judgement that lies farthest, in ratio, from what the weights say of its pair; none below
/// three indicators, where nothing can contradict.
///
/// What the others say is the ratio of weights with this judgement left out (Harker 1987), so that
/// it does not vouch for itself. It is for the one who judged to think over, not to be put in.
///
/// ```
/// use gangmu_index::weigh::pairwise::consistency::worst;
/// use gangmu_index::weigh::pairwise::{Judgements, RandomIndex};
/// // 2 × 3 would be 6, and it was judged 1/6.
/// let table = Judgements::above(3, &[2.0, 1.0 / 6.0, 3.0])?;
/// let found = worst(&table, RandomIndex::Saaty1980)?.expect("something contradicts");
/// assert!((found.consistent - 1.0 / found.given).abs() < 1e-9 || found.ratio_after < Some(0.01));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// As [`priorities`].
pub fn worst(judgements: &Judgements, random: RandomIndex) -> Result<Option<Contradiction>, Fault> {
    let size = judgements.size();
    if size < 3 {
        return Ok(None);
    }
    let Priorities { weights, .. } = priorities(judgements, random)?;
    let mut found = (0, 1);
    let mut most = 0.0;
    for one in 0..size {
        for other in one + 1..size {
            let off = judgements.cells[one * size + other] * weights[other] / weights[one];
            let off = off.max(1.0 / off);
            // The first of equals but for rounding.
            if off > most * (1.0 + 1e-9) {
                (most, found) = (off, (one, other));
            }
        }
    }
    let (mut row, mut column) = found;
    if judgements.cells[row * size + column] < 1.0 {
        (row, column) = (column, row);
    }
    let consistent = without(judgements, row, column)?;
    let mut mended = judgements.clone();
    mended.set(row, column, consistent);
    let ratio_after = priorities(&mended, random)?.ratio;
    let given = judgements.cells[row * size + column];
    Ok(Some(Contradiction { row, column, given, consistent, ratio_after }))
}

/// The ratio of two weights, with the judgement of the two left out: 0 in its place and 2 on the
/// diagonal stand for a judgement that says what the weights say.
fn without(judgements: &Judgements, row: usize, column: usize) -> Result<f64, Fault> {
    let size = judgements.size();
    let mut cells = judgements.cells.clone();
    for (at, to) in [(row, column), (column, row)] {
        cells[at * size + to] = 0.0;
        cells[at * size + at] = 2.0;
    }
    let (weights, _) = principal(&cells, size)?;
    Ok(weights[row] / weights[column])
}
