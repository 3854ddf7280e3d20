//! A form as a workbook: down, and back up filled in, with errors by cell.

use axum::extract::{Multipart, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use gangmu_app::Refusal;
use gangmu_app::collect::{Saved, fill_from_workbook, form, form_as_workbook};

use super::entry::{laid, shown};
use super::go;
use crate::answer::{Answer, told};
use crate::serve::Desk;
use crate::visitor::Member;

/// What an `.xlsx` calls itself.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(crate) async fn download(
    State(desk): State<Desk>,
    member: Member,
    Path(number): Path<i64>,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let form = form(&desk.office, &member.actor, number).await.map_err(refuse)?;
    let language = member.visitor.language;
    let name = format!("{}-{}-{}.xlsx", form.filing.dataset, form.filing.reporter_id, form.period);
    let made = tokio::task::spawn_blocking(move || form_as_workbook(&form, language)).await;
    let bytes =
        made.map_err(|error| refuse(Refusal::Broken(error.to_string())))?.map_err(refuse)?;
    // Ids are letters, digits and a few signs: none of them ends the name.
    let disposition = format!("attachment; filename=\"{}\"", name.replace(['"', '\\'], "_"));
    Ok(([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes)
        .into_response())
}

pub(crate) async fn upload(
    State(desk): State<Desk>,
    member: Member,
    Path(number): Path<i64>,
    mut parts: Multipart,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let mut sent = None;
    while let Ok(Some(part)) = parts.next_field().await {
        if part.name() == Some("workbook") {
            let name = part.file_name().unwrap_or("workbook.xlsx").to_owned();
            sent = part.bytes().await.ok().map(|bytes| (name, bytes.to_vec()));
            break;
        }
    }
    let (name, bytes) = sent.unwrap_or_default();
    // A name is told back to who sent it, and nothing else is done with it.
    let name: String =
        name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(80).collect();
    let saved = fill_from_workbook(&desk.office, &member.actor, number, &name, bytes).await;
    let words = desk.words(member.visitor.language);
    let wrong = match saved {
        Ok(Saved::Kept { .. }) => return Ok(go(&format!("/returns/{number}"))),
        Ok(Saved::Clashed(theirs)) => {
            let ids: Vec<&str> = theirs.iter().map(|cell| cell.element.as_str()).collect();
            let says = format!("{} ({})", words.say("B059", &[]), ids.join(", "));
            vec![("B059".to_owned(), says, words.say("B059-next", &[]))]
        }
        Err(Refusal::Wrong(findings)) => findings
            .iter()
            .map(|finding| {
                let (code, says, next) = told(finding, words);
                let place = finding.place.to_string();
                let here = !says.starts_with(&place) && place != "office";
                (code, if here { format!("{place}: {says}") } else { says }, next)
            })
            .collect(),
        Err(refusal) => return Err(refuse(refusal)),
    };
    let form = form(&desk.office, &member.actor, number).await.map_err(refuse)?;
    let cells = shown(&desk, &member, &form);
    let mut page = laid(&desk, &member, &form, cells, wrong).await?;
    *page.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}
