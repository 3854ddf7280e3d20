//! Places.

/// Places; 1 is best.
pub fn places(scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let mut order: Vec<(f64, usize)> =
        scores.iter().enumerate().filter_map(|(row, score)| Some(((*score)?, row))).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut ranks = vec![None; scores.len()];
    let mut first = 0;
    for (place, (score, row)) in order.iter().enumerate() {
        if *score != order[first].0 {
            first = place;
        }
        ranks[*row] = Some(first as u32 + 1);
    }
    ranks
}
