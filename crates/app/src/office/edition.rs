//! The programme as it was at an entry of the log.

use std::sync::Arc;

use gangmu_base::observations::{Element, Marks, Moment, Observations, Reported};
use gangmu_base::{Finding, Period, Reporter, Status};
use gangmu_domain::framework::{Dataset, ReadyRule, form_rules};
use gangmu_exchange::folder::{Programme, read_folder};
use gangmu_exchange::text::{Folder, Source};
use gangmu_store::{Appended, Numbers, Observed, Span, StoredObservation, Version, VersionFile};
use rustc_hash::FxHashMap;

use crate::Refusal;
use crate::authz::{Actor, Verb, may};

/// The programme and its figures as they were at an entry of the log. It never changes: whoever began
/// to look at one sees it whole, though its figures are read only when somebody has use for them.
#[derive(Clone)]
pub struct Edition {
    /// The entry of the log up to which it holds everything.
    pub seq: i64,
    /// The moment of that entry.
    pub at: Moment,
    held: Arc<Held>,
    /// Of which elements and periods there are figures, and the entry by which they last changed.
    marks: Arc<Marks>,
}

/// What an edition holds besides its figures; several share it as long as nothing of it changes.
pub struct Held {
    /// The version of the programme.
    pub version: Version,
    /// The programme, without figures.
    pub programme: Programme,
    /// The store's numbers of units and bodies, by those of the programme.
    reporters: Vec<i64>,
    by_number: FxHashMap<i64, Reporter>,
    elements: Vec<i64>,
    element_by_number: FxHashMap<i64, Element>,
    /// The elements of each data set that have a number, with it.
    forms: Vec<Vec<(Element, i64)>>,
    /// The rules of each data set; those with a fault were told of when the folder came in.
    rules: Vec<Vec<ReadyRule>>,
    spans: FxHashMap<i64, Span>,
}

impl std::ops::Deref for Edition {
    type Target = Held;

    fn deref(&self) -> &Held {
        &self.held
    }
}

/// Reads what a version lays down. Its figures are in the store.
pub(super) fn read_structure(files: Vec<VersionFile>) -> Result<Programme, Refusal> {
    let folder = Folder::held(files.into_iter().map(|file| Source::new(file.path, file.bytes)));
    let (programme, findings) = read_folder(folder);
    programme.ok_or_else(|| {
        let why: Vec<String> = findings.iter().map(|f: &Finding| f.code.to_owned()).collect();
        Refusal::Broken(format!("the version on record cannot be read: {}", why.join(" ")))
    })
}

impl Edition {
    pub(super) fn new(held: Held, end: Appended, observed: &[Observed]) -> Edition {
        let none = Edition {
            seq: end.seq,
            at: end.at,
            held: Arc::new(held),
            marks: Arc::new(Marks::default()),
        };
        none.with_observed(end, observed)
    }

    /// The edition at a later entry, by which these were observed.
    pub(super) fn with_observed(&self, end: Appended, observed: &[Observed]) -> Edition {
        let mut marks = self.marks.clone();
        for seen in observed {
            let key = (self.element(seen.element), Period::of_code(seen.period));
            if let (Some(element), Some(period)) = key {
                Arc::make_mut(&mut marks).insert((element, period), seen.entry);
            }
        }
        Edition { seq: end.seq, at: end.at, held: self.held.clone(), marks }
    }

    /// Of which elements and periods there are figures, and the entry by which they last changed.
    pub(crate) fn marks(&self) -> &Arc<Marks> {
        &self.marks
    }

    /// Whether programme and facts are the very same in both.
    pub(crate) fn shares_programme(&self, other: &Edition) -> bool {
        Arc::ptr_eq(&self.held, &other.held)
    }

    /// The programme with figures.
    pub(crate) fn with_figures(&self, observations: &Observations) -> Programme {
        Programme { observations: Arc::new(observations.clone()), ..self.held.programme.clone() }
    }
}

