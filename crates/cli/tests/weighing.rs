//! What `check` says about rules, targets, forms and figures, each at the edge where it begins to.

use crate::support::{Folder, small};

/// The findings of a code, accepted ones with their reason: where, and in which words.
fn told(folder: &Folder, code: &str) -> Vec<String> {
    let run = folder.run("check", &["--lang", "en"]);
    let head = format!("[{code}] ");
    let lines: Vec<&str> = run.err.lines().collect();
    lines
        .iter()
        .filter_map(|line| line.split_once(&head).map(|(weight, rest)| format!("{weight} {rest}")))
        .collect()
}

/// The small programme with another rule for its item about days.
fn with_rule(rule: &str) -> Folder {
    let folder = small();
    folder.edit("schemes/year.toml", "P - 2 * per(short(x, t), 1)", rule);
    folder
}

#[test]
fn intervals_must_meet_end_to_end() {
    let folder = with_rule("bands(x, <= 10: P, >= 10 and <= 15: 5, > 16: 0)");
    let overlap = "warning schemes/year.toml:45:28: In the table of the item `SPEED` values of exactly 10 are in two intervals.";
    let gap = "warning schemes/year.toml:45:50: In the table of the item `SPEED` values between 15 and 16 have no figure.";
    let told_of = |code: &str| told(&folder, code);
    assert_eq!((told_of("S037"), told_of("S036")), (vec![overlap.into()], vec![gap.into()]));
    let folder = with_rule("bands(x, <= 10: P, > 10 and <= 15: 5, > 15: 0)");
    assert_eq!((told(&folder, "S037"), told(&folder, "S036")), (vec![], vec![]));
    // What no interval covers has no figure.
    let folder = with_rule("bands(x, <= 1: P, > 1 and <= 2: 5)");
    let items = folder.score(&["--items"]);
    assert!(items.rows.iter().any(|row| row["item"] == "SPEED" && row["status"] == "undefined"));
}

#[test]
fn a_jump_of_as_many_points_as_the_programme_says_is_a_cliff() {
    let folder = with_rule("if x <= 10 then P else 15.1");
    assert_eq!(told(&folder, "S038"), [""; 0], "4.9 of a base of 100 are less than a twentieth");
    let folder = with_rule("if x <= 10 then P else 15");
    let [cliff] = told(&folder, "S038").try_into().unwrap();
    assert!(cliff.contains("at 10 the smallest change of `SPEED` moves 5 points"), "{cliff}");
    assert!(cliff.contains("the limit is 5"), "{cliff}");
    folder.append("programme.toml", "\n[checks]\ncliff_points = 5.01\n");
    assert_eq!(told(&folder, "S038"), [""; 0]);
    // Points that are cut off at the floor or at the item's points are not moved.
    let folder = with_rule("if x <= 10 then P else -90");
    assert!(told(&folder, "S038")[0].contains("moves 20 points"));
    assert_eq!(told(&with_rule("P * share(x, 60, 0)"), "S038"), [""; 0], "a slope is no cliff");
}

#[test]
fn one_figure_is_not_counted_twice_but_may_be_judged_in_two_ways() {
    let twice = |rule: &str| {
        let folder = with_rule("P * share(x, 60, 0)");
        let item = format!(
            "\n[[item]]\nid = \"AGAIN\"\ngroup = \"F\"\ntitle_en = \"Again\"\nindicator = \"SPEED\"\n\
             points = 1\nrule = \"{rule}\"\n"
        );
        let scheme = folder.read("schemes/year.toml");
        let at = scheme.find("\n[[item]]").unwrap();
        folder.write("schemes/year.toml", format!("{}{item}{}", &scheme[..at], &scheme[at..]));
        told(&folder, "S039")
    };
    let [level] = twice("P * attained(x, t)").try_into().unwrap();
    assert!(level.contains("`AGAIN`") && level.contains("`SPEED`"), "{level}");
    assert_eq!(twice("if x < x @ prev then P else 0"), [""; 0], "against last year");
    assert_eq!(twice("if rank(x in all) == 1 then P else 0"), [""; 0], "against others");
}

