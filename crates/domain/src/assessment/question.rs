//! What is put to a scheme.

use gangmu_base::calendar::WorkingDays;
use gangmu_base::facts::Facts;
use gangmu_base::{Period, Reporter, Tree};
use gangmu_formula::Source;

use super::compile::CompiledScheme;

/// What is put to a scheme: about whom, for which period, from which facts.
#[derive(Clone)]
pub struct Question<'q> {
    /// The scheme, made ready.
    pub scheme: &'q CompiledScheme<'q>,
    /// The period assessed.
    pub period: Period,
    /// Who is assessed.
    pub subjects: Vec<Reporter>,
    /// The units and bodies.
    pub tree: &'q Tree,
    /// Where figures come from.
    pub source: &'q dyn Source,
    /// The facts behind it: events for deductions and vetoes, history for streaks.
    pub facts: &'q Facts,
    /// Days on which the programme works.
    pub working_days: &'q WorkingDays,
}
