//! An index worked out beside the program, with a pencil's arithmetic.

use crate::support::Table;

use super::made_up::{INDEX, made_up, with_index};

/// From 1 at the worst to 100 at the best.
fn scaled(share: f64) -> f64 {
    1.0 + 99.0 * share
}

/// Three parts of one and one of the other, as a geometric mean.
fn three_to_one(one: f64, other: f64) -> f64 {
    (one * one * one * other).sqrt().sqrt()
}

/// Two parts of one and one of the other.
fn two_to_one(one: f64, other: f64) -> f64 {
    (2.0 * one + other) / 3.0
}

fn close(cell: &str, wanted: f64) -> bool {
    cell.parse::<f64>().is_ok_and(|found| (found - wanted).abs() <= 0.005 + 1e-9)
}

fn results(folder: &crate::support::Folder, args: &[&str]) -> Table {
    folder.run("index", &[args, &["--format", "csv"]].concat()).ends(0).table()
}

#[test]
fn scores_ranks_coverage_and_ends_come_out_as_by_hand() {
    let table = results(&made_up(), &[]);
    // A: 80 of 100 schools, 20 days between 50 and 10, 5 of 10 clinics.
    let a = three_to_one(two_to_one(scaled(0.8), scaled(0.75)), scaled(0.5));
    // B: 50 schools, 10 days; the clinics are those of last year, 4.
    let b1 = two_to_one(scaled(0.5), scaled(1.0));
    let b = three_to_one(b1, scaled(0.4));
    // D: 120 schools count as 100; of p1 two thirds of the weight are there, which is enough.
    let d = three_to_one(scaled(1.0), scaled(0.2));
    for (unit, score) in [("A", a), ("B", b), ("D", d)] {
        assert!(close(table.cell(&[unit], "score"), score), "{unit} {score}: {table:#?}");
    }
    // C: one third of p1 is too little; then a quarter of the index is too little.
    assert_eq!(table.cell(&["C"], "score"), "");
    assert_eq!(table.cell(&["C"], "rank"), "");
    let mut order = [(a, "A"), (b, "B"), (d, "D")];
    order.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (place, (_, unit)) in order.iter().enumerate() {
        assert_eq!(table.cell(&[unit], "rank"), (place + 1).to_string());
    }
    // What was carried on from last year is not reported; nor is what is missing.
    for (unit, coverage) in [("A", "1.000"), ("B", "0.750"), ("C", "0.500"), ("D", "0.750")] {
        assert_eq!(table.cell(&[unit], "coverage"), coverage, "{unit}");
    }
    assert!(close(table.cell(&["A"], "worst"), a) && close(table.cell(&["A"], "best"), a));
    assert!(close(table.cell(&["B"], "worst"), three_to_one(b1, 1.0)));
    assert!(close(table.cell(&["B"], "best"), three_to_one(b1, 100.0)));
    let worst = three_to_one(two_to_one(100.0, 1.0), scaled(0.2));
    assert!(close(table.cell(&["D"], "worst"), worst));
}

#[test]
fn parts_and_weights_come_out_as_by_hand() {
    let folder = made_up();
    let parts = results(&folder, &["--parts"]);
    assert!(close(parts.cell(&["A", "p1"], "score"), two_to_one(scaled(0.8), scaled(0.75))));
    assert!(close(parts.cell(&["B", "p2"], "score"), scaled(0.4)));
    assert_eq!(parts.cell(&["C", "p1"], "score"), "");
    assert_eq!(parts.cell(&["B", "p2"], "coverage"), "0.000");
    let weights = results(&folder, &["--weights"]);
    for (part, name, share) in [
        ("index", "p1", "0.7500"),
        ("index", "p2", "0.2500"),
        ("p1", "X", "0.5000"),
        ("p1", "Y", "0.2500"),
        ("p2", "Z", "0.2500"),
    ] {
        assert_eq!(weights.cell(&[part, name], "share"), share, "{name}");
    }
}

