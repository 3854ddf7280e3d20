//! Whether two parts of a formula say the same.

use crate::typed::{Node, NodeKind};

/// Whether two parts say the same, wherever they stand. In one period, for one subject and under
/// the same names they give the same.
pub fn alike(a: &Node, b: &Node) -> bool {
    if !same_by_themselves(&a.kind, &b.kind) {
        return false;
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    a.for_each_child(|child| left.push(child));
    b.for_each_child(|child| right.push(child));
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| alike(a, b))
}

/// Whether two nodes are the same but for the nodes below.
fn same_by_themselves(a: &NodeKind, b: &NodeKind) -> bool {
    use NodeKind::{
        At, Bands, Binary, Coalesce, Constant, Flag, Function, Has, If, Known, Let, Line, Local,
        Lookup, OfParent, OverList, OverPopulation, OverTime, Rank, Reference, Size, Skip, Slabs,
        Text, TextToNumber, Top, Unary, Undefined,
    };
    match (a, b) {
        (Constant(a), Constant(b)) => a == b,
        (Text(a), Text(b)) => a == b,
        (Flag(a), Flag(b)) => a == b,
        (Reference(a), Reference(b)) => a == b,
        (Local(a), Local(b)) | (Let(a, ..), Let(b, ..)) => a == b,
        (Unary(a, _), Unary(b, _)) => a == b,
        (Binary(a, ..), Binary(b, ..)) => a == b,
        (At(_, a), At(_, b)) => a == b,
        (Function(a, _), Function(b, _)) => a == b,
        (Bands { rows: a, .. }, Bands { rows: b, .. }) => {
            a.iter().map(|(sign, ..)| sign).eq(b.iter().map(|(sign, ..)| sign))
        }
        (Line(_, a), Line(_, b)) => a == b,
        (Slabs { below: a, rows: c, .. }, Slabs { below: b, rows: d, .. }) => a == b && c == d,
        (Lookup(_, a, c), Lookup(_, b, d)) => a == b && c == d,
        (OverTime(a, _, c), OverTime(b, _, d)) => a == b && c == d,
        (OverPopulation(a, _, c), OverPopulation(b, _, d)) => a == b && c == d,
        (OverList(a, _, c), OverList(b, _, d)) => a == b && c == d,
        (Top(a, _, c, e), Top(b, _, d, f)) => a == b && c == d && e == f,
        (Rank(a, _, c), Rank(b, _, d)) => a == b && c == d,
        (Size(a), Size(b)) => a == b,
        (Skip, Skip)
        | (Undefined, Undefined)
        | (If(..), If(..))
        | (OfParent(_), OfParent(_))
        | (TextToNumber(_), TextToNumber(_))
        | (Has(_), Has(_))
        | (Coalesce(_), Coalesce(_))
        | (Known(_), Known(_)) => true,
        _ => false,
    }
}
