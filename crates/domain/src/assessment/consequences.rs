//! What follows from a final result, and by when.

use jiff::ToSpan;
use jiff::civil::Date;

use gangmu_base::Reporter;
use gangmu_formula::{Subjects, evaluate};
use gangmu_num::Ratio;

use super::grades::members;
use super::outcome::Outcome;
use super::question::Question;
use super::verdict::{Consequence, ConsequenceWhen, Deadline};
use super::words::CompareWithin;

/// One thing to be done by one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// By whom.
    pub reporter: Reporter,
    /// Because of what: `grade D`, `bottom 1 of 4 in class`, or the condition.
    pub because: String,
    /// The place of the consequence in the scheme.
    pub consequence: usize,
    /// The place of the step in the consequence.
    pub step: usize,
    /// By when; `None` beyond the end of the calendar.
    pub due: Option<Date>,
}

/// What follows from an outcome, counted from the day it is final.
pub fn consequences(question: &Question<'_>, outcome: &Outcome, from: Date) -> Vec<Due> {
    let scheme = question.scheme.scheme;
    let compared = match scheme.policy.compare_within {
        CompareWithin::Class => outcome.subjects.clone(),
        CompareWithin::All => {
            Subjects::new(outcome.subjects.ids().to_vec(), vec![0; outcome.subjects.len()])
        }
    };
    let classes = members(&compared);
    let conditions: Vec<_> = question
        .scheme
        .consequence_conditions
        .iter()
        .map(|rule| {
            let facts = Final { question, outcome };
            Some(evaluate(rule.as_ref()?, &facts, question.period, &compared).into_flags())
        })
        .collect();
    let mut found = Vec::new();
    for (index, id) in compared.ids().iter().enumerate() {
        let class = compared.class().get(index).and_then(|class| classes.get(*class as usize));
        for (place, consequence) in scheme.consequences.iter().enumerate() {
            let holds = conditions.get(place).and_then(Option::as_ref);
            let holds = holds.is_some_and(|cells| cells.at(index).value() == Some(&true));
            let members = class.map_or(&[][..], Vec::as_slice);
            let Some(because) = because(consequence, outcome, index, members, holds) else {
                continue;
            };
            for (step, what) in consequence.steps.iter().enumerate() {
                found.push(Due {
                    reporter: Reporter(*id),
                    because: because.clone(),
                    consequence: place,
                    step,
                    due: due(question, what.deadline, from),
                });
            }
        }
    }
    found
}

fn because(
    consequence: &Consequence,
    outcome: &Outcome,
    index: usize,
    class: &[usize],
    holds: bool,
) -> Option<String> {
    let result = outcome.results.get(index)?;
    match &consequence.when {
        ConsequenceWhen::Grade(grade) => {
            (result.grade.as_ref() == Some(grade)).then(|| format!("grade {grade}"))
        }
        ConsequenceWhen::Condition(written) => holds.then(|| written.text.clone()),
        ConsequenceWhen::Bottom { share, grade_not, min_group } => {
            let spared = grade_not.is_some() && result.grade == *grade_not;
            if !result.ranked || spared || (class.len() as i64) < *min_group {
                return None;
            }
            let count = (share * &Ratio::from_int(class.len() as i64)).floor().to_integer()?;
            let below = class
                .iter()
                .filter_map(|member| outcome.results.get(*member))
                .filter(|other| other.ranked && other.total < result.total)
                .count() as i64;
            (below < count).then(|| format!("bottom {count} of {} in class", class.len()))
        }
    }
}

fn due(question: &Question<'_>, deadline: Deadline, from: Date) -> Option<Date> {
    match deadline {
        Deadline::Days(days) => from.checked_add(days.days()).ok(),
        Deadline::Months(months) => from.checked_add(months.months()).ok(),
        Deadline::WorkingDays(days) => question.working_days.after(from, days),
    }
}

/// The final result as facts for conditions.
struct Final<'a> {
    question: &'a Question<'a>,
    outcome: &'a Outcome,
}

impl gangmu_formula::Source for Final<'_> {
    fn fact(
        &self,
        reference: &gangmu_formula::Reference,
        period: gangmu_base::Period,
        subjects: &Subjects,
    ) -> gangmu_formula::Column {
        use gangmu_formula::{Cells, Column, Reference};
        let outcome = self.outcome;
        let each = |f: &dyn Fn(usize) -> Option<Ratio>| {
            let one = |id: &u32| {
                let value = outcome.place(Reporter(*id)).and_then(f);
                value.map_or_else(
                    || gangmu_base::Cell::unknown(gangmu_base::Status::Missing),
                    gangmu_base::Cell::known,
                )
            };
            Column::Numbers(Cells::Each(subjects.ids().iter().map(one).collect()))
        };
        let result = |f: fn(&super::SubjectResult) -> Option<Ratio>| {
            each(&|index| outcome.results.get(index).and_then(f))
        };
        match reference {
            Reference::Base => result(|r| Some(r.base.clone())),
            Reference::Deducted => result(|r| Some(r.deducted.clone().unwrap_or_default())),
            Reference::Bonus => result(|r| Some(r.bonus.clone().unwrap_or_default())),
            Reference::Total => result(|r| Some(r.total.to_ratio())),
            Reference::Points(id) => {
                let scheme = self.question.scheme.scheme;
                let group = scheme.groups.iter().position(|g| g.id == **id);
                let item = scheme.items.iter().position(|i| i.id == **id);
                each(&|index| match (group, item) {
                    (Some(group), _) => {
                        Some(outcome.groups.get(group)?.get(index)?.points?.to_ratio())
                    }
                    (_, Some(item)) => {
                        Some(outcome.items.get(item)?.get(index)?.points?.to_ratio())
                    }
                    _ => None,
                })
            }
            _ => self.question.source.fact(reference, period, subjects),
        }
    }

    fn parents(
        &self,
        subjects: &Subjects,
        period: gangmu_base::Period,
    ) -> (Subjects, Vec<Option<usize>>) {
        self.question.source.parents(subjects, period)
    }
}
