//! Borda, outranking, Condorcet, Copeland: published cases, slow twins, laws.

use std::cmp::Ordering;

use gangmu_index::Matrix;
use gangmu_index::aggregate::borda::borda;
use gangmu_index::aggregate::condorcet::majorities;
use gangmu_index::aggregate::outranking::{MOST_UNITS, Outranking, copeland_of_scores};
use gangmu_index::aggregate::profile::{Ballot, Profile};
use proptest::prelude::*;

use super::textbook::{Json, case};
use crate::support::same;

/// A letter's number.
pub(super) fn candidate(letter: char) -> usize {
    letter as usize - 'a' as usize
}

pub(super) fn numbers(order: &str) -> Vec<usize> {
    order.chars().map(candidate).collect()
}

pub(super) fn profile_of(case: &Json) -> Profile {
    let ballot = |line: &Json| {
        let [voters, order] = line.items() else { panic!("two items") };
        Ballot::strict(voters.number(), &numbers(order.text()))
    };
    let ballots: Vec<Ballot> = case.at("profile").items().iter().map(ballot).collect();
    let candidates = ballots[0].tiers.len();
    Profile::new(candidates, &ballots).expect("a profile")
}

#[test]
fn handbook_tables_25_to_30() {
    for name in ["condorcet_handbook_table25", "condorcet_handbook_table28"] {
        let Some(case) = case(name) else { return };
        let profile = profile_of(&case);
        let points = borda(&profile);
        for (letter, wanted) in case.at("borda").entries() {
            assert_eq!(points[numbers(letter)[0]], wanted.number(), "{name} {letter}");
        }
        let pairs = Outranking::of_profile(&profile).expect("few enough");
        for (letters, wanted) in case.at("outranking").entries() {
            let [i, j] = numbers(letters)[..] else { panic!("a pair") };
            assert_eq!(pairs.ahead(i, j), wanted.number(), "{name} {letters}");
        }
        let found = majorities(&pairs);
        if name.ends_with("25") {
            let order = numbers(case.at("condorcet_order").text());
            assert_eq!((found.winner, found.loser), (Some(order[0]), Some(order[3])));
            assert_eq!((found.order, found.cycles.len(), found.tied), (Some(order), 0, 0));
        } else {
            assert_eq!((found.winner, found.order), (None, None));
            assert_eq!((found.tiers, found.cycles), (vec![vec![0, 1, 2]], vec![vec![0, 1, 2]]));
        }
    }
}

/// Orders with ties, as a score of each candidate by each voter.
pub(super) fn scores() -> impl Strategy<Value = (Vec<Vec<u8>>, Vec<f64>)> {
    (1_usize..8, 1_usize..8).prop_flat_map(|(candidates, voters)| {
        (
            prop::collection::vec(prop::collection::vec(0_u8..6, candidates), voters),
            prop::collection::vec((1_u8..9).prop_map(f64::from), voters),
        )
    })
}

pub(super) fn table(columns: &[Vec<u8>]) -> Matrix {
    let some = |column: &Vec<u8>| column.iter().map(|x| Some(f64::from(*x))).collect::<Vec<_>>();
    Matrix::from_columns(&columns.iter().map(some).collect::<Vec<_>>()).expect("a table")
}

/// Whether every unit of `set` beats every other.
fn dominates(pairs: &Outranking, set: usize) -> bool {
    let n = pairs.units();
    let inside = |i: &usize| set >> i & 1 == 1;
    (0..n)
        .filter(inside)
        .all(|i| (0..n).filter(|j| !inside(j)).all(|j| pairs.compare(i, j) == Ordering::Greater))
}

