//! Coordinates as GeoJSON nests them: points, lists of points, lists of those. How deep is known only
//! when the type of the shape is, which may stand behind them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

/// Nested coordinates.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Nest {
    /// A number that stands alone.
    Number(f64),
    /// The first two numbers of a list of numbers.
    Point(f64, f64),
    /// A list.
    List(Vec<Nest>),
}

impl Default for Nest {
    fn default() -> Nest {
        Nest::List(Vec::new())
    }
}

impl Nest {
    /// What is in a list; nothing is in a point.
    pub(super) fn into_list(self) -> Vec<Nest> {
        match self {
            Nest::List(list) => list,
            Nest::Number(_) | Nest::Point(..) => Vec::new(),
        }
    }
}

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Nest, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Nest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a list of coordinates")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Nest, E> {
        Ok(Nest::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Nest, E> {
        Ok(Nest::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Nest, E> {
        Ok(Nest::Number(value as f64))
    }

    fn visit_unit<E>(self) -> Result<Nest, E> {
        Ok(Nest::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Nest, A::Error> {
        let Some(first) = list.next_element::<Nest>()? else { return Ok(Nest::default()) };
        if let Nest::Number(x) = first {
            // A third number is a height; whoever wrote more meant something of their own.
            let Some(Nest::Number(y)) = list.next_element::<Nest>()? else {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Nest::List(vec![first]));
            };
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Nest::Point(x, y));
        }
        let mut all = vec![first];
        while let Some(next) = list.next_element::<Nest>()? {
            all.push(next);
        }
        Ok(Nest::List(all))
    }
}
