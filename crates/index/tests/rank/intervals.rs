//! Rank sets from joint intervals, by their definition and by how often they hold.

use gangmu_index::Fault;
use gangmu_index::rank::intervals::{Adjustment, sets};
use gangmu_index::rank::sets::{SetRecipe, simultaneous};
use gangmu_num::random::{Stream, normal_quantile};
use proptest::prelude::*;

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

proptest! {
    #[test]
    fn sets_are_what_counting_intervals_gives(
        units in prop::collection::vec((-3.0..3.0, prop_oneof![Just(0.0), 0.01..0.6]), 1..60),
        alpha in 0.01..0.4,
    ) {
        let (values, errors): (Vec<f64>, Vec<f64>) = units.iter().copied().unzip();
        let found = sets(&some(&values), &some(&errors), alpha, Adjustment::Bonferroni);
        let tight = sets(&some(&values), &some(&errors), alpha, Adjustment::Independence);
        let (found, tight) = (found.expect("sets"), tight.expect("sets"));
        let z = normal_quantile(1.0 - alpha / (2.0 * units.len() as f64));
        for (unit, (value, error)) in units.iter().enumerate() {
            let set = found.sets[unit].expect("a set");
            prop_assert!((set.critical - z).abs() < 1e-9);
            let z = set.critical;
            let above = units.iter().filter(|o| o.0 - z * o.1 > value + z * error).count();
            let below = units.iter().enumerate().filter(|(other, o)| {
                *other != unit && o.0 + z * o.1 <= value - z * error
            });
            prop_assert_eq!(set.lower as usize, above + 1);
            prop_assert_eq!(set.upper as usize, units.len() - below.count());
            let tight = tight.sets[unit].expect("a set");
            prop_assert!(set.lower <= tight.lower && tight.upper <= set.upper);
        }
    }
}

#[test]
fn sets_hold_together_as_often_as_they_promise() {
    let (units, rounds, alpha) = (10_usize, 1_000, 0.2);
    let truth: Vec<f64> = (0..units).map(|unit| (unit / 2) as f64 * 0.8).collect();
    let errors: Vec<f64> = (0..units).map(|unit| 0.2 + 0.05 * (unit % 3) as f64).collect();
    let rank = |unit: usize| truth.iter().filter(|other| **other > truth[unit]).count() as u32 + 1;
    let mut stream = Stream::new(77, 0);
    let mut held = 0;
    for _ in 0..rounds {
        let draw = |(truth, error): (&f64, &f64)| Some(truth + error * stream.normal());
        let estimates: Vec<Option<f64>> = truth.iter().zip(&errors).map(draw).collect();
        let found = sets(&estimates, &some(&errors), alpha, Adjustment::Independence);
        let found = found.expect("sets");
        held += usize::from((0..units).all(|unit| {
            let set = found.sets[unit].expect("a set");
            (set.lower..=set.upper).contains(&rank(unit))
        }));
    }
    let least = 1.0 - alpha - 3.0 * (alpha * (1.0 - alpha) / f64::from(rounds)).sqrt();
    assert!(f64::from(held as u32) / f64::from(rounds) >= least, "{held} of {rounds}");
}

#[test]
fn they_are_wider_in_all_than_drawn_ones_and_stand_in_for_them_when_there_are_many_units() {
    let mut stream = Stream::new(4, 0);
    let values: Vec<f64> = (0..80).map(|_| 3.0 * stream.normal()).collect();
    let errors = vec![0.3; 80];
    let width = |sets: &gangmu_index::rank::sets::RankSets| -> u32 {
        sets.sets.iter().flatten().map(|set| set.upper - set.lower).sum()
    };
    let wide = sets(&some(&values), &some(&errors), 0.05, Adjustment::Bonferroni).expect("sets");
    let drawn = simultaneous(&some(&values), &some(&errors), &SetRecipe::new(0.05, 1));
    assert!(width(&wide) > width(&drawn.expect("sets")));
    let many: Vec<Option<f64>> = (0..1_000_000).map(|unit| Some(f64::from(unit))).collect();
    let found = sets(&many, &vec![Some(0.0); many.len()], 0.05, Adjustment::Bonferroni);
    let found = found.expect("sets").sets[0].expect("a set");
    assert_eq!((found.lower, found.upper, found.rank), (1_000_000, 1_000_000, 1_000_000));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let try_out = |values: &[f64], errors: &[f64], alpha: f64| {
        sets(&some(values), &some(errors), alpha, Adjustment::Bonferroni).map(|_| ())
    };
    assert!(matches!(try_out(&[], &[], 0.1), Err(Fault::AllMissing { .. })));
    assert!(matches!(try_out(&[1.0], &[-1.0], 0.1), Err(Fault::Domain { .. })));
    assert!(matches!(try_out(&[1.0], &[f64::NAN], 0.1), Err(Fault::NotFinite { .. })));
    assert!(matches!(try_out(&[1.0], &[1.0], 0.0), Err(Fault::Parameter { .. })));
    assert!(matches!(try_out(&[1.0, 2.0], &[1.0], 0.1), Err(Fault::Shape { .. })));
}
