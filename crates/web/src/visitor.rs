//! Who asks, and in which language: read from the request before anything is done.

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use gangmu_app::Refusal;
use gangmu_app::authz::{Actor, who, who_carries};
use gangmu_app::words::Language;

use crate::answer::Answer;
use crate::serve::Desk;

/// The cookie that carries a session; where browsers come by HTTPS it is bound to host and path.
const SESSION: &str = "gangmu";
const SESSION_HTTPS: &str = "__Host-gangmu";
/// Cookies for what somebody who is not signed in has chosen to look at.
const LANGUAGE: &str = "language";
const THEME: &str = "theme";

/// Anybody who asks.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) language: Language,
    pub(crate) theme: Option<String>,
    pub(crate) actor: Option<Actor>,
    /// What the browser carries, where it is a session that holds.
    pub(crate) session: Option<String>,
    /// The address asked for, with its query.
    pub(crate) address: String,
    /// Whether a program asks, by the interface.
    pub(crate) program: bool,
}

impl FromRequestParts<Desk> for Visitor {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Visitor, Answer> {
        // The gate has looked already, but for what no address is known to.
        match parts.extensions.get::<Visitor>() {
            Some(visitor) => Ok(visitor.clone()),
            None => Visitor::look(parts, desk).await,
        }
    }
}

impl Visitor {
    /// Who asks, by the session a browser carries or by the token of a program.
    pub(crate) async fn look(parts: &Parts, desk: &Desk) -> Result<Visitor, Answer> {
        let headers = &parts.headers;
        // Inside a nest of routes the address is cut; who asks is answered by the whole of it.
        let whole = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |whole| &whole.0);
        let program = is_program(whole.path());
        let refuse = |refusal| Answer::to(accepted(headers), program, refusal);
        let token = headers.get(AUTHORIZATION).filter(|_| program);
        let carried = cookie(headers, session_cookie(desk)).map(str::to_owned);
        let carried = carried.filter(|_| token.is_none());
        let actor = match (token, &carried) {
            (Some(token), _) => {
                let word = token.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
                let found = match word {
                    Some(word) => who_carries(&desk.office, word).await.map_err(refuse)?,
                    None => None,
                };
                let status = StatusCode::UNAUTHORIZED;
                let unknown = || Answer::sent(accepted(headers), program, status, "B094", &[]);
                Some(found.ok_or_else(unknown)?)
            }
            (None, Some(word)) => who(&desk.office, word).await.map_err(refuse)?,
            (None, None) => None,
        };
        let account = actor.as_ref().map(|actor| &actor.account);
        let chosen = account.and_then(|account| account.language.as_deref());
        let language = match chosen.or(cookie(headers, LANGUAGE)) {
            Some("zh") => Language::Zh,
            Some(_) => Language::En,
            None => accepted(headers),
        };
        let theme = account.and_then(|account| account.theme.clone());
        let theme = theme.or_else(|| cookie(headers, THEME).map(str::to_owned));
        let address = whole.path_and_query().map_or("/", |address| address.as_str());
        Ok(Visitor {
            language,
            theme: theme.filter(|theme| matches!(theme.as_str(), "light" | "dark")),
            session: carried.filter(|_| actor.is_some()),
            actor,
            address: address.to_owned(),
            program,
        })
    }

    /// What was sent cannot be read.
    pub(crate) fn unfit(
        &self,
        status: StatusCode,
        code: &'static str,
        blanks: &[(&'static str, &str)],
    ) -> Answer {
        Answer::sent(self.language, self.program, status, code, blanks).for_visitor(self)
    }

    /// An answer that says why not.
    pub(crate) fn refuse(&self, refusal: Refusal) -> Answer {
        Answer::to(self.language, self.program, refusal).for_visitor(self)
    }
}

/// Somebody who is signed in. Who is not is asked to sign in first.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) visitor: Visitor,
    pub(crate) actor: Actor,
}

impl FromRequestParts<Desk> for Member {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Member, Answer> {
        let visitor = Visitor::from_request_parts(parts, desk).await?;
        match visitor.actor.clone() {
            Some(actor) => Ok(Member { visitor, actor }),
            None => Err(visitor.refuse(Refusal::SignInFirst)),
        }
    }
}

impl Member {
    /// An answer that says why not.
    pub(crate) fn refuse(&self, refusal: Refusal) -> Answer {
        self.visitor.refuse(refusal)
    }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

fn session_cookie(desk: &Desk) -> &'static str {
    if desk.settings.https { SESSION_HTTPS } else { SESSION }
}

/// The header that gives a browser a session, or takes it away.
pub(crate) fn set_session(desk: &Desk, word: Option<&str>) -> HeaderValue {
    let (name, secure) = match desk.settings.https {
        true => (SESSION_HTTPS, "; Secure"),
        false => (SESSION, ""),
    };
    let text = match word {
        Some(word) => format!("{name}={word}; Path=/; HttpOnly; SameSite=Lax{secure}"),
        None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"),
    };
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The header that keeps what was chosen to look at: `language` or `theme`, one of a few words.
pub(crate) fn set_choice(name: &'static str, word: &str) -> HeaderValue {
    let name = if name == THEME { THEME } else { LANGUAGE };
    let text = format!("{name}={word}; Path=/; SameSite=Lax; Max-Age=31536000");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The first language of the browser that is one of the two.
/// Whether an address is for programs.
pub(crate) fn is_program(path: &str) -> bool {
    path.starts_with("/api/") || path == "/metrics"
}

/// The language a browser asks for.
pub(crate) fn accepted(headers: &HeaderMap) -> Language {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut found = wanted.split(',').filter_map(|part| {
        let tag = part.trim();
        let letters = tag.get(..2)?;
        match letters {
            "zh" => Some(Language::Zh),
            "en" => Some(Language::En),
            _ => None,
        }
    });
    found.next().unwrap_or_default()
}
