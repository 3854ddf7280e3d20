//! What was submitted, as the tier above looks at it: the figures of the units below, added up as they
//! are anywhere else, and how far their returns are.

use gangmu_base::observations::{Element, Observations};
use gangmu_base::{Cell, Period, Reporter, Status, Tree};
use gangmu_domain::framework::{Dataset, ElementDef, Figures};
use gangmu_num::Ratio;
use gangmu_store::Progress;

use crate::authz::{Actor, Verb, require};
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// Which figures are wanted.
#[derive(Debug, Clone, Default)]
pub struct FiguresQuery {
    /// Of the units below which unit, by id.
    pub unit: String,
    /// Of which data set, by id; the first one when empty.
    pub dataset: String,
    /// For which period; the last one of which anything was reported when none is said.
    pub period: Option<Period>,
    /// So many units are left out.
    pub after: usize,
    /// So many elements are left out.
    pub after_elements: usize,
}

/// The figures of a unit and of those below it.
pub struct FiguresBelow {
    /// The programme, and the moment as of which the figures are.
    pub edition: Edition,
    /// The data set, by its place in the programme.
    pub dataset: usize,
    /// For which period.
    pub period: Period,
    /// The periods of which anything was reported, the last one first.
    pub periods: Vec<Period>,
    /// The elements that are shown.
    pub elements: Vec<Element>,
    /// How many elements there are.
    pub all_elements: usize,
    /// The unit itself.
    pub own: RowOfFigures,
    /// Those below it that are shown, in the order of their ids.
    pub below: Vec<RowOfFigures>,
    /// How many are below it.
    pub all_below: usize,
}

/// The figures of a unit.
pub struct RowOfFigures {
    /// Which unit.
    pub reporter: Reporter,
    /// Its figures, in the order of the elements: written out, empty where there is none.
    pub figures: Vec<(String, Status)>,
    /// How far its returns are, and those of all below it.
    pub progress: Progress,
}

impl FiguresBelow {
    /// The data set.
    pub fn definition(&self) -> &Dataset {
        &self.edition.programme.framework.datasets[self.dataset]
    }

    /// What an element is.
    pub fn element(&self, element: Element) -> &ElementDef {
        &self.edition.programme.asked[element.0 as usize]
    }
}

/// So many units are shown at a time.
pub const UNITS: usize = 50;
/// So many elements are shown at a time.
pub const ELEMENTS: usize = 40;

/// The figures of the units below a unit in a data set for a period, for who may see them.
///
/// # Errors
/// [`Refusal::NotThere`] for a unit that is not in sight, or no such data set.
pub async fn figures_below(
    office: &Office,
    actor: &Actor,
    asked: &FiguresQuery,
) -> Result<FiguresBelow, Refusal> {
    let edition = (*office.edition().await?).clone();
    let programme = &edition.programme;
    let found = programme.tree.find(&asked.unit).ok_or(Refusal::NotThere)?;
    require(actor, Verb::See, edition.span_of(found))?;
    let unit = programme.tree.unit_of(found).ok_or(Refusal::NotThere)?;
    let datasets = &programme.framework.datasets;
    let dataset = match asked.dataset.as_str() {
        "" => (!datasets.is_empty()).then_some(0),
        id => datasets.iter().position(|dataset| dataset.id == id),
    };
    let dataset = dataset.ok_or(Refusal::NotThere)?;
    let all: Vec<Element> =
        edition.elements_of(dataset).iter().map(|(element, _)| *element).collect();
    let periods = periods(&edition, &all);
    let zone = programme.framework.zone_seconds;
    let today = crate::define::day_of(office.now(), zone).year();
    let period = asked.period.or(periods.first().copied()).or_else(|| Period::year(today));
    let period = period.ok_or(Refusal::NotThere)?;
    let mut below = programme.tree.children(unit, period);
    below.sort_by(|a, b| programme.tree.id(*a).cmp(programme.tree.id(*b)));
    let all_below = below.len();
    let shown: Vec<Reporter> = below.into_iter().skip(asked.after).take(UNITS).collect();
    let elements: Vec<Element> =
        all.iter().copied().skip(asked.after_elements).take(ELEMENTS).collect();
    let mut rows =
        rows(office, &edition, &[&[unit], &shown[..]].concat(), &elements, period).await?;
    let spans: Vec<_> = rows.iter().filter_map(|row| edition.span_of(row.reporter)).collect();
    let id = &datasets[dataset].id;
    let progress = office.store.progress(id, period.code(), &spans).await?;
    for row in &mut rows {
        let first = edition.span_of(row.reporter).map(|span| span.first);
        row.progress = first.and_then(|at| progress.get(&at).copied()).unwrap_or_default();
    }
    let mut rows = rows.into_iter();
    let own = rows.next().ok_or(Refusal::NotThere)?;
    let all_elements = all.len();
    Ok(FiguresBelow {
        dataset,
        period,
        periods,
        elements,
        all_elements,
        own,
        below: rows.collect(),
        all_below,
        edition,
    })
}

/// The periods of which anything was reported of any of the elements, the last one first.
fn periods(edition: &Edition, elements: &[Element]) -> Vec<Period> {
    let own = edition.marks().keys().filter(|(element, _)| elements.contains(element));
    let mut periods: Vec<Period> = own.map(|(_, period)| *period).collect();
    periods.sort_unstable_by_key(|period| (period.last_day(), *period));
    periods.dedup();
    periods.reverse();
    periods
}

async fn rows(
    office: &Office,
    edition: &Edition,
    units: &[Reporter],
    elements: &[Element],
    period: Period,
) -> Result<Vec<RowOfFigures>, Refusal> {
    let wanted: Vec<_> = elements.iter().map(|element| (*element, period)).collect();
    let all = units.first().map(|unit| all_below(&edition.programme.tree, *unit, period));
    let few = all.flatten();
    let (units, elements) = (units.to_vec(), elements.to_vec());
    let work = move |edition: &Edition, observations: &Observations| {
        let programme = &edition.programme;
        let supposed = programme.supposed.clone();
        let figures = Figures::new(&programme.tree, &programme.asked, observations, None, supposed);
        let columns: Vec<_> =
            elements.iter().map(|element| figures.column(*element, period)).collect();
        let row = |unit: &Reporter| RowOfFigures {
            reporter: *unit,
            figures: columns.iter().map(|column| shown(column.get(unit.index()))).collect(),
            progress: Progress::default(),
        };
        units.iter().map(row).collect::<Vec<_>>()
    };
    match few {
        // The figures of a tier rest on those below it, and on no others.
        Some(few) => office.shelf.work_on_some(edition, &few, &wanted, work).await,
        None => Ok(office.shelf.work(edition, &wanted, work).await?.result),
    }
}

/// Of more units whole blocks are read, and kept for the next who looks.
const FEW: usize = 400;

/// A unit and all that are below it at any time of a period, as long as they are few.
fn all_below(tree: &Tree, unit: Reporter, period: Period) -> Option<Vec<Reporter>> {
    let mut all = vec![unit];
    let mut at = 0;
    while let Some(unit) = all.get(at).copied() {
        all.extend(tree.children(unit, period).into_iter().filter(|below| *below != unit));
        at += 1;
        if all.len() > FEW {
            return None;
        }
    }
    Some(all)
}

fn shown(cell: Option<&Cell<Ratio>>) -> (String, Status) {
    let status = cell.map_or(Status::Missing, Cell::status);
    (cell.and_then(Cell::value).map(Ratio::plain).unwrap_or_default(), status)
}
