//! The other kinds of fact in `data/`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use gangmu_base::facts::{Answer, Appeal, Event, Facts, Mark, Milestone, PastResult, Practice};
use gangmu_base::finding::nearest;
use gangmu_base::{Finding, Reporter, Tree};
use gangmu_domain::assessment::Scheme;
use gangmu_domain::framework::Framework;
use gangmu_num::Ratio;

use super::sheet::{Columns, Sheet, SheetRow};
use super::{KINDS, Reading};

macro_rules! columns {
    ($required:expr, $optional:expr, $open:expr) => {
        Columns { required: &$required, optional: &$optional, open: $open }
    };
}

const EVENTS: Columns =
    columns!(["event", "unit", "date", "type", "severity"], ["verified_by", "note"], true);
const SURVEYS: Columns = columns!(["unit", "period", "question", "answer", "count"], [], false);
const RATINGS: Columns = columns!(["unit", "indicator", "period", "rater", "rating"], [], false);
const CHECKLISTS: Columns =
    columns!(["unit", "indicator", "period", "element", "met"], ["text", "verified_by"], false);
const GRADES: Columns =
    columns!(["unit", "indicator", "period", "dimension", "grade"], ["self_grade"], false);
const MILESTONES: Columns =
    columns!(["unit", "project", "milestone", "weight", "due"], ["done", "lead"], false);
const PRACTICES: Columns = columns!(
    ["practice", "unit", "status"],
    ["title_zh", "title_en", "pilot", "approved_on"],
    false
);
const HISTORY: Columns =
    columns!(["unit", "scheme", "period", "points"], ["grade", "rank", "designated"], false);
const IMPORTED: Columns = columns!(
    ["unit", "scheme", "period", "version", "points", "out_of", "status"],
    ["sha256", "issued_by"],
    false
);
const APPEALS: Columns = columns!(
    ["appeal", "unit", "filed", "decision", "file", "key", "column", "old", "new"],
    ["scheme", "item", "decided", "board", "ground_zh", "ground_en", "reason_zh", "reason_en",],
    false
);

impl Reading {
    /// All facts but the observations.
    pub(crate) fn read_facts(
        &mut self,
        framework: &Framework,
        tree: &Tree,
        schemes: &[Scheme],
    ) -> Facts {
        let about = About { framework, tree, schemes };
        let flags: RefCell<BTreeSet<String>> = RefCell::default();
        let mut facts = Facts {
            events: self.facts_of("events", &EVENTS, |row| {
                let columns = row.all_further().iter().map(|(name, _)| (*name).to_owned());
                flags.borrow_mut().extend(columns);
                about.event(row)
            }),
            event_flags: Vec::new(),
            answers: self.facts_of("surveys", &SURVEYS, |row| about.answer(row)),
            ratings: self.facts_of("ratings", &RATINGS, |row| about.mark(row, "rater", "rating")),
            checks: self.facts_of("checklists", &CHECKLISTS, |row| {
                row.flag("met")?;
                about.mark(row, "element", "met")
            }),
            grades: self.facts_of("grades", &GRADES, |row| about.mark(row, "dimension", "grade")),
            milestones: self.facts_of("milestones", &MILESTONES, |row| about.milestone(row)),
            practices: self.facts_of("practices", &PRACTICES, |row| about.practice(row)),
            results: self.facts_of("history", &HISTORY, |row| about.past(row)),
            appeals: self.facts_of("appeals", &APPEALS, |row| about.appeal(row)),
        };
        facts.event_flags = flags.into_inner().into_iter().collect();
        facts.results.extend(self.facts_of("imported", &IMPORTED, |row| about.imported(row)));
        self.told_twice(&facts, tree);
        self.weights_add_up(&facts, tree);
        facts
    }

    fn facts_of<T>(
        &mut self,
        kind: &str,
        columns: &Columns,
        read: impl Fn(&SheetRow<'_, '_>) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for path in self.data_files(kind, ".csv") {
            let rows = |sheet: &Sheet<'_>| -> Vec<T> {
                sheet.rows().filter_map(|row| read(&row)).collect()
            };
            found.extend(self.with_sheet(&path, columns, rows));
        }
        found
    }
}

