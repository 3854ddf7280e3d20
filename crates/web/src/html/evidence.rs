//! Files of evidence: up, and down as attachments that no browser opens by itself.

use axum::extract::{Multipart, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use gangmu_app::collect::evidence::{Evidence, Of, attach, read_evidence};
use gangmu_app::collect::form;
use gangmu_app::office::Edition;

use super::entry::shown;
use super::page::moment;
use super::{Page, go, query};
use crate::answer::{Answer, told};
use crate::sent::{At, Uploaded};
use crate::serve::Desk;
use crate::visitor::Member;

/// The most that a file can have, as people read it.
pub(crate) const LARGEST_MIB: &str = "10";

/// A file in a list.
pub(crate) struct FileLine {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) part: String,
    pub(crate) size: String,
    pub(crate) by: String,
    pub(crate) at: String,
    pub(crate) hash: String,
}

/// Files as lines of a list.
pub(crate) fn file_lines(page: &Page, edition: &Edition, files: &[Evidence]) -> Vec<FileLine> {
    let tree = &edition.programme.tree;
    let zone = edition.programme.framework.zone_seconds;
    let name = |id: &str| tree.find(id).map_or(id.to_owned(), |found| page.name(&tree.name(found)));
    let line = |file: &Evidence| FileLine {
        number: file.number,
        name: file.name.clone(),
        part: file.part.clone(),
        size: format!("{} KiB", (file.size + 1023) / 1024),
        by: name(&file.post),
        at: moment(file.at, zone),
        hash: file.sha256.chars().take(12).collect(),
    };
    files.iter().map(line).collect()
}

/// What was sent: of which part it is evidence, its name, its bytes.
#[derive(Default)]
struct Sent {
    part: String,
    name: String,
    bytes: Vec<u8>,
}

/// Reads a form with a file. What is too large is cut off at the limit and refused further on.
async fn sent(mut parts: Multipart) -> Sent {
    let mut sent = Sent::default();
    while let Ok(Some(part)) = parts.next_field().await {
        match part.name() {
            Some("part") => sent.part = part.text().await.unwrap_or_default(),
            Some("file") => {
                sent.name = part.file_name().unwrap_or_default().to_owned();
                // Whatever breaks off is not the file: nothing of it is taken.
                sent.bytes = part.bytes().await.map(|bytes| bytes.to_vec()).unwrap_or_default();
            }
            _ => {}
        }
    }
    sent
}

pub(crate) async fn to_fact(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Uploaded(parts): Uploaded,
) -> Result<Response, Answer> {
    let Sent { part, name, bytes } = sent(parts).await;
    let of = Of::Fact { number, part };
    let done = attach(&desk.office, &member.actor, &of, &name, bytes).await;
    let wrong = match wrong_with(&desk, &member, done)? {
        None => return Ok(go(&format!("/facts/{number}"))),
        Some(wrong) => wrong,
    };
    let mut page = super::fact::laid(&desk, &member, number, wrong).await?;
    *page.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

pub(crate) async fn to_return(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Uploaded(parts): Uploaded,
) -> Result<Response, Answer> {
    let Sent { part: element, name, bytes } = sent(parts).await;
    let of = Of::Return { number, element };
    let done = attach(&desk.office, &member.actor, &of, &name, bytes).await;
    let wrong = match wrong_with(&desk, &member, done)? {
        None => return Ok(go(&format!("/returns/{number}"))),
        Some(wrong) => wrong,
    };
    let form = form(&desk.office, &member.actor, number).await;
    let form = form.map_err(|refusal| member.refuse(refusal))?;
    let cells = shown(&desk, &member, &form);
    let mut page = super::entry::laid(&desk, &member, &form, cells, wrong).await?;
    *page.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

/// What is told of something wrong: code, sentence, next step.
type Wrong = Vec<(String, String, String)>;

/// What is wrong with a file, in the words of who sent it; nothing where it is on record.
fn wrong_with(
    desk: &Desk,
    member: &Member,
    done: Result<Evidence, Refusal>,
) -> Result<Option<Wrong>, Answer> {
    let words = desk.words(member.visitor.language);
    match done {
        Ok(_) => Ok(None),
        Err(Refusal::Wrong(found)) => Ok(Some(found.iter().map(|f| told(f, words)).collect())),
        Err(Refusal::NotNow(finding)) => Ok(Some(vec![told(&finding, words)])),
        Err(refusal) => Err(member.refuse(refusal)),
    }
}

/// A file as an attachment: never shown in the page's own place, never guessed at, and without rights of
/// any kind where a browser shows it all the same.
pub(crate) async fn download(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
) -> Result<Response, Answer> {
    let read = read_evidence(&desk.office, &member.actor, number).await;
    let (file, kind, bytes) = read.map_err(|refusal| member.refuse(refusal))?;
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' })
        .collect();
    let disposition =
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", query(&file.name));
    let disposition = HeaderValue::from_str(&disposition)
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind.media())),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ];
    Ok((headers, bytes).into_response())
}
