//! The month of the browser story, by the interface alone: the real server, on SQLite or (where
//! `GANGMU_TEST_POSTGRES` says where one runs) on PostgreSQL. But for the first account, which the operator
//! makes at the machine, nothing is done in another way.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Asker, Served, XLSX, example, gangmu, serve};

const PHRASE: &str = "a long enough phrase";

/// Where the store is, besides its folder.
fn database(dir: &Path) -> Vec<String> {
    let Ok(server) = std::env::var("GANGMU_TEST_POSTGRES") else { return Vec::new() };
    let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or("api");
    let name = name.trim_start_matches('.').to_lowercase();
    let made = Command::new("psql")
        .args(["-q", &format!("{server}/postgres"), "-c", &format!("create database \"{name}\"")])
        .status();
    assert!(made.is_ok_and(|status| status.success()), "a data base is made");
    vec!["--database".to_owned(), format!("{server}/{name}")]
}

/// An office with the city programme and one account, the steward's, whose holder is yet to choose a
/// passphrase: the server and the word of the invitation.
fn begun(dir: &Path) -> (Served, String) {
    let data = dir.join("office");
    std::fs::create_dir(&data).unwrap();
    // The clock of a demonstration: the quarter is over and not yet due.
    std::fs::write(data.join("demonstration"), "2026-01-09T09:00:00").unwrap();
    let (data_text, more) = (data.display().to_string(), database(dir));
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    let city = example("city").display().to_string();
    let import = [&["store", "import", &city, "--data", &data_text], &more[..]].concat();
    gangmu(&import).ends(0);
    let post = ["--login", "steward", "--body", "N-PO", "--role", "steward", "--unit", "N0"];
    let invite = [&["invite", "--data", &data_text], &post[..], &more[..]].concat();
    let told = gangmu(&invite).ends(0).out;
    let word = told.split("/welcome/").nth(1).unwrap().split_whitespace().next().unwrap();
    (serve(&data, &more), word.to_owned())
}

fn choose(nobody: &Asker, word: &str) {
    nobody.post("/passphrases", json!({ "invitation": word, "passphrase": PHRASE })).is(204);
}

/// Makes a post with a role, and signs in as it.
fn post(steward: &Asker, nobody: &Asker, login: &str, body: &str, role: &str, unit: &str) -> Asker {
    let wanted = json!({ "login": login, "body": body, "post_en": "desk", "post_zh": "岗" });
    let made = steward.post("/accounts", wanted).is(201);
    let grants = format!("/accounts/{}/grants", made["account"]);
    steward.post(&grants, json!({ "role": role, "unit": unit })).is(201);
    choose(nobody, made["invitation"].as_str().unwrap());
    nobody.signed_in(login, PHRASE)
}

fn filled(form: &Value, value: &str) -> Value {
    let cells = form["cells"].as_array().unwrap().iter();
    let cells = cells.map(|cell| {
        let (element, revision) = (&cell["element"], &cell["revision"]);
        json!({ "element": element, "revision": revision, "value": value, "status": "known" })
    });
    json!({ "cells": cells.collect::<Vec<_>>() })
}

fn cell<'f>(form: &'f Value, element: &str) -> &'f Value {
    form["cells"].as_array().unwrap().iter().find(|cell| cell["element"] == element).unwrap()
}

