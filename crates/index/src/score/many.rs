//! Places among very many units, by several threads.

use rayon::prelude::*;

use crate::Fault;
use crate::rank::places::{Ranker, Ties};

/// Fewer units than this are ranked in one go.
const MANY: usize = 1 << 17;

/// Into how many boxes units are sorted first: the memory that it takes to rank what is in one of
/// them then fits a cache.
const BOXES: usize = 16;

/// How many scores decide where the boxes end.
const SAMPLE: usize = 1_024;

/// Places by score, NaN being a score that is missing; equal scores share the better place.
///
/// # Errors
/// Those of [`Ranker::rank`].
pub(super) fn places(scores: &[f64]) -> Result<Vec<Option<u32>>, Fault> {
    let told = |place: u32| (place > 0).then_some(place);
    if scores.len() < MANY {
        return Ok(in_box(&mut Ranker::new(), scores)?.into_iter().map(told).collect());
    }
    let ends = ends(scores);
    // In the order of units, so that the same walk finds the place of each again. Equal scores lie
    // in the same box, the best in the first; those that are missing lie there too.
    let of_unit: Vec<u8> =
        scores.par_iter().map(|score| ends.iter().map(|end| u8::from(score < end)).sum()).collect();
    let room = scores.len() / BOXES * 5 / 4;
    let mut boxes: Vec<Vec<f64>> = (0..BOXES).map(|_| Vec::with_capacity(room)).collect();
    for (score, of) in scores.iter().zip(&of_unit) {
        boxes[usize::from(*of)].push(*score);
    }
    let ranked: Vec<Result<Vec<u32>, Fault>> =
        boxes.par_iter().map_init(Ranker::new, |ranker, scores| in_box(ranker, scores)).collect();
    let ranked: Vec<Vec<u32>> = ranked.into_iter().collect::<Result<_, Fault>>()?;
    let mut before = 0;
    let mut left: Vec<(u32, std::slice::Iter<'_, u32>)> = Vec::with_capacity(BOXES);
    for places in &ranked {
        left.push((before, places.iter()));
        before += places.iter().filter(|place| **place > 0).count() as u32;
    }
    let place = |of: &u8| {
        let (before, places) = &mut left[usize::from(*of)];
        let place = places.next().copied().unwrap_or(0);
        (place > 0).then_some(*before + place)
    };
    Ok(of_unit.iter().map(place).collect())
}

/// The places of the units in a box among themselves, 0 for none.
fn in_box(ranker: &mut Ranker, scores: &[f64]) -> Result<Vec<u32>, Fault> {
    let mut places = vec![0; scores.len()];
    ranker.places(scores, Ties::Competition, &mut places)?;
    Ok(places)
}

/// The scores at which boxes end, from the best on, such that about as many units are in each.
fn ends(scores: &[f64]) -> [f64; BOXES - 1] {
    let step = (scores.len() / SAMPLE).max(1);
    let sample = scores.iter().step_by(step).copied().filter(|score| !score.is_nan());
    let mut sample: Vec<f64> = sample.collect();
    sample.sort_unstable_by(|one, other| other.total_cmp(one));
    std::array::from_fn(|end| {
        sample.get((end + 1) * sample.len() / BOXES).copied().unwrap_or(f64::NAN)
    })
}
