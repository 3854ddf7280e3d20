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
            let span = by_place(&rule.root, *size)?;
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

/// Where a rule asks for a place when so many are compared.
fn by_place(node: &Node, size: usize) -> Option<Span> {
    match &node.kind {
        NodeKind::Rank(_, _, Population::Class) => Some(node.span),
        NodeKind::If(condition, then, otherwise) => match holds(condition, size) {
            Some(true) => by_place(then, size),
            Some(false) => by_place(otherwise, size),
            None => [condition, then, otherwise].into_iter().find_map(|n| by_place(n, size)),
        },
        _ => {
            let mut found = None;
            node.for_each_child(|child| found = found.or_else(|| by_place(child, size)));
            found
        }
    }
}

/// Whether a condition holds, where that rests on the size of the class alone.
fn holds(condition: &Node, size: usize) -> Option<bool> {
    match &condition.kind {
        NodeKind::Binary(BinaryOp::Compare(comparison), a, b) => {
            Some(comparison.holds(figure(a, size)?.cmp(&figure(b, size)?)))
        }
        NodeKind::Binary(BinaryOp::And, a, b) => match (holds(a, size), holds(b, size)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (a, b) => Some(a? && b?),
        },
        NodeKind::Binary(BinaryOp::Or, a, b) => match (holds(a, size), holds(b, size)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (a, b) => Some(a? || b?),
        },
        NodeKind::Unary(UnaryOp::Not, a) => holds(a, size).map(|held| !held),
        _ => None,
    }
}

fn figure(node: &Node, size: usize) -> Option<Ratio> {
    match &node.kind {
        NodeKind::Constant(value) => Some(value.clone()),
        NodeKind::Size(Population::Class) => Some(Ratio::from(size as i64)),
        _ => None,
    }
}
