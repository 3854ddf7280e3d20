//! Gamma-Poisson and beta-binomial rates against plain likelihoods, and the laws they obey.

use gangmu_index::distributions::{beta_below, gamma_below};
use gangmu_index::small::posterior::{Posteriors, posteriors};
use gangmu_index::small::shrink::Spread;
use gangmu_index::small::{Law, Tally};
use gangmu_num::float::{exp, ln, ln_gamma};
use gangmu_num::random::Stream;
use proptest::prelude::*;

fn tally(units: &[(f64, f64)]) -> Tally {
    let events: Vec<Option<f64>> = units.iter().map(|unit| Some(unit.0)).collect();
    let exposure: Vec<Option<f64>> = units.iter().map(|unit| Some(unit.1)).collect();
    Tally::new(&events, &exposure).unwrap()
}

/// Counts whose true rates spread by `spread` of their mean of 0.2.
fn drawn(law: Law, seed: u64, many: usize, spread: f64) -> Vec<(f64, f64)> {
    let mut stream = Stream::new(seed, 0);
    let mut one = || {
        let exposure = 5.0 + stream.below(400) as f64;
        let shape = 1.0 / (spread * spread);
        let rate = (0.2 * stream.gamma(shape) / shape).min(0.95);
        let mut events = 0.0;
        if law == Law::Binomial {
            let mut trial = 0.0;
            while trial < exposure {
                events += if stream.unit() < rate { 1.0 } else { 0.0 };
                trial += 1.0;
            }
        } else {
            let mut time = -ln(stream.open_unit());
            while time < rate * exposure {
                events += 1.0;
                time -= ln(stream.open_unit());
            }
        }
        (events, exposure)
    };
    (0..many).map(|_| one()).collect()
}

/// The log likelihood as textbooks print it.
fn likelihood(law: Law, units: &[(f64, f64)], mean: f64, strength: f64) -> f64 {
    let beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let one = |(d, n): &(f64, f64)| match law {
        Law::Poisson => {
            let rate = strength / mean;
            ln_gamma(d + strength) - ln_gamma(strength) + strength * ln(rate / (rate + n))
                - d * ln(rate + n)
        }
        Law::Binomial => {
            let (a, b) = (strength * mean, strength * (1.0 - mean));
            beta(a + d, b + n - d) - beta(a, b)
        }
    };
    units.iter().map(one).sum()
}

/// The likeliest mean and strength by a grid that is made finer round its best point.
fn searched(law: Law, units: &[(f64, f64)]) -> (f64, f64) {
    let (mut mean, mut strength, mut step) = (ln(0.2), ln(10.0), 1.0);
    while step > 1e-7 {
        let around = |x: f64| [x - step, x, x + step];
        let mut best = (f64::MIN, mean, strength);
        for m in around(mean) {
            for s in around(strength) {
                let found = likelihood(law, units, exp(m), exp(s));
                if found > best.0 {
                    best = (found, m, s);
                }
            }
        }
        if best.1 == mean && best.2 == strength {
            step *= 0.6;
        }
        (mean, strength) = (best.1, best.2);
    }
    (exp(mean), exp(strength))
}

fn found(law: Law, units: &[(f64, f64)]) -> Posteriors {
    posteriors(&tally(units), None, law, 0.95).unwrap()
}

#[test]
fn parameters_are_the_likeliest() {
    for law in [Law::Poisson, Law::Binomial] {
        for (seed, spread) in [(1, 0.15), (2, 0.4), (3, 1.0)] {
            let units = drawn(law, seed, 150, spread);
            let class = found(law, &units).classes[0];
            let (mean, strength) = searched(law, &units);
            let what = format!("{law:?} {spread}: {class:?}, not {mean} {strength}");
            assert!((class.mean / mean - 1.0).abs() < 1e-5, "{what}");
            assert!((class.strength.unwrap() / strength - 1.0).abs() < 1e-4, "{what}");
        }
    }
}

#[test]
fn posteriors_are_conjugate() {
    for law in [Law::Poisson, Law::Binomial] {
        let units = drawn(law, 5, 60, 0.5);
        let found = found(law, &units);
        let (mean, strength) = (found.classes[0].mean, found.classes[0].strength.unwrap());
        for (unit, (d, n)) in found.units.iter().zip(&units) {
            let unit = unit.unwrap();
            let (wanted, low, high) = match law {
                Law::Poisson => {
                    let (shape, rate) = (strength + d, strength / mean + n);
                    let below = |x: f64| gamma_below(x * rate, shape).unwrap();
                    (shape / rate, below(unit.low), below(unit.high))
                }
                Law::Binomial => {
                    let (a, b) = (strength * mean + d, strength * (1.0 - mean) + n - d);
                    let below = |x: f64| beta_below(x, a, b).unwrap();
                    (a / (a + b), below(unit.low), below(unit.high))
                }
            };
            assert!((unit.estimate - wanted).abs() < 1e-12);
            assert!((low - 0.025).abs() < 1e-12 && (high - 0.975).abs() < 1e-12);
        }
    }
}

