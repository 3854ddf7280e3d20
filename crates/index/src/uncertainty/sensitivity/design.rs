//! Which inputs to try: a design of n (d + 2) runs of d inputs.

use rayon::prelude::*;

use crate::matrix::same_size;
use crate::uncertainty::sequence::{MOST_DIMENSIONS, Sobol};
use crate::{Fault, Matrix};

/// The most values that are held: runs × outputs (512 MiB).
pub const MOST_VALUES: usize = 1 << 26;

/// Runs that are worked out in one go.
const BLOCK: usize = 64;

/// A design of runs: A and B are n points each of a scrambled Sobol' sequence of 2d dimensions; for
/// each input there are n more, which are those of A with that input taken from B.
///
/// Inputs are uniform between 0 and 1, never 0 or 1: a model turns them into what it needs. Where n
/// is a power of two the points are most even.
#[derive(Clone, Debug)]
pub struct Design {
    inputs: usize,
    samples: usize,
    sequence: Sobol,
}

impl Design {
    /// A design for so many inputs and samples; `seed` names the random numbers.
    ///
    /// # Errors
    /// [`Fault::Empty`] without inputs; [`Fault::TooMuch`] for more than half of
    /// [`MOST_DIMENSIONS`], or more runs than [`MOST_VALUES`]; [`Fault::TooFew`] for less than two
    /// samples.
    pub fn new(inputs: usize, samples: usize, seed: u64) -> Result<Design, Fault> {
        if inputs == 0 {
            return Err(Fault::Empty { what: "inputs".to_owned() });
        }
        if inputs > MOST_DIMENSIONS / 2 {
            let (what, most) = ("uncertain inputs".to_owned(), MOST_DIMENSIONS / 2);
            return Err(Fault::TooMuch { what, found: inputs, most });
        }
        if samples < 2 {
            return Err(Fault::TooFew { what: "samples".to_owned(), found: samples, needed: 2 });
        }
        let found = samples.saturating_mul(inputs + 2);
        if found > MOST_VALUES {
            return Err(Fault::TooMuch { what: "runs".to_owned(), found, most: MOST_VALUES });
        }
        Ok(Design { inputs, samples, sequence: Sobol::scrambled(2 * inputs, seed)? })
    }

    /// The number of inputs d.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// The number of samples n.
    #[must_use]
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// The number of runs n (d + 2).
    #[must_use]
    pub fn runs(&self) -> usize {
        self.samples * (self.inputs + 2)
    }

    /// The inputs of a run, counted from 0: A, B, then A with one input after the other from B.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of inputs, or a run beyond the last.
    pub fn run(&self, run: usize, inputs: &mut [f64]) -> Result<(), Fault> {
        same_size("inputs of a run", self.inputs, inputs.len())?;
        if run >= self.runs() {
            return Err(Fault::Shape { what: "runs".to_owned(), wanted: self.runs(), found: run });
        }
        let (matrix, sample) = (run / self.samples, run % self.samples);
        let mut point = vec![0.0; 2 * self.inputs];
        self.sequence.point(sample as u32, &mut point)?;
        let (a, b) = point.split_at(self.inputs);
        inputs.copy_from_slice(if matrix == 1 { b } else { a });
        if matrix >= 2 {
            inputs[matrix - 2] = b[matrix - 2];
        }
        Ok(())
    }

    /// Runs a model: from the inputs of a run it fills in the outputs, so many of them. Runs spread
    /// over threads; each cell is the same at any number of them. Gives runs × outputs.
    ///
    /// # Errors
    /// [`Fault::Empty`] without outputs; [`Fault::TooMuch`] beyond [`MOST_VALUES`];
    /// [`Fault::NotFinite`] for an output that is a NaN or an infinity.
    pub fn evaluate(
        &self,
        outputs: usize,
        model: impl Fn(&[f64], &mut [f64]) + Sync,
    ) -> Result<Matrix, Fault> {
        if outputs == 0 {
            return Err(Fault::Empty { what: "outputs".to_owned() });
        }
        let found = self.runs().saturating_mul(outputs);
        if found > MOST_VALUES {
            let what = "values (runs × outputs)".to_owned();
            return Err(Fault::TooMuch { what, found, most: MOST_VALUES });
        }
        let mut by_run = vec![0.0; found];
        let blocks = by_run.par_chunks_mut(BLOCK * outputs).enumerate();
        blocks.try_for_each(|(block, values)| {
            let mut inputs = vec![0.0; self.inputs];
            for (at, values) in values.chunks_exact_mut(outputs).enumerate() {
                self.run(block * BLOCK + at, &mut inputs)?;
                model(&inputs, values);
            }
            Ok(())
        })?;
        if let Some(at) = by_run.iter().position(|value| !value.is_finite()) {
            let what = format!("output {} of run {}", at % outputs, at / outputs);
            return Err(Fault::NotFinite { what });
        }
        if outputs == 1 {
            return Matrix::from_cells(self.runs(), 1, by_run);
        }
        let mut cells = Vec::with_capacity(found);
        for output in 0..outputs {
            cells.extend(by_run.iter().skip(output).step_by(outputs));
        }
        Matrix::from_cells(self.runs(), outputs, cells)
    }
}
