//! The commands against figures that somebody else worked out: every figure, grade, place, reason
//! and deadline of both examples, for every scheme in them, before appeals and after.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{Row, Table, example, same, score_every_way, shared};

/// Which of the columns of a reference table stand under which of ours.
type Columns = [(&'static str, &'static str)];

/// A programme and the tables somebody else made of it.
struct Oracle<'a> {
    programme: &'a str,
    expected: std::path::PathBuf,
}

impl Oracle<'_> {
    fn of(programme: &str) -> Option<Oracle<'_>> {
        let expected = shared()?.join("programmes").join(programme).join("expected");
        Some(Oracle { programme, expected })
    }

    /// Compares a reference table with one of ours: the same rows, and the same in every column.
    fn compare(&self, file: &str, args: &[&str], keys: &Columns, columns: &Columns) {
        let text = fs::read_to_string(self.expected.join(file)).unwrap();
        let wanted = Table::of_csv(&text);
        let found = score_every_way(&example(self.programme), args);
        self.compare_tables(file, &wanted, &found, keys, columns);
    }

    fn compare_tables(
        &self,
        file: &str,
        wanted: &Table,
        found: &Table,
        keys: &Columns,
        columns: &Columns,
    ) {
        let (theirs, ours): (Vec<&str>, Vec<&str>) = keys.iter().copied().unzip();
        let (wanted, found) = (by_key(wanted, &theirs), by_key(found, &ours));
        assert!(
            wanted.keys().eq(found.keys()),
            "{} {file}: rows {:?} and {:?}",
            self.programme,
            wanted.keys(),
            found.keys()
        );
        let mut differ = Vec::new();
        for (key, row) in &wanted {
            for (theirs, ours) in columns {
                let (wanted, found) = (&row[*theirs], &found[key][*ours]);
                if !same(wanted, found) {
                    differ.push(format!("{key:?} {theirs}: {wanted}, and we say {found}"));
                }
            }
        }
        assert!(differ.is_empty(), "{} {file}:\n{}", self.programme, differ.join("\n"));
    }
}

fn by_key<'t>(table: &'t Table, keys: &[&str]) -> BTreeMap<Vec<&'t str>, &'t Row> {
    let key = |row: &'t Row| keys.iter().map(|key| row[*key].as_str()).collect();
    let rows: BTreeMap<Vec<&str>, &Row> = table.rows.iter().map(|row| (key(row), row)).collect();
    assert_eq!(rows.len(), table.rows.len(), "two rows with the same {keys:?}");
    rows
}

const UNIT: (&str, &str) = ("unit_id", "unit");

/// Results, items, groups and deductions of a scheme of units, final and as published.
fn scheme_of_units(programme: &str) {
    let Some(oracle) = Oracle::of(programme) else { return };
    let plain = [
        "base",
        "deduct",
        "bonus",
        "published",
        "final",
        "grade",
        "ranked",
        "rank_in_class",
        "reason",
        "streak",
        "award",
        "passes",
        "pass",
    ];
    let after: Vec<(&str, &str)> =
        plain.into_iter().map(|c| (c, c)).chain([("class_id", "class")]).collect();
    oracle.compare("results.csv", &[], &[UNIT], &after);
    let before = [
        ("class_id", "class"),
        ("published_base", "base"),
        ("published_deduct", "deduct"),
        ("published_bonus", "bonus"),
        ("published", "published"),
        ("published_grade", "grade"),
        ("published_rank", "rank_in_class"),
    ];
    oracle.compare("results.csv", &["--published"], &[UNIT], &before);
    let item = [UNIT, ("item", "item")];
    oracle.compare(
        "item_scores.csv",
        &["--items"],
        &item,
        &[("points", "max"), ("score", "points")],
    );
    oracle.compare(
        "item_scores.csv",
        &["--items", "--published"],
        &item,
        &[("points", "max"), ("score_published", "points")],
    );
    let group = [UNIT, ("group", "group")];
    oracle.compare(
        "group_scores.csv",
        &["--groups"],
        &group,
        &[("possible", "max"), ("score", "points")],
    );
    oracle.compare(
        "group_scores.csv",
        &["--groups", "--published"],
        &group,
        &[("score_published", "points")],
    );
    let event = [UNIT, ("event_id", "event")];
    oracle.compare("deductions.csv", &["--deductions"], &event, &[("points", "points")]);
}

