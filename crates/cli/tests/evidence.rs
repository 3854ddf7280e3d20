//! What `check` says of items and indicators by their figures: from how many subjects on, once, and
//! with the shares that a pencil gives.

use serde_json::Value;

use crate::support::{Folder, LANGUAGES, example, run_on};

/// A town: what it has of each attribute.
type Town = [u32; 6];

const ATTRIBUTES: [&str; 6] = ["a", "b", "c", "same", "hits", "tries"];

/// Towns whose `b` follows `a` closely, whose `c` does not, and whose `hits` of `tries` differ by
/// less than chance would make them.
fn town(number: u32) -> Town {
    let a = 10 + (number * 37) % 101;
    let c = 5 + (number * 53) % 89;
    [a, 3 * a + number % 3, c, 7, 12 + number % 3, 20]
}

const PROGRAMME: &str = r#"programme = "towns"
title_en = "Towns"
period = "2025"
schemes = ["year"]

[[level]]
id = "nation"
name_en = "nation"

[[level]]
id = "town"
name_en = "town"
"#;

const SCHEME: &str = r#"scheme = "year"
version = 1
title_en = "Assessment of towns"

[subjects]
level = "town"

[policy]
compare_within = "all"
round = { item = 6 }

[[group]]
id = "G"
title_en = "Group"
"#;

const INDICATORS: &str = "\
indicator,name_en,unit,direction,formula,worst,best
A,Size,size,up,attribute(a),0,120
B,Shape,shape,up,attribute(b),0,360
C,Colour,colour,up,attribute(c),0,100
SAME,Alike,point,up,attribute(same),0,14
HITS,Hits,%,up,100 * attribute(hits) / attribute(tries),0,100
";

/// A programme of so many towns, with an item of so many points for each indicator named.
fn towns(count: u32, items: &[(&str, u32, &str)]) -> Folder {
    let mut units =
        format!("unit,parent,level,name_en,{}\nN,,nation,Nation,,,,,,\n", ATTRIBUTES.join(","));
    for number in 0..count {
        let cells = town(number).map(|cell| cell.to_string()).join(",");
        units.push_str(&format!("T{number:02},N,town,Town {number},{cells}\n"));
    }
    let mut scheme = SCHEME.to_owned();
    for (indicator, points, rule) in items {
        scheme.push_str(&format!(
            "\n[[item]]\nid = \"{indicator}\"\ngroup = \"G\"\ntitle_en = \"{indicator}\"\n\
             points = {points}\nindicator = \"{indicator}\"\nrule = \"{rule}\"\n"
        ));
    }
    Folder::with(&[
        ("programme.toml", PROGRAMME),
        ("units.csv", &units),
        ("elements.csv", "element,name_en,unit,collected_at,rollup,over_time\n"),
        ("indicators.csv", INDICATORS),
        ("schemes/year.toml", &scheme),
    ])
}

const PLAIN: &str = "P * share(x, worst, best)";

/// The findings of these codes, each with its code, severity and sentence.
fn told(folder: &Folder, codes: &[&str]) -> Vec<(String, String, String)> {
    let list = |language: &str| -> Vec<Value> {
        let run = folder.run("check", &["--format", "json", "--lang", language]);
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out))
    };
    let [zh, en] = LANGUAGES.map(list);
    assert_eq!(zh.len(), en.len());
    assert!(en.iter().all(|finding| finding["severity"] != "error"), "{en:#?}");
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let own = en.iter().filter(|finding| codes.contains(&finding["code"].as_str().unwrap()));
    own.map(|finding| (text(finding, "code"), text(finding, "severity"), text(finding, "message")))
        .collect()
}

