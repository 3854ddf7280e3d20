//! What an explanation says of an overlay: whose rules these are, and what is less strict by
//! permission.

use gangmu_base::Reporter;
use gangmu_exchange::folder::Loosened;

use super::explained::Explained;
use super::run::Scored;
use crate::fields::field_in_words;
use crate::words::Words;

/// Says whose rules these are, and which permissions bear on the result of a subject as a whole.
pub(super) fn explain_overlay(
    scored: &Scored<'_>,
    words: &Words,
    reporter: Reporter,
    told: &mut Explained,
) {
    let programme = scored.prepared.programme;
    let Some(localised) = &programme.localised else { return };
    let unit = programme.tree.id(localised.unit);
    told.line(0, words.say("explain-localised", &[("unit", unit)]));
    explain_derogations(scored, words, reporter, None, told);
}

/// Says which permissions bear on an item of a subject, or on its result as a whole.
pub(super) fn explain_derogations(
    scored: &Scored<'_>,
    words: &Words,
    reporter: Reporter,
    item: Option<usize>,
    told: &mut Explained,
) {
    let Some(localised) = &scored.prepared.programme.localised else { return };
    for loosened in localised.loosened.iter().filter(|l| bears_on(scored, l, reporter, item)) {
        let derogation = &loosened.derogation;
        told.line(
            0,
            words.say(
                "explain-derogation",
                &[
                    ("derogation", &derogation.id),
                    ("body", &derogation.granted_by),
                    ("until", &derogation.until.to_string()),
                    ("field", &field_in_words(words, &loosened.field)),
                    ("above", &loosened.above),
                    ("here", &loosened.here),
                    ("reason", words.name(&derogation.reason)),
                ],
            ),
        );
    }
}

/// Whether a permission is about the item, or about the scheme and none of its items.
fn bears_on(
    scored: &Scored<'_>,
    loosened: &Loosened,
    reporter: Reporter,
    item: Option<usize>,
) -> bool {
    let scheme = scored.scheme.scheme;
    let item = item.and_then(|place| scheme.items.get(place).zip(scored.scheme.items.get(place)));
    let parts: Vec<&str> = loosened.field.iter().map(String::as_str).collect();
    match (parts.as_slice(), item) {
        (["schemes", of, "item", id, ..], Some((item, _))) => *of == scheme.id && *id == item.id,
        (["schemes", of, part, ..], None) => *of == scheme.id && *part != "item",
        (["targets", indicator, period, ..], Some((_, compiled))) => {
            let targets = scored.source.inner.targets();
            let now = scored.outcome.period;
            // It bears on the subject only where it is what is aimed at.
            let aimed = targets.find(indicator, now, reporter);
            compiled.indicator.as_deref() == Some(*indicator)
                && aimed.is_some_and(|aimed| {
                    let whose = aimed.class.as_deref().or_else(|| {
                        let tree = &scored.prepared.programme.tree;
                        aimed.reporter.map(|reporter| tree.id(reporter))
                    });
                    aimed.period.to_string() == **period
                        && whose == parts.get(3).copied()
                        && aimed.target.plain() == loosened.here
                })
        }
        (["indicators", indicator, _], Some((_, compiled))) => {
            compiled.indicator.as_deref() == Some(*indicator)
        }
        _ => false,
    }
}
