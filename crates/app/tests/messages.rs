//! The message files against each other and against the sources: every sentence the program can
//! need is there in both languages, with the same blanks, and none is left over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use gangmu_app::words::{Language, Words};
use gangmu_base::{Finding, Place, Severity, Status};

/// The text of the sources of every crate, without comments and tests: in those an id of an
/// indicator looks like a code.
fn sources() -> BTreeMap<String, String> {
    fn walk(dir: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = path.display().to_string();
            if path.is_dir() {
                walk(&path, found);
            } else if name.ends_with(".html") {
                found.insert(name, fs::read_to_string(&path).unwrap());
            } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
                let code = lines.filter(|line| !line.trim_start().starts_with("//"));
                found.insert(name, code.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(crates).unwrap().map(Result::unwrap) {
        for part in ["src", "templates"].map(|part| entry.path().join(part)) {
            if part.is_dir() {
                walk(&part, &mut found);
            }
        }
    }
    assert!(found.len() > 50, "the sources are not where they are looked for");
    found
}

/// Every string of one word in the sources of the crates whose path has `part` in it.
fn words_in_sources(part: &str) -> BTreeSet<String> {
    let sources = sources();
    let texts = sources.iter().filter(|(path, _)| path.contains(part)).map(|(_, text)| text);
    texts.flat_map(|text| quoted_words(text)).collect()
}

fn quoted_words(text: &str) -> Vec<String> {
    text.split('"').filter(|part| is_word(part)).map(str::to_owned).collect()
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

fn is_code(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() == 4 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit)
}

/// The messages of a file: key and pattern.
fn messages(language: Language) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut key = String::new();
    let lines = language.messages().lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let begins = line.split_once(" = ").filter(|(key, _)| is_word(key));
        match begins {
            Some((name, text)) => {
                key = name.to_owned();
                let before = found.insert(key.clone(), text.to_owned());
                assert_eq!(before, None, "{language:?}: {key} is there twice");
            }
            None => found.entry(key.clone()).or_default().push_str(&format!("\n{line}")),
        }
    }
    found
}

/// What stands alone in braces and is no blank: other messages that are put in.
fn references(pattern: &str) -> Vec<&str> {
    let inside = pattern.split("{ ").skip(1).filter_map(|rest| rest.split_once(" }"));
    inside.map(|(name, _)| name).filter(|name| is_word(name)).collect()
}

/// The blanks of a message, those of the messages put into it included.
fn blanks(key: &str, messages: &BTreeMap<String, String>) -> BTreeSet<String> {
    let pattern = &messages[key];
    let name = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let mut found: BTreeSet<String> = pattern.split('$').skip(1).map(name).collect();
    for other in references(pattern) {
        found.extend(blanks(other, messages));
    }
    found
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_blanks() {
    let (en, zh) = (messages(Language::En), messages(Language::Zh));
    assert_eq!(en.keys().collect::<Vec<_>>(), zh.keys().collect::<Vec<_>>());
    for key in en.keys() {
        assert_eq!(blanks(key, &en), blanks(key, &zh), "{key}");
    }
}

#[test]
fn every_code_has_its_two_messages_and_every_message_its_code() {
    let in_sources: BTreeSet<String> =
        words_in_sources("").into_iter().filter(|word| is_code(word)).collect();
    for language in Language::ALL {
        let messages = messages(language);
        let told = messages.keys().filter(|key| is_code(key)).cloned().collect::<BTreeSet<_>>();
        let without: Vec<_> = in_sources.difference(&told).collect();
        let left_over: Vec<_> = told.difference(&in_sources).collect();
        assert!(without.is_empty(), "{language:?}: codes without a message: {without:?}");
        assert!(left_over.is_empty(), "{language:?}: messages without a code: {left_over:?}");
        for code in &in_sources {
            assert!(messages.contains_key(&format!("{code}-next")), "{language:?}: {code}-next");
        }
    }
}

#[test]
fn every_key_that_is_said_is_there() {
    let words = Language::ALL.map(Words::new);
    let check = |key: &str| {
        for words in &words {
            assert!(words.has(key), "{:?}: {key}", words.language());
        }
    };
    for (path, text) in sources() {
        let part = ["/app/src/", "/cli/src/", "/web/"].iter().any(|part| path.contains(part));
        if !part {
            continue;
        }
        for way in ["say(", ".t(", ".t1("] {
            let said = text.split(way).skip(1).filter_map(|rest| {
                rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'))
            });
            said.for_each(|(key, _)| check(key));
        }
        // Some keys are chosen first and said later.
        quoted_words(&text)
            .iter()
            .filter(|word| word.starts_with("explain-"))
            .for_each(|k| check(k));
    }
    Status::ALL.into_iter().for_each(|status| check(&format!("status-{}", status.word())));
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        check(severity.word());
    }
}

