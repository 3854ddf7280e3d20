//! Items whose points depend on how others did.

use gangmu_base::Finding;

use super::compile::CompiledScheme;
use super::counted_twice::compares;

/// No more items than this are named.
const NAMED: usize = 12;

/// Says which items a body cannot earn by itself (`S040`, a note): rules with places, means or
/// medians of a class or of all.
pub fn check_others(compiled: &CompiledScheme<'_>) -> Option<Finding> {
    let items: Vec<&str> =
        compiled.rules().filter(|(_, _, rule)| compares(&rule.root)).map(|(id, ..)| id).collect();
    let more = if items.len() > NAMED { ", …" } else { "" };
    let named = items.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    (!items.is_empty()).then(|| {
        Finding::note("S040", compiled.scheme.place.clone())
            .with("scheme", &compiled.scheme.id)
            .with("count", items.len())
            .with("items", named + more)
    })
}
