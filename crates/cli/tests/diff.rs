//! Diff: what two versions lay down differently, and what the later makes of the earlier's facts.

use std::path::Path;

use crate::support::{Folder, LANGUAGES, Run, Table, example, gangmu, read_csv, small, write_csv};

fn diff(before: &Path, after: &Path, more: &[&str]) -> Run {
    let folders = [before, after].map(|path| path.to_str().unwrap());
    let args: Vec<&str> = ["diff"].into_iter().chain(folders).chain(more.iter().copied()).collect();
    gangmu(&args)
}

fn differences(before: &Path, after: &Path) -> Table {
    diff(before, after, &["--format", "csv"]).ends(0).table()
}

#[test]
fn a_folder_does_not_differ_from_itself() {
    for folder in [example("city"), example("federation")] {
        assert_eq!(differences(&folder, &folder).rows.len(), 0);
        assert_eq!(diff(&folder, &folder, &[]).ends(0).out, "The two say the same.\n");
        let effect = diff(&folder, &folder, &["--effect", "--format", "csv"]).ends(0).table();
        assert!(!effect.rows.is_empty());
        assert!(effect.rows.iter().all(|row| row["moved"] == "0"));
    }
}

#[test]
fn another_form_is_no_difference() {
    let folder = Folder::copy_of(&example("city"));
    for path in folder.files().iter().filter(|path| path.ends_with(".csv")) {
        let mut records = read_csv(&folder.read(path));
        records[1..].reverse();
        folder.write(path, write_csv(&records));
    }
    folder.edit("schemes/city.toml", "at_least = 90", "at_least   =   90.0 # the best");
    folder.edit("targets.csv", "C103,2025,K1,92", "C103,2025,K1,92.00");
    folder.edit("indicators.csv", "100 * C103_n / C103_d", "100*C103_n/C103_d");
    let found = differences(&example("city"), folder.path());
    assert_eq!(found.rows.len(), 0, "{found:#?}");
}

#[test]
fn each_kind_of_change_is_told_and_nothing_else() {
    let told = |file: &str, from: &str, to: &str| {
        let folder = Folder::copy_of(&example("city"));
        folder.edit(file, from, to);
        let found = differences(&example("city"), folder.path());
        let row = |row: &crate::support::Row| {
            ["kind", "id", "change", "field", "before", "after"].map(|c| row[c].clone()).join("|")
        };
        found.rows.iter().map(row).collect::<Vec<_>>().join("\n")
    };
    for (file, from, to, expected) in [
        ("schemes/city.toml", "at_least = 90", "at_least = 91", "grade|A|changed|at_least|90|91"),
        (
            "schemes/city.toml",
            "missing = \"zero\"",
            "missing = \"leave_out\"",
            "policy||changed|missing|zero|leave_out",
        ),
        ("targets.csv", "C103,2025,K1,92", "C103,2025,K1,95", "|C103 2025 K1|changed|target|92|95"),
        ("units.csv", "Qiyuan,K2", "Qiyuan,K1", "|YZ03|changed|class|K2|K1"),
        ("units.csv", "栖原市,Qiyuan,", "栖原市,Newname,", "|YZ03|changed|name_en|Qiyuan|Newname"),
        (
            "indicators.csv",
            "100 * C103_n / C103_d",
            "50 * C103_n / C103_d",
            "|C103|changed|formula|100 * C103_n / C103_d|50 * C103_n / C103_d",
        ),
        (
            "programme.toml",
            "min_denominator = 5",
            "min_denominator = 6",
            "privacy||changed|min_denominator|5|6",
        ),
    ] {
        assert_eq!(told(file, from, to), expected, "{file}: {to}");
    }
}

#[test]
fn what_is_new_and_what_is_gone_is_told_both_ways() {
    let folder = Folder::copy_of(&example("city"));
    folder.append("targets.csv", "C103,2026,K1,92\n");
    let there = differences(&example("city"), folder.path());
    let back = differences(folder.path(), &example("city"));
    assert_eq!((there.rows.len(), back.rows.len()), (1, 1));
    assert_eq!(there.cell(&["targets", "", "C103 2026 K1"], "change"), "new");
    assert_eq!(back.cell(&["targets", "", "C103 2026 K1"], "change"), "gone");
}

