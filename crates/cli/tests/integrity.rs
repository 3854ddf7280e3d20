//! `gangmu integrity`: what is tampered with is flagged, what is honest is not, and whatever is asked
//! it says the same at any number of threads and in both languages.

mod made;
mod misreporting;

use std::collections::BTreeSet;
use std::process::Command;

use insta::assert_snapshot;
use made::Made;

use crate::support::{Folder, LANGUAGES, Row, Table, example, gangmu, run_on, same};

fn tests_of(folder: &Folder, args: &[&str]) -> Table {
    let asked = [args, &["--format", "csv"]].concat();
    folder.run("integrity", &asked).ends(0).table()
}

fn flagged(folder: &Folder) -> Vec<Row> {
    let rows = tests_of(folder, &[]).rows.into_iter();
    rows.filter(|row| row["flagged"] == "yes").collect()
}

/// The flags, each as test, unit, element or indicator.
fn flags(made: &Made) -> BTreeSet<(String, String, String)> {
    let of = |row: Row| {
        let about = format!("{}{}", row["element"], row["indicator"]);
        (row["test"].clone(), row["unit"].clone(), about)
    };
    flagged(&made.folder()).into_iter().map(of).collect()
}

fn flag(test: &str, unit: &str, about: &str) -> (String, String, String) {
    (test.to_owned(), unit.to_owned(), about.to_owned())
}

#[test]
fn honest_figures_are_not_flagged() {
    for seed in 1..=3 {
        assert_eq!(flags(&Made::honest(seed)), BTreeSet::new(), "seed {seed}");
    }
    let all = tests_of(&Made::honest(1).folder(), &["--all"]);
    let made = all.rows.iter().filter(|row| row["flagged"] == "no");
    assert!(made.count() > 1_000, "tests were made: {}", all.rows.len());
    let applied: BTreeSet<&str> = all
        .rows
        .iter()
        .filter(|row| row["flagged"] == "no")
        .map(|row| row["test"].as_str())
        .collect();
    let wanted = [
        "bunching",
        "copied_forward",
        "growth_far",
        "growth_near",
        "heaping",
        "just_met",
        "last_digits",
        "near_duplicate",
        "smoothness",
        "total_of_parts",
    ];
    assert_eq!(applied, wanted.into_iter().collect());
    let reasons: BTreeSet<&str> = all
        .rows
        .iter()
        .filter(|row| row["flagged"] == "not_applied")
        .map(|row| row["says"].as_str())
        .collect();
    assert!(reasons.contains("too_few") && !reasons.contains("out_of_range"), "{reasons:?}");
}

#[test]
fn figures_copied_forward_are_flagged() {
    let mut made = Made::honest(1);
    for month in 4..12 {
        let before = made.figure("C07", "b", 3);
        made.set("C07", "b", month, before);
    }
    let found = flags(&made);
    assert!(found.contains(&flag("copied_forward", "C07", "b")), "{found:?}");
    assert!(found.iter().all(|(_, unit, _)| unit == "C07"), "{found:?}");
}

#[test]
fn figures_that_all_end_in_0_or_5_are_flagged() {
    let mut made = Made::honest(1);
    for element in made::ELEMENTS {
        for month in 0..12 {
            let figure = made.figure("C11", element, month);
            made.set("C11", element, month, (figure + 2) / 5 * 5);
        }
    }
    let found = flags(&made);
    assert!(found.contains(&flag("heaping", "C11", "")), "{found:?}");
    assert!(found.iter().all(|(_, unit, _)| unit == "C11"), "{found:?}");
}

