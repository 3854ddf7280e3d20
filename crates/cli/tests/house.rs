//! The rules of the house, checked on the manifests and the sources themselves. What each rule is
//! for stands in `ARCHITECTURE.md`; how to live with it, in `CONTRIBUTING.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which rooms a room knows: all of them, and no other. A new room gets a row here, and a
/// paragraph in `ARCHITECTURE.md`.
const KNOWS: [(&str, &[&str]); 10] = [
    ("num", &[]),
    ("index", &["num"]),
    ("base", &["num"]),
    ("formula", &["base", "num"]),
    ("domain", &["base", "formula", "num"]),
    ("exchange", &["base", "domain", "formula", "num"]),
    ("store", &["base"]),
    ("app", &["base", "domain", "exchange", "formula", "index", "num", "store"]),
    ("web", &["app", "base"]),
    ("cli", &["app", "base", "domain", "exchange", "web"]),
];

/// Libraries that open a door to the outside, and the rooms each may be used in. Tests may use them
/// anywhere.
const DOORS: [(&str, &[&str]); 15] = [
    ("arrow", &["exchange"]),
    ("parquet", &["exchange"]),
    ("tempfile", &["exchange"]),
    ("toml", &["exchange"]),
    ("toml_edit", &["exchange"]),
    ("fluent-bundle", &["app"]),
    ("clap", &["cli"]),
    ("sqlx", &["store"]),
    ("object_store", &["store"]),
    ("argon2", &["app"]),
    ("axum", &["web"]),
    ("askama", &["web"]),
    ("tower-http", &["web"]),
    ("serde_json", &["exchange", "store", "app", "web", "cli"]),
    ("tokio", &["store", "app", "web", "cli"]),
];

/// Rooms that work things out, and nothing else.
const PURE: [&str; 5] = ["num", "index", "base", "formula", "domain"];

/// What a room that works things out has no use for: files, the network, the environment, other
/// processes, the time of day, a terminal; and the braces behind which one of them could hide.
const OUTSIDE: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::io",
    "std::process",
    "std::time",
    "SystemTime",
    "println!",
    "print!(",
    "use std::{",
];

/// Rooms that may open files.
const OPENS_FILES: [&str; 3] = ["exchange", "store", "cli"];

/// How a file or a folder is opened.
const OPENING: [&str; 7] =
    ["std::fs", " fs::", "(fs::", "File::", ".read_dir(", ".metadata(", ".exists()"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 7] = ["util", "utils", "helper", "helpers", "common", "misc", "manager"];

/// No source file is longer.
const LONGEST: usize = 400;

/// Files that are longer all the same, and how long they may be. This list only ever shrinks: cut
/// them by what they do, not by where the line falls.
const LONGER: [(&str, usize); 0] = [];

#[test]
fn every_room_knows_exactly_the_rooms_it_may_know() {
    let mut wanted = BTreeMap::new();
    for (room, knows) in KNOWS {
        wanted.insert(room.to_owned(), knows.iter().map(|k| (*k).to_owned()).collect());
    }
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let knows = dependencies(&package).into_iter().filter_map(|(name, _)| room(&name));
        found.insert(room_of(&package), knows.collect());
    }
    assert_eq!(found, wanted, "left: the manifests; right: the rule in this file");
}

#[test]
fn each_door_to_the_outside_is_in_its_rooms() {
    for package in packages() {
        for (name, kind) in dependencies(&package) {
            let door = DOORS.iter().find(|(door, _)| *door == name);
            if let (Some((_, rooms)), false) = (door, kind == "dev") {
                let room = room_of(&package);
                assert!(
                    rooms.contains(&room.as_str()),
                    "{name} is used outside of its room: {room}"
                );
            }
        }
    }
}

#[test]
fn every_package_is_of_the_workspace() {
    for package in packages() {
        let name = text(&package, "name");
        assert_eq!(text(&package, "edition"), "2024", "{name}");
        assert_eq!(text(&package, "license"), "Apache-2.0", "{name}");
        assert!(package["description"].is_string(), "{name} says in a sentence what it is");
        let manifest = read(Path::new(&text(&package, "manifest_path")));
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name} keeps the lints");
    }
    let workspace = read(&root().join("Cargo.toml"));
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    assert!(read(&root().join("LICENSE")).contains("Apache License"));
}

