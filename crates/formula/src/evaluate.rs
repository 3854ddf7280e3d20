//! Working a formula out, by column: each node once for all subjects.

use gangmu_base::{Cell, Period, Status};
use gangmu_num::Ratio;

use crate::aggregates;
use crate::check::Checked;
use crate::column::{Cells, Column, Subjects};
use crate::kernels::{self, bounded};
use crate::limits;
use crate::syntax::{BinaryOp, Comparison, Moment, Stretch, UnaryOp};
use crate::typed::{Function, Node, NodeKind, Reference};

/// Where facts come from.
pub trait Source: Sync {
    /// A fact about each of the subjects in a period. The column has one cell for each subject,
    /// or the same for all; what is not there is a cell of status `Missing`.
    fn fact(&self, reference: &Reference, period: Period, subjects: &Subjects) -> Column;

    /// The units one tier above, and for each subject its place among them.
    fn parents(&self, subjects: &Subjects, period: Period) -> (Subjects, Vec<Option<usize>>);
}

/// Works a formula out for all subjects in a period.
///
/// The same facts give the same column, whatever the order of the subjects and the number of
/// threads; no cell is ever not a number.
pub fn evaluate(
    formula: &Checked,
    source: &dyn Source,
    period: Period,
    subjects: &Subjects,
) -> Column {
    let mut work = Work::new(formula, source, period, subjects.clone());
    work.column(&formula.root)
}

/// One working-out: where facts come from, which period and which subjects are looked at.
pub(crate) struct Work<'w> {
    source: &'w dyn Source,
    pub(crate) period: Period,
    pub(crate) subjects: Subjects,
    locals: Vec<Option<Column>>,
}

