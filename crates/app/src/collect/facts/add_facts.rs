//! Facts said in the office, beside those of the programme folder.

use std::collections::BTreeSet;

use gangmu_base::facts::{Answer, Event, Mark};
use gangmu_base::{Period, Place, Reporter};
use gangmu_exchange::folder::Programme;
use gangmu_store::StoredFact;

use super::cells::cell;
use super::{Cells, FactKind, state};

/// Puts the facts that count beside those of the folder. Where both say something of the same, the office
/// is later and holds.
pub(crate) fn add_facts(programme: &mut Programme, stored: &[StoredFact]) {
    for scheme in &programme.schemes {
        // A flag that no event of the folder has can be set in the office.
        let flags = scheme.deductions.iter().flat_map(|deductions| deductions.multipliers.keys());
        for flag in flags {
            if !programme.facts.event_flags.contains(flag) {
                programme.facts.event_flags.push(flag.clone());
            }
        }
    }
    programme.facts.event_flags.sort_unstable();
    let mut added = Added::default();
    for fact in stored.iter().filter(|fact| state::counts(&fact.state)) {
        // Who is not in this version of the programme has no part in its results.
        let Some(reporter) = programme.tree.find(&fact.about_id) else { continue };
        added.add(fact, reporter);
    }
    let Added { events, answers, ratings, checks, grades } = added;
    let facts = &mut programme.facts;
    facts.events.extend(events);
    let said: BTreeSet<_> = answers.iter().map(of_answer).collect();
    facts.answers.retain(|answer| !said.contains(&of_answer(answer)));
    drop(said);
    facts.answers.extend(answers);
    let lists =
        [(&mut facts.ratings, ratings), (&mut facts.checks, checks), (&mut facts.grades, grades)];
    for (marks, new) in lists {
        let said: BTreeSet<_> = new.iter().map(of_mark).collect();
        marks.retain(|mark| !said.contains(&of_mark(mark)));
        drop(said);
        marks.extend(new);
    }
}

/// A wave is told as a whole.
fn of_answer(answer: &Answer) -> (Reporter, Period, String) {
    (answer.reporter, answer.period, answer.question.clone())
}

fn of_mark(mark: &Mark) -> (Reporter, String, Period, String) {
    (mark.reporter, mark.indicator.clone(), mark.period, mark.part.clone())
}

#[derive(Default)]
struct Added {
    events: Vec<Event>,
    answers: Vec<Answer>,
    ratings: Vec<Mark>,
    checks: Vec<Mark>,
    grades: Vec<Mark>,
}

impl Added {
    fn add(&mut self, fact: &StoredFact, reporter: Reporter) {
        let cells = Cells::read(&fact.cells);
        // As a figure, a fact is known by the entry of the log it came with.
        let place = Place::at("log", u32::try_from(fact.entry).unwrap_or(0), 0, 0);
        let period = Period::parse(cells.get("period"));
        let mark = |part: &str, label: &str| {
            Some(Mark {
                reporter,
                indicator: cells.get("indicator").to_owned(),
                period: period?,
                part: part.to_owned(),
                label: label.to_owned(),
                place: place.clone(),
            })
        };
        for row in &cells.rows {
            match FactKind::of(&fact.kind) {
                Some(FactKind::Event) => self.events.extend(event(fact, reporter, row, &place)),
                Some(FactKind::Survey) => self.answers.extend(period.and_then(|period| {
                    Some(Answer {
                        reporter,
                        period,
                        question: cells.get("question").to_owned(),
                        answer: cell(row, "answer").to_owned(),
                        count: cell(row, "count").parse().ok()?,
                        place: place.clone(),
                    })
                })),
                Some(FactKind::Rating) => {
                    self.ratings.extend(mark(cell(row, "rater"), cell(row, "rating")));
                }
                Some(FactKind::Checklist) => {
                    self.checks.extend(mark(cell(row, "element"), cell(row, "met")));
                }
                Some(FactKind::Grade) if !cell(row, "grade").is_empty() => {
                    self.grades.extend(mark(cell(row, "dimension"), cell(row, "grade")));
                }
                _ => {}
            }
        }
    }
}

fn event(
    fact: &StoredFact,
    reporter: Reporter,
    row: &std::collections::BTreeMap<String, String>,
    place: &Place,
) -> Option<Event> {
    let flag = |(column, value): (&String, &String)| (value == "1").then(|| column.clone());
    Some(Event {
        id: event_id(fact.number),
        reporter,
        date: cell(row, "date").parse().ok()?,
        kind: cell(row, "type").to_owned(),
        severity: cell(row, "severity").to_owned(),
        flags: row.iter().filter_map(flag).collect(),
        place: place.clone(),
    })
}

/// What results call an event of the office.
pub(super) fn event_id(number: i64) -> String {
    format!("fact-{number}")
}
