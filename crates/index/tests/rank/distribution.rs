//! Distributions of ranks, against sorted lists and against COINr.

use gangmu_index::Fault;
use gangmu_index::rank::distribution::{RankDistribution, mean_shift};
use gangmu_index::rank::quantile::of_sorted;
use gangmu_num::random::Stream;
use proptest::prelude::*;

use crate::support::{Table, same};

/// Columns of ranks, those whose names begin so.
fn draws(table: &Table, begin: &str) -> Vec<Vec<u32>> {
    let names = table.names.iter().filter(|name| name.starts_with(begin));
    let whole = |name: &String| table.whole(name).into_iter().map(|rank| rank as u32).collect();
    names.map(whole).collect()
}

#[test]
fn the_ranks_of_the_asem_index_are_summed_up_as_by_coinr() {
    let Some(ranks) = Table::read("coinr/asem_ua_ranks_seed42_N100.csv") else { return };
    let Some(wanted) = Table::read("coinr/asem_ua_rankstats_seed42_N100.csv") else { return };
    let nominal: Vec<u32> = ranks.whole("Nominal").into_iter().map(|rank| rank as u32).collect();
    let draws = draws(&ranks, "r_");
    assert_eq!((nominal.len(), draws.len()), (51, 100));
    // Announcing few draws and many takes either way of holding them.
    for most in [100, 50_000] {
        let mut distribution = RankDistribution::new(&nominal, most).expect("a distribution");
        draws.iter().for_each(|draw| distribution.add(draw).expect("a draw"));
        let found = distribution.summaries(0.05).expect("summaries");
        let wanted_rows = wanted.by("uCode");
        for (unit, code) in ranks.text("uCode").into_iter().enumerate() {
            let found = found[unit].expect("a rank");
            let row = wanted_rows[code];
            let number = |name: &str| row[wanted.place(name)].parse::<f64>().expect("a number");
            let near = |name: &str, found: f64| {
                let wanted = number(name);
                assert!((found - wanted).abs() <= 0.005, "{code} {name}: {found}, not {wanted}");
            };
            near("Nominal", f64::from(found.nominal.expect("a rank")));
            near("Mean", found.mean);
            near("Median", found.median);
            near("Q5", found.low);
            near("Q95", found.high);
        }
    }
}

/// Ranks of `units` units in `count` draws, some of them missing.
fn random_draws(units: usize, count: usize, seed: u64) -> Vec<Vec<u32>> {
    let mut stream = Stream::new(seed, 0);
    let mut rank = || if stream.below(9) == 0 { 0 } else { stream.below(units) as u32 + 1 };
    (0..count).map(|_| (0..units).map(|_| rank()).collect()).collect()
}

fn gather(nominal: &[u32], draws: &[Vec<u32>], most: usize) -> RankDistribution {
    let mut distribution = RankDistribution::new(nominal, most).expect("a distribution");
    draws.iter().for_each(|draw| distribution.add(draw).expect("a draw"));
    distribution
}

