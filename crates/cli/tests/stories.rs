//! From an empty folder to a result that is explained, as a programme office does it; and how the
//! program says things, word for word (`snapshots/`; `INSTA_UPDATE=always` writes them anew).

use std::io::Read;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::support::{Folder, LANGUAGES, Run, example, gangmu, run_on, small};

/// What a person sees: findings first, then what was asked for.
fn seen(run: Run) -> String {
    // That there are warnings is said with the path of the folder, which is another everywhere.
    let said = run.err.lines().filter(|line| !line.contains("`gangmu check "));
    said.map(|line| format!("{line}\n")).chain([run.out.clone()]).collect()
}

/// No name of a message, no blank and no code of the program's own making is left in what people
/// read.
fn is_written_out(text: &str) {
    for trace in ["explain-", "status-", "check-", "{ $", "Some(", "None", "Unknown("] {
        assert!(!text.contains(trace), "{trace}: {text}");
    }
}

#[test]
fn a_new_programme_is_without_fault_is_scored_and_explains_itself() {
    for language in LANGUAGES {
        let place = Folder::empty();
        let dir = place.path().join("not yet/there");
        let dir = dir.to_str().unwrap();
        let made = gangmu(&["new", dir, "--lang", language]).ends(0);
        for line in made.out.lines().filter(|line| line.starts_with("  ")) {
            assert!(std::path::Path::new(dir).join(line.trim()).is_file(), "{line}");
        }
        let checked = gangmu(&["check", dir, "--lang", language, "--format", "json"]).ends(0);
        let found: Vec<serde_json::Value> = serde_json::from_str(&checked.out).unwrap();
        assert!(found.iter().all(|f| f["severity"] == "note"), "nothing but notes: {found:?}");
        let scored = gangmu(&["score", dir, "--lang", language, "--format", "csv"]).ends(0);
        assert_eq!(scored.err, "");
        let results = scored.table();
        assert!(results.rows.len() >= 3);
        let items = gangmu(&["score", dir, "--items", "--format", "csv"]).ends(0).table();
        for row in &results.rows {
            assert!(!row["final"].is_empty() && !row["grade"].is_empty(), "{row:?}");
            let unit = &row["unit"];
            let told = gangmu(&["explain", dir, "--unit", unit, "--lang", language]).ends(0);
            assert!(told.out.contains(&row["final"]), "{}", told.out);
            is_written_out(&told.out);
        }
        for row in &items.rows {
            let ask = ["explain", dir, "--unit", &row["unit"], "--item", &row["item"]];
            let told = gangmu(&[&ask[..], &["--lang", language]].concat()).ends(0);
            assert!(told.out.contains(&row["points"]), "{}", told.out);
            is_written_out(&told.out);
        }
        gangmu(&["forms", dir, "--lang", language]).ends(0);
    }
}

#[test]
fn a_new_programme_is_never_written_over_an_old_one() {
    let folder = Folder::with(&[("units.csv", "mine")]);
    let dir = folder.path().to_str().unwrap();
    for language in LANGUAGES {
        let run = gangmu(&["new", dir, "--lang", language]).ends(2);
        assert!(run.err.contains("[G010]") && run.out.is_empty(), "{}", run.err);
    }
    assert_eq!(
        (folder.files(), folder.read("units.csv")),
        (vec!["units.csv".into()], "mine".into())
    );
    // Nor in the place of a file; but an empty folder will do.
    gangmu(&["new", folder.path().join("units.csv").to_str().unwrap()]).ends(2);
    assert_eq!(folder.read("units.csv"), "mine");
    let empty = Folder::empty();
    gangmu(&["new", empty.path().to_str().unwrap()]).ends(0);
    empty.run("check", &[]).ends(0);
}

#[test]
fn a_programme_with_errors_is_not_scored_and_says_why_and_warnings_are_mentioned() {
    let folder = small();
    folder.edit("data/observations.csv", "C31,cases", "C39,cases");
    for (command, args) in [("score", &[][..]), ("explain", &["--unit", "C1"])] {
        for language in LANGUAGES {
            let run = folder.run(command, &[args, &["--lang", language]].concat()).ends(1);
            assert_eq!(run.out, "");
            assert!(run.err.contains("[F209] data/observations.csv:10:1"), "{}", run.err);
            assert!(run.err.contains("10 | C39,cases"), "the line is shown: {}", run.err);
        }
    }
    // A warning does not keep from scoring.
    let folder = small();
    folder.write("data/event.csv", "event\n");
    let run = folder.run("score", &["--format", "csv"]).ends(0);
    assert_eq!(run.table(), small().score(&[]));
    assert!(run.err.contains("gangmu check"), "{}", run.err);
}

