//! Jumps of a figure along one fact.

use gangmu_base::{Cell, Period, Status};
use gangmu_num::Ratio;

use super::along::Along;
use super::fraction::Fraction;
use super::pieces::{Part, Pieces};
use super::reading::Reading;
use crate::check::Checked;
use crate::column::{Cells, Column, Subjects};
use crate::evaluate::{Source, evaluate};
use crate::typed::{Node, NodeKind, Reference};
use crate::types::Type;

/// One jump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cliff {
    /// The value of the fact at which the figure jumps.
    pub at: Ratio,
    /// What the figure comes to just below; `None` at the lower end, and where there is none.
    pub below: Option<Ratio>,
    /// The figure at that very value.
    pub at_value: Option<Ratio>,
    /// What the figure comes to just above; `None` at the upper end, and where there is none.
    pub above: Option<Ratio>,
    /// Between the highest and the lowest of the three.
    pub size: Ratio,
}

/// The jumps of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cliffs {
    /// All of them, from the lowest value of the fact to the highest.
    Found(Vec<Cliff>),
    /// They were not looked for.
    NotAnalysed(Reason),
}

/// Why jumps were not looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Subjects are compared with each other.
    OverPopulation,
    /// The fact is read under `over`.
    OverTime,
    /// The unit above is asked.
    OfParent,
    /// There are more than 10,000 thresholds.
    TooManyThresholds,
    /// A threshold cannot be told exactly, or the figure is made in too involved a way.
    TooInvolved,
    /// The figure grows beyond all bounds.
    Unbounded,
    /// The figure has no value anywhere.
    NoFigure,
    /// It is not a figure or a condition.
    NotAFigure,
}

/// What a fact of the subject is in a period, where it has a value.
pub type Facts<'f> = dyn Fn(&Reference, Period) -> Option<Ratio> + Sync + 'f;

/// The jumps of the figure of a formula for a period as one fact of the subject itself in that
/// period moves through a range, both ends included.
///
/// All other facts are as `facts` says. A condition is a figure that is 1 where it holds and else
/// 0. Where the figure has no value there is no jump either. Next to a curve (`exp`, `ln`,
/// `sqrt`), what the figure comes to is worked out a tiny step beside.
pub fn cliffs(
    formula: &Checked,
    of: &Reference,
    period: Period,
    facts: &Facts<'_>,
    range: (Ratio, Ratio),
) -> Cliffs {
    let range = if range.0 <= range.1 { range } else { (range.1, range.0) };
    match look(formula, Reading { of, present: period }, facts, range) {
        Ok(found) => Cliffs::Found(found),
        Err(reason) => Cliffs::NotAnalysed(reason),
    }
}

/// Subjects for whom all facts but one are the same.
pub(super) struct Fixed<'f> {
    reading: Reading<'f>,
    facts: &'f Facts<'f>,
    /// What the fact is for each of them.
    values: Vec<Ratio>,
}

impl Source for Fixed<'_> {
    fn fact(&self, reference: &Reference, period: Period, _: &Subjects) -> Column {
        if self.reading.is_it(reference, period) {
            let cells = self.values.iter().cloned().map(Cell::known);
            return Column::Numbers(Cells::Each(cells.collect()));
        }
        Column::Numbers(Cells::Same(match (self.facts)(reference, period) {
            Some(value) => Cell::known(value),
            None => Cell::unknown(Status::Missing),
        }))
    }

    fn parents(&self, subjects: &Subjects, _: Period) -> (Subjects, Vec<Option<usize>>) {
        (Subjects::new(Vec::new(), Vec::new()), vec![None; subjects.len()])
    }
}

/// Whether the formula asks for more than facts of the subject.
fn beyond_the_subject(node: &Node) -> Option<Reason> {
    match &node.kind {
        NodeKind::OverPopulation(..)
        | NodeKind::Rank(..)
        | NodeKind::Top(..)
        | NodeKind::Size(_) => Some(Reason::OverPopulation),
        NodeKind::OfParent(_) => Some(Reason::OfParent),
        _ => {
            let mut found = None;
            node.for_each_child(|child| found = found.or_else(|| beyond_the_subject(child)));
            found
        }
    }
}

