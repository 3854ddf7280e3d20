//! Facts made up from a seed, of every status, with many ties and zeros.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use gangmu_base::{Cell, Period, Status};
use gangmu_formula::{Cells, Column, Reference, Source, Subjects};
use gangmu_num::Ratio;

/// One fact of one unit.
#[derive(Debug, Clone)]
pub(crate) enum Fact {
    Number(Cell<Ratio>),
    Flag(Cell<bool>),
    Text(Cell<Arc<str>>),
    Texts(Cell<Vec<Cell<Arc<str>>>>),
}

/// Facts made up from a seed: the same question has the same answer, whoever asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) seed: u64,
}

const LABELS: [&str; 5] = ["A", "B", "3", "4.5", "D*"];

impl Facts {
    fn dice(&self, of: impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.seed, of).hash(&mut hasher);
        hasher.finish()
    }

    fn status(dice: u64) -> Status {
        match dice % 16 {
            0..8 => Status::Known,
            8 | 9 => Status::Estimated,
            10 | 11 => Status::Late,
            12 => Status::NotApplicable,
            13 => Status::Suppressed,
            14 => Status::Missing,
            _ => Status::Undefined,
        }
    }

    fn cell<T>(dice: u64, value: T) -> Cell<T> {
        match Self::status(dice) {
            status if status.has_value() => Cell::of(status, value),
            status => Cell::unknown(status),
        }
    }

    fn label(dice: u64) -> Cell<Arc<str>> {
        Self::cell(dice, Arc::from(LABELS[(dice >> 8) as usize % LABELS.len()]))
    }

    /// What everybody is told alike.
    pub(crate) fn is_shared(reference: &Reference) -> bool {
        matches!(reference, Reference::Worst(_) | Reference::Best(_) | Reference::ItemPoints(_))
    }

    /// A fact of a unit in a period.
    pub(crate) fn fact(&self, unit: u32, reference: &Reference, period: Period) -> Fact {
        let unit = if Self::is_shared(reference) { 0 } else { unit };
        let dice = self.dice((unit, reference, period));
        match reference {
            Reference::SchemeRanked(_) => Fact::Flag(Self::cell(dice, dice >> 8 & 1 == 1)),
            Reference::Element(id) if &**id == "open" => {
                Fact::Flag(Self::cell(dice, dice >> 8 & 1 == 1))
            }
            Reference::Element(id) if &**id == "label" => Fact::Text(Self::label(dice)),
            Reference::Ratings(_) | Reference::Grades(_) => {
                let parts = (0..dice >> 8 & 7).map(|part| Self::label(self.dice((dice, part))));
                Fact::Texts(Self::cell(dice, parts.collect()))
            }
            Reference::Checked(_)
            | Reference::Answers(..)
            | Reference::Events(..)
            | Reference::Practices(_) => {
                Fact::Number(Self::cell(dice, Ratio::from_int((dice >> 8 & 7) as i64)))
            }
            _ => Fact::Number(Self::cell(dice, Self::value(dice >> 8))),
        }
    }

    /// A value from a short list, so that ties and zeros are frequent; now and then any other.
    fn value(dice: u64) -> Ratio {
        const SHORT: [(i64, i64); 12] = [
            (0, 1),
            (1, 1),
            (2, 1),
            (5, 1),
            (-4, 1),
            (1, 3),
            (7, 2),
            (85, 1),
            (161, 2),
            (95, 1),
            (2, 1),
            (90, 1),
        ];
        let (n, d) = match dice % 16 {
            place @ 0..12 => SHORT[place as usize],
            _ => ((dice >> 4) as i64 % 1_000, 1 + (dice >> 20) as i64 % 30),
        };
        Ratio::new(n, d).unwrap()
    }

    /// The unit one tier above; some have none.
    pub(crate) fn parent(&self, unit: u32) -> Option<u32> {
        Some(100 + unit % 3).filter(|parent| *parent != 102)
    }
}

impl Source for Facts {
    fn fact(&self, reference: &Reference, period: Period, subjects: &Subjects) -> Column {
        let one = |unit: &u32| Facts::fact(self, *unit, reference, period);
        if Facts::is_shared(reference)
            && let Fact::Number(cell) = one(&0)
        {
            return Column::Numbers(Cells::Same(cell));
        }
        let all = subjects.ids().iter().map(one);
        match one(&0) {
            Fact::Number(_) => Column::Numbers(Cells::Each(
                all.filter_map(
                    |fact| if let Fact::Number(cell) = fact { Some(cell) } else { None },
                )
                .collect(),
            )),
            Fact::Flag(_) => Column::Flags(Cells::Each(
                all.filter_map(|fact| if let Fact::Flag(cell) = fact { Some(cell) } else { None })
                    .collect(),
            )),
            Fact::Text(_) => Column::Texts(Cells::Each(
                all.filter_map(|fact| if let Fact::Text(cell) = fact { Some(cell) } else { None })
                    .collect(),
            )),
            Fact::Texts(_) => Column::TextLists(
                all.filter_map(|fact| if let Fact::Texts(cell) = fact { Some(cell) } else { None })
                    .collect(),
            ),
        }
    }

    fn parents(&self, subjects: &Subjects, _: Period) -> (Subjects, Vec<Option<usize>>) {
        let mut above: Vec<u32> = Vec::new();
        let places = subjects.ids().iter().map(|unit| {
            let parent = self.parent(*unit)?;
            Some(above.iter().position(|known| *known == parent).unwrap_or_else(|| {
                above.push(parent);
                above.len() - 1
            }))
        });
        let places = places.collect();
        let class = vec![0; above.len()];
        (Subjects::new(above, class), places)
    }
}

/// The calendar year.
pub(crate) fn year(year: i16) -> Period {
    Period::year(year).unwrap()
}
