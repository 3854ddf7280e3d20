//! Real input that is not ours: the 332 regions of Europe in 2017, gaps and all, scored by a
//! programme and, beside it, by a plain twin that shares no code with the program.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs;

use crate::support::{Folder, Row, Table, shared, write_csv};

const PROGRAMME: &str = r#"programme = "regions"
title_en = "Regions of Europe"
period = "2017"
schemes = ["regions"]
[[level]]
id = "country"
name_en = "country"
[[level]]
id = "region"
name_en = "region"
"#;

const INDICATORS: &str = "\
indicator,name_en,unit,direction,formula,worst,best
LIFE,Life expectancy,year,up,life,70,85
WORK,Unemployment,%,down,unemployed,30,0
GAP,Gender gap in employment,percentage point,down,gap,40,0
INCOME,Income of a household,EUR,up,income,,
GDP,GDP per head,MEUR/person,up,gdp / population,,
";

const SCHEME: &str = r#"scheme = "regions"
version = 1
title_en = "Regions of Europe"
base = 100
[subjects]
level = "region"
[policy]
compare_within = "class"
min_group = 3
round = { item = 2, group = 2, total = 2 }
missing = "leave_out"
[[group]]
id = "R"
title_en = "Regions"
[[item]]
id = "LIFE"
group = "R"
title_en = "Between the goalposts"
points = 20
rule = "P * share(x, worst, best)"
[[item]]
id = "WORK"
group = "R"
title_en = "Against the target"
points = 25
rule = "P * attained(x, t)"
[[item]]
id = "GAP"
group = "R"
title_en = "By place in the country, where there are enough"
points = 15
rule = '''
if size(class) < 3 or count(x in class) < 3 then P * share(x, worst, best)
else P * (count(x in class) - rank(x in class)) / (count(x in class) - 1)
'''
[[item]]
id = "INCOME"
group = "R"
title_en = "Against the median of the country, else of all"
points = 25
rule = '''
let m = if size(class) < 3 then median(x in all) else median(x in class);
if reached(x, m) then P else P * attained(x, m) / 2
'''
[[item]]
id = "GDP"
group = "R"
title_en = "On a line around the median of all"
points = 15
rule = "P * line(x / median(x in all), 0.5: 0, 1: 0.6, 1.5: 1)"
"#;

const ELEMENTS: [(&str, &str, &str); 6] = [
    ("life", "year", "life_expectancy_t"),
    ("unemployed", "%", "unemployment_rate_t"),
    ("gap", "percentage point", "gender_employ_gap"),
    ("income", "EUR", "disp_income_household"),
    ("gdp", "MEUR", "region_gdp"),
    ("population", "person", "region_population"),
];

