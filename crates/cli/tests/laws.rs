//! What must not change the result, and what must add up: laws that hold for every programme, tried
//! on the examples and on the small programme.

use std::collections::BTreeMap;
use std::process::Command;

use proptest::prelude::*;

use crate::support::{Folder, Row, Table, example, read_csv, score, small, write_csv};

/// Every table of every scheme of a programme, before and after appeals.
fn everything(folder: &Folder, schemes: &[&str]) -> Vec<Table> {
    let mut tables = Vec::new();
    for scheme in schemes {
        for table in [&[][..], &["--items"], &["--groups"], &["--deductions"], &["--consequences"]]
        {
            for moment in [&[][..], &["--published"]] {
                let args = [&["--scheme", scheme], table, moment].concat();
                tables.push(folder.score(&args));
            }
        }
    }
    tables
}

/// The programmes that the laws are tried on, with their schemes.
fn programmes() -> [(&'static str, Folder, &'static [&'static str]); 3] {
    [
        ("city", Folder::copy_of(&example("city")), &["city", "bodies", "term"]),
        ("federation", Folder::copy_of(&example("federation")), &["norland"]),
        ("small", small(), &["year", "after"]),
    ]
}

/// Numbers that look drawn at random and are the same for the same seed.
struct Draws(u64);

impl Draws {
    /// A number below `bound` (splitmix64).
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % bound.max(1) as u64).unwrap()
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// Writes every table of the folder anew: its header and its rows as `change` wants them.
fn rewrite(folder: &Folder, mut change: impl FnMut(&str, Vec<Vec<String>>) -> Vec<Vec<String>>) {
    for path in folder.files().iter().filter(|path| path.ends_with(".csv")) {
        let records = change(path, read_csv(&folder.read(path)));
        folder.write(path, write_csv(&records));
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_order_of_rows_and_of_columns_does_not_change_any_result(seed in any::<u64>()) {
        for (name, folder, schemes) in programmes() {
            let before = everything(&folder, schemes);
            let mut draws = Draws(seed);
            rewrite(&folder, |_, mut records| {
                let mut order: Vec<usize> = (0..records[0].len()).collect();
                draws.shuffle(&mut order);
                draws.shuffle(&mut records[1..]);
                let reordered = |record: &Vec<String>| order.iter().map(|i| record[*i].clone()).collect();
                records.iter().map(reordered).collect()
            });
            prop_assert_eq!(everything(&folder, schemes), before, "{}", name);
        }
    }

    #[test]
    fn how_the_facts_are_cut_into_files_does_not_change_any_result(seed in any::<u64>()) {
        for (name, folder, schemes) in programmes() {
            let before = everything(&folder, schemes);
            let mut draws = Draws(seed);
            for path in folder.files().iter().filter(|path| path.starts_with("data/")) {
                let mut records = read_csv(&folder.read(path));
                let rest = records.split_off(1 + draws.below(records.len()));
                let header = records[0].clone();
                folder.remove(path);
                // The part that comes first by name is sometimes the one that came last.
                let names = ["-0", "-1"].map(|part| path.replace(".csv", &format!("{part}.csv")));
                let [first, second] = if draws.below(2) == 0 { [0, 1] } else { [1, 0] };
                folder.write(&names[first], write_csv(&records));
                folder.write(&names[second], write_csv(&[vec![header], rest].concat()));
            }
            prop_assert_eq!(everything(&folder, schemes), before, "{}", name);
        }
    }
}

#[test]
fn observations_packed_as_parquet_give_the_same_results_and_are_not_told_twice() {
    for (name, folder, schemes) in programmes() {
        let before = everything(&folder, schemes);
        folder.run("pack", &[]).ends(0);
        // As long as the tables stand beside them, every figure is told twice.
        assert!(folder.run("check", &[]).ends(1).err.contains("[F224]"));
        for path in folder.files() {
            if path.starts_with("data/observations") && path.ends_with(".csv") {
                folder.remove(&path);
            }
        }
        assert_eq!(everything(&folder, schemes), before, "{name}");
    }
}

#[test]
fn the_units_turned_upside_down_give_the_same_results() {
    for (name, folder, schemes) in programmes() {
        let before = everything(&folder, schemes);
        rewrite(&folder, |_, mut records| {
            records[1..].reverse();
            records
        });
        assert_eq!(everything(&folder, schemes), before, "{name}");
    }
}

#[test]
fn the_number_of_threads_does_not_change_any_result() {
    let run = |threads: &str, args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_gangmu"))
            .arg("score")
            .arg(example("city"))
            .args(args)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(output.status.success());
        output.stdout
    };
    for args in [&["--format", "csv"][..], &["--items"], &["--scheme", "term", "--format", "json"]]
    {
        let one = run("1", args);
        assert_eq!(run("7", args), one);
        assert_eq!(run("2", args), one);
    }
}

/// A decimal ten times as large.
fn times_ten(text: &str) -> String {
    match text.split_once('.') {
        _ if text.is_empty() => String::new(),
        None => format!("{text}0"),
        Some((whole, decimals)) => {
            let (first, rest) = decimals.split_at(1);
            if rest.is_empty() {
                format!("{whole}{first}")
            } else {
                format!("{whole}{first}.{rest}")
            }
        }
    }
}

#[test]
fn counting_everything_ten_times_leaves_every_ratio_and_its_points_as_they_are() {
    // In the city example every indicator that comes from elements is a ratio of two of them, but
    // for one index.
    let folder = Folder::copy_of(&example("city"));
    let elements = Table::of_csv(&folder.read("elements.csv"));
    let parts: Vec<&str> = elements
        .column("element")
        .into_iter()
        .filter(|id| id.ends_with("_n") || id.ends_with("_d") || *id == "population")
        .collect();
    assert_eq!(parts.len() + 1, elements.rows.len(), "{parts:?}");
    let schemes = ["city", "bodies", "term"];
    let before = everything(&folder, &schemes);
    rewrite(&folder, |path, mut records| {
        if path.starts_with("data/observations") {
            for record in &mut records[1..] {
                if parts.contains(&record[1].as_str()) {
                    record[3] = times_ten(&record[3]);
                }
            }
        }
        records
    });
    // What an appeal changes is counted ten times as well.
    folder.edit("data/appeals.csv", ",value,90,93,", ",value,900,930,");
    assert_eq!(everything(&folder, &schemes), before);
}

#[test]
fn a_unit_in_a_class_of_its_own_changes_nothing_for_the_others() {
    let folder = Folder::copy_of(&example("city"));
    let before = everything(&folder, &["city", "term"]);
    // A twin of YZ01 with all that is known of it for 2025, in a class that is new. What names its
    // rows by an id of their own is not doubled, nor what was before 2025: one item looks at last
    // year's mean over all cities.
    const ONCE: [&str; 5] =
        ["data/appeals", "data/events", "data/practices", "data/history", "data/imported"];
    rewrite(&folder, |path, mut records| {
        let twin = |record: &Vec<String>| -> Vec<String> {
            record.iter().map(|cell| cell.replace("YZ01", "YZ09").replace("K1", "K9")).collect()
        };
        let fits = |record: &&Vec<String>| -> bool {
            let observed = path.starts_with("data/observations");
            let of_class =
                ["classes.csv", "targets.csv"].contains(&path) && record.contains(&"K1".to_owned());
            let of_unit =
                record[0].starts_with("YZ01") && !ONCE.iter().any(|once| path.starts_with(once));
            of_class || (of_unit && (!observed || record[2].starts_with("2025")))
        };
        let twins: Vec<Vec<String>> = records.iter().filter(fits).map(twin).collect();
        records.extend(twins);
        records
    });
    let after = everything(&folder, &["city", "term"]);
    for (before, after) in before.iter().zip(after) {
        let own = |row: &Row| row["unit"].starts_with("YZ09");
        let (twins, others): (Vec<Row>, Vec<Row>) = after.rows.into_iter().partition(own);
        assert_eq!(before.rows, others);
        if before.columns.contains(&"class".to_owned()) {
            assert_eq!(twins.iter().map(|row| row["class"].as_str()).collect::<Vec<_>>(), ["K9"]);
        }
    }
}

#[test]
fn without_appeals_what_is_published_is_final() {
    for (name, folder, schemes) in programmes() {
        let published: Vec<Table> =
            everything(&folder, schemes).into_iter().skip(1).step_by(2).collect();
        if folder.files().contains(&"data/appeals.csv".to_owned()) {
            folder.remove("data/appeals.csv");
        }
        for (index, table) in everything(&folder, schemes).into_iter().enumerate() {
            let published = &published[index / 2];
            for (row, before) in table.rows.iter().zip(&published.rows) {
                for (column, cell) in row {
                    match column.as_str() {
                        // Nothing is final in what was asked for as published.
                        "final" if index % 2 == 1 => assert_eq!(cell, ""),
                        "final" => assert_eq!(*cell, row["published"], "{name}: {row:?}"),
                        _ => assert_eq!(*cell, before[column], "{name}: {column} of {row:?}"),
                    }
                }
            }
        }
    }
}

#[test]
fn today_and_the_boundaries_of_today_are_the_same_where_nothing_happened() {
    for (name, folder, schemes) in programmes() {
        for scheme in schemes {
            let plain = folder.score(&["--scheme", scheme, "--items"]);
            for more in [
                &["--as-of", "2199-12-31"][..],
                &["--boundaries", "latest"],
                &["--boundaries", "2199-12-31"],
            ] {
                let args = [&["--scheme", scheme, "--items"], more].concat();
                assert_eq!(folder.score(&args), plain, "{name} {more:?}");
            }
        }
    }
}

/// Points in hundredths.
fn cents(text: &str) -> i128 {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{decimals:0<2}").parse().unwrap();
    assert!(decimals.len() <= 2, "{text}");
    digits
}

/// A quotient rounded half away from zero.
fn rounded(above: i128, below: i128) -> i128 {
    let half_up = (2 * above.abs() + below) / (2 * below);
    half_up * above.signum()
}

/// What the items of a group give together: their sum, in proportion for those left out, within the
/// room that the group has.
fn group_of(items: &[&Row], exceed: i128) -> Option<i128> {
    let whole: i128 = items.iter().map(|item| cents(&item["max"])).sum();
    let counted = || items.iter().filter(|item| !item["points"].is_empty());
    let possible: i128 = counted().map(|item| cents(&item["max"])).sum();
    let got: i128 = counted().map(|item| cents(&item["points"])).sum();
    (possible > 0).then(|| rounded(got * whole, possible).min(whole + exceed))
}

#[test]
fn items_groups_deductions_and_totals_add_up() {
    // Which items belong to which group, as the schemes say; all of these combine by sum.
    let schemes = [("city", "city"), ("city", "bodies"), ("federation", "norland")];
    for (programme, scheme) in schemes {
        let text =
            std::fs::read_to_string(example(programme).join(format!("schemes/{scheme}.toml")));
        let group_of_item = groups_of_items(&text.unwrap());
        for moment in [&[][..], &["--published"]] {
            let ask = |table: &[&str]| {
                score(&example(programme), &[&["--scheme", scheme], table, moment].concat())
            };
            let (items, groups) = (ask(&["--items"]), ask(&["--groups"]));
            let (events, results) = (ask(&["--deductions"]), ask(&[]));
            for result in &results.rows {
                let unit = &result["unit"];
                let mut base = 0;
                let (mut applying, mut whole) = (0, 0);
                for group in groups.rows.iter().filter(|group| group["unit"] == *unit) {
                    let own = |item: &&Row| {
                        item["unit"] == *unit && group_of_item[&item["item"]] == group["group"]
                    };
                    let own: Vec<&Row> = items.rows.iter().filter(own).collect();
                    let max: i128 = own.iter().map(|item| cents(&item["max"])).sum();
                    assert_eq!(cents(&group["max"]), max, "{group:?}");
                    let exceed =
                        if (scheme, group["group"].as_str()) == ("city", "C") { 30 } else { 0 };
                    let points = group_of(&own, exceed);
                    let told = Some(group["points"].as_str()).filter(|points| !points.is_empty());
                    assert_eq!(told.map(cents), points, "{scheme} {group:?}");
                    whole += max;
                    if let Some(points) = points {
                        applying += max;
                        base += points;
                    }
                }
                // The points of a group of which nothing applies are left to the others.
                assert_eq!(cents(&result["base"]), rounded(base * whole, applying), "{result:?}");
                assert_eq!(whole, 100 * 100, "{scheme}: the points of {unit} add up to 100");
                let taken: i128 = events
                    .rows
                    .iter()
                    .filter(|event| event["unit"] == *unit)
                    .map(|event| cents(&event["points"]))
                    .sum();
                let or_nothing = |column: &str| {
                    Some(&result[column])
                        .filter(|cell| !cell.is_empty())
                        .map_or(0, |cell| cents(cell))
                };
                assert_eq!(or_nothing("deduct"), taken, "no cap is reached in the examples");
                let total = cents(&result["base"]) - taken + or_nothing("bonus");
                let column = if moment.is_empty() { "final" } else { "published" };
                assert_eq!(cents(&result[column]), total, "{result:?}");
            }
        }
    }
}

/// The group of each item, read from the scheme as far as this needs it.
fn groups_of_items(scheme: &str) -> BTreeMap<String, String> {
    let value = |block: &str, key: &str| -> Option<String> {
        let line = block.lines().find(|line| line.starts_with(&format!("{key} = \"")))?;
        Some(line.split('"').nth(1)?.to_owned())
    };
    let blocks = scheme.split("[[item]]").skip(1);
    blocks.filter_map(|block| Some((value(block, "id")?, value(block, "group")?))).collect()
}
