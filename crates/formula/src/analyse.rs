//! How the figure of a formula moves with one fact, all other facts held as they are.
//!
//! The answer is proven or [`Course::Unknown`]; it is never a guess. It is found by a walk
//! through the checked formula that bounds the slope and the range of every part, and by
//! comparing polynomials where a choice leads from one branch to another.

mod alike;
mod along;
mod along_functions;
mod bounds;
mod choice;
mod cliffs;
mod conditions;
mod fraction;
mod functions;
mod gathered;
mod growth;
mod interval;
mod partitions;
mod pieces;
mod polynomial;
mod proofs;
mod reading;
mod walk;

use std::collections::BTreeMap;

use gangmu_base::Period;

use crate::check::Checked;
use crate::fault::Span;
use crate::typed::Reference;

pub use alike::alike;
pub use cliffs::{Cliff, Cliffs, Facts, Reason, cliffs};
pub use interval::Interval;
pub use partitions::{Seam, partitions};

use growth::{Growth, Trend};
use reading::Reading;
use walk::{Found, Path, Walk, Who};

/// Which way a figure moves as the fact rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It stays as it is.
    Constant,
    /// It rises or stays.
    NeverFalls,
    /// It falls or stays.
    NeverRises,
    /// It may do either, or nothing could be proven.
    Unknown,
}

/// How the figure of a formula moves with one fact.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Which way it moves as the fact rises. Of a condition: towards true.
    pub direction: Course,
    /// Where it lies whenever it has a value. Of a condition: 1 where it holds, else 0.
    pub range: Interval,
    /// By how much it changes for each unit of the fact. Where both ends are there, it has no
    /// jumps.
    pub slope: Interval,
    /// The branches of `if`, `cases` and `bands` that are never chosen, in the order of the text.
    pub unreachable: Vec<Span>,
}

/// Steps that may be spent on proofs for one formula; beyond them less is known.
const EFFORT: u32 = 60_000;

/// How the figure of a formula for a period moves with one fact of the subject itself in that
/// period.
///
/// All other facts are held as they are: those of other subjects, of other periods and of the
/// unit above, also where they are about the same indicator. `ranges` tells where a fact lies,
/// for every unit in every period, the fact in question included; what is said here holds for
/// facts within these ranges, and for values of the fact for which the figure has a value.
/// Figures beyond [`BITS`](crate::limits::BITS), and the last of the 50 digits of `exp`, `ln` and
/// `sqrt`, are left aside.
pub fn analyse(
    formula: &Checked,
    of: &Reference,
    period: Period,
    ranges: &dyn Fn(&Reference) -> Option<Interval>,
) -> Shape {
    let mut walk = Walk {
        reading: Reading { of, present: period },
        ranges,
        period,
        who: Who::Subject,
        named: vec![None; formula.locals],
        path: Path::default(),
        atoms: Vec::new(),
        seen: BTreeMap::new(),
        branches: BTreeMap::new(),
        effort: EFFORT,
    };
    let growth = match walk.found(&formula.root) {
        Found::Figure(growth) => growth,
        Found::Condition(truth) => truth.counted(),
        Found::Other(depends) => {
            Growth { depends, ..Growth::fixed(Interval::ANY) }.with(Interval::ANY, Interval::ANY)
        }
    };
    let direction = match Trend::of_slope(&growth.slope) {
        Trend::Constant => Course::Constant,
        Trend::Rises => Course::NeverFalls,
        Trend::Falls => Course::NeverRises,
        Trend::Unknown => Course::Unknown,
    };
    let never = walk.branches.into_values().filter(|(_, taken)| !taken).map(|(span, _)| span);
    let mut unreachable: Vec<Span> = never.collect();
    unreachable.sort_unstable();
    Shape { direction, range: growth.range, slope: growth.slope, unreachable }
}
