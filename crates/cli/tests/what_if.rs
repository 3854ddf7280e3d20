//! What if: the result beside the unchanged one, without a byte written.

use std::path::Path;

use crate::support::{Folder, LANGUAGES, Run, Table, example, run_on};

fn what_if(folder: &Path, sets: &[&str], more: &[&str]) -> Run {
    let sets = sets.iter().flat_map(|set| ["--set", set]);
    let args: Vec<&str> = sets.chain(more.iter().copied()).collect();
    run_on(folder, "score", &args)
}

fn table(folder: &Path, sets: &[&str], more: &[&str]) -> Table {
    let more = [more, &["--format", "csv"]].concat();
    what_if(folder, sets, &more).ends(0).table()
}

fn moved(table: &Table) -> Vec<&str> {
    let rows = table.rows.iter().filter(|row| row["moved"] != "0");
    rows.map(|row| row["unit"].as_str()).collect()
}

const PRESENT: [&str; 14] = [
    "item.C103.points=2",
    "item.C103.rule=if reached(x, t) then P else 0",
    "policy.missing=zero",
    "policy.round.total=2",
    "policy.round={ item = 2, group = 2, total = 2 }",
    "grade.A.at_least=90",
    "subjects.level=city",
    "target.C103@K1=92",
    "target.C103@K2=90",
    "class.YZ03=K2",
    "indicator.C103.direction=up",
    "indicator.C103.formula=100 * C103_n / C103_d",
    "scheme.term.version=1",
    "unit.YZ03.parent=YZ",
];

#[test]
fn setting_what_is_so_already_moves_nothing() {
    let city = example("city");
    for set in PRESENT {
        let found = table(&city, &[set], &[]);
        assert_eq!(moved(&found), Vec::<&str>::new(), "{set}");
        assert_eq!(found.rows.len(), 9);
    }
    // A table as a whole and a key in it would be the same thing twice.
    let once: Vec<&str> =
        PRESENT.into_iter().filter(|set| !set.starts_with("policy.round=")).collect();
    let items = table(&city, &once, &["--items"]);
    assert!(items.rows.iter().all(|row| row["moved"] == "0" && row["why"].is_empty()));
}

#[test]
fn what_if_is_what_editing_the_file_and_scoring_gives() {
    let edits: [(&str, &str, &str, &str); 5] = [
        ("grade.A.at_least=91", "schemes/city.toml", "at_least = 90", "at_least = 91"),
        ("target.C103@K1=95", "targets.csv", "C103,2025,K1,92", "C103,2025,K1,95"),
        (
            "policy.missing=leave_out",
            "schemes/city.toml",
            "missing = \"zero\"",
            "missing = \"leave_out\"",
        ),
        ("class.YZ03=K1", "units.csv", "Qiyuan,K2", "Qiyuan,K1"),
        (
            "indicator.C103.formula=50 * C103_n / C103_d",
            "indicators.csv",
            "100 * C103_n / C103_d",
            "50 * C103_n / C103_d",
        ),
    ];
    for (set, file, from, to) in edits {
        let folder = Folder::copy_of(&example("city"));
        for layout in [&[][..], &["--items"], &["--groups"], &["--deductions"], &["--consequences"]]
        {
            let asked = table(folder.path(), &[set], layout);
            let edited = Folder::copy_of(folder.path());
            edited.edit(file, from, to);
            let scored = edited.score(layout);
            let known = [
                ("final", "total_after"),
                ("grade", "grade_after"),
                ("points", "points_after"),
                ("rank_in_class", "rank_after"),
                ("class", "class_after"),
                ("max", "max_after"),
            ];
            let after: Vec<_> = asked.rows.iter().filter(|row| row["moved"] != "gone").collect();
            assert_eq!(after.len(), scored.rows.len(), "{set} {layout:?}");
            for (column, after_column) in known {
                if !scored.columns.iter().any(|c| c == column)
                    || !asked.columns.iter().any(|c| c == after_column)
                {
                    continue;
                }
                let mut would_be: Vec<_> =
                    after.iter().map(|row| (&row["unit"], &row[after_column])).collect();
                let mut is: Vec<_> =
                    scored.rows.iter().map(|row| (&row["unit"], &row[column])).collect();
                would_be.sort();
                is.sort();
                assert_eq!(would_be, is, "{set} {layout:?} {column}");
            }
        }
    }
}

