//! The coupling coordination degree against a peer's printed table and its plain formulas.

use gangmu_index::Matrix;
use gangmu_index::aggregate::coupling::{Coupling, GRADES};
use gangmu_num::float::pow;
use proptest::prelude::*;

use crate::support::{Table, same};

fn slow(which: Coupling, u: &[f64]) -> f64 {
    let n = u.len() as f64;
    match which {
        Coupling::Standard => {
            let product: f64 = u.iter().product();
            n * pow(product, 1.0 / n) / u.iter().sum::<f64>()
        }
        Coupling::Revised => {
            let most = u.iter().copied().fold(0.0, f64::max);
            let (mut apart, mut pairs) = (0.0, 0.0);
            for i in 0..u.len() {
                for j in 0..i {
                    apart += (u[i] - u[j]).abs();
                    pairs += 1.0;
                }
            }
            let product: f64 = u.iter().map(|x| x / most).product();
            ((1.0 - apart / pairs) * pow(product, 1.0 / (n - 1.0))).sqrt()
        }
    }
}

#[test]
fn mathmodels_prints_the_same() {
    let Some(file) = Table::read("ccd/mathmodels_example.csv") else { return };
    let systems = Matrix::from_columns(&["s1", "s2", "s3"].map(|name| file.numbers(name)));
    let systems = systems.expect("a table");
    // The revised example of the peer weighs the first system more.
    let cases =
        [(Coupling::Standard, "std", [1.0, 1.0, 1.0]), (Coupling::Revised, "adj", [0.4, 0.3, 0.3])];
    for (which, prefix, weights) in cases {
        let found = which.rows(&systems, &weights).expect("it has");
        let wanted = |name: &str| file.whole(&format!("{prefix}.{name}"));
        for (at, found) in found.iter().enumerate() {
            let found = found.expect("whole");
            same("C", found.coupling.expect("not all 0"), wanted("coupling")[at], 1e-12);
            same("T", found.development, wanted("coord")[at], 1e-12);
            same("D", found.degree, wanted("coupling_coord")[at], 1e-12);
        }
    }
}

proptest! {
    #[test]
    fn the_plain_formulas_say_the_same(u in prop::collection::vec(0.01_f64..=1.0, 2..9)) {
        let equal = vec![1.0; u.len()];
        for which in [Coupling::Standard, Coupling::Revised] {
            let found = which.of(&u, &equal).expect("it has");
            same("C", found.coupling.expect("not all 0"), slow(which, &u), 1e-12);
            same(
                "D",
                found.degree * found.degree,
                found.coupling.expect("so") * found.development,
                1e-12,
            );
        }
    }

    #[test]
    fn between_0_and_1_whatever_the_order(mut u in prop::collection::vec(0.0_f64..=1.0, 2..9)) {
        let equal = vec![1.0; u.len()];
        for which in [Coupling::Standard, Coupling::Revised] {
            let found = which.of(&u, &equal).expect("it has");
            prop_assert!((0.0..=1.0).contains(&found.coupling.unwrap_or(0.0)));
            prop_assert!((0.0..=1.0).contains(&found.degree));
            prop_assert!(found.degree * found.degree <= found.development + 1e-15);
            let grade = found.grade();
            prop_assert!(
                found.degree >= grade.from
                    && (grade.number == 10 || found.degree < grade.from + 0.1 + 1e-15)
            );
            u.reverse();
            same("reversed", which.of(&u, &equal).expect("it has").degree, found.degree, 1e-12);
        }
    }

    #[test]
    fn equal_systems_are_fully_coupled(u in 0.001_f64..=1.0, n in 2_usize..9) {
        for which in [Coupling::Standard, Coupling::Revised] {
            let found = which.of(&vec![u; n], &vec![2.0; n]).expect("it has");
            same("C", found.coupling.expect("so"), 1.0, 1e-14);
            same("D", found.degree, u.sqrt(), 1e-14);
        }
    }
}

#[test]
fn zeros_and_bad_input() {
    for which in [Coupling::Standard, Coupling::Revised] {
        let of = |u: &[f64]| which.of(u, &vec![1.0; u.len()]);
        let none = of(&[0.0, 0.0]).expect("stated");
        assert_eq!((none.coupling, none.degree, none.grade().number), (None, 0.0, 1));
        let one = of(&[0.0, 1.0]).expect("stated");
        assert_eq!((one.coupling, one.development, one.degree), (Some(0.0), 0.5, 0.0));
        let best = of(&[1.0, 1.0, 1.0]).expect("stated");
        assert_eq!((best.degree, best.grade().chinese), (1.0, "优质协调"));
        let tiny = of(&[5e-324; 3]).expect("stated");
        assert_eq!(tiny.coupling, Some(1.0));
        for bad in [-0.1, 1.1, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(of(&[0.5, bad]).expect_err("refused").code(), "I006", "{bad}");
        }
        assert_eq!(of(&[0.5]).expect_err("refused").code(), "I010");
        assert_eq!(which.of(&[0.5; 2], &[1.0]).expect_err("refused").code(), "I002");
        assert_eq!(which.of(&[0.5; 2], &[0.0; 2]).expect_err("refused").code(), "I007");
        let hole = Matrix::from_rows(&[[Some(0.5), None], [Some(0.5), Some(2.0)]]).expect("so");
        assert_eq!(which.rows(&hole, &[1.0; 2]).expect_err("refused").code(), "I006");
        let hole = hole.take_rows(&[0]).expect("there");
        assert_eq!(which.rows(&hole, &[1.0; 2]), Ok(vec![None]));
    }
    let wide =
        (0..10).all(|k| GRADES[k].number == k as u8 + 1 && GRADES[k].from == k as f64 / 10.0);
    assert!(wide);
}
