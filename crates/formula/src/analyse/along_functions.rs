//! Functions of figures that are laid out along one fact.

use std::cmp::Ordering;

use gangmu_num::Ratio;

use super::along::{Along, Figures, compared, either};
use super::cliffs::Reason;
use super::fraction::Fraction;
use super::pieces::Part;
use crate::syntax::Comparison;
use crate::typed::{Function, Node};
use crate::types::Direction;

impl<'n> Along<'n> {
    pub(super) fn function(
        &mut self,
        function: Function,
        given: &'n [Node],
    ) -> Result<Figures, Reason> {
        let mut figures = Vec::with_capacity(given.len());
        for node in given {
            figures.push(self.figures(node)?);
        }
        let (zero, one) = (self.throughout(Some(Ratio::ZERO)), self.throughout(Some(Ratio::ONE)));
        let whole =
            |of: &Figures, round: fn(&Ratio) -> Ratio| of.stepped(&Ratio::ZERO, &Ratio::ONE, round);
        let beyond = |a: &Figures, b: &Figures| a.sub(b)?.extreme(&zero, false);
        match (function, figures.as_slice()) {
            (Function::Number, [x]) => Ok(x.clone()),
            (Function::Min | Function::Max, [x, rest @ ..]) => {
                let low = function == Function::Min;
                rest.iter().try_fold(x.clone(), |found, other| found.extreme(other, low))
            }
            (Function::Short(Direction::Up) | Function::Excess(Direction::Down), [x, t]) => {
                beyond(t, x)
            }
            (Function::Short(Direction::Down) | Function::Excess(Direction::Up), [x, t]) => {
                beyond(x, t)
            }
            (Function::Relative(Direction::Up) | Function::Per, [x, t]) => x.div(t),
            (Function::Relative(Direction::Down), [x, t]) => t.div(x),
            (Function::Attained(Direction::Up), [x, t]) => x.div(t)?.extreme(&one, true),
            (Function::Attained(Direction::Down), [x, t]) => {
                let nothing = compared(x, Comparison::Equal)?;
                either(&nothing, &one, &t.div(x)?.extreme(&one, true)?)
            }
            (Function::Share, [x, from, to]) => {
                let share = x.sub(from)?.div(&to.sub(from)?)?;
                share.extreme(&zero, false)?.extreme(&one, true)
            }
            (Function::Started, [x, step]) => whole(&x.div(step)?, Ratio::ceil),
            (Function::Full, [x, step]) => whole(&x.div(step)?, Ratio::floor),
            (Function::Floor, [x]) => whole(x, Ratio::floor),
            (Function::Ceil, [x]) => whole(x, Ratio::ceil),
            (Function::Round, [x, _]) => self.rounded(x, given),
            (Function::Clamp, [x, low, high]) => {
                let apart = compared(&high.sub(low)?, Comparison::AtLeast)?;
                let within = x.extreme(low, false)?.extreme(high, true)?;
                either(&apart, &within, &self.throughout(None))
            }
            (Function::Abs, [x]) => x.extreme(&zero.sub(x)?, false),
            (Function::Exp, [x]) => x.cut(|part, _, to| Ok(vec![(to.clone(), curve(part))])),
            (Function::Ln | Function::Sqrt, [x]) => {
                x.signs()?.with(x).cut(|(sign, part), _, to| {
                    let defined = match sign {
                        Some(Ordering::Greater) => curve(part),
                        Some(Ordering::Equal) if function == Function::Sqrt => part.clone(),
                        _ => Part::Nothing,
                    };
                    Ok(vec![(to.clone(), defined)])
                })
            }
            _ => Err(Reason::TooInvolved),
        }
    }

    fn rounded(&self, x: &Figures, given: &[Node]) -> Result<Figures, Reason> {
        let places = given.get(1).and_then(crate::check::constant);
        let places = places.and_then(|places| u8::try_from(places.to_integer()?).ok());
        let places = places.ok_or(Reason::TooInvolved)?;
        let step = Ratio::from_decimal_parts(1, places);
        let half = &step * Ratio::new(1, 2).unwrap_or(Ratio::ONE);
        x.stepped(&half, &step, |value| value.round_half_up(u32::from(places)))
    }

    /// A function of straight pieces that bends at those figures.
    pub(super) fn bent<'r>(
        &self,
        x: &Figures,
        corners: impl Iterator<Item = &'r Ratio>,
        at: impl Fn(&Ratio) -> Option<Ratio>,
    ) -> Result<Figures, Reason> {
        let mut corners: Vec<Ratio> = corners.cloned().collect();
        corners.sort();
        // Which piece each part of x lies on: how many corners are below.
        let mut place = x.cut(|_, _, to| Ok(vec![(to.clone(), 0_usize)]))?;
        for corner in &corners {
            let beyond =
                compared(&x.sub(&self.throughout(Some(corner.clone())))?, Comparison::Above)?;
            place = place.with(&beyond).cut(|(place, beyond), _, to| {
                Ok(vec![(to.clone(), place + usize::from(*beyond == Some(true)))])
            })?;
        }
        place.with(x).cut(|(place, part), _, to| {
            let part = match part {
                Part::Plain(x) => {
                    let straight = straight(&corners, *place, &at);
                    let (slope, start) = straight.ok_or(Reason::TooInvolved)?;
                    let line = x.scaled(&slope).add(&Fraction::constant(start));
                    Part::Plain(line.ok_or(Reason::TooInvolved)?)
                }
                other => other.clone(),
            };
            Ok(vec![(to.clone(), part)])
        })
    }
}

/// Slope and height at 0 of the piece with so many corners below it.
fn straight(
    corners: &[Ratio],
    place: usize,
    at: &impl Fn(&Ratio) -> Option<Ratio>,
) -> Option<(Ratio, Ratio)> {
    let below = place.checked_sub(1).and_then(|place| corners.get(place));
    let (a, b) = match (below, corners.get(place)) {
        (Some(a), Some(b)) => (a.clone(), b.clone()),
        (Some(a), None) => (a.clone(), a + Ratio::ONE),
        (None, Some(b)) => (b - Ratio::ONE, b.clone()),
        (None, None) => (Ratio::ZERO, Ratio::ONE),
    };
    let (low, high) = (at(&a)?, at(&b)?);
    let slope = (high - &low).div(&(b - &a))?;
    let start = low - &slope * a;
    Some((slope, start))
}

fn curve(part: &Part) -> Part {
    match part {
        Part::Nothing => Part::Nothing,
        _ => Part::Curve,
    }
}
