//! The framework as a source of facts for formulas.

use std::sync::{Arc, RwLock};

use rustc_hash::FxHashMap;

use gangmu_base::facts::{Answer, Facts, Mark};
use gangmu_base::{Cell, Period, Reporter, Status};
use gangmu_formula::column::List;
use gangmu_formula::{Cells, Column, Reference, Source, Subjects, evaluate};
use gangmu_num::Ratio;

use super::catalogue::{Catalogue, Compiled};
use super::figures::Figures;
use super::milestones::delivered;
use super::reach::Touched;
use super::surveys::pooled;
use super::targets::Targets;
use super::words::Framework;

type MarkLists = FxHashMap<(Arc<str>, Period), FxHashMap<Reporter, Vec<Arc<str>>>>;

/// Answers every question a formula may put about facts.
pub struct FrameworkSource<'p> {
    pub(super) framework: &'p Framework,
    pub(super) catalogue: &'p Catalogue<'p>,
    pub(super) compiled: &'p Compiled,
    figures: &'p Figures<'p>,
    pub(super) facts: &'p Facts,
    marks: Arc<Marks>,
    targets: Arc<Targets<'p>>,
    /// Where some facts are others: the source of the rest, and which these are.
    otherwise: Option<(&'p FrameworkSource<'p>, Otherwise<'p>)>,
    /// The subjects are kept with the column, so that their list stays where it is in memory.
    columns: RwLock<FxHashMap<(Reference, Period, SubjectsKey), Kept>>,
}

/// Labels given to subjects, sorted.
struct Marks {
    checks: MarkLists,
    ratings: MarkLists,
    grades: MarkLists,
}

/// What the figure of somebody is instead.
type Figure<'f> = dyn Fn(Reporter, Cell<Ratio>) -> Cell<Ratio> + Sync + 'f;

/// Which facts are others than those of another source, besides the figures of elements.
#[derive(Clone, Copy)]
pub struct Otherwise<'p> {
    /// Every fact that is another.
    pub touched: &'p Touched,
    /// The answers of surveys with their counts, where any are others.
    pub answers: Option<(&'p [Answer], &'p [i64])>,
    /// An indicator, whose figures of some are another.
    pub indicator: Option<(&'p str, &'p Figure<'p>)>,
}

/// A column with the subjects it is about.
type Kept = (Subjects, Column);

/// Two sets of subjects are the same set when they are the same list in memory.
type SubjectsKey = (usize, usize);

