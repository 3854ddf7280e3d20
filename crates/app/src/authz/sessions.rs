//! Signing in and out. What a browser carries is drawn by chance; the store holds its hash only.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use gangmu_store::SignIn;

use super::{Actor, actor};
use crate::office::Office;
use crate::refusal::Refusal;

/// A session ends after so long, whatever is done.
const SESSION: i64 = 12 * 60 * 60 * 1000;
/// And after so long without use.
const IDLE: i64 = 2 * 60 * 60 * 1000;
/// Records of signing in are kept for so long.
pub const SIGN_INS_KEPT: i64 = 180 * 24 * 60 * 60 * 1000;
/// So often a passphrase may be wrong within [`WINDOW`].
const TRIES: i64 = 10;
/// The stretch of time in which tries are counted.
const WINDOW: i64 = 15 * 60 * 1000;
/// A passphrase has at least so many characters, and at most so many bytes.
const SHORTEST: usize = 12;
const LONGEST: usize = 1024;

/// A session begun.
#[derive(Debug)]
pub struct SignedIn {
    /// What the browser is to carry.
    pub token: String,
    /// Who it is.
    pub actor: Actor,
}

/// Signs in with a passphrase.
///
/// # Errors
/// `B010` when name and passphrase do not go together, whichever of them is wrong;
/// [`Refusal::Locked`] after too many tries.
pub async fn sign_in(office: &Office, login: &str, passphrase: &str) -> Result<SignedIn, Refusal> {
    let now = office.now();
    let wrong = || Refusal::wrong("B010", &[]);
    if login.is_empty() || login.len() > 200 || passphrase.len() > LONGEST {
        return Err(wrong());
    }
    if office.store.refused_since(login, now - WINDOW).await? >= TRIES {
        return Err(Refusal::locked((WINDOW / 1000) as u32));
    }
    let account = office.store.account_by_login(login).await?.filter(|account| !account.disabled);
    let hash = account.as_ref().and_then(|account| account.passphrase.clone());
    let fits = verify(office, passphrase.to_owned(), hash.clone()).await?;
    let outcome = if fits { "signed_in" } else { "refused" };
    let note = SignIn {
        number: random_number(),
        login: login.to_owned(),
        account: account.as_ref().map(|account| account.number),
        outcome,
    };
    let token = random_word();
    let hashed = hash_of(&token);
    let begun = account.filter(|_| fits);
    let number = begun.as_ref().map(|account| account.number);
    let still = office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                tx.note_sign_in(&note, now - SIGN_INS_KEPT).await?;
                let Some(account) = number else { return Ok(false) };
                // The passphrase may have been changed, or the account disabled, while it was checked.
                let still = tx.account(account).await?;
                let still = still.is_some_and(|now| !now.disabled && now.passphrase == hash);
                if still {
                    tx.begin_session(&hashed, account, now + SESSION).await?;
                }
                Ok::<_, Refusal>(still)
            })
        })
        .await?;
    match begun.filter(|_| still) {
        Some(account) => {
            let asker = account.number;
            Ok(SignedIn { token, actor: actor(office, account, asker).await? })
        }
        None => Err(wrong()),
    }
}

/// Who carries that word, if it is a session that holds.
///
/// # Errors
/// What the store says.
pub async fn who(office: &Office, token: &str) -> Result<Option<Actor>, Refusal> {
    let now = office.now();
    let hashed = hash_of(token);
    let Some(session) = office.store.session(&hashed, now).await? else { return Ok(None) };
    if session.seen_at + IDLE < now {
        return Ok(None);
    }
    if session.seen_at + 60_000 < now {
        // Nobody waits for it: what is read must not fail because nothing can be written.
        let store = office.store.clone();
        tokio::spawn(async move {
            let touched = store
                .write(now, move |tx| Box::pin(async move { tx.touch_session(&hashed).await }));
            let _: Result<(), gangmu_store::Fault> = touched.await;
        });
    }
    let asker = session.account.number;
    actor(office, session.account, asker).await.map(Some)
}

