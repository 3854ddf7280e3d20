//! Whose rates are published, and the parts that a rate is made of.

use gangmu_base::{Period, Reporter};
use gangmu_domain::framework::{Boundaries, FrameworkSource};
use gangmu_formula::syntax::BinaryOp;
use gangmu_formula::typed::{Function, Node, NodeKind};
use gangmu_formula::{Column, Reference, Source, Subjects};
use gangmu_num::Ratio;

use super::found::Peers;
use crate::define::Prepared;
use crate::score::{Asked, subjects_of};

/// Whoever the schemes of a programme assess on a day, by level or kind: units of every level where
/// it has no scheme.
pub(super) fn assessed(
    prepared: &Prepared<'_>,
    asked: &Asked,
    period: Period,
) -> Vec<(Peers, Vec<Reporter>)> {
    let programme = prepared.programme;
    let day = match asked.boundaries {
        Boundaries::On(day) => day,
        Boundaries::AsItWas => period.last_day(),
    };
    let peers = |reporter| super::series::peers_of(&programme.tree, &programme.framework, reporter);
    let mut all: Vec<(Peers, Reporter)> = Vec::new();
    for scheme in &programme.schemes {
        all.extend(subjects_of(programme, scheme, day).into_iter().map(|one| (peers(one), one)));
    }
    if programme.schemes.is_empty() {
        let levels = 0..programme.framework.levels.len() as u32;
        let units = levels.flat_map(|level| programme.tree.of_level(level, day));
        all.extend(units.map(|one| (peers(one), one)));
    }
    all.sort_unstable();
    all.dedup();
    let groups = all.chunk_by(|one, other| one.0 == other.0);
    groups.map(|own| (own[0].0, own.iter().map(|(_, one)| *one).collect())).collect()
}

/// The figures of an indicator with what they are divided by.
pub(super) struct Rates {
    pub(super) values: Vec<Option<Ratio>>,
    /// None where the indicator is no ratio.
    pub(super) denominators: Option<Vec<Option<Ratio>>>,
    /// What the quotient of the parts is multiplied by, such as 100 for per cent.
    pub(super) scale: Option<Ratio>,
}

/// Works an indicator out for subjects.
pub(super) fn rates(
    prepared: &Prepared<'_>,
    source: &FrameworkSource<'_>,
    indicator: usize,
    period: Period,
    reporters: &[Reporter],
) -> Rates {
    let ids: Vec<u32> = reporters.iter().map(|one| one.0).collect();
    let subjects = Subjects::new(ids, vec![0; reporters.len()]);
    let id = prepared.programme.framework.indicators[indicator].id.as_str();
    let values =
        numbers(source.fact(&Reference::Indicator(id.into()), period, &subjects), reporters.len());
    let below = source.denominator(id, period, &subjects);
    let formula = prepared.compiled.formulas.get(indicator).and_then(Option::as_ref);
    Rates {
        values,
        denominators: below.map(|column| numbers(column, reporters.len())),
        scale: formula.and_then(|formula| scale(&formula.root)),
    }
}

fn numbers(column: Column, count: usize) -> Vec<Option<Ratio>> {
    let cells = column.into_numbers();
    (0..count).map(|place| cells.at(place).value().cloned()).collect()
}

/// The factors written in a formula around its outermost division.
fn scale(root: &Node) -> Option<Ratio> {
    Some(split(root)?.0)
}

/// What stands above the fraction line of a ratio, without the factors written in the formula.
pub(super) fn numerator(root: &Node) -> Option<&Node> {
    Some(split(root)?.1)
}

fn split(root: &Node) -> Option<(Ratio, &Node)> {
    let (mut node, mut scale) = (root, Ratio::from_int(1));
    let mut below_the_line = false;
    loop {
        node = match &node.kind {
            // `100 * n / d` is read as (100 * n) / d.
            NodeKind::Binary(BinaryOp::Divide, above, below) => match &below.kind {
                NodeKind::Constant(by) => {
                    scale = scale.div(by)?;
                    above
                }
                _ if below_the_line => return None,
                _ => {
                    below_the_line = true;
                    above
                }
            },
            NodeKind::Binary(BinaryOp::Multiply, left, right) => match (&left.kind, &right.kind) {
                (NodeKind::Constant(by), _) => {
                    scale = &scale * by;
                    right
                }
                (_, NodeKind::Constant(by)) => {
                    scale = &scale * by;
                    left
                }
                _ => return below_the_line.then_some((scale, node)),
            },
            NodeKind::Function(Function::Number, given) => given.first()?,
            _ => return below_the_line.then_some((scale, node)),
        };
    }
}
