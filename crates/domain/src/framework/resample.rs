//! Figures drawn anew: how the figures of a period might have come out by chance, draw by draw.
//!
//! A share (so many of those) is drawn from Beta(d + 1/2, n − d + 1/2), which is what is known of a
//! rate after d of n by Jeffreys' prior; the numerator becomes the rate times n. The answers to a
//! question of a survey are drawn from a Dirichlet distribution with each count over the design
//! effect, and 1/2 more. Everything else stays as it is.
//!
//! Sources: Brown, Cai and DasGupta 2001, Statistical Science 16:101–133 (the prior); Kish 1965,
//! Survey Sampling, 8.2 (the design effect).

use std::collections::BTreeMap;
use std::sync::Arc;

use gangmu_base::facts::Answer;
use gangmu_base::observations::Element;
use gangmu_base::{Cell, Period};
use gangmu_num::Ratio;
use gangmu_num::random::Stream;
use gangmu_num::statistics::mean;

use super::above::{Above, roll_up};
use super::figures::Everybody;
use super::surveys::Sample;
use super::words::OverTime;

/// Numerators are drawn to so many places.
pub const PLACES: u8 = 6;

/// The smallest step of a numerator: a millionth.
const STEPS: f64 = 1e6;

/// How the figures of an indicator are treated in a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treated {
    /// It holds no quotient of two elements or sums of elements.
    NoShare,
    /// Numerator and denominator count different things.
    OtherThings,
    /// Its parts are amounts, and count no things.
    Amounts,
    /// For no subject are its parts whole numbers of which the numerator is not the larger.
    NotWhole,
    /// It is held back, so that nothing can be told from what is drawn.
    Withheld,
    /// It is drawn anew for so many subjects.
    Drawn(usize),
}

/// Which figures are drawn anew, and how; made by [`Resampling::plan`](super::Resampling::plan).
pub struct Resampling {
    pub(super) columns: Vec<Planned>,
    pub(super) batches: Vec<Batch>,
    pub(super) samples: Vec<Sample>,
    /// The answers of surveys, with those that nobody gave among the ones that are drawn.
    pub(super) answers: Vec<Answer>,
    pub(super) treated: BTreeMap<Arc<str>, Treated>,
    pub(super) touched: super::reach::Touched,
}

/// A column in which some figures are drawn.
pub(super) struct Planned {
    pub(super) element: Element,
    pub(super) period: Period,
    pub(super) base: Everybody,
    /// Units above that follow.
    pub(super) above: Above,
}

/// A share in a period: columns by their place in the plan, subjects by their number.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) above: Vec<usize>,
    /// What of the denominator is not in the numerator, where the numerator is a part of its sum.
    pub(super) rest: Vec<usize>,
    /// Columns of the denominator that are drawn as numerators of other shares before.
    pub(super) below: Vec<usize>,
    pub(super) lots: Vec<Lot>,
    /// Those whose figures are put together from drawn ones of shorter periods.
    pub(super) put_together: Vec<usize>,
    /// For each column of `above` and then of `rest`, those of the shorter periods, and how.
    pub(super) parts: Vec<(Vec<usize>, OverTime)>,
}

/// So many of those, of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lot {
    pub(super) who: usize,
    pub(super) made: i64,
    pub(super) all: i64,
}

/// The figures of one draw.
pub struct Drawn {
    /// Columns that are others.
    pub columns: Vec<((Element, Period), Everybody)>,
    /// The counts of [`Resampling::answers`], in their order.
    pub counts: Vec<i64>,
}

impl Resampling {
    /// How an indicator is treated, of those that the plan was made for.
    pub fn treated(&self, indicator: &str) -> Option<Treated> {
        self.treated.get(indicator).copied()
    }

    /// Which facts are others in a draw, and what is made from them.
    pub fn touched(&self) -> &super::reach::Touched {
        &self.touched
    }

