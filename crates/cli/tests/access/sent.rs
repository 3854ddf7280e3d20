//! What is sent to each address that changes something.

use axum::http::Method;

/// What is sent: well-formed, and nothing that would be done.
pub(super) fn sent(method: &Method, pattern: &str) -> (&'static str, &'static str) {
    const JSON: &str = "application/json";
    const FORM: &str = "application/x-www-form-urlencoded";
    match (method.as_str(), pattern) {
        (_, "/api/v1/returns/{number}/workbook") => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "none")
        }
        (_, "/api/v1/facts/{number}/evidence" | "/api/v1/returns/{number}/evidence") => {
            ("application/octet-stream", "none")
        }
        (_, "/facts/{number}/evidence" | "/returns/{number}/evidence") => (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n\
             none\r\n--x--\r\n",
        ),
        // A day that is yet to come.
        (_, "/api/v1/facts/events") => (
            JSON,
            r#"{"about":"YZ0101","date":"2030-01-01","type":"safety_incident","severity":"larger"}"#,
        ),
        (_, "/facts/new/{kind}") => {
            (FORM, "unit=YZ0101&date=2030-01-01&type=safety_incident&severity=larger")
        }
        (_, "/api/v1/facts/surveys") => (
            JSON,
            r#"{"about":"YZ0101","question":"none","period":"2025","mode":"x","sample":0,"responses":0,"counts":{}}"#,
        ),
        (_, "/api/v1/facts/ratings") => {
            (JSON, r#"{"about":"YZ0101","indicator":"none","period":"2025","rating":"x"}"#)
        }
        (_, "/api/v1/facts/ratings/openings") => (JSON, r#"{"indicator":"none","period":"2025"}"#),
        (_, "/facts/ratings/open") => (FORM, "indicator=none&period=2025"),
        (_, "/api/v1/facts/checklists") => {
            (JSON, r#"{"about":"YZ0101","indicator":"none","period":"2025","elements":[]}"#)
        }
        (_, "/api/v1/facts/grades") => {
            (JSON, r#"{"about":"YZ0101","indicator":"none","period":"2025","grades":[]}"#)
        }
        (_, "/api/v1/facts/{number}/verifications") => {
            (JSON, r#"{"verdict":"not_confirmed","revision":0,"reason":"none"}"#)
        }
        (_, "/api/v1/facts/{number}/contests") => (JSON, r#"{"revision":0,"reason":"none"}"#),
        (_, "/api/v1/facts/{number}/decisions") => {
            (JSON, r#"{"revision":0,"stands":true,"reason":"none"}"#)
        }
        (_, "/facts/{number}/{act}") => (FORM, "revision=0&why=none&reason=none"),
        (_, "/api/v1/returns/{number}/cells") => (JSON, r#"{"cells":[]}"#),
        (_, "/api/v1/returns/{number}/reviews") => (JSON, r#"{"revision":0,"decision":"pass"}"#),
        (_, "/api/v1/returns/{number}/extensions") => {
            (JSON, r#"{"until":"2000-01-01","reason":"none"}"#)
        }
        (_, "/api/v1/openings") => (JSON, r#"{"dataset":"none","period":"2025"}"#),
        (_, "/api/v1/accounts") => (JSON, r#"{"login":"county","body":"YZ0101-PO","post_en":"x"}"#),
        (_, "/api/v1/accounts/{number}/state") => (JSON, r#"{"disabled":true}"#),
        (_, "/api/v1/accounts/{number}/holder") => (JSON, r#"{"name":"","address":""}"#),
        (_, "/api/v1/accounts/{number}/grants") => (JSON, r#"{"role":"none","unit":"YZ0101"}"#),
        (_, "/api/v1/tokens") => (JSON, r#"{"label":"","verbs":[],"days":0}"#),
        (_, "/api/v1/me/looks") => (JSON, "{}"),
        (_, "/api/v1/sessions") => (JSON, r#"{"login":"WHO","passphrase":"none"}"#),
        (_, "/api/v1/passphrases") => (JSON, r#"{"invitation":"none","passphrase":"none"}"#),
        (_, "/sign-in") => (FORM, "login=WHO-page&passphrase=none"),
        (_, "/welcome/{word}") => (FORM, "passphrase=none"),
        (_, "/openings") => (FORM, "dataset=none&period=2025"),
        (_, "/returns/{number}/save") => (FORM, "v.A102_n=1&s.A102_n=known"),
        (_, "/returns/{number}/review") => (FORM, "revision=0&then=pass"),
        (_, "/returns/{number}/workbook") => (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; \
              name=\"workbook\"; filename=\"a.xlsx\"\r\n\r\nnone\r\n--x--\r\n",
        ),
        (_, "/returns/{number}/extend") => (FORM, "until=2000-01-01&reason=none"),
        (_, page) if !page.starts_with("/api/") => (FORM, ""),
        _ => (JSON, ""),
    }
}
