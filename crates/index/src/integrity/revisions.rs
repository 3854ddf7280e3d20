//! What revisions do to first figures: bias, news or noise, whom they serve, and when they come.

use super::regression::{line, long_run, usual_lags};
use super::smoothness::finite;
use crate::Fault;
use crate::distributions::{binomial_above, binomial_below, student_two_sided};
use crate::integrity::{Outcome, Why};
use crate::matrix::same_size;
use crate::structure::Direction;

/// Revisions: last figures less first ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Revisions {
    /// How many periods have both figures.
    pub n: usize,
    /// How many lack one.
    pub missing: usize,
    /// MR: their mean.
    pub mean: f64,
    /// MAR: the mean of their sizes.
    pub mean_absolute: f64,
    /// RMSR: the root of the mean of their squares.
    pub root_mean_square: f64,
    /// The sizes of all, by those of all last figures; `None` where these are all 0.
    pub relative: Option<f64>,
    /// Which way they go.
    pub ways: Ways,
    /// Whether their mean is 0.
    pub bias: Outcome<Bias>,
    /// Whether the first figures foretell them, as they do not if revisions are news.
    pub news: Outcome<Relation>,
    /// Whether the last figures go with them, as they do not if first figures are noisy.
    pub noise: Outcome<Relation>,
}

/// Which way revisions go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ways {
    /// How many raise.
    pub raised: usize,
    /// How many lower.
    pub lowered: usize,
    /// How many change nothing.
    pub unchanged: usize,
    /// Those that raise by those that change anything; `None` where none does.
    pub share_raised: Option<f64>,
    /// The exact two-sided p-value of either way being as likely; 1 where none changes anything.
    pub p_value: f64,
}

/// Whether revisions are 0 on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bias {
    /// The mean by its standard error after Newey and West (1987).
    pub t: f64,
    /// How many lags that takes.
    pub lags: usize,
    /// The two-sided p-value, Student with n - 1 degrees of freedom.
    pub p_value: f64,
}

/// A regression of revisions on figures (Mankiw and Shapiro 1986).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relation {
    /// The intercept.
    pub intercept: f64,
    /// The slope.
    pub slope: f64,
    /// F of both being 0, by the covariance of Newey and West, with 2 and n - 2 degrees of freedom.
    pub f: f64,
    /// Its p-value: small where revisions can be told from the figures.
    pub p_value: f64,
}

/// How many periods the tests take.
const NEEDED: usize = 10;

