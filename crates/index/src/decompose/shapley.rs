//! Shapley values: what each player adds to the whole, over every order in which they may come.

use rayon::prelude::*;

use crate::Fault;

/// The most players whose 2ⁿ coalitions are all worked out.
pub const MOST_PLAYERS: usize = 12;

/// What each player adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What each player adds, in their order.
    pub values: Vec<f64>,
    /// What they add together: the value of all less that of none.
    pub total: f64,
    /// `total` less the sum of `values`: rounding, of the order of 1e-16 of the largest value.
    pub remainder: f64,
}

impl Split {
    /// Parts of a total, if all are numbers.
    pub(crate) fn of(values: Vec<f64>, total: f64) -> Result<Split, Fault> {
        if let Some(place) = values.iter().position(|value| !value.is_finite()) {
            return Err(Fault::NotFinite { what: format!("what player {place} adds") });
        }
        if !total.is_finite() {
            return Err(Fault::NotFinite { what: "what all players add together".to_owned() });
        }
        let sum: f64 = values.iter().sum();
        if !sum.is_finite() {
            return Err(Fault::NotFinite { what: "the sum of what players add".to_owned() });
        }
        Ok(Split { remainder: total - sum, values, total })
    }
}

/// The exact Shapley values of `value`, a function of coalitions (Shapley 1953).
///
/// Bit i of a coalition is 1 when player i is in it. `value` is asked once for each of the 2ⁿ
/// coalitions, in any order and by several threads, so it should hang on the coalition alone.
/// Without players there is nothing to split: the total is 0.
///
/// # Errors
/// [`Fault::TooMuch`] for more than [`MOST_PLAYERS`] players (see
/// [`sampling`](super::sampling)); [`Fault::NotFinite`] where the function, or a difference of its
/// values, is no number.
///
/// ```
/// use gangmu_index::decompose::shapley::exact;
/// // Two gloves make a pair: players 0 and 1 have left ones, player 2 the right one.
/// let pairs = |who: u32| if who & 0b100 != 0 && who & 0b011 != 0 { 6.0 } else { 0.0 };
/// let split = exact(3, pairs)?;
/// assert_eq!((split.values, split.total), (vec![1.0, 1.0, 4.0], 6.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn exact(players: usize, value: impl Fn(u32) -> f64 + Sync) -> Result<Split, Fault> {
    if players > MOST_PLAYERS {
        let what = "players to split a value over exactly".to_owned();
        return Err(Fault::TooMuch { what, found: players, most: MOST_PLAYERS });
    }
    let coalitions = 1_u32 << players;
    let worth: Vec<f64> = (0..coalitions).into_par_iter().with_min_len(64).map(&value).collect();
    if let Some(place) = worth.iter().position(|v| !v.is_finite()) {
        return Err(Fault::NotFinite { what: format!("the value of coalition {place}") });
    }
    let weights = weights(players);
    let mut values = vec![0.0; players];
    for (coalition, without) in worth.iter().enumerate() {
        let weight = weights.get(coalition.count_ones() as usize).copied().unwrap_or_default();
        for (player, sum) in values.iter_mut().enumerate() {
            if coalition >> player & 1 == 0 {
                *sum += weight * (worth[coalition | 1 << player] - without);
            }
        }
    }
    let all = worth.last().copied().unwrap_or_default();
    Split::of(values, all - worth.first().copied().unwrap_or_default())
}

/// The share of orders in which a given player comes right after a given coalition of s others,
/// for s = 0 to n − 1: `s! (n − s − 1)! / n!`.
pub(super) fn weights(players: usize) -> Vec<f64> {
    let n = players as f64;
    let mut choices = 1.0;
    let mut weights = Vec::with_capacity(players);
    for s in 0..players {
        weights.push(1.0 / (n * choices));
        let s = s as f64;
        choices = choices * (n - 1.0 - s) / (s + 1.0);
    }
    weights
}
