//! Units are found by their id or a part of their name.

use gangmu_base::Reporter;
use jiff::civil::Date;

use crate::authz::Actor;
use crate::office::Edition;

/// The units of a day that somebody may see and whose id or name, in either language, holds a text; those
/// after an id, in the order of their ids, no more than `most`.
pub fn find_units(
    edition: &Edition,
    actor: &Actor,
    (text, after): (&str, &str),
    day: Date,
    most: usize,
) -> Vec<Reporter> {
    let tree = &edition.programme.tree;
    let text = text.trim().to_lowercase();
    let fits = |unit: &Reporter| {
        let name = tree.name_on(*unit, day);
        let texts = [tree.id(*unit), &name.zh, &name.en];
        texts.iter().any(|known| known.to_lowercase().contains(&text))
    };
    let mut found: Vec<Reporter> = (0..tree.units().len() as u32)
        .map(Reporter)
        .filter(|unit| tree.id(*unit) > after)
        .filter(|unit| edition.is_seen_by(actor, *unit) && fits(unit))
        .collect();
    found.sort_unstable_by(|a, b| tree.id(*a).cmp(tree.id(*b)));
    found.truncate(most);
    found
}
