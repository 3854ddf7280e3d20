//! Checks calls that make a figure or a condition from figures.

use crate::calls::plain_arguments;
use crate::check::{Checker, constant, same_measure, wrong_type};
use crate::fault::{Fault, Span};
use crate::syntax::Call;
use crate::typed::{Function, Node, NodeKind};
use crate::types::{Direction, Figure, Measure, Type};

pub(crate) fn function(checker: &mut Checker<'_>, call: &Call, span: Span) -> Result<Node, Fault> {
    let mut nodes = Vec::new();
    let mut figures = Vec::new();
    for argument in plain_arguments(call) {
        if call.function == "number" {
            // A label that reads as a figure, alone or in a list.
            let node = checker.expression(argument)?;
            let ty = match &node.ty {
                Type::Text => Type::Number(Figure::pure()),
                Type::Texts => Type::Numbers(Figure::pure()),
                Type::Number(figure) => {
                    let ty =
                        Type::Number(Figure { measure: Some(Measure::pure()), ..figure.clone() });
                    return Ok(Node {
                        kind: NodeKind::Function(Function::Number, vec![node]),
                        ty,
                        span,
                    });
                }
                other => return Err(wrong_type("number", other, argument.span)),
            };
            return Ok(Node { kind: NodeKind::TextToNumber(Box::new(node)), ty, span });
        }
        let (node, figure) = checker.number(argument)?;
        nodes.push(node);
        figures.push(figure);
    }
    let (function, figure) = signature(call, &figures, &nodes, span)?;
    Ok(Node { kind: NodeKind::Function(function, nodes), ty: Type::Number(figure), span }
        .flag_if(matches!(function, Function::Reached(_) | Function::Better(_))))
}

impl Node {
    fn flag_if(mut self, flag: bool) -> Node {
        if flag {
            self.ty = Type::Flag;
        }
        self
    }
}

/// Which function it is, given the types of its arguments, and the figure it gives.
fn signature(
    call: &Call,
    figures: &[Figure],
    nodes: &[Node],
    span: Span,
) -> Result<(Function, Figure), Fault> {
    let name = call.function.as_str();
    let own = figures.first().cloned().unwrap_or_else(Figure::pure);
    let common = || -> Result<Figure, Fault> {
        let mut common = own.clone();
        for other in figures.iter().skip(1) {
            common.measure = same_measure(&common, other, span)?;
            common.better = common.better.or(other.better);
        }
        Ok(common)
    };
    let direction = || -> Result<Direction, Fault> {
        figures.iter().find_map(|figure| figure.better).ok_or_else(|| {
            Fault::new("X015", nodes.first().map_or(span, |n| n.span)).with("function", name)
        })
    };
    let must_be_pure = || -> Result<(), Fault> {
        match &own.measure {
            Some(measure) if !measure.is_pure() => {
                Err(Fault::new("X026", span).with("function", name).with("found", measure))
            }
            _ => Ok(()),
        }
    };
    let rate = |better| Figure { measure: Some(Measure::pure()), better };
    Ok(match name {
        "min" => (Function::Min, common()?),
        "max" => (Function::Max, common()?),
        "clamp" => (Function::Clamp, common()?),
        "reached" => (Function::Reached(direction()?), common()?),
        "better" => (Function::Better(direction()?), common()?),
        "short" => {
            (Function::Short(direction()?), Figure { better: Some(Direction::Down), ..common()? })
        }
        "excess" => {
            (Function::Excess(direction()?), Figure { better: Some(Direction::Up), ..common()? })
        }
        "relative" | "attained" => {
            common()?;
            let direction = direction()?;
            let function = if name == "relative" { Function::Relative } else { Function::Attained };
            (function(direction), rate(Some(Direction::Up)))
        }
        "share" => {
            common()?;
            (Function::Share, rate(Some(Direction::Up)))
        }
        "per" | "started" | "full" => {
            common()?;
            let function = match name {
                "per" => Function::Per,
                "started" => Function::Started,
                _ => Function::Full,
            };
            (function, rate(own.better))
        }
        "abs" => (Function::Abs, Figure { better: None, ..own }),
        "floor" => (Function::Floor, own),
        "ceil" => (Function::Ceil, own),
        "round" => {
            let places =
                nodes.get(1).and_then(constant).and_then(|v| v.plain().parse::<u32>().ok());
            if places.is_none_or(|places| places > 12) {
                return Err(Fault::new("X023", span));
            }
            (Function::Round, own)
        }
        "exp" | "ln" => {
            must_be_pure()?;
            (if name == "exp" { Function::Exp } else { Function::Ln }, own)
        }
        _ => {
            let measure = match &own.measure {
                Some(measure) => Some(measure.root().ok_or_else(|| {
                    Fault::new("X026", span).with("function", name).with("found", measure)
                })?),
                None => None,
            };
            (Function::Sqrt, Figure { measure, ..own })
        }
    })
}
