//! What is said in the office scores exactly as the same rows in the programme folder do.

use std::collections::BTreeMap;
use std::path::Path;

use gangmu_app::authz::Actor;
use gangmu_app::collect::facts::{
    Checklist, ElementMet, EventReport, EventVerdict, Graded, Grades, Rating, SurveyWave,
    check_list, grade, open_ratings, rate, record_survey, report_event, verify_checklist,
    verify_event,
};
use gangmu_app::office::Office;
use gangmu_app::score::{explained, standing};
use gangmu_app::words::Language;

use crate::support::{Office4, city, city_with, office_on, post};

const KINDS: [&str; 5] = ["events", "surveys", "ratings", "checklists", "grades"];
const RATERS: [&str; 7] = ["YZ-EM", "YZ-JU", "YZ-SV", "YZ-CA", "YZ-DT", "YZ-FI", "YZ-ST"];

/// The rows of a table, by column; no cell of these tables holds a quoted comma but the last.
fn rows(kind: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(city().join(format!("data/{kind}.csv"))).unwrap();
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| {
        let cells = line.split(',').map(str::to_owned);
        columns.iter().map(|column| (*column).to_owned()).zip(cells).collect()
    };
    lines.map(row).collect()
}

/// Rows that belong together, in the order of the file.
fn groups(kind: &str, by: &[&str]) -> Vec<Vec<BTreeMap<String, String>>> {
    let mut found: Vec<Vec<BTreeMap<String, String>>> = Vec::new();
    for row in rows(kind) {
        let same = |other: &BTreeMap<String, String>| by.iter().all(|c| other[*c] == row[*c]);
        match found.iter_mut().find(|group| same(&group[0])) {
            Some(group) => group.push(row),
            None => found.push(vec![row]),
        }
    }
    found
}

/// The example with the names the office gives: events by their number, raters by their body.
fn as_the_office_names(name: &str, text: String) -> Option<String> {
    let mut text = text;
    if name == "data/events.csv" {
        for number in 1..=9 {
            text = text.replace(&format!("EV0{number},"), &format!("fact-{number},"));
        }
    }
    if name == "data/ratings.csv" {
        for (number, rater) in RATERS.iter().enumerate() {
            text = text.replace(&format!(",rater{},", number + 1), &format!(",{rater},"));
        }
    }
    if name == "programme.toml" {
        // What comes years late is not the matter here.
        let rules = |line: &&str| {
            let keys = ["[events]", "report_working", "contest_working", "late = {", "hidden = {"];
            !keys.iter().any(|key| line.starts_with(key))
        };
        text = text.split_inclusive('\n').filter(rules).collect();
    }
    // Appeals name rows of the folder, and facts of the office are contested in the office.
    (name != "data/appeals.csv").then_some(text)
}

