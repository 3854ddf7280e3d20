//! Figures as of a moment: what was recorded by then, and nothing that came later.

use crate::support::{Folder, Run};

/// Two cities that are scored by one rate. Of C1's county two rows stand for the same key: 80 of
/// 100, recorded on 10 January, and 95 of 100, recorded on 1 February. C2 has 90 of 100.
fn two_cities() -> Folder {
    Folder::with(&[
        ("programme.toml", PROGRAMME),
        ("units.csv", UNITS),
        ("elements.csv", ELEMENTS),
        ("indicators.csv", INDICATORS),
        ("schemes/year.toml", SCHEME),
        ("data/observations.csv", OBSERVATIONS),
    ])
}

const PROGRAMME: &str = r#"programme = "vintage"
title_en = "Two vintages"
period = "2025"
schemes = ["year"]
time_zone = "+08:00"

[[level]]
id = "city"
name_en = "city"

[[level]]
id = "county"
name_en = "county"

[notice]
opens = 2026-02-09
closes = 2026-02-13
appeals_from = 2026-02-09
appeals_to = 2026-02-13
final_on = 2026-03-01
"#;

const UNITS: &str = "\
unit,parent,level,name_en,class
C1,,city,First,K
C2,,city,Second,K
C11,C1,county,A county of the first,
";

const ELEMENTS: &str = "\
element,name_en,unit,collected_at,rollup,over_time
done,Cases closed,case,county,sum,last
all,Cases,case,county,sum,last
";

const INDICATORS: &str = "\
indicator,name_en,unit,direction,formula
RATE,Cases closed,%,up,100 * done / all
";

const SCHEME: &str = r#"scheme = "year"
version = 1
title_en = "The year"
base = 100

[subjects]
level = "city"

[policy]
round = { item = 2, group = 2, total = 2 }
missing = "zero"

[[group]]
id = "G"
title_en = "All of it"

[[item]]
id = "RATE"
group = "G"
title_en = "Cases closed"
points = 100
rule = "P * number(x) / 100"

[[grade]]
id = "A"
title_en = "Excellent"
at_least = 92

[[grade]]
id = "B"
title_en = "Good"
at_least = 60

[[grade]]
id = "C"
title_en = "Inadequate"
"#;

const OBSERVATIONS: &str = "\
unit,element,period,value,recorded_at,supersedes,reason
C11,all,2025,100,2026-01-05,,
C11,done,2025,80,2026-01-10,,
C11,done,2025,95,2026-02-01,2026-01-10,15 more cases were found
C2,all,2025,100,2026-01-05,,
C2,done,2025,90,2026-01-05,,
";

/// Points, grade and place of C1 and of C2.
fn standing(folder: &Folder, args: &[&str]) -> [(String, String, String); 2] {
    let results = folder.score(args);
    ["C1", "C2"].map(|unit| {
        let cell = |column| results.cell(&[unit], column).to_owned();
        (cell("final"), cell("grade"), cell("rank_in_class"))
    })
}

fn row(points: &str, grade: &str, rank: &str) -> (String, String, String) {
    (points.to_owned(), grade.to_owned(), rank.to_owned())
}

fn before() -> [(String, String, String); 2] {
    [row("80.00", "B", "2"), row("90.00", "B", "1")]
}

fn after() -> [(String, String, String); 2] {
    [row("95.00", "A", "1"), row("90.00", "B", "2")]
}

#[test]
fn before_the_second_row_the_old_points_grade_and_place_hold_and_after_it_the_new() {
    let folder = two_cities();
    folder.run("check", &[]).ends(0);
    assert_eq!(standing(&folder, &[]), after());
    // A day means until its end, in the programme's zone: 1 February begins at 16:00 in Greenwich.
    for (as_of, wanted) in [
        ("2026-01-31", before()),
        ("2026-02-01", after()),
        ("2026-02-28", after()),
        ("2026-01-31T23:59:59", before()),
        ("2026-02-01T00:00:00", after()),
        ("2026-01-31T15:59:59Z", before()),
        ("2026-01-31T16:00:00Z", after()),
        ("2026-01-31T23:59:59+08:00", before()),
        ("2026-02-01T01:00:00+09:00", after()),
    ] {
        assert_eq!(standing(&folder, &["--as-of", as_of]), wanted, "as of {as_of}");
    }
}

