//! What both pictures are made of: shapes, words that fit, the frame.

use std::fmt::Write;

use gangmu_app::score::Against;

use super::{BY_KEY, Spot};
use crate::html::page::escape;

/// How wide a picture is, in pixels.
pub(super) const WIDTH: f64 = 940.0;

/// The class of the style sheet by which something is coloured.
pub(super) fn style(against: Against) -> &'static str {
    match against {
        Against::Above => "above",
        Against::Below => "below",
        Against::Level => "level",
        Against::NoPlace => "no-place",
    }
}

/// The shape of a class around a point.
pub(super) fn mark(svg: &mut String, against: Against, x: f64, y: f64, r: f64) {
    let path = match against {
        Against::Above => format!("M{x:.1} {:.1}l{r:.1} {:.1}h-{:.1}z", y - r, r * 1.8, r * 2.0),
        Against::Below => format!("M{x:.1} {:.1}l{r:.1} -{:.1}h-{:.1}z", y + r, r * 1.8, r * 2.0),
        Against::Level | Against::NoPlace => {
            let r = r * 0.8;
            let _ = write!(svg, "<circle class=\"m\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>");
            return;
        }
    };
    let _ = write!(svg, "<path class=\"m\" d=\"{path}\"/>");
}

/// About how wide a text is, in pixels, in letters of that size.
pub(super) fn wide(text: &str, size: f64) -> f64 {
    let letter = |c: char| if (c as u32) >= 0x2e80 { 1.0 } else { 0.58 };
    size * text.chars().map(letter).sum::<f64>()
}

/// The text, or as much of it as fits; nothing where that would say nothing.
pub(super) fn fitting(text: &str, room: f64, size: f64) -> String {
    if wide(text, size) <= room {
        return text.to_owned();
    }
    let mut shorter = String::new();
    for c in text.chars() {
        let next = format!("{shorter}{c}…");
        if wide(&next, size) > room {
            break;
        }
        shorter.push(c);
    }
    let said = shorter.trim_end();
    if said.chars().count() < 2 { String::new() } else { format!("{said}…") }
}

/// Begins a picture, with its title and its description.
pub(super) fn begin(width: f64, height: f64, (title, text): (&str, &str)) -> String {
    format!(
        "<svg class=\"map\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"group\" \
         aria-labelledby=\"map-title map-desc\"><title id=\"map-title\">{}</title>\
         <desc id=\"map-desc\">{}</desc>",
        escape(title),
        escape(text)
    )
}

/// Begins a unit: a link that says what is told of it.
pub(super) fn link(svg: &mut String, spot: &Spot<'_>, many: usize) {
    let key = if many > BY_KEY { " tabindex=\"-1\"" } else { "" };
    let _ = write!(
        svg,
        "<a class=\"{}\" href=\"{}\"{key}><title>{}</title>",
        style(spot.against),
        spot.address,
        escape(&spot.told)
    );
}
