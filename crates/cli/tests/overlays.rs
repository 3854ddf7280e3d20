//! Overlays of lower tiers: each field may be made stricter and not looser, nothing is removed,
//! what is granted holds as long as it was granted, and the result of the programme itself never
//! depends on any of it.

use std::collections::BTreeMap;

use crate::support::{Folder, example, run_on, small};

const HEAD: &str =
    "overlay = \"P\"\ntitle_en = \"Rules of P\"\ntitle_zh = \"甲省细则\"\nissued_by = \"P-PO\"\n";

/// The small programme with two provinces between the nation and its cities.
fn provinces() -> Folder {
    let folder = small();
    folder.edit(
        "programme.toml",
        "[[level]]\nid = \"city\"",
        "[[level]]\nid = \"province\"\nname_en = \"province\"\n\n[[level]]\nid = \"city\"",
    );
    for (from, to) in [
        ("C1,N,city", "P,N,province,甲省,Province P,,\nQ,N,province,乙省,Province Q,,\nC1,P,city"),
        ("C2,N,city", "C2,P,city"),
        ("C3,N,city", "C3,Q,city"),
    ] {
        folder.edit("units.csv", from, to);
    }
    folder.append("bodies.csv", "P-PO,P,PO,甲省办,Office of P\nQ-PO,Q,PO,乙省办,Office of Q\n");
    folder
}

/// The same with an overlay of P that holds these files.
fn with(files: &[(&str, &str)]) -> Folder {
    let folder = provinces();
    folder.write("overlays/P/overlay.toml", HEAD);
    for (path, text) in files {
        folder.write(&format!("overlays/P/{path}"), text);
    }
    folder
}

fn with_scheme(text: &str) -> Folder {
    with(&[("schemes/year.toml", &format!("scheme = \"year\"\nversion = 1\n{text}"))])
}

fn with_targets(rows: &str) -> Folder {
    with(&[("targets.csv", &format!("indicator,period,class,unit,target\n{rows}"))])
}

/// What a check says: code, weight, file, and the two sentences.
fn found(folder: &Folder) -> Vec<(String, String, String, String)> {
    let run = folder.run("check", &["--format", "json", "--lang", "en"]);
    let list: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_str(&run.out).unwrap();
    let text =
        |f: &BTreeMap<String, serde_json::Value>, key: &str| f[key].as_str().unwrap().to_owned();
    let one = |f: BTreeMap<String, serde_json::Value>| {
        let said = format!("{} {}", text(&f, "message"), text(&f, "next"));
        (text(&f, "code"), text(&f, "severity"), text(&f, "file"), said)
    };
    // What the programme itself has to say for itself is not about overlays.
    list.into_iter().map(one).filter(|found| found.0 != "R008").collect()
}

/// The folder has this one error and no other; its sentences say that.
fn refused(folder: &Folder, code: &str, says: &str) {
    let all = found(folder);
    let errors: Vec<_> = all.iter().filter(|f| f.1 == "error").collect();
    let [(found, _, file, said)] = errors.as_slice() else { panic!("{code} {says}: {all:#?}") };
    assert_eq!(found, code, "{said}");
    assert!(file.starts_with("overlays/"), "{file}");
    assert!(said.contains(says), "{says:?} is not in: {said}");
    folder.run("score", &[]).ends(1);
}

/// The folder has no error, and the overlay says this about a field.
fn says(folder: &Folder, field: &str, above: &str, here: &str, how: &str) {
    let errors: Vec<_> = found(folder).into_iter().filter(|f| f.1 == "error").collect();
    assert!(errors.is_empty(), "{field}: {errors:#?}");
    let table = folder.run("overlay", &["P", "--format", "csv"]).ends(0).table();
    let row = ["P", field];
    let cells = ["above", "here", "how"].map(|column| table.cell(&row, column));
    assert_eq!(cells, [above, here, how], "{field}");
}

#[test]
fn the_programme_with_provinces_is_without_fault() {
    assert_eq!(found(&provinces()), []);
    let folder = with(&[]);
    assert_eq!(found(&folder), []);
    assert!(folder.run("overlay", &["P"]).ends(0).out.contains("changes and adds nothing"));
}