/// What a fact may be about.
struct About<'a> {
    framework: &'a Framework,
    tree: &'a Tree,
    schemes: &'a [Scheme],
}

impl About<'_> {
    fn reporter(&self, row: &SheetRow<'_, '_>, column: &'static str) -> Option<Reporter> {
        let id = row.required(column)?;
        let found = self.tree.find(id);
        if found.is_none() {
            let units = self.tree.units().iter().map(|unit| unit.id.as_str());
            let known = units.chain(self.tree.bodies().iter().map(|body| body.id.as_str()));
            self.unknown(row, column, "unit", id, nearest(id, known));
        }
        found
    }

    fn unknown(
        &self,
        row: &SheetRow<'_, '_>,
        column: &'static str,
        what: &str,
        id: &str,
        near: Option<&str>,
    ) {
        row.report(
            row.error("F209", column)
                .with("what", what)
                .with("id", id)
                .with("nearest", near.unwrap_or_default()),
        );
    }

    fn indicator(&self, row: &SheetRow<'_, '_>) -> Option<String> {
        let id = row.required("indicator")?;
        let known = || self.framework.indicators.iter().map(|i| i.id.as_str());
        if !known().any(|indicator| indicator == id) {
            self.unknown(row, "indicator", "indicator", id, nearest(id, known()));
            return None;
        }
        Some(id.to_owned())
    }

    fn event(&self, row: &SheetRow<'_, '_>) -> Option<Event> {
        let mut flags = Vec::new();
        for (name, place) in row.all_further() {
            match row.further(*place) {
                "" | "0" => {}
                "1" => flags.push((*name).to_owned()),
                other => row.report(
                    Finding::error("F210", row.further_place(*place))
                        .with("value", other)
                        .with("allowed", "0, 1"),
                ),
            }
        }
        flags.sort_unstable();
        Some(Event {
            id: row.id("event")?.to_owned(),
            reporter: self.reporter(row, "unit")?,
            date: row.required_date("date")?,
            kind: row.required("type")?.to_owned(),
            severity: row.required("severity")?.to_owned(),
            flags,
            place: row.place("event"),
        })
    }

    fn answer(&self, row: &SheetRow<'_, '_>) -> Option<Answer> {
        let question = row.required("question")?;
        let known = || self.framework.questions.iter();
        let Some(asked) = known().find(|q| q.id == question) else {
            let ids = known().map(|q| q.id.as_str());
            self.unknown(row, "question", "question", question, nearest(question, ids));
            return None;
        };
        let answer = row.required("answer")?;
        if !asked.answers.is_empty() && !asked.answers.iter().any(|offered| offered == answer) {
            let offered = asked.answers.iter().map(String::as_str);
            self.unknown(row, "answer", "answer", answer, nearest(answer, offered));
            return None;
        }
        let count = row.required_number("count")?;
        let whole = count.to_integer().filter(|_| count.is_integer() && count.signum() >= 0);
        if whole.is_none() {
            row.report(row.error("F214", "count").with("value", row.text("count")));
        }
        Some(Answer {
            reporter: self.reporter(row, "unit")?,
            period: row.period("period")?,
            question: question.to_owned(),
            answer: answer.to_owned(),
            count: whole?,
            place: row.place("count"),
        })
    }

    fn mark(
        &self,
        row: &SheetRow<'_, '_>,
        part: &'static str,
        label: &'static str,
    ) -> Option<Mark> {
        Some(Mark {
            reporter: self.reporter(row, "unit")?,
            indicator: self.indicator(row)?,
            period: row.period("period")?,
            part: row.required(part)?.to_owned(),
            label: row.required(label)?.to_owned(),
            place: row.place(label),
        })
    }

    fn milestone(&self, row: &SheetRow<'_, '_>) -> Option<Milestone> {
        let lead = match row.text("lead") {
            "" => None,
            _ => Some(self.reporter(row, "lead")?),
        };
        Some(Milestone {
            unit: self.reporter(row, "unit")?,
            project: row.id("project")?.to_owned(),
            milestone: row.id("milestone")?.to_owned(),
            weight: row.required_number("weight")?,
            due: row.required_date("due")?,
            done: row.date("done"),
            lead,
            place: row.place("milestone"),
        })
    }

    fn practice(&self, row: &SheetRow<'_, '_>) -> Option<Practice> {
        Some(Practice {
            id: row.id("practice")?.to_owned(),
            reporter: self.reporter(row, "unit")?,
            status: row.required("status")?.to_owned(),
            place: row.place("status"),
        })
    }

    fn past(&self, row: &SheetRow<'_, '_>) -> Option<PastResult> {
        Some(PastResult {
            reporter: self.reporter(row, "unit")?,
            scheme: row.id("scheme")?.to_owned(),
            period: row.period("period")?,
            points: Some(row.required_number("points")?),
            designated: row.flag("designated")?,
            place: row.place("points"),
        })
    }

    fn imported(&self, row: &SheetRow<'_, '_>) -> Option<PastResult> {
        let status = row.required("status")?;
        let issued = row.one_of("status", &[("final", true), ("not_issued", false)])?;
        let points = if issued {
            let points = row.required_number("points")?;
            let out_of = row.required_number("out_of")?;
            let share = (&points * &Ratio::from_int(100)).div(&out_of);
            if share.is_none() {
                row.report(row.error("F214", "out_of").with("value", row.text("out_of")));
            }
            Some(share?)
        } else {
            if !row.text("points").is_empty() {
                row.report(row.error("F222", "points").with("status", status));
            }
            None
        };
        Some(PastResult {
            reporter: self.reporter(row, "unit")?,
            scheme: row.id("scheme")?.to_owned(),
            period: row.period("period")?,
            points,
            designated: false,
            place: row.place("points"),
        })
    }

    /// The scheme, the item and the board of an appeal are there, where they are named.
    fn appeal_is_about_something(&self, row: &SheetRow<'_, '_>) {
        let named = |column: &str| Some(row.text(column)).filter(|text| !text.is_empty());
        let schemes = self.schemes.iter();
        let scheme = named("scheme");
        if let Some(id) = scheme.filter(|id| schemes.clone().all(|scheme| scheme.id != *id)) {
            let near = nearest(id, schemes.clone().map(|scheme| scheme.id.as_str()));
            self.unknown(row, "scheme", "scheme", id, near);
            return;
        }
        let items = || {
            let about = schemes.clone().filter(|known| scheme.is_none_or(|id| known.id == id));
            about.flat_map(|scheme| scheme.items.iter().map(|item| item.id.as_str()))
        };
        if let Some(id) = named("item").filter(|id| items().all(|item| item != *id)) {
            self.unknown(row, "item", "item", id, nearest(id, items()));
        }
        let bodies = || self.tree.bodies().iter().map(|body| body.id.as_str());
        if let Some(id) = named("board").filter(|id| bodies().all(|body| body != *id)) {
            self.unknown(row, "board", "body", id, nearest(id, bodies()));
        }
    }

    fn appeal(&self, row: &SheetRow<'_, '_>) -> Option<Appeal> {
        let decisions =
            [("pending", (false, false)), ("upheld", (true, true)), ("rejected", (true, false))];
        let (is_decided, upheld) = row.one_of("decision", &decisions)?;
        let file = row.required("file")?;
        if !KINDS.contains(&file) {
            self.unknown(row, "file", "file", file, nearest(file, KINDS));
            return None;
        }
        let mut key = Vec::new();
        for part in row.required("key")?.split(';') {
            let Some((column, value)) = part.split_once('=') else {
                row.report(row.error("F232", "key").with("value", part));
                return None;
            };
            key.push((column.trim().to_owned(), value.trim().to_owned()));
        }
        self.reporter(row, "unit")?;
        self.appeal_is_about_something(row);
        let id = row.id("appeal")?;
        let filed = row.required_date("filed")?;
        let decided =
            if is_decided { Some(row.required_date("decided")?) } else { row.date("decided") };
        if let Some(decided) = decided.filter(|decided| *decided < filed) {
            row.report(
                row.error("A003", "decided")
                    .with("appeal", id)
                    .with("filed", filed)
                    .with("decided", decided),
            );
        }
        Some(Appeal {
            id: id.to_owned(),
            filed,
            decided,
            upheld,
            file: file.to_owned(),
            key,
            column: row.required("column")?.to_owned(),
            old: row.text("old").to_owned(),
            new: row.text("new").to_owned(),
            place: row.place("appeal"),
        })
    }
}
