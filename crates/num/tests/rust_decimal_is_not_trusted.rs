//! Why this crate has its own `exp` and `ln`: what rust_decimal's give, measured.
//!
//! Found with rust_decimal 1.43, feature `maths`:
//!
//! * `exp` is far better than its documentation says ("within tolerance of
//!   roughly 0.0000002"): right to 26 digits at least. But it shows more digits
//!   than are right. Of the arguments 0.01 to 1.00 half are one unit of the last
//!   place away from the truth; of those beyond 40 nearly all, by up to 87 units.
//!   For negative arguments, where fewer digits are shown, it is nearly always
//!   right.
//! * `exp_with_tolerance`, called with that very tolerance, is right to 8 digits.
//! * `ln` is wrong in the last place of most arguments, by up to 17 units below 1;
//!   that includes `ln 2` and `ln 10`. Near 1 it loses all its digits:
//!   `ln(1 + 10⁻²⁸)` is 0.
//! * Both panic where there is no answer, unless the `checked_` forms are used.
//!
//! None of this shows in a mark of two places, most days. But a result that is
//! recorded at 28 digits, or compared with a threshold, has to have the same last
//! digit here and wherever it is checked by other means.
//!
//! The tests pin what was found. If an update of rust_decimal makes one of them
//! fail, nothing of ours is broken: measure again and correct the table. What
//! must hold is only that ours is right.

use gangmu_num::transcendental::{exp, ln};
use gangmu_num::{Decimal, Ratio};
use rust_decimal::MathematicalOps;

