//! Fuzzy comprehensive evaluation 模糊综合评价: shares of judgements in grades, up a tree.

use serde::{Deserialize, Serialize};

use crate::matrix::{all_finite, same_size};
use crate::structure::{Below, check_weights};
use crate::{Fault, Matrix, Structure};

/// How weights `a` and memberships `r` become the membership of the whole in a grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// M(∧,∨): the greatest `min(a, r)`; the main factor decides.
    MinMax,
    /// M(·,∨): the greatest `a r`; the main factor stands out.
    ProductMax,
    /// M(∧,⊕): the sum of `min(a, r)`, at most 1.
    MinSum,
    /// M(·,+): the sum of `a r`; every factor counts.
    #[default]
    ProductSum,
}

/// The membership of a whole in each grade.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The membership in each grade, between 0 and 1.
    pub grades: Vec<f64>,
    /// The grades of greatest membership, by number: more than one is a tie, none means that the
    /// membership is 0 everywhere.
    pub best: Vec<usize>,
    /// The share of weight of the factors that had memberships.
    pub weight: f64,
}

impl Evaluation {
    /// The grades' memberships as shares of their sum; none where that is 0. Operators other than
    /// M(·,+) do not keep the sum.
    #[must_use]
    pub fn shares(&self) -> Option<Vec<f64>> {
        let sum: f64 = self.grades.iter().sum();
        (sum > 0.0).then(|| self.grades.iter().map(|b| b / sum).collect())
    }

    /// The mean of what the grades are worth, weighted by membership; none where that is 0
    /// everywhere.
    ///
    /// # Errors
    /// [`Fault::Shape`] unless there is a worth for each grade, [`Fault::NotFinite`] for one that
    /// is no number.
    pub fn score(&self, worth: &[f64]) -> Result<Option<f64>, Fault> {
        same_size("worths of grades", self.grades.len(), worth.len())?;
        all_finite("the worths of grades", worth)?;
        let score = |shares: Vec<f64>| shares.iter().zip(worth).map(|(b, v)| b * v).sum::<f64>();
        let (least, most) = worth
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
        Ok(self.shares().map(|shares| score(shares).max(least).min(most)))
    }
}

/// Evaluates factors together: rows of `memberships` are factors, columns grades.
///
/// Weights are shares of their sum (those that add up to 1 within 1e-12 are taken as they are).
/// A factor whose row is all missing is left out, and the others share its weight; [`Evaluation`]
/// says how much was there.
///
/// # Errors
/// [`Fault::Empty`] without factors or grades; [`Fault::Shape`]; [`Fault::Weights`];
/// [`Fault::Domain`] for a membership outside of 0 to 1; [`Fault::TooFew`] for a factor with some
/// memberships missing; [`Fault::AllMissing`] when no factor with a weight has any.
///
/// ```
/// use gangmu_index::aggregate::fuzzy::{evaluate, Operator};
/// use gangmu_index::Matrix;
/// let judged = Matrix::from_rows(&[[Some(0.5), Some(0.5)], [Some(0.0), Some(1.0)]])?;
/// let whole = evaluate(&judged, &[0.5, 0.5], Operator::ProductSum)?;
/// assert_eq!((whole.grades.as_slice(), whole.best.as_slice()), (&[0.25, 0.75][..], &[1][..]));
/// assert_eq!(whole.score(&[100.0, 60.0])?, Some(70.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn evaluate(
    memberships: &Matrix,
    weights: &[f64],
    operator: Operator,
) -> Result<Evaluation, Fault> {
    let factors = factors(memberships)?;
    same_size("weights of factors", factors.len(), weights.len())?;
    check_weights("the factors", weights)?;
    let pairs: Vec<(f64, Option<&[f64]>)> =
        weights.iter().copied().zip(factors.iter().map(Option::as_deref)).collect();
    combine(&pairs, memberships.columns(), operator)
        .ok_or_else(|| Fault::AllMissing { what: "the factors".to_owned() })
}

