//! A scheme scored again and again on facts of which some are others each time: only what may be
//! another is worked out anew.

use gangmu_formula::Source;

use super::compile::CompiledScheme;
use super::items::{Raw, may_spread};
use super::outcome::Outcome;
use super::question::Question;
use super::score::{Before, Laid, work_out};

/// A scheme that was scored, to be scored again.
pub struct Again<'q> {
    question: Question<'q>,
    laid: Laid,
    raw: Vec<Raw>,
    outcome: Outcome,
}

impl<'q> Again<'q> {
    /// Scores it for the first time, on the source of the question.
    pub fn new(question: Question<'q>) -> Again<'q> {
        let laid = Laid::out(&question);
        let (raw, outcome) = work_out(&question, &laid, None);
        Again { question, laid, raw, outcome }
    }

    /// What came of the first time.
    pub fn first(&self) -> &Outcome {
        &self.outcome
    }

    /// The scheme.
    pub(super) fn scheme(&self) -> &CompiledScheme<'q> {
        self.question.scheme
    }

    /// The class in which a subject is compared.
    pub(super) fn class_of(&self, subject: usize) -> u32 {
        self.laid.compared.class().get(subject).copied().unwrap_or_default()
    }

    /// Whether all subjects are compared with each other.
    pub(super) fn is_one_class(&self) -> bool {
        self.laid.compared.classes() <= 1
    }

    /// What comes of it on other facts. `touched` says of each item whether its rule looks at any
    /// fact that is another; facts besides those of the source, such as events, are the same.
    ///
    /// It runs on the thread that asks, so that many can be asked for at once. Of results, what no
    /// place depends on is left out: events listed, awards, passes.
    pub fn outcome(&self, source: &dyn Source, touched: &[bool]) -> Outcome {
        let spread = may_spread(self.question.scheme.scheme);
        let before = Before { raw: &self.raw, outcome: &self.outcome, touched, spread };
        let question = Question { source, ..self.question.clone() };
        work_out(&question, &self.laid, Some(&before)).1
    }
}
