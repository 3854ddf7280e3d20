//! A store opened: connections that read, and the one way to write.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor};

use crate::Fault;
use crate::migrate::migrate;
use crate::write::Writer;

/// Where a store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// `store.sqlite` in this folder.
    Folder(PathBuf),
    /// A PostgreSQL data base, `postgres://…`.
    Postgres(String),
}

/// The two kinds of data base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A store.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) kind: Kind,
    /// Where it is, where it is a file.
    pub(crate) file: Option<PathBuf>,
    pub(crate) readers: AnyPool,
    writer: Writer,
}

/// So many write at a time, where that can be: those that wait for one another hold up nobody who reads.
const WRITERS: u32 = 8;
/// So many read at a time.
const READERS: u32 = 8;
/// Nobody waits longer for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// A connection that nobody used for so long is asked whether it is alive.
const UNUSED: Duration = Duration::from_secs(1);
/// The data base in a folder.
pub(crate) const FILE: &str = "store.sqlite";

impl Store {
    /// Opens a store, makes it where there is none, and brings it up to this version.
    ///
    /// # Errors
    /// [`Fault::Newer`] and [`Fault::Changed`] for a store this version must not touch; else what
    /// the data base says.
    pub async fn open(at: &Where) -> Result<Store, Fault> {
        sqlx::any::install_default_drivers();
        match at {
            Where::Folder(dir) => Store::open_sqlite(&dir.join(FILE)).await,
            Where::Postgres(url) => Store::open_postgres(url).await,
        }
    }

    async fn open_sqlite(file: &Path) -> Result<Store, Fault> {
        let path = file.to_str().ok_or_else(|| Fault::Other("the path is no text".to_owned()))?;
        let written = sqlite_options(path, "rwc")?;
        let one = AnyPoolOptions::new()
            .min_connections(1)
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(|connection, _| Box::pin(prepare_sqlite(connection)))
            .connect_with(written)
            .await?;
        migrate(&one, Kind::Sqlite).await?;
        let readers = readers(Kind::Sqlite, sqlite_options(path, "rw")?);
        let file = Some(file.to_owned());
        Ok(Store { kind: Kind::Sqlite, file, readers, writer: Writer::of_one(one) })
    }

    async fn open_postgres(url: &str) -> Result<Store, Fault> {
        let options = AnyConnectOptions::from_str(url)?;
        let pool = AnyPoolOptions::new()
            .max_connections(WRITERS)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await?;
        migrate(&pool, Kind::Postgres).await?;
        let readers = readers(Kind::Postgres, options);
        Ok(Store { kind: Kind::Postgres, file: None, readers, writer: Writer::of_many(pool) })
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Ends when the disk has not kept what it was given: the process must end then, and start anew
    /// from what is on disk.
    pub async fn failed(&self) -> String {
        self.writer.failed().await
    }

    /// Whether it can still be written to.
    pub fn is_sound(&self) -> bool {
        self.writer.is_sound()
    }

    /// Closes every connection, when all that was begun is done.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Connections that read. They are opened when they are needed first; to ask each before each question
/// whether it is alive would be a turn more for every question.
fn readers(kind: Kind, options: AnyConnectOptions) -> AnyPool {
    AnyPoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .before_acquire(|connection, used| {
            Box::pin(async move {
                // One that does not answer is not lent, and another opened.
                Ok(used.idle_for < UNUSED || connection.ping().await.is_ok())
            })
        })
        .after_connect(move |connection, _| Box::pin(prepare_reader(kind, connection)))
        .connect_lazy_with(options)
}

/// A path may hold what a URL reserves.
pub(crate) fn sqlite_options(path: &str, mode: &str) -> Result<AnyConnectOptions, Fault> {
    let mut url = String::from("sqlite://");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                url.push(char::from(byte));
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(AnyConnectOptions::from_str(&format!("{url}?mode={mode}"))?)
}

/// Readers and the writer do not wait for each other (WAL), and a commit is on disk when it returns
/// (FULL).
async fn prepare_sqlite(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    for pragma in [
        "pragma journal_mode = wal",
        "pragma synchronous = full",
        "pragma foreign_keys = on",
        "pragma busy_timeout = 10000",
        // What an import needed is given back to the disk.
        "pragma journal_size_limit = 67108864",
        "pragma cache_size = -16384",
        "pragma temp_store = memory",
        "pragma trusted_schema = off",
    ] {
        connection.execute(pragma).await?;
    }
    Ok(())
}

/// Who reads does not write, even by mistake.
pub(crate) async fn prepare_reader(
    kind: Kind,
    connection: &mut AnyConnection,
) -> Result<(), sqlx::Error> {
    match kind {
        Kind::Sqlite => {
            prepare_sqlite(connection).await?;
            connection.execute("pragma query_only = on").await.map(drop)
        }
        Kind::Postgres => {
            let only = "set session characteristics as transaction read only";
            connection.execute(only).await.map(drop)
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Executor;

    use super::READERS;
    use crate::{Store, Where};

    #[tokio::test(flavor = "multi_thread")]
    async fn who_asks_when_all_connections_are_lent_waits_for_the_next_and_none_writes() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&Where::Folder(dir.path().to_owned())).await.unwrap();
        let mut lent = Vec::new();
        for _ in 0..READERS {
            lent.push(store.readers.acquire().await.unwrap());
        }
        let waiting = store.clone();
        let asked = tokio::spawn(async move { waiting.log_end().await.map(|end| end.seq) });
        tokio::task::yield_now().await;
        assert!(!asked.is_finished());
        let mut last = lent.pop().unwrap();
        assert!(last.execute("delete from log_end").await.is_err(), "it only reads");
        drop(last);
        assert_eq!(asked.await.unwrap().unwrap(), 0);
        drop(lent);
        store.close().await;
        assert!(store.log_end().await.is_err());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_question_nobody_waits_for_any_more_leaves_the_connection_to_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&Where::Folder(dir.path().to_owned())).await.unwrap();
        for _ in 0..3 * READERS {
            let asking = store.clone();
            let asked = tokio::spawn(async move {
                let rows = "with recursive n (n) as (select 1 union all select n + 1 from n
                            where n < 100000) select n from n";
                let mut lent = asking.readers.acquire().await.unwrap();
                let rows: Vec<(i64,)> = sqlx::query_as(rows).fetch_all(&mut *lent).await.unwrap();
                rows.len()
            });
            tokio::task::yield_now().await;
            asked.abort();
        }
        let rows: Vec<(i64,)> =
            sqlx::query_as("select seq from log_end").fetch_all(&store.readers).await.unwrap();
        assert_eq!(rows, [(0,)]);
    }
}
