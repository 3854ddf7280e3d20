//! Draws of the errors of all units, a bounded number of them at a time.

use rayon::prelude::*;

use super::blocks::{Blocks, ends};
use gangmu_num::random::Stream;

/// How many numbers a chunk holds at most: 32 MiB.
const CHUNK: usize = 1 << 22;

/// Draws of the errors, made when they are asked for.
pub(super) struct Supply<'a> {
    errors: &'a [f64],
    blocks: &'a Blocks,
    draws: usize,
    seed: u64,
    /// How many draws a chunk has.
    size: usize,
    /// The only chunk, where one is enough.
    only: Option<Chunk>,
}

/// Some draws: numbers lie draw by draw, in the order of the blocks.
pub(super) struct Chunk {
    /// The errors z of all units.
    pub(super) z: Vec<f64>,
    /// The greatest z of each block; 0 where the row is padded.
    pub(super) high: Vec<f64>,
    /// The least z of each block; 0 where the row is padded.
    pub(super) low: Vec<f64>,
}

impl<'a> Supply<'a> {
    pub(super) fn new(
        errors: &'a [f64],
        blocks: &'a Blocks,
        draws: usize,
        seed: u64,
    ) -> Supply<'a> {
        let size = (CHUNK / errors.len().max(1)).max(1);
        let mut supply = Supply { errors, blocks, draws, seed, size, only: None };
        if draws <= size {
            supply.only = Some(supply.make(0));
        }
        supply
    }

    /// Shows all chunks to `look`, in order.
    pub(super) fn each(&self, mut look: impl FnMut(&Chunk)) {
        match &self.only {
            Some(chunk) => look(chunk),
            None => (0..self.draws.div_ceil(self.size)).for_each(|chunk| look(&self.make(chunk))),
        }
    }

    /// Makes a chunk.
    fn make(&self, chunk: usize) -> Chunk {
        let first = chunk * self.size;
        let draws = self.size.min(self.draws - first);
        let (units, padded) = (self.blocks.units(), self.blocks.padded());
        let mut made = Chunk {
            z: vec![0.0; draws * units],
            high: vec![0.0; draws * padded],
            low: vec![0.0; draws * padded],
        };
        let rows = made.z.par_chunks_mut(units).zip(made.high.par_chunks_mut(padded));
        rows.zip(made.low.par_chunks_mut(padded)).enumerate().for_each_init(
            || vec![0.0; units],
            |drawn, (draw, ((z, high), low))| {
                let mut stream = Stream::new(self.seed, (first + draw) as u64);
                for (drawn, error) in drawn.iter_mut().zip(self.errors) {
                    *drawn = stream.normal() * error;
                }
                for (z, unit) in z.iter_mut().zip(&self.blocks.order) {
                    *z = drawn[*unit as usize];
                }
                for (block, (from, to)) in self.blocks.cuts.iter().enumerate() {
                    (low[block], high[block]) = ends(&z[*from..*to]);
                }
            },
        );
        made
    }
}
