//! The names in sight of the formulas that are tried.

use std::sync::Arc;

use gangmu_formula::check::{Checked, check};
use gangmu_formula::{Direction, Fault, Figure, Measure, Names, Reference, Type, parse};

/// The names in sight of an item about the indicator `X`, plus those of rules on results.
pub(crate) struct Sight;

fn figure(unit: &str, better: Option<Direction>) -> Figure {
    Figure { measure: Some(Measure::parse(unit)), better }
}

impl Names for Sight {
    fn plain(&self, name: &str) -> Option<(Reference, Type)> {
        let id: Arc<str> = Arc::from(name);
        let x: Arc<str> = Arc::from("X");
        let of_x = |reference| Some((reference, Type::Number(self.indicator("X")?)));
        let element = |ty| Some((Reference::Element(id.clone()), ty));
        let points = |reference, better| {
            Some((reference, Type::Number(Figure { better, ..Figure::points() })))
        };
        match name {
            "x" | "X" => of_x(Reference::Indicator(x)),
            "t" => of_x(Reference::Target(x)),
            "worst" => of_x(Reference::Worst(x)),
            "best" => of_x(Reference::Best(x)),
            "P" => points(Reference::ItemPoints(x), None),
            "base" => points(Reference::Base, Some(Direction::Up)),
            "deducted" => points(Reference::Deducted, Some(Direction::Down)),
            "bonus" => points(Reference::Bonus, Some(Direction::Up)),
            "total" => points(Reference::Total, Some(Direction::Up)),
            "A" | "B" | "hot-line" => element(Type::Number(figure("case", None))),
            "C" => element(Type::Number(figure("person", None))),
            "label" => element(Type::Text),
            "open" => element(Type::Flag),
            "Y" => Some((Reference::Indicator(id), Type::Number(self.indicator(name)?))),
            _ => None,
        }
    }

    fn indicator(&self, id: &str) -> Option<Figure> {
        match id {
            "X" => Some(figure("%", Some(Direction::Up))),
            "Y" => Some(figure("day/case", Some(Direction::Down))),
            _ => None,
        }
    }

    fn has(&self, kind: &str, id: &str) -> bool {
        self.known(kind).iter().any(|known| known == id)
    }

    fn known(&self, kind: &str) -> Vec<String> {
        let known: &[&str] = match kind {
            "plain" => &["x", "t", "P", "worst", "best", "A", "B", "C", "hot-line", "X", "Y"],
            "indicator" | "points" | "checked" => &["X", "Y"],
            "ratings" => &["R"],
            "grades" => &["G"],
            "answers" => &["Q"],
            "events" => &["outage"],
            "practices" => &["approved"],
            "result" | "ranked" => &["city"],
            "attribute" => &["population"],
            _ => &[],
        };
        known.iter().map(|id| (*id).to_owned()).collect()
    }
}

/// Reads and checks a formula.
pub(crate) fn checked(text: &str) -> Result<Checked, Fault> {
    parse(text).and_then(|expr| check(&expr, &Sight))
}
