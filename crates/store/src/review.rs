//! What reviewers decided of returns, and the cells they sent back.

use crate::{Fault, Store, Tx};

/// A decision of a reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Where it was put on record.
    pub entry: i64,
    /// When.
    pub at: i64,
    /// By which post.
    pub post: String,
    /// The unit for which it was reviewed, by id.
    pub unit: String,
    /// `forwarded`, `accepted`, `returned`.
    pub decision: String,
    /// Why, where it was sent back.
    pub reason: String,
}

/// A cell that was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedCell {
    /// Number of the element.
    pub element: i64,
    /// Where it was put on record.
    pub entry: i64,
    /// Why.
    pub reason: String,
    /// The entry by which it was answered.
    pub answered: Option<i64>,
}

type CellRow = (i64, i64, String, Option<i64>);

fn cell((element, entry, reason, answered): CellRow) -> ReturnedCell {
    ReturnedCell { element, entry, reason, answered }
}

const RETURNED: &str = "select element, entry, reason, answered from returned_cell
 where filing = $1 order by entry, element";

impl Tx {
    /// Keeps a decision.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn add_review(
        &mut self,
        filing: i64,
        entry: i64,
        unit: i64,
        decision: &str,
        reason: &str,
    ) -> Result<(), Fault> {
        sqlx::query(
            "insert into review (filing, entry, unit, decision, reason)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(filing)
        .bind(entry)
        .bind(unit)
        .bind(decision)
        .bind(reason)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Sends cells back: element and reason.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn return_cells(
        &mut self,
        filing: i64,
        entry: i64,
        cells: &[(i64, String)],
    ) -> Result<(), Fault> {
        sqlx::query(
            "insert into returned_cell (filing, entry, element, reason)
             select $2, $3, cast(value ->> 0 as bigint), value ->> 1 from json_each($1)",
        )
        .bind(serde_json::json!(cells).to_string())
        .bind(filing)
        .bind(entry)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Marks every cell sent back as answered.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn answer_cells(&mut self, filing: i64, entry: i64) -> Result<(), Fault> {
        sqlx::query(
            "update returned_cell set answered = $2 where filing = $1 and answered is null",
        )
        .bind(filing)
        .bind(entry)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Drops the draft of a return: it was submitted.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn drop_draft(&mut self, filing: i64) -> Result<(), Fault> {
        sqlx::query("delete from draft_cell where filing = $1")
            .bind(filing)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// The cells of a return that were ever sent back, as the transaction sees it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn returned_cells(&mut self, filing: i64) -> Result<Vec<ReturnedCell>, Fault> {
        let rows: Vec<CellRow> =
            sqlx::query_as(RETURNED).bind(filing).fetch_all(self.connection()).await?;
        Ok(rows.into_iter().map(cell).collect())
    }
}

impl Store {
    /// The decisions on a return, oldest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn reviews(&self, filing: i64) -> Result<Vec<Review>, Fault> {
        let rows: Vec<(i64, i64, String, String, String, String)> = sqlx::query_as(
            "select v.entry, l.at, l.post, r.id, v.decision, v.reason from review v
             join log l on l.seq = v.entry join reporter r on r.number = v.unit
             where v.filing = $1 order by v.entry",
        )
        .bind(filing)
        .fetch_all(&self.readers)
        .await?;
        let review = |(entry, at, post, unit, decision, reason)| Review {
            entry,
            at,
            post,
            unit,
            decision,
            reason,
        };
        Ok(rows.into_iter().map(review).collect())
    }

    /// The cells of a return that were ever sent back.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn returned_cells(&self, filing: i64) -> Result<Vec<ReturnedCell>, Fault> {
        let rows: Vec<CellRow> =
            sqlx::query_as(RETURNED).bind(filing).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(cell).collect())
    }
}
