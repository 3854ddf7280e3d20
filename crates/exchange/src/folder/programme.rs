//! `programme.toml`.

use std::collections::BTreeMap;

use gangmu_base::Finding;
use gangmu_base::calendar::{ListedDay, WorkingDays};
use gangmu_base::finding::nearest;
use gangmu_domain::framework::{
    Accepted, BodyKind, Burden, CalendarStep, Framework, Level, Notice, OwnWord, Privacy,
    Separation,
};
use gangmu_num::Ratio;
use jiff::civil::Date;

use super::Reading;
use super::reporting::reporting;
use super::sheet::{Columns, Sheet};
use super::values::{
    amount, date, id, named, optional_text, own_id, period, strings, tables, text,
};
use crate::text::{Document, Node, Table, TableLimits, TableReader};

impl Reading {
    /// What the programme says of itself, without its tables.
    pub(crate) fn read_framework(&mut self) -> Option<Framework> {
        let source = self.small_source("programme.toml")?;
        let working_days = self.read_holidays();
        let (document, findings) = Document::parse(&source);
        self.findings.extend(findings);
        let document = document?;
        let framework = framework(&document.root(), working_days);
        let named = document.root().get("schemes").and_then(|node| node.strings());
        self.scheme_places =
            named.into_iter().flatten().map(|(id, node)| (id.to_owned(), node.place())).collect();
        self.findings.extend(document.take_findings());
        Some(framework)
    }

    fn read_holidays(&mut self) -> WorkingDays {
        const COLUMNS: Columns =
            Columns { required: &["date", "kind"], optional: &["name_zh", "name_en"], open: false };
        let Some(source) = self.small_source("holidays.csv") else {
            return WorkingDays::default();
        };
        let (table, findings) = Table::parse(&source, TableLimits::default());
        self.findings.extend(findings);
        let Some(table) = table else { return WorkingDays::default() };
        let sheet = Sheet::open(&table, &COLUMNS);
        let kinds = [("holiday", ListedDay::Holiday), ("workday", ListedDay::Workday)];
        let mut listed: BTreeMap<Date, ListedDay> = BTreeMap::new();
        for row in sheet.rows() {
            let (date, kind) = (row.required_date("date"), row.one_of("kind", &kinds));
            let (Some(date), Some(kind)) = (date, kind) else { continue };
            if listed.insert(date, kind).is_some() {
                row.report(row.error("F208", "date").with("id", date));
            }
        }
        self.findings.extend(sheet.take_findings());
        WorkingDays::new(listed)
    }
}

fn framework(root: &TableReader<'_>, working_days: WorkingDays) -> Framework {
    let term = root.get("term").and_then(|node| node.table());
    if let Some(term) = term {
        let (start, end) = (date(&term, "start"), date(&term, "end"));
        in_order(&term, start, end, "term");
        term.finish(&["start", "end"]);
    }
    let mut framework = Framework {
        id: root.require("programme").and_then(|node| id(&node)).unwrap_or_default(),
        title: named(root, "title"),
        period: root.get("period").and_then(|node| period(&node)),
        schemes: strings(root, "schemes"),
        zone_seconds: root.get("time_zone").and_then(|node| zone(&node)).unwrap_or(0),
        levels: tables(root, "level", |table| Level {
            id: own_id(table),
            name: named(table, "name"),
        }),
        body_kinds: tables(root, "body_kind", |table| BodyKind {
            id: own_id(table),
            name: named(table, "name"),
        }),
        words: tables(root, "word", |table| OwnWord {
            word: text(table, "word"),
            name: named(table, "name"),
        }),
        separations: tables(root, "separation", |table| Separation {
            duty: text(table, "duty"),
            not: strings(table, "not"),
        }),
        notice: root.get("notice").and_then(|node| node.table()).and_then(|table| {
            let notice = notice(&table, &working_days);
            table.finish(&[
                "opens",
                "closes",
                "working_days",
                "appeals_from",
                "appeals_to",
                "final_on",
            ]);
            notice
        }),
        privacy: root.get("privacy").and_then(|node| node.table()).map(|table| {
            let least = table.get("min_denominator").and_then(|node| amount(&node));
            let privacy = Privacy {
                min_denominator: least.unwrap_or(Ratio::ZERO),
                mark: table.get("mark").and_then(|n| n.string()).unwrap_or("x").to_owned(),
            };
            table.finish(&["min_denominator", "mark"]);
            privacy
        }),
        reporting: (root.get("events").and_then(|node| node.table()))
            .and_then(|table| reporting(table)),
        burden: Burden::default(),
        cliff_points: root.get("checks").and_then(|node| node.table()).and_then(|table| {
            let points = table.get("cliff_points").and_then(|node| amount(&node));
            table.finish(&["cliff_points"]);
            points
        }),
        accepted: tables(root, "accepted", |table| Accepted {
            code: text(table, "code"),
            at: optional_text(table, "at"),
            reason: named(table, "reason"),
            place: table.place(),
        }),
        calendar: tables(root, "calendar", |table| CalendarStep {
            step: table.require("step").and_then(|node| node.integer()).unwrap_or_default(),
            when: text(table, "when"),
            who: text(table, "who"),
            act: named(table, "act"),
        }),
        working_days,
        classes: Vec::new(),
        elements: Vec::new(),
        indicators: Vec::new(),
        targets: Vec::new(),
        nodes: Vec::new(),
        datasets: Vec::new(),
        questions: Vec::new(),
    };
    if let Some(table) = root.get("burden").and_then(|node| node.table()) {
        framework.burden = burden(table, &framework.levels);
    }
    if framework.levels.is_empty() {
        root.require("level");
    }
    report_unknown(
        root,
        &[
            "programme",
            "title_zh",
            "title_en",
            "term",
            "period",
            "schemes",
            "time_zone",
            "level",
            "body_kind",
            "word",
            "separation",
            "notice",
            "privacy",
            "events",
            "burden",
            "checks",
            "accepted",
            "calendar",
        ],
    );
    framework
}

