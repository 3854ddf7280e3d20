//! What the programme asks of whom, and what that costs them.

use axum::Json;
use axum::extract::State;
use gangmu_app::define::use_of_forms;
use serde::Serialize;
use utoipa::ToSchema;

use super::Text;
use crate::answer::{Answer, told};
use crate::html::asked_by;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
struct FormBurden {
    /// The data set, by id.
    dataset: String,
    name: Text,
    /// The body that asks it.
    issued_by: Option<String>,
    /// The level that fills it in.
    level: String,
    /// `annual`, `half-yearly`, `quarterly`, `monthly`, `weekly`, `once`.
    frequency: String,
    /// Elements and questions.
    cells: usize,
    /// Cells a month on average, a decimal text; none for a form that is filled in once.
    cells_per_month: Option<String>,
    /// Minutes to fill it in once, a decimal text; none where they are not known.
    minutes: Option<String>,
    /// Minutes a month, a decimal text; none where they are not known, and for a form that is filled in
    /// once.
    minutes_per_month: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct LevelBurden {
    /// The level, by id.
    level: String,
    /// How many forms it fills in.
    forms: usize,
    /// No more of them are allowed.
    most_forms: Option<i64>,
    /// Cells a month on average, a decimal text.
    cells_per_month: String,
    /// Minutes a month of the forms of which they are known, a decimal text; none where they are known
    /// of none.
    minutes_per_month: Option<String>,
    /// Of so many forms they are not known.
    forms_of_unknown_minutes: usize,
    /// No more of them are allowed.
    most_minutes: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct BurdenFinding {
    /// Its stable code: `R001` asked twice, `R002` the same under two ids, `R003` never used, `R004` and
    /// `R005` above a cap.
    code: &'static str,
    /// In a sentence.
    detail: String,
    /// What to do next, in a sentence.
    next: String,
    /// Why the programme lets it stand, where it does.
    accepted: Option<Text>,
}

#[derive(Serialize, ToSchema)]
struct FormUse {
    /// The data set, by id.
    dataset: String,
    /// The period it was opened for.
    period: String,
    /// Returns in sight.
    asked: i64,
    /// How many of them were submitted.
    submitted: i64,
    /// How many of those after they were due.
    late: i64,
    /// How many are accepted.
    accepted: i64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Burden {
    /// The version of the programme it is of.
    version: i64,
    /// How many cells are asked again that another form asks already.
    asked_twice: usize,
    levels: Vec<LevelBurden>,
    forms: Vec<FormBurden>,
    findings: Vec<BurdenFinding>,
    /// Of the forms that were opened last, newest first.
    used: Vec<FormUse>,
}

/// What every form asks of whom, and what that costs them.
#[utoipa::path(get, path = "/burden", tag = "programme", operation_id = "burden",
    responses((status = 200, body = Burden)))]
pub(crate) async fn burden(
    State(desk): State<Desk>,
    member: Member,
) -> Result<Json<Burden>, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let edition = desk.office.structure().await.map_err(refuse)?;
    let found = asked_by(&edition).await.map_err(refuse)?;
    let used = use_of_forms(&desk.office, &member.actor, &edition).await.map_err(refuse)?;
    let framework = &edition.programme.framework;
    let words = desk.words(member.visitor.language);
    let dataset = |form: usize| framework.datasets.get(form);
    let forms = found.forms.iter().filter_map(|asked| {
        let form = dataset(asked.form)?;
        Some(FormBurden {
            dataset: form.id.clone(),
            name: (&form.name).into(),
            issued_by: form.issued_by.clone(),
            level: form.level.clone(),
            frequency: form.frequency.clone(),
            cells: asked.cells,
            cells_per_month: asked.cells_per_month.clone(),
            minutes: asked.minutes.clone(),
            minutes_per_month: asked.minutes_per_month.clone(),
        })
    });
    let levels = found.levels.iter().filter_map(|own| {
        Some(LevelBurden {
            level: framework.levels.get(own.level)?.id.clone(),
            forms: own.forms,
            most_forms: own.most_forms,
            cells_per_month: own.cells_per_month.clone(),
            minutes_per_month: own.minutes_per_month.clone(),
            forms_of_unknown_minutes: own.unknown,
            most_minutes: own.most_minutes,
        })
    });
    let findings = found.findings.iter().map(|finding| {
        let (_, detail, next) = told(finding, words);
        let accepted = finding.accepted.as_deref().map(Text::from);
        BurdenFinding { code: finding.code, detail, next, accepted }
    });
    let used = used.iter().filter_map(|used| {
        Some(FormUse {
            dataset: dataset(used.form)?.id.clone(),
            period: used.period.to_string(),
            asked: used.tally.asked,
            submitted: used.tally.submitted,
            late: used.tally.late,
            accepted: used.tally.accepted,
        })
    });
    Ok(Json(Burden {
        version: edition.version.number,
        asked_twice: found.twice,
        levels: levels.collect(),
        forms: forms.collect(),
        findings: findings.collect(),
        used: used.collect(),
    }))
}
