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
    /// own.
    pub fn find(&self, indicator: &str, period: Period, reporter: Reporter) -> Option<&'p Target> {
        let class = match (self.tree.unit(reporter), self.tree.body(reporter)) {
            (Some(unit), _) => unit.class.as_deref(),
            (_, Some(body)) => Some(body.kind.as_str()),
            _ => None,
        };
        let targets = self.by_indicator.get(indicator)?;
        let year = Period::year(period.calendar_year());
        [Some(period), year].into_iter().flatten().find_map(|period| {
            let of_period = || targets.iter().copied().filter(move |t| t.period == period);
            of_period()
                .find(|t| t.reporter == Some(reporter))
                .or_else(|| of_period().find(|t| t.class.is_some() && t.class.as_deref() == class))
                .or_else(|| of_period().find(|t| t.class.is_none() && t.reporter.is_none()))
        })
    }
}
