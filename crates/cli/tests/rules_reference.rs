//! The reference of rules, `docs/reference/rules.md`, played: each block of it becomes a programme,
//! the program scores it, and every example gives what the page says.

mod page;
mod programme;
mod scheme;

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{Row, Table, same};

use page::{Block, Example, Kind};

const PAGE: &str = "docs/reference/rules.md";

fn kinds() -> Vec<Kind> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    page::kinds(&std::fs::read_to_string(root.join(PAGE)).unwrap())
}

#[test]
fn each_of_the_63_kinds_is_shown_with_two_examples_and_where_it_was_met() {
    let series = [('R', 38), ('C', 13), ('G', 12)];
    let wanted: Vec<String> = series
        .into_iter()
        .flat_map(|(letter, last)| (1..=last).map(move |n| format!("{letter}{n:02}")))
        .collect();
    let kinds = kinds();
    let found: Vec<&str> = kinds.iter().map(|kind| kind.id.as_str()).collect();
    assert_eq!(found, wanted);
    for kind in &kinds {
        let place = format!("{PAGE}:{} {}", kind.line, kind.id);
        let examples = kind.blocks.iter().map(|block| block.examples.len()).sum::<usize>();
        assert!(examples >= 2, "{place} has {examples} examples");
        assert!(kind.prose.contains("Met in: "), "{place} does not say where it was met");
        assert!(kind.heading.contains(" · "), "{place} has no Chinese name");
    }
}

#[test]
fn every_example_gives_what_the_reference_says() {
    let kinds = kinds();
    let blocks: Vec<(&str, &Block)> = kinds
        .iter()
        .flat_map(|kind| kind.blocks.iter().map(|block| (kind.id.as_str(), block)))
        .collect();
    let half = blocks.len() / 2;
    let faults: Vec<String> = std::thread::scope(|scope| {
        let other = scope.spawn(|| blocks[half..].iter().flat_map(played).collect::<Vec<_>>());
        let mut found: Vec<String> = blocks[..half].iter().flat_map(played).collect();
        found.extend(other.join().unwrap());
        found
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a block says otherwise than the program.
fn played((kind, block): &(&str, &Block)) -> Vec<String> {
    let folder = programme::folder(block);
    let checked = folder.run("check", &[]);
    if checked.code != 0 || checked.err.contains("warning[") || checked.out.contains("warning[") {
        return vec![format!("{PAGE}:{} {kind}\n{}{}", block.line, checked.out, checked.err)];
    }
    let mut tables: BTreeMap<&str, Table> = BTreeMap::new();
    let mut table = |option: &'static str| {
        let args: &[&str] = if option.is_empty() { &[] } else { &[option] };
        tables.entry(option).or_insert_with(|| folder.score(args)).clone()
    };
    let mut faults = Vec::new();
    let units = programme::units(block);
    for (place, column) in block.columns.iter().enumerate() {
        let whose = |unit: &str, example: &Example, found: String| {
            let wanted = &example.cells[place];
            let says = !same(wanted, &found);
            says.then(|| {
                format!(
                    "{PAGE}:{} {kind} {unit}: {column} is {found:?}, not {wanted:?}",
                    example.line
                )
            })
        };
        let Some(found) = result(column, &mut table) else { continue };
        for (unit, example) in units.iter().zip(&block.examples) {
            let found = if programme::is_part(unit) { String::new() } else { found(unit) };
            faults.extend(whose(unit, example, found));
        }
    }
    faults
}

/// What the program says of a unit.
type Says = Box<dyn Fn(&str) -> String>;

/// What the program says under a column, by unit; nothing where the column says what goes in.
fn result(column: &str, table: &mut impl FnMut(&'static str) -> Table) -> Option<Says> {
    let of = |table: Table, key: Option<String>, column: &'static str| {
        Box::new(move |unit: &str| {
            let keys: Vec<&str> = [unit].into_iter().chain(key.as_deref()).collect();
            table.cell(&keys, column).to_owned()
        }) as Says
    };
    match column {
        "points" => Some(of(table("--items"), Some("X".to_owned()), "points")),
        "status" => Some(of(table("--items"), Some("X".to_owned()), "status")),
        "follows" => {
            let table = table("--consequences");
            Some(Box::new(move |unit| {
                let of_unit = table.rows.iter().filter(|row| row["unit"] == unit);
                let one = |row: &Row| format!("{} {}", row["consequence"], row["due"]);
                of_unit.map(one).collect::<Vec<_>>().join(", ")
            }))
        }
        _ => {
            if let Some(id) = column.strip_prefix("points(").and_then(|id| id.strip_suffix(')')) {
                let items = table("--items");
                let is_item = items.rows.iter().any(|row| row["item"] == id);
                let table = if is_item { items } else { table("--groups") };
                return Some(of(table, Some(id.to_owned()), "points"));
            }
            let known = programme::RESULTS.iter().find(|known| **known == column)?;
            Some(of(table(""), None, programme::column_of(known)))
        }
    }
}
