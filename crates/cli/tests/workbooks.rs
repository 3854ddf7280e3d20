//! Scheme tables and observations in Excel, as people have them.

mod observations;

use crate::support::{Folder, LANGUAGES, Parts, example, gangmu, small};

/// Writes a workbook beside a folder and imports it.
fn import(what: &str, book: &[u8], folder: &Folder, more: &[&str]) -> crate::support::Run {
    let beside = Folder::empty();
    beside.write("table.xlsx", book);
    let file = beside.path().join("table.xlsx");
    let folder = folder.path().to_str().unwrap();
    let args = ["import", what, file.to_str().unwrap(), folder];
    gangmu(&[&args[..], more].concat())
}

/// The scheme file a table becomes.
fn scheme(rows: &[&[&str]], merged: &[&str]) -> String {
    let folder = small();
    import("scheme", &Parts::table(rows, merged).packed(), &folder, &[]).ends(0);
    let check = folder.run("check", &[]).ends(0);
    assert!(check.err.contains("warning[E040]"), "{}", check.err);
    folder.read("schemes/table.toml")
}

fn holds(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|found| found == *line), "{line}\n{text}");
    }
}

#[test]
fn a_table_of_form_3_is_read_wherever_its_header_stands() {
    let text = scheme(
        &[
            &["附件1"],
            &["县域治理考核评分表"],
            &[],
            &[
                "序号",
                "一级 指标",
                "二级指标",
                "考核内容",
                "评分标准",
                "数据来源",
                "牵头单位",
                "责任单位",
            ],
            &[
                "1",
                "组织领导",
                "协调机制（5分）",
                "机制运行",
                "每缺一项扣0.5分，扣完为止。\n不涉及的不扣分",
                "台账",
                "县委政法委",
                "各乡镇",
            ],
            &[
                "2",
                "",
                "责任清单(3 分)",
                "清单公布",
                "未公布的，不得分",
                "公开信息",
                "县政府办",
                "",
            ],
            &[
                "3",
                "平安建设",
                "事故防控",
                "较大事故",
                "满分10分，每起扣2分",
                "应急局",
                "县应急局",
                "各乡镇",
            ],
            &["合计", "", "", "", "", "", "", ""],
            &["考核组签字：            年  月  日"],
        ],
        &["A1:H1", "A2:H2", "B5:B6"],
    );
    holds(
        &text,
        &[
            "title_zh = \"县域治理考核评分表\"",
            "title_zh = \"组织领导\"",
            "id = \"A02\"",
            "draft = true",
            "title_zh = \"协调机制（5分）\"",
            "text_zh = \"每缺一项扣0.5分，扣完为止。\\n不涉及的不扣分\"",
            "points = 5",
            "points = 3",
            "points = 10",
            "printed = { content = \"机制运行\", source = \"台账\", lead = \"县委政法委\", responsible = \"各乡镇\" }",
        ],
    );
    assert_eq!((text.matches("[[group]]").count(), text.matches("[[item]]").count()), (2, 3));
}

/// The reader of workbooks panicked on it in a debug build, so that the table was called damaged.
#[test]
fn bug_a_merged_area_with_its_ends_swapped_is_no_area() {
    let rows: &[&[&str]] = &[
        &["一级指标", "二级指标", "评分标准", "分值"],
        &["组织领导", "机制", "建立机制得满分", "5"],
    ];
    assert_eq!(scheme(rows, &["A6:A3"]), scheme(rows, &[]));
}

#[test]
fn tables_of_forms_4_and_5_are_read() {
    let four = scheme(
        &[
            &["考核项目", "考核要点", "分值", "评分标准（逐项扣分，扣完为止）", "考评方式"],
            &["安全责任（20分）", "党政领导", "=n12.5", "未研究的扣2分", "查阅资料"],
            &["", "部门监管", "7.5分", "未履职的扣3分", "随机抽查2个县市区"],
            &["小计", "", "=n20", "", ""],
        ],
        &["A2:A3"],
    );
    holds(&four, &["points = 12.5", "points = 7.5", "base = 20", "title_zh = \"党政领导\""]);
    holds(&four, &["printed = { method = \"随机抽查2个县市区\" }"]);
    let five = scheme(
        &[
            &["序号", "考评内容", "分值", "评分标准", "考评方式", "自评分", "考评分"],
            &["1", "消防安全责任制", "=n10", "未建立的不得分", "查资料", "", ""],
            &["2", "火灾隐患整治", "=n90", "每处扣5分", "现场", "", ""],
            &["合计", "", "=n100", "", "", "", ""],
            &["被考评单位（盖章）：", "", "考评人员（签字）："],
        ],
        &[],
    );
    holds(&five, &["base = 100", "title_zh = \"消防安全责任制\"", "points = 90", "id = \"A02\""]);
    let english = scheme(
        &[
            &["No.", "Group", "Indicator", "Scoring standard", "Points (K 1)", "Points", "Remarks"],
            &["A.1", "Order", "Plan", "one off for each month late", "", "=n4", "x"],
        ],
        &[],
    );
    holds(&english, &["id = \"A.1\"", "title_en = \"Plan\"", "points = 4"]);
    holds(&english, &["text_en = \"one off for each month late\""]);
}

