//! From tokens to a syntax tree.
//!
//! A grammar of one page (`docs/reference/formula.md` lists it), read from left to right with one
//! token of foresight. Depth and size are counted while reading, so that no text, however deep,
//! exhausts the stack.

use winnow::error::ParserError;
use winnow::prelude::*;
use winnow::stream::{Stateful, Stream, TokenSlice};
use winnow::token::any;

use gangmu_base::Period;

use crate::fault::{Fault, Span};
use crate::lex::{self, Placed as Lexeme, Token};
use crate::limits;
use crate::parse_call;
use crate::syntax::{BinaryOp, Comparison, Expr, KEYWORDS, Kind, Moment, UnaryOp};

/// Reads a formula.
///
/// # Errors
/// The first fault met, with the stretch of text it is about.
pub fn parse(text: &str) -> Result<Expr, Fault> {
    let tokens = lex::tokens(text)?;
    let counts = Counts { depth: 0, nodes: 0, end: text.len() };
    let mut input = Stateful { input: TokenSlice::new(&tokens), state: counts };
    let found = expression(&mut input).map_err(|refusal| refusal.0)?;
    match peek(&input) {
        None => Ok(found),
        Some(_) => Err(unexpected(&input, "an operator or the end").0),
    }
}

/// How deep the reader is, how much it has read, and where the text ends.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    depth: usize,
    nodes: usize,
    end: usize,
}

pub(crate) type Input<'t> = Stateful<TokenSlice<'t, Lexeme>, Counts>;

/// Why reading stopped, in the form the parser library wants.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) Fault);

impl ParserError<Input<'_>> for Refusal {
    type Inner = Self;

    fn from_input(input: &Input<'_>) -> Self {
        unexpected(input, "something else")
    }

    fn into_inner(self) -> Result<Self::Inner, Self> {
        Ok(self)
    }
}

pub(crate) type Parsed<T> = Result<T, Refusal>;

pub(crate) fn peek<'t>(input: &Input<'t>) -> Option<&'t Lexeme> {
    input.input.peek_token()
}

pub(crate) fn unexpected(input: &Input<'_>, expected: &str) -> Refusal {
    Refusal(
        match peek(input) {
            Some(found) => Fault::new("X002", found.span).with("found", show(&found.token)),
            None => Fault::new("X006", Span::new(input.state.end, input.state.end)),
        }
        .with("expected", expected),
    )
}

pub(crate) fn show(token: &Token) -> String {
    match token {
        Token::Number(value) => value.plain(),
        Token::Text(text) => format!("\"{text}\""),
        Token::Word(word) => word.clone(),
        Token::Quoted(name) => format!("`{name}`"),
        Token::Sign(sign) => (*sign).to_owned(),
    }
}

pub(crate) fn take<'t>(input: &mut Input<'t>, expected: &str) -> Parsed<&'t Lexeme> {
    if peek(input).is_none() {
        return Err(unexpected(input, expected));
    }
    any.parse_next(input)
}

fn next_is(input: &Input<'_>, wanted: &Token) -> bool {
    peek(input).is_some_and(|found| found.token == *wanted)
}

pub(crate) fn next_is_sign(input: &Input<'_>, sign: &'static str) -> bool {
    next_is(input, &Token::Sign(sign))
}

pub(crate) fn next_is_word(input: &Input<'_>, word: &str) -> bool {
    matches!(peek(input), Some(Lexeme { token: Token::Word(found), .. }) if found == word)
}

pub(crate) fn take_if_sign(input: &mut Input<'_>, sign: &'static str) -> Parsed<bool> {
    let there = next_is_sign(input, sign);
    if there {
        take(input, sign)?;
    }
    Ok(there)
}

pub(crate) fn expect_sign(input: &mut Input<'_>, sign: &'static str) -> Parsed<Span> {
    if next_is_sign(input, sign) {
        Ok(take(input, sign)?.span)
    } else {
        Err(unexpected(input, sign))
    }
}

pub(crate) fn expect_word(input: &mut Input<'_>, word: &str) -> Parsed<Span> {
    if next_is_word(input, word) {
        Ok(take(input, word)?.span)
    } else {
        Err(unexpected(input, word))
    }
}

/// Makes a node and counts it.
pub(crate) fn node(input: &mut Input<'_>, kind: Kind, span: Span) -> Parsed<Expr> {
    input.state.nodes += 1;
    if input.state.nodes > limits::NODES {
        return Err(Refusal(
            Fault::new("X003", span).with("what", "nodes").with("limit", limits::NODES),
        ));
    }
    let made = Expr::new(kind, span);
    // A long chain is a tall tree, though the reader never went deep.
    if made.height > limits::HEIGHT {
        return Err(Refusal(
            Fault::new("X003", span).with("what", "depth").with("limit", limits::HEIGHT),
        ));
    }
    Ok(made)
}

