//! Accounts, their grants and holders, for programs of who may grant.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gangmu_app::authz;
use gangmu_app::authz::NewPost;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Text;
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::sent::{Asked, At, Body};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
pub(crate) struct Account {
    /// Its number.
    number: i64,
    /// What is typed to sign in.
    login: String,
    /// The body whose post it is, by id.
    body: String,
    /// The post.
    post: Text,
    /// Whether it may sign in no more.
    disabled: bool,
    /// Whether a passphrase was chosen.
    chosen: bool,
}

impl From<&authz::Account> for Account {
    fn from(account: &authz::Account) -> Account {
        Account {
            number: account.number,
            login: account.login.clone(),
            body: account.body_id.clone(),
            post: Text { zh: account.post_zh.clone(), en: account.post_en.clone() },
            disabled: account.disabled,
            chosen: account.passphrase.is_some(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Accounts {
    /// In the order of their logins.
    accounts: Vec<Account>,
    /// What to ask for as `after` for those that follow; none where there are none.
    next: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct After {
    /// After this login.
    after: Option<String>,
}

/// The accounts of bodies where one may grant.
#[utoipa::path(get, path = "/accounts", tag = "accounts", operation_id = "list_accounts",
    params(After), responses((status = 200, body = Accounts)))]
pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
    Asked(asked): Asked<After>,
) -> Result<Json<Accounts>, Answer> {
    let after = asked.after.unwrap_or_default();
    let found = authz::list_accounts(&desk.office, &member.actor, &after, PAGE).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let last = found.last().filter(|_| found.len() as i64 == PAGE);
    let next = last.map(|account| account.login.clone());
    Ok(Json(Accounts { accounts: found.iter().map(Account::from).collect(), next }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedAccount {
    /// What is typed to sign in: letters, digits and `.-_@`.
    login: String,
    /// The body whose post it is, by id.
    body: String,
    /// The post in Chinese; may be left out when the English is not.
    #[serde(default)]
    post_zh: String,
    /// The post in English.
    #[serde(default)]
    post_en: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Invitation {
    /// Number of the account.
    account: i64,
    /// The word by which its holder chooses a passphrase, once, within seven days. It is told once.
    invitation: String,
}

impl From<authz::Invited> for Invitation {
    fn from(invited: authz::Invited) -> Invitation {
        Invitation { account: invited.account, invitation: invited.word }
    }
}

/// Makes an account for a post of a body.
#[utoipa::path(post, path = "/accounts", tag = "accounts", operation_id = "make_account",
    request_body = WantedAccount,
    responses((status = 201, description = "Made", body = Invitation)))]
pub(crate) async fn make(
    State(desk): State<Desk>,
    member: Member,
    Body(wanted): Body<WantedAccount>,
) -> Result<(StatusCode, Json<Invitation>), Answer> {
    let WantedAccount { login, body, post_zh, post_en } = wanted;
    let post = NewPost { login, body, post_zh, post_en };
    let made = authz::make_account(&desk.office, Some(&member.actor), post).await;
    let made = made.map_err(|refusal| member.refuse(refusal))?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Grant {
    /// Its number.
    number: i64,
    /// Which role.
    role: String,
    /// On which unit, by id, with all below.
    unit: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct AccountWithGrants {
    #[serde(flatten)]
    account: Account,
    /// The grants that hold.
    grants: Vec<Grant>,
}

/// An account with its grants.
#[utoipa::path(get, path = "/accounts/{number}", tag = "accounts", operation_id = "account",
    params(("number" = i64, Path, description = "Number of the account")),
    responses((status = 200, body = AccountWithGrants)))]
pub(crate) async fn one(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Json<AccountWithGrants>, Answer> {
    let found = authz::account(&desk.office, &member.actor, number).await;
    let (account, grants) = found.map_err(|refusal| member.refuse(refusal))?;
    let grants = grants.into_iter().map(|grant| Grant {
        number: grant.number,
        role: grant.role,
        unit: grant.unit,
    });
    let account = Account::from(&account);
    Ok(Json(AccountWithGrants { account, grants: grants.collect() }))
}

/// Invites the holder of a post to choose a passphrase anew.
#[utoipa::path(post, path = "/accounts/{number}/invitations", tag = "accounts",
    params(("number" = i64, Path, description = "Number of the account")),
    responses((status = 201, description = "Invited", body = Invitation)))]
pub(crate) async fn invite(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<(StatusCode, Json<Invitation>), Answer> {
    let invited = authz::invite(&desk.office, Some(&member.actor), number).await;
    let invited = invited.map_err(|refusal| member.refuse(refusal))?;
    Ok((StatusCode::CREATED, Json(invited.into())))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountState {
    /// Whether it may sign in no more.
    disabled: bool,
}

/// Lets an account sign in no more, or again; its sessions and tokens end at once.
#[utoipa::path(put, path = "/accounts/{number}/state", tag = "accounts",
    operation_id = "set_account_state", request_body = AccountState,
    params(("number" = i64, Path, description = "Number of the account")),
    responses((status = 204, description = "So it is")))]
pub(crate) async fn set_state(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Body(state): Body<AccountState>,
) -> Result<StatusCode, Answer> {
    let done = authz::set_disabled(&desk.office, &member.actor, number, state.disabled).await;
    done.map_err(|refusal| member.refuse(refusal))?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Holder {
    /// The name.
    name: String,
    /// Where to reach them.
    address: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct HeldBy {
    /// Who holds the post; none where it is not said.
    holder: Option<Holder>,
}

/// Who holds a post: for its own body, and for auditors. That an auditor looked is put on record.
#[utoipa::path(get, path = "/accounts/{number}/holder", tag = "accounts",
    params(("number" = i64, Path, description = "Number of the account")),
    responses((status = 200, body = HeldBy)))]
pub(crate) async fn holder(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Json<HeldBy>, Answer> {
    let found = authz::holder(&desk.office, &member.actor, number).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    Ok(Json(HeldBy { holder: found.map(|(name, address)| Holder { name, address }) }))
}

/// Says who holds the own post. It can be erased, and is in no log.
#[utoipa::path(put, path = "/accounts/{number}/holder", tag = "accounts", request_body = Holder,
    params(("number" = i64, Path, description = "Number of the account")),
    responses((status = 204, description = "Kept")))]
pub(crate) async fn set_holder(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Body(holder): Body<Holder>,
) -> Result<StatusCode, Answer> {
    let Holder { name, address } = holder;
    let done = authz::set_holder(&desk.office, &member.actor, number, &name, &address).await;
    done.map_err(|refusal| member.refuse(refusal))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets who holds a post.
#[utoipa::path(delete, path = "/accounts/{number}/holder", tag = "accounts",
    params(("number" = i64, Path, description = "Number of the account")),
    responses((status = 204, description = "Forgotten")))]
pub(crate) async fn erase_holder(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<StatusCode, Answer> {
    let done = authz::erase_holder(&desk.office, &member.actor, number).await;
    done.map_err(|refusal| member.refuse(refusal))?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedGrant {
    /// Which role, by id.
    role: String,
    /// On which unit, by id, with all below.
    unit: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct GivenGrant {
    /// Its number.
    number: i64,
}

/// Grants a role on a unit and all below it.
#[utoipa::path(post, path = "/accounts/{number}/grants", tag = "accounts",
    request_body = WantedGrant,
    params(("number" = i64, Path, description = "Number of the account")),
    responses((status = 201, description = "Granted", body = GivenGrant)))]
pub(crate) async fn give_grant(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Body(wanted): Body<WantedGrant>,
) -> Result<(StatusCode, Json<GivenGrant>), Answer> {
    let WantedGrant { role, unit } = wanted;
    let given = authz::give_grant(&desk.office, Some(&member.actor), number, &role, &unit).await;
    let number = given.map_err(|refusal| member.refuse(refusal))?;
    Ok((StatusCode::CREATED, Json(GivenGrant { number })))
}

/// Takes a grant back; the account's sessions end at once.
#[utoipa::path(delete, path = "/accounts/{number}/grants/{grant}", tag = "accounts",
    params(
        ("number" = i64, Path, description = "Number of the account"),
        ("grant" = i64, Path, description = "Number of the grant"),
    ),
    responses((status = 204, description = "Taken back")))]
pub(crate) async fn end_grant(
    State(desk): State<Desk>,
    member: Member,
    At((number, grant)): At<(i64, i64)>,
) -> Result<StatusCode, Answer> {
    let done = authz::end_grant(&desk.office, &member.actor, number, grant).await;
    done.map_err(|refusal| member.refuse(refusal))?;
    Ok(StatusCode::NO_CONTENT)
}
