//! Types of expressions: figures with a unit of measure and a direction, flags, labels, lists.

use std::collections::BTreeMap;
use std::fmt;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Higher is better.
    Up,
    /// Lower is better.
    Down,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub fn turned(self) -> Direction {
        match self {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        }
    }

    /// As it is written in `indicators.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }
}

/// A unit of measure: a product of words with whole powers, such as `death/10k vehicle`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Measure {
    powers: BTreeMap<String, i32>,
}

impl Measure {
    /// A pure number: points, shares, counts of steps.
    pub fn pure() -> Measure {
        Measure::default()
    }

    /// Reads a unit such as `%`, `case`, `day/case` or `death/10k vehicle`. Words are separated by
    /// `/` (everything after it divides) and `*`; `1` and nothing at all are pure.
    pub fn parse(text: &str) -> Measure {
        let mut measure = Measure::pure();
        for (place, part) in text.split('/').enumerate() {
            let power = if place == 0 { 1 } else { -1 };
            for word in part.split('*').map(str::trim).filter(|w| !w.is_empty() && *w != "1") {
                *measure.powers.entry(word.to_owned()).or_insert(0) += power;
            }
        }
        measure.powers.retain(|_, power| *power != 0);
        measure
    }

    /// Whether it is a pure number.
    pub fn is_pure(&self) -> bool {
        self.powers.is_empty()
    }

    /// The unit of a product (`sign` 1) or a quotient (`sign` -1).
    #[must_use]
    pub fn times(&self, other: &Measure, sign: i32) -> Measure {
        let mut product = self.clone();
        for (word, power) in &other.powers {
            let sum = product.powers.entry(word.clone()).or_insert(0);
            *sum = sum.saturating_add(power.saturating_mul(sign));
        }
        product.powers.retain(|_, power| *power != 0);
        product
    }

    /// The unit of a square root, where there is one.
    pub fn root(&self) -> Option<Measure> {
        let even = self.powers.values().all(|power| power % 2 == 0);
        even.then(|| Measure {
            powers: self.powers.iter().map(|(word, power)| (word.clone(), power / 2)).collect(),
        })
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |sign: i32| {
            let some: Vec<&str> = self
                .powers
                .iter()
                .filter(|(_, power)| power.signum() == sign)
                .flat_map(|(word, power)| {
                    (0..power.unsigned_abs().min(4)).map(move |_| word.as_str())
                })
                .collect();
            some.join("*")
        };
        let (above, below) = (words(1), words(-1));
        match (above.is_empty(), below.is_empty()) {
            (_, true) if above.is_empty() => f.write_str("1"),
            (_, true) => f.write_str(&above),
            (true, false) => write!(f, "1/{below}"),
            (false, false) => write!(f, "{above}/{below}"),
        }
    }
}

/// The type of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its unit; `None` for a figure written in the formula, which takes on any unit.
    pub measure: Option<Measure>,
    /// Which way is better, where that is known.
    pub better: Option<Direction>,
}

impl Figure {
    /// A figure without a unit, such as points; higher is better.
    pub fn points() -> Figure {
        Figure { measure: Some(Measure::pure()), better: Some(Direction::Up) }
    }

    /// A figure without a unit that is neither good nor bad.
    pub fn pure() -> Figure {
        Figure { measure: Some(Measure::pure()), better: None }
    }

    /// A figure as written in a formula.
    pub fn literal() -> Figure {
        Figure { measure: None, better: None }
    }

    /// Whether it can stand where points are wanted.
    pub fn is_pure(&self) -> bool {
        self.measure.as_ref().is_none_or(Measure::is_pure)
    }
}

/// The type of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A figure.
    Number(Figure),
    /// True or false.
    Flag,
    /// A label.
    Text,
    /// A list of figures of one subject.
    Numbers(Figure),
    /// A list of labels of one subject.
    Texts,
}

impl Type {
    /// The word used in messages.
    pub fn word(&self) -> &'static str {
        match self {
            Type::Number(_) => "number",
            Type::Flag => "condition",
            Type::Text => "label",
            Type::Numbers(_) => "list of numbers",
            Type::Texts => "list of labels",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_multiply_divide_and_cancel() {
        let rate = Measure::parse("death").times(&Measure::parse("10k vehicle"), -1);
        assert_eq!(rate, Measure::parse("death/10k vehicle"));
        assert_eq!(rate.to_string(), "death/10k vehicle");
        assert!(Measure::parse("case").times(&Measure::parse("case"), -1).is_pure());
        assert_eq!(Measure::parse("%").to_string(), "%");
        assert_eq!(Measure::parse("").to_string(), "1");
        assert_eq!(Measure::parse("1/day").to_string(), "1/day");
        assert_eq!(Measure::parse("day*day").root(), Some(Measure::parse("day")));
    }
}
