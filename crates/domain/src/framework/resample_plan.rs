//! Which figures are drawn anew: the shares that formulas reach in the period assessed, each at the
//! level and for the period at which it is read, and the answers of surveys.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gangmu_base::observations::Element;
use gangmu_base::{Cell, Length, Period, Reporter};
use gangmu_formula::Reference;
use gangmu_num::Ratio;

use super::above::above;
use super::facts::FrameworkSource;
use super::figures::{Figures, Origin};
use super::reach::{Reach, formula_of, touched};
use super::resample::{Batch, Lot, Planned, Resampling, Treated, over_time};
use super::shares::{NoShare, Share, shares};
use super::surveys::is_within;
use super::surveys_plan::Surveys;

/// Of more than this nothing is left to chance, and a numerator in millionths would be inexact.
const MOST: i64 = 1 << 33;

/// What is to be drawn anew.
pub struct Wanted<'w> {
    /// The facts that are looked at.
    pub reach: &'w Reach,
    /// The period assessed: figures of other periods, but for those within it, stay.
    pub period: Period,
    /// Whose figures, in the order in which they are drawn.
    pub subjects: &'w [Reporter],
    /// Elements and answers that stay as they are, whatever they are part of.
    pub withheld: &'w BTreeSet<Reference>,
}

impl Resampling {
    /// Plans what is drawn from the figures of a source.
    ///
    /// An element that is the numerator of several shares is drawn once, by the smallest of their
    /// denominators; one that is also a denominator is drawn first as a numerator. Where the figures
    /// of months (quarters, halves) that are drawn make the figure of the period, that one is put
    /// together from them.
    pub fn plan(source: &FrameworkSource<'_>, wanted: &Wanted<'_>) -> Resampling {
        let mut plan = Plan::new(source, wanted);
        plan.find_quotients();
        plan.draw_quotients();
        if plan.wanted.reach.above || plan.several_levels {
            plan.roll_up();
        }
        let surveys = Surveys::plan(source, wanted);
        let mut treated = plan.treated();
        for (id, count) in surveys.of_indicators(source, wanted) {
            let drawn = Treated::Drawn(count);
            treated.entry(id).and_modify(|known| *known = drawn.max(*known)).or_insert(drawn);
        }
        let is_column = |id: &str, period: Period| {
            let element = source.catalogue.element(id).map(|index| Element(index as u32));
            element.is_some_and(|element| plan.places.contains_key(&(element, period)))
        };
        let touched =
            touched(&wanted.reach.facts, source.catalogue, source.compiled, &|fact| match fact {
                (Reference::Element(id), period) => is_column(id, *period),
                (Reference::Answers(question, _), period) => surveys.draws(question, *period),
                _ => false,
            });
        Resampling {
            columns: plan.columns,
            batches: plan.batches,
            samples: surveys.samples,
            answers: surveys.answers,
            treated,
            touched,
        }
    }
}

/// A numerator, and the denominators it stands over.
struct Quotient {
    shares: Vec<Share>,
    /// The elements that are drawn.
    moved: Vec<Element>,
    drawn: BTreeSet<usize>,
}

struct Plan<'p> {
    source: &'p FrameworkSource<'p>,
    figures: &'p Figures<'p>,
    wanted: &'p Wanted<'p>,
    /// Whether one of the subjects may be above another.
    several_levels: bool,
    quotients: Vec<Quotient>,
    /// The quotients of each indicator that has any; why there is none, of the others.
    of: BTreeMap<Arc<str>, Result<Vec<usize>, Treated>>,
    columns: Vec<Planned>,
    moved: Vec<BTreeSet<usize>>,
    places: BTreeMap<(Element, Period), usize>,
    batches: Vec<Batch>,
}

