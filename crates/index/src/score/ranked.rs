//! From raw figures to scores and places in one go, for when nothing but these is asked for.

use rayon::prelude::*;

use super::node::{Node, Parts};
use super::{JOB, Line, Scorer, many, pays, told};
use crate::matrix::same_size;
use crate::recipe::Aggregate;
use crate::structure::{Below, Direction, Indicator};
use crate::{Fault, Matrix, Structure};

/// Cells of a column that are looked through in one go: long enough for memory to run ahead.
const PIECE: usize = 1 << 15;

/// Scores and places, with the lines that led to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// How the figures of each indicator were put on the common scale.
    pub lines: Vec<Line>,
    /// The score of each row for the top of the tree: one column.
    pub scores: Matrix,
    /// The place of each row; 1 is best, equal scores share the better place (1, 2, 2, 4). A row
    /// without a score has none.
    pub ranks: Vec<Option<u32>>,
}

/// Scores and ranks raw figures of one period: every indicator goes from its worst figure to its
/// best (min-max), means go up the tree, and rows are ranked by the top.
///
/// `raw` has a row for each unit and a column for each indicator of the tree. The worst figure of
/// an indicator becomes `low`, the best becomes `high`. Scores and ranks are those of
/// [`build`](crate::build::build) with a recipe that does nothing else, to the bit; since neither a
/// record of every step nor intervals are kept, this is far quicker.
///
/// ```
/// use gangmu_index::recipe::Aggregate;
/// use gangmu_index::score::ranked;
/// use gangmu_index::{Matrix, Structure};
/// let tree = Structure::flat("index", &["schools", "clinics"])?;
/// let figures = Matrix::from_rows(&[
///     [Some(10.0), Some(1.0)],
///     [Some(30.0), Some(5.0)],
///     [Some(20.0), None],
/// ])?;
/// let found = ranked(&figures, &tree, &Aggregate::default(), 0.0, 100.0)?;
/// assert_eq!(found.scores.column(0).collect::<Vec<_>>(), [Some(0.0), Some(100.0), Some(50.0)]);
/// assert_eq!(found.ranks, [Some(3), Some(1), Some(2)]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without rows, [`Fault::Shape`] for another number of columns,
/// [`Fault::Parameter`] unless `low` is below `high` and both are finite, [`Fault::AllMissing`] and
/// [`Fault::Constant`] for an indicator without figures or without differences between them; the
/// faults of [`Scorer::new`] and [`Scorer::score`].
pub fn ranked(
    raw: &Matrix,
    tree: &Structure,
    aggregate: &Aggregate,
    low: f64,
    high: f64,
) -> Result<Ranked, Fault> {
    same_size("columns of figures", tree.indicators().len(), raw.columns())?;
    if raw.rows() == 0 {
        return Err(Fault::Empty { what: "units".to_owned() });
    }
    if !(low < high && low.is_finite() && high.is_finite()) {
        return Err(Fault::Parameter { name: "low", wanted: "below `high`, both finite" });
    }
    let scorer = Scorer::new(tree, aggregate)?;
    let mut sweep = Sweep::of(raw, tree, low, high);
    let top = match pays(raw) {
        // From within the pool of threads, so that it is entered once and not for every part.
        true => rayon::scope(|_| sweep.up(&scorer))?,
        false => sweep.up(&scorer)?,
    };
    let ranks = many::places(&top)?;
    Ok(Ranked { lines: sweep.lines, scores: told(top.len(), 1, top)?, ranks })
}

/// Raw figures on their way up the tree, part by part: ranges of what lies below a part are taken
/// just before it is worked out, while its figures are still in a cache. Parts of a level do not
/// wait for one another.
struct Sweep<'a> {
    raw: &'a Matrix,
    tree: &'a Structure,
    scale: (f64, f64),
    lines: Vec<Line>,
}

/// The lines that were drawn below a part, by column, and its scores.
type Swept = (Vec<(usize, Line)>, Vec<f64>);

