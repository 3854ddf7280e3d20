//! What the index engine cannot work out, as findings of the programme.

use gangmu_base::{Finding, Place};
use gangmu_index::Fault;

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