async fn whole(folder: &Path) -> Office4 {
    office_on("2026-01-05T09:00:00", folder).await
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_said_in_the_office_score_as_the_same_rows_of_the_folder() {
    let (_dir, folder) = city_with(as_the_office_names);
    let Office4 { office: wanted, .. } = whole(&folder).await;
    let (_dir, folder) = city_with(|name, text| {
        let kind = name.strip_prefix("data/").and_then(|name| name.strip_suffix(".csv"));
        as_the_office_names(name, text).filter(|_| kind.is_none_or(|kind| !KINDS.contains(&kind)))
    });
    let Office4 { office, centre, .. } = whole(&folder).await;
    say_all(&office, &centre).await;
    let both = [&office, &wanted];
    let (found, as_wanted) = (office.edition().await.unwrap(), wanted.edition().await.unwrap());
    let editions = [&found, &as_wanted];
    for scheme in ["city", "bodies", "term"] {
        let mut rows = Vec::new();
        for (office, edition) in both.iter().zip(editions) {
            let stood = standing(office, edition, Some(scheme), None).await.unwrap();
            rows.push(format!("{:?}", stood.standing.rows));
        }
        assert_eq!(rows[0], rows[1], "{scheme}");
    }
    for unit in ["YZ01", "YZ02", "YZ04", "HL02", "HL03"] {
        // All is the same but where it was said: a line of a file, an entry of the log.
        let mut told = Vec::new();
        for (office, edition) in both.iter().zip(editions) {
            let which = (Some("city"), None);
            let found = explained(office, edition, which, Language::En, unit, None, None).await;
            let texts = found.unwrap().lines.into_iter().map(|line| line.text);
            let texts = texts.map(|text| text.split("; ").next().unwrap_or_default().to_owned());
            told.push(texts.collect::<Vec<String>>());
        }
        assert_eq!(told[0], told[1], "{unit}");
    }
    office.close().await;
    wanted.close().await;
}

async fn say_all(office: &Office, centre: &Actor) {
    let verifier = post(office, "verifier", "N-EV", "verifier", "N0").await;
    let assessor = post(office, "assessor", "N-EV", "assessor", "N0").await;
    let mut units = BTreeMap::new();
    for unit in ["YZ01", "YZ02", "YZ03", "YZ04", "YZ05", "YZ06", "HL01", "HL02", "HL03"] {
        let body = format!("{unit}-SV");
        units.insert(unit, post(office, &format!("r{unit}"), &body, "reporter", unit).await);
    }
    for row in rows("events") {
        let flags: Vec<String> = ["repeat", "special_period", "unremedied"]
            .iter()
            .filter(|flag| row[**flag] == "1")
            .map(|flag| (*flag).to_owned())
            .collect();
        let report = EventReport {
            about: row["unit"].clone(),
            date: row["date"].parse().unwrap(),
            kind: row["type"].clone(),
            severity: row["severity"].clone(),
            flags: Vec::new(),
            note: String::new(),
        };
        let said = report_event(office, &units[row["unit"].as_str()], report, None).await.unwrap();
        let verdict = EventVerdict::Confirmed {
            severity: row["severity"].clone(),
            flags,
            note: String::new(),
        };
        verify_event(office, &verifier, said.fact, said.entry, verdict, None).await.unwrap();
    }
    let mut raters = BTreeMap::new();
    for (number, body) in RATERS.iter().enumerate() {
        let name = format!("rater{}", number + 1);
        raters.insert(name.clone(), post(office, &name, body, "assessor", "N0").await);
    }
    for row in rows("ratings") {
        let rating = Rating {
            about: row["unit"].clone(),
            indicator: row["indicator"].clone(),
            period: row["period"].clone(),
            rating: row["rating"].clone(),
            note: String::new(),
        };
        rate(office, &raters[&row["rater"]], rating, None).await.unwrap();
    }
    open_ratings(office, centre, "A103", "2025").await.unwrap();
    for group in groups("checklists", &["unit", "indicator", "period"]) {
        let elements = group.iter().map(|row| ElementMet {
            element: row["element"].clone(),
            met: true,
            text: row["text"].clone(),
        });
        let list = Checklist {
            about: group[0]["unit"].clone(),
            indicator: group[0]["indicator"].clone(),
            period: group[0]["period"].clone(),
            elements: elements.collect(),
        };
        let said = check_list(office, &units[list.about.as_str()], list, None).await.unwrap();
        let not: Vec<String> = group
            .iter()
            .filter(|row| row["met"] == "0")
            .map(|row| row["element"].clone())
            .collect();
        let told = (not.as_slice(), "seen on the spot");
        verify_checklist(office, &verifier, said.fact, said.entry, told, None).await.unwrap();
    }
    for group in groups("grades", &["unit", "indicator", "period"]) {
        let of = |column: &str| Grades {
            about: group[0]["unit"].clone(),
            indicator: group[0]["indicator"].clone(),
            period: group[0]["period"].clone(),
            grades: group
                .iter()
                .map(|row| Graded {
                    dimension: row["dimension"].clone(),
                    grade: row[column].clone(),
                })
                .collect(),
            note: String::new(),
        };
        if group[0].get("self_grade").is_some_and(|grade| !grade.is_empty()) {
            let own = of("self_grade");
            grade(office, &units[own.about.as_str()], own, None).await.unwrap();
        }
        grade(office, &assessor, of("grade"), None).await.unwrap();
    }
    for group in groups("surveys", &["unit", "period", "question"]) {
        let count = |row: &BTreeMap<String, String>| row["count"].parse::<i64>().unwrap();
        let valid = group.iter().filter(|row| !row["answer"].starts_with('_'));
        let wave = SurveyWave {
            about: group[0]["unit"].clone(),
            question: group[0]["question"].clone(),
            period: group[0]["period"].clone(),
            mode: "telephone".to_owned(),
            sample: group.iter().map(count).sum(),
            responses: valid.map(count).sum(),
            counts: group.iter().map(|row| (row["answer"].clone(), count(row))).collect(),
            reason: String::new(),
        };
        record_survey(office, &assessor, wave, None).await.unwrap();
    }
}
