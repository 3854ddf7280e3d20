//! Figures by element and period: which there are, by which entry of the log they last changed, and
//! their rows. A programme need not fit into memory: who works something out reads what it has use for.

use std::collections::BTreeSet;

use sqlx::AnyConnection;

use crate::observation::{NewObservation, StoredObservation, moment};
use crate::{Appended, Fault, Store, Tx};

/// An element and a period of which something was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// Number of the element.
    pub element: i64,
    /// Number of the period.
    pub period: i64,
    /// The last entry of the log by which figures of it came.
    pub entry: i64,
}

impl Tx {
    /// Keeps that figures of these elements and periods came with an entry.
    pub(crate) async fn mark_observed(
        &mut self,
        keys: &BTreeSet<(i64, i64)>,
        entry: i64,
    ) -> Result<(), Fault> {
        let list: Vec<_> = keys.iter().map(|(element, period)| [element, period]).collect();
        sqlx::query(
            "insert into observed (element, period, entry)
             select cast(value ->> 0 as bigint), cast(value ->> 1 as bigint), $2
             from json_each($1) where true
             on conflict (element, period) do update set entry = excluded.entry",
        )
        .bind(serde_json::json!(list).to_string())
        .bind(entry)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Every element and period of which something was reported, as the transaction sees it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn observed(&mut self) -> Result<Vec<Observed>, Fault> {
        let rows: Vec<(i64, i64, i64)> =
            sqlx::query_as("select element, period, entry from observed")
                .fetch_all(self.connection())
                .await?;
        let observed = |(element, period, entry)| Observed { element, period, entry };
        Ok(rows.into_iter().map(observed).collect())
    }

    /// The figures of an element for a period, as the transaction sees them; of which returns is not told.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn observations(
        &mut self,
        element: i64,
        period: i64,
    ) -> Result<Vec<StoredObservation>, Fault> {
        let found = observations(self.connection(), period, &[element], None, i64::MAX).await?;
        Ok(found.into_iter().flat_map(|(_, rows)| rows).collect())
    }
}

impl Store {
    /// The elements and periods of which figures came after an entry, and the end of the log by which
    /// these are all: nothing that is on record by that end is left out.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn observed_since(&self, entry: i64) -> Result<(Appended, Vec<Observed>), Fault> {
        // One statement sees one state.
        let rows: Vec<Marked> = sqlx::query_as(
            "select e.seq, e.at, o.element, o.period, o.entry
             from log_end e left join observed o on o.entry > $1",
        )
        .bind(entry)
        .fetch_all(&self.readers)
        .await?;
        let end = rows.first().map(|(seq, at, ..)| Appended { seq: *seq, at: *at });
        let end = end.ok_or_else(|| Fault::Damaged("the log has no end".to_owned()))?;
        let observed = rows.into_iter().filter_map(|(_, _, element, period, entry)| {
            Some(Observed { element: element?, period: period?, entry: entry? })
        });
        Ok((end, observed.collect()))
    }

    /// The figures of elements for a period that are on record by an entry: for each element its rows,
    /// by reporter and then by the time they were recorded; of which returns is not told. With `of` those of some units and bodies only.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn observations(
        &self,
        period: i64,
        elements: &[i64],
        of: Option<&[i64]>,
        by: i64,
    ) -> Result<Vec<(i64, Vec<StoredObservation>)>, Fault> {
        observations(&mut *self.readers.acquire().await?, period, elements, of, by).await
    }
}

/// What is asked of some rows. A block of thousands of rows comes as one text: taking rows over one by one
/// would take five times as long as finding them.
macro_rules! in_one_text {
    ($which:literal) => {
        concat!(
            "select element, string_agg(
               reporter || ' ' || recorded_at || ' ' || mantissa || ' ' || scale || ' ' || status
               || ' ' || entry, ' ')
             from observation
             where element in (select cast(value ->> 0 as bigint) from json_each($1))
               and period = $2 and entry <= $3 ",
            $which,
            " group by element"
        )
    };
}

async fn observations(
    connection: &mut AnyConnection,
    period: i64,
    elements: &[i64],
    of: Option<&[i64]>,
    by: i64,
) -> Result<Vec<(i64, Vec<StoredObservation>)>, Fault> {
    let list = |numbers: &[i64]| {
        serde_json::json!(numbers.iter().map(|number| [number]).collect::<Vec<_>>()).to_string()
    };
    let asked = match of {
        None => sqlx::query_as(in_one_text!("")),
        Some(_) => sqlx::query_as(in_one_text!(
            "and reporter in (select cast(value ->> 0 as bigint) from json_each($4))"
        )),
    };
    let asked = asked.bind(list(elements)).bind(period).bind(by);
    let asked = match of {
        None => asked,
        Some(of) => asked.bind(list(of)),
    };
    let blocks: Vec<(i64, String)> = asked.fetch_all(connection).await?;
    blocks.into_iter().map(|(element, text)| Ok((element, rows(element, period, &text)?))).collect()
}

/// The end of the log, and an element, a period and an entry, where there are any.
type Marked = (i64, i64, Option<i64>, Option<i64>, Option<i64>);

/// The parts of a row in its text.
const PARTS: usize = 6;

fn rows(element: i64, period: i64, text: &str) -> Result<Vec<StoredObservation>, Fault> {
    let mut rows = Vec::with_capacity(text.len() / 16);
    let mut parts = [0_i64; PARTS];
    let mut read = 0;
    for word in text.split(' ') {
        let part = word.parse().map_err(|_| Fault::Damaged(format!("a figure reads {word:?}")))?;
        parts[read] = part;
        read += 1;
        if read == PARTS {
            read = 0;
            let [reporter, recorded_at, mantissa, scale, status, entry] = parts;
            let recorded_at = moment(recorded_at);
            let figure =
                NewObservation { element, period, reporter, recorded_at, mantissa, scale, status };
            rows.push(StoredObservation { figure, entry, filing: None });
        }
    }
    if !rows.is_sorted_by_key(StoredObservation::order) {
        rows.sort_unstable_by_key(StoredObservation::order);
    }
    Ok(rows)
}
