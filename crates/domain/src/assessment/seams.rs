//! Tables of intervals that leave values out, or give two figures for one value.

use gangmu_base::Finding;
use gangmu_formula::Reference;
use gangmu_formula::analyse::{Interval, partitions};

use super::compile::CompiledScheme;

/// Gaps (`S036`) and overlaps (`S037`) between the intervals of a rule's tables.
pub fn check_seams(
    compiled: &CompiledScheme<'_>,
    ranges: &dyn Fn(&Reference) -> Option<Interval>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, written, rule) in compiled.rules() {
        findings.extend(partitions(&rule.root, ranges).into_iter().map(|seam| {
            let code = if seam.overlap { "S037" } else { "S036" };
            Finding::warning(code, written.place(seam.span))
                .with("item", id)
                .with("from", seam.from.plain())
                .with("to", seam.to.plain())
        }));
    }
    findings
}
