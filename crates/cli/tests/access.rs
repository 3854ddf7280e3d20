//! Promises 15 and 16: who may ask what. Every address the server knows is asked with every method by every
//! kind of visitor; what is answered stands in a table that is looked through whenever it changes. A new
//! address turns up in it by itself.

mod sent;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use gangmu_app::authz::{
    NewPost, choose_passphrase, give_grant, make_account, make_token, set_disabled, sign_in,
};
use gangmu_app::collect::evidence::{Of, attach};
use gangmu_app::collect::facts::{EventReport, report_event};
use gangmu_app::collect::{
    CellEdit, ReturnsQuery, form, list_returns, open_dataset, save_cells, submit,
};
use gangmu_app::define::bring_version;
use gangmu_app::office::{Office, Where};
use gangmu_base::{Clock, Period};
use gangmu_exchange::folder::read_moment;
use gangmu_web::{Settings, addresses, router};
use tower::ServiceExt;

use sent::sent;

/// What anybody may ask who is not signed in. This list only becomes shorter.
const FOR_ANYBODY: [&str; 11] = [
    "GET /api/openapi.json",
    "GET /assets/{file}",
    "GET /health",
    "GET /look/{what}/{word}",
    "GET /sign-in",
    "GET /welcome/{word}",
    "POST /api/v1/passphrases",
    "POST /api/v1/sessions",
    "POST /sign-in",
    "POST /sign-out",
    "POST /welcome/{word}",
];

const PHRASE: &str = "a long enough phrase";

/// A clock that goes on by a second whenever it is looked at.
#[derive(Debug)]
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> i64 {
        self.0.fetch_add(1000, Ordering::SeqCst)
    }
}

/// Login, body, role, unit.
const POSTS: [(&str, &str, &str, &str); 15] = [
    ("county", "YZ0101-PO", "reporter", "YZ0101"),
    ("sibling", "YZ0102-PO", "reporter", "YZ0102"),
    ("elsewhere", "HL0301-PO", "reporter", "HL0301"),
    ("city", "YZ01-PO", "reviewer", "YZ01"),
    ("province", "YZ-PO", "supervisor", "YZ"),
    ("other-province", "HL-PO", "supervisor", "HL"),
    ("reader", "YZ-EM", "reader", "YZ"),
    ("steward", "YZ-SV", "steward", "YZ"),
    ("auditor", "N-EV", "auditor", "N0"),
    ("designer", "N-PO", "designer", "N0"),
    ("operator", "N-AP", "operator", "N0"),
    ("verifier", "YZ-JU", "verifier", "YZ"),
    ("assessor", "YZ-CA", "assessor", "YZ"),
    ("board", "N-ST", "board", "N0"),
    ("disabled", "YZ0103-PO", "reporter", "YZ0103"),
];

