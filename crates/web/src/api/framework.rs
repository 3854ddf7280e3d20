//! What the programme lays down: roles, levels, forms, elements, indicators, schemes, and its versions.

use axum::Json;
use axum::extract::State;
use gangmu_app::authz::{ROLES, Verb};
use gangmu_app::define::list_versions;
use serde::Serialize;
use utoipa::ToSchema;

use super::Text;
use crate::answer::Answer;
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Serialize, ToSchema)]
pub(crate) struct Role {
    /// Its id.
    id: &'static str,
    /// What it allows.
    verbs: Vec<&'static str>,
    /// Whether it is granted at the top of the tree only.
    at_top: bool,
    /// Roles that must not be held beside it over the same unit.
    apart_from: Vec<&'static str>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Roles {
    roles: Vec<Role>,
}

/// The roles, and what each allows.
#[utoipa::path(get, path = "/roles", tag = "programme", responses((status = 200, body = Roles)))]
pub(crate) async fn roles(_member: Member) -> Json<Roles> {
    let roles = ROLES.iter().map(|role| Role {
        id: role.id,
        verbs: role.verbs.iter().copied().map(Verb::word).collect(),
        at_top: role.at_top,
        apart_from: role.apart_from.to_vec(),
    });
    Json(Roles { roles: roles.collect() })
}

#[derive(Serialize, ToSchema)]
struct Level {
    /// Its id.
    id: String,
    name: Text,
}

#[derive(Serialize, ToSchema)]
struct Element {
    /// Its id.
    id: String,
    name: Text,
    /// Unit of measure.
    unit: String,
    /// What exactly is meant.
    definition: Text,
}

#[derive(Serialize, ToSchema)]
struct DataSet {
    /// Its id.
    id: String,
    name: Text,
    /// The body that issued it.
    issued_by: Option<String>,
    /// The level that fills it in.
    level: String,
    /// `annual`, `half-yearly`, `quarterly`, `monthly`, `weekly`, `once`.
    frequency: String,
    /// The elements it asks, by id.
    elements: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct Indicator {
    /// Its id.
    id: String,
    name: Text,
    /// Unit of measure.
    unit: String,
    /// How it is made; none where it is judged by checklist, ratings or grades.
    formula: Option<String>,
    /// Where it hangs in the framework tree.
    node: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Scheme {
    /// Its id.
    id: String,
    title: Text,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Framework {
    title: Text,
    /// The version it is of.
    version: i64,
    /// Its hash.
    sha256: String,
    /// From the top.
    levels: Vec<Level>,
    elements: Vec<Element>,
    datasets: Vec<DataSet>,
    indicators: Vec<Indicator>,
    schemes: Vec<Scheme>,
}

/// What the newest version of the programme lays down.
#[utoipa::path(get, path = "/framework", tag = "programme",
    responses((status = 200, body = Framework)))]
pub(crate) async fn framework(
    State(desk): State<Desk>,
    member: Member,
) -> Result<Json<Framework>, Answer> {
    let edition = desk.office.structure().await.map_err(|refusal| member.refuse(refusal))?;
    let framework = &edition.programme.framework;
    let level = framework.levels.iter().map(|l| Level { id: l.id.clone(), name: (&l.name).into() });
    let elements = edition.programme.asked.iter().map(|element| Element {
        id: element.id.clone(),
        name: (&element.name).into(),
        unit: element.unit.clone(),
        definition: (&element.definition).into(),
    });
    let datasets = framework.datasets.iter().map(|dataset| DataSet {
        id: dataset.id.clone(),
        name: (&dataset.name).into(),
        issued_by: dataset.issued_by.clone(),
        level: dataset.level.clone(),
        frequency: dataset.frequency.clone(),
        elements: dataset.elements.clone(),
    });
    let indicators = framework.indicators.iter().map(|indicator| Indicator {
        id: indicator.id.clone(),
        name: (&indicator.name).into(),
        unit: indicator.unit.clone(),
        formula: indicator.formula.as_ref().map(|formula| formula.text.to_string()),
        node: indicator.node.clone(),
    });
    let schemes = edition.programme.schemes.iter();
    let schemes = schemes.map(|s| Scheme { id: s.id.clone(), title: (&s.title).into() });
    Ok(Json(Framework {
        title: (&framework.title).into(),
        version: edition.version.number,
        sha256: edition.version.sha256.clone(),
        levels: level.collect(),
        elements: elements.collect(),
        datasets: datasets.collect(),
        indicators: indicators.collect(),
        schemes: schemes.collect(),
    }))
}

#[derive(Serialize, ToSchema)]
struct Version {
    /// Its number.
    number: i64,
    /// The hash of its files.
    sha256: String,
    /// The entry of the log by which it came.
    entry: i64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Versions {
    /// Newest first.
    versions: Vec<Version>,
}

/// The versions of the programme.
#[utoipa::path(get, path = "/versions", tag = "programme",
    responses((status = 200, body = Versions)))]
pub(crate) async fn versions(
    State(desk): State<Desk>,
    member: Member,
) -> Result<Json<Versions>, Answer> {
    let found = list_versions(&desk.office).await.map_err(|refusal| member.refuse(refusal))?;
    let versions = found.into_iter().map(|version| Version {
        number: version.number,
        sha256: version.sha256,
        entry: version.entry,
    });
    Ok(Json(Versions { versions: versions.collect() }))
}
