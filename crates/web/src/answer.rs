//! Refusals as answers: a page for people, a problem (RFC 9457) for programs. The one place where a
//! refusal gets its status.

use askama::Template;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use gangmu_app::Refusal;
use gangmu_app::words::{Language, Words};
use gangmu_base::{Finding, Place};
use serde::Serialize;
use utoipa::ToSchema;

use crate::html::Page;
use crate::visitor::Visitor;

/// What is answered to who is refused.
#[derive(Debug)]
pub(crate) struct Answer {
    language: Language,
    program: bool,
    why: Why,
    visitor: Option<Box<Visitor>>,
}

/// Who refuses.
#[derive(Debug)]
enum Why {
    /// A use case.
    Refused(Refusal),
    /// The door: what was sent cannot be read, or not by this address.
    Sent(StatusCode, Box<Finding>),
}

impl Answer {
    pub(crate) fn to(language: Language, program: bool, refusal: Refusal) -> Answer {
        Answer { language, program, why: Why::Refused(refusal), visitor: None }
    }

    /// What was sent cannot be read.
    pub(crate) fn sent(
        language: Language,
        program: bool,
        status: StatusCode,
        code: &'static str,
        blanks: &[(&'static str, &str)],
    ) -> Answer {
        let start = Finding::error(code, Place::file("office"));
        let finding =
            blanks.iter().fold(start, |finding, (blank, value)| finding.with(blank, *value));
        Answer { language, program, why: Why::Sent(status, Box::new(finding)), visitor: None }
    }

    pub(crate) fn for_visitor(self, visitor: &Visitor) -> Answer {
        Answer { visitor: Some(Box::new(visitor.clone())), ..self }
    }

    fn status(&self) -> StatusCode {
        let refusal = match &self.why {
            Why::Refused(refusal) => refusal,
            Why::Sent(status, _) => return *status,
        };
        match refusal {
            Refusal::SignInFirst => StatusCode::UNAUTHORIZED,
            Refusal::NotThere => StatusCode::NOT_FOUND,
            Refusal::NotAllowed(_) => StatusCode::FORBIDDEN,
            Refusal::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::NotNow(_) => StatusCode::CONFLICT,
            Refusal::Later(_) | Refusal::Locked(..) => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Full => StatusCode::INSUFFICIENT_STORAGE,
            Refusal::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is told: code, sentence, next step.
    fn told(&self, words: &Words) -> Vec<(String, String, String)> {
        let plain = |code: &str| {
            (code.to_owned(), words.say(code, &[]), words.say(&format!("{code}-next"), &[]))
        };
        let refusal = match &self.why {
            Why::Refused(refusal) => refusal,
            Why::Sent(_, finding) => return vec![told(finding, words)],
        };
        match refusal {
            Refusal::SignInFirst => vec![plain("B002")],
            Refusal::NotThere => vec![plain("B003")],
            Refusal::Later(_) => vec![plain("B004")],
            Refusal::Full => vec![plain("B005")],
            Refusal::Broken(_) => vec![plain("B006")],
            Refusal::NotAllowed(finding)
            | Refusal::NotNow(finding)
            | Refusal::Locked(_, finding) => vec![told(finding, words)],
            Refusal::Wrong(findings) => findings.iter().map(|f| told(f, words)).collect(),
        }
    }
}

/// What a finding says: code, sentence, next step.
pub(crate) fn told(finding: &Finding, words: &Words) -> (String, String, String) {
    let (says, next) = words.finding(finding);
    let at = finding.blanks.iter().find(|(blank, _)| *blank == "at");
    let says = at.map_or(says.clone(), |(_, at)| format!("{at}: {says}"));
    (finding.code.to_owned(), says, next)
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    told: Vec<(String, String, String)>,
    kept: bool,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let words = crate::serve::words(self.language);
        let status = self.status();
        if let Why::Refused(Refusal::Broken(why)) = &self.why {
            tracing::error!(why, "a request broke");
        }
        let told = self.told(words);
        if matches!(self.why, Why::Refused(Refusal::SignInFirst)) && !self.program {
            let back = self.visitor.as_ref().map_or("/", |visitor| visitor.address.as_str());
            return Redirect::to(&format!("/sign-in?back={}", crate::html::query(back)))
                .into_response();
        }
        let mut answer = if self.program {
            problem(status, &told, Vec::new())
        } else {
            let first = told.first().map_or(String::new(), |(_, says, _)| says.clone());
            let title = first.trim_end_matches(['.', '。']).replace('`', "");
            let page = Page::bare(self.language, self.visitor.as_deref(), &title);
            let kept = !matches!(self.why, Why::Refused(Refusal::NotThere));
            let page = ErrorPage { page, told, kept }.render().unwrap_or_default();
            (status, Html(page)).into_response()
        };
        if let Why::Refused(Refusal::Later(seconds) | Refusal::Locked(seconds, _)) = self.why {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer
    }
}

/// Why something was not done, as programs read it (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the code tells problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What the status is called.
    title: &'static str,
    /// The status.
    status: u16,
    /// The stable code of the first error.
    code: String,
    /// What happened, in a sentence.
    detail: String,
    /// What to do next, in a sentence.
    next: String,
    /// Every error.
    errors: Vec<ProblemError>,
    /// Cells that somebody else has changed meanwhile, where that is why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<CellConflict>,
}

/// One of the errors.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemError {
    /// Its stable code.
    code: String,
    /// What happened, in a sentence.
    detail: String,
    /// What to do next, in a sentence.
    next: String,
}

/// What somebody else wrote into a cell.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CellConflict {
    /// Id of the element.
    pub(crate) element: String,
    /// Its revision now.
    pub(crate) revision: i64,
    /// What stands there.
    pub(crate) value: String,
    /// The word of its status.
    pub(crate) status: String,
    /// What is noted beside it.
    pub(crate) note: String,
    /// The login of the post that wrote it: a colleague of the same body.
    pub(crate) who: String,
}

/// What a problem calls itself.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// A problem as programs read it.
pub(crate) fn problem(
    status: StatusCode,
    told: &[(String, String, String)],
    conflicts: Vec<CellConflict>,
) -> Response {
    let (code, detail, next) = told.first().cloned().unwrap_or_default();
    let error = |(code, detail, next): &(String, String, String)| ProblemError {
        code: code.clone(),
        detail: detail.clone(),
        next: next.clone(),
    };
    let body = Problem {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        code,
        detail,
        next,
        errors: told.iter().map(error).collect(),
        conflicts,
    };
    let body = Json(body).into_response().into_body();
    (status, [(header::CONTENT_TYPE, PROBLEM)], body).into_response()
}
