//! The pages that explain a code, a file each in `explanations/`: reasons in both languages, and
//! pieces of a programme folder that have the finding and that have it not.

use gangmu_base::Severity;

use crate::words::Language;

/// A page as it is written.
pub(super) struct Page<'t> {
    pub(super) code: &'t str,
    pub(super) severity: Severity,
    /// Codes that tell of something near.
    pub(super) see: Vec<&'t str>,
    zh: (&'t str, String),
    en: (&'t str, String),
    /// What both examples stand on.
    pub(super) given: Vec<Fragment<'t>>,
    pub(super) fails: Vec<Fragment<'t>>,
    pub(super) passes: Vec<Fragment<'t>>,
}

/// A piece of a file of the programme folder.
pub(super) struct Fragment<'t> {
    pub(super) file: &'t str,
    /// Whether it stands before everything else in the file; TOML asks that of keys without table.
    pub(super) at_the_top: bool,
    pub(super) text: String,
}

macro_rules! written {
    ($($code:literal)*) => {
        [$(($code, include_str!(concat!("../../explanations/", $code, ".md")))),*]
    };
}

/// Every code that has a page, and the page.
const WRITTEN: [(&str, &str); 42] = written![
    "S020" "S021" "S026" "S031" "S032" "S033" "S034" "S035" "S036" "S037" "S038" "S039" "S040"
    "S041" "S042" "S043" "S044" "S045" "S046" "C001" "C002" "C003" "C004" "L001" "L002" "L003"
    "L004" "L005" "R001" "R002" "R003" "R004" "R005" "R006" "R007" "R008" "T001" "T002" "T003"
    "T004" "P001" "P002"
];

/// The page of a code.
pub(super) fn page(code: &str) -> Option<Page<'static>> {
    let written = WRITTEN.iter().find(|(own, _)| *own == code);
    written.map(|(code, text)| read(code, text))
}

/// All pages.
pub(super) fn pages() -> Vec<Page<'static>> {
    WRITTEN.iter().map(|(code, text)| read(code, text)).collect()
}

impl Page<'_> {
    pub(super) fn title(&self, language: Language) -> &str {
        match language {
            Language::Zh => self.zh.0,
            Language::En => self.en.0,
        }
    }

    pub(super) fn text(&self, language: Language) -> &str {
        match language {
            Language::Zh => self.zh.1.trim(),
            Language::En => self.en.1.trim(),
        }
    }
}

/// Where a line of a page belongs.
enum Section {
    Head,
    Zh,
    En,
    Given,
    Fails,
    Passes,
}

/// Reads a page: `severity:` and `see:`, then sections `zh` and `en` with their titles, then
/// `given`, `fails` and `passes`, made of fenced blocks that name the file they belong to.
fn read<'t>(code: &'t str, written: &'t str) -> Page<'t> {
    let mut page = Page {
        code,
        severity: Severity::Warning,
        see: Vec::new(),
        zh: ("", String::new()),
        en: ("", String::new()),
        given: Vec::new(),
        fails: Vec::new(),
        passes: Vec::new(),
    };
    let mut section = Section::Head;
    let mut open = false;
    for line in written.lines() {
        if !open && let Some(heading) = line.strip_prefix("## ") {
            let (name, title) = heading.split_once(' ').unwrap_or((heading, ""));
            section = match name {
                "zh" => Section::Zh,
                "en" => Section::En,
                "given" => Section::Given,
                "fails" => Section::Fails,
                _ => Section::Passes,
            };
            match section {
                Section::Zh => page.zh.0 = title,
                Section::En => page.en.0 = title,
                _ => {}
            }
            continue;
        }
        let fragments = match section {
            Section::Head => {
                head(&mut page, line);
                continue;
            }
            Section::Zh => {
                page.zh.1.extend([line, "\n"]);
                continue;
            }
            Section::En => {
                page.en.1.extend([line, "\n"]);
                continue;
            }
            Section::Given => &mut page.given,
            Section::Fails => &mut page.fails,
            Section::Passes => &mut page.passes,
        };
        match (line.strip_prefix("```"), open, fragments.last_mut()) {
            (Some(info), false, _) => {
                let mut words = info.split(' ').skip(1);
                fragments.push(Fragment {
                    file: words.next().unwrap_or_default(),
                    at_the_top: words.next() == Some("top"),
                    text: String::new(),
                });
                open = true;
            }
            (Some(_), true, _) => open = false,
            (None, true, Some(fragment)) => fragment.text.extend([line, "\n"]),
            _ => {}
        }
    }
    page
}

fn head<'t>(page: &mut Page<'t>, line: &'t str) {
    if let Some(word) = line.strip_prefix("severity: ") {
        let all = [Severity::Error, Severity::Warning, Severity::Note];
        if let Some(found) = all.into_iter().find(|severity| severity.word() == word) {
            page.severity = found;
        }
    } else if let Some(codes) = line.strip_prefix("see: ") {
        page.see = codes.split(' ').collect();
    }
}
