//! Scoring, in the order of the scheme: items, groups, base, deductions, bonus, total, vetoes,
//! grades, places, award, pass.

use gangmu_base::{Reporter, Tree};
use gangmu_formula::Subjects;
use gangmu_num::Ratio;

use super::items::Raw;
use super::outcome::{ItemResult, Outcome};
use super::question::Question;
use super::results::Results;
use super::words::CompareWithin;
use super::{deductions, grades, groups, items};

/// Scores a scheme. The outcome lists subjects by their ids, whatever the order they came in.
pub fn score(question: &Question<'_>) -> Outcome {
    work_out(question, &Laid::out(question), None).1
}

/// Who is assessed, and who is compared with whom.
pub(super) struct Laid {
    /// Those assessed, in the order of their ids, each with its class.
    pub(super) subjects: Subjects,
    /// The same, in one class where all are compared; points go by the class all the same.
    pub(super) compared: Subjects,
    /// The names of the classes.
    pub(super) classes: Vec<String>,
}

impl Laid {
    pub(super) fn out(question: &Question<'_>) -> Laid {
        let mut reporters = question.subjects.clone();
        reporters.sort_by(|a, b| question.tree.id(*a).cmp(question.tree.id(*b)));
        reporters.dedup();
        let (classes, class_of) = classes(question, &reporters);
        let ids = reporters.iter().map(|reporter| reporter.0).collect();
        let subjects = Subjects::new(ids, class_of);
        let compared = match question.scheme.scheme.policy.compare_within {
            CompareWithin::Class => subjects.clone(),
            CompareWithin::All => Subjects::new(subjects.ids().to_vec(), vec![0; subjects.len()]),
        };
        Laid { subjects, compared, classes }
    }
}

/// A scoring of the same scheme and subjects on facts of which only some were others.
pub(super) struct Before<'b> {
    /// The figures of its items.
    pub(super) raw: &'b [Raw],
    /// What came of it.
    pub(super) outcome: &'b Outcome,
    /// For each item, whether its rule looks at any fact that is another now.
    pub(super) touched: &'b [bool],
    /// Whether points may be spread over other items, so that no row is sure to be as it was.
    pub(super) spread: bool,
}

impl Before<'_> {
    /// Whether an item's figures may be others.
    pub(super) fn is_touched(&self, item: usize) -> bool {
        self.touched.get(item).copied().unwrap_or(true)
    }

    /// Whether an item's points may be others.
    pub(super) fn is_fresh(&self, item: usize) -> bool {
        self.is_touched(item) || self.spread
    }

    /// Whether a group's points may be others.
    pub(super) fn moves_group(&self, question: &Question<'_>, group: usize) -> bool {
        let gated = question.scheme.group_gates.get(group).is_none_or(Option::is_some);
        let items = question.scheme.items.iter().enumerate();
        let mut own = items.filter(|(_, item)| item.group == group);
        gated || own.any(|(place, _)| self.is_fresh(place))
    }
}

/// One scoring; after another one, only what may be another is worked out, on this thread alone, and
/// what no place depends on (events listed, awards, passes) is left out.
pub(super) fn work_out(
    question: &Question<'_>,
    laid: &Laid,
    before: Option<&Before<'_>>,
) -> (Vec<Raw>, Outcome) {
    let Laid { subjects, compared, classes } = laid;
    let mut results = Results::new(question, compared, classes, subjects.class());
    let raw = items::raw(question, &results, compared, before);
    let items = items::points(question, laid, &raw, before, &mut results);
    let groups = groups::points(question, &items, compared, before, &mut results);
    match before {
        // Events are facts that nothing here changes.
        Some(before) => {
            let taken = before.outcome.results.iter().map(|result| result.deducted.clone());
            results.deducted = taken.map(Option::unwrap_or_default).collect::<Vec<Ratio>>();
        }
        None => deductions::take(question, compared, &mut results),
    }
    deductions::give_bonus(question, compared, &mut results);
    let mut found = grades::grade(question, compared, &mut results);
    if before.is_none() {
        let rows: Vec<&[ItemResult]> = items.iter().map(|row| row.as_slice()).collect();
        grades::commend(question, &rows, compared, &mut found);
    }
    let outcome = Outcome {
        scheme: question.scheme.scheme.id.clone(),
        period: question.period,
        subjects: subjects.clone(),
        classes: classes.clone(),
        items,
        groups,
        results: found,
    };
    (raw, outcome)
}

/// The class of a subject. A body's class is its kind; a unit without a class has the class without
/// a name.
pub(super) fn class_of(tree: &Tree, subject: Reporter) -> String {
    match (tree.unit(subject), tree.body(subject)) {
        (Some(unit), _) => unit.class.clone().unwrap_or_default(),
        (_, Some(body)) => body.kind.clone(),
        _ => String::new(),
    }
}

/// The classes of the subjects by name, and each subject's.
fn classes(question: &Question<'_>, reporters: &[Reporter]) -> (Vec<String>, Vec<u32>) {
    let name = |reporter: &Reporter| class_of(question.tree, *reporter);
    let mut classes: Vec<String> = reporters.iter().map(name).collect();
    let of: Vec<String> = classes.clone();
    classes.sort();
    classes.dedup();
    let place = |name: &String| classes.binary_search(name).unwrap_or_default() as u32;
    let class_of = of.iter().map(place).collect();
    (classes, class_of)
}
