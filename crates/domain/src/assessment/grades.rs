//! Totals, vetoes, grades with quotas, places, awards by streak, passes.

use rustc_hash::FxHashMap;

use gangmu_base::facts::Event;
use gangmu_base::{Period, Reporter};
use gangmu_formula::{Cells, Subjects, evaluate};
use gangmu_num::{Points, Ratio, statistics};

use super::compile::Rule;
use super::outcome::{ItemResult, Reason, SubjectResult};
use super::question::Question;
use super::results::Results;
use super::verdict::{Award, Grade, PassRule, VetoWhen};
use super::words::Item;

/// From base, deductions and bonus to the total, the grade and the place of every subject.
pub(super) fn grade(
    question: &Question<'_>,
    subjects: &Subjects,
    results: &mut Results<'_>,
) -> Vec<SubjectResult> {
    let scheme = question.scheme.scheme;
    for index in 0..subjects.len() {
        let sum = &(&results.base[index] - &results.deducted[index]) + &results.bonus[index];
        results.total[index] = match scheme.policy.round_total {
            Some(places) => sum.round_half_up(places),
            None => sum,
        };
    }
    let fallen = vetoes(question, subjects, results);
    for (index, fallen) in fallen.iter().enumerate() {
        results.total[index] = fallen.total(&results.total[index], scheme.policy.round_total);
    }
    let conditions: Vec<Option<Cells<bool>>> = question
        .scheme
        .grade_conditions
        .iter()
        .map(|rule| condition(question, subjects, results, rule.as_ref()))
        .collect();
    let mut found: Vec<SubjectResult> = fallen
        .into_iter()
        .enumerate()
        .map(|(index, fallen)| {
            let by_total = cut_off(&scheme.grades, &conditions, index, &results.total[index]);
            SubjectResult {
                base: results.base[index].clone(),
                deducted: scheme.deductions.as_ref().map(|_| results.deducted[index].clone()),
                taken: std::mem::take(&mut results.taken[index]),
                bonus: scheme.bonus.as_ref().map(|_| results.bonus[index].clone()),
                bonus_parts: std::mem::take(&mut results.bonus_parts[index]),
                bonus_open: results.bonus_open[index],
                total: Points::from_ratio_rounded(&results.total[index], None)
                    .unwrap_or(Points::ZERO),
                grade: fallen.grade(&scheme.grades, by_total),
                ranked: !fallen.unranked,
                rank: None,
                reasons: fallen.reasons,
                streak: None,
                award: None,
                passes: None,
                pass: None,
                no_commendation: fallen.no_commendation,
            }
        })
        .collect();
    for class in &members(subjects) {
        quotas(&scheme.grades, class, &mut found);
        places(class, scheme.policy.min_group, &mut found);
    }
    found
}

/// What a grade and a place lead to: awards by streak, passes.
pub(super) fn commend(
    question: &Question<'_>,
    items: &[&[ItemResult]],
    subjects: &Subjects,
    found: &mut [SubjectResult],
) {
    let scheme = question.scheme.scheme;
    if let Some(rule) = &scheme.award {
        for class in &members(subjects) {
            award(question, rule, class, subjects, found);
        }
    }
    if let Some(rule) = &scheme.pass {
        for (index, result) in found.iter_mut().enumerate() {
            passes(question, rule, items, index, result);
        }
    }
}

/// The subjects of each class, by place.
pub(super) fn members(subjects: &Subjects) -> Vec<Vec<usize>> {
    let mut classes = vec![Vec::new(); subjects.classes()];
    for (index, class) in subjects.class().iter().enumerate() {
        if let Some(members) = classes.get_mut(*class as usize) {
            members.push(index);
        }
    }
    classes
}

fn condition(
    question: &Question<'_>,
    subjects: &Subjects,
    results: &Results<'_>,
    rule: Option<&Rule>,
) -> Option<Cells<bool>> {
    Some(evaluate(rule?, results, question.period, subjects).into_flags())
}

/// What the vetoes that fell on one subject do together.
#[derive(Debug, Clone, Default)]
struct Fallen {
    reasons: Vec<Reason>,
    forced: Option<String>,
    ceiling: Option<String>,
    fixed: Option<Ratio>,
    minus: Ratio,
    unranked: bool,
    no_commendation: bool,
}

impl Fallen {
    fn total(&self, total: &Ratio, places: Option<u32>) -> Ratio {
        // A veto takes: a total below the fixed one stays.
        let total = self.fixed.as_ref().map_or(total, |fixed| fixed.min(total)) - &self.minus;
        match places {
            Some(places) => total.round_half_up(places),
            None => total,
        }
    }