#[test]
fn each_field_of_a_scheme_may_be_made_stricter() {
    let fields = [
        ("[policy]\nitem_floor = -1", "policy/item_floor", "0", "-1"),
        ("[policy]\nlate = \"zero\"", "policy/late", "count", "zero"),
        ("[[group]]\nid = \"A\"\ncap = 60", "group/A/cap", "70", "60"),
        ("[[item]]\nid = \"PEER\"\nfloor = -2", "item/PEER/floor", "0", "-2"),
        ("[bonus]\ncap = 2", "bonus/cap", "3", "2"),
        ("[bonus]\nopens = \"base >= 85\"", "bonus/opens", "base >= 80", "base >= 85"),
        ("[[bonus.item]]\nid = \"practice\"\ncap = 1", "bonus/practice/cap", "2", "1"),
        ("[deductions]\ncap = 12", "deductions/cap", "10", "12"),
        ("[deductions]\nmultipliers = { repeat = 3 }", "deductions/multipliers/repeat", "2", "3"),
        (
            "[[deductions.row]]\ntype = \"breach\"\nseverity = \"ordinary\"\npoints = 2",
            "deductions/breach/ordinary/points",
            "1.5",
            "2",
        ),
        ("[[grade]]\nid = \"A\"\nat_least = 92", "grade/A/at_least", "90", "92"),
        ("[[grade]]\nid = \"A\"\nwhen = \"base > 1\"", "grade/A/when", "", "base > 1"),
        ("[[grade]]\nid = \"A\"\nquota_share = 0.4", "grade/A/quota_share", "0.5", "0.4"),
        ("[[grade]]\nid = \"B\"\nquota_share = 0.4", "grade/B/quota_share", "", "0.4"),
        ("[[grade]]\nid = \"A\"\nquota_min = 0", "grade/A/quota_min", "1", "0"),
        ("[award]\ntop_share = 0.4", "award/top_share", "0.5", "0.4"),
        ("[[award.step]]\nid = \"commended\"\nyears = 2", "award/commended/years", "1", "2"),
        (
            "[[consequence]]\ngrade = \"D\"\n[[consequence.do]]\nid = \"plan\"\nworking_days = 5",
            "consequence/grade D/plan",
            "10 working_days",
            "5 working_days",
        ),
        ("[pass]\nat_least = 5", "pass/at_least", "4", "5"),
    ];
    for (text, field, above, here) in fields {
        says(&with_scheme(text), &format!("schemes/year/{field}"), above, here, "stricter");
    }
}

#[test]
fn no_field_of_a_scheme_may_be_made_looser() {
    let fields = [
        ("[policy]\nitem_floor = 1", "≤ 0"),
        ("[policy]\nmissing = \"leave_out\"", "(zero)"),
        ("[[group]]\nid = \"A\"\ncap = 80", "≤ 70"),
        ("[[group]]\nid = \"A\"\nexceed = 1", "≤ 0"),
        ("[[group]]\nid = \"A\"\nfloor = 5", "Remove it"),
        ("[[item]]\nid = \"PEER\"\nfloor = 1", "≤ 0"),
        ("[[item]]\nid = \"PEER\"\nmay_exceed = true", "(false)"),
        ("[bonus]\ncap = 4", "≤ 3"),
        ("[[bonus.item]]\nid = \"practice\"\ncap = 3", "≤ 2"),
        ("[deductions]\ncap = 9", "≥ 10"),
        ("[deductions]\nmultipliers = { repeat = 1.5 }", "≥ 2"),
        ("[[deductions.row]]\ntype = \"breach\"\nseverity = \"ordinary\"\npoints = 1", "≥ 1.5"),
        ("[[deductions.row]]\ntype = \"breach\"\nseverity = \"ordinary\"\ncap = 9", "Remove it"),
        ("[[grade]]\nid = \"A\"\nat_least = 89.9", "says 90; here it is 89.9"),
        ("[[grade]]\nid = \"A\"\nquota_share = 0.6", "≤ 0.5"),
        ("[[grade]]\nid = \"A\"\nquota_min = 2", "≤ 1"),
        ("[award]\ntop_share = 0.6", "≤ 0.5"),
        ("[[award.step]]\nid = \"commended\"\nyears = 0", "≥ 1"),
        (
            "[[consequence]]\ngrade = \"D\"\n[[consequence.do]]\nid = \"plan\"\nworking_days = 11",
            "≤ 10 working_days",
        ),
        (
            "[[consequence]]\ngrade = \"D\"\n[[consequence.do]]\nid = \"plan\"\ndays = 1",
            "≤ 10 working_days",
        ),
        ("[pass]\nat_least = 3", "≥ 4"),
    ];
    for (text, allowed) in fields {
        refused(&with_scheme(text), "O006", allowed);
    }
}

