//! The own post: its roles, who holds it, and the tokens its programs carry.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::authz::{
    self, Verb, end_token, erase_holder, holder, list_tokens, make_token, set_holder,
};
use gangmu_base::units::Named;

use super::page::moment;
use super::{Page, go, laid_out};
use crate::answer::{Answer, told};
use crate::sent::{At, Filled};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    page: Page,
    answer: String,
    /// Role and unit.
    grants: Vec<(String, String)>,
    /// Name and address; empty where nobody said.
    holder: (String, String),
    /// Number, label, verbs, until when.
    tokens: Vec<(i64, String, String, String)>,
    verbs: Vec<(&'static str, String)>,
    /// What a program is to carry, told once.
    made: Option<String>,
    wrong: Vec<(String, String, String)>,
}

pub(crate) async fn me(State(desk): State<Desk>, member: Member) -> Result<Response, Answer> {
    laid(&desk, &member, None, Vec::new()).await
}

async fn laid(
    desk: &Desk,
    member: &Member,
    made: Option<String>,
    wrong: Vec<(String, String, String)>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let (office, actor) = (&desk.office, &member.actor);
    let edition = office.structure().await.map_err(refuse)?;
    let tree = &edition.programme.tree;
    let own = tree.find(&actor.account.body_id);
    let mut page =
        Page::of(desk, member, &edition, "/me", "", own.and_then(|body| tree.unit_of(body)));
    page.title = page.t("page-me");
    let body = own.map(|body| page.name(&tree.name(body))).unwrap_or_default();
    let post = Named { zh: actor.account.post_zh.clone(), en: actor.account.post_en.clone() };
    let post = page.name(&post);
    let blanks = [("body", body.as_str()), ("post", &post), ("login", &actor.account.login)];
    let answer = page.words().say("me-answer", &blanks);
    let number = actor.account.number;
    let (_, held) = authz::account(office, actor, number).await.map_err(refuse)?;
    let grants = held.iter().map(|grant| {
        let unit = tree.find(&grant.unit).map(|unit| page.name(&tree.name(unit)));
        let role = page.words().say(&format!("role-{}", grant.role), &[]);
        (role, format!("{} {}", grant.unit, unit.unwrap_or_default()))
    });
    let grants = grants.collect();
    let verb = |page: &Page, word: &str| page.words().say(&format!("verb-{word}"), &[]);
    let zone = edition.programme.framework.zone_seconds;
    let tokens = list_tokens(office, actor).await.map_err(refuse)?;
    let tokens = tokens
        .into_iter()
        .map(|token| {
            let verbs: Vec<String> = token.verbs.iter().map(|word| verb(&page, word)).collect();
            let verbs = verbs.join(&page.t("page-comma"));
            (token.number, token.label, verbs, moment(token.ends_at, zone))
        })
        .collect();
    let verbs = Verb::ALL.into_iter().filter(|own| actor.can(*own));
    let verbs = verbs.map(|own| (own.word(), verb(&page, own.word()))).collect();
    let holder = holder(office, actor, number).await.map_err(refuse)?.unwrap_or_default();
    Ok(laid_out(MePage { page, answer, grants, holder, tokens, verbs, made, wrong }.render()))
}

pub(crate) async fn act(
    State(desk): State<Desk>,
    member: Member,
    At(act): At<String>,
    Filled(fields): Filled<Vec<(String, String)>>,
) -> Result<Response, Answer> {
    let (office, actor) = (&desk.office, &member.actor);
    let field = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    };
    let number = actor.account.number;
    let done = match act.as_str() {
        "hold" => set_holder(office, actor, number, field("name"), field("address")).await,
        "forget" => erase_holder(office, actor, number).await,
        "end-token" => end_token(office, actor, field("number").parse().unwrap_or(0)).await,
        "make-token" => {
            let verbs = fields.iter().filter(|(field, _)| field == "verb");
            let verbs: Vec<String> = verbs.map(|(_, word)| word.clone()).collect();
            let days = field("days").parse().unwrap_or(0);
            match make_token(office, actor, field("label"), &verbs, days).await {
                Ok(made) => return laid(&desk, &member, Some(made.word), Vec::new()).await,
                Err(refusal) => Err(refusal),
            }
        }
        _ => Err(Refusal::NotThere),
    };
    match done {
        Ok(()) => Ok(go("/me")),
        Err(Refusal::Wrong(findings)) => {
            let words = desk.words(member.visitor.language);
            let wrong = findings.iter().map(|finding| told(finding, words)).collect();
            laid(&desk, &member, None, wrong).await
        }
        Err(refusal) => Err(member.refuse(refusal)),
    }
}
