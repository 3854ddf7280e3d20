//! Mazziotta-Pareto indices against Compind, and the laws they keep.

use gangmu_index::Matrix;
use gangmu_index::aggregate::mazziotta::{
    Deviation, Goalposts, Penalty, goalposts, penalise, rescale, standardise,
};
use gangmu_index::structure::Direction::{Down, Up};
use proptest::prelude::*;

use crate::support::{Table, same};

fn table(columns: &[Vec<f64>]) -> Matrix {
    let some = |column: &Vec<f64>| column.iter().copied().map(Some).collect::<Vec<_>>();
    Matrix::from_columns(&columns.iter().map(some).collect::<Vec<_>>()).expect("a table")
}

#[test]
fn compind_has_the_same_index() {
    let Some(file) = Table::read("mpi/eu_nuts1_mpi_compind34.csv") else { return };
    let raw = table(&[file.whole("roads"), file.whole("trains")]);
    let found = standardise(&raw, &[Down, Up], Deviation::Sample).expect("it has");
    let wanted = [file.whole("norm.roads"), file.whole("norm.trains")];
    for (column, wanted) in wanted.iter().enumerate() {
        for (row, wanted) in wanted.iter().enumerate() {
            same("z", found.get(row, column).expect("there"), *wanted, 1e-9);
        }
    }
    let index = penalise(&found, Deviation::Sample, Penalty::Up).expect("it has");
    for (found, wanted) in index.iter().zip(file.whole("mpi_neg")) {
        same("MPI", found.expect("whole").index, wanted, 1e-9);
    }
}

#[test]
fn laws_on_the_better_life_index() {
    let Some(file) = Table::read("mpi/oecd_bli_2017.csv") else { return };
    let columns: Vec<Vec<f64>> = file.names[1..].iter().map(|name| file.whole(name)).collect();
    let (raw, up) = (table(&columns), vec![Up; columns.len()]);
    for over in [Deviation::Population, Deviation::Sample] {
        let z = standardise(&raw, &up, over).expect("it has");
        let (down, high) = (penalise(&z, over, Penalty::Down), penalise(&z, over, Penalty::Up));
        let (down, high) = (down.expect("it has"), high.expect("it has"));
        for (down, high) in down.iter().flatten().zip(high.iter().flatten()) {
            assert!(down.index < down.mean && high.index > high.mean);
            same("both ways", down.index + high.index, 2.0 * down.mean, 1e-12);
        }
        let mean = down.iter().flatten().map(|unit| unit.mean).sum::<f64>() / down.len() as f64;
        same("mean of means", mean, 100.0, 1e-12);
    }
    // Goalposts round the mean of each: the mean unit has 100 in everything and no penalty.
    let means: Vec<f64> = columns.iter().map(|c| c.iter().sum::<f64>() / c.len() as f64).collect();
    let posts = goalposts(&raw, &means).expect("it has");
    let unit = Matrix::from_rows(&[means.iter().copied().map(Some).collect::<Vec<_>>()]);
    let scores = rescale(&unit.expect("a table"), &posts, &up).expect("it has");
    let index = penalise(&scores, Deviation::Population, Penalty::Down).expect("it has");
    same("reference", index[0].expect("whole").index, 100.0, 1e-12);
}

/// The formulas as they are written.
fn slow(values: &[f64], over: Deviation, sign: f64) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let s = (squares / if over == Deviation::Sample { n - 1.0 } else { n }).sqrt();
    mean + sign * s * (s / mean)
}