#[test]
fn points_rules_and_everything_else_stay_as_they_are_and_nothing_is_removed() {
    let fields = [
        ("remove = [\"RATE\"]", "schemes/year/remove"),
        ("base = 90", "schemes/year/base"),
        ("[subjects]\nlevel = \"county\"", "schemes/year/subjects"),
        ("[[item]]\nid = \"RATE\"\npoints = 0", "floor, may_exceed"),
        ("[[item]]\nid = \"RATE\"\npoints = 50", "item/RATE/points"),
        ("[[item]]\nid = \"RATE\"\nrule = \"0\"", "item/RATE/rule"),
        ("[[item]]\nid = \"RATE\"\npoints_by_class = { K1 = 1 }", "points_by_class"),
        ("[[item]]\nid = \"RATE\"", "item/RATE"),
        ("[[group]]\nid = \"A\"\ncombine = \"min\"", "cap, exceed, floor"),
        ("[policy]\ncompare_within = \"all\"", "policy/compare_within"),
        ("[policy]\nround = { item = 0 }", "policy/round"),
        ("[[veto]]\nid = \"V1\"\neffect = { ranked = true }", "veto/V1/effect"),
        ("[[grade]]\nid = \"AA\"\nat_least = 99", "grade/AA/at_least"),
        ("[[grade]]\nid = \"D\"\nat_least = 10", "grade/D/at_least"),
        ("[award]\ngrades = [\"A\", \"B\", \"D\"]", "award/grades"),
        ("[pass]\neither = []", "pass/either"),
    ];
    for (text, field) in fields {
        refused(&with_scheme(text), "O007", field);
    }
}

#[test]
fn what_is_added_may_ask_but_not_give() {
    let item = |group: &str| {
        format!(
            "[[item]]\nid = \"L1\"\ngroup = \"{group}\"\ntitle_en = \"L\"\npoints = 5\nrule = \"P\""
        )
    };
    refused(&with_scheme(&item("A")), "O009", "its points are told beside the base");
    let bonus = "[[bonus.item]]\nid = \"more\"\ntitle_en = \"More\"\nrule = \"9\"";
    refused(&with_scheme(bonus), "O009", "bonus/more");
    let row = "[[deductions.row]]\ntype = \"delay\"\nseverity = \"any\"\npoints = -3";
    refused(&with_scheme(row), "F214", "-3");
    let veto = |effect: &str| {
        format!(
            "[[veto]]\nid = \"W\"\nwhen = \"base < 50\"\nappeal_to = \"N-AP\"\neffect = {{ {effect} }}"
        )
    };
    refused(&with_scheme(&veto("minus = -5")), "F214", "-5");
    for gives in ["grade = \"A\"", "grade = \"A\", minus = 5"] {
        refused(&with_scheme(&veto(gives)), "O009", "veto/W");
    }
    for takes in
        ["grade = \"D\"", "grade_ceiling = \"B\"", "minus = 5", "ranked = false", "stop = true"]
    {
        says(&with_scheme(&veto(takes)), "schemes/year/veto/W", "", "", "added");
    }
    let consequence = "[[consequence]]\ngrade = \"B\"\n[[consequence.do]]\nid = \"talk\"\ntitle_en = \"Talk\"\ndays = 9";
    let field = "schemes/year/consequence/grade B/talk";
    says(&with_scheme(consequence), field, "", "9 days", "added");
}

#[test]
fn targets_are_made_stricter_in_the_direction_of_their_indicator() {
    says(&with_targets("RATE,2025,K1,,96\n"), "targets/RATE/2025/K1", "95", "96", "stricter");
    refused(&with_targets("RATE,2025,K1,,94\n"), "O006", "≥ 95");
    says(&with_targets("SPEED,2025,,,9\n"), "targets/SPEED/2025", "10", "9", "stricter");
    refused(&with_targets("SPEED,2025,,,11\n"), "O006", "≤ 10");
    // For a unit, against what its class has; and a class against a unit in it.
    refused(&with_targets("RATE,2025,,C1,94\n"), "O006", "targets/RATE/2025/C1");
    refused(&with_targets("RATE,2025,,C3,99\n"), "O008", "`C3` is not below `P`");
    refused(&with_targets("RATE,2025,,P,99\n"), "O008", "`P` is not below `P`");
    let folder = with_targets("MOOD,2025,K1,,87\n");
    folder.append("targets.csv", "MOOD,2025,,C2,88\n");
    refused(&folder, "O006", "says 88; here it is 87");
    // A row for all goes before what the tier above says for a class.
    let folder = with_targets("RATE,2025,,,98\n");
    says(&folder, "targets/RATE/2025", "95", "98", "stricter");
    let told = folder.run("explain", &["--unit", "C1", "--item", "RATE", "--overlay", "P"]).ends(0);
    assert!(told.out.contains("overlays/P/targets.csv:2:"), "{}", told.out);
    // What hangs on a node that is not core is left to the lower tier.
    let folder = with_targets("RATE,2025,K1,,80\n");
    folder.edit("framework.toml", "id = \"F1\"\n", "id = \"F1\"\ncore = false\n");
    says(&folder, "targets/RATE/2025/K1", "95", "80", "free");
}

