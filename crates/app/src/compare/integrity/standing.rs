//! Series that stand still: copied from the period before, or smoother than counting makes them.

use gangmu_base::Tree;
use gangmu_index::distributions::{binomial_above, f_below};
use gangmu_index::integrity::smoothness::{Smoothness, copied_forward, variance_ratios};
use gangmu_index::integrity::{Change, Outcome};
use gangmu_index::{Fault, Matrix};

use super::found::{Found, Kind, reason};
use super::series::{Series, quartiles};

/// How many pairs of neighbouring periods it takes to call a series copied.
const PAIRS: usize = 4;

/// Whose changes vary so many times more than usual is no peer to measure by.
const WILD: f64 = 5.0;

/// How often each series repeats the figure of the period before, against what its peers do and what
/// counts of its size do by chance. Gives whether each row mostly stands still.
pub(super) fn copied(series: &Series, found: &mut Found) -> Result<Vec<bool>, Fault> {
    let rows = series.reporters.len();
    let mut own: Vec<Option<(usize, usize, f64)>> = Vec::with_capacity(rows);
    for row in 0..rows {
        // Nothing that stays nothing is no copy.
        let cells: Vec<Option<f64>> =
            series.figures.row(row).map(|cell| cell.filter(|figure| *figure != 0.0)).collect();
        let there: Vec<f64> = cells.iter().flatten().map(|figure| figure.abs()).collect();
        let mean = there.iter().sum::<f64>() / there.len().max(1) as f64;
        let result = copied_forward(&cells)?;
        own.push(result.tested().map(|result| (result.pairs, result.copied, mean)));
    }
    let all = own.iter().flatten().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let unit = [1.0, 0.1, 0.01, 0.001][series.usual_decimals().min(3)];
    for (reporter, one) in series.reporters.iter().zip(&own) {
        let which = series.which().of(*reporter);
        let Some((pairs, copies, mean)) = one.filter(|one| one.0 >= PAIRS) else {
            found.skip(Kind::Copied, which, "too_few");
            continue;
        };
        let others = (all.0 - pairs, all.1 - copies);
        let peers = (others.1 as f64 + 1.0) / (others.0 as f64 + 2.0);
        // Two Poisson numbers of mean m are the same with a chance of about 1 / sqrt(4 π m).
        let by_chance = 1.15 / (4.0 * std::f64::consts::PI * mean / unit).sqrt();
        let chance = peers.max(by_chance);
        if chance >= 0.5 {
            found.skip(Kind::Copied, which, "usual_here");
            continue;
        }
        let (many, trials) = (copies as f64, pairs as f64);
        let p = if copies == 0 { 1.0 } else { binomial_above(many - 1.0, trials, chance)? };
        found.test(Kind::Copied, which, pairs, (many / trials, p)).says = "copied";
    }
    Ok(own.iter().map(|one| one.is_some_and(|(pairs, copies, _)| 2 * copies > pairs)).collect())
}

/// Series whose changes vary less than those of units of the same class, both in per cent and beside
/// the square root of their size: large places are smoother in the one, small ones in the other.
pub(super) fn smooth(
    series: &Series,
    tree: &Tree,
    still: &[bool],
    found: &mut Found,
) -> Result<(), Fault> {
    for members in classes(series, tree) {
        let of = |change: Change, turn: fn(f64) -> Option<f64>| {
            let row = |row: &usize| -> Vec<Option<f64>> {
                series.figures.row(*row).map(|cell| cell.and_then(turn)).collect()
            };
            let table: Vec<Vec<Option<f64>>> = members.iter().map(row).collect();
            by_peers(&Matrix::from_rows(&table)?, change)
        };
        let growth = of(Change::Growth, |figure| (figure > 0.0).then_some(figure))?;
        let roots = of(Change::Difference, |figure| (figure >= 0.0).then(|| figure.sqrt()))?;
        for ((row, growth), roots) in members.iter().zip(growth).zip(roots) {
            let which = series.which().of(series.reporters[*row]);
            if still.get(*row) == Some(&true) {
                found.skip(Kind::Smooth, which, "copied");
                continue;
            }
            match (growth, roots) {
                (Ok(growth), Ok(roots)) => {
                    let result = if growth.p_smooth >= roots.p_smooth { growth } else { roots };
                    let numbers = (result.ratio, result.p_smooth);
                    let test = found.test(Kind::Smooth, which, result.changes, numbers);
                    test.says = "too_smooth";
                }
                (Err(why), _) | (_, Err(why)) => found.skip(Kind::Smooth, which, why),
            }
        }
    }
    Ok(())
}

/// The rows of each class, those without one together.
pub(super) fn classes(series: &Series, tree: &Tree) -> Vec<Vec<usize>> {
    let mut found: std::collections::BTreeMap<&str, Vec<usize>> = Default::default();
    for (row, reporter) in series.reporters.iter().enumerate() {
        let class = tree.unit(*reporter).and_then(|unit| unit.class.as_deref());
        found.entry(class.unwrap_or_default()).or_default().push(row);
    }
    found.into_values().collect()
}

type Smooth = Result<Smoothness, &'static str>;

/// Each row's variance beside that of its peers. Peers that jump are left out, since beside them
/// everybody would be smooth; they are not smooth themselves.
fn by_peers(table: &Matrix, change: Change) -> Result<Vec<Smooth>, Fault> {
    let first = variance_ratios(table, change)?;
    let variances: Vec<f64> = first.iter().filter_map(|one| Some(one.tested()?.variance)).collect();
    let usual = quartiles(&variances).map_or(0.0, |(middle, _)| middle);
    let wild = |one: &Outcome<Smoothness>| {
        one.tested().is_some_and(|found| usual > 0.0 && found.variance > WILD * usual)
    };
    let tame: Vec<usize> = (0..first.len()).filter(|row| !wild(&first[*row])).collect();
    let second = variance_ratios(&table.take_rows(&tame)?, change)?;
    let mut all: Vec<Smooth> = vec![Err("varies"); first.len()];
    for (row, one) in tame.into_iter().zip(second) {
        all[row] = match one {
            Outcome::DoesNotApply(why) => Err(reason(why)),
            Outcome::Tested(mut own) => {
                // Against the middle one of the peers as well: a few among them may vary most.
                let (own_df, df) = ((own.changes - 1) as f64, own.peer_df as f64);
                if usual > 0.0 {
                    let beside = f_below(own.variance / usual, own_df, df)?;
                    own.p_smooth = own.p_smooth.max(beside);
                }
                Ok(own)
            }
        };
    }
    Ok(all)
}