#[test]
fn ids_are_one_of_a_kind_whatever_the_table_numbers() {
    let head: &[&str] = &["序号", "一级指标", "二级指标", "分值"];
    let names: Vec<String> = (1..=30).map(|n| format!("第{n}组")).collect();
    let mut rows: Vec<[&str; 4]> = names.iter().map(|name| ["1", name, "甲", "=n1"]).collect();
    rows.extend([["1", "第1组", "甲", "=n1"]; 120]);
    let mut table: Vec<&[&str]> = vec![head];
    table.extend(rows.iter().map(|row| &row[..]));
    holds(&scheme(&table, &[]), &["id = \"G1\"", "id = \"G1-101\"", "id = \"G11-01\""]);
    let own: &[&[&str]] = &[head, &["A", "组", "甲", "=n1"], &["G1", "组", "乙", "=n1"]];
    holds(&scheme(own, &[]), &["id = \"A\"", "id = \"G1\"", "id = \"group-1\""]);
}

#[test]
fn what_a_table_leaves_open_is_told_with_its_cell() {
    let rows: &[&[&str]] = &[
        &["一级指标", "二级指标", "评分标准", "分值", "经办人姓名", "其他"],
        &["组织", "机制", "每缺一项扣1分", "1,000", "", ""],
        &["", "清单", "每缺一项扣1分", "=d45000", "", ""],
        &["", "公布", "见手机13800138000", "=e#DIV/0!", "", ""],
    ];
    let folder = small();
    let before = folder.files();
    for language in LANGUAGES {
        let run =
            import("scheme", &Parts::table(rows, &[]).packed(), &folder, &["--lang", language]);
        let err = run.ends(1).err;
        for (code, cell) in
            [("F204", "E1"), ("E010", "F1"), ("F161", "D2"), ("E015", "D3"), ("E016", "D4")]
        {
            let place = format!("[{code}] table.xlsx Sheet1!{cell}: ");
            let place_zh = format!("[{code}] table.xlsx Sheet1!{cell}：");
            assert!(err.contains(&place) || err.contains(&place_zh), "{place}\n{err}");
        }
    }
    assert_eq!(folder.files(), before);
    let rows: &[&[&str]] = &[
        &["一级指标", "二级指标", "评分标准", "分值"],
        &["组织", "机制", "每缺一项扣1分", ""],
        &["", "清单", "每缺一项扣1分", "=n5"],
        &["合计", "", "", "=n10"],
    ];
    let run = import("scheme", &Parts::table(rows, &[]).packed(), &folder, &[]).ends(0);
    assert!(run.err.contains("warning[E011] table.xlsx Sheet1!A2"), "{}", run.err);
    assert!(run.err.contains("warning[E012] table.xlsx Sheet1"), "{}", run.err);
    let run = import("scheme", &Parts::table(rows, &[]).packed(), &folder, &[]).ends(1);
    assert!(run.err.contains("error[E013] schemes/table.toml"), "{}", run.err);
    for (id, code) in [("year", "E013"), ("../x", "F207"), ("", "F207")] {
        let run = import("scheme", &Parts::table(rows, &[]).packed(), &folder, &["--scheme", id]);
        assert!(run.ends(1).err.contains(&format!("error[{code}]")), "{id}");
    }
    let run = import(
        "scheme",
        &Parts::table(rows, &[]).packed(),
        &folder,
        &["--sheet", "Shet1", "--scheme", "new"],
    );
    let err = run.ends(1).err;
    assert!(err.contains("error[E009]") && err.contains("Did you mean `Sheet1`?"), "{err}");
}

