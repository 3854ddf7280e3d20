//! Files of evidence are put beside facts and returns.

use axum::extract::{Multipart, State};
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::collect::evidence::{Evidence, Of, attach};
use gangmu_app::collect::form;
use gangmu_app::office::Edition;

use super::entry::shown;
use super::page::moment;
use super::{Page, go};
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