#[test]
fn an_explanation_tells_what_was_done_to_a_figure() {
    let told =
        |unit: &str| made_up().run("index", &["--explain", unit, "--lang", "en"]).ends(0).out;
    let b = told("B");
    assert!(b.contains("Z Clinics: – clinic becomes 40.6000"), "{b}");
    assert!(b.contains("missing; its own figure of 2024, 4.0000"), "{b}");
    let d = told("D");
    assert!(d.contains("120.0000 lies beyond the goalpost"), "{d}");
    assert!(told("C").contains("No rank"));
}

#[test]
fn the_mean_between_parts_decides_what_a_weak_part_costs() {
    let of = |mean: &str| {
        let folder = with_index(&INDEX.replace("\"geometric\"]", &format!("{mean}]")));
        results(&folder, &["--draws", "0"]).cell(&["A"], "score").to_owned()
    };
    let (p1, p2) = (two_to_one(scaled(0.8), scaled(0.75)), scaled(0.5));
    assert!(close(&of("\"arithmetic\""), (3.0 * p1 + p2) / 4.0));
    assert!(close(&of("\"harmonic\""), 4.0 / (3.0 / p1 + 1.0 / p2)));
    assert!(close(&of("\"minimum\""), p1.min(p2)));
    assert!(close(&of("\"maximum\""), p1.max(p2)));
    assert!(close(&of("{ exponent = 2 }"), ((3.0 * p1 * p1 + p2 * p2) / 4.0).sqrt()));
    // A part may have a mean of its own, whatever its level has.
    let own = INDEX.replace("id = \"index\"\n", "id = \"index\"\nmean = \"minimum\"\n");
    let folder = with_index(&own);
    let table = results(&folder, &["--draws", "0"]);
    assert!(close(table.cell(&["A"], "score"), p1.min(p2)));
}

#[test]
fn figures_can_be_divided_screened_and_placed() {
    let steps = |steps: &str| {
        let (head, rest) = INDEX.split_once("[[step]]").unwrap();
        let (_, choices) = rest.split_once("[[choice]]\nid = \"weights\"").unwrap();
        let head = head.replace("min_share = 0.6\n", "").replace("\"geometric\"", "\"arithmetic\"");
        with_index(&format!("{head}{steps}\n[[choice]]\nid = \"weights\"{choices}"))
    };
    // Schools a thousand people: 80, 25 and 150; between the fewest and the most.
    let folder = steps(
        "[[step]]\ndo = \"denominate\"\nby = \"people\"\nper = 1000\nindicators = [\"X\"]\n\
         [[step]]\ndo = \"normalise\"\nmethod = \"min_max\"\n",
    );
    let parts = results(&folder, &["--parts"]);
    let x = |x: f64| 100.0 * (x - 25.0) / (150.0 - 25.0);
    let y = |y: f64| 100.0 * (30.0 - y) / (30.0 - 10.0);
    assert!(close(parts.cell(&["A", "p1"], "score"), two_to_one(x(80.0), y(20.0))));
    assert!(close(parts.cell(&["B", "p1"], "score"), two_to_one(x(25.0), y(10.0))));
    assert!(close(parts.cell(&["D", "p1"], "score"), x(150.0)));
    // C has one figure of three in p1 and one in p2: two thirds of its indicators.
    let screened = |share: &str| {
        let folder = steps(&format!(
            "[[step]]\ndo = \"screen\"\nmin_share = {share}\n\
             [[step]]\ndo = \"normalise\"\nmethod = \"rank\"\n"
        ));
        results(&folder, &[])
    };
    assert_ne!(screened("0.6").cell(&["C"], "score"), "");
    let strict = screened("0.7");
    for unit in ["B", "C", "D"] {
        assert_eq!(strict.cell(&[unit], "score"), "", "{unit}");
    }
    assert_eq!(strict.cell(&["A"], "rank"), "1");
}