proptest! {
    #[test]
    fn the_plain_formula_says_the_same(values in prop::collection::vec(60.0_f64..140.0, 2..9)) {
        let row = Matrix::from_rows(&[values.iter().copied().map(Some).collect::<Vec<_>>()]);
        let row = row.expect("a table");
        for over in [Deviation::Population, Deviation::Sample] {
            for (penalty, sign) in [(Penalty::Down, -1.0), (Penalty::Up, 1.0)] {
                let found = penalise(&row, over, penalty).expect("it has")[0].expect("whole");
                same("index", found.index, slow(&values, over, sign), 1e-12);
                prop_assert!(found.penalty >= 0.0);
            }
        }
    }

    #[test]
    fn the_unit_of_a_column_cancels(
        values in prop::collection::vec(-50.0_f64..50.0, 3..20),
        by in 0.1_f64..1e6,
        plus in -100.0_f64..100.0,
    ) {
        prop_assume!(values.iter().any(|x| (x - values[0]).abs() > 1.0));
        let moved: Vec<f64> = values.iter().map(|x| x * by + plus).collect();
        let (one, other) = (table(&[values]), table(&[moved]));
        let z = |t: &Matrix, way| standardise(t, &[way], Deviation::Sample).expect("it has");
        for row in 0..one.rows() {
            let (a, b) = (z(&one, Up).get(row, 0), z(&other, Up).get(row, 0));
            same("z", b.expect("there"), a.expect("there"), 1e-9);
            let mirrored = z(&one, Down).get(row, 0).expect("there");
            same("mirrored", a.expect("there") + mirrored, 200.0, 1e-12);
        }
    }

    #[test]
    fn fixed_goalposts_make_years_comparable(
        x in -1e3_f64..1e3,
        low in -50.0_f64..0.0,
        span in 1.0_f64..99.0,
    ) {
        let posts = Goalposts { low, high: low + span };
        let scores = rescale(&table(&[vec![low, low + span, x]]), &[posts], &[Up]).expect("it has");
        same("70", scores.get(0, 0).expect("there"), 70.0, 1e-12);
        same("130", scores.get(1, 0).expect("there"), 130.0, 1e-12);
        // Whoever else is there changes nothing.
        let alone = rescale(&table(&[vec![x]]), &[posts], &[Up]).expect("it has");
        prop_assert_eq!(alone.get(0, 0), scores.get(2, 0));
        let down = rescale(&table(&[vec![x]]), &[posts], &[Down]).expect("it has");
        same(
            "mirrored",
            down.get(0, 0).expect("there"),
            200.0 - alone.get(0, 0).expect("there"),
            1e-12,
        );
    }
}

#[test]
fn what_has_no_answer_is_refused() {
    let z = |cells: Vec<f64>| {
        standardise(&table(&[cells]), &[Up], Deviation::Sample).map_err(|fault| fault.code())
    };
    assert_eq!(z(vec![1.0]).err(), Some("I010"));
    for size in [0.0, 0.1, -7.0, 1e300] {
        assert_eq!(z(vec![size; 3]).err(), Some("I004"), "{size}");
    }
    let far = z(vec![f64::MAX, f64::MIN]).expect("it has");
    same("far", far.get(0, 0).expect("there"), 100.0 + 10.0 * 0.5_f64.sqrt(), 1e-12);
    let holes = Matrix::from_rows(&[[Some(1.0), None], [Some(2.0), Some(3.0)]]).expect("a table");
    assert_eq!(standardise(&holes, &[Up, Up], Deviation::Sample).expect_err("no").code(), "I010");
    let index = penalise(&holes, Deviation::Sample, Penalty::Down).expect("stated");
    assert!(index[0].is_none() && index[1].is_some());
    let index = |row: [f64; 2]| {
        let row = Matrix::from_rows(&[row.map(Some)]).expect("a table");
        penalise(&row, Deviation::Population, Penalty::Down).map_err(|fault| fault.code()).err()
    };
    assert_eq!(index([1.0, -1.0]), Some("I006"));
    assert_eq!(index([1e300, 1e10]), Some("I003"));
    let one = Matrix::missing(2, 1);
    assert_eq!(penalise(&one, Deviation::Sample, Penalty::Up).expect_err("no").code(), "I010");
    assert_eq!(goalposts(&one, &[1.0]).expect_err("no").code(), "I005");
    assert_eq!(goalposts(&table(&[vec![1.0, 1.0]]), &[1.0]).expect_err("no").code(), "I004");
    for posts in [Goalposts { low: 1.0, high: 1.0 }, Goalposts { low: f64::NAN, high: 1.0 }] {
        assert_eq!(rescale(&one, &[posts], &[Up]).expect_err("no").code(), "I004");
    }
    let posts = Goalposts { low: 0.0, high: 1e-300 };
    assert_eq!(rescale(&table(&[vec![1e300]]), &[posts], &[Up]).expect_err("no").code(), "I003");
}
