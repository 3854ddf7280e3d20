//! An office on the city example, with four posts, and a clock that stands until it is moved.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use gangmu_app::authz::{Actor, NewPost, choose_passphrase, give_grant, make_account, sign_in};
use gangmu_app::collect::{CellEdit, Form, ReturnsQuery, list_returns, open_dataset};
use gangmu_app::define::bring_version;
use gangmu_app::office::{Office, Where};
use gangmu_base::{Clock, Period};
use gangmu_exchange::folder::read_moment;

pub(crate) const PHRASE: &str = "a long enough phrase";

/// A clock that stands until it is moved.
#[derive(Debug, Clone)]
pub(crate) struct Stopped {
    now: Arc<AtomicI64>,
    /// So far it goes with each look at it.
    step: Arc<AtomicI64>,
    /// Where the office is kept: there as long as anybody looks at its clock.
    dir: Arc<tempfile::TempDir>,
}

impl Clock for Stopped {
    fn now(&self) -> i64 {
        self.now.fetch_add(self.step.load(Ordering::SeqCst), Ordering::SeqCst)
    }
}

impl Stopped {
    /// The folder of the office.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn set(&self, moment: i64) {
        self.now.store(moment, Ordering::SeqCst);
    }

    /// Lets it go on by so many milliseconds with each look at it.
    pub(crate) fn go_by(&self, step: i64) {
        self.step.store(step, Ordering::SeqCst);
    }
}

pub(crate) fn moment(text: &str) -> i64 {
    read_moment(text, 8 * 3600).unwrap()
}

pub(crate) struct Office4 {
    pub(crate) office: Office,
    pub(crate) clock: Stopped,
    pub(crate) centre: Actor,
    pub(crate) county: Actor,
    pub(crate) city: Actor,
    pub(crate) province: Actor,
}

pub(crate) async fn office(begins: &str) -> Office4 {
    office_on(begins, &city()).await
}

/// The folder of the example.
pub(crate) fn city() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/city")
}

/// A copy of the example in which some files read otherwise; those that are `None` are left out.
pub(crate) fn city_with(
    edit: impl Fn(&str, String) -> Option<String>,
) -> (tempfile::TempDir, PathBuf) {
    fn walk(from: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                walk(&entry.path(), found)
            } else {
                found.push(entry.path())
            }
        }
    }
    let (dir, city) = (tempfile::tempdir().unwrap(), city());
    let mut paths = Vec::new();
    walk(&city, &mut paths);
    for path in paths {
        let name = path.strip_prefix(&city).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let Some(text) = edit(name.to_str().unwrap(), text) else { continue };
        let to = dir.path().join("city").join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, text).unwrap();
    }
    let folder = dir.path().join("city");
    (dir, folder)
}

/// An office on a programme folder, with the same four posts.
pub(crate) async fn office_on(begins: &str, folder: &Path) -> Office4 {
    let dir = tempfile::tempdir().unwrap();
    let at = place(dir.path());
    let now = Arc::new(AtomicI64::new(moment(begins)));
    let clock = Stopped { now, step: Arc::default(), dir: Arc::new(dir) };
    let office = Office::open(&at, Arc::new(clock.clone())).await.unwrap();
    let office = office.with_evidence_in(&clock.dir().join("evidence")).unwrap();
    bring_version(&office, None, folder).await.unwrap();
    Office4 {
        centre: post(&office, "centre", "N-PO", "designer", "N0").await,
        county: post(&office, "county", "YZ0101-PO", "reporter", "YZ0101").await,
        city: post(&office, "city", "YZ01-PO", "reviewer", "YZ01").await,
        province: post(&office, "province", "YZ-PO", "supervisor", "YZ").await,
        office,
        clock,
    }
}

/// A folder of its own; or, where `GANGMU_TEST_POSTGRES` says where one runs, a data base of its own in
/// PostgreSQL.
fn place(dir: &Path) -> Where {
    let Ok(server) = std::env::var("GANGMU_TEST_POSTGRES") else {
        return Where::Folder(dir.to_owned());
    };
    let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or("test");
    let name = name.trim_start_matches('.').to_lowercase();
    let made = std::process::Command::new("psql")
        .args(["-q", &format!("{server}/postgres"), "-c", &format!("create database \"{name}\"")])
        .status();
    assert!(made.is_ok_and(|status| status.success()), "a data base is made");
    Where::Postgres(format!("{server}/{name}"))
}

/// An account with one role, as it is after signing in.
pub(crate) async fn post(
    office: &Office,
    login: &str,
    body: &str,
    role: &str,
    unit: &str,
) -> Actor {
    let new = NewPost {
        login: login.to_owned(),
        body: body.to_owned(),
        post_zh: "岗".to_owned(),
        post_en: "desk".to_owned(),
    };
    let invited = make_account(office, None, new).await.unwrap();
    give_grant(office, None, invited.account, role, unit).await.unwrap();
    choose_passphrase(office, &invited.word, PHRASE).await.unwrap();
    sign_in(office, login, PHRASE).await.unwrap().actor
}

/// Opens a data set and gives the one return of somebody in it.
pub(crate) async fn only_return(
    office: &Office,
    centre: &Actor,
    who: &Actor,
    dataset: &str,
    period: &str,
) -> i64 {
    open_dataset(office, centre, dataset, Period::parse(period).unwrap()).await.unwrap();
    let found = list_returns(office, who, &ReturnsQuery::default()).await.unwrap();
    assert_eq!(found.len(), 1);
    found[0].number
}

/// Every cell of a form filled in with the same figure.
pub(crate) fn typed(form: &Form, value: &str) -> Vec<CellEdit> {
    let cells = form.cells.iter();
    cells
        .map(|cell| CellEdit {
            element: form.element(cell).id.clone(),
            revision: cell.revision,
            value: value.to_owned(),
            status: "known".to_owned(),
            note: String::new(),
        })
        .collect()
}
