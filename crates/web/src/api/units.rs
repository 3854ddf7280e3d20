//! Units in sight: the tree of today, and the search for one.

use axum::Json;
use axum::extract::State;
use gangmu_app::Refusal;
use gangmu_app::define::{day_of, find_units};
use gangmu_app::office::Edition;
use gangmu_base::Reporter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Text;
use crate::answer::Answer;
use crate::limits::PAGE;
use crate::sent::{Asked, At};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
pub(crate) struct Unit {
    /// Its id.
    id: String,
    name: Text,
    /// Its level, by id.
    level: String,
    /// Its class, where it has one.
    class: Option<String>,
    /// The unit above it today, by id; none at the top.
    parent: Option<String>,
}

fn shown(edition: &Edition, unit: Reporter, day: jiff::civil::Date) -> Unit {
    let tree = &edition.programme.tree;
    let of = tree.unit(unit);
    let level = of.and_then(|of| edition.programme.framework.levels.get(of.level as usize));
    Unit {
        id: tree.id(unit).to_owned(),
        name: (&tree.name_on(unit, day)).into(),
        level: level.map(|level| level.id.clone()).unwrap_or_default(),
        class: of.and_then(|of| of.class.clone()),
        parent: tree.parent(unit, day).map(|above| tree.id(above).to_owned()),
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sought {
    /// A part of the id or the name; any where it is left out.
    q: Option<String>,
    /// After this id.
    after: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Units {
    /// In the order of their ids.
    units: Vec<Unit>,
    /// What to ask for as `after` for those that follow; none where there are none.
    next: Option<String>,
}

/// The units of today that one may see.
#[utoipa::path(get, path = "/units", tag = "programme", operation_id = "list_units",
    params(Sought), responses((status = 200, body = Units)))]
pub(crate) async fn list(
    State(desk): State<Desk>,
    member: Member,
    Asked(sought): Asked<Sought>,
) -> Result<Json<Units>, Answer> {
    let edition = desk.office.structure().await.map_err(|refusal| member.refuse(refusal))?;
    let day = day_of(desk.office.now(), edition.programme.framework.zone_seconds);
    let (q, after) = (sought.q.unwrap_or_default(), sought.after.unwrap_or_default());
    let most = PAGE as usize;
    let found = find_units(&edition, &member.actor, (&q, &after), day, most + 1);
    let units: Vec<Unit> =
        found.iter().take(most).map(|unit| shown(&edition, *unit, day)).collect();
    let next = (found.len() > most).then(|| units.last().map(|unit| unit.id.clone())).flatten();
    Ok(Json(Units { units, next }))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct UnitWithBelow {
    #[serde(flatten)]
    unit: Unit,
    /// The units right below it today, by id.
    below: Vec<String>,
}

/// A unit.
#[utoipa::path(get, path = "/units/{unit}", tag = "programme", operation_id = "unit",
    params(("unit" = String, Path, description = "Id of the unit")),
    responses((status = 200, body = UnitWithBelow)))]
pub(crate) async fn one(
    State(desk): State<Desk>,
    member: Member,
    At(id): At<String>,
) -> Result<Json<UnitWithBelow>, Answer> {
    let edition = desk.office.structure().await.map_err(|refusal| member.refuse(refusal))?;
    let tree = &edition.programme.tree;
    let found = tree.find(&id).filter(|unit| tree.unit(*unit).is_some());
    let found = found.filter(|unit| edition.is_seen_by(&member.actor, *unit));
    let unit = found.ok_or_else(|| member.refuse(Refusal::NotThere))?;
    let day = day_of(desk.office.now(), edition.programme.framework.zone_seconds);
    let mut below: Vec<String> =
        tree.children_on(unit, day).into_iter().map(|unit| tree.id(unit).to_owned()).collect();
    below.sort_unstable();
    Ok(Json(UnitWithBelow { unit: shown(&edition, unit, day), below }))
}
