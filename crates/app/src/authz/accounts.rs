//! Accounts: made for posts of bodies by who may grant there; the holder chooses the passphrase.

use gangmu_store::{Account, By, Fault, Grant, NewAccount, NewEntry};

use super::roles::Role;
use super::sessions::{hash_of, random_number, random_word};
use super::{Actor, TOP, Verb, may, require};
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// An invitation holds for so long.
const INVITATION: i64 = 7 * 24 * 60 * 60 * 1000;

/// A post to make an account for.
#[derive(Debug, Clone)]
pub struct NewPost {
    /// What is typed to sign in.
    pub login: String,
    /// Id of the body.
    pub body: String,
    /// The post in Chinese; may be empty when the English is not.
    pub post_zh: String,
    /// The post in English.
    pub post_en: String,
}

/// An account and the word by which its holder chooses a passphrase, once.
#[derive(Debug, Clone)]
pub struct Invited {
    /// Number of the account.
    pub account: i64,
    /// The word, for `/welcome/…`. Shown once; the store holds its hash.
    pub word: String,
}

/// Makes an account for a post of a body. With `actor` none it is the operator at the machine who does.
///
/// # Errors
/// `B020` for a login that cannot be one, `B021` for one that is taken, `B022` where no such body is.
pub async fn make_account(
    office: &Office,
    actor: Option<&Actor>,
    post: NewPost,
) -> Result<Invited, Refusal> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if post.login.is_empty() || post.login.len() > 80 || !post.login.chars().all(fits) {
        return Err(Refusal::wrong("B020", &[("login", &post.login)]));
    }
    if post.post_zh.is_empty() && post.post_en.is_empty() {
        return Err(Refusal::wrong("B023", &[]));
    }
    let edition = office.structure().await?;
    let unknown = || Refusal::wrong("B022", &[("body", &post.body)]);
    let body = edition.programme.tree.find(&post.body).ok_or_else(unknown)?;
    let number = edition.number_of(body).ok_or_else(unknown)?;
    if let Some(actor) = actor {
        require(actor, Verb::Grant, office.store.span(number).await?)?;
    }
    let by = by(actor);
    let account = random_number();
    let (word, now) = (random_word(), office.now());
    let hashed = hash_of(&word);
    let login = post.login.clone();
    office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                let detail = serde_json::json!({ "login": post.login, "body": post.body });
                let entry = NewEntry {
                    by,
                    act: "make-account",
                    subject: format!("account:{account}"),
                    unit: Some(number),
                    detail: detail.to_string(),
                };
                let entry = tx.append(&entry).await?.seq;
                tx.add_account(&NewAccount {
                    number: account,
                    login: post.login,
                    body: number,
                    post_zh: post.post_zh,
                    post_en: post.post_en,
                    entry,
                })
                .await?;
                tx.invite(&hashed, account, now + INVITATION).await
            })
        })
        .await
        .map_err(|fault| match fault {
            Fault::Clash(_) => Refusal::wrong("B021", &[("login", &login)]),
            other => Refusal::from(other),
        })?;
    Ok(Invited { account, word })
}

/// Invites the holder of a post to choose a passphrase anew.
///
/// # Errors
/// [`Refusal::NotThere`] where there is no such account to see.
pub async fn invite(
    office: &Office,
    actor: Option<&Actor>,
    account: i64,
) -> Result<Invited, Refusal> {
    let found = account_for(office, actor, account, Verb::Grant).await?;
    let (word, now, by) = (random_word(), office.now(), by(actor));
    let hashed = hash_of(&word);
    office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                tx.append(&about(by, "invite", &found, serde_json::json!({}))).await?;
                tx.invite(&hashed, account, now + INVITATION).await?;
                Ok::<_, Refusal>(())
            })
        })
        .await?;
    Ok(Invited { account, word })
}

/// Lets an account sign in no more, or again; its sessions end at once.
///
/// # Errors
/// `B024` for one's own; [`Refusal::NotThere`] where there is no such account to see.
pub async fn set_disabled(
    office: &Office,
    actor: &Actor,
    account: i64,
    disabled: bool,
) -> Result<(), Refusal> {
    let found = account_for(office, Some(actor), account, Verb::Grant).await?;
    if actor.account.number == account {
        return Err(Refusal::not_allowed("B024", &[]));
    }
    let by = actor.by();
    office
        .store
        .write(office.now(), move |tx| {
            Box::pin(async move {
                let act = if disabled { "disable-account" } else { "enable-account" };
                tx.append(&about(by, act, &found, serde_json::json!({}))).await?;
                tx.set_disabled(account, disabled).await?;
                Ok(())
            })
        })
        .await
}

