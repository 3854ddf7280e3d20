//! What misreporting would bring is what the scheme gives when the file says it: one unit after the
//! other, the slow way.

use crate::support::{Table, small};

fn hundredths(points: &str) -> i64 {
    points.replace('.', "").parse().unwrap_or_else(|error| panic!("{points}: {error}"))
}

fn final_points(table: &Table, unit: &str) -> i64 {
    hundredths(table.cell(&[unit], "final"))
}

#[test]
fn what_misreporting_brings_is_what_the_file_would_give() {
    // The line of a figure, and what it is when its unit's figure is 1 % better: 1 % of all 930
    // cases that were closed below C1, of 190 (after an appeal) in C2, of 3 in C3; of the days.
    let of_item = [
        (
            "RATE",
            [
                ("C1", "observations", "C11,done,2025,450,", "C11,done,2025,459.3,"),
                ("C2", "appeals", "value,180,190", "value,180,191.9"),
                ("C3", "observations", "C31,done,2025,3,", "C31,done,2025,3.03,"),
            ]
            .as_slice(),
        ),
        (
            "SPEED",
            &[
                ("C1", "observations", "C1,days,2025,9.5,", "C1,days,2025,9.405,"),
                ("C2", "observations", "C2,days,2025,12.5,", "C2,days,2025,12.375,"),
            ],
        ),
    ];
    let told = small().run("integrity", &["--misreporting", "--format", "csv"]).ends(0).table();
    let before = small().score(&[]);
    for (item, edits) in of_item {
        let mut gains = Vec::new();
        for (unit, file, from, to) in edits {
            let folder = small();
            folder.edit(&format!("data/{file}.csv"), from, to);
            let after = folder.score(&[]);
            gains.push((final_points(&after, unit) - final_points(&before, unit), *unit));
        }
        let cell = |column: &str| told.cell(&[item], column);
        assert_eq!(cell("subjects"), gains.len().to_string(), "{item}: {gains:?}");
        let gainers = gains.iter().filter(|(gain, _)| *gain > 0).count();
        assert_eq!(cell("gainers"), gainers.to_string(), "{item}: {gains:?}");
        let (most, whose) = gains.iter().max().expect("some");
        assert_eq!((hundredths(cell("greatest_gain")), cell("greatest_unit")), (*most, *whose));
        let sum: i64 = gains.iter().map(|(gain, _)| gain).sum();
        let mean = sum as f64 / gains.len() as f64 / 100.0;
        let said: f64 = cell("mean_gain").parse().expect("a number");
        assert!((said - mean).abs() <= 5e-5, "{item}: {said}, not {mean}");
    }
}

#[test]
fn who_a_figure_comes_from_is_told() {
    let told = small().run("integrity", &["--misreporting", "--format", "csv"]).ends(0).table();
    assert_eq!(told.cell(&["MOOD"], "because"), "survey");
    assert_eq!(told.cell(&["SPEED"], "independent"), "0");
}
