//! The walk through a formula that lays its figure out along one fact.

use gangmu_base::Period;
use gangmu_num::Ratio;

use super::cliffs::{Fixed, Reason};
use super::fraction::Fraction;
use super::pieces::{Part, Pieces};
use super::reading::Reading;
use crate::check::Checked;
use crate::column::{Column, Subjects};
use crate::evaluate::{evaluate, moved};
use crate::syntax::{BinaryOp, Comparison, UnaryOp};
use crate::typed::{Function, Node, NodeKind};
use crate::types::{Direction, Type};

pub(super) type Figures = Pieces<Part>;
type Conditions = Pieces<Option<bool>>;

/// What `let` named.
#[derive(Clone)]
enum Named<'n> {
    /// Something the fact is not read in.
    Fixed(&'n Node),
    Figures(Figures),
    Conditions(Conditions),
}

pub(super) struct Along<'n> {
    pub(super) reading: Reading<'n>,
    pub(super) fixed: &'n Fixed<'n>,
    pub(super) range: (Ratio, Ratio),
    period: Period,
    named: Vec<Option<Named<'n>>>,
}

impl<'n> Along<'n> {
    pub(super) fn new(
        reading: Reading<'n>,
        fixed: &'n Fixed<'n>,
        range: (Ratio, Ratio),
        locals: usize,
    ) -> Along<'n> {
        let period = reading.present;
        Along { reading, fixed, range, period, named: vec![None; locals] }
    }

    fn reads(&self, node: &Node) -> bool {
        let named = |place: usize| {
            let named = self.named.get(place).and_then(Option::as_ref);
            named.is_some_and(|named| !matches!(named, Named::Fixed(_)))
        };
        self.reading.reads(node, self.period, &named)
    }

    /// What a node gives in which the fact is not read.
    fn unmoved(&self, node: &Node) -> Column {
        // The names it may use are given to it again.
        let mut root = node.clone();
        for (place, named) in self.named.iter().enumerate().rev() {
            if let Some(Named::Fixed(value)) = named {
                let (ty, span) = (root.ty.clone(), root.span);
                let kind = NodeKind::Let(place, Box::new((*value).clone()), Box::new(root));
                root = Node { kind, ty, span };
            }
        }
        let formula = Checked { root, locals: self.named.len(), work: 0 };
        evaluate(&formula, self.fixed, self.period, &Subjects::new(vec![0], vec![0]))
    }

    pub(super) fn throughout(&self, value: Option<Ratio>) -> Figures {
        let part = value.map_or(Part::Nothing, |value| Part::Plain(Fraction::constant(value)));
        Pieces::throughout(&self.range, part)
    }

    pub(super) fn figures(&mut self, node: &'n Node) -> Result<Figures, Reason> {
        if !self.reads(node) {
            let value = self.unmoved(node).into_numbers().at(0).value().cloned();
            return Ok(self.throughout(value));
        }
        match &node.kind {
            NodeKind::Reference(_) => {
                Ok(Pieces::throughout(&self.range, Part::Plain(Fraction::fact())))
            }
            NodeKind::Local(place) => match self.named.get(*place) {
                Some(Some(Named::Figures(figures))) => Ok(figures.clone()),
                _ => Err(Reason::TooInvolved),
            },
            NodeKind::Let(place, value, body) => {
                self.define(*place, value)?;
                self.figures(body)
            }
            NodeKind::Unary(_, inner) => {
                self.throughout(Some(Ratio::ZERO)).sub(&self.figures(inner)?)
            }
            NodeKind::Binary(operator, a, b) => {
                let (a, b) = (self.figures(a)?, self.figures(b)?);
                match operator {
                    BinaryOp::Add => a.joined(&b, Fraction::add),
                    BinaryOp::Subtract => a.sub(&b),
                    BinaryOp::Multiply => a.joined(&b, Fraction::mul),
                    _ => a.div(&b),
                }
            }
            NodeKind::If(..) | NodeKind::Bands { .. } => self.chosen(node),
            NodeKind::At(inner, moment) => match moved(self.period, *moment) {
                Some(period) => {
                    let before = std::mem::replace(&mut self.period, period);
                    let found = self.figures(inner);
                    self.period = before;
                    found
                }
                None => Ok(self.throughout(None)),
            },
            NodeKind::Known(inner) => self.figures(inner),
            NodeKind::Function(function, given) => self.function(*function, given),
            NodeKind::Coalesce(given) => {
                let mut found = self.throughout(None);
                for node in given {
                    let has = |part: &Part| !matches!(part, Part::Nothing);
                    found = found.with(&self.figures(node)?).cut(|(first, next), _, to| {
                        let part = if has(first) { first } else { next };
                        Ok(vec![(to.clone(), part.clone())])
                    })?;
                }
                Ok(found)
            }
            NodeKind::Line(x, anchors) => {
                let x = self.figures(x)?;
                self.bent(&x, anchors.iter().map(|(at, _)| at), |x| {
                    crate::kernels::line(x, anchors)
                })
            }
            NodeKind::Slabs { x, below, rows } => {
                let x = self.figures(x)?;
                let at = |x: &Ratio| Some(crate::kernels::slabs(x, *below, rows));
                self.bent(&x, rows.iter().map(|(limit, _)| limit), at)
            }
            NodeKind::OverTime(..) => Err(Reason::OverTime),
            _ => Err(Reason::OverPopulation),
        }
    }

    fn define(&mut self, place: usize, value: &'n Node) -> Result<(), Reason> {
        let named = if !self.reads(value) {
            Named::Fixed(value)
        } else if value.ty == Type::Flag {
            Named::Conditions(self.conditions(value)?)
        } else {
            Named::Figures(self.figures(value)?)
        };
        if let Some(slot) = self.named.get_mut(place) {
            *slot = Some(named);
        }
        Ok(())
    }

    pub(super) fn conditions(&mut self, node: &'n Node) -> Result<Conditions, Reason> {
        if !self.reads(node) {
            let flag = self.unmoved(node).into_flags().at(0).value().copied();
            return Ok(Pieces::throughout(&self.range, flag));
        }
        match &node.kind {
            NodeKind::Local(place) => match self.named.get(*place) {
                Some(Some(Named::Conditions(conditions))) => Ok(conditions.clone()),
                _ => Err(Reason::TooInvolved),
            },
            NodeKind::Let(place, value, body) => {
                self.define(*place, value)?;
                self.conditions(body)
            }
            NodeKind::Unary(UnaryOp::Not, inner) => {
                let turned = |flag: &Option<bool>, to: &Ratio| vec![(to.clone(), flag.map(|f| !f))];
                self.conditions(inner)?.cut(|flag, _, to| Ok(turned(flag, to)))
            }
            NodeKind::Binary(operator @ (BinaryOp::And | BinaryOp::Or), a, b) => {
                let deciding = *operator == BinaryOp::Or;
                self.conditions(a)?.with(&self.conditions(b)?).cut(|(a, b), _, to| {
                    let decided = [a, b].contains(&&Some(deciding)).then_some(deciding);
                    Ok(vec![(to.clone(), decided.or(a.and(*b)))])
                })
            }
            NodeKind::Binary(BinaryOp::Compare(sign), a, b) if matches!(a.ty, Type::Number(_)) => {
                let difference = self.figures(a)?.sub(&self.figures(b)?)?;
                compared(&difference, *sign)
            }
            NodeKind::Function(function, given) => {
                let [a, b] = given.as_slice() else { return Err(Reason::TooInvolved) };
                let sign = match function {
                    Function::Reached(Direction::Up) => Comparison::AtLeast,
                    Function::Reached(Direction::Down) => Comparison::AtMost,
                    Function::Better(Direction::Up) => Comparison::Above,
                    _ => Comparison::Below,
                };
                let difference = self.figures(a)?.sub(&self.figures(b)?)?;
                compared(&difference, sign)
            }
            NodeKind::If(condition, yes, no) => {
                let condition = self.conditions(condition)?;
                let (yes, no) = (self.conditions(yes)?, self.conditions(no)?);
                condition.with(&yes.with(&no)).cut(|(condition, (yes, no)), _, to| {
                    Ok(vec![(to.clone(), condition.and_then(|c| if c { *yes } else { *no }))])
                })
            }
            NodeKind::At(inner, moment) => match moved(self.period, *moment) {
                Some(period) => {
                    let before = std::mem::replace(&mut self.period, period);
                    let found = self.conditions(inner);
                    self.period = before;
                    found
                }
                None => Ok(Pieces::throughout(&self.range, None)),
            },
            NodeKind::Has(inner) => self
                .figures(inner)?
                .cut(|part, _, to| Ok(vec![(to.clone(), Some(!matches!(part, Part::Nothing)))])),
            _ => Err(Reason::TooInvolved),
        }
    }

    fn chosen(&mut self, node: &'n Node) -> Result<Figures, Reason> {
        match &node.kind {
            NodeKind::Bands { x, rows, otherwise } => {
                let x = self.figures(x)?;
                let mut found = self.figures(otherwise)?;
                for (sign, limit, figure) in rows.iter().rev() {
                    let holds = compared(&x.sub(&self.figures(limit)?)?, *sign)?;
                    found = either(&holds, &self.figures(figure)?, &found)?;
                }
                Ok(found)
            }
            NodeKind::If(condition, yes, no) => {
                let condition = self.conditions(condition)?;
                let (yes, no) = (self.figures(yes)?, self.figures(no)?);
                either(&condition, &yes, &no)
            }
            _ => Err(Reason::TooInvolved),
        }
    }
}

/// Where a difference compares so with 0.
pub(super) fn compared(difference: &Figures, comparison: Comparison) -> Result<Conditions, Reason> {
    difference
        .signs()?
        .cut(|sign, _, to| Ok(vec![(to.clone(), sign.map(|sign| comparison.holds(sign)))]))
}

pub(super) fn either(
    condition: &Conditions,
    yes: &Figures,
    no: &Figures,
) -> Result<Figures, Reason> {
    condition.with(&yes.with(no)).cut(|(condition, (yes, no)), _, to| {
        let part = match condition {
            Some(true) => yes.clone(),
            Some(false) => no.clone(),
            None => Part::Nothing,
        };
        Ok(vec![(to.clone(), part)])
    })
}
