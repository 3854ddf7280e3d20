//! Small dense systems of equations, solved both ways from one factoring.

/// A square table, taken apart into a lower and an upper triangle.
///
/// Rows are swapped so that each step divides by the largest number there is, the first of equals:
/// the same table is always taken apart in the same way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lu {
    size: usize,
    /// Row by row.
    cells: Vec<f64>,
    /// Which row was swapped with each, in turn.
    swaps: Vec<usize>,
}

impl Lu {
    /// Makes room for another table of zeros and hands out its cells, row by row.
    pub(crate) fn clear(&mut self, size: usize) -> &mut [f64] {
        self.size = size;
        self.cells.clear();
        self.cells.resize(size * size, 0.0);
        &mut self.cells
    }

    /// Takes the table apart; false where it has no inverse.
    pub(crate) fn factor(&mut self) -> bool {
        let n = self.size;
        self.swaps.clear();
        for step in 0..n {
            let mut best = step;
            for row in step + 1..n {
                if self.cells[row * n + step].abs() > self.cells[best * n + step].abs() {
                    best = row;
                }
            }
            let pivot = self.cells[best * n + step];
            if pivot.abs() < f64::MIN_POSITIVE || !pivot.is_finite() {
                return false;
            }
            self.swaps.push(best);
            if best != step {
                let (above, below) = self.cells.split_at_mut(best * n);
                above[step * n..(step + 1) * n].swap_with_slice(&mut below[..n]);
            }
            let (above, below) = self.cells.split_at_mut((step + 1) * n);
            let lead = &above[step * n..];
            for row in below.chunks_exact_mut(n) {
                let factor = row[step] / pivot;
                row[step] = factor;
                if factor != 0.0 {
                    row[step + 1..].iter_mut().zip(&lead[step + 1..]).for_each(|(cell, l)| {
                        *cell -= factor * l;
                    });
                }
            }
        }
        true
    }

    /// Replaces the right-hand side b by x, where the table times x is b.
    pub(crate) fn solve(&self, b: &mut [f64]) {
        let n = self.size;
        for (step, swap) in self.swaps.iter().enumerate() {
            b.swap(step, *swap);
        }
        for row in 0..n {
            b[row] -= dot(&self.cells[row * n..row * n + row], &b[..row]);
        }
        for row in (0..n).rev() {
            let rest = dot(&self.cells[row * n + row + 1..(row + 1) * n], &b[row + 1..n]);
            b[row] = (b[row] - rest) / self.cells[row * n + row];
        }
    }

    /// Replaces the right-hand side b by y, where y times the table is b.
    pub(crate) fn solve_transposed(&self, b: &mut [f64]) {
        let n = self.size;
        for row in 0..n {
            b[row] /= self.cells[row * n + row];
            let (known, rest) = b.split_at_mut(row + 1);
            take_off(rest, known[row], &self.cells[row * n + row + 1..(row + 1) * n]);
        }
        for row in (0..n).rev() {
            let (rest, known) = b.split_at_mut(row);
            take_off(rest, known[0], &self.cells[row * n..row * n + row]);
        }
        for (step, swap) in self.swaps.iter().enumerate().rev() {
            b.swap(step, *swap);
        }
    }
}

/// The sum of products, from the first on.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}

fn take_off(rest: &mut [f64], times: f64, row: &[f64]) {
    if times != 0.0 {
        rest.iter_mut().zip(row).for_each(|(rest, cell)| *rest -= times * cell);
    }
}
