//! A scheme as the table of points that is printed and signed.

use std::path::Path;

use gangmu_base::finding::nearest;
use gangmu_base::units::Named;
use gangmu_base::{Finding, Period, Place};
use gangmu_domain::assessment::{Group, Item, Scheme};
use gangmu_exchange::folder::Programme;
use gangmu_exchange::text::write_anywhere;
use gangmu_exchange::workbook::{PrintedRow, PrintedScheme, write_scheme};
use gangmu_num::Ratio;

use super::check::check;
use crate::score::period_of;
use crate::words::{Language, Words};

/// Writes a scheme of the programme in `dir` as a workbook.
///
/// # Errors
/// The findings of a programme with errors, `G001` when there is no such scheme, and what keeps the
/// workbook from being written.
pub fn export_scheme(
    dir: &Path,
    id: Option<&str>,
    file: &Path,
    words: &Words,
) -> Result<usize, Vec<Finding>> {
    let checked = check(dir);
    let Some(programme) = checked.programme else { return Err(checked.findings) };
    let known = || programme.schemes.iter().map(|scheme| scheme.id.as_str());
    let asked = |scheme: &&Scheme| id.is_none_or(|id| scheme.id == id);
    let Some(scheme) = programme.schemes.iter().find(asked) else {
        let wanted = id.unwrap_or_default();
        return Err(vec![
            Finding::error("G001", Place::file("schemes"))
                .with("scheme", wanted)
                .with("known", known().collect::<Vec<_>>().join(", "))
                .with("nearest", nearest(wanted, known()).unwrap_or_default()),
        ]);
    };
    let printed = printed(&programme, scheme, words);
    let shown = file.display().to_string();
    let bytes = write_scheme(&printed, &shown).map_err(|finding| vec![finding])?;
    write_anywhere(file, &bytes).map_err(|finding| vec![finding])?;
    Ok(printed.rows.len())
}

fn printed(programme: &Programme, scheme: &Scheme, words: &Words) -> PrintedScheme {
    let of = |group: &Group| {
        let own = scheme.items.iter().filter(|item| item.group == group.id);
        own.map(|item| (group.clone(), item)).collect::<Vec<_>>()
    };
    let items: Vec<(Group, &Item)> = scheme.groups.iter().flat_map(of).collect();
    let classes: Vec<String> = classes(programme, scheme);
    let points = |item: &Item| -> Vec<Ratio> {
        if classes.is_empty() {
            return vec![item.points.clone()];
        }
        classes.iter().map(|class| item.points_in(Some(class)).clone()).collect()
    };
    let row = |(group, item): &(Group, &Item)| PrintedRow {
        id: item.id.clone(),
        group: words.name(&group.title).to_owned(),
        title: words.name(&item.title).to_owned(),
        content: item.printed.content.clone(),
        text: words.name(&item.text).to_owned(),
        points: points(item).iter().map(decimal).collect(),
        source: item.printed.source.clone(),
        method: item.printed.method.clone(),
        lead: or_named(&item.printed.lead, item.lead.as_deref(), programme, words),
        responsible: item.printed.responsible.clone(),
        assessor: or_named(&item.printed.assessor, item.assessor.as_deref(), programme, words),
    };
    let rows: Vec<PrintedRow> = items.iter().map(row).collect();
    let sums = (0..classes.len().max(1)).map(|class| {
        let of_class = items.iter().map(|(_, item)| points(item).swap_remove(class));
        decimal(&of_class.fold(Ratio::ZERO, |sum, points| &sum + &points))
    });
    let total = (words.say("printed-total", &[]), sums.collect());
    let period =
        period_of(programme, scheme, None).map_or_else(String::new, |p: Period| p.to_string());
    let version = scheme.version.to_string();
    PrintedScheme {
        chinese: words.language() == Language::Zh,
        sheet: words.say("printed-sheet", &[]),
        title: words.name(&scheme.title).to_owned(),
        subtitle: words.say("printed-subtitle", &[("period", &period), ("version", &version)]),
        classes,
        rows,
        total,
        signature: words.say("printed-signature", &[]),
    }
}

/// The classes, where the points of any item differ among them.
fn classes(programme: &Programme, scheme: &Scheme) -> Vec<String> {
    let differ = |item: &Item| item.points_by_class.values().any(|points| *points != item.points);
    if !scheme.items.iter().any(differ) {
        return Vec::new();
    }
    // The class of a body is its kind.
    if !scheme.subjects.kinds.is_empty() {
        return scheme.subjects.kinds.clone();
    }
    let named = scheme.items.iter().flat_map(|item| item.points_by_class.keys());
    let known = programme.framework.classes.iter().map(|class| &class.id);
    let mut classes: Vec<String> = Vec::new();
    for class in known.chain(named) {
        if !classes.contains(class) {
            classes.push(class.clone());
        }
    }
    classes
}

/// The words of the table where it has its own, else the name of the kind of body.
fn or_named(own: &str, id: Option<&str>, programme: &Programme, words: &Words) -> String {
    let Some(id) = id.filter(|_| own.is_empty()) else { return own.to_owned() };
    if id == "peers" {
        return words.say("printed-peers", &[]);
    }
    let kinds = programme.framework.body_kinds.iter().find(|kind| kind.id == id);
    let bodies = programme.tree.bodies().iter().find(|body| body.id == id);
    let name: Option<&Named> = kinds.map(|kind| &kind.name).or(bodies.map(|body| &body.name));
    name.map_or(id, |name| words.name(name)).to_owned()
}

/// A figure of points: they were written as decimals, so they end.
fn decimal(points: &Ratio) -> String {
    let text = points.show(18);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
