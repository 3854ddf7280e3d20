//! Openings of data sets, and the returns of those who fill them in.

use sqlx::{FromRow, Row as _};

use crate::{Fault, Span, Store, Tx};

/// A data set opened for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Which data set.
    pub dataset: String,
    /// For which period, by number.
    pub period: i64,
    /// Until when a return is on time.
    pub due_at: i64,
    /// Until when it is taken at all.
    pub closes_at: i64,
    /// Where it was put on record.
    pub entry: i64,
}

/// A return to be made when a data set is opened.
#[derive(Debug, Clone, Copy)]
pub struct NewFiling {
    /// Who is to fill it in.
    pub reporter: i64,
}

/// A return: what one unit or body is to report in a data set for a period, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Its number.
    pub number: i64,
    /// Which data set.
    pub dataset: String,
    /// For which period, by number.
    pub period: i64,
    /// Who reports, by number.
    pub reporter: i64,
    /// The same, by id.
    pub reporter_id: String,
    /// `open`, `submitted`, `returned`, `accepted`.
    pub state: String,
    /// The unit whose reviewers are to look at it next.
    pub waits_at: Option<i64>,
    /// Until when it is on time.
    pub due_at: i64,
    /// Until when it is taken at all.
    pub closes_at: i64,
    /// When it was first submitted.
    pub submitted_at: Option<i64>,
    /// By which account it was last submitted.
    pub submitted_by: Option<i64>,
    /// Whether it was first submitted after it was due.
    pub late: bool,
    /// The last entry of the log about it: its revision.
    pub entry: i64,
}

/// Which returns are wanted. Empty texts and zeros ask for any.
#[derive(Debug, Clone, Default)]
pub struct FilingQuery {
    /// Who asks: an account or a token.
    pub asker: i64,
    /// What that account must be allowed to do with them.
    pub verb: String,
    /// Of which data set.
    pub dataset: String,
    /// For which period, by number.
    pub period: i64,
    /// In which state; or `overdue`, due before [`FilingQuery::moment`] and never submitted; or `stuck`,
    /// waiting since before that moment for somebody to review it.
    pub state: String,
    /// Of which those two speak.
    pub moment: i64,
    /// Only those that wait for a review by the asker.
    pub waiting: bool,
    /// Of which stretch of the tree: first number, or less than none.
    pub first: i64,
    /// The last number, where the first is given.
    pub last: i64,
    /// Before this number; 0 for the newest.
    pub before: i64,
    /// No more than these.
    pub limit: i64,
}

type Row = (
    i64,
    String,
    i64,
    i64,
    String,
    String,
    Option<i64>,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
    i64,
    i64,
);

fn filing(row: Row) -> Filing {
    let (.., submitted_at, submitted_by, late, entry) = row.clone();
    let (number, dataset, period, reporter, reporter_id, state, waits_at, due_at, closes_at, ..) =
        row;
    Filing {
        number,
        dataset,
        period,
        reporter,
        reporter_id,
        state,
        waits_at,
        due_at,
        closes_at,
        submitted_at,
        submitted_by,
        late: late != 0,
        entry,
    }
}