#[test]
fn a_scheme_with_drafts_is_not_scored() {
    let folder = small();
    let rows: &[&[&str]] = &[
        &["一级指标", "二级指标", "评分标准", "分值"],
        &["组织", "机制", "每缺一项扣1分", "=n5"],
        &["", "清单", "每缺一项扣1分", "=n5"],
    ];
    import("scheme", &Parts::table(rows, &[]).packed(), &folder, &[]).ends(0);
    let err = folder.run("score", &["--scheme", "table"]).ends(1).err;
    assert!(err.contains("error[E041]") && err.contains("2 of its 2 items"), "{err}");
    folder.run("explain", &["--scheme", "table", "--unit", "C1"]).ends(1);
    folder.run("score", &[]).ends(0);
    let text = folder.read("schemes/table.toml").replace("draft = true", "rule = \"P\"");
    folder.write("schemes/table.toml", &text);
    folder.run("score", &["--scheme", "table"]).ends(0);
    folder.write("schemes/table.toml", text.replacen("\nrule", "\ndraft = true\nrule", 1));
    assert!(folder.run("check", &[]).ends(1).err.contains("error[F234]"));
}

/// Titles, texts, points of all items of the examples come back as they were.
#[test]
fn a_scheme_that_is_printed_and_read_again_says_the_same() {
    for (name, schemes) in [("city", ["city", "term"].as_slice()), ("federation", &[])] {
        for id in schemes.iter().map(Some).chain(schemes.is_empty().then_some(None)) {
            for language in LANGUAGES {
                let folder = Folder::copy_of(&example(name));
                let book = Folder::empty();
                let first = book.path().join("printed.xlsx");
                let second = book.path().join("again.xlsx");
                let dir = folder.path().to_str().unwrap();
                let export = |file: &std::path::Path, id: &[&str]| {
                    let file = file.to_str().unwrap();
                    let args = ["--lang", language, "export", "scheme", dir, "-o", file];
                    gangmu(&[&args[..], id].concat()).ends(0);
                };
                export(&first, &id.map_or(vec![], |id| vec!["--scheme", id]));
                let file = first.to_str().unwrap();
                gangmu(&["import", "scheme", file, dir, "--scheme", "again"]).ends(0);
                export(&second, &["--scheme", "again"]);
                assert_eq!(sheet_of(&first), sheet_of(&second), "{name} {id:?} {language}");
            }
        }
    }
}

/// What stands in the cells: the two parts that say it, but for the version below the title.
fn sheet_of(path: &std::path::Path) -> (String, String) {
    let part = |name: &str| {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        let mut part = zip.by_name(name).unwrap();
        std::io::read_to_string(&mut part).unwrap()
    };
    let strings = part("xl/sharedStrings.xml");
    let about = |text: &&str| !text.contains("version ") && !text.contains(" 版");
    let strings = strings.split("<si>").filter(about).collect();
    (strings, part("xl/worksheets/sheet1.xml"))
}

/// Every text that a spreadsheet could run, or could lose something of.
#[test]
fn no_text_of_an_export_runs_and_every_text_comes_back() {
    let starts =
        ["=", "+", "-", "@", "\t", "\r", "\0", "＝", "{=", " ", "\n", "'", "_x0041_", "\u{1}"];
    let literal = |text: &str| {
        let text = text.replace('\\', "\\\\");
        let escape = |c: char| match c {
            c if c < ' ' => format!("\\u{:04X}", u32::from(c)),
            c => c.to_string(),
        };
        text.chars().map(escape).collect::<String>()
    };
    let mut scheme = String::from(
        "scheme = \"year\"\nversion = 1\ntitle_zh = \"=1+1\"\n[subjects]\nlevel = \"city\"\n",
    );
    for (n, start) in starts.iter().enumerate() {
        let text = literal(&format!("{start}1+cmd|'/c calc'!A1{start}"));
        scheme.push_str(&format!("[[group]]\nid = \"G{n}\"\ntitle_zh = \"{text}\"\n"));
        scheme.push_str(&format!(
            "[[item]]\nid = \"I{n}\"\ngroup = \"G{n}\"\ndraft = true\ntitle_zh = \"{text}\"\n"
        ));
        scheme.push_str(&format!("text_zh = \"{text}\"\npoints = 1.25\n"));
        let printed = ["content", "source", "method", "lead", "responsible", "assessor"];
        let printed = printed.map(|key| format!("{key} = \"{text}\"")).join(", ");
        scheme.push_str(&format!("printed = {{ {printed} }}\n"));
    }
    let folder = Folder::copy_of(&example("city"));
    for file in folder.files() {
        if ["schemes/", "data/", "overlays/"].iter().any(|dir| file.starts_with(dir)) {
            folder.remove(&file);
        }
    }
    let programme = folder.read("programme.toml");
    let line = programme.lines().find(|line| line.starts_with("schemes = ")).unwrap().to_owned();
    folder.edit("programme.toml", &line, "schemes = [\"year\"]");
    folder.write("schemes/year.toml", scheme);
    let book = Folder::empty();
    let dir = folder.path().to_str().unwrap();
    let file = book.path().join("out.xlsx");
    gangmu(&["--lang", "zh", "export", "scheme", dir, "-o", file.to_str().unwrap()]).ends(0);
    let (_, sheet) = sheet_of(&file);
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{sheet}");
    for cell in sheet.split("<c ").skip(1) {
        let head = &cell[..cell.find('>').unwrap()];
        let number = cell.contains("<v>") && !head.contains("t=");
        let value = cell.split("<v>").nth(1).map(|rest| rest.split('<').next().unwrap());
        assert!(!number || value.unwrap().parse::<f64>().is_ok(), "{cell}");
        assert!(!head.contains("t=\"str\""), "{cell}");
    }
    gangmu(&["import", "scheme", file.to_str().unwrap(), dir, "--scheme", "again"]).ends(0);
    let again = folder.read("schemes/again.toml");
    for start in starts {
        let whole = format!("{start}1+cmd|'/c calc'!A1{start}");
        let text = whole.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
        let text = text.replace('\0', "\\u0000").replace('\u{1}', "\\u0001");
        for key in [
            "title_zh = ",
            "text_zh = ",
            "content = ",
            "source = ",
            "method = ",
            "lead = ",
            "responsible = ",
            "assessor = ",
        ] {
            assert!(again.contains(&format!("{key}\"{text}\"")), "{key}{text:?}\n{again}");
        }
    }
}

