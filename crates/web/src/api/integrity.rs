//! Which series need a look, for programs.

use axum::Json;
use axum::extract::State;
use gangmu_app::compare::{Flag, looked_at};
use gangmu_app::office::Edition;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::moment;
use crate::answer::Answer;
use crate::html::unit_of;
use crate::limits::PAGE;
use crate::sent::{Asked, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichSeries {
    /// What was reported for this period and its parts; where it is left out, for the programme's year, or
    /// the last one of which there are figures.
    period: Option<String>,
    /// Only of this unit and its bodies, by id.
    unit: Option<String>,
    /// So many flags are left out.
    #[serde(default)]
    #[param(maximum = 1000000)]
    after: u32,
}

#[derive(Serialize, ToSchema)]
struct FlaggedSeries {
    /// Which test, as `gangmu integrity` names it.
    test: &'static str,
    /// The level or the kind of body that is compared; none for everybody.
    level: Option<String>,
    /// Whose series, by id; none where it is that of all of the level together.
    unit: Option<String>,
    /// The other of two, or the body that is the other source.
    other: Option<String>,
    /// About which element, by id.
    element: Option<String>,
    /// About which indicator, by id.
    indicator: Option<String>,
    /// The first period.
    from: String,
    /// The last period.
    to: String,
    /// On how many figures it stands.
    n: usize,
    /// The statistic, a decimal text.
    statistic: String,
    /// The p-value, a decimal text; none where figures contradict each other whatever chance does.
    p: Option<String>,
    /// The q-value (Benjamini and Hochberg) over all series of the programme, a decimal text.
    q: Option<String>,
    /// What it says, in a word.
    says: &'static str,
    /// What a flag of the test means, in a sentence.
    meaning: String,
}

#[derive(Serialize, ToSchema)]
struct TestNotApplied {
    /// Which test.
    test: &'static str,
    /// The reason, in a word.
    why: &'static str,
    /// On how many series.
    series: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct IntegrityFound {
    /// The period.
    period: String,
    /// All that was on record by this moment is in it.
    as_of: String,
    /// How many tests were made on series in sight.
    tests: usize,
    /// How many flags are asked for, and in sight.
    count: usize,
    /// How many of all flags in sight are false on average, at most; a decimal text.
    by_chance: String,
    /// Worst first. A flag is a reason to look, not a finding of fault.
    flags: Vec<FlaggedSeries>,
    /// Tests that could not be made, in all of the programme.
    not_applied: Vec<TestNotApplied>,
    /// What to ask for as `after` for the flags that follow; none where there are none.
    next: Option<usize>,
}

/// Which series need a look: the tests of `gangmu integrity` on the figures on record, as far as they are
/// in sight.
#[utoipa::path(get, path = "/integrity", tag = "standings", operation_id = "integrity",
    params(WhichSeries), responses((status = 200, body = IntegrityFound)))]
pub(crate) async fn integrity(
    State(desk): State<Desk>,
    member: Member,
    Asked(asked): Asked<WhichSeries>,
) -> Result<Json<IntegrityFound>, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let wanted = period(&member, asked.period.as_deref())?;
    let edition = desk.office.edition().await.map_err(refuse)?;
    let unit = unit_of(&member, &edition, asked.unit.as_deref().unwrap_or_default());
    let unit = unit.map_err(refuse)?;
    let sees = |reporter| edition.is_seen_by(&member.actor, reporter);
    let found = looked_at(&desk.office, &edition, wanted, sees).await.map_err(refuse)?;
    let flags: Vec<&Flag> = match unit {
        Some(unit) => found.of_unit(&edition, unit).collect(),
        None => found.flags().collect(),
    };
    let words = desk.words(member.visitor.language);
    let (after, pages) = (asked.after as usize, PAGE as usize);
    let shown = flags.iter().skip(after).take(pages);
    let not_applied = found.looked().not_applied.iter().map(|one| TestNotApplied {
        test: one.test,
        why: one.why,
        series: one.series,
    });
    Ok(Json(IntegrityFound {
        period: found.looked().period.to_string(),
        as_of: moment(found.at),
        tests: found.tests(),
        count: flags.len(),
        by_chance: found.by_chance(),
        flags: shown.map(|flag| flagged(&edition, flag, words.say(flag.keys.1, &[]))).collect(),
        not_applied: not_applied.collect(),
        next: (after + pages < flags.len()).then_some(after + pages),
    }))
}

fn flagged(edition: &Edition, flag: &Flag, meaning: String) -> FlaggedSeries {
    let programme = &edition.programme;
    let id = |reporter| programme.tree.id(reporter).to_owned();
    let element = flag.element.and_then(|element| programme.asked.get(element.0 as usize));
    let indicator = flag.indicator.and_then(|at| programme.framework.indicators.get(at));
    FlaggedSeries {
        test: flag.test,
        level: Some(flag.level.clone()).filter(|level| !level.is_empty()),
        unit: flag.unit.map(id),
        other: flag.other.map(id),
        element: element.map(|element| element.id.clone()),
        indicator: indicator.map(|indicator| indicator.id.clone()),
        from: flag.periods.0.to_string(),
        to: flag.periods.1.to_string(),
        n: flag.n,
        statistic: flag.statistic.clone(),
        p: flag.p.clone(),
        q: flag.q.clone(),
        says: flag.says,
        meaning,
    }
}
