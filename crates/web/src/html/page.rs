//! What stands around every page: title, language, who is signed in, the way to other pages, the tree.

use std::fmt::Write;

use gangmu_app::authz::{Actor, Verb};
use gangmu_app::define::day_of;
use gangmu_app::office::Edition;
use gangmu_app::words::{Language, Words};
use gangmu_base::observations::Moment;
use gangmu_base::units::Named;
use gangmu_base::{Reporter, Tree};

use crate::serve::Desk;
use crate::visitor::{Member, Visitor};

/// What a template says around its own part.
pub(crate) struct Page {
    words: &'static Words,
    pub(crate) language: Language,
    pub(crate) theme: String,
    pub(crate) title: String,
    pub(crate) programme: String,
    /// The body somebody is signed in for, and the post.
    pub(crate) me: Option<String>,
    /// Word, address and whether it is the page itself.
    pub(crate) pages: Vec<(String, &'static str, bool)>,
    pub(crate) crumbs: Vec<(String, Option<String>)>,
    /// The tree, as HTML.
    pub(crate) tree: String,
    pub(crate) back: String,
    pub(crate) foot: String,
    pub(crate) script: bool,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").field("title", &self.title).finish_non_exhaustive()
    }
}

impl Page {
    /// A page that stands alone: before signing in, or where something went wrong.
    pub(crate) fn bare(language: Language, visitor: Option<&Visitor>, title: &str) -> Page {
        let words = crate::serve::words(language);
        let programme = words.say("page-brand", &[]);
        Page {
            language,
            theme: visitor.and_then(|visitor| visitor.theme.clone()).unwrap_or_default(),
            title: title.to_owned(),
            programme,
            me: None,
            pages: Vec::new(),
            crumbs: Vec::new(),
            tree: String::new(),
            back: query(visitor.map_or("/", |visitor| visitor.address.as_str())),
            foot: String::new(),
            script: false,
            words,
        }
    }

    /// A page for somebody who is signed in. `here` is the address of the list of pages it belongs to;
    /// `at` is the unit it is about.
    pub(crate) fn of(
        desk: &Desk,
        member: &Member,
        edition: &Edition,
        here: &str,
        title: &str,
        at: Option<Reporter>,
    ) -> Page {
        let language = member.visitor.language;
        let mut page = Page::bare(language, Some(&member.visitor), title);
        let words = page.words;
        let framework = &edition.programme.framework;
        page.programme = words.name(&framework.title).to_owned();
        let tree = &edition.programme.tree;
        let account = &member.actor.account;
        let body = tree.find(&account.body_id).map(|body| tree.name(body)).unwrap_or_default();
        let post = Named { zh: account.post_zh.clone(), en: account.post_en.clone() };
        page.me = Some(page.joined(&[words.name(&body), words.name(&post)]));
        page.pages = pages(&member.actor, edition)
            .into_iter()
            .map(|(key, address)| (words.say(key, &[]), address, address == here))
            .collect();
        let day = day_of(desk.office.now(), framework.zone_seconds);
        let seen = Seen { tree, words, day, member, edition, open: 0 };
        if let Some(at) = at {
            page.crumbs = seen.crumbs(at);
        }
        page.tree = seen.branches(at);
        page.data_of(edition, edition.at);
        page.script = crate::assets::script_is_there();
        page
    }

    /// Says in the foot as of when the figures of the page are.
    pub(crate) fn data_of(&mut self, edition: &Edition, at: Moment) {
        let hash: String = edition.version.sha256.chars().take(12).collect();
        let zone = edition.programme.framework.zone_seconds;
        self.foot = self.words.say(
            "page-foot",
            &[
                ("version", env!("CARGO_PKG_VERSION")),
                ("moment", &moment(at, zone)),
                ("number", &edition.version.number.to_string()),
                ("hash", &hash),
            ],
        );
    }

    /// A sentence.
    pub(crate) fn t(&self, key: &str) -> String {
        self.words.say(key, &[])
    }

    /// A sentence with a blank.
    pub(crate) fn t1(&self, key: &str, blank: &str, value: &str) -> String {
        self.words.say(key, &[(blank, value)])
    }

    /// Parts of a title, set apart as the language does it.
    pub(crate) fn joined(&self, parts: &[&str]) -> String {
        parts.join(&self.t("page-between"))
    }

    /// A sentence as HTML: what stands in backticks is an id, a file or a formula.
    pub(crate) fn coded(&self, text: &str) -> String {
        coded(text)
    }

    /// The sentences of the page's language.
    pub(crate) fn words(&self) -> &'static Words {
        self.words
    }

    /// A name in the page's language.
    pub(crate) fn name(&self, named: &Named) -> String {
        self.words.name(named).to_owned()
    }

    /// The other language: its letters, its tag, its own name for itself.
    pub(crate) fn other(&self) -> (&'static str, &'static str, &'static str) {
        match self.language {
            Language::Zh => ("en", "en", "English"),
            Language::En => ("zh", "zh-CN", "中文"),
        }
    }

    /// The theme that is not shown, to change to.
    pub(crate) fn other_theme(&self) -> &'static str {
        if self.theme == "dark" { "light" } else { "dark" }
    }
}

