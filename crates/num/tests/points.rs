//! `Points`: rounding on the way in, exact arithmetic, plain text on the way out.

use gangmu_num::{Decimal, Points, Ratio};
use proptest::prelude::*;

fn points(text: &str) -> Points {
    Points::from_decimal(text.parse().unwrap())
}

fn rounded(text: &str, places: Option<u32>) -> Option<String> {
    let value = Ratio::parse_decimal(text).unwrap();
    Points::from_ratio_rounded(&value, places).map(|points| points.to_string())
}

#[test]
fn rounded_on_the_way_in() {
    assert_eq!(rounded("2.985", Some(2)).as_deref(), Some("2.99"));
    assert_eq!(rounded("-2.985", Some(2)).as_deref(), Some("-2.99"));
    assert_eq!(rounded("-0.001", Some(2)).as_deref(), Some("0"));
    assert_eq!(rounded("3.001", Some(2)).as_deref(), Some("3"));
    assert_eq!(rounded("1e28", None), None);
    assert_eq!(rounded("1e29", Some(0)), None);
    let third = Ratio::new(1, 3).unwrap();
    let exact_as_can_be = Points::from_ratio_rounded(&third, None).unwrap();
    assert_eq!(exact_as_can_be.to_string(), "0.3333333333333333333333333333");
    assert_eq!(exact_as_can_be.show(2), "0.33");
    assert_eq!(Points::from_ratio_rounded(&third, Some(2)), Some(points("0.33")));
    assert_eq!(Points::from_ratio_exact(&third), None);
}

#[test]
fn shown_with_and_without_trailing_zeros() {
    assert_eq!(points("3.10").to_string(), "3.1");
    assert_eq!(points("3.10").show(2), "3.10");
    assert_eq!(points("100").to_string(), "100");
    assert_eq!(points("-0.00").to_string(), "0");
    assert_eq!(points("-0.00"), Points::ZERO);
    assert_eq!(points("-0.004").show(2), "0.00");
    assert_eq!(format!("{:>6}|{:?}", points("2.50"), points("2.50")), "   2.5|Points(2.5)");
}

#[test]
fn sums_are_exact_or_none() {
    assert_eq!(points("0.1").add(&points("0.2")), Some(points("0.3")));
    // rust_decimal would drop the last digit of this one without a word.
    let (ten, third) = (points("10"), points("0.3333333333333333333333333333"));
    assert!(ten.decimal().checked_add(third.decimal()).is_some());
    assert_eq!(ten.add(&third), None);
    let most = Points::from_decimal(Decimal::MAX);
    assert_eq!(most.add(&points("1")), None);
    assert_eq!(Points::sum([]), Some(Points::ZERO));
    // Only the total has to fit, whatever the order.
    let back = points("-79228162514264337593543950335");
    for order in [[most, points("5"), back], [most, back, points("5")], [points("5"), back, most]] {
        assert_eq!(Points::sum(&order), Some(points("5")));
    }
}

proptest! {
    #[test]
    fn order_and_ratio_agree(a in any::<i64>(), b in any::<i64>(), scales in (0_u32..=18, 0_u32..=18)) {
        let (a, b) = (Points::from_decimal(Decimal::new(a, scales.0)), Points::from_decimal(Decimal::new(b, scales.1)));
        prop_assert_eq!(a.cmp(&b), a.to_ratio().cmp(&b.to_ratio()));
        prop_assert_eq!(Points::from_ratio_exact(&a.to_ratio()), Some(a));
        if let Some(sum) = a.add(&b) {
            prop_assert_eq!(sum.to_ratio(), a.to_ratio().add(&b.to_ratio()));
            prop_assert_eq!(Points::sum(&[b, a]), Some(sum));
        }
    }
}
