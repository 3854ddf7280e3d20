//! Leaving out units of which too little is known.

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::work::{Deed, Work};

/// Leaves out the rows of which too little is known.
///
/// What stays out gets no score and no rank, and takes no part in any mean, range or place. Rows of
/// the first list stay whatever is missing; rows of the second never do.
///
/// Source: OECD/JRC Handbook 2008, step 2 and 3; COINr `Screen`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Screen {
    /// The least share of indicators that must be there, between 0 and 1.
    pub min_share: f64,
    /// The least share of the indicators there that must not be 0, between 0 and 1.
    pub min_non_zero: f64,
    /// Rows that stay.
    pub keep: Vec<usize>,
    /// Rows that go.
    pub drop: Vec<usize>,
}

impl Screen {
    pub(crate) fn apply(&self, work: &mut Work<'_>) -> Result<(), Fault> {
        for (name, share) in [("min_share", self.min_share), ("min_non_zero", self.min_non_zero)] {
            if !(0.0..=1.0).contains(&share) {
                return Err(Fault::Parameter { name, wanted: "a share between 0 and 1" });
            }
        }
        let rows = work.figures.rows();
        if let Some(row) = self.keep.iter().chain(&self.drop).find(|row| **row >= rows) {
            let what = format!("Screening names row {row}, and there are {rows} rows");
            return Err(Fault::Recipe { what });
        }
        let columns = work.figures.columns();
        let (mut there, mut zero) = (vec![0_usize; rows], vec![0_usize; rows]);
        for column in 0..columns {
            for (row, cell) in work.figures.raw(column).iter().enumerate() {
                there[row] += usize::from(!cell.is_nan());
                zero[row] += usize::from(*cell == 0.0);
            }
        }
        for row in 0..rows {
            let enough = there[row] as f64 >= self.min_share * columns as f64;
            let alive = (there[row] - zero[row]) as f64 >= self.min_non_zero * there[row] as f64;
            let stays = self.keep.contains(&row) || (enough && alive);
            if stays && !self.drop.contains(&row) {
                continue;
            }
            work.kept[row] = false;
            for column in 0..columns {
                work.change(row, column, None, Deed::ScreenedOut)?;
            }
        }
        if work.kept.iter().all(|kept| !kept) {
            let what = "Screening leaves out every unit".to_owned();
            return Err(Fault::Recipe { what });
        }
        Ok(())
    }
}
