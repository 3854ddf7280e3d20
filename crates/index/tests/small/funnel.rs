//! Funnel limits against plain sums and plain formulas, and the laws they obey.

use gangmu_index::small::funnel::{Limits, Status, Transform, adjusted, exact};
use gangmu_index::small::{Law, LeftOut, Tally};
use gangmu_num::float::{asin, exp, ln, ln_gamma, sin};
use gangmu_num::random::{Stream, normal_quantile};
use proptest::prelude::*;

fn tally(units: &[(f64, f64)]) -> Tally {
    let events: Vec<Option<f64>> = units.iter().map(|unit| Some(unit.0)).collect();
    let exposure: Vec<Option<f64>> = units.iter().map(|unit| Some(unit.1)).collect();
    Tally::new(&events, &exposure).unwrap()
}

fn ends(limits: &Limits) -> [f64; 4] {
    [limits.low998, limits.low95, limits.high95, limits.high998]
}

const CHANCES: [f64; 4] = [0.001, 0.025, 0.975, 0.999];

/// Spiegelhalter's interpolated limit, by adding up the probabilities of counts from 0 on.
fn plain(law: Law, exposure: f64, target: f64, p: f64) -> f64 {
    let at = |k: f64| match law {
        Law::Poisson => {
            let mean = target * exposure;
            exp(k * ln(mean) - mean - ln_gamma(k + 1.0))
        }
        Law::Binomial => {
            let ways = ln_gamma(exposure + 1.0) - ln_gamma(k + 1.0) - ln_gamma(exposure - k + 1.0);
            exp(ways + k * ln(target) + (exposure - k) * ln(1.0 - target))
        }
    };
    let (mut k, mut sum) = (0.0, at(0.0));
    while sum < p {
        k += 1.0;
        sum += at(k);
    }
    ((k - (sum - p) / at(k)) / exposure).max(0.0)
}

#[test]
fn exact_limits_are_those_of_plain_sums() {
    let exposures = [1.0, 2.0, 7.0, 30.0, 111.0, 500.0, 2_000.0];
    for law in [Law::Poisson, Law::Binomial] {
        for target in [0.01, 0.2, 0.7] {
            let units: Vec<(f64, f64)> = exposures.iter().map(|n| (0.0, *n)).collect();
            let found = exact(&tally(&units), law, Some(target)).unwrap();
            for (limits, exposure) in found.limits.iter().zip(exposures) {
                for (end, p) in ends(&limits.unwrap()).iter().zip(CHANCES) {
                    let wanted = plain(law, exposure, target, p);
                    let what = format!("{law:?} {target} {exposure} {p}: {end}, not {wanted}");
                    assert!((end - wanted).abs() < 1e-8 * wanted.max(1e-3), "{what}");
                }
            }
        }
    }
}

#[test]
fn a_status_says_on_which_side_and_how_far() {
    let units = [(0.0, 1e4), (160.0, 1e4), (200.0, 1e4), (240.0, 1e4), (300.0, 1e4), (0.0, 10.0)];
    let found = exact(&tally(&units), Law::Poisson, Some(0.02)).unwrap();
    let words: Vec<&str> = found.statuses.iter().map(|status| status.words()).collect();
    let wanted = ["below 99.8", "below 95", "within", "above 95", "above 99.8", "within"];
    assert_eq!(words, wanted);
    let none = Tally::new(&[None, Some(1.0)], &[Some(3.0), Some(3.0)]).unwrap();
    let found = exact(&none, Law::Poisson, None).unwrap();
    assert_eq!(found.statuses[0], Status::NoStatus(LeftOut::EventsMissing));
    assert_eq!((found.limits[0], found.counted, found.target), (None, 1, 1.0 / 3.0));
}

