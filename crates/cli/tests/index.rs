//! `gangmu index`: how it reads, word for word; that it is the same on every machine; what it does
//! with questions it cannot answer.

mod by_hand;
mod faults;
mod figures;
mod keys;
mod made_up;
mod published;

use std::collections::BTreeSet;

use insta::assert_snapshot;

use crate::support::{Folder, LANGUAGES, Table, example, gangmu, gangmu_with, run_on, same};

use made_up::{made_up, with_index};

/// What the command prints of the example, and nothing of that there are warnings.
fn city(args: &[&str]) -> String {
    run_on(&example("city"), "index", args).ends(0).out
}

#[test]
fn a_table_of_the_index_reads_like_this() {
    let [zh, en] = LANGUAGES.map(|language| city(&["--lang", language]));
    assert_snapshot!("index_city_zh", zh);
    assert_snapshot!("index_city_en", en);
}

#[test]
fn an_explanation_of_the_index_reads_like_this() {
    let [zh, en] = LANGUAGES.map(|language| city(&["--explain", "HL03", "--lang", language]));
    assert_snapshot!("index_explain_zh", zh);
    assert_snapshot!("index_explain_en", en);
}

#[test]
fn the_other_tables_read_like_this() {
    assert_snapshot!("index_parts", city(&["--parts", "--format", "csv"]));
    assert_snapshot!("index_weights", city(&["--weights", "--lang", "zh"]));
    assert_snapshot!("index_choices", city(&["--choices", "--lang", "zh"]));
}

#[test]
fn tables_say_the_same_in_every_format_and_language() {
    for table in [&[][..], &["--parts"], &["--weights"], &["--choices"]] {
        let print = |format: &str, language: &str| {
            city(&[table, &["--format", format, "--lang", language]].concat())
        };
        let csv = print("csv", "en");
        assert_eq!(csv, print("csv", "zh"), "{table:?}");
        assert_eq!(print("json", "en"), print("json", "zh"), "{table:?}");
        let (csv, json) = (Table::of_csv(&csv), Table::rows_of_json(&print("json", "en")));
        assert_eq!(csv.rows.len(), json.len(), "{table:?}");
        for (csv, json) in csv.rows.iter().zip(&json) {
            assert!(csv.iter().all(|(column, cell)| same(cell, &json[column])), "{csv:?} {json:?}");
        }
    }
    let results = Table::of_csv(&city(&["--format", "csv"]));
    let wanted = ["unit", "class", "score", "rank", "rank_low", "rank_high", "coverage"];
    assert_eq!(results.columns[..wanted.len()], wanted);
    assert_eq!(results.rows.len(), 9);
}

#[test]
fn every_unit_is_explained_and_no_name_of_a_message_is_left() {
    let results = Table::of_csv(&city(&["--format", "csv"]));
    for (place, row) in results.rows.iter().enumerate() {
        let told = city(&["--explain", &row["unit"], "--lang", LANGUAGES[place % 2]]);
        assert!(told.contains(&row["score"]) && !told.contains("index-"), "{told}");
    }
}

