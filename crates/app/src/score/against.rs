//! Who surely stands above or below the middle of the class, and who cannot be told apart from it: what
//! the class table, the map and the download say alike.

use super::standing::Stand;

/// Where somebody stands against the middle of the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// All of the interval of places is above the middle.
    Above,
    /// All of it is below.
    Below,
    /// The interval holds the middle.
    Level,
    /// There is no interval: not ranked.
    NoPlace,
}

impl Against {
    /// All there are, in the order in which they are told.
    pub const ALL: [Against; 4] =
        [Against::Above, Against::Below, Against::Level, Against::NoPlace];

    /// Where a stand is, in a class of `size`, whoever of the class is in sight.
    pub fn of(stand: &Stand, size: usize) -> Against {
        let middle = (size as u32).div_ceil(2);
        match stand.interval {
            Some((_, high)) if high < middle.max(1) && size > 2 => Against::Above,
            Some((low, _)) if low > middle => Against::Below,
            Some(_) => Against::Level,
            None => Against::NoPlace,
        }
    }

    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Against::Above => "class-above",
            Against::Below => "class-below",
            Against::Level => "class-level",
            Against::NoPlace => "class-no-place",
        }
    }
}

/// How many stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sides {
    /// All of them.
    pub of: usize,
    /// Surely above.
    pub above: usize,
    /// Surely below.
    pub below: usize,
    /// Cannot be told apart from the middle.
    pub level: usize,
}

impl Sides {
    /// Counts those of one class of `size`.
    pub fn among(stands: &[&Stand], size: usize) -> Sides {
        let mut sides = Sides { of: stands.len(), ..Sides::default() };
        for stand in stands {
            match Against::of(stand, size) {
                Against::Above => sides.above += 1,
                Against::Below => sides.below += 1,
                Against::Level => sides.level += 1,
                Against::NoPlace => {}
            }
        }
        sides
    }

    /// Adds those of another class.
    pub fn add(&mut self, other: &Sides) {
        self.of += other.of;
        self.above += other.above;
        self.below += other.below;
        self.level += other.level;
    }

    /// How many there are of one kind.
    pub fn count(&self, against: Against) -> usize {
        match against {
            Against::Above => self.above,
            Against::Below => self.below,
            Against::Level => self.level,
            Against::NoPlace => self.of.saturating_sub(self.above + self.below + self.level),
        }
    }
}
