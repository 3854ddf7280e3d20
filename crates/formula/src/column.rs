//! Columns: one cell for each subject, or one for all of them.

use std::sync::Arc;

use gangmu_base::{Cell, Status};
use gangmu_num::Ratio;

use crate::types::Type;

/// One cell for each subject, or the same for all.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells<T> {
    /// The same for every subject.
    Same(Cell<T>),
    /// One for each subject, in the order of the subjects.
    Each(Vec<Cell<T>>),
}

impl<T: Clone> Cells<T> {
    /// The cell of the `index`-th subject; an index out of range is a missing value.
    pub fn at(&self, index: usize) -> Cell<T> {
        match self {
            Cells::Same(cell) => cell.clone(),
            Cells::Each(cells) => {
                cells.get(index).cloned().unwrap_or_else(|| Cell::unknown(Status::Missing))
            }
        }
    }

    /// The same, without a copy.
    pub fn get(&self, index: usize) -> Option<&Cell<T>> {
        match self {
            Cells::Same(cell) => Some(cell),
            Cells::Each(cells) => cells.get(index),
        }
    }

    /// Each cell turned into another.
    pub fn map<U>(&self, f: impl Fn(&Cell<T>) -> Cell<U>) -> Cells<U> {
        match self {
            Cells::Same(cell) => Cells::Same(f(cell)),
            Cells::Each(cells) => Cells::Each(cells.iter().map(f).collect()),
        }
    }

    /// Two columns put together, subject by subject.
    pub fn zip<U: Clone, V>(
        &self,
        other: &Cells<U>,
        f: impl Fn(&Cell<T>, &Cell<U>) -> Cell<V>,
    ) -> Cells<V> {
        match (self, other) {
            (Cells::Same(a), Cells::Same(b)) => Cells::Same(f(a, b)),
            (Cells::Same(a), Cells::Each(each)) => {
                Cells::Each(each.iter().map(|b| f(a, b)).collect())
            }
            (Cells::Each(each), Cells::Same(b)) => {
                Cells::Each(each.iter().map(|a| f(a, b)).collect())
            }
            (Cells::Each(left), Cells::Each(right)) => {
                Cells::Each(left.iter().zip(right).map(|(a, b)| f(a, b)).collect())
            }
        }
    }

    /// The cells of other subjects, found by their places; no place is a missing value.
    pub fn gather(&self, places: &[Option<usize>]) -> Cells<T> {
        Cells::Each(
            places
                .iter()
                .map(|place| match place {
                    Some(place) => self.at(*place),
                    None => Cell::unknown(Status::Missing),
                })
                .collect(),
        )
    }
}

/// A list of cells of one subject.
pub type List<T> = Vec<Cell<T>>;

/// A column of any type.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Figures.
    Numbers(Cells<Ratio>),
    /// Conditions.
    Flags(Cells<bool>),
    /// Labels.
    Texts(Cells<Arc<str>>),
    /// A list of figures for each subject.
    NumberLists(Vec<Cell<List<Ratio>>>),
    /// A list of labels for each subject.
    TextLists(Vec<Cell<List<Arc<str>>>>),
}

impl Column {
    /// A column of figures that says nothing, for this reason.
    pub fn unknown(status: Status) -> Column {
        Column::Numbers(Cells::Same(Cell::unknown(status)))
    }

    /// A column of that type that says nothing, for this reason.
    pub(crate) fn nothing(ty: &Type, status: Status, subjects: usize) -> Column {
        match ty {
            Type::Number(_) => Column::unknown(status),
            Type::Flag => Column::Flags(Cells::Same(Cell::unknown(status))),
            Type::Text => Column::Texts(Cells::Same(Cell::unknown(status))),
            Type::Numbers(_) => Column::NumberLists(vec![Cell::unknown(status); subjects]),
            Type::Texts => Column::TextLists(vec![Cell::unknown(status); subjects]),
        }
    }

    /// As figures; another type of column is undefined everywhere.
    pub fn into_numbers(self) -> Cells<Ratio> {
        match self {
            Column::Numbers(cells) => cells,
            _ => Cells::Same(Cell::unknown(Status::Undefined)),
        }
    }

    /// As conditions; another type of column is undefined everywhere.
    pub fn into_flags(self) -> Cells<bool> {
        match self {
            Column::Flags(cells) => cells,
            _ => Cells::Same(Cell::unknown(Status::Undefined)),
        }
    }

    /// What is known of one subject's cell.
    pub fn status(&self, index: usize) -> Status {
        match self {
            Column::Numbers(cells) => cells.at(index).status(),
            Column::Flags(cells) => cells.at(index).status(),
            Column::Texts(cells) => cells.at(index).status(),
            Column::NumberLists(lists) => lists.get(index).map_or(Status::Missing, Cell::status),
            Column::TextLists(lists) => lists.get(index).map_or(Status::Missing, Cell::status),
        }
    }
}

/// The subjects that are looked at, and the class of each.
#[derive(Debug, Clone)]
pub struct Subjects {
    ids: Arc<[u32]>,
    class: Arc<[u32]>,
    classes: usize,
}

impl Subjects {
    /// Subjects by their number in the programme, each with the number of its class. The two
    /// must be equally long; what is longer is cut.
    pub fn new(mut ids: Vec<u32>, mut class: Vec<u32>) -> Subjects {
        let len = ids.len().min(class.len());
        ids.truncate(len);
        class.truncate(len);
        let classes = class.iter().max().map_or(0, |most| *most as usize + 1);
        Subjects { ids: ids.into(), class: class.into(), classes }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Their numbers in the programme.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The class of each.
    pub fn class(&self) -> &[u32] {
        &self.class
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.classes
    }
}