impl<'p> FrameworkSource<'p> {
    /// A source over these figures and facts.
    pub fn new(
        framework: &'p Framework,
        catalogue: &'p Catalogue<'p>,
        compiled: &'p Compiled,
        figures: &'p Figures<'p>,
        facts: &'p Facts,
    ) -> FrameworkSource<'p> {
        FrameworkSource {
            framework,
            catalogue,
            compiled,
            figures,
            facts,
            marks: Arc::new(Marks {
                checks: by_reporter(&facts.checks),
                ratings: by_reporter(&facts.ratings),
                grades: by_reporter(&facts.grades),
            }),
            targets: Arc::new(Targets::new(&framework.targets, figures.tree())),
            otherwise: None,
            columns: RwLock::default(),
        }
    }

    /// The same source but for some facts: `figures` hold the columns that are others. What is the
    /// same, and was asked of this source for the same subjects before, is not worked out again.
    #[must_use]
    pub fn otherwise<'s>(
        &'s self,
        figures: &'s Figures<'s>,
        otherwise: Otherwise<'s>,
    ) -> FrameworkSource<'s> {
        FrameworkSource {
            figures,
            marks: self.marks.clone(),
            targets: self.targets.clone(),
            otherwise: Some((self, otherwise)),
            columns: RwLock::default(),
            ..*self
        }
    }

    /// The targets behind this source.
    pub fn targets(&self) -> &Targets<'p> {
        &self.targets
    }

    /// The figures of elements behind this source.
    pub fn figures(&self) -> &'p Figures<'p> {
        self.figures
    }

    /// The denominator of an indicator for the subjects, where it is a ratio.
    pub fn denominator(
        &self,
        indicator: &str,
        period: Period,
        subjects: &Subjects,
    ) -> Option<Column> {
        let (index, _) = self.catalogue.find(indicator)?;
        let formula = self.compiled.denominators.get(index)?.as_ref()?;
        Some(evaluate(formula, self, period, subjects))
    }

    fn indicator(&self, id: &str, period: Period, subjects: &Subjects) -> Column {
        let formula = self
            .catalogue
            .find(id)
            .and_then(|(index, _)| self.compiled.formulas.get(index)?.clone());
        let column = match formula {
            Some(formula) => evaluate(&formula, self, period, subjects),
            None => Column::unknown(Status::Missing),
        };
        match self.otherwise.as_ref().and_then(|(_, otherwise)| otherwise.indicator) {
            Some((other, figure)) if other == id => {
                let cells = column.into_numbers();
                let ids = subjects.ids().iter().enumerate();
                let cells = ids.map(|(index, id)| figure(Reporter(*id), cells.at(index)));
                Column::Numbers(Cells::Each(cells.collect()))
            }
            _ => column,
        }
    }

    fn element(&self, id: &str, period: Period, subjects: &Subjects) -> Column {
        let Some(index) = self.catalogue.element(id) else {
            return Column::unknown(Status::Missing);
        };
        let everybody =
            self.figures.column(gangmu_base::observations::Element(index as u32), period);
        let pick = |id: &u32| {
            everybody.get(*id as usize).cloned().unwrap_or_else(|| Cell::unknown(Status::Missing))
        };
        Column::Numbers(Cells::Each(subjects.ids().iter().map(pick).collect()))
    }

    fn each(subjects: &Subjects, f: impl Fn(Reporter) -> Cell<Ratio>) -> Column {
        Column::Numbers(Cells::Each(subjects.ids().iter().map(|id| f(Reporter(*id))).collect()))
    }

    fn plausible(&self, indicator: &str, best: bool) -> Column {
        let value = self.catalogue.find(indicator).and_then(|(_, indicator)| {
            if best { indicator.best.clone() } else { indicator.worst.clone() }
        });
        Column::Numbers(Cells::Same(match value {
            Some(value) => Cell::known(value),
            None => Cell::unknown(Status::Missing),
        }))
    }

    fn answers(
        &self,
        question: &str,
        wanted: &[Arc<str>],
        period: Period,
        subjects: &Subjects,
    ) -> Column {
        let others = self.otherwise.as_ref().and_then(|(_, otherwise)| otherwise.answers);
        let (answers, counts) = match others {
            Some((answers, counts)) => (answers, Some(counts)),
            None => (&self.facts.answers[..], None),
        };
        let counts = pooled(answers, counts, question, wanted, period);
        Self::each(subjects, |reporter| match counts.get(&reporter) {
            Some(count) => Cell::known(Ratio::from_int(*count)),
            None => Cell::unknown(Status::Missing),
        })
    }

    fn events(
        &self,
        kind: &str,
        severity: Option<&str>,
        period: Period,
        subjects: &Subjects,
    ) -> Column {
        Self::each(subjects, |reporter| {
            let count = self.facts.events.iter().filter(|event| {
                event.reporter == reporter
                    && event.kind == kind
                    && severity.is_none_or(|severity| event.severity == severity)
                    && period.contains(event.date)
            });
            Cell::known(Ratio::from_int(count.count() as i64))
        })
    }

    fn result(&self, scheme: &str, period: Period, subjects: &Subjects) -> Column {
        Self::each(subjects, |reporter| {
            let found = self.facts.results.iter().find(|result| {
                result.reporter == reporter && result.scheme == scheme && result.period == period
            });
            match found.map(|result| &result.points) {
                Some(Some(points)) => Cell::known(points.clone()),
                Some(None) => Cell::unknown(Status::NotApplicable),
                None => Cell::unknown(Status::Missing),
            }
        })
    }

    fn attribute(&self, name: &str, subjects: &Subjects) -> Column {
        let tree = self.figures.tree();
        let place = tree.attribute(name);
        Self::each(subjects, |reporter| {
            let unit = tree.unit_of(reporter).and_then(|unit| tree.unit(unit));
            let value = place.and_then(|place| unit?.attributes.get(place)?.clone());
            value.map_or_else(|| Cell::unknown(Status::Missing), Cell::known)
        })
    }

    fn marks(
        lists: &MarkLists,
        indicator: &Arc<str>,
        period: Period,
        subjects: &Subjects,
    ) -> Column {
        let lists = lists.get(&(indicator.clone(), period));
        let one = |id: &u32| -> Cell<List<Arc<str>>> {
            match lists.and_then(|lists| lists.get(&Reporter(*id))) {
                Some(list) => Cell::known(list.iter().cloned().map(Cell::known).collect()),
                None => Cell::unknown(Status::Missing),
            }
        };
        Column::TextLists(subjects.ids().iter().map(one).collect())
    }

    fn checked(&self, indicator: &Arc<str>, period: Period, subjects: &Subjects) -> Column {
        let lists = self.marks.checks.get(&(indicator.clone(), period));
        Self::each(subjects, |reporter| match lists.and_then(|lists| lists.get(&reporter)) {
            Some(list) => {
                let met = list.iter().filter(|label| &***label == "1").count();
                Cell::known(Ratio::from_int(met as i64))
            }
            None => Cell::unknown(Status::Missing),
        })
    }

    fn work_out(&self, reference: &Reference, period: Period, subjects: &Subjects) -> Column {
        match reference {
            Reference::Element(id) => self.element(id, period, subjects),
            Reference::Indicator(id) => self.indicator(id, period, subjects),
            Reference::Target(id) => {
                Self::each(subjects, |reporter| match self.targets.find(id, period, reporter) {
                    Some(target) => Cell::known(target.target.clone()),
                    None => Cell::unknown(Status::Missing),
                })
            }
            Reference::Worst(id) => self.plausible(id, false),
            Reference::Best(id) => self.plausible(id, true),
            Reference::Attribute(name) => self.attribute(name, subjects),
            Reference::Checked(id) => self.checked(id, period, subjects),
            Reference::Ratings(id) => Self::marks(&self.marks.ratings, id, period, subjects),
            Reference::Grades(id) => Self::marks(&self.marks.grades, id, period, subjects),
            Reference::Answers(question, wanted) => {
                self.answers(question, wanted, period, subjects)
            }
            Reference::Events(kind, severity) => {
                self.events(kind, severity.as_deref(), period, subjects)
            }
            Reference::Milestones(late) => {
                let tree = self.figures.tree();
                Self::each(subjects, |who| {
                    delivered(&self.facts.milestones, tree, late, period, who)
                })
            }
            Reference::Practices(status) => Self::each(subjects, |reporter| {
                let count = self.facts.practices.iter();
                let count = count.filter(|p| p.reporter == reporter && *p.status == **status);
                Cell::known(Ratio::from_int(count.count() as i64))
            }),
            Reference::SchemeResult(scheme) => self.result(scheme, period, subjects),
            Reference::SchemeRanked(_) => {
                Column::Flags(Cells::Same(Cell::unknown(Status::Missing)))
            }
            Reference::ItemPoints(_)
            | Reference::Points(_)
            | Reference::Base
            | Reference::Deducted
            | Reference::Bonus
            | Reference::Total => Column::unknown(Status::Undefined),
        }
    }
}

