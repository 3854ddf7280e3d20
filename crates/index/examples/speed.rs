//! The library's share of `make bench-index`: works on the figures that `bench/index_data.py` writes
//! and prints a line of JSON with the milliseconds of every repetition and a few numbers of the
//! result, which the peers must come to as well.
//!     speed WORK FOLDER REPETITIONS

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;

use gangmu_index::aggregate::Mean;
use gangmu_index::rank::sets::{RankSet, RankSets, SetRecipe, marginal, simultaneous};
use gangmu_index::recipe::{Aggregate, Step};
use gangmu_index::score::ranked;
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::Method;
use gangmu_index::steps::treat::Treat;
use gangmu_index::structure::{Direction, Indicator, Part};
use gangmu_index::uncertainty::attribution::attribute;
use gangmu_index::uncertainty::choices::{Choice, Input};
use gangmu_index::uncertainty::draws::{Simulation, simulate};
use gangmu_index::uncertainty::model::Model;
use gangmu_index::uncertainty::sensitivity::{Index, SensitivityRecipe};
use gangmu_index::weigh::benefit::{Outcome, best_weights};
use gangmu_index::{Fault, Frame, Matrix, Recipe, Structure, build};

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
            "draws" => draws(folder, times),
            "sobol" => sobol(folder, times),
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

/// 1,000 draws of all weights, each ranked, all ranks counted.
fn draws(folder: &Path, times: usize) -> Result<(), Failure> {
    let (frame, recipe) = plain(folder)?;
    let nominal = build(&frame, &recipe)?.ranks;
    let inputs = [input("weights", Choice::Weights { share: 0.25, levels: Vec::new() })];
    let how = Simulation { draws: 1_000, seed: 1, pairs: false };
    let (ms, found) = timed(times, || {
        let model = Model::new(black_box(&frame), &recipe, &inputs)?;
        Ok(simulate(&model, &nominal, how)?)
    })?;
    tell("draws", frame.rows(), &ms, &[found.ranks.mean_shift().unwrap_or(0.0)]);
    Ok(())
}

/// Sobol' indices of six choices from 10,000 samples: 80,000 times the whole index.
fn sobol(folder: &Path, times: usize) -> Result<(), Failure> {
    let (frame, recipe) = plain(folder)?;
    let treat = |winsorise: usize| {
        let mut treat = Treat::default();
        treat.treatment.winsorise = winsorise;
        Some(Step::Treat(treat))
    };
    let normalise =
        |method: Method| Some(Step::Normalise(Normalise { method, ..Normalise::default() }));
    let recipe =
        Recipe { steps: vec![Step::Treat(Treat::default()), recipe.steps[0].clone()], ..recipe };
    let pillars = (0..3).map(|pillar| format!("pillar {pillar}")).collect();
    let scales = vec![
        normalise(Method::MinMax { low: 1.0, high: 100.0 }),
        normalise(Method::ZScore { mean: 20.0, sd: 2.0 }),
    ];
    let inputs = [
        input("treat", Choice::Step { at: 0, options: (1..=5).map(treat).collect() }),
        input("normalise", Choice::Step { at: 1, options: scales }),
        input("weights of indicators", Choice::Weights { share: 0.25, levels: vec![1] }),
        input("weights of pillars", Choice::Weights { share: 0.25, levels: vec![2] }),
        input("means", Choice::Means(vec![vec![Mean::Arithmetic], vec![Mean::Geometric]])),
        input("left out", Choice::LeaveOut(pillars)),
    ];
    let nominal = build(&frame, &recipe)?.ranks;
    let how = SensitivityRecipe::new(1);
    let (ms, found) = timed(times, || {
        let model = Model::new(black_box(&frame), &recipe, &inputs)?;
        Ok(attribute(&model, &nominal, &[], 10_000, &how)?)
    })?;
    let widest = found.shift.iter().map(|index| width(index.first).max(width(index.total)));
    tell("sobol", frame.rows(), &ms, &[found.runs as f64, widest.fold(0.0, f64::max)]);
    Ok(())
}

/// How wide the interval of an index is.
fn width(index: Index) -> f64 {
    match index {
        Index::Told { low, high, .. } | Index::TooWide { low, high } => high - low,
        Index::Constant => 0.0,
    }
}

/// The figures, to be normalised by min-max.
fn plain(folder: &Path) -> Result<(Frame, Recipe), Failure> {
    let tree = tree(&std::fs::read_to_string(folder.join("tree.txt"))?)?;
    let figures = table(&folder.join("figures.f64"), tree.indicators().len())?;
    let method = Method::MinMax { low: 1.0, high: 100.0 };
    let steps = vec![Step::Normalise(Normalise { method, ..Normalise::default() })];
    Ok((Frame::new(figures, tree)?, Recipe { steps, ..Recipe::default() }))
}

fn input(name: &str, choice: Choice) -> Input {
    Input { name: name.to_owned(), choice }
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