#[test]
fn forms_may_be_due_earlier_and_denominators_larger() {
    let form = |days| format!("[[dataset]]\nid = \"cities\"\ndue_days = {days}\n");
    let due = |days| {
        let folder = with(&[("datasets.toml", &form(days))]);
        folder.edit("datasets.toml", "id = \"cities\"\n", "id = \"cities\"\ndue_days = 20\n");
        folder
    };
    says(&due(15), "datasets/cities/due_days", "20", "15", "stricter");
    refused(&due(21), "O006", "≤ 20");
    let least = |text: &str| with(&[("overlay.toml", &format!("{HEAD}{text}"))]);
    let of_all = |count| least(&format!("[privacy]\nmin_denominator = {count}\n"));
    says(&of_all(10), "privacy/min_denominator", "5", "10", "stricter");
    refused(&of_all(4), "O006", "≥ 5");
    let of_rate = |n| least(&format!("[[indicator]]\nid = \"RATE\"\nmin_denominator = {n}\n"));
    says(&of_rate(8), "indicators/RATE/min_denominator", "5", "8", "stricter");
    refused(&of_rate(3), "O006", "≥ 5");
}

const LOCAL: [(&str, &str); 4] = [
    (
        "elements.csv",
        "element,name_en,unit,collected_at,rollup,over_time\nrooms,Rooms,room,county,sum,last\n",
    ),
    (
        "indicators.csv",
        "indicator,node,name_en,unit,direction,formula\nROOMS,F1,Rooms,room,up,rooms\n",
    ),
    ("targets.csv", "indicator,period,class,unit,target\nROOMS,2025,,,10\nRATE,2025,K1,,96\n"),
    (
        "schemes/year.toml",
        r#"scheme = "year"
version = 1
[[group]]
id = "L"
title_en = "Local"
[[item]]
id = "ROOMS"
group = "L"
title_en = "Rooms"
points = 10
rule = "P * attained(x, t)"
[[grade]]
id = "A"
at_least = 91
when = "points(L) >= 9"
"#,
    ),
];

#[test]
fn local_points_stand_beside_the_base_and_can_hold_back_but_not_lift() {
    let folder = with(&LOCAL);
    let rows = "C11,rooms,2025,3,,2026-01-10,,,\nC12,rooms,2025,5,,2026-01-10,,,\n\
                C21,rooms,2025,20,,2026-01-10,,,\n";
    folder.append("data/observations.csv", rows);
    assert_eq!(found(&folder), []);
    let local = folder.score(&["--overlay", "P"]);
    assert_eq!(local.column("unit"), ["C1", "C2"]);
    assert_eq!(local.column("local"), ["8.00", "10.00"]);
    // 40 × (93/96) → 38.75 instead of 39.16: the target is stricter, and nothing else changed.
    assert_eq!(local.cell(&["C1"], "base"), "93.75");
    // 94.75 would be enough; the local points are not.
    assert_eq!((local.cell(&["C1"], "final"), local.cell(&["C1"], "grade")), ("94.75", "B"));
    assert_eq!(local.cell(&["C1"], "passes"), "6/6");
    let told = folder.run("explain", &["--unit", "C1", "--overlay", "P"]).ends(0).out;
    assert!(told.contains("L Local: 8.00 points of 10, beside the base"), "{told}");
    // Who is not below P is not assessed by it.
    folder.run("explain", &["--unit", "C3", "--overlay", "P"]).ends(2);
}

