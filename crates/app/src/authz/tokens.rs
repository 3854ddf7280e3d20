//! Tokens: what a program carries in place of a passphrase. A token is made by somebody who is signed in,
//! never by another token, and never reaches further than when it was made.

use gangmu_base::observations::Moment;
use gangmu_store::Token;

use super::accounts::about;
use super::sessions::{hash_of, random_number, random_word};
use super::{Actor, Verb, actor};
use crate::office::Office;
use crate::refusal::Refusal;

/// A token that was made. The word is shown once; the store holds its hash.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Its number.
    pub number: i64,
    /// What the program is to carry.
    pub word: String,
    /// From which moment on it holds no more.
    pub ends_at: Moment,
}

const DAY: i64 = 24 * 60 * 60 * 1000;
/// No token holds for longer.
const LONGEST: i64 = 366;
/// Nobody has more of them at a time.
const MOST: usize = 50;
/// No label is longer, in characters.
const LABEL: usize = 100;

/// Makes a token that may do some of what its account may do now, for so many days.
///
/// # Errors
/// `B090` for a token that asks, `B091` for a label, days or verbs that cannot be, `B092` where there are
/// too many.
pub async fn make_token(
    office: &Office,
    actor: &Actor,
    label: &str,
    verbs: &[String],
    days: i64,
) -> Result<NewToken, Refusal> {
    itself(actor)?;
    let label = label.trim().to_owned();
    let fits = !label.is_empty()
        && label.chars().count() <= LABEL
        && !label.contains(char::is_control)
        && (1..=LONGEST).contains(&days);
    let mut wanted: Vec<Verb> = Vec::new();
    for word in verbs {
        match Verb::of(word).filter(|verb| actor.can(*verb)) {
            Some(verb) => wanted.push(verb),
            None => return Err(Refusal::wrong("B093", &[("verb", word)])),
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    if !fits || wanted.is_empty() {
        let blanks = [("label", LABEL.to_string()), ("days", LONGEST.to_string())];
        let blanks = blanks.each_ref().map(|(blank, value)| (*blank, value.as_str()));
        return Err(Refusal::wrong("B091", &blanks));
    }
    let now = office.now();
    if office.store.tokens(actor.account.number, now).await?.len() >= MOST {
        return Err(Refusal::not_now("B092", &[("most", &MOST.to_string())]));
    }
    let (number, word, ends_at) = (-random_number(), random_word(), now + days * DAY);
    let (by, account, hash) = (actor.by(), actor.account.clone(), hash_of(&word));
    let verbs: Vec<&'static str> = wanted.into_iter().map(Verb::word).collect();
    office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                let detail = serde_json::json!({ "verbs": verbs, "ends_at": ends_at });
                let entry = tx.append(&about(by, "make-token", &account, detail)).await?.seq;
                tx.add_token(&gangmu_store::NewToken {
                    number,
                    hash,
                    account: account.number,
                    label,
                    verbs,
                    ends_at,
                    entry,
                })
                .await?;
                Ok::<_, Refusal>(())
            })
        })
        .await?;
    Ok(NewToken { number, word, ends_at })
}

/// The tokens of the own account that hold.
///
/// # Errors
/// `B090` for a token that asks.
pub async fn list_tokens(office: &Office, actor: &Actor) -> Result<Vec<Token>, Refusal> {
    itself(actor)?;
    Ok(office.store.tokens(actor.account.number, office.now()).await?)
}

/// Ends a token of the own account. It holds no more from then on.
///
/// # Errors
/// [`Refusal::NotThere`] where there is none, `B090` for a token that asks.
pub async fn end_token(office: &Office, actor: &Actor, number: i64) -> Result<(), Refusal> {
    itself(actor)?;
    let (by, account) = (actor.by(), actor.account.clone());
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                if !tx.end_token(account.number, number).await? {
                    return Err(Refusal::NotThere);
                }
                let none = serde_json::json!({});
                tx.append(&about(by, "end-token", &account, none)).await?;
                Ok(())
            })
        })
        .await
}

/// Who carries that word, if it is a token that holds.
///
/// # Errors
/// What the store says.
pub async fn who_carries(office: &Office, word: &str) -> Result<Option<Actor>, Refusal> {
    match office.store.token(&hash_of(word), office.now()).await? {
        Some((account, number)) => actor(office, account, number).await.map(Some),
        None => Ok(None),
    }
}

/// Lets through who is signed in, and no token: what gives a way in is done by people.
pub(super) fn itself(actor: &Actor) -> Result<(), Refusal> {
    if actor.is_token() { Err(Refusal::not_allowed("B090", &[])) } else { Ok(()) }
}
