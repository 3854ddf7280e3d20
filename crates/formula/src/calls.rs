//! Checks calls: which function takes what, and what it gives.

use crate::check::{Checker, branches, constant, periods, same_measure, unknown, wrong_type};
use crate::fact_calls;
use crate::fault::{Fault, Span};
use crate::figure_calls;
use crate::limits;
use crate::syntax::{Argument, Call, Expr, Kind, Label, Population};
use crate::tables;
use crate::typed::{Aggregate, Node, NodeKind};
use crate::types::{Direction, Figure, Measure, Type};

/// Every function, with how many plain arguments it takes at least and at most.
const FUNCTIONS: [(&str, usize, usize); 53] = [
    ("sum", 1, 1),
    ("mean", 1, 1),
    ("median", 1, 1),
    ("min", 1, 64),
    ("max", 1, 64),
    ("count", 1, 1),
    ("top", 2, 2),
    ("rank", 1, 1),
    ("size", 1, 1),
    ("reached", 2, 2),
    ("better", 2, 2),
    ("short", 2, 2),
    ("excess", 2, 2),
    ("relative", 2, 2),
    ("attained", 2, 2),
    ("share", 3, 3),
    ("per", 2, 2),
    ("started", 2, 2),
    ("full", 2, 2),
    ("line", 1, 1),
    ("bands", 1, 1),
    ("slabs", 1, 1),
    ("cases", 0, 0),
    ("lookup", 1, 1),
    ("clamp", 3, 3),
    ("abs", 1, 1),
    ("floor", 1, 1),
    ("ceil", 1, 1),
    ("round", 2, 2),
    ("exp", 1, 1),
    ("ln", 1, 1),
    ("sqrt", 1, 1),
    ("number", 1, 1),
    ("known", 1, 1),
    ("has", 1, 1),
    ("coalesce", 2, 16),
    ("value", 1, 1),
    ("target", 1, 1),
    ("worst", 1, 1),
    ("best", 1, 1),
    ("checked", 1, 1),
    ("ratings", 1, 1),
    ("grades", 1, 1),
    ("answers", 1, 33),
    ("events", 1, 2),
    ("milestones", 0, 0),
    ("practices", 1, 1),
    ("result", 1, 1),
    ("ranked", 1, 1),
    ("points", 1, 1),
    ("attribute", 1, 1),
    ("element", 1, 1),
    ("indicator", 1, 1),
];

/// Checks one call.
pub(crate) fn call(checker: &mut Checker<'_>, call: &Call, span: Span) -> Result<Node, Fault> {
    check_count(call, span)?;
    let name = call.function.as_str();
    let plain = plain_arguments(call).count();
    check_labels(call)?;
    match name {
        "sum" | "mean" | "median" | "count" => aggregate(checker, call, span),
        "min" | "max" if plain == 1 => aggregate(checker, call, span),
        "top" | "rank" | "size" => compared(checker, call, span),
        "line" | "bands" | "slabs" | "lookup" => tables::table(checker, call, span),
        "cases" => cases(checker, call, span),
        "has" | "coalesce" => presence(checker, call, span),
        // Anywhere but right below an aggregate it would say nothing.
        "known" => Err(Fault::new("X028", span)),
        "value" | "target" | "worst" | "best" | "indicator" => {
            fact_calls::of_indicator(checker, call, span)
        }
        "checked" | "ratings" | "grades" | "answers" | "events" | "milestones" | "practices"
        | "result" | "ranked" | "points" | "attribute" | "element" => {
            fact_calls::fact(checker, call, span)
        }
        _ => figure_calls::function(checker, call, span),
    }
}

/// There is such a function, and it is given as much as it takes.
fn check_count(call: &Call, span: Span) -> Result<(), Fault> {
    let name = call.function.as_str();
    let Some((_, least, most)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
        let known = FUNCTIONS.iter().map(|(name, ..)| (*name).to_owned()).collect();
        return Err(unknown("X011", name, known, call.name_span));
    };
    let plain = plain_arguments(call).count();
    if plain < *least || plain > *most {
        let expected = if least == most { least.to_string() } else { format!("{least}–{most}") };
        return Err(Fault::new("X012", span)
            .with("function", name)
            .with("expected", expected)
            .with("found", plain));
    }
    Ok(())
}

