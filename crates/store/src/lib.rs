//! Where a programme is kept while people work on it: SQLite by default, PostgreSQL for many.
//!
//! One set of functions on one SQL text for both. What was said stays: observations and the log are
//! appended to, and read as of an entry of the log. Whoever gets an answer from [`Store::write`] can rely
//! on it being on disk.

mod account;
mod draft;
mod evidence;
mod fact;
mod fault;
mod filing;
mod keep;
mod log;
mod migrate;
mod number;
mod observation;
mod observed;
mod open;
mod progress;
mod receipt;
mod review;
mod session;
mod sight;
mod token;
mod version;
mod write;

pub use account::{Account, Grant, NewAccount};
pub use draft::{Conflict, DraftCell, Edit};
pub use evidence::{Evidence, EvidenceFiles, NewEvidence};
pub use fact::{FactQuery, FactStep, NewFact, StoredFact};
pub use fault::Fault;
pub use filing::{Filing, FilingQuery, NewFiling, Opening, Tally};
pub use keep::Unsound;
pub use log::{Appended, By, Entry, LogQuery, NewEntry};
pub use number::Numbers;
pub use observation::{NewObservation, StoredObservation};
pub use observed::Observed;
pub use open::{Store, Where};
pub use progress::Progress;
pub use receipt::KeptAnswer;
pub use review::{ReturnedCell, Review};
pub use session::{Session, SignIn};
pub use sight::Span;
pub use token::{NewToken, Token};
pub use version::{Version, VersionFile, hash_of_folder};
pub use write::Tx;
