//! Who cannot be told apart, against comparing every pair.

use gangmu_index::Fault;
use gangmu_index::rank::indistinguishable::{Indistinguishable, TierRule};
use gangmu_index::rank::sets::{SetRecipe, marginal};
use proptest::prelude::*;

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// Holds ranges, lists and tiers to what `alike` says of every pair.
fn check(
    found: &Indistinguishable,
    units: usize,
    alike: impl Fn(usize, usize) -> bool,
) -> Result<(), TestCaseError> {
    let order = found.order();
    prop_assert_eq!(order.len(), units);
    for (place, unit) in order.iter().enumerate() {
        let tied = |other: &usize| other != unit && alike(*unit, *other);
        let slow: Vec<usize> = order.iter().copied().filter(tied).collect();
        prop_assert_eq!(&found.tied_with(*unit), &slow);
        let at = |other: &usize| order.iter().position(|unit| unit == other).expect("it is in");
        let places = slow.iter().map(at).chain([place]);
        let range = (places.clone().min().expect("one"), places.max().expect("one"));
        prop_assert_eq!(found.range(*unit), Some(range));
    }
    let tiers = found.tiers(TierRule::Separated);
    prop_assert_eq!(&tiers.tiers.concat(), order);
    // Cut wherever no pair across is alike, and only there.
    for cut in 1..order.len() {
        let across = order[..cut].iter().any(|one| order[cut..].iter().any(|o| alike(*one, *o)));
        let same = tiers.of_unit[order[cut - 1]] == tiers.of_unit[order[cut]];
        prop_assert_eq!(across, same);
    }
    let tiers = found.tiers(TierRule::Leader);
    prop_assert_eq!(&tiers.tiers.concat(), order);
    for (tier, units) in tiers.tiers.iter().enumerate() {
        prop_assert!(units.iter().skip(1).all(|unit| alike(units[0], *unit)));
        if let Some(next) = tiers.tiers.get(tier + 1) {
            prop_assert!(!alike(units[0], next[0]));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn comparisons_are_those_of_every_pair(
        units in prop::collection::vec((-9.0..9.0, prop_oneof![Just(0.0), 0.01..2.0]), 1..150),
        critical in 0.0..4.0,
    ) {
        let (values, errors): (Vec<f64>, Vec<f64>) = units.iter().copied().unzip();
        let found = Indistinguishable::by_comparison(&some(&values), &some(&errors), critical);
        let alike = |one: usize, other: usize| {
            let variance = |unit: usize| errors[unit] * errors[unit];
            let (better, worse) =
                if values[one] >= values[other] { (one, other) } else { (other, one) };
            let error = (variance(better) + variance(worse)).sqrt();
            values[better] - values[worse] <= critical * error
        };
        check(&found.expect("ties"), units.len(), alike)?;
    }

    #[test]
    fn overlaps_are_those_of_every_pair(
        units in prop::collection::vec((-9_i32..9, 0_i32..4, 0_i32..4), 1..100),
    ) {
        let whole = |of: &dyn Fn(&(i32, i32, i32)) -> i32| -> Vec<Option<f64>> {
            units.iter().map(|unit| Some(f64::from(of(unit)))).collect()
        };
        let found = Indistinguishable::by_intervals(
            &whole(&|unit| unit.0),
            &whole(&|unit| unit.0 - unit.1),
            &whole(&|unit| unit.0 + unit.2),
        );
        let alike = |one: usize, other: usize| {
            let (one, other) = (units[one], units[other]);
            one.0 - one.1 <= other.0 + other.2 && other.0 - other.1 <= one.0 + one.2
        };
        check(&found.expect("ties"), units.len(), alike)?;
    }

    #[test]
    fn rank_sets_overlap_where_they_share_a_rank(
        units in prop::collection::vec((-3.0..3.0, 0.05..0.5), 1..30),
    ) {
        let (values, errors): (Vec<f64>, Vec<f64>) = units.iter().copied().unzip();
        let recipe = SetRecipe { draws: 100, ..SetRecipe::new(0.1, 1) };
        let sets = marginal(&some(&values), &some(&errors), &recipe).expect("sets");
        let alike = |one: usize, other: usize| {
            let (one, other) = (sets.sets[one].expect("a set"), sets.sets[other].expect("a set"));
            one.lower <= other.upper && other.lower <= one.upper
        };
        check(&Indistinguishable::by_sets(&sets).expect("ties"), units.len(), alike)?;
    }
}

#[test]
fn units_without_a_score_are_tied_with_nobody() {
    let found = Indistinguishable::by_comparison(&[None, Some(2.0)], &[Some(1.0); 2], 2.0);
    let found = found.expect("ties");
    assert_eq!(found.tied_with(0), Vec::<usize>::new());
    assert_eq!((found.range(0), found.range(1), found.range(9)), (None, Some((0, 0)), None));
    assert_eq!((found.are_tied(0, 1), found.are_tied(1, 1)), (None, Some(true)));
    assert_eq!(found.tiers(TierRule::Separated).of_unit, [None, Some(1)]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let comparison = |value: f64, error: f64, critical: f64| {
        Indistinguishable::by_comparison(&[Some(value)], &[Some(error)], critical).map(|_| ())
    };
    assert!(matches!(comparison(1.0, 1.0, -1.0), Err(Fault::Parameter { .. })));
    assert!(matches!(comparison(1.0, 1.0, f64::NAN), Err(Fault::Parameter { .. })));
    assert!(matches!(comparison(1.0, -1.0, 1.0), Err(Fault::Domain { .. })));
    assert!(matches!(comparison(f64::INFINITY, 1.0, 1.0), Err(Fault::NotFinite { .. })));
    assert_eq!(comparison(1e300, 1e150, 1e300), Ok(()));
    let interval = |score: f64, low: f64, high: f64| {
        Indistinguishable::by_intervals(&[Some(score)], &[Some(low)], &[Some(high)]).map(|_| ())
    };
    assert!(matches!(interval(3.0, 1.0, 2.0), Err(Fault::Domain { .. })));
    assert!(matches!(interval(3.0, 1.0, f64::INFINITY), Err(Fault::NotFinite { .. })));
    let none = Indistinguishable::by_intervals(&[], &[], &[]).map(|_| ());
    assert!(matches!(none, Err(Fault::Empty { .. })));
    let uneven = Indistinguishable::by_intervals(&[None], &[], &[None]).map(|_| ());
    assert!(matches!(uneven, Err(Fault::Shape { .. })));
}
