//! A profile: how many voters put the candidates into which order.

use crate::matrix::same_size;
use crate::structure::check_weights;
use crate::{Fault, Matrix};

/// Voters who agree: how many, and their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    /// How many they are, or how much they weigh; 0 or more.
    pub voters: f64,
    /// The candidates from the best down, those held equal side by side.
    pub tiers: Vec<Vec<usize>>,
}

impl Ballot {
    /// Voters with an order without ties, best first.
    #[must_use]
    pub fn strict(voters: f64, order: &[usize]) -> Ballot {
        Ballot { voters, tiers: order.iter().map(|candidate| vec![*candidate]).collect() }
    }
}

/// Orders of all candidates by all voters. Voters may be people, experts, or indicators that
/// order units; candidates are numbered from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    candidates: usize,
    total: f64,
    /// The voters of each ballot, and the tier of each candidate, 0 the best.
    ballots: Vec<(f64, Vec<u32>)>,
}

impl Profile {
    /// A profile of ballots that each order all candidates.
    ///
    /// # Errors
    /// [`Fault::Empty`] without candidates or ballots; [`Fault::Structure`] for a ballot that
    /// leaves a candidate out, or has one twice or one that is not there; [`Fault::Weights`] for
    /// numbers of voters that are negative, not finite, too large or all 0.
    ///
    /// ```
    /// use gangmu_index::aggregate::profile::{Ballot, Profile};
    /// use gangmu_index::aggregate::borda::borda;
    /// let ballots = [Ballot::strict(3.0, &[0, 1, 2]), Ballot::strict(2.0, &[1, 2, 0])];
    /// let profile = Profile::new(3, &ballots)?;
    /// assert_eq!(borda(&profile), [6.0, 7.0, 2.0]);
    /// # Ok::<(), gangmu_index::Fault>(())
    /// ```
    pub fn new(candidates: usize, ballots: &[Ballot]) -> Result<Profile, Fault> {
        let mut taken = Vec::with_capacity(ballots.len());
        for (number, ballot) in ballots.iter().enumerate() {
            let broken = |what: &str, candidate: usize| Fault::Structure {
                what: format!("Ballot {number} {what} candidate {candidate}"),
            };
            // Counted before room is made: the number of candidates is only an assertion.
            let named: usize = ballot.tiers.iter().map(Vec::len).sum();
            if named < candidates {
                let what = format!("Ballot {number} orders {named} of {candidates} candidates");
                return Err(Fault::Structure { what });
            }
            let mut places = vec![u32::MAX; candidates];
            for (tier, members) in ballot.tiers.iter().enumerate() {
                for candidate in members {
                    match places.get_mut(*candidate) {
                        None => return Err(broken("orders an unknown", *candidate)),
                        Some(place) if *place != u32::MAX => {
                            return Err(broken("orders twice", *candidate));
                        }
                        Some(place) => *place = tier_number(tier)?,
                    }
                }
            }
            taken.push((ballot.voters, places));
        }
        Profile::checked(candidates, taken)
    }

    /// A profile in which each column is a voter who orders the rows, the greatest value first,
    /// and equal values are held equal.
    ///
    /// # Errors
    /// [`Fault::Shape`] unless there is a weight for each column; [`Fault::AllMissing`] for a
    /// missing cell (see [`Outranking::of_scores`](super::outranking::Outranking::of_scores),
    /// which takes such); as [`Profile::new`] for the rest.
    pub fn of_scores(table: &Matrix, weights: &[f64]) -> Result<Profile, Fault> {
        same_size("weights of columns", table.columns(), weights.len())?;
        let mut ballots = Vec::with_capacity(weights.len());
        for (column, weight) in weights.iter().enumerate() {
            let mut sorted: Vec<(f64, usize)> = Vec::with_capacity(table.rows());
            for (row, cell) in table.column(column).enumerate() {
                let missing = || Fault::AllMissing {
                    what: format!("the cell in row {row}, column {column}"),
                };
                sorted.push((cell.ok_or_else(missing)?, row));
            }
            sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
            let mut places = vec![0; table.rows()];
            let mut tier = 0;
            for at in 0..sorted.len() {
                // 0 and −0 are equal, whichever was sorted first.
                if at > 0 && sorted[at].0 != sorted[at - 1].0 {
                    tier += 1;
                }
                places[sorted[at].1] = tier_number(tier)?;
            }
            ballots.push((*weight, places));
        }
        Profile::checked(table.rows(), ballots)
    }

    fn checked(candidates: usize, ballots: Vec<(f64, Vec<u32>)>) -> Result<Profile, Fault> {
        if candidates == 0 || ballots.is_empty() {
            return Err(Fault::Empty { what: "candidates and ballots".to_owned() });
        }
        let voters: Vec<f64> = ballots.iter().map(|ballot| ballot.0).collect();
        check_weights("the profile", &voters)?;
        let total: f64 = voters.iter().sum();
        // Room for every sum of points and of pairs.
        if !(total * candidates as f64 * candidates as f64).is_finite() {
            let what = "Numbers of voters are too large to be added up".to_owned();
            return Err(Fault::Weights { what });
        }
        Ok(Profile { candidates, total, ballots })
    }

    /// The number of candidates.
    #[must_use]
    pub fn candidates(&self) -> usize {
        self.candidates
    }

    /// The number of all voters.
    #[must_use]
    pub fn voters(&self) -> f64 {
        self.total
    }

    /// The voters of each ballot, with the tier of each candidate: 0 the best, the same number
    /// where they are held equal.
    pub fn ballots(&self) -> impl Iterator<Item = (f64, &[u32])> + Clone {
        self.ballots.iter().map(|(voters, places)| (*voters, places.as_slice()))
    }
}

fn tier_number(tier: usize) -> Result<u32, Fault> {
    let most = u32::MAX as usize - 1;
    u32::try_from(tier).ok().filter(|tier| *tier < u32::MAX).ok_or_else(|| Fault::TooMuch {
        what: "tiers in a ballot".to_owned(),
        found: tier,
        most,
    })
}