/// The pattern of revisions of one series, periods in order.
///
/// News: a first figure that used all there was to know leaves a revision that it does not
/// foretell. Noise: a first figure that is the last one plus an error goes with revisions that the
/// last figure does not foretell. Both tests stand; both may fail. Lags are 4 (n/100)^(2/9). Such
/// standard errors are somewhat too small in short series: at 120 periods 8 of 100 honest series
/// fall below a p-value of 0.05. The tests take 10 periods; means and counts take one.
///
/// ```
/// use gangmu_index::integrity::revisions::revisions;
/// let first = [4.0, 5.0, 6.0].map(Some);
/// let found = revisions(&first, &[Some(5.0), Some(5.0), None])?;
/// let found = found.tested().unwrap();
/// assert_eq!((found.n, found.mean, found.ways.raised), (2, 0.5, 1));
/// assert!(found.bias.why().is_some());
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Shape`], [`Fault::NotFinite`], and [`Fault::Domain`] for figures beyond 1e100.
pub fn revisions(first: &[Option<f64>], last: &[Option<f64>]) -> Result<Outcome<Revisions>, Fault> {
    let (early, late) = both(first, last)?;
    let n = early.len();
    if n == 0 {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: 0, needed: 1 }));
    }
    let moves: Vec<f64> = early.iter().zip(&late).map(|(early, late)| late - early).collect();
    let mean_of = |size: fn(f64) -> f64| moves.iter().map(|x| size(*x)).sum::<f64>() / n as f64;
    let mean_absolute = mean_of(f64::abs);
    let level = late.iter().map(|x| x.abs()).sum::<f64>() / n as f64;
    Ok(Outcome::Tested(Revisions {
        n,
        missing: first.len() - n,
        mean: mean_of(|x| x),
        mean_absolute,
        root_mean_square: mean_of(|x| x * x).sqrt(),
        relative: (level > 0.0).then(|| mean_absolute / level).filter(|found| found.is_finite()),
        ways: ways(&moves)?,
        bias: bias(&moves)?,
        news: relation(&early, &moves)?,
        noise: relation(&late, &moves)?,
    }))
}

/// Whom the revisions of one period serve: how many places they bring up a ranking, and how many
/// come after the deadline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served {
    /// How many places have both figures.
    pub n: usize,
    /// How many lack one.
    pub missing: usize,
    /// All revisions: up is towards the better rank.
    pub ranks: Ways,
    /// Those that came after the deadline: up is towards the better value.
    pub after_deadline: Ways,
}

/// What each place's revision does to its own rank, all others standing as first reported, and
/// which way the revisions after the deadline go. `late` says of each place whether its revision
/// came after the deadline; nobody's did where it is empty.
///
/// A revision that raises a rank is no fault: late data are as often better as worse. Where nearly
/// all revisions raise, and more so after a deadline, somebody looks for what raises.
///
/// # Errors
/// As [`revisions`].
pub fn served(
    first: &[Option<f64>],
    last: &[Option<f64>],
    better: Direction,
    late: &[bool],
) -> Result<Outcome<Served>, Fault> {
    if !late.is_empty() {
        same_size("marks of the deadline", first.len(), late.len())?;
    }
    let (early, revised) = both(first, last)?;
    if early.is_empty() {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: 0, needed: 1 }));
    }
    let sign = if better == Direction::Up { 1.0 } else { -1.0 };
    let mut sorted = early.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    // How many places are strictly better than a value.
    let better_than = |value: f64| match better {
        Direction::Up => sorted.len() - sorted.partition_point(|other| *other <= value),
        Direction::Down => sorted.partition_point(|other| *other < value),
    };
    let steps = early.iter().zip(&revised).map(|(early, revised)| {
        let (before, after) = (better_than(*early), better_than(*revised));
        // A place is not its own rival: when it falls, its old value would stand above it.
        let itself = usize::from(sign * revised < sign * early);
        before as f64 - (after - itself.min(after)) as f64
    });
    let steps: Vec<f64> = steps.collect();
    let there = first.iter().zip(last).enumerate();
    let after: Vec<f64> = there
        .filter(|(place, _)| late.get(*place).copied().unwrap_or(false))
        .filter_map(|(_, (early, revised))| Some(sign * ((*revised)? - (*early)?)))
        .collect();
    let (n, missing) = (early.len(), first.len() - early.len());
    Ok(Outcome::Tested(Served { n, missing, ranks: ways(&steps)?, after_deadline: ways(&after)? }))
}

fn both(first: &[Option<f64>], last: &[Option<f64>]) -> Result<(Vec<f64>, Vec<f64>), Fault> {
    same_size("last figures", first.len(), last.len())?;
    for series in [first, last] {
        finite(series)?;
        let large = |value: &Option<f64>| value.is_some_and(|value| value.abs() > 1e100);
        if let Some(place) = series.iter().position(large) {
            return Err(Fault::Domain { what: format!("number {place}"), wanted: "within 1e100" });
        }
    }
    Ok(first.iter().zip(last).filter_map(|(first, last)| Some(((*first)?, (*last)?))).unzip())
}

fn ways(moves: &[f64]) -> Result<Ways, Fault> {
    let raised = moves.iter().filter(|x| **x > 0.0).count();
    let lowered = moves.iter().filter(|x| **x < 0.0).count();
    let changed = raised + lowered;
    let (up, all) = (raised as f64, changed as f64);
    let more = if raised == 0 { 1.0 } else { binomial_above(up - 1.0, all, 0.5)? };
    let p_value = (2.0 * more.min(binomial_below(up, all, 0.5)?)).min(1.0);
    let share_raised = (changed > 0).then(|| up / all);
    Ok(Ways { raised, lowered, unchanged: moves.len() - changed, share_raised, p_value })
}

fn bias(moves: &[f64]) -> Result<Outcome<Bias>, Fault> {
    let n = moves.len();
    if n < NEEDED {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: n, needed: NEEDED }));
    }
    let many = n as f64;
    let mean = moves.iter().sum::<f64>() / many;
    let left: Vec<f64> = moves.iter().map(|x| x - mean).collect();
    let lags = usual_lags(n);
    let t = mean / (long_run(&left, &left, lags).sqrt() / many);
    if !t.is_finite() {
        return Ok(Outcome::DoesNotApply(Why::Constant));
    }
    Ok(Outcome::Tested(Bias { t, lags, p_value: student_two_sided(t, many - 1.0)? }))
}

fn relation(figures: &[f64], moves: &[f64]) -> Result<Outcome<Relation>, Fault> {
    let n = figures.len();
    if n < NEEDED {
        return Ok(Outcome::DoesNotApply(Why::TooFew { found: n, needed: NEEDED }));
    }
    Ok(match line(figures, moves, usual_lags(n))? {
        None => Outcome::DoesNotApply(Why::Constant),
        Some(line) => Outcome::Tested(Relation {
            intercept: line.intercept,
            slope: line.slope,
            f: line.f,
            p_value: line.p_value,
        }),
    })
}
