//! The log is searched, by auditors of their part of the tree.

use gangmu_store::{Entry, LogQuery};

use super::{Actor, Verb};
use crate::office::Office;
use crate::refusal::Refusal;

/// Entries of the log in sight, newest first.
///
/// # Errors
/// [`Refusal::NotThere`] for who audits nothing.
pub async fn search_log(
    office: &Office,
    actor: &Actor,
    asked: &LogQuery,
) -> Result<Vec<Entry>, Refusal> {
    if !actor.can(Verb::Audit) {
        return Err(Refusal::NotThere);
    }
    let asked = LogQuery { asker: actor.asker, ..asked.clone() };
    Ok(office.store.search_log(&asked).await?)
}
