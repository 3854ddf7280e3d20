//! More than the office takes: one account beyond its limit, and all counties at the door at once. Each that is turned
//! away must be told when to come again, and must be let in then.

use std::cell::RefCell;
use std::rc::Rc;

use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep};

use crate::Failure;
use crate::county::Outcome;
use crate::hall::{Deed, Hall};
use crate::told::Tally;

/// So often one account asks, as fast as it is answered, unless it was turned away so often before.
const ASKED: usize = 20_000;
const TURNED_AWAY: usize = 100;

/// One county saves as fast as it is answered, until it was turned away a hundred times. What it was told is kept must
/// be what stands there; after the time it was told it is let in.
pub(crate) async fn one_account(hall: &Rc<Hall>) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let Some((at, mut county)) = hall.next_for(Deed::Save) else {
        return Err("no county is idle".into());
    };
    let mut again = None;
    for _ in 0..ASKED {
        let begun = Instant::now();
        match county.save(hall.serial()).await {
            Outcome::Kept => {
                hall.acknowledge();
                tally.saves.note(begun.elapsed());
            }
            Outcome::Later(seconds) => {
                tally.later += 1;
                tally.never_said += usize::from(seconds.is_none());
                again = again.max(seconds);
                if tally.later >= TURNED_AWAY {
                    break;
                }
            }
            Outcome::Odd(what) | Outcome::Silent(what) => {
                tally.wrong(what);
                break;
            }
        }
    }
    sleep(Duration::from_secs(again.unwrap_or(0))).await;
    let kept = county.check().await;
    let let_in = county.save(hall.serial()).await;
    hall.give_back(at, county);
    match let_in {
        Outcome::Kept => hall.acknowledge(),
        Outcome::Later(_) => tally.wrong("turned away after the time it was told to wait"),
        Outcome::Odd(what) | Outcome::Silent(what) => tally.wrong(what),
    }
    if let Err(lost) = kept {
        tally.wrong(lost);
    }
    Ok(tally)
}

/// So many counties save at the same moment; who is turned away comes again when told to.
pub(crate) async fn the_door(hall: &Rc<Hall>, most: usize) -> Tally {
    let tally = Rc::new(RefCell::new(Tally::default()));
    let mut at_work = JoinSet::new();
    let begun = Instant::now();
    for _ in 0..most.min(hall.size()) {
        let Some(found) = hall.next_for(Deed::Save) else { break };
        let (hall, tally) = (hall.clone(), tally.clone());
        at_work.spawn_local(async move { hall.attend(found, Deed::Save, begun, &tally).await });
    }
    at_work.join_all().await;
    tally.take()
}
