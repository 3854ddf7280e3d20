//! The composite index worked out, with the intervals of its ranks.

use gangmu_base::{Finding, Period, Place};
use gangmu_domain::index::{ChoiceDef, ChoiceKind, IndexDef};
use gangmu_formula::Reference;
use gangmu_index::uncertainty::choices::Input;
use gangmu_index::uncertainty::draws::{MOST_IN_PAIRS, Simulated, Simulation, simulate};
use gangmu_index::uncertainty::model::Model;
use gangmu_index::{Built, Fault, Frame, Recipe, build};

use super::super::ground::{Ground, after_appeals, cannot_be_carried_back};
use super::super::run::Asked;
use super::drawn_figures::{Drawing, MOST_SETS, drawn_figures, sets_for};
use super::faults::{finding, of_tree};
use super::figures::{Row, by_row, frame, number_of, rows};
use super::recipe::Around;
use crate::define::Prepared;

/// Draws, unless the programme or the command says otherwise.
const DRAWS: u32 = 1_000;

/// The most draws.
pub(super) const MOST_DRAWS: u32 = 1_000_000;

/// How many draws, from which seed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IndexDraws {
    /// How many; as the programme says when `None`, and none for 0.
    pub draws: Option<u32>,
    /// The seed; as the programme says when `None`.
    pub seed: Option<u64>,
    /// For what else than these draws choices are made ready.
    pub also: Also,
}

/// What choices are made ready for, besides draws.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Also {
    /// For nothing: they are only looked through.
    #[default]
    Nothing,
    /// For shares of variance, which take as many sets of figures as there can be.
    Sensitivity,
}

/// An index worked out.
pub struct Indexed<'i> {
    /// The programme made ready.
    pub prepared: &'i Prepared<'i>,
    /// The index as its file says it.
    pub index: &'i IndexDef,
    /// The period it is about.
    pub period: Period,
    /// The rows: units of the period first, then those of other periods.
    pub rows: Vec<Row>,
    /// The figures.
    pub frame: Frame,
    /// The recipe.
    pub recipe: Recipe,
    /// The index, with the way to it.
    pub built: Built,
    /// What could have been otherwise.
    pub inputs: Vec<Input>,
    /// The draws of all that, where any were made.
    pub simulated: Option<Simulated>,
    /// The seed of the draws.
    pub seed: u64,
}

impl Indexed<'_> {
    /// The rows of the period the index is about.
    pub fn current(&self) -> usize {
        self.rows.iter().take_while(|row| row.period == self.period).count()
    }

    /// The class of a row; empty when it has none.
    pub fn class(&self, row: usize) -> &str {
        let unit = self.rows.get(row).and_then(|row| self.prepared.programme.tree.unit(row.unit));
        unit.and_then(|unit| unit.class.as_deref()).unwrap_or_default()
    }

    /// The period of a number, as it is written.
    pub(super) fn period_of(&self, number: i32) -> String {
        let row = self.rows.iter().find(|row| number_of(row.period) == number);
        row.map_or_else(|| number.to_string(), |row| row.period.to_string())
    }

    /// The id of a row's unit.
    pub fn id(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", |row| self.prepared.programme.tree.id(row.unit))
    }
}

/// Works the index of a programme out and hands it over.
///
/// # Errors
/// `G032` when the programme has none; the findings that keep it from being worked out.
pub fn with_index<R>(
    prepared: &Prepared<'_>,
    asked: &Asked,
    draws: IndexDraws,
    then: impl FnOnce(&Indexed<'_>) -> R,
) -> Result<R, Vec<Finding>> {
    let programme = prepared.programme;
    let Some(index) = &programme.index else {
        return Err(vec![Finding::error("G032", Place::file("index.toml"))]);
    };
    let Some(period) = asked.period.or(index.period).or(programme.framework.period) else {
        return Err(vec![Finding::error("S023", index.place.clone()).with("scheme", "index")]);
    };
    if let Some(found) = cannot_be_carried_back(programme, asked, period) {
        return Err(vec![found]);
    }
    let wanted = draws.draws.or(index.draws).unwrap_or(DRAWS);
    if wanted > MOST_DRAWS {
        let asked = draws.draws.map(|_| Place::file("--draws"));
        let place = asked.unwrap_or_else(|| index.place.clone());
        return Err(vec![too_many(wanted, place)]);
    }
    let seed = draws.seed.or(index.seed).unwrap_or(1);
    let (facts, changed) = after_appeals(programme, asked)?;
    let ground = Ground::new(programme, asked, &facts, changed);
    let figures = ground.figures();
    let source = ground.source(prepared, &figures);
    let rows = rows(programme, index, asked, period);
    let fault = |fault: Fault, place: &Place| vec![finding(&fault, place)];
    if rows.iter().all(|row| row.period != period) {
        let what = format!("units of the level `{}` in {period}", index.level);
        return Err(fault(Fault::Empty { what }, &index.place));
    }
    let of = |what: &Reference| by_row(&source, what, &rows);
    let made = frame(prepared, index, &of, &rows).map_err(|f| vec![of_tree(&f, index)])?;
    let choice = |choice: &&ChoiceDef| matches!(choice.kind, ChoiceKind::Figures);
    let figures = match index.choices.iter().find(choice) {
        None => None,
        Some(choice) => {
            let sets = match draws.also {
                Also::Sensitivity => MOST_SETS,
                Also::Nothing => sets_for(wanted),
            };
            let found = drawn_figures(&source, prepared, &rows, &made, Drawing { sets, seed });
            Some(found.map_err(|f| fault(f, &choice.place))?)
        }
    };
    let around = Around { prepared, index, rows: &rows, figures: figures.as_ref() };
    let recipe = around.recipe().map_err(|(f, place)| fault(f, &place))?;
    let built = build(&made, &recipe).map_err(|f| fault(f, &steps_place(index)))?;
    let inputs = around.inputs().map_err(|(f, place)| fault(f, &place))?;
    let simulated = match wanted {
        0 => None,
        draws => {
            let place = index.choices.first().map_or(&index.place, |choice| &choice.place);
            let model = Model::new(&made, &recipe, &inputs).map_err(|f| fault(f, place))?;
            let largest = model.pools().iter().map(Vec::len).max().unwrap_or(0);
            let how = Simulation { draws: draws as usize, seed, pairs: largest <= MOST_IN_PAIRS };
            Some(simulate(&model, &built.ranks, how).map_err(|f| fault(f, place))?)
        }
    };
    Ok(then(&Indexed {
        prepared,
        index,
        period,
        rows,
        frame: made,
        recipe,
        built,
        inputs,
        simulated,
        seed,
    }))
}

/// More draws than are made.
pub(super) fn too_many(wanted: u32, place: Place) -> Finding {
    Finding::error("G033", place).with("value", wanted).with("limit", MOST_DRAWS)
}

/// Where a fault of the figures on their way is told: at the first step.
pub(super) fn steps_place(index: &IndexDef) -> Place {
    index.steps.first().map_or_else(|| index.place.clone(), |step| step.place.clone())
}