#[test]
fn every_message_is_used() {
    let mut used = words_in_sources("/app/src/");
    used.extend(words_in_sources("/cli/src/"));
    used.extend(words_in_sources("/web/"));
    // Put together from a word of a list: a status, a role, an act of the log.
    let chosen = |key: &str| {
        let of_a_list = |rest: &str| used.contains(rest);
        key.starts_with("status-")
            || ["error", "warning", "note"].contains(&key)
            || key.strip_prefix("role-").is_some_and(of_a_list)
            || key.strip_prefix("verb-").is_some_and(of_a_list)
            || key.strip_prefix("act-").is_some_and(of_a_list)
    };
    for language in Language::ALL {
        let messages = messages(language);
        let put_in: BTreeSet<&str> = messages.values().flat_map(|text| references(text)).collect();
        for key in messages.keys() {
            let code = is_code(key.strip_suffix("-next").unwrap_or(key));
            let known = code || chosen(key) || used.contains(key) || put_in.contains(key.as_str());
            assert!(known, "{language:?}: nobody says {key}");
        }
    }
}

#[test]
fn every_blank_is_one_that_is_filled_in() {
    let given = words_in_sources("");
    let en = messages(Language::En);
    for key in en.keys() {
        for blank in blanks(key, &en) {
            assert!(given.contains(&blank), "{key}: nobody fills in {blank}");
        }
    }
}

/// Every message, with its blanks filled in by `value`.
fn all_said(value: impl Fn(&str) -> String) -> Vec<(Language, String, String)> {
    let mut said = Vec::new();
    for language in Language::ALL {
        let (words, messages) = (Words::new(language), messages(language));
        for key in messages.keys() {
            let names = blanks(key, &messages);
            let values: Vec<String> = names.iter().map(|name| value(name)).collect();
            let filled: Vec<(&str, &str)> =
                names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
            said.push((language, key.clone(), words.say(key, &filled)));
        }
    }
    said
}

#[test]
fn every_message_can_be_said_whatever_its_blanks_hold() {
    let ways: [fn(&str) -> String; 3] =
        [|blank| format!("some {blank}"), |_| String::new(), |_| "{ \"[`".to_owned()];
    for way in ways {
        for (language, key, said) in all_said(way) {
            let faulty = ["{$", "{ $", "SAME(", "KEY("].iter().any(|fault| said.contains(fault));
            assert!(!faulty, "{language:?}: {key}: {said}");
        }
    }
}

#[test]
fn findings_are_told_in_whole_sentences() {
    const MAY_BE_EMPTY: [&str; 5] = ["nearest", "suggestion", "known", "declared", "row"];
    let filled = |blank: &str| format!("<{blank}>");
    let sparse = |blank: &str| match MAY_BE_EMPTY.contains(&blank) {
        true => String::new(),
        false => filled(blank),
    };
    let ways: [&dyn Fn(&str) -> String; 2] = [&filled, &sparse];
    for way in ways {
        let findings = all_said(way).into_iter();
        for (language, key, said) in
            findings.filter(|(_, key, _)| is_code(key.strip_suffix("-next").unwrap_or(key)))
        {
            let end = if language == Language::En { '.' } else { '。' };
            assert!(said.ends_with(end), "{language:?}: {key}: {said}");
            assert_eq!(said.trim(), said, "{language:?}: {key}");
            let first = said.chars().next().unwrap();
            assert!(!first.is_ascii_lowercase(), "{language:?}: {key}: {said}");
        }
    }
}

