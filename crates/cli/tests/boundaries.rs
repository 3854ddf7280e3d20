//! Units that merge, move and split in the middle of 2025: "as it was" and "in the boundaries of a
//! day", both against figures worked out by hand below, and nothing lost on the way.
//!
//! On 1 July 2025
//! - city A merges into city B (both of province M);
//! - county D2 moves from city D (province X) to city E (province Y);
//! - city S (province Z) is split: it keeps a quarter of its people and two fifths of its land, the
//!   rest becomes the new city T.
//!
//! | figure | unit | Jan–Jun, each month | Jul–Dec, each month | 2024 |
//! |---|---|---|---|---|
//! | cases | A | 10 | – | 100 |
//! | | B | 20 | 30 | 200 |
//! | solved | A | 5 | – | 50 |
//! | | B | 19 | 24 | 190 |
//! | visits | D1 | 4 | 4 | 40 |
//! | | D2 | 3 | 3 | 30 |
//! | | E1 | 5 | 5 | 50 |
//! | births | S | 8 | 2 | 101 |
//! | | T | – | 6 | – |
//! | road (km, a stock) | S | | 5.5 at the end of 2025 | 12.5 |
//! | | T | | 7 at the end of 2025 | – |
//! | mood (an index) | S | | 70 for 2025 | 88 |
//! | | T | | 90 for 2025 | – |
//! | trees (a count of which nobody said how it is divided) | S | – | – | 40 |

use crate::support::{Folder, Table};

const PROGRAMME: &str = r#"programme = "boundaries"
title_en = "Boundaries that change"
period = "2025"
schemes = ["cities", "provinces"]

[[level]]
id = "province"
name_en = "province"

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
unit,parent,level,name_en,valid_from,people,land
M,,province,M,,,
X,,province,X,,,
Y,,province,Y,,,
Z,,province,Z,,,
A,M,city,A,,,
B,M,city,B,,,
D,X,city,D,,,
D1,D,county,D1,,,
D2,D,county,D2,,,
E,Y,city,E,,,
E1,E,county,E1,,,
S,Z,city,S,,400,1000
T,Z,city,T,2025-07-01,300,600
";

const EVENTS: &str = "\
date,kind,unit,to,share,measure
2025-07-01,merge,A,B,,
2025-07-01,transfer,D2,E,,
2025-07-01,split,S,S,0.25,people
2025-07-01,split,S,T,0.75,people
2025-07-01,split,S,S,0.4,land
2025-07-01,split,S,T,0.6,land
";

const ELEMENTS: &str = "\
element,name_en,unit,collected_at,rollup,over_time,apportion_by
cases,Cases,case,city,sum,sum,
solved,Cases solved,case,city,sum,sum,
visits,Visits,visit,county,sum,sum,
births,Births,birth,city,sum,sum,people
road,Road,km,city,sum,last,land
mood,Mood,point,city,none,none,
trees,Trees,tree,city,sum,last,
";

const INDICATORS: &str = "\
indicator,name_en,unit,direction,formula
RATE,Cases solved,%,up,100 * solved / cases
";

/// A scheme whose points are the figures themselves.
fn scheme(id: &str, level: &str) -> String {
    let figures = ["cases", "solved", "visits", "births", "road", "mood", "trees", "RATE"];
    let items: String = figures
        .iter()
        .map(|id| {
            format!(
                "[[item]]\nid = \"its_{id}\"\ngroup = \"G\"\ntitle_en = \"{id}\"\n\
                 points = 1000000\nrule = \"number({id})\"\n\n\
                 [[item]]\nid = \"last_{id}\"\ngroup = \"G\"\ntitle_en = \"{id} last year\"\n\
                 points = 1000000\nrule = \"number({id} @ prev)\"\n\n"
            )
        })
        .collect();
    format!(
        "scheme = \"{id}\"\nversion = 1\ntitle_en = \"Figures\"\n\n[subjects]\n\
         level = \"{level}\"\n\n[[group]]\nid = \"G\"\ntitle_en = \"Figures\"\n\n{items}"
    )
}