#[test]
fn figures_lifted_over_the_target_are_flagged() {
    let mut made = Made::honest(1);
    for unit in made.units() {
        let sum = |element| (0..12).map(|month| made.figure(&unit, element, month)).sum::<i64>();
        let (solved, cases) = (sum("solved"), sum("cases"));
        let wanted = (cases * 80 + 99) / 100;
        if solved < wanted && solved * 100 >= cases * 77 {
            let last = made.figure(&unit, "solved", 11);
            made.set(&unit, "solved", 11, last + wanted - solved);
        }
    }
    let found = flags(&made);
    let rate = found.iter().filter(|(_, _, about)| about == "rate");
    let tests: BTreeSet<&str> = rate.map(|(test, _, _)| test.as_str()).collect();
    assert!(tests.contains("just_met"), "{found:?}");
}

#[test]
fn a_total_that_is_not_the_sum_of_its_parts_is_flagged() {
    let mut made = Made::honest(1);
    made.add_to_total("P2", 5, 7);
    let folder = made.folder();
    let found = flagged(&folder);
    let [row] = found.try_into().unwrap();
    assert_eq!((row["test"].as_str(), row["unit"].as_str()), ("total_of_parts", "P2"));
    assert_eq!((row["period"].as_str(), row["statistic"].as_str()), ("2025-06", "-7.0000"));
    assert_eq!((row["p"].as_str(), row["n"].as_str()), ("", "25"));
    // A part that was not reported leaves nothing to compare with.
    folder.edit(
        "data/observations.csv",
        &made.line("C26", "cases", 5),
        "C26,cases,2025-06,,missing",
    );
    assert_eq!(flagged(&folder).len(), 0);
}

#[test]
fn a_series_made_from_another_is_flagged() {
    let mut made = Made::honest(1);
    for month in 0..12 {
        let figure = made.figure("C20", "a", month);
        made.set("C21", "a", month, 3 * figure);
    }
    let row = flagged(&made.folder()).into_iter().find(|row| row["test"] == "near_duplicate");
    let row = row.expect("it is flagged");
    assert_eq!((row["unit"].as_str(), row["other"].as_str()), ("C20", "C21"));
    assert_eq!((row["element"].as_str(), row["says"].as_str()), ("a", "same_growth"));
}

#[test]
fn a_series_smoother_than_all_others_is_flagged() {
    let mut made = Made::honest(1);
    let mean = (0..12).map(|month| made.figure("C40", "b", month)).sum::<i64>() / 12;
    for month in 0..12 {
        let figure = made.figure("C40", "b", month);
        made.set("C40", "b", month, mean + (figure - mean) / 20);
    }
    let found = flags(&made);
    assert!(found.contains(&flag("smoothness", "C40", "b")), "{found:?}");
    assert!(found.iter().all(|(_, unit, _)| unit == "C40"), "{found:?}");
}

#[test]
fn revisions_that_all_go_one_way_are_flagged_and_known_as_of_a_day() {
    let made = Made::honest(1);
    let folder = made.folder();
    let mut rows = "unit,element,period,value,status,recorded_at\n".to_owned();
    for month in 0..12 {
        for (element, by) in [("solved", 9), ("cases", -4)] {
            let figure = made.figure("C30", element, month) + by;
            rows += &format!("C30,{element},2025-{:02},{figure},,2026-03-01\n", month + 1);
        }
    }
    folder.write("data/observations-again.csv", rows);
    let found = flagged(&folder);
    let of = |test: &str| found.iter().find(|row| row["test"] == test && row["unit"] == "C30");
    let row = of("revision_direction").expect("it is flagged");
    assert_eq!((row["says"].as_str(), row["n"].as_str()), ("towards_better", "24"));
    assert_eq!(of("revision_late").expect("they are late")["says"], "towards_better");
    let before = tests_of(&folder, &["--all", "--as-of", "2026-02-01"]);
    let none = |row: &Row| !row["test"].starts_with("revision") || row["flagged"] == "not_applied";
    assert!(before.rows.iter().all(none), "nothing was revised by then");
}

