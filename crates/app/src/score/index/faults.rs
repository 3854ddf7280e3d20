//! What the index engine cannot work out, as findings of the programme.

use gangmu_base::{Finding, Place};
use gangmu_domain::index::IndexDef;
use gangmu_index::Fault;

/// A fault of the tree of parts, told at the part or indicator that it names first.
pub(super) fn of_tree(fault: &Fault, index: &IndexDef) -> Finding {
    let what = match fault {
        Fault::Structure { what } | Fault::Weights { what } => what.as_str(),
        _ => "",
    };
    let parts = index.parts.iter().map(|part| (part.id.as_str(), &part.place));
    let lines = index.indicators.iter().map(|line| (line.id.as_str(), &line.place));
    let places: Vec<(&str, &Place)> = parts.chain(lines).collect();
    // Names stand in backticks: every other piece is one.
    let mut names = what.split('`').skip(1).step_by(2);
    let place = names.find_map(|name| places.iter().find(|(id, _)| *id == name));
    finding(fault, place.map_or(&index.place, |(_, place)| *place))
}

/// A fault as a finding at a place of `index.toml`.
pub(super) fn finding(fault: &Fault, place: &Place) -> Finding {
    let finding = Finding::error(fault.code(), place.clone());
    match fault {
        Fault::Empty { what }
        | Fault::NotFinite { what }
        | Fault::Constant { what }
        | Fault::AllMissing { what }
        | Fault::Weights { what }
        | Fault::Structure { what }
        | Fault::Recipe { what }
        | Fault::NotSettled { what } => finding.with("what", what),
        Fault::Shape { what, wanted, found } => {
            finding.with("what", what).with("wanted", wanted).with("found", found)
        }
        Fault::Domain { what, wanted } => finding.with("what", what).with("wanted", wanted),
        Fault::TooFew { what, found, needed } => {
            finding.with("what", what).with("found", found).with("wanted", needed)
        }
        Fault::TooMuch { what, found, most } => {
            finding.with("what", what).with("found", found).with("most", most)
        }
        Fault::Parameter { name, wanted } => finding.with("what", name).with("wanted", wanted),
        // A kind of fault that came later says itself what it is.
        other => finding.with("what", other),
    }
}
