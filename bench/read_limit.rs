//! How fast this machine reads memory that it only adds up, with one thread and with two: no scoring
//! can be faster than one reading of its figures. In the manner of STREAM (McCalpin 1995), reading
//! only.
//!     rustc -O -C target-cpu=native bench/read_limit.rs
//!     read_limit BYTES ...
//! prints a line of JSON for each size and number of threads.

use std::hint::black_box;
use std::sync::Barrier;
use std::time::Instant;

/// Sums side by side, so that no addition waits for the one before.
const LANES: usize = 64;

/// Each size is read for about this long, a number of times.
const SECONDS: f64 = 0.1;
const TIMES: usize = 7;

fn main() {
    for bytes in std::env::args().skip(1) {
        let bytes: usize = bytes.parse().expect("a number of bytes");
        for threads in [1, 2] {
            let (best, median) = rate(bytes, threads);
            println!(
                r#"{{"work":"read","bytes":{bytes},"threads":{threads},"best":{best},"median":{median}}}"#
            );
        }
    }
}

/// Bytes that all threads together read in a second: the best of some times, and the median.
fn rate(bytes: usize, threads: usize) -> (f64, f64) {
    let each = bytes / 8 / threads;
    let parts: Vec<Vec<u64>> = (0..threads).map(|part| vec![part as u64 + 1; each]).collect();
    let mut passes = 1;
    let mut rates = Vec::new();
    while rates.len() < TIMES {
        let seconds = seconds(&parts, passes);
        if seconds < SECONDS && passes < 1 << 24 && rates.is_empty() {
            let wanted = (SECONDS / seconds.max(1e-9) * 1.2).ceil();
            let more = passes.saturating_mul((wanted as usize).clamp(2, 1_000));
            if seconds < SECONDS / 2.0 {
                passes = more;
                continue;
            }
        }
        rates.push((each * 8 * threads * passes) as f64 / seconds);
    }
    rates.sort_by(f64::total_cmp);
    (rates[TIMES - 1], rates[TIMES / 2])
}

/// How long it takes to read every part so many times, each by a thread of its own.
fn seconds(parts: &[Vec<u64>], passes: usize) -> f64 {
    let start = Barrier::new(parts.len() + 1);
    let end = Barrier::new(parts.len() + 1);
    std::thread::scope(|scope| {
        for part in parts {
            let (start, end) = (&start, &end);
            scope.spawn(move || {
                start.wait();
                for _ in 0..passes {
                    black_box(sum(black_box(part)));
                }
                end.wait();
            });
        }
        start.wait();
        let begun = Instant::now();
        end.wait();
        begun.elapsed().as_secs_f64()
    })
}

fn sum(numbers: &[u64]) -> u64 {
    let mut sums = [0_u64; LANES];
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    for chunk in chunks {
        for (sum, number) in sums.iter_mut().zip(chunk) {
            *sum = sum.wrapping_add(*number);
        }
    }
    rest.iter().chain(&sums).fold(0, |sum, number| sum.wrapping_add(*number))
}
