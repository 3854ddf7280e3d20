//! What is wrong with an index is told by `check`, with the line, before anything is worked out.

use crate::support::LANGUAGES;

use super::made_up::{INDEX, OBSERVATIONS, Told, made_up, told, with_index};

/// Errors of an index that is not as it should be: one text in the place of another; the code, what
/// stands in the line that is named, and what is said.
type Slip = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn each_is_told(slips: &[Slip]) {
    for (from, to, code, line, says) in slips {
        assert_eq!(INDEX.matches(from).count(), 1, "{from}");
        let index = INDEX.replace(from, to);
        let folder = with_index(&index);
        let found = told(&folder);
        let errors: Vec<&Told> = found.iter().filter(|told| told.severity == "error").collect();
        let Some(error) = errors.iter().find(|told| told.code == *code) else {
            panic!("{to}: {found:#?}")
        };
        assert_eq!(errors.len(), 1, "{to}: {errors:#?}");
        assert!(error.says.contains(says), "{to}: {}", error.says);
        let place = index.lines().nth((error.line as usize).saturating_sub(1)).unwrap();
        assert!(error.line > 0 || line.is_empty(), "{to}: no line is named: {error:#?}");
        assert!(place.contains(line), "{to}: line {} is {place:?}", error.line);
        for language in LANGUAGES {
            let run = folder.run("index", &["--lang", language]).ends(1);
            assert!(run.out.is_empty() && run.err.contains(&format!("[{code}]")), "{to}");
        }
    }
}

#[test]
fn names_that_lead_nowhere_or_come_twice_are_told() {
    each_is_told(&[
        ("level = \"city\"", "level = \"town\"", "F209", "", "`town`"),
        ("part = \"p2\"", "part = \"p3\"", "F209", "[[indicator]]", "`p3`"),
        ("id = \"Z\"", "id = \"ZZ\"", "F209", "[[indicator]]", "`ZZ`"),
        ("weight = 3", "weight = 3\n\n[[part]]\nid = \"p1\"", "F208", "[[part]]", "`p1`"),
        ("id = \"Y\"", "id = \"X\"", "F208", "[[indicator]]", "`X`"),
        ("id = \"imputing\"", "id = \"weights\"", "F208", "[[choice]]", "`weights`"),
        ("step = \"impute\"", "step = \"treat\"", "F209", "[[choice]]", "`treat`"),
        ("weights = 0.25", "leave_out = [\"p9\"]", "F209", "[[choice]]", "`p9`"),
        ("low = 1\n", "unit = \"E\"\n", "F134", "unit", "`unit`"),
        (
            "do = \"impute\"\nmethod = \"latest\"\nmax_age = 1",
            "do = \"impute\"\nmethod = \"none\"\n\n[[step]]\ndo = \"screen\"\nkeep = [\"E\"]",
            "F209",
            "[[step]]",
            "`E`",
        ),
        (
            "method = \"goalposts\"\nlow = 1\nhigh = 100",
            "method = \"distance_to_unit\"\nunit = \"E\"",
            "F209",
            "[[step]]",
            "`E`",
        ),
        (
            "max_age = 1\n",
            "max_age = 1\n\n[[step]]\ndo = \"denominate\"\nby = \"folk\"\nindicators = [\"X\"]\n",
            "F209",
            "[[step]]",
            "`folk`",
        ),
        (
            "high = 100\n",
            "high = 100\n\n[[step.only]]\nindicators = [\"W\"]\nmethod = \"rank\"\n",
            "F209",
            "[[step.only]]",
            "`W`",
        ),
    ]);
}

#[test]
fn a_tree_that_does_not_hold_together_is_told_at_the_part() {
    each_is_told(&[
        // Nothing is a top.
        (
            "[[part]]\nid = \"index\"\n",
            "[[part]]\nid = \"index\"\nparent = \"p1\"\n",
            "I008",
            "",
            "",
        ),
        // Two are.
        ("id = \"p2\"\nparent = \"index\"", "id = \"p2\"", "I008", "[[part]]", "`p2`"),
        // A ring beside the top, and a part below itself.
        (
            "id = \"p2\"\nparent = \"index\"",
            "id = \"p2\"\nparent = \"p3\"\n\n[[part]]\nid = \"p3\"\nparent = \"p2\"",
            "I008",
            "[[part]]",
            "below itself",
        ),
        (
            "id = \"p2\"\nparent = \"index\"",
            "id = \"p2\"\nparent = \"p2\"",
            "I008",
            "[[part]]",
            "`p2`",
        ),
        ("part = \"p2\"", "part = \"p1\"", "I008", "[[part]]", "`p2`"),
        (
            "id = \"p2\"\nparent = \"index\"",
            "id = \"p2\"\nparent = \"index\"\nweight = 0\n\n[[part]]\nid = \"p3\"\nparent = \"p2\"",
            "I008",
            "[[part]]",
            "`p3`",
        ),
        ("part = \"p2\"", "part = \"p2\"\nweight = 0", "I007", "[[part]]", "`p2`"),
        ("weight = 3", "weight = -3", "F214", "weight = -3", "-3"),
        ("part = \"p1\"\nweight = 2", "part = \"p1\"\nweight = -1", "F214", "weight = -1", "-1"),
    ]);
}

