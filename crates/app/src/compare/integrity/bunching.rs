//! Figures at their targets: whether they pile up on the better side.

use std::collections::BTreeSet;

use gangmu_base::Period;
use gangmu_domain::framework::FrameworkSource;
use gangmu_formula::Direction;
use gangmu_index::Fault;
use gangmu_index::integrity::Outcome;
use gangmu_index::integrity::discontinuity::{Options, density_test};
use gangmu_index::integrity::just_met::just_met;

use super::found::{About, Found, Kind, Peers, Which, reason};
use super::parts::{Rates, assessed, rates};
use super::series::quartiles;
use crate::define::Prepared;
use crate::score::Asked;

/// So many figures next to the target are counted: so near that their density is much the same on
/// both sides.
const BESIDE: usize = 100;

/// How many figures have to lie on either side for the target to be one that can be missed.
const EITHER_SIDE: usize = 10;

/// Tests an indicator at its targets, for each period that has any.
pub(super) fn bunching(
    prepared: &Prepared<'_>,
    asked: &Asked,
    source: &FrameworkSource<'_>,
    indicator: usize,
) -> Result<Found, Fault> {
    let framework = &prepared.programme.framework;
    let mut found = Found::default();
    let Some(own) = framework.indicators.get(indicator) else { return Ok(found) };
    let targets = framework.targets.iter().filter(|target| target.indicator == own.id);
    let periods: BTreeSet<Period> = targets.map(|target| target.period).collect();
    let wanted = |period: &Period| asked.period.is_none_or(|wanted| wanted == *period);
    for period in periods.into_iter().filter(wanted) {
        for (peers, reporters) in assessed(prepared, asked, period) {
            let all = rates(prepared, source, indicator, period, &reporters);
            let sign = if own.direction == Direction::Up { 1.0 } else { -1.0 };
            let mut beyond = Vec::new();
            let mut steps = Vec::new();
            for (place, reporter) in reporters.iter().enumerate() {
                let target = source.targets().find(&own.id, period, *reporter);
                let value = all.values.get(place).and_then(Option::as_ref);
                if let (Some(target), Some(value)) = (target, value) {
                    beyond.push(sign * (value - &target.target).to_f64());
                    steps.extend(step(&all, place));
                }
            }
            beyond.retain(|apart| apart.abs() <= 1e100);
            if !beyond.is_empty() {
                at_target(&beyond, &steps, (peers, indicator as u32, period), &mut found)?;
            }
        }
    }
    Ok(found)
}

/// By how much one case more moves a rate.
fn step(all: &Rates, place: usize) -> Option<f64> {
    let below = all.denominators.as_ref()?.get(place)?.as_ref()?;
    let scale = all.scale.as_ref()?;
    scale.div(below).map(|step| step.to_f64().abs()).filter(|step| step.is_finite())
}

fn at_target(
    beyond: &[f64],
    steps: &[f64],
    (peers, indicator, period): (Peers, u32, Period),
    found: &mut Found,
) -> Result<(), Fault> {
    let which = Which::all(peers, About::Indicator(indicator), period, period);
    let mut skip = |why| {
        found.skip(Kind::Bunching, which, why);
        found.skip(Kind::JustMet, which, why);
    };
    let better = beyond.iter().filter(|apart| **apart > 0.0).count();
    let worse = beyond.iter().filter(|apart| **apart < 0.0).count();
    if better.min(worse) < EITHER_SIDE {
        skip("too_few");
        return Ok(());
    }
    let mut near: Vec<f64> = beyond.iter().map(|apart| apart.abs()).collect();
    near.sort_unstable_by(f64::total_cmp);
    // Far out in a tail there are few on one side: so few are taken on both that it is not the fall
    // of the tail that is seen.
    let count = BESIDE.min((beyond.len() / 5).max(20)).min(better.min(worse));
    let reach = near.get(count.min(near.len()) - 1).copied().unwrap_or(0.0);
    let one_case = quartiles(steps).map_or(0.0, |(middle, _)| middle);
    let margin = reach.max(one_case);
    let apart = quartiles(beyond).map_or(0.0, |(_, apart)| apart);
    // Where single cases move a rate far, rates are few different ones, and some of them targets.
    if margin <= 0.0 || 4.0 * one_case > apart {
        skip("too_coarse");
        return Ok(());
    }
    let figures: Vec<Option<f64>> = beyond.iter().copied().map(Some).collect();
    match just_met(&figures, 0.0, margin)? {
        Outcome::DoesNotApply(why) => found.skip(Kind::JustMet, which, reason(why)),
        Outcome::Tested(result) => {
            let beside = result.met + result.missed;
            let share = result.met as f64 / beside as f64;
            let test = found.test(Kind::JustMet, which, beside, (share, result.p_value));
            test.says = if share > 0.5 { "many_just_meet" } else { "many_just_miss" };
        }
    }
    match density_test(&figures, 0.0, Options::default()) {
        // Figures that lie too near to their targets for the test, in whatever unit.
        Err(Fault::Domain { .. }) => found.skip(Kind::Bunching, which, "too_narrow"),
        Err(fault) => return Err(fault),
        Ok(Outcome::DoesNotApply(why)) => found.skip(Kind::Bunching, which, reason(why)),
        Ok(Outcome::Tested(result)) => {
            let numbers = (result.statistic, result.p_value);
            let test = found.test(Kind::Bunching, which, result.n.0 + result.n.1, numbers);
            test.says = if result.statistic > 0.0 { "piled_up_above" } else { "gap_above" };
        }
    }
    Ok(())
}