#[test]
fn a_month_by_the_interface_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (served, word) = begun(dir.path());
    let nobody = Asker::nobody(&served);
    choose(&nobody, &word);
    assert_eq!(
        nobody.post("/passphrases", json!({ "invitation": word, "passphrase": PHRASE })).code(422),
        "B012"
    );
    let steward = nobody.signed_in("steward", PHRASE);
    let centre = post(&steward, &nobody, "centre", "N-PO", "designer", "N0").token(&nobody);
    let county_post = post(&steward, &nobody, "county", "YZ0101-PO", "reporter", "YZ0101");
    let county = county_post.token(&nobody);
    let city = post(&steward, &nobody, "city", "YZ01-PO", "reviewer", "YZ01").token(&nobody);
    let province = post(&steward, &nobody, "province", "YZ-PO", "supervisor", "YZ").token(&nobody);
    let other = post(&steward, &nobody, "other", "HL-PO", "supervisor", "HL").token(&nobody);
    let auditor = post(&steward, &nobody, "auditor", "N-EV", "auditor", "N0").token(&nobody);

    // The centre opens a period; a key makes it one opening, however often it is sent.
    let opening = json!({ "dataset": "F4", "period": "2025Q4" });
    let keyed = centre.with("idempotency-key", "open-f4");
    assert_eq!(keyed.post("/openings", opening.clone()).is(201)["returns"], 27);
    assert_eq!(keyed.post("/openings", opening.clone()).is(201)["returns"], 27);
    assert_eq!(
        keyed.post("/openings", json!({ "dataset": "F3", "period": "2025" })).code(409),
        "B058"
    );
    assert_eq!(centre.post("/openings", opening).code(409), "B045");

    // What only looks is answered anew each time, whatever key it carries.
    let looks = keyed.get("/openings").is(200);
    assert!(looks["datasets"].as_array().is_some_and(|all| !all.is_empty()));

    // The county fills the form in: by cells, and the rest by the workbook.
    let mine = county.get("/returns?state=open").is(200);
    let number = mine["returns"][0]["number"].as_i64().unwrap();
    let at = format!("/returns/{number}");
    let form = county.get(&at).is(200);
    assert_eq!(form["writable"], true);
    let kept = county.post(&format!("{at}/cells"), filled(&form, "12")).is(200);
    assert_eq!(kept["done"], kept["asked"]);
    // A colleague who still sees the empty form is told what stands there.
    let clash = county_post.post(&format!("{at}/cells"), filled(&form, "13")).is(409);
    assert_eq!((&clash["code"], &clash["conflicts"][0]["value"]), (&json!("B059"), &json!("12")));
    let book = county.get(&format!("{at}/workbook"));
    assert_eq!((book.status, book.kind.as_str()), (200, XLSX));
    county.send("PUT", &format!("{at}/workbook"), XLSX, book.bytes).is(200);
    assert_eq!(county.send("PUT", &format!("{at}/workbook"), XLSX, b"none".to_vec()).status, 422);
    assert_eq!(other.get(&at).code(404), "B003");
    assert_eq!(city.get(&at).is(200)["cells"][0]["value"], "");

    // Submitted, and sent again: one receipt.
    let keyed = county.with("idempotency-key", "october");
    let receipt = keyed.post(&format!("{at}/submissions"), json!({})).is(200);
    assert_eq!(keyed.post(&format!("{at}/submissions"), json!({})).is(200), receipt);
    assert_eq!(county.post(&format!("{at}/submissions"), json!({})).code(409), "B051");

    // The city sends two cells back; the county corrects them.
    let seen = city.get(&at).is(200);
    assert_eq!(seen["reviewable"], true);
    let back = json!([
        { "element": "A102_n", "reason": "not the whole list" },
        { "element": "C103_n", "reason": "more than the last year" },
    ]);
    let decision = json!({ "revision": seen["revision"], "decision": "return", "cells": back });
    let reviews = format!("{at}/reviews");
    assert_eq!(province.post(&reviews, decision.clone()).code(403), "B001");
    assert_eq!(city.post(&reviews, decision).is(200)["state"], "returned");
    let form = county.get(&at).is(200);
    let open = form["cells"].as_array().unwrap().iter().filter(|cell| cell["locked"] == false);
    assert_eq!(open.count(), 2);
    let corrected: Vec<Value> = ["A102_n", "C103_n"]
        .iter()
        .map(|element| {
            let revision = &cell(&form, element)["revision"];
            json!({ "element": element, "revision": revision, "value": "11", "status": "known", "note": "the list of March" })
        })
        .collect();
    county.post(&format!("{at}/cells"), json!({ "cells": corrected })).is(200);
    assert_eq!(county.post(&format!("{at}/submissions"), json!({})).is(200)["figures"], 2);

    // City and province accept.
    for (who, then) in [(&city, "submitted"), (&province, "accepted")] {
        let seen = who.get(&at).is(200);
        let decision = json!({ "revision": seen["revision"], "decision": "pass" });
        assert_eq!(who.post(&reviews, decision).is(200)["state"], then);
    }
    let tally = province.get("/returns/tally?dataset=F4&period=2025Q4").is(200);
    assert_eq!((&tally["accepted"], &tally["asked"]), (&json!(1), &json!(18)));

    // The standing and the derivation of the unit hold it, in both languages.
    let standing = province.get("/standings/city").is(200);
    assert!(standing["rows"].as_array().is_some_and(|rows| rows.len() == 6), "those in sight");
    for language in ["en", "zh-CN"] {
        let told = province.with("accept-language", language);
        let told = told.get("/standings/city/YZ01?item=A102&period=2025Q4").is(200);
        let text = told["steps"].to_string();
        assert!(
            text.contains("YZ0101") && text.contains("2025Q4") && text.contains("log:"),
            "{text}"
        );
    }
    assert_eq!(other.get("/standings/city/YZ01").code(404), "B003");

    // It is all on record.
    let log = auditor.get(&format!("/log?subject=filing:{number}")).is(200);
    let acts = log["entries"].as_array().unwrap().iter().rev().map(|entry| entry["act"].clone());
    let acts: Vec<Value> = acts.collect();
    assert_eq!(json!(acts), json!(["submit", "return-cells", "submit", "pass-on", "accept"]));

    // A token never becomes more: not a session, not another token, nothing that is granted later.
    assert_eq!(
        county.post("/tokens", json!({ "label": "x", "verbs": ["see"], "days": 1 })).code(403),
        "B090"
    );
    let account = county.get("/me").is(200)["account"].clone();
    let grants = format!("/accounts/{account}/grants");
    let grant = steward.post(&grants, json!({ "role": "reader", "unit": "HL" })).is(201);
    assert_eq!(county.get("/units/HL").code(404), "B003");
    // Signing in anew, the post sees it.
    assert_eq!(county_post.get("/me").code(401), "B002");
    let county_post = nobody.signed_in("county", PHRASE);
    county_post.get("/units/HL").is(200);
    steward
        .send("DELETE", &format!("{grants}/{}", grant["number"]), "application/json", Vec::new())
        .is(204);
    let state = format!("/accounts/{account}/state");
    let disabled = json!({ "disabled": true }).to_string().into_bytes();
    steward.send("PUT", &state, "application/json", disabled).is(204);
    assert_eq!(county.get("/me").code(401), "B094");
}

