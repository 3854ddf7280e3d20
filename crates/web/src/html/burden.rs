//! Burden: what do we ask, of whom, and what does it cost them?

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::define::{Burden, LevelBurden, burden as burden_of, use_of_forms};
use gangmu_app::office::Edition;
use serde::Deserialize;

use super::{Page, laid_out};
use crate::answer::{Answer, told};
use crate::limits::PAGE;
use crate::sent::Asked;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    /// So many forms are left out.
    #[serde(default)]
    after: usize,
    /// So many findings are left out.
    #[serde(default)]
    findings: usize,
}

struct FormRow {
    id: String,
    name: String,
    issuer: String,
    level: String,
    frequency: String,
    cells: usize,
    minutes: String,
    per_month: String,
}

struct LevelRow {
    name: String,
    /// Figure, and the cap where there is one.
    forms: (String, String),
    cells: String,
    minutes: (String, String),
    /// Words on how it stands against the caps.
    said: String,
    over: bool,
}

struct FindingRow {
    code: String,
    says: String,
    next: String,
    /// Why the programme lets it stand.
    accepted: String,
}

struct UseRow {
    id: String,
    name: String,
    period: String,
    asked: i64,
    submitted: i64,
    late: i64,
    accepted: i64,
}

#[derive(Template)]
#[template(path = "burden.html")]
struct BurdenPage {
    page: Page,
    answer: String,
    levels: Vec<LevelRow>,
    forms: Vec<FormRow>,
    findings: Vec<FindingRow>,
    all_findings: usize,
    used: Vec<UseRow>,
    /// Ways to the forms and findings that are not on this page.
    more_forms: Vec<(String, String)>,
    more_findings: Vec<(String, String)>,
}

/// What the programme of an edition asks; worked out aside from the threads that answer.
pub(crate) async fn asked_by(edition: &Edition) -> Result<Burden, Refusal> {
    let edition = edition.clone();
    let done = tokio::task::spawn_blocking(move || burden_of(&edition.programme)).await;
    done.map_err(|error| Refusal::Broken(error.to_string()))
}

/// The key of the words for how often a form comes.
pub(super) fn frequency(frequency: &str) -> &'static str {
    match frequency {
        "annual" => "frequency-annual",
        "half-yearly" => "frequency-half-yearly",
        "quarterly" => "frequency-quarterly",
        "monthly" => "frequency-monthly",
        "weekly" => "frequency-weekly",
        _ => "frequency-once",
    }
}

pub(crate) async fn burden(
    State(desk): State<Desk>,
    member: Member,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.structure().await.map_err(refuse)?;
    let found = asked_by(&edition).await.map_err(refuse)?;
    let used = use_of_forms(&desk.office, &member.actor, &edition).await.map_err(refuse)?;
    let mut page = Page::of(&desk, &member, &edition, "/burden", "", None);
    page.title = page.t("page-burden");
    let framework = &edition.programme.framework;
    let pages = PAGE as usize;
    let address =
        |after: usize, findings: usize| format!("/burden?after={after}&findings={findings}");
    let forms = found.forms.iter().skip(wanted.after).take(pages).filter_map(|asked| {
        let form = framework.datasets.get(asked.form)?;
        let unknown = || page.t("burden-unknown");
        let issuer = form.issued_by.as_deref().map(|id| body(&page, &edition, id));
        Some(FormRow {
            id: form.id.clone(),
            name: page.name(&form.name),
            issuer: issuer.unwrap_or_default(),
            level: level_name(&page, &edition, &form.level),
            frequency: page.t(frequency(&form.frequency)),
            cells: asked.cells,
            minutes: asked.minutes.clone().unwrap_or_else(unknown),
            per_month: match &asked.minutes_per_month {
                Some(minutes) => minutes.clone(),
                None if asked.cells_per_month.is_none() => page.t("burden-once"),
                None => unknown(),
            },
        })
    });
    let findings = found.findings.iter().skip(wanted.findings).take(pages).map(|finding| {
        let (code, says, next) = told(finding, page.words());
        let accepted = finding.accepted.as_deref().map(|why| page.name(why)).unwrap_or_default();
        FindingRow { code, says, next, accepted }
    });
    let used = used.iter().filter_map(|used| {
        let form = framework.datasets.get(used.form)?;
        Some(UseRow {
            id: form.id.clone(),
            name: page.name(&form.name),
            period: used.period.to_string(),
            asked: used.tally.asked,
            submitted: used.tally.submitted,
            late: used.tally.late,
            accepted: used.tally.accepted,
        })
    });
    let parts = |after: usize, all: usize, address: &dyn Fn(usize) -> String| {
        let before = after.saturating_sub(pages);
        let before = (after > 0).then(|| (address(before), page.t("page-before")));
        let next = (after + pages < all).then(|| (address(after + pages), page.t("page-next")));
        before.into_iter().chain(next).collect::<Vec<_>>()
    };
    let (of_forms, of_findings) = (wanted.after, wanted.findings);
    let laid = BurdenPage {
        answer: answer(&page, &edition, &found),
        levels: found.levels.iter().filter_map(|level| level_row(&page, &edition, level)).collect(),
        forms: forms.collect(),
        findings: findings.collect(),
        all_findings: found.findings.len(),
        used: used.collect(),
        more_forms: parts(of_forms, found.forms.len(), &|after| address(after, of_findings)),
        more_findings: parts(of_findings, found.findings.len(), &|after| address(of_forms, after)),
        page,
    };
    Ok(laid_out(laid.render()))
}

