//! Growth beside that of others: far from all, in the middle every time, or the same as another's.

use gangmu_base::Tree;
use gangmu_index::distributions::student_quantile;
use gangmu_index::integrity::Outcome;
use gangmu_index::integrity::growth::{distances, near_duplicates};
use gangmu_index::{Fault, Matrix};
use gangmu_num::float::{exp, ln};

use super::found::{Found, Kind, reason};
use super::series::Series;
use super::standing::classes;

/// Beyond so many series pairs are not looked for.
const MOST_IN_PAIRS: usize = 20_000;

/// Among fewer units than this, or four times the periods, places say too little of a growth.
const LEAST_UNITS: usize = 30;

/// By how much growth of two series may differ that are the same.
const SAME: f64 = 1e-9;

/// The longest series whose growth is taken: its last periods.
const LONGEST: usize = 37;

/// So many steps lie between the lowest and the highest normal score.
const STEPS: usize = 4_096;

/// Normal quantiles by their share, in steps.
pub(super) struct Scores(Vec<f64>);

impl Scores {
    pub(super) fn new() -> Result<Scores, Fault> {
        // At a million degrees of freedom Student's distribution is the normal one.
        let one = |step: usize| student_quantile((step as f64 + 0.5) / STEPS as f64, 1e6);
        Ok(Scores((0..STEPS).map(one).collect::<Result<_, _>>()?))
    }

    fn at(&self, share: f64) -> f64 {
        let step = (share * STEPS as f64).floor().clamp(0.0, (STEPS - 1) as f64);
        self.0[step as usize]
    }
}

/// How far the growth of each unit lies from that of its class. Growth enters by its place among that
/// of all, as a normal score: one unit that jumps does not make another one odd.
pub(super) fn far_and_near(
    series: &Series,
    tree: &Tree,
    scores: &Scores,
    found: &mut Found,
) -> Result<(), Fault> {
    for members in classes(series, tree) {
        let whole: Vec<(usize, Vec<f64>)> =
            members.iter().filter_map(|row| Some((*row, growth(series, *row)?))).collect();
        let table: Vec<&[f64]> = whole.iter().map(|(_, growth)| growth.as_slice()).collect();
        if let Some(why) = not_comparable(&table) {
            for row in members {
                let which = series.which().of(series.reporters[row]);
                found.skip(Kind::GrowthFar, which, why);
                found.skip(Kind::GrowthNear, which, why);
            }
            continue;
        }
        let result = distances(&scored(&table, scores)?)?;
        for row in members {
            let which = series.which().of(series.reporters[row]);
            let place = whole.binary_search_by_key(&row, |(other, _)| *other).ok();
            let one = match (&result, place) {
                (Outcome::DoesNotApply(why), _) => Err(reason(*why)),
                (Outcome::Tested(all), Some(place)) => {
                    let own = all.units.get(place).copied().flatten();
                    own.map(|own| (all.periods, own)).ok_or("incomplete")
                }
                (Outcome::Tested(_), None) => Err("incomplete"),
            };
            match one {
                Ok((periods, own)) => {
                    let far = found.test(Kind::GrowthFar, which, periods, (own.squared, own.p_far));
                    far.says = "unlike_others";
                    let numbers = (own.squared, own.p_near);
                    found.test(Kind::GrowthNear, which, periods, numbers).says = "always_average";
                }
                Err(why) => {
                    found.skip(Kind::GrowthFar, which, why);
                    found.skip(Kind::GrowthNear, which, why);
                }
            }
        }
    }
    Ok(())
}

/// The growth of a row over its last periods, where every one is there and above 0.
fn growth(series: &Series, row: usize) -> Option<Vec<f64>> {
    let cells: Vec<Option<f64>> = series.figures.row(row).collect();
    let from = cells.len().saturating_sub(LONGEST);
    let whole: Option<Vec<f64>> =
        cells[from..].iter().map(|cell| cell.filter(|figure| *figure > 0.0)).collect();
    Some(whole?.windows(2).map(|pair| ln(pair[1]) - ln(pair[0])).collect())
}

