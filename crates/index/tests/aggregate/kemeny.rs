//! Kemeny's order against the handbook and every order there is.

use gangmu_index::Matrix;
use gangmu_index::aggregate::condorcet::majorities;
use gangmu_index::aggregate::kemeny::{MOST_EXACT, kemeny, kemeny_score};
use gangmu_index::aggregate::outranking::Outranking;
use gangmu_index::aggregate::profile::{Ballot, Profile};
use gangmu_num::random::Stream;
use proptest::prelude::*;

use super::pairs::{numbers, profile_of, scores, table};
use super::textbook::case;
use crate::support::same;

/// Every order of `0..n`, the smallest numbers first.
fn every_order(n: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![vec![]];
    for _ in 0..n {
        let longer = |order: &Vec<usize>| {
            let order = order.clone();
            let next = |i| [&order[..], &[i]].concat();
            (0..n).filter(|i| !order.contains(i)).map(next).collect::<Vec<_>>()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    orders
}

#[test]
fn handbook_table_30() {
    let Some(case) = case("condorcet_handbook_table28") else { return };
    let pairs = Outranking::of_profile(&profile_of(&case)).expect("few enough");
    for (order, wanted) in case.at("kemeny_scores").entries() {
        assert_eq!(kemeny_score(&pairs, &numbers(order)), Ok(wanted.number()), "{order}");
    }
    let found = kemeny(&pairs);
    assert_eq!(found.order, numbers(case.at("kemeny_order").text()));
    assert_eq!((found.proven, found.tied, found.bound), (true, Some(1), found.score));
}

proptest! {
    #[test]
    fn no_order_of_all_is_better((columns, weights) in scores()) {
        let pairs = Outranking::of_scores(&table(&columns), &weights).expect("few enough");
        let score = |order: &Vec<usize>| kemeny_score(&pairs, order).expect("an order");
        let all = every_order(pairs.units());
        let most = all.iter().map(score).fold(0.0, f64::max);
        let best: Vec<Vec<usize>> =
            all.into_iter().filter(|order| score(order) >= most - 1e-9).collect();
        let found = kemeny(&pairs);
        same("score", found.score, most, 1e-12);
        prop_assert!(found.proven);
        prop_assert_eq!(found.tied, Some(best.len() as u64));
        prop_assert_eq!(&found.order, &found.orders[0]);
        let told = best.len().min(found.orders.len());
        let mut listed = found.orders.clone();
        listed.sort();
        if told == best.len() {
            prop_assert_eq!(listed, best);
        } else {
            prop_assert!(listed.iter().all(|order| best.contains(order)) && told == 100);
        }
    }

    #[test]
    fn an_order_and_its_reverse_share_all_weight((columns, weights) in scores()) {
        let pairs = Outranking::of_scores(&table(&columns), &weights).expect("few enough");
        let n = pairs.units();
        let (order, back) = ((0..n).collect::<Vec<_>>(), (0..n).rev().collect::<Vec<_>>());
        let both =
            kemeny_score(&pairs, &order).expect("one") + kemeny_score(&pairs, &back).expect("one");
        same("both", both, (n * (n - 1) / 2) as f64, 1e-12);
        prop_assert!(kemeny(&pairs).score >= both / 2.0 - 1e-9);
    }
}

/// Columns of random figures.
fn random(rows: usize, columns: usize, seed: u64) -> Matrix {
    let mut stream = Stream::new(seed, 0);
    let mut column = || (0..rows).map(|_| Some(stream.unit())).collect::<Vec<_>>();
    Matrix::from_columns(&(0..columns).map(|_| column()).collect::<Vec<_>>()).expect("a table")
}

#[test]
fn a_tier_too_large_is_searched_and_says_so() {
    let mut searched = 0;
    for seed in 0..6 {
        let figures = random(60, 5, seed);
        let pairs = Outranking::of_scores(&figures, &[1.0; 5]).expect("few enough");
        let largest = majorities(&pairs).tiers.iter().map(Vec::len).max().expect("some");
        let found = kemeny(&pairs);
        same("score", found.score, kemeny_score(&pairs, &found.order).expect("an order"), 1e-12);
        assert!(found.bound >= found.score);
        if largest > MOST_EXACT {
            searched += 1;
            assert!(found.tied.is_none() && found.orders == [found.order.clone()]);
            assert!(found.bound <= 1.1 * found.score, "{} {}", found.score, found.bound);
            // No swap of neighbours helps.
            for at in 1..60 {
                let mut other = found.order.clone();
                other.swap(at - 1, at);
                assert!(kemeny_score(&pairs, &other).expect("one") <= found.score + 1e-9);
            }
        } else {
            assert!(found.proven);
        }
    }
    assert!(searched > 0);
}

#[test]
fn an_order_without_circles_is_exact_at_any_size() {
    let figures = random(200, 1, 3);
    let pairs = Outranking::of_scores(&figures, &[1.0]).expect("few enough");
    let found = kemeny(&pairs);
    assert_eq!((found.proven, found.tied, found.score), (true, Some(1), 19_900.0));
    let all_tied = Outranking::of_scores(&Matrix::missing(16, 1), &[1.0]).expect("few enough");
    let found = kemeny(&all_tied);
    assert_eq!((found.tied, found.orders.len()), (Some(20_922_789_888_000), 100));
    let all_tied = Outranking::of_scores(&Matrix::missing(17, 1), &[1.0]).expect("few enough");
    assert!(kemeny(&all_tied).proven, "the bound is reached");
}

#[test]
fn only_orders_have_a_score() {
    let profile = Profile::new(2, &[Ballot::strict(1.0, &[0, 1])]).expect("a profile");
    let pairs = Outranking::of_profile(&profile).expect("few enough");
    for order in [&[][..], &[0], &[0, 0], &[0, 2], &[0, 1, 0]] {
        assert_eq!(kemeny_score(&pairs, order).expect_err("refused").code(), "I008", "{order:?}");
    }
    assert_eq!(kemeny_score(&pairs, &[0, 1]), Ok(1.0));
}
