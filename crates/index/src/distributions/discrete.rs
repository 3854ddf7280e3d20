//! Counts: Poisson and binomial.
//!
//! A count is a whole number of at least 0, held in an `f64`; up to 9e15 every one has its place.

use gangmu_num::float::exp;
use gangmu_num::random::normal_quantile;

use super::incomplete::{beta, gamma};
use super::kernel::{Beta, gamma_kernel};
use super::{probability, shape};
use crate::Fault;

/// The largest count: above it not every whole number is an `f64`.
const MOST: f64 = 9e15;

/// P(X = k) of a Poisson number.
///
/// # Errors
/// [`Fault::Parameter`] for a count that is not a whole number up to 9e15, or a mean that is
/// neither 0 nor between 1e-300 and 9e15.
pub fn poisson_at(count: f64, mean: f64) -> Result<f64, Fault> {
    let (k, mean) = (whole("count", count)?, poisson_mean(mean)?);
    if mean <= 0.0 {
        return Ok(if k <= 0.0 { 1.0 } else { 0.0 });
    }
    Ok(poisson_mass(k, mean))
}

/// P(X ≤ k) of a Poisson number.
///
/// ```
/// use gangmu_index::distributions::poisson_below;
/// assert!((poisson_below(0.0, 2.0)? - 0.135_335_283_236_612_7).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// As [`poisson_at`].
pub fn poisson_below(count: f64, mean: f64) -> Result<f64, Fault> {
    let (k, mean) = (whole("count", count)?, poisson_mean(mean)?);
    Ok(if mean <= 0.0 { 1.0 } else { gamma(k + 1.0, mean).above })
}

/// P(X > k) of a Poisson number.
///
/// # Errors
/// As [`poisson_at`].
pub fn poisson_above(count: f64, mean: f64) -> Result<f64, Fault> {
    let (k, mean) = (whole("count", count)?, poisson_mean(mean)?);
    Ok(if mean <= 0.0 { 0.0 } else { gamma(k + 1.0, mean).below })
}

/// The least count k with P(X ≤ k) ≥ p of a Poisson number; at p = 1 the largest count, 9e15.
///
/// # Errors
/// As [`poisson_at`], and for a probability that is none.
pub fn poisson_quantile(p: f64, mean: f64) -> Result<f64, Fault> {
    let (p, mean) = (probability(p)?, poisson_mean(mean)?);
    Ok(match p {
        _ if mean <= 0.0 || p <= 0.0 => 0.0,
        _ if p >= 1.0 => MOST,
        _ => poisson_reached(p, mean).count,
    })
}

/// P(X = k) of a binomial number of `trials` with this chance each.
///
/// # Errors
/// [`Fault::Parameter`] for a count or a number of trials that is not a whole number up to 9e15,
/// or a chance that is neither 0 nor 1 nor between 1e-15 and 1 - 1e-15.
pub fn binomial_at(count: f64, trials: f64, chance: f64) -> Result<f64, Fault> {
    let (k, n, p) = (whole("count", count)?, whole("trials", trials)?, chance_of(chance)?);
    if k > n {
        return Ok(0.0);
    }
    if p <= 0.0 || p >= 1.0 {
        let all = if p <= 0.0 { 0.0 } else { n };
        return Ok(if k == all { 1.0 } else { 0.0 });
    }
    Ok(binomial_mass(k, n, p))
}

/// P(X ≤ k) of a binomial number of `trials` with this chance each.
///
/// ```
/// use gangmu_index::distributions::binomial_below;
/// assert!((binomial_below(1.0, 4.0, 0.5)? - 0.3125).abs() < 1e-15);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// As [`binomial_at`].
pub fn binomial_below(count: f64, trials: f64, chance: f64) -> Result<f64, Fault> {
    let (k, n, p) = (whole("count", count)?, whole("trials", trials)?, chance_of(chance)?);
    Ok(binomial_tails(k, n, p).0)
}

/// P(X > k) of a binomial number of `trials` with this chance each.
///
/// # Errors
/// As [`binomial_at`].
pub fn binomial_above(count: f64, trials: f64, chance: f64) -> Result<f64, Fault> {
    let (k, n, p) = (whole("count", count)?, whole("trials", trials)?, chance_of(chance)?);
    Ok(binomial_tails(k, n, p).1)
}

/// The least count k with P(X ≤ k) ≥ `probability` of a binomial number.
///
/// # Errors
/// As [`binomial_at`], and for a probability that is none.
pub fn binomial_quantile(probability_of: f64, trials: f64, chance: f64) -> Result<f64, Fault> {
    let (q, n, p) = (probability(probability_of)?, whole("trials", trials)?, chance_of(chance)?);
    Ok(match q {
        _ if p <= 0.0 || q <= 0.0 => 0.0,
        _ if p >= 1.0 || q >= 1.0 => n,
        _ => binomial_reached(q, n, p).count,
    })
}