impl Held {
    /// A version with its numbers in the store. Facts that came in by themselves are part of `programme`.
    pub(super) fn new(
        version: Version,
        programme: Programme,
        (reporters, elements): (&Numbers, &Numbers),
        spans: FxHashMap<i64, Span>,
    ) -> Held {
        let tree = &programme.tree;
        let all = (0..tree.reporters() as u32).map(Reporter);
        let reporters: Vec<i64> =
            all.map(|reporter| reporters.get(tree.id(reporter)).copied().unwrap_or(-1)).collect();
        let by_number: FxHashMap<i64, Reporter> =
            reporters.iter().enumerate().map(|(i, number)| (*number, Reporter(i as u32))).collect();
        let elements: Vec<i64> = programme
            .asked
            .iter()
            .map(|element| elements.get(&element.id).copied().unwrap_or(-1))
            .collect();
        let element_by_number: FxHashMap<i64, Element> =
            elements.iter().enumerate().map(|(i, number)| (*number, Element(i as u32))).collect();
        let by_id: FxHashMap<&str, (Element, i64)> = programme
            .asked
            .iter()
            .zip(&elements)
            .enumerate()
            .filter(|(_, (_, number))| **number >= 0)
            .map(|(i, (element, number))| (element.id.as_str(), (Element(i as u32), *number)))
            .collect();
        let form = |form: &Dataset| {
            form.elements.iter().filter_map(|id| by_id.get(id.as_str()).copied()).collect()
        };
        let framework = &programme.framework;
        let forms = framework.datasets.iter().map(form).collect();
        let rules = framework.datasets.iter().map(|form| form_rules(framework, form).0).collect();
        Held {
            version,
            programme,
            reporters,
            by_number,
            elements,
            element_by_number,
            forms,
            rules,
            spans,
        }
    }

    /// The rules of a data set, ready to be put to a form.
    pub(crate) fn rules_of(&self, dataset: usize) -> &[ReadyRule] {
        self.rules.get(dataset).map_or(&[], Vec::as_slice)
    }

    /// The elements of a data set in its order, with the store's numbers.
    pub fn elements_of(&self, dataset: usize) -> &[(Element, i64)] {
        self.forms.get(dataset).map_or(&[], Vec::as_slice)
    }

    /// The store's number of a unit or body.
    pub fn number_of(&self, reporter: Reporter) -> Option<i64> {
        self.reporters.get(reporter.index()).copied().filter(|number| *number >= 0)
    }

    /// Where a unit or a body lies in the tree of today.
    pub fn span_of(&self, reporter: Reporter) -> Option<Span> {
        self.spans.get(&self.number_of(reporter)?).copied()
    }

    /// Whether somebody may look at a unit or a body.
    pub fn is_seen_by(&self, actor: &Actor, reporter: Reporter) -> bool {
        self.span_of(reporter).is_some_and(|at| may(actor, Verb::See, at))
    }

    /// The unit or body of a number of the store.
    pub fn reporter(&self, number: i64) -> Option<Reporter> {
        self.by_number.get(&number).copied()
    }

    /// The store's number of an element.
    pub fn number_of_element(&self, element: Element) -> Option<i64> {
        self.elements.get(element.0 as usize).copied().filter(|number| *number >= 0)
    }

    /// The element of a number of the store.
    pub fn element(&self, number: i64) -> Option<Element> {
        self.element_by_number.get(&number).copied()
    }
}

/// A figure of the store as the rules know it.
pub(crate) fn reported(stored: &StoredObservation) -> Option<Reported> {
    let status = Status::ALL.get(usize::try_from(stored.figure.status).ok()?).copied()?;
    let scale = u8::try_from(stored.figure.scale).ok()?;
    Some(Reported { mantissa: stored.figure.mantissa, scale, status })
}

/// The number of a status in the store: its place among all.
pub(crate) fn status_number(status: Status) -> i64 {
    Status::ALL.iter().position(|other| *other == status).unwrap_or_default() as i64
}