#[test]
fn an_event_by_the_interface_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (served, word) = begun(dir.path());
    let nobody = Asker::nobody(&served);
    choose(&nobody, &word);
    let steward = nobody.signed_in("steward", PHRASE);
    let post =
        |login, body, role, unit| post(&steward, &nobody, login, body, role, unit).token(&nobody);
    let city = post("city", "YZ01-SV", "reporter", "YZ01");
    let verifier = post("verifier", "YZ-EM", "verifier", "YZ");
    let board = post("board", "N-AP", "board", "N0");
    let known = city.get("/facts/vocabulary").is(200);
    assert!(known["events"]["safety_incident"].as_array().is_some_and(|all| !all.is_empty()));
    let report = json!({
        "about": "YZ01", "date": "2026-01-08", "type": "safety_incident", "severity": "larger",
        "note": "a wall came down",
    });
    let odd = json!({ "about": "YZ01", "date": "2026-01-08", "type": "incident", "severity": "x" });
    assert_eq!(city.post("/facts/events", odd).code(422), "B120");
    let keyed = city.with("idempotency-key", "wall");
    let told = keyed.post("/facts/events", report.clone()).is(201);
    assert_eq!(keyed.post("/facts/events", report).is(201), told);
    let at = format!("/facts/{}", told["fact"]);
    // Evidence beside it, given back as it came.
    let text = b"it came down on 8 January\n".to_vec();
    let put = format!("{at}/evidence?name=wall.txt");
    let file = city.send("POST", &put, "application/octet-stream", text.clone()).is(201);
    let back = verifier.get(&format!("/evidence/{}", file["number"]));
    assert_eq!((back.status, back.bytes), (200, text));
    // Verified by a body without stake, contested by the unit, decided by a third.
    let revision = |who: &Asker| who.get(&at).is(200)["revision"].clone();
    let waiting = verifier.get("/facts?waiting=true").is(200);
    assert_eq!(waiting["facts"][0]["number"], told["fact"]);
    let verdict = json!({
        "verdict": "confirmed", "revision": revision(&verifier), "severity": "larger",
    });
    let verdicts = format!("{at}/verifications");
    assert_eq!(city.post(&verdicts, verdict.clone()).code(403), "B001");
    verifier.post(&verdicts, verdict).is(201);
    let contest = json!({ "revision": revision(&city), "reason": "nobody was there" });
    city.post(&format!("{at}/contests"), contest).is(201);
    let decision =
        json!({ "revision": revision(&board), "stands": true, "reason": "the wall is down" });
    board.post(&format!("{at}/decisions"), decision).is(201);
    let found = city.get(&at).is(200);
    assert_eq!(found["state"], "upheld");
    let steps: Vec<&str> =
        found["steps"].as_array().unwrap().iter().filter_map(|s| s["state"].as_str()).collect();
    assert_eq!(steps, ["reported", "verified", "contested", "upheld"]);
    // It counts: points are taken off.
    let standing = verifier.get("/standings/city?period=2026").is(200);
    let rows = standing["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["unit"] == "YZ01").unwrap();
    assert!(row["deducted"].as_str().is_some_and(|points| points != "0.00"), "{row}");
    // The city sees what was submitted below it, element by element.
    let figures = city.get("/units/YZ01/figures?dataset=F3").is(200);
    assert_eq!(figures["below"].as_array().map(Vec::len), Some(3));
}

