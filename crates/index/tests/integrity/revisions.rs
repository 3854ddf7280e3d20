//! Revisions: bias, news, noise, and whom they serve.

use gangmu_index::integrity::Why;
use gangmu_index::integrity::revisions::{Revisions, revisions, served};
use gangmu_index::structure::Direction;
use gangmu_num::random::Stream;
use proptest::prelude::*;

fn some(list: &[f64]) -> Vec<Option<f64>> {
    list.iter().copied().map(Some).collect()
}

fn tested(first: &[f64], last: &[f64]) -> Revisions {
    revisions(&some(first), &some(last)).unwrap().tested().unwrap().clone()
}

/// The t of a mean with Bartlett weights, by double sums over all pairs of periods.
fn plain_t(moves: &[f64], lags: usize) -> f64 {
    let n = moves.len() as f64;
    let mean = moves.iter().sum::<f64>() / n;
    let mut variance = 0.0;
    for (s, one) in moves.iter().enumerate() {
        for (t, other) in moves.iter().enumerate() {
            let weight = 1.0 - s.abs_diff(t) as f64 / (lags + 1) as f64;
            variance += weight.max(0.0) * (one - mean) * (other - mean);
        }
    }
    mean / (variance.sqrt() / n)
}

/// Wald's F of y = a + b x, a = b = 0, with the sandwich of uncentred regressors written out.
fn plain_f(x: &[f64], y: &[f64], lags: usize) -> (f64, f64, f64) {
    let n = x.len() as f64;
    let (sx, sy) = (x.iter().sum::<f64>(), y.iter().sum::<f64>());
    let sxx: f64 = x.iter().map(|x| x * x).sum();
    let sxy: f64 = x.iter().zip(y).map(|(x, y)| x * y).sum();
    let det = n * sxx - sx * sx;
    let (a, b) = ((sxx * sy - sx * sxy) / det, (n * sxy - sx * sy) / det);
    let left: Vec<f64> = x.iter().zip(y).map(|(x, y)| y - a - b * x).collect();
    let mut s = [[0.0; 2]; 2];
    for (i, one) in left.iter().enumerate() {
        for (j, other) in left.iter().enumerate() {
            let weight = (1.0 - i.abs_diff(j) as f64 / (lags + 1) as f64).max(0.0);
            for (p, left) in [1.0, x[i]].iter().enumerate() {
                for (q, right) in [1.0, x[j]].iter().enumerate() {
                    s[p][q] += weight * one * other * left * right;
                }
            }
        }
    }
    // β'(X'X) S⁻¹ (X'X) β.
    let u = [n * a + sx * b, sx * a + sxx * b];
    let det = s[0][0] * s[1][1] - s[0][1] * s[1][0];
    let wald =
        (s[1][1] * u[0] * u[0] - (s[0][1] + s[1][0]) * u[0] * u[1] + s[0][0] * u[1] * u[1]) / det;
    (a, b, 0.5 * wald)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn statistics_are_those_of_plain_sums(seed in 0..9_999_u64, n in 10..80_usize) {
        let mut stream = Stream::new(seed, 6);
        let first: Vec<f64> = (0..n).map(|_| 3.0 + stream.normal()).collect();
        let last: Vec<f64> = first.iter().map(|x| x + 0.2 + 0.3 * stream.normal()).collect();
        let moves: Vec<f64> = first.iter().zip(&last).map(|(first, last)| last - first).collect();
        let found = tested(&first, &last);
        let bias = found.bias.tested().unwrap();
        prop_assert!((bias.t - plain_t(&moves, bias.lags)).abs() < 1e-9 * bias.t.abs().max(1.0));
        for (relation, x) in [(&found.news, &first), (&found.noise, &last)] {
            let relation = relation.tested().unwrap();
            let (a, b, f) = plain_f(x, &moves, bias.lags);
            prop_assert!((relation.intercept - a).abs() < 1e-9);
            prop_assert!((relation.slope - b).abs() < 1e-9);
            prop_assert!((relation.f / f - 1.0).abs() < 1e-6, "{} {f}", relation.f);
        }
        prop_assert!(found.mean.abs() <= found.mean_absolute);
        prop_assert!(found.mean_absolute <= found.root_mean_square + 1e-12);
        // Turned round, everything is the other way.
        let back = tested(&last, &first);
        prop_assert!((back.mean + found.mean).abs() < 1e-12);
        prop_assert_eq!(back.ways.raised, found.ways.lowered);
        prop_assert!((back.ways.p_value - found.ways.p_value).abs() < 1e-12);
    }

    #[test]
    fn ranks_move_as_in_a_plain_table(
        places in prop::collection::vec((0..30_i32, -5..6_i32), 1..40), up in any::<bool>(),
    ) {
        let better = if up { Direction::Up } else { Direction::Down };
        let first: Vec<f64> = places.iter().map(|place| f64::from(place.0)).collect();
        let last: Vec<f64> = places.iter().map(|place| f64::from(place.0 + place.1)).collect();
        let found = served(&some(&first), &some(&last), better, &[]).unwrap();
        let found = found.tested().unwrap();
        let rank = |list: &[f64], at: usize| {
            list.iter().filter(|x| if up { **x > list[at] } else { **x < list[at] }).count()
        };
        let (mut raised, mut lowered) = (0, 0);
        for at in 0..places.len() {
            let mut table = first.clone();
            let before = rank(&table, at);
            table[at] = last[at];
            let after = rank(&table, at);
            raised += usize::from(after < before);
            lowered += usize::from(after > before);
        }
        prop_assert_eq!((found.ranks.raised, found.ranks.lowered), (raised, lowered));
        prop_assert_eq!(found.after_deadline.unchanged, 0);
    }
}

