//! Distribution functions against 50-digit reckoning (mpmath), plain sums and identities.

use gangmu_index::distributions::{
    beta_above, beta_below, beta_quantile, binomial_above, binomial_at, binomial_below,
    binomial_quantile, chi_squared_quantile, f_above, f_below, f_quantile, gamma_above,
    gamma_below, gamma_quantile, poisson_above, poisson_at, poisson_below, poisson_quantile,
    student_below, student_quantile, student_two_sided,
};
use gangmu_num::float::{ln, ln_gamma};
use proptest::prelude::*;

/// That a number is right to `relative` of its own size, however small.
#[track_caller]
fn right(what: &str, found: f64, wanted: f64, relative: f64) {
    let error = (found - wanted).abs();
    assert!(error <= relative * wanted.abs(), "{what}: {found:e}, not {wanted:e}");
}

/// Right where it is the smaller tail, and 1 less that where it is not.
#[track_caller]
fn tails(what: &str, found: (f64, f64), wanted: (f64, f64), relative: f64) {
    let least = wanted.0.min(wanted.1);
    for (found, wanted) in [(found.0, wanted.0), (found.1, wanted.1)] {
        let error = (found - wanted).abs();
        let allowed = if wanted <= least { relative * wanted } else { 1e-15 + relative * wanted };
        assert!(error <= allowed.max(2e-16), "{what}: {found:e}, not {wanted:e}");
    }
}

#[test]
fn gamma_tails_agree_with_fifty_digits() {
    for (x, alpha, below, above) in GAMMA {
        let found = (gamma_below(x, alpha).unwrap(), gamma_above(x, alpha).unwrap());
        tails(&format!("gamma {x} {alpha}"), found, (below, above), 2e-13);
    }
    right("far", gamma_above(5_000.0, 4_000.0).unwrap(), 5.563_576_788_518_687e-49, 1e-12);
    right("far", gamma_below(10.0, 250.0).unwrap(), 1.462_589_661_343_779_3e-247, 1e-12);
}

#[test]
fn beta_tails_agree_with_fifty_digits() {
    for (x, a, b, below, above) in BETA {
        let found = (beta_below(x, a, b).unwrap(), beta_above(x, a, b).unwrap());
        tails(&format!("beta {x} {a} {b}"), found, (below, above), 2e-13);
    }
}

#[test]
fn student_tails_agree_with_fifty_digits() {
    for (t, df, wanted) in STUDENT {
        right(&format!("t {t} {df}"), student_two_sided(t, df).unwrap(), wanted, 1e-13);
    }
}

#[test]
fn quantiles_of_textbooks() {
    right("chi", chi_squared_quantile(0.95, 8.0).unwrap(), 15.507_313_055_865_453, 1e-14);
    right("t", student_quantile(0.975, 10.0).unwrap(), 2.228_138_851_986_275, 1e-13);
    right("t", student_quantile(0.005, 3.0).unwrap(), -5.840_909_309_733_357, 1e-13);
    right("f", f_quantile(0.95, 3.0, 12.0).unwrap(), 3.490_294_819_497_605, 1e-13);
    assert_eq!(student_quantile(0.5, 4.0).unwrap(), 0.0);
    // Of shape 1, a gamma number is exponential; of shapes (a, 1), a beta number is a power.
    right("exponential", gamma_quantile(1e-9, 1.0).unwrap(), 1.000_000_000_5e-9, 1e-14);
    right("power", beta_quantile(1e-30, 3.0, 1.0).unwrap(), 1e-10, 1e-14);
}

#[test]
fn tails_of_counts_are_plain_sums() {
    for mean in [0.1, 3.0, 42.5, 180.0, 260.0, 900.0] {
        let (mut sum, mut k) = (0.0, 0.0);
        while k < 1_200.0 {
            sum += poisson_at(k, mean).unwrap();
            let below = poisson_below(k, mean).unwrap();
            assert!((below - sum).abs() < 3e-13, "Poisson {k} of {mean}: {below}, not {sum}");
            assert!((below + poisson_above(k, mean).unwrap() - 1.0).abs() < 1e-15);
            k += 1.0;
        }
    }
    for (trials, chance) in [(1.0, 0.5), (40.0, 0.01), (700.0, 0.4), (1_000.0, 0.999)] {
        let (mut sum, mut k) = (0.0, 0.0);
        while k <= trials {
            sum += binomial_at(k, trials, chance).unwrap();
            let below = binomial_below(k, trials, chance).unwrap();
            assert!((below - sum).abs() < 3e-13, "binomial {k} of {trials}: {below}, not {sum}");
            assert!((below + binomial_above(k, trials, chance).unwrap() - 1.0).abs() < 1e-15);
            k += 1.0;
        }
    }
    assert_eq!(poisson_at(0.0, 0.0).unwrap(), 1.0);
    assert_eq!(binomial_at(5.0, 5.0, 1.0).unwrap(), 1.0);
    assert_eq!(binomial_at(6.0, 5.0, 0.3).unwrap(), 0.0);
}

