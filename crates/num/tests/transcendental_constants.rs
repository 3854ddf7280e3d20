//! `exp`, `ln` and `sqrt` against constants of 50 significant digits.
//!
//! The constants are from Python's `decimal` at a precision of 120, rounded half
//! up: `(argument, mantissa, exponent)` for `mantissa × 10^exponent`. Every digit
//! has to agree.

use gangmu_num::transcendental::{
    MAX_ARGUMENT_BITS, MAX_EXPONENT, SIGNIFICANT_DIGITS, exp, ln, sqrt,
};
use gangmu_num::{BigInt, Ratio};

type Row = (&'static str, &'static str, i32);

#[rustfmt::skip]
const EXP: &[Row] = &[
    ("1", "27182818284590452353602874713526624977572470937000", -49),
    ("-1", "36787944117144232159552377016146086744581113103177", -50),
    ("1/2", "16487212707001281468486507878141635716537761007101", -49),
    ("-1/3", "71653131057378925042560409692537966745311205982148", -50),
    ("1e-20", "10000000000000000000100000000000000000000500000000", -49),
    ("-1e-20", "99999999999999999999000000000000000000005000000000", -50),
    ("1e-49", "10000000000000000000000000000000000000000000000001", -49),
    ("0.6931471805599453094172321214581765680755", "19999999999999999999999999999999999999999997312795", -49),
    ("10", "22026465794806716516957900645284244366353512618557", -45),
    ("-10", "45399929762484851535591515560550610237918088866565", -54),
    ("100", "26881171418161354484126255515800135873611118773742", -6),
    ("-100", "37200759760208359629596958038631183373588922923768", -93),
    ("1000", "19700711140170469938888793522433231253169379853238", 385),
    ("-1000", "50759588975494567652918094795743369193055992828928", -484),
    ("999999/1000", "19681020276103238396308734975409386832274220752177", 385),
    ("355/113", "23140698805888196914023108231128403095368537283633", -48),
    ("-123456789/1000000", "24176742435619829606716837797071515827404880840419", -103),
];

#[rustfmt::skip]
const LN: &[Row] = &[
    ("2", "69314718055994530941723212145817656807550013436026", -50),
    ("10", "23025850929940456840179914546843642076011014886288", -49),
    ("1/2", "-69314718055994530941723212145817656807550013436026", -50),
    ("3", "10986122886681096913952452369225257046474905578227", -49),
    ("100/60", "51082562376599068320551409630366193487811079644577", -50),
    ("5/3", "51082562376599068320551409630366193487811079644577", -50),
    ("60/100", "-51082562376599068320551409630366193487811079644577", -50),
    ("1000001/1000000", "99999950000033333308333353333316666680952368452392", -56),
    ("999999/1000000", "-10000005000003333335833335333335000001428572678573", -55),
    ("100000000000000000001/100000000000000000000", "99999999999999999999500000000000000000003333333333", -70),
    ("99999999999999999999/100000000000000000000", "-10000000000000000000050000000000000000000333333333", -69),
    ("1e40", "92103403719761827360719658187374568304044059545151", -48),
    ("1e-40", "-92103403719761827360719658187374568304044059545151", -48),
    ("1e99", "22795592420641052271778115401375205655250904737425", -47),
    ("1e-99", "-22795592420641052271778115401375205655250904737425", -47),
    ("9223372036854775807", "43668272375276554493177203434616573345349885712855", -48),
    ("1/9223372036854775807", "-43668272375276554493177203434616573345349885712855", -48),
    ("1/3", "-10986122886681096913952452369225257046474905578227", -49),
    ("7/5", "33647223662121293050459341021699209011148337531334", -50),
    ("141421356/100000000", "34657358860194105189282600383054868968709268051117", -50),
    ("70710679/100000000", "-34657357781586871006250449456985327509712466705920", -50),
    ("1024", "69314718055994530941723212145817656807550013436026", -49),
];

#[rustfmt::skip]
const SQRT: &[Row] = &[
    ("2", "14142135623730950488016887242096980785696718753769", -49),
    ("3", "17320508075688772935274463415058723669428052538104", -49),
    ("1/2", "70710678118654752440084436210484903928483593768847", -50),
    ("1/3", "57735026918962576450914878050195745564760175127013", -50),
    ("10", "31622776601683793319988935444327185337195551393252", -49),
    ("1e-99", "31622776601683793319988935444327185337195551393252", -99),
    ("1e99", "31622776601683793319988935444327185337195551393252", 0),
    ("999999999999/1000000000000", "99999999999949999999999987499999999993749999999996", -50),
    ("123456789/1000", "35136418286444621616658231167580770371591427181243", -47),
    ("2/9223372036854775807", "46566128730773925783774354896707237777522799738640", -59),
];

/// `(100/60)^share`, by way of `exp(ln(100/60) × share)`.
#[rustfmt::skip]
const GROWTH: &[Row] = &[
    ("1", "16666666666666666666666666666666666666666666666667", -49),
    ("1/2", "12909944487358056283930884665941332036109739017639", -49),
    ("1/4", "11362193664674993685042210445136382845598688331144", -49),
    ("3/7", "12447382505964733096469095147063890701101491329425", -49),
    ("0.35", "11957683725287929563479099831818916982054923433568", -49),
    ("-1", "60000000000000000000000000000000000000000000000000", -50),
    ("2", "27777777777777777777777777777777777777777777777778", -49),
];