    /// The cut-off's grade, then the ceiling, then the forced grade.
    fn grade(&self, grades: &[Grade], by_total: Option<usize>) -> Option<String> {
        if let Some(forced) = &self.forced {
            return Some(forced.clone());
        }
        let place = |id: &String| grades.iter().position(|grade| grade.id == *id);
        let ceiling = self.ceiling.as_ref().and_then(place);
        let place = match (by_total, ceiling) {
            (Some(by_total), Some(ceiling)) => Some(by_total.max(ceiling)),
            (by_total, _) => by_total,
        };
        place.and_then(|place| grades.get(place)).map(|grade| grade.id.clone())
    }
}

fn vetoes(question: &Question<'_>, subjects: &Subjects, results: &Results<'_>) -> Vec<Fallen> {
    let scheme = question.scheme.scheme;
    let mut fallen = vec![Fallen::default(); subjects.len()];
    let mut events: FxHashMap<Reporter, Vec<&Event>> = FxHashMap::default();
    if scheme.vetoes.iter().any(|veto| matches!(veto.when, VetoWhen::Event(..))) {
        for event in question.facts.events.iter().filter(|e| question.period.contains(e.date)) {
            events.entry(event.reporter).or_default().push(event);
        }
    }
    let worse = |a: &String, b: &String| {
        let place = |id: &String| scheme.grades.iter().position(|grade| grade.id == *id);
        if place(a) >= place(b) { a.clone() } else { b.clone() }
    };
    for (veto, rule) in scheme.vetoes.iter().zip(&question.scheme.veto_conditions) {
        let condition = condition(question, subjects, results, rule.as_ref());
        for (index, id) in subjects.ids().iter().enumerate() {
            let reasons: Vec<Reason> = match &veto.when {
                VetoWhen::Event(kind, severity) => {
                    let own = events.get(&Reporter(*id)).map_or(&[][..], Vec::as_slice);
                    let mut events: Vec<&str> = own
                        .iter()
                        .filter(|event| event.kind == *kind && event.severity == *severity)
                        .map(|event| event.id.as_str())
                        .collect();
                    events.sort_unstable();
                    events.into_iter().map(|id| Reason::Event(id.to_owned())).collect()
                }
                VetoWhen::Condition(_) => {
                    let holds = condition.as_ref().map(|c| c.at(index).value() == Some(&true));
                    let falls = holds == Some(true);
                    falls.then(|| Reason::Veto(veto.id.clone())).into_iter().collect()
                }
            };
            let Some(fallen) = fallen.get_mut(index).filter(|_| !reasons.is_empty()) else {
                continue;
            };
            let effect = &veto.effect;
            fallen.reasons.extend(reasons);
            if let Some(grade) = &effect.grade {
                fallen.forced =
                    Some(fallen.forced.as_ref().map_or_else(|| grade.clone(), |f| worse(f, grade)));
            }
            if let Some(ceiling) = &effect.grade_ceiling {
                fallen.ceiling = Some(
                    fallen.ceiling.as_ref().map_or_else(|| ceiling.clone(), |c| worse(c, ceiling)),
                );
            }
            let fixed = if effect.stop { Some(&Ratio::ZERO) } else { effect.total.as_ref() };
            if let Some(fixed) = fixed {
                let lower =
                    fallen.fixed.take().map_or_else(|| fixed.clone(), |f| f.min(fixed.clone()));
                fallen.fixed = Some(lower);
            }
            if let Some(minus) = &effect.minus {
                fallen.minus = &fallen.minus + minus;
            }
            fallen.unranked |= effect.unranked || effect.stop;
            fallen.no_commendation |= effect.no_commendation || effect.stop;
        }
    }
    fallen
}

/// The first grade whose cut-off is reached and whose condition holds.
fn cut_off(
    grades: &[Grade],
    conditions: &[Option<Cells<bool>>],
    index: usize,
    total: &Ratio,
) -> Option<usize> {
    grades.iter().enumerate().position(|(place, grade)| {
        let reached = grade.at_least.as_ref().is_none_or(|limit| total >= limit);
        let condition = conditions.get(place).and_then(Option::as_ref);
        reached && condition.is_none_or(|condition| condition.at(index).value() == Some(&true))
    })
}

/// ceil(share × members), at least `least`.
fn seats(share: &Ratio, members: usize, least: i64) -> usize {
    let seats = (share * &Ratio::from_int(members as i64)).ceil().to_integer().unwrap_or(i64::MAX);
    seats.max(least).max(0) as usize
}