#[test]
fn the_effect_is_what_the_later_version_makes_of_the_earlier_facts() {
    let folder = Folder::copy_of(&example("city"));
    folder.edit("schemes/city.toml", "at_least = 90", "at_least = 85");
    let effect = diff(&example("city"), folder.path(), &["--effect", "--format", "csv"]);
    let effect = effect.ends(0).table();
    let scored = folder.score(&[]);
    for row in &effect.rows {
        let unit = row["unit"].as_str();
        assert_eq!(row["total_after"], scored.cell(&[unit], "final"));
        assert_eq!(row["grade_after"], scored.cell(&[unit], "grade"));
    }
    // Other facts in the later folder are of no account.
    let later = Folder::copy_of(folder.path());
    let reported = |file: &&String| {
        ["data/observations", "data/appeals"].iter().any(|start| file.starts_with(start))
    };
    later.files().iter().filter(reported).for_each(|file| later.remove(file));
    let without = diff(&example("city"), later.path(), &["--effect", "--format", "csv"]);
    assert_eq!(without.ends(0).table(), effect);
}

#[test]
fn targets_of_the_year_to_come_are_held_against_the_figures_of_the_last() {
    let folder = Folder::copy_of(&example("city"));
    let of_the_tier = |file: &&String| file.starts_with("overlays/") || file.contains("yunze");
    folder.files().iter().filter(of_the_tier).for_each(|file| folder.remove(file));
    folder.edit("schemes/city.toml", "period = \"2025\"", "period = \"2026\"");
    let targets = folder.read("targets.csv");
    let rows = targets.lines().filter(|row| row.contains(",2025,"));
    let next: String = rows.map(|row| row.replace(",2025,", ",2026,") + "\n").collect();
    folder.append("targets.csv", &next.replace("C103,2026,K1,92", "C103,2026,K1,95"));
    let run = diff(&example("city"), folder.path(), &["--effect"]);
    assert!(run.code == 0, "{}", run.err);
    assert!(run.out.contains("the target of C103 is 92 → 95"), "{}", run.out);
}

#[test]
fn elements_that_nobody_was_asked_for_are_named_and_count_as_missing() {
    let folder = Folder::copy_of(&example("city"));
    let elements = folder.read("elements.csv");
    folder.write("elements.csv", elements.replace("\nC103_n,", "\nC103_new,"));
    let data = "data/observations.csv";
    folder.write(data, folder.read(data).replace(",C103_n,", ",C103_new,"));
    let indicators = folder.read("indicators.csv");
    folder.write("indicators.csv", indicators.replace("* C103_n /", "* C103_new /"));
    let datasets = folder.read("datasets.toml");
    folder.write("datasets.toml", datasets.replace("\"C103_n\"", "\"C103_new\""));
    folder
        .write("data/appeals.csv", folder.read("data/appeals.csv").replace("C103_n;", "C103_new;"));
    for language in LANGUAGES {
        let run = diff(&example("city"), folder.path(), &["--lang", language]).ends(0);
        assert!(run.out.contains("C103_new"), "{}", run.out);
    }
    let run = diff(&example("city"), folder.path(), &[]).ends(0);
    assert!(run.out.contains("Item C103 rests on C103_new"), "{}", run.out);
}

#[test]
fn folders_that_cannot_be_read_say_which_and_why() {
    let nowhere = Path::new("nowhere/at/all");
    let run = diff(&example("city"), nowhere, &[]).ends(2);
    assert!(run.err.contains("`nowhere/at/all` has errors") && run.err.contains("[F100]"));
    let faulty = small();
    faulty.write("units.csv", "unit\n\0");
    let run = diff(faulty.path(), &example("city"), &[]).ends(1);
    assert!(run.err.contains("units.csv"), "{}", run.err);
    let run =
        diff(&example("city"), &example("federation"), &["--scheme", "none", "--effect"]).ends(2);
    assert!(run.err.contains("[G031]"), "{}", run.err);
    diff(&example("city"), &example("federation"), &[]).ends(0);
    diff(small().path(), &example("city"), &[]).ends(0);
}

/// The exit status was 0 although the effect could not be told.
#[test]
fn bug_an_unknown_scheme_was_no_failure() {
    let folder = Folder::copy_of(&example("city"));
    folder.edit("schemes/city.toml", "at_least = 90", "at_least = 91");
    diff(&example("city"), folder.path(), &["--scheme", "nothing"]).ends(2);
}
