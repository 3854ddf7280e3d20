//! Who may see and do what where: the spans of the tree of today, and the one condition on them.

use crate::{Fault, Store, Tx};

/// The units and bodies with which somebody ($1, an account or a token) may do something: what every list is cut by. The
/// first number of a unit lies within a grant, and so does the rest of it, since stretches of the tree
/// never overlap in part. The check of a single unit asks the same rows, by [`Store::sight`].
#[macro_export]
#[doc(hidden)]
macro_rules! in_sight {
    ($verb:literal) => {
        concat!(
            "(select p.reporter from sight s join span p on p.first between s.first and s.last
              where s.asker = $1 and s.verb = ",
            $verb,
            ")"
        )
    };
}

/// The same condition on one unit or body, for a list that ends after some rows: all that are in the sight of
/// somebody at the top need not be gathered for the few that are listed.
#[macro_export]
#[doc(hidden)]
macro_rules! is_in_sight {
    ($reporter:literal, $verb:literal) => {
        concat!(
            "exists (select 1 from span p join sight s on p.first between s.first and s.last
              where p.reporter = ",
            $reporter,
            " and s.asker = $1 and s.verb = ",
            $verb,
            ")"
        )
    };
}

/// A stretch of the tree: a unit with all that is below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Its own number in the order of the tree.
    pub first: i64,
    /// The last number below it.
    pub last: i64,
}

impl Span {
    /// Whether another begins in it. Stretches of the tree never overlap in part, so all of the other
    /// lies in it then; but for a stretch that is cut to the unit itself.
    pub fn holds_start_of(self, other: Span) -> bool {
        self.first <= other.first && other.first <= self.last
    }
}

impl Tx {
    /// Lays down the tree of today anew: reporter, its unit, first and last number.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_spans(&mut self, spans: &[(i64, i64, Span)]) -> Result<(), Fault> {
        let rows: Vec<_> = spans
            .iter()
            .map(|(reporter, unit, span)| {
                serde_json::json!([reporter, unit, span.first, span.last])
            })
            .collect();
        sqlx::query("delete from span").execute(self.connection()).await?;
        sqlx::query(
            "insert into span (reporter, unit, first, last)
             select cast(value ->> 0 as bigint), cast(value ->> 1 as bigint),
                    cast(value ->> 2 as bigint), cast(value ->> 3 as bigint) from json_each($1)",
        )
        .bind(serde_json::Value::Array(rows).to_string())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Lays down which role may do what; what the program says holds, not what a table said before.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_roles(&mut self, verbs: &[(&str, &str, bool)]) -> Result<(), Fault> {
        let rows: Vec<_> = verbs
            .iter()
            .map(|(role, verb, own)| serde_json::json!([role, verb, i64::from(*own)]))
            .collect();
        sqlx::query("delete from role_verb").execute(self.connection()).await?;
        sqlx::query(
            "insert into role_verb (role, verb, own_only)
             select value ->> 0, value ->> 1, cast(value ->> 2 as bigint) from json_each($1)",
        )
        .bind(serde_json::Value::Array(rows).to_string())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Whether an account or a token may do something with a unit or a body, as the transaction sees it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn may(&mut self, asker: i64, verb: &str, reporter: i64) -> Result<bool, Fault> {
        let (holds,): (i64,) = sqlx::query_as(concat!(
            "select count(*) from reporter r where r.number = $3 and ",
            is_in_sight!("r.number", "$2")
        ))
        .bind(asker)
        .bind(verb)
        .bind(reporter)
        .fetch_one(self.connection())
        .await?;
        Ok(holds > 0)
    }

    /// Whether it may do so with the programme as a whole.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn may_at_top(&mut self, asker: i64, verb: &str) -> Result<bool, Fault> {
        let (holds,): (i64,) = sqlx::query_as(
            "select count(*) from sight where asker = $1 and verb = $2 and first = 0",
        )
        .bind(asker)
        .bind(verb)
        .fetch_one(self.connection())
        .await?;
        Ok(holds > 0)
    }

    /// Where a unit or a body lies.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn span(&mut self, reporter: i64) -> Result<Option<Span>, Fault> {
        span(reporter, self.connection()).await
    }
}

impl Store {
    /// What an account or a token may do and where, now.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn sight(&self, asker: i64) -> Result<Vec<(String, Span)>, Fault> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "select verb, first, last from sight where asker = $1 order by verb, first",
        )
        .bind(asker)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(verb, first, last)| (verb, Span { first, last })).collect())
    }

    /// Where every unit and body of today lies.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn spans(&self) -> Result<Vec<(i64, Span)>, Fault> {
        let rows: Vec<(i64, i64, i64)> = sqlx::query_as("select reporter, first, last from span")
            .fetch_all(&self.readers)
            .await?;
        let span = |(reporter, first, last)| (reporter, Span { first, last });
        Ok(rows.into_iter().map(span).collect())
    }

    /// Where a unit or a body lies; `None` when it is not there today.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn span(&self, reporter: i64) -> Result<Option<Span>, Fault> {
        span(reporter, &mut *self.readers.acquire().await?).await
    }
}

async fn span(reporter: i64, connection: &mut sqlx::AnyConnection) -> Result<Option<Span>, Fault> {
    let row: Option<(i64, i64)> =
        sqlx::query_as("select first, last from span where reporter = $1")
            .bind(reporter)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(first, last)| Span { first, last }))
}
