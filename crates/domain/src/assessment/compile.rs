//! A scheme made ready: its formulas checked, its references found.

use std::collections::BTreeSet;
use std::sync::Arc;

use gangmu_base::Finding;
use gangmu_base::finding::nearest;
use gangmu_formula::check::{Checked, check};
use gangmu_formula::names::Names;
use gangmu_formula::{Figure, Reference, Type, Written, parse};

use super::verdict::{ConsequenceWhen, VetoWhen};
use super::words::{Item, Scheme};

/// A formula that is checked, with how it was written.
pub type Rule = Arc<Checked>;

/// An item made ready.
pub struct CompiledItem {
    /// The group's place in the scheme.
    pub group: usize,
    /// How points are made; `None` where the rule is faulty.
    pub rule: Option<Rule>,
    /// The item's indicator.
    pub indicator: Option<Arc<str>>,
}

/// A scheme made ready.
pub struct CompiledScheme<'s> {
    /// The scheme.
    pub scheme: &'s Scheme,
    /// Its items.
    pub items: Vec<CompiledItem>,
    /// The gate of each group.
    pub group_gates: Vec<Option<Rule>>,
    /// The gate of the bonus.
    pub bonus_gate: Option<Rule>,
    /// What gives bonus points.
    pub bonus_items: Vec<Option<Rule>>,
    /// The condition of each veto that has one.
    pub veto_conditions: Vec<Option<Rule>>,
    /// The further condition of each grade that has one.
    pub grade_conditions: Vec<Option<Rule>>,
    /// The condition of each consequence that has one.
    pub consequence_conditions: Vec<Option<Rule>>,
    /// Schemes whose results enter this one.
    pub uses: BTreeSet<String>,
}

impl<'s> CompiledScheme<'s> {
    /// Every formula of the scheme that is without fault.
    pub fn formulas(&self) -> impl Iterator<Item = &Rule> {
        self.formulas_of_results().chain(self.consequence_conditions.iter().flatten())
    }

    /// Those that a result rests on, and not only what follows from it.
    pub fn formulas_of_results(&self) -> impl Iterator<Item = &Rule> {
        let items = self.items.iter().map(|item| &item.rule);
        items
            .chain(&self.group_gates)
            .chain([&self.bonus_gate])
            .chain(&self.bonus_items)
            .chain(&self.veto_conditions)
            .chain(&self.grade_conditions)
            .flatten()
    }

    /// The rules that give points, of items and of bonus items: whose, as written, as checked.
    pub fn rules(&self) -> impl Iterator<Item = (&'s str, &'s Written, &Rule)> {
        let items = self.scheme.items.iter().zip(&self.items);
        let items = items.map(|(item, ready)| (item.id.as_str(), &item.rule, &ready.rule));
        let bonus = self.scheme.bonus.iter().flat_map(|bonus| &bonus.items);
        let bonus = bonus.zip(&self.bonus_items);
        let bonus = bonus.map(|(item, rule)| (item.id.as_str(), &item.rule, rule));
        items.chain(bonus).filter_map(|(id, written, rule)| Some((id, written, rule.as_ref()?)))
    }
}

/// Checks a scheme and makes it ready. `names` are the facts in sight.
pub fn compile<'s>(scheme: &'s Scheme, names: &dyn Names) -> (CompiledScheme<'s>, Vec<Finding>) {
    let mut work = Compiling { scheme, names, findings: Vec::new(), uses: BTreeSet::new() };
    let items: Vec<CompiledItem> = scheme.items.iter().map(|item| work.item(item)).collect();
    let on_results = |work: &mut Compiling<'_>, written: &Option<Written>| {
        written.as_ref().and_then(|written| work.result_rule(written, &Type::Flag))
    };
    let group_gates = scheme.groups.iter().map(|g| on_results(&mut work, &g.opens)).collect();
    let bonus = scheme.bonus.as_ref();
    let bonus_gate = bonus.and_then(|bonus| on_results(&mut work, &bonus.opens));
    let points = Type::Number(Figure::points());
    let bonus_items = bonus
        .map(|bonus| bonus.items.iter().map(|i| work.result_rule(&i.rule, &points)).collect())
        .unwrap_or_default();
    let veto_conditions = scheme
        .vetoes
        .iter()
        .map(|veto| match &veto.when {
            VetoWhen::Condition(written) => work.result_rule(written, &Type::Flag),
            VetoWhen::Event(..) => None,
        })
        .collect();
    let grade_conditions = scheme.grades.iter().map(|g| on_results(&mut work, &g.when)).collect();
    let consequence_conditions = scheme
        .consequences
        .iter()
        .map(|consequence| match &consequence.when {
            ConsequenceWhen::Condition(written) => work.result_rule(written, &Type::Flag),
            _ => None,
        })
        .collect();
    work.form();
    let compiled = CompiledScheme {
        scheme,
        items,
        group_gates,
        bonus_gate,
        bonus_items,
        veto_conditions,
        grade_conditions,
        consequence_conditions,
        uses: work.uses,
    };
    (compiled, work.findings)
}

