//! The loads: so many that each wait for their answer (a closed loop), and so many a second whatever is answered (an
//! open one).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep_until};

use crate::hall::{Deed, Hall};
use crate::told::Tally;

/// One submission comes with so many saves.
const SAVES: usize = 10;

/// What a closed loop does, and when it ends.
#[derive(Clone, Copy)]
pub(crate) struct Closed {
    pub(crate) connections: usize,
    pub(crate) saves: bool,
    pub(crate) submissions: bool,
    pub(crate) until: Instant,
    /// Ends after so many requests all the same.
    pub(crate) most: usize,
}

/// So many counties at a time, each its next request when the one before is answered. Ends when nobody answers any
/// more.
pub(crate) async fn closed(hall: &Rc<Hall>, load: Closed) -> Tally {
    let tally = Rc::new(RefCell::new(Tally::default()));
    let begun = Rc::new(Cell::new(0));
    let mut at_work = JoinSet::new();
    for _ in 0..load.connections {
        let (hall, tally, begun) = (hall.clone(), tally.clone(), begun.clone());
        at_work.spawn_local(async move {
            let goes_on = || Instant::now() < load.until && begun.get() < load.most;
            while goes_on() && tally.borrow().silent == 0 {
                begun.set(begun.get() + 1);
                let turn = load.submissions && (!load.saves || begun.get() % (SAVES + 1) == 0);
                let deed = if turn { Deed::Submit } else { Deed::Save };
                let Some(found) = hall.next_for(deed) else {
                    tally.borrow_mut().wrong(format!("no county is idle for this: {deed:?}"));
                    return;
                };
                hall.attend(found, deed, Instant::now(), &tally).await;
            }
        });
    }
    at_work.join_all().await;
    tally.take()
}

/// Requests at moments that do not depend on any answer; how long each took is counted from the moment it was meant
/// to be sent.
pub(crate) async fn open(hall: &Rc<Hall>, rate: usize, seconds: u64, seed: u64) -> Tally {
    let tally = Rc::new(RefCell::new(Tally::default()));
    let begun = Instant::now();
    let mut at_work = JoinSet::new();
    let mut submissions_due = 0_usize;
    for (number, moment) in moments(rate, seconds, seed).into_iter().enumerate() {
        let meant = begun + moment;
        sleep_until(meant).await;
        if number % (SAVES + 1) == SAVES {
            submissions_due += 1;
        }
        let submits = (submissions_due > 0).then(|| hall.next_for(Deed::Submit)).flatten();
        let (found, deed) = match submits {
            Some(found) => {
                submissions_due -= 1;
                (Some(found), Deed::Submit)
            }
            None => (hall.next_for(Deed::Save), Deed::Save),
        };
        let Some(found) = found else {
            tally.borrow_mut().unsent += 1;
            continue;
        };
        let (hall, tally) = (hall.clone(), tally.clone());
        at_work.spawn_local(async move { hall.attend(found, deed, meant, &tally).await });
        // What has ended is let go.
        while at_work.try_join_next().is_some() {}
    }
    at_work.join_all().await;
    tally.take()
}

/// Moments of a Poisson process of that rate, given that as many come as are expected: they lie evenly by chance.
fn moments(rate: usize, seconds: u64, seed: u64) -> Vec<Duration> {
    let mut chance = Chance(seed);
    let all = Duration::from_secs(seconds);
    let count = rate * usize::try_from(seconds).unwrap_or(0);
    let mut moments: Vec<Duration> = (0..count).map(|_| all.mul_f64(chance.next())).collect();
    moments.sort_unstable();
    moments
}

/// Numbers by chance, the same for the same seed (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// From 0 on, less than 1.
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