#[test]
fn the_cities_are_scored_as_the_reference_scores_them() {
    scheme_of_units("city");
}

#[test]
fn the_states_are_scored_as_the_reference_scores_them() {
    scheme_of_units("federation");
}

#[test]
fn what_follows_for_the_cities_is_what_the_reference_says() {
    let Some(oracle) = Oracle::of("city") else { return };
    let keys = [UNIT, ("because", "because"), ("consequence", "consequence")];
    oracle.compare(
        "consequences.csv",
        &["--consequences"],
        &keys,
        &[("zh", "zh"), ("en", "en"), ("counted_from", "counted_from"), ("due", "due")],
    );
    // Before appeals nothing is final, so nothing follows from it.
    let published = score_every_way(&example("city"), &["--consequences", "--published"]);
    assert_eq!(published.rows, Vec::<Row>::new());
}

#[test]
fn the_bodies_are_scored_as_the_reference_scores_them() {
    let Some(oracle) = Oracle::of("city") else { return };
    let bodies = ["--scheme", "bodies"];
    let body = ("institution_id", "unit");
    oracle.compare(
        "bodies_results.csv",
        &bodies,
        &[body],
        &[
            ("code", "class"),
            ("total", "final"),
            ("grade", "grade"),
            ("rank_in_code", "rank_in_class"),
            ("reason", "reason"),
        ],
    );
    let items = ["--scheme", "bodies", "--items"];
    oracle.compare(
        "bodies_item_scores.csv",
        &items,
        &[body, ("item", "item")],
        &[("points", "max"), ("score", "points")],
    );
    let groups = ["--scheme", "bodies", "--groups"];
    let groups = columns_of(&score_every_way(&example("city"), &groups), "group");
    let wanted = Table::of_csv(&read(&oracle.expected, "bodies_results.csv"));
    let columns = [("projects", "P"), ("docket", "K"), ("data", "T")];
    oracle.compare_tables("bodies_results.csv", &wanted, &groups, &[body], &columns);
}

#[test]
fn the_term_is_scored_as_the_reference_scores_it() {
    let Some(oracle) = Oracle::of("city") else { return };
    oracle.compare(
        "term_results.csv",
        &["--scheme", "term"],
        &[UNIT],
        &[
            ("class_id", "class"),
            ("total", "final"),
            ("grade", "grade"),
            ("ranked", "ranked"),
            ("rank_in_class", "rank_in_class"),
        ],
    );
    let items = score_every_way(&example("city"), &["--scheme", "term", "--items"]);
    let items = columns_of(&items, "item");
    let wanted = Table::of_csv(&read(&oracle.expected, "term_results.csv"));
    let columns = [("own", "own"), ("imported", "imported")];
    oracle.compare_tables("term_results.csv", &wanted, &items, &[UNIT], &columns);
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

/// A table with a row for each part of each unit, turned into one with a column for each part.
fn columns_of(table: &Table, part: &str) -> Table {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for row in &table.rows {
        let unit = rows.entry(&row["unit"]).or_default();
        unit.insert("unit".to_owned(), row["unit"].clone());
        let told = unit.insert(row[part].clone(), row["points"].clone());
        assert!(told.is_none(), "two rows {row:?}");
    }
    let columns = rows.values().next().map(|row| row.keys().cloned().collect());
    Table { columns: columns.unwrap_or_default(), rows: rows.into_values().collect() }
}