impl Sweep<'_> {
    fn of<'a>(raw: &'a Matrix, tree: &'a Structure, low: f64, high: f64) -> Sweep<'a> {
        let as_it_is = Line { origin: 0.0, scale: 1.0, base: 0.0 };
        Sweep { raw, tree, scale: (low, high), lines: vec![as_it_is; raw.columns()] }
    }

    /// The scores of the top.
    fn up(&mut self, scorer: &Scorer) -> Result<Vec<f64>, Fault> {
        let mut parts = Parts { first: 0, columns: vec![Vec::new(); scorer.nodes.len()] };
        for level in 2..=self.tree.level(self.tree.top()) {
            let of_level = |node: &&Node| self.tree.level(node.part) == level;
            let nodes: Vec<&Node> = scorer.nodes.iter().filter(of_level).collect();
            let sweep = |node: &&Node| self.part(node, &parts);
            let swept: Vec<Result<Swept, Fault>> = match pays(self.raw) {
                true => nodes.par_iter().map(sweep).collect(),
                false => nodes.iter().map(sweep).collect(),
            };
            for (node, swept) in nodes.iter().zip(swept) {
                let (lines, scores) = swept?;
                lines.into_iter().for_each(|(column, line)| self.lines[column] = line);
                parts.columns[node.part] = scores;
            }
        }
        Ok(parts.columns.swap_remove(self.tree.top()))
    }

    /// The lines below a part and its scores.
    fn part(&self, node: &Node, parts: &Parts) -> Result<Swept, Fault> {
        let columns = node.below.iter().filter_map(|(below, _)| match below {
            Below::Indicator(column) => Some(*column),
            Below::Part(_) => None,
        });
        let columns: Vec<usize> = columns.collect();
        let (mut lines, mut drawn) = (self.lines.clone(), Vec::with_capacity(columns.len()));
        for (column, range) in columns.iter().zip(ranges(self.raw, &columns)) {
            let indicator = &self.tree.indicators()[*column];
            lines[*column] = line(indicator, range, self.scale.0, self.scale.1)?;
            drawn.push((*column, lines[*column]));
        }
        let along: Vec<_> = lines.iter().map(|line| line.way()).collect();
        let mut scores = vec![0.0; self.raw.rows()];
        let fill = |(job, scores): (usize, &mut [f64])| {
            node.fill(self.raw, job * JOB, parts, &along, scores)
        };
        if pays(self.raw) {
            let jobs = scores.par_chunks_mut(JOB).enumerate().map(fill);
            jobs.collect::<Vec<_>>().into_iter().collect::<Result<(), Fault>>()?;
        } else {
            fill((0, &mut scores))?;
        }
        Ok((drawn, scores))
    }
}

/// The line of an indicator from its worst figure to its best.
fn line(indicator: &Indicator, range: (f64, f64), low: f64, high: f64) -> Result<Line, Fault> {
    let (least, most) = range;
    let what = || format!("`{}`", indicator.name);
    if least > most {
        return Err(Fault::AllMissing { what: what() });
    }
    let line = match indicator.direction {
        Direction::Up => Line::between(least, most, low, high),
        Direction::Down => Line::between(most, least, low, high),
    };
    if !line.scale.is_finite() || line.scale == 0.0 {
        return Err(Fault::Constant { what: what() });
    }
    Ok(line)
}

/// The least and the greatest figure of some columns; the other way round where there is none.
fn ranges(raw: &Matrix, columns: &[usize]) -> Vec<(f64, f64)> {
    if !pays(raw) {
        return columns.iter().map(|column| range(raw.raw(*column))).collect();
    }
    let of_column = |column: &usize| {
        let pieces = raw.raw(*column).par_chunks(PIECE).map(range);
        pieces.reduce(|| NONE, wider)
    };
    columns.par_iter().map(of_column).collect()
}

/// The range of no figures.
const NONE: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);

fn wider(one: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    (one.0.min(other.0), one.1.max(other.1))
}

/// The range of some cells, several of them side by side. A comparison with a NaN is false, so what
/// is missing is passed over.
fn range(cells: &[f64]) -> (f64, f64) {
    const LANES: usize = 8;
    let (mut least, mut most) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    let (chunks, rest) = cells.as_chunks::<LANES>();
    for chunk in chunks {
        for lane in 0..LANES {
            let cell = chunk[lane];
            least[lane] = if cell < least[lane] { cell } else { least[lane] };
            most[lane] = if cell > most[lane] { cell } else { most[lane] };
        }
    }
    let rest = rest.iter().filter(|cell| !cell.is_nan()).map(|cell| (*cell, *cell));
    least.into_iter().zip(most).chain(rest).fold(NONE, wider)
}
