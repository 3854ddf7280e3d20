//! The index laid out in tables: the same rows for people and for programs.

use gangmu_index::structure::Below;
use gangmu_index::uncertainty::choices::{Choice, Input};

use super::run::Indexed;
use crate::table::{Table, Value};

/// The tail on either side of the interval of a rank: it holds nine draws of ten.
pub(super) const TAIL: f64 = 0.05;

/// In this share of draws one unit must be ahead of another to be told from it.
pub(super) const TOLD_APART: f64 = 0.95;

/// A row for each unit, by class and rank: its score and rank, the interval of the rank over the
/// draws, the share of weight that stands on reported figures, the scores if everything else had
/// turned out at worst and at best, and the units it cannot be told from.
pub fn index_results(indexed: &Indexed<'_>) -> Table {
    let columns = vec![
        "unit",
        "class",
        "score",
        "rank",
        "rank_low",
        "rank_high",
        "coverage",
        "worst",
        "best",
        "tied_with",
    ];
    let top = indexed.frame.structure().top();
    let built = &indexed.built;
    let mut order: Vec<usize> = (0..indexed.current()).collect();
    order.sort_by_key(|row| {
        let rank = built.ranks[*row].unwrap_or(u32::MAX);
        (indexed.index.within_class.then(|| class_place(indexed, *row)), rank, *row)
    });
    let row = |row: usize| {
        let summary = summary(indexed, row);
        let tied = indexed.simulated.as_ref().map(|s| s.indistinguishable(row, TOLD_APART));
        let tied: Vec<&str> = tied.iter().flatten().map(|other| indexed.id(*other)).collect();
        vec![
            Value::word(indexed.id(row)),
            Value::word(indexed.class(row)),
            figure(built.scores.get(row, top), 2),
            Value::or_empty(built.ranks[row], Value::count),
            figure(summary.map(|(low, _)| low), 0),
            figure(summary.map(|(_, high)| high), 0),
            figure(built.coverage.get(row, top), 3),
            figure(built.worst.get(row, top), 2),
            figure(built.best.get(row, top), 2),
            Value::word(tied.join(" ")),
        ]
    };
    Table { columns, rows: order.into_iter().map(row).collect() }
}

/// The interval of a rank over the draws, in whole places, the better one first; none for a unit
/// without a rank.
pub(super) fn summary(indexed: &Indexed<'_>, row: usize) -> Option<(f64, f64)> {
    indexed.built.ranks[row]?;
    let summary = indexed.simulated.as_ref()?.summary(row, TAIL).ok()??;
    Some((summary.low.floor(), summary.high.ceil()))
}

fn class_place(indexed: &Indexed<'_>, row: usize) -> usize {
    let classes = &indexed.prepared.programme.framework.classes;
    let own = indexed.class(row);
    classes.iter().position(|class| class.id == own).unwrap_or(classes.len())
}

/// A row for each part of each unit.
pub fn index_parts(indexed: &Indexed<'_>) -> Table {
    let columns = vec!["unit", "part", "score", "coverage", "worst", "best"];
    let built = &indexed.built;
    let mut rows = Vec::new();
    for row in 0..indexed.current() {
        for (place, part) in indexed.frame.structure().parts().iter().enumerate() {
            rows.push(vec![
                Value::word(indexed.id(row)),
                Value::word(part.name.clone()),
                figure(built.scores.get(row, place), 2),
                figure(built.coverage.get(row, place), 3),
                figure(built.worst.get(row, place), 2),
                figure(built.best.get(row, place), 2),
            ]);
        }
    }
    Table { columns, rows }
}

/// A row for each indicator and each part but the top: its weight beside its neighbours, its share
/// in the whole, and how far the index moves with it.
pub fn index_weights(indexed: &Indexed<'_>) -> Table {
    let columns = vec!["part", "name", "weight", "share", "correlation"];
    let tree = indexed.frame.structure();
    let built = &indexed.built;
    let current = indexed.current();
    let normalised = built.sets.last().map(|(_, figures)| figures);
    let top: Vec<Option<f64>> = built.scores.column(tree.top()).take(current).collect();
    let shares = tree.shares();
    let mut rows = Vec::new();
    for part in tree.upwards().iter().rev() {
        for below in tree.below(*part) {
            let (figures, share): (Vec<Option<f64>>, f64) = match below {
                Below::Indicator(column) => {
                    let figures = normalised.map(|figures| figures.column(*column));
                    (figures.into_iter().flatten().take(current).collect(), shares[*column])
                }
                Below::Part(place) => {
                    let share = share_of(indexed, *place, &shares);
                    (built.scores.column(*place).take(current).collect(), share)
                }
            };
            let moves = gangmu_index::statistics::correlation(&figures, &top);
            rows.push(vec![
                Value::word(tree.parts()[*part].name.clone()),
                Value::word(tree.name(*below)),
                figure(Some(tree.weight(*below)), 4),
                figure(Some(share), 4),
                figure(moves, 2),
            ]);
        }
    }
    Table { columns, rows }
}

/// What a part counts for in the whole: what its indicators do.
fn share_of(indexed: &Indexed<'_>, part: usize, shares: &[f64]) -> f64 {
    let below = indexed.frame.structure().below(part).iter();
    let each = below.map(|below| match below {
        Below::Indicator(column) => shares[*column],
        Below::Part(place) => share_of(indexed, *place, shares),
    });
    each.sum()
}

/// What could have been done otherwise, with the draws and the seed; for a choice of figures, the
/// indicators whose figures are drawn anew.
pub fn index_choices(indexed: &Indexed<'_>) -> Table {
    let columns = vec!["choice", "draws", "seed", "indicators"];
    let draws = indexed.simulated.as_ref().map_or(0, |simulated| simulated.draws());
    let row = |input: &Input| {
        let drawn = match &input.choice {
            Choice::FigureSets(sets) => sets.columns(),
            _ => &[],
        };
        let lines = indexed.frame.structure().indicators();
        let drawn = drawn.iter().filter_map(|column| Some(lines.get(*column)?.name.as_str()));
        vec![
            Value::word(input.name.clone()),
            Value::count(draws),
            Value::count(indexed.seed),
            Value::word(drawn.collect::<Vec<_>>().join(" ")),
        ]
    };
    Table { columns, rows: indexed.inputs.iter().map(row).collect() }
}

/// A figure with so many places; nothing where there is none. What rounds to 0 has no sign.
pub(super) fn figure(value: Option<f64>, places: usize) -> Value {
    Value::or_empty(value, |value| Value::Number(written(value, places)))
}

pub(super) fn written(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if zero { text.trim_start_matches('-').to_owned() } else { text }
}
