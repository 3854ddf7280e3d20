//! A map of the outlines an operator has: degrees laid flat, as wide at the middle of the map as on the
//! ground, and drawn to a tenth of a pixel.

use std::fmt::Write;

use gangmu_app::{Outlines, Ring};

use super::Spot;
use super::ground::{WIDTH, begin, fitting, link, mark, wide};
use crate::html::page::escape;

/// No picture is higher, in pixels.
const HIGHEST: f64 = 1100.0;
/// Around the picture.
const EDGE: f64 = 6.0;

/// Degrees to pixels.
struct Flat {
    west: f64,
    north: f64,
    /// How much of a degree of latitude a degree of longitude is at the middle.
    narrow: f64,
    scale: f64,
}

impl Flat {
    /// Tenths of a pixel.
    fn at(&self, (x, y): (f64, f64)) -> (i64, i64) {
        let flat = |value: f64| ((value * self.scale + EDGE) * 10.0).round() as i64;
        (flat((x - self.west) * self.narrow), flat(self.north - y))
    }
}

/// The picture, and which of the units have no outline.
pub(super) fn picture(
    spots: &[Spot<'_>],
    outlines: &Outlines,
    told: (&str, &str),
) -> (String, Vec<usize>) {
    let mut without = Vec::new();
    let mut shapes: Vec<(&Spot<'_>, &[Ring])> = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        match outlines.of(spot.id) {
            Some(rings) => shapes.push((spot, rings)),
            None => without.push(at),
        }
    }
    let bounds = |of: fn(&(f64, f64)) -> f64| {
        let points = shapes.iter().flat_map(|(_, rings)| rings.iter().flatten());
        let wider = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        points.map(of).fold((f64::MAX, f64::MIN), wider)
    };
    let ((west, east), (south, north)) = (bounds(|point| point.0), bounds(|point| point.1));
    // A point at the pole would leave no width.
    let narrow = cosine(((north + south) / 2.0).to_radians()).max(0.01);
    let across = ((east - west) * narrow).max(1e-6);
    let down = (north - south).max(1e-6);
    let scale = ((WIDTH - 2.0 * EDGE) / across).min((HIGHEST - 2.0 * EDGE) / down);
    let flat = Flat { west, north, narrow, scale };
    let mut svg = begin(across * scale + 2.0 * EDGE, down * scale + 2.0 * EDGE, told);
    for (spot, rings) in &shapes {
        link(&mut svg, spot, shapes.len());
        let mut largest: Option<(i64, Vec<(i64, i64)>)> = None;
        svg.push_str("<path class=\"t\" d=\"");
        for ring in *rings {
            let line = laid_flat(&flat, ring);
            draw(&mut svg, &line);
            let size = twice_area(&line).abs();
            if largest.as_ref().is_none_or(|(most, _)| size > *most) {
                largest = Some((size, line));
            }
        }
        svg.push_str("\"/>");
        if let Some((_, line)) = largest {
            signed(&mut svg, spot, &line, shapes.len());
        }
        svg.push_str("</a>");
    }
    svg.push_str("</svg>");
    (svg, without)
}

/// The cosine of an angle up to a right one: the same on every machine, to the fifth decimal.
fn cosine(angle: f64) -> f64 {
    let square = angle * angle;
    let terms = [132.0, 90.0, 56.0, 30.0, 12.0, 2.0];
    terms.into_iter().fold(1.0, |sum, divisor| 1.0 - sum * square / divisor)
}

/// A ring in tenths of pixels, without points that fall on the one before.
fn laid_flat(flat: &Flat, ring: &Ring) -> Vec<(i64, i64)> {
    let mut line: Vec<(i64, i64)> = ring.iter().map(|point| flat.at(*point)).collect();
    // Half a pixel tells nobody anything.
    line.dedup_by(|next, before| (next.0 - before.0).abs() + (next.1 - before.1).abs() < 6);
    line
}

fn draw(svg: &mut String, line: &[(i64, i64)]) {
    let tenths = |svg: &mut String, value: i64| {
        let _ = match value % 10 {
            0 => write!(svg, "{}", value / 10),
            _ => write!(svg, "{:.1}", value as f64 / 10.0),
        };
    };
    for (place, (x, y)) in line.iter().enumerate() {
        svg.push(if place == 0 { 'M' } else { 'L' });
        tenths(svg, *x);
        svg.push(' ');
        tenths(svg, *y);
    }
    svg.push('z');
}

fn twice_area(line: &[(i64, i64)]) -> i64 {
    let next = line.iter().cycle().skip(1);
    line.iter().zip(next).map(|((x, y), (u, v))| x * v - u * y).sum()
}

/// The shape of its class in the middle of a unit, and its name where that fits.
fn signed(svg: &mut String, spot: &Spot<'_>, line: &[(i64, i64)], many: usize) {
    let (x, y) = middle(line);
    let span = |of: fn(&(i64, i64)) -> i64| {
        let (low, high) = (line.iter().map(of).min(), line.iter().map(of).max());
        (high.unwrap_or(0) - low.unwrap_or(0)) as f64 / 10.0
    };
    let (across, down) = (span(|point| point.0), span(|point| point.1));
    let named = across * 0.8 > wide(&spot.name, 12.0) && down > 44.0;
    let up = if named { 7.0 } else { 0.0 };
    mark(svg, spot.against, x, y - up, if many > 300 { 3.0 } else { 5.0 });
    if named {
        let said = escape(&fitting(&spot.name, across, 12.0));
        let y = y + 12.0;
        let _ = write!(svg, "<text class=\"middle\" x=\"{x:.1}\" y=\"{y:.1}\">{said}</text>");
    }
}

/// The middle of the area of a ring, in pixels; of its points where it has none.
fn middle(line: &[(i64, i64)]) -> (f64, f64) {
    let whole = twice_area(line) as f64;
    let count = line.len().max(1) as f64;
    let (first_x, first_y) = line.first().copied().unwrap_or_default();
    // From the first point on, so that nothing large is taken from something large.
    let own = |(x, y): &(i64, i64)| ((x - first_x) as f64, (y - first_y) as f64);
    let (mut x, mut y) = (0.0, 0.0);
    if whole.abs() < 1.0 {
        for point in line.iter().map(own) {
            (x, y) = (x + point.0 / count, y + point.1 / count);
        }
    } else {
        let next = line.iter().cycle().skip(1);
        for ((a, b), (c, d)) in line.iter().map(own).zip(next.map(own)) {
            let part = (a * d - c * b) / (3.0 * whole);
            (x, y) = (x + (a + c) * part, y + (b + d) * part);
        }
    }
    ((first_x as f64 + x) / 10.0, (first_y as f64 + y) / 10.0)
}