#[test]
fn the_same_seed_draws_the_same_units_with_probabilities_that_add_up() {
    let mut made = Made::honest(1);
    made.add_to_total("P2", 5, 7);
    let folder = made.folder();
    let drawn = tests_of(&folder, &["--verify", "20", "--seed", "7"]);
    assert_eq!(drawn.columns, ["unit", "level", "class", "flags", "probability", "drawn"]);
    assert_eq!(drawn, tests_of(&folder, &["--verify", "20", "--seed", "7"]));
    assert_ne!(drawn, tests_of(&folder, &["--verify", "20", "--seed", "8"]));
    let yes = drawn.rows.iter().filter(|row| row["drawn"] == "yes");
    assert_eq!(yes.count(), 20);
    let sum: f64 = drawn.rows.iter().map(|row| row["probability"].parse::<f64>().unwrap()).sum();
    assert!((sum - 20.0).abs() < 1e-4, "{sum}");
    let of = |unit: &str| drawn.cell(&[unit], "probability").parse::<f64>().unwrap();
    assert_eq!((drawn.cell(&["P2"], "flags"), drawn.cell(&["P1"], "flags")), ("1", "0"));
    assert!((of("P2") - (2.0 * of("P1")).min(1.0)).abs() < 1e-5, "who is flagged, twice as likely");
    let all = drawn.rows.len().to_string();
    let everybody = tests_of(&folder, &["--verify", &all]);
    assert!(everybody.rows.iter().all(|row| row["drawn"] == "yes"));
}

#[test]
fn rates_come_with_their_funnel_and_small_ones_with_the_mark() {
    let mut made = Made::honest(1);
    for month in 0..12 {
        made.set("C50", "solved", month, 0);
        made.set("C50", "cases", month, i64::from(month == 0) * 4);
        made.set("C60", "solved", month, made.figure("C60", "cases", month) / 2);
    }
    let folder = made.folder();
    let rates = tests_of(&folder, &["--rates"]);
    let key = |unit: &'static str| [unit, rates.cell(&[unit], "class"), "rate"].map(str::to_owned);
    let of = |unit: &'static str, column: &str| {
        let key = key(unit);
        let key: Vec<&str> = key.iter().map(String::as_str).collect();
        rates.cell(&key, column).to_owned()
    };
    assert_eq!((of("C50", "numerator"), of("C50", "denominator")), ("0".into(), "4".into()));
    assert_eq!(of("C60", "status"), "below_998");
    for row in &rates.rows {
        let figure = |column: &str| row[column].parse::<f64>().unwrap();
        let rate = 100.0 * figure("numerator") / figure("denominator");
        assert!((rate - figure("rate")).abs() < 1e-3, "{row:?}");
        let within = figure("low95") <= rate + 1e-3 && rate <= figure("high95") + 1e-3;
        assert_eq!(row["status"] == "within", within, "{row:?}");
        assert!(figure("low998") <= figure("low95") && figure("high95") <= figure("high998"));
        let (line, shrunk) = (figure("line"), figure("shrunk"));
        assert!((shrunk - line).abs() <= (rate - line).abs() + 1e-3, "drawn to its class: {row:?}");
    }
    let shown = tests_of(&folder, &["--rates", "--public"]);
    let hidden: Vec<&Row> = shown.rows.iter().filter(|row| row["rate"] == "x").collect();
    assert_eq!(hidden.len(), 2, "the small one, and one more: {hidden:?}");
    assert!(hidden.iter().any(|row| row["unit"] == "C50"));
    for row in hidden {
        for column in ["numerator", "denominator", "low95", "high998", "status", "shrunk"] {
            assert_eq!(row[column], "x", "{column}");
        }
    }
}