impl<'w> Work<'w> {
    pub(crate) fn new(
        formula: &Checked,
        source: &'w dyn Source,
        period: Period,
        subjects: Subjects,
    ) -> Work<'w> {
        Work { source, period, subjects, locals: vec![None; formula.locals] }
    }

    pub(crate) fn column(&mut self, node: &Node) -> Column {
        match &node.kind {
            NodeKind::Constant(value) => Column::Numbers(Cells::Same(Cell::known(value.clone()))),
            NodeKind::Text(text) => Column::Texts(Cells::Same(Cell::known(text.clone()))),
            NodeKind::Flag(flag) => Column::Flags(Cells::Same(Cell::known(*flag))),
            NodeKind::Skip => Column::unknown(Status::NotApplicable),
            NodeKind::Undefined => Column::unknown(Status::Undefined),
            NodeKind::Reference(reference) => {
                self.source.fact(reference, self.period, &self.subjects)
            }
            NodeKind::Local(place) => self
                .locals
                .get(*place)
                .cloned()
                .flatten()
                .unwrap_or_else(|| Column::unknown(Status::Undefined)),
            NodeKind::Let(place, value, body) => {
                let value = self.column(value);
                if let Some(slot) = self.locals.get_mut(*place) {
                    *slot = Some(value);
                }
                self.column(body)
            }
            NodeKind::Unary(UnaryOp::Not, inner) => {
                Column::Flags(self.column(inner).into_flags().map(|cell| cell.map(|flag| !flag)))
            }
            NodeKind::Unary(UnaryOp::Negate, inner) => {
                Column::Numbers(self.numbers(inner).map(|cell| cell.map(Ratio::neg)))
            }
            NodeKind::Binary(operator, left, right) => self.binary(*operator, left, right),
            NodeKind::If(condition, yes, no) => self.if_else(condition, yes, no),
            NodeKind::At(inner, moment) => match moved(self.period, *moment) {
                Some(period) => self.in_period(period, |work| work.column(inner)),
                None => Column::nothing(&node.ty, Status::Undefined, self.subjects.len()),
            },
            NodeKind::OfParent(inner) => self.of_parent(inner),
            NodeKind::Function(function, given) => self.function(*function, given),
            NodeKind::TextToNumber(inner) => aggregates::text_to_number(self.column(inner)),
            NodeKind::Has(inner) => {
                let has = |cell: &Cell<Ratio>| Cell::known(cell.value().is_some());
                Column::Flags(self.numbers(inner).map(has))
            }
            NodeKind::Coalesce(given) => self.coalesce(given),
            NodeKind::Known(inner) => self.column(inner),
            NodeKind::Bands { x, rows, otherwise } => self.bands(x, rows, otherwise),
            NodeKind::Line(x, anchors) => self.table(x, |x| kernels::line(x, anchors)),
            NodeKind::Slabs { x, below, rows } => {
                self.table(x, |x| Some(kernels::slabs(x, *below, rows)))
            }
            NodeKind::Lookup(label, rows, otherwise) => {
                aggregates::lookup(self.column(label), rows, otherwise.as_ref())
            }
            NodeKind::OverTime(kind, body, stretch) => {
                aggregates::over_time(self, *kind, body, *stretch)
            }
            NodeKind::OverPopulation(kind, body, population) => {
                let body = self.column(body);
                aggregates::over_population(*kind, &body, *population, &self.subjects)
            }
            NodeKind::OverList(kind, list, trim) => {
                aggregates::over_list(*kind, self.column(list), *trim)
            }
            NodeKind::Top(direction, body, count, population) => {
                let body = self.numbers(body);
                aggregates::top(*direction, &body, *count, *population, &self.subjects)
            }
            NodeKind::Rank(direction, body, population) => {
                let body = self.numbers(body);
                aggregates::rank(*direction, &body, *population, &self.subjects)
            }
            NodeKind::Size(population) => aggregates::size(*population, &self.subjects),
        }
    }

    fn numbers(&mut self, node: &Node) -> Cells<Ratio> {
        self.column(node).into_numbers()
    }

    fn table(&mut self, x: &Node, f: impl Fn(&Ratio) -> Option<Ratio>) -> Column {
        Column::Numbers(self.numbers(x).map(|cell| match cell.value() {
            Some(x) => bounded(cell.status(), f(x)),
            None => Cell::unknown(cell.status()),
        }))
    }

    /// Works something out in another period.
    pub(crate) fn in_period<T>(&mut self, period: Period, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.period, period);
        let found = inner(self);
        self.period = before;
        found
    }

    fn of_parent(&mut self, inner: &Node) -> Column {
        let (parents, places) = self.source.parents(&self.subjects, self.period);
        let before = std::mem::replace(&mut self.subjects, parents);
        let column = self.column(inner);
        self.subjects = before;
        match column {
            Column::Numbers(cells) => Column::Numbers(cells.gather(&places)),
            Column::Flags(cells) => Column::Flags(cells.gather(&places)),
            Column::Texts(cells) => Column::Texts(cells.gather(&places)),
            Column::NumberLists(lists) => Column::NumberLists(gather_lists(&lists, &places)),
            Column::TextLists(lists) => Column::TextLists(gather_lists(&lists, &places)),
        }
    }

    fn binary(&mut self, operator: BinaryOp, left: &Node, right: &Node) -> Column {
        let (left, right) = (self.column(left), self.column(right));
        match (operator, left, right) {
            (BinaryOp::And, left, right) => Column::Flags(both(left, right, false)),
            (BinaryOp::Or, left, right) => Column::Flags(both(left, right, true)),
            (BinaryOp::Compare(comparison), Column::Texts(a), Column::Texts(b)) => {
                Column::Flags(a.zip(&b, |a, b| a.zip(b, |a, b| comparison.holds(a.cmp(b)))))
            }
            (BinaryOp::Compare(comparison), left, right) => {
                let (a, b) = (left.into_numbers(), right.into_numbers());
                Column::Flags(a.zip(&b, |a, b| a.zip(b, |a, b| comparison.holds(a.cmp(b)))))
            }
            (operator, left, right) => {
                let (a, b) = (left.into_numbers(), right.into_numbers());
                Column::Numbers(a.zip(&b, |a, b| arithmetic(operator, a, b)))
            }
        }
    }

    fn if_else(&mut self, condition: &Node, yes: &Node, no: &Node) -> Column {
        let condition = self.column(condition).into_flags();
        let (yes, no) = (self.column(yes), self.column(no));
        let size = self.subjects.len();
        match (yes, no) {
            (Column::Numbers(a), Column::Numbers(b)) => {
                Column::Numbers(pick(size, &condition, &a, &b))
            }
            (Column::Flags(a), Column::Flags(b)) => Column::Flags(pick(size, &condition, &a, &b)),
            (Column::Texts(a), Column::Texts(b)) => Column::Texts(pick(size, &condition, &a, &b)),
            (Column::NumberLists(a), Column::NumberLists(b)) => {
                Column::NumberLists(pick_list(&condition, a, b))
            }
            (Column::TextLists(a), Column::TextLists(b)) => {
                Column::TextLists(pick_list(&condition, a, b))
            }
            _ => Column::unknown(Status::Undefined),
        }
    }

    fn function(&mut self, function: Function, given: &[Node]) -> Column {
        let columns: Vec<Cells<Ratio>> = given.iter().map(|node| self.numbers(node)).collect();
        if let (Function::Reached(_) | Function::Better(_), [a, b]) = (function, columns.as_slice())
        {
            let holds = |a: &Ratio, b: &Ratio| kernels::condition(function, a, b);
            return Column::Flags(a.zip(b, |a, b| a.zip(b, holds)));
        }
        let one = |index: usize| {
            let mut status = Status::Known;
            let mut values: Vec<&Ratio> = Vec::with_capacity(columns.len());
            for column in &columns {
                let cell = column.get(index);
                status = status.max(cell.map_or(Status::Missing, Cell::status));
                values.extend(cell.and_then(Cell::value));
            }
            if !status.has_value() {
                return Cell::unknown(status);
            }
            bounded(status, kernels::apply(function, &values))
        };
        let same = columns.iter().all(|column| matches!(column, Cells::Same(_)));
        Column::Numbers(if same {
            Cells::Same(one(0))
        } else {
            Cells::Each((0..self.subjects.len()).map(one).collect())
        })
    }

    fn coalesce(&mut self, given: &[Node]) -> Column {
        let columns: Vec<Cells<Ratio>> = given.iter().map(|node| self.numbers(node)).collect();
        let one = |index: usize| {
            let mut cells = columns.iter().map(|column| column.at(index));
            cells
                .find(|cell| cell.value().is_some())
                .or_else(|| columns.first().map(|column| column.at(index)))
                .unwrap_or_else(|| Cell::unknown(Status::Missing))
        };
        Column::Numbers(Cells::Each((0..self.subjects.len()).map(one).collect()))
    }

    fn bands(&mut self, x: &Node, rows: &[(Comparison, Node, Node)], otherwise: &Node) -> Column {
        let x = self.numbers(x);
        let rows: Vec<(Comparison, Cells<Ratio>, Cells<Ratio>)> = rows
            .iter()
            .map(|(comparison, limit, figure)| {
                (*comparison, self.numbers(limit), self.numbers(figure))
            })
            .collect();
        let otherwise = self.numbers(otherwise);
        let one = |index: usize| {
            let x = x.at(index);
            let mut status = x.status();
            let Some(value) = x.value() else {
                return Cell::unknown(status);
            };
            for (comparison, limit, figure) in &rows {
                let limit = limit.at(index);
                status = status.max(limit.status());
                match limit.value() {
                    None => return Cell::unknown(status),
                    Some(limit) if comparison.holds(value.cmp(limit)) => {
                        return figure.at(index).at_least(status);
                    }
                    Some(_) => {}
                }
            }
            otherwise.at(index).at_least(status)
        };
        Column::Numbers(Cells::Each((0..self.subjects.len()).map(one).collect()))
    }
}

