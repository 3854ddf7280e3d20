//! What pages call the words of a programme: types of event, marks, answers, labels, units of measure.

use std::collections::BTreeSet;
use std::path::Path;

use gangmu_app::collect::facts::vocabulary;

#[test]
fn every_word_that_pages_of_the_example_show_has_a_name_in_both_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/city");
    let programme = gangmu_exchange::folder::read_programme(folder).0.unwrap();
    let framework = &programme.framework;
    let known = vocabulary(&programme);
    let mut words: BTreeSet<(String, String)> = BTreeSet::new();
    let mut add = |of: &str, word: &str| {
        words.insert((of.to_owned(), word.to_owned()));
    };
    for (kind, severities) in &known.events {
        add("", kind);
        severities.iter().for_each(|severity| add("", severity));
    }
    known.flags.iter().for_each(|flag| add("", flag));
    for (of, labels) in &known.ratings {
        labels.iter().for_each(|label| add(of, label));
    }
    for (of, elements) in known.checklists.iter().chain(&known.dimensions) {
        let asked = |id: &String| framework.questions.iter().any(|question| question.id == *id);
        elements.iter().filter(|id| !asked(id)).for_each(|element| add(of, element));
    }
    let surveys = framework.questions.iter().filter(|question| question.kind == "survey");
    surveys.flat_map(|question| &question.answers).for_each(|answer| add("", answer));
    let measures = framework.elements.iter().map(|element| &element.unit);
    let measures = measures.chain(framework.indicators.iter().map(|indicator| &indicator.unit));
    // A unit of measure without a letter, such as % or 0-100, is its own name.
    let spelled = |unit: &&String| unit.chars().any(|c| c.is_ascii_lowercase());
    measures.filter(spelled).for_each(|unit| add("", unit));
    let unnamed: Vec<_> = words
        .iter()
        .filter(|(of, word)| {
            framework.name_of(of, word).is_none_or(|name| name.zh.is_empty() || name.en.is_empty())
        })
        .collect();
    assert!(words.len() > 50 && unnamed.is_empty(), "{unnamed:?}");
}

#[test]
fn a_word_of_one_indicator_is_no_word_of_another() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/city");
    let framework = gangmu_exchange::folder::read_programme(folder).0.unwrap().framework;
    let name = |of: &str, word: &str| framework.name_of(of, word).map(|name| name.en.clone());
    assert_eq!(name("A101", "E5").as_deref(), Some("dedicated budget line"));
    assert_eq!(name("", "E5"), None);
    assert_eq!(name("D204", "consultation").as_deref(), Some("public consultation"));
    assert_eq!(name("", "consultation").as_deref(), Some("consultations"));
    assert_eq!(name("A103", "consultation").as_deref(), Some("consultations"));
}