/// The accounts of bodies where somebody may grant, after a login, in their order.
///
/// # Errors
/// [`Refusal::NotAllowed`] for who may grant nowhere.
pub async fn list_accounts(
    office: &Office,
    actor: &Actor,
    after: &str,
    limit: i64,
) -> Result<Vec<Account>, Refusal> {
    let verb = [Verb::Grant, Verb::Audit].into_iter().find(|verb| actor.can(*verb));
    let Some(verb) = verb else {
        return Err(Refusal::not_allowed("B001", &[("verb", Verb::Grant.word())]));
    };
    Ok(office.store.accounts(actor.asker, verb.word(), after, limit).await?)
}

/// An account, where somebody may do something with it. Who would change it must be able to grant all
/// that it holds: nobody rules over a post that reaches further.
pub(super) async fn account_for(
    office: &Office,
    actor: Option<&Actor>,
    account: i64,
    verb: Verb,
) -> Result<Account, Refusal> {
    let found = office.store.account(account).await?.ok_or(Refusal::NotThere)?;
    let Some(actor) = actor else { return Ok(found) };
    // A body that has left the tree is the business of the top.
    let at = office.store.span(found.body).await?.unwrap_or(TOP);
    // Who has nothing to do with accounts there is not told which there are.
    if !may(actor, Verb::Grant, at) && !may(actor, Verb::Audit, at) {
        return Err(Refusal::NotThere);
    }
    require(actor, verb, Some(at))?;
    if verb == Verb::Grant {
        let edition = office.structure().await?;
        for held in office.store.grants(account).await? {
            rules_over(office, actor, &edition, &held).await?;
        }
    }
    Ok(found)
}

async fn rules_over(
    office: &Office,
    actor: &Actor,
    edition: &Edition,
    held: &Grant,
) -> Result<(), Refusal> {
    let refused = || Refusal::not_allowed("B025", &[("role", held.role.as_str())]);
    let unit = edition.programme.tree.find(&held.unit);
    let number = unit.and_then(|unit| edition.number_of(unit));
    let at = match number {
        Some(number) => office.store.span(number).await?.unwrap_or(TOP),
        None => TOP,
    };
    let role = Role::of(&held.role);
    let top = role.is_some_and(|role| role.at_top) && !may(actor, Verb::Grant, TOP);
    let apart = role.is_some_and(|role| role.apart_from.contains(&"steward"));
    if top || apart || !may(actor, Verb::Grant, at) { Err(refused()) } else { Ok(()) }
}

/// As the log names who acts; the operator at the machine has no account.
pub(super) fn by(actor: Option<&Actor>) -> By {
    actor.map_or_else(|| By { account: None, post: "operator".to_owned() }, Actor::by)
}

/// An entry of the log about an account.
pub(super) fn about(
    by: By,
    act: &'static str,
    account: &Account,
    detail: serde_json::Value,
) -> NewEntry {
    NewEntry {
        by,
        act,
        subject: format!("account:{}", account.number),
        unit: Some(account.body),
        detail: detail.to_string(),
    }
}

/// The account of that login, for the operator at the machine.
///
/// # Errors
/// [`Refusal::NotThere`] where there is none.
pub async fn account_of_login(office: &Office, login: &str) -> Result<Account, Refusal> {
    office.store.account_by_login(login).await?.ok_or(Refusal::NotThere)
}

/// An account with its grants, for who may grant there, for auditors, and for its holder.
///
/// # Errors
/// [`Refusal::NotThere`] for everybody else.
pub async fn account(
    office: &Office,
    actor: &Actor,
    number: i64,
) -> Result<(Account, Vec<Grant>), Refusal> {
    let found = if actor.account.number == number {
        actor.account.clone()
    } else {
        let found = office.store.account(number).await?.ok_or(Refusal::NotThere)?;
        let at = office.store.span(found.body).await?.unwrap_or(TOP);
        if !may(actor, Verb::Grant, at) && !may(actor, Verb::Audit, at) {
            return Err(Refusal::NotThere);
        }
        found
    };
    let grants = office.store.grants(number).await?;
    Ok((found, grants))
}