#[test]
fn the_result_of_the_programme_does_not_depend_on_overlays() {
    let (without, with) = (provinces(), with(&LOCAL));
    let rows = "C11,rooms,2025,3,,2026-01-10,,,\n";
    with.append("data/observations.csv", rows);
    let questions: [&[&str]; 6] =
        [&[], &["--items"], &["--groups"], &["--published"], &["--scheme", "after"], &["--public"]];
    for asked in questions {
        for format in ["csv", "json", "table"] {
            let asked = [asked, &["--format", format]].concat();
            let [before, after] =
                [&without, &with].map(|folder| folder.run("score", &asked).ends(0).out);
            assert_eq!(before, after, "{asked:?}");
        }
    }
    let explain = |folder: &Folder| folder.run("explain", &["--unit", "C1"]).ends(0).out;
    assert_eq!(explain(&without), explain(&with));
}

#[test]
fn a_unit_below_is_bound_by_the_overlay_above_it() {
    let folder = with_targets("RATE,2025,,,97\n");
    folder.append("targets.csv", "RATE,2025,,,90\n");
    folder.edit("programme.toml", "\"after\"]", "\"after\", \"counties\"]");
    folder.write(
        "schemes/counties.toml",
        r#"scheme = "counties"
version = 1
title_en = "Counties"
[subjects]
level = "county"
[policy]
round = { item = 2 }
[[group]]
id = "G"
title_en = "All"
[[item]]
id = "R"
group = "G"
title_en = "Rate"
indicator = "RATE"
points = 10
rule = "P * attained(x, t)"
"#,
    );
    let head = HEAD.replace("\"P\"", "\"C1\"").replace("P-PO", "C1-PO");
    folder.write("overlays/C1/overlay.toml", head);
    let set = |figure: u32| {
        let rows = format!("indicator,period,class,unit,target\nRATE,2025,,,{figure}\n");
        folder.write("overlays/C1/targets.csv", rows);
    };
    set(96);
    refused(&folder, "O006", "says 97; here it is 96");
    set(100);
    assert_eq!(found(&folder), []);
    let rate = |unit: &[&str], id: &str| {
        let asked = [&["--scheme", "counties", "--items"], unit].concat();
        folder.score(&asked).cell(&[id], "points").to_owned()
    };
    // 90 of 100: against 90 for all, 97 in P, 100 in C1.
    assert_eq!(rate(&[], "C11"), "10.00");
    assert_eq!(rate(&["--overlay", "P"], "C11"), "9.28");
    assert_eq!(rate(&["--overlay", "C1"], "C11"), "9.00");
    let own = folder.score(&["--scheme", "counties", "--overlay", "C1"]);
    assert_eq!(own.column("unit"), ["C11", "C12"]);
}

fn derogation(granted_by: &str, until: &str, field: &str) -> Folder {
    let folder = with_targets("RATE,2025,,C1,90\n");
    let text = format!(
        "{HEAD}[[derogation]]\nid = \"D1\"\nfield = \"{field}\"\ngranted_by = \"{granted_by}\"\n\
         until = {until}\nreason_en = \"A flood\"\nreason_zh = \"水灾\"\n"
    );
    folder.write("overlays/P/overlay.toml", text);
    folder
}

#[test]
fn a_derogation_holds_for_what_it_was_granted_as_long_as_it_was_granted() {
    let field = "targets/RATE/2025/C1";
    let folder = derogation("N-PO", "2025-06-30", field);
    let all = found(&folder);
    assert_eq!(all.len(), 1, "{all:#?}");
    assert_eq!((all[0].0.as_str(), all[0].1.as_str()), ("O014", "note"));
    assert!(all[0].3.contains("90 instead of 95; granted by `N-PO` until 2025-06-30"), "{all:?}");
    says(&folder, field, "95", "90", "derogation");
    let explain = |unit| {
        folder.run("explain", &["--unit", unit, "--item", "RATE", "--overlay", "P"]).ends(0).out
    };
    assert!(explain("C1").contains("derogation D1 of N-PO"), "{}", explain("C1"));
    assert!(explain("C1").contains("40.00 points of 40"), "{}", explain("C1"));
    assert!(!explain("C2").contains("derogation"), "it is another unit's");
    let list = folder.run("overlay", &["P"]).ends(0).out;
    assert!(list.contains("Derogation D1, granted by N-PO until 2025-06-30: A flood"), "{list}");
    // 2025 begins after it ended: the tier above holds again.
    let folder = derogation("N-PO", "2024-12-31", field);
    let all = found(&folder);
    assert_eq!(
        (all[0].0.as_str(), all[0].1.as_str(), all.len()),
        ("O012", "warning", 1),
        "{all:?}"
    );
    says(&folder, field, "95", "90", "expired");
    let central = folder.score(&["--items"]);
    let local = folder.score(&["--items", "--overlay", "P"]);
    let points = |table: &crate::support::Table| table.cell(&["C1", "RATE"], "points").to_owned();
    assert_eq!(points(&central), points(&local));
}

