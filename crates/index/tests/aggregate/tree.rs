//! Means up a tree against COINr, and against parts taken one by one.

use gangmu_index::Structure;
use gangmu_index::aggregate::{Enough, Mean, tree};
use gangmu_index::structure::{Direction, Indicator, Part};
use proptest::prelude::*;

use crate::support::{Table, number, same};

/// The tree of the ASEM index, with the weights it was built with.
fn asem() -> Option<Structure> {
    let meta = Table::read("coinr/asem_iMeta.csv")?;
    let sheet = Table::read("coinr/asem_weights_original.csv")?;
    let weights = sheet.whole("Weight");
    let weight = |code: &str| {
        let place = sheet.text("iCode").iter().position(|name| *name == code);
        weights[place.expect("it has a weight")]
    };
    let (mut lines, mut parts) = (Vec::new(), Vec::new());
    let rows = meta.text("iCode").into_iter().zip(meta.text("Parent")).zip(meta.text("Type"));
    for ((code, parent), kind) in rows {
        let (name, above) = (code.to_owned(), parent.to_owned());
        let direction = Direction::Up;
        if kind == "Indicator" {
            lines.push(Indicator { name, part: above, weight: weight(code), direction });
        } else if kind == "Aggregate" {
            let parent = (parent != "NA").then_some(above);
            parts.push(Part { name, parent, weight: weight(code) });
        }
    }
    Some(Structure::new(lines, parts).expect("it holds together"))
}

#[test]
fn coinr_has_the_same_parts_and_index() {
    let Some(tree) = asem() else { return };
    let Some(normalised) = Table::read("coinr/asem_dset_normalised.csv") else { return };
    let Some(aggregated) = Table::read("coinr/asem_dset_aggregated.csv") else { return };
    let Some(geometric) = Table::read("coinr/asem_index_a_gmean_norm1_100.csv") else { return };
    let Some(harmonic) = Table::read("coinr/asem_index_a_hmean_norm1_100.csv") else { return };
    let (wanted, code) = (aggregated.by("uCode"), normalised.place("uCode"));
    for row in &normalised.rows {
        let unit = row[code].as_str();
        let value = |line: &Indicator| number(&row[normalised.place(&line.name)]);
        let values: Vec<Option<f64>> = tree.indicators().iter().map(value).collect();
        let up = |mean, values: &[Option<f64>]| {
            tree::means(&tree, values, &[mean], Enough::default()).expect("it has")
        };
        for (part, found) in tree.parts().iter().zip(up(Mean::Arithmetic, &values)) {
            let wanted = number(&wanted[unit][aggregated.place(&part.name)]).expect("there");
            same(&part.name, found.value.expect("there"), wanted, 1e-9);
        }
        // The same scale from 1 to 100 instead of 0 to 100.
        let above: Vec<Option<f64>> = values.iter().map(|x| x.map(|x| 1.0 + 0.99 * x)).collect();
        for (mean, table) in [(Mean::Geometric, &geometric), (Mean::Harmonic, &harmonic)] {
            let wanted = number(&table.by("uCode")[unit][table.place("Index")]).expect("there");
            let found = up(mean, &above)[tree.top()].value.expect("there");
            same(unit, found, wanted, 1e-9);
        }
    }
}

proptest! {
    #[test]
    fn each_level_has_its_mean(
        x in prop::collection::vec(prop::option::weighted(0.7, 1.0_f64..9.0), 4),
    ) {
        let line = |name: &str, part: &str, weight| Indicator {
            name: name.to_owned(),
            part: part.to_owned(),
            weight,
            direction: Direction::Down,
        };
        let part = |name: &str, parent: Option<&str>, weight| Part {
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
            weight,
        };
        let lines = vec![
            line("a", "p", 1.0),
            line("b", "p", 2.0),
            line("c", "q", 1.0),
            line("d", "t", 4.0),
        ];
        let parts =
            vec![part("p", Some("t"), 3.0), part("q", Some("t"), 5.0), part("t", None, 1.0)];
        let tree = Structure::new(lines, parts).expect("it holds");
        let enough = Enough { weight: 0.6, count: 0.0 };
        let found =
            tree::means(&tree, &x, &[Mean::Harmonic, Mean::Geometric], enough).expect("it has");
        let p = Mean::Harmonic.of(&x[..2], &[1.0, 2.0], enough).expect("it has");
        let q = Mean::Harmonic.of(&x[2..3], &[1.0], enough).expect("it has");
        let t = Mean::Geometric
            .of(&[p.value, q.value, x[3]], &[3.0, 5.0, 4.0], enough)
            .expect("it has");
        prop_assert_eq!(found, vec![p, q, t]);
    }
}

#[test]
fn a_fault_says_in_which_part() {
    let tree = Structure::flat("whole", &["a", "b"]).expect("it holds");
    let up = |values: &[Option<f64>], means: &[Mean]| {
        tree::means(&tree, values, means, Enough::ALL).expect_err("refused")
    };
    let fault = up(&[Some(1.0), Some(0.0)], &[Mean::Geometric]);
    assert!(fault.code() == "I006" && fault.to_string().contains("`whole`"), "{fault}");
    let fault = up(&[Some(1.0), Some(f64::NAN)], &[Mean::Geometric]);
    assert!(fault.code() == "I003" && fault.to_string().contains("`whole`"), "{fault}");
    assert_eq!(up(&[Some(1.0)], &[Mean::Geometric]).code(), "I002");
    assert_eq!(up(&[Some(1.0); 2], &[]).code(), "I001");
    assert_eq!(up(&[Some(1.0); 2], &[Mean::Power(f64::NAN)]).code(), "I013");
}
