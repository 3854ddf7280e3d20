//! The laws that tie `exp`, `ln` and `sqrt` together.

use gangmu_num::Ratio;
use gangmu_num::transcendental::{exp, ln, sqrt};
use proptest::prelude::*;

/// Whether `left` and `right` differ by at most `10^-digits` times `scale`.
fn near(left: &Ratio, right: &Ratio, scale: &Ratio, digits: u32) -> bool {
    left.sub(right).abs().mul(&Ratio::from_int(10).pow(digits)) <= scale.abs()
}

/// Fractions within ±`bound`, of every fineness.
fn fraction(bound: i64) -> impl Strategy<Value = Ratio> {
    (-bound..=bound, 1_i64..1_000_000, 0_u32..5).prop_map(move |(whole, below, fine)| {
        let shift = Ratio::new(1, below).unwrap().pow(fine);
        let value = Ratio::from_int(whole).mul(&shift);
        if fine == 0 { value } else { value.add(&Ratio::new(whole, bound.max(1)).unwrap()) }
    })
}

fn positive() -> impl Strategy<Value = Ratio> {
    (1_i64.., 1_i64.., 1_u32..4).prop_map(|(n, d, power)| Ratio::new(n, d).unwrap().pow(power))
}

proptest! {
    #[test]
    fn exp_turns_sums_into_products(a in fraction(200), b in fraction(200)) {
        let (left, right) = (exp(&a.add(&b)).unwrap(), exp(&a).unwrap().mul(&exp(&b).unwrap()));
        prop_assert!(near(&left, &right, &right, 48));
        prop_assert!(left.signum() > 0);
    }

    #[test]
    fn exp_grows(a in fraction(200), b in fraction(200)) {
        let (left, right) = (exp(&a).unwrap(), exp(&b).unwrap());
        prop_assert!(a > b || left <= right);
    }

    #[test]
    fn ln_turns_products_into_sums(a in positive(), b in positive()) {
        let (x, y) = (ln(&a).unwrap(), ln(&b).unwrap());
        let product = ln(&a.mul(&b)).unwrap();
        // Relative to the largest of the three: the sum may cancel.
        let scale = x.abs().max(y.abs()).max(product.abs());
        prop_assert!(near(&product, &x.add(&y), &scale, 48));
        prop_assert_eq!(ln(&Ratio::ONE.div(&a).unwrap()), Some(x.neg()));
    }

    #[test]
    fn ln_undoes_exp(a in fraction(300)) {
        let back = ln(&exp(&a).unwrap()).unwrap();
        // exp is rounded at 50 digits, which is 50 places of the logarithm.
        prop_assert!(near(&back, &a, &a.abs().max(Ratio::ONE), 48));
    }

    #[test]
    fn exp_undoes_ln(a in positive()) {
        let logarithm = ln(&a).unwrap();
        let back = exp(&logarithm).unwrap();
        // A logarithm of up to 132 leaves 47 places behind the point.
        prop_assert!(near(&back, &a, &a, 46));
    }

    #[test]
    fn a_root_squares_back(a in positive()) {
        let root = sqrt(&a).unwrap();
        prop_assert!(near(&root.mul(&root), &a, &a, 48));
        prop_assert_eq!(sqrt(&a.mul(&a)), Some(a));
    }

    /// How a value is held makes no difference to a single digit.
    #[test]
    fn unreduced_arguments_give_the_same(n in 1_i64..1_000, d in 1_i64..1_000, factor in 2_i64..1_000_000) {
        let (a, b) = (Ratio::new(n, d).unwrap(), Ratio::new(n * factor, d * factor).unwrap());
        prop_assert_eq!(exp(&a), exp(&b));
        prop_assert_eq!(ln(&a), ln(&b));
        prop_assert_eq!(sqrt(&a), sqrt(&b));
    }
}
