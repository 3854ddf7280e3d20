//! Balanced weights against COINr, against the closed form, and under laws.

use gangmu_index::weigh::balanced::{Above, Balance, balance, reached};
use gangmu_index::{Fault, Matrix};
use gangmu_num::random::Stream;
use proptest::prelude::*;

use crate::support::{Table, same};

fn columns(columns: &[Vec<f64>]) -> Matrix {
    let columns: Vec<Vec<Option<f64>>> =
        columns.iter().map(|column| column.iter().copied().map(Some).collect()).collect();
    Matrix::from_columns(&columns).expect("a table")
}

/// COINr's search hardly leaves its first step: one weight of eight is 1.1 times the others. Its
/// lists say it is the sixth, `Environ`; what it obtained is that of the index with `SusEcFin`
/// raised, its rows by name. Ours comes closer than either.
#[test]
fn coinr_obtains_what_we_say_and_we_come_closer() {
    let Some(file) = Table::read("coinr/asem_dset_aggregated.csv") else { return };
    let printed = Table::read("coinr/asem_opt_weights_corr.csv").expect("it stands beside");
    let names =
        ["ConEcFin", "Environ", "Instit", "P2P", "Physical", "Political", "Social", "SusEcFin"];
    let parts = columns(&names.map(|name| file.whole(name)));
    let sustainable = ["Environ", "Social", "SusEcFin"];
    let groups = names.map(|name| usize::from(sustainable.contains(&name)));
    let above = Above::groups(&groups, &[1.0, 1.0]).expect("two groups");
    let wanted = printed.whole("Desired");
    let mut given = printed.whole("OptWeight");
    given.sort_by(f64::total_cmp);
    let theirs = reached(&parts, &above, &given, &wanted).expect("correlations");
    for (found, printed) in theirs.obtained.iter().zip(printed.whole("Obtained")) {
        same("what is obtained", *found, printed, 1e-12);
    }
    let mut listed = given.clone();
    listed.swap(1, 7);
    let listed = reached(&parts, &above, &listed, &wanted).expect("correlations");
    let ours = balance(&parts, &above, &wanted).expect("weights");
    assert!(ours.distance < 0.5 * theirs.distance.min(listed.distance));
    let again = reached(&parts, &above, &ours.weights, &wanted).expect("correlations");
    same("the distance", again.distance, ours.distance, 1e-12);
}

/// Parts that hang together positively.
fn draw(parts: usize, units: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut stream = Stream::new(seed, 0);
    let common: Vec<f64> = (0..units).map(|_| stream.normal()).collect();
    let mut column = |place: usize| -> Vec<f64> {
        let own = 0.8 + stream.unit();
        common.iter().map(|c| (place + 1) as f64 * (c + own * stream.normal())).collect()
    };
    (0..parts).map(&mut column).collect()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len() as f64;
    let (am, bm) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let sum = |x: &[f64], xm: f64, y: &[f64], ym: f64| {
        x.iter().zip(y).map(|(x, y)| (x - xm) * (y - ym)).sum::<f64>()
    };
    sum(a, am, b, bm) / (sum(a, am, a, am) * sum(b, bm, b, bm)).sqrt()
}

