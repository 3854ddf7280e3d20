//! Draws against the slow way: the drawn figures are written into a folder, which is scored anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gangmu_app::define::{check, prepare};
use gangmu_app::score::{Asked, Draws, Redrawing, with_scored};
use gangmu_app::table::Table;

const DRAWS: Draws = Draws { count: 50, seed: 11 };

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, &to).map(drop).unwrap() }
    }
}

/// Totals and places of a scheme, by the ids of the subjects.
type Standing = BTreeMap<String, (String, Option<u32>)>;

fn asked(scheme: &str) -> Asked {
    Asked { scheme: Some(scheme.to_owned()), ..Asked::default() }
}

/// The standing in some draws, and what was drawn for each.
fn drawn(folder: &Path, scheme: &str, numbers: &[u32]) -> Vec<(Standing, Table, Table)> {
    let checked = check(folder);
    let programme = checked.programme.unwrap_or_else(|| panic!("{:?}", checked.findings));
    let (prepared, _) = prepare(&programme);
    let found = with_scored(&prepared, &asked(scheme), |scored| {
        let redrawing = Redrawing::plan(scored, None);
        let one = |number: &u32| {
            let outcome = redrawing.outcome(DRAWS, *number);
            let ids = outcome
                .subjects
                .ids()
                .iter()
                .map(|id| programme.tree.id(gangmu_base::Reporter(*id)).to_owned());
            let results = outcome.results.iter().map(|r| (r.total.to_string(), r.rank));
            let standing = ids.zip(results).collect();
            (standing, redrawing.figures(DRAWS, *number), redrawing.answers(DRAWS, *number))
        };
        numbers.iter().map(one).collect()
    });
    found.unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn scored(folder: &Path, scheme: &str) -> Standing {
    let checked = check(folder);
    let programme = checked.programme.unwrap_or_else(|| panic!("{:?}", checked.findings));
    let (prepared, _) = prepare(&programme);
    let found = with_scored(&prepared, &asked(scheme), |scored| {
        let ids = scored
            .outcome
            .subjects
            .ids()
            .iter()
            .map(|id| programme.tree.id(gangmu_base::Reporter(*id)).to_owned());
        let results = scored.outcome.results.iter().map(|r| (r.total.to_string(), r.rank));
        ids.zip(results).collect()
    });
    found.unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.iter().map(|cell| cell.text()).collect()).collect()
}

/// Writes figures and counts where they are told, or behind the last where they are not.
fn write(folder: &Path, figures: &Table, answers: &Table) {
    let mut open: BTreeMap<String, &str> =
        cells(figures).into_iter().map(|row| (row[..3].join(","), row[3])).collect();
    let data = folder.join("data");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let named =
        |path: &Path, kind: &str| path.file_name().unwrap().to_str().unwrap().starts_with(kind);
    for path in files.iter().filter(|path| named(path, "observations")) {
        let text = fs::read_to_string(path).unwrap();
        let mut lines = text.lines();
        let head = lines.next().unwrap();
        let columns: Vec<&str> = head.split(',').collect();
        let at = |name: &str| columns.iter().position(|column| *column == name).unwrap();
        let mut written = format!("{head}\n");
        for line in lines {
            let mut row: Vec<&str> = line.split(',').collect();
            let key = [row[at("unit")], row[at("element")], row[at("period")]].join(",");
            if let Some(value) = open.remove(&key) {
                row[at("value")] = value;
            }
            written += &(row.join(",") + "\n");
        }
        fs::write(path, written).unwrap();
    }
    let rows = open.iter().map(|(key, value)| format!("{key},{value}\n"));
    let text = "unit,element,period,value\n".to_owned() + &rows.collect::<String>();
    fs::write(data.join("observations-drawn.csv"), text).unwrap();
    let counts: BTreeMap<String, &str> =
        cells(answers).into_iter().map(|row| (row[..4].join(","), row[4])).collect();
    if counts.is_empty() {
        return;
    }
    let path = files.iter().find(|path| named(path, "surveys")).unwrap();
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let row: Vec<&str> = line.split(',').collect();
        format!("{},{}\n", row[..4].join(","), counts[&row[..4].join(",")])
    });
    let all = "unit,period,question,answer,count\n".to_owned() + &rows.collect::<String>();
    fs::write(path, all).unwrap();
}

/// Each draw is what comes of its figures.
fn agrees(folder: &Path, scheme: &str, numbers: &[u32]) {
    let original = scored(folder, scheme);
    let mut moved = false;
    for (standing, figures, answers) in drawn(folder, scheme, numbers) {
        let place = tempfile::tempdir().unwrap();
        copy(folder, place.path());
        write(place.path(), &figures, &answers);
        assert_eq!(scored(place.path(), scheme), standing, "{scheme}: {:?}", cells(&figures));
        moved |= standing != original;
    }
    assert!(moved, "{scheme}: something is drawn");
}

#[test]
fn a_draw_of_the_cities_is_what_a_folder_with_its_figures_gives() {
    agrees(&example("city"), "city", &[0, 1, 49]);
    agrees(&example("city"), "bodies", &[2, 3]);
    // Half of it is the result of the cities' own scheme, which is drawn too.
    agrees(&example("city"), "term", &[4, 5]);
}

