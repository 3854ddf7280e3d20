//! Promise 4: a disk that says it could not keep what it was given ends the server; nothing that was not on
//! the disk is answered for. The server runs over a library that lets its synchronisations fail from the
//! moment that a file is there.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Asker, example, gangmu, serve, serve_with};

/// Stands before the C library: a synchronisation fails while the file named by `SYNC_FAILS` is there.
const FAILING: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
    const char *when = getenv("SYNC_FAILS");
    if (!when || access(when, F_OK) != 0) return 0;
    errno = EIO;
    return 1;
}

int fsync(int file) {
    if (fails()) return -1;
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
    if (fails()) return -1;
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}
"#;

fn cells(form: &Value, value: &str) -> Value {
    let cell = &form["cells"][0];
    let (element, revision) = (&cell["element"], &cell["revision"]);
    let cell =
        json!({ "element": element, "revision": revision, "value": value, "status": "known" });
    json!({ "cells": [cell] })
}

#[test]
fn a_server_whose_disk_fails_ends_and_answers_for_nothing_that_is_not_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    fs::write(path("failing.c"), FAILING).unwrap();
    let (source, library, fails) = (path("failing.c"), path("failing.so"), path("fails"));
    let built =
        Command::new("cc").args(["-shared", "-fPIC", "-o", &library, &source, "-ldl"]).status();
    assert!(built.unwrap().success());
    let data = dir.path().join("office");
    gangmu(&["demo", &example("city").display().to_string(), "--data", &path("office")]).ends(0);

    let environment = [("LD_PRELOAD", library.as_str()), ("SYNC_FAILS", fails.as_str())];
    let mut served = serve_with(&environment, &data, &[]);
    let county = Asker::nobody(&served).signed_in("yz0501", "look around freely");
    let mine = county.get("/returns?state=open").is(200);
    let at = format!("/returns/{}", mine["returns"][0]["number"]);
    let form = county.get(&at).is(200);
    county.post(&format!("{at}/cells"), cells(&form, "12")).is(200);
    let form = county.get(&at).is(200);
    assert_eq!(form["cells"][0]["value"], "12");

    fs::write(&fails, "").unwrap();
    let body = cells(&form, "13").to_string().into_bytes();
    let answer = county.try_send("POST", &format!("{at}/cells"), "application/json", body);
    // The server may be gone before it has said so.
    assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status >= 500));
    assert_eq!(served.child.wait().unwrap().code(), Some(2));
    fs::remove_file(&fails).unwrap();

    // What was answered for is there; what was not may be there whole, or not at all.
    let served = serve(&data, &[]);
    let county = Asker::nobody(&served).signed_in("yz0501", "look around freely");
    let form = county.get(&at).is(200);
    let value = form["cells"][0]["value"].as_str().unwrap();
    assert!(matches!(value, "12" | "13"), "{value}");
    county.post(&format!("{at}/cells"), cells(&form, "14")).is(200);
    assert_eq!(county.get(&at).is(200)["cells"][0]["value"], "14");
}
