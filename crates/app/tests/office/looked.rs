//! What the pages on results rest on: the class table as a file, what is asked of whom, which series need a
//! look and who sees that.

use std::collections::BTreeSet;

use gangmu_app::authz::Actor;
use gangmu_app::compare::{LookedAt, flags_at_hand, looked_at, looked_periods};
use gangmu_app::define::{burden, use_of_forms};
use gangmu_app::office::Office;
use gangmu_app::score::{class_table_file, standing, standing_periods};
use gangmu_app::words::{Language, Words};
use gangmu_base::Period;

use crate::support::{Office4, city_with, office, office_on, post};

#[tokio::test(flavor = "multi_thread")]
async fn a_class_table_goes_out_with_those_in_sight_alone() {
    let Office4 { office, province, .. } = office("2026-01-05T09:00:00").await;
    let edition = office.edition().await.unwrap();
    let stood = standing(&office, &edition, Some("city"), None).await.unwrap();
    let seen = |reporter| edition.is_seen_by(&province, reporter);
    let text = class_table_file(&edition, &stood.standing, seen, &Words::new(Language::Zh));
    let lines: Vec<&str> =
        text.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
    assert!(
        lines[0].starts_with("类别,单位代码,单位,位次,位次上限,位次下限,与中位相比,等次,得分,")
    );
    let units: Vec<&str> = lines[1..].iter().map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(units.len(), 6);
    assert!(units.iter().all(|unit| unit.starts_with("YZ")), "{units:?}");
    let cells = lines[0].split(',').count();
    assert!(lines.iter().all(|line| line.split(',').count() == cells), "{text}");
    let today = "2026-01-05".parse().unwrap();
    let periods = standing_periods(&edition, "city", today);
    assert_eq!(periods.iter().map(Period::to_string).collect::<Vec<_>>()[..2], ["2025", "2024"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_a_spreadsheet_would_run_go_out_guarded() {
    let (_dir, folder) = city_with(|name, text| {
        let text = match name {
            "units.csv" => text.replace("Landu,", "=1+1,"),
            _ => text,
        };
        Some(text)
    });
    let Office4 { office, .. } = office_on("2026-01-05T09:00:00", &folder).await;
    let edition = office.edition().await.unwrap();
    let stood = standing(&office, &edition, Some("city"), None).await.unwrap();
    let text = class_table_file(&edition, &stood.standing, |_| true, &Words::new(Language::En));
    assert!(text.contains(",'=1+1,"), "{text}");
    assert!(!text.contains(",=1+1,"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_is_counted_and_what_is_unknown_is_no_nought() {
    let Office4 { office, province, .. } = office("2026-01-05T09:00:00").await;
    let edition = office.edition().await.unwrap();
    let found = burden(&edition.programme);
    let most = found.most_asked().unwrap();
    assert_eq!(edition.programme.framework.levels[most.level].id, "county");
    assert_eq!(most.cells_per_month, "22.0");
    assert_eq!(most.minutes_per_month.as_deref(), Some("30.8"));
    assert!(most.over_minutes && !most.over_forms());
    assert_eq!(found.twice, 8);
    let codes: BTreeSet<&str> = found.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, BTreeSet::from(["R001", "R004"]));
    assert!(found.findings.iter().all(|finding| finding.accepted.is_some()));
    assert!(use_of_forms(&office, &province, &edition).await.unwrap().is_empty());

    let (_dir, folder) = city_with(|name, text| {
        let kept = |line: &&str| !line.starts_with("minutes_per_cell");
        Some(match name {
            "programme.toml" => text.lines().filter(kept).collect::<Vec<_>>().join("\n"),
            _ => text,
        })
    });
    let Office4 { office, .. } = office_on("2026-01-05T09:00:00", &folder).await;
    let edition = office.edition().await.unwrap();
    let found = burden(&edition.programme);
    let most = found.most_asked().unwrap();
    assert_eq!((most.minutes_per_month.as_deref(), most.unknown), (None, 1));
    assert!(found.forms.iter().all(|form| form.minutes.is_none()));
}

async fn looked(office: &Office, actor: &Actor) -> LookedAt {
    let edition = office.edition().await.unwrap();
    looked_at(office, &edition, None, |unit| edition.is_seen_by(actor, unit)).await.unwrap()
}

/// The flags somebody sees: test, unit, other.
async fn flags(office: &Office, actor: &Actor) -> Vec<(String, String, String)> {
    let edition = office.edition().await.unwrap();
    let tree = &edition.programme.tree;
    let id = |unit: Option<_>| unit.map(|unit| tree.id(unit).to_owned()).unwrap_or_default();
    let found = looked(office, actor).await;
    found.flags().map(|flag| (flag.test.to_owned(), id(flag.unit), id(flag.other))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_is_seen_by_who_sees_its_series_and_that_of_two_by_who_sees_both() {
    // A city of one province reports what a city of another does.
    let (_dir, folder) = city_with(|name, text| {
        if name != "data/observations-monthly.csv" {
            return Some(text);
        }
        let own: Vec<String> = text
            .lines()
            .filter(|line| line.starts_with("YZ01,C201_n,"))
            .map(|line| line.replacen("YZ01,", "HL01,", 1))
            .collect();
        let others = text.lines().filter(|line| !line.starts_with("HL01,C201_n,"));
        Some(others.map(str::to_owned).chain(own).collect::<Vec<_>>().join("\n") + "\n")
    });
    let Office4 { office, centre, county, city, province, .. } =
        office_on("2026-01-05T09:00:00", &folder).await;
    let other = post(&office, "other", "HL-PO", "supervisor", "HL").await;
    let edition = office.edition().await.unwrap();
    let years: Vec<String> = looked_periods(&edition).iter().map(Period::to_string).collect();
    assert_eq!(years[0], "2025");
    let all = flags(&office, &centre).await;
    let is_twins = |flag: &&(String, String, String)| {
        let two = BTreeSet::from([flag.1.as_str(), flag.2.as_str()]);
        flag.0 == "near_duplicate" && two == BTreeSet::from(["HL01", "YZ01"])
    };
    assert_eq!(all.iter().filter(is_twins).count(), 1, "{all:?}");
    for actor in [&county, &city, &province, &other] {
        let own = flags(&office, actor).await;
        assert!(own.iter().all(|flag| all.contains(flag)));
        assert!(!own.iter().any(|flag| is_twins(&flag)), "{own:?}");
    }
    let own = flags(&office, &province).await;
    assert!(own.iter().all(|flag| flag.1.starts_with("YZ")), "{own:?}");
    // Whoever sees less is told of fewer tests.
    let tests = |found: LookedAt| found.tests();
    assert!(tests(looked(&office, &province).await) < tests(looked(&office, &centre).await));
    assert!(tests(looked(&office, &county).await) < tests(looked(&office, &province).await));

    // What was looked at is at hand for the pages of units.
    let unit = edition.programme.tree.find("YZ01").unwrap();
    let at_hand = |actor: &Actor| {
        flags_at_hand(&office, &edition, |unit| edition.is_seen_by(actor, unit)).unwrap()
    };
    assert_eq!(at_hand(&centre).of_unit(&edition, unit).count(), 1);
    assert_eq!(at_hand(&province).of_unit(&edition, unit).count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_what_nobody_has_looked_at() {
    let Office4 { office, centre, .. } = office("2026-01-05T09:00:00").await;
    let edition = office.edition().await.unwrap();
    assert!(flags_at_hand(&office, &edition, |_| true).is_none());
    // It was begun, and whoever asks waits for the same one.
    assert_eq!(looked(&office, &centre).await.count(), 1);
    assert_eq!(flags_at_hand(&office, &edition, |_| true).unwrap().count(), 1);
}