#[test]
fn quantiles_of_beta_hold_at_every_extreme() {
    let shapes = [1e-300, 1e-8, 1e-3, 0.3, 1.0, 17.0, 199.0, 201.0, 1e4, 1e9, 1e15, 1e300];
    let chances = [1e-300, 1e-20, 1e-6, 0.025, 0.3, 0.5, 0.9, 0.999, 1.0 - 1e-15];
    for a in shapes {
        for b in shapes {
            let mut before = 0.0;
            for p in chances {
                let x = beta_quantile(p, a, b).unwrap();
                assert!((0.0..=1.0).contains(&x) && x >= before, "{p} {a} {b}: {x}");
                before = x;
                let found = beta_below(x, a, b).unwrap();
                assert!((0.0..=1.0).contains(&found), "{p} {a} {b}: {found}");
                // Where a last digit of x does not move the tail, it is right to nine digits.
                if a.max(b) <= 1e4 && x > 1e-290 && x < 0.5 && p < 0.9 {
                    right(&format!("{p} {a} {b}"), found, p, 1e-9);
                }
            }
        }
        for p in chances {
            let x = gamma_quantile(p, a).unwrap();
            assert!(x.is_finite() && gamma_below(x, a).unwrap() <= 1.0, "{p} {a}: {x}");
        }
    }
    // Both shapes tiny: nearly all of the mass lies at the ends, half of it at each.
    assert!(beta_quantile(0.49, 1e-8, 1e-8).unwrap() < 1e-300);
    assert!(beta_quantile(0.51, 1e-8, 1e-8).unwrap() > 1.0 - 1e-15);
    assert_eq!(beta_quantile(0.0, 2.0, 2.0).unwrap(), 0.0);
    assert_eq!(beta_quantile(1.0, 2.0, 2.0).unwrap(), 1.0);
}

#[test]
fn what_is_no_argument_is_refused() {
    for bad in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e301] {
        assert!(gamma_below(1.0, bad).is_err());
        assert!(beta_below(0.5, 1.0, bad).is_err());
        assert!(beta_quantile(0.5, bad, 1.0).is_err());
        assert!(student_two_sided(1.0, bad).is_err());
    }
    assert_eq!(gamma_below(f64::NAN, 1.0).unwrap_err().code(), "I013");
    assert!(gamma_quantile(1.5, 1.0).is_err());
    assert!(poisson_below(1.5, 1.0).is_err());
    assert!(poisson_below(1.0, -1.0).is_err());
    assert!(binomial_below(-1.0, 3.0, 0.5).is_err());
    assert!(binomial_below(1.0, 3.0, 1.5).is_err());
}

proptest! {
    #[test]
    fn a_quantile_leads_back(p in 1e-9..1.0_f64, a in -6.0..9.0_f64, b in -6.0..9.0_f64) {
        let (a, b) = (gangmu_num::float::exp(a), gangmu_num::float::exp(b));
        let x = gamma_quantile(p, a).unwrap();
        if x > 1e-300 {
            // A step of x is a step of P: more than rounding only where the density is steep.
            prop_assert!((gamma_below(x, a).unwrap() - p).abs() < 1e-12);
        }
        let x = beta_quantile(p, a, b).unwrap();
        if x > 1e-300 && x < 0.99 {
            prop_assert!((beta_below(x, a, b).unwrap() - p).abs() < 1e-11);
        }
        let t = student_quantile(p, a).unwrap();
        if t.abs() < 1e100 {
            prop_assert!((student_below(t, a).unwrap() - p).abs() < 1e-12);
        }
        let f = f_quantile(p, a, b).unwrap();
        if f > 1e-200 && f < 1e200 {
            prop_assert!((f_below(f, a, b).unwrap() - p).abs() < 1e-11);
            prop_assert!((f_above(f, a, b).unwrap() + p - 1.0).abs() < 1e-11);
        }
    }

    #[test]
    fn tails_obey_their_recurrences(x in 1e-3..900.0_f64, a in 0.01..700.0_f64) {
        // P(a, x) - P(a + 1, x) = x^a e^-x / Γ(a + 1).
        let left = gamma_below(x, a).unwrap() - gamma_below(x, a + 1.0).unwrap();
        let right = gangmu_num::float::exp(a * ln(x) - x - ln_gamma(a + 1.0));
        prop_assert!((left - right).abs() < 1e-13, "{left} {right}");
        // I_x(a, b) = 1 - I_(1-x)(b, a).
        let (u, b) = (x / 900.0, 1.0 + a / 3.0);
        let (one, other) = (beta_below(u, a, b).unwrap(), beta_above(1.0 - u, b, a).unwrap());
        prop_assert!((one - other).abs() < 1e-11);
    }

    #[test]
    fn quantiles_of_counts_are_the_least_that_reach(
        p in 1e-9..1.0_f64, mean in 1e-3..1e7_f64, chance in 0.001..0.999_f64,
    ) {
        let k = poisson_quantile(p, mean).unwrap();
        prop_assert!(poisson_below(k, mean).unwrap() >= p);
        prop_assert!(k == 0.0 || poisson_below(k - 1.0, mean).unwrap() < p);
        let trials = mean.ceil();
        let k = binomial_quantile(p, trials, chance).unwrap();
        prop_assert!(binomial_below(k, trials, chance).unwrap() >= p);
        prop_assert!(k == 0.0 || binomial_below(k - 1.0, trials, chance).unwrap() < p);
    }
}

