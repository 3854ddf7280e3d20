//! Files of the wrong form: encodings, tables, TOML, depth, size; files that are not there or lead
//! elsewhere.

use std::fs;

use super::{Slip, check, each_is_found, errors};
use crate::support::{Folder, example, gangmu, run_on, small};

#[test]
fn a_table_of_the_wrong_form_is_found_where_it_goes_wrong() {
    each_is_found(&[
        ("units.csv", "name_zh,name_en", "name_zh,«name_zh»", "F122", "`name_zh`"),
        ("data/observations.csv", "supersedes,reason", "supersedes,«unit»", "F122", "`unit`"),
        ("units.csv", "Third A,,\n", "Third A\n", "F121", "5"),
        (
            "data/observations.csv",
            "C31,cases,2025,4,,2026-01-10,C3-PO,,",
            "C31,cases,2025,4",
            "F121",
            "4",
        ),
        ("data/observations.csv", "ten cases were counted twice", "«\"»ten cases", "F120", ""),
        ("classes.csv", "class,name_zh", "clas,name_zh", "F202", "`clas`"),
        ("data/observations.csv", "unit,element,", "unit,elemnt,", "F202", "`elemnt`"),
        ("data/events.csv", "unit,date", "unit,dat", "F202", "`dat`"),
        (
            "data/observations.csv",
            "C31,cases,2025,4,",
            "C31,cases,2025,«4»,missing",
            "F222",
            "missing",
        ),
        (
            "data/observations.csv",
            "C31,cases,2025,4,",
            "C31,cases,2025,«»,verified",
            "F222",
            "verified",
        ),
        ("data/events.csv", "ordinary,0", "ordinary,«2»", "F210", "0, 1"),
        ("data/checklists.csv", "C3,PROC,2025,E2,1", "C3,PROC,2025,E2,«yes»", "F210", "0, 1"),
        ("data/checklists.csv", "C3,PROC,2025,E2,1", "C3,PROC,2025,E2,«»", "F206", "`met`"),
        ("data/practices.csv", "X1,C1", "«X 1»,C1", "F207", "`X 1`"),
        ("bodies.csv", "N-PO,N", "«=cmd»,N", "F207", "`=cmd`"),
        (
            "data/appeals.csv",
            "unit=C21;element=done;period=2025",
            "«unit C21»",
            "F232",
            "`column=value`",
        ),
    ]);
}

#[test]
fn a_scheme_of_the_wrong_form_is_found_where_it_goes_wrong() {
    const YEAR: &str = "schemes/year.toml";
    each_is_found(
        &[
            (YEAR, "version = 1", "version = «\"1\"»", "F133", "number"),
            (YEAR, "version = 1\n", "", "F132", "version"),
            (YEAR, "title_zh = \"年度考核\"\ntitle_en = \"The year\"", "", "F132", "title"),
            (YEAR, "base = 100", "base = «\"100\"»", "F133", "number"),
            (
                YEAR,
                "[[grade]]\nid = \"D\"",
                "«[[grade]]»\nat_least = 10\nid = \"D\"",
                "S015",
                "`D`",
            ),
            (YEAR, "[[veto]]\n", "«[[veto]]»\nwhen = \"base < 1\"\n", "F234", "event"),
            (YEAR, "working_days = 10", "working_days = -1", "F214", "-1"),
            (YEAR, "rule = \"P * checked(PROC) / 2\"", "rule = \"«x >= t»\"", "X013", "number"),
            (YEAR, "P * checked(PROC) / 2", "P * (checked(PROC) / 2«\"»", "X006", "`)`"),
            (YEAR, "P * checked(PROC) / 2", "P * checked(PROC) «?» 2", "X001", ""),
            (YEAR, "P - 2 * per(short(x, t), 1)", "«P - 2 * per(x, 1) + x»", "X0", ""),
            (YEAR, "base >= 80", "«base»", "X013", "condition"),
        ]
        .map(|slip: Slip| match slip.2 {
            // The mark stands on the closing quotation mark, which is where the formula ends.
            to if to.contains("2«\"»") => (slip.0, "P * checked(PROC) / 2\"", to, slip.3, slip.4),
            _ => slip,
        }),
    );
}