#[test]
fn where_chance_explains_it_all_every_unit_gets_the_rate_of_its_class() {
    for law in [Law::Poisson, Law::Binomial] {
        let found = found(law, &[(20.0, 100.0), (41.0, 200.0), (10.0, 50.0)]);
        assert_eq!(found.classes[0].spread, Spread::NoneBeyondChance);
        assert_eq!(found.classes[0].strength, None);
        for unit in &found.units {
            let unit = unit.unwrap();
            assert_eq!((unit.estimate, unit.own), (71.0 / 350.0, 0.0));
            assert!(unit.low < unit.estimate && unit.estimate < unit.high);
        }
    }
    let none = found(Law::Poisson, &[(0.0, 10.0), (0.0, 30.0)]).units[0].unwrap();
    assert!(none.low == 0.0 && none.estimate == 0.0 && none.high > 0.0);
    let all = found(Law::Binomial, &[(10.0, 10.0), (30.0, 30.0)]).units[0].unwrap();
    assert!(all.high == 1.0 && all.estimate == 1.0 && all.low < 1.0);
    let one = found(Law::Poisson, &[(3.0, 10.0)]);
    assert_eq!(one.classes[0].spread, Spread::OneUnit);
    assert_eq!(one.units[0].unwrap().estimate, 0.3);
}

#[test]
fn extremes_have_answers() {
    let cases: [&[(f64, f64)]; 5] = [
        &[(9e15, 9e15), (0.0, 9e15)],
        &[(0.0, 1e-15), (1.0, 9e15), (9e15, 9e15)],
        &[(1.0, 1.0), (0.0, 1.0), (1.0, 1.0)],
        &[(100.0, 100.0), (0.0, 100.0), (0.0, 1e6)],
        &[(0.5, 3.3), (1.7, 2.2), (0.0, 0.1)],
    ];
    for units in cases {
        for law in [Law::Poisson, Law::Binomial] {
            for unit in found(law, units).units {
                let unit = unit.unwrap();
                let all = [unit.raw, unit.estimate, unit.low, unit.high, unit.own];
                assert!(all.iter().all(|number| number.is_finite()), "{units:?} {unit:?}");
                assert!(unit.low <= unit.high);
            }
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let more = tally(&[(3.0, 2.0)]);
    assert_eq!(posteriors(&more, None, Law::Binomial, 0.95).unwrap_err().code(), "I006");
    assert!(posteriors(&more, None, Law::Poisson, 0.95).is_ok());
    assert_eq!(posteriors(&more, None, Law::Poisson, f64::NAN).unwrap_err().code(), "I013");
    assert_eq!(posteriors(&more, Some(&[1, 2]), Law::Poisson, 0.9).unwrap_err().code(), "I002");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn estimates_lie_between_the_rate_and_the_class(
        units in prop::collection::vec((0..40_u32, 40..900_u32, 0..3_usize), 1..50),
    ) {
        let counts: Vec<(f64, f64)> =
            units.iter().map(|unit| (f64::from(unit.0), f64::from(unit.1))).collect();
        let classes: Vec<usize> = units.iter().map(|unit| unit.2).collect();
        for law in [Law::Poisson, Law::Binomial] {
            let found = posteriors(&tally(&counts), Some(&classes), law, 0.9).unwrap();
            for (unit, class) in found.units.iter().zip(&classes) {
                let unit = unit.unwrap();
                let class = found.classes.iter().find(|found| found.class == *class).unwrap();
                let (low, high) = (unit.raw.min(class.mean), unit.raw.max(class.mean));
                prop_assert!(unit.estimate >= low - 1e-15 && unit.estimate <= high + 1e-15);
                // No step away is likelier.
                if let Some(strength) = class.strength {
                    let members: Vec<(f64, f64)> = (0..units.len())
                        .filter(|place| classes[*place] == class.class)
                        .map(|place| counts[place])
                        .collect();
                    let at = likelihood(law, &members, class.mean, strength);
                    for step in [0.99, 1.01] {
                        let other = likelihood(law, &members, class.mean * step, strength);
                        prop_assert!(other <= at + 1e-8 * at.abs());
                        let other = likelihood(law, &members, class.mean, strength * step);
                        prop_assert!(other <= at + 1e-8 * at.abs());
                    }
                }
            }
        }
    }
}
