//! The name of a file that somebody sends: kept to be shown and given back, never used as a path.

use gangmu_exchange::text::personal::cell_is_personal;

use crate::refusal::Refusal;

/// No name has more bytes; file systems take no more.
const LONGEST: usize = 255;

/// Names that are devices somewhere.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A name as it is kept.
///
/// # Errors
/// `B137`.
pub(super) fn fit(name: &str) -> Result<String, Refusal> {
    let fits = !name.is_empty()
        && name.len() <= LONGEST
        && !name.starts_with(['.', ' ', '-', '~'])
        && !name.ends_with(['.', ' '])
        && name.chars().all(is_plain)
        && !is_device(name)
        && cell_is_personal(name.rsplit_once('.').map_or(name, |(stem, _)| stem)).is_none();
    if fits { Ok(name.to_owned()) } else { Err(Refusal::wrong("B137", &[])) }
}

/// Whether a character neither parts a path, nor means something to a shell or a file system, nor changes
/// how what follows is shown.
fn is_plain(c: char) -> bool {
    let unseen = matches!(
        c,
        '\u{00ad}' | '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    );
    !c.is_control() && !unseen && !"/\\:*?\"<>|%;`$&".contains(c)
}

/// `CON`, `con.txt`, `LPT1.pdf` …
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = |device: &str| {
        let rest = stem.strip_prefix(device).map(|rest| rest.chars().collect::<Vec<_>>());
        rest.is_some_and(|rest| matches!(rest[..], ['0'..='9' | '¹' | '²' | '³']))
    };
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_or_look_otherwise_are_refused() {
        let long = format!("{}.pdf", "a".repeat(4096));
        let hostile = [
            "",
            ".",
            "..",
            "../a.pdf",
            "a/b.pdf",
            "a\\b.pdf",
            "C:a.pdf",
            "a\0.pdf",
            "a\n.pdf",
            "CON",
            "con.pdf",
            "Aux.tar.pdf",
            "LPT1.pdf",
            "com².pdf",
            "NUL .pdf",
            "a.pdf.",
            "a.pdf ",
            ".htaccess",
            "-rf.pdf",
            "invoice\u{202e}fdp.exe",
            "a\u{200b}.pdf",
            "a\u{2066}.pdf",
            "a%2e%2e.pdf",
            "a\".pdf",
            "a;b.pdf",
            "13800138000.pdf",
            &long,
        ];
        for name in hostile {
            assert!(fit(name).is_err(), "{name:?}");
        }
        for name in
            ["minutes.pdf", "联席会议纪要（三月）.pdf", "a b-c_d.1.xlsx", "common.pdf", "comma.csv"]
        {
            assert_eq!(fit(name).ok().as_deref(), Some(name));
        }
    }
}
