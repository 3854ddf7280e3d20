//! How the index of a unit came about: rank, parts, and each figure through every step.

use gangmu_base::Finding;
use gangmu_index::structure::Below;
use gangmu_index::work::{Change, Deed, Source};

use super::super::explained::Explained;
use super::run::Indexed;
use super::sensitivity::row_of;
use super::table::{TOLD_APART, summary, written};
use crate::words::Words;

/// Explains the index of a unit.
///
/// # Errors
/// `G002` when there is no such unit among those of the index.
pub fn explain_index(
    indexed: &Indexed<'_>,
    words: &Words,
    unit: &str,
) -> Result<Explained, Finding> {
    let row = row_of(indexed, unit)?;
    let mut told = Explained::default();
    head(indexed, words, row, &mut told);
    part(indexed, words, row, indexed.frame.structure().top(), 1, &mut told);
    below_best(indexed, words, row, &mut told);
    Ok(told)
}

fn head(indexed: &Indexed<'_>, words: &Words, row: usize, told: &mut Explained) {
    let tree = &indexed.prepared.programme.tree;
    let name = indexed.rows.get(row).map(|row| tree.name_on(row.unit, row.period.last_day()));
    let name = name.as_ref().map_or("", |name| words.name(name));
    let title = words.name(&indexed.index.title);
    let (id, period) = (indexed.id(row), indexed.period.to_string());
    told.line(
        0,
        words.say(
            "index-head",
            &[("unit", id), ("name", name), ("title", title), ("period", &period)],
        ),
    );
    let top = indexed.frame.structure().top();
    let built = &indexed.built;
    let show = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| written(v, 2));
    let score = show(built.scores.get(row, top));
    let (worst, best) = (show(built.worst.get(row, top)), show(built.best.get(row, top)));
    let coverage = built.coverage.get(row, top).map(|share| written(100.0 * share, 1));
    let coverage = coverage.unwrap_or_default();
    told.line(
        1,
        words.say(
            "index-score",
            &[("score", &score), ("worst", &worst), ("best", &best), ("coverage", &coverage)],
        ),
    );
    let Some(rank) = built.ranks.get(row).copied().flatten() else {
        told.line(1, words.say("index-no-rank", &[]));
        return;
    };
    let among = indexed.frame.pools().into_iter().find(|pool| pool.contains(&row));
    let among = among.iter().flatten().filter(|row| built.ranks[**row].is_some()).count();
    let (rank, among) = (rank.to_string(), among.to_string());
    let class = if indexed.index.within_class { indexed.class(row) } else { "" };
    told.line(1, words.say("index-rank", &[("rank", &rank), ("among", &among), ("class", class)]));
    interval(indexed, words, row, told);
}

/// The interval of the rank, and who cannot be told apart.
fn interval(indexed: &Indexed<'_>, words: &Words, row: usize, told: &mut Explained) {
    let Some((simulated, (low, high))) = indexed.simulated.as_ref().zip(summary(indexed, row))
    else {
        return;
    };
    let (low, high) = (written(low, 0), written(high, 0));
    let (draws, seed) = (simulated.draws().to_string(), indexed.seed.to_string());
    let choices: Vec<&str> = indexed.inputs.iter().map(|input| input.name.as_str()).collect();
    let choices = choices.join(", ");
    told.line(
        1,
        words.say(
            "index-interval",
            &[
                ("low", &low),
                ("high", &high),
                ("draws", &draws),
                ("seed", &seed),
                ("choices", &choices),
            ],
        ),
    );
    let tied = simulated.indistinguishable(row, TOLD_APART);
    let tied: Vec<&str> = tied.into_iter().map(|other| indexed.id(other)).collect();
    let key = if tied.is_empty() { "index-told-apart" } else { "index-tied" };
    told.line(1, words.say(key, &[("units", &tied.join(" "))]));
}

/// A part, and all below it.
fn part(
    indexed: &Indexed<'_>,
    words: &Words,
    row: usize,
    place: usize,
    depth: usize,
    told: &mut Explained,
) {
    let tree = indexed.frame.structure();
    let built = &indexed.built;
    let own = &tree.parts()[place];
    let named = indexed.index.parts.iter().find(|part| part.id == own.name);
    let name = named.map_or("", |part| words.name(&part.name));
    let score = built.scores.get(row, place).map_or_else(|| "–".to_owned(), |s| written(s, 2));
    let mean = indexed.recipe.aggregate.mean(&own.name, tree.level(place));
    let mean = words.say(mean_key(mean), &[]);
    let weight = written(own.weight, 4);
    let blanks = [
        ("part", own.name.as_str()),
        ("name", name),
        ("score", &score),
        ("mean", &mean),
        ("weight", &weight),
    ];
    told.line(depth, words.say("index-part", &blanks));
    for below in tree.below(place) {
        match below {
            Below::Part(other) => part(indexed, words, row, *other, depth + 1, told),
            Below::Indicator(column) => indicator(indexed, words, row, *column, depth + 1, told),
        }
    }
}

