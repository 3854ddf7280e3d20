//! Tables of intervals without `else`: whether they say one thing of every value.

use std::cmp::Ordering;

use gangmu_num::Ratio;

use super::interval::Interval;
use crate::check::constant;
use crate::fault::Span;
use crate::syntax::{BinaryOp, Comparison};
use crate::typed::{Node, NodeKind, Reference};

/// What a table of intervals leaves out, or says twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seam {
    /// Whether values between the two ends have two figures; else they have none.
    pub overlap: bool,
    /// Where it begins.
    pub from: Ratio,
    /// Where it ends; the same as `from` when a single value is concerned.
    pub to: Ratio,
    /// The row that begins there, as far as the table can be read from below.
    pub span: Span,
}

/// One row: where it begins and ends, and whether the ends belong to it.
struct Row {
    low: Option<(Ratio, bool)>,
    high: Option<(Ratio, bool)>,
    span: Span,
}

/// The gaps and overlaps between the rows of every table of intervals in a formula that has no
/// `else`. Values below the lowest row and above the highest are left aside. A table with an end
/// that is not one figure for everybody (`ranges` tells where facts lie) is left aside as a whole.
pub fn partitions(root: &Node, ranges: &dyn Fn(&Reference) -> Option<Interval>) -> Vec<Seam> {
    let mut found = Vec::new();
    if let NodeKind::Let(place, _, body) = &root.kind
        && let Some(mut rows) = rows(*place, body, ranges)
    {
        // From below; of two that begin alike the one without its end comes later.
        rows.sort_by(start);
        found.extend(rows.windows(2).filter_map(|pair| match pair {
            [a, b] => seam(a, b),
            _ => None,
        }));
    }
    root.for_each_child(|child| found.extend(partitions(child, ranges)));
    found
}

fn start(a: &Row, b: &Row) -> Ordering {
    match (&a.low, &b.low) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Less,
        (_, None) => Ordering::Greater,
        (Some((a, with)), Some((b, also))) => a.cmp(b).then(also.cmp(with)),
    }
}

/// The rows of a table of intervals about that name; `None` where it is none, or has an `else`.
fn rows(
    place: usize,
    body: &Node,
    ranges: &dyn Fn(&Reference) -> Option<Interval>,
) -> Option<Vec<Row>> {
    let (mut rows, mut rest) = (Vec::new(), body);
    while let NodeKind::If(condition, _, otherwise) = &rest.kind {
        let mut row = Row { low: None, high: None, span: condition.span };
        row.narrow(place, condition, ranges)?;
        rows.push(row);
        rest = otherwise;
    }
    matches!(rest.kind, NodeKind::Undefined).then_some(rows)
}

impl Row {
    fn narrow(
        &mut self,
        place: usize,
        condition: &Node,
        ranges: &dyn Fn(&Reference) -> Option<Interval>,
    ) -> Option<()> {
        match &condition.kind {
            NodeKind::Binary(BinaryOp::And, a, b) => {
                self.narrow(place, a, ranges)?;
                self.narrow(place, b, ranges)
            }
            NodeKind::Binary(BinaryOp::Compare(comparison), x, end) => {
                if !matches!(x.kind, NodeKind::Local(own) if own == place) {
                    return None;
                }
                let end = figure(end, ranges)?;
                match comparison {
                    Comparison::AtLeast => self.low = Some((end, true)),
                    Comparison::Above => self.low = Some((end, false)),
                    Comparison::AtMost => self.high = Some((end, true)),
                    Comparison::Below => self.high = Some((end, false)),
                    Comparison::Equal => {
                        self.low = Some((end.clone(), true));
                        self.high = Some((end, true));
                    }
                    Comparison::Unequal => return None,
                }
                Some(())
            }
            _ => None,
        }
    }
}

fn figure(node: &Node, ranges: &dyn Fn(&Reference) -> Option<Interval>) -> Option<Ratio> {
    let NodeKind::Reference(reference) = &node.kind else { return constant(node) };
    match ranges(reference)? {
        Interval { low: Some(low), high: Some(high) } if low == high => Some(low),
        _ => None,
    }
}

/// What lies between two rows that follow each other.
fn seam(a: &Row, b: &Row) -> Option<Seam> {
    let (begin, with_begin) = b.low.clone().map_or((None, false), |(at, with)| (Some(at), with));
    let found = |overlap, from: &Ratio, to: &Ratio| {
        Some(Seam { overlap, from: from.clone(), to: to.clone(), span: b.span })
    };
    match (&a.high, &begin) {
        (Some((end, with_end)), Some(begin)) => match end.cmp(begin) {
            Ordering::Less => found(false, end, begin),
            Ordering::Equal if *with_end && with_begin => found(true, end, begin),
            Ordering::Equal if !with_end && !with_begin => found(false, end, begin),
            Ordering::Equal => None,
            Ordering::Greater => match &b.high {
                Some((own, _)) => found(true, begin, end.min(own)),
                None => found(true, begin, end),
            },
        },
        // One of the two has no end on that side: the other lies within it.
        (None, Some(begin)) => found(true, begin, b.high.as_ref().map_or(begin, |(own, _)| own)),
        (Some((end, _)), None) => found(true, end, end),
        (None, None) => None,
    }
}