#[test]
fn a_recipe_that_does_not_go_together_is_told_at_the_step() {
    each_is_told(&[
        (
            "do = \"normalise\"\nmethod = \"goalposts\"\nlow = 1\nhigh = 100",
            "do = \"treat\"",
            "I009",
            "[[step]]",
            "normalises",
        ),
        ("high = 100\n", "high = 100\n\n[[step]]\ndo = \"treat\"\n", "I009", "[[step]]", "treat"),
        ("low = 1\nhigh = 100", "low = 100\nhigh = 1", "I013", "[[step]]", "low"),
        (
            "method = \"goalposts\"\nlow = 1\nhigh = 100",
            "method = \"distance_to_target\"",
            "I009",
            "[[step]]",
            "target",
        ),
        ("low = 1\nhigh = 100", "over = \"base\"", "I009", "[[step]]", "base_period"),
        ("low = 1\nhigh = 100", "over = \"base\"\nbase_period = \"1999\"", "I009", "[[step]]", ""),
        // A geometric mean of what can be below 0, whatever the figures are.
        (
            "method = \"goalposts\"\nlow = 1\nhigh = 100",
            "method = \"z_score\"",
            "I006",
            "[[step]]",
            "",
        ),
        ("weights = 0.25", "weights = 0.25\nlevels = [0]", "I013", "[[choice]]", "levels"),
        ("weights = 0.25", "weights = 1", "I013", "[[choice]]", "share"),
        ("weights = 0.25", "weights = 1.5", "F214", "weights = 1.5", "1.5"),
        ("weights = 0.25", "weights = 0.25\nleave_out = [\"p1\"]", "F235", "[[choice]]", ""),
        ("weights = 0.25", "means = []", "I009", "[[choice]]", "weights"),
        ("weights = 0.25", "leave_out = []", "I009", "[[choice]]", "weights"),
        ("weights = 0.25", "leave_out = [\"index\"]", "I008", "[[choice]]", "index"),
        ("min_share = 0.6", "min_share = 2", "F214", "min_share = 2", "2"),
        ("draws = 200", "draws = 5000000", "G033", "", "5000000"),
        ("periods = [\"2024\"]", "periods = [\"last year\"]", "F213", "periods", "last year"),
    ]);
}

#[test]
fn an_indicator_that_never_has_a_figure_or_no_goalposts_is_told() {
    each_is_told(&[("id = \"Z\"", "id = \"JUDGED\"", "C010", "[[indicator]]", "`JUDGED`")]);
    let folder = made_up();
    folder.edit("indicators.csv", "clinic,up,z,0,10", "clinic,up,z,,");
    let found = told(&folder);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].code.as_str(), found[0].severity.as_str()), ("I009", "error"));
    assert!(found[0].says.contains("`Z`"));
}

#[test]
fn what_is_only_for_want_of_figures_is_a_warning() {
    // No figures at all, of one indicator, all alike.
    let folder = made_up();
    folder.write("data/observations.csv", "unit,element,period,value\n");
    let codes = |folder: &crate::support::Folder| -> Vec<(String, String)> {
        let run = folder.run("check", &[]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        told(folder).into_iter().map(|told| (told.code, told.severity)).collect()
    };
    let warning = |code: &str| (code.to_owned(), "warning".to_owned());
    assert_eq!(codes(&folder), [warning("I005")]);
    let without: String = OBSERVATIONS
        .lines()
        .filter(|line| !line.contains(",z,"))
        .map(|line| format!("{line}\n"))
        .collect();
    folder.write("data/observations.csv", without);
    assert_eq!(codes(&folder), [warning("I005")]);
    let min_max = INDEX
        .replace("goalposts\"\nlow = 1\nhigh = 100", "min_max\"")
        .replace("\"geometric\"", "\"arithmetic\"");
    let folder = with_index(&min_max);
    let alike: String = OBSERVATIONS
        .lines()
        .map(|line| match line.contains(",z,") {
            true => format!("{},5\n", line.rsplit_once(',').unwrap().0),
            false => format!("{line}\n"),
        })
        .collect();
    folder.write("data/observations.csv", alike);
    assert_eq!(codes(&folder), [warning("I004")]);
    // No units of that level yet.
    let folder = made_up();
    folder.write("units.csv", "unit,parent,level,name_en\nN,,nation,Nation\n");
    folder.write("data/observations.csv", "unit,element,period,value\n");
    assert_eq!(codes(&folder), [warning("I001")]);
    // What is wrong in any case is an error all the same.
    folder.edit("index.toml", "weights = 0.25", "weights = 0.25\nlevels = [0]");
    let found = told(&folder);
    assert!(found.iter().any(|told| told.code == "I013" && told.severity == "error"), "{found:#?}");
}

#[test]
fn the_index_is_looked_at_beside_other_faults() {
    let folder = made_up();
    folder.edit("index.toml", "weights = 0.25", "weights = 0.25\nlevels = [0]");
    folder.edit("indicators.csv", "clinic,up,z,0,10", "clinic,up,zz,0,10");
    let run = folder.run("check", &[]).ends(1);
    assert!(run.out.contains("error[X010]") || run.err.contains("error[X010]"), "{}", run.out);
    let found = told(&folder);
    assert!(found.iter().any(|told| told.code == "I013"), "{found:#?}");
}
