//! Results of schemes scored before, as facts for those scored after.

use std::sync::Arc;

use gangmu_base::{Cell, Period, Reporter, Status};
use gangmu_domain::assessment::Outcome;
use gangmu_domain::framework::FrameworkSource;
use gangmu_formula::{Cells, Column, Reference, Source, Subjects};

/// The facts of the framework, and the results of schemes scored before.
pub struct WithResults<'f> {
    /// The facts of the framework.
    pub inner: &'f FrameworkSource<'f>,
    pub(super) outcomes: Vec<Arc<Outcome>>,
}

impl WithResults<'_> {
    /// The outcome of a scheme scored before, where it is about that period.
    pub fn outcome(&self, scheme: &str, period: Period) -> Option<&Outcome> {
        let mut outcomes = self.outcomes.iter().map(Arc::as_ref);
        outcomes.find(|outcome| outcome.scheme == scheme && outcome.period == period)
    }
}

impl Source for WithResults<'_> {
    fn fact(&self, reference: &Reference, period: Period, subjects: &Subjects) -> Column {
        let (scheme, ranked) = match reference {
            Reference::SchemeResult(scheme) => (scheme, false),
            Reference::SchemeRanked(scheme) => (scheme, true),
            _ => return self.inner.fact(reference, period, subjects),
        };
        let Some(outcome) = self.outcome(scheme, period) else {
            return self.inner.fact(reference, period, subjects);
        };
        let result =
            |id: &u32| outcome.place(Reporter(*id)).and_then(|place| outcome.results.get(place));
        if ranked {
            let flag = |id| match result(id) {
                Some(result) => Cell::known(result.ranked),
                None => Cell::unknown(Status::Missing),
            };
            return Column::Flags(Cells::Each(subjects.ids().iter().map(flag).collect()));
        }
        let points = |id| match result(id) {
            Some(result) => Cell::known(result.total.to_ratio()),
            None => Cell::unknown(Status::Missing),
        };
        Column::Numbers(Cells::Each(subjects.ids().iter().map(points).collect()))
    }

    fn parents(&self, subjects: &Subjects, period: Period) -> (Subjects, Vec<Option<usize>>) {
        self.inner.parents(subjects, period)
    }
}
