//! Ids that lead nowhere, things said twice, and things made from themselves.

use super::{Slip, each_is_found, errors, write_slip};
use crate::support::small;

#[test]
fn an_unknown_id_in_the_tables_is_found_with_the_nearest_known_one() {
    each_is_found(&[
        ("units.csv", "C31,C3,", "C31,«C33»,", "F209", "`C3"),
        ("units.csv", "Third City,K2", "Third City,«K22»", "F209", "`K2`"),
        ("units.csv", "C3,N,city", "C3,N,«ctiy»", "F210", "nation, city, county"),
        ("bodies.csv", "C3-PO,C3,", "C3-PO,«C4»,", "F209", "`C"),
        ("bodies.csv", "N-AP,N,AP", "N-AP,N,«APP»", "F210", "PO, AP"),
        (
            "elements.csv",
            "case,county,sum,last\ncases",
            "case,«conty»,sum,last\ncases",
            "F210",
            "county",
        ),
        ("elements.csv", "city,none,none", "city,«nine»,none", "F210", "none, sum"),
        ("indicators.csv", "day,down", "day,«dwon»", "F210", "up, down"),
        ("indicators.csv", "done / cases", "done / «case»", "X010", "`cases`"),
        (
            "indicators.csv",
            "answers(Q1, \"\"good\"\")",
            "answers(«Q2», \"\"good\"\")",
            "X010",
            "`Q1`",
        ),
        ("indicators.csv", "PROC,F1", "«PROC»,F11", "F209", "`F1`"),
        ("targets.csv", "SPEED,2025", "«SPEEED»,2025", "F209", "`SPEED`"),
        ("targets.csv", "RATE,2025,K2", "RATE,2025,«K22»", "F209", "`K2`"),
        ("targets.csv", ",C3,80", ",«C33»,80", "F209", "`C3"),
        (
            "framework.toml",
            "[[node]]\nid = \"F1\"\nparent = \"F\"",
            "«[[node]]»\nid = \"F1\"\nparent = \"FF\"",
            "F209",
            "`F",
        ),
        (
            "datasets.toml",
            "[[dataset]]\nid = \"counties\"",
            "«[[dataset]]»\nid = \"counties\"\nquestions = [\"Q2\"]",
            "F209",
            "`Q1`",
        ),
        ("datasets.toml", "level = \"county\"", "level = \"conty\"", "F209", "`county`"),
        ("datasets.toml", "\"cases\"]", "\"case\"]", "F209", "`cases`"),
        (
            "datasets.toml",
            "issued_by = \"N-PO\"\nlevel = \"county\"",
            "issued_by = \"N-POO\"\nlevel = \"county\"",
            "F209",
            "`N-PO`",
        ),
        (
            "programme.toml",
            "[privacy]",
            "[burden]\nforms = { «ctiy» = 2 }\n\n[privacy]",
            "F209",
            "`city`",
        ),
        ("programme.toml", "\"after\"]", "\"after\", «\"yaer\"»]", "F209", "`year`"),
    ]);
}

#[test]
fn an_unknown_id_in_the_facts_is_found_with_the_nearest_known_one() {
    each_is_found(&[
        ("data/observations.csv", "C31,cases", "«C3l»,cases", "F209", "`C31`"),
        ("data/observations.csv", "C1,days", "C1,«day»", "F209", "`days`"),
        ("data/observations.csv", ",late,", ",«lat»,", "F210", "late"),
        ("data/events.csv", "E2,C3", "E2,«C33»", "F209", "`C3"),
        ("data/surveys.csv", "C3,2025,Q1,good", "C3,2025,«Q2»,good", "F209", "`Q1`"),
        ("data/surveys.csv", "C3,2025,Q1,good", "C3,2025,Q1,«goood»", "F209", "`good`"),
        ("data/ratings.csv", "C3,PEER", "C3,«PEEER»", "F209", "`PEER`"),
        ("data/checklists.csv", "C3,PROC,2025,E2", "C3,«PROCC»,2025,E2", "F209", "`PROC`"),
        ("data/grades.csv", "C3,QUAL", "C3,«QUALL»", "F209", "`QUAL`"),
        ("data/milestones.csv", "2025-10-15,C1-PO", "2025-10-15,«C1-PP»", "F209", "`C1-PO`"),
        ("data/practices.csv", "X1,C1", "X1,«C19»", "F209", "`C1"),
        ("data/history.csv", "C3,year", "«C4»,year", "F209", "`C"),
        ("data/imported.csv", "C3,elsewhere", "«C4»,elsewhere", "F209", "`C"),
        ("data/imported.csv", "not_issued", "«notissued»", "F210", "final, not_issued"),
    ]);
}