const HEADINGS: &[&str] = &["一级指标", "二级指标", "评分标准", "分值"];

/// 95% in a text became 0.95, and 5% as points 0.05.
#[test]
fn bug_a_percentage_was_read_as_its_share() {
    let text = scheme(&[HEADINGS, &["组织领导", "办结率", "=p0.95", "=n5"]], &[]);
    holds(&text, &["text_zh = \"95%\""]);
    let text = scheme(&[HEADINGS, &["组织领导", "办结率", "=p0.029", "=n5"]], &[]);
    holds(&text, &["text_zh = \"2.9%\""]);
    let points = Parts::table(&[HEADINGS, &["组织领导", "办结率", "标准", "=p0.05"]], &[]);
    let refused = import("scheme", &points.packed(), &small(), &["--lang", "en"]).ends(1);
    assert!(refused.err.contains("5%"), "{}", refused.err);
}

#[test]
fn bug_a_date_in_a_text_became_a_number() {
    let book = Parts::table(&[HEADINGS, &["组织领导", "办结率", "=d46082", "=n5"]], &[]);
    let refused = import("scheme", &book.packed(), &small(), &["--lang", "en"]).ends(1);
    assert!(refused.err.contains("error[E015]"), "{}", refused.err);
}

/// The last of two cells with one name held, without a word.
#[test]
fn bug_a_cell_that_stands_there_twice() {
    let row = r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#;
    let book = Parts::sheet(row, "");
    let refused = import("scheme", &book.packed(), &small(), &["--lang", "en"]).ends(1);
    assert!(refused.err.contains("the cell A1 stands in it twice"), "{}", refused.err);
}

/// Where points go by class the totals were not looked at, so the base was lost on the way back.
#[test]
fn bug_a_base_was_lost_where_points_go_by_class() {
    let head: &[&str] = &["一级指标", "二级指标", "评分标准", "分值", "分值（K1）"];
    let rows: &[&[&str]] = &[
        head,
        &["组织领导", "机制", "甲", "=n60", "=n50"],
        &["平安建设", "办结", "乙", "=n40", "=n50"],
    ];
    let with = |total: &'static [&'static str]| scheme(&[rows, &[total]].concat(), &[]);
    holds(&with(&["合计", "", "", "=n100", "=n100"]), &["base = 100"]);
    assert!(!with(&["合计", "", "", "=n100", "=n90"]).contains("base ="));
    assert!(!with(&["合计", "", "", "=n100", ""]).contains("base ="), "K1 is not said");
}

#[test]
fn bug_an_export_wrote_over_a_workbook_that_somebody_had_filled_in() {
    let folder = Folder::empty();
    folder.write("city.xlsx", "mine");
    let (city, file) = (example("city"), folder.path().join("city.xlsx"));
    let [city, file] = [&city, &file].map(|path| path.to_str().unwrap());
    for what in ["scheme", "observations"] {
        let refused = gangmu(&["export", what, city, "-o", file, "--lang", "en"]).ends(1);
        assert!(refused.err.contains("error[E013]"), "{}", refused.err);
        assert_eq!(folder.read("city.xlsx"), "mine");
    }
    gangmu(&["export", "scheme", city, "-o", file, "--force"]).ends(0);
    assert_ne!(std::fs::read(file).unwrap(), b"mine");
}