fn mean_key(mean: gangmu_index::aggregate::Mean) -> &'static str {
    use gangmu_index::aggregate::Mean;
    match mean {
        Mean::Arithmetic => "index-mean-arithmetic",
        Mean::Geometric => "index-mean-geometric",
        Mean::Harmonic => "index-mean-harmonic",
        Mean::Minimum => "index-mean-minimum",
        Mean::Maximum => "index-mean-maximum",
        Mean::Median => "index-mean-median",
        Mean::Power(_) => "index-mean-power",
    }
}

/// A figure through every step.
fn indicator(
    indexed: &Indexed<'_>,
    words: &Words,
    row: usize,
    column: usize,
    depth: usize,
    told: &mut Explained,
) {
    let line = &indexed.frame.structure().indicators()[column];
    let own = indexed.prepared.catalogue.find(&line.name).map(|(_, own)| own);
    let name = own.map_or("", |own| words.name(&own.name));
    let measure = own.map_or("", |own| own.unit.as_str());
    let show = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| written(v, 4));
    let raw = show(indexed.frame.figures().get(row, column));
    let last = indexed.built.sets.last().and_then(|(_, figures)| figures.get(row, column));
    let (normalised, weight) = (show(last), written(line.weight, 4));
    told.line(
        depth,
        words.say(
            "index-indicator",
            &[
                ("indicator", line.name.as_str()),
                ("name", name),
                ("raw", &raw),
                ("measure", measure),
                ("normalised", &normalised),
                ("weight", &weight),
            ],
        ),
    );
    let changes = indexed.built.changes.iter();
    for change in changes.filter(|change| change.row == row && change.column == column) {
        told.line(depth + 1, deed(indexed, words, change));
    }
}

/// What a step did to the figure.
fn deed(indexed: &Indexed<'_>, words: &Words, change: &Change) -> String {
    let show = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| written(v, 4));
    let (from, to) = (show(change.from), show(change.to));
    let say = |key: &str, more: &[(&str, &str)]| {
        let mut blanks = vec![("from", from.as_str()), ("to", to.as_str())];
        blanks.extend_from_slice(more);
        words.say(key, &blanks)
    };
    match &change.deed {
        Deed::ScreenedOut => say("index-screened-out", &[]),
        Deed::NoDenominator => say("index-no-denominator", &[]),
        Deed::WinsorisedHigh => say("index-winsorised-high", &[]),
        Deed::WinsorisedLow => say("index-winsorised-low", &[]),
        Deed::Clipped => say("index-clipped", &[]),
        Deed::NoSpread => say("index-no-spread", &[]),
        Deed::Imputed(Source::Mean(count)) => {
            say("index-imputed-mean", &[("count", &count.to_string())])
        }
        Deed::Imputed(Source::Median(count)) => {
            say("index-imputed-median", &[("count", &count.to_string())])
        }
        Deed::Imputed(Source::Period(period)) => {
            say("index-imputed-period", &[("period", &indexed.period_of(*period))])
        }
        Deed::Imputed(Source::Between(one, other)) => {
            let (one, other) = (indexed.period_of(*one), indexed.period_of(*other));
            say("index-imputed-between", &[("one", &one), ("other", &other)])
        }
    }
}

/// Which indicators hold the unit back most: their share in what is lacking to the best.
fn below_best(indexed: &Indexed<'_>, words: &Words, row: usize, told: &mut Explained) {
    let Some((_, figures)) = indexed.built.sets.last() else { return };
    let tree = indexed.frame.structure();
    let shares = tree.shares();
    let lacking = |column: usize| {
        let rows = 0..indexed.current();
        let own = figures.get(row, column)?;
        let best = rows.filter_map(|row| figures.get(row, column)).fold(own, f64::max);
        Some((column, shares[column] * (best - own)))
    };
    let mut found: Vec<(usize, f64)> = (0..figures.columns()).filter_map(lacking).collect();
    let all: f64 = found.iter().map(|(_, lacking)| lacking).sum();
    if all <= 0.0 {
        return;
    }
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    told.line(1, words.say("index-held-back", &[]));
    for (column, lacking) in found.into_iter().take(5).filter(|(_, lacking)| *lacking > 0.0) {
        let id = &tree.indicators()[column].name;
        let name = indexed.prepared.catalogue.find(id).map(|(_, own)| words.name(&own.name));
        let share = written(100.0 * lacking / all, 1);
        let blanks =
            [("indicator", id.as_str()), ("name", name.unwrap_or("")), ("share", share.as_str())];
        told.line(2, words.say("index-obstacle", &blanks));
    }
}
