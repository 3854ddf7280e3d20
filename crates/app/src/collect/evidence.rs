//! Files of evidence: put beside a fact or a return, kept by their hash, given out as attachments to who
//! may see what they belong to. They are never opened here, and nothing they say of themselves is trusted.

mod content;
mod files;
mod name;

pub use content::FileType;
pub use gangmu_store::Evidence;

use gangmu_store::{NewEntry, NewEvidence, StoredFact};

use super::facts::{Cells, may_attach};
use crate::authz::{Actor, Verb, may, require, still_may};
use crate::office::Office;
use crate::refusal::Refusal;

/// No file has more bytes.
pub const LARGEST: usize = 10 << 20;
/// No fact and no return has more files.
const MOST: usize = 20;

/// Of what a file is evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// Of a fact, or of one row of it: an element of a checklist, a dimension.
    Fact {
        /// Its number.
        number: i64,
        /// The element or dimension; empty for all of it.
        part: String,
    },
    /// Of a return, or of one cell of it.
    Return {
        /// Its number.
        number: i64,
        /// Id of the element; empty for all of it.
        element: String,
    },
}

/// Puts a file on record. Its bytes are on disk before anything says that they are; what breaks in between
/// leaves a file that nothing knows, which `gangmu store check` tells. Sent again it is the same file.
///
/// # Errors
/// [`Refusal::NotThere`] for who may not see what it is for, `B141` where they may put nothing beside it
/// (now); `B137` for its name, `B138` for its content, `B139` for its size or number, `B140` in an office
/// that has no place for files.
pub async fn attach(
    office: &Office,
    actor: &Actor,
    of: &Of,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Evidence, Refusal> {
    let files = office.evidence.as_ref().ok_or_else(|| Refusal::not_now("B140", &[]))?;
    let held = holder(office, actor, of).await?;
    if bytes.len() > LARGEST || bytes.is_empty() {
        return Err(Refusal::wrong("B139", &[("limit", &(LARGEST >> 20).to_string())]));
    }
    let name = name::fit(name)?;
    let kind = FileType::of(&bytes, &name)?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let sha256 = files.keep(bytes).await?;
    let new = NewEvidence {
        of: held.of,
        subject: held.number,
        part: held.part.clone(),
        about: held.about,
        name,
        kind: kind.word(),
        size,
        sha256,
    };
    let (by, now, who) = (actor.by(), office.now(), actor.clone());
    let (subject, of_word) = (held.number, held.of);
    let number = office
        .store
        .write(now, move |tx| {
            Box::pin(async move {
                tx.hold_log().await?;
                still_may(tx, &who, Verb::See, held.about).await?;
                let there = tx.evidence_of(held.of, held.number).await?;
                let same = |other: &&Evidence| {
                    other.sha256 == new.sha256 && other.part == new.part && other.name == new.name
                };
                if let Some(same) = there.iter().find(same) {
                    return Ok(same.number);
                }
                if there.len() >= MOST {
                    let limit = (LARGEST >> 20).to_string();
                    return Err(Refusal::not_now("B139", &[("limit", &limit)]));
                }
                // What was looked at before is looked at again: nobody else writes meanwhile.
                if let Some(revision) = held.revision
                    && tx.fact(held.number).await?.is_none_or(|fact| fact.entry != revision)
                {
                    return Err(Refusal::not_now("B121", &[]));
                }
                let detail = serde_json::json!({
                    "part": new.part, "type": new.kind, "size": new.size, "sha256": new.sha256,
                });
                let entry = tx
                    .append(&NewEntry {
                        by,
                        act: "attach-evidence",
                        subject: format!("{}:{}", held.of, held.number),
                        unit: Some(held.about),
                        detail: detail.to_string(),
                    })
                    .await?;
                Ok::<_, Refusal>(tx.add_evidence(&new, entry.seq).await?)
            })
        })
        .await?;
    let all = office.store.evidence_of(of_word, subject).await?;
    all.into_iter().find(|file| file.number == number).ok_or(Refusal::NotThere)
}

/// What a file is put beside.
struct Holder {
    of: &'static str,
    number: i64,
    part: String,
    about: i64,
    /// The revision of a fact that was looked at.
    revision: Option<i64>,
}

async fn holder(office: &Office, actor: &Actor, of: &Of) -> Result<Holder, Refusal> {
    let refused = || Refusal::not_allowed("B141", &[]);
    let edition = office.structure().await?;
    match of {
        Of::Fact { number, part } => {
            let shown = super::facts::fact(office, actor, *number).await?;
            if !may_attach(actor, &edition, (&shown.fact, shown.about), office.now()) {
                return Err(refused());
            }
            if !part.is_empty() && !has_part(&shown.fact, part) {
                return Err(Refusal::wrong("B130", &[("id", part), ("nearest", "")]));
            }
            let (about, revision) = (shown.fact.about, Some(shown.fact.entry));
            Ok(Holder { of: "fact", number: *number, part: part.clone(), about, revision })
        }
        Of::Return { number, element } => {
            let form = super::form(office, actor, *number).await?;
            if !form.writable {
                return Err(refused());
            }
            let of_form = form.cells.iter().any(|cell| form.element(cell).id == *element);
            if !element.is_empty() && !of_form {
                return Err(Refusal::wrong("B049", &[("element", element)]));
            }
            let about = form.filing.reporter;
            let part = element.clone();
            Ok(Holder { of: "filing", number: *number, part, about, revision: None })
        }
    }
}

/// Whether a fact has a row of that element or dimension.
fn has_part(fact: &StoredFact, part: &str) -> bool {
    let named = |column: &str, value: &str| {
        matches!(column, "element" | "dimension" | "answer") && value == part
    };
    let cells = Cells::read(&fact.cells);
    cells.rows.iter().any(|row| row.iter().any(|(column, value)| named(column, value)))
}

/// The files of a return, for who may see it. Those of one that was never submitted are seen by those who
/// report alone, as its draft is.
///
/// # Errors
/// [`Refusal::NotThere`] for who may not see the return.
pub async fn evidence_of_return(
    office: &Office,
    actor: &Actor,
    filing: i64,
) -> Result<Vec<Evidence>, Refusal> {
    let (found, span) = office.store.filing(filing).await?.ok_or(Refusal::NotThere)?;
    require(actor, Verb::See, span)?;
    let enters = span.is_some_and(|span| may(actor, Verb::Enter, span));
    if found.submitted_at.is_none() && !enters {
        return Ok(Vec::new());
    }
    Ok(office.store.evidence_of("filing", filing).await?)
}

/// A file with its bytes, for who may see what it belongs to.
///
/// # Errors
/// [`Refusal::NotThere`] for anybody else; [`Refusal::NotNow`] where the bytes are damaged.
pub async fn read_evidence(
    office: &Office,
    actor: &Actor,
    number: i64,
) -> Result<(Evidence, FileType, Vec<u8>), Refusal> {
    let found = office.store.evidence(number).await?.ok_or(Refusal::NotThere)?;
    let listed = match found.of.as_str() {
        "fact" => super::facts::fact(office, actor, found.subject).await?.evidence,
        _ => evidence_of_return(office, actor, found.subject).await?,
    };
    if listed.iter().all(|file| file.number != number) {
        return Err(Refusal::NotThere);
    }
    let files = office.evidence.as_ref().ok_or_else(|| Refusal::not_now("B140", &[]))?;
    let bytes = files.read(&found.sha256).await?;
    let kind = FileType::of_word(&found.kind).ok_or(Refusal::NotThere)?;
    Ok((found, kind, bytes))
}