/// Evaluates a tree from below: rows of `memberships` are the indicators of `tree`, columns grades.
///
/// `operators` are told from the level of the indicators up; the last one holds for all levels
/// above. The result has one evaluation for each part, none for a part below which nothing is
/// known. Directions mean nothing here.
///
/// # Errors
/// As [`evaluate`]; [`Fault::Empty`] without an operator.
pub fn evaluate_tree(
    tree: &Structure,
    memberships: &Matrix,
    operators: &[Operator],
) -> Result<Vec<Option<Evaluation>>, Fault> {
    same_size("rows of memberships", tree.indicators().len(), memberships.rows())?;
    let factors = factors(memberships)?;
    let Some(last) = operators.last().copied() else {
        return Err(Fault::Empty { what: "operators".to_owned() });
    };
    let mut parts: Vec<Option<Evaluation>> = vec![None; tree.parts().len()];
    for part in tree.upwards() {
        let level = tree.level(*part).saturating_sub(2);
        let operator = operators.get(level).copied().unwrap_or(last);
        let pairs: Vec<(f64, Option<&[f64]>)> = tree
            .below(*part)
            .iter()
            .map(|below| {
                let grades = match below {
                    Below::Indicator(place) => factors[*place].as_deref(),
                    Below::Part(place) => parts[*place].as_ref().map(|e| e.grades.as_slice()),
                };
                (tree.weight(*below), grades)
            })
            .collect();
        parts[*part] = combine(&pairs, memberships.columns(), operator);
    }
    Ok(parts)
}

/// The rows of memberships; none for a factor of which nothing is known.
fn factors(memberships: &Matrix) -> Result<Vec<Option<Vec<f64>>>, Fault> {
    let grades = memberships.columns();
    if memberships.rows() == 0 || grades == 0 {
        return Err(Fault::Empty { what: "factors and grades".to_owned() });
    }
    let mut factors = Vec::with_capacity(memberships.rows());
    for factor in 0..memberships.rows() {
        let row: Vec<f64> = memberships.row(factor).flatten().collect();
        if let Some(r) = row.iter().find(|r| !(0.0..=1.0).contains(*r)) {
            let what = format!("A membership of factor {factor} ({r})");
            return Err(Fault::Domain { what, wanted: "between 0 and 1" });
        }
        if row.len() < grades && !row.is_empty() {
            let what = format!("memberships of factor {factor}");
            return Err(Fault::TooFew { what, found: row.len(), needed: grades });
        }
        factors.push(Some(row).filter(|row| !row.is_empty()));
    }
    Ok(factors)
}

/// The whole of weighted factors; none where no factor with a weight is known.
fn combine(
    factors: &[(f64, Option<&[f64]>)],
    grades: usize,
    operator: Operator,
) -> Option<Evaluation> {
    let total: f64 = factors.iter().map(|factor| factor.0).sum();
    let known: Vec<(f64, &[f64])> =
        factors.iter().filter(|f| f.0 > 0.0).filter_map(|f| Some((f.0, f.1?))).collect();
    let there: f64 = known.iter().map(|factor| factor.0).sum();
    if known.is_empty() {
        return None;
    }
    // Weights that add up to 1 but for rounding are meant as they stand.
    let unit = if (there - 1.0).abs() <= 1e-12 { 1.0 } else { there };
    let mut whole = vec![0.0_f64; grades];
    for (weight, row) in known {
        let a = weight / unit;
        for (b, r) in whole.iter_mut().zip(row) {
            *b = match operator {
                Operator::MinMax => b.max(a.min(*r)),
                Operator::ProductMax => b.max(a * r),
                Operator::MinSum => (*b + a.min(*r)).min(1.0),
                Operator::ProductSum => (*b + a * r).min(1.0),
            };
        }
    }
    let most = whole.iter().copied().fold(0.0, f64::max);
    // Sums of the same parts in another order differ in their last bits, and are tied.
    let tied = |b: &f64| most > 0.0 && *b >= most - 1e-12;
    let best = whole.iter().enumerate().filter(|(_, b)| tied(b)).map(|(grade, _)| grade).collect();
    Some(Evaluation { grades: whole, best, weight: there / total })
}
