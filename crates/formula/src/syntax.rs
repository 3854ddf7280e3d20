//! The syntax tree: what was written, before names are looked up and types are checked.

use std::fmt;

use gangmu_num::Ratio;

use crate::fault::Span;

/// An expression and where it stands. Two expressions are equal when they say the same, wherever
/// they stand.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// How many levels of nodes it has.
    pub(crate) height: usize,
}

impl Expr {
    /// An expression made from its parts.
    pub fn new(kind: Kind, span: Span) -> Expr {
        let height = 1 + levels_below(&kind);
        Expr { kind, span, height }
    }
}

/// How many levels of nodes lie below. A chain such as `a + b + c` has a level for each operator,
/// and `cases` one for each row, since each row stands in the `else` of the row before; so have
/// `bands` of intervals.
fn levels_below(kind: &Kind) -> usize {
    match kind {
        Kind::Number(_) | Kind::Text(_) | Kind::Name(_) | Kind::Flag(_) | Kind::Skip => 0,
        Kind::Unary(_, a) | Kind::At(a, _) | Kind::OfParent(a) => a.height,
        Kind::Binary(_, a, b) | Kind::Let(_, a, b) => a.height.max(b.height),
        Kind::If(a, b, c) => a.height.max(b.height).max(c.height),
        Kind::Call(call) => {
            let levels = call.arguments.iter().map(|argument| match &argument.label {
                Label::Key(_, key) => key.height.max(argument.value.height),
                Label::Between(ends) => ends
                    .it
                    .iter()
                    .map(|(_, end)| end.height)
                    .fold(argument.value.height, usize::max),
                Label::None | Label::Else => argument.value.height,
            });
            let rows = match call.function.as_str() {
                "cases" => call.arguments.len().saturating_sub(2),
                // Under the name given to what is banded: a comparison, two joined by `and`.
                "bands" if call.is_of_intervals() => call.arguments.len() + 2,
                _ => 0,
            };
            levels.max().unwrap_or(0) + rows
        }
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Expr) -> bool {
        self.kind == other.kind
    }
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A number, exactly as written.
    Number(Ratio),
    /// A label.
    Text(String),
    /// A plain or backquoted name.
    Name(String),
    /// `true` or `false`.
    Flag(bool),
    /// `skip`: left out of an aggregate.
    Skip,
    /// `-a` or `not a`.
    Unary(UnaryOp, Box<Expr>),
    /// `a + b` and the like.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `if c then a else b`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `let name = value; body`.
    Let(String, Box<Expr>, Box<Expr>),
    /// `a @ moment`.
    At(Box<Expr>, Moment),
    /// `a of parent`.
    OfParent(Box<Expr>),
    /// `name(arguments over periods in population)`.
    Call(Call),
}

/// A call of a function. Two calls are equal when they say the same, wherever they stand.
#[derive(Debug, Clone)]
pub struct Call {
    /// The function's name.
    pub function: String,
    /// Where the name stands.
    pub name_span: Span,
    /// What it is given.
    pub arguments: Vec<Argument>,
    /// `over months`, `over 3 before` …
    pub over: Option<Placed<Stretch>>,
    /// `in class`, `in all`.
    pub within: Option<Placed<Population>>,
}

impl Call {
    /// Whether it is a table of intervals: one of its rows has two ends.
    pub(crate) fn is_of_intervals(&self) -> bool {
        self.arguments.iter().any(|argument| matches!(argument.label, Label::Between(_)))
    }
}

impl PartialEq for Call {
    fn eq(&self, other: &Call) -> bool {
        self.function == other.function
            && self.arguments == other.arguments
            && self.over == other.over
            && self.within == other.within
    }
}

/// A part of a call with its place; equal when the parts are equal.
#[derive(Debug, Clone)]
pub struct Placed<T> {
    /// The part.
    pub it: T,
    /// Where it stands.
    pub span: Span,
}

impl<T: PartialEq> PartialEq for Placed<T> {
    fn eq(&self, other: &Placed<T>) -> bool {
        self.it == other.it
    }
}

/// One argument, with what stands before its colon.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// What stands before the colon.
    pub label: Label,
    /// The argument itself.
    pub value: Expr,
}

/// What stands before an argument's colon.
#[derive(Debug, Clone, PartialEq)]
pub enum Label {
    /// No colon.
    None,
    /// `else:`
    Else,
    /// `70:`, `"A":`, `late:`, `>= t:`
    Key(Option<Comparison>, Expr),
    /// `> 10 and <= 15:`
    Between(Placed<[(Comparison, Expr); 2]>),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
}

impl Comparison {
    /// Whether it holds for values in that order.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Below => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Above => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
            Comparison::Equal => order.is_eq(),
            Comparison::Unequal => order.is_ne(),
        }
    }

    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Below => "<",
            Comparison::AtMost => "<=",
            Comparison::Above => ">",
            Comparison::AtLeast => ">=",
            Comparison::Equal => "==",
            Comparison::Unequal => "!=",
        }
    }
}

/// An operator before its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `-`
    Negate,
    /// `not`
    Not,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `and`
    And,
    /// `or`
    Or,
    /// `<` and the like
    Compare(Comparison),
}

impl BinaryOp {
    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
            BinaryOp::And => "and",
            BinaryOp::Or => "or",
            BinaryOp::Compare(comparison) => comparison.sign(),
        }
    }
}

/// A moment other than the present period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// So many periods later; earlier when negative. `prev` is -1.
    Shift(i32),
    /// That very period.
    Period(gangmu_base::Period),
}

/// Several periods, as seen from the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stretch {
    /// The halves, quarters or months of the present period.
    Parts(gangmu_base::Length),
    /// So many periods, the present one being the last.
    Last(u32),
    /// So many periods before the present one.
    Before(u32),
    /// From one year to another, both included.
    Years(i16, i16),
}

/// Which subjects are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Population {
    /// Those of the subject's class.
    Class,
    /// All subjects of the scheme.
    All,
}

impl fmt::Display for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Population::Class => "class",
            Population::All => "all",
        })
    }
}

/// Words that are part of the language and can be names only in backticks.
pub const KEYWORDS: [&str; 14] = [
    "if", "then", "else", "let", "and", "or", "not", "over", "in", "of", "true", "false", "skip",
    "parent",
];