#[test]
fn before_the_first_row_a_figure_is_missing_and_not_nothing() {
    let folder = two_cities();
    let items = folder.score(&["--as-of", "2026-01-07", "--items"]);
    assert_eq!(items.cell(&["C1"], "status"), "missing");
    assert_eq!(standing(&folder, &["--as-of", "2026-01-07"])[0], row("0.00", "C", "2"));
    // A row that says no time of recording was always there.
    folder.edit("data/observations.csv", "C11,done,2025,80,2026-01-10", "C11,done,2025,80,");
    folder.edit("data/observations.csv", "2026-02-01,2026-01-10", "2026-02-01,");
    folder.run("check", &[]).ends(0);
    assert_eq!(standing(&folder, &["--as-of", "2026-01-07"])[0], row("80.00", "B", "2"));
}

#[test]
fn the_order_of_the_rows_and_their_files_does_not_decide_which_one_holds() {
    let folder = two_cities();
    let mut lines: Vec<&str> = OBSERVATIONS.lines().collect();
    let header = lines.remove(0);
    lines.reverse();
    for cut in 0..=lines.len() {
        let (first, second) = lines.split_at(cut);
        for (path, rows) in [("data/observations-b.csv", first), ("data/observations.csv", second)]
        {
            folder.write(path, format!("{header}\n{}\n", rows.join("\n")));
        }
        assert_eq!(standing(&folder, &["--as-of", "2026-01-31"]), before(), "{cut}");
        assert_eq!(standing(&folder, &[]), after(), "{cut}");
    }
}

#[test]
fn the_explanation_says_which_row_held_at_the_moment() {
    let folder = two_cities();
    let explain = |as_of| -> Run {
        let args = ["--unit", "C1", "--item", "RATE", "--as-of", as_of];
        folder.run("explain", &args).ends(0)
    };
    assert!(explain("2026-01-31").out.contains("data/observations.csv:3"));
    assert!(explain("2026-02-01").out.contains("data/observations.csv:4"));
}

#[test]
fn an_appeal_counts_from_the_day_it_was_decided() {
    let folder = two_cities();
    folder.write(
        "data/appeals.csv",
        "appeal,unit,filed,decided,decision,file,key,column,old,new\n\
         AP1,C2,2026-02-10,2026-02-20,upheld,observations,\
         unit=C2;element=done;period=2025,value,90,97\n",
    );
    folder.run("check", &[]).ends(0);
    let undecided = after();
    let decided = [row("95.00", "A", "2"), row("97.00", "A", "1")];
    assert_eq!(standing(&folder, &["--as-of", "2026-02-19"]), undecided);
    assert_eq!(standing(&folder, &["--as-of", "2026-02-20"]), decided);
    assert_eq!(standing(&folder, &[]), decided);
    let published = folder.score(&["--published"]);
    assert_eq!(published.cell(&["C2"], "published"), "90.00");
    assert_eq!(published.cell(&["C2"], "final"), "");
}

#[test]
fn a_moment_that_is_none_is_refused() {
    let folder = two_cities();
    for as_of in ["", "2026", "2026-02-30", "yesterday", "2026-2-1", "9999-01-01"] {
        let run = folder.run("score", &["--as-of", as_of]).ends(2);
        assert!(run.err.contains("error[G005]"), "{as_of}: {}", run.err);
    }
}

#[test]
fn bug_a_correction_after_an_appeal_made_the_whole_programme_unusable() {
    let folder = two_cities();
    folder.write(
        "data/appeals.csv",
        "appeal,unit,filed,decided,decision,file,key,column,old,new\n\
         AP1,C1,2026-02-10,2026-02-20,upheld,observations,\
         unit=C11;element=done;period=2025,value,95,97\n",
    );
    let rate = |args: &[&str]| folder.score(args).cell(&["C1"], "final").to_owned();
    assert_eq!(rate(&[]), "97.00");
    // Ten days after the decision the county reports anew: from then on that row holds.
    folder.append("data/observations.csv", "C11,done,2025,99,2026-03-02,2026-02-01,\n");
    folder.run("check", &[]).ends(0);
    assert_eq!(rate(&["--as-of", "2026-03-01"]), "97.00");
    assert_eq!(rate(&[]), "99.00");
}
