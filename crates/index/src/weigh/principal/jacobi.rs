//! Eigenvalues of symmetric tables, by rotations in a fixed order.

use crate::Fault;

/// Sweeps over all pairs; about ten are needed for hundreds of indicators.
const SWEEPS: usize = 60;

/// Eigenvalues from the greatest down, those below 0 by rounding made 0; and their vectors, each of
/// length 1 with its greatest part positive.
///
/// Golub and Van Loan, Matrix Computations, 8.5 (cyclic Jacobi).
pub(super) fn eigen(mut a: Vec<f64>, size: usize) -> Result<(Vec<f64>, Vec<Vec<f64>>), Fault> {
    // Vectors lie row by row, so that a rotation passes over memory in order.
    let mut vectors = vec![0.0; size * size];
    (0..size).for_each(|place| vectors[place * size + place] = 1.0);
    let all: f64 = a.iter().map(|cell| cell * cell).sum();
    let mut settled = false;
    for _ in 0..SWEEPS {
        let off = (0..size).flat_map(|row| (0..row).map(move |column| row * size + column));
        let off: f64 = off.map(|place| a[place] * a[place]).sum();
        if off <= 1e-32 * all {
            settled = true;
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                rotate(&mut a, &mut vectors, size, p, q);
            }
        }
    }
    if !settled {
        return Err(Fault::NotSettled { what: "the principal components".to_owned() });
    }
    let value = |place: usize| a[place * size + place].max(0.0);
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|one, other| value(*other).total_cmp(&value(*one)).then(one.cmp(other)));
    let vector = |place: &usize| turned(&vectors[place * size..(place + 1) * size]);
    Ok((order.iter().map(|place| value(*place)).collect(), order.iter().map(vector).collect()))
}

/// Rotates rows and columns p and q so that the cell they share becomes 0.
fn rotate(a: &mut [f64], vectors: &mut [f64], size: usize, p: usize, q: usize) {
    let shared = a[p * size + q];
    if shared == 0.0 {
        return;
    }
    let theta = (a[q * size + q] - a[p * size + p]) / (2.0 * shared);
    let t = if theta.abs() > 1e150 {
        0.5 / theta
    } else {
        theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt())
    };
    let cos = 1.0 / (t * t + 1.0).sqrt();
    let sin = t * cos;
    turn_rows(a, size, p, q, cos, sin);
    for row in a.chunks_exact_mut(size) {
        let (x, y) = (row[p], row[q]);
        row[p] = cos * x - sin * y;
        row[q] = sin * x + cos * y;
    }
    a[p * size + q] = 0.0;
    a[q * size + p] = 0.0;
    turn_rows(vectors, size, p, q, cos, sin);
}

fn turn_rows(cells: &mut [f64], size: usize, p: usize, q: usize, cos: f64, sin: f64) {
    let (above, below) = cells.split_at_mut(q * size);
    let rows = above[p * size..(p + 1) * size].iter_mut().zip(&mut below[..size]);
    for (x, y) in rows {
        (*x, *y) = (cos * *x - sin * *y, sin * *x + cos * *y);
    }
}

/// A vector with the sign that makes its greatest part positive, the first of equals but for
/// rounding.
pub(super) fn turned(vector: &[f64]) -> Vec<f64> {
    let most = vector.iter().fold(0.0, |most: f64, part| most.max(part.abs()));
    let lead = vector.iter().find(|part| part.abs() >= most * (1.0 - 1e-9));
    let sign = if lead.is_some_and(|lead| *lead < 0.0) { -1.0 } else { 1.0 };
    vector.iter().map(|part| sign * part).collect()
}