/// Why the growth of a class cannot be told apart: too few units, or a period in which more than a
/// fifth grow alike, as small counts and stocks do. The few that move would then all be far off.
fn not_comparable(growth: &[&[f64]]) -> Option<&'static str> {
    let periods = growth.first().map_or(0, |row| row.len());
    if growth.len() < LEAST_UNITS.max(4 * periods) {
        return Some("too_few");
    }
    let alike = |period: usize| {
        let mut sorted: Vec<f64> = growth.iter().map(|row| row[period]).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let most = sorted.chunk_by(|one, other| other - one <= SAME).map(<[f64]>::len).max();
        5 * most.unwrap_or(0) > growth.len()
    };
    (0..periods).any(alike).then_some("usual_here")
}

/// Series whose growth in each period is the normal score of the place of the real one.
fn scored(growth: &[&[f64]], scores: &Scores) -> Result<Matrix, Fault> {
    let periods = growth.first().map_or(0, |row| row.len());
    let mut table = Matrix::missing(growth.len(), periods + 1);
    let mut reached = vec![0.0; growth.len()];
    for (row, _) in growth.iter().enumerate() {
        table.set(row, 0, Some(1.0))?;
    }
    for period in 0..periods {
        let mut sorted: Vec<f64> = growth.iter().map(|row| row[period]).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        for (row, own) in growth.iter().enumerate() {
            let below = sorted.partition_point(|other| *other < own[period]);
            let up_to = sorted.partition_point(|other| *other <= own[period]);
            reached[row] += scores.at(0.5 * (below + up_to) as f64 / growth.len() as f64);
            table.set(row, period + 1, Some(exp(reached[row])))?;
        }
    }
    Ok(table)
}

/// Pairs of series with the same growth throughout, each with the chance that any pair has it: that of
/// as many coincidences as there were in each period, for all pairs.
pub(super) fn twins(series: &Series, found: &mut Found) -> Result<(), Fault> {
    let which = series.which();
    let rows = 0..series.reporters.len();
    let whole: Vec<(usize, Vec<f64>)> =
        rows.filter_map(|row| Some((row, growth(series, row)?))).collect();
    let n = whole.len() as f64;
    let pairs = 0.5 * n * (n - 1.0);
    let periods = whole.first().map_or(0, |(_, growth)| growth.len());
    let why = match whole.len() {
        0 | 1 => Some("too_few"),
        _ if periods < 4 => Some("too_few"),
        many if many > MOST_IN_PAIRS => Some("too_many"),
        _ => None,
    };
    if let Some(why) = why {
        found.skip(Kind::Twins, which, why);
        return Ok(());
    }
    let chance: f64 = (0..periods).map(|period| coincidences(&whole, period) / pairs).product();
    let p = (pairs * chance).min(1.0);
    if p > 0.01 {
        found.skip(Kind::Twins, which, "usual_here");
        return Ok(());
    }
    let columns = series.periods.len().saturating_sub(LONGEST);
    let table: Vec<Vec<Option<f64>>> =
        whole.iter().map(|(row, _)| series.figures.row(*row).skip(columns).collect()).collect();
    match near_duplicates(&Matrix::from_rows(&table)?, SAME) {
        Err(Fault::TooMuch { .. }) => found.skip(Kind::Twins, which, "too_many"),
        Err(fault) => return Err(fault),
        Ok(Outcome::DoesNotApply(why)) => found.skip(Kind::Twins, which, reason(why)),
        Ok(Outcome::Tested(result)) => {
            if result.pairs.is_empty() {
                found.test(Kind::Twins, which, result.places, (0.0, 1.0));
            }
            for pair in result.pairs {
                let reporter =
                    |place: usize| whole.get(place).map(|(row, _)| series.reporters[*row]);
                let mut which = which;
                (which.unit, which.other) = (reporter(pair.first), reporter(pair.second));
                let test = found.test(Kind::Twins, which, periods, (pair.gap, p));
                test.says = if pair.same_figures { "same_figures" } else { "same_growth" };
            }
        }
    }
    Ok(())
}

/// How many pairs grow alike in a period; one at least, for of what did not happen the chance is not
/// known.
fn coincidences(whole: &[(usize, Vec<f64>)], period: usize) -> f64 {
    let mut sorted: Vec<f64> = whole.iter().map(|(_, growth)| growth[period]).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let alike = sorted.chunk_by(|one, other| other - one <= SAME);
    let pairs: f64 = alike.map(|run| 0.5 * run.len() as f64 * (run.len() as f64 - 1.0)).sum();
    pairs.max(1.0)
}