    /// Whether anything is drawn.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty() && self.samples.is_empty()
    }

    /// The answers of surveys that the counts of a draw go with.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// Draws all figures once. The same stream gives the same figures.
    pub fn draw(&self, stream: &mut Stream) -> Drawn {
        let mut cells: Vec<Vec<Cell<Ratio>>> =
            self.columns.iter().map(|column| column.base.to_vec()).collect();
        for batch in &self.batches {
            for lot in &batch.lots {
                self.draw_lot(batch, lot, &mut cells, stream);
            }
            batch.put_together(&mut cells);
        }
        let columns = self.columns.iter().zip(cells).map(|(column, mut cells)| {
            roll_up(&column.above, &column.base, &mut cells);
            ((column.element, column.period), Arc::new(cells))
        });
        let columns = columns.collect();
        let mut counts: Vec<i64> = self.answers.iter().map(|answer| answer.count).collect();
        self.samples.iter().for_each(|sample| sample.draw(stream, &mut counts));
        Drawn { columns, counts }
    }

    fn draw_lot(
        &self,
        batch: &Batch,
        lot: &Lot,
        cells: &mut [Vec<Cell<Ratio>>],
        stream: &mut Stream,
    ) {
        let (made, all) = (lot.made as f64, lot.all as f64);
        let rate = stream.beta(made + 0.5, all - made + 0.5);
        let moved = batch.below.iter().filter_map(|place| {
            let was = self.columns[*place].base.get(lot.who)?.value()?;
            Some((cells[*place].get(lot.who)?.value()? - was).to_f64())
        });
        let all_now = steps(moved.fold(all, |sum, by| sum + by));
        let made_now = steps(rate * all_now as f64 / STEPS).clamp(0, all_now);
        share_out(&self.columns, &batch.above, lot.who, made_now, cells);
        if !batch.rest.is_empty() {
            share_out(&self.columns, &batch.rest, lot.who, all_now - made_now, cells);
        }
    }
}

/// A figure in steps, to the nearest.
fn steps(figure: f64) -> i64 {
    (figure * STEPS + 0.5).floor() as i64
}

/// Sets the figures of some elements of a subject so that they add up to a sum, in proportion to what
/// they were; the first has all where they were nothing.
fn share_out(
    columns: &[Planned],
    places: &[usize],
    who: usize,
    sum: i64,
    cells: &mut [Vec<Cell<Ratio>>],
) {
    let was = |place: &usize| {
        columns[*place].base.get(who).and_then(|cell| Some(cell.value()?.to_f64())).unwrap_or(0.0)
    };
    let all = places.iter().map(was).fold(0.0, |sum, part| sum + part);
    let mut left = sum;
    for (index, place) in places.iter().enumerate() {
        let last = index + 1 == places.len() || all == 0.0;
        let part = if last { left } else { steps(was(place) / all * sum as f64 / STEPS) };
        let part = part.clamp(0, left);
        left -= part;
        if let Some(cell) = cells[*place].get_mut(who) {
            *cell = Cell::of(cell.status(), Ratio::from_decimal_parts(part, PLACES));
        }
    }
}

impl Batch {
    fn put_together(&self, cells: &mut [Vec<Cell<Ratio>>]) {
        for (place, (parts, how)) in self.above.iter().chain(&self.rest).zip(&self.parts) {
            for who in &self.put_together {
                let of = |part: &usize| cells[*part].get(*who).and_then(Cell::value).cloned();
                let figures: Vec<Ratio> = parts.iter().filter_map(of).collect();
                if let (Some(figure), Some(status)) =
                    (over_time(*how, &figures), cells[*place].get(*who).map(Cell::status))
                {
                    cells[*place][*who] = Cell::of(status, figure);
                }
            }
        }
    }
}

/// Figures of shorter periods put together.
pub(super) fn over_time(how: OverTime, figures: &[Ratio]) -> Option<Ratio> {
    match how {
        OverTime::Sum => (!figures.is_empty()).then(|| Ratio::sum(figures)),
        OverTime::Mean => mean(figures),
        OverTime::Last => figures.last().cloned(),
        OverTime::None => None,
    }
}