/// Which labels and clauses a function takes.
fn check_labels(call: &Call) -> Result<(), Fault> {
    let name = call.function.as_str();
    // Only of a list can some be left out at both ends.
    let of_list = call.over.is_none() && call.within.is_none();
    for argument in &call.arguments {
        let fits = match &argument.label {
            Label::None => true,
            Label::Else => matches!(name, "bands" | "cases" | "lookup"),
            Label::Key(Some(_), _) => matches!(name, "bands" | "slabs"),
            Label::Between(_) => name == "bands",
            Label::Key(None, key) => {
                matches!(name, "line" | "cases" | "lookup")
                    || option(name).is_some_and(|o| named(key, o) && (o != "trim" || of_list))
            }
        };
        if !fits {
            return Err(Fault::new("X019", argument.value.span).with("function", name));
        }
    }
    let aggregates = matches!(name, "sum" | "mean" | "median" | "min" | "max" | "count");
    let refused = |span| Err(Fault::new("X017", span).with("function", name));
    match (&call.over, &call.within) {
        (Some(over), _) if !aggregates => refused(over.span),
        (Some(_), Some(within)) => refused(within.span),
        (_, Some(within)) if !aggregates && !matches!(name, "top" | "rank") => refused(within.span),
        _ => Ok(()),
    }
}

/// The one named option of a function.
fn option(function: &str) -> Option<&'static str> {
    match function {
        "mean" => Some("trim"),
        "milestones" => Some("late"),
        "rank" | "top" => Some("better"),
        _ => None,
    }
}

fn named(key: &Expr, name: &str) -> bool {
    matches!(&key.kind, Kind::Name(found) if found == name)
}

/// The value given to a named option.
pub(crate) fn option_value<'c>(call: &'c Call, name: &str) -> Option<&'c Expr> {
    call.arguments.iter().find_map(|argument| match &argument.label {
        Label::Key(None, key) if named(key, name) => Some(&argument.value),
        _ => None,
    })
}

pub(crate) fn plain_arguments(call: &Call) -> impl Iterator<Item = &Expr> {
    call.arguments.iter().filter(|a| a.label == Label::None).map(|a| &a.value)
}

pub(crate) fn first(call: &Call) -> Result<&Expr, Fault> {
    plain_arguments(call)
        .next()
        .ok_or_else(|| Fault::new("X012", call.name_span).with("function", &call.function))
}

fn aggregate(checker: &mut Checker<'_>, call: &Call, span: Span) -> Result<Node, Fault> {
    let kind = match call.function.as_str() {
        "sum" => Aggregate::Sum,
        "mean" => Aggregate::Mean,
        "median" => Aggregate::Median,
        "min" => Aggregate::Min,
        "max" => Aggregate::Max,
        _ => Aggregate::Count,
    };
    let argument = first(call)?;
    if let Some(over) = &call.over {
        if periods(over.it) > limits::PERIODS as u64 {
            return Err(Fault::new("X003", over.span)
                .with("what", "periods")
                .with("limit", limits::PERIODS));
        }
        let body = checker.elsewhere(|checker| gathered_body(checker, argument))?;
        let ty = gathered(kind, &body.ty, body.span)?;
        return Ok(Node { kind: NodeKind::OverTime(kind, Box::new(body), over.it), ty, span });
    }
    let body = match call.within {
        Some(_) => gathered_body(checker, argument)?,
        None => checker.expression(argument)?,
    };
    if let Some(within) = &call.within {
        let ty = gathered(kind, &body.ty, body.span)?;
        let kind = NodeKind::OverPopulation(kind, Box::new(body), within.it);
        return Ok(Node { kind, ty, span });
    }
    let figure = match &body.ty {
        Type::Numbers(figure) => figure.clone(),
        Type::Texts if kind == Aggregate::Count => Figure::pure(),
        other => {
            return Err(Fault::new("X021", body.span)
                .with("function", &call.function)
                .with("found", other.word()));
        }
    };
    let trim = match option_value(call, "trim") {
        Some(given) => small_whole(checker, given)?,
        None => 0,
    };
    let figure = if kind == Aggregate::Count { Figure::pure() } else { figure };
    Ok(Node {
        kind: NodeKind::OverList(kind, Box::new(body), trim),
        ty: Type::Number(figure),
        span,
    })
}

/// What is put together over periods or subjects: here `known(…)` may stand.
fn gathered_body(checker: &mut Checker<'_>, argument: &Expr) -> Result<Node, Fault> {
    match &argument.kind {
        Kind::Call(call) if call.function == "known" => {
            check_count(call, argument.span)?;
            check_labels(call)?;
            presence(checker, call, argument.span)
        }
        _ => checker.expression(argument),
    }
}

