//! Many tests at once: which flags stand, and how many are false.

use crate::Fault;

/// What many tests say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Multiplicity {
    /// How many tests were done.
    pub tests: usize,
    /// How many have no p-value.
    pub missing: usize,
    /// The q-value of each test: the least share of false flags at which it is flagged. `None`
    /// where it has no p-value.
    pub q_values: Vec<Option<f64>>,
}

/// Benjamini and Hochberg's q-values (1995, JRSS B 57:289-300).
///
/// Flagging all tests whose q is up to 0.05 makes one flag in 20 false on average, if the tests are
/// independent or lean the same way. That is a share of flags, not the chance that a given place
/// did anything.
///
/// ```
/// use gangmu_index::integrity::multiplicity::benjamini_hochberg;
/// let found = benjamini_hochberg(&[Some(0.01), Some(0.04), None, Some(0.03), Some(0.5)])?;
/// assert_eq!(found.q_values[0], Some(0.04));
/// assert_eq!(found.flagged(0.04), [0]);
/// assert_eq!(found.expected_false(0.05), 0.2);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Domain`] for a p-value that is not between 0 and 1.
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Result<Multiplicity, Fault> {
    let bad = |p: &Option<f64>| p.is_some_and(|p| !(0.0..=1.0).contains(&p));
    if let Some(place) = p_values.iter().position(bad) {
        return Err(Fault::Domain { what: format!("p-value {place}"), wanted: "between 0 and 1" });
    }
    let there = p_values.iter().enumerate().filter_map(|(place, p)| Some(((*p)?, place)));
    let mut sorted: Vec<(f64, usize)> = there.collect();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let tests = sorted.len();
    let mut q_values = vec![None; p_values.len()];
    let mut least = 1.0_f64;
    for (before, (p, place)) in sorted.iter().enumerate().rev() {
        least = least.min(p * (tests as f64 / (before + 1) as f64));
        q_values[*place] = Some(least);
    }
    Ok(Multiplicity { tests, missing: p_values.len() - tests, q_values })
}

impl Multiplicity {
    /// The tests whose q-value is at most this, in order.
    #[must_use]
    pub fn flagged(&self, q: f64) -> Vec<usize> {
        let flag = |(place, found): (usize, &Option<f64>)| {
            found.is_some_and(|found| found <= q).then_some(place)
        };
        self.q_values.iter().enumerate().filter_map(flag).collect()
    }

    /// How many flags would be false if every test with a p-value up to `level` were flagged, none
    /// corrected and nobody at fault: `level` times the number of tests.
    #[must_use]
    pub fn expected_false(&self, level: f64) -> f64 {
        if level.is_nan() { 0.0 } else { level.clamp(0.0, 1.0) * self.tests as f64 }
    }

    /// How many of the tests flagged at this q are false on average, at most.
    #[must_use]
    pub fn expected_false_of_flagged(&self, q: f64) -> f64 {
        if q.is_nan() { 0.0 } else { q.clamp(0.0, 1.0) * self.flagged(q).len() as f64 }
    }
}
