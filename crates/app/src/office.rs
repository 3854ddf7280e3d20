//! The office: a store, a clock, and the programme as it stands now, ready to be asked.

mod edition;
mod results;
mod shelf;

use std::sync::{Arc, RwLock};

use gangmu_base::clock::Clock;
use gangmu_base::observations::Moment;
pub use gangmu_store::Where;
use gangmu_store::{EvidenceFiles, Span, Store};

use crate::Refusal;
use crate::authz::role_verbs;
use crate::compare::Looks;
use crate::score::Standings;
pub use edition::{Edition, Held};
pub(crate) use edition::{reported, status_number};
pub(crate) use results::{Results, Work};
pub(crate) use shelf::{Key, Shelf};

/// A store at work.
pub struct Office {
    pub(crate) store: Store,
    /// Where files of evidence lie; nowhere in an office that was given no folder for them.
    pub(crate) evidence: Option<EvidenceFiles>,
    clock: Arc<dyn Clock>,
    current: RwLock<Option<Arc<Edition>>>,
    /// Figures that were read, for whoever wants them next.
    pub(crate) shelf: Arc<Shelf>,
    /// Standings that were worked out.
    pub(crate) standings: Standings,
    /// Series that were put to tests.
    pub(crate) looks: Looks,
    loading: tokio::sync::Mutex<()>,
    hashing: tokio::sync::Semaphore,
}

/// So many passphrases are hashed at a time: each takes 19 MiB and a core.
const HASHING: usize = 2;

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
            shelf: Arc::new(Shelf::of(store.clone())),
            standings: Standings::default(),
            looks: Looks::default(),
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

    /// The same clock, for work that goes on when its request is answered.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
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

    /// Copies the store and its files of evidence into a folder while people work.
    ///
    /// # Errors
    /// What the store says.
    pub async fn backup(&self, to: &std::path::Path) -> Result<(), Refusal> {
        let Some(evidence) = &self.evidence else { return Err(Refusal::not_now("B080", &[])) };
        Ok(self.store.backup(evidence, to).await?)
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

    /// The next edition. Where the programme and its facts are those of the edition before, only what
    /// was observed since is looked at; figures themselves are read when somebody has use for them.
    async fn load(&self, before: Option<Arc<Edition>>) -> Result<Edition, Refusal> {
        let (version, same, facts, end, observed) = loop {
            let newest = self.store.versions().await?.into_iter().next();
            let version = newest.ok_or_else(|| Refusal::not_now("B040", &[]))?;
            let facts_end = self.store.facts_end().await?;
            let same = before.clone().filter(|b| b.version == version && b.seq >= facts_end);
            let since = same.as_ref().map_or(0, |before| before.seq);
            let facts = match &same {
                Some(_) => Vec::new(),
                None => self.store.counted_facts().await?,
            };
            let (end, observed) = self.store.observed_since(since).await?;
            // What came between two questions would be in one of the answers only.
            if self.store.facts_end().await? == facts_end {
                break (version, same, facts, end, observed);
            }
        };
        if let Some(before) = same {
            return Ok(before.with_observed(end, &observed));
        }
        let files = self.store.files_of(version.number, OBSERVATIONS).await?;
        let (reporters, elements) = (self.store.reporters().await?, self.store.elements().await?);
        let spans = self.store.spans().await?.into_iter().collect();
        let made = tokio::task::spawn_blocking(move || {
            let mut programme = edition::read_structure(files)?;
            crate::collect::add_facts(&mut programme, &facts);
            let held = Held::new(version, programme, (&reporters, &elements), spans);
            Ok(Edition::new(held, end, &observed))
        });
        made.await.map_err(|error| Refusal::Broken(error.to_string()))?
    }
}

/// What the paths of files with observations begin with.
const OBSERVATIONS: &str = "data/observations";