fn observations() -> String {
    let mut text = String::from("unit,element,period,value\n");
    let monthly = [
        ("A", "cases", 10, None),
        ("B", "cases", 20, Some(30)),
        ("A", "solved", 5, None),
        ("B", "solved", 19, Some(24)),
        ("D1", "visits", 4, Some(4)),
        ("D2", "visits", 3, Some(3)),
        ("E1", "visits", 5, Some(5)),
        ("S", "births", 8, Some(2)),
    ];
    for (unit, element, before, after) in monthly {
        for month in 1..=6 {
            text += &format!("{unit},{element},2025-{month:02},{before}\n");
        }
        for (month, after) in (7..=12).filter_map(|month| Some((month, after?))) {
            text += &format!("{unit},{element},2025-{month:02},{after}\n");
        }
    }
    for month in 7..=12 {
        text += &format!("T,births,2025-{month:02},6\n");
    }
    text + "\
A,cases,2024,100
B,cases,2024,200
A,solved,2024,50
B,solved,2024,190
D1,visits,2024,40
D2,visits,2024,30
E1,visits,2024,50
S,births,2024,101
S,road,2024,12.5
S,road,2025,5.5
T,road,2025,7
S,mood,2024,88
S,trees,2024,40
S,mood,2025,70
T,mood,2025,90
"
}

fn world() -> Folder {
    let folder = Folder::with(&[
        ("programme.toml", PROGRAMME),
        ("units.csv", UNITS),
        ("unit_events.csv", EVENTS),
        ("elements.csv", ELEMENTS),
        ("indicators.csv", INDICATORS),
        ("schemes/cities.toml", &scheme("cities", "city")),
        ("schemes/provinces.toml", &scheme("provinces", "province")),
        ("data/observations.csv", &observations()),
    ]);
    let checked = folder.run("check", &[]).ends(0);
    assert_eq!(checked.err, "", "the fixture is without fault");
    folder
}

const TODAY: [&str; 2] = ["--boundaries", "latest"];

/// The items of a scheme, asked for with further words.
fn items(folder: &Folder, scheme: &str, more: &[&[&str]]) -> Table {
    let args: Vec<&str> = ["--items", "--scheme", scheme]
        .into_iter()
        .chain(more.iter().copied().flatten().copied())
        .collect();
    folder.score(&args)
}

/// A figure as the points it gives, or the word for why there is none.
fn figure<'t>(table: &'t Table, unit: &str, item: &str) -> &'t str {
    match table.cell(&[unit, item], "status") {
        "known" | "estimated" => table.cell(&[unit, item], "points"),
        other => other,
    }
}

fn units(table: &Table) -> Vec<&str> {
    let mut units = table.column("unit");
    units.dedup();
    units
}

#[test]
fn as_it_was_each_unit_has_what_was_reported_of_it_and_a_province_has_both_halves() {
    let folder = world();
    let cities = items(&folder, "cities", &[]);
    // A is not there any more on the last day of 2025; T is.
    assert_eq!(units(&cities), ["B", "D", "E", "S", "T"]);
    for (unit, item, wanted) in [
        ("B", "its_cases", "300.00"),  // 6 × 20 + 6 × 30
        ("B", "its_solved", "258.00"), // 6 × 19 + 6 × 24
        ("B", "its_RATE", "86.00"),    // 258 of 300
        ("D", "its_visits", "66.00"),  // 12 × 4, and 6 × 3 of D2 until June
        ("E", "its_visits", "78.00"),  // 12 × 5, and 6 × 3 of D2 from July
        ("S", "its_births", "60.00"),  // 6 × 8 + 6 × 2
        ("T", "its_births", "36.00"),  // 6 × 6
        ("S", "its_road", "5.50"),
        ("T", "its_road", "7.00"),
        ("S", "its_mood", "70.00"),
        ("S", "last_births", "101.00"),
        ("T", "last_births", "missing"),
    ] {
        assert_eq!(figure(&cities, unit, item), wanted, "{item} of {unit}");
    }
    let provinces = items(&folder, "provinces", &[]);
    for (unit, item, wanted) in [
        ("M", "its_cases", "360.00"),  // 60 of A until June, 300 of B
        ("M", "its_solved", "288.00"), // 30 and 258
        ("M", "its_RATE", "80.00"),    // 288 of 360, not the mean of 50 and 86
        ("X", "its_visits", "66.00"),
        ("Y", "its_visits", "78.00"),
        ("Z", "its_births", "96.00"), // 60 of S, 36 of T
        ("Z", "its_road", "12.50"),
        ("M", "last_cases", "300.00"),
        ("X", "last_visits", "70.00"),
        ("Y", "last_visits", "50.00"),
    ] {
        assert_eq!(figure(&provinces, unit, item), wanted, "{item} of {unit}");
    }
}

