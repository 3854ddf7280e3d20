//! Many into one: over periods, over subjects, over the lists of one subject.

use std::sync::Arc;

use gangmu_base::{Cell, Status};
use gangmu_num::{Ratio, statistics};

use crate::column::{Cells, Column, List, Subjects};
use crate::evaluate::{Work, laid_out};
use crate::kernels::bounded;
use crate::limits;
use crate::syntax::{Population, Stretch};
use crate::typed::{Aggregate, Node, NodeKind};
use crate::types::Direction;

fn put_together(kind: Aggregate, values: &[Ratio]) -> Option<Ratio> {
    match kind {
        Aggregate::Sum => Some(sum(values)),
        Aggregate::Mean => mean(values),
        Aggregate::Median => statistics::median(values),
        Aggregate::Min => values.iter().min().cloned(),
        Aggregate::Max => values.iter().max().cloned(),
        Aggregate::Count => Some(Ratio::from_int(values.len() as i64)),
    }
}

/// A sum over many subjects can be too long to be held as a fraction: it is then kept to so many
/// places that only a tie of unlike fractions could tell the difference.
fn sum(values: &[Ratio]) -> Ratio {
    statistics::sum_within(values, limits::SUM_BITS)
}

fn mean(values: &[Ratio]) -> Option<Ratio> {
    sum(values).div(&Ratio::from_int(values.len() as i64))
}

/// Over periods. An unknown period makes the result unknown, unless the body says `known(…)`.
pub(crate) fn over_time(
    work: &mut Work<'_>,
    kind: Aggregate,
    body: &Node,
    stretch: Stretch,
) -> Column {
    let Some(periods) = laid_out(work.period, stretch) else {
        return Column::unknown(Status::Undefined);
    };
    let forgiving = matches!(body.kind, NodeKind::Known(_));
    let columns: Vec<Column> = periods
        .into_iter()
        .map(|period| work.in_period(period, |work| work.column(body)))
        .collect();
    let one = |index: usize| -> Cell<Ratio> {
        let mut status = Status::Known;
        let mut values = Vec::with_capacity(columns.len());
        for column in &columns {
            let cell = match column {
                // A condition counts as 1 where it holds.
                Column::Flags(flags) => {
                    flags.at(index).map(|flag| Ratio::from_int(i64::from(*flag)))
                }
                Column::Numbers(numbers) if kind == Aggregate::Count => {
                    Cell::known(Ratio::from_int(i64::from(numbers.at(index).value().is_some())))
                }
                Column::Numbers(numbers) => numbers.at(index),
                _ => Cell::unknown(Status::Undefined),
            };
            match cell.value() {
                Some(value) => {
                    status = status.max(cell.status());
                    values.push(value.clone());
                }
                None if forgiving => {}
                None => status = status.max(cell.status()),
            }
        }
        if !status.has_value() {
            return Cell::unknown(status);
        }
        if values.is_empty() {
            return Cell::unknown(Status::Missing);
        }
        let kind = if kind == Aggregate::Count { Aggregate::Sum } else { kind };
        bounded(status, put_together(kind, &values))
    };
    Column::Numbers(Cells::Each((0..work.subjects.len()).map(one).collect()))
}

/// The group that each subject is compared with, and how many groups there are.
fn groups(population: Population, subjects: &Subjects) -> (Vec<usize>, usize) {
    match population {
        Population::All => (vec![0; subjects.len()], 1),
        Population::Class => {
            (subjects.class().iter().map(|class| *class as usize).collect(), subjects.classes())
        }
    }
}

