//! Sums over groups of samples, from which indices are worked out for any mixture of groups.

/// What the estimators need to know of an output, group by group.
pub(super) struct Sums {
    inputs: usize,
    /// For each group a row: the number of samples, the sum and the sum of squares of y_A and y_B,
    /// and for each input the sums of y_B (y_AB − y_A) and (y_A − y_AB)².
    rows: Vec<f64>,
    width: usize,
}

/// What comes before the sums of inputs.
const LEAD: usize = 3;

impl Sums {
    /// The sums of an output; `None` where it is the same in all runs.
    pub(super) fn new(
        values: &[f64],
        inputs: usize,
        samples: usize,
        groups: usize,
        centred: bool,
    ) -> Option<Sums> {
        // Indices do not change when the output is shifted and stretched. Brought near to 1, no
        // square overflows or vanishes; by powers of two no digit is lost.
        let by = near_one(values.iter().fold(0.0, |most: f64, value| most.max(value.abs())));
        let both = values.get(..2 * samples)?;
        let mean = both.iter().map(|value| value * by).sum::<f64>() / both.len() as f64;
        let far = |most: f64, value: &f64| most.max((value * by - mean).abs());
        let again = near_one(values.iter().fold(0.0, far));
        let first = values.first()?;
        if values.iter().all(|value| value == first) {
            return None;
        }
        let offset = if centred { 0.0 } else { mean * again };
        let at = |run: usize| (values[run] * by - mean) * again;
        let width = LEAD + 2 * inputs;
        let mut rows = vec![0.0; groups * width];
        for (group, row) in rows.chunks_exact_mut(width).enumerate() {
            for sample in group * samples / groups..(group + 1) * samples / groups {
                let (a, b) = (at(sample), at(samples + sample));
                row[0] += 1.0;
                row[1] += a + b;
                row[2] += a * a + b * b;
                for (input, sums) in row[LEAD..].chunks_exact_mut(2).enumerate() {
                    let step = at((2 + input) * samples + sample) - a;
                    sums[0] += (b + offset) * step;
                    sums[1] += step * step;
                }
            }
        }
        Some(Sums { inputs, rows, width })
    }

    pub(super) fn inputs(&self) -> usize {
        self.inputs
    }

    pub(super) fn groups(&self) -> usize {
        self.rows.len() / self.width
    }

    /// First-order and total indices where each group counts so often; `None` without variance.
    pub(super) fn estimate(&self, counts: &[f64]) -> Option<Vec<(f64, f64)>> {
        let mut sums = vec![0.0; self.width];
        for (count, row) in counts.iter().zip(self.rows.chunks_exact(self.width)) {
            if *count > 0.0 {
                sums.iter_mut().zip(row).for_each(|(sum, part)| *sum += count * part);
            }
        }
        let (samples, both) = (sums[0], 2.0 * sums[0]);
        let variance = (sums[2] - sums[1] * sums[1] / both) / (both - 1.0);
        // Of values near to 1: what is below this is what rounding leaves of nothing.
        if variance.is_nan() || variance <= 1e-13 {
            return None;
        }
        let index =
            |sums: &[f64]| (sums[0] / samples / variance, sums[1] / (2.0 * samples) / variance);
        Some(sums[LEAD..].chunks_exact(2).take(self.inputs).map(index).collect())
    }
}

/// The power of two that brings a number near to 1.
fn near_one(number: f64) -> f64 {
    let exponent = (number.to_bits() >> 52) & 0x7ff;
    f64::from_bits(2_046_u64.saturating_sub(exponent).max(1) << 52)
}
