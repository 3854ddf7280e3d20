//! What an index is made of: a tree of parts, with indicators as its leaves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::matrix::same_size;

/// Whether more of an indicator is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    #[default]
    Up,
    /// Less is better.
    Down,
}

/// An indicator: a column of the figures, and a leaf of the tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its name, unlike every other name in the tree.
    pub name: String,
    /// The name of the part it belongs to.
    pub part: String,
    /// Its weight beside the others of the part, in any unit.
    #[serde(default = "one")]
    pub weight: f64,
    /// Whether more of it is better.
    #[serde(default)]
    pub direction: Direction,
}

/// A part of an index: a pillar, a dimension, or the index itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name, unlike every other name in the tree.
    pub name: String,
    /// The name of the part above; none for the index itself.
    #[serde(default)]
    pub parent: Option<String>,
    /// Its weight beside the others of the part above, in any unit.
    #[serde(default = "one")]
    pub weight: f64,
}

fn one() -> f64 {
    1.0
}

/// What lies directly below a part, by its place in the lists of the [`Structure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Below {
    /// An indicator.
    Indicator(usize),
    /// A part.
    Part(usize),
}

/// A tree that holds together: one top, every part with something below it, every name once, and
/// weights that can be shared out.
///
/// ```
/// use gangmu_index::Structure;
/// let flat = Structure::flat("index", &["schools", "clinics"])?;
/// assert_eq!(flat.parts()[flat.top()].name, "index");
/// assert_eq!(flat.shares(), [0.5, 0.5]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    indicators: Vec<Indicator>,
    parts: Vec<Part>,
    below: Vec<Vec<Below>>,
    /// Parts, each after all that lie below it; the top is last.
    upwards: Vec<usize>,
    /// How many steps each part lies above its lowest indicator; 2 is a part of indicators only.
    levels: Vec<usize>,
}

impl Structure {
    /// A tree of these indicators and parts. Indicators are the columns of the figures, in order.
    ///
    /// # Errors
    /// [`Fault::Empty`] without indicators or parts; [`Fault::Structure`] for names that come twice
    /// or lead nowhere, for none or several tops, rings, and parts with nothing below them;
    /// [`Fault::Weights`] for weights that are negative, not finite, or all 0 below a part.
    pub fn new(indicators: Vec<Indicator>, parts: Vec<Part>) -> Result<Structure, Fault> {
        if indicators.is_empty() {
            return Err(Fault::Empty { what: "indicators".to_owned() });
        }
        if parts.is_empty() {
            return Err(Fault::Empty { what: "parts".to_owned() });
        }
        let places = places(&indicators, &parts)?;
        let mut below = vec![Vec::new(); parts.len()];
        for (place, part) in parts.iter().enumerate() {
            if let Some(parent) = &part.parent {
                below[find(&places, &part.name, parent)?].push(Below::Part(place));
            }
        }
        for (place, indicator) in indicators.iter().enumerate() {
            below[find(&places, &indicator.name, &indicator.part)?].push(Below::Indicator(place));
        }
        if let Some(bare) = below.iter().position(Vec::is_empty) {
            return Err(broken(format!("Nothing lies below the part `{}`", parts[bare].name)));
        }
        let top = only_top(&parts)?;
        let (upwards, levels) = upwards(&parts, &below, top)?;
        let tree = Structure { indicators, parts, below, upwards, levels };
        for part in 0..tree.parts.len() {
            let weights: Vec<f64> = tree.below[part].iter().map(|b| tree.weight(*b)).collect();
            check_weights(&tree.parts[part].name, &weights)?;
        }
        Ok(tree)
    }

    /// A tree of one part with these indicators directly below it, of equal weight, more of each
    /// being better.
    ///
    /// # Errors
    /// As [`Structure::new`].
    pub fn flat(index: &str, indicators: &[&str]) -> Result<Structure, Fault> {
        let line = |name: &&str| Indicator {
            name: (*name).to_owned(),
            part: index.to_owned(),
            weight: 1.0,
            direction: Direction::Up,
        };
        let part = Part { name: index.to_owned(), parent: None, weight: 1.0 };
        Structure::new(indicators.iter().map(line).collect(), vec![part])
    }

