//! Shapley values by draws, for more players than can be tried in every coalition.

use gangmu_num::random::Stream;
use rayon::prelude::*;

use super::shapley::Split;
use crate::Fault;

/// The most players.
pub const MOST_PLAYERS: usize = 10_000;
/// The most steps: players times draws.
pub const MOST_STEPS: usize = 1_000_000_000;
/// Draws that are added up in one go: part of the definition of the sums.
const BLOCK: usize = 64;

/// Shapley values that were estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// The estimates. They add up to the total in every draw, hence here too.
    pub split: Split,
    /// The standard error of each estimate, by the spread of the draws.
    pub errors: Vec<f64>,
}

/// Estimates the Shapley values of `value` by random orders (Castro, Gómez and Tejada 2009).
///
/// Each draw is an order and its reverse, which keeps the errors down. Draw k is that of stream k
/// of the seed, so the result has the same bits at any number of threads. `value` is told who is
/// in, player by player, and should hang on that alone; it is asked about 2 n times a draw.
///
/// # Errors
/// [`Fault::TooFew`] for fewer than two draws; [`Fault::TooMuch`] for more than [`MOST_PLAYERS`]
/// players or [`MOST_STEPS`] steps; [`Fault::NotFinite`] where the function or a difference of
/// its values is no number.
///
/// ```
/// use gangmu_index::decompose::sampling::sampled;
/// let both = |who: &[bool]| if who[0] && who[1] { 1.0 } else { 0.0 };
/// let found = sampled(2, both, 42, 10)?;
/// assert_eq!((found.split.values, found.errors), (vec![0.5, 0.5], vec![0.0, 0.0]));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn sampled(
    players: usize,
    value: impl Fn(&[bool]) -> f64 + Sync,
    seed: u64,
    draws: usize,
) -> Result<Sampled, Fault> {
    let too_much =
        |what: &str, found, most| Err(Fault::TooMuch { what: what.to_owned(), found, most });
    if draws < 2 {
        return Err(Fault::TooFew { what: "draws".to_owned(), found: draws, needed: 2 });
    }
    if players > MOST_PLAYERS {
        return too_much("players", players, MOST_PLAYERS);
    }
    let steps = players.max(1).saturating_mul(draws);
    if steps > MOST_STEPS {
        return too_much("players times draws", steps, MOST_STEPS);
    }
    let ask = |who: &[bool]| {
        let worth = value(who);
        let inside = || who.iter().filter(|inside| **inside).count();
        let fault = || Fault::NotFinite { what: format!("the value of {} players", inside()) };
        if worth.is_finite() { Ok(worth) } else { Err(fault()) }
    };
    let none = ask(&vec![false; players])?;
    let all = ask(&vec![true; players])?;
    let blocks: Vec<usize> = (0..draws).step_by(BLOCK).collect();
    let mut moments = Moments::none(players);
    // A batch of blocks at a time, so that memory hangs on the players alone.
    for batch in blocks.chunks(64) {
        let block = |from: &usize| -> Result<Moments, Fault> {
            let mut moments = Moments::none(players);
            for draw in *from..draws.min(from + BLOCK) {
                moments.add(&pair(players, &ask, (none, all), Stream::new(seed, draw as u64))?);
            }
            Ok(moments)
        };
        let found: Result<Vec<Moments>, Fault> = batch.par_iter().map(block).collect();
        found?.iter().for_each(|block| moments.join(block));
    }
    let n = draws as f64;
    let errors = moments.squares.iter().map(|squares| (squares / (n - 1.0) / n).sqrt()).collect();
    let split = Split::of(moments.means, all - none)?;
    Ok(Sampled { split, errors })
}

/// What each player adds in an order and in its reverse, on average.
fn pair(
    players: usize,
    ask: &impl Fn(&[bool]) -> Result<f64, Fault>,
    (none, all): (f64, f64),
    mut stream: Stream,
) -> Result<Vec<f64>, Fault> {
    let mut order: Vec<usize> = (0..players).collect();
    stream.shuffle(&mut order);
    let mut added = vec![0.0; players];
    for _ in 0..2 {
        let mut who = vec![false; players];
        let mut before = none;
        for (place, player) in order.iter().enumerate() {
            who[*player] = true;
            let after = if place + 1 == players { all } else { ask(&who)? };
            added[*player] += (after - before) / 2.0;
            before = after;
        }
        order.reverse();
    }
    Ok(added)
}

/// Means and sums of squared distances from them, which can be joined.
struct Moments {
    count: f64,
    means: Vec<f64>,
    squares: Vec<f64>,
}

impl Moments {
    fn none(players: usize) -> Moments {
        Moments { count: 0.0, means: vec![0.0; players], squares: vec![0.0; players] }
    }

    fn add(&mut self, draw: &[f64]) {
        self.count += 1.0;
        for ((mean, squares), x) in self.means.iter_mut().zip(&mut self.squares).zip(draw) {
            let off = x - *mean;
            *mean += off / self.count;
            *squares += off * (x - *mean);
        }
    }

    /// Chan, Golub and LeVeque 1983.
    fn join(&mut self, other: &Moments) {
        let count = self.count + other.count;
        for (player, mean) in self.means.iter_mut().enumerate() {
            let off = other.means[player] - *mean;
            *mean += off * (other.count / count);
            self.squares[player] +=
                other.squares[player] + off * off * (self.count * other.count / count);
        }
        self.count = count;
    }
}