#[test]
fn a_warning_stays_for_a_written_reason_and_is_listed_with_it() {
    let folder = with_rule("if x <= 10 then P else 15");
    let entry =
        "\n[[accepted]]\ncode = \"S038\"\nat = \"SPEED\"\nreason_en = \"so says the law\"\n";
    folder.append("programme.toml", entry);
    let run = folder.run("check", &["--lang", "en"]).ends(0);
    assert!(run.err.contains("accepted[S038]"), "{}", run.err);
    assert!(run.err.contains("→ Accepted: so says the law"), "{}", run.err);
    assert!(run.out.contains("warnings: 0") && run.out.contains("accepted: 1"), "{}", run.out);
    assert!(!folder.run("score", &[]).ends(0).err.contains("warnings"));
    // Without a reason, without such a finding, or about an error: not accepted.
    folder.edit("programme.toml", "reason_en = \"so says the law\"\n", "");
    assert_eq!(folder.run("check", &[]).code, 1);
    folder.edit("programme.toml", "at = \"SPEED\"\n", "at = \"RATE\"\nreason_en = \"no\"\n");
    assert_eq!(told(&folder, "P001").len(), 1);
    assert_eq!(told(&folder, "S038").len(), 1);
    let folder = small();
    folder.edit(
        "schemes/year.toml",
        "title_en = \"Cases closed\"\npoints",
        "title_en = \"Fewer complaints\"\npoints",
    );
    folder.append("programme.toml", "\n[[accepted]]\ncode = \"L001\"\nreason_en = \"no\"\n");
    let run = folder.run("check", &[]).ends(1);
    assert!(run.err.contains("[P002]") && run.err.contains("[L001]"), "{}", run.err);
}

#[test]
fn what_is_asked_is_asked_once_used_and_within_the_caps() {
    let folder = small();
    for code in ["R001", "R002", "R003", "R004", "R005"] {
        assert_eq!(told(&folder, code), [""; 0], "{code}");
    }
    let form = folder.read("datasets.toml");
    let first = form.split("[[dataset]]").nth(1).unwrap().to_owned();
    let id = first.split('"').nth(1).unwrap();
    folder.append("datasets.toml", &format!("\n[[dataset]]{}", first.replacen(id, "SECOND", 1)));
    let again = told(&folder, "R001");
    assert!(
        again.len() == 1 && again[0].contains("`SECOND`") && again[0].contains(id),
        "{again:?}"
    );
    let elements = folder.read("elements.csv");
    let mut last: Vec<&str> = elements.lines().last().unwrap().split(',').collect();
    let columns: Vec<&str> = elements.lines().next().unwrap().split(',').collect();
    let own = columns.iter().position(|column| *column == "element").unwrap();
    last[own] = "unseen";
    folder.append("elements.csv", &(last.join(",") + "\n"));
    let unused = told(&folder, "R003");
    assert!(
        unused.len() == 1 && unused[0].contains("`unseen` is defined and never used"),
        "{unused:?}"
    );
    assert!(!told(&folder, "R002").is_empty(), "it also bears the name of another");
}

#[test]
fn targets_lie_on_the_right_side_of_where_one_stood() {
    let header = "indicator,period,class,unit,target,baseline\n";
    let with = |rows: &str| {
        let folder = small();
        let others = "RATE,2025,,,90,\nMOOD,2025,,,85,\n";
        folder.write("targets.csv", format!("{header}{others}{rows}\n"));
        folder
    };
    for (row, wrong) in [
        ("SPEED,2025,,,30,30", false),
        ("SPEED,2025,,,30,29.9", true),
        ("SPEED,2025,,,30,31", false),
    ] {
        assert_eq!(told(&with(row), "T001").len(), usize::from(wrong), "{row}");
    }
    let folder = small();
    folder.edit("indicators.csv", "down,days,30,5", "down,days,5,30");
    assert_eq!(told(&folder, "T003").len(), 1);
}