fn gather_lists<T: Clone>(lists: &[Cell<T>], places: &[Option<usize>]) -> Vec<Cell<T>> {
    places
        .iter()
        .map(|place| {
            place
                .and_then(|place| lists.get(place).cloned())
                .unwrap_or_else(|| Cell::unknown(Status::Missing))
        })
        .collect()
}

/// The period that a moment means, seen from the present one.
pub(crate) fn moved(period: Period, moment: Moment) -> Option<Period> {
    match moment {
        Moment::Shift(by) => period.shift(by),
        Moment::Period(period) => Some(period),
    }
}

/// The periods of a stretch, seen from the present one; `None` when one of them lies outside of
/// the years a programme may speak of, or when the present one has no such parts.
pub(crate) fn laid_out(period: Period, stretch: Stretch) -> Option<Vec<Period>> {
    let periods: Option<Vec<Period>> = match stretch {
        Stretch::Parts(length) => Some(period.parts(length)),
        Stretch::Last(count) => (0..count as i32).rev().map(|by| period.shift(-by)).collect(),
        Stretch::Before(count) => (1..=count as i32).rev().map(|by| period.shift(-by)).collect(),
        Stretch::Years(first, last) => (first..=last).map(Period::year).collect(),
    };
    periods.filter(|periods| !periods.is_empty() && periods.len() <= limits::PERIODS)
}

