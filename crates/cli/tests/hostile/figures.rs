//! What is no number, no day and no period; figures that cannot be worked out; persons.

use super::{Slip, each_is_found, errors};
use crate::support::small;

/// The number of cases in C12, written in another way.
fn each_is_no_number(ways: &[(&'static str, &'static str, &'static str)]) {
    for (written, code, suggestion) in ways {
        let to = format!("C12,cases,2025,«{written}»").leak();
        let slip: Slip = ("data/observations.csv", "C12,cases,2025,500", to, code, suggestion);
        each_is_found(&[slip]);
    }
}

#[test]
fn what_is_no_plain_number_is_refused_and_the_plain_number_is_suggested() {
    each_is_no_number(&[
        ("\"1,500\"", "F161", "`1500`"),
        ("1 500", "F161", "`1500`"),
        ("1'500", "F161", "`1500`"),
        ("５００", "F162", "`500`"),
        ("５００．５", "F162", "`500.5`"),
        ("\"１，５００\"", "F162", "`1500`"),
        ("50%", "F163", ""),
        ("５０％", "F163", ""),
        ("3.5万", "F166", "`35000`"),
        ("NaN", "F164", ""),
        ("nan", "F164", ""),
        ("inf", "F164", ""),
        ("-Infinity", "F164", ""),
        ("∞", "F164", ""),
        ("#DIV/0!", "F164", ""),
        ("#N/A", "F164", ""),
        ("—", "F164", ""),
        ("暂无", "F164", ""),
        ("five", "F167", ""),
        ("0x1F", "F167", ""),
        ("1e400", "F16", ""),
        ("12345678901234567890", "F165", ""),
        ("0.1234567890123456789", "F165", ""),
        ("=1+1", "F167", ""),
        ("五百", "F167", ""),
        ("500件", "F167", ""),
    ]);
}

#[test]
fn a_number_is_looked_at_wherever_one_is_expected() {
    each_is_found(&[
        ("units.csv", "K2,100", "K2,«many»", "F167", "`many`"),
        ("targets.csv", "SPEED,2025,,,10", "SPEED,2025,,,«\"1,010\"»", "F161", "`1010`"),
        ("indicators.csv", "down,days,30", "down,days,«30%»", "F163", "`30%`"),
        ("data/surveys.csv", "good,45", "good,«45.5»", "F214", "`45.5`"),
        ("data/surveys.csv", "good,45", "good,«-45»", "F214", "`-45`"),
        ("data/surveys.csv", "good,45", "good,«４５»", "F162", "`45`"),
        ("data/milestones.csv", "M2,60", "M2,«60%»", "F163", "`60%`"),
        ("data/history.csv", "2024,70", "2024,«70 points»", "F167", "`70 points`"),
        ("data/imported.csv", "150,200", "150,«0»", "F214", "`0`"),
        ("schemes/year.toml", "item = 2", "item = «99»", "F214", "`99`"),
        ("schemes/year.toml", "points = 40", "points = «\"40\"»", "F133", "number"),
        ("schemes/year.toml", "points = 40", "points = «nan»", "F133", "nan"),
        ("schemes/year.toml", "points = 40", "points = «inf»", "F133", "inf"),
    ]);
}

#[test]
fn a_day_that_is_not_in_the_calendar_or_out_of_range_is_refused() {
    const DAYS: [(&str, &str); 9] = [
        ("2025-02-29", "F211"),
        ("2025-04-31", "F211"),
        ("2025-13-01", "F211"),
        ("2025-7-1", "F211"),
        ("2025/07/01", "F211"),
        ("01.07.2025", "F211"),
        ("２０２５-07-01", "F211"),
        ("0025-07-01", "F212"),
        ("9999-07-01", "F212"),
    ];
    for (day, code) in DAYS {
        let mark = |before: &str, after: &str| -> &'static str {
            format!("{before}«{day}»{after}").leak()
        };
        each_is_found(&[
            ("data/events.csv", "E2,C3,2025-07-01", mark("E2,C3,", ""), code, day),
            ("holidays.csv", "2026-02-17,", mark("", ","), code, day),
            ("data/milestones.csv", "2025-10-15", mark("", ""), code, day),
            ("data/appeals.csv", "AP2,C3,year,,2026-02-10", mark("AP2,C3,year,,", ""), code, day),
        ]);
    }
    each_is_found(
        &[
            ("data/observations.csv", "480,,2026-01-20", "480,,«20.1.2026»", "F211", "20.1.2026"),
            (
                "data/observations.csv",
                "C1-PO,2026-01-10,ten",
                "C1-PO,«2026-01-11»,ten",
                "F223",
                "C12",
            ),
            (
                "data/observations.csv",
                "C1-PO,2026-01-10,ten",
                "C1-PO,«2026-01-20»,ten",
                "F223",
                "C12",
            ),
            ("programme.toml", "opens = 2026-02-09", "opens = «1026-02-09»", "F212", "1026-02-09"),
            ("programme.toml", "opens = 2026-02-09", "opens = «\"2026-02-09\"»", "F133", "date"),
            ("programme.toml", "opens = 2026-02-09", "opens = «2»026-02-30", "F130", "date"),
            ("programme.toml", "[notice]", "«[notice]»", "F226", "2026-02-13"),
            ("programme.toml", "working_days = 5", "working_days = «6»", "F227", "5 working days"),
            ("programme.toml", "\"+08:00\"", "«\"Beijing\"»", "F210", "+08:00"),
        ]
        .map(|slip: Slip| match slip {
            // The window for appeals ends before it begins.
            (path, "[notice]", _, code, says) => (
                path,
                "[notice]\nopens = 2026-02-09\ncloses = 2026-02-13\nworking_days = 5\n\
             appeals_from = 2026-02-09",
                "«[notice]»\nopens = 2026-02-09\ncloses = 2026-02-13\nworking_days = 5\n\
             appeals_from = 2026-02-19",
                code,
                says,
            ),
            slip => slip,
        }),
    );
}

#[test]
fn a_period_that_is_none_is_refused() {
    for period in
        ["", "25", "2025-13", "2025-00", "2025Q5", "2025q1", "2025H3", "2025年", "202５", "3025"]
    {
        let code = if period.is_empty() { "F206" } else { "F213" };
        let mark = |before: &str, after: &str| -> &'static str {
            format!("{before}«{period}»{after}").leak()
        };
        each_is_found(&[
            ("data/observations.csv", "C31,cases,2025", mark("C31,cases,", ""), code, period),
            ("data/checklists.csv", "C3,PROC,2025,E2", mark("C3,PROC,", ",E2"), code, period),
            ("targets.csv", "SPEED,2025", mark("SPEED,", ""), code, period),
            ("data/history.csv", "C3,year,2024", mark("C3,year,", ""), code, period),
        ]);
    }
    each_is_found(&[("programme.toml", "\"2025\"", "«\"2025-13\"»", "F213", "2025-13")]);
}

