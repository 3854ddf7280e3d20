//! An indicator as it would be if what was reported for it were a little better.

use std::collections::BTreeSet;
use std::sync::Arc;

use gangmu_base::observations::Element;
use gangmu_base::{Cell, Period, Reporter};
use gangmu_formula::{Column, Direction, Reference, Source, Subjects};
use gangmu_num::Ratio;

use super::above::{above, roll_up};
use super::facts::{FrameworkSource, Otherwise};
use super::figures::Everybody;
use super::reach::{Reach, Touched, formula_of, touched};
use super::shares::quotients;
use super::surveys::is_within;

/// So much of a figure is a little: a hundredth.
const PART: (i64, i64) = (1, 100);

/// A change of what an indicator is made from: of the numerators of its quotients, of the element it
/// is, or, where it is made otherwise, of the indicator itself.
pub struct Nudge<'s> {
    source: &'s FrameworkSource<'s>,
    indicator: Arc<str>,
    columns: Vec<Nudged>,
    touched: Touched,
    /// Whether more of it is better.
    more: bool,
    above: bool,
}

struct Nudged {
    element: Element,
    period: Period,
    base: Everybody,
    /// What all elements of the numerator, and of the denominator it is a part of, were.
    share: Option<(Vec<Everybody>, Vec<Everybody>)>,
}

