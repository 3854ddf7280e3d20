//! What the names in a formula stand for: given by whoever owns the formula.

use crate::typed::Reference;
use crate::types::{Figure, Type};

/// The names a formula may use. The owner of a formula (an indicator, an item, a gate) decides
/// what is in sight.
pub trait Names {
    /// A plain name: an element, an indicator, `x`, `t`, `P`, `total` …
    fn plain(&self, name: &str) -> Option<(Reference, Type)>;

    /// An indicator by its id, with its type.
    fn indicator(&self, id: &str) -> Option<Figure>;

    /// Whether there is such a thing for a function that takes an id: `kind` is the function's
    /// name (`checked`, `ratings`, `grades`, `answers`, `points`, `result`, `ranked`,
    /// `attribute`, `events`, `practices`).
    fn has(&self, kind: &str, id: &str) -> bool;

    /// What could have been meant by an unknown name: all names of that kind, for a suggestion.
    fn known(&self, kind: &str) -> Vec<String>;
}
