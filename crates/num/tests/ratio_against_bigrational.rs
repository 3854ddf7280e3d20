//! Every operation of `Ratio` against `num_rational` over big integers, which
//! has one form only and reduces always.

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use gangmu_num::{BigInt, Ratio};
use num_rational::Ratio as Reference;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

type Twin = Reference<BigInt>;

/// Whole numbers that reach both ends of `i64`, and the everyday ones.
fn whole() -> impl Strategy<Value = i64> {
    prop_oneof![
        3 => -1_000_i64..1_000,
        2 => any::<i64>(),
        1 => (0_i64..4).prop_map(|near| i64::MAX - near),
        1 => (0_i64..4).prop_map(|near| i64::MIN + near),
        1 => (-3_i64..4).prop_map(|near| (1 << 32) + near),
        1 => prop::sample::select(vec![0, 1, -1, 10_i64.pow(18), -(10_i64.pow(18))]),
    ]
}

/// A value and its twin: small, at the edge of small, and big.
fn value() -> impl Strategy<Value = (Ratio, Twin)> {
    let fraction = || (whole(), whole().prop_filter("a denominator", |d| *d != 0));
    let small = fraction().prop_map(|(n, d)| {
        let twin = Twin::new(BigInt::from(n), BigInt::from(d));
        (Ratio::new(n, d).unwrap(), twin)
    });
    let decimal = (whole(), 0_u8..30).prop_map(|(mantissa, scale)| {
        let twin = Twin::new(BigInt::from(mantissa), BigInt::from(10).pow(u32::from(scale)));
        (Ratio::from_decimal_parts(mantissa, scale), twin)
    });
    let long = (fraction(), fraction(), -3_i32..4).prop_map(|((a, b), (c, d), nudge)| {
        let n = BigInt::from(a) * BigInt::from(c) + nudge;
        let d = BigInt::from(b) * BigInt::from(d);
        (Ratio::from_bigs(n.clone(), d.clone()).unwrap(), Twin::new(n, d))
    });
    prop_oneof![3 => small, 2 => decimal, 2 => long]
}

fn same(ours: &Ratio, twin: &Twin) -> Result<(), TestCaseError> {
    let (n, d) = ours.reduced_parts();
    prop_assert_eq!(&n, twin.numer());
    prop_assert_eq!(&d, twin.denom());
    // Small values may be held unreduced, within 127 bits; all others are exact.
    let reduced_bits = n.bits() + d.bits();
    prop_assert!(ours.bits() == reduced_bits || (reduced_bits < ours.bits() && ours.bits() <= 127));
    // Equal to, and hashed like, the same value made afresh in lowest terms.
    let fresh = Ratio::from_bigs(n, d).unwrap();
    prop_assert_eq!(ours, &fresh);
    prop_assert_eq!(digest(ours), digest(&fresh));
    Ok(())
}

