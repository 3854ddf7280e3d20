//! Cells of a draft are kept as they are typed, at once, all that were sent or none. Two people on one
//! form never lose an edit without seeing the other's.

use gangmu_base::Finding;
use gangmu_base::observations::Moment;
use gangmu_store::{Conflict, DraftCell, Edit, Filing, Tx};

use super::form::{CHOICES, Form, FormCell, Parts, cells, form};
use crate::authz::{Actor, Verb, require, still_may};
use crate::office::Office;
use crate::refusal::Refusal;

/// A cell as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellEdit {
    /// Id of the element.
    pub element: String,
    /// The revision that was in sight.
    pub revision: i64,
    /// What was typed.
    pub value: String,
    /// The word of its status.
    pub status: String,
    /// What was noted beside it.
    pub note: String,
}

/// What came of saving.
#[derive(Debug, Clone)]
pub enum Saved {
    /// Kept.
    Kept {
        /// The cells as they stand now.
        cells: Vec<SavedCell>,
        /// Of others, what is said of them now, where that has changed by it.
        told: Vec<Told>,
        /// How many cells of the form are done.
        done: usize,
        /// How many are asked.
        asked: usize,
    },
    /// Not kept, none of it: these cells were changed by somebody else meanwhile.
    Clashed(Vec<TheirCell>),
}

/// A cell that was kept.
#[derive(Debug, Clone)]
pub struct SavedCell {
    /// Id of the element.
    pub element: String,
    /// Its revision now.
    pub revision: i64,
    /// What is wrong with it, or odd.
    pub check: Option<Finding>,
}

/// What is said of a cell now.
#[derive(Debug, Clone)]
pub struct Told {
    /// Id of the element.
    pub element: String,
    /// What is wrong with it, or odd.
    pub check: Option<Finding>,
}

/// What somebody else wrote into a cell.
#[derive(Debug, Clone)]
pub struct TheirCell {
    /// Id of the element.
    pub element: String,
    /// Its revision now.
    pub revision: i64,
    /// What stands there.
    pub value: String,
    /// The word of its status.
    pub status: String,
    /// What is noted beside it.
    pub note: String,
    /// The login of the post that wrote it: a colleague of the same body.
    pub who: String,
}

/// Longer texts are no figures and no notes.
const VALUE: usize = 200;
const NOTE: usize = 2000;

/// Keeps cells of a draft.
///
/// # Errors
/// `B049` for a cell that is not of the form, cannot be changed or is too long; `B050` after the
/// deadline; `B051` where the return is not open.
pub async fn save_cells(
    office: &Office,
    actor: &Actor,
    filing: i64,
    edits: Vec<CellEdit>,
) -> Result<Saved, Refusal> {
    let form = form(office, actor, filing).await?;
    may_write(actor, &form)?;
    let mut wanted = Vec::new();
    for edit in edits {
        let cell = form.cells.iter().find(|cell| form.element(cell).id == edit.element);
        let fits = edit.value.chars().count() <= VALUE
            && edit.note.chars().count() <= NOTE
            && CHOICES.contains(&edit.status.as_str());
        let number = cell
            .filter(|cell| fits && !cell.locked)
            .and_then(|cell| form.edition.number_of_element(cell.element));
        let twice = |element: &i64| wanted.iter().any(|other: &Edit| other.element == *element);
        let Some(element) = number.filter(|element| !twice(element)) else {
            return Err(Refusal::wrong("B049", &[("element", &edit.element)]));
        };
        let CellEdit { revision, value, status, note, .. } = edit;
        wanted.push(Edit { element, revision, value, status, note });
    }
    let account = actor.account.number;
    let submitted: Vec<(i64, i64)> = form
        .cells
        .iter()
        .filter(|cell| cell.revision < 0)
        .filter_map(|cell| Some((form.edition.number_of_element(cell.element)?, cell.revision)))
        .collect();
    let (now, who) = (office.now(), actor.clone());
    let written = office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                let held = open_still(tx, filing, now).await?;
                still_may(tx, &who, Verb::Enter, held.reporter).await?;
                let standing = tx.draft(filing).await?;
                let stale = wanted.iter().any(|edit| {
                    let drafted = standing.iter().any(|cell| cell.element == edit.element);
                    let last = submitted.iter().find(|(of, _)| *of == edit.element);
                    !drafted && edit.revision != last.map_or(0, |(_, revision)| *revision)
                });
                if stale || held.entry != form.filing.entry {
                    // Submitted or sent back since it was looked at: the page is to be loaded anew.
                    return Err(Refusal::not_now("B052", &[]));
                }
                let written = tx.write_draft(filing, account, standing, &wanted).await?;
                Ok(written.map(|draft| (form, wanted, draft)))
            })
        })
        .await?;
    match written {
        Ok((form, wanted, draft)) => Ok(kept(&form, &wanted, draft)),
        Err(conflicts) => clashed(office, actor, filing, conflicts).await,
    }
}

