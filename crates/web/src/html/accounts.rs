//! Accounts and grants, for who may grant: posts of bodies, never persons.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::authz::{
    self, Account, NewPost, ROLES, Verb, end_grant, erase_holder, give_grant, holder, invite,
    list_accounts, make_account, set_disabled,
};
use gangmu_base::units::Named;
use serde::Deserialize;

use super::{Page, go, laid_out};
use crate::answer::{Answer, told};
use crate::limits::PAGE;
use crate::sent::{Asked, At, Filled};
use crate::serve::Desk;
use crate::visitor::Member;

type Wrong = Vec<(String, String, String)>;

struct Row {
    number: i64,
    login: String,
    body: String,
    post: String,
    state: String,
}

#[derive(Deserialize, Default)]
pub(crate) struct After {
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    page: Page,
    answer: String,
    rows: Vec<Row>,
    next: Option<String>,
    grants: bool,
    wrong: Wrong,
    fields: BTreeMap<String, String>,
}

impl AccountsPage {
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    page: Page,
    answer: String,
    number: i64,
    disabled: bool,
    invitation: Option<String>,
    grants: Vec<(i64, String, String)>,
    roles: Vec<(&'static str, String)>,
    may_grant: bool,
    may_audit: bool,
    /// Name and address of who holds the post, once looked up.
    holder: Option<(String, String)>,
    wrong: Wrong,
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
    Asked(after): Asked<After>,
) -> Result<Response, Answer> {
    laid(&desk, &member, &after.after, Vec::new(), BTreeMap::new()).await
}

async fn laid(
    desk: &Desk,
    member: &Member,
    after: &str,
    wrong: Wrong,
    fields: BTreeMap<String, String>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let found = list_accounts(&desk.office, &member.actor, after, PAGE).await.map_err(refuse)?;
    let edition = desk.office.structure().await.map_err(refuse)?;
    let mut page = Page::of(desk, member, &edition, "/accounts", "", None);
    page.title = page.t("page-accounts");
    let row = |account: &Account| {
        let body = edition.programme.tree.find(&account.body_id);
        let post = Named { zh: account.post_zh.clone(), en: account.post_en.clone() };
        Row {
            number: account.number,
            login: account.login.clone(),
            body: body
                .map(|body| page.name(&edition.programme.tree.name(body)))
                .unwrap_or_else(|| account.body_id.clone()),
            post: page.name(&post),
            state: page.t(match (account.disabled, &account.passphrase) {
                (true, _) => "account-disabled",
                (false, None) => "account-invited",
                (false, Some(_)) => "account-open",
            }),
        }
    };
    let rows: Vec<Row> = found.iter().map(row).collect();
    let next = (rows.len() as i64 == PAGE).then(|| {
        format!("/accounts?after={}", super::query(rows.last().map_or("", |row| &row.login)))
    });
    // No count of accounts: nothing here counts or compares them.
    let answer = page.t("accounts-answer");
    let grants = member.actor.can(Verb::Grant);
    Ok(laid_out(AccountsPage { page, answer, rows, next, grants, wrong, fields }.render()))
}

pub(crate) async fn make(
    State(desk): State<Desk>,
    member: Member,
    Filled(fields): Filled<BTreeMap<String, String>>,
) -> Result<Response, Answer> {
    let field =
        |name: &str| fields.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let post = NewPost {
        login: field("login"),
        body: field("body"),
        post_zh: field("post"),
        post_en: field("post"),
    };
    match make_account(&desk.office, Some(&member.actor), post).await {
        Ok(invited) => {
            one_laid(&desk, &member, invited.account, invitation(invited.word), Vec::new()).await
        }
        Err(Refusal::Wrong(findings)) => {
            let words = desk.words(member.visitor.language);
            let wrong = findings.iter().map(|finding| told(finding, words)).collect();
            laid(&desk, &member, "", wrong, fields).await
        }
        Err(refusal) => Err(member.refuse(refusal)),
    }
}

pub(crate) async fn one(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Response, Answer> {
    one_laid(&desk, &member, number, ToldOnce::default(), Vec::new()).await
}

/// What is shown on the answer to an act, and on no other page.
#[derive(Default)]
struct ToldOnce {
    invitation: Option<String>,
    holder: Option<(String, String)>,
}

async fn one_laid(
    desk: &Desk,
    member: &Member,
    number: i64,
    told_once: ToldOnce,
    wrong: Wrong,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let (account, held) =
        authz::account(&desk.office, &member.actor, number).await.map_err(refuse)?;
    let edition = desk.office.structure().await.map_err(refuse)?;
    let tree = &edition.programme.tree;
    let at = tree.find(&account.body_id);
    let mut page = Page::of(desk, member, &edition, "/accounts", "", at);
    let body = at.map(|body| page.name(&tree.name(body))).unwrap_or_default();
    let post = Named { zh: account.post_zh.clone(), en: account.post_en.clone() };
    page.title = page.joined(&[&body, &page.name(&post)]);
    let role = |page: &Page, id: &str| page.words().say(&format!("role-{id}"), &[]);
    let grants = held
        .iter()
        .map(|grant| {
            let unit = tree.find(&grant.unit);
            let name = unit.map(|unit| page.name(&tree.name(unit))).unwrap_or_default();
            (grant.number, role(&page, &grant.role), format!("{} {name}", grant.unit))
        })
        .collect();
    let roles = ROLES.iter().map(|known| (known.id, role(&page, known.id))).collect();
    let laid = AccountPage {
        answer: page.t1("account-answer", "login", &account.login),
        number,
        disabled: account.disabled,
        invitation: told_once.invitation,
        grants,
        roles,
        may_grant: member.actor.can(Verb::Grant),
        may_audit: member.actor.can(Verb::Audit),
        holder: told_once.holder,
        wrong,
        page,
    };
    Ok(laid_out(laid.render()))
}

pub(crate) async fn act(
    State(desk): State<Desk>,
    member: Member,
    At((number, act)): At<(i64, String)>,
    Filled(fields): Filled<BTreeMap<String, String>>,
) -> Result<Response, Answer> {
    let actor = &member.actor;
    let office = &desk.office;
    let field = |name: &str| fields.get(name).map_or("", |text| text.trim());
    let done = match act.as_str() {
        "disable" => set_disabled(office, actor, number, true).await,
        "enable" => set_disabled(office, actor, number, false).await,
        "erase" => erase_holder(office, actor, number).await,
        "grant" => {
            give_grant(office, Some(actor), number, field("role"), field("unit")).await.map(drop)
        }
        "end-grant" => {
            let grant = field("grant").parse().unwrap_or(0);
            end_grant(office, actor, number, grant).await
        }
        "invite" => {
            let invited = invite(office, Some(actor), number).await;
            let invited = invited.map_err(|refusal| member.refuse(refusal))?;
            return one_laid(&desk, &member, number, invitation(invited.word), Vec::new()).await;
        }
        "holder" => {
            let found = holder(office, actor, number).await;
            let holder = found.map_err(|refusal| member.refuse(refusal))?.unwrap_or_default();
            let told = ToldOnce { holder: Some(holder), ..ToldOnce::default() };
            return one_laid(&desk, &member, number, told, Vec::new()).await;
        }
        _ => Err(Refusal::NotThere),
    };
    let words = desk.words(member.visitor.language);
    match done {
        Ok(()) => Ok(go(&format!("/accounts/{number}"))),
        Err(Refusal::Wrong(findings)) => {
            let wrong = findings.iter().map(|finding| told(finding, words)).collect();
            one_laid(&desk, &member, number, ToldOnce::default(), wrong).await
        }
        Err(Refusal::NotAllowed(finding)) => {
            one_laid(&desk, &member, number, ToldOnce::default(), vec![told(&finding, words)]).await
        }
        Err(refusal) => Err(member.refuse(refusal)),
    }
}

fn invitation(word: String) -> ToldOnce {
    ToldOnce { invitation: Some(word), ..ToldOnce::default() }
}
