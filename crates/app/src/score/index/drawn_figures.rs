//! The figures of an index as chance could have had them: shares of counts and answers of surveys
//! drawn anew, as for the places of a scheme.

use std::collections::BTreeSet;

use gangmu_base::{Period, Reporter};
use gangmu_domain::framework::{FrameworkSource, Otherwise, Reach, Resampling, Wanted};
use gangmu_formula::{Column, Reference, Source, Subjects};
use gangmu_index::uncertainty::figure_sets::FigureSets;
use gangmu_index::{Fault, Frame, Matrix};
use gangmu_num::random::Stream;
use rayon::prelude::*;

use super::figures::{Row, numbers};
use crate::define::Prepared;

/// The most sets of figures that are drawn.
pub(super) const MOST_SETS: u32 = 1_000;

/// Fewer sets than this say too little of chance, whatever the number of draws.
const FEWEST_SETS: u32 = 100;

/// So many figures are held at most, in all sets together (1 GiB).
const MOST_FIGURES: usize = 1 << 27;

/// How many sets of figures so many draws of an index choose among.
pub(super) fn sets_for(draws: u32) -> u32 {
    match draws {
        // Whether anything is drawn at all shows in two.
        0 => 2,
        draws => draws.clamp(FEWEST_SETS, MOST_SETS),
    }
}

/// How often the figures are drawn, and from which seed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawing {
    pub(super) sets: u32,
    pub(super) seed: u64,
}

/// The rows of one period, and what is drawn of them.
struct OfPeriod {
    period: Period,
    first: usize,
    subjects: Subjects,
    resampling: Resampling,
}

/// Sets of figures of an index; those of each period are drawn by themselves.
///
/// # Errors
/// [`Fault::Empty`] where nothing is left to chance; [`Fault::TooMuch`] where fewer than a hundred
/// sets could be held.
pub(super) fn drawn_figures(
    source: &FrameworkSource<'_>,
    prepared: &Prepared<'_>,
    rows: &[Row],
    frame: &Frame,
    drawing: Drawing,
) -> Result<FigureSets, Fault> {
    let lines = frame.structure().indicators();
    let ids: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    let mut first = 0;
    let mut periods: Vec<OfPeriod> = Vec::new();
    for of_period in rows.chunk_by(|one, other| one.period == other.period) {
        periods.extend(OfPeriod::plan(source, prepared, &ids, first, of_period));
        first += of_period.len();
    }
    let is_drawn = |column: &usize| periods.iter().any(|of| of.draws(ids[*column]));
    let columns: Vec<usize> = (0..ids.len()).filter(is_drawn).collect();
    if columns.is_empty() {
        let what = "shares of counts or answers of surveys among its figures, to draw anew";
        return Err(Fault::Empty { what: what.to_owned() });
    }
    let cells = rows.len() * columns.len();
    let most = MOST_FIGURES / cells.max(1);
    if most < FEWEST_SETS as usize {
        let what = "figures to draw anew".to_owned();
        let most = MOST_FIGURES / FEWEST_SETS as usize;
        return Err(Fault::TooMuch { what, found: cells, most });
    }
    let base = frame.figures().take_columns(&columns)?;
    let sets = drawing.sets.min(most as u32);
    // A set is a thing of its own: which thread made it does not show.
    let sets: Vec<Result<Matrix, Fault>> = (0..sets)
        .into_par_iter()
        .map(|number| {
            // From the last stream down: the first ones are those of the draws themselves.
            let mut stream = Stream::new(drawing.seed, u64::MAX - u64::from(number));
            let mut set = base.clone();
            for of in &periods {
                of.draw(source, &mut stream, &ids, &columns, &mut set)?;
            }
            Ok(set)
        })
        .collect();
    FigureSets::new(columns, sets.into_iter().collect::<Result<_, Fault>>()?)
}

impl OfPeriod {
    fn plan(
        source: &FrameworkSource<'_>,
        prepared: &Prepared<'_>,
        ids: &[&str],
        first: usize,
        rows: &[Row],
    ) -> Option<OfPeriod> {
        let period = rows.first()?.period;
        let formula = |id: &&str| {
            let (number, _) = prepared.catalogue.find(id)?;
            prepared.compiled.formulas.get(number)?.as_deref()
        };
        let mut reach = Reach::default();
        reach.add(ids.iter().filter_map(formula), period, &prepared.catalogue, &prepared.compiled);
        let of_index = ids.iter().map(|id| (Reference::Indicator((*id).into()), period));
        reach.facts.extend(of_index);
        let units: Vec<Reporter> = rows.iter().map(|row| row.unit).collect();
        let withheld = BTreeSet::new();
        let wanted = Wanted { reach: &reach, period, subjects: &units, withheld: &withheld };
        let resampling = Resampling::plan(source, &wanted);
        let ids = units.iter().map(|unit| unit.0).collect();
        let subjects = Subjects::new(ids, vec![0; units.len()]);
        (!resampling.is_empty()).then_some(OfPeriod { period, first, subjects, resampling })
    }

    fn draws(&self, indicator: &str) -> bool {
        self.resampling.touched().contains(&(Reference::Indicator(indicator.into()), self.period))
    }

    /// Puts the figures of one draw into a set.
    fn draw(
        &self,
        source: &FrameworkSource<'_>,
        stream: &mut Stream,
        ids: &[&str],
        columns: &[usize],
        set: &mut Matrix,
    ) -> Result<(), Fault> {
        let drawn = self.resampling.draw(stream);
        let figures = source.figures().but_for(drawn.columns);
        let answers = self.resampling.answers();
        let otherwise = Otherwise {
            touched: self.resampling.touched(),
            answers: (!answers.is_empty()).then_some((answers, &drawn.counts)),
            indicator: None,
        };
        let source = source.otherwise(&figures, otherwise);
        for (place, column) in columns.iter().enumerate().filter(|(_, c)| self.draws(ids[**c])) {
            let reference = Reference::Indicator(ids[*column].into());
            let Column::Numbers(cells) = source.fact(&reference, self.period, &self.subjects)
            else {
                continue;
            };
            for (row, figure) in numbers(&cells, self.subjects.len()).enumerate() {
                set.set(self.first + row, place, figure)?;
            }
        }
        Ok(())
    }
}
