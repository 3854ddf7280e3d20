//! Obstacle degrees: shares of what lacks.

use gangmu_index::Structure;
use gangmu_index::decompose::obstacle::obstacles;
use gangmu_index::structure::{Direction, Indicator, Part};
use proptest::prelude::*;

use crate::support::same;

fn judged() -> impl Strategy<Value = (Vec<f64>, Vec<Option<f64>>)> {
    let one = (0.1_f64..5.0, prop::option::weighted(0.8, 0.0_f64..=1.0));
    prop::collection::vec(one, 1..12).prop_map(|pairs| {
        let (weights, mut values): (Vec<f64>, Vec<Option<f64>>) = pairs.into_iter().unzip();
        values[0] = values[0].or(Some(0.5));
        (weights, values)
    })
}

proptest! {
    #[test]
    fn the_plain_formula_says_the_same((weights, values) in judged()) {
        let found = obstacles(&weights, &values).expect("it has");
        let lacks = || weights.iter().zip(&values).filter_map(|(w, z)| z.map(|z| w * (1.0 - z)));
        let sum: f64 = lacks().sum();
        prop_assume!(sum > 1e-9);
        for ((degree, z), w) in found.degrees.iter().zip(&values).zip(&weights) {
            prop_assert_eq!(degree.is_some(), z.is_some());
            if let (Some(degree), Some(z)) = (degree, z) {
                same("degree", *degree, w * (1.0 - z) / sum, 1e-12);
            }
        }
        same("sum", found.degrees.iter().flatten().sum(), 1.0, 1e-12);
        prop_assert!((0.0..=1.0).contains(&found.gap));
        let order = found.largest_first();
        for pair in order.windows(2) {
            prop_assert!(found.degrees[pair[0]] >= found.degrees[pair[1]]);
        }
    }

    #[test]
    fn the_unit_of_weights_cancels((weights, values) in judged(), by in 0.01_f64..100.0) {
        let heavy: Vec<f64> = weights.iter().map(|w| w * by).collect();
        let (one, other) = (obstacles(&weights, &values), obstacles(&heavy, &values));
        let (one, other) = (one.expect("it has"), other.expect("it has"));
        for (a, b) in one.degrees.iter().flatten().zip(other.degrees.iter().flatten()) {
            same("degree", *a, *b, 1e-12);
        }
        same("weight", one.weight, other.weight, 1e-12);
    }

    #[test]
    fn who_lacks_more_of_one_is_held_back_more_by_it(
        (weights, mut values) in judged(),
        by in 0.01_f64..1.0,
    ) {
        let before = obstacles(&weights, &values).expect("it has").degrees[0].expect("there");
        values[0] = values[0].map(|z| z * (1.0 - by));
        let after = obstacles(&weights, &values).expect("it has").degrees[0].expect("there");
        prop_assert!(after >= before - 1e-12);
    }
}

#[test]
fn parts_are_sums_of_what_lies_below() {
    let line = |name: &str, part: &str, weight| Indicator {
        name: name.to_owned(),
        part: part.to_owned(),
        weight,
        direction: Direction::Up,
    };
    let part = |name: &str, parent: Option<&str>, weight| Part {
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
        weight,
    };
    let lines = vec![line("a", "p", 1.0), line("b", "p", 3.0), line("c", "q", 1.0)];
    let parts = vec![part("p", Some("t"), 1.0), part("q", Some("t"), 1.0), part("t", None, 1.0)];
    let tree = Structure::new(lines, parts).expect("it holds");
    let found = obstacles(&tree.shares(), &[Some(0.0), Some(1.0), None]).expect("it has");
    assert_eq!(found.degrees, [Some(1.0), Some(0.0), None]);
    assert_eq!((found.gap, found.weight), (0.25, 0.5));
    assert_eq!(found.of_parts(&tree), Ok(vec![Some(1.0), None, Some(1.0)]));
    assert_eq!(found.largest_first(), [0]);
    let flat = Structure::flat("t", &["a"]).expect("it holds");
    assert_eq!(found.of_parts(&flat).expect_err("refused").code(), "I002");
}

#[test]
fn nothing_lacks_and_bad_input() {
    let best = obstacles(&[1.0, 2.0], &[Some(1.0), Some(1.0)]).expect("stated");
    assert_eq!((best.degrees.clone(), best.gap), (vec![Some(0.0), Some(0.0)], 0.0));
    assert!(best.largest_first().is_empty());
    let code = |weights: &[f64], values: &[Option<f64>]| {
        obstacles(weights, values).map_err(|fault| fault.code()).err()
    };
    assert_eq!(code(&[], &[]), Some("I001"));
    assert_eq!(code(&[1.0], &[None, None]), Some("I002"));
    assert_eq!(code(&[1.0], &[None]), Some("I005"));
    assert_eq!(code(&[0.0, 1.0], &[Some(0.5), None]), Some("I005"));
    assert_eq!(code(&[0.0], &[Some(0.5)]), Some("I007"));
    assert_eq!(code(&[f64::INFINITY], &[Some(0.5)]), Some("I007"));
    for bad in [-0.01, 1.01, 1e300, f64::NAN, f64::INFINITY] {
        assert_eq!(code(&[1.0], &[Some(bad)]), Some("I006"), "{bad}");
    }
}
