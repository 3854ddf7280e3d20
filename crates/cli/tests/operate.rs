//! What the operator does at the machine: `gangmu invite`, `gangmu store`.

use crate::support::{example, gangmu};

/// A bug that was: a folder whose name was mistyped was made into an empty office, and told to be sound, or
/// copied as if it were the one that was meant.
#[test]
fn bug_looking_after_an_office_made_one_where_there_was_none() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (data, copy) = (path("offise"), path("copy"));
    let invite =
        ["invite", "--data", &data, "--login", "steward", "--body", "N-PO", "--unit", "N0"];
    for command in [
        &["store", "check", "--data", &data][..],
        &["store", "backup", &copy, "--data", &data],
        &["store", "export", "1", &copy, "--data", &data],
        &invite,
    ] {
        let told = gangmu(command).ends(2).err;
        assert!(told.contains("B084"), "{command:?}: {told}");
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

/// A bug that was: the link was printed before its role was refused.
#[test]
fn bug_a_link_was_handed_out_for_an_account_without_its_role() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("office").display().to_string();
    let city = example("city").display().to_string();
    gangmu(&["store", "import", &city, "--data", &data]).ends(0);
    let invite = |role: &str, unit: &str| {
        let post = ["--login", "steward", "--body", "N-PO", "--unit", unit, "--role", role];
        gangmu(&[&["--lang", "en", "invite", "--data", &data], &post[..]].concat())
    };
    for (role, unit, code) in [("stewart", "N0", "B030"), ("steward", "NOPE", "B147")] {
        let refused = invite(role, unit).ends(1);
        assert!(refused.err.contains(code), "{}", refused.err);
        assert!(!refused.out.contains("/welcome/"), "{}", refused.out);
    }
    let told = invite("steward", "N0").ends(0).out;
    assert!(told.contains("is there already") && told.contains("/welcome/"), "{told}");
}