#[test]
fn rooms_that_work_things_out_do_nothing_else() {
    let mut found = Vec::new();
    for room in PURE {
        found.extend(lines_with(room, &OUTSIDE));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_are_opened_in_three_rooms() {
    let mut found = Vec::new();
    for (room, _) in KNOWS.iter().filter(|(room, _)| !OPENS_FILES.contains(room)) {
        found.extend(lines_with(room, &OPENING));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn relations_of_the_domain_do_not_know_each_other() {
    let names = read(&root().join("crates/domain/src/lib.rs"));
    let relations: Vec<&str> =
        names.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(relations.len() >= 2, "the relations are the modules of the domain: {relations:?}");
    let mut found = Vec::new();
    for (path, source) in sources("domain") {
        let own = |name: &str| path.contains(&format!("/src/{name}"));
        for other in relations.iter().filter(|name| !own(name)) {
            let ways = [format!("crate::{other}"), format!("gangmu_domain::{other}")];
            for (number, line) in code(&source) {
                if ways.iter().any(|way| line.contains(way)) && !path.ends_with("/lib.rs") {
                    found.push(format!("{path}:{number}: {line}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn names_say_what_is_inside() {
    let mut found = Vec::new();
    for path in files(&root().join("crates")) {
        let parts = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let stem = |part: String| part.split('.').next().unwrap_or_default().to_owned();
        if parts.map(stem).any(|part| EMPTY_NAMES.contains(&part.as_str())) {
            found.push(shown(&path));
        }
    }
    for (path, source) in all_sources() {
        for (number, line) in code(&source) {
            let mut words = line
                .split_whitespace()
                .skip_while(|word| !matches!(*word, "mod" | "struct" | "enum" | "trait" | "type"));
            let kind = words.next();
            let name = words.next().unwrap_or_default();
            let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
            let empty = match kind {
                Some("mod") => EMPTY_NAMES.contains(&name),
                Some(_) => name.ends_with("Impl") || name.ends_with("Manager"),
                None => false,
            };
            if empty {
                found.push(format!("{path}:{number}: {line}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_lint_is_switched_off_without_a_reason() {
    let switched_off = [concat!("#[", "allow("), concat!("#![", "allow(")];
    let expects = concat!("#[", "expect(");
    let mut found = Vec::new();
    for path in files(&root().join("crates")).into_iter().filter(|path| is_rust(path)) {
        let source = read(&path);
        for (number, line) in code(&source) {
            if switched_off.iter().any(|off| line.contains(off)) {
                found.push(format!("{}:{number}: use {expects}…, reason = …)]", shown(&path)));
            }
        }
        for rest in source.split(expects).skip(1) {
            let attribute = rest.split(")]").next().unwrap_or_default();
            if !attribute.contains("reason = ") {
                found.push(format!("{}: {expects}{attribute})] gives no reason", shown(&path)));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_file_is_short_enough_to_be_read_at_once() {
    let mut listed: BTreeMap<&str, usize> = LONGER.into_iter().collect();
    let mut found = Vec::new();
    for (path, source) in all_sources() {
        let lines = source.lines().count();
        let limit = listed.remove(path.as_str());
        match limit {
            None if lines > LONGEST => found.push(format!("{path}: {lines} lines")),
            Some(limit) if lines > limit => found.push(format!("{path}: {lines} lines, it grew")),
            Some(_) if lines <= LONGEST => {
                found.push(format!("{path}: {lines} lines, take it off the list"));
            }
            _ => {}
        }
    }
    found.extend(listed.into_keys().map(|path| format!("{path}: on the list, but not there")));
    assert!(found.is_empty(), "no file of more than {LONGEST} lines:\n{}", found.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let without = all_sources().into_iter().filter(|(path, source)| {
        let says = source.starts_with("//! ");
        !says && !path.ends_with("_tests.rs")
    });
    let without: Vec<String> = without.map(|(path, _)| path).collect();
    assert!(without.is_empty(), "no `//!` on the first line:\n{}", without.join("\n"));
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    let homes = [
        concat!("/", "home/"),
        concat!("/", "root/"),
        concat!("/", "work/"),
        concat!("/", "Users/"),
        concat!("\\", "Users\\"),
    ];
    let mut found = Vec::new();
    for path in files(&root()) {
        let Ok(text) = String::from_utf8(fs::read(&path).unwrap_or_default()) else { continue };
        for (number, line) in text.lines().enumerate() {
            let named = homes.iter().any(|home| begins_a_path(line, home));
            if named {
                found.push(format!("{}:{}: {line}", shown(&path), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn documents_lead_to_what_is_there() {
    let mut found = Vec::new();
    for path in files(&root()).into_iter().filter(|path| ends_in(path, "md")) {
        let text = read(&path);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            let outside = file.is_empty() || file.contains("://");
            let from = path.parent().unwrap_or(&path);
            if !outside && !from.join(file).exists() {
                found.push(format!("{}: {link}", shown(&path)));
            }
        }
    }
    let architecture = read(&root().join("ARCHITECTURE.md"));
    for (room, _) in KNOWS {
        if !architecture.contains(&format!("**`{room}`**")) {
            found.push(format!("ARCHITECTURE.md: no paragraph on {room}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Whether a path beginning with `home` stands in the line, and not only ends in it.
fn begins_a_path(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '/' | '*'))
    })
}

/// The lines of a room's sources that hold any of the words.
fn lines_with(room: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, source) in sources(room) {
        for (number, line) in code(&source) {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{path}:{number}: {line}"));
            }
        }
    }
    found
}

/// The lines of a source that are not comments, with their numbers.
fn code(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = source.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    lines.filter(|(_, line)| !line.starts_with("//"))
}

/// The sources of every room, with their paths from the top.
fn all_sources() -> Vec<(String, String)> {
    KNOWS.iter().flat_map(|(room, _)| sources(room)).collect()
}

fn sources(room: &str) -> Vec<(String, String)> {
    let paths = files(&root().join("crates").join(room).join("src"));
    let rust = paths.into_iter().filter(|path| is_rust(path));
    let sources: Vec<_> = rust.map(|path| (shown(&path), read(&path))).collect();
    assert!(!sources.is_empty(), "{room} has sources");
    sources
}

/// Every file below a folder, but for what is built and what begins with a dot (`.ci` excepted).
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == "target" || name == "node_modules" || (name.starts_with('.') && name != ".ci") {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the workspace is two folders up")
}

/// A path as it is seen from the top, with `/` between its parts.
fn shown(path: &Path) -> String {
    let inside = path.strip_prefix(root()).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", shown(path)))
}

fn is_rust(path: &Path) -> bool {
    ends_in(path, "rs")
}

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

/// The packages of the workspace, as `cargo metadata` tells of them.
fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ask = |how: &[&str]| {
        let mut command = Command::new(&cargo);
        command.args(["metadata", "--format-version", "1", "--no-deps"]).args(how);
        let told = command.current_dir(root()).output().expect("cargo can be run");
        told.status.success().then_some(told.stdout)
    };
    let told = ask(&["--offline"]).or_else(|| ask(&[])).expect("cargo metadata answers");
    let told: Value = serde_json::from_slice(&told).expect("it answers in JSON");
    told["packages"].as_array().expect("it lists packages").clone()
}

/// What a package depends on, and for what: `normal`, `dev` or `build`.
fn dependencies(package: &Value) -> Vec<(String, String)> {
    let list = package["dependencies"].as_array().expect("a package lists what it depends on");
    let kind = |one: &Value| one["kind"].as_str().unwrap_or("normal").to_owned();
    list.iter().map(|one| (text(one, "name"), kind(one))).collect()
}

/// The folder of a package, which is the name of the room.
fn room_of(package: &Value) -> String {
    let manifest = PathBuf::from(text(package, "manifest_path"));
    let folder = manifest.parent().and_then(Path::file_name).expect("a manifest is in a folder");
    folder.to_string_lossy().into_owned()
}

/// The room that a package of this name is; `None` for a library of others.
fn room(name: &str) -> Option<String> {
    match name {
        "gangmu" => Some("cli".to_owned()),
        _ => name.strip_prefix("gangmu-").map(str::to_owned),
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}")).to_owned()
}
