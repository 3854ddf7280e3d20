//! Facts within the stated ranges, many of them on thresholds and on each other, of which one can be
//! moved.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use gangmu_base::{Cell, Period, Status};
use gangmu_formula::{Cells, Column, Reference, Source, Subjects};
use gangmu_num::Ratio;

use crate::stated::{ends, r};

/// Facts made up from a seed. `moved` is the one that is moved, of one unit in one period.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    pub(crate) seed: u64,
    pub(crate) moved: Option<(u32, Reference, Period, Ratio)>,
}

impl Grid {
    fn dice(&self, of: impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.seed, of).hash(&mut hasher);
        hasher.finish()
    }

    /// A value within the range: an end, a threshold that formulas like to use, or any other.
    pub(crate) fn value(of: &Reference, dice: u64) -> Ratio {
        const LIKED: [&str; 18] = [
            "0", "0.5", "1", "2", "3", "3.5", "4.5", "5", "10", "15", "50", "60", "75", "85", "88",
            "90", "95", "98",
        ];
        let (low, high) = ends(of).map_or((r("0"), r("9")), |(low, high)| (r(low), r(high)));
        let liked = r(LIKED[(dice >> 3) as usize % LIKED.len()]);
        match dice % 8 {
            0 => low,
            1 => high,
            2..5 if low <= liked && liked <= high => liked,
            _ => {
                let share = Ratio::new((dice >> 10) as i64 % 61, 60).unwrap();
                &low + (high - &low) * share
            }
        }
    }

    /// A fact of a unit in a period.
    pub(crate) fn cell(&self, unit: u32, reference: &Reference, period: Period) -> Cell<Ratio> {
        if let Some((moved, of, when, value)) = &self.moved
            && (*moved, of, *when) == (unit, reference, period)
        {
            return Cell::known(value.clone());
        }
        let dice = self.dice((unit, reference, period));
        match dice % 16 {
            0 => Cell::unknown(Status::Missing),
            1 => Cell::unknown(Status::NotApplicable),
            2 => Cell::of(Status::Late, Self::value(reference, dice >> 4)),
            _ => Cell::known(Self::value(reference, dice >> 4)),
        }
    }
}

impl Source for Grid {
    fn fact(&self, reference: &Reference, period: Period, subjects: &Subjects) -> Column {
        if matches!(reference, Reference::Element(id) if &**id == "open") {
            let flag = |unit: &u32| Cell::known(self.dice((unit, period)).is_multiple_of(2));
            return Column::Flags(Cells::Each(subjects.ids().iter().map(flag).collect()));
        }
        let cell = |unit: &u32| self.cell(*unit, reference, period);
        Column::Numbers(Cells::Each(subjects.ids().iter().map(cell).collect()))
    }

    fn parents(&self, subjects: &Subjects, _: Period) -> (Subjects, Vec<Option<usize>>) {
        let places = subjects.ids().iter().map(|unit| Some(*unit as usize % 2)).collect();
        (Subjects::new(vec![1_000, 1_001], vec![0, 0]), places)
    }
}
