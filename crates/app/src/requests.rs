//! A request that carries a key of its own is done once, however often it arrives.

use gangmu_base::observations::Moment;

use crate::authz::{Actor, hash_of};
use crate::office::Office;
use crate::refusal::Refusal;

/// What is to be done with a request that carries a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is new: to be done.
    New,
    /// It was done: this was answered.
    Answered(String),
}

/// A request is worked on for no longer; who sent it may send it again then.
const WORKED_ON: Moment = 90_000;
/// Answers are kept for so long.
const KEPT: Moment = 30 * 24 * 60 * 60 * 1000;

/// Notes that a request with a key is being worked on, unless it was done.
///
/// # Errors
/// `B058` for a key that came with another request, `B105` for one that is being worked on.
pub async fn begin_request(
    office: &Office,
    actor: &Actor,
    key: &str,
    request: &[u8],
) -> Result<Begun, Refusal> {
    let (account, now) = (actor.account.number, office.now());
    let (key, request) = (key.to_owned(), hash_of(request));
    office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                tx.forget_receipts(now - KEPT).await?;
                if let Some(kept) = tx.receipt(account, &key).await? {
                    let worked_on = kept.answer.is_empty();
                    if worked_on && kept.at + WORKED_ON > now {
                        return Err(Refusal::not_now("B105", &[]));
                    }
                    if !worked_on {
                        return match kept.request == request {
                            true => Ok(Begun::Answered(kept.answer)),
                            false => Err(Refusal::not_now("B058", &[])),
                        };
                    }
                }
                tx.set_receipt(account, &key, &request, "").await?;
                Ok(Begun::New)
            })
        })
        .await
}

/// Keeps what was answered to a request with a key; or forgets the request, where it was refused.
///
/// # Errors
/// What the store says.
pub async fn end_request(
    office: &Office,
    actor: &Actor,
    key: &str,
    request: &[u8],
    answer: Option<String>,
) -> Result<(), Refusal> {
    let account = actor.account.number;
    let (key, request) = (key.to_owned(), hash_of(request));
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                match answer {
                    Some(answer) => tx.set_receipt(account, &key, &request, &answer).await?,
                    None => tx.drop_receipt(account, &key).await?,
                }
                Ok(())
            })
        })
        .await
}
