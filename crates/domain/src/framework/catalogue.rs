//! The catalogue: every element and indicator by its id, with the indicators' formulas checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gangmu_base::facts::Facts;
use gangmu_base::{Finding, Tree};
use gangmu_formula::check::{Checked, check};
use gangmu_formula::names::Names;
use gangmu_formula::syntax::BinaryOp;
use gangmu_formula::typed::{Node, NodeKind};
use gangmu_formula::{Figure, Measure, Reference, Type, parse};

use super::words::{Framework, Indicator};

/// What formulas may name, besides the words of a scheme.
pub struct Catalogue<'p> {
    framework: &'p Framework,
    attributes: &'p [String],
    elements: BTreeMap<&'p str, usize>,
    indicators: BTreeMap<&'p str, usize>,
    questions: BTreeSet<&'p str>,
    results: BTreeSet<&'p str>,
}

impl<'p> Catalogue<'p> {
    /// The catalogue of a framework and its facts.
    pub fn new(framework: &'p Framework, tree: &'p Tree, facts: &'p Facts) -> Catalogue<'p> {
        let elements = framework.elements.iter().enumerate();
        let indicators = framework.indicators.iter().enumerate();
        Catalogue {
            framework,
            attributes: tree.attributes(),
            elements: elements.map(|(index, e)| (e.id.as_str(), index)).collect(),
            indicators: indicators.map(|(index, i)| (i.id.as_str(), index)).collect(),
            questions: framework.questions.iter().map(|q| q.id.as_str()).collect(),
            results: framework
                .schemes
                .iter()
                .map(String::as_str)
                .chain(facts.results.iter().map(|r| r.scheme.as_str()))
                .collect(),
        }
    }

    /// The indicator with that id.
    pub fn find(&self, id: &str) -> Option<(usize, &'p Indicator)> {
        let index = *self.indicators.get(id)?;
        Some((index, self.framework.indicators.get(index)?))
    }

    /// The place of an element in the list of elements.
    pub fn element(&self, id: &str) -> Option<usize> {
        self.elements.get(id).copied()
    }

    /// Checks the formula of every indicator.
    pub fn compile(&self) -> (Compiled, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut formulas = Vec::new();
        for indicator in &self.framework.indicators {
            let Some(written) = &indicator.formula else {
                formulas.push(None);
                continue;
            };
            let checked = parse(&written.text).and_then(|expr| check(&expr, self));
            match checked {
                Ok(checked) => {
                    findings.extend(self.unit_differs(indicator, &checked));
                    formulas.push(Some(Arc::new(checked)));
                }
                Err(fault) => {
                    findings.push(written.finding(fault));
                    formulas.push(None);
                }
            }
        }
        let circles = self.circles(&formulas);
        for (index, path) in &circles {
            if let Some(written) = self.framework.indicators[*index].formula.as_ref() {
                findings.push(
                    Finding::error("X030", written.place.clone()).with("path", path.join(" → ")),
                );
            }
        }
        for (index, _) in circles {
            formulas[index] = None;
        }
        let denominators =
            formulas.iter().map(|f| f.as_ref().and_then(|checked| denominator(checked))).collect();
        (Compiled { formulas, denominators }, findings)
    }

    /// A formula must be a figure; its unit should be the one that is declared.
    fn unit_differs(&self, indicator: &Indicator, checked: &Checked) -> Option<Finding> {
        let written = indicator.formula.as_ref()?;
        let declared = Measure::parse(&indicator.unit);
        let Type::Number(figure) = &checked.root.ty else {
            return Some(
                Finding::error("X013", written.place.clone())
                    .with("expected", "number")
                    .with("found", checked.root.ty.word()),
            );
        };
        let found = figure.measure.as_ref()?;
        // A pure number may be a percentage, an index, a score: its name says which.
        (!found.is_pure() && *found != declared).then(|| {
            Finding::warning("X031", indicator.place.clone())
                .with("indicator", &indicator.id)
                .with("declared", &indicator.unit)
                .with("found", found)
        })
    }

    /// Indicators that are made from themselves, each with the way round.
    fn circles(&self, formulas: &[Option<Arc<Checked>>]) -> Vec<(usize, Vec<String>)> {
        let uses: Vec<Vec<usize>> = formulas
            .iter()
            .map(|checked| {
                let Some(checked) = checked else { return Vec::new() };
                let mut used: Vec<usize> = checked
                    .root
                    .references()
                    .into_iter()
                    .filter_map(|reference| match reference {
                        Reference::Indicator(id) => self.indicators.get(&**id).copied(),
                        _ => None,
                    })
                    .collect();
                used.sort_unstable();
                used.dedup();
                used
            })
            .collect();
        let mut found = Vec::new();
        for start in 0..uses.len() {
            if let Some(path) = way_round(&uses, start) {
                let ids = path.iter().map(|index| self.framework.indicators[*index].id.clone());
                found.push((start, ids.collect()));
            }
        }
        found
    }
}

/// The shortest way from an indicator back to itself.
fn way_round(uses: &[Vec<usize>], start: usize) -> Option<Vec<usize>> {
    let mut came_from: Vec<Option<usize>> = vec![None; uses.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in &uses[at] {
            if *next == start {
                let mut path = vec![start];
                let mut back = at;
                while back != start {
                    path.push(back);
                    back = came_from[back]?;
                }
                path.push(start);
                path.reverse();
                return Some(path);
            }
            if *next != start && came_from[*next].is_none() {
                came_from[*next] = Some(at);
                queue.push_back(*next);
            }
        }
    }
    None
}

/// The formulas of a framework, ready to be worked out; both lists go with the indicators.
pub struct Compiled {
    /// The formula of each indicator, where it has one without fault.
    pub formulas: Vec<Option<Arc<Checked>>>,
    /// The denominator of each indicator that is a ratio.
    pub denominators: Vec<Option<Arc<Checked>>>,
}

/// What a ratio is divided by: the outermost division, behind factors written in the formula.
fn denominator(checked: &Checked) -> Option<Arc<Checked>> {
    let mut node = &checked.root;
    loop {
        match &node.kind {
            NodeKind::Binary(BinaryOp::Divide, above, below) => {
                if matches!(below.kind, NodeKind::Constant(_)) {
                    node = above;
                } else {
                    let root: Node = (**below).clone();
                    return Some(Arc::new(Checked { root, ..checked.clone() }));
                }
            }
            NodeKind::Binary(BinaryOp::Multiply, left, right) => {
                node = if matches!(left.kind, NodeKind::Constant(_)) { right } else { left };
            }
            NodeKind::Function(gangmu_formula::typed::Function::Number, given) => {
                node = given.first()?;
            }
            _ => return None,
        }
    }
}

impl Names for Catalogue<'_> {
    fn plain(&self, name: &str) -> Option<(Reference, Type)> {
        if let Some(index) = self.elements.get(name) {
            let element = self.framework.elements.get(*index)?;
            let measure = Some(Measure::parse(&element.unit));
            let ty = Type::Number(Figure { measure, better: None });
            return Some((Reference::Element(Arc::from(name)), ty));
        }
        let figure = self.indicator(name)?;
        Some((Reference::Indicator(Arc::from(name)), Type::Number(figure)))
    }

