//! Making figures of places of different size comparable.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::work::{Deed, Done, Work};

/// Divides indicators by the size of the unit: its population, its area, its product.
///
/// Where the denominator is missing or not above 0 the result is missing, and it is said so.
/// An indicator that is not named stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Denominate {
    /// What each indicator is divided by.
    pub by: BTreeMap<String, Divisor>,
}

/// What an indicator is divided by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Divisor {
    /// The name of a denominator of the frame.
    pub denominator: String,
    /// What the quotient is multiplied by: 10,000 for figures per ten thousand.
    #[serde(default = "one")]
    pub scale: f64,
}

fn one() -> f64 {
    1.0
}

impl Denominate {
    pub(crate) fn apply(&self, work: &mut Work<'_>) -> Result<(), Fault> {
        for (name, divisor) in &self.by {
            let column = column_named(work, name)?;
            if !divisor.scale.is_finite() || divisor.scale <= 0.0 {
                return Err(Fault::Parameter { name: "scale", wanted: "a number above 0" });
            }
            let below = work.frame.denominator(&divisor.denominator)?;
            for (row, below) in below.iter().enumerate() {
                let Some(figure) = work.figures.get(row, column) else { continue };
                match below {
                    Some(below) if *below > 0.0 => {
                        work.put(row, column, Some(figure / below * divisor.scale))?;
                    }
                    _ => work.change(row, column, None, Deed::NoDenominator)?,
                }
            }
            let (by, scale) = (divisor.denominator.clone(), divisor.scale);
            work.note(column, None, Done::Divided { by, scale });
        }
        Ok(())
    }
}

/// The column of the indicator of this name.
pub(crate) fn column_named(work: &Work<'_>, name: &str) -> Result<usize, Fault> {
    let none = || Fault::Recipe { what: format!("No indicator is called `{name}`") };
    work.frame.structure().indicator_named(name).ok_or_else(none)
}