proptest! {
    #[test]
    fn correlations_are_those_of_the_index_itself(
        seed in 0_u64..500,
        weights in prop::collection::vec(0.1_f64..5.0, 5),
    ) {
        let rows = draw(5, 30, seed);
        let above = Above::groups(&[0, 1, 0, 1, 1], &[2.0, 1.0]).expect("two groups");
        let found = reached(&columns(&rows), &above, &weights, &[1.0; 5]).expect("correlations");
        let (a, b) = (weights[0] + weights[2], weights[1] + weights[3] + weights[4]);
        let share = |part: usize| match part {
            0 | 2 => weights[part] / a * 2.0 / 3.0,
            _ => weights[part] / b / 3.0,
        };
        let index: Vec<f64> =
            (0..30).map(|i| (0..5).map(|part| share(part) * rows[part][i]).sum()).collect();
        for (part, found) in found.correlations.iter().enumerate() {
            same("a correlation", *found, correlation(&rows[part], &index), 1e-11);
        }
    }

    #[test]
    fn what_can_be_balanced_is(
        seed in 0_u64..500,
        weights in prop::collection::vec(0.2_f64..3.0, 5),
        grouped in any::<bool>(),
    ) {
        // What some weights give can be wanted, so it can be reached.
        let parts = columns(&draw(5, 40, seed));
        let above = match grouped {
            true => Above::groups(&[0, 0, 1, 1, 1], &[1.0, 2.0]).expect("two groups"),
            false => Above::flat(5),
        };
        let given = reached(&parts, &above, &weights, &[1.0; 5]).expect("correlations");
        // A correlation below 0 cannot be asked for.
        prop_assume!(given.obtained.iter().all(|share| *share > 0.0));
        let found = balance(&parts, &above, &given.obtained).expect("weights");
        prop_assert!(found.distance < 1e-16, "{}", found.distance);
        if !grouped {
            found.weights.iter().zip(&given.weights).for_each(|(f, w)| same("a weight", *f, *w, 1e-5));
        }
    }

    #[test]
    fn the_best_is_no_worse_than_any(
        seed in 0_u64..500,
        weights in prop::collection::vec(0.01_f64..3.0, 6),
        wanted in prop::collection::vec(0.5_f64..2.0, 6),
    ) {
        let mut rows = draw(6, 25, seed);
        // One that goes against the others: equal correlations are out of reach.
        rows[3].iter_mut().for_each(|x| *x = -*x);
        let parts = columns(&rows);
        let found = balance(&parts, &Above::flat(6), &wanted).expect("weights");
        same("the sum", found.weights.iter().sum(), 1.0, 1e-12);
        if let Ok(other) = reached(&parts, &Above::flat(6), &weights, &wanted) {
            prop_assert!(found.distance <= other.distance + 1e-9);
        }
    }
}

#[test]
fn what_cannot_be_balanced_is_refused() {
    let code = |found: Result<Balance, Fault>| found.expect_err("it is refused").code();
    let two = columns(&[vec![1.0, 2.0, 3.0], vec![3.0, 1.0, 2.5]]);
    let flat = Above::flat(2);
    assert_eq!(code(balance(&Matrix::missing(3, 0), &Above::flat(0), &[])), "I001");
    assert_eq!(code(balance(&Matrix::missing(3, 2), &flat, &[1.0; 2])), "I010");
    assert_eq!(code(balance(&two, &flat, &[1.0])), "I002");
    assert_eq!(code(balance(&two, &Above::flat(3), &[1.0; 2])), "I002");
    assert_eq!(code(balance(&two, &flat, &[-1.0, 1.0])), "I007");
    assert_eq!(code(balance(&two, &flat, &[f64::NAN, 1.0])), "I003");
    assert_eq!(code(reached(&two, &flat, &[0.0, 0.0], &[1.0; 2])), "I007");
    let flat_part = columns(&[vec![1.0, 2.0], vec![0.1, 0.1]]);
    assert_eq!(code(balance(&flat_part, &flat, &[1.0; 2])), "I004");
    let mut gap = columns(&[vec![1.0, 2.0, 4.0], vec![3.0, 1.0, 0.0]]);
    gap.set(1, 1, None).expect("inside");
    assert_eq!(code(balance(&gap, &flat, &[1.0; 2])), "I006");
    let wide = columns(&[vec![1e300, 2e300, 0.0], vec![1e-300, 5e-300, 2e-300]]);
    assert!(balance(&wide, &flat, &[1.0; 2]).is_ok_and(|found| found.distance.is_finite()));
    // Two that cancel out: their index is constant.
    let opposed = columns(&[vec![1.0, 2.0, 3.0], vec![3.0, 2.0, 1.0]]);
    assert_eq!(code(reached(&opposed, &flat, &[1.0; 2], &[1.0; 2])), "I006");
    assert_eq!(Above::groups(&[0, 2], &[1.0, 1.0]).expect_err("no such group").code(), "I002");
    assert_eq!(Above::groups(&[0, 0], &[1.0, 1.0]).expect_err("a bare one").code(), "I001");
}
