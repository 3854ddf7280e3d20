//! The library's share of `make bench-index`: works on the figures that `bench/index_data.py` writes
//! and prints a line of JSON with the milliseconds of every repetition and a few numbers of the
//! result, which the peers must come to as well.
//!     speed WORK FOLDER REPETITIONS

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;

use gangmu_index::rank::sets::{RankSet, RankSets, SetRecipe, marginal, simultaneous};
use gangmu_index::recipe::Aggregate;
use gangmu_index::score::ranked;
use gangmu_index::structure::{Direction, Indicator, Part};
use gangmu_index::weigh::benefit::{Outcome, best_weights};
use gangmu_index::{Fault, Matrix, Structure};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [work, folder, times] = words.as_slice() else {
        eprintln!("speed WORK FOLDER REPETITIONS");
        return ExitCode::FAILURE;
    };
    let done = times.parse().map_err(Failure::from).and_then(|times| {
        let folder = Path::new(folder);
        match work.as_str() {
            "score" => score(folder, times),
            "sets" => sets(folder, times, false),
            "sets-together" => sets(folder, times, true),
            "benefit" => benefit(folder, times),
            // PLACE FOR MORE: "draws" (1,000 points of a `Model` with `Choice::Weights { share: 0.25,
            // levels: vec![] }`, each ranked and counted) and "sobol" (6 choices, 10,000 samples,
            // 340 units), by their public entries.
            other => Err(format!("there is no work called {other}").into()),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("speed {work}: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Min-max, direction, weighted means on two levels over what is there, and places.
fn score(folder: &Path, times: usize) -> Result<(), Failure> {
    let tree = tree(&std::fs::read_to_string(folder.join("tree.txt"))?)?;
    let figures = table(&folder.join("figures.f64"), tree.indicators().len())?;
    let means = Aggregate::default();
    let (ms, found) = timed(times, || Ok(ranked(black_box(&figures), &tree, &means, 0.0, 1.0)?))?;
    let sum: f64 = found.scores.column(0).flatten().sum();
    // Ranks weighted by the place of the unit, so that an exchange of two shows.
    let ranks = found.ranks.iter().zip(1_u64..);
    let ranks: u64 = ranks.map(|(rank, at)| u64::from(rank.unwrap_or(0)) * (at % 1_000)).sum();
    tell("score", figures.rows(), &ms, &[sum, ranks as f64]);
    Ok(())
}

/// Confidence sets for ranks from estimates and standard errors, by 1,000 draws: each for itself or
/// all together.
fn sets(folder: &Path, times: usize, together: bool) -> Result<(), Failure> {
    let known = table(&folder.join("estimates.f64"), 2)?;
    let estimates: Vec<Option<f64>> = known.column(0).collect();
    let errors: Vec<Option<f64>> = known.column(1).collect();
    let recipe = SetRecipe::new(0.05, 1);
    let (work, of) = match together {
        true => ("sets-together", simultaneous as fn(&[_], &[_], &_) -> Result<RankSets, Fault>),
        false => ("sets", marginal as _),
    };
    let (ms, found) = timed(times, || Ok(of(&estimates, &errors, &recipe)?))?;
    let width = |set: &RankSet| f64::from(set.upper - set.lower);
    let widths: f64 = found.sets.iter().flatten().map(width).sum();
    tell(work, known.rows(), &ms, &[widths / known.rows() as f64]);
    Ok(())
}

/// The weights that suit each unit best, of 10 indicators.
fn benefit(folder: &Path, times: usize) -> Result<(), Failure> {
    let figures = table(&folder.join("benefit.f64"), 10)?;
    let (ms, found) = timed(times, || Ok(best_weights(&figures, None)?))?;
    let scores: Vec<f64> = found.iter().take(30).filter_map(Outcome::score).collect();
    tell("benefit", figures.rows(), &ms, &scores);
    Ok(())
}

/// The milliseconds of each of some repetitions, after one that does not count, and what came out.
fn timed<T>(times: usize, work: impl Fn() -> Result<T, Failure>) -> Result<(Vec<f64>, T), Failure> {
    let mut found = work()?;
    let mut ms = Vec::with_capacity(times);
    for _ in 0..times {
        let begun = now();
        let new = work()?;
        ms.push(begun.elapsed().as_secs_f64() * 1e3);
        found = new;
    }
    Ok((ms, found))
}

#[expect(clippy::disallowed_methods, reason = "this measures time and does nothing else")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

fn tell(work: &str, units: usize, ms: &[f64], check: &[f64]) {
    println!(r#"{{"work":"{work}","units":{units},"by":"gangmu","ms":{ms:?},"check":{check:?}}}"#);
}

/// Columns of numbers one after the other, NaN for what is missing.
fn table(file: &Path, columns: usize) -> Result<Matrix, Failure> {
    let bytes = std::fs::read(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
    let cells = bytes.as_chunks::<8>().0.iter().map(|cell| f64::from_le_bytes(*cell));
    let cells: Vec<f64> = cells.collect();
    Ok(Matrix::from_cells(cells.len() / columns, columns, cells)?)
}

/// A line for each indicator (pillar, weight, direction), then one for each pillar (weight).
fn tree(text: &str) -> Result<Structure, Failure> {
    let mut indicators = Vec::new();
    let mut parts = vec![Part { name: "index".to_owned(), parent: None, weight: 1.0 }];
    for line in text.lines() {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            [pillar, weight, direction] => indicators.push(Indicator {
                name: format!("indicator {}", indicators.len()),
                part: format!("pillar {pillar}"),
                weight: weight.parse()?,
                direction: if *direction == "1" { Direction::Up } else { Direction::Down },
            }),
            [weight] => parts.push(Part {
                name: format!("pillar {}", parts.len() - 1),
                parent: Some("index".to_owned()),
                weight: weight.parse()?,
            }),
            _ => return Err(format!("tree.txt: what is `{line}`?").into()),
        }
    }
    Ok(Structure::new(indicators, parts)?)
}