struct Desks {
    office: Arc<Office>,
    /// Name and the header that carries who asks, in the order of the table.
    visitors: Vec<(&'static str, Option<(header::HeaderName, String)>)>,
    accounts: BTreeMap<&'static str, i64>,
    /// The return of the county, open.
    filing: i64,
    /// The return of another county of the city, submitted.
    submitted: i64,
    /// An event about the county, that it has reported.
    fact: i64,
    /// A file of evidence beside it.
    file: i64,
    _dir: tempfile::TempDir,
}

async fn desks() -> Desks {
    let dir = tempfile::tempdir().unwrap();
    let at = Where::Folder(dir.path().to_owned());
    let clock = Ticking(AtomicI64::new(read_moment("2026-01-05T09:00:00", 8 * 3600).unwrap()));
    let office = Office::open(&at, Arc::new(clock)).await.unwrap();
    let office = office.with_evidence_in(&dir.path().join("evidence")).unwrap();
    let city = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/city");
    bring_version(&office, None, &city).await.unwrap();
    let mut visitors = vec![("nobody", None)];
    let mut accounts = BTreeMap::new();
    let mut actors = BTreeMap::new();
    for (login, body, role, unit) in POSTS {
        let new = NewPost {
            login: login.to_owned(),
            body: body.to_owned(),
            post_zh: "岗".to_owned(),
            post_en: "desk".to_owned(),
        };
        let invited = make_account(&office, None, new).await.unwrap();
        give_grant(&office, None, invited.account, role, unit).await.unwrap();
        choose_passphrase(&office, &invited.word, PHRASE).await.unwrap();
        let session = sign_in(&office, login, PHRASE).await.unwrap();
        visitors.push((login, Some((header::COOKIE, format!("gangmu={}", session.token)))));
        accounts.insert(login, invited.account);
        actors.insert(login, session.actor);
    }
    let token = make_token(&office, &actors["county"], "to look", &["see".to_owned()], 30).await;
    let token = format!("Bearer {}", token.unwrap().word);
    visitors.push(("county-token", Some((header::AUTHORIZATION, token))));
    let period = Period::parse("2025Q4").unwrap();
    open_dataset(&office, &actors["designer"], "F4", period).await.unwrap();
    let asked = ReturnsQuery::default();
    let filing = list_returns(&office, &actors["county"], &asked).await.unwrap()[0].number;
    let submitted = list_returns(&office, &actors["disabled"], &asked).await.unwrap()[0].number;
    let empty = form(&office, &actors["disabled"], submitted).await.unwrap();
    let cells = empty.cells.iter().map(|cell| CellEdit {
        element: empty.element(cell).id.clone(),
        revision: cell.revision,
        value: "12".to_owned(),
        status: "known".to_owned(),
        note: String::new(),
    });
    save_cells(&office, &actors["disabled"], submitted, cells.collect()).await.unwrap();
    submit(&office, &actors["disabled"], submitted, None).await.unwrap();
    let report = EventReport {
        about: "YZ0101".to_owned(),
        date: "2026-01-04".parse().unwrap(),
        kind: "safety_incident".to_owned(),
        severity: "larger".to_owned(),
        flags: Vec::new(),
        note: "a wall came down".to_owned(),
    };
    let fact = report_event(&office, &actors["county"], report, None).await.unwrap().fact;
    let of = Of::Fact { number: fact, part: String::new() };
    let text = b"it did".to_vec();
    let file = attach(&office, &actors["county"], &of, "wall.txt", text).await.unwrap().number;
    set_disabled(&office, &actors["steward"], accounts["disabled"], true).await.unwrap();
    Desks { office: Arc::new(office), visitors, accounts, filing, submitted, fact, file, _dir: dir }
}

/// An address with its blanks filled in: about the county, or about what is not there.
fn address(desks: &Desks, pattern: &str, there: bool) -> String {
    let number = match pattern {
        _ if !there => 999_999_999,
        "/api/v1/accounts/{number}/state" => desks.accounts["disabled"],
        _ if pattern.contains("/accounts/") => desks.accounts["county"],
        _ if pattern.contains("/tokens/") => 1,
        _ if pattern.contains("/review") => desks.submitted,
        _ if pattern.contains("/facts/") => desks.fact,
        _ if pattern.ends_with("/evidence/{number}") => desks.file,
        _ => desks.filing,
    };
    let act = match pattern {
        _ if pattern.starts_with("/accounts/") => "erase",
        _ if pattern.starts_with("/facts/") => "contest",
        _ => "act",
    };
    let unit = match there {
        false => "NOWHERE",
        true if pattern.contains("/standings/") => "YZ01",
        true => "YZ0101",
    };
    let blanks = [
        ("{number}", number.to_string()),
        ("{grant}", "0".to_owned()),
        ("{element}", "A102_n".to_owned()),
        ("{act}", act.to_owned()),
        ("{unit}", unit.to_owned()),
        ("{scheme}", "city".to_owned()),
        ("{what}", "theme".to_owned()),
        ("{word}", "dark".to_owned()),
        ("{file}", "none.css".to_owned()),
        ("{kind}", "event".to_owned()),
    ];
    let named = pattern.starts_with("/api/") && pattern.ends_with("{number}/evidence");
    let pattern = if named { format!("{pattern}?name=a.pdf") } else { pattern.to_owned() };
    blanks.iter().fold(pattern, |text, (blank, value)| text.replace(blank, value))
}

/// What was answered.
struct Said {
    status: StatusCode,
    /// Where it leads to, if anywhere.
    to: String,
    /// What the body calls itself.
    kind: String,
    body: Vec<u8>,
}

async fn ask(
    desks: &Desks,
    (name, who): (&str, Option<&(header::HeaderName, String)>),
    method: &Method,
    pattern: &str,
    there: bool,
) -> Said {
    let (kind, body) = sent(method, pattern);
    let mut request = Request::builder().method(method).uri(address(desks, pattern, there));
    if method != Method::GET {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    if let Some((name, value)) = who {
        request = request.header(name, value);
    }
    let body = if method == Method::GET { "".to_owned() } else { body.replace("WHO", name) };
    let request = request.body(Body::from(body)).unwrap();
    let answer = router(desks.office.clone(), Settings::default()).oneshot(request).await.unwrap();
    let status = answer.status();
    let said = |name| {
        let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (to, kind) = (said(header::LOCATION), said(header::CONTENT_TYPE));
    let body = to_bytes(answer.into_body(), 1 << 24).await.unwrap().to_vec();
    Said { status, to, kind, body }
}

/// What ends the session of who asks, or changes how all that follows is answered.
const NOT_BY_MEMBERS: [&str; 2] = ["POST /sign-out", "DELETE /api/v1/sessions/current"];

#[tokio::test(flavor = "multi_thread")]
async fn every_address_is_asked_by_every_kind_of_visitor() {
    let desks = desks().await;
    let mut table = String::new();
    let names: Vec<&str> = desks.visitors.iter().map(|(name, _)| *name).collect();
    let _ = writeln!(table, "{}", names.join(" "));
    let mut for_anybody = BTreeSet::new();
    for pattern in addresses(desks.office.clone()) {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let line = format!("{method} {pattern}");
            let members = !NOT_BY_MEMBERS.contains(&line.as_str());
            let mut answers = Vec::new();
            let mut for_all = false;
            for (index, (name, who)) in desks.visitors.iter().enumerate() {
                let who = (*name, who.as_ref());
                if index > 0 && !members {
                    break;
                }
                let Said { status, to, body, .. } = ask(&desks, who, &method, &pattern, true).await;
                // Who is nobody is asked to sign in.
                for_all |= index == 0
                    && status != StatusCode::UNAUTHORIZED
                    && !to.starts_with("/sign-in?back");
                if status == StatusCode::METHOD_NOT_ALLOWED {
                    break;
                }
                assert!(!status.is_server_error(), "{line}: {status}");
                if status == StatusCode::NOT_FOUND && pattern.contains('{') {
                    // What may not be seen is answered like what is not there, to the last byte.
                    let absent = ask(&desks, who, &method, &pattern, false).await;
                    let with = |body: &[u8]| {
                        let text = String::from_utf8_lossy(body).into_owned();
                        let own = address(&desks, &pattern, true).replace('/', "%2F");
                        let other = address(&desks, &pattern, false).replace('/', "%2F");
                        text.replace(&own, "").replace(&other, "")
                    };
                    assert_eq!(absent.status, status, "{line}");
                    assert_eq!(with(&absent.body), with(&body), "{line}");
                }
                answers.push(status.as_u16().to_string());
            }
            if answers.is_empty() {
                continue;
            }
            if for_all {
                for_anybody.insert(line.clone());
            }
            let _ = writeln!(table, "{line}: {}", answers.join(" "));
        }
    }
    let allowed: BTreeSet<String> = FOR_ANYBODY.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(for_anybody, allowed, "left: found; right: the list in this file");
    insta::assert_snapshot!("who_may_ask_what", table);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_description_says_is_what_there_is() {
    let desks = desks().await;
    let Said { status, body, .. } =
        ask(&desks, ("nobody", None), &Method::GET, "/api/openapi.json", true).await;
    assert_eq!(status, StatusCode::OK);
    let described: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let paths = described["paths"].as_object().unwrap();
    let known: BTreeSet<String> = addresses(desks.office.clone()).into_iter().collect();
    let who = desks.visitors.iter().find(|(name, _)| *name == "designer").unwrap();
    let who = (who.0, who.1.as_ref());
    let mut ids = BTreeSet::new();
    for (path, item) in paths {
        assert!(known.contains(path), "{path}");
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
            let summary = operation["summary"].as_str().unwrap_or_default();
            assert!(!summary.is_empty(), "{method} {path} says what it does");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            if path == "/api/v1/sessions/current" {
                continue;
            }
            let Said { status, kind, .. } = ask(&desks, who, &method, path, true).await;
            let documented = &operation["responses"][status.as_str()];
            assert!(documented.is_object(), "{method} {path}: {status}");
            let kinds = documented["content"].as_object();
            assert!(kinds.is_none_or(|kinds| kinds.contains_key(&kind)), "{method} {path}: {kind}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_holds_too_much_is_refused_in_the_words_of_the_program() {
    let desks = desks().await;
    let who = desks.visitors.iter().find(|(name, _)| *name == "county").unwrap();
    let (name, value) = who.1.as_ref().unwrap();
    let json = "application/json";
    let form = "application/x-www-form-urlencoded";
    let at = address(&desks, "/returns/{number}/save", true);
    for (address, kind) in [("/api/v1/accounts", json), (at.as_str(), form)] {
        let request = Request::post(address).header(header::CONTENT_TYPE, kind).header(name, value);
        let request = request.body(Body::from(vec![b'a'; (1 << 20) + 1])).unwrap();
        let answer = router(desks.office.clone(), Settings::default()).oneshot(request).await;
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE, "{address}");
        let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        assert!(String::from_utf8_lossy(&body).contains("B102"), "{address}");
    }
}
