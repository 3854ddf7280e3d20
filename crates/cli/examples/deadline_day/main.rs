//! Deadline day: the load of `bench/deadline_day.sh`, on the machine the office runs on.
//!     deadline_day PROGRAM DATA UNITS FORMS SESSIONS SECONDS RATE...
//! DATA holds a programme of `bench/make_folder.py` and no account. Prints a line for each load, counts what was
//! acknowledged, and ends with 1 where anything of it is lost or there twice.

mod count;
mod county;
mod hall;
mod http;
mod loads;
mod overload;
mod prepare;
mod server;
mod told;

use std::cell::Cell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use tokio::task::LocalSet;
use tokio::time::{Duration, Instant, sleep};

use crate::hall::Hall;
use crate::http::Asker;
use crate::loads::{Closed, closed, open};
use crate::server::{Program, Server};
use crate::told::{Stretch, Tally, heading};

type Failure = Box<dyn std::error::Error>;

/// So many wait for their answer at a time, in a closed loop.
const CONNECTIONS: usize = 64;
/// So many come at once, when all come at once: four times as many as are let in.
const AT_ONCE: usize = 2048;
/// No more submissions one by one.
const SUBMISSIONS: usize = 2000;

/// What is asked for.
struct Day {
    program: Program,
    units: usize,
    forms: usize,
    sessions: usize,
    seconds: u64,
    rates: Vec<usize>,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = day(&words).and_then(|day| {
        // Every county keeps its connection.
        rlimit::increase_nofile_limit(u64::MAX)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        LocalSet::new().block_on(&runtime, day.pass())
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("deadline_day: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn day(words: &[String]) -> Result<Day, Failure> {
    let [binary, data, numbers @ ..] = words else {
        return Err("PROGRAM DATA UNITS FORMS SESSIONS SECONDS RATE...".into());
    };
    let numbers: Vec<usize> = numbers.iter().map(|word| word.parse()).collect::<Result<_, _>>()?;
    let [units, forms, sessions, seconds, rates @ ..] = numbers.as_slice() else {
        return Err("UNITS FORMS SESSIONS SECONDS RATE... are numbers".into());
    };
    if *units == 0 {
        return Err("UNITS is none".into());
    }
    Ok(Day {
        program: Program { binary: PathBuf::from(binary), data: PathBuf::from(data) },
        units: *units,
        forms: *forms,
        sessions: *sessions,
        seconds: *seconds as u64,
        rates: rates.to_vec(),
    })
}

impl Day {
    /// The whole day; whether nothing is lost and nothing went wrong.
    async fn pass(&self) -> Result<bool, Failure> {
        let posts = prepare::invite(&self.program)?;
        let mut server = self.program.serve()?;
        let address = Rc::new(Cell::new(server.address));
        let begun = Instant::now();
        let ready = prepare::prepare(&address, &posts, self.units, self.sessions, self.forms);
        let (counties, mut auditor) = ready.await?;
        let (units, sessions) = (self.units, self.sessions.max(self.units));
        let took = begun.elapsed().as_secs();
        println!(
            "{units} counties, {sessions} sessions, made in {took} s (two passphrases a county)"
        );
        let hall = Rc::new(Hall::new(address, counties));
        heading();
        let mut wrong = self.loads(&hall, &server).await;
        wrong += self.overload(&hall, &server).await?;
        wrong += self.killed(&hall, &mut server).await?;
        auditor.hang_up();
        wrong += self.counted(&hall, &mut auditor).await?;
        println!("memory of the server at most: {} MiB (since it was killed)", server.memory());
        drop(server);
        print!("gangmu store check: {}", self.program.run(&["store", "check"])?);
        let said = self.program.said();
        if !said.is_empty() {
            println!("The server said:\n{said}");
        }
        Ok(wrong == 0)
    }

    async fn loads(&self, hall: &Rc<Hall>, server: &Server) -> usize {
        let until = || Instant::now() + Duration::from_secs(self.seconds);
        let saves = Closed {
            connections: CONNECTIONS,
            saves: true,
            submissions: false,
            until: until(),
            most: usize::MAX,
        };
        let stretch = Stretch::begin(server);
        let tally = closed(hall, saves).await;
        stretch.tell(&format!("closed, {CONNECTIONS}: saves"), &tally, server);
        let mut wrong = tally.odd.len();
        let most = SUBMISSIONS.min(self.units);
        let submissions = Closed { saves: false, submissions: true, until: until(), most, ..saves };
        let stretch = Stretch::begin(server);
        let tally = closed(hall, submissions).await;
        stretch.tell(&format!("closed, {CONNECTIONS}: submissions"), &tally, server);
        wrong += tally.odd.len();
        for (number, rate) in self.rates.iter().enumerate() {
            let stretch = Stretch::begin(server);
            let tally = open(hall, *rate, self.seconds, 11 + number as u64).await;
            stretch.tell(&format!("open, {rate}/s"), &tally, server);
            wrong += tally.odd.len();
        }
        wrong
    }

    async fn overload(&self, hall: &Rc<Hall>, server: &Server) -> Result<usize, Failure> {
        let stretch = Stretch::begin(server);
        let one = overload::one_account(hall).await?;
        stretch.tell("one account, no pause", &one, server);
        let stretch = Stretch::begin(server);
        let door = overload::the_door(hall, AT_ONCE).await;
        stretch.tell(&format!("{} at once", AT_ONCE.min(hall.size())), &door, server);
        let none = |tally: &Tally| usize::from(tally.later == 0);
        if none(&one) + none(&door) > 0 {
            println!("  in one of these nobody was turned away");
        }
        let never = one.never_said + door.never_said;
        let later = one.later + door.later;
        println!("  429: {later}, of which {never} did not say when to come again");
        Ok(one.odd.len() + door.odd.len() + never)
    }

    /// The server is killed while it is at work, and started anew.
    async fn killed(&self, hall: &Rc<Hall>, server: &mut Server) -> Result<usize, Failure> {
        let stretch = Stretch::begin(server);
        let both = Closed {
            connections: CONNECTIONS,
            saves: true,
            submissions: true,
            until: Instant::now() + Duration::from_secs(60 + self.seconds),
            most: usize::MAX,
        };
        let own = hall.clone();
        let at_work = tokio::task::spawn_local(async move { closed(&own, both).await });
        sleep(Duration::from_millis(500 * self.seconds)).await;
        // Asked before, since nobody answers after.
        let used = server.seconds();
        server.kill()?;
        let mut tally = at_work.await?;
        // What was not answered then is in doubt, and counted below.
        tally.odd.retain(|what, _| !what.starts_with("no answer"));
        stretch.tell_of("closed, until kill -9", &tally, used);
        println!("  {} not answered", tally.silent);
        *server = self.program.serve()?;
        hall.address.set(server.address);
        for at in 0..hall.size() {
            if let Some(mut county) = hall.take(at) {
                county.asker.hang_up();
                hall.give_back(at, county);
            }
        }
        Ok(tally.odd.len())
    }

    async fn counted(&self, hall: &Rc<Hall>, auditor: &mut Asker) -> Result<usize, Failure> {
        let begun = Instant::now();
        let found = count::count(hall, auditor).await?;
        let took = begun.elapsed().as_secs();
        let (drafts, submissions) = (found.drafts, found.submissions);
        println!(
            "read back in {took} s: {drafts} drafts, {submissions} submissions with their receipts"
        );
        let (doubt, kept) = (found.in_doubt, found.kept_in_doubt);
        println!("in doubt when the server was killed: {doubt}, of which on disk: {kept}");
        for lost in found.lost.iter().take(20) {
            println!("  {lost}");
        }
        println!("lost: {} of {}", found.lost.len(), hall.acknowledged.get());
        Ok(found.lost.len())
    }
}
