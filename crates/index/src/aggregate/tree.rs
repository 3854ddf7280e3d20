//! Means up a tree: from the indicators of one unit to its parts and the index.

use super::mean::{Averaged, Enough, Mean};
use crate::matrix::same_size;
use crate::structure::Below;
use crate::{Fault, Structure};

/// The mean of every part of a tree for one unit, in the order of [`Structure::parts`].
///
/// `values` are normalised, one for each indicator. `means` are told from the level of the
/// indicators up; the last one holds for all levels above. A part that has no value is missing in
/// the part above. Shares of what is there are those directly below a part.
///
/// # Errors
/// [`Fault::Empty`] without means; [`Fault::Shape`] unless there is a value for each indicator;
/// [`Fault::NotFinite`], [`Fault::Domain`] and [`Fault::Parameter`] as [`Mean::of`].
///
/// ```
/// use gangmu_index::aggregate::{tree, Enough, Mean};
/// use gangmu_index::Structure;
/// let flat = Structure::flat("index", &["a", "b"])?;
/// let parts = tree::means(&flat, &[Some(1.0), Some(3.0)], &[Mean::Arithmetic], Enough::ALL)?;
/// assert_eq!(parts[flat.top()].value, Some(2.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn means(
    tree: &Structure,
    values: &[Option<f64>],
    means: &[Mean],
    enough: Enough,
) -> Result<Vec<Averaged>, Fault> {
    same_size("values of indicators", tree.indicators().len(), values.len())?;
    let Some(last) = means.last().copied() else {
        return Err(Fault::Empty { what: "means".to_owned() });
    };
    let nothing = Averaged { value: None, weight: 0.0, count: 0.0 };
    let mut parts = vec![nothing; tree.parts().len()];
    for part in tree.upwards() {
        let mean = means.get(tree.level(*part).saturating_sub(2)).copied().unwrap_or(last);
        let below = tree.below(*part);
        let value = |below: &Below| match below {
            Below::Indicator(place) => values[*place],
            Below::Part(place) => parts[*place].value,
        };
        let inputs: Vec<Option<f64>> = below.iter().map(value).collect();
        let weights: Vec<f64> = below.iter().map(|below| tree.weight(*below)).collect();
        let name = &tree.parts()[*part].name;
        parts[*part] = mean.of(&inputs, &weights, enough).map_err(|fault| named(fault, name))?;
    }
    Ok(parts)
}

/// A fault that says in which part it arose.
fn named(fault: Fault, part: &str) -> Fault {
    match fault {
        Fault::Domain { what, wanted } => {
            Fault::Domain { what: format!("{what} below `{part}`"), wanted }
        }
        Fault::NotFinite { what } => Fault::NotFinite { what: format!("{what} below `{part}`") },
        other => other,
    }
}
