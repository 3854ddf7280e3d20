//! A draw of places: its probabilities, and that it keeps them.

use std::collections::BTreeMap;

use gangmu_index::integrity::verification::{Design, Draw, draw, share_out};
use proptest::prelude::*;

fn drawn(
    strata: &[usize],
    draws: &[(usize, usize)],
    sizes: &[f64],
    risks: &[f64],
    seed: u64,
) -> Draw {
    let draws: BTreeMap<usize, usize> = draws.iter().copied().collect();
    draw(&Design { strata, draws: &draws, sizes, risks, seed }).unwrap()
}

/// Probabilities by taking out who is certain until nobody else is.
fn plain(sizes: &[f64], wanted: usize) -> Vec<f64> {
    let mut certain = vec![false; sizes.len()];
    loop {
        let left: Vec<usize> = (0..sizes.len()).filter(|at| !certain[*at]).collect();
        let sum: f64 = left.iter().map(|at| sizes[*at]).sum();
        let draws = (wanted - (sizes.len() - left.len())) as f64;
        let share = |at: usize| if sum > 0.0 { draws * sizes[at] / sum } else { 0.0 };
        let more: Vec<usize> =
            left.iter().copied().filter(|at| share(*at) >= 1.0 - 1e-12 && draws > 0.0).collect();
        if more.is_empty() {
            return (0..sizes.len()).map(|at| if certain[at] { 1.0 } else { share(at) }).collect();
        }
        more.iter().for_each(|at| certain[*at] = true);
    }
}

proptest! {
    #[test]
    fn probabilities_are_proportional_and_add_up(
        places in prop::collection::vec((1..999_u32, 1..9_u32), 1..50),
        share in 0.0..1.0_f64, seed in any::<u64>(),
    ) {
        let sizes: Vec<f64> = places.iter().map(|place| f64::from(place.0)).collect();
        let risks: Vec<f64> = places.iter().map(|place| f64::from(place.1)).collect();
        let wanted = (share * places.len() as f64).floor() as usize;
        let found = drawn(&vec![3; places.len()], &[(3, wanted)], &sizes, &risks, seed);
        let measures: Vec<f64> = sizes.iter().zip(&risks).map(|(size, risk)| size * risk).collect();
        for (chance, wanted) in found.places.iter().zip(plain(&measures, wanted)) {
            prop_assert!((chance.probability - wanted).abs() < 1e-9, "{chance:?} {wanted}");
            prop_assert!(chance.probability <= 1.0 && (!chance.certain || chance.drawn));
        }
        let sum: f64 = found.places.iter().map(|chance| chance.probability).sum();
        prop_assert!((sum - wanted as f64).abs() < 1e-9);
        prop_assert_eq!(found.drawn.len(), wanted);
        let again = drawn(&vec![3; places.len()], &[(3, wanted)], &sizes, &risks, seed);
        prop_assert_eq!(found, again);
    }

    #[test]
    fn a_stratum_does_not_depend_on_others(seed in any::<u64>(), size in 1.0..99.0_f64) {
        let strata = [0, 1, 0, 1, 0, 1];
        let mut sizes = [3.0, 5.0, 2.0, 7.0, 4.0, 9.0];
        let one = drawn(&strata, &[(0, 2), (1, 1)], &sizes, &[], seed);
        sizes[1] = size;
        let other = drawn(&strata, &[(0, 2), (1, 1)], &sizes, &[], seed);
        for place in [0, 2, 4] {
            prop_assert_eq!(one.places[place], other.places[place]);
        }
    }

    #[test]
    fn shares_of_strata_add_up(
        counts in prop::collection::vec(1..40_usize, 1..12), total in 0..300_usize,
        least in 0..4_usize,
    ) {
        let strata: Vec<usize> =
            counts.iter().enumerate().flat_map(|(stratum, n)| vec![stratum; *n]).collect();
        let found = share_out(&strata, total, least).unwrap();
        let floor: usize = counts.iter().map(|n| least.min(*n)).sum();
        prop_assert_eq!(found.values().sum::<usize>(), total.max(floor).min(strata.len()));
        for (stratum, n) in counts.iter().enumerate() {
            prop_assert!(found[&stratum] <= *n && found[&stratum] >= least.min(*n));
        }
    }
}

#[test]
fn places_are_drawn_as_often_as_they_say() {
    let sizes = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 40.0];
    let mut often = [0.0; 7];
    for seed in 0..20_000 {
        for place in drawn(&[0; 7], &[(0, 3)], &sizes, &[], seed).drawn {
            often[place] += 1.0 / 20_000.0;
        }
    }
    let found = drawn(&[0; 7], &[(0, 3)], &sizes, &[], 0);
    assert!(found.places[6].certain && often[6] > 1.0 - 1e-9);
    for (often, chance) in often.iter().zip(&found.places) {
        assert!((often - chance.probability).abs() < 0.015, "{often} {chance:?}");
        assert!((chance.weight().unwrap() * chance.probability - 1.0).abs() < 1e-15);
    }
}

#[test]
fn who_cannot_be_drawn_is_said() {
    let found = drawn(&[0, 0, 1, 2], &[(0, 2), (1, 1)], &[5.0, 0.0, 1.0, 1.0], &[], 1);
    assert_eq!((found.drawn.as_slice(), found.short.as_slice()), (&[0, 2][..], &[(0, 1)][..]));
    assert_eq!(found.places[1].weight(), None);
    assert_eq!(found.places[3].probability, 0.0);
    let draws = BTreeMap::from([(0, 1)]);
    let code = |strata: &[usize], sizes: &[f64], risks: &[f64]| {
        let design = Design { strata, draws: &draws, sizes, risks, seed: 0 };
        draw(&design).unwrap_err().code()
    };
    assert_eq!(code(&[], &[], &[]), "I001");
    assert_eq!(code(&[0], &[], &[]), "I002");
    assert_eq!(code(&[0], &[1.0], &[1.0, 2.0]), "I002");
    assert_eq!(code(&[0], &[f64::NAN], &[]), "I003");
    assert_eq!(code(&[0], &[-1.0], &[]), "I006");
    assert_eq!(code(&[0], &[1e300], &[]), "I006");
    assert_eq!(code(&[5], &[1.0], &[]), "I009");
    assert_eq!(share_out(&[], 1, 1).unwrap_err().code(), "I001");
    let wide = drawn(&[0; 3], &[(0, 2)], &[1e-100, 1e100, 1.0], &[1e-100, 1e100, 1.0], 4);
    assert!(wide.places[1].certain && wide.drawn.len() == 2);
}