/// A province let a city off what the nation asks, by an overlay of the city.
#[test]
fn bug_a_province_excused_its_cities_from_what_the_nation_asks() {
    let folder = with_targets("RATE,2025,,,97\n");
    folder.append("targets.csv", "RATE,2025,,,90\n");
    folder.edit("programme.toml", "\"after\"]", "\"after\", \"counties\"]");
    let head = HEAD.replace("\"P\"", "\"C1\"").replace("P-PO", "C1-PO");
    let says = |target: u32, granted_by: &str| {
        folder.write(
            "overlays/C1/overlay.toml",
            format!(
                "{head}[[derogation]]\nid = \"D1\"\nfield = \"targets/RATE/2025\"\n\
                 granted_by = \"{granted_by}\"\nuntil = 2026-12-31\nreason_en = \"A flood\"\n"
            ),
        );
        let rows = format!("indicator,period,class,unit,target\nRATE,2025,,,{target}\n");
        folder.write("overlays/C1/targets.csv", rows);
        let all = found(&folder);
        let of_it = all.iter().find(|f| f.0.starts_with("O01")).map(|f| f.0.clone());
        of_it.unwrap_or_default()
    };
    folder.write(
        "schemes/counties.toml",
        "scheme = \"counties\"\nversion = 1\ntitle_en = \"Counties\"\n[subjects]\nlevel = \"county\"\n\
         [[group]]\nid = \"G\"\ntitle_en = \"All\"\n[[item]]\nid = \"R\"\ngroup = \"G\"\n\
         title_en = \"Rate\"\nindicator = \"RATE\"\npoints = 10\nrule = \"P * attained(x, t)\"\n",
    );
    assert_eq!(says(92, "P-PO"), "O014", "the province asked for 97 where the nation asks for 90");
    assert_eq!(says(50, "P-PO"), "O016", "that is the nation's to permit");
    assert_eq!(says(50, "N-PO"), "O014");
}

#[test]
fn bug_a_derogation_for_a_blank_reason() {
    let folder = derogation("N-PO", "2026-12-31", "targets/RATE/2025/C1");
    folder.edit("overlays/P/overlay.toml", "\"A flood\"", "\"  \"");
    folder.edit("overlays/P/overlay.toml", "\"水灾\"", "\"\"");
    refused(&folder, "F132", "reason_zh / reason_en");
}

/// Called stricter, they gave points: a cap below nothing, a day before the period is over.
#[test]
fn bug_bounds_below_nothing_were_stricter() {
    for text in [
        "[[group]]\nid = \"A\"\ncap = -50",
        "[[group]]\nid = \"A\"\nexceed = -50",
        "[bonus]\ncap = -10",
        "[award]\ntop_share = -1",
        "[[deductions.row]]\ntype = \"breach\"\nseverity = \"grave\"\npoints = 3\ncap = -30",
        "[deductions]\nmultipliers = { repeat = -3 }",
    ] {
        refused(&with_scheme(text), "F214", "outside the range");
    }
    let form = "[[dataset]]\nid = \"cities\"\ndue_days = -1\n";
    let folder = with(&[("datasets.toml", form)]);
    folder.edit("datasets.toml", "id = \"cities\"\n", "id = \"cities\"\ndue_days = 20\n");
    refused(&folder, "F214", "-1");
}

/// Whoever has no place is not among the last, and so was spared what follows from that.
#[test]
fn bug_a_veto_without_a_place_spared_what_follows_from_the_last_place() {
    let veto = |effect: &str| {
        let folder = with_scheme(&format!(
            "[[veto]]\nid = \"W\"\nwhen = \"total < 70\"\nappeal_to = \"N-AP\"\neffect = {{ {effect} }}"
        ));
        folder.append(
            "schemes/year.toml",
            "\n[[consequence]]\nbottom_share = 0.2\n[[consequence.do]]\nid = \"talk\"\n\
             title_en = \"A talk\"\ndays = 9\n",
        );
        folder
    };
    for effect in ["ranked = false", "stop = true"] {
        refused(&veto(effect), "O009", "not among the last");
    }
    says(&veto("grade_ceiling = \"B\""), "schemes/year/veto/W", "", "", "added");
}

