//! Outlines of units as an operator has them (GeoJSON, RFC 7946): read once, checked, and kept as rings of
//! degrees. Nothing of a file is trusted: its size, the number of rings and points, and every coordinate.

mod nest;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use gangmu_base::{Finding, Place};
use serde::Deserialize;

use nest::Nest;

/// Largest file, in bytes.
pub const BYTES: u64 = 32 << 20;
/// Most rings of all outlines together.
pub const RINGS: usize = 200_000;
/// Most points of all rings together.
pub const POINTS: usize = 4_000_000;

/// A closed line: longitude and latitude of each of its points, in degrees, the first one not repeated.
pub type Ring = Vec<(f64, f64)>;

/// The outlines of units: their rings, outer ones and holes alike.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outlines {
    of: BTreeMap<String, Vec<Ring>>,
    /// So many features name no unit, or are no areas.
    pub passed_over: usize,
}

impl Outlines {
    /// The rings of a unit, by its id; `None` where it has no outline.
    pub fn of(&self, unit: &str) -> Option<&[Ring]> {
        self.of.get(unit).map(Vec::as_slice)
    }

    /// The ids of all units that have one.
    pub fn units(&self) -> impl Iterator<Item = &str> {
        self.of.keys().map(String::as_str)
    }
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    id: Option<Id>,
    #[serde(default)]
    properties: Option<Properties>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Properties {
    #[serde(default)]
    unit: Option<Id>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Nest,
}

/// Ids are texts; codes of units are often written as numbers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

impl Id {
    fn text(self) -> String {
        match self {
            Id::Text(text) => text,
            Id::Number(number) => number.to_string(),
        }
    }
}

/// Reads the outlines of units from a file.
///
/// # Errors
/// `B160` it cannot be read or is no collection of features, `B161` it holds too much, `B162` a ring that is
/// none (fewer than three points, or points that are no degrees), `B163` two outlines of one unit.
pub fn read_outlines(path: &Path) -> Result<Outlines, Finding> {
    let name = path.display().to_string();
    let unreadable = |why: &dyn std::fmt::Display| {
        Finding::error("B160", Place::file(name.as_str())).with("file", &name).with("reason", why)
    };
    let file = File::open(path).map_err(|why| unreadable(&why))?;
    let mut bytes = Vec::new();
    // One byte more than is taken tells that there is more.
    file.take(BYTES + 1).read_to_end(&mut bytes).map_err(|why| unreadable(&why))?;
    if bytes.len() as u64 > BYTES {
        return Err(too_much(&name, "MiB", BYTES as usize >> 20));
    }
    outlines_of(&name, &bytes)
}

/// The outlines of units in the bytes of a file of that name.
///
/// # Errors
/// As [`read_outlines`].
pub fn outlines_of(name: &str, bytes: &[u8]) -> Result<Outlines, Finding> {
    let error = |code| Finding::error(code, Place::file(name)).with("file", name);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let read: Result<Collection, _> = serde_json::from_slice(bytes);
    let collection = read.map_err(|why| error("B160").with("reason", why))?;
    if collection.kind != "FeatureCollection" {
        let reason =
            format!("\"type\" is not \"FeatureCollection\": {:?}", shortened(&collection.kind));
        return Err(error("B160").with("reason", reason));
    }
    let mut found = Outlines::default();
    let (mut rings_left, mut points_left) = (RINGS, POINTS);
    for (index, feature) in collection.features.into_iter().enumerate() {
        let own = feature.properties.and_then(|properties| properties.unit).or(feature.id);
        let shape = feature.geometry.and_then(|geometry| match geometry.kind.as_str() {
            "Polygon" => Some(vec![geometry.coordinates]),
            "MultiPolygon" => Some(geometry.coordinates.into_list()),
            _ => None,
        });
        let (Some(id), Some(polygons)) = (own, shape) else {
            found.passed_over += 1;
            continue;
        };
        let number = index + 1;
        let unit = id.text();
        let mut rings = Vec::new();
        for ring in polygons.into_iter().flat_map(Nest::into_list) {
            rings_left = rings_left.checked_sub(1).ok_or_else(|| too_much(name, "rings", RINGS))?;
            let ring = ring_of(ring).ok_or_else(|| error("B162").with("number", number))?;
            points_left = points_left
                .checked_sub(ring.len())
                .ok_or_else(|| too_much(name, "points", POINTS))?;
            rings.push(ring);
        }
        if rings.is_empty() {
            return Err(error("B162").with("number", number));
        }
        if found.of.insert(unit.clone(), rings).is_some() {
            return Err(error("B163").with("unit", shortened(&unit)));
        }
    }
    Ok(found)
}

fn too_much(name: &str, what: &str, limit: usize) -> Finding {
    let start = Finding::error("B161", Place::file(name)).with("file", name);
    start.with("limit", limit).with("what", what)
}

/// A ring of at least three points that are degrees; `None` where it is none.
fn ring_of(ring: Nest) -> Option<Ring> {
    let mut points = Vec::new();
    for point in ring.into_list() {
        let Nest::Point(x, y) = point else { return None };
        let degrees = (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y);
        if !degrees {
            return None;
        }
        points.push((x, y));
    }
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    (points.len() >= 3).then_some(points)
}

/// The beginning of a text of a stranger, as a sentence shows it.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