#[test]
fn an_unknown_id_in_a_scheme_is_found_with_the_nearest_known_one() {
    const YEAR: &str = "schemes/year.toml";
    each_is_found(&[
        (YEAR, "level = \"city\"", "level = \"ctiy\"", "F209", "`city`"),
        (YEAR, "level = \"city\"", "level = \"city\"\nkinds = [\"POO\"]", "F209", "`PO`"),
        (
            YEAR,
            "[[item]]\nid = \"RATE\"\ngroup = \"A\"",
            "«[[item]]»\nid = \"RATE\"\ngroup = \"AA\"",
            "S010",
            "`A`",
        ),
        (
            YEAR,
            "[[item]]\nid = \"PROC\"",
            "«[[item]]»\nindicator = \"PROCC\"\nid = \"PROC\"",
            "S011",
            "`PROC`",
        ),
        (YEAR, "checked(PROC)", "checked(«PROCC»)", "X010", "`PROC`"),
        (YEAR, "practices(", "«practises»(", "X011", "`practices`"),
        (YEAR, "{ repeat = 2 }", "{ repaet = 2 }", "S028", "`repeat`"),
        (YEAR, "\"fair\": 6, ", "", "S027", "`fair`"),
        (YEAR, "lead = \"PO\"", "lead = \"POO\"", "F209", "`PO`"),
        (YEAR, "assessor = \"PO\"", "assessor = \"POO\"", "F209", "`PO`"),
        (YEAR, "appeal_to = \"N-AP\"", "appeal_to = \"N-AQ\"", "F209", "`N-AP`"),
        (YEAR, "appeal_to = ", "«apeal_to» = ", "F134", "`appeal_to`"),
        (YEAR, "[subjects]", "«subject» = 1\n[subjects]", "F134", "`subjects`"),
        (YEAR, "{ K2 = 20 }", "{ K22 = 20 }", "S017", "`K2`"),
        (YEAR, "grade = \"D\", ranked", "grade = \"DD\", ranked", "S013", "`D`"),
        (YEAR, "[award]\ngrades = [\"A\"", "«[award]»\ngrades = [\"AA\"", "S013", "`A`"),
        (
            YEAR,
            "[[consequence]]\ngrade = \"D\"",
            "«[[consequence]]»\ngrade = \"DD\"",
            "S013",
            "`D`",
        ),
        (YEAR, "must = [\"RATE\"]", "must = [\"RATES\"]", "S014", "`RATE`"),
        (YEAR, "\"PEER\"]]", "\"PEEER\"]]", "S014", "`PEER`"),
        (YEAR, "missing = \"zero\"", "missing = «\"null\"»", "F210", "zero"),
        (
            "schemes/after.toml",
            "result(\"elsewhere\")",
            "result(«\"elsewere\"»)",
            "X010",
            "`elsewhere`",
        ),
        ("schemes/after.toml", "scheme = \"after\"", "scheme = \"before\"", "F225", "after.toml"),
    ]);
}

#[test]
fn an_appeal_that_is_out_of_time_or_about_something_else_is_refused() {
    const APPEALS: &str = "data/appeals.csv";
    each_is_found(&[
        (APPEALS, "AP1,C2", "AP1,«C22»", "F209", "`C"),
        (APPEALS, "AP1,C2,year", "AP1,C2,«yeer»", "F209", "`year`"),
        (APPEALS, "year,RATE", "year,«RATTE»", "F209", "`RATE`"),
        (APPEALS, "N-AP,upheld", "«N-AQ»,upheld", "F209", "`N-AP`"),
        (APPEALS, "upheld", "«uphold»", "F210", "upheld"),
        (APPEALS, "observations,unit", "«observation»,unit", "F209", "`observations`"),
        // Filed a day before the window opens, and a day after it closes.
        (
            APPEALS,
            "AP1,C2,year,RATE,2026-02-10",
            "«AP1»,C2,year,RATE,2026-02-08",
            "A001",
            "2026-02-08",
        ),
        (
            APPEALS,
            "AP1,C2,year,RATE,2026-02-10",
            "«AP1»,C2,year,RATE,2026-02-14",
            "A001",
            "2026-02-14",
        ),
        (
            APPEALS,
            "RATE,2026-02-10,2026-02-20",
            "RATE,2026-02-10,«2026-02-09»",
            "A003",
            "2026-02-09",
        ),
        (APPEALS, "RATE,2026-02-10,2026-02-20", "RATE,2026-02-10,«»", "F206", "`decided`"),
    ]);
    // What the appeal says of its input is not what the input says.
    let about_its_input = [
        (",180,190", ",181,190", "`old`"),
        (",180,190", ",180,many", "`new`"),
        (",180,190", ",180,NaN", "`new`"),
        ("element=done;", "elemnt=done;", "`key`"),
        ("element=done;", "element=days;", "not there"),
        ("period=2025,", "period=2024,", "not there"),
        (",value,180", ",valu,180", "column"),
        (",value,180,190", ",status,verified,missing", "`old`"),
        (",value,180,190", ",status,estimated,reported", "`new`"),
    ];
    for (from, to, says) in about_its_input {
        let folder = small();
        folder.edit(APPEALS, from, to);
        let errors = errors(&folder);
        let [found] = errors.as_slice() else { panic!("{to} gives {errors:#?}") };
        assert_eq!((&*found.code, &*found.place), ("A002", "data/appeals.csv:2:1"), "{to}");
        let said = format!("{} {}", found.message, found.next);
        assert!(said.contains(says), "{to}: {said}");
        folder.run("score", &["--published"]).ends(1);
    }
}

