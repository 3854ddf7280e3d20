//! The recipe of `index.toml`, as the index engine takes it.

use gangmu_base::Reporter;
use gangmu_domain::index::{ChoiceDef, ChoiceKind, IndexDef, MethodDef, StepDef};
use gangmu_index::aggregate::{Enough, Mean};
use gangmu_index::frame::Over;
use gangmu_index::recipe::{Aggregate, Step};
use gangmu_index::steps::denominate::{Denominate, Divisor};
use gangmu_index::steps::impute::{self, Impute};
use gangmu_index::steps::normalise::Normalise;
use gangmu_index::steps::normalise_methods::{Method, Reference};
use gangmu_index::steps::screen::Screen;
use gangmu_index::steps::treat::{Treat, Treatment};
use gangmu_index::steps::treat_curves::Transform;
use gangmu_index::uncertainty::choices::{Choice, Input};
use gangmu_index::uncertainty::figure_sets::FigureSets;
use gangmu_index::{Fault, Recipe};

use super::figures::{Row, number_of};
use crate::define::Prepared;

/// What a recipe may refer to.
pub(super) struct Around<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) index: &'a IndexDef,
    pub(super) rows: &'a [Row],
    /// Figures as chance could have had them; nothing is drawn of figures where there are none.
    pub(super) figures: Option<&'a FigureSets>,
}

/// A fault, and the place of the step it is in.
pub(super) type Misfit = (Fault, gangmu_base::Place);

