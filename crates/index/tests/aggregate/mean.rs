//! Means against their plain formulas, the laws they keep, and what they refuse.

use gangmu_index::aggregate::{Enough, Mean, rows};
use gangmu_index::{Fault, Matrix};
use gangmu_num::float::{exp, ln, pow};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, MapAccessDeserializer, MapDeserializer, StrDeserializer};

use super::textbook::case;
use crate::support::same;

const ALL: [Mean; 9] = [
    Mean::Arithmetic,
    Mean::Geometric,
    Mean::Harmonic,
    Mean::Power(2.0),
    Mean::Power(0.5),
    Mean::Power(-3.0),
    Mean::Minimum,
    Mean::Maximum,
    Mean::Median,
];

fn of(mean: Mean, values: &[f64], weights: &[f64]) -> f64 {
    let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    mean.of(&values, weights, Enough::ALL).expect("it has an answer").value.expect("all is there")
}

/// The formulas as the textbook has them.
fn slow(mean: Mean, values: &[f64], weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    let sum = |f: &dyn Fn(f64) -> f64| -> f64 {
        values.iter().zip(weights).map(|(x, w)| w / total * f(*x)).sum()
    };
    let used = || values.iter().zip(weights).filter(|pair| *pair.1 > 0.0).map(|pair| *pair.0);
    match mean {
        Mean::Arithmetic => sum(&|x| x),
        Mean::Geometric => exp(sum(&ln)),
        Mean::Harmonic => 1.0 / sum(&|x| 1.0 / x),
        Mean::Power(p) => pow(sum(&|x| pow(x, p)), 1.0 / p),
        Mean::Minimum => used().fold(f64::INFINITY, f64::min),
        Mean::Maximum => used().fold(f64::NEG_INFINITY, f64::max),
        // Where the weighted sum of distances is least; the middle of all such values.
        Mean::Median => {
            let cost = |m: f64| sum(&|x| (x - m).abs());
            let least = used().map(cost).fold(f64::INFINITY, f64::min);
            let best: Vec<f64> = used().filter(|m| cost(*m) <= least + 1e-9).collect();
            let (low, high) = best
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
            (low + high) / 2.0
        }
    }
}

/// Values above 0 with weights, not all of them 0.
fn weighted() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    let pair = (0.01_f64..100.0, prop_oneof![4 => 0.1_f64..5.0, 1 => Just(0.0)]);
    prop::collection::vec(pair, 1..12).prop_map(|pairs| {
        let (values, mut weights): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        weights[0] += 1.0;
        (values, weights)
    })
}

#[test]
fn handbook_6_11() {
    let Some(case) = case("mean_geom_handbook_6_11") else { return };
    let (equal, a, b) = ([1.0; 4], case.at("A").numbers(), case.at("B").numbers());
    // The handbook cuts after two decimals: 2.5457 is printed as 2.54.
    let cut =
        |found: f64, printed: f64| assert_eq!((found * 100.0).floor(), (printed * 100.0).round());
    for (values, place) in [(&a, 0), (&b, 1)] {
        cut(of(Mean::Geometric, values, &equal), case.at("geom").numbers()[place]);
        assert_eq!(of(Mean::Arithmetic, values, &equal), case.at("arith").numbers()[place]);
    }
    let more = [("A_plus1_on_2nd_geom", &a), ("B_plus1_geom", &b)];
    for (name, values) in more {
        let plus = [values[0], values[1] + 1.0, values[2], values[3]];
        cut(of(Mean::Geometric, &plus, &equal), case.at(name).number());
    }
}

