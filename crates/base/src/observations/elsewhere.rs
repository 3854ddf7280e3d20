//! Observations that are kept elsewhere: their keys are known, their rows are brought when somebody has
//! asked for them. Who works something out goes over it as often as it asks for more: what is worked out
//! without a row it asked for counts for nothing.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::{Block, Element, Observations, Slice};
use crate::Period;

type Key = (Element, Period);

/// Every element and period of which something was reported, with a mark that is another one whenever
/// its rows are others.
pub type Marks = FxHashMap<(Element, Period), i64>;

#[derive(Debug)]
pub(super) struct Elsewhere {
    marks: Arc<Marks>,
    /// What was asked for, there or not.
    asked: Mutex<BTreeSet<Key>>,
    /// What is there, was asked for and is not here.
    wanting: Mutex<BTreeSet<Key>>,
    /// Whether somebody looked through all keys.
    all: AtomicBool,
    /// Whether the blocks that are here hold the rows of some reporters only.
    in_part: bool,
}

impl Elsewhere {
    /// Whether anything was reported, as far as can be told: of `rows` rows that are here, or by its mark.
    pub(super) fn is_there(&self, key: Key, rows: Option<usize>) -> bool {
        match rows.filter(|_| !self.in_part) {
            Some(rows) => rows > 0,
            None => self.marks.contains_key(&key),
        }
    }

    /// Notes that somebody has use for the rows of a key, and whether they are here.
    pub(super) fn note(&self, key: Key, here: bool) {
        self.note_asked(key);
        if !here
            && self.marks.contains_key(&key)
            && let Ok(mut wanting) = self.wanting.lock()
        {
            wanting.insert(key);
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Key> + '_ {
        self.all.store(true, Ordering::Relaxed);
        self.marks.keys().copied()
    }

    fn note_asked(&self, key: Key) {
        if let Ok(mut asked) = self.asked.lock() {
            asked.insert(key);
        }
    }
}

impl Observations {
    /// Observations that are kept elsewhere, with those rows of them that are here: a block for each key;
    /// or, `in_part`, of each block the rows of those reporters at whom somebody looks.
    pub fn elsewhere(
        files: Vec<Arc<str>>,
        marks: Arc<Marks>,
        here: impl IntoIterator<Item = (Key, Arc<Block>)>,
        in_part: bool,
    ) -> Observations {
        let mut held = Observations { files, ..Observations::default() };
        for (key, block) in here {
            let number = held.blocks.len() as u32;
            held.slices.insert(key, Slice { block: number, start: 0, end: block.len() });
            held.rows += block.len();
            held.blocks.push(block);
        }
        let elsewhere = Elsewhere {
            marks,
            asked: Mutex::default(),
            wanting: Mutex::default(),
            all: AtomicBool::new(false),
            in_part,
        };
        Observations { elsewhere: Some(Arc::new(elsewhere)), ..held }
    }

    /// The keys whose rows were asked for and are not here.
    pub fn wanting(&self) -> Vec<Key> {
        let wanting = self.elsewhere.as_ref().and_then(|elsewhere| elsewhere.wanting.lock().ok());
        wanting.map(|keys| keys.iter().copied().collect()).unwrap_or_default()
    }

    /// The keys that were asked for, there or not: what was worked out holds as long as their marks stay.
    /// `None` when all keys were looked through.
    pub fn asked(&self) -> Option<Vec<Key>> {
        let Some(elsewhere) = &self.elsewhere else { return Some(Vec::new()) };
        let asked = elsewhere.asked.lock().ok()?;
        (!elsewhere.all.load(Ordering::Relaxed)).then(|| asked.iter().copied().collect())
    }
}