impl<'s> Nudge<'s> {
    /// Plans it for an indicator, in the period assessed and those within it at which it is looked
    /// at; `None` where it has no formula.
    pub fn plan(
        source: &'s FrameworkSource<'s>,
        indicator: &str,
        reach: &Reach,
        period: Period,
        subjects: &Subjects,
    ) -> Option<Nudge<'s>> {
        let formula = formula_of(indicator, source.catalogue, source.compiled)?;
        let mut parts: Vec<(Element, Option<usize>)> = Vec::new();
        let quotients = quotients(formula, source.framework, source.catalogue);
        for (place, (quotient, is_share)) in quotients.iter().enumerate() {
            // Where the rest of the denominator is asked by itself, it does not bound the numerator.
            let bounded = is_share.is_ok() && quotient.rest().is_none();
            let own = quotient.above.iter().map(|e| (*e, bounded.then_some(place)));
            parts.extend(
                own.filter(|(e, _)| parts.iter().all(|(known, _)| known != e)).collect::<Vec<_>>(),
            );
        }
        let references: BTreeSet<&Reference> = formula.root.references().into_iter().collect();
        let figures = references.iter().filter(|r| {
            matches!(r, Reference::Element(_) | Reference::Indicator(_) | Reference::Answers(..))
        });
        if let (true, [Reference::Element(id)]) =
            (parts.is_empty(), &figures.collect::<Vec<_>>()[..])
        {
            parts.push((Element(source.catalogue.element(id)? as u32), None));
        }
        let column = |element: &Element, period| source.figures().column(*element, period);
        let mut columns = Vec::new();
        for (element, quotient) in &parts {
            let id = &source.framework.elements.get(element.0 as usize)?.id;
            let reference = Reference::Element(Arc::from(id.as_str()));
            for (fact, at) in &reach.facts {
                if *fact != reference || !is_within(*at, period) {
                    continue;
                }
                let share = quotient.and_then(|place| quotients.get(place)).map(|(share, _)| {
                    let all = |list: &[Element]| list.iter().map(|e| column(e, *at)).collect();
                    (all(&share.above), all(&share.below))
                });
                let base = column(element, *at);
                columns.push(Nudged { element: *element, period: *at, base, share });
            }
        }
        let is_column = |id: &str, at: Period| {
            let element = source.catalogue.element(id).map(|index| Element(index as u32));
            columns.iter().any(|c| Some(c.element) == element && c.period == at)
        };
        let itself = columns.is_empty();
        let touched =
            touched(&reach.facts, source.catalogue, source.compiled, &|(fact, at)| match fact {
                Reference::Element(id) => is_column(id, *at),
                Reference::Indicator(id) => itself && **id == *indicator && is_within(*at, period),
                _ => false,
            });
        let indicator = Arc::from(indicator);
        let above = reach.above;
        let mut nudge = Nudge { source, indicator, columns, touched, more: true, above };
        nudge.more = nudge.is_more_better(period, subjects);
        Some(nudge)
    }

    /// Every fact that is another then.
    pub fn touched(&self) -> &Touched {
        &self.touched
    }

    /// Hands over the source in which the figures of these are a little better, and only theirs.
    pub fn with<R>(&self, whos: &[Reporter], then: impl FnOnce(&FrameworkSource<'_>) -> R) -> R {
        let columns = self.columns.iter().map(|column| {
            let mut cells = column.base.to_vec();
            for who in whos {
                if let Some(cell) = cells.get_mut(who.index()) {
                    *cell = cell.map(|figure| self.moved(figure, column, who.index()));
                }
            }
            if self.above {
                let moved = whos.iter().map(|who| who.index()).collect();
                let above = above(self.source, column.element, column.period, &moved);
                roll_up(&above, &column.base, &mut cells);
            }
            ((column.element, column.period), Arc::new(cells))
        });
        let figures = self.source.figures().but_for(columns.collect::<Vec<_>>());
        let own: BTreeSet<Reporter> = whos.iter().copied().collect();
        let figure = |who: Reporter, cell: Cell<Ratio>| {
            if own.contains(&who) { cell.map(|figure| self.by_a_little(figure)) } else { cell }
        };
        let indicator = self.columns.is_empty().then_some((
            &*self.indicator,
            &figure as &(dyn Fn(Reporter, Cell<Ratio>) -> Cell<Ratio> + Sync),
        ));
        let otherwise = Otherwise { touched: &self.touched, answers: None, indicator };
        then(&self.source.otherwise(&figures, otherwise))
    }

    /// Whether the indicator gets better for anybody when there is more of what it is made from.
    fn is_more_better(&self, period: Period, subjects: &Subjects) -> bool {
        let Some((_, definition)) = self.source.catalogue.find(&self.indicator) else {
            return true;
        };
        let reference = Reference::Indicator(self.indicator.clone());
        let whos: Vec<Reporter> = subjects.ids().iter().map(|id| Reporter(*id)).collect();
        let numbers = |column: Column| column.into_numbers();
        let is = numbers(self.source.fact(&reference, period, subjects));
        let with_more =
            self.with(&whos, |source| numbers(source.fact(&reference, period, subjects)));
        let better = |index: usize| {
            let (was, is) = (is.at(index), with_more.at(index));
            let moved = was.value().zip(is.value()).map(|(was, is)| is.cmp(was));
            match definition.direction {
                Direction::Up => moved.map(|moved| moved.is_gt()),
                Direction::Down => moved.map(|moved| moved.is_lt()),
            }
        };
        let worse = |index: usize| {
            let moved = is.at(index).value().cloned() != with_more.at(index).value().cloned();
            moved && better(index) == Some(false)
        };
        let all = 0..subjects.len();
        // At its end a figure moves for nobody; then it does not matter.
        all.clone().any(|index| better(index) == Some(true)) || !all.clone().any(worse)
    }

    fn by_a_little(&self, figure: &Ratio) -> Ratio {
        let part = Ratio::new(PART.0, PART.1).unwrap_or(Ratio::ZERO);
        let by = &figure.abs() * &part;
        if self.more { figure + &by } else { figure - &by }
    }

    /// A figure of a column a little better; a numerator is never more than what it is a part of.
    fn moved(&self, figure: &Ratio, column: &Nudged, who: usize) -> Ratio {
        let moved = self.by_a_little(figure);
        let Some((above, below)) = column.share.as_ref().filter(|_| self.more) else {
            return moved;
        };
        let sum = |columns: &[Everybody]| -> Option<Ratio> {
            columns.iter().map(|column| column.get(who)?.value().cloned()).sum()
        };
        let most = sum(below).zip(sum(above)).and_then(|(all, made)| (figure * &all).div(&made));
        // What is beyond the whole already stays.
        most.map_or(moved.clone(), |most| moved.min(most.max(figure.clone())))
    }
}
