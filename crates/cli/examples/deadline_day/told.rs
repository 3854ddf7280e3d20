//! What was measured in a stretch of time, and how it is told.

use std::collections::BTreeMap;

use tokio::time::{Duration, Instant};

use crate::server::{Server, own_seconds};

/// Answers of one kind, and how long each took.
#[derive(Default)]
pub(crate) struct Times {
    ms: Vec<f64>,
}

impl Times {
    pub(crate) fn note(&mut self, took: Duration) {
        self.ms.push(took.as_secs_f64() * 1000.0);
    }

    pub(crate) fn count(&self) -> usize {
        self.ms.len()
    }

    /// The time within which that share of them was answered, in milliseconds; none where there are none.
    pub(crate) fn within(&self, share: f64) -> Option<f64> {
        let mut sorted = self.ms.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().checked_sub(1)?;
        let at = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(at.saturating_sub(1).min(last)).copied()
    }
}

/// What came of a stretch of time.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) saves: Times,
    pub(crate) submissions: Times,
    /// How often somebody was asked to come again,
    pub(crate) later: usize,
    /// and how often it was not said when.
    pub(crate) never_said: usize,
    /// What went wrong, and how often.
    pub(crate) odd: BTreeMap<String, usize>,
    /// How many were not answered at all.
    pub(crate) silent: usize,
    /// How many were not even sent, since every county waited for an answer still.
    pub(crate) unsent: usize,
}

impl Tally {
    pub(crate) fn wrong(&mut self, what: impl Into<String>) {
        *self.odd.entry(what.into()).or_default() += 1;
    }

    fn wrongs(&self) -> usize {
        self.odd.values().sum()
    }
}

/// A stretch of time that is measured.
pub(crate) struct Stretch {
    begun: Instant,
    server: f64,
    own: f64,
}

impl Stretch {
    pub(crate) fn begin(server: &Server) -> Stretch {
        Stretch { begun: Instant::now(), server: server.seconds(), own: own_seconds() }
    }

    /// Prints the line of a stretch that has ended.
    pub(crate) fn tell(&self, name: &str, tally: &Tally, server: &Server) {
        self.tell_of(name, tally, server.seconds());
    }

    /// The same of a server that is gone, and had used so many seconds of processor time.
    pub(crate) fn tell_of(&self, name: &str, tally: &Tally, seconds: f64) {
        let wall = self.begun.elapsed().as_secs_f64();
        let done = tally.saves.count() + tally.submissions.count();
        let each = |seconds: f64| if done == 0 { 0.0 } else { seconds * 1000.0 / done as f64 };
        let columns = [&tally.saves, &tally.submissions].map(|times| {
            let at = |share| times.within(share).map_or("-".to_owned(), |ms| format!("{ms:.1}"));
            let rate = times.count() as f64 / wall;
            let rate = if times.count() == 0 { "-".to_owned() } else { format!("{rate:.0}") };
            format!("{rate:>7} {:>7} {:>7} {:>7}", at(0.5), at(0.99), at(1.0))
        });
        println!(
            "{name:26} {} {:>6} {:>6} {:>8.2} {:>8.2}",
            columns.join(" "),
            tally.later,
            tally.wrongs(),
            each(seconds - self.server),
            each(own_seconds() - self.own),
        );
        if tally.unsent > 0 {
            println!("  {} not sent: every county still waited for an answer", tally.unsent);
        }
        for (what, times) in tally.odd.iter().take(5) {
            println!("  {times} x {what}");
        }
    }
}

/// Prints what stands above the lines.
pub(crate) fn heading() {
    let each = format!("{:>7} {:>7} {:>7}", "p50 ms", "p99", "most");
    println!(
        "{:26} {:>7} {each} {:>7} {each} {:>6} {:>6} {:>8} {:>8}",
        "", "saves/s", "subm/s", "429", "wrong", "CPU ms", "own CPU"
    );
}
