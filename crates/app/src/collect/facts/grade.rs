//! Grades of dimensions: what a unit gives itself, and what the assessor's body gives. Both are kept; the
//! assessor's counts.

use std::collections::{BTreeMap, BTreeSet};

use gangmu_store::{NewEntry, NewFact};

use super::assess::{label_fits, period, topic, unknown};
use super::cells::cell;
use super::check_list::said_anew;
use super::step::{FactReceipt, find_about, once, request_of, say, without_stake};
use super::vocabulary::vocabulary;
use super::{Arises, Cells, FactKind, fit_text, state};
use crate::authz::{Actor, Verb, may, require, still_may};
use crate::office::Office;
use crate::refusal::Refusal;

/// A grade of a dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    /// The dimension, by id.
    pub dimension: String,
    /// The grade; one that the rules know.
    pub grade: String,
}

/// Grades of a unit for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grades {
    /// Whose, by id.
    pub about: String,
    /// The indicator, by id.
    pub indicator: String,
    /// The period, as `2025`.
    pub period: String,
    /// The dimensions, each once.
    pub grades: Vec<Graded>,
    /// By what, in words; may be empty.
    pub note: String,
}

/// No indicator has more dimensions.
const MOST: usize = 200;

/// Gives grades: as self grades by who reports for the unit, as those that count by who assesses there.
///
/// # Errors
/// [`Refusal::NotThere`] and [`Refusal::NotAllowed`] for who does neither; `B125` for an assessor with a
/// stake; `B130` for an indicator or dimension, `B132` for a grade, `B103` for a period, `B143` for nothing;
/// `B131` where the assessor has graded already.
pub async fn grade(
    office: &Office,
    actor: &Actor,
    grades: Grades,
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let edition = office.structure().await?;
    let (about, number) = find_about(office, actor, &edition, &grades.about).await?;
    let span = office.store.span(number).await?;
    let own = span.is_some_and(|span| may(actor, Verb::Enter, span));
    let verb = if own { Verb::Enter } else { Verb::Assess };
    require(actor, verb, span)?;
    if !own {
        without_stake(office, actor, &edition, about)?;
    }
    let known = vocabulary(&edition.programme);
    let Some(labels) = known.grades.get(&grades.indicator) else {
        return Err(unknown(&grades.indicator, known.grades.keys().map(String::as_str)));
    };
    let none = BTreeSet::new();
    let dimensions = known.dimensions.get(&grades.indicator).unwrap_or(&none);
    let period = period(&grades.period)?;
    let (written, note) = (period.to_string(), fit_text(&grades.note)?);
    let mut cells = Cells::headed([
        ("indicator", grades.indicator.as_str()),
        ("period", written.as_str()),
        ("note", note.as_str()),
    ]);
    let mut seen = BTreeSet::new();
    let column = if own { "self_grade" } else { "grade" };
    for Graded { dimension, grade } in &grades.grades {
        let named = dimensions.is_empty() || dimensions.contains(dimension);
        let fits = named && gangmu_exchange::folder::is_id(dimension);
        if !fits || !seen.insert(dimension) {
            return Err(unknown(dimension, dimensions.iter().map(String::as_str)));
        }
        label_fits(grade, labels)?;
        cells.add([("dimension", dimension.as_str()), (column, grade.as_str())]);
    }
    if cells.rows.is_empty() || cells.rows.len() > MOST {
        return Err(Refusal::wrong("B143", &[]));
    }
    let new = NewFact {
        kind: FactKind::Grade.word(),
        about: number,
        topic: topic(&grades.indicator, period),
        state: if own { state::SELF_GRADED } else { state::GRADED },
        waits_for: if own { Verb::Assess.word() } else { "" },
        author: actor.account.body,
        cells: cells.write(),
        cause: None,
        counts: !own,
    };
    let request = request_of("grade", &[&grades.about, &new.topic, &new.cells]);
    let (by, who) = (actor.by(), actor.clone());
    once(office, actor, key, request, move |tx| {
        Box::pin(async move {
            still_may(tx, &who, verb, number).await?;
            match own {
                true => said_anew(tx, &by, "grade-self", &new).await,
                false => graded(tx, &by, &new).await,
            }
        })
    })
    .await
}

/// The assessor's grades beside those the unit gave itself, where it did.
async fn graded(
    tx: &mut gangmu_store::Tx,
    by: &gangmu_store::By,
    new: &NewFact,
) -> Result<FactReceipt, Refusal> {
    let before = tx.facts_about(new.kind, new.about, &new.topic).await?;
    let Some(mut held) = before.into_iter().next_back() else {
        return say(tx, by, "grade", new).await;
    };
    if held.state != state::SELF_GRADED {
        return Err(Refusal::not_now("B131", &[]));
    }
    let (own, mut both) = (Cells::read(&held.cells), Cells::read(&new.cells));
    let of_self: BTreeMap<&str, &str> =
        own.rows.iter().map(|row| (cell(row, "dimension"), cell(row, "self_grade"))).collect();
    for row in &mut both.rows {
        let given = of_self.get(cell(row, "dimension")).copied().unwrap_or_default().to_owned();
        row.insert("self_grade".to_owned(), given);
    }
    // A dimension the assessor leaves out keeps what the unit said of it, and counts for nothing.
    let left = own.rows.iter().filter(|row| {
        both.rows.iter().all(|other| cell(other, "dimension") != cell(row, "dimension"))
    });
    let left: Vec<_> = left.cloned().collect();
    both.rows.extend(left);
    let entry = tx
        .append(&NewEntry {
            by: by.clone(),
            act: "grade",
            subject: format!("fact:{}", held.number),
            unit: Some(held.about),
            detail: serde_json::json!({ "kind": new.kind, "topic": new.topic }).to_string(),
        })
        .await?;
    held.state = state::GRADED.to_owned();
    held.waits_for.clear();
    held.cells = both.write();
    (held.entry, held.counted) = (entry.seq, Some(entry.seq));
    tx.set_fact(&held, "").await?;
    Ok(FactReceipt { fact: held.number, entry: entry.seq, at: entry.at, arises: Arises::Nothing })
}
