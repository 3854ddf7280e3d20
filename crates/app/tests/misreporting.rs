//! What misreporting would bring, against what-if: each figure of each subject set by itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gangmu_app::compare::what_if;
use gangmu_app::define::{check, prepare};
use gangmu_app::score::{Asked, Scored, misreporting, with_scored};
use gangmu_base::{Finding, Length, Period, Reporter};
use gangmu_exchange::folder::Programme;
use gangmu_num::{Points, Ratio};

fn city() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/city")
}

/// Items of the cities whose rule or result looks at nobody else, at a class, at all, at months; one
/// that is no quotient, one of which less is better.
const TRIED: [&str; 8] = ["A102", "B103", "B202", "C103", "C201", "D104", "F202", "C204"];

/// What one subject's figures are with one in a hundred more or less, and no share above all.
fn better(scored: &Scored<'_>, item: &str, who: Reporter, more: bool) -> Vec<String> {
    let figures = scored.source.inner.figures();
    let tree = &scored.prepared.programme.tree;
    let year = Period::year(2025).unwrap();
    let numerator = if item == "D104" { "D104_v".to_owned() } else { format!("{item}_n") };
    let element = figures.element(&numerator).unwrap();
    let all = figures.element(&format!("{item}_d")).filter(|_| item != "C204");
    let months = if item == "C201" { year.parts(Length::Month) } else { Vec::new() };
    let set = |period: &Period| {
        let value = figures.column(element, *period)[who.index()].value()?.clone();
        let part = Ratio::new(if more { 101 } else { 99 }, 100).unwrap();
        let whole = all.and_then(|all| figures.column(all, *period)[who.index()].value().cloned());
        let moved = &value * &part;
        let moved = whole.map_or(moved.clone(), |whole| moved.min(whole));
        Some(format!("value.{numerator}@{}.{period}={}", tree.id(who), moved.plain()))
    };
    [year].iter().chain(&months).filter_map(set).collect()
}

/// Totals and places of everybody.
fn standing(scored: &Scored<'_>) -> Vec<(Points, Option<u32>)> {
    scored.outcome.results.iter().map(|result| (result.total, result.rank)).collect()
}

fn with_city<R>(then: impl FnOnce(&Programme, &[Finding], &Scored<'_>) -> R) -> R {
    let checked = check(city());
    let programme = checked.programme.unwrap();
    let (prepared, _) = prepare(&programme);
    let found = with_scored(&prepared, &Asked::default(), |scored| {
        then(&programme, &checked.findings, scored)
    });
    found.unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn rows(scored: &Scored<'_>) -> BTreeMap<String, BTreeMap<&'static str, String>> {
    let table = misreporting(scored);
    let row = |row: &Vec<gangmu_app::table::Value>| {
        let cells = row.iter().map(|cell| cell.text().to_owned());
        let row: BTreeMap<&'static str, String> =
            table.columns.iter().copied().zip(cells).collect();
        (row["item"].clone(), row)
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn each_gain_is_what_if_says_of_that_figure_alone() {
    with_city(|programme, findings, scored| {
        let told = rows(scored);
        let before = standing(scored);
        for item in TRIED {
            let more = !matches!(item, "B103" | "F202");
            let place = scored.scheme.scheme.items.iter().position(|i| i.id == item).unwrap();
            let (mut sum, mut subjects, mut gainers, mut climbers) = (Ratio::ZERO, 0, 0, 0);
            let (mut greatest, mut most_places) = (Ratio::ZERO, 0);
            for (index, id) in scored.outcome.subjects.ids().iter().enumerate() {
                if scored.outcome.items[place][index].points.is_none() {
                    continue;
                }
                subjects += 1;
                let sets = better(scored, item, Reporter(*id), more);
                if sets.is_empty() {
                    continue;
                }
                let asked = Asked::default();
                let after = what_if(&city(), programme, findings, &asked, &sets, |answer| {
                    standing(answer.after)
                });
                let after = after.unwrap_or_else(|found| panic!("{sets:?}: {found:?}"));
                let gain = &after[index].0.to_ratio() - &before[index].0.to_ratio();
                gainers += i64::from(gain.signum() > 0);
                let places = before[index].1.zip(after[index].1);
                let places = places.map_or(0, |(was, is)| was.saturating_sub(is));
                climbers += i64::from(places > 0);
                most_places = most_places.max(places);
                sum = &sum + &gain;
                greatest = greatest.max(gain);
            }
            let row = &told[item];
            let mean = sum.div(&Ratio::from_int(subjects)).unwrap();
            let greatest = if gainers == 0 { String::new() } else { greatest.show(2) };
            let expected = [
                ("subjects", subjects.to_string()),
                ("gainers", gainers.to_string()),
                ("mean_gain", mean.show(4)),
                ("greatest_gain", greatest),
                ("climbers", climbers.to_string()),
                ("most_places", most_places.to_string()),
            ];
            for (column, expected) in expected {
                assert_eq!(row[column], expected, "{item} {column}: {row:?}");
            }
        }
    });
}

#[test]
fn every_item_with_a_figure_has_a_row_and_says_who_stands_behind_it() {
    with_city(|_, _, scored| {
        let told = rows(scored);
        // Checklists, ratings and grades have no figure that could be told better.
        for judged in ["A101", "A103", "D204"] {
            assert!(!told.contains_key(judged), "{judged}");
        }
        let because = |item: &str| told[item]["because"].as_str();
        assert_eq!(because("C202"), "source", "an independent call-back");
        assert_eq!((because("G201"), because("G202")), ("survey", "survey"));
        assert_eq!(because("A102"), "");
        assert_eq!(told["A102"]["independent"], "0");
        assert_eq!(told["A102"]["source"], "city programme office");
        // A figure already at its end cannot be told better.
        for row in told.values() {
            let number = |column: &str| row[column].parse::<i64>().unwrap();
            assert!(number("gainers") <= number("subjects"), "{row:?}");
            assert_eq!(row["greatest_gain"].is_empty(), number("gainers") == 0, "{row:?}");
            assert_eq!(number("climbers") == 0, number("most_places") == 0, "{row:?}");
        }
    });
}
