//! Who may do what where: one function, asked before anything is shown or done.
//!
//! A role is granted on a unit and reaches all below it. What it allows stands in one table here; the
//! store keeps that table beside the grants, so that lists are cut by the very rows the check asks.

mod accounts;
mod grants;
mod holders;
mod record;
mod roles;
mod sessions;
mod tokens;

pub use accounts::{
    Invited, NewPost, account, account_of_login, invite, list_accounts, make_account, set_disabled,
};
pub use grants::{end_grant, give_grant};
pub use holders::{erase_holder, holder, set_holder};
pub use record::search_log;
pub(crate) use roles::role_verbs;
pub use roles::{ROLES, Role, Verb};
pub(crate) use sessions::hash_of;
pub(crate) use sessions::random_word;
pub use sessions::{
    SIGN_INS_KEPT, SignedIn, choose_passphrase, invitation_holds, set_looks, sign_in, sign_out, who,
};
pub use tokens::{NewToken, end_token, list_tokens, make_token, who_carries};

use gangmu_store::By;
pub use gangmu_store::{Account, Grant, LogQuery, Span, Token};

use crate::office::Office;
use crate::refusal::Refusal;

/// Somebody who is signed in: an account with what it may do, as it was when the request came.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account.
    pub account: Account,
    /// Under which number the store knows what may be done: the account's, or that of a token, which is less
    /// than 0.
    pub asker: i64,
    /// What it may do, and where.
    pub sight: Vec<(Verb, Span)>,
}

impl Actor {
    /// As the log names it.
    pub(crate) fn by(&self) -> By {
        By { account: Some(self.account.number), post: self.account.body_id.clone() }
    }

    /// Whether a program asks, with a token.
    pub fn is_token(&self) -> bool {
        self.asker < 0
    }

    /// Whether it may do something anywhere at all.
    pub fn can(&self, verb: Verb) -> bool {
        self.sight.iter().any(|(own, _)| *own == verb)
    }
}

/// Whether somebody may do something at a place in the tree.
pub fn may(actor: &Actor, verb: Verb, at: Span) -> bool {
    actor.sight.iter().any(|(own, span)| *own == verb && span.holds_start_of(at))
}

/// Lets through who may do it there. Who may not even see the place is told that there is nothing.
///
/// # Errors
/// [`Refusal::NotThere`] or [`Refusal::NotAllowed`].
pub(crate) fn require(actor: &Actor, verb: Verb, at: Option<Span>) -> Result<(), Refusal> {
    let Some(at) = at else { return Err(Refusal::NotThere) };
    if may(actor, verb, at) {
        Ok(())
    } else if may(actor, Verb::See, at) {
        Err(Refusal::not_allowed("B001", &[("verb", verb.word())]))
    } else {
        Err(Refusal::NotThere)
    }
}

/// The same for what is about the programme as a whole: it lies at the top of the tree.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub(crate) fn require_at_top(actor: &Actor, verb: Verb) -> Result<(), Refusal> {
    if may(actor, verb, TOP) {
        Ok(())
    } else {
        Err(Refusal::not_allowed("B001", &[("verb", verb.word())]))
    }
}

/// Asks again inside a transaction whether somebody may: what was taken back meanwhile holds no more.
///
/// # Errors
/// [`Refusal::NotThere`] where it is so no longer.
pub(crate) async fn still_may(
    tx: &mut gangmu_store::Tx,
    actor: &Actor,
    verb: Verb,
    reporter: i64,
) -> Result<(), Refusal> {
    let holds = tx.may(actor.asker, verb.word(), reporter).await?;
    if holds { Ok(()) } else { Err(Refusal::NotThere) }
}

/// The same for what is about the programme as a whole.
///
/// # Errors
/// [`Refusal::NotThere`] where it is so no longer.
pub(crate) async fn still_may_at_top(
    tx: &mut gangmu_store::Tx,
    actor: &Actor,
    verb: Verb,
) -> Result<(), Refusal> {
    let holds = tx.may_at_top(actor.account.number, verb.word()).await?;
    if holds { Ok(()) } else { Err(Refusal::NotThere) }
}

/// The top of the tree.
pub(crate) const TOP: Span = Span { first: 0, last: 0 };

/// Somebody who acts for an account without signing in: for programs at the machine itself.
///
/// # Errors
/// [`Refusal::NotThere`] for no such account.
pub async fn actor_of(office: &Office, number: i64) -> Result<Actor, Refusal> {
    let account = office.store.account(number).await?.ok_or(Refusal::NotThere)?;
    actor(office, account, number).await
}

/// An actor for an account, asking as itself or by a token.
///
/// # Errors
/// What the store says.
pub(crate) async fn actor(office: &Office, account: Account, asker: i64) -> Result<Actor, Refusal> {
    let rows = office.store.sight(asker).await?;
    let sight =
        rows.into_iter().filter_map(|(verb, span)| Some((Verb::of(&verb)?, span))).collect();
    Ok(Actor { account, asker, sight })
}