#[test]
fn a_division_by_zero_gives_no_points_by_policy_and_is_told() {
    let folder = small();
    folder.edit("data/observations.csv", "C31,cases,2025,4", "C31,cases,2025,0");
    assert_eq!(errors(&folder), []);
    let items = folder.score(&["--items"]);
    assert_eq!(items.cell(&["C3", "RATE"], "status"), "undefined");
    assert_eq!(items.cell(&["C3", "RATE"], "points"), "0.00");
    for (language, word) in [("zh", "无法计算"), ("en", "cannot be worked out")] {
        let args = ["--unit", "C3", "--item", "RATE", "--lang", language];
        let told = folder.run("explain", &args).ends(0).out;
        assert!(told.contains(word), "{told}");
    }
    // The other policy leaves the item out: 10 of 10 and nothing of 0 become 70 points.
    folder.edit("schemes/year.toml", "undefined = \"zero\"", "undefined = \"leave_out\"");
    let items = folder.score(&["--items"]);
    assert_eq!(items.cell(&["C3", "RATE"], "status"), "undefined");
    assert_eq!(items.cell(&["C3", "RATE"], "points"), "");
    assert_eq!(folder.score(&["--groups"]).cell(&["C3", "A"], "points"), "70.00");
}

#[test]
fn a_formula_that_asks_for_too_much_is_cut_off_and_not_waited_for() {
    let folder = small();
    // Eight squarings of a figure of 8,000 bits would be two million bits.
    let huge = format!("let a = {}; ", "9".repeat(18));
    let squares: String = (0..20).map(|_| "let a = a * a; ").collect();
    let rule = format!("rule = \"{huge}{squares}P * attained(x, t) + 0 * a\"");
    folder.edit(
        "schemes/year.toml",
        "rule = \"P * attained(x, t)\"\n\n[[item]]\nid = \"SPEED\"",
        &format!("{rule}\n\n[[item]]\nid = \"SPEED\""),
    );
    let run = folder.run("score", &["--items", "--format", "csv"]);
    match run.code {
        0 => assert_eq!(run.table().cell(&["C1", "RATE"], "status"), "undefined"),
        _ => assert!(run.err.contains("error[X"), "{}", run.err),
    }
}

#[test]
fn a_column_or_a_cell_of_persons_is_refused_whatever_it_is_called() {
    const NUMBER: &str = "110101199003071233";
    each_is_found(&[
        ("data/events.csv", "repeat,note", "repeat,«身份证号»", "F204", "identity"),
        ("data/events.csv", "repeat,note", "repeat,«联系电话»", "F204", "telephone"),
        ("data/observations.csv", "recorded_by", "«填报人身份证号»", "F204", "identity"),
        ("units.csv", "class,people", "class,«id_card_no»", "F204", "identity"),
        (
            "data/events.csv",
            "再次发生 / again",
            "«张某 110101199003071233 再次发生»",
            "F205",
            "identity",
        ),
        ("data/events.csv", "再次发生 / again", "«13812345678»", "F205", "telephone"),
        ("data/practices.csv", "One form", "«One form (zhang@example.cn)»", "F205", "mail"),
        (
            "data/observations.csv",
            "ten cases were counted twice",
            "«wrong: 110101199003071233»",
            "F205",
            "identity",
        ),
    ]);
    // Also where a name is expected, and in a column that is not read at all.
    for column in ["recorded_by", "remark"] {
        let folder = small();
        if column == "remark" {
            folder.edit("data/observations.csv", "recorded_by", column);
        }
        folder.edit(
            "data/observations.csv",
            "2026-01-10,C3-PO,,\nC1,days",
            &format!("2026-01-10,{NUMBER},,\nC1,days"),
        );
        let errors = errors(&folder);
        let [found] = errors.as_slice() else { panic!("{errors:#?}") };
        assert_eq!((&*found.code, &*found.place), ("F205", "data/observations.csv:10:30"));
        // The number itself is not repeated.
        for language in ["zh", "en"] {
            let run = folder.run("check", &["--lang", language]).ends(1);
            assert!(!run.out.contains(NUMBER) && !run.err.contains(NUMBER), "{}", run.err);
        }
    }
    // One digit wrong, and it is a number like any other.
    let folder = small();
    folder.edit("data/events.csv", "再次发生 / again", "no 110101199003071234");
    assert_eq!(errors(&folder), []);
}