#[test]
fn a_window_for_appeals_includes_its_first_and_its_last_day() {
    for filed in ["2026-02-09", "2026-02-13"] {
        let folder = small();
        folder.edit("data/appeals.csv", "RATE,2026-02-10", &format!("RATE,{filed}"));
        assert_eq!(errors(&folder), []);
    }
}

#[test]
fn what_stands_twice_is_found_at_the_second_place() {
    each_is_found(&[
        ("units.csv", "Third A,,\n", "Third A,,\n«C31»,C3,county,x,x,,\n", "F208", "`C31`"),
        ("classes.csv", "Small\n", "Small\n«K1»,x,x\n", "F208", "`K1`"),
        ("bodies.csv", "C3-PO,C3", "«C31»,C3", "F208", "`C31`"),
        ("holidays.csv", "Shifted\n", "Shifted\n«2026-02-17»,workday,,\n", "F208", "2026-02-17"),
        ("elements.csv", "days,办理", "done,x,x,case,county,sum,last\ndays,办理", "F208", "`done`"),
        (
            "indicators.csv",
            "\nMOOD",
            "\n«SPEED»,F1,x,x,day,down,days,30,5,\nMOOD",
            "F208",
            "`SPEED`",
        ),
        (
            "indicators.csv",
            "\nMOOD",
            "\n«days»,F1,x,x,day,down,1 * done / cases,30,5,\nMOOD",
            "F230",
            "`days`",
        ),
        (
            "targets.csv",
            "SPEED,2025,,,10\n",
            "SPEED,2025,,,10\n«SPEED»,2025,,,11\n",
            "F208",
            "`SPEED`",
        ),
        ("targets.csv", "MOOD,2025,,C3", "MOOD,2025,K2,«C3»", "F231", "class"),
        (
            "questions.toml",
            "[[question]]",
            "[[question]]\nid = \"Q1\"\ntext_en = \"x\"\nkind = \"survey\"\nanswers = [\"good\", \"bad\", \"_none\"]\n«[[question]]»",
            "F208",
            "`Q1`",
        ),
        (
            "schemes/year.toml",
            "[[item]]\nid = \"SPEED\"",
            "«[[item]]»\nid = \"RATE\"",
            "S012",
            "`RATE`",
        ),
        (
            "data/observations.csv",
            "480,,2026-01-20,C1-PO,2026-01-10",
            "480,,2026-01-10,C1-PO,",
            "F224",
            "data/observations.csv:4",
        ),
        (
            "data/events.csv",
            "ordinary,0,\n",
            "ordinary,0,\n«E1»,C1,2025-07-01,breach,ordinary,0,\n",
            "F221",
            "E1",
        ),
        (
            "data/surveys.csv",
            "C3,2025,Q1,bad,5\n",
            "C3,2025,Q1,bad,5\nC3,2025,Q1,bad,«6»\n",
            "F221",
            "C3, 2025, Q1, bad",
        ),
        (
            "data/ratings.csv",
            "r1,poor\n",
            "r1,poor\nC3,PEER,2025,r1,«good»\n",
            "F221",
            "C3, PEER, 2025, r1",
        ),
        ("data/checklists.csv", "C3,PROC,2025,E2", "C3,PROC,2025,E1", "F221", "C3, PROC, 2025, E1"),
        ("data/grades.csv", "C1,QUAL,2025,d2", "C1,QUAL,2025,d1", "F221", "C1, QUAL, 2025, d1"),
        ("data/milestones.csv", "P1,M2", "P1,«M1»", "F221", "C1, P1, M1"),
        ("data/practices.csv", "One form\n", "One form\nX1,C2,«approved»,x,x\n", "F221", "X1"),
        ("data/history.csv", "C2,year", "C1,year", "F221", "C1, year, 2024"),
        ("data/imported.csv", "C2,elsewhere", "C1,elsewhere", "F221", "C1, elsewhere, 2025"),
    ]);
}

