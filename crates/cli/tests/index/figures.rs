//! A choice of figures: shares of counts are drawn anew, and what rests on nothing else stays.

use crate::support::{Folder, LANGUAGES, Table};

use super::made_up::{ELEMENTS, OBSERVATIONS, PROGRAMME, Told, UNITS, told};

/// Half of what there is in A, three in five of it in B, and nearly all and next to nothing of it
/// in C and D; the same in 2024.
fn folder(cases: u32, index: &str) -> Folder {
    let elements = format!(
        "{ELEMENTS}kept,Promises kept,promise,city,none,none\nmade,Promises,promise,city,none,none\n"
    );
    let mut observations = OBSERVATIONS.to_owned();
    for (unit, of_ten) in [("A", 5), ("B", 6), ("C", 9), ("D", 1)] {
        for period in ["2024", "2025"] {
            let kept = cases * of_ten;
            observations += &format!("{unit},kept,{period},{kept}\n");
            observations += &format!("{unit},made,{period},{}\n", cases * 10);
        }
    }
    Folder::with(&[
        ("programme.toml", PROGRAMME),
        ("units.csv", UNITS),
        ("elements.csv", elements.as_str()),
        (
            "indicators.csv",
            "indicator,name_en,unit,direction,formula,worst,best\n\
             X,Schools,school,up,x,0,100\n\
             K,Promises kept,%,up,kept / made * 100,0,100\n",
        ),
        ("data/observations.csv", observations.as_str()),
        ("index.toml", index),
    ])
}

fn index(indicators: &[&str], choices: &str) -> String {
    let lines =
        indicators.iter().map(|id| format!("[[indicator]]\nid = \"{id}\"\npart = \"index\"\n"));
    let lines: String = lines.collect();
    format!(
        "title_en = \"Promises\"\nlevel = \"city\"\nperiods = [\"2024\"]\ncompare_within = \"all\"\n\
         [[part]]\nid = \"index\"\n{lines}\n[[step]]\ndo = \"impute\"\nmethod = \"constant\"\n\
         [[step]]\ndo = \"normalise\"\nmethod = \"goalposts\"\n{choices}"
    )
}

const FIGURES: &str = "[[choice]]\nid = \"chance\"\nfigures = true\n";

fn csv(folder: &Folder, args: &[&str]) -> Table {
    let args = [&["--format", "csv"], args].concat();
    Table::of_csv(&folder.run("index", &args).ends(0).out)
}

#[test]
fn few_cases_leave_an_order_open_and_many_settle_it() {
    let places = |cases: u32| {
        let table = csv(&folder(cases, &index(&["K"], FIGURES)), &[]);
        ["A", "B", "C", "D"].map(|unit| {
            let of = |column| table.cell(&[unit], column).to_owned();
            (of("rank"), of("rank_low"), of("rank_high"), of("tied_with"))
        })
    };
    let told =
        |all: [[&str; 4]; 4]| all.map(|[a, b, c, d]| (a.into(), b.into(), c.into(), d.into()));
    // 5 of 10 against 6 of 10: by their posteriors B is ahead in 67 % of all draws; against
    // 9 of 10 in 7 %.
    let few: [(String, String, String, String); 4] = places(1);
    assert_eq!((few[0].3.as_str(), few[1].3.as_str()), ("B", "A C"), "{few:?}");
    assert_eq!((few[0].1.as_str(), few[0].2.as_str()), ("2", "3"), "{few:?}");
    // 5,000 of 10,000 against 6,000: fourteen standard errors apart.
    let settled =
        [["3", "3", "3", ""], ["2", "2", "2", ""], ["1", "1", "1", ""], ["4", "4", "4", ""]];
    assert_eq!(places(1000), told(settled));
}

#[test]
fn what_is_drawn_is_told_and_comes_from_the_seed() {
    let folder = folder(
        1,
        &index(&["X", "K"], &format!("{FIGURES}[[choice]]\nid = \"w\"\nweights = 0.1\n")),
    );
    let choices = csv(&folder, &["--choices"]);
    assert_eq!(choices.cell(&["chance"], "indicators"), "K");
    assert_eq!(choices.cell(&["w"], "indicators"), "");
    let run = |seed: &str| {
        folder.run("index", &["--draws", "300", "--seed", seed, "--format", "csv"]).out
    };
    assert_eq!(run("3"), run("3"));
    // All of the order hangs on chance where weights hardly move.
    let shares = csv(&folder, &["--sensitivity"]);
    let total =
        |choice| shares.cell(&["order", choice], "total").parse::<f64>().unwrap_or(f64::NAN);
    assert!(total("chance") > 0.8, "{}", total("chance"));
    assert!(total("w") < 0.2, "{}", total("w"));
}

#[test]
fn a_choice_of_figures_that_draws_nothing_is_told() {
    for (choices, indicators, code, line) in [
        (FIGURES.to_owned(), &["X"][..], "I001", 17),
        (format!("{FIGURES}{}", FIGURES.replace("chance", "again")), &["X", "K"], "I009", 23),
        (FIGURES.replace("true", "false"), &["K"], "F235", 17),
        (FIGURES.replace("true", "\"yes\""), &["K"], "F133", 19),
    ] {
        let folder = folder(1, &index(indicators, &choices));
        let found: Vec<Told> = told(&folder);
        let codes: Vec<(&str, u64)> =
            found.iter().map(|told| (told.code.as_str(), told.line)).collect();
        assert!(codes.contains(&(code, line)), "{choices}: {codes:?}");
        for language in LANGUAGES {
            let run = folder.run("index", &["--lang", language]).ends(1);
            assert!(run.out.is_empty() && run.err.contains(&format!("[{code}]")), "{choices}");
        }
    }
}
