//! What is being written: drafts of returns, changed in place and kept at once.

use crate::{Fault, Store, Tx};

/// A cell as it is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftCell {
    /// Number of the element.
    pub element: i64,
    /// What was typed.
    pub value: String,
    /// The word of the status chosen.
    pub status: String,
    /// What was noted beside it.
    pub note: String,
    /// Which change of the cell this is, from 1.
    pub revision: i64,
    /// The account that wrote it.
    pub account: i64,
    /// When.
    pub at: i64,
}

/// A change of a cell, made by somebody who had a certain revision in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Number of the element.
    pub element: i64,
    /// The revision in sight; 0 where there was no draft of the cell.
    pub revision: i64,
    /// What was typed.
    pub value: String,
    /// The word of the status chosen.
    pub status: String,
    /// What was noted beside it.
    pub note: String,
}

/// A cell that somebody else changed meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What was to be written.
    pub mine: Edit,
    /// What stands there.
    pub theirs: DraftCell,
}

type Row = (i64, String, String, String, i64, i64, i64);

fn cell((element, value, status, note, revision, account, at): Row) -> DraftCell {
    DraftCell { element, value, status, note, revision, account, at }
}

const OF_FILING: &str = "select element, value, status, note, revision, account, at
 from draft_cell where filing = $1 order by element";

impl Tx {
    /// Writes cells of a draft, all of them or none, and gives the draft as it is then: whoever had
    /// another revision in sight than the one that stands there gets both. The return must be held, and
    /// `standing` be its draft since.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn write_draft(
        &mut self,
        filing: i64,
        account: i64,
        standing: Vec<DraftCell>,
        edits: &[Edit],
    ) -> Result<Result<Vec<DraftCell>, Vec<Conflict>>, Fault> {
        let of = |element: i64| standing.iter().find(|cell| cell.element == element);
        let conflict = |edit: &Edit| {
            let theirs = of(edit.element).filter(|cell| cell.revision != edit.revision)?;
            // The same words twice are no conflict: an answer was lost, or two people agree.
            let same = (&theirs.value, &theirs.status, &theirs.note)
                == (&edit.value, &edit.status, &edit.note);
            (!same).then(|| Conflict { mine: edit.clone(), theirs: theirs.clone() })
        };
        let conflicts: Vec<Conflict> = edits.iter().filter_map(conflict).collect();
        if !conflicts.is_empty() {
            return Ok(Err(conflicts));
        }
        let at = self.now;
        let cells: Vec<DraftCell> = edits
            .iter()
            .map(|edit| DraftCell {
                element: edit.element,
                value: edit.value.clone(),
                status: edit.status.clone(),
                note: edit.note.clone(),
                revision: of(edit.element).map_or(1, |cell| cell.revision + 1),
                account,
                at,
            })
            .collect();
        let list: Vec<_> = cells
            .iter()
            .map(|c| serde_json::json!([c.element, c.value, c.status, c.note, c.revision]))
            .collect();
        sqlx::query(
            "insert into draft_cell (filing, element, value, status, note, revision, account, at)
             select $2, cast(value ->> 0 as bigint), value ->> 1, value ->> 2, value ->> 3,
                    cast(value ->> 4 as bigint), $3, $4
             from json_each($1) where true
             on conflict (filing, element) do update set value = excluded.value,
               status = excluded.status, note = excluded.note, revision = excluded.revision,
               account = excluded.account, at = excluded.at",
        )
        .bind(serde_json::Value::Array(list).to_string())
        .bind(filing)
        .bind(account)
        .bind(at)
        .execute(self.connection())
        .await?;
        let written = |cell: &DraftCell| cells.iter().any(|new| new.element == cell.element);
        let mut draft: Vec<DraftCell> =
            standing.into_iter().filter(|cell| !written(cell)).collect();
        draft.extend(cells);
        draft.sort_by_key(|cell| cell.element);
        Ok(Ok(draft))
    }

    /// The draft of a return, as the transaction sees it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn draft(&mut self, filing: i64) -> Result<Vec<DraftCell>, Fault> {
        let rows: Vec<Row> =
            sqlx::query_as(OF_FILING).bind(filing).fetch_all(self.connection()).await?;
        Ok(rows.into_iter().map(cell).collect())
    }
}

impl Store {
    /// The draft of a return.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn draft(&self, filing: i64) -> Result<Vec<DraftCell>, Fault> {
        let rows: Vec<Row> =
            sqlx::query_as(OF_FILING).bind(filing).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(cell).collect())
    }
}
