//! A programme made ready: every formula checked, every scheme compiled.

use std::collections::BTreeMap;

use gangmu_base::Finding;
use gangmu_domain::assessment::{CompiledScheme, compile};
use gangmu_domain::framework::{Catalogue, Compiled, form_rules};
use gangmu_exchange::folder::Programme;

/// A programme made ready to be scored.
pub struct Prepared<'p> {
    /// The programme.
    pub programme: &'p Programme,
    /// Elements and indicators by id.
    pub catalogue: Catalogue<'p>,
    /// The indicators' formulas.
    pub compiled: Compiled,
    /// The schemes, in the order of the programme.
    pub schemes: Vec<CompiledScheme<'p>>,
}

impl<'p> Prepared<'p> {
    /// The scheme with that id; the first one when none is named.
    pub fn scheme(&self, id: Option<&str>) -> Option<&CompiledScheme<'p>> {
        match id {
            Some(id) => self.schemes.iter().find(|compiled| compiled.scheme.id == id),
            None => self.schemes.first(),
        }
    }
}

/// Makes a programme ready; what is wrong with its formulas and schemes is found on the way.
pub fn prepare(programme: &Programme) -> (Prepared<'_>, Vec<Finding>) {
    let catalogue = Catalogue::new(&programme.framework, &programme.tree, &programme.facts);
    let (compiled, mut findings) = catalogue.compile();
    for form in &programme.framework.datasets {
        findings.extend(form_rules(&programme.framework, form).1);
    }
    let mut schemes = Vec::new();
    for scheme in &programme.schemes {
        let (compiled, found) = compile(scheme, &catalogue);
        findings.extend(found);
        schemes.push(compiled);
    }
    findings.extend(circles(&schemes));
    (Prepared { programme, catalogue, compiled, schemes }, findings)
}

/// Schemes whose results enter themselves by way of others. A scheme may look at its own results
/// of earlier years: those are history.
fn circles(schemes: &[CompiledScheme<'_>]) -> Vec<Finding> {
    let uses: BTreeMap<&str, Vec<&str>> = schemes
        .iter()
        .map(|s| (s.scheme.id.as_str(), s.uses.iter().map(String::as_str).collect()))
        .collect();
    let reaches = |start: &str| -> bool {
        let mut seen: Vec<&str> = Vec::new();
        let others = |of: &str| -> Vec<&str> {
            uses.get(of)
                .map(|used| used.iter().copied().filter(|id| *id != of).collect())
                .unwrap_or_default()
        };
        let mut next = others(start);
        while let Some(id) = next.pop() {
            if id == start {
                return true;
            }
            if !seen.contains(&id) {
                seen.push(id);
                next.extend(others(id));
            }
        }
        false
    };
    schemes
        .iter()
        .filter(|s| reaches(&s.scheme.id))
        .map(|s| Finding::error("S030", s.scheme.place.clone()).with("scheme", &s.scheme.id))
        .collect()
}
