//! Empirical Bayes rates and probability maps against spdep, and the laws they obey.

use gangmu_index::small::probability_map::probability_map;
use gangmu_index::small::shrink::{Marshall, Spread, marshall};
use gangmu_index::small::{LeftOut, Tally};
use proptest::prelude::*;

use crate::support::{Table, same};

fn tally(events: &[f64], exposure: &[f64]) -> Tally {
    let some = |list: &[f64]| list.iter().copied().map(Some).collect::<Vec<_>>();
    Tally::new(&some(events), &some(exposure)).unwrap()
}

/// That two numbers agree to `relative` of their own size.
#[track_caller]
fn close(what: &str, found: f64, wanted: f64, relative: f64) {
    assert!((found - wanted).abs() <= relative * wanted.abs(), "{what}: {found}, not {wanted}");
}

fn against(file: &str, events: &str, exposure: &str, variance: f64, mean: f64) {
    let Some(table) = Table::read(file) else { return };
    let found = marshall(&tally(&table.whole(events), &table.whole(exposure)), None).unwrap();
    // As printed: seven digits.
    close("a", found.classes[0].variance, variance, 1e-6);
    close("b", found.classes[0].mean, mean, 1e-6);
    let wanted = table.whole("eb").into_iter().zip(table.whole("raw"));
    for (place, (unit, (eb, raw))) in found.units.iter().zip(wanted).enumerate() {
        close(&format!("unit {place}"), unit.unwrap().estimate, eb, 1e-9);
        assert!((unit.unwrap().raw - raw).abs() <= 1e-14);
    }
}

#[test]
fn auckland_as_spdep() {
    let file = "eb/auckland_marshall1991_eb.csv";
    against(file, "deaths", "exposure", 7.284_173e-7, 0.002_633_436);
}

#[test]
fn north_carolina_as_spdep() {
    against("eb/nc_sids74_eb.csv", "sids", "births", 7.692_931e-7, 0.002_021_445);
}

#[test]
fn auckland_map_as_spdep() {
    let Some(table) = Table::read("eb/auckland_marshall1991_eb.csv") else { return };
    let Some(map) = Table::read("eb/auckland_probmap.csv") else { return };
    let found = probability_map(&tally(&table.whole("deaths"), &table.whole("exposure"))).unwrap();
    let columns = ["expCount", "relRisk", "pmap"].map(|name| map.whole(name));
    for (place, unit) in found.iter().enumerate() {
        let unit = unit.unwrap();
        same("expected", unit.expected, columns[0][place], 1e-12);
        same("relative risk", unit.relative_risk.unwrap(), columns[1][place], 1e-12);
        same("probability", unit.probability, columns[2][place], 1e-12);
        assert!(unit.probability + unit.probability_of_more > 1.0);
    }
}

/// Marshall's formulas as they are printed, one class.
fn plain(events: &[f64], exposure: &[f64]) -> Vec<f64> {
    let total: f64 = exposure.iter().sum();
    let b = events.iter().sum::<f64>() / total;
    let rate = |place: usize| events[place] / exposure[place];
    let s: f64 = (0..events.len()).map(|i| exposure[i] * (rate(i) - b) * (rate(i) - b)).sum();
    let a = (s / total - b / (total / events.len() as f64)).max(0.0);
    let one = |i: usize| if a > 0.0 { b + a * (rate(i) - b) / (a + b / exposure[i]) } else { b };
    (0..events.len()).map(one).collect()
}