/// Beyond the quota of a grade the lowest totals drop to the next one; who ties with the last
/// inside stays inside.
fn quotas(grades: &[Grade], class: &[usize], results: &mut [SubjectResult]) {
    for (place, grade) in grades.iter().enumerate() {
        let (Some(share), Some(next)) = (&grade.quota_share, grades.get(place + 1)) else {
            continue;
        };
        let seats = seats(share, class.len(), grade.quota_min);
        let mut holders: Vec<usize> = class
            .iter()
            .copied()
            .filter(|index| results[*index].grade.as_deref() == Some(grade.id.as_str()))
            .collect();
        holders.sort_by(|a, b| results[*b].total.cmp(&results[*a].total));
        let Some(last_inside) = seats.checked_sub(1).and_then(|last| holders.get(last)) else {
            if seats == 0 {
                holders.iter().for_each(|index| drop_grade(&mut results[*index], next));
            }
            continue;
        };
        let edge = results[*last_inside].total;
        for index in holders.into_iter().skip(seats) {
            if results[index].total < edge {
                drop_grade(&mut results[index], next);
            }
        }
    }
}

fn drop_grade(result: &mut SubjectResult, next: &Grade) {
    result.grade = Some(next.id.clone());
    if !result.reasons.contains(&Reason::Quota) {
        result.reasons.push(Reason::Quota);
    }
}

/// Places among the ranked of a class, by total; ties share the better place. Among fewer than
/// `least` nobody has one.
fn places(class: &[usize], least: u32, results: &mut [SubjectResult]) {
    let ranked: Vec<usize> = class.iter().copied().filter(|index| results[*index].ranked).collect();
    if ranked.len() < least as usize {
        for index in ranked {
            results[index].ranked = false;
            results[index].reasons.push(Reason::SmallGroup);
        }
        return;
    }
    let totals: Vec<Ratio> = ranked.iter().map(|index| results[*index].total.to_ratio()).collect();
    for (index, rank) in ranked.iter().zip(statistics::competition_ranks(&totals, true)) {
        results[*index].rank = Some(rank);
    }
}

/// Who is commended this year, for how many years in a row, and which step that reaches.
fn award(
    question: &Question<'_>,
    rule: &Award,
    class: &[usize],
    subjects: &Subjects,
    results: &mut [SubjectResult],
) {
    let seats = seats(&rule.top_share, class.len(), 1);
    for index in class {
        let Some(result) = results.get_mut(*index) else { continue };
        let fits = result.ranked
            && !result.no_commendation
            && result.grade.as_ref().is_some_and(|grade| rule.grades.contains(grade))
            && result.rank.is_some_and(|rank| rank as usize <= seats);
        let reporter = subjects.ids().get(*index).map(|id| Reporter(*id));
        let streak = match reporter {
            Some(reporter) if fits => 1 + years_before(question, reporter),
            _ => 0,
        };
        let reached = rule.steps.iter().filter(|step| step.years <= streak);
        result.award = reached.max_by_key(|step| step.years).map(|step| step.id.clone());
        result.streak = Some(streak);
    }
}

/// Years in a row, back from the one before, in which the history says it was designated.
fn years_before(question: &Question<'_>, reporter: Reporter) -> i64 {
    let designated = |period: Period| {
        question.facts.results.iter().any(|past| {
            past.reporter == reporter
                && past.scheme == question.scheme.scheme.id
                && past.period == period
                && past.designated
        })
    };
    let mut years = 0;
    let mut period = question.period;
    while let Some(before) = period.shift(-1).filter(|before| designated(*before)) {
        years += 1;
        period = before;
    }
    years
}

fn passes(
    question: &Question<'_>,
    rule: &PassRule,
    items: &[&[ItemResult]],
    index: usize,
    result: &mut SubjectResult,
) {
    let scheme = question.scheme.scheme;
    let passed: Vec<&Item> = scheme
        .items
        .iter()
        .zip(items)
        .filter(|(_, row)| row.get(index).is_some_and(|item| item.passed))
        .map(|(item, _)| item)
        .collect();
    let has = |id: &String| passed.iter().any(|item| item.id == *id);
    // Items that a lower tier added may have to be passed, but do not help to pass.
    let passes = passed.iter().filter(|item| !scheme.is_local(item)).count();
    result.passes = Some(passes);
    result.pass = Some(
        passes as i64 >= rule.at_least
            && rule.must.iter().all(has)
            && rule.either.iter().all(|list| list.iter().any(has)),
    );
}
