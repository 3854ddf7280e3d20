//! Series as they were reported: of an element, for each unit or body, over periods of one length.

use gangmu_base::observations::{Element, Moment, Observations, Reported};
use gangmu_base::{Length, Period, Reporter, Status, Tree};
use gangmu_domain::framework::{ElementDef, Framework};
use gangmu_index::Matrix;

use super::found::{About, Peers, Which};

/// The most periods a series is looked at over: the last ones.
const MOST_PERIODS: i32 = 120;

/// The series of all peers that report an element for periods of one length.
pub(super) struct Series {
    pub(super) peers: Peers,
    pub(super) element: Element,
    pub(super) from: Period,
    pub(super) to: Period,
    /// Every period from the first to the last, whether anything was reported for it or not.
    pub(super) periods: Vec<Period>,
    pub(super) reporters: Vec<Reporter>,
    /// A row for each reporter, a column for each period. Estimates are missing: they do not claim
    /// to have been counted.
    pub(super) figures: Matrix,
    /// How many figures have 0, 1, 2 … decimals.
    pub(super) decimals: [usize; 19],
    /// Whether no shorter periods of the same peers were reported.
    pub(super) finest: bool,
}

impl Series {
    /// Of all peers together.
    pub(super) fn which(&self) -> Which {
        Which::all(self.peers, About::Element(self.element), self.from, self.to)
    }

    /// With how many decimals its figures are reported: as many as suffice for nine in ten.
    pub(super) fn usual_decimals(&self) -> usize {
        let all: usize = self.decimals.iter().sum();
        let mut reached = 0;
        for (places, count) in self.decimals.iter().enumerate() {
            reached += count;
            if 10 * reached >= 9 * all {
                return places;
            }
        }
        0
    }
}

/// Whether figures of an element are shares, indices or marks, whose digits say nothing.
pub(super) fn is_share(def: &ElementDef) -> bool {
    let unit = def.unit.trim().to_lowercase();
    let marks = ["%", "‰", "/", "率", "指数", "得分", "百分点", "级"];
    let words = ["index", "score", "level", "grade", "rate", "ratio", "share", "percent", "points"];
    let range = unit.split_once('-').is_some_and(|(low, high)| {
        !low.is_empty() && low.chars().all(|c| c.is_ascii_alphanumeric()) && high.len() <= 3
    });
    unit.is_empty()
        || unit == "1"
        || range
        || marks.iter().any(|mark| unit.contains(mark))
        || unit.split_whitespace().any(|word| words.contains(&word))
}

/// A reported figure; `None` without a value, and for an estimate.
pub(super) fn figure(reported: Reported) -> Option<f64> {
    matches!(reported.status, Status::Known | Status::Late).then(|| value(reported))
}

fn value(reported: Reported) -> f64 {
    // Both are exact below 2^53 and 10^22, so that equal decimals have equal bits.
    let mut below = 1.0;
    for _ in 0..reported.scale {
        below *= 10.0;
    }
    reported.mantissa as f64 / below
}

fn decimals_of(reported: Reported) -> usize {
    let (mut mantissa, mut scale) = (reported.mantissa, reported.scale);
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    usize::from(scale)
}

/// Whom a reporter is compared with.
pub(super) fn peers_of(tree: &Tree, framework: &Framework, reporter: Reporter) -> Peers {
    if let Some(unit) = tree.unit(reporter) {
        return Peers::Level(unit.level);
    }
    let kind = tree.body(reporter).map_or("", |body| body.kind.as_str());
    let place = framework.body_kinds.iter().position(|known| known.id == kind);
    Peers::BodyKind(place.unwrap_or(framework.body_kinds.len()) as u32)
}

/// Where observations come from, and which of them are looked at.
pub(super) struct Rows<'r> {
    pub(super) tree: &'r Tree,
    pub(super) framework: &'r Framework,
    pub(super) observations: &'r Observations,
    pub(super) as_of: Option<Moment>,
}

/// Peers, who of them reported, a row of figures for each, and how many figures have how many decimals.
type Group = (Peers, Vec<Reporter>, Vec<Vec<f64>>, [usize; 19]);

impl Rows<'_> {
    /// The series of an element, by peers, the shortest periods first.
    pub(super) fn series(&self, element: Element, periods: &[Period]) -> Vec<Series> {
        let mut found: Vec<Series> = Vec::new();
        for length in [Length::Month, Length::Quarter, Length::Half, Length::Year] {
            let own: Vec<Period> =
                periods.iter().copied().filter(|period| period.length() == length).collect();
            for mut series in self.of_length(element, &own) {
                series.finest = found.iter().all(|other| other.peers != series.peers);
                found.push(series);
            }
        }
        found
    }

    fn of_length(&self, element: Element, reported: &[Period]) -> Vec<Series> {
        let (Some(first), Some(last)) = (reported.iter().min(), reported.iter().max()) else {
            return Vec::new();
        };
        let back = |count: i32| last.shift(-count).filter(|period| period >= first);
        let mut periods: Vec<Period> = (0..MOST_PERIODS).map_while(back).collect();
        periods.reverse();
        let (from, to) = (periods.first().copied().unwrap_or(*last), *last);
        // The row of each reporter, by its peers.
        let mut rows: Vec<Group> = Vec::new();
        let mut row_of: Vec<Option<(u32, u32)>> = vec![None; self.tree.reporters()];
        for (column, period) in periods.iter().enumerate() {
            for reading in self.observations.read(element, *period, self.as_of) {
                let Some(figure) = figure(reading.reported) else { continue };
                let Some(slot) = row_of.get_mut(reading.reporter.index()) else { continue };
                let (group, row) = *slot.get_or_insert_with(|| {
                    let peers = peers_of(self.tree, self.framework, reading.reporter);
                    let group = rows.iter().position(|own| own.0 == peers).unwrap_or_else(|| {
                        rows.push((peers, Vec::new(), Vec::new(), [0; 19]));
                        rows.len() - 1
                    });
                    rows[group].1.push(reading.reporter);
                    rows[group].2.push(vec![f64::NAN; periods.len()]);
                    (group as u32, rows[group].1.len() as u32 - 1)
                });
                let group = &mut rows[group as usize];
                group.2[row as usize][column] = figure;
                group.3[decimals_of(reading.reported).min(18)] += 1;
            }
        }
        rows.sort_by_key(|group| group.0);
        let series = |(peers, reporters, table, decimals): Group| {
            // In the order of the units, whichever reported first.
            let mut order: Vec<usize> = (0..reporters.len()).collect();
            order.sort_by_key(|row| reporters[*row]);
            let columns = 0..periods.len();
            let cells: Vec<f64> = columns
                .flat_map(|c| order.iter().map(move |row| (c, *row)))
                .map(|(c, row)| table[row][c])
                .collect();
            let figures = Matrix::from_cells(reporters.len(), periods.len(), cells).ok()?;
            let reporters = order.iter().map(|row| reporters[*row]).collect();
            let periods = periods.clone();
            Some(Series {
                peers,
                element,
                from,
                to,
                periods,
                reporters,
                figures,
                decimals,
                finest: false,
            })
        };
        rows.into_iter().filter_map(series).collect()
    }
}

/// The middle of figures, and how far apart their quarters are.
pub(super) fn quartiles(values: &[f64]) -> Option<(f64, f64)> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |share: usize| sorted.get((sorted.len().checked_sub(1)?) * share / 4).copied();
    Some((at(2)?, at(3)? - at(1)?))
}
