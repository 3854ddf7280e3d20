//! The marginal reward of misreporting: what it would bring a subject if the figure of one item alone
//! were told a little better than it is.
//!
//! Who produces figures, and what a little is, this module does not know: it is given a source with
//! the figure of some subjects told better, and asks what they would get.
//!
//! Source: Holmström and Milgrom 1991, J. Law, Economics and Organization 7:24–52 (what is rewarded
//! at the margin is what effort, or pretence of it, goes to).

use std::collections::BTreeMap;

use gangmu_formula::Source;
use gangmu_formula::syntax::Population;
use gangmu_formula::typed::{Node, NodeKind};
use gangmu_num::{Points, Ratio};
use rayon::prelude::*;

use super::again::Again;
use super::outcome::Outcome;

/// Hands a source over, in which these subjects have a better figure.
pub type ToldBetter<'t> = dyn Fn(&[usize], &mut dyn FnMut(&dyn Source)) + Sync + 't;

/// One item whose figures are told better.
pub struct Trial<'t> {
    /// The item, by its place in the scheme.
    pub item: usize,
    /// For each item, whether its rule looks at any figure that is told better.
    pub touched: Vec<bool>,
    /// Whether a figure told better may move figures of others, such as those of the unit above.
    pub moves_others: bool,
    /// Hands over a source in which these subjects, by their places, have a better figure.
    pub with: Box<ToldBetter<'t>>,
}

/// What telling the figure of an item better would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// The item, by its place in the scheme.
    pub item: usize,
    /// Of how many subjects the item has points.
    pub subjects: usize,
    /// How many would get more points in total.
    pub gainers: usize,
    /// The mean over these subjects of what the total would change by; `None` of none.
    pub mean: Option<Ratio>,
    /// The greatest gain, and whose; `None` where nobody gains.
    pub greatest: Option<(usize, Ratio)>,
    /// How many would get a better place.
    pub climbers: usize,
    /// The most places anybody would climb.
    pub most_places: u32,
}

/// What each trial would bring each subject, everything else and everybody else's figures the same.
pub fn rewards(again: &Again<'_>, trials: &[Trial<'_>]) -> Vec<Reward> {
    let standing = Standing::of(again);
    trials.par_iter().map(|trial| reward(again, &standing, trial)).collect()
}

/// What one subject would get.
struct Gain {
    subject: usize,
    points: Ratio,
    places: u32,
}

fn reward(again: &Again<'_>, standing: &Standing, trial: &Trial<'_>) -> Reward {
    let first = again.first();
    let row = first.items.get(trial.item);
    let has_points =
        |subject: &usize| row.and_then(|row| row.get(*subject)?.points.as_ref()).is_some();
    let subjects: Vec<usize> = (0..first.results.len()).filter(has_points).collect();
    let reaches = reaches(again, trial);
    let mut gains: Vec<Gain> = Vec::new();
    for together in batches(&subjects, again, reaches) {
        (trial.with)(&together, &mut |source| {
            let then = again.outcome(source, &trial.touched);
            let gain = |subject: &usize| gain(first, &then, standing, reaches, *subject);
            gains.extend(together.iter().filter_map(gain));
        });
    }
    let greatest = gains.iter().filter(|gain| gain.points.signum() > 0);
    // Of equal gains the first subject's.
    let greatest = greatest.min_by(|a, b| b.points.cmp(&a.points).then(a.subject.cmp(&b.subject)));
    Reward {
        item: trial.item,
        subjects: subjects.len(),
        gainers: gains.iter().filter(|gain| gain.points.signum() > 0).count(),
        mean: gains
            .iter()
            .map(|gain| &gain.points)
            .sum::<Ratio>()
            .div(&Ratio::from_int(gains.len() as i64)),
        greatest: greatest.map(|gain| (gain.subject, gain.points.clone())),
        climbers: gains.iter().filter(|gain| gain.places > 0).count(),
        most_places: gains.iter().map(|gain| gain.places).max().unwrap_or(0),
    }
}

