//! Contributions: they add up, and are what the definition says.

use gangmu_index::Structure;
use gangmu_index::aggregate::{Enough, Mean, tree};
use gangmu_index::decompose::contribution::{by_indicator, by_pillar, linear};
use gangmu_index::decompose::sampling::sampled;
use gangmu_index::structure::{Direction, Indicator, Part};
use proptest::prelude::*;

use crate::support::same;

/// Three pillars: one of three indicators, one of two below a part of its own, one that is an
/// indicator itself.
fn nested() -> Structure {
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
    let lines = vec![
        line("a", "p", 1.0),
        line("b", "p", 2.0),
        line("c", "p", 3.0),
        line("d", "s", 1.0),
        line("e", "q", 2.0),
        line("f", "top", 2.0),
    ];
    let parts = vec![
        part("p", Some("top"), 3.0),
        part("q", Some("top"), 1.0),
        part("s", Some("q"), 1.0),
        part("top", None, 1.0),
    ];
    Structure::new(lines, parts).expect("it holds together")
}

fn score(tree: &Structure, means: &[Mean], values: &[Option<f64>]) -> f64 {
    let parts = tree::means(tree, values, means, Enough::default()).expect("it has");
    parts[tree.top()].value.expect("something is there")
}

const SCHEMES: [&[Mean]; 4] = [
    &[Mean::Arithmetic],
    &[Mean::Arithmetic, Mean::Geometric],
    &[Mean::Harmonic, Mean::Power(0.5), Mean::Minimum],
    &[Mean::Median, Mean::Power(-2.0)],
];

fn values() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.8, 1.0_f64..100.0), 6).prop_map(|mut values| {
        values[5] = values[5].or(Some(7.0));
        values
    })
}

proptest! {
    #[test]
    fn a_linear_score_is_split_by_share_times_difference(
        unit in values(),
        other in values(),
        weights in prop::collection::vec(0.1_f64..5.0, 6),
    ) {
        let found = linear(&weights, &unit, &other).expect("it has");
        let both = |at: usize| unit[at].is_some() && other[at].is_some();
        let total: f64 = (0..6).filter(|at| both(*at)).map(|at| weights[at]).sum();
        let mut sum = 0.0;
        for at in 0..6 {
            prop_assert_eq!(found.parts[at].is_some(), both(at));
            if let (Some(part), Some(a), Some(b)) = (found.parts[at], unit[at], other[at]) {
                same("part", part, weights[at] / total * (a - b), 1e-12);
                sum += part;
            }
        }
        same("sum", sum, found.unit - found.reference, 1e-12);
        prop_assert!(found.remainder.abs() <= 1e-12 * found.unit.max(1.0));
    }

    #[test]
    fn every_scheme_adds_up_and_pillars_are_sums_of_indicators(
        unit in values(),
        other in values(),
    ) {
        let tree = nested();
        for means in SCHEMES {
            let pillars = by_pillar(&tree, means, &unit, &other).expect("it has");
            let lines = by_indicator(&tree, means, &unit, &other).expect("it has");
            for found in [&pillars, &lines] {
                prop_assert!(found.remainder.abs() <= 1e-12 * found.unit.max(found.reference));
            }
            let both = |of: &[Option<f64>], beside: &[Option<f64>]| -> Vec<Option<f64>> {
                of.iter().zip(beside).map(|(a, b)| b.and(*a)).collect()
            };
            same("unit", lines.unit, score(&tree, means, &both(&unit, &other)), 1e-12);
            same("reference", lines.reference, score(&tree, means, &both(&other, &unit)), 1e-12);
            // Below the top stand the parts p and q, then the indicator f.
            for (pillar, members) in [&[0, 1, 2][..], &[3, 4], &[5]].into_iter().enumerate() {
                let sum: f64 = members.iter().filter_map(|at| lines.parts[*at]).sum();
                same("pillar", pillars.parts[pillar].unwrap_or(0.0), sum, 1e-11);
            }
            let back = by_indicator(&tree, means, &other, &unit).expect("it has");
            for (there, back) in lines.parts.iter().zip(&back.parts) {
                same("back", there.unwrap_or(0.0), -back.unwrap_or(0.0), 1e-11);
            }
        }
    }

    #[test]
    fn arithmetic_all_the_way_up_it_is_the_linear_split(
        unit in prop::collection::vec(0.0_f64..100.0, 6),
        other in prop::collection::vec(0.0_f64..100.0, 6),
    ) {
        let tree = nested();
        let some = |x: &[f64]| x.iter().copied().map(Some).collect::<Vec<_>>();
        let flat = linear(&tree.shares(), &some(&unit), &some(&other)).expect("it has");
        let found =
            by_indicator(&tree, &[Mean::Arithmetic], &some(&unit), &some(&other)).expect("it has");
        for (found, wanted) in found.parts.iter().zip(flat.parts) {
            same("part", found.expect("there"), wanted.expect("there"), 1e-11);
        }
    }
}

