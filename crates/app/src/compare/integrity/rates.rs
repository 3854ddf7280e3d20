//! Published rates with their funnel status: how far a rate may lie from that of its class by chance.

use gangmu_base::{Finding, Period, Place, Reporter};
use gangmu_domain::framework::Indicator;
use gangmu_formula::Reference;
use gangmu_formula::typed::Node;
use gangmu_index::small::funnel::{Limits, Status, exact};
use gangmu_index::small::shrink::marshall;
use gangmu_index::small::{Law, Tally};
use gangmu_num::Ratio;

use super::parts::{Rates, assessed, rates};
use crate::define::Prepared;
use crate::score::{Asked, Ground, after_appeals, cannot_be_carried_back};
use crate::table::{Table, Value};

/// A class with fewer rates has no line of its own: that of all is taken.
const OWN_LINE: usize = 5;

const COLUMNS: [&str; 15] = [
    "unit",
    "class",
    "indicator",
    "period",
    "numerator",
    "denominator",
    "rate",
    "line",
    "line_of",
    "low95",
    "high95",
    "low998",
    "high998",
    "status",
    "shrunk",
];

/// A row for each unit and each indicator that is a ratio. With `public`, a rate with too small a
/// denominator shows the mark, and so does one more where it would be the only one of its line.
///
/// # Errors
/// `S023` without a period; the findings that keep facts from being carried or changed.
pub fn integrity_rates(
    prepared: &Prepared<'_>,
    asked: &Asked,
    public: bool,
) -> Result<Table, Vec<Finding>> {
    let programme = prepared.programme;
    let own = programme.schemes.first().and_then(|scheme| scheme.period);
    let Some(period) = asked.period.or(programme.framework.period).or(own) else {
        let place = Place::file("programme.toml");
        return Err(vec![Finding::error("S023", place).with("scheme", &programme.framework.id)]);
    };
    if let Some(found) = cannot_be_carried_back(programme, asked, period) {
        return Err(vec![found]);
    }
    let (facts, changed) = after_appeals(programme, asked)?;
    let ground = Ground::new(programme, asked, &facts, changed);
    let figures = ground.figures();
    let source = ground.source(prepared, &figures);
    let groups = assessed(prepared, asked, period);
    let mut table = Table { columns: COLUMNS.to_vec(), rows: Vec::new() };
    for (place, indicator) in programme.framework.indicators.iter().enumerate() {
        for (_, reporters) in &groups {
            let all = rates(prepared, &source, place, period, reporters);
            let funnel = Funnel { prepared, indicator, period, reporters, public };
            funnel.lay_out(place, &all, &mut table);
        }
    }
    Ok(table)
}

/// An indicator of those who are compared.
struct Funnel<'f> {
    prepared: &'f Prepared<'f>,
    indicator: &'f Indicator,
    period: Period,
    reporters: &'f [Reporter],
    public: bool,
}

/// What the funnel says of a unit.
#[derive(Clone)]
struct Placed {
    line: Option<f64>,
    line_of: &'static str,
    limits: Option<Limits>,
    status: &'static str,
}