/// `late = "zero"` and a veto's `total = 0` lifted who stood below nothing.
#[test]
fn bug_nothing_instead_of_less_than_nothing() {
    let folder = small();
    folder.edit(
        "schemes/year.toml",
        "assessor = \"PO\"\nrule = \"P * attained(x, t)\"",
        "assessor = \"PO\"\nfloor = -5\nrule = \"if x > 0 then 0 - 3 else 0\"",
    );
    folder.edit("schemes/year.toml", "missing = \"zero\"", "missing = \"zero\"\nlate = \"zero\"");
    let rate =
        |folder: &Folder| folder.score(&["--items"]).cell(&["C1", "RATE"], "points").to_owned();
    assert_eq!(rate(&folder), "-3.00");
    let late = Folder::copy_of(folder.path());
    let rows = late.read("data/observations.csv").replace(",verified,", ",late,");
    late.write("data/observations.csv", rows);
    assert_eq!(late.score(&["--items"]).cell(&["C1", "RATE"], "status"), "late");
    assert_eq!(rate(&late), "-3.00");
    folder.append(
        "schemes/year.toml",
        "\n[[veto]]\nid = \"W\"\nwhen = \"base > -1000\"\nappeal_to = \"N-AP\"\neffect = { total = 0 }\n\
         [[veto]]\nid = \"V\"\nwhen = \"base > -1000\"\nappeal_to = \"N-AP\"\neffect = { total = 300 }\n",
    );
    let total = |folder: &Folder| folder.score(&[]).cell(&["C1"], "final").to_owned();
    assert_eq!(total(&folder), "0.00");
    folder.edit("schemes/year.toml", "effect = { total = 0 }", "effect = { total = -7 }");
    assert_eq!(total(&folder), "-7.00", "and above it nobody is lifted to 300");
    folder.edit(
        "schemes/year.toml",
        "floor = -5\nrule = \"if x > 0 then 0 - 3 else 0\"",
        "floor = -200\nrule = \"if x > 0 then 0 - 200 else 0\"",
    );
    assert!(total(&folder).starts_with("-1"), "{}", total(&folder));
}

#[test]
fn nobody_excuses_himself() {
    for body in ["P-PO", "Q-PO", "C1-PO", "nobody"] {
        let folder = derogation(body, "2026-12-31", "targets/RATE/2025/C1");
        refused(&folder, "O011", body);
    }
    let folder = derogation("N-PO", "2026-12-31", "targets/RATE/2025/C2");
    let all = found(&folder);
    let codes: Vec<&str> = all.iter().map(|f| f.0.as_str()).collect();
    assert!(codes.contains(&"O006") && codes.contains(&"O013"), "{all:#?}");
    // What is granted for a field of a scheme is granted for that field only.
    let folder = with_scheme("[[grade]]\nid = \"A\"\nat_least = 85");
    let text = format!(
        "{HEAD}[[derogation]]\nid = \"D1\"\nfield = \"schemes/year/grade/A/at_least\"\n\
         granted_by = \"N-PO\"\nuntil = 2025-12-31\nreason_en = \"A trial\"\n"
    );
    folder.write("overlays/P/overlay.toml", text);
    says(&folder, "schemes/year/grade/A/at_least", "90", "85", "derogation");
    let told = folder.run("explain", &["--unit", "C1", "--overlay", "P"]).ends(0).out;
    assert!(told.contains("cut-off of the grade A is 85 instead of 90; A trial"), "{told}");
}

#[test]
fn a_condition_that_is_added_cannot_open_what_is_closed() {
    // Set beside the condition above it, this text would make the bonus open to everybody.
    let folder = with_scheme("[bonus]\nopens = \"1 > 0) or (1 > 0\"");
    let errors: Vec<_> = found(&folder).into_iter().filter(|f| f.1 == "error").collect();
    assert!(!errors.is_empty() && errors.iter().all(|f| f.0.starts_with('X')), "{errors:#?}");
    assert!(errors.iter().all(|f| f.2 == "overlays/P/schemes/year.toml"), "{errors:#?}");
    // A comment at the end does not swallow what comes after.
    let folder = with_scheme("[bonus]\nopens = \"base >= 99 # strict\"");
    assert_eq!(folder.score(&["--overlay", "P"]).cell(&["C1"], "bonus"), "0.00");
}

