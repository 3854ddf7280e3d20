//! Small things told the same way on every page: how far a return is, how long is left, figures.

use gangmu_app::collect::Filing;
use gangmu_app::office::Edition;
use gangmu_base::Period;

use super::Page;
use super::page::moment;

/// How far a return is: class, mark and word.
pub(crate) struct State {
    pub(crate) class: &'static str,
    pub(crate) mark: &'static str,
    pub(crate) word: String,
}

/// How far a return is, as of now.
pub(crate) fn state(page: &Page, filing: &Filing, now: i64) -> State {
    let (class, mark, key) = match filing.state.as_str() {
        "submitted" => ("submitted", "→", "state-submitted"),
        "returned" => ("returned", "↩", "state-returned"),
        "accepted" => ("accepted", "✓", "state-accepted"),
        _ if now > filing.due_at => ("overdue", "!", "state-overdue"),
        _ => ("not-begun", "–", "state-open"),
    };
    State { class, mark, word: page.t(key) }
}

/// How long is left until a moment: class and words.
pub(crate) fn left(page: &Page, until: i64, now: i64) -> (&'static str, String) {
    const HOUR: i64 = 3_600_000;
    let hours = (until - now).div_euclid(HOUR);
    if until < now {
        return (
            "clock past",
            page.t1("clock-past", "days", &((now - until) / (24 * HOUR)).to_string()),
        );
    }
    match hours {
        0..24 => ("clock near", page.t1("clock-hours", "hours", &hours.to_string())),
        24..72 => ("clock near", page.t1("clock-days", "days", &(hours / 24).to_string())),
        _ => ("clock", page.t1("clock-days", "days", &(hours / 24).to_string())),
    }
}

/// How long is left for a return; nothing once it is reported: who has reported is not late any more.
pub(crate) fn left_for(page: &Page, filing: &Filing, now: i64) -> (&'static str, String) {
    let until = if filing.state == "returned" { filing.closes_at } else { filing.due_at };
    match filing.state.as_str() {
        "submitted" | "accepted" => ("clock", String::new()),
        _ => left(page, until, now),
    }
}

/// The name of a body by its id, or the id where nobody has it.
pub(crate) fn name_of(page: &Page, edition: &Edition, id: &str) -> String {
    let tree = &edition.programme.tree;
    tree.find(id).map_or(id.to_owned(), |body| page.name(&tree.name(body)))
}

/// What people call a word of the programme, as an indicator says it; the word where it has no name.
pub(crate) fn word(page: &Page, edition: &Edition, of: &str, word: &str) -> String {
    let name = edition.programme.framework.name_of(of, word);
    name.map_or(word.to_owned(), |name| page.name(name))
}

/// A word as a title begins with it.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// How wide a text of a chart is about, in its letters of 13 px.
pub(crate) fn drawn(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 7.6 } else { 13.0 }).sum()
}

/// How much room the labels of a chart take at the left.
pub(crate) fn room_for<'l>(labels: impl Iterator<Item = &'l str>) -> f64 {
    labels.map(drawn).fold(60.0, f64::max).min(360.0) + 14.0
}

/// A return in a list.
pub(crate) struct Line {
    pub(crate) number: i64,
    pub(crate) form: String,
    pub(crate) unit: String,
    pub(crate) unit_id: String,
    pub(crate) period: String,
    pub(crate) due: String,
    pub(crate) left: (&'static str, String),
    pub(crate) state: State,
    pub(crate) late: bool,
}

/// The latest opening first, and its units in their order.
pub(crate) fn in_order(filings: &mut [Filing]) {
    filings.sort_by_key(|filing| (std::cmp::Reverse(filing.due_at), filing.number));
}

/// Returns as lines of a list.
pub(crate) fn lines(page: &Page, edition: &Edition, filings: &[Filing], now: i64) -> Vec<Line> {
    let framework = &edition.programme.framework;
    let tree = &edition.programme.tree;
    filings
        .iter()
        .map(|filing| {
            let dataset = framework.datasets.iter().find(|d| d.id == filing.dataset);
            let until = if filing.state == "returned" { filing.closes_at } else { filing.due_at };
            let unit = edition.reporter(filing.reporter).map(|unit| tree.name(unit));
            Line {
                number: filing.number,
                form: dataset.map_or(filing.dataset.clone(), |d| page.name(&d.name)),
                unit: unit.map_or(filing.reporter_id.clone(), |unit| page.name(&unit)),
                unit_id: filing.reporter_id.clone(),
                period: Period::of_code(filing.period).map(|p| p.to_string()).unwrap_or_default(),
                due: moment(until, framework.zone_seconds).chars().take(10).collect(),
                left: left_for(page, filing, now),
                state: state(page, filing, now),
                late: filing.late,
            }
        })
        .collect()
}

/// A figure with thin spaces between groups of three digits in English; digits as they are in Chinese.
pub(crate) fn figure(page: &Page, text: &str) -> String {
    let zh = page.language == gangmu_app::words::Language::Zh;
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("−", rest));
    let (whole, decimals) = rest.split_once('.').map_or((rest, None), |(w, d)| (w, Some(d)));
    if zh || whole.len() < 5 || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return format!("{sign}{rest}");
    }
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    match decimals {
        Some(decimals) => format!("{sign}{grouped}.{decimals}"),
        None => format!("{sign}{grouped}"),
    }
}
