//! Home: what must I do, what waits for me.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::authz::Verb;
use gangmu_app::collect::facts::{FactsQuery, contestable, list_facts};
use gangmu_app::collect::{
    Change, Filing, ReturnsQuery, changes_since_last_visit, list_returns, tally_returns,
};
use gangmu_app::office::Edition;
use gangmu_base::Period;

use super::facts::{FactLine, fact_lines};
use super::page::moment;
use super::told::{Line, lines, name_of};
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
    /// Returns in sight that are overdue, and all of them.
    overdue: Vec<Line>,
    overdue_all: i64,
    /// Returns in sight that wait too long for somebody else's review, and all of them.
    stuck: Vec<Line>,
    stuck_all: i64,
    /// Whether nothing is open yet, and I am the one to open it.
    opens_first: bool,
    /// When I was here before, and what others have done since.
    since: String,
    changes: Vec<Done>,
}

/// Something that somebody did.
struct Done {
    when: String,
    what: String,
    about: String,
    /// The page of the return.
    to: String,
    post: String,
}

/// So many of the returns that need somebody's attention are shown; a link leads to the others.
const FEW: i64 = 10;

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
    // Who reviews looks after the units below: what is late there, and what waits too long.
    let (mut overdue, mut stuck) = ((Vec::new(), 0), (Vec::new(), 0));
    if reviews || member.actor.can(Verb::Open) {
        overdue = few(&desk, &member, "overdue", 0).await?;
        // Those that wait for me stand above, and are no matter of others.
        let state = "stuck".to_owned();
        let mine = ReturnsQuery { state, to: Some(Verb::Review), ..ReturnsQuery::default() };
        let mine = tally_returns(&desk.office, &member.actor, &mine).await.map_err(refuse)?;
        stuck = few(&desk, &member, "stuck", mine.asked).await?;
        stuck.0.retain(|filing| !waiting.iter().any(|mine| mine.number == filing.number));
        stuck.0.truncate(FEW as usize);
    }
    let mut opens_first = false;
    if member.actor.can(Verb::Open) {
        let any = ReturnsQuery { limit: 1, ..ReturnsQuery::default() };
        opens_first =
            list_returns(&desk.office, &member.actor, &any).await.map_err(refuse)?.is_empty();
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
    let mut counts = Vec::new();
    if enters {
        counts.push(("home-due", due.len() - back));
        counts.push(("home-back", back));
    }
    counts.push(("home-waiting", waiting.len()));
    counts.push(("home-overdue", usize::try_from(overdue.1).unwrap_or(0)));
    counts.push(("home-stuck", usize::try_from(stuck.1).unwrap_or(0)));
    let waits = |verb: Verb| facts.iter().filter(|fact| fact.waits_for == verb.word()).count();
    let steps = [
        (Verb::Verify, "home-verify"),
        (Verb::Decide, "home-decide"),
        (Verb::Assess, "home-assess"),
    ];
    for (verb, key) in steps {
        counts.push((key, waits(verb)));
    }
    counts.push(("home-contest", facts.iter().filter(|fact| fact.waits_for.is_empty()).count()));
    // What there is none of need not be told.
    let parts = counts.into_iter().filter(|(_, count)| *count > 0);
    let mut parts: Vec<String> =
        parts.map(|(key, count)| page.t1(key, "count", &count.to_string())).collect();
    if parts.is_empty() {
        parts.push(page.t("home-nothing"));
    }
    let answer = parts.join(&page.t("page-semicolon"));
    let due = lines(&page, &edition, &due, now);
    let waiting = lines(&page, &edition, &waiting, now);
    let facts = fact_lines(&page, &edition, &facts, now);
    let (overdue_all, stuck_all) = (overdue.1, stuck.1);
    let overdue = lines(&page, &edition, &overdue.0, now);
    let stuck = lines(&page, &edition, &stuck.0, now);
    let zone = edition.programme.framework.zone_seconds;
    let changed = changes_since_last_visit(&desk.office, &member.actor).await.map_err(refuse)?;
    let since = changed.as_ref().map(|(since, _)| moment(*since, zone)).unwrap_or_default();
    let changes = changed.map_or_else(Vec::new, |(_, changes)| changes);
    let changes = changes.iter().map(|change| done(&page, &edition, change)).collect();
    let laid = HomePage {
        page,
        answer,
        due,
        waiting,
        enters,
        reviews,
        facts,
        looks_at_facts,
        overdue,
        overdue_all,
        stuck,
        stuck_all,
        opens_first,
        since,
        changes,
    };
    Ok(laid_out(laid.render()))
}

/// The first returns in sight of which that is so, and how many there are.
///
/// There is room for some more, which the caller leaves out: they are not counted.
async fn few(
    desk: &Desk,
    member: &Member,
    state: &str,
    left_out: i64,
) -> Result<(Vec<Filing>, i64), Answer> {
    let (state, limit) = (state.to_owned(), FEW + left_out);
    let query = ReturnsQuery { state, limit, ..ReturnsQuery::default() };
    let refuse = |refusal| member.refuse(refusal);
    let found = list_returns(&desk.office, &member.actor, &query).await.map_err(refuse)?;
    let all = tally_returns(&desk.office, &member.actor, &query).await.map_err(refuse)?;
    Ok((found, all.asked - left_out))
}

/// A change in the words of who looks.
fn done(page: &Page, edition: &Edition, change: &Change) -> Done {
    let framework = &edition.programme.framework;
    let form = |id: &str| {
        let dataset = framework.datasets.iter().find(|dataset| dataset.id == id);
        dataset.map_or(id.to_owned(), |dataset| page.name(&dataset.name))
    };
    let entry = &change.entry;
    let (about, to) = match &change.filing {
        Some(filing) => {
            let unit =
                edition.reporter(filing.reporter).map(|unit| edition.programme.tree.name(unit));
            let unit = unit.map_or(filing.reporter_id.clone(), |unit| page.name(&unit));
            let period = Period::of_code(filing.period).map(|p| p.to_string()).unwrap_or_default();
            let parts = [form(&filing.dataset), period, unit];
            (parts.join(" · "), format!("/returns/{}", filing.number))
        }
        None => {
            let mut parts = entry.subject.split(':').skip(1);
            let name = parts.next().map(form).unwrap_or_default();
            let period = parts.next().unwrap_or_default();
            (format!("{name} · {period}"), String::new())
        }
    };
    Done {
        when: moment(entry.at, framework.zone_seconds),
        what: page.words().say(&format!("act-{}", entry.act), &[]),
        about,
        to,
        post: name_of(page, edition, &entry.by.post),
    }
}
