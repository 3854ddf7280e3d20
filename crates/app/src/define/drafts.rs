//! Items whose rule is still to be written: told one by one by check, and no score until then.

use std::collections::BTreeSet;

use gangmu_base::Finding;
use gangmu_domain::assessment::{CompiledScheme, Scheme};

use super::prepare::Prepared;

/// A warning for each draft item.
pub(super) fn drafts(scheme: &Scheme) -> Vec<Finding> {
    let drafts = scheme.items.iter().filter(|item| item.draft);
    drafts.map(|i| Finding::warning("E040", i.place.clone()).with("item", &i.id)).collect()
}

/// Why a scheme cannot be scored, where it, or one whose result enters it, has draft items.
pub(crate) fn still_drafts(
    prepared: &Prepared<'_>,
    scheme: &CompiledScheme<'_>,
) -> Option<Finding> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![scheme];
    while let Some(compiled) = open.pop() {
        let scheme = compiled.scheme;
        if !seen.insert(&scheme.id) {
            continue;
        }
        let drafts: Vec<&str> =
            scheme.items.iter().filter(|item| item.draft).map(|item| item.id.as_str()).collect();
        if let Some(first) = drafts.first() {
            return Some(
                Finding::error("E041", scheme.place.clone())
                    .with("scheme", &scheme.id)
                    .with("drafts", drafts.len())
                    .with("items", scheme.items.len())
                    .with("first", first),
            );
        }
        open.extend(compiled.uses.iter().filter_map(|id| prepared.scheme(Some(id))));
    }
    None
}
