//! From tokens to a call: arguments with what stands before their colons, periods, populations.

use gangmu_base::{Length, Period};

use crate::fault::{Fault, Span};
use crate::lex::{Placed as Lexeme, Token};
use crate::limits;
use crate::parse::{
    COMPARISONS, Input, LEVELS, Parsed, Refusal, expect_sign, expect_word, expression, limit,
    next_is_sign, next_is_word, next_operator, node, peek, take, take_if_sign, unexpected, whole,
};
use crate::syntax::{
    Argument, BinaryOp, Call, Comparison, Expr, Kind, Label, Placed, Population, Stretch,
};

pub(crate) fn call(input: &mut Input<'_>, function: String, name_span: Span) -> Parsed<Expr> {
    expect_sign(input, "(")?;
    let (mut arguments, mut over, mut within) = (Vec::new(), None, None);
    while !next_is_sign(input, ")") {
        arguments.push(argument(input)?);
        if next_is_word(input, "over") {
            let start = expect_word(input, "over")?;
            let (it, end) = stretch(input)?;
            over = Some(Placed { it, span: start.to(end) });
        }
        if next_is_word(input, "in") {
            let start = expect_word(input, "in")?;
            let (it, end) = population(input)?;
            within = Some(Placed { it, span: start.to(end) });
        }
        if over.is_some() || within.is_some() || !take_if_sign(input, ",")? {
            break;
        }
    }
    let end = expect_sign(input, ")")?;
    let call = Call { function, name_span, arguments, over, within };
    node(input, Kind::Call(call), name_span.to(end))
}

fn argument(input: &mut Input<'_>) -> Parsed<Argument> {
    if next_is_word(input, "else") {
        expect_word(input, "else")?;
        expect_sign(input, ":")?;
        return Ok(Argument { label: Label::Else, value: expression(input)? });
    }
    let comparison = next_operator(input, LEVELS[COMPARISONS]);
    if let Some(BinaryOp::Compare(comparison)) = comparison {
        let label = band(input, comparison)?;
        expect_sign(input, ":")?;
        return Ok(Argument { label, value: expression(input)? });
    }
    let first = expression(input)?;
    if take_if_sign(input, ":")? {
        return Ok(Argument { label: Label::Key(None, first), value: expression(input)? });
    }
    Ok(Argument { label: Label::None, value: first })
}

/// `>= 90`, or an interval: `>= 90 and < 95`.
fn band(input: &mut Input<'_>, comparison: Comparison) -> Parsed<Label> {
    let start = take(input, comparison.sign())?.span;
    let key = limit(input)?;
    if !next_is_word(input, "and") {
        return Ok(Label::Key(Some(comparison), key));
    }
    expect_word(input, "and")?;
    let Some(BinaryOp::Compare(other)) = next_operator(input, LEVELS[COMPARISONS]) else {
        return Err(unexpected(input, "<, <=, > or >="));
    };
    take(input, other.sign())?;
    let end = limit(input)?;
    let span = start.to(end.span);
    Ok(Label::Between(Placed { it: [(comparison, key), (other, end)], span }))
}

fn stretch(input: &mut Input<'_>) -> Parsed<(Stretch, Span)> {
    const EXPECTED: &str = "months, quarters, halves, 3 before, 2 last or 2023..2025";
    for (word, length) in
        [("months", Length::Month), ("quarters", Length::Quarter), ("halves", Length::Half)]
    {
        if next_is_word(input, word) {
            return Ok((Stretch::Parts(length), expect_word(input, word)?));
        }
    }
    if !matches!(peek(input), Some(Lexeme { token: Token::Number(_), .. })) {
        return Err(unexpected(input, EXPECTED));
    }
    let (count, start) = whole(input)?;
    if take_if_sign(input, "..")? {
        let (last, end) = whole(input)?;
        let span = start.to(end);
        return match (Period::parse(&count.to_string()), Period::parse(&last.to_string())) {
            (Some(_), Some(_)) if count <= last => {
                Ok((Stretch::Years(count as i16, last as i16), span))
            }
            _ => Err(Refusal(Fault::new("X018", span).with("found", format!("{count}..{last}")))),
        };
    }
    for (word, make) in [("before", Stretch::Before as fn(u32) -> Stretch), ("last", Stretch::Last)]
    {
        if next_is_word(input, word) {
            let span = start.to(expect_word(input, word)?);
            if count == 0 {
                return Err(Refusal(Fault::new("X018", span).with("found", format!("0 {word}"))));
            }
            if count as usize > limits::PERIODS {
                return Err(Refusal(
                    Fault::new("X003", span).with("what", "periods").with("limit", limits::PERIODS),
                ));
            }
            return Ok((make(count), span));
        }
    }
    Err(unexpected(input, EXPECTED))
}

fn population(input: &mut Input<'_>) -> Parsed<(Population, Span)> {
    for (word, population) in [("class", Population::Class), ("all", Population::All)] {
        if next_is_word(input, word) {
            return Ok((population, expect_word(input, word)?));
        }
    }
    Err(unexpected(input, "class or all"))
}
