//! The Human Development Index 2021 by an `index.toml`, held against what was published.

use std::fs;

use crate::support::{Folder, Table, shared, write_csv};

const PROGRAMME: &str = r#"programme = "hdi"
title_en = "Human development"
period = "2021"
schemes = []
[[level]]
id = "world"
name_en = "world"
[[level]]
id = "country"
name_en = "country"
"#;

/// The goalposts of the technical note are the plausible worst and best values.
const INDICATORS: &str = "\
indicator,name_en,unit,direction,formula,worst,best
LIFE,Life expectancy,year,up,life,20,85
EXPECTED,Expected schooling,year,up,expected,0,18
MEAN,Mean schooling,year,up,mean_years,0,15
INCOME,Income,dollar,up,income,100,75000
";

/// Three dimensions under a geometric mean, schooling being the mean of two; of income the
/// logarithm. Scores run to 100,000, so that the two places printed say which thousandth it is.
const INDEX: &str = r#"title_en = "Human Development Index"
level = "country"
compare_within = "all"
means = ["arithmetic", "geometric"]
draws = 0

[[part]]
id = "HDI"

[[part]]
id = "education"
parent = "HDI"

[[indicator]]
id = "LIFE"
part = "HDI"

[[indicator]]
id = "EXPECTED"
part = "education"

[[indicator]]
id = "MEAN"
part = "education"

[[indicator]]
id = "INCOME"
part = "HDI"

[[step]]
do = "normalise"
method = "goalposts"
high = 100000

[[step.only]]
indicators = ["INCOME"]
method = "goalposts"
from = 100
to = 75000
high = 100000
log = true
"#;

const ELEMENTS: [(&str, &str, &str); 4] = [
    ("life", "year", "life_expectancy"),
    ("expected", "year", "expected_years_schooling"),
    ("mean_years", "year", "mean_years_schooling"),
    ("income", "dollar", "gni_pc_ppp2017"),
];

fn programme(source: &Table) -> Folder {
    let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut units = vec![cells(&["unit", "parent", "level", "name_en"])];
    units.push(cells(&["world", "", "world", "World"]));
    let mut elements =
        vec![cells(&["element", "name_en", "unit", "collected_at", "rollup", "over_time"])];
    let mut observations = vec![cells(&["unit", "element", "period", "value"])];
    for (element, unit, _) in ELEMENTS {
        elements.push(cells(&[element, element, unit, "country", "none", "none"]));
    }
    for row in &source.rows {
        units.push(cells(&[&row["iso3"], "world", "country", &row["country"]]));
        for (element, _, column) in ELEMENTS {
            observations.push(cells(&[&row["iso3"], element, "2021", &row[column]]));
        }
    }
    Folder::with(&[
        ("programme.toml", PROGRAMME),
        ("indicators.csv", INDICATORS),
        ("index.toml", INDEX),
        ("units.csv", &write_csv(&units)),
        ("elements.csv", &write_csv(&elements)),
        ("data/observations.csv", &write_csv(&observations)),
    ])
}

#[test]
fn the_published_index_of_every_country_and_group_comes_out() {
    let Some(shared) = shared() else { return };
    let text = fs::read_to_string(shared.join("oracles/hdi/hdi2021_input_and_published.csv"));
    let source = Table::of_csv(&text.unwrap());
    assert_eq!(source.rows.len(), 202);
    let results = programme(&source).run("index", &["--format", "csv"]).ends(0).table();
    assert_eq!(results.rows.len(), 202);
    let mut differ = Vec::new();
    for row in &source.rows {
        let ours: f64 = results.cell(&[&row["iso3"]], "score").parse().unwrap();
        let published: f64 = row["hdi_published"].parse().unwrap();
        if (ours / 100.0).round() != (published * 1_000.0).round() {
            differ.push(format!("{}: {published}, ours {ours}", row["iso3"]));
        }
    }
    assert!(differ.is_empty(), "{} of 202 differ:\n{}", differ.len(), differ.join("\n"));
}
