//! Judgements of several people, as one.
//!
//! Forman and Peniwati 1998 (European Journal of Operational Research 108:165-169): judgements are
//! brought together where the people act as one, priorities where each speaks for himself.

use gangmu_num::float::{exp, ln};

use super::{Judgements, Priorities};
use crate::Fault;
use crate::matrix::same_size;

/// One table of judgements: each the geometric mean of what the people say, weighted by what each
/// of them counts for (any unit). Only the geometric mean keeps reciprocals reciprocal (Aczél and
/// Saaty 1983).
///
/// ```
/// use gangmu_index::weigh::pairwise::{Judgements, group::together};
/// let one = Judgements::above(2, &[2.0])?;
/// let other = Judgements::above(2, &[8.0])?;
/// let both = together(&[one, other], &[1.0, 1.0])?;
/// assert!(both.get(0, 1).is_some_and(|found| (found - 4.0).abs() < 1e-14));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::Empty`] without people, [`Fault::Shape`] where there are not as many counts as people
/// or where tables differ in size, [`Fault::NotFinite`] or [`Fault::Weights`] as in
/// [`shares`](crate::weigh::shares).
pub fn together(tables: &[Judgements], counts: &[f64]) -> Result<Judgements, Fault> {
    let shares = shares_of(tables.len(), counts)?;
    let size = tables[0].size();
    for table in tables {
        same_size("indicators in a table", size, table.size())?;
    }
    let mut found = Judgements::even(size)?;
    for one in 0..size {
        for other in one + 1..size {
            let logs = tables.iter().zip(&shares);
            let log = logs.map(|(t, share)| share * ln(t.cells[one * size + other])).sum::<f64>();
            found.set(one, other, exp(log));
        }
    }
    Ok(found)
}

/// One set of weights: the mean of the people's, weighted by what each of them counts for (any
/// unit). They add up to 1.
///
/// # Errors
/// As [`together`].
pub fn mean_weights(people: &[Priorities], counts: &[f64]) -> Result<Vec<f64>, Fault> {
    let shares = shares_of(people.len(), counts)?;
    let size = people[0].weights.len();
    let mut weights = vec![0.0; size];
    for (person, share) in people.iter().zip(&shares) {
        same_size("weights of a person", size, person.weights.len())?;
        weights.iter_mut().zip(&person.weights).for_each(|(sum, weight)| *sum += share * weight);
    }
    crate::weigh::shares(&weights)
}

fn shares_of(people: usize, counts: &[f64]) -> Result<Vec<f64>, Fault> {
    if people == 0 {
        return Err(Fault::Empty { what: "people".to_owned() });
    }
    same_size("counts of people", people, counts.len())?;
    crate::weigh::shares(counts)
}
