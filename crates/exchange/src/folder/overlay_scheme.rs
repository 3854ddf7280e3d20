//! `overlays/UNIT/schemes/ID.toml`: of a scheme of the tier above only what is changed, and what is
//! added, in the words in which schemes are written.

use gangmu_base::Place;
use gangmu_domain::assessment::{Change, Said, Scheme, SchemeOverlay};

use super::scheme::{GAPS, LATE, group, item, one_of_words};
use super::scheme_parts::{bonus_item, consequence_when, deadline, deduction_row, step, veto};
use super::values::{amount, count, number, share, text, written};
use crate::text::{Node, TableReader};

/// What an overlay says about the scheme of the tier above.
pub(super) fn scheme_overlay(root: &TableReader<'_>, above: &Scheme) -> SchemeOverlay {
    let version = root.require("version");
    let place = version.as_ref().map_or_else(|| root.place(), Node::place);
    let mut overlay = SchemeOverlay {
        scheme: above.id.clone(),
        version: version.and_then(|node| node.integer()).unwrap_or(above.version),
        version_place: place,
        changes: Vec::new(),
        groups: Vec::new(),
        items: Vec::new(),
        bonus_items: Vec::new(),
        rows: Vec::new(),
        vetoes: Vec::new(),
        consequences: Vec::new(),
        steps: Vec::new(),
        must: Vec::new(),
    };
    for node in root.entries() {
        match node.name() {
            "scheme" | "version" => {}
            "policy" => tables_of(&node, |table| changes(table, &["policy"], &[], &mut overlay)),
            "group" => list(&node, |table| {
                let id = id_of(table);
                if above.groups.iter().any(|group| group.id == id) {
                    changes(table, &["group", &id], &["id"], &mut overlay);
                } else {
                    overlay.groups.push(group(table));
                }
            }),
            "item" => list(&node, |table| {
                let id = id_of(table);
                if above.items.iter().any(|item| item.id == id) {
                    changes(table, &["item", &id], &["id"], &mut overlay);
                } else {
                    overlay.items.push(item(table));
                }
            }),
            "bonus" => tables_of(&node, |table| bonus(table, above, &mut overlay)),
            "deductions" => tables_of(&node, |table| deductions(table, above, &mut overlay)),
            "veto" => list(&node, |table| {
                let id = id_of(table);
                if above.vetoes.iter().any(|veto| veto.id == id) {
                    changes(table, &["veto", &id], &["id"], &mut overlay);
                } else {
                    overlay.vetoes.push(veto(table));
                }
            }),
            "grade" => list(&node, |table| {
                changes(table, &["grade", &text(table, "id")], &["id"], &mut overlay);
            }),
            "award" => tables_of(&node, |table| award(table, &mut overlay)),
            "consequence" => list(&node, |table| consequence(table, above, &mut overlay)),
            "pass" => tables_of(&node, |table| pass(table, &mut overlay)),
            // Not for a lower tier: told where the rules are laid over each other.
            _ => change(&node, &[], &mut overlay),
        }
    }
    overlay
}

/// The table of a node; what is none is a finding.
fn tables_of(node: &Node<'_>, mut read: impl FnMut(&TableReader<'_>)) {
    if let Some(table) = node.table() {
        read(&table);
        table.finish(&[]);
    }
}

fn list(node: &Node<'_>, mut read: impl FnMut(&TableReader<'_>)) {
    for table in node.tables().unwrap_or_default() {
        read(&table);
        table.finish(&[]);
    }
}

/// The id, read without a word when it is missing: whoever reads the table in full tells of it.
fn id_of(table: &TableReader<'_>) -> String {
    let id = table.get("id").filter(|node| node.kind() == "string");
    id.and_then(|node| node.string()).unwrap_or_default().to_owned()
}

/// Every key of a table as a change of a field of the tier above.
fn changes(table: &TableReader<'_>, of: &[&str], skip: &[&str], overlay: &mut SchemeOverlay) {
    let entries = table.entries();
    let said = entries.iter().filter(|node| !skip.contains(&node.name()));
    if said.clone().count() == 0 {
        // What is named without a change is not there by chance.
        let field = of.iter().map(|part| (*part).to_owned()).collect();
        add(field, Said::Other(String::new()), table.place(), overlay);
    }
    said.for_each(|node| change(node, of, overlay));
}

fn change(node: &Node<'_>, of: &[&str], overlay: &mut SchemeOverlay) {
    let Some(to) = said(node, of) else { return };
    let field = of.iter().copied().chain([node.name()]).map(str::to_owned).collect();
    add(field, to, node.place(), overlay);
}

