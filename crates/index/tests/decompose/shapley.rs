//! Shapley and Owen values against every order of players, and the axioms they are known by.

use gangmu_index::decompose::owen::owen;
use gangmu_index::decompose::sampling::sampled;
use gangmu_index::decompose::shapley::exact;
use proptest::prelude::*;

use crate::support::same;

/// Every order of `0..n`.
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

/// The mean of what each player adds, over these orders.
fn slow(n: usize, orders: &[Vec<usize>], value: &dyn Fn(u32) -> f64) -> Vec<f64> {
    let mut values = vec![0.0; n];
    for order in orders {
        let mut who = 0;
        for player in order {
            values[*player] += (value(who | 1 << player) - value(who)) / orders.len() as f64;
            who |= 1 << player;
        }
    }
    values
}

/// A game: a value for each coalition of up to 5 players.
fn game() -> impl Strategy<Value = (usize, Vec<f64>)> {
    (0_usize..6).prop_flat_map(|n| (Just(n), prop::collection::vec(-10.0_f64..10.0, 1 << n)))
}

proptest! {
    #[test]
    fn every_order_says_the_same((n, worth) in game()) {
        let value = |who: u32| worth[who as usize];
        let found = exact(n, value).expect("it has");
        for (found, wanted) in found.values.iter().zip(slow(n, &every_order(n), &value)) {
            same("Shapley", *found, wanted, 1e-12);
        }
        same("total", found.values.iter().sum(), worth[worth.len() - 1] - worth[0], 1e-12);
        prop_assert!(found.remainder.abs() <= 1e-12);
    }

    #[test]
    fn axioms(
        (n, worth) in game(),
        (other, weight) in (prop::collection::vec(-5.0_f64..5.0, 32), -3.0_f64..3.0),
    ) {
        prop_assume!(n >= 2);
        let value = |who: u32| worth[who as usize];
        let plain = exact(n, value).expect("it has").values;
        // Linear: of a sum of games, the sum.
        let sum = exact(n, |who| value(who) + weight * other[who as usize]).expect("it has").values;
        let second = exact(n, |who| other[who as usize]).expect("it has").values;
        for player in 0..n {
            same("linear", sum[player], plain[player] + weight * second[player], 1e-12);
        }
        // Who changes nothing gets nothing; who is replaced without a change gets the same.
        let dull = exact(n, |who| value(who & !1)).expect("it has").values;
        prop_assert!(dull[0].abs() <= 1e-12);
        let twins =
            exact(n, |who| value((who & !3) | (who & 3).count_ones())).expect("it has").values;
        same("twins", twins[0], twins[1], 1e-12);
    }

    #[test]
    fn owen_is_the_mean_over_orders_that_keep_groups_together(
        (n, worth) in game(),
        cut in 0_usize..6,
    ) {
        let cut = cut.min(n);
        let sizes = [cut, (n - cut) / 2, n - cut - (n - cut) / 2];
        let group = |player: usize| {
            if player < cut {
                0
            } else if player < cut + sizes[1] {
                1
            } else {
                2
            }
        };
        let together = |order: &Vec<usize>| {
            let groups: Vec<usize> = order.iter().map(|p| group(*p)).collect();
            let mut runs = groups.clone();
            runs.dedup();
            let mut kinds = groups;
            kinds.sort_unstable();
            kinds.dedup();
            runs.len() == kinds.len()
        };
        let orders: Vec<Vec<usize>> = every_order(n).into_iter().filter(together).collect();
        let value = |who: u32| worth[who as usize];
        let found = owen(&sizes, |who| worth[who as usize]).expect("it has");
        for (found, wanted) in found.values.iter().zip(slow(n, &orders, &value)) {
            same("Owen", *found, wanted, 1e-12);
        }
        // With groups of one, or one group, it is Shapley's.
        let shapley = exact(n, value).expect("it has").values;
        for sizes in [vec![1; n], vec![n]] {
            let found = owen(&sizes, |who| worth[who as usize]).expect("it has").values;
            for (found, wanted) in found.iter().zip(&shapley) {
                same("Owen", *found, *wanted, 1e-12);
            }
        }
    }
}