impl Tx {
    /// Opens a data set for a period, with a return for each of its reporters.
    ///
    /// # Errors
    /// [`Fault::Clash`] when it is open already; else what the data base says.
    pub async fn open(&mut self, opening: &Opening, reporters: &[NewFiling]) -> Result<(), Fault> {
        let done = sqlx::query(
            "insert into opening (dataset, period, due_at, closes_at, entry)
             values ($1, $2, $3, $4, $5) on conflict do nothing",
        )
        .bind(opening.dataset.as_str())
        .bind(opening.period)
        .bind(opening.due_at)
        .bind(opening.closes_at)
        .bind(opening.entry)
        .execute(self.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(Fault::Clash("opening"));
        }
        let list: Vec<_> = reporters
            .iter()
            .enumerate()
            .map(|(index, new)| serde_json::json!([index + 1, new.reporter]))
            .collect();
        sqlx::query(
            "insert into filing (number, dataset, period, reporter, state, due_at, closes_at, entry)
             select (select coalesce(max(number), 0) from filing) + cast(value ->> 0 as bigint),
                    $2, $3, cast(value ->> 1 as bigint), 'open', $4, $5, $6
             from json_each($1)",
        )
        .bind(serde_json::Value::Array(list).to_string())
        .bind(opening.dataset.as_str())
        .bind(opening.period)
        .bind(opening.due_at)
        .bind(opening.closes_at)
        .bind(opening.entry)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// A return, held until the end of the transaction: nobody else changes it or its draft meanwhile.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn hold_filing(&mut self, number: i64) -> Result<Option<Filing>, Fault> {
        let row: Option<Row> = sqlx::query_as(
            "update filing set number = number where number = $1
             returning number, dataset, period, reporter,
               (select r.id from reporter r where r.number = filing.reporter), state, waits_at,
               due_at, closes_at, submitted_at, submitted_by, late, entry",
        )
        .bind(number)
        .fetch_optional(self.connection())
        .await?;
        Ok(row.map(filing))
    }

    /// Keeps how far a return is now.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_filing(&mut self, to: &Filing) -> Result<(), Fault> {
        sqlx::query(
            "update filing set state = $2, waits_at = $3, due_at = $4, closes_at = $5,
                    submitted_at = $6, submitted_by = $7, late = $8, entry = $9
             where number = $1",
        )
        .bind(to.number)
        .bind(to.state.as_str())
        .bind(to.waits_at)
        .bind(to.due_at)
        .bind(to.closes_at)
        .bind(to.submitted_at)
        .bind(to.submitted_by)
        .bind(i64::from(to.late))
        .bind(to.entry)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

const BY_NUMBER: &str =
    "select f.number, f.dataset, f.period, f.reporter, r.id, f.state, f.waits_at,
        f.due_at, f.closes_at, f.submitted_at, f.submitted_by, f.late, f.entry, p.first, p.last
 from filing f join reporter r on r.number = f.reporter left join span p on p.reporter = f.reporter
 where f.number = $1";

/// The condition on returns that are asked for: $1 the account, $2 the verb, then data set, period,
/// state, (a number), a moment ($10), a stretch of the tree, and whether they wait for the account's review. Where they are
/// and that they are in sight is said each in two ways: for all of a unit, and for all there are.
macro_rules! wanted {
    (some of a unit) => {
        concat!(
            "f.reporter in (select reporter from span where first between $7 and $8) and ",
            wanted!(),
            $crate::is_in_sight!("f.reporter", "$2")
        )
    };
    (some of all) => {
        concat!("$7 < 0 and $8 < 0 and ", wanted!(), $crate::is_in_sight!("f.reporter", "$2"))
    };
    (all of a unit) => {
        concat!(
            "f.reporter in (select reporter from span where first between $7 and $8) and ",
            wanted!(),
            "f.reporter in ",
            $crate::in_sight!("$2")
        )
    };
    (all of all) => {
        concat!("$7 < 0 and $8 < 0 and ", wanted!(), "f.reporter in ", $crate::in_sight!("$2"))
    };
    () => {
        concat!(
            "($3 = '' or f.dataset = $3) and ($4 = 0 or f.period = $4)
               and ($5 = '' or f.state = $5
                 or ($5 = 'overdue' and f.submitted_at is null and f.due_at < $10)
                 or ($5 = 'stuck' and f.state = 'submitted'
                   and (select l.at from log l where l.seq = f.entry) < $10))
               and ($9 = 0 or f.waits_at in ",
            $crate::in_sight!("'review'"),
            ") and "
        )
    };
}

macro_rules! tallied {
    ($($where:tt)+) => {
        concat!(
            "select count(*),
                count(f.submitted_at),
                count(case when f.late = 1 then 1 end),
                count(case when f.state = 'accepted' then 1 end),
                count(case when f.state = 'returned' then 1 end),
                count(case when f.submitted_at is null and f.due_at < $6 then 1 end)
             from filing f where ",
            wanted!($($where)+)
        )
    };
}

macro_rules! listed {
    ($($where:tt)+) => {
        concat!(
            "select f.number, f.dataset, f.period, f.reporter, r.id, f.state, f.waits_at,
                    f.due_at, f.closes_at, f.submitted_at, f.submitted_by, f.late, f.entry
             from filing f join reporter r on r.number = f.reporter where ",
            wanted!($($where)+),
            " and ($6 = 0 or f.number < $6) order by f.number desc limit $11"
        )
    };
}

/// How many returns are how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many there are.
    pub asked: i64,
    /// How many were submitted at least once.
    pub submitted: i64,
    /// How many of those after they were due.
    pub late: i64,
    /// How many are accepted.
    pub accepted: i64,
    /// How many came back with cells to correct.
    pub returned: i64,
    /// How many are past their deadline and were never submitted.
    pub overdue: i64,
}

impl Store {
    /// How far all the returns are that are asked for, whatever the page of the list.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn tally(&self, asked: &FilingQuery, now: i64) -> Result<Tally, Fault> {
        let query = if asked.first < 0 { tallied!(all of all) } else { tallied!(all of a unit) };
        let (all, submitted, late, accepted, returned, overdue): (i64, i64, i64, i64, i64, i64) =
            sqlx::query_as(query)
                .bind(asked.asker)
                .bind(asked.verb.as_str())
                .bind(asked.dataset.as_str())
                .bind(asked.period)
                .bind(asked.state.as_str())
                .bind(now)
                .bind(asked.first)
                .bind(asked.last)
                .bind(i64::from(asked.waiting))
                .bind(asked.moment)
                .fetch_one(&self.readers)
                .await?;
        Ok(Tally { asked: all, submitted, late, accepted, returned, overdue })
    }