#[test]
fn the_examples_explain_every_unit_and_every_item() {
    for (name, scheme) in
        [("city", "city"), ("city", "bodies"), ("city", "term"), ("federation", "norland")]
    {
        let folder = example(name);
        let ask = |args: &[&str]| {
            run_on(&folder, "explain", &[&["--scheme", scheme], args].concat()).ends(0).out
        };
        let items = run_on(&folder, "score", &["--scheme", scheme, "--items", "--format", "csv"])
            .ends(0)
            .table();
        // Each item for one unit, and each unit as a whole: the others are like them.
        let mut units = items.column("unit");
        units.dedup();
        for (index, unit) in units.iter().enumerate() {
            let language = LANGUAGES[index % 2];
            is_written_out(&ask(&["--unit", unit, "--lang", language]));
            let own = items.rows.iter().filter(|row| row["unit"] == **unit);
            for (place, row) in own.enumerate().filter(|(place, _)| place % units.len() == index) {
                let language = LANGUAGES[place / units.len() % 2];
                let told = ask(&["--unit", unit, "--item", &row["item"], "--lang", language]);
                is_written_out(&told);
                assert!(told.contains(&row["points"]), "{told}");
            }
        }
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gangmu"))
        .args(["score", example("city").to_str().unwrap(), "--items", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success());
    let about_warnings = |line: &str| line.contains("`gangmu check ");
    assert!(said.lines().all(about_warnings), "nothing else is said: {said}");
}

#[test]
fn help_is_given_for_every_command() {
    for args in [&["--help"][..], &["--version"], &["help", "score"]] {
        gangmu(args).ends(0);
    }
    for command in ["new", "check", "score", "explain", "pack", "forms"] {
        let help = gangmu(&[command, "--help"]).ends(0).out;
        assert!(help.contains("Example"), "{help}");
    }
}

#[test]
fn the_language_is_that_of_the_terminal_unless_another_is_asked_for() {
    let say = |set: &[(&str, &str)], args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gangmu"));
        command.arg("check").arg(example("federation")).args(args);
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        let output = command.envs(set.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains("错误")
    };
    assert!(say(&[("LANG", "zh_CN.UTF-8")], &[]));
    assert!(say(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")], &[]));
    assert!(say(&[("LANG", "C")], &["--lang", "zh"]));
    assert!(!say(&[("LANG", "zh_CN.UTF-8")], &["--lang", "en"]));
    assert!(!say(&[("LANG", "C")], &[]));
    assert!(!say(&[], &[]));
}

/// A dozen slips, such as are made.
fn slips() -> Folder {
    let folder = small();
    for (path, from, to) in [
        ("units.csv", "C31,C3,", "C31,C33,"),
        ("indicators.csv", "done / cases", "done / case"),
        ("targets.csv", "SPEED,2025,,,10", "SPEED,2025,,,\"1,000\""),
        ("data/observations.csv", "C12,cases,2025,500", "C12,cases,2025,５００"),
        ("data/observations.csv", "C1,days,2025,9.5", "C1,days,2025年,9.5"),
        ("data/observations.csv", "C2,days,2025,12.5,", "C2,days,2025,,verified"),
        ("data/surveys.csv", "C3,2025,Q1,good", "C3,2025,Q1,goood"),
        ("data/events.csv", "E2,C3,2025-07-01", "E2,C3,2025/7/1"),
        ("data/events.csv", "再次发生 / again", "联系人 13812345678@qq.com"),
        ("data/checklists.csv", "C3,PROC,2025,E2,1", "C3,PROC,2025,E2,是"),
        ("schemes/year.toml", "P * checked(PROC) / 2", "P * checked(PROC / 2"),
        ("schemes/year.toml", "appeal_to = ", "apeal_to = "),
        ("programme.toml", "working_days = 5", "working_days = 6"),
    ] {
        folder.edit(path, from, to);
    }
    folder.write("data/event.csv", "event,unit\n");
    folder
}

#[test]
fn a_check_with_a_dozen_slips_reads_like_this() {
    let [zh, en] =
        LANGUAGES.map(|language| seen(slips().run("check", &["--lang", language]).ends(1)));
    assert_snapshot!("check_zh", zh);
    assert_snapshot!("check_en", en);
}

#[test]
fn a_table_of_results_reads_like_this() {
    let run = run_on(&example("city"), "score", &["--lang", "zh"]).ends(0);
    // A table has the same words in both languages.
    assert_eq!(run.out, run_on(&example("city"), "score", &["--lang", "en"]).ends(0).out);
    assert_snapshot!("score_city", seen(run));
}

#[test]
fn an_explanation_of_an_item_reads_like_this() {
    let [zh, en] = LANGUAGES.map(|language| {
        let args = ["--unit", "YZ03", "--item", "C103", "--lang", language];
        seen(run_on(&example("city"), "explain", &args).ends(0))
    });
    assert_snapshot!("explain_item_zh", zh);
    assert_snapshot!("explain_item_en", en);
}

#[test]
fn an_explanation_of_a_result_reads_like_this() {
    let [zh, en] = LANGUAGES.map(|language| {
        let args = ["--unit", "HL03", "--lang", language];
        seen(run_on(&example("city"), "explain", &args).ends(0))
    });
    assert_snapshot!("explain_unit_zh", zh);
    assert_snapshot!("explain_unit_en", en);
}

#[test]
fn what_the_forms_ask_is_counted_as_the_example_says() {
    for language in LANGUAGES {
        let args = ["--format", "csv", "--lang", language];
        let forms = run_on(&example("city"), "forms", &args).ends(0).table();
        // As counted by hand in the README of the example; 1.4 minutes a cell.
        assert_eq!(forms.column("form"), ["F1", "F2", "F3", "F4", "F5"]);
        assert_eq!(forms.column("cells"), ["8", "13", "5", "66", "24"]);
        assert_eq!(forms.column("minutes"), ["11.2", "18.2", "7.0", "92.4", "33.6"]);
        // A month of a quarter, a twelfth of a year.
        assert_eq!(forms.column("minutes_per_month"), ["11.2", "6.1", "0.6", "30.8", "2.8"]);
    }
}
