//! The parts of a scheme that look at results: bonus, deductions, vetoes, grades, award,
//! consequences, pass.

use std::collections::BTreeMap;

use gangmu_base::Finding;
use gangmu_domain::assessment::{
    Award, AwardStep, Bonus, BonusItem, Consequence, ConsequenceWhen, Deadline, DeductionRow,
    Deductions, Effect, Grade, PassRule, Step, Veto, VetoWhen,
};
use gangmu_num::Ratio;

use super::values::{
    amount, count, named, number, optional_named, optional_text, own_id, rule, share, strings,
    tables, text, written,
};
use crate::text::TableReader;

fn figure(table: &TableReader<'_>, key: &str) -> Option<Ratio> {
    table.get(key).and_then(|node| number(&node))
}

/// What is taken off, or a bound of what is given.
fn bound(table: &TableReader<'_>, key: &str) -> Option<Ratio> {
    table.get(key).and_then(|node| amount(&node))
}

fn share_of(table: &TableReader<'_>, key: &str) -> Option<Ratio> {
    table.get(key).and_then(|node| share(&node))
}

pub(super) fn bonus(root: &TableReader<'_>) -> Option<Bonus> {
    let table = root.get("bonus")?.table()?;
    let bonus = Bonus {
        opens: table.get("opens").and_then(|node| written(&node)),
        cap: bound(&table, "cap"),
        items: tables(&table, "item", bonus_item),
    };
    table.finish(&["opens", "cap", "item"]);
    Some(bonus)
}

pub(super) fn bonus_item(item: &TableReader<'_>) -> BonusItem {
    BonusItem {
        id: own_id(item),
        title: named(item, "title"),
        rule: rule(item, "rule"),
        cap: bound(item, "cap"),
        place: item.place(),
    }
}

pub(super) fn deductions(root: &TableReader<'_>) -> Option<Deductions> {
    let table = root.get("deductions")?.table()?;
    let multipliers = table.get("multipliers").and_then(|node| node.table());
    let multipliers: BTreeMap<String, Ratio> = multipliers.map_or_else(BTreeMap::new, |table| {
        let entries = table.entries();
        entries.iter().filter_map(|node| Some((node.name().to_owned(), amount(node)?))).collect()
    });
    let deductions = Deductions {
        cap: bound(&table, "cap"),
        multipliers,
        rows: tables(&table, "row", deduction_row),
    };
    table.finish(&["cap", "multipliers", "row"]);
    Some(deductions)
}

pub(super) fn deduction_row(row: &TableReader<'_>) -> DeductionRow {
    DeductionRow {
        kind: text(row, "type"),
        severity: text(row, "severity"),
        points: row.require("points").and_then(|node| amount(&node)).unwrap_or(Ratio::ZERO),
        cap: bound(row, "cap"),
        place: row.place(),
    }
}

pub(super) fn veto(table: &TableReader<'_>) -> Veto {
    let event = table.get("event").and_then(|node| node.table());
    let condition = table.get("when").and_then(|node| written(&node));
    let when = match (event, condition) {
        (Some(event), None) => {
            let when = VetoWhen::Event(text(&event, "type"), text(&event, "severity"));
            event.finish(&["type", "severity"]);
            when
        }
        (None, Some(condition)) => VetoWhen::Condition(condition),
        (event, _) => {
            let found = if event.is_some() { "event, when" } else { "" };
            one_of_two(table, "event, when", found);
            VetoWhen::Event(String::new(), String::new())
        }
    };
    let effect = table.require("effect").and_then(|node| node.table());
    let effect = effect.map_or_else(Effect::default, |table| {
        let is = |key: &str, wanted: bool| {
            table.get(key).and_then(|node| node.boolean()).is_some_and(|found| found == wanted)
        };
        let effect = Effect {
            grade: optional_text(&table, "grade"),
            grade_ceiling: optional_text(&table, "grade_ceiling"),
            total: figure(&table, "total"),
            minus: bound(&table, "minus"),
            unranked: is("ranked", false),
            no_commendation: is("commendation", false),
            stop: is("stop", true),
        };
        table.finish(&[
            "grade",
            "grade_ceiling",
            "total",
            "minus",
            "ranked",
            "commendation",
            "stop",
        ]);
        effect
    });
    Veto {
        id: own_id(table),
        title: optional_named(table, "title"),
        text: optional_named(table, "text"),
        when,
        effect,
        appeal_to: optional_text(table, "appeal_to"),
        place: table.place(),
    }
}

