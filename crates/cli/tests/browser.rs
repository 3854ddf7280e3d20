//! The office in a real browser: the binary makes a demonstration and serves it, and a script of
//! `tests/browser` plays a month in it and looks at every page. Needs node, what `make browser` installs,
//! and Debian's Chromium; without `GANGMU_REQUIRE_BROWSER` it says that it was skipped, and why.

use std::path::PathBuf;
use std::process::Command;

use crate::support::{example, gangmu, serve};

fn scripts() -> Option<PathBuf> {
    let scripts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser");
    let chromium = std::env::var("GANGMU_CHROMIUM");
    let chromium = PathBuf::from(chromium.unwrap_or_else(|_| "/usr/bin/chromium".to_owned()));
    if scripts.join("node_modules").is_dir() && chromium.exists() {
        return Some(scripts);
    }
    assert!(std::env::var_os("GANGMU_REQUIRE_BROWSER").is_none(), "run `make browser` first");
    eprintln!("skipped: no Chromium, or `make browser` was not run");
    None
}

fn play(script: &str, arguments: &[&str]) {
    let Some(scripts) = scripts() else { return };
    let told = Command::new("node")
        .arg(script)
        .args(arguments)
        .current_dir(scripts)
        .output()
        .expect("node can be run");
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr)
    );
    assert!(told.status.success(), "{script}:\n{text}");
}

#[test]
fn a_month_in_the_office_is_played_and_every_page_looked_at() {
    if scripts().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("office");
    let data_path = data.display().to_string();
    let city = example("city").display().to_string();
    gangmu(&["demo", &city, "--data", &data_path]).ends(0);
    let served = serve(&data, &[]);
    let pictures = dir.path().join("pictures");
    play("office.mjs", &[&served.address, &pictures.display().to_string()]);
}

#[test]
fn the_grid_of_a_form_does_what_it_says() {
    play("grid.mjs", &[]);
}
