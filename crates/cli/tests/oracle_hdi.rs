//! Real input that is not ours: the Human Development Index 2021 of 191 countries and 11 groups of
//! countries, made by a programme and held against what was published.

use std::fs;

use crate::support::{Folder, Table, shared, write_csv};

/// The goalposts and the mean of the technical note, in the formula language: a life of 20 to 85
/// years, schooling of 0 to 18 and 0 to 15 years, the logarithm of an income of 100 to 75,000.
const INDICATORS: &str = "\
indicator,name_en,unit,direction,formula
health,Health,index,up,\"share(life, 20, 85)\"
education,Education,index,up,\"(share(expected, 0, 18) + share(mean_years, 0, 15)) / 2\"
living,Standard of living,index,up,\"share(ln(number(income)), ln(100), ln(75000))\"
HDI,Human Development Index,index,up,exp((ln(number(health)) + ln(number(education)) + ln(number(living))) / 3)
";

const SCHEME: &str = r#"scheme = "hdi"
version = 1
title_en = "Human Development Index"
[subjects]
level = "country"
[policy]
compare_within = "all"
round = { item = 1 }
[[group]]
id = "H"
title_en = "Human development"
[[item]]
id = "HDI"
group = "H"
title_en = "Human Development Index"
points = 100
rule = "P * number(x)"
"#;

const PROGRAMME: &str = r#"programme = "hdi"
title_en = "Human development"
period = "2021"
schemes = ["hdi"]
[[level]]
id = "world"
name_en = "world"
[[level]]
id = "country"
name_en = "country"
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
        ("schemes/hdi.toml", SCHEME),
        ("indicators.csv", INDICATORS),
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
    let items = programme(&source).score(&["--items"]);
    assert_eq!(items.rows.len(), 202);
    // An index of 0.478 is 47.8 points of 100, and points are printed with two places.
    let as_points = |index: &str| {
        let thousandths = format!("{index:0<5}");
        let digits = thousandths.strip_prefix("0.").expect("every index is below 1");
        format!("{}.{}0", &digits[..2], &digits[2..])
    };
    let mut differ = Vec::new();
    for row in &source.rows {
        let ours = items.cell(&[&row["iso3"]], "points");
        if ours != as_points(&row["hdi_published"]) {
            differ.push(format!("{}: {}, ours {ours}", row["iso3"], row["hdi_published"]));
        }
    }
    assert!(differ.is_empty(), "{} of 202 differ:\n{}", differ.len(), differ.join("\n"));
}
