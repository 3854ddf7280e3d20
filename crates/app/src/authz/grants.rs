//! Grants of roles: by somebody who may grant there, never to oneself, never against a separation.

use gangmu_store::{Grant, NewEntry, Span, Tx};

use super::accounts::{about, account_for, by};
use super::roles::Role;
use super::{Actor, TOP, Verb, may, require};
use crate::office::Office;
use crate::refusal::Refusal;

/// Grants a role on a unit and all below it. With `actor` none it is the operator at the machine.
///
/// # Errors
/// `B030` for no such role, `B031` for one's own account, `B032` for a role that is granted at the top
/// only, by who may grant there, `B033` against a separation.
pub async fn give_grant(
    office: &Office,
    actor: Option<&Actor>,
    account: i64,
    role: &str,
    unit: &str,
) -> Result<i64, Refusal> {
    let found = account_for(office, actor, account, Verb::Grant).await?;
    let Some(role) = Role::of(role) else {
        return Err(Refusal::wrong("B030", &[("role", role)]));
    };
    let edition = office.structure().await?;
    let tree = &edition.programme.tree;
    let wanted = tree.find(unit).filter(|found| tree.unit(*found).is_some());
    // One that is not seen is answered like one that is not there.
    let unknown = || Refusal::wrong("B147", &[("unit", unit)]);
    let number = wanted.and_then(|unit| edition.number_of(unit)).ok_or_else(unknown)?;
    let span = office.store.span(number).await?.ok_or_else(unknown)?;
    if let Some(actor) = actor {
        if !may(actor, Verb::See, span) {
            return Err(unknown());
        }
        require(actor, Verb::Grant, Some(span))?;
        if actor.account.number == account {
            return Err(Refusal::not_allowed("B031", &[]));
        }
        if role.at_top && !may(actor, Verb::Grant, TOP) {
            return Err(Refusal::not_allowed("B032", &[("role", role.id)]));
        }
    }
    if role.at_top && span.first != TOP.first {
        return Err(Refusal::wrong("B032", &[("role", role.id)]));
    }
    let (by, unit) = (by(actor), unit.to_owned());
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                // What is looked at now holds until the grant does.
                tx.hold_log().await?;
                // Two posts of one body are one body.
                let held = tx.grants_of_body(found.body).await?;
                for other in &held {
                    let over = overlaps(tx, &edition, other, span).await?;
                    if over && role.apart_from.contains(&other.role.as_str()) {
                        let blanks = [("role", role.id), ("other", other.role.as_str())];
                        return Err(Refusal::not_allowed("B033", &blanks));
                    }
                    let same = other.account == account && other.role == role.id;
                    if same && other.unit == unit {
                        return Ok(other.number);
                    }
                }
                let detail = serde_json::json!({ "role": role.id, "unit": unit });
                let entry = tx.append(&about(by, "grant", &found, detail)).await?.seq;
                Ok(tx.add_grant(account, role.id, number, entry).await?)
            })
        })
        .await
}

async fn overlaps(
    tx: &mut Tx,
    edition: &crate::office::Edition,
    other: &Grant,
    span: Span,
) -> Result<bool, Refusal> {
    let unit = edition.programme.tree.find(&other.unit);
    let Some(number) = unit.and_then(|unit| edition.number_of(unit)) else { return Ok(false) };
    let other = tx.span(number).await?;
    Ok(other.is_some_and(|other| other.holds_start_of(span) || span.holds_start_of(other)))
}

/// Takes a grant back; the account's sessions end at once.
///
/// # Errors
/// [`Refusal::NotThere`] where there is no such grant to see.
pub async fn end_grant(
    office: &Office,
    actor: &Actor,
    account: i64,
    grant: i64,
) -> Result<(), Refusal> {
    let found = account_for(office, Some(actor), account, Verb::Grant).await?;
    let held = office.store.grants(account).await?;
    let held = held.into_iter().find(|held| held.number == grant).ok_or(Refusal::NotThere)?;
    let by = actor.by();
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                let detail = serde_json::json!({ "role": held.role, "unit": held.unit });
                let new: NewEntry = about(by, "end-grant", &found, detail);
                let entry = tx.append(&new).await?.seq;
                tx.end_grant(grant, entry).await?;
                Ok(())
            })
        })
        .await
}
