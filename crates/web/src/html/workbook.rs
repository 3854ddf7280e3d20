//! A form as a workbook comes back up filled in, with errors by cell.

use axum::extract::State;
use axum::response::Response;
use gangmu_app::Refusal;
use gangmu_app::collect::{Saved, fill_from_workbook, form};

use super::entry::{laid, shown};
use super::go;
use crate::answer::{Answer, told};
use crate::sent::{At, Uploaded, broken_off};
use crate::serve::Desk;
use crate::visitor::Member;

pub(crate) async fn upload(
    State(desk): State<Desk>,
    member: Member,
    At(number): At<i64>,
    Uploaded(mut parts): Uploaded,
) -> Result<Response, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let mut sent = None;
    let unread = |why| broken_off(&member.visitor, &why);
    while let Some(part) = parts.next_field().await.map_err(unread)? {
        if part.name() == Some("workbook") {
            let name = part.file_name().unwrap_or("workbook.xlsx").to_owned();
            let bytes = part.bytes().await.map_err(unread)?;
            sent = Some((name, bytes.to_vec()));
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
