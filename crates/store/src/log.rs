//! The log: everything that was done, in its order. One function writes to it.

use sqlx::AnyConnection;

use crate::{Fault, Store, Tx};

/// By whom something is done: an account, and the post it stands for. Never a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// The account; `None` for the operator at the machine itself.
    pub account: Option<i64>,
    /// The post: the body's id, or `operator`.
    pub post: String,
}

/// What is to be put on record.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// By whom.
    pub by: By,
    /// What was done: `submit`, `grant` …
    pub act: &'static str,
    /// To what: `filing:17`, `account:…`.
    pub subject: String,
    /// Where: the number of a unit or a body; `None` for what is about the programme as a whole.
    pub unit: Option<i64>,
    /// What belongs to it, as JSON.
    pub detail: String,
}

/// Where something was put on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its number.
    pub seq: i64,
    /// Its moment; later than that of every entry before, whatever the clock does.
    pub at: i64,
}

/// An entry as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub seq: i64,
    /// Its moment.
    pub at: i64,
    /// By whom.
    pub by: By,
    /// What was done.
    pub act: String,
    /// To what.
    pub subject: String,
    /// Where.
    pub unit: Option<i64>,
    /// What belongs to it, as JSON.
    pub detail: String,
}

/// Which entries are wanted; an empty text asks for any.
#[derive(Debug, Clone, Default)]
pub struct LogQuery {
    /// Who asks: only what lies in sight is found.
    pub asker: i64,
    /// What was done.
    pub act: String,
    /// To what.
    pub subject: String,
    /// By which post.
    pub post: String,
    /// Before this number; 0 for the newest.
    pub before: i64,
    /// No more than these.
    pub limit: i64,
}

type Row = (i64, i64, Option<i64>, String, String, String, Option<i64>, String);

impl Tx {
    /// Puts something on record. Every change that others can see goes through here, in the
    /// transaction that makes it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn append(&mut self, entry: &NewEntry) -> Result<Appended, Fault> {
        let now = self.now;
        let (seq, at): (i64, i64) = sqlx::query_as(
            "update log_end set seq = seq + 1, at = case when $1 > at then $1 else at + 1 end
             where one = 1 returning seq, at",
        )
        .bind(now)
        .fetch_one(self.connection())
        .await?;
        sqlx::query(
            "insert into log (seq, at, account, post, act, subject, unit, detail)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(seq)
        .bind(at)
        .bind(entry.by.account)
        .bind(entry.by.post.as_str())
        .bind(entry.act)
        .bind(entry.subject.as_str())
        .bind(entry.unit)
        .bind(entry.detail.as_str())
        .execute(self.connection())
        .await?;
        Ok(Appended { seq, at })
    }

    /// The end of the log, held until the end of the transaction: nothing is put on record between
    /// what is looked at now and what is done then.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn hold_log(&mut self) -> Result<Appended, Fault> {
        let (seq, at): (i64, i64) =
            sqlx::query_as("update log_end set seq = seq where one = 1 returning seq, at")
                .fetch_one(self.connection())
                .await?;
        Ok(Appended { seq, at })
    }

    /// Whether a post has ever done something to a subject.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn was_done_by(
        &mut self,
        subject: &str,
        act: &str,
        post: &str,
    ) -> Result<bool, Fault> {
        let row: Option<(i64,)> = sqlx::query_as(
            "select seq from log where subject = $1 and act = $2 and post = $3 limit 1",
        )
        .bind(subject)
        .bind(act)
        .bind(post)
        .fetch_optional(self.connection())
        .await?;
        Ok(row.is_some())
    }

    /// The moment of the last entry, as the transaction sees it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn last_moment(&mut self) -> Result<i64, Fault> {
        Ok(log_end(self.connection()).await?.at)
    }
}

impl Store {
    /// The end of the log: what the store holds is what it held then as long as this stays.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn log_end(&self) -> Result<Appended, Fault> {
        log_end(&mut *self.readers.acquire().await?).await
    }

    /// Entries of the log in the sight of who asks, newest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn search_log(&self, asked: &LogQuery) -> Result<Vec<Entry>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(concat!(
            "select l.seq, l.at, l.account, l.post, l.act, l.subject, l.unit, l.detail
             from log l
             where ($3 = '' or l.act = $3) and ($4 = '' or l.subject = $4)
               and ($5 = '' or l.post = $5) and ($6 = 0 or l.seq < $6)
               and (exists (select 1 from sight where asker = $1 and verb = $2 and first = 0)
                 or l.unit in ",
            crate::in_sight!("$2"),
            ")",
            " order by l.seq desc limit $7"
        ))
        .bind(asked.asker)
        .bind("audit")
        .bind(asked.act.as_str())
        .bind(asked.subject.as_str())
        .bind(asked.post.as_str())
        .bind(asked.before)
        .bind(asked.limit)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// What was done with returns of units in sight after an entry of the log, by others than an account (0
    /// for by anybody): the newest first, or the oldest.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn changes(
        &self,
        asker: i64,
        but: i64,
        after: i64,
        newest: bool,
        limit: i64,
    ) -> Result<Vec<Entry>, Fault> {
        let rows: Vec<Row> =
            sqlx::query_as(if newest { changed!("desc") } else { changed!("asc") })
                .bind(asker)
                .bind("see")
                .bind(after)
                .bind(but)
                .bind(limit)
                .fetch_all(&self.readers)
                .await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// The last entry at a moment or before it; 0 where there is none.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn entry_at(&self, moment: i64) -> Result<i64, Fault> {
        let row: Option<(i64,)> =
            sqlx::query_as("select seq from log where at <= $1 order by at desc limit 1")
                .bind(moment)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map_or(0, |(seq,)| seq))
    }
}

macro_rules! changed {
    ($order:literal) => {
        concat!(
            "select l.seq, l.at, l.account, l.post, l.act, l.subject, l.unit, l.detail
             from log l
             where l.seq > $3
               and l.act in ('open', 'extend', 'submit', 'return-cells', 'pass-on', 'accept')
               and (l.account is null or l.account <> $4)
               and (l.unit is null or l.unit in ",
            crate::in_sight!("$2"),
            ") order by l.seq ",
            $order,
            " limit $5"
        )
    };
}
use changed;

fn entry((seq, at, account, post, act, subject, unit, detail): Row) -> Entry {
    Entry { seq, at, by: By { account, post }, act, subject, unit, detail }
}

pub(crate) async fn log_end(connection: &mut AnyConnection) -> Result<Appended, Fault> {
    let (seq, at): (i64, i64) =
        sqlx::query_as("select seq, at from log_end where one = 1").fetch_one(connection).await?;
    Ok(Appended { seq, at })
}