/// The type of many put together.
fn gathered(kind: Aggregate, ty: &Type, span: Span) -> Result<Type, Fault> {
    match (kind, ty) {
        (Aggregate::Count, Type::Number(_) | Type::Flag) => Ok(Type::Number(Figure::pure())),
        (_, Type::Number(figure)) => Ok(Type::Number(figure.clone())),
        (_, other) => Err(wrong_type("number", other, span)),
    }
}

fn small_whole(checker: &mut Checker<'_>, expr: &Expr) -> Result<usize, Fault> {
    let (node, _) = checker.number(expr)?;
    constant(&node)
        .and_then(|value| value.plain().parse().ok())
        .filter(|n: &usize| *n <= 1_000)
        .ok_or_else(|| Fault::new("X023", expr.span))
}

/// `rank`, `top` and `size`: subjects against each other.
fn compared(checker: &mut Checker<'_>, call: &Call, span: Span) -> Result<Node, Fault> {
    if call.function == "size" {
        let population = match &first(call)?.kind {
            Kind::Name(name) if name == "class" => Population::Class,
            Kind::Name(name) if name == "all" => Population::All,
            _ => return Err(Fault::new("X024", span).with("function", "size")),
        };
        return Ok(Node {
            kind: NodeKind::Size(population),
            ty: Type::Number(Figure::pure()),
            span,
        });
    }
    let Some(within) = &call.within else {
        return Err(Fault::new("X024", span).with("function", &call.function));
    };
    let (body, figure) = checker.number(first(call)?)?;
    let direction = match option_value(call, "better") {
        Some(Expr { kind: Kind::Text(text), .. }) if text == "high" => Direction::Up,
        Some(Expr { kind: Kind::Text(text), .. }) if text == "low" => Direction::Down,
        Some(other) => return Err(Fault::new("X015", other.span).with("function", &call.function)),
        None => figure
            .better
            .ok_or_else(|| Fault::new("X015", body.span).with("function", &call.function))?,
    };
    if call.function == "rank" {
        let better = Some(Direction::Down);
        let ty = Type::Number(Figure { measure: Some(Measure::pure()), better });
        return Ok(Node { kind: NodeKind::Rank(direction, Box::new(body), within.it), ty, span });
    }
    let count = match plain_arguments(call).nth(1) {
        Some(expr) => match small_whole(checker, expr)? {
            0 => return Err(Fault::new("X023", expr.span)),
            count => count,
        },
        None => 1,
    };
    let kind = NodeKind::Top(direction, Box::new(body), count, within.it);
    Ok(Node { kind, ty: Type::Number(figure), span })
}

fn cases(checker: &mut Checker<'_>, call: &Call, span: Span) -> Result<Node, Fault> {
    let Some((Argument { label: Label::Else, value }, rows)) = call.arguments.split_last() else {
        return Err(Fault::new("X022", span).with("function", "cases"));
    };
    let mut chosen = checker.expression(value)?;
    for row in rows.iter().rev() {
        let Label::Key(None, condition) = &row.label else {
            return Err(Fault::new("X022", span).with("function", "cases"));
        };
        let condition = checker.flag(condition)?;
        let yes = checker.expression(&row.value)?;
        chosen = branches(condition, yes, chosen, span)?;
    }
    Ok(chosen)
}

fn presence(checker: &mut Checker<'_>, call: &Call, span: Span) -> Result<Node, Fault> {
    let mut given = Vec::new();
    for argument in plain_arguments(call) {
        given.push(checker.number(argument)?);
    }
    let mut figure = given.first().map_or_else(Figure::pure, |(_, figure)| figure.clone());
    for (_, other) in given.iter().skip(1) {
        figure.measure = same_measure(&figure, other, span)?;
    }
    let mut nodes: Vec<Node> = given.into_iter().map(|(node, _)| node).collect();
    if call.function == "coalesce" {
        return Ok(Node { kind: NodeKind::Coalesce(nodes), ty: Type::Number(figure), span });
    }
    let Some(inner) = nodes.pop().map(Box::new) else {
        return Err(Fault::new("X012", span).with("function", &call.function));
    };
    Ok(match call.function.as_str() {
        "has" => Node { kind: NodeKind::Has(inner), ty: Type::Flag, span },
        _ => Node { kind: NodeKind::Known(inner), ty: Type::Number(figure), span },
    })
}
