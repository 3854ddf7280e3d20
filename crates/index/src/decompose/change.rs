//! Why a score changed between two years: its data, its method, its coverage, its boundary.

use super::shapley::exact;
use crate::Fault;

/// Which of the two years something is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// The earlier one.
    Before,
    /// The later one.
    After,
}

/// Which year each factor is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mix {
    /// The figures.
    pub data: Year,
    /// Weights, normalisation, aggregation.
    pub method: Year,
    /// Which indicators have figures.
    pub coverage: Year,
    /// Where the place begins and ends.
    pub boundary: Year,
}

/// The four factors, in the order of all lists here.
pub const FACTORS: [&str; 4] = ["data", "method", "coverage", "boundary"];

/// A change, split among what changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The score with everything as before.
    pub before: f64,
    /// The score with everything as after.
    pub after: f64,
    /// What each of the [`FACTORS`] adds, by Shapley: the mean over all 24 orders in which they
    /// may have changed. No factor gains by being changed first.
    pub factors: [f64; 4],
    /// What each adds when they change one after another in the order of [`FACTORS`]: for the
    /// record, since it is what people do by hand, and hangs on that order.
    pub in_turn: [f64; 4],
    /// `after − before`, less the sum of `factors`: rounding.
    pub remainder: f64,
}

/// Splits a change of a score exactly, from the score under each of the 16 mixes of years (Song,
/// Nelson and Staum 2016 on Shapley effects).
///
/// `score` is asked once for each [`Mix`], and says none where there is no score.
///
/// # Errors
/// [`Fault::AllMissing`] names the first mix without a score; [`Fault::NotFinite`] where a score
/// is no number.
///
/// ```
/// use gangmu_index::decompose::change::{change, Mix, Year::After};
/// // 2 points more by the figures, 1 less by the method, and 4 where both go together.
/// let score = |mix: Mix| {
///     let (data, method) = (mix.data == After, mix.method == After);
///     let points = if data { 2.0 } else { 0.0 } - if method { 1.0 } else { 0.0 };
///     Some(50.0 + points + if data && method { 4.0 } else { 0.0 })
/// };
/// let found = change(score)?;
/// assert_eq!((found.before, found.after), (50.0, 55.0));
/// assert_eq!(found.in_turn, [2.0, 3.0, 0.0, 0.0]);
/// assert!((found.factors[0] - 4.0).abs() < 1e-12 && (found.factors[1] - 1.0).abs() < 1e-12);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn change(score: impl Fn(Mix) -> Option<f64>) -> Result<Change, Fault> {
    let mut scores = [0.0; 16];
    for (who, place) in scores.iter_mut().enumerate() {
        let mix = mix(who);
        let found = score(mix).ok_or_else(|| Fault::AllMissing { what: named(mix) })?;
        if !found.is_finite() {
            return Err(Fault::NotFinite { what: named(mix) });
        }
        *place = found;
    }
    let split = exact(4, |who| scores[(who & 15) as usize])?;
    let mut factors = [0.0; 4];
    factors.iter_mut().zip(&split.values).for_each(|(factor, value)| *factor = *value);
    // One factor after another has changed: 0, 1, 11, 111, 1111 in bits.
    let in_turn = [1, 3, 7, 15].map(|who: usize| scores[who] - scores[who >> 1]);
    if in_turn.iter().any(|step| !step.is_finite()) {
        return Err(Fault::NotFinite { what: "a step from one score to the next".to_owned() });
    }
    let (before, after) = (scores[0], scores[15]);
    Ok(Change { before, after, factors, in_turn, remainder: split.remainder })
}

/// The mix in which the factors with a 1 are as after.
fn mix(who: usize) -> Mix {
    let year = |bit: usize| if who >> bit & 1 == 1 { Year::After } else { Year::Before };
    Mix { data: year(0), method: year(1), coverage: year(2), boundary: year(3) }
}

fn named(mix: Mix) -> String {
    let years = [mix.data, mix.method, mix.coverage, mix.boundary];
    let one = |(factor, year): (&&str, Year)| match year {
        Year::Before => format!("{factor} as before"),
        Year::After => format!("{factor} as after"),
    };
    let all: Vec<String> = FACTORS.iter().zip(years).map(one).collect();
    format!("the score with {}", all.join(", "))
}