fn look(
    formula: &Checked,
    reading: Reading<'_>,
    facts: &Facts<'_>,
    range: (Ratio, Ratio),
) -> Result<Vec<Cliff>, Reason> {
    if let Some(reason) = beyond_the_subject(&formula.root) {
        return Err(reason);
    }
    let nobody = Fixed { reading, facts, values: vec![range.0.clone()] };
    let mut along = Along::new(reading, &nobody, range.clone(), formula.locals);
    let pieces = match formula.root.ty {
        Type::Number(_) => along.figures(&formula.root)?,
        Type::Flag => along.conditions(&formula.root)?.cut(|flag, _, to| {
            let one = |flag| Fraction::constant(if flag { Ratio::ONE } else { Ratio::ZERO });
            Ok(vec![(to.clone(), flag.map_or(Part::Nothing, |flag| Part::Plain(one(flag))))])
        })?,
        _ => return Err(Reason::NotAFigure),
    };
    if pieces.iter().all(|(_, _, part)| *part == Part::Nothing) {
        return Err(Reason::NoFigure);
    }
    jumps(formula, reading, facts, &pieces, &range)
}

/// Three values of the fact for each threshold: a tiny step below, the threshold, and above.
const PLACES: usize = 3;

fn jumps(
    formula: &Checked,
    reading: Reading<'_>,
    facts: &Facts<'_>,
    pieces: &Pieces<Part>,
    range: &(Ratio, Ratio),
) -> Result<Vec<Cliff>, Reason> {
    let step = (&range.1 - &range.0) * tiny(30);
    let starts = pieces.iter().map(|(from, _, part)| (from, part));
    let starts: Vec<(&Ratio, &Part)> = starts.collect();
    let ends: Vec<(&Ratio, &Part)> = pieces.iter().map(|(_, to, part)| (to, part)).collect();
    // Each threshold with what lies below and above it.
    let mut thresholds: Vec<(&Ratio, Option<&Part>, Option<&Part>)> = Vec::new();
    for place in 0..=starts.len() {
        let below = place.checked_sub(1).and_then(|place| ends.get(place));
        let above = starts.get(place);
        let Some((at, _)) = below.or(above) else { continue };
        thresholds.push((at, below.map(|(_, part)| *part), above.map(|(_, part)| *part)));
    }
    let around = |at: &Ratio| [at - &step, at.clone(), at + &step];
    let values: Vec<Ratio> = thresholds.iter().flat_map(|(at, ..)| around(at)).collect();
    let figures = worked_out(formula, reading, facts, values);
    let mut found = Vec::new();
    for (place, (at, left, right)) in thresholds.into_iter().enumerate() {
        let figure = |side: usize| figures.get(place * PLACES + side).cloned().flatten();
        let at_value = figure(1);
        let within = left.is_some() && right.is_some();
        let side = |part: Option<&Part>, beside: usize| match part {
            None | Some(Part::Nothing) => Ok(None),
            Some(Part::Curve) => Ok(figure(beside)),
            Some(Part::Plain(fraction)) => match fraction.near(at) {
                // Beyond the end of the range, or where there is no figure, nobody sees it.
                None if within || at_value.is_some() => Err(Reason::Unbounded),
                near => Ok(near),
            },
        };
        // A tiny step along a curve is no jump.
        let joined = |near: Option<Ratio>| match (&at_value, near) {
            (Some(there), Some(near)) if (there - &near).abs() <= tiny(15) => Some(there.clone()),
            (_, near) => near,
        };
        let mut sides = [side(left, 0)?, side(right, 2)?];
        if [left, right].contains(&Some(&Part::Curve)) {
            sides = sides.map(joined);
        }
        let [below, above] = sides;
        let there: Vec<&Ratio> = [&below, &at_value, &above].into_iter().flatten().collect();
        let (Some(least), Some(most)) = (there.iter().min(), there.iter().max()) else { continue };
        let size = *most - *least;
        if size.signum() > 0 {
            found.push(Cliff { at: at.clone(), below, at_value, above, size });
        }
    }
    Ok(found)
}

/// One over ten to that power.
fn tiny(power: u8) -> Ratio {
    Ratio::from_decimal_parts(1, power)
}

/// The figure for each value of the fact, through the one evaluator there is.
fn worked_out(
    formula: &Checked,
    reading: Reading<'_>,
    facts: &Facts<'_>,
    values: Vec<Ratio>,
) -> Vec<Option<Ratio>> {
    let count = values.len();
    let subjects = Subjects::new((0..count as u32).collect(), vec![0; count]);
    let source = Fixed { reading, facts, values };
    let column = evaluate(formula, &source, reading.present, &subjects);
    let cells = match column {
        Column::Flags(flags) => {
            flags.map(|flag| flag.map(|flag| Ratio::from_int(i64::from(*flag))))
        }
        other => other.into_numbers(),
    };
    (0..count).map(|index| cells.at(index).value().cloned()).collect()
}
