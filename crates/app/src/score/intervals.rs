//! Intervals of places over many draws, and who cannot be told apart.

use gangmu_domain::assessment::CompareWithin;
use gangmu_index::rank::distribution::RankDistribution;

use super::draws::Draws;
use super::run::Scored;
use super::ties::tied;

/// So many in a hundred draws are left out at either end, and so many must show who is ahead.
const LEFT_OUT: usize = 5;

/// Between which places a subject lies, and who is neither ahead of it nor behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// In at most 5 of 100 draws the place is better.
    pub low: u32,
    /// In at most 5 of 100 draws the place is worse.
    pub high: u32,
    /// Who cannot be told apart from it, by their places among the subjects.
    pub tied: Vec<usize>,
}

/// The intervals of all subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intervals {
    /// Over which draws.
    pub draws: Draws,
    of: Vec<Option<Interval>>,
}

impl Intervals {
    /// The interval of a subject; `None` for whom there is no place.
    pub fn of(&self, subject: usize) -> Option<&Interval> {
        self.of.get(subject)?.as_ref()
    }

    /// From the places of all subjects in each draw, 0 for no place.
    pub(super) fn new(scored: &Scored<'_>, draws: Draws, places: &[Vec<u32>]) -> Intervals {
        let outcome = scored.outcome;
        let mut of: Vec<Option<Interval>> = vec![None; outcome.results.len()];
        for members in compared(scored) {
            let nominal: Vec<u32> = members
                .iter()
                .map(|index| outcome.results.get(*index).and_then(|r| r.rank).unwrap_or(0))
                .collect();
            // A class in which nobody has a place, for it is too small, has no intervals.
            if nominal.iter().all(|place| *place == 0) {
                continue;
            }
            let own = |draw: &Vec<u32>| -> Vec<u32> {
                members.iter().map(|index| draw.get(*index).copied().unwrap_or(0)).collect()
            };
            let rows: Vec<Vec<u32>> = places.iter().map(own).collect();
            let Some(ends) = ends(&nominal, &rows) else { continue };
            let alike = tied(&nominal, &rows);
            for (place, index) in
                members.iter().enumerate().filter(|(place, _)| nominal[*place] > 0)
            {
                of[*index] = ends[place].map(|(low, high)| Interval {
                    low,
                    high,
                    tied: alike[place].iter().map(|other| members[*other]).collect(),
                });
            }
        }
        Intervals { draws, of }
    }
}

/// Those who are compared with each other.
fn compared(scored: &Scored<'_>) -> Vec<Vec<usize>> {
    let subjects = &scored.outcome.subjects;
    if scored.scheme.scheme.policy.compare_within == CompareWithin::All {
        return vec![(0..subjects.len()).collect()];
    }
    let mut classes = vec![Vec::new(); subjects.classes()];
    for (index, class) in subjects.class().iter().enumerate() {
        if let Some(members) = classes.get_mut(*class as usize) {
            members.push(index);
        }
    }
    classes
}

/// The places that leave 5 % of the draws out at either end, for each member that has any: whole
/// places, the lower end at the draw below, the upper at the draw above.
fn ends(nominal: &[u32], rows: &[Vec<u32>]) -> Option<Vec<Option<(u32, u32)>>> {
    let mut ranks = RankDistribution::new(nominal, rows.len()).ok()?;
    rows.iter().try_for_each(|row| ranks.add(row)).ok()?;
    let of = |member: usize| {
        let places = ranks.frequencies(member);
        let last = places.iter().map(|(_, count)| *count as usize).sum::<usize>().checked_sub(1)?;
        let at = |wanted: usize| {
            let mut seen = 0;
            let reached = places.iter().find(|(_, count)| {
                seen += *count as usize;
                seen > wanted
            });
            reached.map(|(place, _)| *place)
        };
        let left_out = last * LEFT_OUT / 100;
        Some((at(left_out)?, at(last - left_out)?))
    };
    Some((0..nominal.len()).map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::ends;

    #[test]
    fn the_ends_are_whole_places_that_leave_five_in_a_hundred_out() {
        // 1..=101 by draw: the draws from 0 to 100 by place; the 5th and the 95th of them.
        let rows: Vec<Vec<u32>> = (0..101)
            .map(|draw| (0..101).map(|member| (member + draw) % 101 + 1).collect())
            .collect();
        let nominal: Vec<u32> = (1..=101).collect();
        for found in ends(&nominal, &rows).unwrap() {
            assert_eq!(found, Some((6, 96)));
        }
        // A few draws are too few to leave any out.
        let few = [vec![1, 2, 0], vec![2, 1, 0], vec![1, 2, 0]];
        assert_eq!(ends(&[1, 2, 0], &few).unwrap(), [Some((1, 2)), Some((1, 2)), None]);
    }
}