struct Compiling<'a> {
    scheme: &'a Scheme,
    names: &'a dyn Names,
    findings: Vec<Finding>,
    uses: BTreeSet<String>,
}

impl Compiling<'_> {
    fn item(&mut self, item: &Item) -> CompiledItem {
        let group = self.scheme.groups.iter().position(|group| group.id == item.group);
        if group.is_none() {
            let known = self.scheme.groups.iter().map(|g| g.id.as_str());
            self.unknown("S010", item, &item.group, nearest(&item.group, known));
        }
        let named = item.indicator.as_deref();
        if let Some(named) = named.filter(|id| self.names.indicator(id).is_none()) {
            let known = self.names.known("indicator");
            let near = nearest(named, known.iter().map(String::as_str)).map(str::to_owned);
            self.unknown("S011", item, named, near.as_deref());
        }
        // Without a word about it, an item is about the indicator that bears its id.
        let own = Some(item.id.as_str()).filter(|id| self.names.indicator(id).is_some());
        let indicator = named.or(own).map(Arc::from);
        let names = ItemNames { item, indicator: indicator.clone(), facts: self.names };
        let points = Type::Number(Figure::points());
        let rule = if item.draft { None } else { self.rule(&item.rule, &names, &points) };
        CompiledItem { group: group.unwrap_or(usize::MAX), rule, indicator }
    }

    fn unknown(&mut self, code: &'static str, item: &Item, id: &str, near: Option<&str>) {
        self.findings.push(
            Finding::error(code, item.place.clone())
                .with("item", &item.id)
                .with("name", id)
                .with("nearest", near.unwrap_or("")),
        );
    }

    fn result_rule(&mut self, written: &Written, wanted: &Type) -> Option<Rule> {
        let names = ResultNames { scheme: self.scheme, facts: self.names };
        self.rule(written, &names, wanted)
    }

    fn rule(&mut self, written: &Written, names: &dyn Names, wanted: &Type) -> Option<Rule> {
        let checked = parse(&written.text).and_then(|expr| check(&expr, names));
        let checked = match checked {
            Ok(checked) => checked,
            Err(fault) => {
                self.findings.push(written.finding(fault));
                return None;
            }
        };
        for reference in checked.root.references() {
            if let Reference::SchemeResult(id) | Reference::SchemeRanked(id) = reference {
                self.uses.insert(id.to_string());
            }
        }
        let root = &checked.root;
        let fault = match (&root.ty, wanted) {
            (Type::Flag, Type::Flag) => None,
            (Type::Number(figure), Type::Number(_)) if figure.is_pure() => None,
            (Type::Number(figure), Type::Number(_)) => {
                let found = figure.measure.clone().unwrap_or_default();
                Some(gangmu_formula::Fault::new("X027", root.span).with("found", found))
            }
            (found, _) => Some(
                gangmu_formula::Fault::new("X013", root.span)
                    .with("expected", wanted.word())
                    .with("found", found.word()),
            ),
        };
        if let Some(fault) = fault {
            self.findings.push(written.finding(fault));
            return None;
        }
        Some(Arc::new(checked))
    }

    /// Faults of form: what is named must be there, ids must be one of a kind.
    fn form(&mut self) {
        let scheme = self.scheme;
        let mut seen = BTreeSet::new();
        let ids = scheme.groups.iter().map(|g| (&g.id, &g.place));
        for (id, place) in ids.chain(scheme.items.iter().map(|i| (&i.id, &i.place))) {
            if !seen.insert(id) {
                self.findings.push(Finding::error("S012", place.clone()).with("id", id));
            }
        }
        let grade_ids: Vec<&str> = scheme.grades.iter().map(|g| g.id.as_str()).collect();
        let mut wanted: Vec<(&str, &gangmu_base::Place)> = Vec::new();
        for veto in &scheme.vetoes {
            let effect = &veto.effect;
            wanted.extend(
                effect.grade.iter().chain(&effect.grade_ceiling).map(|g| (g.as_str(), &veto.place)),
            );
        }
        for consequence in &scheme.consequences {
            match &consequence.when {
                ConsequenceWhen::Grade(grade) => wanted.push((grade, &consequence.place)),
                ConsequenceWhen::Bottom { grade_not: Some(grade), .. } => {
                    wanted.push((grade, &consequence.place));
                }
                _ => {}
            }
        }
        if let Some(award) = &scheme.award {
            wanted.extend(award.grades.iter().map(|g| (g.as_str(), &award.place)));
        }
        for (grade, place) in wanted {
            if !grade_ids.contains(&grade) {
                let near = nearest(grade, grade_ids.iter().copied()).unwrap_or("");
                self.findings.push(
                    Finding::error("S013", place.clone()).with("name", grade).with("nearest", near),
                );
            }
        }
        if let Some(rule) = &scheme.pass {
            for id in rule.must.iter().chain(rule.either.iter().flatten()) {
                if !scheme.items.iter().any(|item| item.id == *id) {
                    let known = scheme.items.iter().map(|item| item.id.as_str());
                    let near = nearest(id, known).unwrap_or("").to_owned();
                    self.findings.push(
                        Finding::error("S014", rule.place.clone())
                            .with("name", id)
                            .with("nearest", near),
                    );
                }
            }
        }
        if let Some(last) = scheme.grades.last() {
            let takes_the_rest = last.when.is_none()
                && last.at_least.as_ref().is_none_or(|limit| limit.signum() < 0);
            if !takes_the_rest {
                self.findings
                    .push(Finding::error("S015", last.place.clone()).with("grade", &last.id));
            }
        }
        for group in &scheme.groups {
            if !scheme.items.iter().any(|item| item.group == group.id) {
                self.findings
                    .push(Finding::warning("S016", group.place.clone()).with("group", &group.id));
            }
        }
    }
}

