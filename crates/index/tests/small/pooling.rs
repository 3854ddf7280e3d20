//! Years taken together: what is pooled, what is left out, and what is refused.

use gangmu_index::Matrix;
use gangmu_index::small::pooling::{Recipe, Skipped, pool};
use proptest::prelude::*;

fn recipe(last: usize, least: usize, weights: Option<Vec<f64>>) -> Recipe {
    Recipe { last, weights, least }
}

#[test]
fn what_is_pooled_is_said() {
    let events = [[Some(9.0), Some(1.0), None, Some(2.0), Some(3.0)]];
    let exposure = [[Some(1.0), Some(10.0), Some(10.0), Some(0.0), Some(20.0)]];
    let (events, exposure) =
        (Matrix::from_rows(&events).unwrap(), Matrix::from_rows(&exposure).unwrap());
    let found = pool(&events, &exposure, &recipe(4, 2, None)).unwrap();
    assert_eq!(found[0].years, [1, 4]);
    assert_eq!(found[0].skipped, [(2, Skipped::EventsMissing), (3, Skipped::NoExposure)]);
    let sum = found[0].pool.unwrap();
    assert_eq!((sum.events, sum.exposure, sum.effective_events), (4.0, 30.0, 4.0));
    assert!(pool(&events, &exposure, &recipe(4, 3, None)).unwrap()[0].pool.is_none());

    let weights = Some(vec![0.0, 1.0, 1.0, 2.0]);
    let found = pool(&events, &exposure, &recipe(4, 1, weights)).unwrap();
    assert_eq!(found[0].years, [4]);
    assert_eq!(found[0].skipped[0], (1, Skipped::NoWeight));
    let sum = found[0].pool.unwrap();
    assert_eq!((sum.events, sum.effective_events, sum.effective_exposure), (6.0, 3.0, 20.0));
}

#[test]
fn nonsense_is_refused() {
    let one = Matrix::from_rows(&[[Some(1.0), Some(2.0)]]).unwrap();
    let code = |events: &Matrix, recipe: &Recipe| pool(events, &one, recipe).unwrap_err().code();
    assert_eq!(code(&one, &recipe(0, 1, None)), "I013");
    assert_eq!(code(&one, &recipe(3, 1, None)), "I013");
    assert_eq!(code(&one, &recipe(2, 0, None)), "I013");
    assert_eq!(code(&one, &recipe(2, 1, Some(vec![1.0]))), "I002");
    for bad in [vec![0.0, 0.0], vec![-1.0, 1.0], vec![f64::NAN, 1.0], vec![1e300, 1.0]] {
        assert_eq!(code(&one, &recipe(2, 1, Some(bad))), "I007");
    }
    let negative = Matrix::from_rows(&[[Some(-1.0), Some(1e300)]]).unwrap();
    assert_eq!(code(&negative, &recipe(2, 1, None)), "I006");
    assert_eq!(code(&Matrix::missing(2, 2), &recipe(2, 1, None)), "I002");
    let none = Matrix::missing(1, 2);
    assert!(pool(&none, &none, &recipe(2, 1, None)).unwrap()[0].pool.is_none());
}

proptest! {
    #[test]
    fn weights_have_no_unit_and_years_no_order(
        years in prop::collection::vec((0..99_u32, 1..999_u32, 1..9_u32), 1..8),
    ) {
        let row = |turn: bool| {
            let mut years = years.clone();
            if turn {
                years.reverse();
            }
            let events = [years.iter().map(|year| Some(f64::from(year.0))).collect::<Vec<_>>()];
            let exposure = [years.iter().map(|year| Some(f64::from(year.1))).collect::<Vec<_>>()];
            let weights: Vec<f64> = years.iter().map(|year| f64::from(year.2)).collect();
            (Matrix::from_rows(&events).unwrap(), Matrix::from_rows(&exposure).unwrap(), weights)
        };
        let (events, exposure, weights) = row(false);
        let last = years.len();
        let one = pool(&events, &exposure, &recipe(last, 1, Some(weights.clone()))).unwrap();
        let one = one[0].pool.unwrap();
        let double = weights.iter().map(|weight| weight * 2.0).collect();
        let other = pool(&events, &exposure, &recipe(last, 1, Some(double))).unwrap();
        let other = other[0].pool.unwrap();
        prop_assert_eq!(one.rate, other.rate);
        prop_assert_eq!(one.effective_events, other.effective_events);
        // Worth no more than all events unweighted, and the rate stays.
        let all: f64 = years.iter().map(|year| f64::from(year.0)).sum();
        prop_assert!(one.effective_events <= all + 1e-9);
        let rate = one.effective_events / one.effective_exposure;
        prop_assert!((rate - one.rate).abs() < 1e-12);
        let (events, exposure, weights) = row(true);
        let turned = pool(&events, &exposure, &recipe(last, 1, Some(weights))).unwrap();
        prop_assert!((turned[0].pool.unwrap().rate - one.rate).abs() < 1e-15);
    }
}
