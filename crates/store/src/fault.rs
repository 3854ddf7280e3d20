//! What can go wrong with a store.

use std::cell::RefCell;
use std::fmt;

/// Why something was not read or not kept. Nothing of a refused write is kept.
#[derive(Debug, Clone)]
pub enum Fault {
    /// There is no room left on the disk (or the data base says so).
    Full,
    /// The store is busy for longer than anybody should wait.
    Busy,
    /// The store was made by a later version of the program.
    Newer {
        /// Its newest migration.
        found: i64,
        /// The newest one known here.
        known: i64,
    },
    /// A migration that was applied reads otherwise today.
    Changed(i64),
    /// The file is no store, or is damaged.
    Damaged(String),
    /// The disk did not take what had to be kept; the process must end.
    NotKept(String),
    /// The store has stopped.
    Stopped,
    /// The rows were not what they were meant to be: what was to be written clashes.
    Clash(&'static str),
    /// Anything else the data base says.
    Other(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Full => f.write_str("no room left on the disk"),
            Fault::Busy => f.write_str("the store is busy"),
            Fault::Newer { found, known } => {
                write!(f, "made by a later version (migration {found}; {known} is known here)")
            }
            Fault::Changed(number) => write!(f, "migration {number} is not the one applied"),
            Fault::Damaged(why) => write!(f, "damaged: {why}"),
            Fault::NotKept(why) => write!(f, "the disk did not keep it: {why}"),
            Fault::Stopped => f.write_str("the store has stopped"),
            Fault::Clash(what) => write!(f, "clashes: {what}"),
            Fault::Other(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Fault {}

tokio::task_local! {
    /// What the data base said last while jobs shared a transaction: a job may answer in words of its
    /// own, and the writer has to know whether the disk failed.
    static LAST: RefCell<Option<Fault>>;
}

/// Does some work and remembers what the data base said last.
pub(crate) async fn remembering<T>(work: impl Future<Output = T>) -> T {
    LAST.scope(RefCell::new(None), work).await
}

/// What the data base said last, where that is remembered.
pub(crate) fn last() -> Option<Fault> {
    LAST.try_with(|last| last.borrow().clone()).ok().flatten()
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Fault {
        let fault = Fault::of(error);
        let _ = LAST.try_with(|last| *last.borrow_mut() = Some(fault.clone()));
        fault
    }
}

impl Fault {
    fn of(error: sqlx::Error) -> Fault {
        let sqlx::Error::Database(database) = &error else {
            return match error {
                sqlx::Error::PoolTimedOut => Fault::Busy,
                sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Fault::Stopped,
                other => Fault::Other(other.to_string()),
            };
        };
        // SQLite says its extended result code, PostgreSQL its SQLSTATE.
        match database.code().as_deref() {
            Some("13" | "53100" | "53200") => Fault::Full,
            Some("5" | "517" | "55P03" | "40P01" | "53300") => Fault::Busy,
            Some("11" | "26") => Fault::Damaged(database.message().to_owned()),
            // Input or output, and synchronising above all: what was said to be kept may not be.
            Some("10" | "1034" | "1290" | "4106" | "778" | "1546" | "58030") => {
                Fault::NotKept(database.message().to_owned())
            }
            _ => Fault::Other(database.message().to_owned()),
        }
    }
}
