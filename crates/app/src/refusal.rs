//! Why something that was asked of the office is not done.

use gangmu_base::{Finding, Place};
use gangmu_store::Fault;

/// A refusal. Nothing of what was asked is done.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// Nobody is signed in.
    SignInFirst,
    /// It is not there, or not for those who ask to see.
    NotThere,
    /// It is there, and not theirs to do.
    NotAllowed(Box<Finding>),
    /// What was sent cannot be taken as it is.
    Wrong(Vec<Finding>),
    /// The state of things does not allow it now.
    NotNow(Box<Finding>),
    /// Too much was asked; come again after so many seconds.
    Later(u32),
    /// Too many wrong passphrases were tried under a name; nobody is let in with it for so many seconds.
    Locked(u32, Box<Finding>),
    /// No room is left on the disk.
    Full,
    /// Something broke that those who ask can do nothing about.
    Broken(String),
}

impl Refusal {
    /// What was sent cannot be taken.
    pub(crate) fn wrong(code: &'static str, blanks: &[(&'static str, &str)]) -> Refusal {
        Refusal::Wrong(vec![finding(code, blanks)])
    }

    /// It is not theirs to do.
    pub(crate) fn not_allowed(code: &'static str, blanks: &[(&'static str, &str)]) -> Refusal {
        Refusal::NotAllowed(Box::new(finding(code, blanks)))
    }

    /// Nobody is let in under that name for so many seconds.
    pub(crate) fn locked(seconds: u32) -> Refusal {
        let minutes = seconds.div_ceil(60).to_string();
        Refusal::Locked(seconds, Box::new(finding("B013", &[("minutes", &minutes)])))
    }

    /// Not now.
    pub(crate) fn not_now(code: &'static str, blanks: &[(&'static str, &str)]) -> Refusal {
        Refusal::NotNow(Box::new(finding(code, blanks)))
    }
}

fn finding(code: &'static str, blanks: &[(&'static str, &str)]) -> Finding {
    let start = Finding::error(code, Place::file("office"));
    blanks.iter().fold(start, |finding, (blank, value)| finding.with(blank, *value))
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        match fault {
            Fault::Full => Refusal::Full,
            Fault::Busy => Refusal::Later(2),
            Fault::Clash("postgres") => Refusal::not_now("B080", &[]),
            Fault::Clash("backup" | "store") => Refusal::not_now("B081", &[]),
            Fault::Damaged(why) => Refusal::not_now("B082", &[("reason", &why)]),
            Fault::Newer { found, known } => Refusal::not_now(
                "B083",
                &[("found", &found.to_string()), ("known", &known.to_string())],
            ),
            other => Refusal::Broken(other.to_string()),
        }
    }
}
