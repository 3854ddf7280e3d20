//! Scoring, in the order of the scheme: items, groups, base, deductions, bonus, total, vetoes,
//! grades, places, award, pass.

use gangmu_base::{Reporter, Tree};
use gangmu_formula::Subjects;

use super::outcome::Outcome;
use super::question::Question;
use super::results::Results;
use super::words::CompareWithin;
use super::{deductions, grades, groups, items};

/// Scores a scheme. The outcome lists subjects by their ids, whatever the order they came in.
pub fn score(question: &Question<'_>) -> Outcome {
    let mut reporters = question.subjects.clone();
    reporters.sort_by(|a, b| question.tree.id(*a).cmp(question.tree.id(*b)));
    reporters.dedup();
    let (classes, class_of) = classes(question, &reporters);
    let ids = reporters.iter().map(|reporter| reporter.0).collect();
    let subjects = Subjects::new(ids, class_of);
    // Who is compared is one class where all are compared; points go by the class all the same.
    let compared = match question.scheme.scheme.policy.compare_within {
        CompareWithin::Class => subjects.clone(),
        CompareWithin::All => Subjects::new(subjects.ids().to_vec(), vec![0; subjects.len()]),
    };
    let results = Results::new(question, &compared, &classes, subjects.class());
    let raw = items::raw(question, &results, &compared);
    let (items, mut results) = items::points(question, &subjects, &classes, raw, results);
    let groups = groups::points(question, &items, &compared, &mut results);
    deductions::take(question, &compared, &mut results);
    deductions::give_bonus(question, &compared, &mut results);
    let results = grades::grade(question, &items, &compared, &mut results);
    Outcome {
        scheme: question.scheme.scheme.id.clone(),
        period: question.period,
        subjects,
        classes,
        items,
        groups,
        results,
    }
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
