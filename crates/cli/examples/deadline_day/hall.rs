//! All counties at once: who is idle, and one request of one of them from its beginning to its end.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;

use tokio::time::{Duration, Instant, sleep};

use crate::county::{County, Outcome};
use crate::told::Tally;

/// So often a request is sent again when it is told to come later.
const TRIES: usize = 60;

/// The counties, each of which does one thing at a time.
pub(crate) struct Hall {
    pub(crate) address: Rc<Cell<SocketAddr>>,
    counties: RefCell<Vec<Option<County>>>,
    next: Cell<usize>,
    serial: Cell<u64>,
    /// How many saves and submissions were acknowledged.
    pub(crate) acknowledged: Cell<usize>,
}

/// What a county is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Save,
    Submit,
}

impl Hall {
    pub(crate) fn new(address: Rc<Cell<SocketAddr>>, counties: Vec<County>) -> Hall {
        Hall {
            address,
            counties: RefCell::new(counties.into_iter().map(Some).collect()),
            next: Cell::new(0),
            serial: Cell::new(0),
            acknowledged: Cell::new(0),
        }
    }

    pub(crate) fn size(&self) -> usize {
        self.counties.borrow().len()
    }

    /// The next county in turn that is idle and can do it.
    pub(crate) fn next_for(&self, deed: Deed) -> Option<(usize, County)> {
        let mut counties = self.counties.borrow_mut();
        let fits = |county: &County| match deed {
            Deed::Submit => county.is_ready(),
            Deed::Save => county.current().is_some_and(|form| !form.is_in_doubt()),
        };
        let all = counties.len();
        let found = (0..all)
            .map(|step| (self.next.get() + step) % all)
            .find(|at| counties.get(*at).and_then(Option::as_ref).is_some_and(fits))?;
        self.next.set((found + 1) % all);
        counties.get_mut(found)?.take().map(|county| (found, county))
    }

    /// A county by its place, where it is idle.
    pub(crate) fn take(&self, at: usize) -> Option<County> {
        self.counties.borrow_mut().get_mut(at)?.take()
    }

    pub(crate) fn give_back(&self, at: usize, county: County) {
        if let Some(place) = self.counties.borrow_mut().get_mut(at) {
            *place = Some(county);
        }
    }

    /// A number that no save had before.
    pub(crate) fn serial(&self) -> u64 {
        self.serial.set(self.serial.get() + 1);
        self.serial.get()
    }

    /// One more was acknowledged.
    pub(crate) fn acknowledge(&self) {
        self.acknowledged.set(self.acknowledged.get() + 1);
    }

    /// One request of a county, from the moment it was meant to be sent until it is kept: who is told to come later
    /// does.
    pub(crate) async fn attend(
        &self,
        (at, mut county): (usize, County),
        deed: Deed,
        meant: Instant,
        tally: &RefCell<Tally>,
    ) {
        let serial = self.serial();
        let mut tries = TRIES;
        loop {
            let outcome = match deed {
                Deed::Save => county.save(serial).await,
                Deed::Submit => county.submit().await,
            };
            let again = match outcome {
                Outcome::Kept => {
                    self.acknowledge();
                    let mut tally = tally.borrow_mut();
                    match deed {
                        Deed::Save => tally.saves.note(meant.elapsed()),
                        Deed::Submit => tally.submissions.note(meant.elapsed()),
                    }
                    break;
                }
                Outcome::Later(again) => again,
                Outcome::Odd(what) => {
                    tally.borrow_mut().wrong(what);
                    break;
                }
                Outcome::Silent(why) => {
                    let mut tally = tally.borrow_mut();
                    tally.silent += 1;
                    tally.wrong(format!("no answer: {why}"));
                    break;
                }
            };
            tally.borrow_mut().later += 1;
            tally.borrow_mut().never_said += usize::from(again.is_none());
            tries -= 1;
            if tries == 0 {
                tally.borrow_mut().wrong("told to come later for ever");
                break;
            }
            sleep(Duration::from_secs(again.unwrap_or(1))).await;
        }
        self.give_back(at, county);
    }
}