proptest! {
    #[test]
    fn classes_are_shrunk_apart(
        units in prop::collection::vec((0..200_u32, 1..9_000_u32, 0..3_usize), 1..60),
    ) {
        let events: Vec<f64> = units.iter().map(|unit| f64::from(unit.0)).collect();
        let exposure: Vec<f64> = units.iter().map(|unit| f64::from(unit.1)).collect();
        let classes: Vec<usize> = units.iter().map(|unit| unit.2).collect();
        let found = marshall(&tally(&events, &exposure), Some(&classes)).unwrap();
        for class in &found.classes {
            let members: Vec<usize> =
                (0..units.len()).filter(|place| classes[*place] == class.class).collect();
            let of = |list: &[f64]| members.iter().map(|place| list[*place]).collect::<Vec<_>>();
            let wanted = plain(&of(&events), &of(&exposure));
            for (place, wanted) in members.iter().zip(wanted) {
                let unit = found.units[*place].unwrap();
                // Of one unit the formulas give the rate itself, but for rounding.
                prop_assert!((unit.estimate - wanted).abs() <= 1e-12 * class.mean.max(unit.raw));
                let (low, high) = (unit.raw.min(class.mean), unit.raw.max(class.mean));
                prop_assert!(unit.estimate >= low - 1e-15 && unit.estimate <= high + 1e-15);
            }
        }
    }

    #[test]
    fn the_unit_of_exposure_does_not_matter(
        units in prop::collection::vec((0..90_u32, 1..900_u32), 2..40),
    ) {
        let events: Vec<f64> = units.iter().map(|unit| f64::from(unit.0)).collect();
        let exposure: Vec<f64> = units.iter().map(|unit| f64::from(unit.1)).collect();
        let more: Vec<f64> = exposure.iter().map(|n| n * 1_024.0).collect();
        let one = marshall(&tally(&events, &exposure), None).unwrap();
        let other = marshall(&tally(&events, &more), None).unwrap();
        for (one, other) in one.units.iter().zip(&other.units) {
            // A power of 2: not even the rounding differs.
            prop_assert_eq!(one.unwrap().estimate, other.unwrap().estimate * 1_024.0);
        }
    }
}

#[test]
fn who_has_no_rate_is_left_out_and_says_why() {
    let events = [Some(1.0), None, Some(2.0), Some(0.0)];
    let exposure = [Some(10.0), Some(5.0), None, Some(0.0)];
    let Marshall { units, classes } =
        marshall(&Tally::new(&events, &exposure).unwrap(), Some(&[4, 4, 4, 9])).unwrap();
    assert_eq!(
        units[1..],
        [Err(LeftOut::EventsMissing), Err(LeftOut::ExposureMissing), Err(LeftOut::NoExposure)]
    );
    assert_eq!((classes.len(), classes[0].spread), (1, Spread::OneUnit));
    assert_eq!(units[0].unwrap().estimate, 0.1);
}

#[test]
fn without_events_all_are_at_zero() {
    let found = marshall(&tally(&[0.0; 4], &[3.0, 1.0, 9e15, 2.0]), None).unwrap();
    assert_eq!(found.classes[0].spread, Spread::NoneBeyondChance);
    assert!(found.units.iter().all(|unit| unit.unwrap().estimate == 0.0));
    let map = probability_map(&tally(&[0.0; 2], &[3.0, 1.0])).unwrap();
    assert_eq!(map[0].unwrap().relative_risk, None);
    assert_eq!(map[0].unwrap().probability, 1.0);
}

#[test]
fn what_is_no_count_is_refused() {
    let one = |events: f64, exposure: f64| Tally::new(&[Some(events)], &[Some(exposure)]);
    for bad in [-1.0, 1e300, 1e16] {
        assert_eq!(one(bad, 1.0).unwrap_err().code(), "I006");
        assert_eq!(one(1.0, bad).unwrap_err().code(), "I006");
    }
    assert_eq!(one(f64::NAN, 1.0).unwrap_err().code(), "I003");
    assert_eq!(one(1.0, f64::INFINITY).unwrap_err().code(), "I003");
    assert_eq!(Tally::new(&[], &[]).unwrap_err().code(), "I001");
    assert_eq!(Tally::new(&[None], &[]).unwrap_err().code(), "I002");
    let none = Tally::new(&[None], &[None]).unwrap();
    assert!(marshall(&none, None).unwrap().classes.is_empty());
    assert_eq!(probability_map(&none).unwrap_err().code(), "I005");
    assert_eq!(marshall(&none, Some(&[])).unwrap_err().code(), "I002");
    assert_eq!(probability_map(&one(0.5, 1.0).unwrap()).unwrap_err().code(), "I006");
}