fn gain(
    first: &Outcome,
    then: &Outcome,
    standing: &Standing,
    reaches: Reaches,
    subject: usize,
) -> Option<Gain> {
    let (was, is) = (first.results.get(subject)?, then.results.get(subject)?);
    let place = match reaches {
        // Others have what they had: theirs are the totals of before.
        Reaches::Nobody => is.ranked.then(|| standing.place(subject, &was.total, &is.total)),
        Reaches::Class | Reaches::All => is.rank,
    };
    let places = was.rank.zip(place).map_or(0, |(was, is)| was.saturating_sub(is));
    let points = &is.total.to_ratio() - &was.total.to_ratio();
    Some(Gain { subject, points, places })
}

/// Whose points a figure may move, besides those of its own subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reaches {
    Nobody,
    Class,
    All,
}

fn reaches(again: &Again<'_>, trial: &Trial<'_>) -> Reaches {
    if trial.moves_others {
        return Reaches::All;
    }
    let scheme = again.scheme();
    let items = scheme.items.iter().zip(&trial.touched);
    let items = items.filter(|(_, touched)| **touched).map(|(item, _)| &item.rule);
    let formulas = items
        .chain(&scheme.group_gates)
        .chain([&scheme.bonus_gate])
        .chain(&scheme.bonus_items)
        .chain(&scheme.veto_conditions)
        .flatten();
    let widest = formulas.map(|rule| compares(&rule.root)).max().unwrap_or(Reaches::Nobody);
    // Who is compared within all is one class.
    match widest {
        Reaches::Class if again.is_one_class() => Reaches::All,
        other => other,
    }
}

fn compares(node: &Node) -> Reaches {
    let mut found = match &node.kind {
        NodeKind::Rank(_, _, population)
        | NodeKind::Top(_, _, _, population)
        | NodeKind::OverPopulation(_, _, population) => match population {
            Population::Class => Reaches::Class,
            Population::All => Reaches::All,
        },
        _ => Reaches::Nobody,
    };
    node.for_each_child(|child| found = found.max(compares(child)));
    found
}

/// Subjects whose figures may be told better at once, for none sees the other's.
fn batches(subjects: &[usize], again: &Again<'_>, reaches: Reaches) -> Vec<Vec<usize>> {
    match reaches {
        Reaches::Nobody => vec![subjects.to_vec()],
        Reaches::All => subjects.iter().map(|subject| vec![*subject]).collect(),
        Reaches::Class => {
            let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
            let mut batches: Vec<Vec<usize>> = Vec::new();
            for subject in subjects {
                let number = seen.entry(again.class_of(*subject)).or_default();
                if *number == batches.len() {
                    batches.push(Vec::new());
                }
                batches[*number].push(*subject);
                *number += 1;
            }
            batches
        }
    }
}

/// The totals of those who have a place, by class, the best first.
struct Standing {
    class: Vec<u32>,
    totals: BTreeMap<u32, Vec<Points>>,
}

impl Standing {
    fn of(again: &Again<'_>) -> Standing {
        let results = &again.first().results;
        let class: Vec<u32> = (0..results.len()).map(|subject| again.class_of(subject)).collect();
        let mut totals: BTreeMap<u32, Vec<Points>> = BTreeMap::new();
        for (result, class) in results.iter().zip(&class).filter(|(r, _)| r.rank.is_some()) {
            totals.entry(*class).or_default().push(result.total);
        }
        totals.values_mut().for_each(|list| list.sort_by(|a, b| b.cmp(a)));
        Standing { class, totals }
    }

    /// The place of a subject with another total among the others as they are.
    fn place(&self, subject: usize, was: &Points, is: &Points) -> u32 {
        let class = self.class.get(subject).copied().unwrap_or_default();
        let totals = self.totals.get(&class).map_or(&[][..], Vec::as_slice);
        let better = totals.partition_point(|total| total > is);
        let own = usize::from(was > is);
        u32::try_from(better - own.min(better) + 1).unwrap_or(u32::MAX)
    }
}
