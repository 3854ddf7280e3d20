//! How deep a TOML text nests, found out before it is parsed: tables are built and dropped by
//! recursion, and a text of ten thousand brackets or dots must not use up the stack.

use toml_parser::lexer::TokenKind;

/// Where `text` nests deeper than `limit`, if it does: the offset of the token that does it.
/// Brackets, parts of dotted keys and parts of table headers all count. What is no valid TOML
/// may be taken for deeper than it is, never for flatter.
pub(crate) fn too_deep(text: &str, limit: usize) -> Option<usize> {
    let mut depth = Depth::default();
    for token in toml_parser::Source::new(text).lex() {
        if depth.after(token.kind()) > limit {
            return Some(token.span().start());
        }
    }
    None
}

#[derive(Default)]
struct Depth {
    /// Parts of the header of the current table.
    header: usize,
    /// Depth at each bracket that is still open, with what closes it.
    open: Vec<(usize, TokenKind)>,
    /// Dots since the last key, value or bracket began.
    dots: usize,
    /// Parts of the key whose value comes next.
    key: usize,
    /// Whether only blanks have been on this line.
    fresh: bool,
    /// Brackets that opened the table header that is being read: none, one or two.
    header_open: usize,
    started: bool,
}

impl Depth {
    fn base(&self) -> usize {
        self.open.last().map_or(self.header, |open| open.0)
    }

    /// The depth reached with one more token.
    fn after(&mut self, kind: TokenKind) -> usize {
        let fresh = self.fresh || !self.started;
        self.started = true;
        self.fresh = fresh && kind == TokenKind::Whitespace;
        match kind {
            TokenKind::Newline => {
                self.fresh = true;
                self.dots = 0;
                self.header_open = 0;
                // Inside brackets a value may perhaps stand on the line after its key.
                if self.open.is_empty() {
                    self.key = 0;
                }
            }
            TokenKind::LeftSquareBracket
                if self.open.is_empty() && (fresh || self.header_open == 1) =>
            {
                self.header_open += 1;
                self.dots = 0;
                self.header = 1;
            }
            TokenKind::RightSquareBracket if self.header_open > 0 => {
                self.header = self.header.max(self.dots + 1);
                self.header_open = 0;
                self.dots = 0;
            }
            TokenKind::LeftSquareBracket => self.open(TokenKind::RightSquareBracket),
            TokenKind::LeftCurlyBracket => self.open(TokenKind::RightCurlyBracket),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                // A bracket that closes nothing is left to the parser to complain about.
                if self.open.last().is_some_and(|open| open.1 == kind) {
                    self.open.pop();
                }
                self.dots = 0;
                self.key = 0;
            }
            TokenKind::Dot => self.dots += 1,
            TokenKind::Equals => {
                self.key = self.dots + 1;
                self.dots = 0;
            }
            TokenKind::Comma => {
                self.dots = 0;
                self.key = 0;
            }
            _ => {}
        }
        let named = if self.header_open > 0 { 0 } else { self.base() };
        named + self.dots.max(self.key)
    }

    fn open(&mut self, closing: TokenKind) {
        let depth = self.base() + self.key + 1;
        self.open.push((depth, closing));
        self.header_open = 0;
        self.dots = 0;
        self.key = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_files_are_flat() {
        let text = "a = 1.5\n[b.c]\nd.e = [1.2, [3.4, { f.g = 'x' }]]\n[[h]]\ni = { j = 1 }\n";
        assert_eq!(too_deep(text, 9), None, "b, c, d, e, two lists, a table, f, g");
        assert!(too_deep(text, 8).is_some());
        let many = "a = { b = [1, 2] }\nc = [[1], [2]]\n[[d.e]]\n".repeat(10_000);
        assert_eq!(too_deep(&many, 6), None, "brackets that are closed do not add up");
        let brackets = "[{.".repeat(99);
        let strings = format!("a = '{brackets}'\nb = \"{brackets}\" # {brackets}");
        assert_eq!(too_deep(&strings, 3), None, "brackets in strings and comments do not count");
    }

    #[test]
    fn every_way_to_nest_is_noticed() {
        for text in [
            format!("a = {}", "[".repeat(40)),
            format!("a = {}", "{a=".repeat(40)),
            format!("{}a = 1", "a.".repeat(40)),
            format!("[{}a]", "a.".repeat(40)),
            format!("[[{}a]]", "a . ".repeat(40)),
            format!("a = {}", "{ a.b.c.d = [ ".repeat(10)),
            format!("[{}a]\n{}b = 1", "a.".repeat(20), "b.".repeat(20)),
            format!("a = {}", "[}".repeat(40)),
            format!("a = [\n{}", "[x]\n{".repeat(40)),
            format!("[a] = {}", "[".repeat(40)),
            "[".repeat(40),
        ] {
            assert!(too_deep(&text, 32).is_some(), "{text}");
        }
        let at = too_deep(&format!("a = {}", "[".repeat(40)), 32);
        assert_eq!(at, Some(4 + 31), "the 32nd bracket, the key being the first level");
    }
}