proptest! {
    #[test]
    fn summaries_are_those_of_sorted_lists(
        units in 1_usize..80, count in 1_usize..60, seed in 0_u64..1_000, share in 0.0..1.0,
    ) {
        let draws = random_draws(units, count, seed);
        let nominal = &random_draws(units, 1, seed + 1)[0];
        let distribution = gather(nominal, &draws, count);
        let (mut far, mut both) = (0.0, 0.0);
        for unit in 0..units {
            let mut list: Vec<f64> = draws.iter().map(|draw| f64::from(draw[unit])).collect();
            list.retain(|rank| *rank > 0.0);
            list.sort_by(f64::total_cmp);
            prop_assert_eq!(distribution.quantile(unit, share), of_sorted(&list, share));
            let Some(found) = distribution.summary(unit, 0.1).expect("a summary") else {
                prop_assert!(list.is_empty());
                continue;
            };
            let mean = |of: &dyn Fn(f64) -> f64| {
                list.iter().map(|rank| of(*rank)).sum::<f64>() / list.len() as f64
            };
            same("mean", found.mean, mean(&|rank| rank), 1e-12);
            prop_assert_eq!(Some(found.high), of_sorted(&list, 0.9));
            let places = units as u32 / 2;
            let among = mean(&|rank| f64::from(u8::from(rank <= f64::from(places))));
            same("within", distribution.within(unit, places).expect("a share"), among, 1e-12);
            if nominal[unit] > 0 {
                let shift = mean(&|rank| (rank - f64::from(nominal[unit])).abs());
                same("shift", found.mean_shift.expect("a shift"), shift, 1e-12);
                far += shift * list.len() as f64;
                both += list.len() as f64;
            }
        }
        same("all", distribution.mean_shift().unwrap_or(0.0), far / f64::max(both, 1.0), 1e-12);
    }

    #[test]
    fn neither_the_order_of_draws_nor_the_way_they_are_held_shows(
        units in 2_usize..40, count in 2_usize..60, cut in 1_usize..60, seed in 0_u64..1_000,
    ) {
        let draws = random_draws(units, count, seed);
        let nominal: Vec<u32> = (1..=units as u32).collect();
        let whole = gather(&nominal, &draws, count);
        let cut = cut.min(count - 1);
        let mut turned = gather(&nominal, &draws[cut..], count);
        turned.merge(&gather(&nominal, &draws[..cut], count)).expect("merged");
        let other = gather(&nominal, &draws, 100 * count);
        prop_assert_eq!(turned.draws(), count);
        for found in [&turned, &other] {
            prop_assert_eq!(whole.summaries(0.05), found.summaries(0.05));
            prop_assert_eq!(whole.matrix(), found.matrix());
            prop_assert_eq!(whole.mean_shift(), found.mean_shift());
        }
        // Each row of the matrix adds up to 1, and to the share within any number of places.
        let matrix = whole.matrix().expect("a matrix");
        for unit in 0..units {
            let Some(share) = whole.within(unit, units as u32) else { continue };
            same("all places", share, 1.0, 0.0);
            same("row", matrix.row(unit).flatten().sum::<f64>(), 1.0, 1e-12);
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    assert!(matches!(RankDistribution::new(&[], 1), Err(Fault::Empty { .. })));
    assert!(matches!(RankDistribution::new(&[1], 0), Err(Fault::Empty { .. })));
    assert!(matches!(RankDistribution::new(&[2], 1), Err(Fault::Domain { .. })));
    let many = vec![1; 1_000_000];
    assert!(matches!(RankDistribution::new(&many, 1_000), Err(Fault::TooMuch { .. })));
    let mut two = RankDistribution::new(&[1, 0], 1).expect("a distribution");
    assert!(matches!(two.add(&[1]), Err(Fault::Shape { .. })));
    assert!(matches!(two.add(&[1, 3]), Err(Fault::Domain { .. })));
    assert_eq!(two.summary(0, 0.05), Ok(None));
    assert_eq!(two.add(&[1, 0]), Ok(()));
    assert!(matches!(two.add(&[1, 2]), Err(Fault::TooMuch { found: 2, most: 1, .. })));
    assert_eq!(two.summary(1, 0.05), Ok(None));
    assert_eq!(two.summary(7, 0.05), Ok(None));
    assert_eq!(two.within(1, 1), None);
    assert_eq!(two.frequencies(0), [(1, 1)]);
    assert!(matches!(two.summary(0, 0.5), Err(Fault::Parameter { .. })));
    assert!(matches!(two.summaries(f64::NAN), Err(Fault::Parameter { .. })));
    let other = RankDistribution::new(&[1, 2], 1).expect("a distribution");
    assert!(matches!(two.merge(&other), Err(Fault::Recipe { .. })));
    assert_eq!(mean_shift(&[0, 1], &[1, 0]), None);
}
