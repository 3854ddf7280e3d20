//! Observations put in order: which row holds, which clash, and a twin that goes one by one.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn row(reporter: u32, value: i64, recorded_at: Moment, line: u32) -> Row {
    Row {
        element: Element(0),
        period: Period::parse("2025").unwrap(),
        reporter: Reporter(reporter),
        reported: Reported { mantissa: value, scale: 0, status: Status::Known },
        recorded_at,
        file: 0,
        line,
    }
}

fn values(table: &Observations, as_of: Option<Moment>) -> Vec<(u32, i64)> {
    table
        .read(Element(0), Period::parse("2025").unwrap(), as_of)
        .map(|reading| (reading.reporter.0, reading.reported.mantissa))
        .collect()
}

#[test]
fn the_later_row_holds_from_then_on() {
    let rows = vec![row(1, 20, 200, 3), row(1, 10, 100, 2), row(0, 7, NO_MOMENT, 4)];
    let (table, clashes) = Observations::new(vec!["o.csv".into()], vec![rows]);
    assert!(clashes.is_empty());
    assert_eq!(values(&table, None), [(0, 7), (1, 20)]);
    assert_eq!(values(&table, Some(150)), [(0, 7), (1, 10)]);
    assert_eq!(values(&table, Some(50)), [(0, 7)]);
}

#[test]
fn what_was_reported_again_is_told_from_first_to_last() {
    let rows = vec![
        row(1, 10, 100, 2),
        row(1, 20, 200, 3),
        row(1, 30, 300, 4),
        row(0, 7, NO_MOMENT, 5),
        row(2, 8, NO_MOMENT, 6),
        row(2, 9, 250, 7),
    ];
    let (table, _) = Observations::new(vec!["o.csv".into()], vec![rows]);
    let again = |as_of| -> Vec<(u32, i64, i64)> {
        let told = table.revised(Element(0), Period::parse("2025").unwrap(), as_of).into_iter();
        let of = |reading: Reading| reading.reported.mantissa;
        told.map(|(first, last)| (first.reporter.0, of(first), of(last))).collect()
    };
    assert_eq!(again(None), [(1, 10, 30), (2, 8, 9)]);
    assert_eq!(again(Some(250)), [(1, 10, 20), (2, 8, 9)]);
    assert_eq!(again(Some(200)), [(1, 10, 20)]);
    assert_eq!(again(Some(150)), []);
}

#[test]
fn rows_that_clash_are_reported_whatever_their_order() {
    let (a, b) = (row(1, 10, NO_MOMENT, 2), row(1, 11, NO_MOMENT, 3));
    for parts in [vec![vec![a, b]], vec![vec![b, a]], vec![vec![b], vec![a]]] {
        let (table, clashes) = Observations::new(vec!["o.csv".into()], parts);
        assert_eq!(clashes.len(), 1);
        assert_eq!(clashes[0].second.line, 3);
        assert_eq!(values(&table, None), [(1, 10)]);
    }
}

/// What holds of each key and reporter as of a moment, and how many rows clash: every row gone
/// through one after the other.
fn plainly(rows: &[Row], as_of: Option<Moment>) -> (BTreeMap<(Element, Period, u32), i64>, usize) {
    let mut kept: BTreeMap<(Element, Period, u32, Moment), (u32, i64)> = BTreeMap::new();
    let mut clashes = 0;
    for row in rows {
        let key = (row.element, row.period, row.reporter.0, row.recorded_at);
        let this = (row.line, row.reported.mantissa);
        match kept.get_mut(&key) {
            Some(other) => {
                clashes += 1;
                *other = this.min(*other);
            }
            None => {
                kept.insert(key, this);
            }
        }
    }
    let mut holds = BTreeMap::new();
    for ((element, period, reporter, moment), (_, value)) in kept {
        // In the order of the moments: the later one replaces the earlier.
        if as_of.is_none_or(|as_of| moment <= as_of) {
            holds.insert((element, period, reporter), value);
        }
    }
    (holds, clashes)
}

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let timed = prop_oneof![Just(vec![NO_MOMENT]), Just(vec![NO_MOMENT, 100, 200])];
    let rows = |moments: Vec<Moment>| {
        let one = (0..3_u32, 1..4_u8, 0..5_u32, prop::sample::select(moments));
        prop::collection::vec(one, 0..60)
    };
    timed.prop_flat_map(rows).prop_map(|keys| {
        let row_of =
            |(line, (element, month, reporter, moment)): (usize, (u32, u8, u32, i64))| Row {
                element: Element(element),
                period: Period::new(2025, crate::Length::Month, month).unwrap(),
                ..row(reporter, 1000 + line as i64, moment, line as u32)
            };
        keys.into_iter().enumerate().map(row_of).collect()
    })
}