#[test]
fn draws_come_near_and_say_how_near() {
    // Pairs of neighbours add something, and the whole is not a sum.
    let value = |who: &[bool]| {
        let pairs = who.windows(2).filter(|pair| pair[0] && pair[1]).count() as f64;
        let size = who.iter().filter(|inside| **inside).count() as f64;
        pairs * pairs + size.sqrt()
    };
    let bits = |who: u32| value(&(0..9).map(|i| who >> i & 1 == 1).collect::<Vec<_>>());
    let truth = exact(9, bits).expect("it has");
    let found = sampled(9, value, 7, 3_000).expect("it has");
    same("total", found.split.total, truth.total, 1e-12);
    assert!(found.split.remainder.abs() < 1e-11);
    for (player, truth) in truth.values.iter().enumerate() {
        let off = (found.split.values[player] - truth).abs();
        assert!(off <= 4.5 * found.errors[player], "{player}: {off} {}", found.errors[player]);
        assert!(found.errors[player] < 0.1);
    }
    // The error falls with the root of the draws.
    let more = sampled(9, value, 8, 12_000).expect("it has");
    let ratio = found.errors[4] / more.errors[4];
    assert!((1.8..2.2).contains(&ratio), "{ratio}");
}

#[test]
fn draws_are_the_same_at_any_number_of_threads() {
    let value = |who: &[bool]| {
        let at = who.iter().enumerate().filter(|(_, inside)| **inside);
        at.map(|(i, _)| i as f64 + 0.1).sum::<f64>().sqrt()
    };
    let run = |threads| {
        let pool = rayon_pool(threads);
        pool.install(|| sampled(20, value, 3, 500).expect("it has"))
    };
    assert_eq!(run(1), run(3));
}

fn rayon_pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

#[test]
fn no_players_and_too_many() {
    let none = exact(0, |_| 5.0).expect("stated");
    assert_eq!((none.values.len(), none.total, none.remainder), (0, 0.0, 0.0));
    assert_eq!(owen(&[], |_| 5.0).expect("stated"), none);
    assert_eq!(owen(&[0, 0], |_| 5.0).expect("stated"), none);
    assert_eq!(sampled(0, |_| 5.0, 1, 2).expect("stated").split, none);
    assert_eq!(exact(13, |_| 0.0).expect_err("refused").code(), "I012");
    for sizes in [&[1; 13][..], &[13], &[12; 6], &[12; 12], &[usize::MAX]] {
        assert_eq!(owen(sizes, |_| 0.0).expect_err("refused").code(), "I012");
    }
    assert!(owen(&[12, 12, 12, 12, 12, 4], |who| who.count_ones().into()).is_ok());
    assert_eq!(sampled(1, |_| 0.0, 1, 1).expect_err("refused").code(), "I010");
    assert_eq!(sampled(usize::MAX, |_| 0.0, 1, 2).expect_err("refused").code(), "I012");
    assert_eq!(sampled(10, |_| 0.0, 1, usize::MAX).expect_err("refused").code(), "I012");
    for bad in [f64::NAN, f64::INFINITY] {
        let some = |who: u32| if who == 3 { bad } else { 0.0 };
        assert_eq!(exact(2, some).expect_err("refused").code(), "I003");
        assert_eq!(owen(&[1, 1], |who| some(who as u32)).expect_err("refused").code(), "I003");
        let all = |who: &[bool]| if who[0] && !who[1] { bad } else { 0.0 };
        assert_eq!(sampled(2, all, 1, 9).expect_err("refused").code(), "I003");
    }
    let far = |who: u32| if who == 0 { f64::MIN } else { f64::MAX };
    assert_eq!(exact(1, far).expect_err("refused").code(), "I003");
    assert_eq!(owen(&[1], |who| far(who as u32)).expect_err("refused").code(), "I003");
    let far = |who: &[bool]| if who[0] { f64::MAX } else { f64::MIN };
    assert_eq!(sampled(1, far, 1, 9).expect_err("refused").code(), "I003");
}
