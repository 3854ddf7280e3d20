//! Observations out to a workbook and back in.

use super::import;
use crate::support::{Folder, Parts, gangmu, small};

#[test]
fn observations_go_out_and_come_back_exactly() {
    let folder = small();
    let book = Folder::empty();
    let file = book.path().join("out.xlsx");
    let file = file.to_str().unwrap();
    let dir = folder.path().to_str().unwrap();
    let before = folder.score(&["--items"]).rows;
    gangmu(&["export", "observations", dir, "-o", file]).ends(0);
    let text = folder.read("data/observations.csv");
    let run = gangmu(&["import", "observations", file, dir]).ends(1);
    assert!(run.err.contains("[F224] out.xlsx observations!A2: "), "{}", run.err);
    assert!(!folder.files().contains(&"data/observations-out.csv".to_owned()));
    folder.remove("data/observations.csv");
    gangmu(&["import", "observations", file, dir]).ends(0);
    assert_eq!(folder.score(&["--items"]).rows, before);
    let again = folder.read("data/observations-out.csv");
    let cells = |text: &str| -> Vec<String> {
        let rows = text.lines().skip(1).filter(|line| !line.is_empty());
        rows.map(|line| line.trim_end_matches(',').to_owned()).collect()
    };
    assert_eq!(cells(&again).len(), cells(&text).len());
}

#[test]
fn cells_that_excel_has_changed_are_told_and_nothing_is_written() {
    let folder = small();
    let line = folder.read("data/observations.csv").lines().nth(1).unwrap().to_owned();
    let told: Vec<&str> = line.split(',').collect();
    let (unit, element, period) = (told[0], told[1], told[2]);
    let head: &[&str] = &["unit", "element", "period", "value", "recorded_at"];
    let before = folder.files();
    for (row, code, cell) in [
        ([unit, element, "=d45000", "=n1"], "E015", "C2"),
        ([unit, element, period, "1,234"], "F161", "D2"),
        ([unit, element, period, "12%"], "F163", "D2"),
        ([unit, element, period, "=d45000"], "E015", "D2"),
        ([unit, element, period, "=e#N/A"], "E016", "D2"),
        ([unit, "nothing", period, "=n1"], "F209", "B2"),
        (["nowhere", element, period, "=n1"], "F209", "A2"),
        ([unit, element, "205", "=n1"], "F213", "C2"),
        ([unit, element, period, "=n5"], "F224", "A2"),
        (["13800138000", element, period, "=n5"], "F205", "A2"),
    ] {
        let row: Vec<&str> = row.into_iter().chain([told[5]]).collect();
        let book = Parts::table(&[head, &row], &[]).packed();
        let err = import("observations", &book, &folder, &[]).ends(1).err;
        let place = format!("error[{code}] table.xlsx Sheet1!{cell}: ");
        assert!(err.contains(&place), "{place}\n{err}");
        assert_eq!(folder.files(), before);
    }
}

#[test]
fn a_row_that_would_be_overruled_in_silence_is_refused() {
    let folder = small();
    let line = folder.read("data/observations.csv").lines().nth(1).unwrap().to_owned();
    let told: Vec<&str> = line.split(',').collect();
    let table = |recorded: &str| {
        let head: &[&str] = &["unit", "element", "period", "value", "recorded_at"];
        let row = [told[0], told[1], told[2], "=n7", recorded];
        Parts::table(&[head, &row], &[]).packed()
    };
    let err = import("observations", &table(""), &folder, &[]).ends(1).err;
    assert!(err.contains("error[E022] table.xlsx Sheet1!A2: "), "{err}");
    assert!(err.contains("data/observations.csv:2"), "{err}");
    import("observations", &table("2026-03-01"), &folder, &[]).ends(0);
}

#[test]
fn numbers_of_a_spreadsheet_are_read_as_they_were_typed() {
    let folder = small();
    let line = folder.read("data/observations.csv").lines().nth(1).unwrap().to_owned();
    let told: Vec<&str> = line.split(',').collect();
    folder.write(
        "data/observations.csv",
        folder.read("data/observations.csv").replacen(&format!("{line}\n"), "", 1),
    );
    for (typed, read) in [
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("1.10", "1.1"),
        ("1E3", "1000"),
        ("-2.5", "-2.5"),
    ] {
        let head: &[&str] = &["各表", "unit", "element", "period", "value"];
        let typed = format!("=n{typed}");
        let row = ["", told[0], told[1], told[2], &typed];
        let book = Parts::table(&[&["表"], head, &row], &[]).packed();
        import("observations", &book, &folder, &[]).ends(0);
        let found = folder.read("data/observations-table.csv");
        let expected = format!("{},{},{},{read},,,,,", told[0], told[1], told[2]);
        assert!(found.lines().any(|line| line == expected), "{expected}\n{found}");
        folder.remove("data/observations-table.csv");
    }
}
