//! What the units below have submitted, added up, for programs of the tier above.

use axum::Json;
use axum::extract::State;
use gangmu_app::collect::{ELEMENTS, FiguresQuery, RowOfFigures, UNITS, figures_below};
use gangmu_base::Tree;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::moment;
use crate::answer::Answer;
use crate::sent::{Asked, At, period};
use crate::serve::Desk;
use crate::visitor::Member;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichFigures {
    /// Of this data set; the first one where it is left out.
    dataset: Option<String>,
    /// For this period; the last one of which anything was reported where it is left out.
    period: Option<String>,
    /// So many units are left out.
    #[serde(default)]
    #[param(maximum = 1000000)]
    after: u32,
    /// So many elements are left out.
    #[serde(default)]
    #[param(maximum = 1000000)]
    after_elements: u32,
}

#[derive(Serialize, ToSchema)]
struct SubmittedFigure {
    /// The element, by id.
    element: String,
    /// A decimal text; empty where there is none.
    value: String,
    /// What is known of it.
    status: &'static str,
}

#[derive(Serialize, ToSchema)]
struct UnitFigures {
    /// The unit, by id.
    unit: String,
    figures: Vec<SubmittedFigure>,
    /// How many of its returns, and of all below it, are open.
    open: i64,
    /// How many wait for a review.
    submitted: i64,
    /// How many are back for correction.
    returned: i64,
    /// How many are accepted.
    accepted: i64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FiguresBelow {
    /// The data set.
    dataset: String,
    /// The period.
    period: String,
    /// All that was on record by this moment is in it.
    as_of: String,
    /// The unit itself.
    own: UnitFigures,
    /// Those below it, in the order of their ids.
    below: Vec<UnitFigures>,
    /// What to ask for as `after` for the units that follow; none where there are none.
    next: Option<usize>,
    /// What to ask for as `after_elements` for the elements that follow; none where there are none.
    next_elements: Option<usize>,
}

/// The figures of a unit and of those below it, whatever the state of their review, with how far their
/// returns are.
#[utoipa::path(get, path = "/units/{unit}/figures", tag = "returns", operation_id = "figures_below",
    params(("unit" = String, Path, description = "Id of the unit"), WhichFigures),
    responses((status = 200, body = FiguresBelow)))]
pub(crate) async fn below(
    State(desk): State<Desk>,
    member: Member,
    At(unit): At<String>,
    Asked(asked): Asked<WhichFigures>,
) -> Result<Json<FiguresBelow>, Answer> {
    let (after, after_elements) = (asked.after as usize, asked.after_elements as usize);
    let query = FiguresQuery {
        unit,
        dataset: asked.dataset.unwrap_or_default(),
        period: period(&member, asked.period.as_deref())?,
        after,
        after_elements,
    };
    let found = figures_below(&desk.office, &member.actor, &query).await;
    let found = found.map_err(|refusal| member.refuse(refusal))?;
    let tree = &found.edition.programme.tree;
    let ids: Vec<&str> =
        found.elements.iter().map(|element| found.element(*element).id.as_str()).collect();
    Ok(Json(FiguresBelow {
        dataset: found.definition().id.clone(),
        period: found.period.to_string(),
        as_of: moment(found.edition.at),
        own: row(tree, &ids, &found.own),
        below: found.below.iter().map(|below| row(tree, &ids, below)).collect(),
        next: (after + UNITS < found.all_below).then_some(after + UNITS),
        next_elements: (after_elements + ELEMENTS < found.all_elements)
            .then_some(after_elements + ELEMENTS),
    }))
}

fn row(tree: &Tree, ids: &[&str], row: &RowOfFigures) -> UnitFigures {
    let figures = ids.iter().zip(&row.figures).map(|(id, (value, status))| SubmittedFigure {
        element: (*id).to_owned(),
        value: value.clone(),
        status: status.word(),
    });
    UnitFigures {
        unit: tree.id(row.reporter).to_owned(),
        figures: figures.collect(),
        open: row.progress.open,
        submitted: row.progress.submitted,
        returned: row.progress.returned,
        accepted: row.progress.accepted,
    }
}
