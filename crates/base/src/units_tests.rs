use jiff::civil::date;

use super::*;

fn unit(id: &str, level: u32, parent: Option<u32>) -> Unit {
    Unit {
        id: id.to_owned(),
        name: Named { zh: String::new(), en: id.to_owned() },
        level,
        parent: parent.map(Reporter),
        class: None,
        valid_from: None,
        valid_to: None,
        attributes: Vec::new(),
    }
}

/// Province 0 with cities 1 and 2; county 3 moves from city 1 to city 2 on 1 July.
fn with_a_transfer() -> Tree {
    let units = vec![
        unit("P", 0, None),
        unit("A", 1, Some(0)),
        unit("B", 1, Some(0)),
        unit("c", 2, Some(1)),
    ];
    let events = vec![UnitEvent {
        date: date(2025, 7, 1),
        unit: Reporter(3),
        change: Change::Transferred(Reporter(2)),
    }];
    Tree::new(units, Vec::new(), events, Vec::new())
}

#[test]
fn a_transferred_unit_belongs_where_it_belonged_then() {
    let tree = with_a_transfer();
    let county = Reporter(3);
    assert_eq!(tree.parent(county, date(2025, 6, 30)), Some(Reporter(1)));
    assert_eq!(tree.parent(county, date(2025, 7, 1)), Some(Reporter(2)));
    let june = Period::parse("2025-06").unwrap();
    let july = Period::parse("2025-07").unwrap();
    assert_eq!(tree.children(Reporter(1), june), [county]);
    assert_eq!(tree.children(Reporter(1), july), []);
    assert_eq!(tree.children(Reporter(2), july), [county]);
}

#[test]
fn a_merged_unit_ends_the_day_before() {
    let mut new = unit("C", 1, Some(0));
    new.valid_from = Some(date(2025, 7, 1));
    let units = vec![unit("P", 0, None), unit("A", 1, Some(0)), unit("B", 1, Some(0)), new];
    let merge = |u| UnitEvent {
        date: date(2025, 7, 1),
        unit: Reporter(u),
        change: Change::Merged(Reporter(3)),
    };
    let tree = Tree::new(units, Vec::new(), vec![merge(1), merge(2)], Vec::new());
    assert_eq!(tree.last_day(Reporter(1)), Some(date(2025, 6, 30)));
    assert_eq!(tree.of_level(1, date(2025, 6, 30)), [Reporter(1), Reporter(2)]);
    assert_eq!(tree.of_level(1, date(2025, 7, 1)), [Reporter(3)]);
    let year = Period::parse("2025").unwrap();
    assert_eq!(tree.children(Reporter(0), year), [Reporter(1), Reporter(2), Reporter(3)]);
}

#[test]
fn a_unit_that_keeps_a_share_goes_on() {
    let units = vec![unit("P", 0, None), unit("A", 1, Some(0)), unit("B", 1, Some(0))];
    let part = |to, share: &str| UnitEvent {
        date: date(2025, 1, 1),
        unit: Reporter(1),
        change: Change::GaveShare {
            to: Reporter(to),
            share: Ratio::parse_decimal(share).unwrap(),
            measure: None,
        },
    };
    let keeps =
        Tree::new(units.clone(), Vec::new(), vec![part(1, "0.7"), part(2, "0.3")], Vec::new());
    assert_eq!(keeps.last_day(Reporter(1)), None);
    let gone = Tree::new(units, Vec::new(), vec![part(2, "1")], Vec::new());
    assert_eq!(gone.last_day(Reporter(1)), Some(date(2024, 12, 31)));
}

#[test]
fn what_points_nowhere_is_dropped() {
    let tree = Tree::new(
        vec![unit("A", 0, Some(9))],
        vec![Body { id: "b".into(), name: Named::default(), unit: Reporter(7), kind: "PO".into() }],
        vec![UnitEvent {
            date: date(2025, 1, 1),
            unit: Reporter(5),
            change: Change::Merged(Reporter(0)),
        }],
        Vec::new(),
    );
    assert_eq!(tree.parent(Reporter(0), date(2025, 1, 1)), None);
    assert!(tree.bodies().is_empty() && tree.events().is_empty());
    assert_eq!(tree.id(Reporter(99)), "");
}
