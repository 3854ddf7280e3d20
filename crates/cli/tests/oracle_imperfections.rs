//! What is wrong on purpose in the city programme, row by row of the reference list.

use crate::support::{Table, example, run_on, score, shared};

/// The findings about the city as `code severity place message`, with those that are accepted.
fn findings() -> Vec<(String, String, String)> {
    let run = run_on(&example("city"), "check", &["--format", "json", "--lang", "en"]).ends(0);
    let list: Vec<serde_json::Value> = serde_json::from_str(&run.out).unwrap();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    list.iter()
        .map(|finding| {
            let weight = if finding["accepted"].is_null() {
                text(finding, "severity")
            } else {
                "accepted".into()
            };
            (text(finding, "code"), weight, text(finding, "message"))
        })
        .collect()
}

fn told(code: &str, weight: &str, words: &[&str]) -> bool {
    findings().iter().any(|(c, w, message)| {
        c == code && w == weight && words.iter().all(|word| message.contains(word))
    })
}

#[test]
fn known_imperfections_are_found_and_weighed() {
    let Some(shared) = shared() else { return };
    let path = shared.join("programmes/city/known_imperfections.csv");
    let rows = Table::of_csv(&std::fs::read_to_string(path).unwrap()).rows;
    let keys: Vec<(&str, &str)> =
        rows.iter().map(|row| (row["id"].as_str(), row["key"].as_str())).collect();
    assert_eq!(
        keys,
        [
            ("KI1", "C201;HL02;2025-06"),
            ("KI2", "F201;HL03;2025-02"),
            ("KI3", "G103;YZ06;2025"),
            ("KI4", "F102;HL03;2025"),
            ("KI5", "2020-2024 designated"),
            ("KI6", "class K1"),
        ]
    );
    // KI1: the twelve months are 240 and 250 cases more than the year of the counties.
    for (element, difference) in
        [("`C201_n`", "difference of 240"), ("`C201_d`", "difference of 250")]
    {
        let words = [element, "at HL02", difference, "sum of those below"];
        assert!(told("R006", "warning", &words), "{element}");
    }
    // KI2: a month with four cases, below the minimum of five.
    let words = ["`F201`", "at HL03", "2025-02", "is 4,", "minimum of 5"];
    assert!(told("R008", "note", &words));
    // KI4: not reported, and said so.
    for element in ["`F102_n`", "`F102_d`"] {
        assert!(told("R007", "note", &[element, "2025", "HL03"]), "{element}");
    }
    // KI5 and KI6, and whatever else there is: nothing above a note but what is said of KI1.
    let others: Vec<_> =
        findings().into_iter().filter(|(code, w, _)| w == "warning" && code != "R006").collect();
    assert_eq!(others, []);
    assert!(told("S040", "note", &["`city`", "C202"]));
}

#[test]
fn a_denominator_below_the_minimum_is_an_x_to_the_public_and_scored_from_the_held_value() {
    let city = example("city");
    let asked = ["--unit", "HL03", "--item", "F201", "--lang", "en"];
    let own = run_on(&city, "explain", &asked).ends(0).out;
    let public = run_on(&city, "explain", &[&asked[..], &["--public"]].concat()).ends(0).out;
    assert!(own.lines().any(|line| line.contains("2025-02") && line.contains('4')), "{own}");
    let figure = |line: &&str| line.contains("that is F201") && line.contains("2025-02");
    let hidden: Vec<&str> = public.lines().filter(figure).collect();
    assert!(!hidden.is_empty() && hidden.iter().all(|line| line.ends_with(": x")), "{public}");
    assert!(!public.contains("F201_d (Reports due), HL03, 2025-02"), "{public}");
}

#[test]
fn a_figure_missing_until_the_appeal_shows_in_the_published_result_and_not_in_the_final_one() {
    let city = example("city");
    let of = |more: &[&str]| {
        let table = score(&city, &[&["--items"], more].concat());
        let row = table.rows.into_iter().find(|row| row["unit"] == "YZ06" && row["item"] == "G103");
        let row = row.expect("the item is listed");
        (row["status"].clone(), row["points"].clone())
    };
    assert_eq!(of(&["--published"]).0, "missing");
    assert_eq!(of(&[]).0, "not_applicable");
}