proptest! {
    #[test]
    fn the_plain_formulas_say_the_same((values, weights) in weighted()) {
        for mean in ALL {
            same(
                &format!("{mean:?}"),
                of(mean, &values, &weights),
                slow(mean, &values, &weights),
                1e-12,
            );
        }
    }

    #[test]
    fn between_least_and_most_and_monotone_and_homogeneous(
        (values, weights) in weighted(),
        at in 0_usize..12,
        more in 0.0_f64..50.0,
        by in 0.1_f64..9.0,
    ) {
        let used = || values.iter().zip(&weights).filter(|pair| *pair.1 > 0.0).map(|pair| *pair.0);
        let (least, most) = (used().fold(f64::MAX, f64::min), used().fold(0.0, f64::max));
        let mut higher = values.clone();
        higher[at % values.len()] += more;
        let scaled: Vec<f64> = values.iter().map(|x| x * by).collect();
        for mean in ALL {
            let found = of(mean, &values, &weights);
            prop_assert!(found >= least && found <= most, "{mean:?}");
            prop_assert!(of(mean, &higher, &weights) >= found * (1.0 - 1e-13), "{mean:?}");
            same(&format!("{mean:?}"), of(mean, &scaled, &weights), found * by, 1e-12);
        }
    }

    #[test]
    fn neither_order_nor_unit_of_weights_matters(
        (values, weights) in weighted(),
        by in 0.1_f64..9.0,
    ) {
        let (mut back, mut heavy) = (values.clone(), weights.clone());
        back.reverse();
        heavy.reverse();
        heavy.iter_mut().for_each(|weight| *weight *= by);
        for mean in ALL {
            same(&format!("{mean:?}"), of(mean, &back, &heavy), of(mean, &values, &weights), 1e-12);
        }
    }

    #[test]
    fn a_greater_power_never_gives_less(
        (values, weights) in weighted(),
        p in -40.0_f64..40.0,
        step in 1e-9_f64..5.0,
    ) {
        let (low, high) = (Mean::Power(p), Mean::Power(p + step));
        let (low, high) = (of(low, &values, &weights), of(high, &values, &weights));
        prop_assert!(low <= high * (1.0 + 1e-13), "{low} {high}");
    }

    #[test]
    fn a_power_near_0_is_nearly_geometric((values, weights) in weighted(), p in -1e-6_f64..1e-6) {
        let geometric = of(Mean::Geometric, &values, &weights);
        // The second-order term: p/2 times the variance of the logarithms, at most about 22 here.
        let error = of(Mean::Power(p), &values, &weights) / geometric - 1.0;
        prop_assert!(error.abs() <= 22.0 * p.abs() + 1e-14, "{error}");
    }

    #[test]
    fn what_is_missing_is_as_if_never_asked((values, weights) in weighted(), mask in any::<u16>()) {
        let there = |at: usize| at == 0 || mask >> at & 1 == 1;
        let holes: Vec<Option<f64>> =
            values.iter().enumerate().map(|(at, x)| there(at).then_some(*x)).collect();
        let kept = |of: &[f64]| -> Vec<f64> {
            of.iter().enumerate().filter(|(at, _)| there(*at)).map(|(_, x)| *x).collect()
        };
        for mean in ALL {
            let found = mean.of(&holes, &weights, Enough::default()).expect("an answer");
            let wanted = of(mean, &kept(&values), &kept(&weights));
            prop_assert_eq!(found.value.expect("something is there"), wanted);
            let (part, whole): (f64, f64) = (kept(&weights).iter().sum(), weights.iter().sum());
            same("coverage", found.weight, part / whole, 1e-12);
        }
    }

    #[test]
    fn all_rows_at_once_have_the_same_bits(
        cells in prop::collection::vec(prop::option::weighted(0.8, 0.01_f64..1e3), 1..60),
        weights in prop::collection::vec(0.0_f64..3.0, 3),
    ) {
        let weights = [weights[0] + 0.5, weights[1], weights[2]];
        let table: Vec<Vec<Option<f64>>> =
            cells.chunks_exact(3).map(<[Option<f64>]>::to_vec).collect();
        // More rows than fit in one block.
        let table: Vec<Vec<Option<f64>>> =
            table.iter().cycle().take(table.len() * 60).cloned().collect();
        let enough = Enough { weight: 0.3, count: 0.4 };
        let matrix = Matrix::from_rows(&table).expect("a table");
        for mean in ALL {
            let Ok(found) = rows::means(&matrix, &weights, mean, enough) else {
                prop_assert!(table.is_empty());
                continue;
            };
            for (row, found) in table.iter().zip(found) {
                prop_assert_eq!(found, mean.of(row, &weights, enough).expect("an answer"));
            }
        }
    }
}

#[test]
fn the_ends_of_the_range_of_numbers_are_no_trouble() {
    let equal = [1.0, 1.0];
    for mean in ALL {
        for size in [1e300, f64::MAX, f64::MIN_POSITIVE, 5e-324] {
            assert_eq!(of(mean, &[size, size], &equal), size, "{mean:?} {size}");
            let mixed = of(mean, &[size, 1.0], &[1e300, 1e-300]);
            assert!(mixed >= size.min(1.0) && mixed <= size.max(1.0), "{mean:?} {size}");
        }
        let heavy = [f64::MAX / 2.0, f64::MAX / 4.0];
        same("heavy", of(mean, &[1.0, 4.0], &heavy), of(mean, &[1.0, 4.0], &[2.0, 1.0]), 1e-12);
    }
    let table = Matrix::from_rows(&[[Some(f64::MAX), Some(f64::MAX)]]).expect("a table");
    for mean in ALL {
        let found = rows::means(&table, &[3.0, 4.0], mean, Enough::ALL).expect("an answer");
        assert_eq!(found[0].value, Some(f64::MAX), "{mean:?}");
    }
    assert_eq!(of(Mean::Power(0.5), &[0.0, 4.0], &equal), 1.0);
    assert_eq!(of(Mean::Power(2.0), &[0.0, 0.0], &equal), 0.0);
    assert_eq!(of(Mean::Power(1.0), &[-3.0, 1.0], &equal), -1.0);
    // 0.1 + 0.2 is not 0.3 to the last bit, and yet half of the weight.
    assert_eq!(of(Mean::Median, &[1.0, 2.0, 4.0], &[0.1, 0.2, 0.3]), 3.0);
}