fn programme(regions: &[&Row]) -> Folder {
    let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut units = vec![cells(&["unit", "parent", "level", "name_en", "class"])];
    let mut classes = vec![cells(&["class", "name_en"])];
    let mut elements =
        vec![cells(&["element", "name_en", "unit", "collected_at", "rollup", "over_time"])];
    let mut observations = vec![cells(&["unit", "element", "period", "value"])];
    for (element, unit, _) in ELEMENTS {
        elements.push(cells(&[element, element, unit, "region", "none", "none"]));
    }
    let mut countries: Vec<&str> = regions.iter().map(|row| row["CNTR_CODE"].as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    for country in countries {
        units.push(cells(&[country, "", "country", country, ""]));
        classes.push(cells(&[country, country]));
    }
    for row in regions {
        let (id, country) = (&row["NUTS_ID"], &row["CNTR_CODE"]);
        units.push(cells(&[id, country, "region", &row["NUTS_NAME"], country]));
        for (element, _, column) in ELEMENTS {
            observations.push(cells(&[id, element, "2017", &row[column]]));
        }
    }
    Folder::with(&[
        ("programme.toml", PROGRAMME),
        ("schemes/regions.toml", SCHEME),
        ("indicators.csv", INDICATORS),
        ("targets.csv", "indicator,period,target\nWORK,2017,5\n"),
        ("units.csv", &write_csv(&units)),
        ("classes.csv", &write_csv(&classes)),
        ("elements.csv", &write_csv(&elements)),
        ("data/observations.csv", &write_csv(&observations)),
    ])
}

/// A fraction, kept short; the denominator is above zero.
#[derive(Clone, Copy, PartialEq)]
struct Exact(i128, i128);

impl Exact {
    fn new(a: i128, b: i128) -> Exact {
        let (mut x, mut y) = (a.abs(), b.abs());
        while y != 0 {
            (x, y) = (y, x % y);
        }
        let common = x.max(1) * b.signum();
        Exact(a / common, b / common)
    }
    fn read(text: &str) -> Option<Exact> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let ten = 10_i128.pow(decimals.len() as u32);
        format!("{whole}{decimals}").parse().ok().map(|digits| Exact::new(digits, ten))
    }
    fn plus(self, o: Exact) -> Exact {
        Exact::new(self.0 * o.1 + o.0 * self.1, self.1 * o.1)
    }
    fn minus(self, o: Exact) -> Exact {
        self.plus(Exact(-o.0, o.1))
    }
    fn times(self, o: Exact) -> Exact {
        Exact::new(self.0 * o.0, self.1 * o.1)
    }
    fn over(self, o: Exact) -> Exact {
        Exact::new(self.0 * o.1, self.1 * o.0)
    }
    fn cents(self) -> i128 {
        (self.0 * 200 + self.1).div_euclid(2 * self.1)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, o: &Exact) -> Option<Ordering> {
        Some((self.0 * o.1).cmp(&(o.0 * self.1)))
    }
}

fn whole(n: usize) -> Exact {
    Exact(n as i128, 1)
}

fn within_0_and_1(a: Exact) -> Exact {
    if a < whole(0) {
        whole(0)
    } else if a > whole(1) {
        whole(1)
    } else {
        a
    }
}

fn median(values: impl Iterator<Item = Option<Exact>>) -> Option<Exact> {
    let mut known: Vec<Exact> = values.flatten().collect();
    known.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let half = known.len().checked_sub(1)? / 2;
    Some(known[half].plus(known[known.len() / 2]).over(whole(2)))
}

const POINTS: [(&str, i128); 5] =
    [("LIFE", 20), ("WORK", 25), ("GAP", 15), ("INCOME", 25), ("GDP", 15)];

/// The twin: hundredths of a point of every item (none where the figure is missing), and of the
/// total, in the order of the rows.
fn twin(regions: &[&Row]) -> Vec<([Option<i128>; 5], i128)> {
    let of = |column: &str| -> Vec<Option<Exact>> {
        regions.iter().map(|row| Exact::read(&row[column])).collect()
    };
    let (life, work) = (of("life_expectancy_t"), of("unemployment_rate_t"));
    let (gap, income) = (of("gender_employ_gap"), of("disp_income_household"));
    let heads = of("region_population");
    let gdp: Vec<Option<Exact>> =
        of("region_gdp").iter().zip(heads).map(|(gdp, heads)| Some((*gdp)?.over(heads?))).collect();
    let of_all = (median(income.iter().copied()), median(gdp.iter().copied()).unwrap());
    let score = |(place, row): (usize, &&Row)| {
        let class: Vec<usize> = (0..regions.len())
            .filter(|other| regions[*other]["CNTR_CODE"] == row["CNTR_CODE"])
            .collect();
        let life = life[place].map(|x| within_0_and_1(x.minus(whole(70)).over(whole(15))));
        let work = work[place].map(|x| if x <= whole(5) { whole(1) } else { whole(5).over(x) });
        let gaps: Vec<Exact> = class.iter().filter_map(|other| gap[*other]).collect();
        let gap = gap[place].map(|x| {
            if gaps.len() < 3 {
                return within_0_and_1(whole(40).minus(x).over(whole(40)));
            }
            let worse_or_alike = gaps.iter().filter(|other| **other >= x).count();
            whole(worse_or_alike - 1).over(whole(gaps.len() - 1))
        });
        let of_class = median(class.iter().map(|other| income[*other]));
        let aim = if class.len() < 3 { of_all.0 } else { of_class };
        let income = income[place].map(|x| {
            let aim = aim.unwrap();
            if x >= aim { whole(1) } else { x.over(aim).over(whole(2)) }
        });
        let gdp = gdp[place].map(|x| {
            let x = x.over(of_all.1);
            let (low, high) = (x.minus(Exact(1, 2)), x.minus(whole(1)));
            let rises = if x < whole(1) { low.times(Exact(6, 5)) } else { Exact(3, 5) };
            within_0_and_1(if x < whole(1) { rises } else { rises.plus(high.times(Exact(4, 5))) })
        });
        let shares = [life, work, gap, income, gdp];
        let points: [Option<i128>; 5] = std::array::from_fn(|item| {
            shares[item].map(|share| share.times(Exact(POINTS[item].1, 1)).cents())
        });
        let applies: i128 = (0..5).filter(|i| points[*i].is_some()).map(|i| POINTS[i].1).sum();
        let sum: i128 = points.iter().flatten().sum();
        (points, if applies == 0 { 0 } else { Exact::new(sum, applies).cents() })
    };
    regions.iter().enumerate().map(score).collect()
}