#[test]
fn every_file_may_begin_with_a_mark_and_end_its_lines_as_windows_does() {
    let plain = small();
    let other = small();
    for path in other.files() {
        let text = other.read(&path);
        other.write(&path, format!("\u{FEFF}{}", text.replace('\n', "\r\n")));
    }
    for language in ["zh", "en"] {
        let (code, found) = check(&other, language);
        assert_eq!(code, 0);
        assert!(found.iter().all(|f| f.code == "F111" && f.severity == "note"), "{found:#?}");
    }
    for scheme in ["year", "after"] {
        for table in [&[][..], &["--items"], &["--groups"], &["--deductions"], &["--consequences"]]
        {
            let args: Vec<&str> = [&["--scheme", scheme], table].concat();
            assert_eq!(other.score(&args), plain.score(&args), "{args:?}");
        }
    }
    let explain = |folder: &Folder| {
        let args = ["--unit", "C1", "--item", "RATE", "--lang", "zh"];
        folder.run("explain", &args).ends(0).out
    };
    assert_eq!(explain(&plain), explain(&other), "lines are counted alike");
}

#[test]
fn another_encoding_is_named_and_not_guessed_at() {
    // GB18030, for the three characters that occur in the table.
    let classes = small().read("classes.csv");
    let gb = |text: &str| -> Vec<u8> {
        let bytes = text.chars().flat_map(|c| match c {
            '大' => vec![0xB4, 0xF3],
            '小' => vec![0xD0, 0xA1],
            '市' => vec![0xCA, 0xD0],
            c => vec![u8::try_from(c).unwrap()],
        });
        bytes.collect()
    };
    let utf_16 = |text: &str, big: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let latin = classes.replace("Large", "Gro\u{DF}").replace(['大', '小', '市'], "x");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for (bytes, place, guess) in [
        (gb(&classes), "classes.csv:2:4", "GB18030"),
        (utf_16(&classes, false), "classes.csv:1:1", "UTF-16"),
        (utf_16(&classes, true), "classes.csv:1:1", "UTF-16"),
        (latin, "classes.csv:2:10", ""),
        (vec![0xFF; 4096], "classes.csv:1:1", ""),
    ] {
        let folder = small();
        folder.write("classes.csv", bytes);
        let errors = errors(&folder);
        let [found] = errors.as_slice() else { panic!("{errors:#?}") };
        assert_eq!((&*found.code, &*found.place), ("F110", place));
        assert!(format!("{} {}", found.message, found.next).contains(guess), "{found:?}");
        folder.run("score", &[]).ends(1);
    }
    // The same for TOML and for the large tables.
    for path in ["programme.toml", "schemes/year.toml", "data/observations.csv", "data/events.csv"]
    {
        let folder = small();
        let text = folder.read(path);
        folder.write(path, utf_16(&text, false));
        let found = errors(&folder);
        let first = found.iter().find(|f| f.place.starts_with(path));
        assert_eq!(first.map(|f| &*f.code), Some("F110"), "{found:#?}");
    }
    // A control character is no text either.
    let folder = small();
    folder.edit("classes.csv", "Large", "La\0rge");
    assert_eq!(errors(&folder)[0].code, "F112");
}

#[test]
fn a_file_that_must_be_there_is_asked_for_and_any_other_may_be_missing() {
    for path in small().files() {
        let folder = small();
        folder.remove(&path);
        let (code, found) = check(&folder, "en");
        assert!(code < 2, "{path}");
        if ["programme.toml", "units.csv", "indicators.csv"].contains(&path.as_str()) {
            let told = found.iter().any(|f| f.code == "F200" && f.place == path);
            assert!(code == 1 && told, "{path}: {found:#?}");
        }
        folder.run("score", &[]).ends(code);
        // A folder in the place of the file, and an empty file.
        fs::create_dir(folder.path().join(&path)).unwrap();
        folder.run("check", &[]);
        fs::remove_dir(folder.path().join(&path)).unwrap();
        folder.write(&path, "");
        let (code, found) = check(&folder, "en");
        // A list with nothing in it says nothing; nobody here relies on these two.
        let may_be_empty = ["datasets.toml", "framework.toml"].contains(&path.as_str());
        assert_eq!(code, i32::from(!may_be_empty), "{path} is empty: {found:#?}");
    }
}

#[test]
fn a_folder_that_is_none_cannot_be_run() {
    let folder = small();
    let file = folder.path().join("units.csv");
    let nowhere = folder.path().join("nowhere");
    for command in ["check", "score"] {
        for path in [&file, &nowhere] {
            let run = run_on(path, command, &[]).ends(2);
            assert!(run.err.contains("error[F100]"), "{}", run.err);
        }
        // An empty folder is a programme with everything missing.
        let empty = Folder::empty();
        let run = empty.run(command, &[]).ends(1);
        for wanted in ["programme.toml", "units.csv", "indicators.csv"] {
            assert!(run.err.contains(&format!("error[F200] {wanted}")), "{}", run.err);
        }
    }
    gangmu(&["check"]).ends(2);
    gangmu(&["score", "--scheme"]).ends(2);
    gangmu(&["assess", "."]).ends(2);
    gangmu(&[]).ends(2);
}

