//! Standings that were worked out, kept as long as the figures below them stay. Where working one out
//! takes its time, whoever comes meanwhile gets the one before, with its moment.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gangmu_base::observations::{Moment, Observations};
use gangmu_base::{Clock, Period};
use tokio::sync::OwnedMutexGuard;

use super::standing::{Standing, work_out};
use crate::office::{Edition, Key, Office, Shelf};
use crate::refusal::Refusal;

/// A scheme and a period, as they were asked for.
type Asked = (String, Option<Period>);

/// A standing, and the moment at which it holds.
#[derive(Debug, Clone)]
pub struct Stood {
    /// How everybody stands.
    pub standing: Arc<Standing>,
    /// As of when: all that was on record by then is in it.
    pub at: Moment,
}

/// No more standings are kept at a time.
const STANDINGS: usize = 32;
/// What is worked out within this time is worked out anew for whoever asks, in milliseconds.
const QUICK: i64 = 250;
/// Longer than this nobody gets a standing that no longer holds, in milliseconds.
const OLD: i64 = 60_000;
/// Nobody waits longer for a standing, and then is asked to come again after so many seconds.
const PATIENCE: Duration = Duration::from_secs(45);
const AGAIN: u32 = 10;
/// A standing is worked out at most this often, and no more than half of the time, in milliseconds.
const OFTEN: i64 = 1000;

/// The standings of an office.
#[derive(Default)]
pub(crate) struct Standings {
    places: Mutex<BTreeMap<Asked, Arc<Place>>>,
}

#[derive(Default)]
struct Place {
    latest: Mutex<Option<Latest>>,
    /// Held by the one who works it out.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Clone)]
struct Latest {
    standing: Arc<Standing>,
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

impl Standings {
    fn place(&self, key: Asked) -> Arc<Place> {
        let Ok(mut places) = self.places.lock() else { return Arc::default() };
        if places.len() >= STANDINGS && !places.contains_key(&key) {
            places.clear();
        }
        places.entry(key).or_default().clone()
    }

    /// The figures a standing rested on when it was last worked out.
    pub(super) fn asked_for(&self, key: &Asked) -> Arc<[Key]> {
        let place = self.places.lock().ok().and_then(|places| places.get(key).cloned());
        place.map(|place| place.asked()).unwrap_or_default()
    }
}

impl Place {
    fn latest(&self) -> Option<Latest> {
        self.latest.lock().ok()?.clone()
    }

    fn asked(&self) -> Arc<[Key]> {
        self.latest().and_then(|latest| latest.asked).unwrap_or_default()
    }

    /// The standing, where it holds in an edition.
    fn holding(&self, edition: &Edition, now: Moment) -> Option<Stood> {
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
        Some(latest.stood())
    }
}

impl Latest {
    fn stood(&self) -> Stood {
        Stood { standing: self.standing.clone(), at: self.edition.at }
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

/// How everybody stands in a scheme (the first one when none is named) for a period (the scheme's own
/// when none is asked for), in an edition or a moment before it.
///
/// # Errors
/// What keeps the scheme from being scored; [`Refusal::Later`] when it takes longer than anybody waits.
pub async fn standing(
    office: &Office,
    edition: &Edition,
    scheme: Option<&str>,
    period: Option<Period>,
) -> Result<Stood, Refusal> {
    let place = office.standings.place((scheme.unwrap_or_default().to_owned(), period));
    if let Some(stood) = place.holding(edition, office.now()) {
        return Ok(stood);
    }
    let job = Job {
        shelf: office.shelf.clone(),
        clock: office.clock(),
        place: place.clone(),
        edition: edition.clone(),
        scheme: scheme.map(str::to_owned),
        period,
        aside: false,
    };
    let now = office.now();
    if let Some(latest) = place.latest().filter(|latest| latest.does_for_now(edition, now)) {
        let rested = now - latest.done >= latest.took.max(OFTEN);
        if let (true, Ok(turn)) = (rested, place.turn.clone().try_lock_owned()) {
            // Nobody waits for it; what goes wrong is told to who asks when there is none for now.
            tokio::spawn(Job { aside: true, ..job }.run(turn));
        }
        return Ok(latest.stood());
    }
    let waiting = async {
        let turn = place.turn.clone().lock_owned().await;
        if let Some(stood) = place.holding(edition, office.now()) {
            return Ok(stood);
        }
        // It goes on when the request is given up: the next one will want the same.
        let done = tokio::spawn(job.run(turn)).await;
        done.map_err(|error| Refusal::Broken(error.to_string()))?
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or(Err(Refusal::Later(AGAIN)))
}

/// A standing to be worked out.
struct Job {
    shelf: Arc<Shelf>,
    clock: Arc<dyn Clock>,
    place: Arc<Place>,
    edition: Edition,
    scheme: Option<String>,
    period: Option<Period>,
    /// Whether nobody waits for it: then it leaves the other cores to those who ask for something.
    aside: bool,
}

impl Job {
    async fn run(self, _turn: OwnedMutexGuard<()>) -> Result<Stood, Refusal> {
        let Job { shelf, clock, place, edition, scheme, period, aside } = self;
        let _turn_to_score = shelf.turn_to_score().await;
        let began = clock.now();
        let before = place.asked();
        let work = move |edition: &Edition, figures: &Observations| {
            let programme = edition.with_figures(figures);
            let work = || work_out(&programme, scheme.as_deref(), period);
            let one = aside.then(|| rayon::ThreadPoolBuilder::new().num_threads(1).build());
            match one {
                Some(Ok(one)) => one.install(work),
                _ => work(),
            }
        };
        let worked = shelf.work(&edition, &before, work).await?;
        let now = clock.now();
        let latest = Latest {
            standing: Arc::new(worked.result?),
            edition,
            asked: worked.asked.map(Arc::from),
            sure: now,
            done: now,
            took: now - began,
        };
        let stood = latest.stood();
        if let Ok(mut place) = place.latest.lock() {
            *place = Some(latest);
        }
        Ok(stood)
    }
}