#[test]
fn of_units_on_target_few_are_beyond() {
    let mut stream = Stream::new(9, 0);
    let mut units = Vec::new();
    for _ in 0..4_000 {
        let exposure = 300.0 + stream.below(3_000) as f64;
        let mut events = 0.0;
        let mut time = -ln(stream.open_unit());
        while time < 0.05 * exposure {
            events += 1.0;
            time -= ln(stream.open_unit());
        }
        units.push((events, exposure));
    }
    let found = exact(&tally(&units), Law::Poisson, Some(0.05)).unwrap();
    let beyond = found.statuses.iter().filter(|status| **status != Status::Within).count();
    assert!((150..=250).contains(&beyond), "{beyond} of 4000 beyond 95 %");
}

/// FunnelPlotR's way, step by step: z, winsorised; φ; τ²; limits.
fn plain_adjusted(
    units: &[(f64, f64)],
    law: Law,
    target: f64,
    transform: Transform,
) -> (f64, f64, Vec<[f64; 4]>) {
    let there = |rate: f64| match transform {
        Transform::None => rate,
        Transform::Log => ln(rate),
        Transform::Sqrt => rate.sqrt(),
        Transform::Asin => asin(rate.sqrt()),
    };
    let back = |value: f64| match transform {
        Transform::None => value.max(0.0),
        Transform::Log => exp(value),
        Transform::Sqrt => value.max(0.0) * value.max(0.0),
        Transform::Asin => sin(value.clamp(0.0, std::f64::consts::FRAC_PI_2)),
    };
    let left = if law == Law::Binomial { 1.0 - target } else { 1.0 };
    let s = |n: f64| match transform {
        Transform::None => (target * left / n).sqrt(),
        Transform::Log => (left / (n * target)).sqrt(),
        Transform::Sqrt => (left / (4.0 * n)).sqrt(),
        Transform::Asin => 0.5 / n.sqrt(),
    };
    let z: Vec<f64> = units.iter().map(|(d, n)| (there(d / n) - there(target)) / s(*n)).collect();
    let mut sorted = z.clone();
    sorted.sort_by(f64::total_cmp);
    let quantile = |p: f64| {
        let at = p * (sorted.len() - 1) as f64;
        let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
        low + (at - at.floor()) * (high - low)
    };
    let (low, high) = (quantile(0.1), quantile(0.9));
    let many = z.len() as f64;
    let phi = z.iter().map(|z| z.max(low).min(high)).map(|z| z * z).sum::<f64>() / many;
    let w: Vec<f64> = units.iter().map(|(_, n)| 1.0 / (s(*n) * s(*n))).collect();
    let sum: f64 = w.iter().sum();
    let room = sum - w.iter().map(|w| w * w).sum::<f64>() / sum;
    let tau = ((many * phi - (many - 1.0)) / room).max(0.0);
    let limits = units.iter().map(|(_, n)| {
        let width = (s(*n) * s(*n) + tau).sqrt();
        CHANCES.map(|p| {
            let rate = back(there(target) + normal_quantile(p) * width);
            let rate = if transform == Transform::Asin { rate * rate } else { rate };
            if law == Law::Binomial { rate.min(1.0) } else { rate }
        })
    });
    (phi, tau, limits.collect())
}