impl Around<'_> {
    /// The recipe as it is written.
    pub(super) fn recipe(&self) -> Result<Recipe, Misfit> {
        let steps = self.index.steps.iter().map(|step| self.step(step));
        let parts = self.index.parts.iter();
        let own = parts.filter_map(|part| Some((part.id.clone(), mean(part.mean.as_ref()?))));
        let weight = self.index.min_share.as_ref().map_or(0.0, gangmu_num::Ratio::to_f64);
        let aggregate = Aggregate {
            means: self.index.means.iter().map(mean).collect(),
            parts: own.collect(),
            enough: Enough { weight, count: 0.0 },
        };
        Ok(Recipe { steps: steps.collect::<Result<_, Misfit>>()?, aggregate })
    }

    /// What could have been done otherwise. Where nothing is said, each weight may be off by a
    /// quarter.
    pub(super) fn inputs(&self) -> Result<Vec<Input>, Misfit> {
        if self.index.choices.is_empty() {
            let choice = Choice::Weights { share: 0.25, levels: Vec::new() };
            return Ok(vec![Input { name: "weights".to_owned(), choice }]);
        }
        let figures = |choice: &&ChoiceDef| matches!(choice.kind, ChoiceKind::Figures);
        if let Some(second) = self.index.choices.iter().filter(figures).nth(1) {
            let what = "Figures are drawn anew by two choices".to_owned();
            return Err((Fault::Recipe { what }, second.place.clone()));
        }
        let input = |choice: &ChoiceDef| {
            let found = self.choice(&choice.kind).transpose()?;
            Some(found.map(|found| Input { name: choice.id.clone(), choice: found }))
        };
        self.index.choices.iter().filter_map(input).collect()
    }

    fn choice(&self, kind: &ChoiceKind) -> Result<Option<Choice>, Misfit> {
        let at = |kind: &str| self.index.steps.iter().position(|step| step.kind == kind);
        Ok(Some(match kind {
            ChoiceKind::Step(options) => {
                let kind = options.first().map_or("", |step| step.kind.as_str());
                let options = options.iter().map(|step| self.step(step).map(Some));
                let options = options.collect::<Result<_, Misfit>>()?;
                Choice::Step { at: at(kind).unwrap_or(usize::MAX), options }
            }
            ChoiceKind::StepOrNone(kind) => {
                let step = self.index.step(kind).map(|step| self.step(step)).transpose()?;
                let at = at(kind).unwrap_or(usize::MAX);
                Choice::Step { at, options: vec![step, None] }
            }
            ChoiceKind::Means(lists) => {
                Choice::Means(lists.iter().map(|list| list.iter().map(mean).collect()).collect())
            }
            ChoiceKind::Weights(share, levels) => {
                let levels = levels.iter().map(|level| *level as usize).collect();
                Choice::Weights { share: share.to_f64(), levels }
            }
            ChoiceKind::LeaveOut(names) => Choice::LeaveOut(names.clone()),
            ChoiceKind::Figures => return Ok(self.figures.cloned().map(Choice::FigureSets)),
        }))
    }

    fn step(&self, step: &StepDef) -> Result<Step, Misfit> {
        let method = &step.method;
        let over = self.over(method)?;
        let only = step.only.iter();
        Ok(match step.kind.as_str() {
            "screen" => Step::Screen(Screen {
                min_share: figure(method, "min_share", 0.0),
                min_non_zero: figure(method, "min_non_zero", 0.0),
                keep: self.rows_of(method, "keep"),
                drop: self.rows_of(method, "drop"),
            }),
            "denominate" => {
                let denominator = method.word("by").unwrap_or_default().to_owned();
                let scale = figure(method, "per", 1.0);
                let divisor = Divisor { denominator, scale };
                let names = method.words("indicators").iter();
                let by = names.map(|name| (name.clone(), divisor.clone())).collect();
                Step::Denominate(Denominate { by })
            }
            "impute" => Step::Impute(Impute {
                method: imputing(method),
                indicators: only.map(|(name, own)| (name.clone(), imputing(own))).collect(),
                over,
            }),
            "treat" => {
                let unsaid = Treat::default();
                Step::Treat(Treat {
                    treatment: treatment(method),
                    indicators: only.map(|(name, own)| (name.clone(), treatment(own))).collect(),
                    skewness: figure(method, "skewness", unsaid.skewness),
                    kurtosis: figure(method, "kurtosis", unsaid.kurtosis),
                    over,
                })
            }
            _ => self.normalise(step, over)?,
        })
    }

    /// Where goalposts are not given they are the plausible worst and best values of the indicator.
    fn normalise(&self, step: &StepDef, over: Over) -> Result<Step, Misfit> {
        let mut indicators = std::collections::BTreeMap::new();
        if step.method.name == "goalposts" && step.method.number("from").is_none() {
            for line in &self.index.indicators {
                indicators.insert(line.id.clone(), self.method(&step.method, Some(&line.id))?);
            }
        }
        for (name, own) in &step.only {
            indicators.insert(name.clone(), self.method(own, Some(name))?);
        }
        let default = match indicators.len() == self.index.indicators.len() {
            // Every indicator has its own.
            true => Method::default(),
            false => self.method(&step.method, None)?,
        };
        Ok(Step::Normalise(Normalise { method: default, indicators, over }))
    }

    fn method(&self, method: &MethodDef, indicator: Option<&str>) -> Result<Method, Misfit> {
        let number = |key: &str, unsaid: f64| figure(method, key, unsaid);
        let (low, high) = (number("low", 0.0), number("high", 100.0));
        Ok(match method.name.as_str() {
            "goalposts" => {
                let (from, to) = self.goalposts(method, indicator)?;
                let (clip, log) = (method.flag("clip", true), method.flag("log", false));
                Method::Goalposts { from, to, low, high, clip, log }
            }
            "z_score" => Method::ZScore { mean: number("mean", 0.0), sd: number("sd", 1.0) },
            "rank" => Method::Rank,
            "borda" => Method::Borda,
            "percentile" => Method::Percentile,
            "distance_to_target" => Method::DistanceToTarget {
                target: self.needed(method, "target")?,
                clip: method.flag("clip", false),
            },
            "distance_to_unit" => Method::DistanceToRow {
                row: self.row_of(method, "unit")?,
                clip: method.flag("clip", false),
            },
            "distance_to_best" => Method::DistanceToBest,
            "ratio" => Method::Ratio { to: self.reference(method)? },
            "difference" => Method::Difference { to: self.reference(method)? },
            "above_below_mean" => Method::AboveBelowMean { margin: number("margin", 0.2) },
            _ => Method::MinMax { low, high },
        })
    }

    fn goalposts(&self, method: &MethodDef, of: Option<&str>) -> Result<(f64, f64), Misfit> {
        if let Some((from, to)) = method.number("from").zip(method.number("to")) {
            return Ok((from.to_f64(), to.to_f64()));
        }
        let indicator = of.and_then(|id| self.prepared.catalogue.find(id)).map(|found| found.1);
        let posts = indicator.and_then(|i| Some((i.worst.as_ref()?, i.best.as_ref()?)));
        let Some((worst, best)) = posts else {
            let what = format!("Goalposts of `{}` are not given", of.unwrap_or("an indicator"));
            return Err((Fault::Recipe { what }, method.place.clone()));
        };
        Ok((worst.min(best).to_f64(), worst.max(best).to_f64()))
    }

    fn reference(&self, method: &MethodDef) -> Result<Reference, Misfit> {
        Ok(match method.word("reference") {
            Some("best") => Reference::Best,
            Some("worst") => Reference::Worst,
            Some("figure") => Reference::Figure(self.needed(method, "figure")?),
            _ => Reference::Mean,
        })
    }

    fn needed(&self, method: &MethodDef, key: &str) -> Result<f64, Misfit> {
        let none = || {
            let what = format!("The method `{}` needs the setting `{key}`", method.name);
            (Fault::Recipe { what }, method.place.clone())
        };
        method.number(key).map(gangmu_num::Ratio::to_f64).ok_or_else(none)
    }

    fn over(&self, method: &MethodDef) -> Result<Over, Misfit> {
        match method.word("over") {
            Some("all") => Ok(Over::All),
            Some("base") => {
                let period = method.word("base_period").and_then(gangmu_base::Period::parse);
                let what = "`base_period` names no period, such as 2023".to_owned();
                let none = || (Fault::Recipe { what }, method.place.clone());
                period.map(|period| Over::Base(number_of(period))).ok_or_else(none)
            }
            _ => Ok(Over::Period),
        }
    }

    /// The rows of the units that a setting names.
    fn rows_of(&self, method: &MethodDef, key: &str) -> Vec<usize> {
        let tree = &self.prepared.programme.tree;
        let units: Vec<Reporter> =
            method.words(key).iter().filter_map(|id| tree.find(id)).collect();
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| units.contains(&row.unit)).map(|(place, _)| place).collect()
    }

    /// The first row of the unit that a setting names.
    fn row_of(&self, method: &MethodDef, key: &str) -> Result<usize, Misfit> {
        let unit = method.word(key).and_then(|id| self.prepared.programme.tree.find(id));
        let what = format!("`{key}` names no unit of the index");
        let none = || (Fault::Recipe { what }, method.place.clone());
        let row = unit.and_then(|unit| self.rows.iter().position(|row| row.unit == unit));
        row.ok_or_else(none)
    }
}

