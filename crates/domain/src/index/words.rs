//! The words of a composite index.

use std::collections::BTreeMap;

use gangmu_base::units::Named;
use gangmu_base::{Period, Place};
use gangmu_num::Ratio;

/// A composite index.
#[derive(Debug, Clone)]
pub struct IndexDef {
    /// Its name; may be empty.
    pub title: Named,
    /// The level of its units.
    pub level: String,
    /// The period it is about; the programme's when `None`.
    pub period: Option<Period>,
    /// Other periods whose figures take part: those before, mostly.
    pub periods: Vec<Period>,
    /// Whether units are ranked within their class, and not among all.
    pub within_class: bool,
    /// Its parts: the one without a parent is the index itself.
    pub parts: Vec<IndexPart>,
    /// Its indicators.
    pub indicators: Vec<IndexIndicator>,
    /// The steps, in their order.
    pub steps: Vec<StepDef>,
    /// The mean for each level of parts, from the lowest up.
    pub means: Vec<MethodDef>,
    /// The least share of weight that must be there below a part.
    pub min_share: Option<Ratio>,
    /// What could have been done otherwise.
    pub choices: Vec<ChoiceDef>,
    /// How many draws, unless another number is asked for.
    pub draws: Option<u32>,
    /// The seed of the draws, unless another one is asked for.
    pub seed: Option<u64>,
    /// Where it stands.
    pub place: Place,
}

/// A part of an index.
#[derive(Debug, Clone)]
pub struct IndexPart {
    /// Its id.
    pub id: String,
    /// Its name; may be empty.
    pub name: Named,
    /// The part above; none for the index itself.
    pub parent: Option<String>,
    /// Its weight beside the others of the part above.
    pub weight: Ratio,
    /// Its own mean, where it has another than its level.
    pub mean: Option<MethodDef>,
    /// Where it stands.
    pub place: Place,
}

/// An indicator of the programme that takes part in an index.
#[derive(Debug, Clone)]
pub struct IndexIndicator {
    /// The id of the indicator.
    pub id: String,
    /// The part it belongs to.
    pub part: String,
    /// Its weight beside the others of the part.
    pub weight: Ratio,
    /// Where it stands.
    pub place: Place,
}

/// A step on the way from raw figures to comparable ones.
#[derive(Debug, Clone)]
pub struct StepDef {
    /// What is done: `screen`, `denominate`, `impute`, `treat`, `normalise`.
    pub kind: String,
    /// How, for indicators that are not named below.
    pub method: MethodDef,
    /// How, by indicator.
    pub only: Vec<(String, MethodDef)>,
    /// Where it stands.
    pub place: Place,
}

/// A method with its settings.
#[derive(Debug, Clone)]
pub struct MethodDef {
    /// Its name; empty for what has one method only.
    pub name: String,
    /// Its settings, by key.
    pub settings: BTreeMap<String, Setting>,
    /// Where it stands.
    pub place: Place,
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// A figure.
    Number(Ratio),
    /// A word, such as the id of a unit.
    Word(String),
    /// Yes or no.
    Flag(bool),
    /// Several words.
    Words(Vec<String>),
}

/// Something that could have been done otherwise.
#[derive(Debug, Clone)]
pub struct ChoiceDef {
    /// Its id.
    pub id: String,
    /// What could have been otherwise.
    pub kind: ChoiceKind,
    /// Where it stands.
    pub place: Place,
}

/// What could have been otherwise.
#[derive(Debug, Clone)]
pub enum ChoiceKind {
    /// One of these in place of the step of the same kind.
    Step(Vec<StepDef>),
    /// The step of this kind, or no such step.
    StepOrNone(String),
    /// One of these lists of means.
    Means(Vec<Vec<MethodDef>>),
    /// Each weight off by up to this share of it, at these levels (of all when there are none).
    Weights(Ratio, Vec<u32>),
    /// One of these parts or indicators left out, or none.
    LeaveOut(Vec<String>),
    /// Figures as chance could have had them: shares of counts and answers of surveys drawn anew.
    Figures,
}

impl IndexDef {
    /// The step of a kind.
    pub fn step(&self, kind: &str) -> Option<&StepDef> {
        self.steps.iter().find(|step| step.kind == kind)
    }
}

impl MethodDef {
    /// A figure among the settings.
    pub fn number(&self, key: &str) -> Option<&Ratio> {
        match self.settings.get(key) {
            Some(Setting::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// A word among the settings.
    pub fn word(&self, key: &str) -> Option<&str> {
        match self.settings.get(key) {
            Some(Setting::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Whether a setting says yes; `unsaid` where nothing is said.
    pub fn flag(&self, key: &str, unsaid: bool) -> bool {
        match self.settings.get(key) {
            Some(Setting::Flag(flag)) => *flag,
            _ => unsaid,
        }
    }

    /// The words of a setting.
    pub fn words(&self, key: &str) -> &[String] {
        match self.settings.get(key) {
            Some(Setting::Words(words)) => words,
            _ => &[],
        }
    }
}
