//! `gangmu schema`: what an editor is told of the TOML files is what the program reads.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Folder, example, gangmu, small};

const FILES: [&str; 7] =
    ["programme", "scheme", "framework", "datasets", "questions", "overlay", "index"];

fn schema(file: &str) -> Value {
    serde_json::from_str(&gangmu(&["schema", file]).ends(0).out).unwrap()
}

fn of_toml(text: &str) -> Value {
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(day) => Value::String(day.to_string()),
            toml::Value::Array(list) => list.into_iter().map(json).collect(),
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect())
            }
            plain => serde_json::to_value(plain).unwrap(),
        }
    }
    json(toml::Value::Table(text.parse().unwrap()))
}

/// The part of JSON Schema that the files use; a word it does not know fails the test.
fn faults(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let mut fault = |what: &str| found.push(format!("{at}: {what}"));
    let is = |kind: &Value| match kind.as_str().unwrap() {
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    };
    let has = |part: &Value| {
        part["required"]
            .as_array()
            .unwrap()
            .iter()
            .all(|key| value.get(key.as_str().unwrap()).is_some())
    };
    for (word, says) in schema.as_object().unwrap() {
        match word.as_str() {
            "$schema" | "title" | "description" | "format" | "pattern" | "minLength" => {}
            "properties" | "items" | "additionalProperties" => {}
            "type" if says.is_array() => {
                if !says.as_array().unwrap().iter().any(is) {
                    fault("type")
                }
            }
            "type" => {
                if !is(says) {
                    fault("type")
                }
            }
            "enum" => {
                if !says.as_array().unwrap().contains(value) {
                    fault("enum")
                }
            }
            "minimum" => {
                if value.as_f64() < says.as_f64() {
                    fault("minimum")
                }
            }
            "maximum" => {
                if value.as_f64() > says.as_f64() {
                    fault("maximum")
                }
            }
            "required" => {
                if !has(schema) {
                    fault("required")
                }
            }
            "anyOf" => {
                if !says.as_array().unwrap().iter().any(has) {
                    fault("anyOf")
                }
            }
            "oneOf" => {
                if says.as_array().unwrap().iter().filter(|part| has(part)).count() != 1 {
                    fault("oneOf")
                }
            }
            other => panic!("the word {other} is not known here"),
        }
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let known = schema["properties"].get(key);
        match known.or_else(|| schema.get("additionalProperties")) {
            None | Some(Value::Bool(false)) => found.push(format!("{at}.{key}: not known")),
            Some(rule) => faults(rule, inner, &format!("{at}.{key}"), found),
        }
    }
    for inner in value.as_array().into_iter().flatten() {
        faults(&schema["items"], inner, &format!("{at}[]"), found);
    }
}

fn file_of(path: &str) -> Option<&str> {
    match path.strip_suffix(".toml")? {
        path if path.starts_with("schemes/") => Some("scheme"),
        path if path.starts_with("overlays/") && path.ends_with("/overlay") => Some("overlay"),
        path => Some(path),
    }
}

#[test]
fn every_file_of_the_examples_fits_its_schema() {
    let place = Folder::empty();
    let new = place.path().join("new");
    gangmu(&["new", new.to_str().unwrap()]).ends(0);
    let mut seen = 0;
    for folder in [
        Folder::copy_of(&example("city")),
        Folder::copy_of(&example("federation")),
        small(),
        Folder::copy_of(&new),
    ] {
        for path in folder.files() {
            // What an overlay changes is a scheme in parts.
            let Some(file) = file_of(&path).filter(|file| !file.contains('/')) else { continue };
            let mut found = Vec::new();
            faults(&schema(file), &of_toml(&folder.read(&path)), &path, &mut found);
            assert!(found.is_empty(), "{found:#?}");
            seen += 1;
        }
    }
    assert!(seen >= 12, "{seen}");
}

#[test]
fn what_the_program_refuses_does_not_fit_the_schema() {
    let good = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/small/schemes/year.toml"),
    )
    .unwrap();
    let scheme = schema("scheme");
    for (wrong, what) in
        [("zzz = 1\n", "not known"), ("period = true\n", "type"), ("base = \"100\"\n", "type")]
    {
        let mut value = of_toml(&good);
        let Value::Object(extra) = of_toml(wrong) else { unreachable!() };
        value.as_object_mut().unwrap().extend(extra);
        let mut found = Vec::new();
        faults(&scheme, &value, "", &mut found);
        assert!(found.iter().any(|fault| fault.ends_with(what)), "{wrong} {found:?}");
    }
    for (key, wrong, what) in [
        ("policy", json!({"missing": "nought"}), "enum"),
        ("policy", json!({"round": {"item": 13}}), "maximum"),
        ("subjects", json!({}), "required"),
        (
            "veto",
            json!([{"id": "V", "effect": {}, "when": "true", "event": {"type": "a", "severity": "b"}}]),
            "oneOf",
        ),
        ("grade", json!([{"id": "A"}]), "anyOf"),
    ] {
        let mut value = of_toml(&good);
        value[key] = wrong;
        let mut found = Vec::new();
        faults(&scheme, &value, "", &mut found);
        assert!(found.iter().any(|fault| fault.ends_with(what)), "{key} {found:?}");
    }
}