#[test]
fn intervals_hold_the_rank_and_more_doubt_makes_them_no_narrower() {
    let results = Table::of_csv(&city(&["--format", "csv"]));
    let figure = |text: &str| text.parse::<f64>().unwrap();
    for row in &results.rows {
        let (low, high) = (figure(&row["rank_low"]), figure(&row["rank_high"]));
        assert!(1.0 <= low && low <= high && high <= 9.0, "{row:?}");
        let (worst, best) = (figure(&row["worst"]), figure(&row["best"]));
        let (score, coverage) = (figure(&row["score"]), figure(&row["coverage"]));
        assert!(worst <= score && score <= best, "{row:?}");
        assert!((0.0..=1.0).contains(&coverage), "{row:?}");
        assert_eq!(coverage < 1.0, worst < best, "{row:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_at_any_number_of_threads_and_another_one_others() {
    let city = example("city");
    let city = city.to_str().unwrap();
    let run = |threads: &str, seed: &str| {
        let args = ["index", city, "--draws", "300", "--seed", seed, "--format", "json"];
        gangmu_with(&[("RAYON_NUM_THREADS", threads)], &args).ends(0).out
    };
    let one = run("1", "5");
    for threads in ["2", "3", "8"] {
        assert_eq!(run(threads, "5"), one, "{threads} threads");
    }
    // Few draws among all nine, so that the ends of the intervals show which ones they were.
    let all = Folder::copy_of(&example("city"));
    all.edit("index.toml", "compare_within = \"class\"", "compare_within = \"all\"");
    let few = |seed: &str| {
        let args = ["--draws", "3", "--seed", seed, "--format", "csv"];
        let table = all.run("index", &args).ends(0).table();
        let [scores, ranks, low, high] =
            ["score", "rank", "rank_low", "rank_high"].map(|column| table.column(column).join(" "));
        ((scores, ranks), (low, high))
    };
    let drawn = ["1", "2", "3", "4", "5", "6", "7", "8"].map(few);
    let scores: BTreeSet<_> = drawn.iter().map(|(scores, _)| scores).collect();
    let ends: BTreeSet<_> = drawn.iter().map(|(_, ends)| ends).collect();
    assert_eq!(scores.len(), 1, "{scores:?}");
    assert!(ends.len() > 1, "{ends:?}");
}

#[test]
fn without_draws_there_are_ranks_and_no_intervals() {
    let results = Table::of_csv(&city(&["--draws", "0", "--format", "csv"]));
    for row in &results.rows {
        assert!(!row["rank"].is_empty() && row["rank_low"].is_empty(), "{row:?}");
        assert!(row["rank_high"].is_empty() && row["tied_with"].is_empty(), "{row:?}");
    }
    assert!(city(&["--draws", "0"]).contains("--draws 0"), "it says why there are none");
}

#[test]
fn what_cannot_be_answered_is_a_finding() {
    let folder = made_up();
    let told = |args: &[&str], code: &str| {
        for language in LANGUAGES {
            let run = folder.run("index", &[args, &["--lang", language]].concat());
            assert!(run.code > 0 && run.out.is_empty(), "{args:?}: {}", run.out);
            assert!(run.err.contains(&format!("[{code}]")), "{args:?}: {}", run.err);
        }
    };
    told(&["--draws", "4000000000"], "G033");
    told(&["--explain", "AA"], "G002");
    told(&["--explain", "N"], "G002");
    told(&["--period", "yesterday"], "G004");
    told(&["--boundaries", "yesterday"], "G006");
    // A year without figures: nobody has a score, and nothing is made up.
    let none = folder.run("index", &["--period", "2019", "--format", "csv"]).ends(0).table();
    assert_eq!(none.rows.len(), 4);
    for column in ["score", "rank", "rank_low", "worst", "best"] {
        assert!(none.column(column).iter().all(|cell| cell.is_empty()), "{none:#?}");
    }
    // Where no other year takes part there is nothing to normalise at all.
    folder.edit("index.toml", "periods = [\"2024\"]\n", "");
    told(&["--period", "2019"], "I005");
    // Not two tables at once, and no format for sentences.
    for wrong in [&["--parts", "--weights"][..], &["--explain", "A", "--format", "csv"]] {
        folder.run("index", wrong).ends(2);
    }
    folder.remove("index.toml");
    told(&[], "G032");
    assert_eq!(folder.run("check", &[]).code, 0, "a programme need not have an index");
    gangmu(&["index", "no such folder"]).ends(2);
}

#[test]
fn as_of_a_day_only_what_was_recorded_by_then_counts() {
    let folder = made_up();
    folder.write(
        "data/observations.csv",
        made_up::OBSERVATIONS
            .replace("period,value\n", "period,value,recorded_at\n")
            .replace(",2024,", ",2024,_,")
            .lines()
            .map(|line| match line.split_once(",_,") {
                Some((head, value)) => format!("{head},{value},2025-01-10\n"),
                None if line.starts_with("unit") => format!("{line}\n"),
                None => format!("{line},2026-01-10\n"),
            })
            .collect::<String>(),
    );
    // By then nothing of 2025 was there: every figure is that of the year before, if there is one.
    let before = folder.run("index", &["--as-of", "2025-06-01", "--format", "csv"]).ends(0).table();
    assert!(before.column("coverage").iter().all(|share| *share == "0.000"), "{before:#?}");
    let after = folder.run("index", &["--format", "csv"]).ends(0).table();
    assert_eq!(after, made_up().run("index", &["--format", "csv"]).ends(0).table());
}

#[test]
fn fmt_lays_the_index_out_and_keeps_what_it_says() {
    let folder = made_up();
    folder.run("fmt", &[]).ends(0);
    let tidy = folder.read("index.toml");
    let wild = format!("# At the top.\n{tidy}")
        .replace(" = ", "   =  ")
        .replace("weight   =  3", "weight   =  3 # three times as much")
        .replace("id   =  \"p1\"\nparent   =  \"index\"", "parent   =  \"index\"\nid   =  \"p1\"");
    let other = with_index(&wild);
    other.run("fmt", &["--check"]).ends(1);
    other.run("fmt", &[]).ends(0);
    let laid_out = other.read("index.toml");
    let expected = format!("# At the top.\n{tidy}");
    let plain = laid_out.replace("# three times as much", "").replace("  \n", "\n");
    let lines = |text: &str| text.lines().map(str::trim_end).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&plain), lines(&expected));
    assert!(laid_out.contains("weight = 3") && laid_out.contains("# three times as much"));
    let results = |folder: &Folder| folder.run("index", &["--format", "csv"]).ends(0).out;
    assert_eq!(results(&other), results(&made_up()));
}