    fn indicator(&self, id: &str) -> Option<Figure> {
        let (_, indicator) = self.find(id)?;
        let measure = Some(Measure::parse(&indicator.unit));
        Some(Figure { measure, better: Some(indicator.direction) })
    }

    fn has(&self, kind: &str, id: &str) -> bool {
        match kind {
            "checked" | "ratings" | "grades" => self.indicators.contains_key(id),
            "answers" => self.questions.contains(id),
            "result" | "ranked" => self.results.contains(id),
            "attribute" => self.attributes.iter().any(|known| known == id),
            // An event that did not happen and a practice nobody has are no slips of the pen.
            "events" | "practices" => true,
            _ => false,
        }
    }

    fn known(&self, kind: &str) -> Vec<String> {
        let owned = |ids: &mut dyn Iterator<Item = &&str>| ids.map(|id| (*id).to_owned()).collect();
        match kind {
            "plain" => owned(&mut self.elements.keys().chain(self.indicators.keys())),
            "indicator" | "checked" | "ratings" | "grades" => owned(&mut self.indicators.keys()),
            "answers" => owned(&mut self.questions.iter()),
            "result" | "ranked" => owned(&mut self.results.iter()),
            "attribute" => self.attributes.to_vec(),
            _ => Vec::new(),
        }
    }
}
