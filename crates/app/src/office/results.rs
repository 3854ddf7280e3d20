//! Results that were worked out from figures, kept as long as the figures below them stay. Where working one
//! out takes its time, whoever comes meanwhile gets the one before, with its moment.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gangmu_base::Clock;
use gangmu_base::observations::{Moment, Observations};
use tokio::sync::OwnedMutexGuard;

use super::{Edition, Key, Office, Shelf};
use crate::refusal::Refusal;

/// A result, and the moment at which it holds.
pub(crate) struct Known<T> {
    pub(crate) result: Arc<T>,
    /// As of when: all that was on record by then is in it.
    pub(crate) at: Moment,
}

/// No more results of a kind are kept at a time.
const RESULTS: usize = 32;
/// What is worked out within this time is worked out anew for whoever asks, in milliseconds.
const QUICK: i64 = 250;
/// Longer than this nobody gets a result that no longer holds, in milliseconds.
const OLD: i64 = 60_000;
/// Nobody waits longer for a result, and then is asked to come again after so many seconds.
const PATIENCE: Duration = Duration::from_secs(45);
const AGAIN: u32 = 10;
/// A result is worked out at most this often, and no more than half of the time, in milliseconds.
const OFTEN: i64 = 1000;
/// What nobody waits for is worked out in a tenth of the time at most, and once in so many milliseconds.
const SELDOM: i64 = 60_000;

/// How a result is worked out. Without all the figures it asks for it may stop early.
pub(crate) type Work<T> = dyn Fn(&Edition, &Observations) -> Result<T, Refusal> + Send + Sync;

/// The results of one kind, by what was asked for.
pub(crate) struct Results<K, T> {
    places: Mutex<BTreeMap<K, Arc<Place<T>>>>,
}

impl<K, T> Default for Results<K, T> {
    fn default() -> Results<K, T> {
        Results { places: Mutex::default() }
    }
}

struct Place<T> {
    latest: Mutex<Option<Latest<T>>>,
    /// Held by the one who works it out.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl<T> Default for Place<T> {
    fn default() -> Place<T> {
        Place { latest: Mutex::default(), turn: Arc::default() }
    }
}

struct Latest<T> {
    result: Arc<T>,
    /// The last edition in which it is known to hold.
    edition: Edition,
    /// The figures it rests on; `None` for all.
    asked: Option<Arc<[Key]>>,
    /// When it was last known to hold, by the server's clock.
    sure: Moment,
    /// When it was done, and how long it took.
    done: Moment,
    took: i64,
}

impl<T> Clone for Latest<T> {
    fn clone(&self) -> Latest<T> {
        let (result, edition, asked) =
            (self.result.clone(), self.edition.clone(), self.asked.clone());
        Latest { result, edition, asked, ..*self }
    }
}

impl<K: Ord, T: Send + Sync + 'static> Results<K, T> {
    fn place(&self, key: K) -> Arc<Place<T>> {
        let Ok(mut places) = self.places.lock() else { return Arc::default() };
        if places.len() >= RESULTS && !places.contains_key(&key) {
            places.clear();
        }
        places.entry(key).or_default().clone()
    }

    /// The figures a result rested on when it was last worked out.
    pub(crate) fn asked_for(&self, key: &K) -> Arc<[Key]> {
        let place = self.places.lock().ok().and_then(|places| places.get(key).cloned());
        place.map(|place| place.asked()).unwrap_or_default()
    }

    /// A result in an edition or a moment before it.
    ///
    /// # Errors
    /// What the work says; [`Refusal::Later`] when it takes longer than anybody waits.
    pub(crate) async fn known(
        &self,
        office: &Office,
        edition: &Edition,
        key: K,
        work: Arc<Work<T>>,
    ) -> Result<Known<T>, Refusal> {
        let place = self.place(key);
        if let Some(known) = place.holding(edition, office.now()) {
            return Ok(known);
        }
        let job = Job::new(office, edition, &place, work);
        let now = office.now();
        if let Some(latest) = place.latest().filter(|latest| latest.does_for_now(edition, now)) {
            job.begin_aside(&latest, latest.took.max(OFTEN));
            return Ok(latest.known());
        }
        let waiting = async {
            let turn = place.turn.clone().lock_owned().await;
            if let Some(known) = place.holding(edition, office.now()) {
                return Ok(known);
            }
            // It goes on when the request is given up: the next one will want the same.
            let done = tokio::spawn(job.run(turn)).await;
            done.map_err(|error| Refusal::Broken(error.to_string()))?
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap_or(Err(Refusal::Later(AGAIN)))
    }

    /// The result that is there, of the same version of the programme, whatever was reported since; where
    /// there is none, or one that no longer holds, it is begun aside and there for the next who comes.
    pub(crate) fn at_hand(
        &self,
        office: &Office,
        edition: &Edition,
        key: K,
        work: Arc<Work<T>>,
    ) -> Option<Known<T>> {
        let place = self.place(key);
        if let Some(known) = place.holding(edition, office.now()) {
            return Some(known);
        }
        let latest = place.latest().filter(|latest| latest.edition.version == edition.version);
        let job = Job::new(office, edition, &place, work);
        match &latest {
            Some(latest) => job.begin_aside(latest, (latest.took * 10).max(SELDOM)),
            None => job.begin_first(),
        }
        latest.map(|latest| latest.known())
    }
}