#[test]
fn folders_that_are_no_overlays_are_told() {
    let moved = |unit: &str, head: &str| {
        let folder = provinces();
        folder.write(&format!("overlays/{unit}/overlay.toml"), head);
        folder
    };
    refused(&moved("PP", HEAD), "O001", "`PP`");
    refused(&moved("P-PO", HEAD), "O001", "`P-PO`");
    refused(&moved("N", HEAD), "O002", "`N`");
    refused(&moved("Q", &HEAD.replace("P-PO", "Q-PO")), "O015", "`P`");
    refused(&moved("P", &HEAD.replace("P-PO", "N-PO")), "O004", "`N-PO`");
    let folder = provinces();
    folder.write("overlays/P/targets.csv", "indicator,period,target\n");
    refused(&folder, "O003", "issued_by");
    refused(&moved("P", "overlay = \"P"), "F130", "");
    refused(&moved("P", &format!("{HEAD}isued = 1\n")), "F134", "`isued`");
    refused(&moved("P", "overlay = \"P\"\nissued_by = \"P-PO\"\n"), "F132", "title");
    let elements =
        "element,name_en,unit,collected_at,rollup,over_time\ndone,D,case,county,sum,last\n";
    refused(&with(&[("elements.csv", elements)]), "O005", "elements.csv:2");
    let scheme = |id: &str, file: &str| {
        with(&[(file, format!("scheme = \"{id}\"\nversion = 1\n").as_str())])
    };
    refused(&scheme("yeer", "schemes/yeer.toml"), "F209", "`year`");
    refused(&scheme("after", "schemes/year.toml"), "F225", "`after`");
    let folder = with(&[("target.csv", "indicator\n")]);
    let all = found(&folder);
    assert_eq!((all[0].0.as_str(), all.len()), ("F201", 1));
    assert!(all[0].3.contains("overlays/P/targets.csv"), "{all:?}");
    let folder = with(&[("schemes/year.toml", "scheme = \"year\"\nversion = 7\n")]);
    assert_eq!(found(&folder)[0].0, "O010");
    for bytes in [&b"\xff\xfe\x00"[..], b"[[[[[[", b"\0", &[b'['; 5000]] {
        for file in ["overlay.toml", "targets.csv", "datasets.toml", "schemes/year.toml"] {
            let folder = with(&[]);
            folder.write(&format!("overlays/P/{file}"), bytes);
            folder.run("check", &[]).ends(1);
        }
    }
}

#[test]
fn an_overlay_is_asked_for_by_its_unit_and_from_its_first_day() {
    let folder = with(&[("overlay.toml", &format!("{HEAD}from = 2026-01-01\n"))]);
    assert_eq!(found(&folder), []);
    let early = folder.run("score", &["--overlay", "P"]).ends(2);
    assert!(early.err.contains("G013") && early.err.contains("2026-01-01"), "{}", early.err);
    let none = folder.run("score", &["--overlay", "Q"]).ends(2);
    assert!(none.err.contains("G012") && none.err.contains(": P."), "{}", none.err);
    folder.run("overlay", &["Q"]).ends(2);
    assert!(provinces().run("overlay", &[]).ends(0).out.contains("no overlays"));
}

#[test]
fn a_scheme_of_its_own_is_scored_for_the_units_below() {
    let own = r#"scheme = "both"
version = 1
title_en = "Both"
[subjects]
level = "city"
[[group]]
id = "G"
title_en = "Together"
[[item]]
id = "nation"
group = "G"
title_en = "The nation's assessment"
points = 80
rule = 'P * result("year") / 100'
"#;
    let folder = with(&[("schemes/both.toml", own)]);
    assert_eq!(found(&folder), []);
    let both = folder.score(&["--scheme", "both", "--overlay", "P"]);
    assert_eq!(both.column("unit"), ["C1", "C2"]);
    assert_eq!(both.cell(&["C1"], "final"), "76.13");
    // Nobody else knows it.
    folder.run("score", &["--scheme", "both"]).ends(2);
}

#[test]
fn bug_what_an_overlay_adds_was_named_in_chinese_only() {
    for (language, name) in
        [("en", "form YZF1: Yearly form on mediation, Yunze"), ("zh", "云泽省调解年报")]
    {
        let list = run_on(&example("city"), "overlay", &["YZ", "--lang", language]);
        assert!(list.ends(0).out.contains(name), "{language}");
    }
}