/// Reports keys that were never asked for, without using the reader up.
fn report_unknown(root: &TableReader<'_>, known: &[&str]) {
    for node in root.entries() {
        if !known.contains(&node.name()) {
            let near = gangmu_base::finding::nearest(node.name(), known.iter().copied());
            root.document().report(
                Finding::error("F134", node.key_place())
                    .with("key", node.name())
                    .with("nearest", near.unwrap_or_default()),
            );
        }
    }
}

fn notice(table: &TableReader<'_>, working_days: &WorkingDays) -> Option<Notice> {
    let opens = date(table, "opens");
    let closes = date(table, "closes");
    in_order(table, opens, closes, "notice");
    let promised = table.get("working_days").and_then(|node| Some((node.integer()?, node)));
    if let (Some(opens), Some(closes), Some((promised, node))) = (opens, closes, promised) {
        let found = working_days.count(opens, closes);
        if found != promised {
            table.document().report(
                Finding::error("F227", node.place())
                    .with("promised", promised)
                    .with("found", found)
                    .with("opens", opens)
                    .with("closes", closes),
            );
        }
    }
    let (from, to) = (date(table, "appeals_from"), date(table, "appeals_to"));
    in_order(table, from, to, "appeals");
    let final_on = date(table, "final_on");
    Some(Notice {
        opens: opens?,
        closes: closes?,
        appeals_from: from?,
        appeals_to: to?,
        final_on: final_on?,
    })
}

fn in_order(table: &TableReader<'_>, first: Option<Date>, last: Option<Date>, what: &str) {
    if let (Some(first), Some(last)) = (first, last)
        && first > last
    {
        table.document().report(
            Finding::error("F226", table.place())
                .with("what", what)
                .with("first", first)
                .with("last", last),
        );
    }
}

fn burden(table: TableReader<'_>, levels: &[Level]) -> Burden {
    let counts = |key: &str| -> BTreeMap<String, i64> {
        let Some(table) = table.get(key).and_then(|node| node.table()) else {
            return BTreeMap::new();
        };
        let entries = table.entries();
        let known = || levels.iter().map(|level| level.id.as_str());
        for node in entries.iter().filter(|node| !known().any(|id| id == node.name())) {
            let near = nearest(node.name(), known()).unwrap_or_default();
            node.report(
                Finding::error("F209", node.key_place())
                    .with("what", "level")
                    .with("id", node.name())
                    .with("nearest", near),
            );
        }
        entries.iter().filter_map(|n| Some((n.name().to_owned(), n.integer()?))).collect()
    };
    let burden = Burden {
        minutes_per_month: counts("minutes_per_month"),
        forms: counts("forms"),
        minutes_per_cell: table.get("minutes_per_cell").and_then(|node| amount(&node)),
    };
    table.finish(&["minutes_per_month", "forms", "minutes_per_cell"]);
    burden
}

/// The seconds of a zone such as `+08:00`.
fn zone(node: &Node<'_>) -> Option<i32> {
    let text = node.string()?;
    let read = || {
        let (sign, rest) = match text.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours <= 14 && (0..60).contains(&minutes)).then_some(sign * (hours * 3600 + minutes * 60))
    };
    let found = read();
    if found.is_none() {
        wrong_word(node, text, "+08:00");
    }
    found
}

fn wrong_word(node: &Node<'_>, value: &str, allowed: &str) {
    node.report(Finding::error("F210", node.place()).with("value", value).with("allowed", allowed));
}