proptest! {
    #[test]
    fn rows_in_order_are_what_going_through_them_one_by_one_gives(
        rows in any_rows(),
        cuts in prop::collection::vec(0..60_usize, 0..4),
        moment in prop::sample::select(vec![None, Some(50), Some(100), Some(300)]),
    ) {
        let mut parts = vec![rows.clone()];
        for cut in cuts {
            let last = parts.pop().unwrap_or_default();
            let (left, right) = last.split_at(cut.min(last.len()));
            parts.extend([right.to_vec(), left.to_vec()]);
        }
        let (table, clashes) = Observations::new(vec!["o.csv".into()], parts);
        let (holds, clashing) = plainly(&rows, moment);
        prop_assert_eq!(clashes.len() + table.clashes_not_listed(), clashing);
        prop_assert_eq!(table.len() + clashing, rows.len());
        let mut read = BTreeMap::new();
        for (element, period) in table.keys() {
            for reading in table.read(element, period, moment) {
                let line = table.place(reading.row).map(|place| i64::from(place.line));
                prop_assert_eq!(Some(reading.reported.mantissa - 1000), line);
                read.insert((element, period, reading.reporter.0), reading.reported.mantissa);
            }
        }
        prop_assert_eq!(read, holds);
    }
}

#[test]
fn what_is_kept_elsewhere_is_brought_when_asked_for() {
    let key = |period: &str| (Element(0), Period::parse(period).unwrap());
    let (known, other) = (key("2025"), key("2024"));
    let marks: Arc<Marks> = Arc::new([(known, 1), (other, 1)].into_iter().collect());
    let without = Observations::elsewhere(vec!["log".into()], marks.clone(), [], false);
    assert_eq!(values(&without, None), []);
    assert!(without.any(other.0, other.1));
    assert!(!without.any(Element(7), other.1));
    assert_eq!(without.wanting(), [other, known]);
    // What is not there at all may come one day, and matters then.
    let asked = without.asked().unwrap();
    assert_eq!(asked, [other, known, (Element(7), other.1)]);
    let rows = vec![row(1, 20, 200, 3), row(1, 10, 100, 2), row(0, 7, NO_MOMENT, 4)];
    let block = Arc::new(Block::of(known.0, known.1, rows.clone()));
    let with = Observations::elsewhere(vec!["log".into()], marks.clone(), [(known, block)], false);
    let (whole, _) = Observations::new(vec!["log".into()], vec![rows]);
    for as_of in [None, Some(50), Some(150), Some(250)] {
        assert_eq!(values(&with, as_of), values(&whole, as_of));
    }
    assert_eq!(with.revised(known.0, known.1, None).len(), 1);
    let reading = with.read(known.0, known.1, None).last().unwrap();
    assert_eq!(with.place(reading.row).unwrap().line, 3);
    assert!(with.wanting().is_empty());
    assert_eq!(with.keys(), [other, known]);
    assert_eq!(with.asked(), None);
    // Of others there may be rows, though none are here.
    let none = || [(known, Arc::new(Block::default()))];
    let whole = Observations::elsewhere(Vec::new(), marks.clone(), none(), false);
    let in_part = Observations::elsewhere(Vec::new(), marks, none(), true);
    assert!(!whole.any(known.0, known.1) && in_part.any(known.0, known.1));
}
