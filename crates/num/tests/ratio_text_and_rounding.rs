//! Reading, writing and rounding of `Ratio`, and its way to `Decimal` and back.

use gangmu_num::ratio::{MAX_PLACES, MAX_TEXT_BYTES};
use gangmu_num::{BigInt, Decimal, Ratio};
use proptest::prelude::*;

fn ratio(text: &str) -> Ratio {
    match text.split_once('/') {
        Some((n, d)) => {
            let part = |text: &str| BigInt::parse_bytes(text.as_bytes(), 10).unwrap();
            Ratio::from_bigs(part(n), part(d)).unwrap()
        }
        None => Ratio::parse_decimal(text).unwrap(),
    }
}

#[test]
fn plain_decimals_are_read_exactly() {
    for (text, plain) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.000", "0"),
        ("+7", "7"),
        ("007.50", "7.5"),
        ("2.985", "2.985"),
        ("-2.985", "-2.985"),
        ("1e3", "1000"),
        ("1E+03", "1000"),
        ("1.25e1", "12.5"),
        ("125e-2", "1.25"),
        ("0.000000000000000000000000000001", "0.000000000000000000000000000001"),
        ("123456789012345678901234567890.5", "123456789012345678901234567890.5"),
        ("9223372036854775808", "9223372036854775808"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("999999999999999999", "999999999999999999"),
        ("0.999999999999999999", "0.999999999999999999"),
    ] {
        assert_eq!(ratio(text).plain(), plain, "{text}");
    }
    assert_eq!(ratio("1e-99").mul(&ratio("1e99")), Ratio::ONE);
    assert_eq!(
        ratio("123456789012345678901e-99").mul(&ratio("1e99")).plain(),
        "123456789012345678901"
    );
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "", "+", "-", ".", ".5", "5.", "-.5", "1.2.3", "1,5", " 1", "1 ", "1\n", "--1", "+-1",
        "1e", "1e+", "1e100", "1e1.0", "1e1e1", "e1", "0x10", "1_000", "inf", "-inf", "NaN", "nan",
        "1/3", "٣", "\u{ff13}", "½", "1e²", "−1", "1.e1", "1e--1", "\0", "1\0",
    ] {
        assert_eq!(Ratio::parse_decimal(text), None, "{text:?}");
    }
    assert!(Ratio::parse_decimal(&"9".repeat(MAX_TEXT_BYTES)).is_some());
    assert_eq!(Ratio::parse_decimal(&"9".repeat(MAX_TEXT_BYTES + 1)), None);
}

#[test]
fn halves_go_away_from_zero_once() {
    for (value, places, shown) in [
        ("2.985", 2, "2.99"),
        ("-2.985", 2, "-2.99"),
        ("2.9849999999999999999999999999999", 2, "2.98"),
        ("2/3", 2, "0.67"),
        ("-2/3", 2, "-0.67"),
        ("-0.655", 2, "-0.66"),
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("0.4999999999999999999999999999999999999999", 0, "0"),
        ("-0.004", 2, "0.00"),
        ("-0.005", 2, "-0.01"),
        ("3", 2, "3.00"),
        ("0", 3, "0.000"),
        ("12", 0, "12"),
        ("1/3", 20, "0.33333333333333333333"),
        ("2/3", 40, "0.6666666666666666666666666666666666666667"),
        ("9.995", 2, "10.00"),
        ("9223372036854775807", 1, "9223372036854775807.0"),
        ("-9223372036854775808", 18, "-9223372036854775808.000000000000000000"),
        ("1/9223372036854775807", 19, "0.0000000000000000001"),
        ("123456789012345678901234567890/7", 3, "17636684144620811271604938270.000"),
        ("123456789012345678901234567891/7", 3, "17636684144620811271604938270.143"),
    ] {
        let value = ratio(value);
        assert_eq!(value.show(places), shown, "{value}");
        assert_eq!(value.round_half_up(places), ratio(shown), "{value}");
    }
}

#[test]
fn more_places_than_anyone_needs_are_bounded() {
    let third = ratio("1/3");
    assert_eq!(third.show(u32::MAX).len(), MAX_PLACES as usize + 2);
    assert_eq!(third.round_half_up(u32::MAX), third.round_half_up(MAX_PLACES));
    assert_eq!(third.to_decimal(u32::MAX), None);
    assert_eq!(ratio("0.25").to_decimal(u32::MAX).unwrap().to_string(), "0.25");
}

#[test]
fn plain_is_the_shortest_exact_text() {
    for (value, plain) in [
        ("1/3", "1/3"),
        ("2/-6", "-1/3"),
        ("1/1024", "0.0009765625"),
        ("1/1073741824", "0.000000000931322574615478515625"),
        ("1/2147483648", "1/2147483648"),
        ("1e-30", "0.000000000000000000000000000001"),
        ("1e-31", "1/10000000000000000000000000000000"),
        ("300/100", "3"),
        ("36893488147419103232/5", "7378697629483820646.4"),
        ("36893488147419103232/3", "36893488147419103232/3"),
    ] {
        assert_eq!(ratio(value).plain(), plain);
        assert_eq!(ratio(value).to_string(), plain);
    }
    assert_eq!(
        format!("{:?} [{:>6}] [{:06.1}]", ratio("1/3"), ratio("2.5"), ratio("-2.5")),
        "Ratio(1/3) [   2.5] [-002.5]"
    );
}

