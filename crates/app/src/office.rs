//! The office: a store, a clock, and the programme as it stands now, ready to be asked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use gangmu_base::clock::Clock;
use gangmu_base::observations::{Element, Moment, Observations, Reported, Row};
use gangmu_base::{Finding, Period, Reporter, Status};
use gangmu_exchange::folder::{Programme, read_folder};
use gangmu_exchange::text::{Folder, Source};
pub use gangmu_store::Where;
use gangmu_store::{EvidenceFiles, Numbers, Span, Store, StoredObservation, Version};
use rustc_hash::FxHashMap;

use crate::Refusal;
use crate::authz::role_verbs;
use crate::score::Standing;

/// A store at work.
pub struct Office {
    pub(crate) store: Store,
    /// Where files of evidence lie; nowhere in an office that was given no folder for them.
    pub(crate) evidence: Option<EvidenceFiles>,
    clock: Arc<dyn Clock>,
    current: RwLock<Option<Arc<Edition>>>,
    loading: tokio::sync::Mutex<()>,
    hashing: tokio::sync::Semaphore,
}

/// So many passphrases are hashed at a time: each takes 19 MiB and a core.
const HASHING: usize = 2;

/// The programme and its figures as they were at an entry of the log. It never changes: whoever began
/// to look at one sees it whole.
#[derive(Clone)]
pub struct Edition {
    /// The entry of the log up to which it holds everything.
    pub seq: i64,
    /// The moment of that entry.
    pub at: Moment,
    held: Arc<Held>,
}

/// A scheme and a period, as they were asked for.
pub(crate) type Asked = (String, Option<Period>);

/// What an edition holds; several share it as long as nothing of it changes.
pub struct Held {
    /// The version of the programme.
    pub version: Version,
    /// The programme with its figures.
    pub programme: Programme,
    /// The store's numbers of units and bodies, by those of the programme.
    reporters: Vec<i64>,
    by_number: FxHashMap<i64, Reporter>,
    elements: Vec<i64>,
    element_by_number: FxHashMap<i64, Element>,
    spans: FxHashMap<i64, Span>,
    standings: Mutex<BTreeMap<Asked, Arc<OnceLock<Arc<Standing>>>>>,
}

impl std::ops::Deref for Edition {
    type Target = Held;

    fn deref(&self) -> &Held {
        &self.held
    }
}

