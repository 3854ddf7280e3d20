//! Which units can bind at all, and every unit held to those.

use rayon::prelude::*;

use super::master::{Corner, Found, Programme, Room, Stuck};
use super::scaled::{Rows, Scaled};
use super::{Benefit, Limits, Outcome, Peer, ROUNDING};
use crate::Fault;

/// How many units show who tends to bind.
const SAMPLE: usize = 256;
/// A unit that is short of 1 by more than this is short of it in truth, and never binds.
const SHORT: f64 = 1e-9;
/// A figure below this part of the unit's greatest adds less than rounding, so it takes no part
/// unless it must.
const FAINT: f64 = 1e-15;
/// The same where there are limits: what is dropped then may be what the others leave room for.
const NOTHING: f64 = 1e-100;
/// Units worked on together. Any number gives the same bits: they only share room.
const CHUNK: usize = 16;

/// The programme of a unit, or why there is none.
enum Task {
    Search(Box<Programme>),
    Zero,
    Unmet,
}

/// What every unit comes to.
pub(super) fn outcomes(scaled: &Scaled, limits: Option<&Limits>) -> Result<Vec<Outcome>, Fault> {
    let all = scaled.rows((0..scaled.lines()).collect());
    let free = |line: usize| task(scaled, line, None);
    let (rows, corners) = if scaled.lines() > 2 * SAMPLE {
        frontier(scaled, &all, &free)?
    } else {
        (all, vec![None; scaled.lines()])
    };
    let lines: Vec<usize> = (0..scaled.lines()).collect();
    let of_lines = each(&lines, |line, room| {
        let task = task(scaled, line, limits);
        let Task::Search(programme) = task else {
            return Ok(match task {
                Task::Unmet => Outcome::LimitsUnmet,
                _ => Outcome::AllZero,
            });
        };
        // A corner that was found without limits is none with them.
        let corner = corners[line].clone().filter(|_| limits.is_none());
        let found = search(scaled, &programme, corner, &rows, room)?;
        Ok(Outcome::Scored(benefit(scaled, &programme, &found)))
    })
    .map_err(|line| not_settled(scaled, line))?;
    let of_unit = scaled.line_of.iter().enumerate().map(|(unit, line)| {
        let mut outcome = of_lines[*line].clone();
        if let Outcome::Scored(Benefit { score, peers, .. }) = &mut outcome
            && *score >= 1.0
        {
            peers.iter_mut().filter(|p| p.unit == scaled.first[*line]).for_each(|p| p.unit = unit);
        }
        outcome
    });
    Ok(of_unit.collect())
}

/// The units that may bind, and for each unit the corner its search has come to so far.
fn frontier(
    scaled: &Scaled,
    all: &Rows,
    task: &(impl Fn(usize) -> Task + Sync),
) -> Result<(Rows, Vec<Option<Corner>>), Fault> {
    let lines = scaled.lines();
    let sample: Vec<usize> = (0..SAMPLE).map(|number| number * lines / SAMPLE).collect();
    let run = |of: &[usize], rows: &Rows| {
        each(of, |line, room| match task(line) {
            Task::Search(programme) => {
                let found = search(scaled, &programme, None, rows, room)?;
                Ok(Some((found.level * (1.0 - SHORT) <= programme.reach, found.corner)))
            }
            _ => Ok(None),
        })
        .map_err(|line| not_settled(scaled, line))
    };
    let shown = run(&sample, all)?;
    let mut binding: Vec<usize> = shown.into_iter().flatten().flat_map(|(_, c)| c.rows).collect();
    binding.extend((0..scaled.columns).filter_map(|column| best_of(scaled, column)));
    binding.sort_unstable();
    binding.dedup();
    let some = scaled.rows(binding);
    let held = run(&(0..lines).collect::<Vec<_>>(), &some)?;
    let may = |line: &usize| held[*line].as_ref().is_some_and(|(may, _)| *may);
    let rows = scaled.rows((0..lines).filter(may).collect());
    Ok((rows, held.into_iter().map(|found| found.map(|(_, corner)| corner)).collect()))
}

