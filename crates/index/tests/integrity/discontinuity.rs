//! The density test against the reference implementation, and targets that were just met.

use gangmu_index::integrity::discontinuity::{Kernel, Options, density_test};
use gangmu_index::integrity::just_met::just_met;
use gangmu_index::integrity::{Outcome, Why};
use gangmu_num::random::Stream;
use proptest::prelude::*;

use crate::support::Table;

fn options(kernel: Kernel, order: usize) -> Options {
    Options { kernel, order, bandwidths: None }
}

#[track_caller]
fn near(what: &str, found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{what}: {found}, not {wanted}");
}

#[test]
fn senate_elections_as_published() {
    let Some(table) = Table::read("rddensity/rddensity_senate.csv") else { return };
    let found = density_test(&table.numbers("margin"), 0.0, Options::default()).unwrap();
    let found = found.tested().unwrap();
    near("T", found.statistic, -0.8753, 5e-5);
    near("p", found.p_value, 0.3814, 5e-5);
    near("h below", found.bandwidths.0, 19.841, 5e-4);
    near("h above", found.bandwidths.1, 27.119, 5e-4);
    assert_eq!((found.effective, found.n.0 + found.n.1), ((408, 460), 1_390));
}

/// 900 figures of which some below 0 were lifted, each a third of the way to the next quarter.
fn lifted(ties: bool) -> Vec<f64> {
    let one = |i: u32| {
        let u = (f64::from(i) + 0.5) / 900.0;
        let v = 160.0 * u * (0.4 + 0.6 * u) - 60.0;
        let v = if (-4.0..0.0).contains(&v) && i.is_multiple_of(3) { v + 4.0 } else { v };
        if ties { (v * 4.0).floor() * 0.25 } else { v }
    };
    (0..900).map(one).collect()
}

/// Ties, kernel, order, T, p-value, bandwidths, figures within: by rddensity 3.0 (Python).
type Case = (bool, Kernel, usize, f64, f64, f64, f64, usize, usize);
const CASES: [Case; 18] = [
    (false, Kernel::Triangular, 1, 1.051552753, 0.2930047942, 34.5845684, 24.95582873, 212, 134),
    (false, Kernel::Triangular, 2, 1.390060471, 0.1645105154, 27.86424006, 33.7106453, 163, 174),
    (false, Kernel::Triangular, 3, 1.161469673, 0.2454509495, 47.27647395, 52.76112939, 320, 257),
    (false, Kernel::Uniform, 1, 0.9412086922, 0.3465979232, 30.76252583, 19.65442518, 184, 109),
    (false, Kernel::Uniform, 2, 1.21237448, 0.2253690653, 24.94703834, 28.34558255, 143, 150),
    (false, Kernel::Uniform, 3, 0.8765688096, 0.3807208867, 47.97446305, 53.58760617, 326, 260),
    (false, Kernel::Epanechnikov, 1, 1.018864969, 0.3082670768, 40.89568795, 22.71213598, 263, 124),
    (false, Kernel::Epanechnikov, 2, 1.299046677, 0.193927911, 27.42237668, 32.53986203, 160, 169),
    (false, Kernel::Epanechnikov, 3, 1.026904008, 0.3044656667, 49.28225662, 53.36752862, 339, 259),
    (true, Kernel::Triangular, 1, 0.996940642, 0.3187933228, 35.34922559, 25.47184338, 217, 137),
    (true, Kernel::Triangular, 2, 1.383721625, 0.1664437094, 27.71369137, 32.95137246, 160, 171),
    (true, Kernel::Triangular, 3, 1.139954831, 0.2543051197, 46.99400661, 53.41459816, 315, 260),
    (true, Kernel::Uniform, 1, 0.8894823359, 0.3737439123, 30.85821549, 19.95208959, 184, 111),
    (true, Kernel::Uniform, 2, 1.197345462, 0.2311719314, 24.79792127, 27.83802945, 142, 148),
    (true, Kernel::Uniform, 3, 0.8519629537, 0.394234654, 47.97329771, 54.3653553, 324, 264),
    (true, Kernel::Epanechnikov, 1, 0.96845013, 0.3328196137, 42.1200444, 23.08057902, 272, 126),
    (true, Kernel::Epanechnikov, 2, 1.293315791, 0.1959018612, 27.26955265, 31.85096125, 159, 167),
    (true, Kernel::Epanechnikov, 3, 1.005316229, 0.3147446027, 49.04286344, 53.98953769, 336, 262),
];