#[test]
fn in_todays_boundaries_a_year_is_carried_to_the_units_of_today() {
    let folder = world();
    let cities = items(&folder, "cities", &[&TODAY]);
    assert_eq!(units(&cities), ["B", "D", "E", "S", "T"]);
    for (unit, item, wanted) in [
        ("B", "its_cases", "360.00"),  // with the 60 of A
        ("B", "its_solved", "288.00"), // with the 30 of A
        ("B", "its_RATE", "80.00"),    // 288 of 360: worked out anew, not a mean of rates
        ("D", "its_visits", "48.00"),  // D2 belongs to E all the year: 12 × 4
        ("E", "its_visits", "96.00"),  // 12 × 5 and 12 × 3
        ("S", "its_births", "24.00"),  // 6 × 2, a quarter of 8, and 6 × 2
        ("T", "its_births", "72.00"),  // 6 × 6, three quarters of 8, and 6 × 6
        ("S", "its_road", "5.50"),     // a stock: as it is at the end of the year
        ("T", "its_road", "7.00"),
        ("S", "its_mood", "70.00"),
        ("T", "its_mood", "90.00"),
    ] {
        assert_eq!(figure(&cities, unit, item), wanted, "{item} of {unit}");
    }
    let provinces = items(&folder, "provinces", &[&TODAY]);
    for (unit, item, wanted) in [
        ("M", "its_cases", "360.00"),
        ("M", "its_RATE", "80.00"),
        ("X", "its_visits", "48.00"),
        ("Y", "its_visits", "96.00"),
        ("Z", "its_births", "96.00"),
        ("Z", "its_road", "12.50"),
    ] {
        assert_eq!(figure(&provinces, unit, item), wanted, "{item} of {unit}");
    }
}

#[test]
fn in_todays_boundaries_earlier_years_are_carried_to_the_successors() {
    let folder = world();
    let wanted = [
        ("cities", "B", "cases", "300.00"), // 100 of A and 200
        ("cities", "B", "RATE", "80.00"),   // 240 of 300
        ("cities", "D", "visits", "40.00"),
        ("cities", "E", "visits", "80.00"), // 50 and the 30 of D2
        ("cities", "S", "births", "25.00"), // 101 by a quarter is 25.25
        ("cities", "T", "births", "76.00"), // and 75.75: the last birth goes to the larger rest
        ("cities", "S", "road", "5.00"),    // 12.5 km by land: two fifths
        ("cities", "T", "road", "7.50"),    // and three fifths
        ("cities", "S", "mood", "missing"), // half an index is no index
        ("cities", "T", "mood", "missing"),
        ("cities", "S", "trees", "missing"), // neither all of them nor none
        ("cities", "T", "trees", "missing"),
        ("provinces", "M", "cases", "300.00"),
        ("provinces", "X", "visits", "40.00"),
        ("provinces", "Y", "visits", "80.00"),
        ("provinces", "Z", "births", "101.00"),
        ("provinces", "Z", "road", "12.50"),
    ];
    // The year before, looked at for itself and from this year's scheme.
    for (period, prefix) in [("2024", "its"), ("2025", "last")] {
        for scheme in ["cities", "provinces"] {
            let table = items(&folder, scheme, &[&TODAY, &["--period", period]]);
            for (_, unit, element, wanted) in wanted.iter().filter(|w| w.0 == scheme) {
                let item = format!("{prefix}_{element}");
                assert_eq!(figure(&table, unit, &item), *wanted, "{item} of {unit}, {period}");
            }
        }
    }
    // As it was in 2024, each has its own, and A is still there.
    let cities = items(&folder, "cities", &[&["--period", "2024"]]);
    assert_eq!(units(&cities), ["A", "B", "D", "E", "S"]);
    for (unit, item, wanted) in [
        ("A", "its_cases", "100.00"),
        ("B", "its_cases", "200.00"),
        ("A", "its_RATE", "50.00"),
        ("B", "its_RATE", "95.00"),
        ("D", "its_visits", "70.00"),
        ("E", "its_visits", "50.00"),
        ("S", "its_births", "101.00"),
        ("S", "its_road", "12.50"),
        ("S", "its_mood", "88.00"),
        ("S", "its_trees", "40.00"),
    ] {
        assert_eq!(figure(&cities, unit, item), wanted, "{item} of {unit}");
    }
}

