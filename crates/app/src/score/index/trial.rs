//! An index tried out before there are figures: what is wrong with it whatever they will be.

use gangmu_base::{Finding, Reporter};
use gangmu_domain::index::{ChoiceKind, IndexDef};
use gangmu_formula::Reference;
use gangmu_index::uncertainty::model::Model;
use gangmu_index::{Fault, build};

use super::super::run::Asked;
use super::faults::{finding, of_tree};
use super::figures::{Row, frame, rows};
use super::recipe::Around;
use super::run::{Indexed, MOST_DRAWS, steps_place, too_many};
use crate::define::Prepared;

/// So many units of a period are tried.
const ENOUGH: usize = 12;

/// What keeps an index from being worked out whatever the figures are. Figures that are all there,
/// all different and all plausible stand in for those that may still be missing.
pub(crate) fn try_index(prepared: &Prepared<'_>, index: &IndexDef) -> Vec<Finding> {
    let programme = prepared.programme;
    let mut found: Vec<Finding> = Vec::new();
    if let Some(draws) = index.draws.filter(|draws| *draws > MOST_DRAWS) {
        found.push(too_many(draws, index.place.clone()));
    }
    for line in &index.indicators {
        if prepared.catalogue.find(&line.id).is_some_and(|(_, own)| own.formula.is_none()) {
            found.push(Finding::error("C010", line.place.clone()).with("indicator", &line.id));
        }
    }
    let Some(period) = index.period.or(programme.framework.period) else {
        found.push(Finding::error("S023", index.place.clone()).with("scheme", "index"));
        return found;
    };
    let mut tried = rows(programme, index, &Asked::default(), period);
    if tried.iter().filter(|row| row.period == period).count() < 2 {
        // There are no units yet: any will do, for what is wrong with all of them.
        let all = (0..programme.tree.units().len().max(2)).map(|unit| Reporter(unit as u32));
        tried = all.map(|unit| Row { unit, period }).collect();
    }
    // What is wrong whatever the figures are is wrong of a few units as well as of thousands.
    let named = named(prepared, index);
    let mut places = std::collections::BTreeMap::new();
    tried.retain(|row| {
        let place: &mut usize = places.entry(row.period).or_default();
        *place += 1;
        *place <= ENOUGH || named.contains(&row.unit)
    });
    if let Err(fault) = try_rows(prepared, index, &tried) {
        // What stands in for figures can be too little for a method, which says nothing of theirs.
        found.extend(Some(fault).filter(|fault| !about_figures(fault.code)));
    }
    found
}

/// The units that settings name.
fn named(prepared: &Prepared<'_>, index: &IndexDef) -> Vec<Reporter> {
    let options = index.choices.iter().flat_map(|choice| match &choice.kind {
        ChoiceKind::Step(options) => options.as_slice(),
        _ => &[],
    });
    let steps = index.steps.iter().chain(options);
    let methods = steps.flat_map(|step| {
        std::iter::once(&step.method).chain(step.only.iter().map(|(_, method)| method))
    });
    let tree = &prepared.programme.tree;
    methods.filter_map(|method| tree.find(method.word("unit")?)).collect()
}

/// Whether a fault can go away when figures come in.
fn about_figures(code: &str) -> bool {
    matches!(code, "I001" | "I004" | "I005" | "I010" | "I011")
}

fn try_rows(prepared: &Prepared<'_>, index: &IndexDef, rows: &[Row]) -> Result<(), Finding> {
    let of = |what: &Reference| stand_in(prepared, what, rows.len());
    let made = frame(prepared, index, &of, rows).map_err(|fault| of_tree(&fault, index))?;
    let around = Around { prepared, index, rows, figures: None };
    let at = |(fault, place): (Fault, gangmu_base::Place)| finding(&fault, &place);
    let recipe = around.recipe().map_err(at)?;
    build(&made, &recipe).map_err(|fault| finding(&fault, &steps_place(index)))?;
    let inputs = around.inputs().map_err(at)?;
    let place = index.choices.first().map_or(&index.place, |choice| &choice.place);
    Model::new(&made, &recipe, &inputs).map_err(|fault| finding(&fault, place)).map(|_| ())
}

/// A plausible figure for each row: between the worst and the best of an indicator, where it has
/// them.
fn stand_in(prepared: &Prepared<'_>, what: &Reference, rows: usize) -> Vec<Option<f64>> {
    let own = match what {
        Reference::Indicator(id) => prepared.catalogue.find(id).map(|(_, own)| own),
        _ => None,
    };
    let ends =
        own.and_then(|own| Some((own.worst.as_ref()?.to_f64(), own.best.as_ref()?.to_f64())));
    let (from, to) = ends.filter(|(from, to)| from != to).unwrap_or((0.0, (rows + 1) as f64));
    let figure = |row: usize| from + (to - from) * (row + 1) as f64 / (rows + 1) as f64;
    (0..rows).map(|row| Some(figure(row))).collect()
}

/// What keeps the choices of an index that was worked out from being drawn.
pub(crate) fn check_choices(indexed: &Indexed<'_>) -> Option<Finding> {
    let index = indexed.index;
    let place = index.choices.first().map_or(&index.place, |choice| &choice.place);
    let model = Model::new(&indexed.frame, &indexed.recipe, &indexed.inputs);
    model.err().map(|fault| finding(&fault, place))
}
