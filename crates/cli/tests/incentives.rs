//! What `check` says about a scheme that can be scored, but should not be as it is.

use crate::support::{Folder, small};

/// The warnings of a code: where, and in which words.
fn warnings(folder: &Folder, code: &str) -> Vec<String> {
    let told = folder.run("check", &[]).ends(0).err;
    let head = format!("warning[{code}] ");
    told.lines().filter_map(|line| line.strip_prefix(&head)).map(str::to_owned).collect()
}

#[test]
fn points_that_do_not_add_up_are_told_for_each_class_in_which_they_do_not() {
    let folder = small();
    assert_eq!(warnings(&folder, "S031"), [""; 0]);
    folder.edit("schemes/year.toml", "{ K2 = 20 }", "{ K2 = 19.5 }");
    let told = "schemes/year.toml:5:8: The points of the class `K2` add up to 99.5, not to 100.";
    assert_eq!(warnings(&folder, "S031"), [told]);
    // Shifted to another item they add up again.
    folder.edit(
        "schemes/year.toml",
        "title_en = \"Procedure in place\"\npoints = 10",
        "title_en = \"Procedure in place\"\npoints = 10\npoints_by_class = { K2 = 10.5 }",
    );
    assert_eq!(warnings(&folder, "S031"), [""; 0]);
}

#[test]
fn a_scheme_that_states_no_base_may_add_up_to_anything() {
    let folder = small();
    folder.edit("schemes/year.toml", "base = 100\n", "");
    folder.edit("schemes/year.toml", "{ K2 = 20 }", "{ K2 = 19.5 }");
    assert_eq!(warnings(&folder, "S031"), [""; 0]);
}

#[test]
fn a_group_gives_no_more_than_its_cap() {
    let folder = small();
    folder.edit("schemes/year.toml", "title_en = \"Opinion\"", "title_en = \"Opinion\"\ncap = 25");
    let told = warnings(&folder, "S031");
    assert!(told.iter().all(|line| line.contains("add up to 95, not to 100")), "{told:?}");
    assert!(!told.is_empty());
}