/// What every group's members with a value have, group by group, with the heaviest status and
/// the place of each value's owner.
fn members<'c>(
    cells: &'c Cells<Ratio>,
    group_of: &[usize],
    groups: usize,
) -> Vec<(Status, Vec<(usize, &'c Ratio)>)> {
    let mut found = vec![(Status::Known, Vec::new()); groups];
    for (index, group) in group_of.iter().enumerate() {
        let Some(cell) = cells.get(index) else { continue };
        if let (Some(value), Some((status, members))) = (cell.value(), found.get_mut(*group)) {
            *status = (*status).max(cell.status());
            members.push((index, value));
        }
    }
    found
}

/// Over subjects; those without a value are left out.
pub(crate) fn over_population(
    kind: Aggregate,
    body: &Column,
    population: Population,
    subjects: &Subjects,
) -> Column {
    let (group_of, groups) = groups(population, subjects);
    let ones;
    let cells = match body {
        Column::Numbers(cells) => cells,
        Column::Flags(flags) => {
            // Counting a condition: those for whom it holds are the ones with a value.
            ones = flags.map(|cell| match cell.value() {
                Some(true) => Cell::of(cell.status(), Ratio::ONE),
                _ => Cell::unknown(Status::Missing),
            });
            &ones
        }
        _ => return Column::unknown(Status::Undefined),
    };
    let results: Vec<Cell<Ratio>> = members(cells, &group_of, groups)
        .into_iter()
        .map(|(status, members)| {
            let values: Vec<Ratio> = members.into_iter().map(|(_, value)| value.clone()).collect();
            if values.is_empty() && kind != Aggregate::Count {
                return Cell::unknown(Status::Missing);
            }
            bounded(status, put_together(kind, &values))
        })
        .collect();
    spread(&results, &group_of)
}

fn spread(results: &[Cell<Ratio>], group_of: &[usize]) -> Column {
    let one = |group: &usize| {
        results.get(*group).cloned().unwrap_or_else(|| Cell::unknown(Status::Missing))
    };
    Column::Numbers(Cells::Each(group_of.iter().map(one).collect()))
}

/// Mean of the best so many of the group; of all that have a value when they are fewer.
pub(crate) fn top(
    direction: Direction,
    body: &Cells<Ratio>,
    count: usize,
    population: Population,
    subjects: &Subjects,
) -> Column {
    let (group_of, groups) = groups(population, subjects);
    let results: Vec<Cell<Ratio>> = members(body, &group_of, groups)
        .into_iter()
        .map(|(status, members)| {
            let mut values: Vec<Ratio> = members.into_iter().map(|(_, v)| v.clone()).collect();
            values.sort();
            if direction == Direction::Up {
                values.reverse();
            }
            values.truncate(count);
            if values.is_empty() {
                return Cell::unknown(Status::Missing);
            }
            bounded(status, mean(&values))
        })
        .collect();
    spread(&results, &group_of)
}

/// Competition rank: 1 + number of strictly better ones in the group; ties share the better
/// place. Who has no value has no place.
pub(crate) fn rank(
    direction: Direction,
    body: &Cells<Ratio>,
    population: Population,
    subjects: &Subjects,
) -> Column {
    let (group_of, groups) = groups(population, subjects);
    let mut places: Vec<Cell<Ratio>> = (0..subjects.len())
        .map(|index| Cell::unknown(body.get(index).map_or(Status::Missing, Cell::status)))
        .collect();
    for (status, members) in members(body, &group_of, groups) {
        let values: Vec<Ratio> = members.iter().map(|(_, value)| (*value).clone()).collect();
        let ranks = statistics::competition_ranks(&values, direction == Direction::Up);
        for ((index, _), rank) in members.iter().zip(ranks) {
            if let Some(place) = places.get_mut(*index) {
                *place = Cell::of(status, Ratio::from_int(i64::from(rank)));
            }
        }
    }
    Column::Numbers(Cells::Each(places))
}

/// How many subjects the group has, with or without a value.
pub(crate) fn size(population: Population, subjects: &Subjects) -> Column {
    let (group_of, groups) = groups(population, subjects);
    let mut sizes = vec![0i64; groups];
    for group in &group_of {
        if let Some(size) = sizes.get_mut(*group) {
            *size += 1;
        }
    }
    let results: Vec<Cell<Ratio>> =
        sizes.into_iter().map(|size| Cell::known(Ratio::from_int(size))).collect();
    spread(&results, &group_of)
}

/// Over the list of one subject. What does not apply (`skip`) is left out; anything else unknown
/// makes the result unknown. An empty list is missing.
pub(crate) fn over_list(kind: Aggregate, lists: Column, trim: usize) -> Column {
    let one = |list: &List<Ratio>| -> Cell<Ratio> {
        let mut status = Status::Known;
        let mut values = Vec::with_capacity(list.len());
        for cell in list.iter().filter(|cell| cell.status() != Status::NotApplicable) {
            status = status.max(cell.status());
            values.extend(cell.value().cloned());
        }
        if !status.has_value() {
            return Cell::unknown(status);
        }
        if trim > 0 {
            values.sort();
            let kept = values.len().saturating_sub(2 * trim);
            values = values.into_iter().skip(trim).take(kept).collect();
        }
        if values.is_empty() && kind != Aggregate::Count {
            let status = if list.is_empty() { Status::Missing } else { Status::NotApplicable };
            return Cell::unknown(status);
        }
        bounded(status, put_together(kind, &values))
    };
    let lists = match lists {
        Column::NumberLists(lists) => lists,
        Column::TextLists(lists) => lists
            .iter()
            .map(|cell| cell.map(|list| list.iter().map(|c| c.map(|_| Ratio::ONE)).collect()))
            .collect(),
        _ => return Column::unknown(Status::Undefined),
    };
    let cells = lists.iter().map(|cell| match cell.value() {
        Some(list) => one(list),
        None => Cell::unknown(cell.status()),
    });
    Column::Numbers(Cells::Each(cells.collect()))
}

/// Labels read as figures.
pub(crate) fn text_to_number(column: Column) -> Column {
    let read = |cell: &Cell<Arc<str>>| cell.and_then(|text| Ratio::parse_decimal(text));
    match column {
        Column::Texts(cells) => Column::Numbers(cells.map(read)),
        Column::TextLists(lists) => Column::NumberLists(
            lists.iter().map(|cell| cell.map(|list| list.iter().map(read).collect())).collect(),
        ),
        _ => Column::unknown(Status::Undefined),
    }
}

/// Figures for labels. A label that is not in the table, and for which there is no `else`, is
/// undefined: a new grade must not pass as a zero.
pub(crate) fn lookup(
    column: Column,
    rows: &[(Arc<str>, Option<Ratio>)],
    otherwise: Option<&Option<Ratio>>,
) -> Column {
    let find = |cell: &Cell<Arc<str>>| -> Cell<Ratio> {
        let Some(label) = cell.value() else {
            return Cell::unknown(cell.status());
        };
        let row = rows.iter().find(|(known, _)| known == label).map(|(_, figure)| figure);
        match row.or(otherwise) {
            Some(Some(figure)) => Cell::of(cell.status(), figure.clone()),
            Some(None) => Cell::unknown(Status::NotApplicable),
            None => Cell::unknown(Status::Undefined),
        }
    };
    match column {
        Column::Texts(cells) => Column::Numbers(cells.map(find)),
        Column::TextLists(lists) => Column::NumberLists(
            lists.iter().map(|cell| cell.map(|list| list.iter().map(find).collect())).collect(),
        ),
        _ => Column::unknown(Status::Undefined),
    }
}
