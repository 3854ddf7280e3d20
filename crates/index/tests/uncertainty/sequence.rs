//! Sobol' sequences against their published beginning and their defining properties.

use gangmu_index::Fault;
use gangmu_index::uncertainty::sequence::{MOST_DIMENSIONS, Sobol};
use gangmu_num::random::Stream;
use proptest::prelude::*;

fn points(sequence: &Sobol, count: u32) -> Vec<Vec<f64>> {
    let point = |place: u32| {
        let mut point = vec![0.0; sequence.dimensions()];
        sequence.point(place, &mut point).expect("a point");
        point
    };
    (0..count).map(point).collect()
}

#[test]
fn the_first_points_are_those_published() {
    // The example of Joe and Kuo, in eighths.
    let eighths: [[i32; 8]; 5] = [
        [0, 4, 6, 2, 3, 7, 5, 1],
        [0, 4, 2, 6, 3, 7, 1, 5],
        [0, 4, 2, 6, 5, 1, 7, 3],
        [0, 4, 2, 6, 7, 3, 5, 1],
        [0, 4, 6, 2, 3, 7, 5, 1],
    ];
    let found = points(&Sobol::plain(5).expect("a sequence"), 8);
    for (place, point) in found.iter().enumerate() {
        let wanted: Vec<f64> = eighths.iter().map(|row| f64::from(row[place]) / 8.0).collect();
        assert_eq!(point, &wanted, "point {place}");
    }
}

/// Whether 2^m points hold one in each of the 2^m intervals of a dimension.
fn is_stratified(points: &[Vec<f64>], dimension: usize) -> bool {
    let mut seen = vec![false; points.len()];
    points.iter().for_each(|p| seen[(p[dimension] * points.len() as f64) as usize] = true);
    seen.into_iter().all(|seen| seen)
}

#[test]
fn every_dimension_is_stratified_plain_and_scrambled() {
    let plain = Sobol::plain(MOST_DIMENSIONS).expect("a sequence");
    let scrambled = Sobol::scrambled(MOST_DIMENSIONS, 9).expect("a sequence");
    assert_eq!(plain.dimensions(), 256);
    for sequence in [&plain, &scrambled] {
        for count in [2, 16, 256, 1_024] {
            let points = points(sequence, count);
            for dimension in 0..MOST_DIMENSIONS {
                assert!(is_stratified(&points, dimension), "{count} points, {dimension}");
            }
        }
    }
}

#[test]
fn the_first_two_dimensions_are_a_net() {
    // One point in each box of 2^-a by 2^-b for all a + b = m: a (0, m, 2)-net.
    for (sequence, m) in
        [Sobol::plain(2), Sobol::scrambled(2, 3)].into_iter().flat_map(|s| [(s.clone(), 6), (s, 9)])
    {
        let points = points(&sequence.expect("a sequence"), 1 << m);
        for a in 0..=m {
            let (wide, high) = (f64::from(1 << a), f64::from(1 << (m - a)));
            let mut seen = vec![false; points.len()];
            for p in &points {
                seen[(p[0] * wide) as usize * high as usize + (p[1] * high) as usize] = true;
            }
            assert!(seen.into_iter().all(|seen| seen), "2^{m} points, a = {a}");
        }
    }
}

/// The root of the mean square error of the mean of a smooth function whose true mean is 0.
fn error(dimensions: usize, count: u32, seeds: u64) -> f64 {
    let squares = (0..seeds).map(|seed| {
        let points = points(&Sobol::scrambled(dimensions, seed).expect("a sequence"), count);
        let smooth =
            |p: &Vec<f64>| p.iter().map(|x| x * x - 1.0 / 3.0).sum::<f64>() + p[0] * p[1] - 0.25;
        let mean = points.iter().map(smooth).sum::<f64>() / f64::from(count);
        mean * mean
    });
    (squares.sum::<f64>() / seeds as f64).sqrt()
}

#[test]
fn errors_fall_faster_than_those_of_random_points() {
    let (few, many) = (error(4, 64, 20), error(4, 1_024, 20));
    // Random points would gain a factor of 4 from 16 times as many; these gain about 64.
    assert!(few / many > 20.0, "{few} and {many}");
    // And they are better at once: the standard deviation of the function is about 0.8.
    assert!(many < 0.8 / 32.0 / 20.0, "{many}");
}