#[test]
fn what_is_apportioned_is_marked_as_estimated_and_what_goes_whole_is_not() {
    let folder = world();
    let cities = items(&folder, "cities", &[&TODAY]);
    let status = |unit, item| cities.cell(&[unit, item], "status");
    assert_eq!(status("S", "its_births"), "estimated");
    assert_eq!(status("T", "last_road"), "estimated");
    assert_eq!(status("B", "its_cases"), "known");
    assert_eq!(status("E", "its_visits"), "known");
}

#[test]
fn the_day_before_the_change_and_the_day_of_it_differ() {
    let folder = world();
    let on = |day: &str| items(&folder, "cities", &[&["--period", "2024", "--boundaries", day]]);
    let (before, after) = (on("2025-06-30"), on("2025-07-01"));
    assert_eq!(units(&before), ["A", "B", "D", "E", "S"]);
    assert_eq!(figure(&before, "B", "its_cases"), "200.00");
    assert_eq!(figure(&before, "D", "its_visits"), "70.00");
    assert_eq!(units(&after), ["B", "D", "E", "S", "T"]);
    assert_eq!(figure(&after, "B", "its_cases"), "300.00");
    assert_eq!(figure(&after, "D", "its_visits"), "40.00");
    assert_eq!(after, items(&folder, "cities", &[&["--period", "2024"], &TODAY]));
}

#[test]
fn figures_are_not_carried_back_to_units_that_were_before() {
    // What T reported from July has nobody to go to in June, and what B reported then is A's too.
    let folder = world();
    for language in ["zh", "en"] {
        let args = ["--boundaries", "2025-06-30", "--lang", language];
        let run = folder.run("score", &args).ends(2);
        assert!(run.err.contains("[G007]") && run.err.contains("2025-07-01"), "{}", run.err);
        assert_eq!(run.out, "");
    }
    // A county that only moved can be put back: 12 × 4 and 12 × 3 are D's.
    folder.write("unit_events.csv", "date,kind,unit,to\n2025-07-01,transfer,D2,E\n");
    for (day, d, e) in [("2025-06-30", "84.00", "60.00"), ("2025-07-01", "48.00", "96.00")] {
        let cities = items(&folder, "cities", &[&["--boundaries", day]]);
        assert_eq!(figure(&cities, "D", "its_visits"), d);
        assert_eq!(figure(&cities, "E", "its_visits"), e);
    }
}

#[test]
fn no_count_is_lost_and_none_is_invented_whatever_its_last_digit() {
    let folder = world();
    let others: Vec<String> = observations()
        .lines()
        .filter(|line| !line.starts_with("S,births,2024") && !line.starts_with("S,road,2024"))
        .map(str::to_owned)
        .collect();
    // Counts of every size by months; stocks with one and two decimals.
    for start in [0, 12, 24, 1_000_000_001_i64] {
        let mut lines = others.clone();
        lines.extend((1..=12).map(|month| format!("S,births,2024-{month:02},{}", start + month)));
        lines.push(format!("S,road,2024,{start}.07"));
        folder.write("data/observations.csv", lines.join("\n") + "\n");
        let was = items(&folder, "cities", &[&["--period", "2024"]]);
        let now = items(&folder, "cities", &[&["--period", "2024"], &TODAY]);
        for item in ["its_births", "its_road"] {
            let cents = |table: &Table, unit: &str| -> i64 {
                figure(table, unit, item).replace('.', "").parse().unwrap()
            };
            // Points end at a million; where they do there is nothing to compare.
            if start < 1000 {
                let parts = cents(&now, "S") + cents(&now, "T");
                assert_eq!(parts, cents(&was, "S"), "{item} from {start}");
            }
        }
        let provinces = items(&folder, "provinces", &[&["--period", "2024"]]);
        let redrawn = items(&folder, "provinces", &[&["--period", "2024"], &TODAY]);
        for item in ["its_births", "its_road"] {
            let of = |table| figure(table, "Z", item).to_owned();
            assert_eq!(of(&provinces), of(&redrawn), "{item} from {start}");
        }
    }
}

