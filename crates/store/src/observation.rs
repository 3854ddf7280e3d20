//! Observations: appended, never changed. What a figure was at a moment is what was appended by then.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::{Fault, Store, Tx};

/// A figure to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObservation {
    /// Number of the element.
    pub element: i64,
    /// Number of the period.
    pub period: i64,
    /// Number of the unit or body it is about.
    pub reporter: i64,
    /// When it counts as recorded; the least number for "before all others".
    pub recorded_at: i64,
    /// Digits of the figure.
    pub mantissa: i64,
    /// How many of them stand behind the point.
    pub scale: i64,
    /// Number of the status.
    pub status: i64,
}

/// A figure as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObservation {
    /// What.
    pub figure: NewObservation,
    /// Where it was put on record.
    pub entry: i64,
    /// The return it came with, if it came with one.
    pub filing: Option<i64>,
}

impl StoredObservation {
    /// The order in which the rows of an element and period follow each other.
    pub(crate) fn order(&self) -> (i64, i64, i64) {
        (self.figure.reporter, self.figure.recorded_at, self.entry)
    }
}

/// So many rows go into one statement.
const ROWS: usize = 20_000;

type Row = (i64, i64, i64, i64, i64, i64, i64, i64, Option<i64>);

fn observation(row: Row) -> StoredObservation {
    let (element, period, reporter, recorded_at, mantissa, scale, status, entry, filing) = row;
    let recorded_at = moment(recorded_at);
    StoredObservation {
        figure: NewObservation { element, period, reporter, recorded_at, mantissa, scale, status },
        entry,
        filing,
    }
}

/// A moment as it is kept, and back: the least number, which most figures of an import have, takes eight
/// bytes in a row where 0 takes none. So the two change places.
pub(crate) fn moment(moment: i64) -> i64 {
    match moment {
        i64::MIN => 0,
        0 => i64::MIN,
        other => other,
    }
}

