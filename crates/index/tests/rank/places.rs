//! Places by scores, against counting how many are better.

use gangmu_index::Fault;
use gangmu_index::rank::places::{Ranker, Ties, fractional, ranks};
use gangmu_num::random::Stream;
use proptest::prelude::*;

/// One more than how many are better.
fn competition(scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let better = |score: f64| scores.iter().flatten().filter(|other| **other > score).count();
    scores.iter().map(|score| score.map(|score| better(score) as u32 + 1)).collect()
}

/// One more than how many different scores are better.
fn dense(scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let mut different: Vec<f64> = scores.iter().flatten().map(|score| score + 0.0).collect();
    different.sort_by(|one, other| other.total_cmp(one));
    different.dedup();
    let place = |score: f64| different.iter().position(|other| *other == score).expect("it is in");
    scores.iter().map(|score| score.map(|score| place(score) as u32 + 1)).collect()
}

/// The mean of the first and the last place among equals.
fn shared(scores: &[Option<f64>]) -> Vec<Option<f64>> {
    let count = |worse: &dyn Fn(f64) -> bool| {
        scores.iter().flatten().filter(|other| worse(**other)).count() as f64
    };
    let mean =
        |score: f64| (count(&|other| other > score) + count(&|other| other >= score) + 1.0) / 2.0;
    scores.iter().map(|score| score.map(mean)).collect()
}

#[track_caller]
fn agree(scores: &[Option<f64>]) {
    assert_eq!(ranks(scores, Ties::Competition), Ok(competition(scores)));
    assert_eq!(ranks(scores, Ties::Dense), Ok(dense(scores)));
    assert_eq!(fractional(scores), Ok(shared(scores)));
}

/// Scores of the kinds that are met: fine ones, ties, both signs, far ones, missing ones.
fn score() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        4 => (-3.0..3.0).prop_map(Some),
        2 => (0_i32..6).prop_map(|whole| Some(f64::from(whole) - 2.0)),
        1 => prop::num::f64::NORMAL.prop_map(Some),
        1 => prop::num::f64::SUBNORMAL.prop_map(Some),
        1 => Just(Some(-0.0)),
        1 => Just(Some(1e300)),
        1 => Just(None),
    ]
}

proptest! {
    #[test]
    fn ranks_are_what_counting_gives(scores in prop::collection::vec(score(), 0..120)) {
        agree(&scores);
    }

    #[test]
    fn a_rising_change_of_scale_moves_no_rank(scores in prop::collection::vec(0.0..1.0, 1..200)) {
        let rank = |scores: &[f64]| {
            let scores: Vec<Option<f64>> = scores.iter().copied().map(Some).collect();
            ranks(&scores, Ties::Competition)
        };
        let scaled: Vec<f64> = scores.iter().map(|score| 8.0 * score).collect();
        prop_assert_eq!(rank(&scores), rank(&scaled));
    }

    #[test]
    fn the_order_of_units_does_not_matter(
        scores in prop::collection::vec(score(), 1..100), seed in 0_u64..1_000,
    ) {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        Stream::new(seed, 0).shuffle(&mut order);
        let mixed: Vec<Option<f64>> = order.iter().map(|unit| scores[*unit]).collect();
        let straight = ranks(&scores, Ties::Competition).expect("ranks");
        let found = ranks(&mixed, Ties::Competition).expect("ranks");
        for (at, unit) in order.iter().enumerate() {
            prop_assert_eq!(found[at], straight[*unit]);
        }
    }
}

/// Ranks by a sort of the standard library.
fn sorted(scores: &[f64]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]));
    let mut places = vec![0; scores.len()];
    for (at, unit) in order.iter().enumerate() {
        let tied = at > 0 && scores[order[at - 1]] == scores[*unit];
        places[*unit] = if tied { places[order[at - 1]] } else { at as u32 + 1 };
    }
    places
}

#[test]
fn many_units_of_any_distribution_are_ranked_as_by_a_plain_sort() {
    let mut ranker = Ranker::new();
    let mut stream = Stream::new(1, 1);
    for units in [2_000, 41_000, 3, 999, 1_001] {
        let kinds: [Vec<f64>; 5] = [
            (0..units).map(|_| 100.0 * stream.unit()).collect(),
            (0..units).map(|_| stream.normal()).collect(),
            (0..units).map(|_| stream.below(7) as f64 - 3.0).collect(),
            // One far off, all others alike in more bits than the radix sort looks at.
            (0..units)
                .map(|at| if at == 1 { 1e300 } else { 1.0 + 1e-13 * stream.unit() })
                .collect(),
            (0..units).map(|_| 2.5).collect(),
        ];
        for scores in kinds {
            let mut places = vec![0; units];
            ranker.rank(&scores, Ties::Competition, &mut places).expect("ranks");
            assert!(places == sorted(&scores), "{units} units");
        }
    }
}

#[test]
fn what_is_no_score_is_refused() {
    assert_eq!(ranks(&[], Ties::Competition), Ok(vec![]));
    assert_eq!(ranks(&[None, None], Ties::Dense), Ok(vec![None, None]));
    assert_eq!(fractional(&[None]), Ok(vec![None]));
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(matches!(
            ranks(&[Some(1.0), Some(bad)], Ties::Dense),
            Err(Fault::NotFinite { .. })
        ));
        assert!(matches!(fractional(&[Some(bad)]), Err(Fault::NotFinite { .. })));
        let found = Ranker::new().rank(&[bad], Ties::Competition, &mut [0]);
        assert!(matches!(found, Err(Fault::NotFinite { .. })));
    }
    let found = Ranker::new().rank(&[1.0], Ties::Competition, &mut [0, 0]);
    assert!(matches!(found, Err(Fault::Shape { wanted: 1, found: 2, .. })));
}