proptest! {
    #[test]
    fn pair_by_pair_it_is_the_same((columns, weights) in scores()) {
        let profile = Profile::of_scores(&table(&columns), &weights).expect("a profile");
        let pairs = Outranking::of_profile(&profile).expect("few enough");
        let shares = Outranking::of_scores(&table(&columns), &weights).expect("few enough");
        let points = borda(&profile);
        let total: f64 = weights.iter().sum();
        for i in 0..profile.candidates() {
            let mut sum = 0.0;
            for j in (0..profile.candidates()).filter(|j| *j != i) {
                let mut ahead = 0.0;
                for (column, weight) in columns.iter().zip(&weights) {
                    ahead += match column[i].cmp(&column[j]) {
                        Ordering::Greater => *weight,
                        Ordering::Equal => weight / 2.0,
                        Ordering::Less => 0.0,
                    };
                }
                prop_assert_eq!(pairs.ahead(i, j), ahead);
                same("share", shares.ahead(i, j), ahead / total, 1e-12);
                prop_assert_eq!(pairs.compare(i, j), shares.compare(i, j));
                prop_assert_eq!(pairs.ahead(i, j) + pairs.ahead(j, i), total);
                sum += ahead;
            }
            // The Borda count is the sum of a row of the outranking matrix.
            prop_assert_eq!(points[i], sum);
        }
        prop_assert_eq!(
            points.iter().sum::<f64>(),
            total * (points.len() * (points.len() - 1)) as f64 / 2.0
        );
    }

    #[test]
    fn tiers_are_the_sets_that_beat_all_others((columns, weights) in scores()) {
        let pairs = Outranking::of_scores(&table(&columns), &weights).expect("few enough");
        let found = majorities(&pairs);
        let n = pairs.units();
        // By trying every set of units.
        let ends: Vec<usize> = {
            let mut sizes: Vec<usize> = (1..1_usize << n)
                .filter(|set| dominates(&pairs, *set))
                .map(|set| set.count_ones() as usize)
                .collect();
            sizes.sort_unstable();
            sizes
        };
        let mut reached = 0;
        let told: Vec<usize> = found
            .tiers
            .iter()
            .map(|tier| {
                reached += tier.len();
                reached
            })
            .collect();
        prop_assert_eq!(told, ends);
        let beats_all =
            |i: &usize| (0..n).all(|j| j == *i || pairs.compare(*i, j) == Ordering::Greater);
        prop_assert_eq!(found.winner, (0..n).find(beats_all));
        for cycle in &found.cycles {
            prop_assert!(cycle.len() >= 3);
            for (at, i) in cycle.iter().enumerate() {
                let next = cycle[(at + 1) % cycle.len()];
                prop_assert_eq!(pairs.compare(*i, next), Ordering::Greater);
            }
        }
        let tied = (0..n)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .filter(|(i, j)| pairs.compare(*i, *j) == Ordering::Equal)
            .count();
        prop_assert_eq!((found.tied, found.ties.len()), (tied, tied));
        if tied == 0 {
            prop_assert_eq!(
                found.cycles.len(),
                found.tiers.iter().filter(|tier| tier.len() > 1).count()
            );
        }
    }

    #[test]
    fn copeland_counts_the_same_without_the_matrix(
        (columns, weights) in scores(),
        hole in 0_usize..64,
    ) {
        let mut table = table(&columns);
        let (row, column) = (hole % table.rows(), hole / 8 % table.columns());
        table.set(row, column, None).expect("inside");
        let pairs = Outranking::of_scores(&table, &weights).expect("few enough");
        let found = pairs.copeland();
        prop_assert_eq!(&copeland_of_scores(&table, &weights).expect("few enough"), &found);
        prop_assert_eq!(found.iter().map(|unit| unit.score()).sum::<i64>(), 0);
        for (i, unit) in found.iter().enumerate() {
            prop_assert_eq!(unit.wins + unit.losses + unit.ties, found.len() - 1);
            let share = weights[column] / weights.iter().sum::<f64>();
            for j in (0..found.len()).filter(|j| *j != i) {
                let known = if i == row || j == row { 1.0 - share } else { 1.0 };
                same("known", pairs.ahead(i, j) + pairs.ahead(j, i), known, 1e-12);
            }
        }
    }
}

#[test]
fn what_has_no_answer_is_refused() {
    let code = |candidates, ballots: &[Ballot]| {
        Profile::new(candidates, ballots).map_err(|fault| fault.code()).err()
    };
    let one = |order: &[usize]| Ballot::strict(1.0, order);
    assert_eq!(code(0, &[one(&[])]), Some("I001"));
    assert_eq!(code(1, &[]), Some("I001"));
    for order in [&[0][..], &[0, 0], &[0, 2], &[0, 1, 1]] {
        assert_eq!(code(2, &[one(order)]), Some("I008"), "{order:?}");
    }
    assert_eq!(code(usize::MAX, &[one(&[0])]), Some("I008"));
    for voters in [-1.0, 0.0, f64::NAN, f64::INFINITY, f64::MAX] {
        let ballot = Ballot::strict(voters, &[0, 1]);
        assert_eq!(code(2, &[ballot]), Some("I007"), "{voters}");
    }
    let tied = Ballot { voters: 2.0, tiers: vec![vec![], vec![1, 0], vec![]] };
    assert_eq!(borda(&Profile::new(2, &[tied]).expect("a profile")), [1.0, 1.0]);
    let hole = Matrix::from_rows(&[[Some(1.0)], [None]]).expect("a table");
    assert_eq!(Profile::of_scores(&hole, &[1.0]).expect_err("refused").code(), "I005");
    let pairs = Outranking::of_scores(&hole, &[1.0]).expect("it takes such");
    assert_eq!((pairs.ahead(0, 1), pairs.compare(0, 1)), (0.0, Ordering::Equal));
    assert_eq!((pairs.ahead(0, 2), pairs.ahead(7, 0)), (0.0, 0.0));
    let many = Matrix::missing(MOST_UNITS + 1, 1);
    assert_eq!(Outranking::of_scores(&many, &[1.0]).expect_err("refused").code(), "I012");
    let huge = Matrix::missing(1_000_000, 1);
    assert_eq!(copeland_of_scores(&huge, &[1.0]).expect_err("refused").code(), "I012");
    assert_eq!(Outranking::of_scores(&hole, &[]).expect_err("refused").code(), "I002");
    assert_eq!(Outranking::of_scores(&hole, &[0.0]).expect_err("refused").code(), "I007");
    let none = Outranking::of_scores(&Matrix::missing(0, 1), &[1.0]).expect_err("refused");
    assert_eq!(none.code(), "I001");
    // 0.1 + 0.2 against 0.3 is a tie, whatever the last bits say.
    let three = Matrix::from_rows(&[[1.0, 1.0, 0.0].map(Some), [0.0, 0.0, 1.0].map(Some)]);
    let pairs = Outranking::of_scores(&three.expect("a table"), &[0.1, 0.2, 0.3]);
    assert_eq!(pairs.expect("few enough").copeland()[0].ties, 1);
}