fn figure(method: &MethodDef, key: &str, unsaid: f64) -> f64 {
    method.number(key).map_or(unsaid, gangmu_num::Ratio::to_f64)
}

fn whole(method: &MethodDef, key: &str, unsaid: f64) -> usize {
    figure(method, key, unsaid).clamp(0.0, 1e9) as usize
}

fn mean(method: &MethodDef) -> Mean {
    match method.name.as_str() {
        "geometric" => Mean::Geometric,
        "harmonic" => Mean::Harmonic,
        "minimum" => Mean::Minimum,
        "maximum" => Mean::Maximum,
        "median" => Mean::Median,
        "power" => Mean::Power(figure(method, "exponent", 1.0)),
        _ => Mean::Arithmetic,
    }
}

fn imputing(method: &MethodDef) -> impute::Method {
    let class = || "class".to_owned();
    match method.name.as_str() {
        "mean" => impute::Method::Mean,
        "median" => impute::Method::Median,
        "class_mean" => impute::Method::GroupMean(class()),
        "class_median" => impute::Method::GroupMedian(class()),
        "latest" => impute::Method::Latest(whole(method, "max_age", 0.0) as u32),
        "linear" => impute::Method::Linear,
        "constant" => impute::Method::Constant,
        _ => impute::Method::None,
    }
}

fn treatment(method: &MethodDef) -> Treatment {
    let unsaid = Treat::default().treatment;
    let then = match method.word("then") {
        None => unsaid.then,
        Some("log") => Some(Transform::Log),
        Some("log_one") => Some(Transform::LogOne),
        Some("log_either") => Some(Transform::LogEither),
        Some("box_cox") => Some(Transform::BoxCox(figure(method, "lambda", 0.0))),
        Some("box_cox_fitted") => Some(Transform::BoxCoxFitted),
        Some(_) => None,
    };
    Treatment {
        winsorise: whole(method, "winsorise", unsaid.winsorise as f64),
        then,
        combine: method.flag("combine", false),
        always: method.flag("always", false),
    }
}
