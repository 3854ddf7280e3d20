//! The words of an overlay, as far as the framework goes: who issued it for whom, what it changes
//! in what is asked and aimed at, and what it was allowed to loosen.

use jiff::civil::Date;

use gangmu_base::units::Named;
use gangmu_base::{Period, Place, Reporter, Tree};
use gangmu_num::Ratio;

use super::words::{Dataset, ElementDef, Indicator, Target};

/// What a lower tier lays down for the units below it.
#[derive(Debug, Clone)]
pub struct FrameworkOverlay {
    /// The unit whose overlay it is; it holds for those below.
    pub unit: Reporter,
    /// Its title.
    pub title: Named,
    /// The body that issued it.
    pub issued_by: String,
    /// The first day on which it holds; always, when it is not said.
    pub from: Option<Date>,
    /// Why it was made.
    pub reason: Named,
    /// What it was allowed to loosen.
    pub derogations: Vec<Derogation>,
    /// What is aimed at.
    pub targets: Vec<Target>,
    /// What it asks besides.
    pub elements: Vec<ElementDef>,
    /// Indicators of its own.
    pub indicators: Vec<Indicator>,
    /// Forms of its own.
    pub datasets: Vec<Dataset>,
    /// Other days by which forms of the tier above are due.
    pub due_days: Vec<(String, i64, Place)>,
    /// Smallest denominators that are published: of an indicator, or of all when it has no id.
    pub min_denominators: Vec<(Option<String>, Ratio, Place)>,
    /// Where it stands.
    pub place: Place,
}

/// A permission to be less strict than the tier above, in one thing and for a time.
#[derive(Debug, Clone)]
pub struct Derogation {
    /// Its id.
    pub id: String,
    /// What it is about: `schemes/city/item/A101/floor`, `targets/C103/2025/K3`.
    pub field: String,
    /// The body that granted it.
    pub granted_by: String,
    /// The last day on which it holds.
    pub until: Date,
    /// Why.
    pub reason: Named,
    /// Where it stands.
    pub place: Place,
}

impl Derogation {
    /// Whether it still holds in a period: one that begins after its last day is without it.
    pub fn holds_in(&self, period: Period) -> bool {
        period.first_day() <= self.until
    }

    /// Whether it was granted by somebody who may: a body of a unit above that of the overlay.
    pub fn granted_from_above(&self, unit: Reporter, tree: &Tree, day: Date) -> bool {
        let body = tree.find(&self.granted_by).and_then(|found| tree.body(found));
        body.is_some_and(|body| tree.is_below(unit, body.unit, day))
    }
}