#[test]
fn a_figure_stands_before_what_was_reported_and_may_be_a_status() {
    let city = example("city");
    let items = |sets: &[&str]| table(&city, sets, &["--items"]);
    let fewer = items(&["value.C103_n@YZ03=10"]);
    assert_eq!(fewer.cell(&["YZ03", "C103"], "points_after"), "0.00");
    assert_eq!(fewer.cell(&["YZ03", "C103"], "why"), "figure");
    let unknown = items(&["value.C103_n@YZ03.2025=missing"]);
    assert_eq!(unknown.cell(&["YZ03", "C103"], "status_after"), "missing");
    assert_eq!(moved(&unknown), ["YZ03"]);
}

#[test]
fn each_reason_is_told_and_others_results_are_one_of_them() {
    let city = example("city");
    let why = |sets: &[&str], unit: &str, item: &str| {
        table(&city, sets, &["--items"]).cell(&[unit, item], "why").to_owned()
    };
    assert_eq!(why(&["item.C103.points=1"], "YZ03", "C103"), "points");
    assert_eq!(why(&["item.C103.rule=1"], "YZ03", "C103"), "rule");
    assert_eq!(why(&["target.C103@K1=95"], "HL01", "C103"), "target");
    // Last in its class, one city makes way for the others.
    let places = table(&city, &["value.C202_n@YZ02.2025=1"], &["--items"]);
    let of = |unit: &str| places.cell(&[unit, "C202"], "why");
    assert_eq!(of("YZ02"), "figure");
    let others = ["HL02", "YZ03", "YZ04"].map(of);
    assert!(others.contains(&"others"), "{others:?}");
    let text = what_if(&city, &["item.C103.points=0"], &[]).ends(0).out;
    assert!(text.contains("it can give 2 → 0 points"), "{text}");
    assert!(text.ends_with("Nothing was written: the folder is as it was.\n"), "{text}");
}

#[test]
fn nothing_is_written() {
    let folder = Folder::copy_of(&example("city"));
    let before: Vec<String> =
        folder.files().iter().filter(|f| !f.ends_with("parquet")).map(|f| folder.read(f)).collect();
    table(folder.path(), &["item.C103.points=5", "target.C103=1", "class.YZ03=K1"], &[]);
    let after: Vec<String> =
        folder.files().iter().filter(|f| !f.ends_with("parquet")).map(|f| folder.read(f)).collect();
    assert!(before == after);
}

#[test]
fn a_question_that_cannot_be_answered_is_a_finding_and_no_crash() {
    let city = example("city");
    let long = format!("{}=1", "item.".repeat(20_000));
    let deep = format!("award.grades={}", "[".repeat(10_000));
    for (set, code) in [
        ("item.C103.points", "G020"),
        ("", "G020"),
        ("=", "G021"),
        ("itme.C103.points=1", "G021"),
        ("item.C13.points=1", "G021"),
        ("item.C103=1", "G021"),
        ("item.C103.points.more=1", "G021"),
        ("item.C103.pionts=1", "F134"),
        ("item.C103.points=many", "F133"),
        ("item.C103.rule=P * atained(x, t)", "X011"),
        ("item.C103.rule=", "F132"),
        ("policy.missing=zreo", "F210"),
        ("policy=1", "F133"),
        ("value.C103_x@YZ03=1", "G021"),
        ("value.C103_n@YZ3=1", "G021"),
        ("value.C103_n@YZ03.20256=1", "G004"),
        ("value.C103_n@YZ03=12%", "F163"),
        ("value.C103_n@YZ03=missin", "F210"),
        ("value.C103_n=1", "G021"),
        ("target.C13=1", "G021"),
        ("target.C103@K9=1", "G021"),
        ("target.C103@K1=", "F206"),
        ("class.YZ99=K1", "G021"),
        ("class.YZ03=K9", "F209"),
        ("indicator.C103.colour=red", "G021"),
        ("indicator.C103.indicator=X", "G021"),
        ("indicator.C103.direction=sideways", "F210"),
        ("scheme.nothing.item=1", "G021"),
        (&long, "G021"),
        (&deep, "F133"),
    ] {
        for language in LANGUAGES {
            let run = what_if(&city, &[set], &["--lang", language]).ends(2);
            let shown: String = set.chars().take(60).collect();
            assert!(run.err.contains(&format!("[{code}]")), "{shown}: {}", run.err);
            assert!(run.out.is_empty(), "{shown}: {}", run.out);
        }
    }
    let twice = what_if(&city, &["item.C103.points=1", "item.C103.points=2"], &[]).ends(2);
    assert!(twice.err.contains("[G022]"), "{}", twice.err);
}