#[test]
fn every_kernel_and_order_with_and_without_ties() {
    for (ties, kernel, order, t, p, below, above, left, right) in CASES {
        let figures: Vec<Option<f64>> = lifted(ties).into_iter().map(Some).collect();
        let found = density_test(&figures, 0.0, options(kernel, order)).unwrap();
        let found = found.tested().unwrap();
        let what = format!("{kernel:?} {order} {ties}");
        near(&format!("{what} h below"), found.bandwidths.0 / below, 1.0, 1e-7);
        near(&format!("{what} h above"), found.bandwidths.1 / above, 1.0, 1e-7);
        near(&format!("{what} T"), found.statistic, t, 1e-6);
        near(&format!("{what} p"), found.p_value, p, 1e-6);
        assert_eq!((found.effective, found.ties), ((left, right), ties), "{what}");
    }
    let figures: Vec<Option<f64>> = lifted(true).into_iter().map(Some).collect();
    let fixed = Options { bandwidths: Some((15.0, 22.0)), ..Options::default() };
    let found = density_test(&figures, 0.0, fixed).unwrap();
    near("fixed", found.tested().unwrap().statistic, 1.835_767_594_9, 1e-8);
}

/// The bias-corrected test as a matrix of both sides at once, each product written out.
fn plain(figures: &[f64], h: (f64, f64)) -> f64 {
    let mut x = figures.to_vec();
    x.sort_by(f64::total_cmp);
    let n = x.len();
    let y = |at: usize| x.iter().rposition(|other| *other == x[at]).unwrap() as f64;
    let row = |x: f64| {
        let mut row = [0.0; 8];
        let (from, h) = if x < 0.0 { (0, h.0) } else { (4, h.1) };
        let mut power = 1.0;
        for cell in row.iter_mut().skip(from).take(4) {
            *cell = power;
            power *= x / h;
        }
        (row, (1.0 - (x / h).abs()) / h)
    };
    let inside: Vec<usize> = (0..n).filter(|at| x[*at] >= -h.0 && x[*at] <= h.1).collect();
    let mut s = vec![vec![0.0; 17]; 8];
    for i in 0..8 {
        s[i][8 + i] = 1.0;
        for at in &inside {
            let (row, w) = row(x[*at]);
            s[i][16] += w * row[i] * y(*at) / (n - 1) as f64;
            for j in 0..8 {
                s[i][j] += w * row[i] * row[j];
            }
        }
    }
    for i in 0..8 {
        let pivot = (i..8).max_by(|a, b| s[*a][i].abs().total_cmp(&s[*b][i].abs())).unwrap();
        s.swap(i, pivot);
        let by = s[i][i];
        s[i].iter_mut().for_each(|cell| *cell /= by);
        let upper = s[i].clone();
        for (_, lower) in s.iter_mut().enumerate().filter(|(j, _)| *j != i) {
            let factor = lower[i];
            lower.iter_mut().zip(&upper).for_each(|(cell, upper)| *cell -= factor * upper);
        }
    }
    let jump = s[5][16] / h.1 - s[1][16] / h.0;
    let mut variance = 0.0;
    for at in &inside {
        let mut own = 0.0;
        for other in inside.iter().filter(|other| x[**other] >= x[*at] && *other != at) {
            let (row, w) = row(x[*other]);
            for j in 0..8 {
                own += (s[5][8 + j] / h.1 - s[1][8 + j] / h.0) * w * row[j] / (n - 1) as f64;
            }
        }
        variance += own * own;
    }
    jump / variance.sqrt()
}

#[test]
fn both_sides_at_once_give_the_same() {
    for ties in [false, true] {
        let figures = lifted(ties);
        let some: Vec<Option<f64>> = figures.iter().copied().map(Some).collect();
        let fixed = Options { bandwidths: Some((20.0, 30.0)), ..Options::default() };
        let found = density_test(&some, 0.0, fixed).unwrap();
        let wanted = plain(&figures, (20.0, 30.0));
        near("T", found.tested().unwrap().statistic, wanted, 1e-9);
    }
}

