//! How everybody stands in a scheme, and how each figure came about.

use axum::Json;
use axum::extract::State;
use gangmu_app::Refusal;
use gangmu_app::score::{Points, explained};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Text, moment};
use crate::answer::Answer;
use crate::sent::{Asked, At, period};
use crate::serve::Desk;
use crate::standing::standing_asked;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
struct SchemeRef {
    /// Its id.
    id: String,
    title: Text,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Schemes {
    schemes: Vec<SchemeRef>,
}

/// The schemes by which there is a standing.
#[utoipa::path(get, path = "/standings", tag = "standings", operation_id = "list_schemes",
    responses((status = 200, body = Schemes)))]
pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
) -> Result<Json<Schemes>, Answer> {
    let edition = desk.office.structure().await.map_err(|refusal| member.refuse(refusal))?;
    let schemes = edition.programme.schemes.iter();
    let schemes = schemes.map(|s| SchemeRef { id: s.id.clone(), title: (&s.title).into() });
    Ok(Json(Schemes { schemes: schemes.collect() }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForPeriod {
    /// For this period; the scheme's own where it is left out.
    period: Option<String>,
}

/// Points of a group or an item.
#[derive(Serialize, ToSchema)]
struct GivenPoints {
    /// Id of the group or the item.
    id: String,
    /// Points given, a decimal text; none where it is left out.
    given: Option<String>,
    /// Most points.
    most: String,
    /// What is known of the figure behind it.
    status: &'static str,
}

/// How one subject stands.
#[derive(Serialize, ToSchema)]
struct Stand {
    /// The unit or body, by id.
    unit: String,
    /// Its class.
    class: String,
    /// Sum of the groups.
    base: String,
    /// Points taken off.
    deducted: Option<String>,
    /// Bonus points.
    bonus: Option<String>,
    /// The total.
    total: String,
    /// The grade.
    grade: Option<String>,
    /// Its place in its class.
    rank: Option<u32>,
    /// The best place it may have.
    rank_from: Option<u32>,
    /// The worst place it may have.
    rank_to: Option<u32>,
    /// By group, in the order of the scheme.
    groups: Vec<GivenPoints>,
    /// By item, in the order of the scheme.
    items: Vec<GivenPoints>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Standing {
    /// The scheme.
    scheme: String,
    /// The period.
    period: String,
    /// All that was on record by this moment is in it.
    as_of: String,
    /// Over how many draws of the figures the intervals of ranks are.
    draws: u32,
    /// Who is in sight, in the order of their ids. Ranks are among all of the class.
    rows: Vec<Stand>,
}

/// How everybody in sight stands in a scheme.
#[utoipa::path(get, path = "/standings/{scheme}", tag = "standings", operation_id = "standing",
    params(("scheme" = String, Path, description = "Id of the scheme"), ForPeriod),
    responses((status = 200, body = Standing)))]
pub(crate) async fn standing(
    State(desk): State<Desk>,
    member: Member,
    At(scheme): At<String>,
    Asked(asked): Asked<ForPeriod>,
) -> Result<Json<Standing>, Answer> {
    let typed = asked.period.unwrap_or_default();
    let (edition, stood) = standing_asked(&desk, &member, &scheme, &typed).await?;
    let found = &stood.standing;
    let programme = &edition.programme;
    let definition = programme.schemes.iter().find(|scheme| scheme.id == found.scheme);
    let definition = definition.ok_or_else(|| member.refuse(Refusal::NotThere))?;
    let groups: Vec<&str> = definition.groups.iter().map(|group| group.id.as_str()).collect();
    let items: Vec<&str> = definition.items.iter().map(|item| item.id.as_str()).collect();
    let points = |ids: &[&str], points: &[Points]| -> Vec<GivenPoints> {
        let given = |(id, points): (&&str, &Points)| GivenPoints {
            id: (*id).to_owned(),
            given: points.given.clone(),
            most: points.most.clone(),
            status: points.status.word(),
        };
        ids.iter().zip(points).map(given).collect()
    };
    let seen = found.rows.iter().filter(|row| edition.is_seen_by(&member.actor, row.reporter));
    let rows = seen.map(|row| Stand {
        unit: programme.tree.id(row.reporter).to_owned(),
        class: row.class.clone(),
        base: row.base.clone(),
        deducted: row.deducted.clone(),
        bonus: row.bonus.clone(),
        total: row.total.clone(),
        grade: row.grade.clone(),
        rank: row.rank,
        rank_from: row.interval.map(|(from, _)| from),
        rank_to: row.interval.map(|(_, to)| to),
        groups: points(&groups, &row.groups),
        items: points(&items, &row.items),
    });
    Ok(Json(Standing {
        scheme: found.scheme.clone(),
        period: found.period.to_string(),
        as_of: moment(stood.at),
        draws: found.draws,
        rows: rows.collect(),
    }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichFigure {
    /// For this period; the scheme's own where it is left out.
    period: Option<String>,
    /// One item of the scheme, by id; the whole result where it is left out.
    item: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Step {
    /// How far it is set in: what follows a step and is set in further is how that came about.
    depth: usize,
    /// In words.
    text: String,
    /// The item of which it is the points: how they were made is told where `item` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Explanation {
    /// The last entry of the log that is in it.
    entry: i64,
    /// The moment of that entry.
    as_of: String,
    /// From the points down to the figures on record, with the entries of the log they came with.
    steps: Vec<Step>,
}

/// How a unit's result, or its points in one item, came about.
#[utoipa::path(get, path = "/standings/{scheme}/{unit}", tag = "standings",
    operation_id = "explanation",
    params(
        ("scheme" = String, Path, description = "Id of the scheme"),
        ("unit" = String, Path, description = "Id of the unit or body"),
        WhichFigure,
    ),
    responses((status = 200, body = Explanation)))]
pub(crate) async fn explanation(
    State(desk): State<Desk>,
    member: Member,
    At((scheme, unit)): At<(String, String)>,
    Asked(asked): Asked<WhichFigure>,
) -> Result<Json<Explanation>, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let period = period(&member, asked.period.as_deref())?;
    let edition = desk.office.edition().await.map_err(refuse)?;
    let programme = &edition.programme;
    let seen = programme.tree.find(&unit);
    let seen = seen.is_some_and(|unit| edition.is_seen_by(&member.actor, unit));
    if !seen || programme.schemes.iter().all(|known| known.id != scheme) {
        return Err(refuse(Refusal::NotThere));
    }
    let language = member.visitor.language;
    let which = (Some(scheme.as_str()), period);
    let item = asked.item.as_deref();
    let told = explained(&desk.office, &edition, which, language, &unit, item, None).await;
    let steps = told.map_err(refuse)?.lines.into_iter();
    let steps =
        steps.map(|line| Step { depth: line.depth, text: line.text, item: line.item }).collect();
    Ok(Json(Explanation { entry: edition.seq, as_of: moment(edition.at), steps }))
}