#[test]
fn too_little_is_told_as_no_value() {
    let values = [Some(1.0), None, Some(4.0), None];
    let weights = [1.0, 2.0, 1.0, 0.0];
    let found = |weight, count| {
        Mean::Arithmetic.of(&values, &weights, Enough { weight, count }).expect("an answer")
    };
    assert_eq!(found(0.5, 0.66).value, Some(2.5));
    assert_eq!(found(0.51, 0.0).value, None);
    assert_eq!(found(0.0, 0.67).value, None);
    assert_eq!((found(0.0, 0.0).weight, found(0.0, 0.0).count), (0.5, 2.0 / 3.0));
    let none = Mean::Median.of(&[None, Some(1.0)], &[1.0, 0.0], Enough::default()).expect("stated");
    assert_eq!((none.value, none.weight, none.count), (None, 0.0, 0.0));
}

#[test]
fn what_has_no_answer_is_refused() {
    let code = |mean: Mean, values: &[Option<f64>], weights: &[f64]| -> &'static str {
        let fault: Fault = mean.of(values, weights, Enough::default()).expect_err("refused");
        fault.code()
    };
    for mean in [Mean::Geometric, Mean::Harmonic, Mean::Power(-1.0), Mean::Power(0.0)] {
        assert_eq!(code(mean, &[Some(0.0)], &[1.0]), "I006");
        assert_eq!(code(mean, &[Some(-1.0)], &[1.0]), "I006");
        let free = mean.of(&[Some(-1.0), Some(2.0)], &[0.0, 1.0], Enough::ALL).expect("no weight");
        assert!((free.value.expect("a value") - 2.0).abs() < 1e-15);
        let table = Matrix::from_rows(&[[Some(1.0)], [Some(0.0)]]).expect("a table");
        let fault = rows::means(&table, &[1.0], mean, Enough::default()).expect_err("refused");
        assert!(fault.code() == "I006" && fault.to_string().contains("row 1"), "{fault}");
    }
    assert_eq!(code(Mean::Power(2.0), &[Some(-1.0)], &[1.0]), "I006");
    for mean in ALL {
        assert_eq!(code(mean, &[], &[]), "I001");
        assert_eq!(code(mean, &[Some(1.0)], &[]), "I002");
        assert_eq!(code(mean, &[Some(1.0)], &[0.0]), "I007");
        assert_eq!(code(mean, &[Some(1.0)], &[-1.0]), "I007");
        assert_eq!(code(mean, &[Some(f64::NAN)], &[1.0]), "I003");
        assert_eq!(code(mean, &[Some(f64::INFINITY)], &[1.0]), "I003");
    }
    assert_eq!(code(Mean::Power(f64::NAN), &[Some(1.0)], &[1.0]), "I013");
    let fault = Mean::Median.of(&[Some(1.0)], &[1.0], Enough { weight: 1.1, count: 0.0 });
    assert_eq!(fault.expect_err("refused").code(), "I013");
    assert!(rows::means(&Matrix::missing(2, 0), &[], Mean::Median, Enough::ALL).is_err());
    let empty = rows::means(&Matrix::missing(0, 1), &[1.0], Mean::Median, Enough::ALL);
    assert_eq!(empty, Ok(vec![]));
}

#[test]
fn a_mean_is_data() {
    let text: StrDeserializer<'_, Error> = "geometric".into_deserializer();
    assert_eq!(Mean::deserialize(text), Ok(Mean::Geometric));
    let map = MapDeserializer::<_, Error>::new([("power", 0.5)].into_iter());
    let map = MapAccessDeserializer::new(map);
    assert_eq!(Mean::deserialize(map), Ok(Mean::Power(0.5)));
    let half = MapDeserializer::<_, Error>::new([("weight", 0.5)].into_iter());
    assert_eq!(Enough::deserialize(half), Ok(Enough { weight: 0.5, count: 0.0 }));
}
