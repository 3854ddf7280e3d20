//! Words in the two languages. Every sentence a person reads is in a message file; the program
//! only fills in the blanks.

use std::collections::BTreeSet;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use gangmu_base::Finding;
use gangmu_base::units::Named;

/// A language of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 中文
    Zh,
    /// English
    #[default]
    En,
}

impl Language {
    /// Both.
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    /// The language of a locale such as `zh_CN.UTF-8`; English for any but Chinese.
    pub fn of_locale(locale: &str) -> Language {
        if locale.starts_with("zh") { Language::Zh } else { Language::En }
    }

    /// The message file.
    pub fn messages(self) -> &'static str {
        match self {
            Language::Zh => {
                concat!(
                    include_str!("../messages/zh.ftl"),
                    "\n",
                    include_str!("../messages/pages.zh.ftl")
                )
            }
            Language::En => {
                concat!(
                    include_str!("../messages/en.ftl"),
                    "\n",
                    include_str!("../messages/pages.en.ftl")
                )
            }
        }
    }

    /// The two letters of it, as in addresses and in `lang`.
    pub fn letters(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    /// The tag of the language, as `lang` says it.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }
}

/// The sentences of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The sentences of a language.
    pub fn new(language: Language) -> Words {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Marks that set blanks apart for right-to-left text have no place on a terminal.
        bundle.set_use_isolating(false);
        // A faulty line is left out; a test sees to it that there is none.
        let resource = match FluentResource::try_new(language.messages().to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        add_functions(&mut bundle);
        Words { language, bundle }
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a sentence of that name.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The codes of all findings that can be told, in the order of the message file.
    pub fn codes(&self) -> Vec<&'static str> {
        let key = |line: &'static str| Some(line.split_once(" = ")?.0);
        let is_code = |key: &&str| match key.as_bytes() {
            [letter, digits @ ..] => {
                letter.is_ascii_uppercase()
                    && digits.len() == 3
                    && digits.iter().all(u8::is_ascii_digit)
            }
            [] => false,
        };
        self.language.messages().lines().filter_map(key).filter(is_code).collect()
    }

    /// The names of all blanks.
    pub fn blanks(&self) -> BTreeSet<&'static str> {
        let name = |rest: &'static str| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        };
        self.language.messages().split('$').skip(1).map(name).collect()
    }

    /// The sentence of that name, its blanks filled in; the name itself when there is none.
    pub fn say(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else { return key.to_owned() };
        let mut filled = FluentArgs::new();
        for (blank, value) in blanks {
            filled.set(*blank, *value);
        }
        let mut faults = Vec::new();
        self.bundle.format_pattern(pattern, Some(&filled), &mut faults).into_owned()
    }

    /// What a finding says, and the next step.
    pub fn finding(&self, finding: &Finding) -> (String, String) {
        let mut blanks: Vec<(&str, &str)> =
            finding.blanks.iter().map(|(blank, value)| (*blank, value.as_str())).collect();
        // What the program calls by a word of its own is told by its name.
        let own: Vec<(&str, String)> = finding
            .blanks
            .iter()
            .filter_map(|(blank, word)| self.own_word(finding, blank, word))
            .collect();
        blanks.extend(own.iter().map(|(blank, name)| (*blank, name.as_str())));
        // A text of the programme comes in both languages, and is said in the reader's.
        let given = |name: &str| finding.blanks.iter().find(|(blank, _)| *blank == name);
        if let (Some((_, zh)), Some((_, en))) = (given("text_zh"), given("text_en")) {
            blanks.push(("text", self.either(zh, en)));
        }
        let next = format!("{}-next", finding.code);
        (self.say(finding.code, &blanks), self.say(&next, &blanks))
    }

    /// The name of a verb, a role or a state of the office.
    fn own_word<'b>(
        &self,
        finding: &Finding,
        blank: &'b str,
        word: &str,
    ) -> Option<(&'b str, String)> {
        let kinds: &[&str] = match blank {
            "verb" => &["verb"],
            "role" | "other" => &["role"],
            "state" => &["state", "fact-state"],
            _ => return None,
        };
        let of_the_office = finding.code.starts_with('B');
        let keys = kinds.iter().map(|kind| format!("{kind}-{}", word.replace('_', "-")));
        keys.filter(|_| of_the_office)
            .find(|key| self.has(key))
            .map(|key| (blank, self.say(&key, &[])))
    }

    /// The keys that begin like that, in the order of the message file.
    pub fn keys(&self, begin: &str) -> Vec<&'static str> {
        let key = |line: &'static str| Some(line.split_once(" = ")?.0);
        let all = self.language.messages().lines().filter_map(key);
        all.filter(|key| key.starts_with(begin)).collect()
    }

    /// A name in this language; in the other one where there is none.
    pub fn name<'n>(&self, named: &'n Named) -> &'n str {
        self.either(&named.zh, &named.en)
    }

    fn either<'n>(&self, zh: &'n str, en: &'n str) -> &'n str {
        let (own, other) = match self.language {
            Language::Zh => (zh, en),
            Language::En => (en, zh),
        };
        if own.is_empty() { other } else { own }
    }
}

/// What a message file may ask about a blank, since in Fluent no variant can be keyed by nothing,
/// nor by a text with spaces in it: `SAME($a, $b)` is `yes` or `no`, a blank that is not filled in
/// being the same as `""`; `KEY($a)` is the text with its spaces and signs turned into `-`.
fn add_functions(bundle: &mut FluentBundle<FluentResource>) {
    fn text<'v>(given: &'v [FluentValue<'_>], place: usize) -> &'v str {
        match given.get(place) {
            Some(FluentValue::String(text)) => text,
            _ => "",
        }
    }
    let same = bundle.add_function("SAME", |given, _| {
        FluentValue::from(if text(given, 0) == text(given, 1) { "yes" } else { "no" })
    });
    let key = bundle.add_function("KEY", |given, _| {
        let words = text(given, 0).split(|c: char| !c.is_ascii_alphanumeric());
        FluentValue::from(words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-"))
    });
    debug_assert!(same.is_ok() && key.is_ok(), "a name is given away twice only by a slip here");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_files_are_without_fault() {
        for language in Language::ALL {
            let parsed = FluentResource::try_new(language.messages().to_owned());
            if let Err((_, faults)) = parsed {
                panic!("{language:?}: {faults:?}");
            }
        }
    }
}