/// The names an item's rule may use.
struct ItemNames<'a> {
    item: &'a Item,
    indicator: Option<Arc<str>>,
    facts: &'a dyn Names,
}

impl Names for ItemNames<'_> {
    fn plain(&self, name: &str) -> Option<(Reference, Type)> {
        if name == "P" {
            let points = Type::Number(Figure { better: None, ..Figure::points() });
            return Some((Reference::ItemPoints(Arc::from(self.item.id.as_str())), points));
        }
        if let (Some(id), "x" | "t" | "worst" | "best") = (&self.indicator, name) {
            let figure = self.facts.indicator(id)?;
            let id = id.clone();
            let reference = match name {
                "x" => Reference::Indicator(id),
                "t" => Reference::Target(id),
                "worst" => Reference::Worst(id),
                _ => Reference::Best(id),
            };
            return Some((reference, Type::Number(figure)));
        }
        self.facts.plain(name)
    }

    fn indicator(&self, id: &str) -> Option<Figure> {
        self.facts.indicator(id)
    }

    fn has(&self, kind: &str, id: &str) -> bool {
        self.facts.has(kind, id)
    }

    fn known(&self, kind: &str) -> Vec<String> {
        let mut known = self.facts.known(kind);
        if kind == "plain" {
            known.push("P".to_owned());
            if self.indicator.is_some() {
                known.extend(["x", "t", "worst", "best"].map(str::to_owned));
            }
        }
        known
    }
}

/// The names a rule on results may use.
struct ResultNames<'a> {
    scheme: &'a Scheme,
    facts: &'a dyn Names,
}

impl Names for ResultNames<'_> {
    fn plain(&self, name: &str) -> Option<(Reference, Type)> {
        let reference = match name {
            "base" => Reference::Base,
            "deducted" => Reference::Deducted,
            "bonus" => Reference::Bonus,
            "total" => Reference::Total,
            _ => return self.facts.plain(name),
        };
        let mut figure = Figure::points();
        if reference == Reference::Deducted {
            figure.better = figure.better.map(gangmu_formula::Direction::turned);
        }
        Some((reference, Type::Number(figure)))
    }

    fn indicator(&self, id: &str) -> Option<Figure> {
        self.facts.indicator(id)
    }

    fn has(&self, kind: &str, id: &str) -> bool {
        if kind == "points" {
            return self.scheme.groups.iter().any(|g| g.id == id)
                || self.scheme.items.iter().any(|i| i.id == id);
        }
        self.facts.has(kind, id)
    }

    fn known(&self, kind: &str) -> Vec<String> {
        if kind == "points" {
            let groups = self.scheme.groups.iter().map(|g| g.id.clone());
            return groups.chain(self.scheme.items.iter().map(|i| i.id.clone())).collect();
        }
        let mut known = self.facts.known(kind);
        if kind == "plain" {
            known.extend(["base", "deducted", "bonus", "total"].map(str::to_owned));
        }
        known
    }
}
