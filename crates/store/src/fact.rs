//! The other kinds of fact, said in the office: what each says now, how far it is, and every step to there.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::{Fault, Store, Tx};

/// A fact as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFact {
    /// Its number.
    pub number: i64,
    /// `event`, `survey`, `rating`, `checklist`, `grade`.
    pub kind: String,
    /// Number of the unit or body it is about.
    pub about: i64,
    /// The same, by id.
    pub about_id: String,
    /// What it is about besides.
    pub topic: String,
    /// How far it is.
    pub state: String,
    /// The verb of who is to act next; empty when nobody is.
    pub waits_for: String,
    /// Number of the body that said it.
    pub author: i64,
    /// The same, by id.
    pub author_id: String,
    /// What it says, as JSON.
    pub cells: String,
    /// The fact it arises from.
    pub cause: Option<i64>,
    /// Until when its next step can be taken, where there is an end to it; else 0.
    pub until_at: i64,
    /// The entry by which it was first said.
    pub begun: i64,
    /// The moment of that entry.
    pub begun_at: i64,
    /// The last entry of the log about it: its revision.
    pub entry: i64,
    /// The last entry by which what counts in results has changed.
    pub counted: Option<i64>,
}

/// A fact that is said for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFact {
    /// As of [`StoredFact`].
    pub kind: &'static str,
    /// Number of the unit or body it is about.
    pub about: i64,
    /// What it is about besides.
    pub topic: String,
    /// How far it is.
    pub state: &'static str,
    /// The verb of who is to act next.
    pub waits_for: &'static str,
    /// Number of the body that says it.
    pub author: i64,
    /// What it says, as JSON.
    pub cells: String,
    /// The fact it arises from.
    pub cause: Option<i64>,
    /// Whether it counts from now on.
    pub counts: bool,
}

/// A step in the life of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactStep {
    /// Where it was put on record.
    pub entry: i64,
    /// When.
    pub at: i64,
    /// By which post.
    pub post: String,
    /// Which state it led to.
    pub step: String,
    /// Why.
    pub reason: String,
    /// What was said in it, as JSON.
    pub cells: String,
}

/// Which facts are wanted. Empty texts and zeros ask for any.
#[derive(Debug, Clone, Default)]
pub struct FactQuery {
    /// Who asks.
    pub asker: i64,
    /// The body whose post asks: sealed facts of others are none of its business.
    pub body: i64,
    /// Of which kind.
    pub kind: String,
    /// In which state.
    pub state: String,
    /// Only those that wait for something the asker may do.
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

impl FromRow<'_, AnyRow> for StoredFact {
    fn from_row(row: &AnyRow) -> Result<StoredFact, sqlx::Error> {
        Ok(StoredFact {
            number: row.try_get("number")?,
            kind: row.try_get("kind")?,
            about: row.try_get("about")?,
            about_id: row.try_get("about_id")?,
            topic: row.try_get("topic")?,
            state: row.try_get("state")?,
            waits_for: row.try_get("waits_for")?,
            author: row.try_get("author")?,
            author_id: row.try_get("author_id")?,
            cells: row.try_get("cells")?,
            cause: row.try_get("cause")?,
            until_at: row.try_get("until_at")?,
            begun: row.try_get("begun")?,
            begun_at: row.try_get("begun_at")?,
            entry: row.try_get("entry")?,
            counted: row.try_get("counted")?,
        })
    }
}

/// Facts with the ids of those they are about and by.
macro_rules! facts {
    ($rest:expr) => {
        concat!(
            "select f.number, f.kind, f.about, r.id as about_id, f.topic, f.state, f.waits_for,
                    f.author, b.id as author_id, f.cells, f.cause, f.until_at, f.begun,
                    l.at as begun_at, f.entry, f.counted
             from fact f join reporter r on r.number = f.about
             join reporter b on b.number = f.author join log l on l.seq = f.begun ",
            $rest
        )
    };
}

