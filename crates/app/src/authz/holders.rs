//! Who holds a post: one table that can be erased, shown to the body itself and to auditors of access.

use gangmu_store::Account;

use super::accounts::{about, account_for};
use super::tokens::itself;
use super::{Actor, Verb};
use crate::office::Office;
use crate::refusal::Refusal;

/// No name is longer, and no address, in characters.
const NAME: usize = 100;
const ADDRESS: usize = 200;

/// Who holds a post: for its own body, and for auditors. That somebody looked is put on record.
///
/// # Errors
/// [`Refusal::NotThere`] for everybody else; `B090` for a token that asks.
pub async fn holder(
    office: &Office,
    actor: &Actor,
    account: i64,
) -> Result<Option<(String, String)>, Refusal> {
    itself(actor)?;
    let found = office.store.account(account).await?.ok_or(Refusal::NotThere)?;
    if found.body != actor.account.body {
        account_for(office, Some(actor), account, Verb::Audit).await?;
        note(office, actor, &found, "see-holder").await?;
    }
    Ok(office.store.holder(account).await?)
}

/// Says who holds a post of the own body.
///
/// # Errors
/// [`Refusal::NotThere`] for a post of another body; `B095` for a name that is none or texts that are too
/// long; `B090` for a token that asks.
pub async fn set_holder(
    office: &Office,
    actor: &Actor,
    account: i64,
    name: &str,
    address: &str,
) -> Result<(), Refusal> {
    itself(actor)?;
    let found = own(office, actor, account).await?.ok_or(Refusal::NotThere)?;
    let (name, address) = (name.trim().to_owned(), address.trim().to_owned());
    let fits = |text: &str, most| text.chars().count() <= most && !text.contains(char::is_control);
    if name.is_empty() || !fits(&name, NAME) || !fits(&address, ADDRESS) {
        let most = (NAME.to_string(), ADDRESS.to_string());
        return Err(Refusal::wrong("B095", &[("name", &most.0), ("address", &most.1)]));
    }
    let by = actor.by();
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                // The log says that it was done, and not who it is.
                tx.append(&about(by, "set-holder", &found, serde_json::json!({}))).await?;
                tx.set_holder(account, &name, &address).await?;
                Ok(())
            })
        })
        .await
}

/// Forgets who holds a post: for its own body, and for who may grant there.
///
/// # Errors
/// [`Refusal::NotThere`] where there is no such account to see; `B090` for a token that asks.
pub async fn erase_holder(office: &Office, actor: &Actor, account: i64) -> Result<(), Refusal> {
    itself(actor)?;
    let found = match own(office, actor, account).await? {
        Some(found) => found,
        None => account_for(office, Some(actor), account, Verb::Grant).await?,
    };
    let by = actor.by();
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                tx.append(&about(by, "erase-holder", &found, serde_json::json!({}))).await?;
                tx.erase_holder(account).await?;
                Ok(())
            })
        })
        .await
}

async fn own(office: &Office, actor: &Actor, account: i64) -> Result<Option<Account>, Refusal> {
    let found = office.store.account(account).await?;
    Ok(found.filter(|found| found.body == actor.account.body))
}

async fn note(
    office: &Office,
    actor: &Actor,
    found: &Account,
    act: &'static str,
) -> Result<(), Refusal> {
    let entry = about(actor.by(), act, found, serde_json::json!({}));
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                tx.append(&entry).await?;
                Ok(())
            })
        })
        .await
}
