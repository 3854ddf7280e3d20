//! What weights inside a tree come to in the whole.

use crate::Structure;
use crate::structure::Below;

/// Effective weights: the product of shares from the top of the tree down.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// For each indicator; they add up to 1.
    pub indicators: Vec<f64>,
    /// For each part; those side by side below one part add up to what that part has.
    pub parts: Vec<f64>,
}

/// The effective weights of a tree, under arithmetic means and nothing missing.
///
/// ```
/// use gangmu_index::Structure;
/// use gangmu_index::weigh::effective::effective;
/// let flat = Structure::flat("index", &["schools", "clinics"])?;
/// let found = effective(&flat);
/// assert_eq!((found.indicators, found.parts), (vec![0.5, 0.5], vec![1.0]));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[must_use]
pub fn effective(tree: &Structure) -> Effective {
    let mut parts = vec![0.0; tree.parts().len()];
    let mut indicators = vec![0.0; tree.indicators().len()];
    parts[tree.top()] = 1.0;
    for part in tree.upwards().iter().rev() {
        let below = tree.below(*part);
        let sum: f64 = below.iter().map(|below| tree.weight(*below)).sum();
        for below in below {
            let share = parts[*part] * tree.weight(*below) / sum;
            match below {
                Below::Indicator(place) => indicators[*place] = share,
                Below::Part(place) => parts[*place] = share,
            }
        }
    }
    Effective { indicators, parts }
}