#[test]
fn what_is_asked_for_and_is_not_there_cannot_be_run_and_the_nearest_is_named() {
    let folder = small();
    for (command, args, code, near) in [
        ("score", &["--scheme", "yeer"][..], "G001", "`year`"),
        ("explain", &["--scheme", "yeer", "--unit", "C1"], "G001", "`year`"),
        ("explain", &["--unit", "C11"], "G002", "`C1`"),
        ("explain", &["--unit", "C1", "--item", "RATTE"], "G003", "`RATE`"),
        ("score", &["--period", "2025-13"], "G004", "2025"),
        ("score", &["--as-of", "yesterday"], "G005", "2026"),
        ("score", &["--boundaries", "today"], "G006", "latest"),
    ] {
        for language in ["zh", "en"] {
            let args: Vec<&str> = [args, &["--lang", language]].concat();
            let run = folder.run(command, &args).ends(2);
            assert_eq!(run.out, "");
            assert!(run.err.contains(&format!("[{code}]")), "{}", run.err);
            assert!(run.err.contains(near), "{near}: {}", run.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    use std::os::unix::fs::symlink;
    let outside =
        Folder::with(&[("secret.csv", "event,unit,date,type,severity\nTOP SECRET,,,,\n")]);
    for (path, to) in [
        ("data/events.csv", outside.path().join("secret.csv")),
        ("units.csv", outside.path().join("secret.csv")),
        ("programme.toml", "/etc/passwd".into()),
        ("schemes/more.toml", outside.path().join("secret.csv")),
        ("data/events-2.csv", "../../../../../../etc/passwd".into()),
        ("data/more", outside.path().to_path_buf()),
    ] {
        let folder = small();
        let full = folder.path().join(path);
        let _ = fs::remove_file(&full);
        symlink(&to, &full).unwrap();
        for (command, args) in [("check", &[][..]), ("score", &[])] {
            let run = folder.run(command, args).ends(1);
            assert!(run.err.contains("error[F101]"), "{path}: {}", run.err);
            let all = format!("{}{}", run.out, run.err);
            assert!(!all.contains("SECRET") && !all.contains("root:"), "{path}: {all}");
        }
    }
    // A link inside the folder leads to a file like any other; one in a circle leads nowhere.
    let folder = small();
    fs::rename(folder.path().join("data/events.csv"), folder.path().join("data/.kept")).unwrap();
    symlink(".kept", folder.path().join("data/events.csv")).unwrap();
    assert_eq!(folder.score(&[]), small().score(&[]));
    fs::remove_file(folder.path().join("data/events.csv")).unwrap();
    symlink("events.csv", folder.path().join("data/events.csv")).unwrap();
    folder.run("check", &[]).ends(1);
}

#[test]
fn ten_thousand_levels_of_nesting_are_refused_and_do_not_use_up_the_stack() {
    const DEEP: usize = 10_000;
    let formulas = [
        format!("{}x{}", "(".repeat(DEEP), ")".repeat(DEEP)),
        format!("{}x", "-".repeat(DEEP)),
        format!("if {} true then 1 else 0", "not ".repeat(DEEP)),
        format!("{}x{}", "abs(".repeat(DEEP), ")".repeat(DEEP)),
        format!("{}x", "if x > 1 then 1 else ".repeat(DEEP / 4)),
        format!("x{}", " + x".repeat(DEEP)),
        format!("x{}", " @ prev".repeat(DEEP)),
        format!("x{}", " of parent".repeat(DEEP / 2)),
        format!("{}x", "let a = 1; ".repeat(DEEP / 4)),
        "(".repeat(DEEP),
        "x ".repeat(DEEP),
        format!("\u{FEFF}{}", "🙂".repeat(DEEP)),
    ];
    for formula in &formulas {
        let folder = small();
        folder.edit("schemes/year.toml", "P * checked(PROC) / 2", formula);
        let found = errors(&folder);
        assert!(
            found.iter().any(|f| f.code.starts_with('X')),
            "{}: {found:#?}",
            &formula[..20.min(formula.len())]
        );
        folder.run("score", &[]).ends(1);
        let folder = small();
        folder.edit("indicators.csv", "100 * done / cases", &formula.replace('x', "done"));
        assert_eq!(folder.run("check", &[]).code, 1);
    }
    let nested = [
        format!("deep = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        format!("deep = {}", "[".repeat(DEEP)),
        format!("deep = {}1{}", "{ a = ".repeat(DEEP), " }".repeat(DEEP)),
        format!("{}a = 1", "a.".repeat(DEEP)),
        format!("[{}a]", "a.".repeat(DEEP)),
    ];
    for path in ["programme.toml", "framework.toml", "datasets.toml", "schemes/year.toml"] {
        for text in &nested {
            let folder = small();
            folder.append(path, &format!("\n{text}\n"));
            let found = errors(&folder);
            assert!(
                found.iter().any(|f| f.code == "F131" && f.place.starts_with(path)),
                "{found:#?}"
            );
        }
    }
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused() {
    let long = "x".repeat(100 << 20);
    for (path, text) in [
        ("data/observations.csv", format!("unit,element,period,value\nC1,days,2025,{long}\n")),
        ("data/observations.csv", long.clone()),
        ("data/events.csv", format!("event,unit,date,type,severity\n{long}\n")),
        ("units.csv", format!("unit,parent,level,name_en\n\"{long}\n")),
        ("programme.toml", format!("programme = \"{long}\"\n")),
        ("schemes/year.toml", format!("# {long}\n")),
    ] {
        let folder = small();
        folder.write(path, text);
        let run = folder.run("check", &["--lang", "en"]).ends(1);
        assert!(run.err.contains(path), "{path}: {}", &run.err[..run.err.len().min(2000)]);
        assert!(run.err.len() < 100_000, "the line itself is not shown");
    }
}

#[test]
fn a_thousand_slips_of_one_kind_are_counted_and_not_all_listed() {
    let copies = |path: &str| small().read(path).split_once('\n').unwrap().1.repeat(500);
    let row =
        |text: &str| -> String { (0..5000).map(|i| text.replace('#', &i.to_string())).collect() };
    for (path, rows, code, slips) in [
        ("data/observations.csv", row("Z#,done,2025,1,,,,,\n"), "F209", 5000),
        ("data/events.csv", row("Z#,Z#,2025-01-01,breach,ordinary,0,\n"), "F209", 5000),
        ("units.csv", row("Z#,ZZ,county,x,x,,\n"), "F209", 5000),
        // The whole table pasted in once more, and more.
        ("data/observations.csv", copies("data/observations.csv"), "F224", 500 * 12),
        ("data/surveys.csv", copies("data/surveys.csv"), "F221", 500 * 7),
    ] {
        let folder = small();
        folder.append(path, &rows);
        let run = folder.run("check", &["--lang", "en"]).ends(1);
        let listed = run.err.matches(&format!("error[{code}]")).count();
        assert!((50..=100).contains(&listed), "{path}: {listed} listed");
        let told = format!("error[F129] {path}: The file has {} more findings", slips - listed);
        assert!(run.err.contains(&told), "{told}: {}", run.err.lines().last().unwrap());
    }
}

#[test]
fn a_file_under_another_name_is_told_and_not_read() {
    for (path, near) in [
        ("data/observation.csv", "data/observations.csv"),
        ("unit.csv", "units.csv"),
        ("data/event.csv", "data/events.csv"),
        ("indicator.csv", "indicators.csv"),
    ] {
        let folder = small();
        folder.write(path, "unit,element,period,value\n");
        let (code, found) = check(&folder, "en");
        assert_eq!(code, 0);
        let [told] = found.as_slice() else { panic!("{found:#?}") };
        assert_eq!((&*told.code, &*told.severity, &*told.place), ("F201", "warning", path));
        assert!(format!("{} {}", told.message, told.next).contains(near), "{told:?}");
        assert_eq!(folder.score(&[]), small().score(&[]));
    }
}

#[test]
fn the_examples_are_without_fault() {
    for name in ["city", "federation"] {
        for language in ["zh", "en"] {
            let run = run_on(&example(name), "check", &["--lang", language]).ends(0);
            assert!(!run.err.contains("error["), "{}", run.err);
        }
    }
}

/// One slip in `questions.toml` stood below a hundred lines about answers to questions that were
/// there all the same.
#[test]
fn bug_what_follows_from_an_unreadable_file_hid_what_is_wrong_with_it() {
    for file in ["questions.toml", "elements.csv", "units.csv", "bodies.csv"] {
        let folder = Folder::copy_of(&example("city"));
        let slip = if file.ends_with(".toml") { "x = [1,\n" } else { "\"never closed\n" };
        folder.append(file, slip);
        let (status, found) = check(&folder, "en");
        assert_eq!(status, 1);
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
        assert!(
            codes.contains(&if file.ends_with(".toml") { "F130" } else { "F120" }),
            "{found:#?}"
        );
        let about = |one: &&super::Found| one.code == "F209" || one.code == "F129";
        assert_eq!(found.iter().filter(about).count(), 0, "{file} {found:#?}");
    }
}
