//! Figures read when somebody has use for them: the same results as from the folder, nothing worked out
//! anew that need not be, and the tier above sees what was submitted.

use std::path::Path;
use std::sync::Arc;

use gangmu_app::Refusal;
use gangmu_app::collect::{
    FiguresQuery, figures_below, form, list_returns, open_dataset, save_cells, submit,
};
use gangmu_app::define::{bring_version, prepare};
use gangmu_app::score::{Asked, Draws, Redrawing, SEED, standing, with_scored};
use gangmu_base::{Period, Status};
use gangmu_exchange::folder::read_programme;

use crate::support::{Office4, office, only_return, typed};

type Row = (String, String, Option<String>, Option<u32>, Option<(u32, u32)>);

/// Every subject of a scheme as the command line has it: from the folder, with all figures at hand.
fn from_folder(dir: &Path, scheme: &str) -> Vec<Row> {
    let programme = read_programme(dir).0.unwrap();
    let (prepared, _) = prepare(&programme);
    let asked = Asked { scheme: Some(scheme.to_owned()), ..Asked::default() };
    let scored = with_scored(&prepared, &asked, |scored| {
        let intervals = Redrawing::plan(scored, None).intervals(Draws { count: 200, seed: SEED });
        let intervals = intervals.unwrap();
        let ids = scored.outcome.subjects.ids().iter();
        ids.zip(&scored.outcome.results)
            .enumerate()
            .map(|(index, (id, result))| {
                let interval = intervals.of(index).map(|interval| (interval.low, interval.high));
                let id = programme.tree.id(gangmu_base::Reporter(*id)).to_owned();
                (id, result.total.show(2), result.grade.clone(), result.rank, interval)
            })
            .collect()
    });
    scored.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standing_is_the_one_of_the_folder() {
    let Office4 { office, .. } = office("2026-01-05T09:00:00").await;
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/city");
    let edition = office.edition().await.unwrap();
    let mut compared = 0;
    for scheme in &edition.programme.schemes {
        let wanted = from_folder(&dir, &scheme.id);
        let stood = standing(&office, &edition, Some(&scheme.id), None).await.unwrap();
        let rows = stood.standing.rows.iter().map(|stand| {
            let id = edition.programme.tree.id(stand.reporter).to_owned();
            (id, stand.total.clone(), stand.grade.clone(), stand.rank, stand.interval)
        });
        assert_eq!(rows.collect::<Vec<Row>>(), wanted, "{}", scheme.id);
        compared += wanted.len();
    }
    assert!(compared > 20, "{compared}");
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submission_touches_what_rests_on_it_and_nothing_else() {
    let Office4 { office, centre, county, .. } = office("2026-01-05T09:00:00").await;
    let before = office.edition().await.unwrap();
    let first = standing(&office, &before, None, None).await.unwrap();
    let report = async |period: &str, value: &str| {
        open_dataset(&office, &centre, "F4", Period::parse(period).unwrap()).await.unwrap();
        let filing = list_returns(&office, &county, &Default::default()).await.unwrap()[0].number;
        let looked_at = form(&office, &county, filing).await.unwrap();
        save_cells(&office, &county, filing, typed(&looked_at, value)).await.unwrap();
        submit(&office, &county, filing, None).await.unwrap();
        office.edition().await.unwrap()
    };
    // A quarter at which no rule looks yet: the very same standing, known to hold a moment longer.
    let later = report("2026Q1", "12").await;
    assert!(later.seq > before.seq);
    let same = standing(&office, &later, None, None).await.unwrap();
    assert!(Arc::ptr_eq(&first.standing, &same.standing));
    assert_eq!(same.at, later.at);
    assert!(same.at > first.at);
    // A quarter of the year that is scored.
    let touched = report("2025Q4", "13").await;
    let other = standing(&office, &touched, None, None).await.unwrap();
    assert!(!Arc::ptr_eq(&first.standing, &other.standing));
    assert_eq!(other.at, touched.at);
    // Nothing was read anew that stands as it stood, and what was is there.
    let again = standing(&office, &touched, None, None).await.unwrap();
    assert!(Arc::ptr_eq(&other.standing, &again.standing));
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_long_is_shown_as_it_was_until_the_next_is_there_and_says_so() {
    let Office4 { office, clock, centre, county, .. } = office("2026-01-05T09:00:00").await;
    let before = office.edition().await.unwrap();
    // By this clock everything takes its time.
    clock.go_by(300);
    let first = standing(&office, &before, None, None).await.unwrap();
    clock.go_by(0);
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let looked_at = form(&office, &county, filing).await.unwrap();
    save_cells(&office, &county, filing, typed(&looked_at, "12")).await.unwrap();
    submit(&office, &county, filing, None).await.unwrap();
    let edition = office.edition().await.unwrap();
    let meanwhile = standing(&office, &edition, None, None).await.unwrap();
    assert!(Arc::ptr_eq(&meanwhile.standing, &first.standing));
    assert!(meanwhile.at < edition.at);
    // Some seconds later somebody works out the next one; who asks then gets it.
    clock.set(office.now() + 5_000);
    let next = loop {
        let next = standing(&office, &edition, None, None).await.unwrap();
        if !Arc::ptr_eq(&next.standing, &first.standing) {
            break next;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(next.at, edition.at);
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_what_no_longer_held_a_minute_ago() {
    let Office4 { office, clock, centre, county, .. } = office("2026-01-05T09:00:00").await;
    let before = office.edition().await.unwrap();
    clock.go_by(300);
    let first = standing(&office, &before, None, None).await.unwrap();
    clock.go_by(0);
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let looked_at = form(&office, &county, filing).await.unwrap();
    save_cells(&office, &county, filing, typed(&looked_at, "12")).await.unwrap();
    submit(&office, &county, filing, None).await.unwrap();
    clock.set(office.now() + 61_000);
    let edition = office.edition().await.unwrap();
    let next = standing(&office, &edition, None, None).await.unwrap();
    assert!(!Arc::ptr_eq(&next.standing, &first.standing));
    assert_eq!(next.at, edition.at);
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tier_above_sees_what_was_submitted_and_how_far_it_is() {
    let Office4 { office, centre, county, city, province, .. } =
        office("2026-01-05T09:00:00").await;
    let filing = only_return(&office, &centre, &county, "F4", "2026Q1").await;
    let looked_at = form(&office, &county, filing).await.unwrap();
    save_cells(&office, &county, filing, typed(&looked_at, "12")).await.unwrap();
    let asked = |unit: &str| FiguresQuery {
        unit: unit.to_owned(),
        dataset: "F4".to_owned(),
        period: Period::parse("2026Q1"),
        ..FiguresQuery::default()
    };
    // A draft is nobody else's.
    let drafted = figures_below(&office, &city, &asked("YZ01")).await.unwrap();
    assert!(drafted.below.iter().all(|row| row.figures[0].1 == Status::Missing));
    submit(&office, &county, filing, None).await.unwrap();
    let found = figures_below(&office, &city, &asked("YZ01")).await.unwrap();
    let id = |reporter| found.edition.programme.tree.id(reporter);
    assert_eq!(id(found.below[0].reporter), "YZ0101");
    assert_eq!(found.below[0].figures[0], ("12".to_owned(), Status::Known));
    assert_eq!(found.below[0].progress.own, Some(filing));
    assert_eq!(found.below[0].progress.submitted, 1);
    // Two counties have not reported: the city's figure is not known, and nobody puts a sum of one there.
    assert_eq!(found.own.figures[0], (String::new(), Status::Missing));
    assert_eq!((found.own.progress.open, found.own.progress.submitted), (2, 1));
    // A tier further up the same is told of the city as a whole.
    let above = figures_below(&office, &province, &asked("YZ")).await.unwrap();
    let row = above.below.iter().find(|row| id(row.reporter) == "YZ01").unwrap();
    assert_eq!((row.progress.all(), row.progress.own), (3, None));
    assert!(matches!(figures_below(&office, &city, &asked("YZ02")).await, Err(Refusal::NotThere)));
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_brought_in_again_adds_what_it_says_anew() {
    let Office4 { office, clock, .. } = office("2026-01-05T09:00:00").await;
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/city");
    let copy = tempfile::tempdir().unwrap();
    let own = copy.path().join("city");
    copied(&dir, &own);
    let path = own.join("data/observations.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let other = text.replacen("YZ0101,A102_n,2022,250,", "YZ0101,A102_n,2022,251,", 1);
    assert_ne!(text, other);
    std::fs::write(&path, other).unwrap();
    clock.set(crate::support::moment("2026-01-06T09:00:00"));
    assert_eq!(bring_version(&office, None, &own).await.unwrap().observations, 1);
    // What the store says is what holds: the version is read anew, and its figures with it.
    let edition = office.edition().await.unwrap();
    assert_eq!(edition.version.number, 2);
    let first = edition.programme.schemes[0].id.clone();
    let stood = standing(&office, &edition, Some(&first), None).await.unwrap();
    assert_eq!(stood.standing.rows.len(), from_folder(&own, &first).len());
    office.close().await;
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copied(&entry.path(), &to),
            false => std::fs::copy(entry.path(), to).map(drop).unwrap(),
        }
    }
}