/// Ends a session.
///
/// # Errors
/// What the store says.
pub async fn sign_out(office: &Office, token: &str) -> Result<(), Refusal> {
    let hashed = hash_of(token);
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move { tx.end_session(&hashed).await.map_err(Refusal::from) })
        })
        .await
}

/// Lets through whose invitation holds.
///
/// # Errors
/// `B012` when it does not: it was used, is too old, or another was made since.
pub async fn invitation_holds(office: &Office, invitation: &str) -> Result<(), Refusal> {
    match office.store.invitation(&hash_of(invitation), office.now()).await? {
        Some(_) => Ok(()),
        None => Err(Refusal::wrong("B012", &[])),
    }
}

/// Chooses the passphrase of a post, by an invitation.
///
/// # Errors
/// `B011` for one that is too short, `B012` when the invitation does not hold.
pub async fn choose_passphrase(
    office: &Office,
    invitation: &str,
    passphrase: &str,
) -> Result<(), Refusal> {
    if passphrase.chars().count() < SHORTEST || passphrase.len() > LONGEST {
        return Err(Refusal::wrong("B011", &[("shortest", &SHORTEST.to_string())]));
    }
    invitation_holds(office, invitation).await?;
    let (now, invited) = (office.now(), hash_of(invitation));
    let hash = hash_passphrase(office, passphrase.to_owned()).await?;
    office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                let Some(account) = tx.take_invitation(&invited).await? else {
                    return Err(Refusal::wrong("B012", &[]));
                };
                let Some(found) = tx.account(account).await? else {
                    return Err(Refusal::NotThere);
                };
                let by = gangmu_store::By { account: Some(account), post: found.body_id.clone() };
                let none = serde_json::json!({});
                tx.append(&super::accounts::about(by, "choose-passphrase", &found, none)).await?;
                tx.set_passphrase(account, &hash).await?;
                tx.forgive(&found.login).await?;
                Ok(())
            })
        })
        .await
}

/// The hash of what a browser or a program carries, or of what it sent.
pub(crate) fn hash_of(what: impl AsRef<[u8]>) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(what))
}

/// A word of 256 bits that nobody can guess.
pub(crate) fn random_word() -> String {
    let mut bytes = [0; 32];
    // Without chance from the machine nothing may go on: a word that can be guessed is none.
    if getrandom::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    hex(&bytes)
}

/// A number of 52 bits drawn by chance: whole in every program that reads it.
pub(crate) fn random_number() -> i64 {
    let word = random_word();
    i64::from_str_radix(&word[..13], 16).unwrap_or(1).max(1)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn hash_passphrase(office: &Office, passphrase: String) -> Result<String, Refusal> {
    let _turn = office.turn_to_hash().await;
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(passphrase.as_bytes()).map(|hash| hash.to_string())
    });
    let broken = |why: String| Refusal::Broken(why);
    hashed.await.map_err(|e| broken(e.to_string()))?.map_err(|e| broken(e.to_string()))
}

/// Whether a passphrase fits a hash. Where there is none, as long is reckoned as if there were one,
/// so that the time does not tell who is known.
async fn verify(
    office: &Office,
    passphrase: String,
    hash: Option<String>,
) -> Result<bool, Refusal> {
    let Some(hash) = hash else {
        hash_passphrase(office, passphrase).await?;
        return Ok(false);
    };
    let _turn = office.turn_to_hash().await;
    let checked = tokio::task::spawn_blocking(move || {
        Argon2::default().verify_password(passphrase.as_bytes(), hash.as_str()).is_ok()
    });
    checked.await.map_err(|error| Refusal::Broken(error.to_string()))
}

/// Remembers what somebody has chosen to look at: language and theme.
///
/// # Errors
/// `B090` for a token that asks; what the store says.
pub async fn set_looks(
    office: &Office,
    actor: &Actor,
    language: Option<&'static str>,
    theme: Option<&'static str>,
) -> Result<(), Refusal> {
    super::tokens::itself(actor)?;
    let account = actor.account.number;
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(
                async move { tx.set_looks(account, language, theme).await.map_err(Refusal::from) },
            )
        })
        .await
}
