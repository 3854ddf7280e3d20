//! A made-up programme of four cities and three indicators, with an index over them.

use crate::support::Folder;

pub(super) const PROGRAMME: &str = r#"programme = "made-up"
title_en = "Made up"
period = "2025"
schemes = []

[[level]]
id = "nation"
name_en = "nation"

[[level]]
id = "city"
name_en = "city"
"#;

pub(super) const UNITS: &str = "\
unit,parent,level,name_en
N,,nation,Nation
A,N,city,City A
B,N,city,City B
C,N,city,City C
D,N,city,City D
";

pub(super) const ELEMENTS: &str = "\
element,name_en,unit,collected_at,rollup,over_time
x,Schools,school,city,none,none
y,Waiting,day,city,none,none
z,Clinics,clinic,city,none,none
people,People,person,city,none,none
";

/// Of waiting less is better.
pub(super) const INDICATORS: &str = "\
indicator,name_en,unit,direction,formula,worst,best
X,Schools,school,up,x,0,100
Y,Waiting,day,down,y,50,10
Z,Clinics,clinic,up,z,0,10
JUDGED,Judged,score,up,,0,10
";

/// What is known: B has no figure of Z in 2025, C never had one of X, D has none of Y.
pub(super) const OBSERVATIONS: &str = "\
unit,element,period,value
A,x,2024,70
B,x,2024,40
D,x,2024,90
A,y,2024,25
B,y,2024,20
C,y,2024,30
A,z,2024,4
B,z,2024,4
C,z,2024,8
D,z,2024,3
A,x,2025,80
B,x,2025,50
D,x,2025,120
A,y,2025,20
B,y,2025,10
C,y,2025,30
A,z,2025,5
C,z,2025,9
D,z,2025,2
A,people,2025,1000
B,people,2025,2000
C,people,2025,500
D,people,2025,800
A,people,2024,1000
B,people,2024,2000
C,people,2024,500
D,people,2024,800
";

pub(super) const INDEX: &str = r#"title_en = "Made-up index"
level = "city"
periods = ["2024"]
compare_within = "all"
means = ["arithmetic", "geometric"]
min_share = 0.6
draws = 200
seed = 7

[[part]]
id = "index"

[[part]]
id = "p1"
parent = "index"
weight = 3

[[part]]
id = "p2"
parent = "index"

[[indicator]]
id = "X"
part = "p1"
weight = 2

[[indicator]]
id = "Y"
part = "p1"

[[indicator]]
id = "Z"
part = "p2"

[[step]]
do = "impute"
method = "latest"
max_age = 1

[[step]]
do = "normalise"
method = "goalposts"
low = 1
high = 100

[[choice]]
id = "imputing"
step = "impute"
or_none = true

[[choice]]
id = "weights"
weights = 0.25
"#;

/// The programme with its index.
pub(super) fn made_up() -> Folder {
    with_index(INDEX)
}

/// The programme with another index.
pub(super) fn with_index(index: &str) -> Folder {
    Folder::with(&[
        ("programme.toml", PROGRAMME),
        ("units.csv", UNITS),
        ("elements.csv", ELEMENTS),
        ("indicators.csv", INDICATORS),
        ("data/observations.csv", OBSERVATIONS),
        ("index.toml", index),
    ])
}

/// A finding as JSON says it: code, severity, file and line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told {
    pub(super) code: String,
    pub(super) severity: String,
    pub(super) file: String,
    pub(super) line: u64,
    pub(super) says: String,
}

/// What `check` tells of `index.toml`.
pub(super) fn told(folder: &Folder) -> Vec<Told> {
    let run = folder.run("check", &["--format", "json"]);
    let list: Vec<serde_json::Value> =
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out));
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let told = |finding: &serde_json::Value| Told {
        code: text(finding, "code"),
        severity: text(finding, "severity"),
        file: text(finding, "file"),
        line: finding["line"].as_u64().unwrap(),
        says: format!("{} {}", text(finding, "message"), text(finding, "next")),
    };
    list.iter().map(told).filter(|told| told.file == "index.toml").collect()
}