impl<'p> Plan<'p> {
    fn new(source: &'p FrameworkSource<'p>, wanted: &'p Wanted<'p>) -> Plan<'p> {
        let tree = source.figures().tree();
        let levels = wanted.subjects.iter().filter_map(|who| Some(tree.unit(*who)?.level));
        Plan {
            source,
            figures: source.figures(),
            wanted,
            several_levels: levels.collect::<BTreeSet<u32>>().len() > 1,
            quotients: Vec::new(),
            of: BTreeMap::new(),
            columns: Vec::new(),
            moved: Vec::new(),
            places: BTreeMap::new(),
            batches: Vec::new(),
        }
    }

    fn id(&self, element: Element) -> &'p str {
        let def = self.source.framework.elements.get(element.0 as usize);
        def.map_or("", |def| def.id.as_str())
    }

    /// The shares of the indicators that are looked at, by the ids of these.
    fn find_quotients(&mut self) {
        for (reference, period) in &self.wanted.reach.facts {
            let Reference::Indicator(id) = reference else { continue };
            if !is_within(*period, self.wanted.period) || self.of.contains_key(id) {
                continue;
            }
            let formula = formula_of(id, self.source.catalogue, self.source.compiled);
            let found = match formula {
                Some(formula) => shares(formula, self.source.framework, self.source.catalogue),
                None => Err(NoShare::NoQuotient),
            };
            let found = found.map_err(|why| match why {
                NoShare::NoQuotient => Treated::NoShare,
                NoShare::OtherThings => Treated::OtherThings,
                NoShare::Amounts => Treated::Amounts,
            });
            let found = found.map(|list| {
                let places = list.into_iter().filter_map(|share| self.quotient(share));
                places.collect::<Vec<usize>>()
            });
            let found = match found {
                Ok(places) if places.is_empty() => Err(Treated::Withheld),
                other => other,
            };
            self.of.insert(id.clone(), found);
        }
    }

    /// The quotient that a share is drawn as, or that draws its numerator; `None` where it is withheld.
    fn quotient(&mut self, mut share: Share) -> Option<usize> {
        // By their ids, so that the order of rows in a file does not show.
        share.above.sort_by_key(|element| self.id(*element));
        share.below.sort_by_key(|element| self.id(*element));
        let rest = share.rest().unwrap_or_default();
        let moved: Vec<Element> = share.above.iter().chain(&rest).copied().collect();
        let withheld = |element: &Element| {
            self.wanted.withheld.contains(&Reference::Element(Arc::from(self.id(*element))))
        };
        if moved.iter().any(withheld) {
            return None;
        }
        let known = |quotient: &Quotient| moved.iter().any(|e| quotient.moved.contains(e));
        match self.quotients.iter().position(known) {
            Some(place) => {
                let quotient = self.quotients.get_mut(place)?;
                if quotient.moved == moved && !quotient.shares.contains(&share) {
                    quotient.shares.push(share);
                }
                Some(place)
            }
            None => {
                let drawn = BTreeSet::new();
                self.quotients.push(Quotient { shares: vec![share], moved, drawn });
                Some(self.quotients.len() - 1)
            }
        }
    }

    /// The quotients, those first whose numerators are in the denominators of others.
    fn in_order(&self) -> Vec<usize> {
        fn visit(plan: &Plan<'_>, place: usize, seen: &mut Vec<bool>, order: &mut Vec<usize>) {
            if std::mem::replace(&mut seen[place], true) {
                return;
            }
            let below = plan.quotients[place].shares.iter().flat_map(|share| &share.below);
            for element in below {
                let other = plan.quotients.iter().position(|q| q.moved.contains(element));
                if let Some(other) = other {
                    visit(plan, other, seen, order);
                }
            }
            order.push(place);
        }
        let mut seen = vec![false; self.quotients.len()];
        let mut order = Vec::new();
        (0..self.quotients.len()).for_each(|place| visit(self, place, &mut seen, &mut order));
        order
    }

    fn draw_quotients(&mut self) {
        let mut read: BTreeMap<Element, BTreeSet<Period>> = BTreeMap::new();
        for (reference, period) in &self.wanted.reach.facts {
            if let Reference::Element(id) = reference
                && is_within(*period, self.wanted.period)
                && let Some(index) = self.source.catalogue.element(id)
            {
                read.entry(Element(index as u32)).or_default().insert(*period);
            }
        }
        for place in self.in_order() {
            let moved = &self.quotients[place].moved;
            let periods: BTreeSet<Period> =
                moved.iter().filter_map(|e| read.get(e)).flatten().copied().collect();
            let mut periods: Vec<Period> = periods.into_iter().collect();
            periods.sort_by_key(|period| (std::cmp::Reverse(period.length().per_year()), *period));
            for period in periods {
                self.draw_quotient(place, period);
            }
        }
    }

    fn draw_quotient(&mut self, place: usize, period: Period) {
        let moved = self.quotients[place].moved.clone();
        let shares = self.quotients[place].shares.clone();
        let parts = self.parts(&moved, period);
        let mut batches: Vec<Batch> = shares.iter().map(|_| Batch::default()).collect();
        for subject in self.wanted.subjects {
            if self.follows_those_below(&moved, period, *subject) {
                continue;
            }
            let who = subject.index();
            let together = parts.as_ref().is_some_and(|parts| {
                moved
                    .iter()
                    .zip(parts)
                    .all(|(element, parts)| self.is_put_together(*element, period, parts, who))
                    && parts.iter().flatten().any(|part| self.moved[*part].contains(&who))
            });
            if together {
                batches[0].put_together.push(who);
                continue;
            }
            let lots = shares.iter().map(|share| self.lot(share, period, who)).enumerate();
            let smallest = lots
                .filter_map(|(alternative, lot)| Some((alternative, lot?)))
                .min_by_key(|(alternative, lot)| (lot.all, *alternative));
            if let Some((alternative, lot)) = smallest {
                batches[alternative].lots.push(lot);
            }
        }
        for (mut batch, share) in batches.into_iter().zip(&shares) {
            let whos = batch.lots.iter().map(|lot| lot.who).chain(batch.put_together.clone());
            let whos: BTreeSet<usize> = whos.collect();
            if whos.is_empty() {
                continue;
            }
            let columns = moved.iter().map(|element| self.column(*element, period, &whos));
            batch.above = columns.collect();
            batch.rest = batch.above.split_off(share.above.len());
            let own = |place: &usize| !batch.above.contains(place) && !batch.rest.contains(place);
            let below = share.below.iter().filter_map(|e| self.places.get(&(*e, period)).copied());
            batch.below = below.filter(own).collect();
            batch.parts = match &parts {
                Some(parts) => moved
                    .iter()
                    .zip(parts)
                    .map(|(element, parts)| {
                        let how = self.source.framework.elements[element.0 as usize].over_time;
                        (parts.clone(), how)
                    })
                    .collect(),
                None => Vec::new(),
            };
            self.quotients[place].drawn.extend(whos);
            self.batches.push(batch);
        }
    }

    /// The place of a column, in which these are drawn.
    fn column(&mut self, element: Element, period: Period, whos: &BTreeSet<usize>) -> usize {
        let place = *self.places.entry((element, period)).or_insert_with(|| {
            let base = self.figures.column(element, period);
            self.columns.push(Planned { element, period, base, above: Vec::new() });
            self.moved.push(BTreeSet::new());
            self.columns.len() - 1
        });
        self.moved[place].extend(whos);
        place
    }

    /// For each element, the columns of the longest shorter periods all of which are drawn.
    fn parts(&self, moved: &[Element], period: Period) -> Option<Vec<Vec<usize>>> {
        let of_length = |length: Length| -> Option<Vec<Vec<usize>>> {
            let parts = period.parts(length);
            let place = |e: &Element, part: &Period| self.places.get(&(*e, *part)).copied();
            let all = |e: &Element| parts.iter().map(|part| place(e, part)).collect();
            (!parts.is_empty()).then(|| moved.iter().map(all).collect())?
        };
        let shorter = [Length::Half, Length::Quarter, Length::Month].into_iter();
        shorter.filter(|length| *length != period.length()).find_map(of_length)
    }

    /// Whether the figure of a subject is what its parts make.
    fn is_put_together(
        &self,
        element: Element,
        period: Period,
        parts: &[usize],
        who: usize,
    ) -> bool {
        let Some(def) = self.source.framework.elements.get(element.0 as usize) else {
            return false;
        };
        let part = |place: &usize| self.columns[*place].base.get(who)?.value().cloned();
        let figures: Option<Vec<Ratio>> = parts.iter().map(part).collect();
        let made = figures.and_then(|figures| over_time(def.over_time, &figures));
        made.is_some() && made.as_ref() == self.figure(element, period, who).as_ref()
    }

    fn figure(&self, element: Element, period: Period, who: usize) -> Option<Ratio> {
        self.figures.column(element, period).get(who).and_then(Cell::value).cloned()
    }

    /// So many of those, where they are whole and the one is a part of the other.
    fn lot(&self, share: &Share, period: Period, who: usize) -> Option<Lot> {
        let sum = |elements: &[Element]| -> Option<i64> {
            let parts: Option<Vec<Ratio>> =
                elements.iter().map(|element| self.figure(*element, period, who)).collect();
            let parts = parts.filter(|parts| parts.iter().all(|part| part.signum() >= 0))?;
            parts.iter().sum::<Ratio>().to_integer()
        };
        let (made, all) = (sum(&share.above)?, sum(&share.below)?);
        (all > 0 && all <= MOST && made <= all).then_some(Lot { who, made, all })
    }

    /// Whether the figure of a subject is made of those of other subjects, which are drawn.
    fn follows_those_below(&self, moved: &[Element], period: Period, subject: Reporter) -> bool {
        if !self.several_levels {
            return false;
        }
        let tree = self.figures.tree();
        let day = self.figures.day_of(period);
        let below = |who: &Reporter| *who != subject && tree.is_below(*who, subject, day);
        self.wanted.subjects.iter().any(below)
            && moved.iter().any(|element| {
                matches!(self.figures.origin(*element, period, subject), Origin::Below(_))
            })
    }

    /// Units above those that are drawn follow them.
    fn roll_up(&mut self) {
        for (column, drawn) in self.columns.iter_mut().zip(&self.moved) {
            column.above = above(self.source, column.element, column.period, drawn);
        }
    }

    fn treated(&self) -> BTreeMap<Arc<str>, Treated> {
        let of = |found: &Result<Vec<usize>, Treated>| match found {
            Ok(places) => {
                let drawn = places.iter().flat_map(|place| &self.quotients[*place].drawn);
                match drawn.collect::<BTreeSet<_>>().len() {
                    0 => Treated::NotWhole,
                    count => Treated::Drawn(count),
                }
            }
            Err(why) => *why,
        };
        self.of.iter().map(|(id, found)| (id.clone(), of(found))).collect()
    }
}