/// Goes one level down for the time of `inner`.
fn deeper<T>(input: &mut Input<'_>, inner: impl FnOnce(&mut Input<'_>) -> Parsed<T>) -> Parsed<T> {
    input.state.depth += 1;
    if input.state.depth > limits::DEPTH {
        let span = peek(input).map_or(Span::default(), |found| found.span);
        return Err(Refusal(
            Fault::new("X003", span).with("what", "depth").with("limit", limits::DEPTH),
        ));
    }
    let found = inner(input)?;
    input.state.depth -= 1;
    Ok(found)
}

pub(crate) fn expression(input: &mut Input<'_>) -> Parsed<Expr> {
    deeper(input, |input| {
        if next_is_word(input, "let") {
            return let_in(input);
        }
        if next_is_word(input, "if") {
            return if_else(input);
        }
        binary(input, 0)
    })
}

fn let_in(input: &mut Input<'_>) -> Parsed<Expr> {
    let start = expect_word(input, "let")?;
    let (name, _) = name(input)?;
    expect_sign(input, "=")?;
    let value = expression(input)?;
    expect_sign(input, ";")?;
    let body = expression(input)?;
    let span = start.to(body.span);
    node(input, Kind::Let(name, Box::new(value), Box::new(body)), span)
}

fn if_else(input: &mut Input<'_>) -> Parsed<Expr> {
    let start = expect_word(input, "if")?;
    let condition = expression(input)?;
    expect_word(input, "then")?;
    let yes = expression(input)?;
    expect_word(input, "else")?;
    let no = expression(input)?;
    let span = start.to(no.span);
    node(input, Kind::If(Box::new(condition), Box::new(yes), Box::new(no)), span)
}

/// The operators of one level, loosest first; all lean to the left but comparisons, which do not
/// chain.
pub(crate) const LEVELS: [&[(&str, BinaryOp)]; 5] = [
    &[("or", BinaryOp::Or)],
    &[("and", BinaryOp::And)],
    &[
        ("<", BinaryOp::Compare(Comparison::Below)),
        ("<=", BinaryOp::Compare(Comparison::AtMost)),
        (">", BinaryOp::Compare(Comparison::Above)),
        (">=", BinaryOp::Compare(Comparison::AtLeast)),
        ("==", BinaryOp::Compare(Comparison::Equal)),
        ("!=", BinaryOp::Compare(Comparison::Unequal)),
    ],
    &[("+", BinaryOp::Add), ("-", BinaryOp::Subtract)],
    &[("*", BinaryOp::Multiply), ("/", BinaryOp::Divide)],
];
pub(crate) const COMPARISONS: usize = 2;

fn binary(input: &mut Input<'_>, level: usize) -> Parsed<Expr> {
    let Some(operators) = LEVELS.get(level) else {
        return unary(input);
    };
    let mut left = if level == COMPARISONS { negation(input)? } else { binary(input, level + 1)? };
    while let Some(operator) = next_operator(input, operators) {
        take(input, operator.sign())?;
        let right = binary(input, level + 1)?;
        let span = left.span.to(right.span);
        left = node(input, Kind::Binary(operator, Box::new(left), Box::new(right)), span)?;
        if level == COMPARISONS {
            break;
        }
    }
    Ok(left)
}

/// What a band is compared with: a figure, so that an `and` behind it belongs to the band.
pub(crate) fn limit(input: &mut Input<'_>) -> Parsed<Expr> {
    deeper(input, |input| binary(input, COMPARISONS + 1))
}

pub(crate) fn next_operator(input: &Input<'_>, operators: &[(&str, BinaryOp)]) -> Option<BinaryOp> {
    let written = match &peek(input)?.token {
        Token::Sign(sign) => *sign,
        Token::Word(word) => word.as_str(),
        _ => return None,
    };
    operators.iter().find(|(sign, _)| *sign == written).map(|(_, operator)| *operator)
}

/// `not` binds looser than a comparison: `not x < y` is `not (x < y)`.
fn negation(input: &mut Input<'_>) -> Parsed<Expr> {
    if !next_is_word(input, "not") {
        return binary(input, COMPARISONS + 1);
    }
    deeper(input, |input| {
        let start = expect_word(input, "not")?;
        let inner = binary(input, COMPARISONS)?;
        let span = start.to(inner.span);
        node(input, Kind::Unary(UnaryOp::Not, Box::new(inner)), span)
    })
}