impl<T> Place<T> {
    fn latest(&self) -> Option<Latest<T>> {
        self.latest.lock().ok()?.clone()
    }

    fn asked(&self) -> Arc<[Key]> {
        self.latest().and_then(|latest| latest.asked).unwrap_or_default()
    }

    /// The result, where it holds in an edition.
    fn holding(&self, edition: &Edition, now: Moment) -> Option<Known<T>> {
        let mut latest = self.latest.lock().ok()?;
        let latest = latest.as_mut()?;
        let later = latest.edition.seq >= edition.seq;
        if !latest.edition.shares_programme(edition) || !(later || latest.rests_in(edition)) {
            return None;
        }
        if !later {
            latest.edition = edition.clone();
        }
        latest.sure = now;
        Some(latest.known())
    }
}

impl<T> Latest<T> {
    fn known(&self) -> Known<T> {
        Known { result: self.result.clone(), at: self.edition.at }
    }

    /// Whether none of the figures it rests on changed between its edition and a later one.
    fn rests_in(&self, edition: &Edition) -> bool {
        let (before, now) = (self.edition.marks(), edition.marks());
        if Arc::ptr_eq(before, now) {
            return true;
        }
        match &self.asked {
            Some(asked) => asked.iter().all(|key| before.get(key) == now.get(key)),
            None => before == now,
        }
    }

    /// Whether it does for now, though figures below it changed.
    fn does_for_now(&self, edition: &Edition, now: Moment) -> bool {
        self.edition.version == edition.version && self.took > QUICK && now - self.sure <= OLD
    }
}

/// A result to be worked out.
struct Job<T> {
    shelf: Arc<Shelf>,
    clock: Arc<dyn Clock>,
    place: Arc<Place<T>>,
    edition: Edition,
    work: Arc<Work<T>>,
    /// Whether nobody waits for it: then it leaves the other cores to those who ask for something.
    aside: bool,
}

impl<T: Send + Sync + 'static> Job<T> {
    fn new(
        office: &Office,
        edition: &Edition,
        place: &Arc<Place<T>>,
        work: Arc<Work<T>>,
    ) -> Job<T> {
        Job {
            shelf: office.shelf.clone(),
            clock: office.clock(),
            place: place.clone(),
            edition: edition.clone(),
            work,
            aside: false,
        }
    }

    /// Begins it with nobody waiting, unless it was done less than `rest` milliseconds ago; what goes wrong
    /// is told to who asks when there is none for now.
    fn begin_aside(self, latest: &Latest<T>, rest: i64) {
        if self.clock.now() - latest.done >= rest {
            self.begin_first();
        }
    }

    fn begin_first(self) {
        if let Ok(turn) = self.place.turn.clone().try_lock_owned() {
            tokio::spawn(Job { aside: true, ..self }.run(turn));
        }
    }

    async fn run(self, _turn: OwnedMutexGuard<()>) -> Result<Known<T>, Refusal> {
        let Job { shelf, clock, place, edition, work, aside } = self;
        let _turn_to_score = shelf.turn_to_score().await;
        let began = clock.now();
        let before = place.asked();
        let work = move |edition: &Edition, figures: &Observations| {
            let one = aside.then(|| rayon::ThreadPoolBuilder::new().num_threads(1).build());
            match one {
                Some(Ok(one)) => one.install(|| work(edition, figures)),
                _ => work(edition, figures),
            }
        };
        let worked = shelf.work(&edition, &before, work).await?;
        let now = clock.now();
        let latest = Latest {
            result: Arc::new(worked.result?),
            edition,
            asked: worked.asked.map(Arc::from),
            sure: now,
            done: now,
            took: now - began,
        };
        let known = latest.known();
        if let Ok(mut place) = place.latest.lock() {
            *place = Some(latest);
        }
        Ok(known)
    }
}
