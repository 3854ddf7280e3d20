//! What a public reader sees: a ratio of too few cases is a mark, so is what would give it away; what
//! is held is scored all the same.

use crate::support::{Folder, Table, example, run_on, score, small};

/// Which items of a unit show the mark.
fn marked(items: &Table, unit: &str, mark: &str) -> Vec<String> {
    let shown = items.rows.iter().filter(|row| row["unit"] == unit && row["points"] == mark);
    shown.map(|row| row["item"].clone()).collect()
}

const PUBLIC: [&str; 2] = ["--items", "--public"];

// In the small programme C31 reports 3 of 4 cases closed: RATE of C3 rests on 4, and 5 are the least.

#[test]
fn a_ratio_of_too_few_cases_shows_the_mark_and_so_does_one_more_item_of_its_group() {
    let folder = small();
    let (held, public) = (folder.score(&["--items"]), folder.score(&PUBLIC));
    assert_eq!(held.cell(&["C3", "RATE"], "points"), "33.33");
    // Of the others in the group the one with the fewest points that has any.
    assert_eq!(marked(&public, "C3", "x"), ["RATE", "PROC"]);
    assert_eq!(marked(&public, "C1", "x"), [""; 0]);
    assert_eq!(marked(&public, "C2", "x"), [""; 0]);
    // But for the marks it is the same table.
    for (held, public) in held.rows.iter().zip(&public.rows) {
        for (column, cell) in held {
            let hidden = column == "points" && public[column] == "x";
            assert!(hidden || *cell == public[column], "{held:?} {public:?}");
        }
    }
}

#[test]
fn what_is_held_is_scored_whoever_reads_the_result() {
    let folder = small();
    for table in [&[][..], &["--groups"], &["--deductions"], &["--consequences"]] {
        let public = [table, &["--public"]].concat();
        assert_eq!(folder.score(&public), folder.score(table), "{table:?}");
    }
    // 33.33 + 10 of 50, scaled to 70; 13; 1.5 off.
    assert_eq!(folder.score(&["--public"]).cell(&["C3"], "final"), "72.16");
}

#[test]
fn the_limit_is_a_minimum_of_the_indicator_or_else_of_the_programme() {
    let limits = |folder: &Folder, programme: &str, indicator: &str| {
        folder.edit(
            "programme.toml",
            "min_denominator = 5",
            &format!("min_denominator = {programme}"),
        );
        folder.edit("indicators.csv", "50,100,5", &format!("50,100,{indicator}"));
        marked(&folder.score(&PUBLIC), "C3", "x")
    };
    // C3 has 4 cases, and 50 people who answered.
    assert_eq!(limits(&small(), "5", "4"), [""; 0], "four are enough where four are the least");
    assert_eq!(limits(&small(), "1", "5"), ["RATE", "PROC"]);
    assert_eq!(limits(&small(), "5", ""), ["RATE", "PROC"]);
    assert_eq!(limits(&small(), "4", ""), [""; 0]);
    // Answers are counted too: 50 is below 51. Both groups have one to hide, and one more.
    assert_eq!(limits(&small(), "51", ""), ["RATE", "PROC", "PEER", "MOOD"]);
    let folder = small();
    folder.edit("programme.toml", "mark = \"x\"", "mark = \"＊\"");
    assert_eq!(marked(&folder.score(&PUBLIC), "C3", "＊"), ["RATE", "PROC"]);
}

#[test]
fn where_two_are_hidden_already_nothing_more_is() {
    let folder = small();
    // A second ratio on the same cases, in the same group.
    folder.append(
        "indicators.csv",
        "OPEN,F1,未结率,Still open,%,down,100 * (cases - done) / cases,50,0,\n",
    );
    folder.edit(
        "schemes/year.toml",
        "[bonus]",
        "[[item]]\nid = \"OPEN\"\ngroup = \"A\"\ntitle_en = \"Still open\"\npoints = 5\n\
         rule = \"P * share(x, worst, best)\"\n\n[bonus]",
    );
    folder.edit("schemes/year.toml", "base = 100\n", "");
    assert_eq!(marked(&folder.score(&PUBLIC), "C3", "x"), ["RATE", "OPEN"]);
}

#[test]
fn an_item_that_looks_at_a_hidden_ratio_of_another_indicator_is_hidden_too() {
    let folder = small();
    folder.edit("schemes/year.toml", "P * checked(PROC) / 2", "P * number(value(RATE)) / 100");
    assert_eq!(marked(&folder.score(&PUBLIC), "C3", "x"), ["RATE", "PROC"]);
    let folder = small();
    folder.edit(
        "schemes/year.toml",
        "min(lookup(grades(QUAL), \"A\": 10, \"B\": 7, \"C\": 3, \"D\": 0))",
        "P * number(RATE) / 100",
    );
    // In the other group, with one more of that group.
    assert_eq!(marked(&folder.score(&PUBLIC), "C3", "x"), ["RATE", "PROC", "PEER", "QUAL"]);
}