/// The pages somebody has use for.
fn pages(actor: &Actor, edition: &Edition) -> Vec<(&'static str, &'static str)> {
    let mut found = vec![("page-home", "/")];
    if actor.can(Verb::See) {
        found.push(("page-returns", "/returns"));
        found.push(("page-facts", "/facts"));
    }
    if actor.can(Verb::Open) {
        found.push(("page-openings", "/openings"));
    }
    if actor.can(Verb::See) && !edition.programme.schemes.is_empty() {
        found.push(("page-standing", "/standings/first"));
    }
    if actor.can(Verb::See) {
        found.push(("page-integrity", "/integrity"));
    }
    found.push(("page-framework", "/framework"));
    found.push(("page-burden", "/burden"));
    if actor.can(Verb::Grant) {
        found.push(("page-accounts", "/accounts"));
    }
    if actor.can(Verb::Audit) {
        found.push(("page-log", "/log"));
    }
    found
}

/// The tree as one member sees it.
struct Seen<'s> {
    tree: &'s Tree,
    words: &'s Words,
    day: jiff::civil::Date,
    member: &'s Member,
    edition: &'s Edition,
    /// So many tiers stand open where the page is about no place.
    open: usize,
}

impl Seen<'_> {
    fn sees(&self, unit: Reporter) -> bool {
        self.edition.is_seen_by(&self.member.actor, unit)
    }

    fn above(&self, unit: Reporter) -> Vec<Reporter> {
        let up = |at: &Reporter| self.tree.parent(*at, self.day);
        let own = self.tree.unit_of(unit);
        let mut line: Vec<Reporter> = std::iter::successors(own, up).take(32).collect();
        line.reverse();
        line
    }

    fn name(&self, unit: Reporter) -> String {
        self.words.name(&self.tree.name_on(unit, self.day)).to_owned()
    }

    fn crumbs(&self, at: Reporter) -> Vec<(String, Option<String>)> {
        let line = self.above(at).into_iter();
        line.map(|unit| {
            let address = self.sees(unit).then(|| format!("/units/{}", query(self.tree.id(unit))));
            (self.name(unit), address)
        })
        .collect()
    }

    /// The units in sight: those on the way to the place the page is about, with their neighbours.
    fn branches(mut self, at: Option<Reporter>) -> String {
        let line = at.map(|at| self.above(at)).unwrap_or_default();
        let units = (0..self.tree.units().len() as u32).map(Reporter);
        let there: Vec<Reporter> =
            units.filter(|unit| self.tree.exists(*unit, self.day) && self.sees(*unit)).collect();
        self.open = if there.len() <= MOST { 2 } else { 1 };
        // The highest ones in sight are where it begins.
        let tops = there
            .iter()
            .copied()
            .filter(|unit| self.tree.parent(*unit, self.day).is_none_or(|above| !self.sees(above)));
        let mut html = String::from("<ul>");
        for top in tops.take(MOST) {
            self.branch(top, &line, at, 0, &mut html);
        }
        html.push_str("</ul>");
        html
    }

    fn branch(
        &self,
        unit: Reporter,
        line: &[Reporter],
        at: Option<Reporter>,
        depth: usize,
        html: &mut String,
    ) {
        let here = if at == Some(unit) { " aria-current=\"true\"" } else { "" };
        let name = escape(&self.name(unit));
        let id = query(self.tree.id(unit));
        let _ = write!(html, "<li><a href=\"/units/{id}\"{here}>{name}</a>");
        let open = line.contains(&unit) || (line.is_empty() && depth < self.open);
        if open && depth < 32 {
            let mut below = self.tree.children_on(unit, self.day);
            below.sort_by(|a, b| self.tree.id(*a).cmp(self.tree.id(*b)));
            let below: Vec<Reporter> = below.into_iter().filter(|unit| self.sees(*unit)).collect();
            if !below.is_empty() {
                html.push_str("<ul>");
                for unit in below.iter().take(MOST) {
                    self.branch(*unit, line, at, depth + 1, html);
                }
                html.push_str("</ul>");
            }
        }
        html.push_str("</li>");
    }
}

/// No more units stand beside each other in the tree of a page; search finds the rest.
const MOST: usize = 200;

/// A moment as people read it, in the programme's zone.
pub(crate) fn moment(at: i64, zone_seconds: i32) -> String {
    let offset = jiff::tz::Offset::from_seconds(zone_seconds).unwrap_or(jiff::tz::Offset::UTC);
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    offset.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A text as part of an address.
pub(crate) fn query(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                found.push(char::from(byte));
            }
            _ => {
                let _ = write!(found, "%{byte:02X}");
            }
        }
    }
    found
}

/// A sentence as HTML, with what stands in backticks as code.
pub(crate) fn coded(text: &str) -> String {
    let mut html = String::new();
    let mut rest = text;
    // A backtick that nothing closes is none.
    while let Some((before, code, after)) = quoted(rest) {
        let _ = write!(html, "{}<code>{}</code>", escape(before), escape(code));
        rest = after;
    }
    html.push_str(&escape(rest));
    html
}

/// What stands before the first pair of backticks, between them, and behind.
fn quoted(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    Some((before, code, after))
}

/// A text inside HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            '"' => found.push_str("&quot;"),
            '\'' => found.push_str("&#39;"),
            c => found.push(c),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::coded;

    #[test]
    fn what_stands_in_backticks_is_code_and_nothing_of_it_is_html() {
        assert_eq!(coded("`<b>` & more"), "<code>&lt;b&gt;</code> &amp; more");
        assert_eq!(coded("of `F1` and `F2`."), "of <code>F1</code> and <code>F2</code>.");
        assert_eq!(coded("a ` alone"), "a ` alone");
        assert_eq!(coded(""), "");
    }
}