#[test]
fn bug_an_overlay_that_would_have_to_follow_kept_the_tier_above_from_asking() {
    let city = example("city");
    // Yunze's own target for K2 is 91: below 95 it would be looser than the nation's.
    let run = what_if(&city, &["target.C103@K2=95"], &["--lang", "en"]).ends(0);
    assert!(run.err.contains("[O006] overlays/YZ/targets.csv"), "{}", run.err);
    assert!(run.out.contains("YZ02"), "{}", run.out);
    // Of what Yunze runs itself the overlay is a part.
    let run = what_if(&city, &["target.C103@K2=95"], &["--overlay", "YZ", "--lang", "en"]).ends(2);
    assert!(run.err.contains("[O006]") && run.out.is_empty(), "{}{}", run.err, run.out);
}

#[test]
fn bug_a_key_that_is_there_was_not_suggested_for_a_slip_of_it() {
    let run = what_if(&example("city"), &["item.C103.pints=5"], &["--lang", "en"]).ends(2);
    assert!(run.err.contains("Did you mean `points`?"), "{}", run.err);
}

/// A target for a unit or a class was dropped without a word where the table had no such column.
#[test]
fn bug_a_target_for_a_unit_was_dropped_where_no_column_says_unit() {
    let city = example("city");
    let header = std::fs::read_to_string(city.join("targets.csv")).unwrap();
    assert!(!header.lines().next().unwrap().contains("unit"), "or this tests nothing");
    assert_eq!(moved(&table(&city, &["target.C103@YZ03=100"], &[])), ["YZ03"]);
    what_if(&city, &["target.C103@YZ03=abc"], &[]).ends(2);
    what_if(&example("federation"), &["target.J1@all=abc"], &[]).ends(2);
}

#[test]
fn bug_a_column_that_the_table_could_have_was_unknown() {
    let federation = example("federation");
    what_if(&federation, &["unit.ST1.valid_to=2030-01-01"], &[]).ends(0);
    let unknown = what_if(&federation, &["unit.ST1.valid_two=2030-01-01"], &[]).ends(2);
    assert!(unknown.err.contains("valid_to"), "{}", unknown.err);
}

/// Of two values for the same thing the last one held, without a word.
#[test]
fn bug_the_same_was_set_twice_in_other_words() {
    let city = example("city");
    for pair in [
        ["target.C103@K1=95", "target.C103=90"],
        ["target.C103@K1=95", "target.C103@K1.2025=90"],
        ["item.C103.points=3", "scheme.city.item.C103.points=4"],
        ["class.YZ03=K1", "unit.YZ03.class=K3"],
        ["value.C103_n@YZ0301=5", "value.C103_n@YZ0301.2025=6"],
        ["item.C103.points_by_class={ K1 = 3 }", "item.C103.points_by_class.K1=4"],
    ] {
        let refused = what_if(&city, &pair, &["--lang", "en"]).ends(2);
        assert!(refused.err.contains("G022"), "{pair:?} {}", refused.err);
    }
    what_if(&city, &["target.C103@K1=95", "target.C103@K2=90"], &[]).ends(0);
}

#[test]
fn bug_a_false_reason_was_given_for_another_direction_or_worst_value() {
    let city = example("city");
    let why = |set: &str, says: &str| {
        let told = what_if(&city, &[set], &["--lang", "en"]).ends(0).out;
        assert!(told.contains(says), "{told}");
        assert!(!told.contains("results of others"), "{told}");
    };
    why("indicator.C103.direction=down", "which way of C103 is better is another");
    why("indicator.C102.worst=30", "the worst value of C102 is 22 → 30");
}

#[test]
fn bug_figures_were_not_said_to_be_possible() {
    let refused =
        what_if(&example("city"), &["value.C103_n@YZ0301=abc"], &["--lang", "en"]).ends(2);
    assert!(refused.err.contains("not a number"), "{}", refused.err);
}