#[test]
fn the_table_is_the_same_in_both_languages_and_formats() {
    let mut made = Made::honest(1);
    made.add_to_total("P2", 5, 7);
    let folder = made.folder();
    for args in [&[][..], &["--all"], &["--verify", "9"], &["--rates"]] {
        let print = |language: &str, format: &str| {
            let more = [args, &["--lang", language, "--format", format]].concat();
            folder.run("integrity", &more).ends(0).out
        };
        let [zh, en] = LANGUAGES.map(|language| (print(language, "csv"), print(language, "json")));
        assert_eq!(zh, en);
        let (csv, json) = (Table::of_csv(&en.0), Table::rows_of_json(&en.1));
        assert_eq!(csv.rows.len(), json.len());
        for (one, other) in csv.rows.iter().zip(&json) {
            assert!(
                one.iter().all(|(column, cell)| same(cell, &other[column])),
                "{one:?} {other:?}"
            );
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let mut made = Made::honest(2);
    made.add_to_total("P3", 2, 1);
    let folder = made.folder();
    for args in [&["--all"][..], &["--verify", "10"], &["--rates"]] {
        let run = |threads: &str| {
            let output = Command::new(env!("CARGO_BIN_EXE_gangmu"))
                .arg("integrity")
                .arg(folder.path())
                .args(args)
                .args(["--format", "csv"])
                .env("RAYON_NUM_THREADS", threads)
                .output()
                .unwrap();
            assert!(output.status.success());
            String::from_utf8(output.stdout).unwrap()
        };
        let one = run("1");
        assert_eq!(one, run("2"), "{args:?}");
        assert_eq!(one, run("8"), "{args:?}");
    }
}

#[test]
fn what_cannot_be_asked_is_said() {
    let city = example("city");
    let city = city.to_str().unwrap();
    for (args, code) in [
        (&["--period", "1999"][..], "N001"),
        (&["--period", "soon"], "G004"),
        (&["--as-of", "never"], "G005"),
        (&["--boundaries", "somewhere"], "G006"),
        (&["--verify", "0"], "N002"),
        (&["--verify", "4000000000"], "N002"),
        (&["--rates", "--boundaries", "1990-01-01"], ""),
    ] {
        for language in LANGUAGES {
            let asked = [&["integrity", city, "--lang", language], args].concat();
            let run = gangmu(&asked);
            assert!(run.err.contains(code), "{args:?}: {}", run.err);
            assert!(code.is_empty() || run.code == 2, "{args:?}: {}", run.err);
        }
    }
    for args in [
        &["--verify", "-1"][..],
        &["--verify", "2.5"],
        &["--verify", "4294967296"],
        &["--seed", "1"],
        &["--verify", "2", "--seed", "-1"],
        &["--rates", "--verify", "2"],
        &["--all", "--rates"],
        &["--public"],
        &["--format", "xml"],
    ] {
        gangmu(&[&["integrity", city], args].concat()).ends(2);
    }
    let empty = Made::honest(1).folder();
    empty.write("data/observations.csv", "unit,element,period,value,status\n");
    let run = empty.run("integrity", &["--lang", "en"]).ends(2);
    assert!(run.err.contains("Nothing was reported for any period."), "{}", run.err);
}

#[test]
fn what_is_said_of_the_example() {
    let seen = |args: &[&str]| {
        let run = run_on(&example("city"), "integrity", args).ends(0);
        assert!(!run.out.contains("integrity-"), "no name of a message: {}", run.out);
        run.out
    };
    assert_snapshot!("integrity_en", seen(&["--lang", "en"]));
    assert_snapshot!("integrity_zh", seen(&["--lang", "zh"]));
    assert_snapshot!("integrity_verify", seen(&["--lang", "en", "--verify", "6", "--seed", "7"]));
    let rates = seen(&["--lang", "en", "--rates", "--public", "--format", "csv"]);
    let of = |line: &&str| {
        line.starts_with("unit") || line.contains(",C201,") || line.contains(",B103,")
    };
    let rates: Vec<&str> = rates.lines().filter(of).collect();
    assert_snapshot!("integrity_rates", rates.join("\n"));
}

#[test]
fn what_misreporting_would_bring_reads_like_this() {
    let city = |args: &[&str]| run_on(&example("city"), "integrity", args).ends(0).out;
    assert_snapshot!("misreporting_en", city(&["--misreporting", "--lang", "en"]));
    assert_snapshot!("misreporting_zh", city(&["--misreporting", "--lang", "zh"]));
}
