//! The checked form of a formula: names looked up, types known, ready to be worked out.

use std::sync::Arc;

use gangmu_num::Ratio;

use crate::fault::Span;
use crate::syntax::{BinaryOp, Comparison, Moment, Population, Stretch, UnaryOp};
use crate::types::{Direction, Type};

/// A fact a formula can ask for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reference {
    /// A reported element.
    Element(Arc<str>),
    /// An indicator, worked out from its own formula.
    Indicator(Arc<str>),
    /// The target of an indicator for the subject.
    Target(Arc<str>),
    /// The plausible worst value of an indicator.
    Worst(Arc<str>),
    /// The plausible best value of an indicator.
    Best(Arc<str>),
    /// A figure of the unit itself, such as its population.
    Attribute(Arc<str>),
    /// The points an item can give in the subject's class.
    ItemPoints(Arc<str>),
    /// How many elements of a checklist were met.
    Checked(Arc<str>),
    /// Labels given by raters.
    Ratings(Arc<str>),
    /// Grades of the dimensions of an item.
    Grades(Arc<str>),
    /// How many answered a survey question with one of these; all valid answers when empty.
    Answers(Arc<str>, Vec<Arc<str>>),
    /// How many verified events of a type, and of a severity where one is named.
    Events(Arc<str>, Option<Arc<str>>),
    /// Share of milestone weight delivered; the factor is for what came late.
    Milestones(Ratio),
    /// How many practices in a state.
    Practices(Arc<str>),
    /// Points in a scheme.
    SchemeResult(Arc<str>),
    /// Whether ranked in a scheme.
    SchemeRanked(Arc<str>),
    /// Points of a group or an item of the scheme at hand.
    Points(Arc<str>),
    /// Sum of the groups.
    Base,
    /// Points taken off for events.
    Deducted,
    /// Bonus points.
    Bonus,
    /// The total.
    Total,
}

/// A checked expression.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its type.
    pub ty: Type,
    /// Where it stands in the text.
    pub span: Span,
}

/// How many are put together into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// The sum.
    Sum,
    /// The plain mean.
    Mean,
    /// The median; the mean of the middle two when they are even in number.
    Median,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// How many have a value, or for how many a condition holds.
    Count,
}

/// A function of figures that needs no more than their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// Smallest of several.
    Min,
    /// Largest of several.
    Max,
    /// At least as good as.
    Reached(Direction),
    /// Strictly better than.
    Better(Direction),
    /// How far short of, at least 0.
    Short(Direction),
    /// How far beyond, at least 0.
    Excess(Direction),
    /// `x / t`, or `t / x` where lower is better.
    Relative(Direction),
    /// The same, at most 1.
    Attained(Direction),
    /// Where between two ends, within 0 and 1.
    Share,
    /// Counted in steps.
    Per,
    /// Counted in started steps.
    Started,
    /// Counted in full steps.
    Full,
    /// Kept between two ends.
    Clamp,
    /// Without its sign.
    Abs,
    /// Down to a whole number.
    Floor,
    /// Up to a whole number.
    Ceil,
    /// Half-up to so many places.
    Round,
    /// e to the power of.
    Exp,
    /// Natural logarithm.
    Ln,
    /// Square root.
    Sqrt,
    /// The same figure without its unit.
    Number,
}

/// The kinds of checked expression.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// A figure as written.
    Constant(Ratio),
    /// A label as written.
    Text(Arc<str>),
    /// `true` or `false`.
    Flag(bool),
    /// Left out.
    Skip,
    /// No figure, since the table says nothing of the case.
    Undefined,
    /// A fact.
    Reference(Reference),
    /// What `let` named, by its place.
    Local(usize),
    /// `let`.
    Let(usize, Box<Node>, Box<Node>),
    /// An operator before its operand.
    Unary(UnaryOp, Box<Node>),
    /// An operator between operands.
    Binary(BinaryOp, Box<Node>, Box<Node>),
    /// `if`, and `cases` one after the other.
    If(Box<Node>, Box<Node>, Box<Node>),
    /// At another moment.
    At(Box<Node>, Moment),
    /// Of the unit one tier above.
    OfParent(Box<Node>),
    /// A function of figures.
    Function(Function, Vec<Node>),
    /// A label read as a figure.
    TextToNumber(Box<Node>),
    /// Whether there is a value.
    Has(Box<Node>),
    /// The first that has a value.
    Coalesce(Vec<Node>),
    /// Unknown ones left out (inside an aggregate).
    Known(Box<Node>),
    /// The first band that holds.
    Bands {
        /// What is banded.
        x: Box<Node>,
        /// Comparison, limit, figure.
        rows: Vec<(Comparison, Node, Node)>,
        /// The figure where no band holds.
        otherwise: Box<Node>,
    },
    /// Straight lines between anchors.
    Line(Box<Node>, Vec<(Ratio, Ratio)>),
    /// Rates on slabs, from the outermost limit; `below` says on which side they lie.
    Slabs {
        /// What is measured.
        x: Box<Node>,
        /// Whether the slabs lie below their limits.
        below: bool,
        /// Limit and rate, in the order in which `x` meets them.
        rows: Vec<(Ratio, Ratio)>,
    },
    /// A figure for a label; `None` is `skip`.
    Lookup(Box<Node>, Vec<(Arc<str>, Option<Ratio>)>, Option<Option<Ratio>>),
    /// Over periods.
    OverTime(Aggregate, Box<Node>, Stretch),
    /// Over subjects.
    OverPopulation(Aggregate, Box<Node>, Population),
    /// Over a list; so many lowest and highest left out.
    OverList(Aggregate, Box<Node>, usize),
    /// Mean of the best so many.
    Top(Direction, Box<Node>, usize, Population),
    /// 1 + number of strictly better ones.
    Rank(Direction, Box<Node>, Population),
    /// How many subjects.
    Size(Population),
}
