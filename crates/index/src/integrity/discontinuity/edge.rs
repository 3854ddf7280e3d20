//! A local polynomial of the distribution function at one side of a threshold.

use gangmu_num::order::sum_fixed;

use super::Kernel;

/// The most coefficients that are ever fitted.
pub(super) const MOST: usize = 6;

/// A figure: where it lies, and the share of all figures up to it.
pub(super) type Point = (f64, f64);

/// All figures, parted at the threshold.
pub(super) struct Sides {
    /// Those below, the nearest first; distances are negative.
    pub(super) below: Vec<Point>,
    /// Those above, the nearest first.
    pub(super) above: Vec<Point>,
    /// The different distances on each side, without sign, the nearest first.
    pub(super) different: (Vec<f64>, Vec<f64>),
    /// Whether some are equal.
    pub(super) ties: bool,
    /// The distance of the farthest, in which all others are measured.
    pub(super) unit: f64,
    /// The mean of all distances and their standard deviation.
    pub(super) moments: (f64, f64),
}

impl Sides {
    /// From distances, negative below the threshold.
    pub(super) fn new(distances: &[f64]) -> Sides {
        let unit = distances.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        let by = if unit > 0.0 { unit } else { 1.0 };
        let mut sorted: Vec<f64> = distances.iter().map(|x| x / by).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let n = sorted.len();
        let last = n.saturating_sub(1).max(1) as f64;
        // Equal figures share the place of the last of them.
        let mut points: Vec<Point> = vec![(0.0, 0.0); n];
        let mut ties = false;
        for at in (0..n).rev() {
            let tied = at + 1 < n && sorted[at] >= sorted[at + 1];
            ties |= tied;
            points[at] = (sorted[at], if tied { points[at + 1].1 } else { at as f64 / last });
        }
        let cut = sorted.partition_point(|x| *x < 0.0);
        let above = points.split_off(cut);
        points.reverse();
        let different = |side: &[Point]| {
            let mut found: Vec<f64> = side.iter().map(|point| point.0.abs()).collect();
            found.dedup();
            found
        };
        let mean = sum_fixed(&sorted) / n.max(1) as f64;
        let squares: Vec<f64> = sorted.iter().map(|x| (x - mean) * (x - mean)).collect();
        let deviation = (sum_fixed(&squares) / last).sqrt();
        let different = (different(&points), different(&above));
        Sides { below: points, above, different, ties, unit, moments: (mean, deviation) }
    }

    pub(super) fn counts(&self) -> (usize, usize) {
        (self.below.len(), self.above.len())
    }

    pub(super) fn n(&self) -> usize {
        self.below.len() + self.above.len()
    }
}

/// A fitted polynomial.
pub(super) struct Fit {
    /// Its coefficients, from the constant up.
    pub(super) coefficients: [f64; MOST],
    /// The variance of the second of them, by the jackknife.
    pub(super) variance: f64,
    /// How many figures lie within the bandwidth.
    pub(super) points: usize,
}

impl Fit {
    /// The density at the threshold: the slope of the distribution function.
    pub(super) fn density(&self) -> f64 {
        self.coefficients[1]
    }
}