fn arithmetic(operator: BinaryOp, a: &Cell<Ratio>, b: &Cell<Ratio>) -> Cell<Ratio> {
    let status = a.status().max(b.status());
    let (Some(a), Some(b)) = (a.value(), b.value()) else {
        return Cell::unknown(status);
    };
    let value = match operator {
        BinaryOp::Add => Some(a + b),
        BinaryOp::Subtract => Some(a - b),
        BinaryOp::Multiply => Some(a * b),
        BinaryOp::Divide => a.div(b),
        _ => None,
    };
    bounded(status, value)
}

/// `and` (decided by `false`) and `or` (decided by `true`): a deciding side decides, whatever is
/// unknown on the other; where both decide, the one of the lighter status, whichever stands first.
fn both(left: Column, right: Column, deciding: bool) -> Cells<bool> {
    left.into_flags().zip(&right.into_flags(), |a, b| {
        let decides = |side: &&Cell<bool>| side.value() == Some(&deciding);
        match [a, b].into_iter().filter(decides).min_by_key(|side| side.status()) {
            Some(side) => side.clone(),
            None => a.zip(b, |_, _| !deciding),
        }
    })
}

/// One of two cells, as a condition says; where that is unknown, so is the outcome.
fn choose<T>(
    condition: &Cell<bool>,
    yes: impl FnOnce() -> Cell<T>,
    no: impl FnOnce() -> Cell<T>,
) -> Cell<T> {
    match condition.value() {
        Some(true) => yes().at_least(condition.status()),
        Some(false) => no().at_least(condition.status()),
        None => Cell::unknown(condition.status()),
    }
}

fn pick_list<T>(condition: &Cells<bool>, yes: Vec<Cell<T>>, no: Vec<Cell<T>>) -> Vec<Cell<T>> {
    let both = yes.into_iter().zip(no).enumerate();
    both.map(|(index, (yes, no))| choose(&condition.at(index), || yes, || no)).collect()
}

fn pick<T: Clone>(size: usize, condition: &Cells<bool>, yes: &Cells<T>, no: &Cells<T>) -> Cells<T> {
    let one = |index: usize| choose(&condition.at(index), || yes.at(index), || no.at(index));
    if let (Cells::Same(_), Cells::Same(_), Cells::Same(_)) = (condition, yes, no) {
        return Cells::Same(one(0));
    }
    Cells::Each((0..size).map(one).collect())
}
