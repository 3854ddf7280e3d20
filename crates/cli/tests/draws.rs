//! Places with intervals: figures are drawn anew, the scheme is run again, places are counted.

use std::process::Command;

use insta::assert_snapshot;

use crate::support::{Folder, LANGUAGES, example, run_on, score, score_every_way};

const DRAWS: [&str; 4] = ["--draws", "200", "--seed", "7"];

/// A programme of units of one class that are scored by one rate: `made` of `all` each.
fn rates(units: &[(i64, i64)]) -> Folder {
    one_figure(units, "case", "case", "")
}

/// The same with parts in these units of measure, and more lines of policy.
fn one_figure(units: &[(i64, i64)], made: &str, all: &str, policy: &str) -> Folder {
    let mut rows = "unit,parent,level,name_en,class\n".to_owned();
    let mut observations = "unit,element,period,value\n".to_owned();
    for (number, (made, all)) in units.iter().enumerate() {
        rows += &format!("U{number:02},,city,Unit {number},K\n");
        observations += &format!("U{number:02},made,2025,{made}\nU{number:02},all,2025,{all}\n");
    }
    let elements = format!(
        "element,name_en,unit,collected_at,rollup,over_time\n\
         made,Made,{made},city,none,none\nall,All,{all},city,none,none\n"
    );
    Folder::with(&[
        ("programme.toml", PROGRAMME),
        ("units.csv", &rows),
        ("classes.csv", "class,name_en\nK,all of a kind\n"),
        ("elements.csv", &elements),
        ("indicators.csv", INDICATORS),
        ("schemes/year.toml", &SCHEME.replace("[policy]\n", &format!("[policy]\n{policy}"))),
        ("data/observations.csv", &observations),
    ])
}

const PROGRAMME: &str = r#"programme = "draws"
title_en = "Draws"
period = "2025"
schemes = ["year"]

[[level]]
id = "city"
name_en = "city"

[privacy]
min_denominator = 5
mark = "x"
"#;

const INDICATORS: &str = "\
indicator,name_en,unit,direction,formula
RATE,Rate,%,up,100 * made / all
";

const SCHEME: &str = r#"scheme = "year"
version = 1
title_en = "The year"
period = "2025"

[subjects]
level = "city"

[policy]
round = { item = 2 }

[[group]]
id = "G"
title_en = "Group"

[[item]]
id = "RATE"
group = "G"
title_en = "Rate"
points = 100
rule = "P * number(x) / 100"
"#;

fn number(row: &crate::support::Row, column: &str) -> i64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {row:?}"))
}

#[test]
fn the_places_of_the_cities_and_what_was_drawn_for_them() {
    let city = example("city");
    for language in LANGUAGES {
        let args = [&DRAWS[..], &["--lang", language]].concat();
        let run = run_on(&city, "score", &args).ends(0);
        let said: Vec<&str> = run.err.lines().filter(|l| !l.contains("`gangmu check ")).collect();
        assert_snapshot!(format!("draws_{language}"), format!("{}\n{}", said.join("\n"), run.out));
    }
    let drawn = run_on(&city, "score", &["--drawn", "--lang", "en"]).ends(0);
    assert_snapshot!("drawn_items", drawn.out);
    // Of departments there are few cases each: their places are much less sure.
    let bodies = [&DRAWS[..], &["--scheme", "bodies", "--format", "csv"]].concat();
    assert_snapshot!("draws_of_bodies", run_on(&city, "score", &bodies).ends(0).out);
}

