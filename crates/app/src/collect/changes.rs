//! What others did with returns since somebody was last there.

use gangmu_base::observations::Moment;
use gangmu_store::{Entry, Filing};

use crate::authz::Actor;
use crate::office::Office;
use crate::refusal::Refusal;

/// Something that was done.
#[derive(Debug, Clone)]
pub struct Change {
    /// As the log has it.
    pub entry: Entry,
    /// The return it was done with; `None` where a form was opened for many.
    pub filing: Option<Filing>,
}

/// No more are listed; the rest is in the list of returns.
const FEW: i64 = 20;

/// When somebody was last there before this time, and what others did since with the returns in sight,
/// newest first; `None` for a first visit, and for a token, which visits nothing.
///
/// # Errors
/// What the store says.
pub async fn changes_since_last_visit(
    office: &Office,
    actor: &Actor,
) -> Result<Option<(Moment, Vec<Change>)>, Refusal> {
    if actor.is_token() {
        return Ok(None);
    }
    let account = actor.account.number;
    let Some(since) = office.store.visit_before(account).await? else { return Ok(None) };
    let after = office.store.entry_at(since).await?;
    let found = office.store.changes(actor.asker, account, after, true, FEW).await?;
    Ok(Some((since, with_returns(office, found).await?)))
}

/// What was done with the returns in sight after an entry of the log, oldest first, so many.
///
/// # Errors
/// What the store says.
pub async fn changes_after(
    office: &Office,
    actor: &Actor,
    after: i64,
    limit: i64,
) -> Result<Vec<Change>, Refusal> {
    let found = office.store.changes(actor.asker, 0, after, false, limit).await?;
    with_returns(office, found).await
}

async fn with_returns(office: &Office, entries: Vec<Entry>) -> Result<Vec<Change>, Refusal> {
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        let number = entry.subject.strip_prefix("filing:").and_then(|number| number.parse().ok());
        let filing = match number {
            Some(number) => office.store.filing(number).await?.map(|(filing, _)| filing),
            None => None,
        };
        found.push(Change { entry, filing });
    }
    Ok(found)
}
