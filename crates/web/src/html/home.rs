//! Home: what must I do, what waits for me.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::authz::Verb;
use gangmu_app::collect::facts::{FactsQuery, contestable, list_facts};
use gangmu_app::collect::{ReturnsQuery, list_returns};

use super::facts::{FactLine, fact_lines};
use super::told::{Line, lines};
use super::{Page, laid_out};
use crate::answer::Answer;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: Page,
    answer: String,
    due: Vec<Line>,
    waiting: Vec<Line>,
    enters: bool,
    reviews: bool,
    /// Facts that wait for a step of mine, and events of mine that can still be contested.
    facts: Vec<FactLine>,
    looks_at_facts: bool,
}

pub(crate) async fn home(State(desk): State<Desk>, member: Member) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.structure().await.map_err(refuse)?;
    let own = edition.programme.tree.find(&member.actor.account.body_id);
    let own = own.and_then(|body| edition.programme.tree.unit_of(body));
    let mut page = Page::of(&desk, &member, &edition, "/", "", own);
    page.title = page.t("page-home");
    let (enters, reviews) = (member.actor.can(Verb::Enter), member.actor.can(Verb::Review));
    let mut due = Vec::new();
    if enters {
        let mine = ReturnsQuery { to: Some(Verb::Enter), ..ReturnsQuery::default() };
        due = list_returns(&desk.office, &member.actor, &mine).await.map_err(refuse)?;
        due.retain(|filing| matches!(filing.state.as_str(), "open" | "returned"));
        due.sort_by_key(|filing| (filing.state != "returned", filing.due_at, filing.number));
    }
    let mut waiting = Vec::new();
    if reviews {
        let mine = ReturnsQuery { to: Some(Verb::Review), ..ReturnsQuery::default() };
        waiting = list_returns(&desk.office, &member.actor, &mine).await.map_err(refuse)?;
        waiting.sort_by_key(|filing| (filing.submitted_at, filing.number));
    }
    let now = desk.office.now();
    let steps = [Verb::Verify, Verb::Decide, Verb::Assess];
    let looks_at_facts = steps.iter().any(|verb| member.actor.can(*verb));
    let mut facts = Vec::new();
    if looks_at_facts {
        let mine = FactsQuery { waiting: true, ..FactsQuery::default() };
        facts = list_facts(&desk.office, &member.actor, &mine).await.map_err(refuse)?;
    }
    if enters {
        let mine = contestable(&desk.office, &member.actor).await.map_err(refuse)?;
        facts.extend(mine);
    }
    let back = due.iter().filter(|filing| filing.state == "returned").count();
    let mut parts = Vec::new();
    if enters {
        parts.push(page.t1("home-due", "count", &(due.len() - back).to_string()));
        parts.push(page.t1("home-back", "count", &back.to_string()));
    }
    if reviews {
        parts.push(page.t1("home-waiting", "count", &waiting.len().to_string()));
    }
    let waits = |verb: Verb| facts.iter().filter(|fact| fact.waits_for == verb.word()).count();
    let steps = [
        (Verb::Verify, "home-verify"),
        (Verb::Decide, "home-decide"),
        (Verb::Assess, "home-assess"),
    ];
    for (verb, key) in steps {
        if member.actor.can(verb) {
            parts.push(page.t1(key, "count", &waits(verb).to_string()));
        }
    }
    let contestable = facts.iter().filter(|fact| fact.waits_for.is_empty()).count();
    if contestable > 0 {
        parts.push(page.t1("home-contest", "count", &contestable.to_string()));
    }
    if parts.is_empty() {
        parts.push(page.t("home-nothing"));
    }
    let answer = parts.join(&page.t("page-semicolon"));
    let due = lines(&page, &edition, &due, now);
    let waiting = lines(&page, &edition, &waiting, now);
    let facts = fact_lines(&page, &edition, &facts, now);
    let laid = HomePage { page, answer, due, waiting, enters, reviews, facts, looks_at_facts };
    Ok(laid_out(laid.render()))
}