fn unary(input: &mut Input<'_>) -> Parsed<Expr> {
    if !next_is_sign(input, "-") {
        return moment(input);
    }
    deeper(input, |input| {
        let start = expect_sign(input, "-")?;
        let inner = unary(input)?;
        let span = start.to(inner.span);
        node(input, Kind::Unary(UnaryOp::Negate, Box::new(inner)), span)
    })
}

fn moment(input: &mut Input<'_>) -> Parsed<Expr> {
    let mut inner = primary(input)?;
    loop {
        let start = inner.span;
        if take_if_sign(input, "@")? {
            let (moment, end) = moment_name(input)?;
            inner = node(input, Kind::At(Box::new(inner), moment), start.to(end))?;
        } else if next_is_word(input, "of") {
            expect_word(input, "of")?;
            let end = expect_word(input, "parent")?;
            inner = node(input, Kind::OfParent(Box::new(inner)), start.to(end))?;
        } else {
            return Ok(inner);
        }
    }
}

fn moment_name(input: &mut Input<'_>) -> Parsed<(Moment, Span)> {
    const EXPECTED: &str = "prev, -1, 2024 or \"2024-06\"";
    if next_is_sign(input, "-") {
        let start = expect_sign(input, "-")?;
        let (count, end) = whole(input)?;
        if count == 0 {
            return Err(Refusal(Fault::new("X018", start.to(end)).with("found", "-0")));
        }
        return Ok((Moment::Shift(-(count as i32)), start.to(end)));
    }
    let found = take(input, EXPECTED)?;
    let wrong = || Refusal(Fault::new("X018", found.span).with("found", show(&found.token)));
    let moment = match &found.token {
        Token::Word(word) if word == "prev" => Moment::Shift(-1),
        Token::Text(text) => Moment::Period(Period::parse(text).ok_or_else(wrong)?),
        Token::Number(year) => Moment::Period(Period::parse(&year.plain()).ok_or_else(wrong)?),
        _ => return Err(wrong()),
    };
    Ok((moment, found.span))
}

pub(crate) fn whole(input: &mut Input<'_>) -> Parsed<(u32, Span)> {
    let found = take(input, "a whole number")?;
    let value = match &found.token {
        Token::Number(value) => value.plain().parse().ok().filter(|n| *n <= 9_999),
        _ => None,
    };
    value
        .map(|value| (value, found.span))
        .ok_or_else(|| Refusal(Fault::new("X018", found.span).with("found", show(&found.token))))
}

fn name(input: &mut Input<'_>) -> Parsed<(String, Span)> {
    const EXPECTED: &str = "a name";
    match peek(input) {
        Some(Lexeme { token: Token::Word(word), .. }) if KEYWORDS.contains(&word.as_str()) => {
            Err(unexpected(input, EXPECTED))
        }
        Some(Lexeme { token: Token::Word(word) | Token::Quoted(word), span }) => {
            take(input, EXPECTED)?;
            Ok((word.clone(), *span))
        }
        _ => Err(unexpected(input, EXPECTED)),
    }
}

fn primary(input: &mut Input<'_>) -> Parsed<Expr> {
    let Some(found) = peek(input) else {
        return Err(unexpected(input, "a figure, a name or a function"));
    };
    let span = found.span;
    let leaf = match &found.token {
        Token::Number(value) => Kind::Number(value.clone()),
        Token::Text(text) => Kind::Text(text.clone()),
        Token::Word(word) if word == "true" => Kind::Flag(true),
        Token::Word(word) if word == "false" => Kind::Flag(false),
        Token::Word(word) if word == "skip" => Kind::Skip,
        Token::Word(word) if matches!(word.as_str(), "if" | "let") => return expression(input),
        Token::Sign("(") => {
            take(input, "(")?;
            let inner = expression(input)?;
            let end = expect_sign(input, ")")?;
            // What stands in parentheses is pointed at with them.
            return Ok(Expr { span: span.to(end), ..inner });
        }
        Token::Word(_) | Token::Quoted(_) => return named(input),
        Token::Sign(_) => return Err(unexpected(input, "a figure, a name or a function")),
    };
    take(input, "a figure")?;
    node(input, leaf, span)
}

fn named(input: &mut Input<'_>) -> Parsed<Expr> {
    let plain = matches!(peek(input), Some(Lexeme { token: Token::Word(_), .. }));
    let (name, span) = name(input)?;
    if plain && next_is_sign(input, "(") {
        return deeper(input, |input| parse_call::call(input, name, span));
    }
    node(input, Kind::Name(name), span)
}