#[test]
fn news_and_noise_are_told_apart() {
    let mut stream = Stream::new(6, 7);
    let truth: Vec<f64> = (0..120).map(|_| 5.0 + 2.0 * stream.normal()).collect();
    let noisy: Vec<f64> = truth.iter().map(|x| x + stream.normal()).collect();
    let found = tested(&noisy, &truth);
    assert!(found.news.tested().unwrap().p_value < 1e-3);
    assert!(found.noise.tested().unwrap().p_value > 0.01);
    let later: Vec<f64> = truth.iter().map(|x| x + stream.normal()).collect();
    let found = tested(&truth, &later);
    assert!(found.news.tested().unwrap().p_value > 0.01);
    assert!(found.noise.tested().unwrap().p_value < 1e-3);
    let raised: Vec<f64> = truth.iter().map(|x| x + 0.5 + 0.1 * stream.normal()).collect();
    let found = tested(&truth, &raised);
    assert!(found.bias.tested().unwrap().p_value < 1e-12 && found.ways.p_value < 1e-12);
    assert_eq!(found.ways.share_raised, Some(1.0));
}

#[test]
fn what_comes_late_is_counted_apart() {
    let first = some(&[1.0, 2.0, 3.0, 4.0]);
    let last = [Some(2.5), Some(1.0), None, Some(4.0)];
    let late = [true, true, true, false];
    let found = served(&first, &last, Direction::Down, &late).unwrap();
    let found = found.tested().unwrap();
    let ways = found.after_deadline;
    assert_eq!((ways.raised, ways.lowered, ways.unchanged), (1, 1, 0));
    assert_eq!((found.n, found.missing), (3, 1));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let ten = some(&[1.0; 12]);
    let found = revisions(&ten, &ten).unwrap();
    let found = found.tested().unwrap();
    assert_eq!((found.ways.p_value, found.ways.share_raised), (1.0, None));
    assert_eq!(found.bias.why(), Some(Why::Constant));
    assert_eq!(found.news.why(), Some(Why::Constant));
    assert!(revisions(&[None], &[None]).unwrap().why().is_some());
    assert_eq!(revisions(&ten, &[]).unwrap_err().code(), "I002");
    assert_eq!(revisions(&[Some(f64::NAN)], &[None]).unwrap_err().code(), "I003");
    assert_eq!(revisions(&[Some(1e300)], &[None]).unwrap_err().code(), "I006");
    assert_eq!(served(&ten, &ten, Direction::Up, &[true]).unwrap_err().code(), "I002");
    let large: Vec<f64> = (0..20).map(|i| 1e100 * f64::from(i % 3 - 1)).collect();
    let other: Vec<f64> = (0..20).map(|i| 1e100 * f64::from(i % 2)).collect();
    assert!(tested(&large, &other).root_mean_square.is_finite());
}