/// The function, its argument, what rust_decimal answers, and 40 digits of the
/// truth, from Python's `decimal` at a precision of 100.
type Row = (&'static str, &'static str, &'static str);

const EXP: &[Row] = &[
    ("0.01", "1.0100501670841680575421654570", "1.010050167084168057542165456902860033807"),
    ("1.01", "2.7456010150169164939897763168", "2.745601015016916493989776316660387624074"),
    ("5", "148.41315910257660342111558006", "148.4131591025766034211155800405522796235"),
    ("11.5", "98715.77101076049742811026814", "98715.77101076049742811026811472002575422"),
    ("20", "485165195.40979027796910683072", "485165195.4097902779691068305415405586846"),
    ("40", "235385266837019985.40789991092", "235385266837019985.4078999107490348045089"),
    ("60", "114200738981568428366295718.44", "114200738981568428366295718.3144765630198"),
    ("66", "46071866343312915426773184482", "46071866343312915426773184428.06008689335"),
];

const LN: &[Row] = &[
    ("2", "0.6931471805599453094172321216", "0.6931471805599453094172321214581765680755"),
    ("10", "2.302585092994045684017991454", "2.302585092994045684017991454684364207601"),
    ("0.5", "-0.6931471805599453094172321205", "-0.6931471805599453094172321214581765680755"),
    ("0.6", "-0.5108256237659906832055140954", "-0.5108256237659906832055140963036619348781"),
    ("0.0001", "-9.210340371976182736071965816", "-9.210340371976182736071965818737456830404"),
    (
        "0.999999",
        "-0.0000010000005000003333335824",
        "-0.000001000000500000333333583333533333500000143",
    ),
    (
        "1.00000000000000000001",
        "0.0000000000000000000099999999",
        "0.00000000000000000000999999999999999999995",
    ),
    (
        "0.99999999999999999999",
        "-0.0000000000000000000099999991",
        "-0.00000000000000000001000000000000000000005",
    ),
    (
        "1.0000000000000000000000000001",
        "0",
        "0.000000000000000000000000000099999999999999999999999999995",
    ),
];

fn ratio(text: &str) -> Ratio {
    Ratio::parse_decimal(text).unwrap()
}

/// How many significant digits of the truth a value has: its error is below
/// `10^-digits` of the truth. At most 40.
fn right_digits(value: &Ratio, truth: &Ratio) -> u32 {
    let error = value.sub(truth).abs();
    let right = |digits: &u32| error.mul(&Ratio::from_int(10).pow(*digits)) < truth.abs();
    (0..=40).take_while(right).last().unwrap_or(0)
}

struct Measured {
    ours: u32,
    theirs: u32,
}

/// Checks ours at the number of places that theirs has, and theirs as recorded.
fn measure(
    ours: fn(&Ratio) -> Option<Ratio>,
    theirs: fn(&Decimal) -> Option<Decimal>,
    row: &Row,
) -> Measured {
    let (argument, recorded, truth) = (row.0, row.1, ratio(row.2));
    let ours = ours(&ratio(argument)).unwrap();
    let theirs = theirs(&argument.parse().unwrap()).unwrap();
    assert_eq!(
        theirs.to_string(),
        recorded,
        "rust_decimal has changed at {argument}: measure again"
    );
    // Rounded to the places that theirs shows (28 where it lost them all), ours
    // is the truth and theirs is not.
    let places = if theirs.is_zero() { 28 } else { theirs.scale() };
    assert_eq!(ours.to_decimal(places), truth.to_decimal(places), "ours at {argument}");
    assert_ne!(ours.to_decimal(places), Some(theirs), "rust_decimal is right at {argument}");
    Measured {
        ours: right_digits(&ours, &truth),
        theirs: right_digits(&Ratio::from_decimal(theirs), &truth),
    }
}

#[test]
fn exp_is_right_here_and_nearly_there() {
    for row in EXP {
        let Measured { ours, theirs } = measure(exp, Decimal::checked_exp, row);
        assert!(ours >= 38, "{ours} digits at {}", row.0);
        assert!((26..=28).contains(&theirs), "{theirs} digits at {}", row.0);
    }
}

#[test]
fn exp_with_the_documented_tolerance_has_eight_digits() {
    let theirs = Decimal::ONE.exp_with_tolerance("0.0000002".parse().unwrap());
    assert_eq!(theirs.to_string(), "2.7182818261984928651595318263");
    let digits = right_digits(
        &Ratio::from_decimal(theirs),
        &ratio("2.718281828459045235360287471352662497757"),
    );
    assert!((8..=9).contains(&digits), "{digits} digits");
}

#[test]
fn ln_is_right_here_and_not_there() {
    for row in LN {
        let Measured { ours, theirs } = measure(ln, Decimal::checked_ln, row);
        assert!(ours >= 38, "{ours} digits at {}", row.0);
        assert!(theirs <= 27, "{theirs} digits at {}", row.0);
    }
}

#[test]
fn ln_near_one_has_no_digit_left_there() {
    let barely = LN.last().unwrap();
    let Measured { ours, theirs } = measure(ln, Decimal::checked_ln, barely);
    assert_eq!((ours >= 38, theirs), (true, 0));
}

/// Of the arguments in hundredths, how many have a wrong last place in
/// rust_decimal, and by how many units at worst. Ours is the measure here; that
/// it may be is shown above and in `transcendental_constants.rs`.
fn sweep(
    ours: fn(&Ratio) -> Option<Ratio>,
    theirs: fn(&Decimal) -> Option<Decimal>,
    hundredths: std::ops::Range<i64>,
) -> (usize, i128) {
    let off = hundredths.map(|step| {
        let argument = Decimal::new(step, 2);
        let theirs = theirs(&argument).unwrap();
        let ours =
            ours(&Ratio::from_decimal(argument)).unwrap().to_decimal(theirs.scale()).unwrap();
        (ours - theirs).abs().mantissa()
    });
    let wrong: Vec<i128> = off.filter(|units| *units > 0).collect();
    (wrong.len(), wrong.iter().copied().max().unwrap_or(0))
}

#[test]
fn how_often_and_by_how_much() {
    assert_eq!(sweep(exp, Decimal::checked_exp, 1..100), (51, 1));
    assert_eq!(sweep(exp, Decimal::checked_exp, 4_000..6_600), (2_580, 87));
    assert_eq!(sweep(exp, Decimal::checked_exp, -500..0), (31, 1));
    assert_eq!(sweep(ln, Decimal::checked_ln, 1..100), (99, 17));
    assert_eq!(sweep(ln, Decimal::checked_ln, 200..1_000), (650, 6));
}

/// Where the true value is beyond a decimal, or rust_decimal's ends, ours goes on.
#[test]
fn ours_has_the_range_of_the_formulas() {
    let far: Decimal = "67".parse().unwrap();
    assert_eq!(far.checked_exp(), None);
    assert_eq!(exp(&Ratio::from_int(67)).unwrap().show(0), "125236317084221378051352196074");
    let low: Decimal = "-100".parse().unwrap();
    assert_eq!(low.checked_exp(), None);
    assert!(exp(&Ratio::from_int(-100)).unwrap().signum() > 0);
}
