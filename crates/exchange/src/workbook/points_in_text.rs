//! Points that stand in a text, where a table has no column for them: `（5分）`, `满分 5 分`.

use crate::text::parse_number;

/// The points an item has by its text: a number and 分 (or points) alone in brackets, or behind a
/// word that means all of it. Points that are taken off or given for something are others.
pub(super) fn points_in(text: &str) -> Option<String> {
    in_brackets(text).or_else(|| behind_a_word(text))
}

fn in_brackets(text: &str) -> Option<String> {
    text.match_indices(['(', '（']).find_map(|(at, bracket)| {
        let rest = &text[at + bracket.len()..];
        let inside = &rest[..rest.find([')', '）'])?];
        figure(inside)
    })
}

fn behind_a_word(text: &str) -> Option<String> {
    ["满分为", "满分", "总分", "分值为", "分值", "共计", "max."].iter().find_map(|word| {
        let (_, rest) = text.split_once(word)?;
        let end = rest.find(['分', 'p'])?;
        let bare = rest[..end].trim_start_matches(['：', ':']);
        figure(&format!("{bare}分"))
    })
}

/// A figure with its unit, such as `5 分`, `满分5分`, `5 points`.
fn figure(text: &str) -> Option<String> {
    let text = text.trim();
    let text = ["满分", "共", "计", "分值", "max."].iter().fold(text, |text, word| {
        text.strip_prefix(word).unwrap_or(text).trim_start_matches(['：', ':', ' '])
    });
    let bare = ["分", "points", "point", "pts"].iter().find_map(|unit| text.strip_suffix(unit));
    let bare = bare?.trim();
    let digits = bare.starts_with(|c: char| c.is_ascii_digit());
    (digits && parse_number(bare).is_ok()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_found_where_people_write_them() {
        for (text, points) in [
            ("组织领导（5分）", Some("5")),
            ("建立台账(2.5 分)，每缺一项扣0.5分", Some("2.5")),
            ("满分10分，每缺一项扣1分", Some("10")),
            ("Plan issued (4 points)", Some("4")),
            ("每缺一项扣0.5分，扣完为止", None),
            ("未建立的（扣2分）", None),
            ("满分：３分，max. 5 points", Some("5")),
            ("max. 5 points", Some("5")),
            ("（一）领导重视", None),
        ] {
            assert_eq!(points_in(text).as_deref(), points, "{text}");
        }
    }
}