    /// The same tree with other weights, one for each indicator and one for each part.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of weights, [`Fault::Weights`] as in
    /// [`Structure::new`].
    pub fn with_weights(&self, indicators: &[f64], parts: &[f64]) -> Result<Structure, Fault> {
        same_size("weights of indicators", self.indicators.len(), indicators.len())?;
        same_size("weights of parts", self.parts.len(), parts.len())?;
        let mut tree = self.clone();
        tree.indicators.iter_mut().zip(indicators).for_each(|(line, weight)| line.weight = *weight);
        tree.parts.iter_mut().zip(parts).for_each(|(part, weight)| part.weight = *weight);
        Structure::new(tree.indicators, tree.parts)
    }

    /// The tree without a part and all below it, or without an indicator, and which columns are
    /// left. A part that has nothing left below it goes too.
    ///
    /// # Errors
    /// [`Fault::Structure`] when nothing is called so, or nothing would be left; [`Fault::Weights`]
    /// when only weights of 0 would be left.
    pub fn without(&self, name: &str) -> Result<(Structure, Vec<usize>), Fault> {
        let part = self.part_named(name);
        if part.is_none() && self.indicator_named(name).is_none() {
            return Err(broken(format!("Nothing in the tree is called `{name}`")));
        }
        let mut gone = vec![false; self.parts.len()];
        if let Some(part) = part {
            gone[part] = true;
        }
        for part in self.upwards.iter().rev() {
            let above = self.parts[*part].parent.as_deref().and_then(|p| self.part_named(p));
            gone[*part] |= above.is_some_and(|above| gone[above]);
        }
        let stays = |line: &Indicator| {
            line.name != name && self.part_named(&line.part).is_some_and(|part| !gone[part])
        };
        let columns: Vec<usize> =
            (0..self.indicators.len()).filter(|c| stays(&self.indicators[*c])).collect();
        for part in &self.upwards {
            let left = |below: &Below| match below {
                Below::Indicator(place) => columns.contains(place),
                Below::Part(place) => !gone[*place],
            };
            gone[*part] |= !self.below[*part].iter().any(left);
        }
        if gone[self.top()] {
            return Err(broken(format!("Without `{name}` nothing is left")));
        }
        let indicators = columns.iter().map(|column| self.indicators[*column].clone()).collect();
        let parts = self.parts.iter().zip(&gone).filter(|(_, gone)| !**gone);
        let parts = parts.map(|(part, _)| part.clone()).collect();
        Ok((Structure::new(indicators, parts)?, columns))
    }

    /// The indicators, in the order of the columns.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The parts, in the order they were given in.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What lies directly below a part, parts before indicators; nothing for a part there is not.
    #[must_use]
    pub fn below(&self, part: usize) -> &[Below] {
        self.below.get(part).map_or(&[], Vec::as_slice)
    }

    /// The parts, each after all that lie below it.
    #[must_use]
    pub fn upwards(&self) -> &[usize] {
        &self.upwards
    }

    /// The part that is the index itself.
    #[must_use]
    pub fn top(&self) -> usize {
        self.upwards.last().copied().unwrap_or_default()
    }

    /// How many steps a part lies above its farthest indicator, plus 1: indicators are of level 1.
    #[must_use]
    pub fn level(&self, part: usize) -> usize {
        self.levels.get(part).copied().unwrap_or_default()
    }

    /// The weight of an indicator or part beside its neighbours, in the unit it was given in.
    #[must_use]
    pub fn weight(&self, below: Below) -> f64 {
        match below {
            Below::Indicator(place) => self.indicators.get(place).map_or(0.0, |line| line.weight),
            Below::Part(place) => self.parts.get(place).map_or(0.0, |part| part.weight),
        }
    }

    /// The name of an indicator or part.
    #[must_use]
    pub fn name(&self, below: Below) -> &str {
        match below {
            Below::Indicator(place) => self.indicators.get(place).map_or("", |line| &line.name),
            Below::Part(place) => self.parts.get(place).map_or("", |part| &part.name),
        }
    }

