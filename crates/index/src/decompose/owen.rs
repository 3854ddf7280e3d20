//! Owen values: Shapley values of players who stand in groups that come and go as one.

use rayon::prelude::*;

use super::shapley::{MOST_PLAYERS, Split, weights};
use crate::Fault;

/// The most coalitions that are asked for.
pub const MOST_ASKED: usize = 1 << 21;

/// The exact Owen values of players in groups (Owen 1977): groups come in every order, and within
/// a group its members do, while other groups are there as a whole or not at all.
///
/// Players are numbered group by group: the first `sizes[0]` are in group 0, and so on. Bit i of a
/// coalition is player i. What the members of a group add together is the Shapley value of the
/// group. With groups of one, or one group, these are Shapley values.
///
/// # Errors
/// [`Fault::TooMuch`] for more than 64 players, more than 12 groups, 12 members of a group, or
/// [`MOST_ASKED`] coalitions; [`Fault::NotFinite`] where the function, or a difference of its
/// values, is no number.
///
/// ```
/// use gangmu_index::decompose::owen::owen;
/// // All three are needed; players 0 and 1 stand together.
/// let all = |who: u64| if who == 0b111 { 1.0 } else { 0.0 };
/// assert_eq!(owen(&[2, 1], all)?.values, [0.25, 0.25, 0.5]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
pub fn owen(sizes: &[usize], value: impl Fn(u64) -> f64 + Sync) -> Result<Split, Fault> {
    let players = check(sizes)?;
    let ask = |who: u64| -> Result<f64, Fault> {
        let worth = value(who);
        let fault = || Fault::NotFinite { what: format!("the value of coalition {who:#b}") };
        if worth.is_finite() { Ok(worth) } else { Err(fault()) }
    };
    let masks = masks(sizes);
    let between = weights(sizes.len());
    let mut values = Vec::with_capacity(players);
    for (group, size) in sizes.iter().enumerate() {
        let inside = weights(*size);
        let others: Vec<(u64, u32)> = masks
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != group)
            .map(|(_, mask)| *mask)
            .collect();
        let shift = masks[group].1;
        let with = |chosen: u32| -> Result<Vec<f64>, Fault> {
            let there = others.iter().enumerate().filter(|(k, _)| chosen >> k & 1 == 1);
            let outside = there.fold(0, |who, (_, mask)| who | mask.0);
            let worth: Result<Vec<f64>, Fault> =
                (0..1_u64 << size).map(|members| ask(outside | members << shift)).collect();
            let worth = worth?;
            let share = between[chosen.count_ones() as usize];
            let mut added = vec![0.0; *size];
            for (members, without) in worth.iter().enumerate() {
                let weight =
                    share * inside.get(members.count_ones() as usize).copied().unwrap_or_default();
                for (player, sum) in added.iter_mut().enumerate() {
                    if members >> player & 1 == 0 {
                        *sum += weight * (worth[members | 1 << player] - without);
                    }
                }
            }
            Ok(added)
        };
        let parts: Result<Vec<Vec<f64>>, Fault> =
            (0..1_u32 << others.len()).into_par_iter().map(with).collect();
        let mut sums = vec![0.0; *size];
        for part in parts? {
            sums.iter_mut().zip(part).for_each(|(sum, added)| *sum += added);
        }
        values.extend(sums);
    }
    let everyone = masks.iter().fold(0, |who, mask| who | mask.0);
    Split::of(values, ask(everyone)? - ask(0)?)
}

/// The members of each group as bits, and how far these are shifted.
fn masks(sizes: &[usize]) -> Vec<(u64, u32)> {
    let mut shift = 0;
    let mut masks = Vec::with_capacity(sizes.len());
    for size in sizes {
        // An empty group at the end would be shifted by 64.
        let members = (1_u64 << size) - 1;
        masks.push((members.checked_shl(shift).unwrap_or_default(), shift.min(63)));
        shift += *size as u32;
    }
    masks
}

/// How many players there are, if all can be worked out.
pub(super) fn check(sizes: &[usize]) -> Result<usize, Fault> {
    let too_much =
        |what: &str, found, most| Err(Fault::TooMuch { what: what.to_owned(), found, most });
    if sizes.len() > MOST_PLAYERS {
        return too_much("groups of players", sizes.len(), MOST_PLAYERS);
    }
    if let Some(size) = sizes.iter().find(|size| **size > MOST_PLAYERS) {
        return too_much("players in a group", *size, MOST_PLAYERS);
    }
    let players: usize = sizes.iter().sum();
    if players > 64 {
        return too_much("players in groups", players, 64);
    }
    let outside = 1_usize << sizes.len().saturating_sub(1);
    let asked: usize = sizes.iter().map(|size| outside << size).sum();
    if asked > MOST_ASKED {
        return too_much("coalitions to ask for", asked, MOST_ASKED);
    }
    Ok(players)
}