proptest! {
    #[test]
    fn adjusted_limits_are_those_of_the_formulas(
        units in prop::collection::vec((1..60_u32, 60..900_u32), 2..40),
    ) {
        let units: Vec<(f64, f64)> =
            units.iter().map(|unit| (f64::from(unit.0), f64::from(unit.1))).collect();
        for (law, transform) in [
            (Law::Poisson, Transform::None),
            (Law::Poisson, Transform::Log),
            (Law::Poisson, Transform::Sqrt),
            (Law::Binomial, Transform::None),
            (Law::Binomial, Transform::Log),
            (Law::Binomial, Transform::Asin),
        ] {
            let found = adjusted(&tally(&units), law, Some(0.07), transform, 0.1).unwrap();
            let (phi, tau, limits) = plain_adjusted(&units, law, 0.07, transform);
            prop_assert!((found.dispersion.phi - phi).abs() < 1e-11 * phi);
            prop_assert!((found.dispersion.tau_squared - tau).abs() < 1e-10 * tau.max(1e-9));
            for (unit, wanted) in found.units.iter().zip(limits) {
                for (end, wanted) in ends(&unit.unwrap().limits).iter().zip(wanted) {
                    prop_assert!((end - wanted).abs() < 1e-10 * wanted.max(1.0));
                }
            }
        }
    }

    #[test]
    fn limits_are_nested_and_narrow_with_size(
        target in 0.001..0.9_f64, small in 1..500_u32, times in 4..50_u32,
    ) {
        let small = f64::from(small);
        let units = [(0.0, small), (0.0, small * f64::from(times))];
        for law in [Law::Poisson, Law::Binomial] {
            let found = exact(&tally(&units), law, Some(target)).unwrap();
            let [one, other] = [0, 1].map(|place| ends(&found.limits[place].unwrap()));
            for ends in [one, other] {
                prop_assert!(ends[0] <= ends[1] && ends[1] <= ends[2] && ends[2] <= ends[3]);
            }
            // Steps of whole counts can blur this by one event.
            prop_assert!(other[3] - other[0] <= one[3] - one[0] + 1.0 / small);
        }
    }
}

#[test]
fn chance_alone_is_not_over_dispersed() {
    let units = [(20.0, 100.0), (41.0, 200.0), (10.0, 50.0)];
    let found = adjusted(&tally(&units), Law::Poisson, None, Transform::Sqrt, 0.1).unwrap();
    assert_eq!(found.dispersion.tau_squared, 0.0);
    assert!(found.units.iter().all(|unit| unit.unwrap().z == unit.unwrap().adjusted_z));
    let one = adjusted(&tally(&[(3.0, 9.0)]), Law::Poisson, None, Transform::Log, 0.1).unwrap();
    assert_eq!((one.dispersion.units, one.dispersion.tau_squared), (1, 0.0));
}

#[test]
fn extremes_have_answers_and_nonsense_is_refused() {
    let wide = tally(&[(0.0, 1e-15), (9e15, 9e15), (1.0, 9e15)]);
    for transform in [Transform::None, Transform::Log, Transform::Sqrt] {
        let found = adjusted(&wide, Law::Poisson, None, transform, 0.1).unwrap();
        for unit in found.units {
            let unit = unit.unwrap();
            assert!(ends(&unit.limits).iter().all(|end| end.is_finite()), "{transform:?} {unit:?}");
        }
    }
    exact(&wide, Law::Poisson, None).unwrap();
    let code = |found: Result<_, gangmu_index::Fault>| found.unwrap_err().code();
    let some = tally(&[(1.0, 2.0)]);
    assert_eq!(code(exact(&some, Law::Poisson, Some(0.0)).map(|_| ())), "I013");
    assert_eq!(code(exact(&some, Law::Binomial, Some(1.0)).map(|_| ())), "I013");
    assert_eq!(code(exact(&some, Law::Poisson, Some(f64::NAN)).map(|_| ())), "I013");
    assert_eq!(code(exact(&tally(&[(1.5, 2.0)]), Law::Poisson, None).map(|_| ())), "I006");
    assert_eq!(code(exact(&tally(&[(1.0, 2.5)]), Law::Binomial, None).map(|_| ())), "I006");
    assert_eq!(code(exact(&tally(&[(3.0, 2.0)]), Law::Binomial, None).map(|_| ())), "I006");
    let none = Tally::new(&[None], &[None]).unwrap();
    assert_eq!(code(exact(&none, Law::Poisson, None).map(|_| ())), "I005");
    let asin = adjusted(&some, Law::Poisson, None, Transform::Asin, 0.1);
    assert_eq!(code(asin.map(|_| ())), "I009");
    let winsorise = adjusted(&some, Law::Poisson, None, Transform::Log, 0.5);
    assert_eq!(code(winsorise.map(|_| ())), "I013");
}