impl Tx {
    /// The number the next fact will have; the log is held, so it has it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn next_fact(&mut self) -> Result<i64, Fault> {
        let (number,): (i64,) = sqlx::query_as("select coalesce(max(number), 0) + 1 from fact")
            .fetch_one(self.connection())
            .await?;
        Ok(number)
    }

    /// Says a fact for the first time, under an entry of the log; gives its number.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn add_fact(&mut self, new: &NewFact, entry: i64) -> Result<i64, Fault> {
        let (number,): (i64,) = sqlx::query_as(
            "insert into fact (number, kind, about, topic, state, waits_for, author, cells, cause,
                               until_at, begun, entry, counted)
             select coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $9,
                    case when $10 = 1 then $9 end
             from fact returning number",
        )
        .bind(new.kind)
        .bind(new.about)
        .bind(new.topic.as_str())
        .bind(new.state)
        .bind(new.waits_for)
        .bind(new.author)
        .bind(new.cells.as_str())
        .bind(new.cause)
        .bind(entry)
        .bind(i64::from(new.counts))
        .fetch_one(self.connection())
        .await?;
        self.add_step(number, entry, new.state, "", &new.cells).await?;
        Ok(number)
    }

    /// Keeps how far a fact is now, and the step that led there.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_fact(&mut self, to: &StoredFact, reason: &str) -> Result<(), Fault> {
        sqlx::query(
            "update fact set state = $2, waits_for = $3, cells = $4, until_at = $5, entry = $6,
                    counted = $7 where number = $1",
        )
        .bind(to.number)
        .bind(to.state.as_str())
        .bind(to.waits_for.as_str())
        .bind(to.cells.as_str())
        .bind(to.until_at)
        .bind(to.entry)
        .bind(to.counted)
        .execute(self.connection())
        .await?;
        self.add_step(to.number, to.entry, &to.state, reason, &to.cells).await
    }

    async fn add_step(
        &mut self,
        fact: i64,
        entry: i64,
        step: &str,
        reason: &str,
        cells: &str,
    ) -> Result<(), Fault> {
        sqlx::query(
            "insert into fact_step (fact, entry, step, reason, cells) values ($1, $2, $3, $4, $5)",
        )
        .bind(fact)
        .bind(entry)
        .bind(step)
        .bind(reason)
        .bind(cells)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// A fact as the transaction sees it. The log is held meanwhile, so nobody else changes it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn fact(&mut self, number: i64) -> Result<Option<StoredFact>, Fault> {
        let row: Option<StoredFact> = sqlx::query_as(facts!("where f.number = $1"))
            .bind(number)
            .fetch_optional(self.connection())
            .await?;
        Ok(row)
    }

    /// The facts of a kind about somebody and something, oldest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn facts_about(
        &mut self,
        kind: &str,
        about: i64,
        topic: &str,
    ) -> Result<Vec<StoredFact>, Fault> {
        let rows: Vec<StoredFact> = sqlx::query_as(facts!(
            "where f.kind = $1 and f.about = $2 and f.topic = $3 order by f.number"
        ))
        .bind(kind)
        .bind(about)
        .bind(topic)
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// The facts of a kind about something, whoever it is of, oldest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn facts_on(&mut self, kind: &str, topic: &str) -> Result<Vec<StoredFact>, Fault> {
        let rows: Vec<StoredFact> =
            sqlx::query_as(facts!("where f.kind = $1 and f.topic = $2 order by f.number"))
                .bind(kind)
                .bind(topic)
                .fetch_all(self.connection())
                .await?;
        Ok(rows)
    }

    /// The facts that arise from another.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn facts_from(&mut self, cause: i64) -> Result<Vec<StoredFact>, Fault> {
        let rows: Vec<StoredFact> = sqlx::query_as(facts!("where f.cause = $1 order by f.number"))
            .bind(cause)
            .fetch_all(self.connection())
            .await?;
        Ok(rows)
    }
}

impl Store {
    /// A fact.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn fact(&self, number: i64) -> Result<Option<StoredFact>, Fault> {
        let row: Option<StoredFact> = sqlx::query_as(facts!("where f.number = $1"))
            .bind(number)
            .fetch_optional(&self.readers)
            .await?;
        Ok(row)
    }

    /// What happened to a fact, oldest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn fact_steps(&self, number: i64) -> Result<Vec<FactStep>, Fault> {
        let rows: Vec<(i64, i64, String, String, String, String)> = sqlx::query_as(
            "select s.entry, l.at, l.post, s.step, s.reason, s.cells from fact_step s
             join log l on l.seq = s.entry where s.fact = $1 order by s.entry",
        )
        .bind(number)
        .fetch_all(&self.readers)
        .await?;
        let step = |(entry, at, post, step, reason, cells)| FactStep {
            entry,
            at,
            post,
            step,
            reason,
            cells,
        };
        Ok(rows.into_iter().map(step).collect())
    }

    /// Facts in the sight of who asks, newest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn facts(&self, asked: &FactQuery) -> Result<Vec<StoredFact>, Fault> {
        let rows: Vec<StoredFact> = sqlx::query_as(facts!(concat!(
            "where ($3 = '' or f.kind = $3) and ($4 = '' or f.state = $4)
               and ($5 < 0 or f.about in (select reporter from span where first between $5 and $6))
               and ($7 = 0 or exists (
                 select 1 from sight s join span p on p.first between s.first and s.last
                 where s.asker = $1 and s.verb = f.waits_for and p.reporter = f.about))
               and (f.state <> 'sealed' or f.author = $2)
               and f.about in ",
            crate::in_sight!("'see'"),
            " and ($8 = 0 or f.number < $8) order by f.number desc limit $9"
        )))
        .bind(asked.asker)
        .bind(asked.body)
        .bind(asked.kind.as_str())
        .bind(asked.state.as_str())
        .bind(asked.first)
        .bind(asked.last)
        .bind(i64::from(asked.waiting))
        .bind(asked.before)
        .bind(asked.limit)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows)
    }

    /// The last entry by which a fact began or ceased to count, or counts otherwise.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn facts_end(&self) -> Result<i64, Fault> {
        let (end,): (i64,) = sqlx::query_as("select coalesce(max(counted), 0) from fact")
            .fetch_one(&self.readers)
            .await?;
        Ok(end)
    }

    /// Every fact that has ever counted, in the order of their numbers.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn counted_facts(&self) -> Result<Vec<StoredFact>, Fault> {
        let rows: Vec<StoredFact> =
            sqlx::query_as(facts!("where f.counted is not null order by f.number"))
                .fetch_all(&self.readers)
                .await?;
        Ok(rows)
    }
}