fn cents(text: &str) -> i128 {
    Exact::read(text).unwrap_or_else(|| panic!("{text:?} is no figure")).cents()
}

#[test]
fn the_regions_of_europe_are_scored_as_the_plain_twin_scores_them() {
    let Some(shared) = shared() else { return };
    let text = fs::read_to_string(shared.join("panels/eu-nuts2/nuts2_2007_2018.csv")).unwrap();
    let source = Table::of_csv(&text);
    let regions: Vec<&Row> = source.rows.iter().filter(|row| row["year"] == "2017").collect();
    assert_eq!(regions.len(), 332);
    let folder = programme(&regions);
    let by_region = |table: Table, more: &str| -> BTreeMap<(String, String), Row> {
        let key = |row: &Row| (row["unit"].clone(), row.get(more).cloned().unwrap_or_default());
        table.rows.into_iter().map(|row| (key(&row), row)).collect()
    };
    let items = by_region(folder.score(&["--items"]), "item");
    let results = by_region(folder.score(&[]), "");
    assert_eq!((items.len(), results.len()), (332 * 5, 332));
    let twin = twin(&regions);
    let mut gaps = 0;
    for (region, (points, total)) in regions.iter().zip(&twin) {
        let id = &region["NUTS_ID"];
        for ((item, _), points) in POINTS.iter().zip(points) {
            let row = &items[&(id.clone(), (*item).to_owned())];
            match points {
                Some(points) => assert_eq!(
                    (cents(&row["points"]), "known"),
                    (*points, &*row["status"]),
                    "{row:?}"
                ),
                // Neither points nor a figure: unknown is not nought.
                None => assert_eq!((&*row["status"], &*row["points"]), ("missing", ""), "{row:?}"),
            }
            gaps += usize::from(points.is_none());
        }
        let row = &results[&(id.clone(), String::new())];
        assert_eq!(cents(&row["final"]), *total, "{row:?}");
        let peers = || (0..332).filter(|o| regions[*o]["CNTR_CODE"] == region["CNTR_CODE"]);
        let place = 1 + peers().filter(|other| twin[*other].1 > *total).count();
        let (rank, reason) = match peers().count() {
            0..3 => (String::new(), "small_group"),
            _ => (place.to_string(), ""),
        };
        assert_eq!((&row["rank_in_class"], &*row["reason"]), (&rank, reason), "{row:?}");
    }
    assert_eq!(gaps, 52 + 4 + 5 + 5 + 9, "every gap of the five indicators, and no other");
}