/// A value with every key there is, as text; of keys that exclude each other the one whose turn it
/// is. `more` adds a key that there is not to every table.
fn full(schema: &Value, turn: usize, more: bool) -> String {
    if let Some(word) = schema["enum"].as_array().map(|words| &words[0]) {
        return word.to_string();
    }
    match schema["type"].as_str().unwrap_or("string") {
        "object" => format!("{{ {} }}", entries(schema, turn, more).join(", ")),
        "array" => format!("[{}]", full(&schema["items"], turn, more)),
        "boolean" => "true".to_owned(),
        "integer" | "number" => "1".to_owned(),
        _ if schema["format"] == "date" => "2025-01-01".to_owned(),
        _ => "\"a\"".to_owned(),
    }
}

fn entries(schema: &Value, turn: usize, more: bool) -> Vec<String> {
    let choice: Vec<&Value> =
        schema["oneOf"].as_array().into_iter().flatten().map(|one| &one["required"][0]).collect();
    let out = |key: &str| {
        let place = choice.iter().position(|one| *one == key);
        place.is_some_and(|place| place != turn % choice.len())
    };
    let known = schema["properties"].as_object().into_iter().flatten();
    let known = known.filter(|(key, _)| !out(key));
    let known = known.map(|(key, inner)| format!("{key} = {}", full(inner, turn, more)));
    let extra = (more && schema.get("properties").is_some()).then(|| "zzz = 1".to_owned());
    known.chain(extra).collect()
}

fn codes(folder: &Folder, path: &str) -> Vec<String> {
    let found = folder.run("check", &["--format", "json"]);
    let list: Vec<Value> =
        serde_json::from_str(&found.out).unwrap_or_else(|e| panic!("{e} {}", found.out));
    let of_file = list.iter().filter(|finding| finding["file"] == *path);
    of_file.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_key_of_a_schema_is_read_and_any_other_is_refused() {
    // Which settings a step of an index has depends on what it does: `index.rs` goes through them.
    for file in FILES.into_iter().filter(|file| *file != "index") {
        let path = match file {
            "scheme" => "schemes/a.toml".to_owned(),
            "overlay" => "overlays/C1/overlay.toml".to_owned(),
            other => format!("{other}.toml"),
        };
        for (turn, more) in (0..3).flat_map(|turn| [(turn, false), (turn, true)]) {
            let folder = small();
            let text = entries(&schema(file), turn, more).join("\n");
            folder.write(&path, &text);
            let codes = codes(&folder, &path);
            assert!(!codes.iter().any(|c| c == "F130" || c == "F133"), "{path} {codes:?}");
            let unknown = codes.iter().filter(|code| *code == "F134").count();
            assert_eq!(unknown, text.matches("zzz").count(), "{codes:?}\n{text}");
        }
    }
}

#[test]
fn every_key_that_is_read_is_in_a_schema() {
    fn keys(schema: &Value, found: &mut BTreeSet<String>) {
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            found.insert(key.clone());
            keys(inner, found);
        }
        if let Some(inner) = schema.get("items") {
            keys(inner, found);
        }
    }
    let mut known = BTreeSet::new();
    FILES.iter().for_each(|file| keys(&schema(file), &mut known));
    let readers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/src/folder");
    let mut seen = 0;
    for reader in
        ["scheme.rs", "scheme_parts.rs", "programme.rs", "forms.rs", "overlay.rs", "index.rs"]
    {
        let text = fs::read_to_string(readers.join(reader)).unwrap();
        // How a key is asked for: `table.get("key")`, `named(root, "key")` and the like.
        for way in [
            "get(\"",
            "require(\"",
            "table, \"",
            "root, \"",
            "item, \"",
            "row, \"",
            "step, \"",
            "&event, \"",
            "&term, \"",
        ] {
            for (at, _) in text.match_indices(way) {
                let key = text[at + way.len()..].split('"').next().unwrap();
                if key == "month" || key.contains(['.', ',']) {
                    continue;
                }
                seen += 1;
                let both = [format!("{key}_zh"), format!("{key}_en")];
                assert!(
                    known.contains(key) || both.iter().all(|key| known.contains(key)),
                    "{reader} {key}"
                );
            }
        }
    }
    assert!(seen > 80, "{seen}");
}

#[test]
fn a_file_may_say_where_its_schema_is() {
    let folder = small();
    let text = folder.read("programme.toml");
    folder.write("programme.toml", format!("#:schema ../programme.schema.json\n{text}"));
    folder.run("check", &[]).ends(0);
    folder.run("fmt", &[]).ends(0);
    assert!(folder.read("programme.toml").starts_with("#:schema ../programme.schema.json\n"));
}