#[test]
fn a_gap_below_and_a_heap_above_are_found() {
    let mut stream = Stream::new(3, 0);
    let honest: Vec<f64> = (0..6_000).map(|_| 60.0 + 12.0 * stream.normal()).collect();
    let lift = |x: &f64| Some(if (58.5..60.0).contains(x) { x + 1.5 } else { *x });
    let forged: Vec<Option<f64>> = honest.iter().map(lift).collect();
    let honest: Vec<Option<f64>> = honest.into_iter().map(Some).collect();
    let test = |figures: &[Option<f64>]| {
        let found = density_test(figures, 60.0, Options::default()).unwrap();
        let found = *found.tested().unwrap();
        (found.statistic, found.p_value)
    };
    assert!(test(&honest).1 > 0.01, "{:?}", test(&honest));
    assert!(test(&forged).0 > 4.0 && test(&forged).1 < 1e-4, "{:?}", test(&forged));
    let met = |figures: &[Option<f64>]| *just_met(figures, 60.0, 1.5).unwrap().tested().unwrap();
    assert!(met(&honest).p_value > 0.01);
    assert!(met(&forged).missed == 0 && met(&forged).ratio.is_none());
    assert!(met(&forged).p_many < 1e-30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn units_and_signs_do_not_matter(seed in 0..1_000_u64, shift in -50.0..50.0_f64) {
        let mut stream = Stream::new(seed, 1);
        let figures: Vec<f64> = (0..300).map(|_| stream.normal() * 8.0 + 1.0).collect();
        let test = |list: Vec<f64>, threshold: f64| {
            let list: Vec<Option<f64>> = list.into_iter().map(Some).collect();
            *density_test(&list, threshold, Options::default()).unwrap().tested().unwrap()
        };
        let one = test(figures.clone(), 0.0);
        let scaled = test(figures.iter().map(|x| x * 1_024.0).collect(), 0.0);
        prop_assert!((one.statistic - scaled.statistic).abs() < 1e-9);
        prop_assert!((scaled.densities.0 * 1_024.0 - one.densities.0).abs() < 1e-12);
        let moved = test(figures.iter().map(|x| x + shift).collect(), shift);
        prop_assert!((one.statistic - moved.statistic).abs() < 1e-6);
        let turned = test(figures.iter().map(|x| -x).collect(), 0.0);
        prop_assert!((one.statistic + turned.statistic).abs() < 1e-6);
        prop_assert!((one.bandwidths.0 - turned.bandwidths.1).abs() < 1e-6);
    }
}

#[test]
fn where_it_does_not_apply_it_says_so() {
    let why = |list: &[Option<f64>]| density_test(list, 0.0, Options::default()).unwrap().why();
    assert_eq!(why(&[]), Some(Why::TooFew { found: 0, needed: 23 }));
    assert_eq!(why(&[Some(1.0); 99]), Some(Why::TooFew { found: 0, needed: 23 }));
    let two: Vec<Option<f64>> = (0..99).map(|i| Some(if i < 50 { -1.0 } else { 1.0 })).collect();
    assert_eq!(why(&two), Some(Why::TooFewDifferent { found: 1, needed: 10 }));
    let code = |list: &[Option<f64>], options| density_test(list, 0.0, options).unwrap_err().code();
    assert_eq!(code(&[Some(f64::NAN)], Options::default()), "I003");
    assert_eq!(code(&[], options(Kernel::Uniform, 4)), "I013");
    assert_eq!(code(&[], Options { bandwidths: Some((0.0, 1.0)), ..Options::default() }), "I013");
    let huge: Vec<Option<f64>> = (0..99).map(|i| Some(f64::from(i - 50) * 1e300)).collect();
    assert_eq!(code(&huge, Options::default()), "I006");
    let narrow = Options { bandwidths: Some((1e-9, 1e-9)), ..Options::default() };
    let figures: Vec<Option<f64>> = lifted(false).into_iter().map(Some).collect();
    let found = density_test(&figures, 0.0, narrow).unwrap();
    assert_eq!(found, Outcome::DoesNotApply(Why::Dependent));

    let few = just_met(&[Some(1.0); 3], 1.0, 0.5).unwrap();
    assert_eq!(few.why(), Some(Why::TooFew { found: 3, needed: 10 }));
    assert_eq!(just_met(&[None], f64::NAN, 1.0).unwrap_err().code(), "I013");
    assert_eq!(just_met(&[None], 1.0, 0.0).unwrap_err().code(), "I013");
    assert_eq!(just_met(&[Some(f64::INFINITY)], 1.0, 1.0).unwrap_err().code(), "I003");
}
