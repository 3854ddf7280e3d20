//! Random numbers: the same bits for ever, and of the distributions they say they are of.

use gangmu_num::float::{normal_below, pow};
use gangmu_num::random::{Stream, normal_quantile};

/// A result names its seed, and has to come out the same years later.
#[test]
fn the_bits_of_a_stream_never_change() {
    let mut stream = Stream::new(20_261_124, 3);
    let bits: Vec<u64> = (0..4).map(|_| stream.bits()).collect();
    assert_eq!(bits, PINNED, "a published result could not be worked out again");
}

const PINNED: [u64; 4] = [
    11_324_617_746_000_547_563,
    4_340_628_501_639_818_784,
    14_324_635_618_772_860_283,
    14_596_516_692_152_207_424,
];

#[test]
fn the_quantile_undoes_the_distribution() {
    for step in 1..2_000 {
        let p = f64::from(step) / 2_000.0;
        assert!((normal_below(normal_quantile(p)) - p).abs() < 1e-15, "{p}");
    }
    for power in 1..300 {
        let p = pow(10.0, -f64::from(power));
        let back = normal_below(normal_quantile(p));
        assert!((back / p - 1.0).abs() < 1e-11, "{p} {back}");
    }
    for outside in [0.0, 1.0, -1.0, 2.0, f64::NAN] {
        assert!(normal_quantile(outside).is_nan());
    }
}

#[test]
fn draws_have_the_moments_they_should() {
    const DRAWS: usize = 200_000;
    let mut stream = Stream::new(1, 0);
    let mut check = |name: &str, mean: f64, variance: f64, draw: fn(&mut Stream) -> f64| {
        let drawn: Vec<f64> = (0..DRAWS).map(|_| draw(&mut stream)).collect();
        let found = drawn.iter().sum::<f64>() / DRAWS as f64;
        let spread = drawn.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / DRAWS as f64;
        let error = 5.0 * (variance / DRAWS as f64).sqrt();
        assert!((found - mean).abs() < error, "{name}: mean {found}, not {mean}");
        assert!((spread / variance - 1.0).abs() < 0.05, "{name}: variance {spread}");
    };
    check("unit", 0.5, 1.0 / 12.0, Stream::unit);
    check("normal", 0.0, 1.0, Stream::normal);
    check("gamma 0.4", 0.4, 0.4, |s| s.gamma(0.4));
    check("gamma 7", 7.0, 7.0, |s| s.gamma(7.0));
    check("beta 2, 5", 2.0 / 7.0, 10.0 / (49.0 * 8.0), |s| s.beta(2.0, 5.0));
    check("below 10", 4.5, 8.25, |s| s.below(10) as f64);
}

#[test]
fn every_order_is_equally_likely() {
    let mut stream = Stream::new(2, 0);
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..60_000 {
        let mut items = [0, 1, 2];
        stream.shuffle(&mut items);
        *seen.entry(items).or_insert(0) += 1;
    }
    assert_eq!(seen.len(), 6);
    assert!(seen.values().all(|times| (9_600..10_400).contains(times)), "{seen:?}");
}

#[test]
fn bad_shapes_give_nothing_and_do_not_hang() {
    let mut stream = Stream::new(3, 0);
    assert_eq!(stream.below(0), 0);
    for shape in [0.0, -1.0, f64::NAN] {
        assert_eq!(stream.gamma(shape), 0.0);
    }
    assert_eq!(stream.beta(0.0, 0.0), 0.0);
}
