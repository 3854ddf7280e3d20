//! The figures an index is made from: the programme's indicators, of its units, in its periods.

use gangmu_base::{Period, Reporter};
use gangmu_domain::framework::{Boundaries, FrameworkSource};
use gangmu_domain::index::IndexDef;
use gangmu_exchange::folder::Programme;
use gangmu_formula::{Cells, Column, Direction, Reference, Source, Subjects};
use gangmu_index::frame::Panel;
use gangmu_index::structure::{self, Indicator, Part};
use gangmu_index::{Fault, Frame, Matrix, Structure};
use gangmu_num::Ratio;

use super::super::run::Asked;
use crate::define::Prepared;

/// A row of the figures: a unit in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The unit.
    pub unit: Reporter,
    /// The period.
    pub period: Period,
}

/// The tree of an index.
pub(super) fn structure(index: &IndexDef, prepared: &Prepared<'_>) -> Result<Structure, Fault> {
    let better = |id: &str| match prepared.catalogue.find(id) {
        Some((_, indicator)) if indicator.direction == Direction::Down => {
            structure::Direction::Down
        }
        _ => structure::Direction::Up,
    };
    let indicators = index.indicators.iter().map(|line| Indicator {
        name: line.id.clone(),
        part: line.part.clone(),
        weight: line.weight.to_f64(),
        direction: better(&line.id),
    });
    let parts = index.parts.iter().map(|part| Part {
        name: part.id.clone(),
        parent: part.parent.clone(),
        weight: part.weight.to_f64(),
    });
    Structure::new(indicators.collect(), parts.collect())
}

/// The units of an index in each period: first those of the period it is about, then earlier ones.
pub(super) fn rows(
    programme: &Programme,
    index: &IndexDef,
    asked: &Asked,
    period: Period,
) -> Vec<Row> {
    let mut periods = vec![period];
    periods.extend(index.periods.iter().filter(|other| **other != period));
    let levels = &programme.framework.levels;
    let level = levels.iter().position(|level| level.id == index.level).unwrap_or_default();
    let of = |period: Period| {
        let day = match asked.boundaries {
            Boundaries::On(day) => day,
            Boundaries::AsItWas => period.last_day(),
        };
        let mut units = programme.tree.of_level(level as u32, day);
        if let Some(localised) = &programme.localised {
            units.retain(|unit| programme.tree.is_below(*unit, localised.unit, day));
        }
        units.into_iter().map(move |unit| Row { unit, period })
    };
    periods.into_iter().flat_map(of).collect()
}

/// The figures with what is known of their rows; `of` gives a fact about each row.
pub(super) fn frame(
    prepared: &Prepared<'_>,
    index: &IndexDef,
    of: &dyn Fn(&Reference) -> Vec<Option<f64>>,
    rows: &[Row],
) -> Result<Frame, Fault> {
    let tree = structure(index, prepared)?;
    let mut figures = Matrix::missing(rows.len(), index.indicators.len());
    for (column, line) in index.indicators.iter().enumerate() {
        let reference = Reference::Indicator(line.id.as_str().into());
        for (row, figure) in of(&reference).into_iter().enumerate() {
            figures.set(row, column, figure)?;
        }
    }
    let classes = classes(prepared.programme, rows);
    let mut frame = Frame::new(figures, tree)?.with_group("class", classes)?;
    if index.within_class {
        frame = frame.ranked_within("class")?;
    }
    for by in index.steps.iter().filter_map(|step| step.method.word("by")) {
        frame = frame.with_denominator(by, of(&Reference::Element(by.into())))?;
    }
    let periods: Vec<i32> = rows.iter().map(|row| number_of(row.period)).collect();
    let units = rows.iter().map(|row| row.unit.0).collect();
    frame.with_panel(Panel { units, periods })
}

/// The number of a period: one more for the next of the same length.
pub(super) fn number_of(period: Period) -> i32 {
    let year = i32::from(period.calendar_year()) * period.length().per_year();
    let within = (0..period.length().per_year()).find(|back| {
        period.shift(-back).is_none_or(|other| other.calendar_year() < period.calendar_year())
    });
    year + within.unwrap_or(0)
}

/// A fact about each row; none where it has no value.
pub(super) fn by_row(
    source: &FrameworkSource<'_>,
    what: &Reference,
    rows: &[Row],
) -> Vec<Option<f64>> {
    let mut found = Vec::with_capacity(rows.len());
    for of_period in rows.chunk_by(|one, other| one.period == other.period) {
        let ids: Vec<u32> = of_period.iter().map(|row| row.unit.0).collect();
        let subjects = Subjects::new(ids, vec![0; of_period.len()]);
        let period = of_period.first().map(|row| row.period);
        let column = period.map(|period| source.fact(what, period, &subjects));
        let Some(Column::Numbers(cells)) = column else {
            found.extend(std::iter::repeat_n(None, of_period.len()));
            continue;
        };
        found.extend(numbers(&cells, of_period.len()));
    }
    found
}

/// The numbers of so many cells; none where there is no value.
pub(super) fn numbers(
    cells: &Cells<Ratio>,
    count: usize,
) -> impl Iterator<Item = Option<f64>> + '_ {
    let value = |place: usize| cells.at(place).value().map(Ratio::to_f64);
    (0..count).map(move |place| value(place).filter(|x| x.is_finite()))
}

/// The number of each row's class, among the classes in their order; units without a class are of
/// one that has no name.
fn classes(programme: &Programme, rows: &[Row]) -> Vec<Option<u32>> {
    let known = &programme.framework.classes;
    let place = |row: &Row| {
        let class = programme.tree.unit(row.unit)?.class.as_deref().unwrap_or_default();
        known.iter().position(|other| other.id == class)
    };
    rows.iter().map(|row| Some(place(row).unwrap_or(known.len()) as u32)).collect()
}
