//! Where the facts lie of which rules are made.

use gangmu_formula::Reference;
use gangmu_formula::analyse::Interval;
use gangmu_num::Ratio;

/// A number as written.
pub(crate) fn r(text: &str) -> Ratio {
    Ratio::parse_decimal(text).unwrap()
}

/// The ends between which a fact lies.
pub(crate) fn ends(of: &Reference) -> Option<(&'static str, &'static str)> {
    Some(match of {
        Reference::Indicator(id) if &**id == "X" => ("0", "100"),
        Reference::Indicator(_) => ("0", "30"),
        Reference::Target(id) if &**id == "X" => ("60.5", "95"),
        Reference::Target(_) => ("1", "4.5"),
        Reference::Worst(id) if &**id == "X" => ("60", "60"),
        Reference::Worst(_) => ("15", "15"),
        Reference::Best(id) if &**id == "X" => ("95", "95"),
        Reference::Best(_) => ("3.5", "3.5"),
        Reference::ItemPoints(_) => ("2", "4"),
        Reference::Base | Reference::Deducted | Reference::SchemeResult(_) => ("0", "100"),
        Reference::Milestones(_) => ("0", "1"),
        Reference::Element(_) => ("0", "50"),
        _ => return None,
    })
}

/// Where a fact lies, as [`analyse`](gangmu_formula::analyse::analyse) is told.
pub(crate) fn ranges(of: &Reference) -> Option<Interval> {
    ends(of).map(|(low, high)| Interval::between(r(low), r(high)))
}
