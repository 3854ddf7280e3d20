//! Figures that were read, kept for whoever wants them next, and work done on them: what it asks for is
//! read, and it is done again, until it asks for nothing more.

use std::sync::{Arc, Mutex};

use gangmu_base::observations::{Block, Element, Observations, Row};
use gangmu_base::{Period, Reporter};
use gangmu_store::{Store, StoredObservation};
use rustc_hash::FxHashMap;
use tokio::task::JoinSet;

use super::Edition;
use super::edition::reported;
use crate::refusal::Refusal;

/// An element and a period.
pub(crate) type Key = (Element, Period);

/// What somebody worked out, and on which figures. `None` where it looked through all there are.
pub(crate) struct Worked<R> {
    pub(crate) result: R,
    pub(crate) asked: Option<Vec<Key>>,
}

/// So much memory goes into figures that nobody works with, in bytes.
const KEPT: usize = 96 << 20;
/// So many blocks are read by one question to the store.
const TOGETHER: usize = 40;
/// So many questions are put to the store at a time, by one who wants figures.
const QUESTIONS: usize = 2;
/// So many schemes are scored at a time: it takes cores and memory.
const SCORING: usize = 2;
/// Nobody goes over the same work more often: each time it can only ask for what was not there before.
const ROUNDS: usize = 64;

/// Blocks of figures by element and period.
pub(crate) struct Shelf {
    store: Store,
    kept: Mutex<Kept>,
    turns: tokio::sync::Semaphore,
}

#[derive(Default)]
struct Kept {
    /// The version whose numbers the blocks are in.
    version: i64,
    blocks: FxHashMap<Key, OnShelf>,
    bytes: usize,
    /// Counts the times somebody came for blocks.
    times: u64,
}

struct OnShelf {
    /// The entry by which the figures last changed.
    mark: i64,
    block: Arc<Block>,
    /// When somebody last came for it.
    time: u64,
}

type Here = FxHashMap<Key, Arc<Block>>;

impl Shelf {
    pub(super) fn of(store: Store) -> Shelf {
        let turns = tokio::sync::Semaphore::new(SCORING);
        Shelf { store, kept: Mutex::default(), turns }
    }

    /// Waits until a scheme may be scored.
    pub(crate) async fn turn_to_score(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.turns.acquire().await.ok()
    }

    /// Does some work on the figures of some units and bodies, which are read for it and not kept.
    pub(crate) async fn work_on_some<R: Send + 'static>(
        &self,
        edition: &Edition,
        of: &[Reporter],
        before: &[Key],
        work: impl Fn(&Edition, &Observations) -> R + Send + Sync + 'static,
    ) -> Result<R, Refusal> {
        let of = of.iter().filter_map(|reporter| edition.number_of(*reporter)).collect();
        Ok(self.work_until_done(edition, before, Some(of), work).await?.result)
    }

    /// Does some work on an edition, away from the threads that answer. `work` is done again and again
    /// until the figures it asks for are all there; it may stop early where
    /// [`Observations::wanting`] says that they are not. `before` are those it is known to want.
    pub(crate) async fn work<R: Send + 'static>(
        &self,
        edition: &Edition,
        before: &[Key],
        work: impl Fn(&Edition, &Observations) -> R + Send + Sync + 'static,
    ) -> Result<Worked<R>, Refusal> {
        self.work_until_done(edition, before, None, work).await
    }

    async fn work_until_done<R: Send + 'static>(
        &self,
        edition: &Edition,
        before: &[Key],
        of: Option<Arc<[i64]>>,
        work: impl Fn(&Edition, &Observations) -> R + Send + Sync + 'static,
    ) -> Result<Worked<R>, Refusal> {
        let work = Arc::new(work);
        let mut here = Here::default();
        self.bring(edition, before, of.as_ref(), &mut here).await?;
        for _ in 0..ROUNDS {
            let blocks = here.iter().map(|(key, block)| (*key, block.clone()));
            let files = vec![Arc::from("log")];
            let marks = edition.marks().clone();
            let figures = Observations::elsewhere(files, marks, blocks, of.is_some());
            let (own, edition_of_work) = (work.clone(), edition.clone());
            let done = tokio::task::spawn_blocking(move || {
                let result = own(&edition_of_work, &figures);
                (result, figures)
            });
            let (result, figures) =
                done.await.map_err(|error| Refusal::Broken(error.to_string()))?;
            let wanting = figures.wanting();
            if wanting.is_empty() {
                return Ok(Worked { result, asked: figures.asked() });
            }
            self.bring(edition, &wanting, of.as_ref(), &mut here).await?;
        }
        Err(Refusal::Broken("work that asks for ever more figures".to_owned()))
    }

    /// Brings blocks: from the shelf where they are there as the edition has them, else from the store.
    async fn bring(
        &self,
        edition: &Edition,
        keys: &[Key],
        of: Option<&Arc<[i64]>>,
        here: &mut Here,
    ) -> Result<(), Refusal> {
        let mut absent: FxHashMap<Period, Vec<Element>> = FxHashMap::default();
        self.on_shelf(edition, |kept, time| {
            for key in keys {
                let mark = edition.marks().get(key).filter(|_| !here.contains_key(key));
                let Some(mark) = mark else { continue };
                let held = kept.blocks.get_mut(key).filter(|held| held.mark == *mark);
                match held.filter(|_| of.is_none()) {
                    Some(held) => {
                        held.time = time;
                        here.insert(*key, held.block.clone());
                    }
                    None => absent.entry(key.1).or_default().push(key.0),
                }
            }
        });
        let mut questions = absent.into_iter().flat_map(|(period, elements)| {
            let parts: Vec<Vec<Element>> = elements.chunks(TOGETHER).map(<[_]>::to_vec).collect();
            parts.into_iter().map(move |part| (period, part))
        });
        let mut asking = JoinSet::new();
        loop {
            while asking.len() < QUESTIONS
                && let Some((period, elements)) = questions.next()
            {
                let (store, edition, of) = (self.store.clone(), edition.clone(), of.cloned());
                asking.spawn(read(store, edition, period, elements, of));
            }
            let Some(answer) = asking.join_next().await else { return Ok(()) };
            let blocks = answer.map_err(|error| Refusal::Broken(error.to_string()))??;
            if of.is_some() {
                here.extend(blocks);
                continue;
            }
            self.on_shelf(edition, |kept, time| {
                for (key, block) in blocks {
                    if let Some(mark) = edition.marks().get(&key) {
                        kept.put(key, OnShelf { mark: *mark, block: block.clone(), time });
                    }
                    here.insert(key, block);
                }
                kept.make_room();
            });
        }
    }

    fn on_shelf(&self, edition: &Edition, then: impl FnOnce(&mut Kept, u64)) {
        // What is kept is only ever a copy: where somebody fell while holding it, it is begun anew.
        let mut kept = self.kept.lock().unwrap_or_else(|poisoned| {
            let mut kept = poisoned.into_inner();
            *kept = Kept::default();
            kept
        });
        if kept.version != edition.version.number {
            *kept = Kept { version: edition.version.number, ..Kept::default() };
        }
        kept.times += 1;
        let time = kept.times;
        then(&mut kept, time);
    }
}