fn add(field: Vec<String>, to: Said, place: Place, overlay: &mut SchemeOverlay) {
    overlay.changes.push(Change { field, to, place });
}

/// The value of a key, in the form that key has in a scheme.
fn said(node: &Node<'_>, of: &[&str]) -> Option<Said> {
    let whole = matches!(node.name(), "years" | "quota_min") || of == ["pass"];
    let figure = |node: &Node<'_>| number(node).map(Said::Figure);
    let amount = |node: &Node<'_>| amount(node).map(Said::Figure);
    match node.name() {
        _ if of == ["deductions", "multipliers"] => amount(node),
        "at_least" | "years" | "quota_min" if whole => {
            count(node).map(|count| Said::Figure(count.into()))
        }
        "floor" | "item_floor" | "at_least" => figure(node),
        "cap" | "exceed" | "points" => amount(node),
        "quota_share" | "top_share" => share(node).map(Said::Figure),
        "missing" | "undefined" => word(node, &GAPS),
        "late" => word(node, &LATE),
        "may_exceed" => node.boolean().map(Said::Switch),
        "opens" | "when" => written(node).map(Said::Condition),
        _ if node.kind() == "string" => node.string().map(|text| Said::Other(text.to_owned())),
        _ => Some(Said::Other(String::new())),
    }
}

fn word<T: Copy>(node: &Node<'_>, words: &[(&str, T)]) -> Option<Said> {
    one_of_words(node, words)?;
    node.string().map(|word| Said::Word(word.to_owned()))
}

fn bonus(table: &TableReader<'_>, above: &Scheme, overlay: &mut SchemeOverlay) {
    for node in table.entries() {
        if node.name() != "item" {
            change(&node, &["bonus"], overlay);
            continue;
        }
        list(&node, |item| {
            let id = id_of(item);
            let known = above.bonus.iter().flat_map(|bonus| &bonus.items).any(|i| i.id == id);
            if known {
                changes(item, &["bonus", &id], &["id"], overlay);
            } else {
                overlay.bonus_items.push(bonus_item(item));
            }
        });
    }
}

fn deductions(table: &TableReader<'_>, above: &Scheme, overlay: &mut SchemeOverlay) {
    for node in table.entries() {
        match node.name() {
            "multipliers" => tables_of(&node, |flags| {
                changes(flags, &["deductions", "multipliers"], &[], overlay);
            }),
            "row" => list(&node, |row| {
                let (kind, severity) = (text(row, "type"), text(row, "severity"));
                let mut rows = above.deductions.iter().flat_map(|deductions| &deductions.rows);
                if rows.any(|row| row.kind == kind && row.severity == severity) {
                    let of = ["deductions", kind.as_str(), severity.as_str()];
                    changes(row, &of, &["type", "severity"], overlay);
                } else {
                    overlay.rows.push(deduction_row(row));
                }
            }),
            _ => change(&node, &["deductions"], overlay),
        }
    }
}

fn award(table: &TableReader<'_>, overlay: &mut SchemeOverlay) {
    for node in table.entries() {
        if node.name() == "step" {
            list(&node, |step| {
                changes(step, &["award", &text(step, "id")], &["id"], overlay);
            });
        } else {
            change(&node, &["award"], overlay);
        }
    }
}

fn consequence(table: &TableReader<'_>, above: &Scheme, overlay: &mut SchemeOverlay) {
    let when = consequence_when(table);
    let key = when.key();
    let Some(known) = above.consequences.iter().find(|one| one.when.key() == key) else {
        overlay.consequences.push(super::scheme_parts::consequence(table));
        return;
    };
    let Some(steps) = table.get("do") else { return };
    list(&steps, |node| {
        let id = text(node, "id");
        if known.steps.iter().any(|step| step.id == id) {
            let field = vec!["consequence".to_owned(), key.clone(), id];
            let to = Said::Deadline(deadline(node));
            add(field, to, node.place(), overlay);
        } else {
            overlay.steps.push((key.clone(), step(node), node.place()));
        }
    });
}

fn pass(table: &TableReader<'_>, overlay: &mut SchemeOverlay) {
    for node in table.entries() {
        if node.name() == "must" {
            let items = node.strings().unwrap_or_default();
            let items = items.into_iter().map(|(id, node)| (id.to_owned(), node.place()));
            overlay.must.extend(items);
        } else {
            change(&node, &["pass"], overlay);
        }
    }
}