fn digest(value: &Ratio) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn arithmetic_agrees((a, ta) in value(), (b, tb) in value()) {
        same(&a.add(&b), &(&ta + &tb))?;
        same(&a.sub(&b), &(&ta - &tb))?;
        same(&a.mul(&b), &(&ta * &tb))?;
        match a.div(&b) {
            Some(quotient) => same(&quotient, &(&ta / &tb))?,
            None => prop_assert!(tb.is_zero()),
        }
        prop_assert_eq!(b.div(&Ratio::ZERO), None);
    }

    #[test]
    fn operators_are_the_methods((a, _) in value(), (b, _) in value()) {
        prop_assert_eq!(&a + &b, a.add(&b));
        prop_assert_eq!(a.clone() - &b, a.sub(&b));
        prop_assert_eq!(&a * b.clone(), a.mul(&b));
        prop_assert_eq!(a.clone() + b.clone(), b.add(&a));
        prop_assert_eq!(-&a, a.neg());
        prop_assert_eq!(-(a.clone()), Ratio::ZERO - a);
    }

    #[test]
    fn one_operand_agrees((a, ta) in value(), exponent in 0_u32..6) {
        same(&a, &ta)?;
        same(&a.neg(), &-&ta)?;
        same(&a.abs(), &ta.abs())?;
        same(&a.floor(), &ta.floor())?;
        same(&a.ceil(), &ta.ceil())?;
        same(&a.pow(exponent), &ta.pow(i32::try_from(exponent).unwrap()))?;
        prop_assert_eq!(a.is_zero(), ta.is_zero());
        prop_assert_eq!(a.is_integer(), ta.is_integer());
        prop_assert_eq!(BigInt::from(a.signum()), ta.numer().signum());
        prop_assert_eq!(a.to_integer(), ta.is_integer().then(|| i64::try_from(ta.numer()).ok()).flatten());
    }

    #[test]
    fn order_agrees_and_is_total((a, ta) in value(), (b, tb) in value(), (c, _) in value()) {
        prop_assert_eq!(a.cmp(&b), ta.cmp(&tb));
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
        prop_assert_eq!(a.partial_cmp(&b), Some(a.cmp(&b)));
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
        if a == b {
            prop_assert_eq!(digest(&a), digest(&b));
        }
    }

    /// The same value, held unreduced in as many ways as fit.
    #[test]
    fn equal_values_hash_alike(n in -1_000_i64..1_000, d in 1_i64..1_000, factor in 1_i64..1_000_000) {
        let (a, b) = (Ratio::new(n, d).unwrap(), Ratio::new(n * factor, d * factor).unwrap());
        prop_assert_eq!(&a, &b);
        prop_assert_eq!(digest(&a), digest(&b));
        prop_assert_eq!(a.plain(), b.plain());
    }

    /// The order in which a sum is taken does not matter.
    #[test]
    fn sums_do_not_depend_on_the_order(values in prop::collection::vec(value(), 0..12)) {
        let twin = values.iter().fold(Twin::zero(), |sum, (_, twin)| sum + twin);
        same(&Ratio::sum(values.iter().map(|(value, _)| value)), &twin)?;
        same(&Ratio::sum(values.iter().rev().map(|(value, _)| value)), &twin)?;
        same(&values.into_iter().map(|(value, _)| value).sum::<Ratio>(), &twin)?;
    }

    #[test]
    fn clamping_keeps_within_and_never_panics((a, _) in value(), (low, _) in value(), (high, _) in value()) {
        let held = Ratio::clamp(&a, &low, &high);
        prop_assert_eq!(&held, &Ord::clamp(a, low.clone(), high.clone()));
        prop_assert!(held <= high);
        prop_assert!(low > high || held >= low);
    }
}

#[test]
fn the_ends_of_i64() {
    let (least, most) = (Ratio::from_int(i64::MIN), Ratio::from_int(i64::MAX));
    let beyond = BigInt::from(i64::MAX) + 1;
    assert_eq!(least.neg().reduced_parts().0, beyond);
    assert_eq!(least.abs(), most.add(&Ratio::ONE));
    assert_eq!(least.neg().neg().to_integer(), Some(i64::MIN));
    assert_eq!(least.neg().to_integer(), None);
    assert_eq!(least.sub(&least), Ratio::ZERO);
    assert_eq!(least.mul(&least).div(&least), Some(least.clone()));
    assert_eq!(Ratio::new(i64::MIN, i64::MIN), Some(Ratio::ONE));
    assert_eq!(Ratio::new(1, i64::MIN).unwrap().mul(&least), Ratio::ONE);
    assert_eq!(Ratio::new(i64::MAX, -1).unwrap(), most.neg());
    assert_eq!(least.ceil(), least);
    assert_eq!(Ratio::new(1, 0), None);
    assert_eq!(Ratio::from_bigs(BigInt::from(1), BigInt::from(0)), None);
}

#[test]
fn what_outgrows_small_comes_back() {
    let tiny = Ratio::new(1, 3).unwrap().pow(60);
    assert!(tiny.bits() > 90);
    let back = tiny.mul(&Ratio::from_int(3).pow(60));
    assert_eq!((back.bits(), back), (2, Ratio::ONE));
}

#[test]
fn powers_are_bounded_before_they_are_taken() {
    let third = Ratio::new(2, 6).unwrap();
    assert_eq!(third.pow_within(3, 100), Ratio::new(1, 27));
    assert_eq!(third.pow_within(u32::MAX, 1_000_000), None);
    for steady in [Ratio::ZERO, Ratio::ONE, Ratio::from_int(-1), Ratio::new(7, 7).unwrap()] {
        assert!(steady.pow_within(u32::MAX, 0).is_some(), "{steady}");
    }
    assert_eq!(Ratio::ZERO.pow(0), Ratio::ONE);
    assert_eq!(Ratio::from_int(-1).pow(u32::MAX), Ratio::from_int(-1));
}

#[test]
fn the_type_can_be_shared_and_is_two_words() {
    fn shared<T: Send + Sync + Clone + Default>() {}
    shared::<Ratio>();
    assert_eq!(size_of::<Ratio>(), 16);
    assert_eq!(size_of::<Option<Ratio>>(), 24);
}
