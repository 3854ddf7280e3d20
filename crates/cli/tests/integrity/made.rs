//! A made-up programme: four provinces of 25 cities each, five elements over twelve months, a rate
//! with a target. The same seed gives the same figures.

use std::collections::BTreeMap;

use crate::support::Folder;

/// What is reported.
pub(crate) const ELEMENTS: [&str; 5] = ["cases", "solved", "a", "b", "c"];

/// The figures, to be tampered with.
pub(crate) struct Made {
    figures: BTreeMap<(String, usize, usize), i64>,
    totals: BTreeMap<(String, usize), i64>,
}

/// Numbers that look like chance (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    /// Between 0 and 1.
    fn unit(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Round 0, nearly normal: the sum of twelve.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

impl Made {
    pub(crate) fn honest(seed: u64) -> Made {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut figures = BTreeMap::new();
        for city in 0..100 {
            let id = format!("C{city:02}");
            let share = 0.8 + 0.05 * chance.normal();
            for (element, _) in ELEMENTS.iter().enumerate().filter(|(place, _)| *place != 1) {
                let size = 300.0 + 900.0 * chance.unit();
                for month in 0..12 {
                    let figure = size * (1.0 + 0.12 * chance.normal()).max(0.3);
                    figures.insert((id.clone(), element, month), figure as i64);
                }
            }
            for month in 0..12 {
                let cases = figures[&(id.clone(), 0, month)];
                let solved = cases as f64 * (share + 0.02 * chance.normal()).clamp(0.2, 1.0);
                figures.insert((id.clone(), 1, month), solved as i64);
            }
        }
        Made { figures, totals: BTreeMap::new() }
    }

    pub(crate) fn units(&self) -> Vec<String> {
        (0..100).map(|city| format!("C{city:02}")).collect()
    }

    fn key(unit: &str, element: &str, month: usize) -> (String, usize, usize) {
        let place = ELEMENTS.iter().position(|own| *own == element).unwrap();
        (unit.to_owned(), place, month)
    }

    pub(crate) fn figure(&self, unit: &str, element: &str, month: usize) -> i64 {
        self.figures[&Made::key(unit, element, month)]
    }

    pub(crate) fn set(&mut self, unit: &str, element: &str, month: usize, figure: i64) {
        self.figures.insert(Made::key(unit, element, month), figure);
    }

    /// Lets a province report so much more than its cities did.
    pub(crate) fn add_to_total(&mut self, province: &str, month: usize, more: i64) {
        self.totals.insert((province.to_owned(), month), more);
    }

    /// A row as it stands in the file.
    pub(crate) fn line(&self, unit: &str, element: &str, month: usize) -> String {
        let figure = self.figure(unit, element, month);
        format!("{unit},{element},2025-{:02},{figure},", month + 1)
    }

    pub(crate) fn folder(&self) -> Folder {
        let mut units = "unit,parent,level,name_en,class\nN,,nation,Nation,\n".to_owned();
        for province in 1..=4 {
            units += &format!("P{province},N,province,Province {province},\n");
        }
        for city in 0..100 {
            let (province, class) = (1 + city / 25, 1 + city % 2);
            units += &format!("C{city:02},P{province},city,City {city},K{class}\n");
        }
        let mut rows = "unit,element,period,value,status\n".to_owned();
        for (unit, element, month) in self.figures.keys() {
            rows += &self.line(unit, ELEMENTS[*element], *month);
            rows += "\n";
        }
        // Provinces report the total of cases themselves.
        for province in 1..=4 {
            let id = format!("P{province}");
            for month in 0..12 {
                let cities = 25 * (province - 1)..25 * province;
                let sum: i64 =
                    cities.map(|city| self.figure(&format!("C{city:02}"), "cases", month)).sum();
                let more = self.totals.get(&(id.clone(), month)).copied().unwrap_or(0);
                rows += &format!("{id},cases,2025-{:02},{},\n", month + 1, sum + more);
            }
        }
        let elements = ELEMENTS.map(|id| format!("{id},{id},case,city,sum,sum\n")).concat();
        Folder::with(&[
            ("programme.toml", PROGRAMME),
            ("units.csv", &units),
            ("classes.csv", "class,name_en\nK1,one\nK2,two\n"),
            (
                "elements.csv",
                &format!("element,name_en,unit,collected_at,rollup,over_time\n{elements}"),
            ),
            ("indicators.csv", INDICATORS),
            ("targets.csv", "indicator,period,class,target\nrate,2025,K1,80\nrate,2025,K2,80\n"),
            ("datasets.toml", FORM),
            ("schemes/year.toml", SCHEME),
            ("data/observations.csv", &rows),
        ])
    }
}

const PROGRAMME: &str = r#"programme = "made"
title_en = "Made up"
period = "2025"
schemes = ["year"]
time_zone = "+08:00"

[[level]]
id = "nation"
name_en = "nation"

[[level]]
id = "province"
name_en = "province"

[[level]]
id = "city"
name_en = "city"

[privacy]
min_denominator = 5
mark = "x"
"#;

const INDICATORS: &str = "indicator,name_en,unit,direction,formula,worst,best
rate,Solved,%,up,100 * solved / cases,50,100
";

const FORM: &str = r#"[[dataset]]
id = "F1"
name_en = "Monthly form"
level = "city"
frequency = "monthly"
due_days = 10
elements = ["cases", "solved", "a", "b", "c"]
"#;

const SCHEME: &str = r#"scheme = "year"
version = 1
title_en = "Year"
period = "2025"

[subjects]
level = "city"

[[group]]
id = "G"
title_en = "Group"

[[item]]
id = "rate"
group = "G"
title_en = "Solved"
indicator = "rate"
points = 100
rule = "P * attained(x, t)"

[[grade]]
id = "A"
title_en = "A"
at_least = 80

[[grade]]
id = "B"
title_en = "B"
"#;