    /// The openings, newest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn openings(&self) -> Result<Vec<Opening>, Fault> {
        let rows: Vec<(String, i64, i64, i64, i64)> = sqlx::query_as(
            "select dataset, period, due_at, closes_at, entry from opening
             order by entry desc, dataset",
        )
        .fetch_all(&self.readers)
        .await?;
        let opening = |(dataset, period, due_at, closes_at, entry)| Opening {
            dataset,
            period,
            due_at,
            closes_at,
            entry,
        };
        Ok(rows.into_iter().map(opening).collect())
    }

    /// A return, and where its reporter lies, if it is there today.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn filing(&self, number: i64) -> Result<Option<(Filing, Option<Span>)>, Fault> {
        let row = sqlx::query(BY_NUMBER).bind(number).fetch_optional(&self.readers).await?;
        let Some(row) = row else { return Ok(None) };
        let (first, last): (Option<i64>, Option<i64>) = (row.try_get(13)?, row.try_get(14)?);
        let span = first.zip(last).map(|(first, last)| Span { first, last });
        Ok(Some((filing(Row::from_row(&row)?), span)))
    }

    /// Returns in the sight of who asks, newest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn filings(&self, asked: &FilingQuery) -> Result<Vec<Filing>, Fault> {
        let query = if asked.first < 0 { listed!(some of all) } else { listed!(some of a unit) };
        let rows: Vec<Row> = sqlx::query_as(query)
            .bind(asked.asker)
            .bind(asked.verb.as_str())
            .bind(asked.dataset.as_str())
            .bind(asked.period)
            .bind(asked.state.as_str())
            .bind(asked.before)
            .bind(asked.first)
            .bind(asked.last)
            .bind(i64::from(asked.waiting))
            .bind(asked.moment)
            .bind(asked.limit)
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.into_iter().map(filing).collect())
    }
}