#[test]
fn each_scrambled_point_is_uniform_over_seeds() {
    let seeds = 4_000;
    for place in [0, 1, 5] {
        let mut counts = [0; 10];
        let mut products = 0.0;
        for seed in 0..seeds {
            let mut point = [0.0; 2];
            let sequence = Sobol::scrambled(2, seed).expect("a sequence");
            sequence.point(place, &mut point).expect("a point");
            counts[(10.0 * point[1]) as usize] += 1;
            products += (point[0] - 0.5) * (point[1] - 0.5);
        }
        let wanted = seeds as f64 / 10.0;
        let part = |count: &i32| {
            let far = f64::from(*count) - wanted;
            far * far / wanted
        };
        let chi: f64 = counts.iter().map(part).sum();
        assert!(chi < 27.9, "chi-square {chi} of 9 degrees at point {place}");
        // Dimensions are scrambled independently: standard error of the mean product 1/12/√n.
        assert!((products / seeds as f64).abs() < 4.0 / 12.0 / (seeds as f64).sqrt());
    }
}

proptest! {
    #[test]
    fn a_point_depends_on_seed_dimension_and_place_alone(
        seed: u64, dimensions in 1_usize..40, place: u32,
    ) {
        let sequence = |dimensions: usize| Sobol::scrambled(dimensions, seed).expect("a sequence");
        let mut long = vec![0.0; dimensions + 5];
        let mut short = vec![0.0; dimensions];
        sequence(dimensions + 5).point(place, &mut long).expect("a point");
        sequence(dimensions).point(place, &mut short).expect("a point");
        prop_assert_eq!(&long[..dimensions], &short[..]);
        prop_assert!(long.iter().all(|x| 0.0 < *x && *x < 1.0));
    }

    #[test]
    fn scrambling_keeps_which_digits_two_points_share(seed: u64, one in 0_u32..4_096, other in 0_u32..4_096) {
        // Nested: two coordinates agree in as many leading digits after scrambling as before.
        let shared = |sequence: &Sobol| {
            let mut digits = [0_u64; 2];
            for (digits, place) in digits.iter_mut().zip([one, other]) {
                let mut point = [0.0; 3];
                sequence.point(place, &mut point).expect("a point");
                *digits = (point[2] * 4_294_967_296.0) as u64;
            }
            (digits[0] ^ digits[1]).leading_zeros()
        };
        let plain = shared(&Sobol::plain(3).expect("a sequence"));
        prop_assert_eq!(plain, shared(&Sobol::scrambled(3, seed).expect("a sequence")));
    }

    #[test]
    fn shifted_windows_of_a_power_of_two_are_stratified_as_well(window in 0_u32..500, seed: u64) {
        let sequence = Sobol::scrambled(6, seed).expect("a sequence");
        let all = points(&sequence, 32 * (window % 16 + 1));
        let last = all[all.len() - 32..].to_vec();
        for dimension in 0..6 {
            prop_assert!(is_stratified(&last, dimension));
        }
    }
}

#[test]
fn random_points_are_not_stratified() {
    // What the properties above would say of points that are merely random.
    let mut stream = Stream::new(1, 0);
    let random: Vec<Vec<f64>> = (0..64).map(|_| vec![stream.unit()]).collect();
    assert!(!is_stratified(&random, 0));
}

#[test]
fn what_makes_no_sense_is_refused() {
    assert!(matches!(Sobol::plain(0), Err(Fault::Empty { .. })));
    assert!(matches!(Sobol::plain(257), Err(Fault::TooMuch { most: 256, .. })));
    assert!(matches!(Sobol::scrambled(usize::MAX, 1), Err(Fault::TooMuch { .. })));
    let sequence = Sobol::plain(2).expect("a sequence");
    assert!(matches!(sequence.point(0, &mut [0.0]), Err(Fault::Shape { .. })));
    assert_eq!(sequence.point(u32::MAX, &mut [0.0; 2]), Ok(()));
}