impl Funnel<'_> {
    fn lay_out(&self, place: usize, all: &Rates, table: &mut Table) {
        let Some(below) = &all.denominators else { return };
        if all.values.iter().all(Option::is_none) {
            return;
        }
        let scale = all.scale.as_ref();
        let above: Vec<Option<Ratio>> = all
            .values
            .iter()
            .zip(below)
            .map(|(value, below)| (value.as_ref()? * below.as_ref()?).div(scale?))
            .collect();
        let placed = self.placed(self.law(place, &above, below), &above, below);
        let shrunk = self.shrunk(&above, below);
        let hidden = self.hidden(below);
        let mark = self.prepared.programme.framework.privacy.as_ref();
        let mark = mark.map_or("x", |privacy| privacy.mark.as_str());
        let factor = scale.map_or(1.0, Ratio::to_f64);
        let decimal = |value: Option<f64>| {
            Value::or_empty(value, |value| Value::Number(super::table::written(factor * value, 4)))
        };
        // Counts as such, and other figures to four places.
        let exactly = |value: Option<&Ratio>| {
            Value::or_empty(value, |value| {
                let places = if value.floor() == *value { 0 } else { 4 };
                Value::Number(value.show(places))
            })
        };
        for (row, reporter) in self.reporters.iter().enumerate() {
            let Some(value) = &all.values[row] else { continue };
            let own = &placed[row];
            let limits = own.limits;
            let mut cells = vec![
                Value::word(self.prepared.programme.tree.id(*reporter)),
                Value::word(self.class(*reporter)),
                Value::word(self.indicator.id.clone()),
                Value::word(self.period.to_string()),
                exactly(above[row].as_ref()),
                exactly(below[row].as_ref()),
                exactly(Some(value)),
                decimal(own.line),
                Value::word(own.line_of),
                decimal(limits.map(|limits| limits.low95)),
                decimal(limits.map(|limits| limits.high95)),
                decimal(limits.map(|limits| limits.low998)),
                decimal(limits.map(|limits| limits.high998)),
                Value::word(own.status),
                decimal(shrunk[row]),
            ];
            if hidden[row] {
                for (cell, column) in cells.iter_mut().zip(COLUMNS) {
                    let kept = ["unit", "class", "indicator", "period", "line", "line_of"];
                    if !kept.contains(&column) {
                        *cell = Value::word(mark);
                    }
                }
            }
            table.rows.push(cells);
        }
    }

    fn class(&self, reporter: Reporter) -> &str {
        let tree = &self.prepared.programme.tree;
        match (tree.unit(reporter), tree.body(reporter)) {
            (Some(unit), _) => unit.class.as_deref().unwrap_or_default(),
            (_, Some(body)) => &body.kind,
            _ => "",
        }
    }

    /// How chance makes the events; none where they are no counts.
    fn law(&self, place: usize, above: &[Option<Ratio>], below: &[Option<Ratio>]) -> Option<Law> {
        let compiled = &self.prepared.compiled;
        let formula = compiled.formulas.get(place)?.as_ref()?;
        let under = compiled.denominators.get(place)?.as_ref()?;
        let (counted, of) = self.units(super::parts::numerator(&formula.root)?)?;
        let whole = |figures: &[Option<Ratio>]| {
            figures.iter().flatten().all(|figure| figure.floor() == *figure)
        };
        if !counted || !whole(above) {
            return None;
        }
        let inside = above.iter().zip(below).all(|pair| match pair {
            (Some(above), Some(below)) => above <= below,
            _ => true,
        });
        let cases = self.units(&under.root).is_some_and(|(counted, unit)| counted && unit == of);
        Some(if cases && inside && whole(below) { Law::Binomial } else { Law::Poisson })
    }

    /// Whether all elements of a formula count things, and in which unit of measure; none where
    /// there is anything but elements in it.
    fn units(&self, node: &Node) -> Option<(bool, &str)> {
        let element = |reference: &Reference| match reference {
            Reference::Element(id) => {
                let place = self.prepared.catalogue.element(id)?;
                self.prepared.programme.framework.elements.get(place)
            }
            _ => None,
        };
        let all: Option<Vec<_>> = node.references().into_iter().map(element).collect();
        let all = all?;
        let unit = all.first()?.unit.as_str();
        let same = all.iter().all(|element| element.unit == unit);
        let counted = all.iter().all(|element| element.counts_things());
        Some((counted, if same { unit } else { "" }))
    }

    /// Each unit in the funnel of its class; in that of all where its class is small.
    fn placed(
        &self,
        law: Option<Law>,
        above: &[Option<Ratio>],
        below: &[Option<Ratio>],
    ) -> Vec<Placed> {
        let none = |status| Placed { line: None, line_of: "", limits: None, status };
        let Some(law) = law else { return vec![none("not_counts"); above.len()] };
        let mut found = vec![none("no_rate"); above.len()];
        for (members, line_of) in self.lines(above, below) {
            let of = |figures: &[Option<Ratio>], rows: &[usize]| -> Vec<Option<f64>> {
                rows.iter().map(|row| Some(figures[*row].as_ref()?.to_f64())).collect()
            };
            let tally = Tally::new(&of(above, &members), &of(below, &members));
            let everybody: Vec<usize> = (0..above.len()).collect();
            let target = match line_of {
                "class" => None,
                _ => Tally::new(&of(above, &everybody), &of(below, &everybody))
                    .ok()
                    .and_then(|all| all.overall_rate()),
            };
            // Where nobody has any event, or everybody has all, there is no line to be far from.
            let Some(funnel) = tally.ok().and_then(|tally| exact(&tally, law, target).ok()) else {
                members.iter().for_each(|row| found[*row] = none("no_line"));
                continue;
            };
            for (at, row) in members.iter().enumerate() {
                let (limits, status) = (funnel.limits[at], word(funnel.statuses[at]));
                let line = limits.map(|_| funnel.target);
                found[*row] = Placed { line, line_of, limits, status };
            }
        }
        found
    }

    /// Which rows have a line together.
    fn lines(
        &self,
        above: &[Option<Ratio>],
        below: &[Option<Ratio>],
    ) -> Vec<(Vec<usize>, &'static str)> {
        let mut classes: std::collections::BTreeMap<&str, Vec<usize>> = Default::default();
        for (row, reporter) in self.reporters.iter().enumerate() {
            classes.entry(self.class(*reporter)).or_default().push(row);
        }
        let there = |row: &&usize| above[**row].is_some() && below[**row].is_some();
        let (mut lines, mut small) = (Vec::new(), Vec::new());
        for members in classes.into_values() {
            if members.iter().filter(there).count() >= OWN_LINE {
                lines.push((members, "class"));
            } else {
                small.extend(members);
            }
        }
        small.sort_unstable();
        if !small.is_empty() {
            lines.push((small, "all"));
        }
        lines
    }

    /// Empirical Bayes rates, drawn towards that of the class.
    fn shrunk(&self, above: &[Option<Ratio>], below: &[Option<Ratio>]) -> Vec<Option<f64>> {
        let known = &self.prepared.programme.framework.classes;
        let class = |reporter: &Reporter| {
            let own = self.class(*reporter);
            known.iter().position(|class| class.id == own).unwrap_or(known.len())
        };
        let classes: Vec<usize> = self.reporters.iter().map(class).collect();
        let of = |figures: &[Option<Ratio>]| -> Vec<Option<f64>> {
            figures.iter().map(|figure| Some(figure.as_ref()?.to_f64())).collect()
        };
        let tally = Tally::new(&of(above), &of(below));
        match tally.and_then(|tally| marshall(&tally, Some(&classes))) {
            Ok(found) => found.units.iter().map(|one| Some(one.ok()?.estimate)).collect(),
            Err(_) => vec![None; above.len()],
        }
    }

    /// Whose rates a public reader may not see: too small a denominator; and the next smallest where
    /// only one is hidden, which the rate of the line would tell.
    fn hidden(&self, below: &[Option<Ratio>]) -> Vec<bool> {
        let privacy = self.prepared.programme.framework.privacy.as_ref();
        let least = self.indicator.min_denominator.as_ref();
        let least = least.or(privacy.map(|privacy| &privacy.min_denominator));
        let Some(least) = least.filter(|_| self.public) else { return vec![false; below.len()] };
        let mut hidden: Vec<bool> =
            below.iter().map(|own| own.as_ref().is_some_and(|own| own < least)).collect();
        let there: Vec<Option<Ratio>> = below.to_vec();
        for (members, _) in self.lines(&there, below) {
            if members.iter().filter(|row| hidden[**row]).count() != 1 {
                continue;
            }
            let open = members.iter().filter(|row| !hidden[**row] && below[**row].is_some());
            if let Some(next) = open.min_by(|a, b| below[**a].cmp(&below[**b]).then(a.cmp(b))) {
                hidden[*next] = true;
            }
        }
        hidden
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Below998 => "below_998",
        Status::Below95 => "below_95",
        Status::Within => "within",
        Status::Above95 => "above_95",
        Status::Above998 => "above_998",
        Status::NoStatus(_) => "no_rate",
    }
}
