//! The methods an index can be made by, and the settings of each.

use std::collections::BTreeMap;

use gangmu_base::Finding;
use gangmu_domain::index::{MethodDef, Setting};

use super::values::{id, number, strings};
use crate::text::{Node, TableReader};

/// Means, from the one that makes up for everything to the one that makes up for nothing.
pub(super) const MEANS: [&str; 6] =
    ["arithmetic", "geometric", "harmonic", "minimum", "maximum", "median"];

/// A method with the keys of its settings.
pub(super) type Known = (&'static str, &'static [&'static str]);

/// The steps: what each is called, the settings of the step, and its methods.
pub(super) const STEPS: [(&str, &[&str], &[Known]); 5] = [
    ("screen", &["min_share", "min_non_zero", "keep", "drop"], &[]),
    ("denominate", &["by", "per", "indicators"], &[]),
    ("impute", &["over", "base_period"], &IMPUTE),
    (
        "treat",
        &[
            "winsorise",
            "then",
            "lambda",
            "combine",
            "always",
            "skewness",
            "kurtosis",
            "over",
            "base_period",
        ],
        &[],
    ),
    ("normalise", &["over", "base_period"], &NORMALISE),
];

const IMPUTE: [Known; 8] = [
    ("none", &[]),
    ("mean", &[]),
    ("median", &[]),
    ("class_mean", &[]),
    ("class_median", &[]),
    ("latest", &["max_age"]),
    ("linear", &[]),
    ("constant", &[]),
];

const NORMALISE: [Known; 12] = [
    ("min_max", &["low", "high"]),
    ("goalposts", &["from", "to", "low", "high", "clip", "log"]),
    ("z_score", &["mean", "sd"]),
    ("rank", &[]),
    ("borda", &[]),
    ("percentile", &[]),
    ("distance_to_target", &["target", "clip"]),
    ("distance_to_unit", &["unit", "clip"]),
    ("distance_to_best", &[]),
    ("ratio", &["reference", "figure"]),
    ("difference", &["reference", "figure"]),
    ("above_below_mean", &["margin"]),
];

/// What settings hold: everything else is a figure.
const FLAGS: [&str; 4] = ["clip", "log", "combine", "always"];
const LISTS: [&str; 3] = ["keep", "drop", "indicators"];
const WORDS: [(&str, &[&str]); 3] = [
    ("over", &["period", "all", "base"]),
    ("then", &["none", "log", "log_one", "log_either", "box_cox", "box_cox_fitted"]),
    ("reference", &["mean", "best", "worst", "figure"]),
];
const IDS: [&str; 3] = ["by", "unit", "base_period"];

/// Reads a method: its name where there are several, the settings of the step and its own.
pub(super) fn method(table: &TableReader<'_>, settings: &[&str], methods: &[Known]) -> MethodDef {
    let mut found =
        MethodDef { name: String::new(), settings: BTreeMap::new(), place: table.place() };
    let mut own: &[&str] = &[];
    if !methods.is_empty() {
        let names: Vec<&str> = methods.iter().map(|(name, _)| *name).collect();
        found.name = super::forms::one_of(table, "method", &names);
        let known = methods.iter().find(|(name, _)| *name == found.name);
        own = known.map_or(&[], |(_, keys)| *keys);
    }
    for key in settings.iter().chain(own) {
        if let Some(setting) = table.get(key).and_then(|node| setting(table, key, &node)) {
            found.settings.insert((*key).to_owned(), setting);
        }
    }
    found
}

/// The methods of single indicators: `[[step.only]]`, each naming some.
pub(super) fn only(table: &TableReader<'_>, kind: &str) -> Vec<(String, MethodDef)> {
    let settings: &[&str] = match kind {
        "treat" => &["winsorise", "then", "lambda", "combine", "always"],
        "impute" | "normalise" => &[],
        _ => return Vec::new(),
    };
    let methods = match kind {
        "impute" => &IMPUTE[..],
        "normalise" => &NORMALISE[..],
        _ => &[],
    };
    let read = |only: &TableReader<'_>| {
        only.require("indicators");
        let names = strings(only, "indicators");
        (names, method(only, settings, methods))
    };
    let lists = super::values::tables(table, "only", read);
    let each = |(names, method): (Vec<String>, MethodDef)| {
        names.into_iter().map(move |name| (name, method.clone())).collect::<Vec<_>>()
    };
    lists.into_iter().flat_map(each).collect()
}

fn setting(table: &TableReader<'_>, key: &str, node: &Node<'_>) -> Option<Setting> {
    if FLAGS.contains(&key) {
        return node.boolean().map(Setting::Flag);
    }
    if LISTS.contains(&key) {
        return Some(Setting::Words(strings(table, key)));
    }
    if IDS.contains(&key) {
        return id(node).map(Setting::Word);
    }
    if let Some((_, allowed)) = WORDS.iter().find(|(word, _)| *word == key) {
        let word = node.string()?;
        if !allowed.contains(&word) {
            let finding = Finding::error("F210", node.place()).with("value", word);
            node.report(finding.with("allowed", allowed.join(", ")));
            return None;
        }
        return Some(Setting::Word(word.to_owned()));
    }
    number(node).map(Setting::Number)
}