fn by_reporter(marks: &[Mark]) -> MarkLists {
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    // The order of the rows in the files must not show.
    sorted.sort_by(|a, b| (&a.part, &a.label).cmp(&(&b.part, &b.label)));
    let mut lists = MarkLists::default();
    for mark in sorted {
        lists
            .entry((Arc::from(mark.indicator.as_str()), mark.period))
            .or_default()
            .entry(mark.reporter)
            .or_default()
            .push(Arc::from(mark.label.as_str()));
    }
    lists
}

impl Source for FrameworkSource<'_> {
    fn fact(&self, reference: &Reference, period: Period, subjects: &Subjects) -> Column {
        let shared = matches!(reference, Reference::Indicator(_) | Reference::Element(_));
        if !shared {
            return self.work_out(reference, period, subjects);
        }
        let list = (subjects.ids().as_ptr() as usize, subjects.len());
        let key = (reference.clone(), period, list);
        if let Some(known) = self.columns.read().ok().and_then(|known| known.get(&key).cloned()) {
            return known.1;
        }
        let known_before = self.otherwise.as_ref().and_then(|(other, otherwise)| {
            let untouched = !otherwise.touched.contains(&(reference.clone(), period));
            let known = other.columns.read().ok().filter(|_| untouched)?;
            Some(known.get(&key)?.1.clone())
        });
        if let Some(column) = known_before {
            return column;
        }
        let column = self.work_out(reference, period, subjects);
        if let Ok(mut known) = self.columns.write() {
            known.insert(key, (subjects.clone(), column.clone()));
        }
        column
    }

    fn parents(&self, subjects: &Subjects, period: Period) -> (Subjects, Vec<Option<usize>>) {
        let tree = self.figures.tree();
        let day = self.figures.day_of(period);
        let mut above: Vec<u32> = Vec::new();
        let mut places = Vec::with_capacity(subjects.len());
        for id in subjects.ids() {
            let parent = tree.unit_of(Reporter(*id)).and_then(|unit| tree.parent(unit, day));
            places.push(parent.map(|parent| match above.iter().position(|id| *id == parent.0) {
                Some(place) => place,
                None => {
                    above.push(parent.0);
                    above.len() - 1
                }
            }));
        }
        let class = vec![0; above.len()];
        (Subjects::new(above, class), places)
    }
}

impl FrameworkSource<'_> {
    /// The framework behind this source.
    pub fn framework(&self) -> &Framework {
        self.framework
    }
}