/// The level that is asked most, in words.
fn answer(page: &Page, edition: &Edition, found: &Burden) -> String {
    let Some(most) = found.most_asked() else { return page.t("burden-none") };
    let minutes = match (&most.minutes_per_month, most.unknown) {
        (None, _) => page.t("burden-minutes-unknown"),
        (Some(minutes), 0) => page.t1("burden-minutes", "minutes", whole(minutes)),
        (Some(minutes), _) => page.t1("burden-minutes-least", "minutes", whole(minutes)),
    };
    let level = edition.programme.framework.levels.get(most.level);
    page.words().say(
        "burden-answer",
        &[
            ("level", &level.map(|level| page.name(&level.name)).unwrap_or_default()),
            ("cells", whole(&most.cells_per_month)),
            ("minutes", &minutes),
            ("count", &found.twice.to_string()),
        ],
    )
}

/// A figure without the decimal that says nothing.
fn whole(figure: &str) -> &str {
    figure.strip_suffix(".0").unwrap_or(figure)
}

fn level_row(page: &Page, edition: &Edition, own: &LevelBurden) -> Option<LevelRow> {
    let level = edition.programme.framework.levels.get(own.level)?;
    let cap = |cap: Option<i64>| cap.map(|cap| cap.to_string()).unwrap_or_default();
    let said = match (own.over_minutes || own.over_forms(), own.unknown) {
        (true, _) => page.t("burden-over"),
        (false, 0) if own.most_minutes.is_some() || own.most_forms.is_some() => {
            page.t("burden-within")
        }
        (false, 0) => page.t("burden-no-cap"),
        (false, unknown) => page.t1("burden-unknown-of", "count", &unknown.to_string()),
    };
    Some(LevelRow {
        name: page.name(&level.name),
        forms: (own.forms.to_string(), cap(own.most_forms)),
        cells: own.cells_per_month.clone(),
        minutes: (
            own.minutes_per_month.clone().unwrap_or_else(|| page.t("burden-unknown")),
            cap(own.most_minutes),
        ),
        said,
        over: own.over_minutes || own.over_forms(),
    })
}

fn level_name(page: &Page, edition: &Edition, id: &str) -> String {
    let levels = &edition.programme.framework.levels;
    let level = levels.iter().find(|level| level.id == id);
    level.map_or(id.to_owned(), |level| page.name(&level.name))
}

fn body(page: &Page, edition: &Edition, id: &str) -> String {
    let tree = &edition.programme.tree;
    tree.find(id).map_or(id.to_owned(), |body| page.name(&tree.name(body)))
}
