//! What `check` says about a scheme that can be scored, but should not be as it is.

use crate::support::{Folder, small};

/// The warnings of a code: where, and in which words.
fn warnings(folder: &Folder, code: &str) -> Vec<String> {
    let told = folder.run("check", &[]).ends(0).err;
    let head = format!("warning[{code}] ");
    told.lines().filter_map(|line| line.strip_prefix(&head)).map(str::to_owned).collect()
}

#[test]
fn points_that_do_not_add_up_are_told_for_each_class_in_which_they_do_not() {
    let folder = small();
    assert_eq!(warnings(&folder, "S031"), [""; 0]);
    folder.edit("schemes/year.toml", "{ K2 = 20 }", "{ K2 = 19.5 }");
    let told = "schemes/year.toml:5:8: The points of the class `K2` add up to 99.5, not to 100.";
    assert_eq!(warnings(&folder, "S031"), [told]);
    // Shifted to another item they add up again.
    folder.edit(
        "schemes/year.toml",
        "title_en = \"Procedure in place\"\npoints = 10",
        "title_en = \"Procedure in place\"\npoints = 10\npoints_by_class = { K2 = 10.5 }",
    );
    assert_eq!(warnings(&folder, "S031"), [""; 0]);
}

#[test]
fn a_scheme_that_states_no_base_may_add_up_to_anything() {
    let folder = small();
    folder.edit("schemes/year.toml", "base = 100\n", "");
    folder.edit("schemes/year.toml", "{ K2 = 20 }", "{ K2 = 19.5 }");
    assert_eq!(warnings(&folder, "S031"), [""; 0]);
}

#[test]
fn a_group_gives_no_more_than_its_cap() {
    let folder = small();
    folder.edit("schemes/year.toml", "title_en = \"Opinion\"", "title_en = \"Opinion\"\ncap = 25");
    let told = warnings(&folder, "S031");
    assert!(told.iter().all(|line| line.contains("add up to 95, not to 100")), "{told:?}");
    assert!(!told.is_empty());
}

/// The small programme with another rule for one of its items.
fn with_rule(from: &str, to: &str) -> Folder {
    let folder = small();
    folder.edit("schemes/year.toml", from, to);
    folder
}

const RATE: &str = "rule = \"P * attained(x, t)\"\n\n[[item]]\nid = \"SPEED\"";
const SPEED: &str = "P - 2 * per(short(x, t), 1)";

#[test]
fn a_rule_that_rewards_the_wrong_direction_is_told() {
    // Days to close: lower is better.
    for rule in ["P * share(x, 0, 60)", "P * min(x / t, 1)", "bands(x, < 10: 0, else: P)"] {
        let told = warnings(&with_rule(SPEED, rule), "S032");
        let [told] = told.as_slice() else { panic!("{rule}: {told:?}") };
        assert!(told.starts_with("schemes/year.toml:45:8: "), "{told}");
        assert!(told.contains("more points the higher `SPEED` is, but lower is better"), "{told}");
    }
    for rule in ["P * share(x, 60, 0)", "P * attained(x, t)", "bands(x, < 10: P, else: 0)", "P"] {
        assert_eq!(warnings(&with_rule(SPEED, rule), "S032"), [""; 0], "{rule}");
    }
    // Worst and best the wrong way round.
    let folder = with_rule(SPEED, "P * share(x, worst, best)");
    assert_eq!(warnings(&folder, "S032"), [""; 0]);
    folder.edit("indicators.csv", "down,days,30,5", "down,days,5,30");
    assert_eq!(warnings(&folder, "S032").len(), 1);
    // Of a rule that nothing is proven of nothing is said.
    let told = warnings(&with_rule(SPEED, "P * abs(number(x) - 10) / 100"), "S032");
    assert_eq!(told, [""; 0]);
}

#[test]
fn a_band_that_another_hides_is_told_where_it_stands() {
    let banded = |rows: &str| RATE.replace("P * attained(x, t)", &format!("bands(x, {rows})"));
    let folder = with_rule(RATE, &banded(">= 60: 10, >= 75: 30, >= 90: P, else: 0"));
    let told = warnings(&folder, "S033");
    let places: Vec<&str> = told.iter().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(places, ["schemes/year.toml:36:36", "schemes/year.toml:36:47"], "{told:?}");
    let folder = with_rule(RATE, &banded(">= 90: P, >= 75: 30, >= 60: 10, else: 0"));
    assert_eq!(warnings(&folder, "S033"), [""; 0]);
}

#[test]
fn places_among_too_few_are_told_unless_another_rule_stands_in() {
    // K1 has two cities, K2 has one.
    let folder = with_rule(SPEED, "P - 5 * (rank(x in class) - 1)");
    let told = warnings(&folder, "S034");
    let [two, one] = told.as_slice() else { panic!("{told:?}") };
    assert!(two.starts_with("schemes/year.toml:45:18: "), "{two}");
    assert!(two.ends_with("in the class `K1`, a group of 2, fewer than 3."), "{two}");
    assert!(one.ends_with("in the class `K2`, a group of 1, fewer than 3."), "{one}");
    let guarded = "if size(class) < 3 then P else P - 5 * (rank(x in class) - 1)";
    assert_eq!(warnings(&with_rule(SPEED, guarded), "S034"), [""; 0]);
    let named = "let n = size(class); if n < 3 then P else P - 5 * (rank(x in class) - 1)";
    assert_eq!(warnings(&with_rule(SPEED, named), "S034"), [""; 0]);
    // The other rule stands in for one city only.
    let half = "if size(class) >= 2 and x < 60 then P - 5 * (rank(x in class) - 1) else P";
    let told = warnings(&with_rule(SPEED, half), "S034");
    assert!(told.len() == 1 && told[0].contains("`K1`"), "{told:?}");
    // Three are compared where all are.
    assert_eq!(warnings(&with_rule(SPEED, "P - 5 * (rank(x in all) - 1)"), "S034"), [""; 0]);
    let folder = with_rule(SPEED, "P - 5 * (rank(x in class) - 1)");
    folder.edit("schemes/year.toml", "compare_within = \"class\"", "compare_within = \"all\"");
    assert_eq!(warnings(&folder, "S034"), [""; 0]);
}

#[test]
fn a_veto_without_a_body_to_appeal_to_is_told() {
    let folder = small();
    assert_eq!(warnings(&folder, "S035"), [""; 0]);
    folder.edit("schemes/year.toml", "appeal_to = \"N-AP\"\n", "");
    let told = "schemes/year.toml:100:1: The veto `V1` names no body to which one may appeal.";
    assert_eq!(warnings(&folder, "S035"), [told]);
}