#[test]
fn decimals_get_what_fits() {
    let show = |decimal: Option<Decimal>| decimal.map(|decimal| decimal.to_string());
    for (value, places, decimal) in [
        ("2.985", 2, Some("2.99")),
        ("-2.985", 2, Some("-2.99")),
        ("-0.001", 2, Some("0.00")),
        ("1/3", 28, Some("0.3333333333333333333333333333")),
        ("1/3", 29, None),
        ("12.5", 28, Some("12.5")),
        ("100/3", 28, None),
        ("79228162514264337593543950335", 0, Some("79228162514264337593543950335")),
        ("-79228162514264337593543950335", 0, Some("-79228162514264337593543950335")),
        ("79228162514264337593543950335.4", 0, Some("79228162514264337593543950335")),
        ("79228162514264337593543950335.5", 0, None),
        ("79228162514264337593543950336", 0, None),
        ("1e99", 0, None),
    ] {
        assert_eq!(
            show(ratio(value).to_decimal(places)).as_deref(),
            decimal,
            "{value} at {places}"
        );
    }
    for (value, decimal) in [
        ("1/3", Some("0.3333333333333333333333333333")),
        ("-100/3", Some("-33.33333333333333333333333333")),
        ("2.5000", Some("2.5")),
        ("0.99999999999999999999999999999999", Some("1")),
        ("9.9999999999999999999999999999999", Some("10")),
        ("1e-29", Some("0")),
        ("5e-29", Some("0.0000000000000000000000000001")),
        ("9999999999999999999999999999.4", Some("9999999999999999999999999999")),
        ("9999999999999999999999999999.5", Some("10000000000000000000000000000")),
        ("10000000000000000000000000000", None),
        ("1e99", None),
        ("0", Some("0")),
    ] {
        assert_eq!(show(ratio(value).to_significant_decimal()).as_deref(), decimal, "{value}");
    }
    assert_eq!(ratio("1/3").to_decimal_exact(), None);
    assert_eq!(
        show(ratio("1e-28").to_decimal_exact()).as_deref(),
        Some("0.0000000000000000000000000001")
    );
    assert_eq!(ratio("1e-29").to_decimal_exact(), None);
    assert_eq!(Ratio::from_decimal("-0.00".parse().unwrap()), Ratio::ZERO);
    assert_eq!(Ratio::from_decimal(Decimal::MAX).plain(), "79228162514264337593543950335");
}

#[test]
fn floats_are_for_display_and_finite() {
    for (value, float) in
        [("0", 0.0), ("0.1", 0.1), ("1e22", 1e22), ("1e-99", 1e-99), ("-1/3", -1.0 / 3.0)]
    {
        assert_eq!(ratio(value).to_f64(), float);
    }
    let huge = ratio("1e99").pow(9);
    assert_eq!(huge.to_f64(), f64::MAX);
    assert_eq!(huge.neg().to_f64(), f64::MIN);
    assert_eq!(Ratio::ONE.div(&huge).unwrap().to_f64(), 0.0);
}

proptest! {
    #[test]
    fn reading_never_panics(text in any::<String>()) {
        let _ = Ratio::parse_decimal(&text);
    }

    #[test]
    fn reading_almost_numbers_never_panics(text in "[-+]{0,2}[0-9]{0,25}[.]{0,2}[0-9]{0,25}[eE]{0,2}[-+]{0,2}[0-9]{0,3}") {
        if let Some(value) = Ratio::parse_decimal(&text) {
            // Whatever is read, the standard library reads as the same number.
            let float: f64 = text.parse().unwrap();
            prop_assert!((value.to_f64() - float).abs() <= float.abs() * 1e-15);
        }
    }

    #[test]
    fn plain_text_is_read_back(mantissa in any::<i64>(), scale in 0_u8..=30) {
        let value = Ratio::from_decimal_parts(mantissa, scale);
        prop_assert_eq!(Ratio::parse_decimal(&value.plain()), Some(value.clone()));
        prop_assert_eq!(Ratio::parse_decimal(&value.show(30)), Some(value));
    }

    #[test]
    fn decimals_come_back(mantissa in -((1_i128 << 96) - 1)..(1_i128 << 96), scale in 0_u32..=28) {
        let decimal = Decimal::from_i128_with_scale(mantissa, scale);
        let value = Ratio::from_decimal(decimal);
        prop_assert_eq!(value.to_decimal_exact(), Some(decimal));
        prop_assert_eq!(value.to_decimal(scale), Some(decimal));
        prop_assert_eq!(value.plain(), decimal.normalize().to_string());
    }

    /// Rounding moves by at most half a unit, and by half only away from zero.
    #[test]
    fn rounding_is_to_the_nearest(n in any::<i64>(), d in 1_i64.., places in 0_u32..40) {
        let value = Ratio::new(n, d).unwrap();
        let rounded = value.round_half_up(places);
        let doubled = rounded.sub(&value).abs().mul(&Ratio::from_int(2)).mul(&Ratio::from_int(10).pow(places));
        prop_assert!(doubled <= Ratio::ONE);
        if doubled == Ratio::ONE {
            prop_assert!(rounded.abs() > value.abs());
        }
        prop_assert!(rounded.mul(&Ratio::from_int(10).pow(places)).is_integer());
        prop_assert_eq!(value.neg().round_half_up(places), rounded.neg());
        prop_assert_eq!(rounded.round_half_up(places), rounded);
    }

    /// The decimal of a value is never a rounding of a rounding.
    #[test]
    fn decimals_are_rounded_once(n in any::<i64>(), d in 1_i64.., places in 0_u32..=28) {
        let value = Ratio::new(n, d).unwrap();
        if let Some(decimal) = value.to_decimal(places) {
            prop_assert_eq!(Ratio::from_decimal(decimal), value.round_half_up(places));
        }
        let decimal = value.to_significant_decimal().unwrap();
        prop_assert!(decimal.normalize().mantissa().abs() <= 10_i128.pow(28));
    }
}