impl Tx {
    /// Appends figures under an entry of the log, of a return or of none.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn append_observations(
        &mut self,
        rows: &[NewObservation],
        entry: i64,
        filing: Option<i64>,
    ) -> Result<(), Fault> {
        for rows in rows.chunks(ROWS) {
            sqlx::query(
                "insert into observation
                   (reporter, recorded_at, mantissa, scale, status, element, period, entry, filing)
                 select cast(value ->> 0 as bigint), cast(value ->> 1 as bigint),
                        cast(value ->> 2 as bigint), cast(value ->> 3 as bigint),
                        cast(value ->> 4 as bigint), cast(value ->> 5 as bigint),
                        cast(value ->> 6 as bigint), $2, $3
                 from json_each($1)",
            )
            .bind(listed(rows, true))
            .bind(entry)
            .bind(filing)
            .execute(self.connection())
            .await?;
        }
        let keys: BTreeSet<(i64, i64)> = rows.iter().map(|row| (row.element, row.period)).collect();
        self.mark_observed(&keys, entry).await
    }

    /// Appends many figures of one element for one period, which come with no return. Rows that do not
    /// each repeat the key are taken in half of the time.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn append_block(
        &mut self,
        (element, period): (i64, i64),
        rows: &[NewObservation],
        entry: i64,
    ) -> Result<(), Fault> {
        for rows in rows.chunks(ROWS) {
            sqlx::query(
                "insert into observation
                   (reporter, recorded_at, mantissa, scale, status, element, period, entry)
                 select cast(value ->> 0 as bigint), cast(value ->> 1 as bigint),
                        cast(value ->> 2 as bigint), cast(value ->> 3 as bigint),
                        cast(value ->> 4 as bigint), $3, $4, $2
                 from json_each($1)",
            )
            .bind(listed(rows, false))
            .bind(entry)
            .bind(element)
            .bind(period)
            .execute(self.connection())
            .await?;
        }
        self.mark_observed(&BTreeSet::from([(element, period)]), entry).await
    }

    /// Keeps what was noted beside cells of a return: element and note.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn append_notes(
        &mut self,
        notes: &[(i64, &str)],
        entry: i64,
        filing: i64,
    ) -> Result<(), Fault> {
        let list: Vec<_> =
            notes.iter().map(|(element, note)| serde_json::json!([element, note])).collect();
        sqlx::query(
            "insert into observation_note (element, note, entry, filing)
             select cast(value ->> 0 as bigint), value ->> 1, $2, $3 from json_each($1)",
        )
        .bind(serde_json::Value::Array(list).to_string())
        .bind(entry)
        .bind(filing)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

/// Rows as a JSON list of lists, with the key in each or without. Written by hand: a tree of values would
/// be most of the work.
fn listed(rows: &[NewObservation], with_key: bool) -> String {
    let mut list = String::with_capacity(rows.len() * 32 + 2);
    for row in rows {
        let NewObservation { element, period, reporter, mantissa, scale, status, .. } = row;
        let moment = moment(row.recorded_at);
        list.push(if list.is_empty() { '[' } else { ',' });
        // Writing to a text does not fail.
        let _ = write!(list, "[{reporter},{moment},{mantissa},{scale},{status}");
        if with_key {
            let _ = write!(list, ",{element},{period}");
        }
        list.push(']');
    }
    list.push_str(if list.is_empty() { "[]" } else { "]" });
    list
}

impl Store {
    /// The figures of a unit or body for a period, those of an element oldest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn observations_of(
        &self,
        reporter: i64,
        period: i64,
        elements: &[i64],
    ) -> Result<Vec<StoredObservation>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(
            "select element, period, reporter, recorded_at, mantissa, scale, status, entry, filing
             from observation
             where element in (select cast(value ->> 0 as bigint) from json_each($3))
               and period = $2 and reporter = $1",
        )
        .bind(reporter)
        .bind(period)
        .bind(serde_json::json!(elements.iter().map(|e| [e]).collect::<Vec<_>>()).to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut rows: Vec<StoredObservation> = rows.into_iter().map(observation).collect();
        rows.sort_unstable_by_key(|row| (row.figure.element, row.order()));
        Ok(rows)
    }

    /// All that was ever recorded of an element by one reporter for some periods, with who did it and what
    /// was noted: the latest period first, within it in the order of recording.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn history_of(
        &self,
        reporter: i64,
        element: i64,
        periods: &[i64],
    ) -> Result<Vec<(StoredObservation, String, String)>, Fault> {
        type Past = (i64, i64, i64, i64, i64, i64, Option<i64>, Option<String>, Option<String>);
        let rows: Vec<Past> = sqlx::query_as(
            "select o.period, o.recorded_at, o.mantissa, o.scale, o.status, o.entry, o.filing,
                    l.post, n.note
             from observation o
             left join log l on l.seq = o.entry
             left join observation_note n
               on n.filing = o.filing and n.element = o.element and n.entry = o.entry
             where o.element = $2 and o.reporter = $1
               and o.period in (select cast(value ->> 0 as bigint) from json_each($3))",
        )
        .bind(reporter)
        .bind(element)
        .bind(serde_json::json!(periods.iter().map(|p| [p]).collect::<Vec<_>>()).to_string())
        .fetch_all(&self.readers)
        .await?;
        let row = |(period, at, mantissa, scale, status, entry, filing, post, note): Past| {
            let row = (element, period, reporter, at, mantissa, scale, status, entry, filing);
            (observation(row), post.unwrap_or_default(), note.unwrap_or_default())
        };
        let mut rows: Vec<_> = rows.into_iter().map(row).collect();
        rows.sort_by_key(|(row, ..)| (std::cmp::Reverse(row.figure.period), row.order()));
        Ok(rows)
    }

    /// What was noted beside the cells of a return: element, entry, note; oldest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn notes_of(&self, filing: i64) -> Result<Vec<(i64, i64, String)>, Fault> {
        Ok(sqlx::query_as(
            "select element, entry, note from observation_note where filing = $1
             order by element, entry",
        )
        .bind(filing)
        .fetch_all(&self.readers)
        .await?)
    }
}