impl Office {
    /// Opens a store, or makes one.
    ///
    /// # Errors
    /// What the store says.
    pub async fn open(at: &Where, clock: Arc<dyn Clock>) -> Result<Office, Refusal> {
        let store = Store::open(at).await?;
        let evidence = match at {
            Where::Folder(dir) => Some(EvidenceFiles::open(&dir.join("evidence"))?),
            Where::Postgres(_) => None,
        };
        let now = clock.now();
        store
            .write(now, move |tx| {
                Box::pin(async move {
                    tx.set_roles(&role_verbs()).await?;
                    tx.forget_sign_ins(now - crate::authz::SIGN_INS_KEPT).await?;
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(Office {
            store,
            evidence,
            clock,
            current: RwLock::default(),
            loading: tokio::sync::Mutex::default(),
            hashing: tokio::sync::Semaphore::new(HASHING),
        })
    }

    /// The server's clock.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Ends when the disk has not kept what it was given; says why. The process must end then.
    pub async fn failed(&self) -> String {
        self.store.failed().await
    }

    /// Closes the store, when all that was begun is done.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Whether there is any account yet.
    ///
    /// # Errors
    /// What the store says.
    pub async fn any_account(&self) -> Result<bool, Refusal> {
        Ok(self.store.any_account().await?)
    }

    /// Waits until a passphrase may be hashed.
    pub(crate) async fn turn_to_hash(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.hashing.acquire().await.ok()
    }

    /// Looks through the whole store; what is unsound, in words.
    ///
    /// # Errors
    /// What the store says.
    pub async fn check(&self) -> Result<Vec<String>, Refusal> {
        let mut unsound = self.store.check().await?;
        unsound.extend(self.unsound_evidence().await?);
        Ok(unsound)
    }

    /// Copies the store into a file while people work.
    ///
    /// # Errors
    /// What the store says.
    pub async fn backup(&self, to: &std::path::Path) -> Result<(), Refusal> {
        Ok(self.store.backup(to).await?)
    }

    /// Makes a store in a folder from a copy.
    ///
    /// # Errors
    /// What the store says.
    pub async fn restore(from: &std::path::Path, dir: &std::path::Path) -> Result<(), Refusal> {
        Ok(Store::restore(from, dir).await?)
    }

    /// Whether the store can still be written to.
    pub fn is_sound(&self) -> bool {
        self.store.is_sound()
    }

    /// Lays the tree of today down anew, where a new day has changed it: units that merged or began
    /// have their place in it, and so have the grants on them.
    ///
    /// # Errors
    /// What the store says.
    pub async fn turn_the_day(&self) -> Result<bool, Refusal> {
        let Ok(edition) = self.structure().await else { return Ok(false) };
        let today = crate::define::day_of(self.now(), edition.programme.framework.zone_seconds);
        let mut wanted: Vec<(i64, i64, Span)> =
            crate::define::spans(&edition.programme.tree, today)
                .into_iter()
                .filter_map(|(r, u, span)| {
                    Some((edition.number_of(r)?, edition.number_of(u)?, span))
                })
                .collect();
        wanted.sort_unstable_by_key(|(reporter, ..)| *reporter);
        let mut there = self.store.spans().await?;
        there.sort_unstable_by_key(|(reporter, _)| *reporter);
        if there.iter().copied().eq(wanted.iter().map(|(reporter, _, span)| (*reporter, *span))) {
            return Ok(false);
        }
        let by = gangmu_store::By { account: None, post: "operator".to_owned() };
        self.store
            .write(self.now(), move |tx| {
                Box::pin(async move {
                    tx.append(&gangmu_store::NewEntry {
                        by,
                        act: "turn-day",
                        subject: format!("tree:{today}"),
                        unit: None,
                        detail: "{}".to_owned(),
                    })
                    .await?;
                    tx.set_spans(&wanted).await?;
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        if let Ok(mut current) = self.current.write() {
            *current = None;
        }
        Ok(true)
    }

    /// The attempts to sign in that are still on record: when, and what came of them.
    ///
    /// # Errors
    /// What the store says.
    pub async fn sign_ins(&self) -> Result<Vec<(Moment, String)>, Refusal> {
        Ok(self.store.sign_ins().await?)
    }

    /// The programme with everything that is on record by now.
    ///
    /// # Errors
    /// `B040` where no programme was brought in yet; what the store says.
    pub async fn edition(&self) -> Result<Arc<Edition>, Refusal> {
        let end = self.store.log_end().await?;
        let held = || self.current.read().ok().and_then(|current| current.clone());
        let fresh = |edition: &Arc<Edition>| edition.seq >= end.seq;
        if let Some(edition) = held().filter(fresh) {
            return Ok(edition);
        }
        let _one_at_a_time = self.loading.lock().await;
        if let Some(edition) = held().filter(fresh) {
            return Ok(edition);
        }
        let edition = Arc::new(self.load(held()).await?);
        if let Ok(mut current) = self.current.write() {
            *current = Some(edition.clone());
        }
        Ok(edition)
    }

    /// The programme as its newest version lays it down. Its figures may be those of a while ago: for who
    /// looks at rules, units and forms, and not at results.
    ///
    /// # Errors
    /// As [`Office::edition`].
    pub async fn structure(&self) -> Result<Arc<Edition>, Refusal> {
        let newest = self.store.newest_version().await?;
        let held = self.current.read().ok().and_then(|current| current.clone());
        match held.filter(|edition| edition.version.number == newest) {
            Some(edition) => Ok(edition),
            None => self.edition().await,
        }
    }

    async fn load(&self, before: Option<Arc<Edition>>) -> Result<Edition, Refusal> {
        // Read first: what is appended while the rest is read comes with the next edition.
        let end = self.store.log_end().await?;
        let newest = self.store.versions().await?.into_iter().next();
        let version = newest.ok_or_else(|| Refusal::not_now("B040", &[]))?;
        let figures = self.store.figures_end().await?.max(self.store.facts_end().await?);
        if let Some(before) = before.filter(|b| b.version == version && b.seq >= figures) {
            return Ok(Edition { seq: end.seq, at: end.at, held: before.held.clone() });
        }
        let files = self.store.files_of(version.number, OBSERVATIONS).await?;
        let (reporters, elements) = (self.store.reporters().await?, self.store.elements().await?);
        let rows = self.store.observations().await?;
        let facts = self.store.counted_facts().await?;
        let spans = self.store.spans().await?.into_iter().collect();
        let made = tokio::task::spawn_blocking(move || {
            let mut programme = read_structure(files)?;
            crate::collect::add_facts(&mut programme, &facts);
            Ok(Edition::new(
                version,
                (end.seq, end.at),
                programme,
                (&reporters, &elements),
                &rows,
                spans,
            ))
        });
        made.await.map_err(|error| Refusal::Broken(error.to_string()))?
    }
}

/// Reads what a version lays down. Its figures are in the store.
fn read_structure(files: Vec<gangmu_store::VersionFile>) -> Result<Programme, Refusal> {
    let folder = Folder::held(files.into_iter().map(|file| Source::new(file.path, file.bytes)));
    let (programme, findings) = read_folder(folder);
    programme.ok_or_else(|| {
        let why: Vec<String> = findings.iter().map(|f: &Finding| f.code.to_owned()).collect();
        Refusal::Broken(format!("the version on record cannot be read: {}", why.join(" ")))
    })
}

/// What the paths of files with observations begin with.
const OBSERVATIONS: &str = "data/observations";

impl Edition {
    fn new(
        version: Version,
        (seq, at): (i64, Moment),
        mut programme: Programme,
        (reporters, elements): (&Numbers, &Numbers),
        rows: &[StoredObservation],
        spans: FxHashMap<i64, Span>,
    ) -> Edition {
        let tree = &programme.tree;
        let all = (0..tree.reporters() as u32).map(Reporter);
        let reporters: Vec<i64> =
            all.map(|reporter| reporters.get(tree.id(reporter)).copied().unwrap_or(-1)).collect();
        let by_number: FxHashMap<i64, Reporter> =
            reporters.iter().enumerate().map(|(i, number)| (*number, Reporter(i as u32))).collect();
        let elements: Vec<i64> = programme
            .asked
            .iter()
            .map(|element| elements.get(&element.id).copied().unwrap_or(-1))
            .collect();
        let element_by_number: FxHashMap<i64, Element> =
            elements.iter().enumerate().map(|(i, number)| (*number, Element(i as u32))).collect();
        let row = |stored: &StoredObservation| {
            let figure = &stored.figure;
            Some(Row {
                element: *element_by_number.get(&figure.element)?,
                period: Period::of_code(figure.period)?,
                reporter: *by_number.get(&figure.reporter)?,
                reported: reported(stored)?,
                recorded_at: figure.recorded_at,
                file: 0,
                line: u32::try_from(stored.entry).ok()?,
            })
        };
        let rows: Vec<Row> = rows.iter().filter_map(row).collect();
        // A row is known by the entry of the log it came with.
        let (observations, _) = Observations::new(vec![Arc::from("log")], vec![rows]);
        programme.observations = Arc::new(observations);
        let held = Held {
            version,
            programme,
            reporters,
            by_number,
            elements,
            element_by_number,
            spans,
            standings: Mutex::default(),
        };
        Edition { seq, at, held: Arc::new(held) }
    }
}

impl Held {
    /// The store's number of a unit or body.
    pub fn number_of(&self, reporter: Reporter) -> Option<i64> {
        self.reporters.get(reporter.index()).copied().filter(|number| *number >= 0)
    }

    /// Where a unit or a body lies in the tree of today.
    pub fn span_of(&self, reporter: Reporter) -> Option<Span> {
        self.spans.get(&self.number_of(reporter)?).copied()
    }

    /// The unit or body of a number of the store.
    pub fn reporter(&self, number: i64) -> Option<Reporter> {
        self.by_number.get(&number).copied()
    }

    /// The store's number of an element.
    pub fn number_of_element(&self, element: Element) -> Option<i64> {
        self.elements.get(element.0 as usize).copied().filter(|number| *number >= 0)
    }

    /// The element of a number of the store.
    pub fn element(&self, number: i64) -> Option<Element> {
        self.element_by_number.get(&number).copied()
    }

    /// Where the standing of a scheme for a period is kept, worked out or to be worked out.
    pub(crate) fn standing(&self, key: Asked) -> Arc<OnceLock<Arc<Standing>>> {
        let Ok(mut held) = self.standings.lock() else { return Arc::default() };
        if held.len() >= STANDINGS && !held.contains_key(&key) {
            held.clear();
        }
        held.entry(key).or_default().clone()
    }
}

/// No more standings are kept at a time.
const STANDINGS: usize = 32;

/// A figure of the store as the rules know it.
pub(crate) fn reported(stored: &StoredObservation) -> Option<Reported> {
    let status = Status::ALL.get(usize::try_from(stored.figure.status).ok()?).copied()?;
    let scale = u8::try_from(stored.figure.scale).ok()?;
    Some(Reported { mantissa: stored.figure.mantissa, scale, status })
}

/// The number of a status in the store: its place among all.
pub(crate) fn status_number(status: Status) -> i64 {
    Status::ALL.iter().position(|other| *other == status).unwrap_or_default() as i64
}
