//! Printing a formula back: the canonical text, with no more parentheses than it needs.

use std::fmt::{self, Write};

use gangmu_base::Length;

use crate::syntax::{
    Argument, BinaryOp, Call, Expr, KEYWORDS, Kind, Label, Moment, Stretch, UnaryOp,
};

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_at(f, self, Level::Whole)
    }
}

/// How tightly a place binds: an expression looser than its place is put in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Whole,
    Or,
    And,
    Not,
    Compare,
    Sum,
    Product,
    Sign,
    Moment,
    Leaf,
}

impl Level {
    fn tighter(self) -> Level {
        match self {
            Level::Whole => Level::Or,
            Level::Or => Level::And,
            Level::And => Level::Not,
            Level::Not => Level::Compare,
            Level::Compare => Level::Sum,
            Level::Sum => Level::Product,
            Level::Product => Level::Sign,
            Level::Sign => Level::Moment,
            Level::Moment | Level::Leaf => Level::Leaf,
        }
    }
}

fn level(expr: &Expr) -> Level {
    match &expr.kind {
        Kind::If(..) | Kind::Let(..) => Level::Whole,
        Kind::Binary(BinaryOp::Or, ..) => Level::Or,
        Kind::Binary(BinaryOp::And, ..) => Level::And,
        Kind::Unary(UnaryOp::Not, _) => Level::Not,
        Kind::Binary(BinaryOp::Compare(_), ..) => Level::Compare,
        Kind::Binary(BinaryOp::Add | BinaryOp::Subtract, ..) => Level::Sum,
        Kind::Binary(BinaryOp::Multiply | BinaryOp::Divide, ..) => Level::Product,
        Kind::Unary(UnaryOp::Negate, _) => Level::Sign,
        Kind::At(..) | Kind::OfParent(_) => Level::Moment,
        _ => Level::Leaf,
    }
}

fn write_at(f: &mut fmt::Formatter<'_>, expr: &Expr, place: Level) -> fmt::Result {
    if level(expr) < place {
        f.write_char('(')?;
        write_bare(f, expr)?;
        return f.write_char(')');
    }
    write_bare(f, expr)
}

fn write_bare(f: &mut fmt::Formatter<'_>, expr: &Expr) -> fmt::Result {
    match &expr.kind {
        Kind::Number(value) => f.write_str(&value.plain()),
        Kind::Text(text) => write_text(f, text),
        Kind::Name(name) => write_name(f, name),
        Kind::Flag(flag) => write!(f, "{flag}"),
        Kind::Skip => f.write_str("skip"),
        Kind::Unary(UnaryOp::Negate, inner) => {
            f.write_char('-')?;
            write_at(f, inner, Level::Sign)
        }
        Kind::Unary(UnaryOp::Not, inner) => {
            f.write_str("not ")?;
            // `not` reads a whole comparison behind it, `not not a` included.
            write_at(f, inner, Level::Not)
        }
        Kind::Binary(operator, left, right) => {
            let own = level(expr);
            let left_place = if own == Level::Compare { Level::Sum } else { own };
            write_at(f, left, left_place)?;
            write!(f, " {} ", operator.sign())?;
            write_at(f, right, own.tighter())
        }
        Kind::If(condition, yes, no) => {
            f.write_str("if ")?;
            write_at(f, condition, Level::Whole)?;
            f.write_str(" then ")?;
            write_at(f, yes, Level::Whole)?;
            f.write_str(" else ")?;
            write_at(f, no, Level::Whole)
        }
        Kind::Let(name, value, body) => {
            f.write_str("let ")?;
            write_name(f, name)?;
            f.write_str(" = ")?;
            write_at(f, value, Level::Whole)?;
            f.write_str("; ")?;
            write_at(f, body, Level::Whole)
        }
        Kind::At(inner, moment) => {
            write_at(f, inner, Level::Moment)?;
            match moment {
                Moment::Shift(-1) => f.write_str(" @ prev"),
                Moment::Shift(by) => write!(f, " @ {by}"),
                Moment::Period(period) if period.length() == Length::Year => {
                    write!(f, " @ {period}")
                }
                Moment::Period(period) => write!(f, " @ \"{period}\""),
            }
        }
        Kind::OfParent(inner) => {
            write_at(f, inner, Level::Moment)?;
            f.write_str(" of parent")
        }
        Kind::Call(call) => write_call(f, call),
    }
}

fn write_call(f: &mut fmt::Formatter<'_>, call: &Call) -> fmt::Result {
    write!(f, "{}(", call.function)?;
    for (i, argument) in call.arguments.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        write_argument(f, argument)?;
    }
    if let Some(over) = &call.over {
        match over.it {
            Stretch::Parts(Length::Half) => f.write_str(" over halves")?,
            Stretch::Parts(Length::Quarter) => f.write_str(" over quarters")?,
            Stretch::Parts(_) => f.write_str(" over months")?,
            Stretch::Last(count) => write!(f, " over {count} last")?,
            Stretch::Before(count) => write!(f, " over {count} before")?,
            Stretch::Years(first, last) => write!(f, " over {first}..{last}")?,
        }
    }
    if let Some(within) = &call.within {
        write!(f, " in {}", within.it)?;
    }
    f.write_char(')')
}

fn write_argument(f: &mut fmt::Formatter<'_>, argument: &Argument) -> fmt::Result {
    match &argument.label {
        Label::None => {}
        Label::Else => f.write_str("else: ")?,
        Label::Key(None, key) => {
            write_at(f, key, Level::Whole)?;
            f.write_str(": ")?;
        }
        Label::Key(Some(comparison), limit) => {
            write!(f, "{} ", comparison.sign())?;
            write_at(f, limit, Level::Sum)?;
            f.write_str(": ")?;
        }
        Label::Between(ends) => {
            let [(low, from), (high, to)] = &ends.it;
            write!(f, "{} ", low.sign())?;
            write_at(f, from, Level::Sum)?;
            write!(f, " and {} ", high.sign())?;
            write_at(f, to, Level::Sum)?;
            f.write_str(": ")?;
        }
    }
    write_at(f, &argument.value, Level::Whole)
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

fn write_name(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    let mut chars = name.chars();
    let plain = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
        && !KEYWORDS.contains(&name);
    if plain { f.write_str(name) } else { write!(f, "`{name}`") }
}