#[test]
fn points_of_a_group_of_one_item_do_not_give_it_away() {
    let folder = small();
    for item in ["SPEED", "PROC"] {
        folder.edit(
            "schemes/year.toml",
            &format!("id = \"{item}\"\ngroup = \"A\""),
            &format!("id = \"{item}\"\ngroup = \"B\""),
        );
    }
    let groups = folder.score(&["--groups", "--public"]);
    assert_eq!(groups.cell(&["C3", "A"], "points"), "x");
    // Nor does what is left when the others are taken off the base.
    assert_eq!(groups.cell(&["C3", "B"], "points"), "x");
    assert_ne!(groups.cell(&["C1", "A"], "points"), "x");
    let held = folder.score(&["--groups"]);
    assert_eq!(held.cell(&["C3", "A"], "points"), "33.33");
    let told = folder.run("explain", &["--unit", "C3", "--public"]).ends(0).out;
    assert!(!told.contains("33.33"), "{told}");
}

#[test]
fn the_explanation_for_the_public_tells_nothing_that_is_hidden() {
    let folder = small();
    for language in ["zh", "en"] {
        let explain = |more: &[&str]| {
            let args = [&["--unit", "C3", "--lang", language], more].concat();
            folder.run("explain", &args).ends(0).out
        };
        let held = explain(&["--item", "RATE"]);
        assert!(held.contains("33.33") && held.contains("data/observations.csv:9"), "{held}");
        for item in ["RATE", "PROC"] {
            let public = explain(&["--item", item, "--public"]);
            assert!(public.contains('x'), "{public}");
            for secret in ["33.33", "10.00", "data/", "C31"] {
                assert!(!public.contains(secret), "{secret}: {public}");
            }
        }
        let whole = explain(&["--public"]);
        assert!(!whole.contains("33.33"), "{whole}");
        assert!(explain(&[]).contains("33.33"));
    }
}

#[test]
fn a_month_of_too_few_cases_is_hidden_in_the_explanation_of_a_year() {
    // F201 of HL03: 4 of 4 in February 2025, 70 of 74 in the year.
    let explain = |more: &[&str]| {
        let args = [&["--unit", "HL03", "--item", "F201"], more].concat();
        run_on(&example("city"), "explain", &args).ends(0).out
    };
    let line = |told: &str, start: &str| -> Option<String> {
        told.lines().map(str::trim).find(|line| line.starts_with(start)).map(str::to_owned)
    };
    let (held, public) = (explain(&[]), explain(&["--public"]));
    assert!(line(&held, "F201_d (Reports due), HL03, 2025-02: 4,").is_some(), "{held}");
    assert_eq!(line(&public, "F201_d (Reports due), HL03, 2025-02"), None);
    assert_eq!(line(&public, "F201_n (Reports submitted on time), HL03, 2025-02"), None);
    let february = "`x`, that is F201 (Reports submitted on time, %), in 2025-02: ";
    assert_eq!(line(&public, february), Some(format!("{february}x")));
    // The months add up to the year: with one hidden alone it could be worked out.
    let months: Vec<String> =
        (1..=12).map(|m| format!("F201_d (Reports due), HL03, 2025-{m:02}")).collect();
    let hidden = months.iter().filter(|month| line(&public, month).is_none()).count();
    assert!(hidden >= 2, "{public}");
    // The year itself is shown, and scored with all its months.
    assert_eq!(held.lines().next(), public.lines().next());
    assert!(line(&public, "F201_d (Reports due), HL03, 2025: 74").is_some(), "{public}");
    for args in [&["--items"][..], &["--groups"], &[]] {
        let public = [args, &["--public"]].concat();
        let of = |args: &[&str]| score(&example("city"), args);
        assert_eq!(of(&public), of(args), "no figure of the year rests on too few");
    }
}

#[test]
fn an_item_that_looks_back_at_a_ratio_of_too_few_cases_is_hidden() {
    let folder = small();
    folder.edit(
        "schemes/year.toml",
        "P * checked(PROC) / 2",
        "P * number(value(RATE) @ prev) / 100",
    );
    for (county, done, cases) in [("C11", 45, 50), ("C21", 3, 4), ("C31", 30, 40)] {
        for (element, value) in [("done", done), ("cases", cases)] {
            let row = format!("{county},{element},2024,{value},verified,2025-01-10,,,\n");
            folder.append("data/observations.csv", &row);
        }
    }
    let public = folder.score(&PUBLIC);
    // The year before, C2 had four cases; this year it has enough.
    assert!(marked(&public, "C2", "x").contains(&"PROC".to_owned()), "{public:?}");
    assert_eq!(marked(&public, "C1", "x"), [""; 0]);
}