#[test]
fn shares_of_shares_sums_months_and_the_tier_above_hang_together() {
    let place = tempfile::tempdir().unwrap();
    for (path, text) in LAYERED {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut rows = "unit,element,period,value\n".to_owned();
    for unit in 0..8 {
        let id = format!("U{unit}");
        for month in 1..=12 {
            rows +=
                &format!("{id},done,2025-{month:02},{}\n{id},due,2025-{month:02},40\n", 25 + unit);
        }
        let figures = [("asked", 300), ("seen", 200 + unit), ("helped", 90 + 3 * unit)];
        let figures = figures.into_iter().chain([("early", 20), ("late", 8), ("never", 9)]);
        for (element, value) in figures {
            rows += &format!("{id},{element},2025,{value}\n{id},{element},2024,{value}\n");
        }
    }
    fs::create_dir_all(place.path().join("data")).unwrap();
    fs::write(place.path().join("data/observations.csv"), rows).unwrap();
    agrees(place.path(), "year", &[0, 1, 2, 3]);
    // What is not drawn stays: a figure of last year, the denominator, and sums that are whole.
    for (_, figures, _) in drawn(place.path(), "year", &[7, 8]) {
        let rows = cells(&figures);
        assert!(rows.iter().all(|row| !row[2].starts_with("2024")), "{rows:?}");
        assert!(rows.iter().all(|row| row[1] != "asked" && row[1] != "due"), "{rows:?}");
        let value = |unit: &str, element: &str, period: &str| -> f64 {
            let row = rows.iter().find(|row| row[..3] == [unit, element, period]);
            row.unwrap_or_else(|| panic!("{unit} {element} {period}"))[3].parse().unwrap()
        };
        let months: f64 =
            (1..=12).map(|month| value("U3", "done", &format!("2025-{month:02}"))).sum();
        assert!((months - value("U3", "done", "2025")).abs() < 1e-6);
        let parts: f64 = ["early", "late", "never"].map(|e| value("U3", e, "2025")).iter().sum();
        assert!((parts - 37.0).abs() < 1e-6, "{parts}: what is not early or late is never");
        assert!(value("U3", "helped", "2025") <= value("U3", "seen", "2025"));
        assert!(value("U3", "seen", "2025") <= 300.0);
        // The province is what its cities are.
        let cities: f64 = (0..8).map(|unit| value(&format!("U{unit}"), "seen", "2025")).sum();
        assert!((cities - value("P", "seen", "2025")).abs() < 1e-4);
    }
}

const LAYERED: [(&str, &str); 5] = [
    (
        "programme.toml",
        "programme = \"layered\"\ntitle_en = \"Layered\"\nperiod = \"2025\"\nschemes = [\"year\"]\n\
         [[level]]\nid = \"province\"\nname_en = \"province\"\n\
         [[level]]\nid = \"city\"\nname_en = \"city\"\n",
    ),
    (
        "units.csv",
        "unit,parent,level,name_en\nP,,province,P\nU0,P,city,0\nU1,P,city,1\nU2,P,city,2\n\
         U3,P,city,3\nU4,P,city,4\nU5,P,city,5\nU6,P,city,6\nU7,P,city,7\n",
    ),
    (
        "elements.csv",
        "element,name_en,unit,collected_at,rollup,over_time\n\
         done,Done,case,city,sum,sum\ndue,Due,case,city,sum,sum\n\
         asked,Asked,person,city,sum,last\nseen,Seen,person,city,sum,last\n\
         helped,Helped,person,city,sum,last\nearly,Early,task,city,sum,sum\n\
         late,Late,task,city,sum,sum\nnever,Never,task,city,sum,sum\n",
    ),
    (
        "indicators.csv",
        "indicator,name_en,unit,direction,formula\n\
         DONE,Done on time,%,up,100 * done / due\n\
         HELPED,Helped of those seen,%,up,100 * helped / seen\n\
         SEEN,Seen of those who asked,%,up,100 * seen / asked\n\
         KEPT,Early or late and not never,%,up,100 * (early + late) / (early + late + never)\n\
         BOTH,A mean of two,%,up,(SEEN + KEPT) / 2\n",
    ),
    (
        "schemes/year.toml",
        r#"scheme = "year"
version = 1
title_en = "The year"
period = "2025"
[subjects]
level = "city"
[policy]
compare_within = "all"
round = { item = 4 }
[[group]]
id = "G"
title_en = "Group"
[[item]]
id = "DONE"
group = "G"
title_en = "Year, months and last year"
points = 100
rule = "number(x) / 2 + mean(number(x) over months) / 4 + mean(rank(x in all) over months)"
[[item]]
id = "HELPED"
group = "G"
title_en = "Helped"
points = 100
rule = "number(x) / 2 + number(x - x @ prev)"
floor = -100
[[item]]
id = "BOTH"
group = "G"
title_en = "Both, against the province"
points = 100
rule = "50 + number(x - (x of parent)) + number(early / (early + late))"
"#,
    ),
];