/// The first line with the greatest figure of an indicator.
fn best_of(scaled: &Scaled, column: usize) -> Option<usize> {
    (0..scaled.lines()).find(|line| scaled.line(*line)[column] >= 1.0)
}

/// The programme of a line.
fn task(scaled: &Scaled, line: usize, limits: Option<&Limits>) -> Task {
    let own = scaled.line(line);
    let reach = own.iter().copied().fold(0.0, f64::max);
    if reach <= 0.0 {
        return Task::Zero;
    }
    let figures: Vec<f64> = own.iter().map(|figure| figure / reach).collect();
    let mut lower = vec![0.0; own.len()];
    let mut upper = vec![0.0; own.len()];
    let (mut least, mut most) = (0.0, 0.0);
    let mut kept = figures.clone();
    let faint = if limits.is_none() { FAINT } else { NOTHING };
    for (column, figure) in figures.iter().copied().enumerate() {
        let (l, u) = limits.map_or((0.0, 1.0), |l| (l.lower[column], l.upper[column]));
        if figure <= faint {
            if l > 0.0 {
                return Task::Unmet;
            }
            kept[column] = 0.0;
            continue;
        }
        (least, most) = (least + l, most + u);
        // Without limits a share needs no bound above: the others are not below 0.
        (lower[column], upper[column]) =
            (l / figure, if limits.is_none() { f64::MAX } else { u / figure });
    }
    if most < 1.0 - ROUNDING || least > 1.0 + ROUNDING {
        return Task::Unmet;
    }
    Task::Search(Box::new(Programme { own: line, figures: kept, lower, upper, reach }))
}

/// Holds a unit to some of the others.
fn search(
    scaled: &Scaled,
    programme: &Programme,
    corner: Option<Corner>,
    rows: &Rows,
    room: &mut Room,
) -> Result<Found, Stuck> {
    let line = |line: usize| scaled.line(line);
    let corner = corner.unwrap_or_else(|| {
        let start = room.hardest(programme, rows).unwrap_or(programme.own);
        programme.begin(start, scaled.line(start))
    });
    programme.search(corner, rows, &line, room)
}

/// The score, the weights in the units of the figures, and the peers.
fn benefit(scaled: &Scaled, programme: &Programme, found: &Found) -> Benefit {
    let parts = found.x.iter().zip(&programme.figures).map(|(x, figure)| x * figure);
    let own = programme.reach * parts.sum::<f64>();
    let most = found.level.max(own);
    let exact = own / most;
    let score = if exact > 1.0 - ROUNDING { 1.0 } else { exact };
    let weights = found.x.iter().zip(&scaled.best).map(|(x, best)| match best {
        best if *best > 0.0 => x / most / best * (score / exact),
        _ => 0.0,
    });
    let weights = weights.collect();
    let mut peers = vec![Peer { unit: scaled.first[programme.own], multiplier: 1.0 }];
    if score < 1.0 {
        let all = found.corner.rows.iter().zip(&found.multipliers);
        let binding = all.filter(|(_, multiplier)| **multiplier > ROUNDING);
        peers = binding
            .map(|(line, multiplier)| (scaled.first[*line], multiplier * score))
            .map(|(unit, multiplier)| Peer { unit, multiplier })
            .collect();
        peers.sort_by_key(|peer| peer.unit);
    }
    Benefit { score, weights, peers }
}

/// Work on each line, in order; the first line that gets stuck, if one does.
fn each<T: Send>(
    lines: &[usize],
    work: impl Fn(usize, &mut Room) -> Result<T, Stuck> + Sync,
) -> Result<Vec<T>, usize> {
    let chunks: Vec<Vec<Result<T, usize>>> = lines
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut room = Room::default();
            chunk.iter().map(|line| work(*line, &mut room).map_err(|_| *line)).collect()
        })
        .collect();
    chunks.into_iter().flatten().collect()
}

fn not_settled(scaled: &Scaled, line: usize) -> Fault {
    let unit = scaled.first.get(line).copied().unwrap_or_default();
    Fault::NotSettled { what: format!("the best weights of row {unit}") }
}