/// The second row took the number of the next unit, which need not be there.
#[test]
fn bug_a_unit_listed_again_on_the_last_line_with_others_below_it() {
    each_is_found(&[(
        "units.csv",
        "Third A,,\n",
        "Third A,,\n«C3»,N,city,丙市,Third City,K2,100\n",
        "F208",
        "`C3`",
    )]);
}

#[test]
fn a_circle_is_found_and_named() {
    each_is_found(&[
        // The tree of units: nobody is above one of its own tier or higher.
        ("units.csv", "N,,nation", "N,«C11»,nation", "F217", "`C11`"),
        ("units.csv", "C2,N,city", "C2,«C1»,city", "F217", "`C1`"),
        ("units.csv", "C2,N,city", "C2,«C2»,city", "F217", "`C2`"),
        // An indicator made from itself.
        (
            "indicators.csv",
            "day,down,days,",
            "day,down,«days + 0 * SPEED»,",
            "X030",
            "SPEED → SPEED",
        ),
    ]);
    // Circles with more than one in them are told for each of them.
    let both: [(Slip, [&str; 2]); 3] = [
        (
            (
                "indicators.csv",
                "100 * done / cases",
                "100 * done / cases + 0 * number(MOOD)",
                "X030",
                "RATE",
            ),
            ["indicators.csv:2:31", "indicators.csv:7:29"],
        ),
        (
            ("framework.toml", "id = \"F\"\n", "id = \"F\"\nparent = \"F2\"\n", "F215", "`F`"),
            ["framework.toml:1:1", "framework.toml:13:1"],
        ),
        (
            ("schemes/year.toml", "practices(\"approved\")", "0 * result(\"after\")", "S030", "`"),
            ["schemes/after.toml", "schemes/year.toml"],
        ),
    ];
    for (slip, places) in both {
        let folder = small();
        if slip.3 == "X030" {
            folder.edit("indicators.csv", "\"100 * answers", "\"0 * number(RATE) + 100 * answers");
        }
        write_slip(&folder, &slip);
        let errors = errors(&folder);
        assert!(errors.iter().all(|found| found.code == slip.3), "{errors:#?}");
        let found: Vec<&str> = errors.iter().map(|found| found.place.as_str()).collect();
        assert_eq!(found, places, "{errors:#?}");
        folder.run("score", &[]).ends(1);
    }
}

#[test]
fn nobody_assesses_what_he_delivers() {
    for (assessor, code, unit) in [("C1-PO", "S021", "C1"), ("N-AP", "", ""), ("XX", "S020", "C1")]
    {
        let folder = small();
        folder.edit(
            "schemes/year.toml",
            "assessor = \"PO\"",
            &format!("assessor = \"{assessor}\""),
        );
        folder.edit(
            "programme.toml",
            "[[separation]]",
            "[[body_kind]]\nid = \"XX\"\nname_en = \"a kind nobody has\"\n\n[[separation]]",
        );
        let errors = errors(&folder);
        if code.is_empty() {
            assert_eq!(errors, []);
            continue;
        }
        let [found] = errors.as_slice() else { panic!("{assessor}: {errors:#?}") };
        assert_eq!((&*found.code, &*found.place), (code, "schemes/year.toml:28:1"));
        assert!(found.message.contains(unit), "{found:?}");
        folder.run("score", &[]).ends(1);
    }
}

#[test]
fn a_word_that_only_resembles_one_of_the_facts_is_pointed_out() {
    for (from, to, near) in [
        ("practices(\"approved\")", "practices(\"aproved\")", "`approved`"),
        (
            "type = \"breach\"\nseverity = \"ordinary\"\npoints",
            "type = \"brech\"\nseverity = \"ordinary\"\npoints",
            "`breach`",
        ),
        ("severity = \"ordinary\"\npoints", "severity = \"ordinery\"\npoints", "`ordinary`"),
    ] {
        let folder = small();
        folder.edit("schemes/year.toml", from, to);
        let run = folder.run("check", &[]).ends(0);
        assert!(run.err.contains("warning[S026] schemes/year.toml:"), "{to}: {}", run.err);
        assert!(run.err.contains(near), "{to}: {}", run.err);
    }
    // What nothing resembles has simply not happened.
    let folder = small();
    folder.edit("schemes/year.toml", "practices(\"approved\")", "practices(\"rolled out\")");
    assert!(!folder.run("check", &[]).ends(0).err.contains("S026"));
}