#[test]
fn a_near_name_is_offered_only_where_there_is_one() {
    let about = |nearest: &str| {
        Finding::error("F134", Place::file("programme.toml"))
            .with("key", "perid")
            .with("nearest", nearest)
    };
    let (en, zh) = (Words::new(Language::En), Words::new(Language::Zh));
    assert_eq!(
        en.finding(&about("period")),
        (
            "The key `perid` is not known here.".to_owned(),
            "Did you mean `period`? Correct the name, or remove the key.".to_owned()
        )
    );
    assert_eq!(en.finding(&about("")).1, "Correct the name, or remove the key.");
    assert_eq!(zh.finding(&about("period")).1, "是否应为 `period`？请改正名称，或删除该键。");
    assert_eq!(zh.finding(&about("")).1, "请改正名称，或删除该键。");
}

#[test]
fn words_of_several_parts_are_put_into_the_language() {
    let zh = Words::new(Language::Zh);
    let finding = Finding::error("X013", Place::file("indicators.csv"))
        .with("expected", "number")
        .with("found", "list of labels");
    assert_eq!(zh.finding(&finding).0, "此处是标签列表，应为数值。");
    let item = |status: &str| {
        let status = zh.say(&format!("status-{status}"), &[]);
        let blanks = [("item", "A1"), ("title", "覆盖率"), ("points", "2"), ("max", "3")];
        zh.say("explain-item", &[&blanks[..], &[("status", status.as_str())]].concat())
    };
    assert_eq!(item("known"), "A1 覆盖率：2 分（满分 3 分）");
    assert_eq!(item("estimated"), "A1 覆盖率：2 分（满分 3 分），数据估算");
}

#[test]
fn a_number_in_parquet_is_found_by_column_and_row() {
    let en = Words::new(Language::En);
    let number = Finding::error("F167", Place::file("data/observations.parquet"))
        .with("text", "about 12")
        .with("suggestion", "");
    assert_eq!(en.finding(&number).0, "`about 12` is not a number.");
    let number = number.with("column", "value").with("row", 7);
    assert_eq!(en.finding(&number).0, "`about 12` is not a number (column `value`, row 7).");
}

#[test]
fn the_office_is_told_in_the_words_of_its_reader() {
    let (en, zh) = (Words::new(Language::En), Words::new(Language::Zh));
    let refused = |code, blank, word| Finding::error(code, Place::file("office")).with(blank, word);
    let state = refused("B051", "state", "returned");
    assert_eq!(zh.finding(&state).0, "报表现在不能改（状态：已退回）。");
    assert_eq!(en.finding(&state).0, "The return cannot be changed now (state: came back).");
    let verb = refused("B001", "verb", "grant");
    assert_eq!(zh.finding(&verb).0, "您的角色在这里不能做这件事（建立账号、授权）。");
    // A role that nobody knows is told as it was written.
    assert!(en.finding(&refused("B030", "role", "king")).0.contains("king"));
    let due = |count| en.say("home-due", &[("count", count)]);
    assert_eq!((due("1"), due("2")), ("1 return due".into(), "2 returns due".into()));
    let left = [("done", "3"), ("asked", "9"), ("left", "2 days left")];
    let cells =
        |back, odd| en.say("entry-answer", &[&left[..], &[("back", back), ("odd", odd)]].concat());
    assert_eq!(cells("0", "0"), "3 of 9 cells done, 2 days left");
    assert_eq!(cells("2", "1"), "3 of 9 cells done, 2 days left; 2 came back; 1 looks odd");
}