#[test]
fn the_order_of_the_rows_does_not_decide_where_the_last_unit_goes() {
    let folder = world();
    // Half of the people each: of 101 births one is left over, and both have the same claim to it.
    for (from, to) in [("S,S,0.25,people", "S,S,0.5,people"), ("S,T,0.75,people", "S,T,0.5,people")]
    {
        folder.edit("unit_events.csv", from, to);
    }
    let ask = |folder: &Folder| items(folder, "cities", &[&["--period", "2024"], &TODAY]);
    let before = ask(&folder);
    assert_eq!(figure(&before, "S", "its_births"), "51.00");
    assert_eq!(figure(&before, "T", "its_births"), "50.00");
    for path in ["units.csv", "unit_events.csv", "data/observations.csv"] {
        let text = folder.read(path);
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        folder.write(path, lines.join("\n") + "\n");
        assert_eq!(ask(&folder), before, "{path}");
    }
}

#[test]
fn what_is_not_known_of_one_part_is_not_known_of_the_whole() {
    let folder = world();
    folder.edit("data/observations.csv", "A,cases,2024,100\n", "A,cases,2024,\n");
    let cities = items(&folder, "cities", &[&["--period", "2024"], &TODAY]);
    // 200 alone would be too little for B.
    assert_eq!(figure(&cities, "B", "its_cases"), "missing");
    assert_eq!(figure(&cities, "B", "its_RATE"), "missing");
    assert_eq!(figure(&cities, "B", "its_solved"), "240.00");
    let provinces = items(&folder, "provinces", &[&["--period", "2024"], &TODAY]);
    assert_eq!(figure(&provinces, "M", "its_cases"), "missing");
}

#[test]
fn an_appeal_about_a_unit_that_merged_counts_in_either_boundaries() {
    let folder = world();
    folder.write(
        "data/appeals.csv",
        "appeal,unit,filed,decided,decision,file,key,column,old,new\n\
         AP1,B,2026-02-10,2026-02-20,upheld,observations,\
         unit=A;element=cases;period=2025-03,value,10,14\n",
    );
    folder.run("check", &[]).ends(0);
    let province = |more: &[&[&str]]| {
        let table = items(&folder, "provinces", more);
        figure(&table, "M", "its_cases").to_owned()
    };
    assert_eq!(province(&[]), "364.00");
    assert_eq!(province(&[&["--published"]]), "360.00");
    assert_eq!(province(&[&TODAY]), "364.00");
    assert_eq!(province(&[&TODAY, &["--published"]]), "360.00");
    // Decided on the 20th, it is not known on the 19th in any boundaries.
    assert_eq!(province(&[&["--as-of", "2026-02-19"]]), "360.00");
    assert_eq!(province(&[&TODAY, &["--as-of", "2026-02-19"]]), "360.00");
}

