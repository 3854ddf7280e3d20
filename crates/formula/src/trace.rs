//! How a figure of one subject came about: every step of a formula with what it gave.

use gangmu_base::{Period, Status};

use crate::check::Checked;
use crate::column::{Column, Subjects};
use crate::evaluate::{Source, Work, laid_out, moved};
use crate::syntax::{BinaryOp, Population};
use crate::typed::{Node, NodeKind, Reference};

/// One step of a working-out.
#[derive(Debug, Clone)]
pub struct Traced {
    /// The part of the formula, as written.
    pub text: String,
    /// The fact it is, where it is one.
    pub reference: Option<Reference>,
    /// The period it was worked out for.
    pub period: Period,
    /// What it gave.
    pub gave: Gave,
    /// Whether it is plain from the formula: a number written there, or a name that `let` gave to
    /// a step before.
    pub plain: bool,
    /// Against how many others it was compared, where it was.
    pub compared: Option<(Population, usize)>,
    /// The steps before it.
    pub parts: Vec<Traced>,
}

/// What a step gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Gave {
    /// A figure.
    Number(gangmu_num::Ratio),
    /// A condition.
    Flag(bool),
    /// Labels or figures, one after the other.
    List(Vec<String>),
    /// Nothing, for this reason.
    Unknown(Status),
}

/// Traces a formula for the `index`-th of the subjects. `text` is the formula as written.
pub fn trace(
    formula: &Checked,
    text: &str,
    source: &dyn Source,
    period: Period,
    subjects: &Subjects,
    index: usize,
) -> Traced {
    let work = Work::new(formula, source, period, subjects.clone());
    let mut tracing = Tracing { work, text, index };
    tracing.step(&formula.root)
}

struct Tracing<'t> {
    work: Work<'t>,
    text: &'t str,
    index: usize,
}

impl Tracing<'_> {
    fn step(&mut self, node: &Node) -> Traced {
        let parts = self.parts(node);
        let column = self.work.column(node);
        let compared = match &node.kind {
            NodeKind::OverPopulation(_, _, population)
            | NodeKind::Rank(_, _, population)
            | NodeKind::Top(_, _, _, population) => Some((*population, self.size(*population))),
            _ => None,
        };
        let reference = match &node.kind {
            NodeKind::Reference(reference) => Some(reference.clone()),
            _ => None,
        };
        Traced {
            text: self.text.get(node.span.start..node.span.end).unwrap_or_default().to_owned(),
            reference,
            period: self.work.period,
            gave: gave(&column, self.index),
            plain: matches!(
                node.kind,
                NodeKind::Constant(_)
                    | NodeKind::Text(_)
                    | NodeKind::Flag(_)
                    | NodeKind::Skip
                    | NodeKind::Undefined
                    | NodeKind::Local(_)
            ),
            compared,
            parts,
        }
    }

    fn size(&self, population: Population) -> usize {
        let subjects = &self.work.subjects;
        match population {
            Population::All => subjects.len(),
            Population::Class => {
                let own = subjects.class().get(self.index);
                subjects.class().iter().filter(|class| Some(*class) == own).count()
            }
        }
    }

    fn parts(&mut self, node: &Node) -> Vec<Traced> {
        match &node.kind {
            NodeKind::If(condition, yes, no) => {
                let mut parts = vec![self.step(condition)];
                match parts.first().map(|part| &part.gave) {
                    Some(Gave::Flag(true)) => parts.push(self.step(yes)),
                    Some(Gave::Flag(false)) => parts.push(self.step(no)),
                    _ => {}
                }
                parts
            }
            NodeKind::Binary(operator @ (BinaryOp::And | BinaryOp::Or), left, right) => {
                let left = self.step(left);
                let decides = *operator == BinaryOp::Or;
                if left.gave == Gave::Flag(decides) {
                    vec![left]
                } else {
                    vec![left, self.step(right)]
                }
            }
            NodeKind::At(inner, moment) => match moved(self.work.period, *moment) {
                Some(period) => vec![self.in_period(period, inner)],
                None => Vec::new(),
            },
            NodeKind::OverTime(_, body, stretch) => {
                let periods = laid_out(self.work.period, *stretch).unwrap_or_default();
                periods.into_iter().map(|period| self.in_period(period, body)).collect()
            }
            // The unit above is not the subject: its figure is told as a whole.
            NodeKind::OfParent(_) => Vec::new(),
            NodeKind::Let(_, value, body) => {
                let value = self.step(value);
                // Only working the column out puts the name in its place.
                self.work.column(node);
                vec![value, self.step(body)]
            }
            _ => {
                let mut children = Vec::new();
                node.for_each_child(|child| children.push(child));
                children.into_iter().map(|child| self.step(child)).collect()
            }
        }
    }

    fn in_period(&mut self, period: Period, node: &Node) -> Traced {
        let before = std::mem::replace(&mut self.work.period, period);
        let step = self.step(node);
        self.work.period = before;
        step
    }
}

fn gave(column: &Column, index: usize) -> Gave {
    let found = match column {
        Column::Numbers(cells) => cells.at(index).value().cloned().map(Gave::Number),
        Column::Flags(cells) => cells.at(index).value().copied().map(Gave::Flag),
        Column::Texts(cells) => {
            cells.at(index).value().map(|text| Gave::List(vec![text.to_string()]))
        }
        Column::NumberLists(lists) => lists.get(index).and_then(|cell| cell.value()).map(|list| {
            Gave::List(
                list.iter().map(|c| show(c.value().map(|v| v.plain()), c.status())).collect(),
            )
        }),
        Column::TextLists(lists) => lists.get(index).and_then(|cell| cell.value()).map(|list| {
            Gave::List(
                list.iter().map(|c| show(c.value().map(|v| v.to_string()), c.status())).collect(),
            )
        }),
    };
    found.unwrap_or_else(|| Gave::Unknown(column.status(index)))
}

fn show(value: Option<String>, status: Status) -> String {
    value.unwrap_or_else(|| status.word().to_owned())
}