fn codes(folder: &Folder, of: &[&str]) -> Vec<String> {
    told(folder, of).into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn an_item_that_tells_nobody_apart_is_a_note_from_five_subjects_on() {
    let with = |count| towns(count, &[("SAME", 10, PLAIN), ("A", 10, PLAIN)]);
    assert!(codes(&with(4), &["S043"]).is_empty());
    let found = told(&with(5), &["S043"]);
    let [(_, severity, says)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(severity, "note");
    assert!(says.contains("`SAME`") && says.contains("50.0 %") && says.contains("all 5"), "{says}");
}

#[test]
fn items_that_move_together_are_told_from_twenty_subjects_on_and_once() {
    let items = [("A", 10, PLAIN), ("B", 10, PLAIN), ("C", 10, PLAIN)];
    assert!(codes(&towns(19, &items), &["S044"]).is_empty());
    let found = told(&towns(20, &items), &["S044"]);
    let [(_, severity, says)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(severity, "warning");
    assert!(says.contains("`A`") && says.contains("`B`") && says.contains("20"), "{says}");
    // Two items on one figure are told by S039, and by nothing else.
    let twice = towns(24, &[("A", 10, PLAIN), ("C", 10, PLAIN)]);
    let second = "\n[[item]]\nid = \"A2\"\ngroup = \"G\"\ntitle_en = \"A2\"\npoints = 10\n\
                  indicator = \"A\"\nrule = \"P * share(x, worst, best)\"\n";
    twice.append("schemes/year.toml", second);
    assert_eq!(codes(&twice, &["S039", "S044"]), ["S039"]);
    // The same formula under another id is as well.
    twice.append("indicators.csv", "A3,Size again,size,up,attribute(a),0,120\n");
    let third = second.replace("A2", "A3").replace("\"A\"", "\"A3\"");
    twice.append("schemes/year.toml", &third);
    let found = codes(&twice, &["S039", "S044"]);
    assert!(found.iter().all(|code| code == "S039"), "{found:?}");
}

#[test]
fn an_item_whose_effect_is_not_its_points_is_told_with_both_shares() {
    let flat = "P * (0.9 + 0.1 * share(x, worst, best))";
    let items = [("A", 60, flat), ("C", 20, PLAIN)];
    assert!(codes(&towns(19, &items), &["S045"]).is_empty());
    let found = told(&towns(24, &items), &["S045"]);
    // With a pencil: points, their distances from the mean, covariances with the total.
    let a = |town: Town| 60.0 * (0.9 + 0.1 * f64::from(town[0]) / 120.0);
    let c = |town: Town| 20.0 * f64::from(town[2]) / 100.0;
    let towns: Vec<Town> = (0..24).map(town).collect();
    let away = |of: &dyn Fn(Town) -> f64| -> Vec<f64> {
        let points: Vec<f64> = towns.iter().map(|town| of(*town)).collect();
        let mean = points.iter().sum::<f64>() / 24.0;
        points.iter().map(|points| points - mean).collect()
    };
    let (a, c) = (away(&a), away(&c));
    let with_total =
        |one: &[f64]| (0..24).map(|place| one[place] * (a[place] + c[place])).sum::<f64>();
    let (of_a, of_c) = (with_total(&a), with_total(&c));
    let share = |one: f64| format!("{:.1} % of the differences", 100.0 * one / (of_a + of_c));
    let [(_, severity, first), (_, _, second)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(severity, "note");
    assert!(first.contains("75.0 % of the points") && first.contains(&share(of_a)), "{first}");
    assert!(second.contains("25.0 % of the points") && second.contains(&share(of_c)), "{second}");
}

#[test]
fn an_item_of_few_cases_that_differs_by_chance_is_told_and_one_of_many_is_not() {
    let items = [("HITS", 10, PLAIN), ("A", 10, PLAIN)];
    assert!(codes(&towns(9, &items), &["S046"]).is_empty());
    let found = told(&towns(10, &items), &["S046"]);
    let [(_, severity, says)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(severity, "note");
    assert!(says.contains("`HITS`") && says.contains("20 cases"), "{says}");
    // A hundred times as many cases: the same rates cannot be chance.
    let many = towns(24, &items);
    let hundred = "100 * (100 * attribute(hits)) / (100 * attribute(tries))";
    many.edit("indicators.csv", "100 * attribute(hits) / attribute(tries)", hundred);
    assert!(codes(&many, &["S046"]).is_empty());
    // Of what is no share of cases nothing is known.
    let other = towns(24, &items);
    other.edit("indicators.csv", "HITS,Hits,%", "HITS,Hits,point");
    assert!(codes(&other, &["S046"]).is_empty());
}

#[test]
fn an_index_is_looked_at_like_a_scheme() {
    let of = |count: u32, indicators: &[&str]| {
        let folder = towns(count, &[("A", 10, PLAIN)]);
        let mut index = "level = \"town\"\n\n[[part]]\nid = \"index\"\n".to_owned();
        for indicator in indicators {
            index.push_str(&format!("\n[[indicator]]\nid = \"{indicator}\"\npart = \"index\"\n"));
        }
        index.push_str("\n[[step]]\ndo = \"normalise\"\nmethod = \"goalposts\"\n");
        folder.write("index.toml", index);
        told(&folder, &["C001", "C002", "C003", "C004"])
            .into_iter()
            .map(|(code, severity, _)| format!("{code} {severity}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(5, &["SAME", "A"]), ["C001 note"]);
    assert_eq!(of(4, &["SAME", "A"]), Vec::<String>::new());
    assert_eq!(of(20, &["A", "B", "C"]), ["C002 warning"]);
    assert_eq!(of(19, &["A", "B", "C"]), Vec::<String>::new());
    // The rates lie close together between goalposts far apart, and differ by chance.
    assert_eq!(of(24, &["A", "C", "HITS"]), ["C003 note", "C004 note"]);
}

#[test]
fn an_item_like_many_others_is_told_once_and_only_by_check() {
    let folder = towns(24, &[("A", 10, PLAIN), ("B", 10, PLAIN)]);
    folder.append("indicators.csv", "D,Depth,depth,up,7 * attribute(a) + 3,0,900\n");
    folder.append(
        "schemes/year.toml",
        &"\n[[item]]\nid = \"A\"\ngroup = \"G\"\ntitle_en = \"D\"\npoints = 10\n\
          indicator = \"A\"\nrule = \"P * share(x, worst, best)\"\n"
            .replace("\"A\"", "\"D\""),
    );
    let found = told(&folder, &["S044"]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[1].2.contains("`D`") && found[1].2.contains("1 more"), "{found:#?}");
    // Accepted, it is not missed where nobody looked.
    let scored =
        |folder: &Folder| folder.run("score", &["--format", "csv", "--lang", "en"]).ends(0);
    assert!(!scored(&folder).err.contains("warnings"), "{}", scored(&folder).err);
    folder.append(
        "programme.toml",
        "\n[[accepted]]\ncode = \"S044\"\nreason_en = \"size is what is wanted\"\n",
    );
    assert!(!scored(&folder).err.contains("warnings"), "{}", scored(&folder).err);
    let run = folder.run("check", &["--lang", "en"]).ends(0);
    assert!(run.err.contains("accepted[S044]") && !run.err.contains("P001"), "{}", run.err);
}

#[test]
fn the_examples_have_no_more_warnings_than_before() {
    let run = run_on(&example("city"), "check", &["--lang", "en"]).ends(0);
    let last = run.out.lines().last().unwrap();
    assert!(
        last.starts_with("Errors: 0, warnings: 2, ") && last.ends_with("accepted: 3"),
        "{last}"
    );
    let run = run_on(&example("federation"), "check", &["--lang", "en"]).ends(0);
    assert!(run.out.lines().last().unwrap().starts_with("Errors: 0, warnings: 0, "));
}
