//! From text to tokens.

use gangmu_num::Ratio;
use winnow::combinator::{alt, delimited, opt, preceded, repeat};
use winnow::error::{ContextError, ParserError};
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location, Stream};
use winnow::token::{any, literal, one_of, take_while};

use crate::fault::{Fault, Span};
use crate::limits;

/// One token of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Number(Ratio),
    Text(String),
    /// A plain word: a keyword or a name.
    Word(String),
    /// A name in backticks.
    Quoted(String),
    Sign(&'static str),
}

/// A token and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    pub(crate) token: Token,
    pub(crate) span: Span,
}

type Input<'i> = LocatingSlice<&'i str>;
type Lexed<T> = winnow::Result<T, ContextError>;

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [&str; 18] =
    ["..", "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", ",", ":", ";", "@", "="];

/// Cuts a text into tokens; the first fault ends it.
pub(crate) fn tokens(text: &str) -> Result<Vec<Placed>, Fault> {
    if text.len() > limits::TEXT_BYTES {
        return Err(Fault::new("X003", Span::new(0, 0))
            .with("what", "text")
            .with("limit", limits::TEXT_BYTES));
    }
    let mut input = LocatingSlice::new(text);
    let mut found = Vec::new();
    loop {
        let _ = blank.parse_next(&mut input);
        if input.is_empty() {
            return Ok(found);
        }
        let start = input.current_token_start();
        let before = input.checkpoint();
        match token.parse_next(&mut input) {
            Ok(token) => {
                let span = Span::new(start, input.previous_token_end());
                check_number(&text[span.start..span.end], &token, span)?;
                found.push(Placed { token, span });
            }
            Err(_) => {
                input.reset(&before);
                return Err(unreadable(&text[start..], start));
            }
        }
    }
}

/// A token that could not be read: an unclosed label or a foreign sign.
fn unreadable(rest: &str, start: usize) -> Fault {
    let first = rest.chars().next().unwrap_or(' ');
    if first == '"' || first == '`' {
        return Fault::new("X004", Span::new(start, start + rest.len())).with("sign", first);
    }
    Fault::new("X001", Span::new(start, start + first.len_utf8())).with("found", first)
}

/// A number has at most so many digits, and nothing grows out of it.
fn check_number(written: &str, token: &Token, span: Span) -> Result<(), Fault> {
    if !matches!(token, Token::Number(_)) {
        return Ok(());
    }
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    if digits > limits::DIGITS {
        return Err(Fault::new("X005", span).with("limit", limits::DIGITS));
    }
    Ok(())
}

/// White space, and comments from `#` to the end of the line.
fn blank(input: &mut Input<'_>) -> Lexed<()> {
    let space = take_while(1.., char::is_whitespace).void();
    let comment = preceded('#', take_while(0.., |c| c != '\n')).void();
    repeat(0.., alt((space, comment))).parse_next(input)
}

fn token(input: &mut Input<'_>) -> Lexed<Token> {
    alt((number, text, quoted, word, sign)).parse_next(input)
}

fn number(input: &mut Input<'_>) -> Lexed<Token> {
    let digits = || take_while(1.., |c: char| c.is_ascii_digit());
    // `2023..2025` is a range: a point counts only when a digit follows.
    let fraction = preceded('.', digits());
    let written = (digits(), opt(fraction)).take().parse_next(input)?;
    if written.len() > 64 {
        // Far too long; a stand-in lets the caller point at it.
        return Ok(Token::Number(Ratio::ZERO));
    }
    match Ratio::parse_decimal(written) {
        Some(value) => Ok(Token::Number(value)),
        None => Err(ContextError::from_input(input)),
    }
}

fn text(input: &mut Input<'_>) -> Lexed<Token> {
    let escaped = preceded('\\', one_of(['"', '\\']));
    let plain = any.verify(|c: &char| *c != '"' && *c != '\\' && *c != '\n');
    let inside = repeat(0.., alt((escaped, plain))).fold(String::new, |mut s, c: char| {
        s.push(c);
        s
    });
    delimited('"', inside, '"').map(Token::Text).parse_next(input)
}

fn quoted(input: &mut Input<'_>) -> Lexed<Token> {
    let inside = take_while(1.., |c: char| c != '`' && c != '\n');
    delimited('`', inside, '`').map(|name: &str| Token::Quoted(name.to_owned())).parse_next(input)
}

fn word(input: &mut Input<'_>) -> Lexed<Token> {
    let first = any.verify(|c: &char| c.is_alphabetic() || *c == '_');
    let rest = take_while(0.., |c: char| c.is_alphanumeric() || c == '_');
    (first, rest).take().map(|word: &str| Token::Word(word.to_owned())).parse_next(input)
}

fn sign(input: &mut Input<'_>) -> Lexed<Token> {
    for sign in SIGNS {
        if opt(literal(sign)).parse_next(input)?.is_some() {
            return Ok(Token::Sign(sign));
        }
    }
    Err(ContextError::from_input(input))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_years_is_no_fraction() {
        let found: Vec<Token> =
            tokens("2023..2025 1.5 # end").unwrap().into_iter().map(|p| p.token).collect();
        assert_eq!(
            found,
            [
                Token::Number(Ratio::from_int(2023)),
                Token::Sign(".."),
                Token::Number(Ratio::from_int(2025)),
                Token::Number(Ratio::parse_decimal("1.5").unwrap()),
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_pointed_at() {
        assert_eq!(tokens("a $ b").unwrap_err().span, Span::new(2, 3));
        assert_eq!(tokens("a \"b").unwrap_err().code, "X004");
        assert_eq!(tokens("１２").unwrap_err().code, "X001");
        assert_eq!(tokens("1234567890123456789").unwrap_err().code, "X005");
    }
}
