//! Targets: for a unit, else for its class, else for all.

use rustc_hash::FxHashMap;

use gangmu_base::{Period, Reporter, Tree};

use super::words::Target;

/// Targets, found by indicator, period and subject.
pub struct Targets<'p> {
    tree: &'p Tree,
    by_indicator: FxHashMap<&'p str, Vec<&'p Target>>,
}

impl<'p> Targets<'p> {
    /// The targets of a framework, for the units and bodies of a tree.
    pub fn new(targets: &'p [Target], tree: &'p Tree) -> Targets<'p> {
        let mut by_indicator: FxHashMap<&str, Vec<&Target>> = FxHashMap::default();
        for target in targets {
            by_indicator.entry(target.indicator.as_str()).or_default().push(target);
        }
        Targets { tree, by_indicator }
    }

    /// What is aimed at: for the unit or body itself, else for its class (a body's class is its
    /// kind), else for all. A month aims at what its year aims at, unless it has a target of its
    /// own. What a lower tier set for its own goes before what the tier above set for all.
    pub fn find(&self, indicator: &str, period: Period, reporter: Reporter) -> Option<&'p Target> {
        self.of_class(indicator, period, self.class(reporter), Some(reporter))
    }

    /// The class of a unit; of a body its kind.
    pub(super) fn class(&self, reporter: Reporter) -> Option<&'p str> {
        match (self.tree.unit(reporter), self.tree.body(reporter)) {
            (Some(unit), _) => unit.class.as_deref(),
            (_, body) => body.map(|body| body.kind.as_str()),
        }
    }

    /// What is aimed at by a class (`None` for those without one), or by one of its members.
    pub(super) fn of_class(
        &self,
        indicator: &str,
        period: Period,
        class: Option<&str>,
        reporter: Option<Reporter>,
    ) -> Option<&'p Target> {
        let targets = self.by_indicator.get(indicator)?;
        let nearness = |target: &Target| match (target.reporter, target.class.as_deref()) {
            (None, None) => Some(0),
            (None, of) => (of == class).then_some(1),
            (of, _) => (of == reporter).then_some(2),
        };
        let year = Period::year(period.calendar_year());
        [Some(period), year].into_iter().flatten().find_map(|period| {
            let of_period = targets.iter().copied().filter(|target| target.period == period);
            let fitting = of_period.filter_map(|t| Some(((t.tier, nearness(t)?), t)));
            fitting.max_by_key(|(rank, _)| *rank).map(|(_, target)| target)
        })
    }

    /// Every target of an indicator.
    pub(super) fn of(&self, indicator: &str) -> &[&'p Target] {
        self.by_indicator.get(indicator).map_or(&[], Vec::as_slice)
    }
}