/// x, shape, P(a, x), Q(a, x).
const GAMMA: [(f64, f64, f64, f64); 12] = [
    (1e-10, 1e-5, 0.999_775_538_760_296_7, 0.000_224_461_239_703_327_1),
    (0.5, 0.3, 0.813_811_804_674_392_7, 0.186_188_195_325_607_35),
    (3.0, 0.01, 0.999_867_028_643_429_8, 0.000_132_971_356_570_154_98),
    (10.0, 3.5, 0.994_430_316_927_054_4, 0.005_569_683_072_945_571),
    (150.0, 199.0, 0.000_077_147_589_579_794_48, 0.999_922_852_410_420_2),
    (230.0, 199.0, 0.982_832_954_373_623_1, 0.017_167_045_626_376_883),
    (190.0, 200.0, 0.243_347_427_100_623_8, 0.756_652_572_899_376_2),
    (215.0, 200.0, 0.855_126_243_955_716_8, 0.144_873_756_044_283_2),
    (1e3, 1_100.0, 0.000_962_630_405_866_557_2, 0.999_037_369_594_133_4),
    (100_900.0, 1e5, 0.997_734_472_179_436_6, 0.002_265_527_820_563_373_4),
    (997_500.0, 1e6, 0.006_179_005_917_341_973, 0.993_820_994_082_658),
    (1_005_000.0, 1e6, 0.999_999_701_250_986, 2.987_490_140_114_635e-7),
];

/// x, shapes, I_x(a, b), 1 - I_x(a, b).
const BETA: [(f64, f64, f64, f64, f64); 11] = [
    (0.3, 0.5, 0.5, 0.369_010_119_565_545_4, 0.630_989_880_434_454_6),
    (1e-8, 1e-3, 4.0, 0.983_548_796_130_945_1, 0.016_451_203_869_054_94),
    (0.999, 1e-2, 1e-3, 0.097_151_602_469_373_21, 0.902_848_397_530_626_8),
    (0.4, 30.0, 50.0, 0.682_942_846_030_888_1, 0.317_057_153_969_111_9),
    (0.52, 199.0, 199.0, 0.787_511_286_855_921_5, 0.212_488_713_144_078_47),
    (0.48, 300.0, 300.0, 0.163_597_392_015_216, 0.836_402_607_984_784),
    (0.26, 1e4, 3e4, 0.999_997_684_667_537_5, 2.315_332_462_520_566e-6),
    (0.25, 1e4, 3e4, 0.500_767_767_797_738_3, 0.499_232_232_202_261_7),
    (1e-5, 150.0, 1e7, 1.885_426_801_600_006e-6, 0.999_998_114_573_198_4),
    (1.2e-5, 300.0, 3e7, 0.999_473_549_051_097, 0.000_526_450_948_902_949_1),
    (0.500_5, 1e6, 1e6, 0.921_350_422_419_075_3, 0.078_649_577_580_924_67),
];

/// t, degrees of freedom, P(|T| ≥ |t|).
const STUDENT: [(f64, f64, f64); 5] = [
    (2.5, 3.0, 0.087_706_647_008_065_55),
    (-1e3, 0.5, 0.020_282_909_081_714_19),
    (40.0, 30.0, 1.372_604_519_440_640_3e-27),
    (1.2, 1e8, 0.230_139_343_286_300_4),
    (1e-9, 7.0, 0.999_999_999_230_017_1),
];
