//! Who cannot be told apart: of two that are compared, neither is ahead in at least 95 % of the draws.

use rayon::prelude::*;

/// Of a hundred draws so many must show who is ahead; a draw in which both share a place counts half.
const SHOWN: u64 = 95;

/// For each member those that cannot be told apart from it, from the places of all in each draw (0 for
/// no place). Draws in which one of two has no place say nothing about them; who has no place by
/// `nominal` is left out.
pub(super) fn tied(nominal: &[u32], rows: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let members: Vec<Member> =
        (0..nominal.len()).map(|place| Member::new(place, nominal, rows)).collect();
    let mut order: Vec<&Member> = members.iter().filter(|member| member.ranked).collect();
    order.sort_by_key(|member| (member.best, member.place));
    let pairs: Vec<(usize, usize)> = order
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, one)| {
            // Those further on are all as far behind.
            let near = order[at + 1..].iter().take_while(|other| other.best <= one.worst);
            near.filter(|other| !is_told_apart(&one.places, &other.places))
                .map(|other| (one.place, other.place))
        })
        .collect();
    let mut found = vec![Vec::new(); nominal.len()];
    for (one, other) in pairs {
        found[one].push(other);
        found[other].push(one);
    }
    found.iter_mut().for_each(|list| list.sort_unstable());
    found
}

/// The places of one member, draw by draw.
struct Member {
    place: usize,
    ranked: bool,
    places: Vec<u32>,
    /// Better and worse places are so few that they do not matter for any pair.
    best: u32,
    worst: u32,
}

impl Member {
    fn new(place: usize, nominal: &[u32], rows: &[Vec<u32>]) -> Member {
        let places: Vec<u32> = rows.iter().map(|row| row[place]).collect();
        let mut sorted = places.clone();
        sorted.sort_unstable();
        // So many at one end of the one and at the other end of the other are together at most the
        // 5 % in which it may be otherwise. With draws without a place there is no such end.
        let few = rows.len() * (100 - SHOWN as usize) / 200;
        let all = sorted.first().is_some_and(|first| *first > 0);
        let best = if all { sorted[few] } else { 0 };
        let worst = if all { sorted[sorted.len() - 1 - few] } else { u32::MAX };
        let ranked = nominal.get(place).is_some_and(|rank| *rank > 0);
        Member { place, ranked, places, best, worst }
    }
}

/// Whether one of two is ahead in at least 95 % of the draws in which both have a place.
fn is_told_apart(one: &[u32], other: &[u32]) -> bool {
    let (mut ahead, mut behind, mut shared) = (0_u64, 0_u64, 0_u64);
    for (a, b) in one.iter().zip(other) {
        let both = u64::from(*a > 0) & u64::from(*b > 0);
        ahead += both & u64::from(a < b);
        behind += both & u64::from(a > b);
        shared += both & u64::from(a == b);
    }
    let all = 2 * (ahead + behind + shared);
    let most = (2 * ahead.max(behind) + shared) * 100;
    all == 0 || most >= SHOWN * all
}

#[cfg(test)]
mod tests {
    use gangmu_num::random::Stream;

    use super::*;

    fn by_every_pair(nominal: &[u32], rows: &[Vec<u32>]) -> Vec<Vec<usize>> {
        let column = |place: usize| rows.iter().map(|row| row[place]).collect::<Vec<u32>>();
        let tied = |a: usize, b: usize| {
            a != b && nominal[a] > 0 && nominal[b] > 0 && !is_told_apart(&column(a), &column(b))
        };
        let all = 0..nominal.len();
        all.clone().map(|a| all.clone().filter(|b| tied(a, *b)).collect()).collect()
    }

    #[test]
    fn ninety_five_in_a_hundred_tell_apart_and_shared_places_count_half() {
        let rows = |ahead: usize, shared: usize| -> Vec<Vec<u32>> {
            (0..100)
                .map(|draw| match draw {
                    _ if draw < ahead => vec![1, 2],
                    _ if draw < ahead + shared => vec![1, 1],
                    _ => vec![2, 1],
                })
                .collect()
        };
        let alike = |ahead, shared| !tied(&[1, 2], &rows(ahead, shared))[0].is_empty();
        assert!(!alike(95, 0) && alike(94, 0) && !alike(5, 0) && alike(6, 0));
        assert!(!alike(94, 2) && alike(94, 1) && alike(0, 100));
    }

    #[test]
    fn what_is_skipped_would_have_been_told_apart() {
        let mut stream = Stream::new(3, 0);
        for units in [2, 5, 23] {
            for draws in [1, 7, 100, 130] {
                let row = |stream: &mut Stream| -> Vec<u32> {
                    let noise = |stream: &mut Stream, at: usize| at + stream.below(6);
                    let scores: Vec<usize> = (0..units).map(|at| noise(stream, at)).collect();
                    let better = |own: &usize| scores.iter().filter(|s| *s < own).count() as u32;
                    let unranked = stream.below(9 * units);
                    let place = |(at, own): (usize, &usize)| {
                        if at == unranked { 0 } else { better(own) + 1 }
                    };
                    scores.iter().enumerate().map(place).collect()
                };
                let rows: Vec<Vec<u32>> = (0..draws).map(|_| row(&mut stream)).collect();
                let nominal = row(&mut stream);
                assert_eq!(tied(&nominal, &rows), by_every_pair(&nominal, &rows));
            }
        }
    }
}