#[test]
fn the_counties_of_a_city_follow_it_into_a_merger_unless_they_move_elsewhere() {
    // D merges into E of another province: D1 follows, D2 moves to the new city T instead.
    let folder = world();
    folder.edit(
        "units.csv",
        "T,Z,city,T,2025-07-01,300,600\n",
        "T,Z,city,T,2025-07-01,300,600\nU,M,city,U,2025-07-01,,\nV,X,city,V,,,\nV1,V,county,V1,,,\n",
    );
    folder.edit("unit_events.csv", "transfer,D2,E", "merge,D,E");
    folder.append("unit_events.csv", "2025-07-01,transfer,D2,U,,\n");
    folder.append("data/observations.csv", "V1,visits,2025,100\n");
    folder.run("check", &[]).ends(0);
    for (more, e, u) in [
        // As it was: 12 × 5 and 6 × 4 of D1 from July; D2 is U's from July.
        (&[][..], "84.00", "18.00"),
        // Today: 12 × (5 + 4), 12 × 3.
        (&TODAY, "108.00", "36.00"),
    ] {
        let cities = items(&folder, "cities", &[more]);
        assert_eq!(units(&cities), ["B", "E", "S", "T", "U", "V"]);
        assert_eq!(figure(&cities, "E", "its_visits"), e);
        assert_eq!(figure(&cities, "U", "its_visits"), u);
    }
    let visits = |more: &[&[&str]], unit: &str| {
        let provinces = items(&folder, "provinces", more);
        figure(&provinces, unit, "its_visits").to_owned()
    };
    assert_eq!(visits(&[], "Y"), "84.00");
    assert_eq!(visits(&[&TODAY], "Y"), "108.00");
    assert_eq!(visits(&[&TODAY], "X"), "100.00");
}

#[test]
fn an_event_that_cannot_have_happened_is_refused() {
    for (rows, line, says) in [
        ("2025-08-01,merge,E,E,,", 8, "itself"),
        ("2025-08-01,merge,E,M,,", 8, "level"),
        ("2025-08-01,merge,E,E1,,", 8, "level"),
        // A is gone since July, and T was not there in June.
        ("2025-08-01,merge,E,A,,", 8, "`A` is not there"),
        ("2025-08-01,transfer,A,Y,,", 8, "`A` is not there"),
        ("2025-06-01,merge,E,T,,", 8, "`T` is not there"),
        // Into each other, at once or one after the other.
        ("2025-07-01,merge,B,A,,", 2, "is not there"),
        ("2025-08-01,merge,B,A,,", 8, "`A` is not there"),
        ("2025-07-01,transfer,D2,D,,", 8, "exclude each other"),
        ("2025-07-01,merge,A,E,,", 8, "exclude each other"),
        ("2025-07-01,merge,S,E,,", 8, "exclude each other"),
        // Split up whole, and nobody says to whom its county belongs.
        ("2025-08-01,split,E,D,1,", 8, "`E1`"),
        ("2025-08-01,split,E,D,0.5,land\n2025-08-01,split,E,B,0.4,land", 8, "0.9"),
    ] {
        let folder = world();
        folder.append("unit_events.csv", &format!("{rows}\n"));
        for language in ["zh", "en"] {
            let run = folder.run("check", &["--lang", language]).ends(1);
            let place = format!("unit_events.csv:{line}:");
            assert!(run.err.contains(&place), "{rows}: {}", run.err);
            assert!(language == "zh" || run.err.contains(says), "{rows}: {}", run.err);
        }
        folder.run("score", &TODAY).ends(1);
    }
}

#[test]
fn the_explanation_follows_a_sum_down_to_the_part_that_is_gone() {
    let folder = world();
    let explain = |more: &[&str]| {
        let ask = ["--scheme", "provinces", "--unit", "M", "--item", "its_cases"];
        let ask: Vec<&str> = ask.into_iter().chain(more.iter().copied()).collect();
        folder.run("explain", &ask).ends(0).out
    };
    let was = explain(&[]);
    assert!(was.contains("360"), "{was}");
    let now = explain(&TODAY);
    assert!(now.contains("360"), "{now}");
    // Line 2 is what A reported for January, line 8 what B did.
    assert!(was.contains("A, 2025-01: 10, from data/observations.csv:2\n"), "{was}");
    assert!(was.contains("B, 2025-01: 20, from data/observations.csv:8\n"), "{was}");
    let both = "B, 2025-01: 30, in the boundaries of 2025-07-01, \
                from data/observations.csv:2 + data/observations.csv:8\n";
    assert!(now.contains(both), "{now}");
    // What stayed as it was reported is told as it was reported.
    assert!(now.contains("B, 2025-07: 30, from data/observations.csv:14\n"), "{now}");
    // A part of a row is not passed off as the row.
    let ask = ["--unit", "T", "--item", "its_births", "--lang", "zh", "--boundaries", "latest"];
    let part = folder.run("explain", &ask).ends(0).out;
    assert!(part.contains("按 2025-07-01 的区划"), "{part}");
}
