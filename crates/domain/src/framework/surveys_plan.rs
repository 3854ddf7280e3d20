//! Which answers of surveys are drawn anew: those of the subjects to questions that are looked at, a
//! sample for each wave.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gangmu_base::facts::Answer;
use gangmu_base::{Period, Reporter};
use gangmu_formula::Reference;

use super::facts::FrameworkSource;
use super::reach::formula_of;
use super::resample_plan::Wanted;
use super::surveys::{Sample, is_valid, is_within};

/// The samples, and the answers they are of.
pub(super) struct Surveys {
    pub(super) samples: Vec<Sample>,
    pub(super) answers: Vec<Answer>,
    /// The waves of which there is a sample, by question, and of whom.
    drawn: BTreeMap<String, BTreeMap<Period, BTreeSet<Reporter>>>,
}

impl Surveys {
    pub(super) fn plan(source: &FrameworkSource<'_>, wanted: &Wanted<'_>) -> Surveys {
        let mut found =
            Surveys { samples: Vec::new(), answers: Vec::new(), drawn: BTreeMap::new() };
        let asked = asked(wanted);
        if asked.is_empty() {
            return found;
        }
        found.answers = source.facts.answers.clone();
        let order: BTreeMap<Reporter, usize> =
            wanted.subjects.iter().enumerate().map(|(place, who)| (*who, place)).collect();
        let mut rows: BTreeMap<(String, Period, usize), Vec<usize>> = BTreeMap::new();
        for (row, answer) in source.facts.answers.iter().enumerate() {
            let periods = asked.get(answer.question.as_str());
            let looked_at = periods.is_some_and(|periods| {
                periods.iter().any(|period| is_within(answer.period, *period))
            });
            if let Some(place) = order.get(&answer.reporter).filter(|_| looked_at)
                && is_valid(&answer.answer)
            {
                let key = (answer.question.clone(), answer.period, *place);
                rows.entry(key).or_default().push(row);
            }
        }
        for ((question, wave, place), mut rows) in rows {
            let who = wanted.subjects[place];
            let design_effect = found.with_answers_not_given(source, &question, &mut rows);
            // By their names, so that the order of rows in a file does not show.
            rows.sort_by(|a, b| found.answers[*a].answer.cmp(&found.answers[*b].answer));
            if let Some(sample) = Sample::new(&found.answers, rows, design_effect) {
                found.samples.push(sample);
                found.drawn.entry(question).or_default().entry(wave).or_default().insert(who);
            }
        }
        found
    }

    /// Adds a row of nobody for each answer that the question offers and nobody gave; says what the
    /// design effect of the question is.
    fn with_answers_not_given(
        &mut self,
        source: &FrameworkSource<'_>,
        question: &str,
        rows: &mut Vec<usize>,
    ) -> f64 {
        let Some(known) = source.framework.questions.iter().find(|q| q.id == *question) else {
            return 1.0;
        };
        for offered in known.answers.iter().filter(|offered| is_valid(offered)) {
            let given = rows.iter().any(|row| self.answers[*row].answer == *offered);
            if let (false, Some(first)) = (given, rows.first()) {
                let like = self.answers[*first].clone();
                self.answers.push(Answer { answer: offered.clone(), count: 0, ..like });
                rows.push(self.answers.len() - 1);
            }
        }
        known.design_effect.as_ref().map_or(1.0, gangmu_num::Ratio::to_f64)
    }

    /// Whether any answer to a question in a period is drawn.
    pub(super) fn draws(&self, question: &str, period: Period) -> bool {
        let waves = self.drawn.get(question);
        waves.is_some_and(|waves| waves.keys().any(|wave| is_within(*wave, period)))
    }

    /// The indicators whose formulas look at answers that are drawn, and of how many subjects.
    pub(super) fn of_indicators(
        &self,
        source: &FrameworkSource<'_>,
        wanted: &Wanted<'_>,
    ) -> Vec<(Arc<str>, usize)> {
        let mut found: BTreeMap<Arc<str>, BTreeSet<Reporter>> = BTreeMap::new();
        for (reference, period) in &wanted.reach.facts {
            let Reference::Indicator(id) = reference else { continue };
            let formula = formula_of(id, source.catalogue, source.compiled);
            let Some(formula) = formula.filter(|_| is_within(*period, wanted.period)) else {
                continue;
            };
            for (looked_at, period) in formula.root.asked(&BTreeSet::from([*period])) {
                let Reference::Answers(question, _) = looked_at else { continue };
                for (wave, whos) in self.drawn.get(&**question).into_iter().flatten() {
                    if is_within(*wave, period) {
                        found.entry(id.clone()).or_default().extend(whos);
                    }
                }
            }
        }
        found.into_iter().map(|(id, whos)| (id, whos.len())).collect()
    }
}

/// The questions that are looked at, each with the periods within the one assessed.
fn asked<'w>(wanted: &Wanted<'w>) -> BTreeMap<&'w str, BTreeSet<Period>> {
    let withheld: BTreeSet<&str> = wanted.withheld.iter().filter_map(question).collect();
    let mut asked: BTreeMap<&str, BTreeSet<Period>> = BTreeMap::new();
    for (reference, period) in &wanted.reach.facts {
        if let Some(question) = question(reference)
            && is_within(*period, wanted.period)
            && !withheld.contains(question)
        {
            asked.entry(question).or_default().insert(*period);
        }
    }
    asked
}

fn question(reference: &Reference) -> Option<&str> {
    match reference {
        Reference::Answers(question, _) => Some(question),
        _ => None,
    }
}
