//! Many tests at once.

use gangmu_index::integrity::multiplicity::benjamini_hochberg;
use gangmu_num::random::Stream;
use proptest::prelude::*;

proptest! {
    #[test]
    fn q_values_are_those_of_the_definition(p in prop::collection::vec(0.0..1.0_f64, 0..60)) {
        let some: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        let found = benjamini_hochberg(&some).unwrap();
        let m = p.len() as f64;
        for (place, own) in p.iter().enumerate() {
            // The least of m p / rank over all p-values from this one up.
            let share = |p_value: &f64| {
                let rank = p.iter().filter(|other| *other <= p_value).count();
                m * p_value / rank as f64
            };
            let wanted = p.iter().filter(|other| *other >= own).map(share).fold(1.0, f64::min);
            prop_assert!((found.q_values[place].unwrap() - wanted).abs() < 1e-12);
            prop_assert!(found.q_values[place].unwrap() >= *own);
        }
        // Missing ones change nothing.
        let mut more = some.clone();
        more.push(None);
        let other = benjamini_hochberg(&more).unwrap();
        prop_assert_eq!(&other.q_values[..p.len()], &found.q_values[..]);
        prop_assert_eq!((other.tests, other.missing), (p.len(), 1));
    }
}

#[test]
fn few_of_the_flags_are_false() {
    let mut stream = Stream::new(8, 0);
    let (mut flagged, mut false_flags) = (0.0, 0.0);
    for _ in 0..200 {
        let p: Vec<Option<f64>> = (0..300)
            .map(|place| Some(if place < 60 { 1e-3 * stream.unit() } else { stream.unit() }))
            .collect();
        let found = benjamini_hochberg(&p).unwrap();
        let places = found.flagged(0.05);
        flagged += places.len() as f64;
        false_flags += places.iter().filter(|place| **place >= 60).count() as f64;
        assert!((found.expected_false(0.05) - 15.0).abs() < 1e-12);
    }
    assert!(false_flags / flagged < 0.05 && false_flags / flagged > 0.03);
}

#[test]
fn what_is_no_p_value_is_refused() {
    for bad in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        assert_eq!(benjamini_hochberg(&[Some(bad)]).unwrap_err().code(), "I006");
    }
    let none = benjamini_hochberg(&[]).unwrap();
    assert_eq!((none.tests, none.expected_false(f64::NAN)), (0, 0.0));
    let both = benjamini_hochberg(&[Some(0.0), Some(1.0)]).unwrap();
    assert_eq!(both.q_values, [Some(0.0), Some(1.0)]);
    assert_eq!(both.expected_false_of_flagged(0.05), 0.05);
}