#[test]
fn tables_with_intervals_say_the_same_in_every_format_and_without_draws_nothing_is_added() {
    let city = example("city");
    let table = score_every_way(&city, &DRAWS);
    let at = table.columns.iter().position(|name| name == "rank_in_class").unwrap();
    assert_eq!(table.columns[at + 1..at + 5], ["rank_low", "rank_high", "tied_with", "reason"]);
    let drawn = score_every_way(&city, &["--drawn"]);
    assert_eq!(drawn.columns, ["item", "indicator", "drawn", "why", "subjects"]);
    for row in &drawn.rows {
        let own = row["drawn"] == "1" && row["why"] != "follows";
        assert_ne!(row["subjects"].is_empty(), own, "{row:?}");
    }
    let plain = score(&city, &[]);
    assert!(!plain.columns.iter().any(|name| name.starts_with("rank_l")));
    for (with, without) in table.rows.iter().zip(&plain.rows) {
        for (column, cell) in without {
            assert_eq!(&with[column], cell, "{column}");
        }
        assert_eq!(with["rank_low"].is_empty(), without["rank_in_class"].is_empty());
        // Who is tied with somebody is so the other way round.
        for other in with["tied_with"].split_whitespace() {
            let other = table.rows.iter().find(|row| row["unit"] == other).unwrap();
            assert!(other["tied_with"].split_whitespace().any(|unit| unit == with["unit"]));
            assert_eq!(other["class"], with["class"]);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_at_any_number_of_threads_and_another_one_does_not() {
    let folder = example("city");
    let run = |threads: &str, seed: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_gangmu"))
            .args(["--lang", "en", "score", folder.to_str().unwrap(), "--format", "csv"])
            .args(["--scheme", "bodies", "--draws", "37", "--seed", seed])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(output.status.success());
        (output.stdout, output.stderr)
    };
    let one = run("1", "7");
    for threads in ["2", "3", "8"] {
        assert_eq!(run(threads, "7"), one, "{threads} threads");
    }
    assert_ne!(run("2", "8").0, one.0);
    // The seed that is taken when none is given is 1, and it is printed.
    let stated = run_on(&folder, "score", &["--draws", "37", "--seed", "1", "--format", "csv"]);
    let default = run_on(&folder, "score", &["--draws", "37", "--format", "csv"]);
    assert_eq!((stated.out, &stated.err), (default.out, &default.err));
    assert!(stated.err.contains("37") && stated.err.contains(" 1"), "{}", stated.err);
}

#[test]
fn the_order_of_rows_does_not_show_in_draws() {
    for scheme in ["city", "bodies", "term"] {
        let args = [&DRAWS[..], &["--scheme", scheme]].concat();
        let before = score(&example("city"), &args);
        let folder = Folder::copy_of(&example("city"));
        for path in folder.files().iter().filter(|path| path.ends_with(".csv")) {
            let mut records = crate::support::read_csv(&folder.read(path));
            records[1..].reverse();
            folder.write(path, crate::support::write_csv(&records));
        }
        assert_eq!(folder.score(&args), before, "{scheme}");
    }
}

#[test]
fn the_more_cases_the_narrower_the_intervals() {
    let units = |times: i64| -> Vec<(i64, i64)> {
        (0..12).map(|unit| ((10 + unit) * times, 30 * times)).collect()
    };
    let widths = |times: i64| -> (i64, usize) {
        let table = rates(&units(times)).score(&DRAWS);
        let width = |row| number(row, "rank_high") - number(row, "rank_low");
        let tied = table.rows.iter().map(|row| row["tied_with"].split_whitespace().count());
        (table.rows.iter().map(width).sum(), tied.sum())
    };
    let found: Vec<(i64, usize)> = [1, 10, 100, 1_000, 100_000].map(widths).to_vec();
    for pair in found.windows(2) {
        assert!(pair[1].0 < pair[0].0 || pair[0].0 == 0, "{found:?}");
        assert!(pair[1].1 <= pair[0].1, "{found:?}");
    }
    assert_eq!(found.last(), Some(&(0, 0)), "with three million cases each, places are certain");
}

#[test]
fn what_is_drawn_by_hand_comes_out_as_worked_out_by_hand() {
    // 5 of 10 against 8 of 10: Beta(5.5, 5.5) is above Beta(8.5, 2.5) with probability 0.077.
    let apart = rates(&[(5, 10), (8, 10)]).score(&["--draws", "20000"]);
    assert_eq!(apart.column("tied_with"), ["U01", "U00"], "0.077 lies between 0.05 and 0.95");
    // 4 of 10: Beta(4.5, 6.5) is above with probability 0.029.
    let apart = rates(&[(4, 10), (8, 10)]).score(&["--draws", "20000"]);
    assert_eq!(apart.column("tied_with"), ["", ""]);
    assert_eq!(apart.column("rank_low"), ["2", "1"]);
    assert_eq!(apart.column("rank_high"), ["2", "1"]);
}

#[test]
fn figures_that_are_no_share_of_counts_stay_as_they_are() {
    let units = [(3, 10), (5, 10), (5, 10), (9, 10), (10, 10)];
    let cases = [("yuan", "yuan", "amount"), ("hour", "hour", "amount")];
    for (made, all, why) in cases.into_iter().chain([("case", "person", "other_things")]) {
        let folder = one_figure(&units, made, all, "");
        // A rate per another thing has a unit of measure: the rule takes the number.
        let table = folder.score(&DRAWS);
        for row in &table.rows {
            assert_eq!(row["rank_low"], row["rank_in_class"], "{made}");
            assert_eq!(row["rank_high"], row["rank_in_class"], "{made}");
        }
        // Who shares a place in every draw cannot be told apart.
        assert_eq!(table.column("tied_with"), ["", "U02", "U01", "", ""]);
        assert_eq!(folder.score(&["--drawn"]).rows[0]["why"], why);
    }
    // More than all of them is no share; nor is a part of a case.
    let beyond = rates(&[(12, 10), (14, 10)]);
    assert_eq!(beyond.score(&["--drawn"]).rows[0]["why"], "not_whole");
    assert_eq!(beyond.score(&DRAWS).column("rank_high"), ["1", "1"]);
    // Of several only those whose figures can be are drawn.
    let some = rates(&[(12, 10), (5, 10), (4, 10)]);
    assert_eq!(some.score(&["--drawn"]).rows[0]["subjects"], "2");
}

#[test]
fn a_class_below_the_least_has_no_places_and_no_intervals() {
    let units = [(5, 10), (8, 10)];
    let small = one_figure(&units, "case", "case", "min_group = 3\n").score(&DRAWS);
    for column in ["rank_in_class", "rank_low", "rank_high", "tied_with"] {
        assert_eq!(small.column(column), ["", ""], "{column}");
    }
    assert_eq!(small.column("reason"), ["small_group", "small_group"]);
    let city = Folder::copy_of(&example("city"));
    city.edit("schemes/city.toml", "[policy]\n", "[policy]\nmin_group = 3\n");
    for row in &city.score(&DRAWS).rows {
        let empty = row["class"] == "K1" || row["ranked"] == "0";
        assert_eq!(row["rank_low"].is_empty(), empty, "{row:?}");
        assert_eq!(row["tied_with"].is_empty() && row["rank_high"].is_empty(), empty, "{row:?}");
    }
}

#[test]
fn who_is_not_ranked_has_no_interval_and_is_nobodys_tie() {
    let folder = rates(&[(5, 10), (5, 10), (6, 10)]);
    folder.append(
        "schemes/year.toml",
        "\n[[veto]]\nid = \"V\"\nevent = { type = \"fraud\", severity = \"grave\" }\n\
         effect = { ranked = false }\n",
    );
    folder
        .write("data/events.csv", "event,unit,date,type,severity\nE1,U01,2025-05-05,fraud,grave\n");
    let table = folder.score(&DRAWS);
    assert_eq!(table.column("rank_low"), ["1", "", "1"]);
    assert_eq!(table.column("rank_high"), ["2", "", "2"]);
    assert_eq!(table.column("tied_with"), ["U02", "", "U00"]);
}

#[test]
fn what_was_asked_wrongly_is_told_in_both_languages() {
    let city = example("city");
    let cases: [(&[&str], &str); 8] = [
        (&["--draws", "0"], "G040"),
        (&["--draws", "100001"], "G040"),
        (&["--draws", "many"], "G040"),
        (&["--draws", "1.5"], "G040"),
        (&["--draws", "10", "--seed", "x"], "G041"),
        (&["--draws", "10", "--seed", "18446744073709551616"], "G041"),
        (&["--seed", "1"], "G042"),
        (&["--seed", "1", "--items"], "G042"),
    ];
    for (args, code) in cases {
        for language in LANGUAGES {
            let run = run_on(&city, "score", &[args, &["--lang", language]].concat()).ends(2);
            assert!(run.err.contains(code) && run.out.is_empty(), "{args:?}: {}", run.err);
        }
    }
    for table in ["--items", "--groups", "--deductions", "--consequences", "--set=policy.late=zero"]
    {
        let run = run_on(&city, "score", &["--draws", "10", table]).ends(2);
        assert!(run.err.contains("--draws"), "{}", run.err);
    }
    // The greatest seed there is.
    run_on(&city, "score", &["--draws", "1", "--seed", "18446744073709551615"]).ends(0);
}

#[test]
fn the_final_result_is_what_is_drawn_and_before_appeals_the_published_one() {
    let folder = |made: i64| {
        let folder = rates(&[(made, 20), (11, 20), (14, 20), (9, 20)]);
        folder.append(
            "programme.toml",
            "\n[notice]\nopens = 2026-02-09\ncloses = 2026-02-13\nappeals_from = 2026-02-09\n\
             appeals_to = 2026-02-13\nfinal_on = 2026-03-01\n",
        );
        folder
    };
    let (told, changed) = (folder(4), folder(16));
    let appealed = folder(4);
    appealed.write(
        "data/appeals.csv",
        "appeal,unit,filed,decided,decision,file,key,column,old,new\n\
         A1,U00,2026-02-10,2026-02-20,upheld,observations,unit=U00;element=made;period=2025,value,4,16\n",
    );
    let drawn = |folder: &Folder, more: &[&str]| -> Vec<Vec<String>> {
        let table = folder.score(&[&DRAWS[..], more].concat());
        let columns = ["rank_in_class", "rank_low", "rank_high", "tied_with"];
        columns.map(|name| table.column(name).iter().map(|c| c.to_string()).collect()).to_vec()
    };
    assert_eq!(drawn(&appealed, &[]), drawn(&changed, &[]));
    assert_eq!(drawn(&appealed, &["--published"]), drawn(&told, &[]));
    assert_ne!(drawn(&changed, &[]), drawn(&told, &[]));
}

#[test]
fn how_places_spread_tells_the_public_nothing_of_what_is_hidden() {
    // 1 or 2 of 4 give no points by the rule, and 4 is below the least denominator: what is
    // published is the same. How often the unit reaches the points is not.
    let folder = |made: i64| {
        let folder = rates(&[(made, 4), (60, 100), (58, 100), (30, 100)]);
        folder.edit("schemes/year.toml", "P * number(x) / 100", "bands(x, >= 55: 100, else: 0)");
        folder
    };
    let [one, two] = [folder(1), folder(2)];
    let public = |folder: &Folder| folder.score(&[&DRAWS[..], &["--public"]].concat());
    assert_eq!(public(&one), public(&two));
    assert_ne!(one.score(&DRAWS), two.score(&DRAWS));
    assert_eq!(one.score(&["--drawn", "--public"]).rows[0]["why"], "withheld");
    assert_eq!(one.score(&["--drawn"]).rows[0]["why"], "share");
}

#[test]
fn a_survey_spreads_by_its_own_answers_and_its_design_effect() {
    let folder = |deff: &str| {
        let folder = rates(&[(1, 2), (1, 2), (1, 2), (1, 2)]);
        folder.edit(
            "indicators.csv",
            "100 * made / all",
            r#""100 * answers(Q, ""good"") / answers(Q)""#,
        );
        let question = format!(
            "[[question]]\nid = \"Q\"\nkind = \"survey\"\ntext_en = \"Safe?\"\n\
             answers = [\"good\", \"poor\", \"_refused\"]\n{deff}"
        );
        folder.write("questions.toml", question);
        let mut rows = "unit,period,question,answer,count\n".to_owned();
        for unit in 0..4 {
            let good = 300 + 25 * unit;
            rows +=
                &format!("U0{unit},2025H1,Q,good,{good}\nU0{unit},2025H1,Q,poor,{}\n", 500 - good);
            rows += &format!("U0{unit},2025H1,Q,_refused,90\n");
        }
        folder.write("data/surveys.csv", rows);
        folder
    };
    let width = |folder: &Folder| -> i64 {
        let table = folder.score(&["--draws", "1000"]);
        table.rows.iter().map(|row| number(row, "rank_high") - number(row, "rank_low")).sum()
    };
    let (plain, wide) = (folder(""), folder("design_effect = 12.5\n"));
    assert_eq!(plain.score(&["--drawn"]).rows[0]["why"], "survey");
    assert!(width(&plain) < width(&wide), "{} {}", width(&plain), width(&wide));
    assert_eq!(plain.score(&DRAWS), folder("design_effect = 1\n").score(&DRAWS));
    let run = folder("design_effect = 0\n").run("check", &[]).ends(1);
    assert!(run.err.contains("[F214] questions.toml:6"), "{}", run.err);
}