/// The form with the draft as it was when these cells were kept: what a colleague wrote a moment later was
/// not in sight, and its revision is not told.
fn kept(form: &Form, wanted: &[Edit], draft: Vec<DraftCell>) -> Saved {
    let parts = Parts { draft, ..form.parts.clone() };
    let now = cells(&form.edition, &form.filing, form.dataset, &parts);
    let done = now.iter().filter(|cell| cell.is_done()).count();
    let of = |edit: &Edit| form.edition.element(edit.element);
    let was_sent = |cell: &&FormCell| wanted.iter().any(|edit| of(edit) == Some(cell.element));
    let said = |cell: &FormCell| {
        form.cells
            .iter()
            .find(|before| before.element == cell.element)
            .map(|cell| cell.check.clone())
    };
    let told = now
        .iter()
        .filter(|cell| !was_sent(cell) && said(cell) != Some(cell.check.clone()))
        .map(|cell| Told { element: form.element(cell).id.clone(), check: cell.check.clone() })
        .collect();
    let sent: Vec<SavedCell> = now
        .iter()
        .filter(was_sent)
        .map(|cell| SavedCell {
            element: form.element(cell).id.clone(),
            revision: cell.revision,
            check: cell.check.clone(),
        })
        .collect();
    Saved::Kept { cells: sent, told, done, asked: now.len() }
}

async fn clashed(
    office: &Office,
    actor: &Actor,
    filing: i64,
    conflicts: Vec<Conflict>,
) -> Result<Saved, Refusal> {
    let form = form(office, actor, filing).await?;
    let mut told = Vec::new();
    for Conflict { theirs, .. } in conflicts {
        let element = form.edition.element(theirs.element);
        let id = element.and_then(|e| form.edition.programme.asked.get(e.0 as usize));
        let who = office.store.account(theirs.account).await?;
        told.push(TheirCell {
            element: id.map(|element| element.id.clone()).unwrap_or_default(),
            revision: theirs.revision,
            value: theirs.value,
            status: theirs.status,
            note: theirs.note,
            who: who.map(|account| account.login).unwrap_or_default(),
        });
    }
    Ok(Saved::Clashed(told))
}

/// Lets through who may write in a form.
pub(super) fn may_write(actor: &Actor, form: &Form) -> Result<(), Refusal> {
    require(actor, Verb::Enter, form.span)
}

/// The return, held, where it is open still. What time it is the server's clock says, and the log: it
/// never goes back.
pub(super) async fn open_still(tx: &mut Tx, filing: i64, now: Moment) -> Result<Filing, Refusal> {
    let Some(held) = tx.hold_filing(filing).await? else { return Err(Refusal::NotThere) };
    if !matches!(held.state.as_str(), "open" | "returned") {
        return Err(Refusal::not_now("B051", &[("state", &held.state)]));
    }
    if tx.last_moment().await?.max(now) > held.closes_at {
        return Err(Refusal::not_now("B050", &[]));
    }
    Ok(held)
}
