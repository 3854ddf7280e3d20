//! The obstacle degree 障碍度: what holds a place back, and by how much.

use crate::matrix::same_size;
use crate::structure::{Below, check_weights};
use crate::{Fault, Structure};

/// What holds a unit back.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacles {
    /// The degree of each indicator, from 0 to 1; those that are there add up to 1, or are all 0
    /// where nothing lacks. None where the value is missing: unknown is no obstacle.
    pub degrees: Vec<Option<f64>>,
    /// What lacks altogether: the weighted mean of 1 − z over what is there, from 0 to 1.
    pub gap: f64,
    /// The share of weight that is there.
    pub weight: f64,
}

/// The obstacle degrees of one unit: `O_j = w_j (1 − z_j) / Σ w (1 − z)`.
///
/// `values` are normalised to 0 to 1, 1 the goal; weights are those in the whole, such as
/// [`Structure::shares`], in any unit. What is missing is left out of the sums.
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::Shape`]; [`Fault::Weights`]; [`Fault::Domain`] for a value outside
/// of 0 to 1; [`Fault::AllMissing`] where nothing with a weight is there.
///
/// ```
/// use gangmu_index::decompose::obstacle::obstacles;
/// let found = obstacles(&[1.0, 1.0, 2.0], &[Some(1.0), Some(0.25), None])?;
/// assert_eq!(found.degrees, [Some(0.0), Some(1.0), None]);
/// assert_eq!((found.gap, found.weight), (0.375, 0.5));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn obstacles(weights: &[f64], values: &[Option<f64>]) -> Result<Obstacles, Fault> {
    if values.is_empty() {
        return Err(Fault::Empty { what: "values to find obstacles in".to_owned() });
    }
    same_size("weights", values.len(), weights.len())?;
    check_weights("the score", weights)?;
    let outside = |z: &Option<f64>| z.is_some_and(|z| !(0.0..=1.0).contains(&z));
    if let Some(place) = values.iter().position(outside) {
        let what = format!("Value {place} ({})", values[place].unwrap_or_default());
        return Err(Fault::Domain { what, wanted: "between 0 and 1" });
    }
    let total: f64 = weights.iter().sum();
    let share = |(z, weight): (&Option<f64>, &f64)| z.map(|z| (weight / total, 1.0 - z));
    let lacks: Vec<Option<(f64, f64)>> = values.iter().zip(weights).map(share).collect();
    let there: f64 = lacks.iter().flatten().map(|lack| lack.0).sum();
    if there <= 0.0 {
        return Err(Fault::AllMissing { what: "any indicator with a weight".to_owned() });
    }
    let sum: f64 = lacks.iter().flatten().map(|(share, lack)| share * lack).sum();
    let degree = |(share, lack): (f64, f64)| if sum > 0.0 { share * lack / sum } else { 0.0 };
    let degrees = lacks.into_iter().map(|lack| lack.map(degree)).collect();
    Ok(Obstacles { degrees, gap: (sum / there).min(1.0), weight: there.min(1.0) })
}

impl Obstacles {
    /// The indicators that hold back, the largest degree first; equal ones in their order. Those
    /// of degree 0 are no obstacles and are left out.
    #[must_use]
    pub fn largest_first(&self) -> Vec<usize> {
        let degree = |place: usize| self.degrees.get(place).copied().flatten().unwrap_or(0.0);
        let mut places: Vec<usize> =
            (0..self.degrees.len()).filter(|place| degree(*place) > 0.0).collect();
        places.sort_by(|a, b| degree(*b).total_cmp(&degree(*a)).then(a.cmp(b)));
        places
    }

    /// The degree of each part of a tree: the sum over its indicators, none where none is known.
    ///
    /// # Errors
    /// [`Fault::Shape`] unless the tree has as many indicators as there are degrees.
    pub fn of_parts(&self, tree: &Structure) -> Result<Vec<Option<f64>>, Fault> {
        same_size("degrees of indicators", tree.indicators().len(), self.degrees.len())?;
        let mut parts: Vec<Option<f64>> = vec![None; tree.parts().len()];
        for part in tree.upwards() {
            let degree = |below: &Below| match below {
                Below::Indicator(place) => self.degrees[*place],
                Below::Part(place) => parts[*place],
            };
            parts[*part] = tree
                .below(*part)
                .iter()
                .filter_map(degree)
                .fold(None, |sum, degree| Some(sum.unwrap_or(0.0) + degree));
        }
        Ok(parts)
    }
}