#[test]
fn what_cannot_be_read_is_a_problem_with_a_code() {
    let dir = tempfile::tempdir().unwrap();
    let (served, word) = begun(dir.path());
    let nobody = Asker::nobody(&served);
    choose(&nobody, &word);
    let steward = nobody.signed_in("steward", PHRASE);
    let sent = |method: &str, path: &str, kind: &str, body: &str| {
        steward.send(method, path, kind, body.as_bytes().to_vec())
    };
    const JSON: &str = "application/json";
    assert_eq!(sent("POST", "/accounts", JSON, "{").code(400), "B100");
    assert_eq!(sent("POST", "/accounts", JSON, r#"{"login":1}"#).code(422), "B100");
    let more = r#"{"login":"a","body":"N-PO","post_en":"d","disabled":false}"#;
    assert_eq!(sent("POST", "/accounts", JSON, more).code(422), "B100");
    assert_eq!(sent("POST", "/accounts", "text/plain", "{}").code(415), "B101");
    assert_eq!(sent("PATCH", "/accounts", JSON, "{}").code(405), "B104");
    assert_eq!(steward.get("/returns?period=sometime").code(422), "B103");
    assert_eq!(steward.get("/returns?who=me").code(400), "B100");
    assert_eq!(steward.get("/returns/seventeen").code(404), "B003");
    assert_eq!(steward.get("/nothing").code(404), "B003");
    assert_eq!(nobody.get("/me").code(401), "B002");
    assert_eq!(nobody.with("authorization", "Bearer none").get("/me").code(401), "B094");
    // A bug that was: what came from a page of another address was answered with nothing at all.
    let elsewhere = steward.with("origin", "https://example.org");
    assert_eq!(elsewhere.post("/accounts", json!({})).code(403), "B108");
    let keyed = steward.with("idempotency-key", "a".repeat(201));
    assert_eq!(
        keyed.post("/accounts/1/grants", json!({ "role": "r", "unit": "u" })).code(400),
        "B106"
    );
}

#[test]
fn who_asks_too_often_is_asked_to_come_again() {
    let dir = tempfile::tempdir().unwrap();
    let (served, _) = begun(dir.path());
    let nobody = Asker::nobody(&served);
    let turned_away = (0..2000).map(|_| nobody.get("/me")).find(|answer| answer.status == 429);
    let turned_away = turned_away.expect("there is a limit");
    assert_eq!(turned_away.code(429), "B004");
}