    /// The place of the part of this name.
    #[must_use]
    pub fn part_named(&self, name: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.name == name)
    }

    /// The place of the indicator of this name.
    #[must_use]
    pub fn indicator_named(&self, name: &str) -> Option<usize> {
        self.indicators.iter().position(|line| line.name == name)
    }

    /// What each indicator counts for in the whole, under arithmetic means and nothing missing:
    /// the product of its shares up the tree. They add up to 1.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let mut of_part = vec![0.0; self.parts.len()];
        let mut of_indicator = vec![0.0; self.indicators.len()];
        of_part[self.top()] = 1.0;
        for part in self.upwards.iter().rev() {
            let sum: f64 = self.below[*part].iter().map(|b| self.weight(*b)).sum();
            for below in &self.below[*part] {
                let share = of_part[*part] * self.weight(*below) / sum;
                match below {
                    Below::Indicator(place) => of_indicator[*place] = share,
                    Below::Part(place) => of_part[*place] = share,
                }
            }
        }
        of_indicator
    }
}

/// That weights below a part can be shared out.
pub(crate) fn check_weights(whose: &str, weights: &[f64]) -> Result<(), Fault> {
    let fault = |why: &str| Fault::Weights { what: format!("Weights below `{whose}` {why}") };
    if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) {
        return Err(fault("are negative or not finite"));
    }
    let sum: f64 = weights.iter().sum();
    match sum {
        _ if sum <= 0.0 => Err(fault("are all 0")),
        _ if !sum.is_finite() => Err(fault("are too large to be added up")),
        _ => Ok(()),
    }
}

/// Where each part stands; indicators have no place here, since nothing lies below one.
fn places<'a>(
    indicators: &'a [Indicator],
    parts: &'a [Part],
) -> Result<BTreeMap<&'a str, Option<usize>>, Fault> {
    let mut places = BTreeMap::new();
    let named = parts.iter().enumerate().map(|(place, part)| (part.name.as_str(), Some(place)));
    for (name, place) in named.chain(indicators.iter().map(|line| (line.name.as_str(), None))) {
        if places.insert(name, place).is_some() {
            return Err(broken(format!("The name `{name}` comes twice")));
        }
    }
    Ok(places)
}

fn find(places: &BTreeMap<&str, Option<usize>>, of: &str, above: &str) -> Result<usize, Fault> {
    match places.get(above) {
        Some(Some(place)) => Ok(*place),
        Some(None) => Err(broken(format!("`{of}` lies below `{above}`, which is an indicator"))),
        None => Err(broken(format!("`{of}` lies below `{above}`, which is not there"))),
    }
}

fn only_top(parts: &[Part]) -> Result<usize, Fault> {
    let tops: Vec<usize> = (0..parts.len()).filter(|part| parts[*part].parent.is_none()).collect();
    match tops.as_slice() {
        [top] => Ok(*top),
        [] => Err(broken("No part is the top of the tree".to_owned())),
        [one, other, ..] => {
            let (one, other) = (&parts[*one].name, &parts[*other].name);
            Err(broken(format!("Both `{one}` and `{other}` are tops of the tree")))
        }
    }
}

/// The parts from the bottom up, and the level of each. Parts in a ring are reached from no top.
fn upwards(
    parts: &[Part],
    below: &[Vec<Below>],
    top: usize,
) -> Result<(Vec<usize>, Vec<usize>), Fault> {
    let mut downwards = vec![top];
    let mut next = 0;
    while let Some(part) = downwards.get(next).copied() {
        next += 1;
        downwards.extend(below[part].iter().filter_map(|below| match below {
            Below::Part(place) => Some(*place),
            Below::Indicator(_) => None,
        }));
    }
    if let Some(lost) = (0..parts.len()).find(|part| !downwards.contains(part)) {
        return Err(broken(format!("`{}` lies below itself", parts[lost].name)));
    }
    downwards.reverse();
    let mut levels = vec![0; parts.len()];
    for part in &downwards {
        let level = |below: &Below| match below {
            Below::Indicator(_) => 1,
            Below::Part(place) => levels[*place],
        };
        levels[*part] = below[*part].iter().map(level).max().unwrap_or(0) + 1;
    }
    Ok((downwards, levels))
}

fn broken(what: String) -> Fault {
    Fault::Structure { what }
}
