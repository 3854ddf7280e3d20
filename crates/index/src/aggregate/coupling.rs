//! The coupling coordination degree 耦合协调度: how well systems go together, and at which level.

use gangmu_num::float::{exp, ln};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::matrix::same_size;
use crate::structure::check_weights;
use crate::{Fault, Matrix};

/// Which coupling degree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coupling {
    /// `C = n (Π u)^(1/n) / Σ u`: the geometric mean beside the arithmetic one. It crowds near 1.
    Standard,
    /// `C = √[(1 − mean |u_i − u_j|) · Π (u_i / max u)^(1/(n−1))]`, which spreads over 0 to 1
    /// (Wang, Kong, Ren and others 2021, Journal of Natural Resources 36(3): 793–810).
    #[default]
    Revised,
}

/// How systems go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordination {
    /// C, from 0 to 1: how much alike the systems are. 0 where one of them is 0, none where all
    /// are: nothing can be said of how alike nothings are.
    pub coupling: Option<f64>,
    /// T, from 0 to 1: the weighted mean of the systems.
    pub development: f64,
    /// `D = √(C T)`, from 0 to 1; 0 where all systems are.
    pub degree: f64,
}

impl Coordination {
    /// The grade of the degree.
    #[must_use]
    pub fn grade(&self) -> &'static Grade {
        let place = GRADES.iter().rposition(|grade| self.degree >= grade.from);
        &GRADES[place.unwrap_or_default()]
    }
}

/// A grade of coordination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grade {
    /// Its number, 1 to 10.
    pub number: u8,
    /// The least degree that has it; it ends below the next grade's, the last one with 1.
    pub from: f64,
    /// Its name in Chinese.
    pub chinese: &'static str,
    /// Its name in English.
    pub english: &'static str,
}

/// The ten grades in common use (Liao 1999), each a tenth wide.
pub const GRADES: [Grade; 10] = [
    grade(1, 0.0, "极度失调", "extreme disorder"),
    grade(2, 0.1, "严重失调", "severe disorder"),
    grade(3, 0.2, "中度失调", "moderate disorder"),
    grade(4, 0.3, "轻度失调", "mild disorder"),
    grade(5, 0.4, "濒临失调", "near disorder"),
    grade(6, 0.5, "勉强协调", "bare coordination"),
    grade(7, 0.6, "初级协调", "primary coordination"),
    grade(8, 0.7, "中级协调", "intermediate coordination"),
    grade(9, 0.8, "良好协调", "good coordination"),
    grade(10, 0.9, "优质协调", "excellent coordination"),
];

const fn grade(number: u8, from: f64, chinese: &'static str, english: &'static str) -> Grade {
    Grade { number, from, chinese, english }
}

impl Coupling {
    /// How the systems of one unit go together; `systems` lie between 0 and 1, weights are shares
    /// of their sum and matter for T only.
    ///
    /// Two systems want this C, never `2 √(u₁u₂ / (u₁ + u₂))`, which is not bounded by 1 and
    /// stands in many papers by misprint.
    ///
    /// # Errors
    /// [`Fault::TooFew`] for fewer than two systems; [`Fault::Domain`] for one outside of 0 to 1;
    /// [`Fault::Shape`] and [`Fault::Weights`].
    ///
    /// ```
    /// use gangmu_index::aggregate::coupling::Coupling;
    /// let even = Coupling::Standard.of(&[0.64, 0.64], &[1.0, 1.0])?;
    /// assert!((even.degree - 0.8).abs() < 1e-12);
    /// assert_eq!(Coupling::Revised.of(&[0.9, 0.0], &[1.0, 1.0])?.grade().chinese, "极度失调");
    /// # Ok::<(), gangmu_index::Fault>(())
    /// ```
    pub fn of(self, systems: &[f64], weights: &[f64]) -> Result<Coordination, Fault> {
        check(systems.len(), weights)?;
        if let Some(place) = systems.iter().position(|u| !(0.0..=1.0).contains(u)) {
            let what = format!("System {place} ({})", systems[place]);
            return Err(Fault::Domain { what, wanted: "between 0 and 1" });
        }
        Ok(self.combine(systems, weights))
    }

    /// How the systems of every row go together; none for a row that lacks one.
    ///
    /// # Errors
    /// As [`Coupling::of`].
    pub fn rows(self, table: &Matrix, weights: &[f64]) -> Result<Vec<Option<Coordination>>, Fault> {
        check(table.columns(), weights)?;
        for column in 0..table.columns() {
            let outside = |cell: Option<f64>| cell.filter(|u| !(0.0..=1.0).contains(u));
            if let Some((row, u)) =
                table.column(column).enumerate().find_map(|(row, u)| Some((row, outside(u)?)))
            {
                let what = format!("The cell in row {row}, column {column} ({u})");
                return Err(Fault::Domain { what, wanted: "between 0 and 1" });
            }
        }
        let one = |row: usize| {
            let systems: Option<Vec<f64>> = table.row(row).collect();
            systems.map(|systems| self.combine(&systems, weights))
        };
        Ok((0..table.rows()).into_par_iter().map(one).collect())
    }

    /// For systems and weights that have been looked at.
    fn combine(self, systems: &[f64], weights: &[f64]) -> Coordination {
        let total: f64 = weights.iter().sum();
        let development: f64 = systems.iter().zip(weights).map(|(u, w)| w / total * u).sum();
        let development = development.min(1.0);
        let n = systems.len() as f64;
        let (least, most) =
            systems.iter().fold((1.0_f64, 0.0_f64), |(low, high), u| (low.min(*u), high.max(*u)));
        let coupling = if most <= 0.0 {
            None
        } else if least <= 0.0 {
            Some(0.0)
        } else {
            // Logarithms of shares of the greatest: no product of many small systems vanishes.
            let logs: f64 = systems.iter().map(|u| ln(u / most)).sum();
            let c = match self {
                Coupling::Standard => {
                    let mean = systems.iter().map(|u| u / most).sum::<f64>() / n;
                    exp(logs / n) / mean
                }
                Coupling::Revised => ((1.0 - spread(systems)) * exp(logs / (n - 1.0))).sqrt(),
            };
            Some(c.clamp(0.0, 1.0))
        };
        let degree = (coupling.unwrap_or(0.0) * development).sqrt();
        Coordination { coupling, development, degree }
    }
}

/// The mean of `|u_i − u_j|` over all pairs, in one pass over them by size: each stands above
/// those before it and below those after it.
fn spread(systems: &[f64]) -> f64 {
    let mut sorted = systems.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let mut sum = 0.0;
    for (place, pair) in sorted.windows(2).enumerate() {
        let below = (place + 1) as f64;
        sum += (pair[1] - pair[0]) * below * (n - below);
    }
    sum / (n * (n - 1.0) / 2.0)
}

fn check(systems: usize, weights: &[f64]) -> Result<(), Fault> {
    if systems < 2 {
        let what = "systems to go together".to_owned();
        return Err(Fault::TooFew { what, found: systems, needed: 2 });
    }
    same_size("weights of systems", systems, weights.len())?;
    check_weights("the systems", weights)
}
