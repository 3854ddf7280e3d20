//! A scheme run again and again on figures that are drawn anew: what places there would have been.

use std::collections::BTreeSet;
use std::sync::Arc;

use gangmu_base::facts::Answer;
use gangmu_base::{Finding, Place, Reporter};
use gangmu_domain::assessment::{Again, CompiledScheme, Outcome, Question};
use gangmu_domain::framework::{Drawn, Otherwise, Reach, Resampling, Wanted, is_touched};
use gangmu_formula::Reference;
use gangmu_formula::check::Checked;
use gangmu_num::random::Stream;
use rayon::prelude::*;

use super::intervals::Intervals;
use super::public::{Hidden, withheld};
use super::run::Scored;
use super::with_results::WithResults;
use crate::table::{Table, Value};

/// The seed of draws where none is given.
pub const SEED: u64 = 1;

/// So many draws can be asked for at most.
pub const MOST_DRAWS: u32 = 100_000;

/// So many places can be held at most: subjects × draws, 4 bytes each.
const MOST_PLACES: usize = 1 << 28;

/// How often figures are drawn anew, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// How often.
    pub count: u32,
    /// From which seed: the same one gives the same draws.
    pub seed: u64,
}

impl Draws {
    /// Reads what was asked for on the command line; `None` where no draws were.
    ///
    /// # Errors
    /// What does not fit: a number of draws that is none or too large, a seed that is none, or a
    /// seed for nothing.
    pub fn read(count: Option<&str>, seed: Option<&str>) -> Result<Option<Draws>, Finding> {
        let wrong = |code, option: &str, value: &str| {
            Finding::error(code, Place::file(option)).with("value", value)
        };
        let Some(text) = count else {
            return match seed {
                Some(seed) => Err(wrong("G042", "--seed", seed)),
                None => Ok(None),
            };
        };
        let count = text.parse().ok().filter(|count| (1..=MOST_DRAWS).contains(count));
        let count = count.ok_or_else(|| wrong("G040", "--draws", text).with("most", MOST_DRAWS))?;
        let seed = match seed {
            Some(text) => text.parse().map_err(|_| wrong("G041", "--seed", text))?,
            None => SEED,
        };
        Ok(Some(Draws { count, seed }))
    }
}

/// What is drawn anew of a scoring, and the scheme ready to be run on it.
pub struct Redrawing<'s> {
    pub(super) scored: &'s Scored<'s>,
    pub(super) resampling: Resampling,
    /// The schemes whose results enter, those first that enter others.
    others: Vec<Run<'s>>,
    own: Run<'s>,
}

/// A scheme that is run again, and which of its items may come out otherwise.
struct Run<'s> {
    scheme: &'s CompiledScheme<'s>,
    outcome: &'s Outcome,
    again: Option<Again<'s>>,
    touched: Vec<bool>,
}

impl<'s> Redrawing<'s> {
    /// Plans what is drawn. With `hidden`, what is not told to the public stays as it is, for else
    /// it might be told by how the places of others spread.
    pub fn plan(scored: &'s Scored<'s>, hidden: Option<&Hidden>) -> Redrawing<'s> {
        let prepared = scored.prepared;
        let entering = scored.source.outcomes.iter().filter_map(|outcome| {
            Some((prepared.scheme(Some(&outcome.scheme))?, outcome.as_ref()))
        });
        let entering: Vec<(&CompiledScheme<'_>, &Outcome)> = entering.collect();
        let own = (scored.scheme, scored.outcome);
        let period = scored.outcome.period;
        let mut reach = Reach::default();
        let mut subjects: Vec<Reporter> = Vec::new();
        let mut seen = BTreeSet::new();
        for (scheme, outcome) in [own].into_iter().chain(entering.iter().copied()) {
            let formulas = scheme.formulas_of_results().map(Arc::as_ref);
            reach.add(formulas, period, &prepared.catalogue, &prepared.compiled);
            let ids = outcome.subjects.ids().iter().map(|id| Reporter(*id));
            subjects.extend(ids.filter(|who| seen.insert(*who)));
        }
        let withheld = match hidden {
            Some(hidden) => withheld(scored, hidden, &reach, &subjects),
            None => BTreeSet::new(),
        };
        let wanted = Wanted { reach: &reach, period, subjects: &subjects, withheld: &withheld };
        let resampling = Resampling::plan(scored.source.inner, &wanted);
        let mut others: Vec<Run<'_>> = Vec::new();
        for (scheme, outcome) in entering {
            let run = Run::new(scored, scheme, outcome, &resampling, &others);
            others.push(run);
        }
        let own = Run::new(scored, own.0, own.1, &resampling, &others);
        Redrawing { scored, resampling, others, own }
    }

    /// Whether a rule gives other points when figures are drawn.
    pub(super) fn touches(&self, rule: &Checked) -> bool {
        is_moved(rule, self.scored.outcome, &self.resampling, &self.others)
    }

