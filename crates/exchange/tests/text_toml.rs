//! TOML documents: typed access, and every complaint at its place.

use std::fmt::Write;

use gangmu_base::{Finding, Place};
use gangmu_exchange::text::toml_node::Date;
use gangmu_exchange::text::{Document, Source};
use proptest::prelude::*;

fn said(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |mut said, finding| {
        let blanks: Vec<String> =
            finding.blanks.iter().map(|(name, value)| format!("{name}={value}")).collect();
        writeln!(said, "{} {} {}", finding.code, finding.place, blanks.join(" ")).unwrap();
        said
    })
}

#[test]
fn values_come_as_they_are_written() {
    let source = Source::new(
        "a.toml",
        "text = '甲'\nrate = 0.10\nwhole = 1_000\nplus = +1.5e-3\nyes = true\nday = 2025-02-28\n\
         list = ['a', 'b']\n[[rows]]\nid = 1\n[[rows]]\nid = 2\n[deep.er]\nx = 1\n",
    );
    let (document, findings) = Document::parse(&source);
    assert!(findings.is_empty());
    let document = document.unwrap();
    let root = document.root();
    assert_eq!(root.get("text").unwrap().string(), Some("甲"));
    assert_eq!(root.get("rate").unwrap().number(), Some("0.10"));
    assert_eq!(root.get("whole").unwrap().number(), Some("1000"));
    assert_eq!(root.get("whole").unwrap().integer(), Some(1000));
    assert_eq!(root.get("plus").unwrap().number(), Some("1.5e-3"));
    assert_eq!(root.get("yes").unwrap().boolean(), Some(true));
    let day = Date { year: 2025, month: 2, day: 28 };
    assert_eq!(root.get("day").unwrap().date(), Some(day));
    let list = root.get("list").unwrap().strings().unwrap();
    assert_eq!(list.iter().map(|(text, _)| *text).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(list[1].1.name(), "list[2]");
    assert_eq!(list[1].1.place(), Place::at("a.toml", 7, 14, 3));
    let rows = root.get("rows").unwrap().tables().unwrap();
    let ids: Vec<_> = rows.iter().map(|row| row.get("id").unwrap().integer()).collect();
    assert_eq!(ids, [Some(1), Some(2)]);
    assert_eq!(rows[1].place(), Place::at("a.toml", 10, 1, 8));
    assert!(root.get("nothing").is_none());
    let names: Vec<String> = root.entries().iter().map(|node| node.name().to_owned()).collect();
    assert_eq!(names, ["text", "rate", "whole", "plus", "yes", "day", "list", "rows", "deep"]);
    let deep = root.get("deep").unwrap().table().unwrap();
    assert_eq!(deep.get("er").unwrap().table().unwrap().place().line, 12);
    assert!(document.take_findings().is_empty());
}

#[test]
fn complaints_say_what_was_expected_where() {
    let source = Source::new(
        "a.toml",
        "\"编号\" = 5\nrate = nan\nhex = 0x10\nday = 2025-02-28T00:00:00\nbig = 99999999999999999999\n\
         [[rows]]\nname = 1\nnmae = 2\n",
    );
    let document = Document::parse(&source).0.unwrap();
    let root = document.root();
    root.get("编号").unwrap().string();
    root.get("rate").unwrap().number();
    root.get("hex").unwrap().number();
    root.get("day").unwrap().date();
    root.get("big").unwrap().integer();
    root.get("rows").unwrap().table();
    root.require("title");
    let rows = root.get("rows").unwrap().tables().unwrap();
    for row in rows {
        row.require("id");
        row.get("name").unwrap().list();
        row.finish(&["id", "name"]);
    }
    root.finish(&[]);
    let expected = "\
F133 a.toml:1:8 key=编号 expected=string found=integer
F133 a.toml:2:8 key=rate expected=number found=nan
F133 a.toml:3:7 key=hex expected=number found=integer in another base
F133 a.toml:4:7 key=day expected=date found=date-time
F133 a.toml:5:7 key=big expected=integer found=integer out of range
F133 a.toml:6:1 key=rows expected=table found=array
F132 a.toml key=title
F132 a.toml:6:1 key=id
F133 a.toml:7:8 key=name expected=array found=integer
F134 a.toml:8:1 key=nmae nearest=name
";
    assert_eq!(said(&document.take_findings()), expected);
    assert!(document.take_findings().is_empty());
}

#[test]
fn an_error_in_a_formula_points_into_the_file() {
    let text = "one = \"甲 + 乙\"\nraw = 'a + b'\nmany = '''\nif a\n  then 丙\n'''\n\
                crlf = \"\"\"\r\nx\r\nyz\"\"\"\nescaped = \"a\\tb + c\"\nlate = \"ab \\\" c\"\n";
    let source = Source::new("a.toml", text);
    let document = Document::parse(&source).0.unwrap();
    let root = document.root();
    let place = |key: &str, word: &str| {
        let node = root.get(key).unwrap();
        let at = node.string().unwrap().find(word).unwrap();
        node.place_of_span(at..at + word.len())
    };
    assert_eq!(place("one", "乙"), Place::at("a.toml", 1, 12, 1));
    assert_eq!(place("raw", "+ b"), Place::at("a.toml", 2, 10, 3));
    assert_eq!(place("many", "丙"), Place::at("a.toml", 5, 8, 1));
    assert_eq!(place("crlf", "yz"), Place::at("a.toml", 9, 1, 2));
    assert_eq!(place("escaped", "c"), root.get("escaped").unwrap().place());
    assert_eq!(place("escaped", "a"), Place::at("a.toml", 10, 12, 1), "before the escape");
    assert_eq!(place("late", "b"), Place::at("a.toml", 11, 10, 1));
    let node = root.get("one").unwrap();
    assert_eq!(node.place_of_offset(9999), node.place());
    assert_eq!(node.place_of_offset(1), node.place(), "inside a character");
}

#[test]
fn keys_asked_for_are_not_reported_and_the_nearest_is_another() {
    let source = Source::new("a.toml", "a.b = 1\nname = 2\n'odd key' = 3\n");
    let document = Document::parse(&source).0.unwrap();
    let root = document.root();
    root.get("a");
    root.finish(&["name", "names"]);
    let expected = "F134 a.toml:2:1 key=name nearest=names\nF134 a.toml:3:1 key=odd key nearest=\n";
    assert_eq!(said(&document.take_findings()), expected);
}

proptest! {
    /// Wherever a word stands in a literal string of several lines, its place is where an editor
    /// would show it.
    #[test]
    fn places_in_strings_are_right(
        lines in prop::collection::vec("[a-c甲乙 ]{0,8}", 1..6),
        line in any::<prop::sample::Index>(),
        crlf in any::<bool>(),
    ) {
        let ending = if crlf { "\r\n" } else { "\n" };
        let line = line.index(lines.len());
        let mut lines = lines;
        let column = lines[line].chars().count();
        lines[line].push('Z');
        let text = format!("x = 1\nf = '''{ending}{}'''\n", lines.join(ending));
        let source = Source::new("a.toml", text);
        let document = Document::parse(&source).0.unwrap();
        let root = document.root();
        let node = root.get("f").unwrap();
        let at = node.string().unwrap().find('Z').unwrap();
        let place = node.place_of_offset(at);
        prop_assert_eq!((place.line as usize, place.column as usize), (line + 3, column + 1));
    }
}
