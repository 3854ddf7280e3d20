//! How far the returns of a data set are, below each of some units.

use std::collections::BTreeMap;

use crate::{Fault, Span, Store};

/// How many returns are how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Not submitted yet.
    pub open: i64,
    /// Submitted, and waiting for a review.
    pub submitted: i64,
    /// Sent back with cells to correct.
    pub returned: i64,
    /// Accepted.
    pub accepted: i64,
    /// The return of the unit itself, if it has one.
    pub own: Option<i64>,
}

impl Progress {
    /// How many there are.
    pub fn all(&self) -> i64 {
        self.open + self.submitted + self.returned + self.accepted
    }
}

impl Store {
    /// How far the returns of a data set for a period are in each of some stretches of the tree, by the first
    /// number of the stretch.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn progress(
        &self,
        dataset: &str,
        period: i64,
        within: &[Span],
    ) -> Result<BTreeMap<i64, Progress>, Fault> {
        let list: Vec<_> = within.iter().map(|span| [span.first, span.last]).collect();
        let rows: Vec<(i64, i64, i64, i64, i64, Option<i64>)> = sqlx::query_as(
            "select w.first,
                count(case when f.state = 'open' then 1 end),
                count(case when f.state = 'submitted' then 1 end),
                count(case when f.state = 'returned' then 1 end),
                count(case when f.state = 'accepted' then 1 end),
                max(case when p.first = w.first and p.reporter = p.unit then f.number end)
             from (select cast(value ->> 0 as bigint) as first, cast(value ->> 1 as bigint) as last
                   from json_each($1)) w
             join span p on p.first between w.first and w.last
             join filing f on f.reporter = p.reporter and f.dataset = $2 and f.period = $3
             group by w.first",
        )
        .bind(serde_json::json!(list).to_string())
        .bind(dataset)
        .bind(period)
        .fetch_all(&self.readers)
        .await?;
        let progress = |(first, open, submitted, returned, accepted, own)| {
            (first, Progress { open, submitted, returned, accepted, own })
        };
        Ok(rows.into_iter().map(progress).collect())
    }
}