fn ratio(text: &str) -> Ratio {
    match text.split_once('/') {
        Some((n, d)) => ratio(n).div(&ratio(d)).unwrap(),
        None => Ratio::parse_decimal(text).unwrap(),
    }
}

fn constant(mantissa: &str, exponent: i32) -> Ratio {
    let mantissa = Ratio::from_bigs(mantissa.parse().unwrap(), BigInt::from(1)).unwrap();
    let power = Ratio::from_int(10).pow(exponent.unsigned_abs());
    if exponent < 0 { mantissa.div(&power).unwrap() } else { mantissa.mul(&power) }
}

/// Whether two values agree to so many significant digits.
fn agree(left: &Ratio, right: &Ratio, digits: u32) -> bool {
    left.sub(right).abs().mul(&Ratio::from_int(10).pow(digits)) <= right.abs()
}

fn check(function: fn(&Ratio) -> Option<Ratio>, rows: &[Row]) {
    for (argument, mantissa, exponent) in rows {
        let result = function(&ratio(argument)).unwrap();
        assert_eq!(result, constant(mantissa, *exponent), "of {argument}");
        // Bounded: 50 digits above and as many below, plus the magnitude.
        let magnitude = u64::from(exponent.unsigned_abs()) * 10 / 3;
        assert!(result.bits() <= 340 + magnitude, "{} bits of {argument}", result.bits());
    }
}

#[test]
fn exp_has_fifty_digits() {
    check(exp, EXP);
}

#[test]
fn ln_has_fifty_digits() {
    check(ln, LN);
}

#[test]
fn sqrt_has_fifty_digits() {
    check(sqrt, SQRT);
}

#[test]
fn a_share_of_a_growth() {
    let growth = ln(&ratio("100/60")).unwrap();
    for (share, mantissa, exponent) in GROWTH {
        let result = exp(&growth.mul(&ratio(share))).unwrap();
        // The logarithm was rounded too, hence two digits less.
        assert!(
            agree(&result, &constant(mantissa, *exponent), SIGNIFICANT_DIGITS - 2),
            "at {share}: {result}"
        );
    }
}

#[test]
fn exact_where_the_answer_is() {
    assert_eq!(exp(&Ratio::ZERO), Some(Ratio::ONE));
    assert_eq!(ln(&Ratio::ONE), Some(Ratio::ZERO));
    assert_eq!(ln(&Ratio::new(77, 77).unwrap()), Some(Ratio::ZERO));
    assert_eq!(sqrt(&Ratio::ZERO), Some(Ratio::ZERO));
    for root in ["1", "3/7", "2.985", "1e-45", "12345678901234567890123/1000000007"] {
        assert_eq!(sqrt(&ratio(root).pow(2)), Some(ratio(root)));
    }
}

#[test]
fn no_answer_is_none() {
    assert_eq!(ln(&Ratio::ZERO), None);
    assert_eq!(ln(&ratio("-1")), None);
    assert_eq!(sqrt(&ratio("-1e-99")), None);
    let beyond = Ratio::from_int(MAX_EXPONENT).add(&ratio("1e-99"));
    assert_eq!(exp(&beyond), None);
    assert_eq!(exp(&beyond.neg()), None);
    let long = Ratio::from_int(3).pow(40_000).div(&Ratio::from_int(2).pow(63_399)).unwrap();
    assert!(long.bits() > MAX_ARGUMENT_BITS);
    assert_eq!((exp(&long), ln(&long), sqrt(&long)), (None, None, None));
}

/// Arguments at the limit of size: near 1, huge and tiny.
#[test]
fn the_longest_arguments() {
    let two = Ratio::from_int(2);
    let large = two.pow(9_990);
    // ln(1 + h) is h - h²/2 + …, and h² is far below the last digit.
    let near_one = large.add(&Ratio::ONE).div(&large).unwrap();
    assert!(agree(&ln(&near_one).unwrap(), &Ratio::ONE.div(&large).unwrap(), 49));
    let below_one = large.sub(&Ratio::ONE).div(&large).unwrap();
    assert!(agree(&ln(&below_one).unwrap(), &Ratio::from_int(-1).div(&large).unwrap(), 49));
    // ln(2^k) is k ln 2.
    let huge = two.pow(19_000);
    let expected = ln(&two).unwrap().mul(&Ratio::from_int(19_000));
    assert!(agree(&ln(&huge).unwrap(), &expected, 48));
    assert!(agree(&ln(&Ratio::ONE.div(&huge).unwrap()).unwrap(), &expected.neg(), 48));
    assert_eq!(sqrt(&huge), Some(two.pow(9_500)));
    assert!(agree(&sqrt(&huge.mul(&two)).unwrap().pow(2), &huge.mul(&two), 48));
    assert_eq!(exp(&Ratio::ONE.div(&huge).unwrap()), Some(Ratio::ONE));
}
