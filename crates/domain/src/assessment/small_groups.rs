//! Places among too few: in a group of two somebody is always last, however good.

use std::collections::BTreeMap;

use gangmu_base::{Finding, Reporter, Tree};
use gangmu_formula::Span;
use gangmu_formula::syntax::{BinaryOp, Population, UnaryOp};
use gangmu_formula::typed::{Node, NodeKind};
use gangmu_num::Ratio;

use super::compile::CompiledScheme;
use super::score::class_of;
use super::words::CompareWithin;

/// So many must be compared before a place says something.
const LEAST: usize = 3;

/// Rules that give points by place in a group of fewer than three and have no other rule for it
/// (`S034`). `if size(class) < 3 then … else …` is such another rule.
pub fn check_small_groups(
    compiled: &CompiledScheme<'_>,
    subjects: &[Reporter],
    tree: &Tree,
) -> Vec<Finding> {
    let scheme = compiled.scheme;
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for subject in subjects {
        let group = match scheme.policy.compare_within {
            CompareWithin::Class => class_of(tree, *subject),
            CompareWithin::All => String::new(),
        };
        *sizes.entry(group).or_default() += 1;
    }
    let small: Vec<(String, usize)> = sizes.into_iter().filter(|(_, n)| *n < LEAST).collect();
    let mut findings = Vec::new();
    for (id, written, rule) in compiled.rules() {
        findings.extend(small.iter().filter_map(|(class, size)| {
            let mut read = Read { size: *size, named: BTreeMap::new() };
            let span = read.by_place(&rule.root)?;
            Some(
                Finding::warning("S034", written.place(span))
                    .with("item", id)
                    .with("class", class)
                    .with("size", size)
                    .with("least", LEAST),
            )
        }));
    }
    findings
}

/// A rule as it reads when so many are compared.
struct Read {
    size: usize,
    /// What `let` named, where that is a figure by now.
    named: BTreeMap<usize, Ratio>,
}

impl Read {
    /// Where the rule asks for a place.
    fn by_place(&mut self, node: &Node) -> Option<Span> {
        match &node.kind {
            NodeKind::Rank(_, _, Population::Class) => Some(node.span),
            NodeKind::If(condition, then, otherwise) => match self.holds(condition) {
                Some(true) => self.by_place(then),
                Some(false) => self.by_place(otherwise),
                None => [condition, then, otherwise].into_iter().find_map(|n| self.by_place(n)),
            },
            _ => {
                if let NodeKind::Let(name, value, _) = &node.kind
                    && let Some(figure) = self.figure(value)
                {
                    self.named.insert(*name, figure);
                }
                let mut found = None;
                node.for_each_child(|child| found = found.or_else(|| self.by_place(child)));
                found
            }
        }
    }

    /// Whether a condition holds, where that rests on the size of the class alone.
    fn holds(&self, condition: &Node) -> Option<bool> {
        match &condition.kind {
            NodeKind::Binary(BinaryOp::Compare(comparison), a, b) => {
                Some(comparison.holds(self.figure(a)?.cmp(&self.figure(b)?)))
            }
            NodeKind::Binary(BinaryOp::And, a, b) => match (self.holds(a), self.holds(b)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (a, b) => Some(a? && b?),
            },
            NodeKind::Binary(BinaryOp::Or, a, b) => match (self.holds(a), self.holds(b)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (a, b) => Some(a? || b?),
            },
            NodeKind::Unary(UnaryOp::Not, a) => self.holds(a).map(|held| !held),
            _ => None,
        }
    }

    fn figure(&self, node: &Node) -> Option<Ratio> {
        match &node.kind {
            NodeKind::Constant(value) => Some(value.clone()),
            NodeKind::Size(Population::Class) => Some(Ratio::from(self.size as i64)),
            NodeKind::Local(name) => self.named.get(name).cloned(),
            _ => None,
        }
    }
}