impl Kept {
    fn put(&mut self, key: Key, new: OnShelf) {
        // An older edition may still be worked with; what is kept is for those to come.
        if self.blocks.get(&key).is_some_and(|held| held.mark > new.mark) {
            return;
        }
        self.bytes += new.block.bytes();
        if let Some(before) = self.blocks.insert(key, new) {
            self.bytes -= before.block.bytes();
        }
    }

    /// Lets those go for which nobody came the longest.
    fn make_room(&mut self) {
        if self.bytes <= KEPT {
            return;
        }
        let mut by_time: Vec<(u64, Key)> =
            self.blocks.iter().map(|(key, held)| (held.time, *key)).collect();
        by_time.sort_unstable();
        for (_, key) in by_time {
            if self.bytes <= KEPT / 4 * 3 {
                break;
            }
            if let Some(gone) = self.blocks.remove(&key) {
                self.bytes -= gone.block.bytes();
            }
        }
    }
}

/// Reads blocks of one period, as they were at the end of an edition.
async fn read(
    store: Store,
    edition: Edition,
    period: Period,
    elements: Vec<Element>,
    of: Option<Arc<[i64]>>,
) -> Result<Vec<(Key, Arc<Block>)>, Refusal> {
    let numbers: Vec<i64> =
        elements.iter().filter_map(|element| edition.number_of_element(*element)).collect();
    let blocks = store.observations(period.code(), &numbers, of.as_deref(), edition.seq).await?;
    let block = |(number, rows): (i64, Vec<StoredObservation>)| {
        let element = edition.element(number)?;
        let row = |stored: &StoredObservation| {
            Some(Row {
                element,
                period,
                reporter: edition.reporter(stored.figure.reporter)?,
                reported: reported(stored)?,
                recorded_at: stored.figure.recorded_at,
                file: 0,
                line: u32::try_from(stored.entry).ok()?,
            })
        };
        let rows = rows.iter().filter_map(row).collect();
        Some(((element, period), Arc::new(Block::of(element, period, rows))))
    };
    let mut found: Vec<_> = blocks.into_iter().filter_map(block).collect();
    // Where there is nothing, that is known too.
    for element in elements {
        if !found.iter().any(|((other, _), _)| *other == element) {
            found.push(((element, period), Arc::default()));
        }
    }
    Ok(found)
}
