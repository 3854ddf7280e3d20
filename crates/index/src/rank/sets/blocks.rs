//! Units in blocks of like standard errors and like estimates.
//!
//! The largest of (z_k − z_j) / √(v_j + v_k) over the k of a block is at most the greatest z of the
//! block, less z_j, over √(v_j + the least v). Each step of that bound is rounded as the exact
//! figure is, and rounding keeps order, so a block whose bound is too small holds nothing greater,
//! to the last bit.

/// Units in another order, block after block.
pub(super) struct Blocks {
    /// The place of each unit in the list of units.
    pub(super) order: Vec<u32>,
    /// The estimates, in that order.
    pub(super) values: Vec<f64>,
    /// The squares of the standard errors, in that order.
    pub(super) variances: Vec<f64>,
    /// Where blocks begin and end.
    pub(super) cuts: Vec<(usize, usize)>,
    /// The least and the greatest estimate and variance of each block.
    pub(super) extents: Vec<Extent>,
}

/// What the units of a block lie between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) low_value: f64,
    pub(super) high_value: f64,
    pub(super) low_variance: f64,
    pub(super) high_variance: f64,
}

impl Blocks {
    /// About √n blocks: first of the units without error, then from the small errors to the large.
    pub(super) fn new(values: &[f64], errors: &[f64]) -> Blocks {
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        let (value, error) = (|unit: u32| values[unit as usize], |unit: u32| errors[unit as usize]);
        order.sort_by(|one, other| error(*one).total_cmp(&error(*other)));
        let known = order.iter().take_while(|unit| error(**unit) == 0.0).count();
        let wanted = (values.len() as f64).sqrt().ceil();
        // Four times as many groups of like errors as of like estimates within them: errors loosen
        // every bound, estimates only those of the later steps.
        let across = (wanted / 4.0).sqrt().floor().max(1.0) as usize;
        let groups = (wanted / across as f64).ceil().max(1.0) as usize;
        let mut cuts = Vec::new();
        for (from, to) in [(0, known), (known, order.len())] {
            let groups = groups.min(to - from);
            for (from, to) in parts(from, to, groups) {
                order[from..to].sort_by(|one, other| value(*other).total_cmp(&value(*one)));
                cuts.extend(parts(from, to, across.min(to - from)));
            }
        }
        let values: Vec<f64> = order.iter().map(|unit| value(*unit)).collect();
        let variances: Vec<f64> = order.iter().map(|unit| error(*unit) * error(*unit)).collect();
        let extent = |(from, to): &(usize, usize)| {
            let (low_value, high_value) = ends(&values[*from..*to]);
            let (low_variance, high_variance) = ends(&variances[*from..*to]);
            Extent { low_value, high_value, low_variance, high_variance }
        };
        let extents = cuts.iter().map(extent).collect();
        Blocks { order, values, variances, cuts, extents }
    }

    /// The number of units.
    pub(super) fn units(&self) -> usize {
        self.order.len()
    }

    /// The number of blocks with what it takes to make it a multiple of eight.
    pub(super) fn padded(&self) -> usize {
        self.cuts.len().next_multiple_of(8)
    }
}

/// 1 / √(v + w), what a difference is multiplied by; 0 where nothing is uncertain.
pub(super) fn scale(one: f64, other: f64) -> f64 {
    let sum = one + other;
    if sum > 0.0 { 1.0 / sum.sqrt() } else { 0.0 }
}

/// The least and the greatest of some numbers.
pub(super) fn ends(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (if *value < low { *value } else { low }, if *value > high { *value } else { high })
    })
}

/// A range in so many parts that differ by one at most.
fn parts(from: usize, to: usize, count: usize) -> impl Iterator<Item = (usize, usize)> {
    let size = to - from;
    (0..count).map(move |part| (from + part * size / count, from + (part + 1) * size / count))
}