#[test]
fn draws_over_a_flat_tree_come_near() {
    let tree = Structure::flat("top", &["a", "b", "c", "d"]).expect("it holds");
    let (unit, other) = ([9.0, 2.0, 4.0, 1.0].map(Some), [1.0, 3.0, 1.0, 8.0].map(Some));
    let found = by_pillar(&tree, &[Mean::Geometric], &unit, &other).expect("it has");
    let pick = |who: &[bool]| -> Vec<Option<f64>> {
        (0..4).map(|i| if who[i] { unit[i] } else { other[i] }).collect()
    };
    let drawn = sampled(4, |who| score(&tree, &[Mean::Geometric], &pick(who)), 5, 2_000);
    let drawn = drawn.expect("it has");
    for (at, part) in found.parts.iter().enumerate() {
        let off = (part.expect("there") - drawn.split.values[at]).abs();
        assert!(off <= 4.5 * drawn.errors[at] + 1e-12, "{at}: {off}");
    }
}

#[test]
fn what_has_no_answer_is_refused() {
    let (some, none) = ([Some(1.0), Some(2.0)], [None, None]);
    let code = |weights: &[f64], unit: &[Option<f64>], other: &[Option<f64>]| {
        linear(weights, unit, other).map_err(|fault| fault.code()).err()
    };
    assert_eq!(code(&[], &[], &[]), Some("I001"));
    assert_eq!(code(&[1.0], &some, &some), Some("I002"));
    assert_eq!(code(&[1.0; 2], &some, &some[..1]), Some("I002"));
    assert_eq!(code(&[0.0; 2], &some, &some), Some("I007"));
    assert_eq!(code(&[1.0; 2], &some, &none), Some("I005"));
    assert_eq!(code(&[0.0, 1.0], &some, &[Some(1.0), None]), Some("I005"));
    assert_eq!(code(&[1.0; 2], &[Some(f64::NAN), None], &some), Some("I003"));
    assert_eq!(code(&[1.0], &[Some(f64::MAX)], &[Some(f64::MIN)]), Some("I003"));
    assert_eq!(code(&[1.0; 2], &[Some(1e300), Some(1.0)], &some), None);
    let tree = nested();
    let (one, all) = ([Some(1.0); 6], [Some(2.0); 6]);
    for by in [by_pillar, by_indicator] {
        let code = |means: &[Mean], unit: &[Option<f64>], other: &[Option<f64>]| {
            by(&tree, means, unit, other).map_err(|fault| fault.code()).err()
        };
        assert_eq!(code(&[], &one, &all), Some("I001"));
        assert_eq!(code(&[Mean::Median], &one[..5], &all), Some("I002"));
        assert_eq!(code(&[Mean::Median], &one, &[None; 6]), Some("I005"));
        assert_eq!(code(&[Mean::Geometric], &one, &[Some(0.0); 6]), Some("I006"));
        assert_eq!(code(&[Mean::Median], &one, &[Some(f64::NAN); 6]), Some("I003"));
        assert_eq!(code(&[Mean::Median], &one, &all), None);
    }
    let names: Vec<String> = (0..13).map(|i| format!("i{i}")).collect();
    let wide = Structure::flat("top", &names.iter().map(String::as_str).collect::<Vec<_>>());
    let wide = wide.expect("it holds");
    for by in [by_pillar, by_indicator] {
        let fault = by(&wide, &[Mean::Geometric], &[Some(1.0); 13], &[Some(2.0); 13]);
        assert_eq!(fault.expect_err("refused").code(), "I012");
    }
}