/// Exactly one of several keys is wanted.
fn one_of_two(table: &TableReader<'_>, wanted: &str, found: &str) {
    table
        .document()
        .report(Finding::error("F234", table.place()).with("wanted", wanted).with("found", found));
}

pub(super) fn grade(table: &TableReader<'_>) -> Grade {
    Grade {
        // A grade bears the name it is announced under, blanks and all.
        id: text(table, "id"),
        title: named(table, "title"),
        at_least: figure(table, "at_least"),
        when: table.get("when").and_then(|node| written(&node)),
        quota_share: share_of(table, "quota_share"),
        quota_min: table.get("quota_min").and_then(|node| count(&node)).unwrap_or(0),
        place: table.place(),
    }
}

pub(super) fn award(root: &TableReader<'_>) -> Option<Award> {
    let table = root.get("award")?.table()?;
    let award = Award {
        grades: strings(&table, "grades"),
        top_share: table.require("top_share").and_then(|node| share(&node)).unwrap_or(Ratio::ZERO),
        steps: tables(&table, "step", |step| AwardStep {
            years: step.require("years").and_then(|node| count(&node)).unwrap_or(i64::MAX),
            id: text(step, "id"),
            title: named(step, "title"),
        }),
        place: table.place(),
    };
    table.finish(&["grades", "top_share", "step"]);
    Some(award)
}

pub(super) fn consequence(table: &TableReader<'_>) -> Consequence {
    let when = consequence_when(table);
    Consequence { when, steps: tables(table, "do", step), place: table.place() }
}

pub(super) fn consequence_when(table: &TableReader<'_>) -> ConsequenceWhen {
    let grade = optional_text(table, "grade");
    let bottom = share_of(table, "bottom_share");
    let condition = table.get("when").and_then(|node| written(&node));
    let grade_not = optional_text(table, "grade_not");
    let min_group = table.get("min_group").and_then(|node| count(&node)).unwrap_or(0);
    match (grade, bottom, condition) {
        (Some(grade), None, None) => ConsequenceWhen::Grade(grade),
        (None, Some(share), None) => ConsequenceWhen::Bottom { share, grade_not, min_group },
        (None, None, Some(condition)) => ConsequenceWhen::Condition(condition),
        _ => {
            one_of_two(table, "grade, bottom_share, when", "");
            ConsequenceWhen::Grade(String::new())
        }
    }
}

pub(super) fn step(table: &TableReader<'_>) -> Step {
    Step { id: text(table, "id"), title: named(table, "title"), deadline: deadline(table) }
}

pub(super) fn deadline(table: &TableReader<'_>) -> Deadline {
    let count = |key: &str| table.get(key).and_then(|node| node.integer());
    let deadline = match (count("days"), count("working_days"), count("months")) {
        (Some(days), None, None) => Deadline::Days(days),
        (None, Some(days), None) => Deadline::WorkingDays(days),
        (None, None, Some(months)) => Deadline::Months(months),
        _ => {
            one_of_two(table, "days, working_days, months", "");
            Deadline::Days(0)
        }
    };
    match deadline {
        Deadline::Days(n) | Deadline::WorkingDays(n) | Deadline::Months(n)
            if !(0..=10_000).contains(&n) =>
        {
            table.document().report(Finding::error("F214", table.place()).with("value", n));
            Deadline::Days(0)
        }
        deadline => deadline,
    }
}

pub(super) fn pass(root: &TableReader<'_>) -> Option<PassRule> {
    let table = root.get("pass")?.table()?;
    let either = table.get("either").and_then(|node| node.list()).unwrap_or_default();
    let rule = PassRule {
        at_least: table.require("at_least").and_then(|node| count(&node)).unwrap_or_default(),
        must: strings(&table, "must"),
        either: either
            .iter()
            .filter_map(|list| list.strings())
            .map(|list| list.into_iter().map(|(text, _)| text.to_owned()).collect())
            .collect(),
        place: table.place(),
    };
    table.finish(&["at_least", "must", "either"]);
    Some(rule)
}
