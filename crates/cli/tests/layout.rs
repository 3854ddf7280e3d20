//! `gangmu fmt`: files are laid out anew and say what they said.

use crate::support::{Folder, example, gangmu, small};

fn folders() -> [(&'static str, Folder); 3] {
    let copy = |name| Folder::copy_of(&example(name));
    [("city", copy("city")), ("federation", copy("federation")), ("small", small())]
}

/// Every table of every scheme, as programs read it.
fn scores(folder: &Folder) -> Vec<String> {
    let schemes = folder.files();
    let schemes = schemes.iter().filter_map(|file| file.strip_prefix("schemes/"));
    let schemes = schemes.map(|file| file.trim_end_matches(".toml").to_owned());
    let mut found = Vec::new();
    for scheme in schemes {
        for table in ["--items", "--groups", "--deductions", "--consequences", "--published"] {
            let asked = ["--scheme", &scheme, "--format", "csv", table];
            found.push(folder.run("score", &asked).ends(0).out);
        }
    }
    found
}

/// The comments of every TOML file, in no order.
fn comments(folder: &Folder) -> Vec<String> {
    let files = folder.files();
    let toml = files.iter().filter(|file| file.ends_with(".toml"));
    let mut found = Vec::new();
    for text in toml.map(|file| folder.read(file)) {
        let behind = |line: &str| Some(line[line.find('#')?..].trim_end().to_owned());
        found.extend(text.lines().filter_map(behind));
    }
    found.sort();
    found
}

/// Every TOML file but the schemes, whose formulas may be printed anew, as it is read.
fn said(folder: &Folder) -> Vec<toml::Table> {
    let files = folder.files();
    let plain = files.iter().filter(|f| f.ends_with(".toml") && !f.starts_with("schemes/"));
    plain.map(|file| folder.read(file).parse().unwrap()).collect()
}

fn bytes(folder: &Folder) -> Vec<(String, String)> {
    let files = folder.files().into_iter().filter(|file| !file.ends_with(".parquet"));
    files.map(|file| (file.clone(), folder.read(&file))).collect()
}

#[test]
fn laying_out_changes_no_result_and_no_comment_and_is_done_once() {
    for (name, folder) in folders() {
        let (scored, commented, told) = (scores(&folder), comments(&folder), said(&folder));
        folder.run("fmt", &[]).ends(0);
        let once = bytes(&folder);
        assert_eq!(scores(&folder), scored, "{name}");
        assert_eq!(comments(&folder), commented, "{name}");
        assert_eq!(said(&folder), told, "{name}");
        folder.run("fmt", &["--check"]).ends(0);
        folder.run("fmt", &[]).ends(0);
        assert_eq!(bytes(&folder), once, "{name}");
    }
}

#[test]
fn what_only_looks_different_becomes_the_same() {
    let tidy = small();
    tidy.run("fmt", &[]).ends(0);
    let wild = Folder::copy_of(tidy.path());
    for file in tidy.files() {
        let text = tidy.read(&file);
        let wild_text = match file.rsplit_once('.') {
            Some((_, "toml")) => {
                text.replace("\n[", "\n\n\n[").replace(" = ", "   =  ").replace('\n', "  \r\n")
            }
            // A mark, and quotes around every plain cell.
            Some((_, "csv")) if !text.contains('"') => {
                let line = |line: &str| format!("\"{}\"\r\n", line.replace(',', "\",\""));
                format!("\u{FEFF}{}", text.lines().map(line).collect::<String>())
            }
            _ => text.clone(),
        };
        // Blanks inside of a text on several lines belong to it.
        if !text.contains("'''") {
            wild.write(&file, wild_text);
        }
    }
    let told = wild.run("fmt", &["--check"]).ends(1);
    assert!(told.out.contains("units.csv") && told.out.contains("programme.toml"), "{}", told.out);
    wild.run("fmt", &[]).ends(0);
    assert_eq!(bytes(&wild), bytes(&tidy));
}

#[test]
fn keys_columns_and_formulas_get_their_order_and_a_comment_in_a_formula_stays() {
    let folder = small();
    let scheme = folder.read("schemes/year.toml");
    let at = scheme.find("[[item]]").unwrap();
    let extra = "[[item]]\nrule = \"((P))*  (1)\"\n# Above points.\npoints = 0\ntitle_en = \"Z\"\ngroup = \"A\"\nid = \"Z1\"\n\n[[item]]\nid = \"Z2\"\ngroup = \"A\"\ntitle_en = \"Z\"\npoints = 0\nrule = '''\n(P)  # all\n'''\n\n";
    let group = scheme.split("[[group]]").nth(1).unwrap().split("id = \"").nth(1).unwrap();
    let extra = extra
        .replace("group = \"A\"", &format!("group = \"{}\"", group.split('"').next().unwrap()));
    folder.write("schemes/year.toml", format!("{}{extra}{}", &scheme[..at], &scheme[at..]));
    folder.write("holidays.csv", "kind,date\nholiday,2025-01-01\n");
    folder.run("fmt", &[]);
    let text = folder.read("schemes/year.toml");
    let item = text.split("id = \"Z1\"").nth(1).unwrap_or_else(|| panic!("{text}"));
    let lines: Vec<&str> = item.lines().skip(1).take(5).collect();
    assert_eq!(
        lines[1..],
        ["title_en = \"Z\"", "# Above points.", "points = 0", "rule = \"P * 1\""]
    );
    assert!(text.contains("'''\n(P)  # all\n'''"), "{text}");
    assert_eq!(folder.read("holidays.csv"), "date,kind\n2025-01-01,holiday\n");
}

#[test]
fn a_file_with_an_error_is_told_and_left_alone_and_the_others_are_not() {
    let folder = small();
    folder.write("holidays.csv", "kind,date\r\nholiday,tomorrow\r\n");
    folder.write("classes.csv", folder.read("classes.csv").replace('\n', "\r\n"));
    let told = folder.run("fmt", &[]).ends(1);
    assert!(told.err.contains("holidays.csv:2"), "{}", told.err);
    assert!(folder.read("holidays.csv").contains("\r\n"));
    assert!(!folder.read("classes.csv").contains('\r'));
    gangmu(&["fmt", "no such folder"]).ends(2);
}

#[test]
fn a_new_programme_and_the_examples_are_laid_out_already() {
    let place = Folder::empty();
    let new = place.path().join("new");
    gangmu(&["new", new.to_str().unwrap()]).ends(0);
    for folder in [new, example("city"), example("federation")] {
        let told = gangmu(&["fmt", "--check", folder.to_str().unwrap()]);
        assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    }
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = gangmu(&["completions", shell]).ends(0).out;
        for command in ["check", "score", "explain", "fmt", "schema"] {
            assert!(script.contains(command), "{shell} {command}");
        }
    }
}
