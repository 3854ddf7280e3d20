//! First and last digits.

use gangmu_index::integrity::benford::{Benford, Conformity, Digits, Quantity, benford};
use gangmu_index::integrity::digits::last_digits;
use gangmu_index::integrity::{Outcome, Why};
use gangmu_num::float::{cos, exp, log10, pow, sin};
use gangmu_num::random::Stream;
use proptest::prelude::*;

use crate::support::Table;

fn amounts(values: &[Option<f64>], digits: Digits) -> Benford {
    match benford(values, Quantity::Amount, digits).unwrap() {
        Outcome::Tested(found) => found,
        Outcome::DoesNotApply(why) => panic!("{why:?}"),
    }
}

#[test]
fn towns_of_the_census() {
    let Some(table) = Table::read("benford/census2009_population_towns.csv") else { return };
    let found = amounts(&table.numbers("pop.2009"), Digits::First);
    assert!((found.chi_squared - 17.524).abs() <= 5e-4, "{}", found.chi_squared);
    assert!((found.mad - 0.003_119).abs() <= 5e-7, "{}", found.mad);
    assert_eq!((found.df, found.conformity), (8, Conformity::Close));
}

/// Digits by repeated division, and the statistics as printed.
fn plain(values: &[f64], digits: Digits) -> (f64, f64, f64) {
    let (low, high) = if digits == Digits::First { (1.0, 10.0) } else { (10.0, 100.0) };
    let many = values.len() as f64;
    let (mut chi, mut away, mut x, mut y) = (0.0, 0.0, 0.0, 0.0);
    let mut digit = low;
    while digit < high {
        let leads = |value: &&f64| {
            let mut value = **value;
            while value >= high {
                value /= 10.0;
            }
            value.floor() == digit
        };
        let count = values.iter().filter(leads).count() as f64;
        let expected = many * log10(1.0 + 1.0 / digit);
        chi += (count - expected) * (count - expected) / expected;
        away += (count - expected).abs() / many;
        digit += 1.0;
    }
    for value in values {
        let angle = 2.0 * std::f64::consts::PI * log10(*value);
        (x, y) = (x + cos(angle), y + sin(angle));
    }
    (chi, away / (high - low), (x * x + y * y) / many / many)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]
    #[test]
    fn counts_are_those_of_plain_division(seed in 0..1_000_u64, spread in 3.0..7.0_f64) {
        let mut stream = Stream::new(seed, 2);
        let values: Vec<f64> =
            (0..700).map(|_| (100.0 * pow(10.0, spread * stream.unit())).floor()).collect();
        let some: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        for digits in [Digits::First, Digits::FirstTwo] {
            let found = amounts(&some, digits);
            let (chi, mad, arc) = plain(&values, digits);
            prop_assert!((found.chi_squared - chi).abs() < 1e-9 * chi);
            prop_assert!((found.mad - mad).abs() < 1e-12);
            prop_assert!((found.arc - arc).abs() < 1e-9);
            prop_assert!((found.p_arc - exp(-700.0 * arc)).abs() < 1e-6);
            // Ten times as much has the same digits, and missing ones change nothing.
            let more: Vec<Option<f64>> =
                values.iter().flat_map(|value| [Some(value * 10.0), None]).collect();
            let other = amounts(&more, digits);
            prop_assert_eq!(&found.digits, &other.digits);
            prop_assert_eq!((other.n, other.missing), (700, 700));
        }
    }

    #[test]
    fn rounding_to_fives_is_seen(seed in 0..1_000_u64, decimals in 0..4_u32) {
        let mut stream = Stream::new(seed, 3);
        let step = pow(10.0, f64::from(decimals));
        let honest: Vec<f64> = (0..400).map(|_| 1_000.0 + stream.below(90_000) as f64).collect();
        let written = |list: Vec<f64>| list.iter().map(|x| Some(x / step)).collect::<Vec<_>>();
        let found = last_digits(&written(honest.clone()), decimals).unwrap();
        let found = found.tested().unwrap();
        prop_assert!(found.n == 400 && found.p_value > 1e-7 && found.p_0_or_5 > 1e-7);
        let fives: Vec<f64> = honest.iter().map(|x| (x / 5.0).round() * 5.0).collect();
        let found = last_digits(&written(fives), decimals).unwrap();
        let found = found.tested().unwrap();
        prop_assert_eq!((found.ends_0_or_5, found.whipple_like, found.n), (1.0, 500.0, 400));
        prop_assert!((found.myers_like - 80.0).abs() < 1e-9);
        prop_assert!(found.p_0_or_5 < 1e-200);
    }
}

#[test]
fn a_last_digit_is_counted_as_it_is_written() {
    let mut values = vec![Some(-12.3), Some(5.0), None, Some(12.34), Some(0.3), Some(1e16)];
    values.extend((0..60).map(|i| Some(100.0 + f64::from(i) / 10.0)));
    let found = last_digits(&values, 1).unwrap();
    let found = found.tested().unwrap();
    assert_eq!((found.n, found.missing, found.out_of_range, found.finer), (62, 1, 2, 1));
    let mut wanted = [6; 10];
    wanted[3] += 1;
    wanted[0] += 1;
    assert_eq!(found.counts, wanted);
}

#[test]
fn benford_is_kept_from_what_it_does_not_fit() {
    let wide: Vec<Option<f64>> = (0..400).map(|i| Some(pow(1.05, f64::from(i)))).collect();
    let why =
        |list: &[Option<f64>], quantity| benford(list, quantity, Digits::First).unwrap().why();
    assert_eq!(why(&wide, Quantity::Share), Some(Why::Shares));
    assert_eq!(why(&wide, Quantity::Assigned), Some(Why::Assigned));
    assert_eq!(why(&wide[..299], Quantity::Amount), Some(Why::TooFew { found: 299, needed: 300 }));
    let narrow: Vec<Option<f64>> = (0..400).map(|i| Some(100.0 + f64::from(i))).collect();
    assert!(matches!(why(&narrow, Quantity::Amount), Some(Why::TooNarrow { .. })));
    assert!(matches!(why(&[Some(5.0); 400], Quantity::Amount), Some(Why::TooNarrow { .. })));
    assert_eq!(why(&[], Quantity::Amount), Some(Why::TooFew { found: 0, needed: 300 }));
    assert!(benford(&[Some(f64::NAN)], Quantity::Share, Digits::First).is_err());

    let mut mixed = wide.clone();
    mixed.extend([Some(0.0), Some(-3.0), None, Some(5e-324), Some(f64::MAX)]);
    let found = amounts(&mixed, Digits::FirstTwo);
    assert_eq!((found.n, found.zero, found.negative, found.missing), (402, 1, 1, 1));
    assert_eq!(found.digits.iter().map(|digit| digit.count).sum::<usize>(), 402);
    assert!(found.digits.iter().any(|digit| digit.digits == 50 && digit.count > 0));

    assert_eq!(last_digits(&[], 0).unwrap().why(), Some(Why::TooFew { found: 0, needed: 50 }));
    assert_eq!(last_digits(&[], 10).unwrap_err().code(), "I013");
    assert_eq!(last_digits(&[Some(f64::NAN)], 0).unwrap_err().code(), "I003");
}