/// Fits a polynomial of this order to the figures of one side within `h`, the nearest first; `None`
/// where they do not determine it.
///
/// A figure moves the distribution function at every figure from it upwards. What each does to the
/// slope is a sum over these; the sum of the squares is the variance. Those of the other side move
/// it by a constant, to which a slope is blind, so that the two sides do not depend on each other.
pub(super) fn fit(side: &[Point], h: f64, order: usize, kernel: Kernel, n: usize) -> Option<Fit> {
    let size = order + 1;
    let inside = &side[..side.partition_point(|point| point.0.abs() <= h)];
    if inside.len() <= size || size > MOST {
        return None;
    }
    let mut gram = [[0.0; MOST + 1]; MOST];
    for point in inside {
        let (row, weight) = (powers(point.0 / h), kernel.at((point.0 / h).abs()));
        for i in 0..size {
            let scaled = weight * row[i];
            for j in 0..size {
                gram[i][j] += scaled * row[j];
            }
            gram[i][MOST] += scaled * point.1;
        }
    }
    let mut slope_of = gram;
    for (place, row) in slope_of.iter_mut().enumerate() {
        row[MOST] = if place == 1 { 1.0 } else { 0.0 };
    }
    let solved = solve(gram, size)?;
    // The row of the inverse that belongs to the slope.
    let slope_of = solve(slope_of, size)?;
    let reach = |point: &Point| {
        let row = powers(point.0 / h);
        let sum: f64 = (0..size).map(|i| slope_of[i] * row[i]).sum();
        kernel.at((point.0 / h).abs()) * sum
    };
    let upwards = inside[0].0 >= 0.0;
    let influence: Vec<f64> = inside.iter().map(reach).collect();
    let variance = squares_of_tails(inside, &influence, upwards);
    let by = (n as f64 - 1.0) * h;
    let mut coefficients = [0.0; MOST];
    let mut scale = 1.0;
    for (found, solved) in coefficients.iter_mut().zip(solved).take(size) {
        *found = solved / scale;
        scale *= h;
    }
    Some(Fit { coefficients, variance: variance / by / by, points: inside.len() })
}

/// For each figure, the sum of `influence` over its equals, but for one of them, and all above it
/// on its side; of these, the sum of squares.
///
/// Leaving out the figure itself or not makes no difference without ties, since all influences on
/// a slope add up to 0. With ties it does, and one is left out, as in `rddensity`.
fn squares_of_tails(inside: &[Point], influence: &[f64], upwards: bool) -> f64 {
    // From the highest figure down.
    let order: Vec<usize> =
        if upwards { (0..inside.len()).rev().collect() } else { (0..inside.len()).collect() };
    let (mut tail, mut squares, mut from) = (0.0, 0.0, 0);
    while from < order.len() {
        let value = inside[order[from]].0;
        let mut to = from;
        while to < order.len() && inside[order[to]].0 == value {
            tail += influence[order[to]];
            to += 1;
        }
        let others = tail - influence[order[from]];
        squares += others * others * (to - from) as f64;
        from = to;
    }
    squares
}

fn powers(u: f64) -> [f64; MOST] {
    let mut row = [1.0; MOST];
    for i in 1..MOST {
        row[i] = row[i - 1] * u;
    }
    row
}

impl Kernel {
    /// The weight at a distance between 0 and 1. Only ratios of weights matter.
    pub(super) fn at(self, u: f64) -> f64 {
        match self {
            Kernel::Triangular => 1.0 - u,
            Kernel::Uniform => 0.5,
            Kernel::Epanechnikov => 0.75 * (1.0 - u * u),
        }
    }

    /// The integral of the kernel times uᵏ from 0 to 1.
    pub(super) fn moment(self, k: usize) -> f64 {
        let k = k as f64;
        match self {
            Kernel::Triangular => 1.0 / ((k + 1.0) * (k + 2.0)),
            Kernel::Uniform => 0.5 / (k + 1.0),
            Kernel::Epanechnikov => 1.5 / ((k + 1.0) * (k + 3.0)),
        }
    }
}

/// Solves for the last column by elimination with pivots; `None` where a pivot is all but 0.
pub(super) fn solve(mut rows: [[f64; MOST + 1]; MOST], size: usize) -> Option<[f64; MOST]> {
    for column in 0..size {
        let before = rows[column][column].abs();
        let largest =
            |a: &usize, b: &usize| rows[*a][column].abs().total_cmp(&rows[*b][column].abs());
        let pivot = (column..size).max_by(largest)?;
        rows.swap(column, pivot);
        let found = rows[column][column];
        if found.abs() <= 1e-14 * before.max(1e-300) || !found.is_finite() {
            return None;
        }
        for below in column + 1..size {
            let factor = rows[below][column] / found;
            let upper = rows[column];
            for (cell, upper) in rows[below].iter_mut().zip(upper).skip(column) {
                *cell -= factor * upper;
            }
        }
    }
    let mut solved = [0.0; MOST];
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| rows[row][column] * solved[column]).sum();
        solved[row] = (rows[row][MOST] - known) / rows[row][row];
    }
    solved.iter().all(|number| number.is_finite()).then_some(solved)
}