    /// What a draw makes of the scheme. The number names it: the same one gives the same outcome.
    pub fn outcome(&self, draws: Draws, number: u32) -> Arc<Outcome> {
        let drawn = self.drawn(draws, number);
        let inner = self.scored.source.inner;
        let figures = inner.figures().but_for(drawn.columns);
        let answers = self.resampling.answers();
        let otherwise = Otherwise {
            touched: self.resampling.touched(),
            answers: (!answers.is_empty()).then_some((answers, &drawn.counts)),
            indicator: None,
        };
        let inner = inner.otherwise(&figures, otherwise);
        let mut source = WithResults { inner: &inner, outcomes: Vec::new() };
        for other in &self.others {
            let outcome = other.outcome(&source);
            source.outcomes.push(outcome);
        }
        self.own.outcome(&source)
    }

    /// The figures of a draw that are others than those that hold: a row for each figure of an
    /// element, exactly as it is drawn.
    pub fn figures(&self, draws: Draws, number: u32) -> Table {
        let columns = vec!["unit", "element", "period", "value"];
        let programme = self.scored.prepared.programme;
        let base = self.scored.source.inner.figures();
        let mut rows = Vec::new();
        for ((element, period), cells) in self.drawn(draws, number).columns {
            let id = programme.asked.get(element.0 as usize).map_or("", |def| def.id.as_str());
            let before = base.column(element, period);
            for (who, (cell, before)) in cells.iter().zip(before.iter()).enumerate() {
                if let Some(value) = cell.value().filter(|_| cell != before) {
                    let unit = programme.tree.id(Reporter(who as u32));
                    let period = period.to_string();
                    rows.push(vec![
                        Value::word(unit),
                        Value::word(id),
                        Value::word(period),
                        Value::Number(value.plain()),
                    ]);
                }
            }
        }
        Table { columns, rows }
    }

    /// The counts of answers to surveys in a draw: a row for each answer to a question that is drawn
    /// of anybody, those that nobody gave included.
    pub fn answers(&self, draws: Draws, number: u32) -> Table {
        let columns = vec!["unit", "period", "question", "answer", "count"];
        let tree = &self.scored.prepared.programme.tree;
        let counts = self.drawn(draws, number).counts;
        let row = |(answer, count): (&Answer, i64)| {
            vec![
                Value::word(tree.id(answer.reporter)),
                Value::word(answer.period.to_string()),
                Value::word(answer.question.clone()),
                Value::word(answer.answer.clone()),
                Value::count(count),
            ]
        };
        Table { columns, rows: self.resampling.answers().iter().zip(counts).map(row).collect() }
    }

    fn drawn(&self, draws: Draws, number: u32) -> Drawn {
        self.resampling.draw(&mut Stream::new(draws.seed, u64::from(number)))
    }

    /// The intervals of the places, and who cannot be told apart.
    ///
    /// # Errors
    /// There would be more places than can be held.
    pub fn intervals(&self, draws: Draws) -> Result<Intervals, Finding> {
        let subjects = self.scored.outcome.subjects.len();
        let most = MOST_PLACES / subjects.max(1);
        if draws.count as usize > most {
            return Err(Finding::error("G043", Place::file("--draws"))
                .with("draws", draws.count)
                .with("subjects", subjects)
                .with("most", most));
        }
        // A draw is a thing of its own: which thread made it does not show.
        let places: Vec<Vec<u32>> = (0..draws.count)
            .into_par_iter()
            .map(|number| {
                let outcome = self.outcome(draws, number);
                outcome.results.iter().map(|result| result.rank.unwrap_or(0)).collect()
            })
            .collect();
        Ok(Intervals::new(self.scored, draws, &places))
    }
}

impl<'s> Run<'s> {
    fn new(
        scored: &'s Scored<'s>,
        scheme: &'s CompiledScheme<'s>,
        outcome: &'s Outcome,
        resampling: &Resampling,
        others: &[Run<'_>],
    ) -> Run<'s> {
        let moved = |rule: &Checked| is_moved(rule, outcome, resampling, others);
        let any = scheme.formulas_of_results().any(|rule| moved(rule));
        let touched = scheme.items.iter().map(|item| item.rule.as_ref().is_some_and(|r| moved(r)));
        let programme = scored.prepared.programme;
        let again = any.then(|| {
            Again::new(Question {
                scheme,
                period: outcome.period,
                subjects: outcome.subjects.ids().iter().map(|id| Reporter(*id)).collect(),
                tree: &programme.tree,
                source: scored.source,
                facts: scored.facts,
                working_days: &programme.framework.working_days,
            })
        });
        Run { scheme, outcome, touched: touched.collect(), again }
    }

    fn outcome(&self, source: &WithResults<'_>) -> Arc<Outcome> {
        Arc::new(match &self.again {
            Some(again) => again.outcome(source, &self.touched),
            None => self.outcome.clone(),
        })
    }
}

/// Whether a rule looks at a figure that is drawn, or at the result of a scheme that does.
fn is_moved(
    rule: &Checked,
    outcome: &Outcome,
    resampling: &Resampling,
    others: &[Run<'_>],
) -> bool {
    is_touched(rule, outcome.period, resampling.touched())
        || rule.root.references().into_iter().any(|reference| match reference {
            Reference::SchemeResult(id) | Reference::SchemeRanked(id) => {
                let other = others.iter().find(|run| run.scheme.scheme.id == **id);
                other.is_some_and(|run| run.again.is_some())
            }
            _ => false,
        })
}