fn binomial_tails(k: f64, n: f64, p: f64) -> (f64, f64) {
    if k >= n || p <= 0.0 {
        return (1.0, 0.0);
    }
    if p >= 1.0 {
        return (0.0, 1.0);
    }
    let found = beta(&Beta::new(k + 1.0, n - k), p, 1.0 - p);
    (found.above, found.below)
}

/// A count, with the probability of as many at most and of just as many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    pub(crate) count: f64,
    pub(crate) below: f64,
    pub(crate) at: f64,
}

/// The least count whose `below` reaches p.
///
/// A normal guess with the term for skewness is seldom off by more than one. From there the tail is
/// followed count by count, `ratio` being P(k + 1) / P(k); where that leads too far, steps double.
fn least_count(
    p: f64,
    guess: f64,
    most: f64,
    at: impl Fn(f64) -> f64,
    ratio: impl Fn(f64) -> f64,
    below: impl Fn(f64) -> f64,
) -> Reached {
    let mut found = Reached { count: guess, below: below(guess), at: at(guess) };
    for _ in 0..24 {
        if found.below < p {
            let at = found.at * ratio(found.count);
            found = Reached { count: found.count + 1.0, below: found.below + at, at };
        } else if found.count > 0.0 && found.below - found.at >= p {
            let (count, below) = (found.count - 1.0, found.below - found.at);
            found = Reached { count, below, at: found.at / ratio(count) };
        } else {
            return found;
        }
        if found.count >= most {
            break;
        }
    }
    let count = sought(p, guess, most, &below);
    Reached { count, below: below(count), at: at(count) }
}

/// The same by doubling steps away from a guess, then by halves.
fn sought(p: f64, guess: f64, most: f64, below: impl Fn(f64) -> f64) -> f64 {
    let mut step = 1.0;
    let (mut low, mut high) = (guess, guess);
    if below(guess) >= p {
        while low >= 0.0 && below(low) >= p {
            high = low;
            low -= step;
            step *= 2.0;
        }
        low = low.max(-1.0);
    } else {
        while high < most && below(high) < p {
            low = high;
            high = (high + step).min(most);
            step *= 2.0;
        }
    }
    while high - low > 1.0 {
        let middle = (low + 0.5 * (high - low)).floor();
        if below(middle) >= p { high = middle } else { low = middle }
    }
    high
}

/// Where a normal number with a term for skewness reaches p, as a count.
fn guess(p: f64, mean: f64, variance: f64, skew: f64, most: f64) -> f64 {
    let z = normal_quantile(p);
    (mean + z * variance.sqrt() + skew * (z * z - 1.0) / 6.0).round().clamp(0.0, most)
}

/// The least count whose probability of as many at most reaches p; p and the mean are checked.
pub(crate) fn poisson_reached(p: f64, mean: f64) -> Reached {
    let start = guess(p, mean, mean, 1.0, MOST);
    let at = |k: f64| poisson_mass(k, mean);
    least_count(p, start, MOST, at, |k| mean / (k + 1.0), |k| gamma(k + 1.0, mean).above)
}

/// The same of a binomial number.
pub(crate) fn binomial_reached(q: f64, n: f64, p: f64) -> Reached {
    let start = guess(q, n * p, n * p * (1.0 - p), 1.0 - 2.0 * p, n);
    let ratio = |k: f64| (n - k) / (k + 1.0) * (p / (1.0 - p));
    least_count(q, start, n, |k| binomial_mass(k, n, p), ratio, |k| binomial_tails(k, n, p).0)
}

fn poisson_mass(k: f64, mean: f64) -> f64 {
    if k <= 0.0 { exp(-mean) } else { gamma_kernel(k, mean, mean - k) }
}

fn binomial_mass(k: f64, n: f64, p: f64) -> f64 {
    // The difference of neighbouring tails would cancel; B(k + 1, n - k + 1) has this kernel.
    let shapes = Beta::new(k + 1.0, n - k + 1.0);
    let kernel = shapes.kernel(p, 1.0 - p, p - shapes.mean.0);
    (kernel / (n + 1.0) / p / (1.0 - p)).min(1.0)
}

fn whole(name: &'static str, value: f64) -> Result<f64, Fault> {
    if (0.0..=MOST).contains(&value) && value.floor() >= value {
        return Ok(value);
    }
    Err(Fault::Parameter { name, wanted: "a whole number from 0 to 9e15" })
}

fn poisson_mean(mean: f64) -> Result<f64, Fault> {
    if mean == 0.0 {
        return Ok(0.0);
    }
    if mean > MOST {
        return Err(Fault::Parameter { name: "mean", wanted: "a number from 0 to 9e15" });
    }
    shape("mean", mean)
}

fn chance_of(chance: f64) -> Result<f64, Fault> {
    if chance == 0.0 || chance == 1.0 || (1e-15..=1.0 - 1e-15).contains(&chance) {
        return Ok(chance);
    }
    let wanted = "0, 1, or a number between 1e-15 and 1 - 1e-15";
    Err(Fault::Parameter { name: "chance", wanted })
}
