//! Connections that read: a few of them, each lent to one question at a time.
//!
//! A question is answered in one turn with the data base. (The pool of sqlx asks the connection before and after
//! each question whether it is still alive, which makes three turns of one; where everybody saves at once, most
//! of the processor's time goes into handing questions to and fro.)

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use crate::open::{Kind, prepare_reader};

/// So many read at a time.
pub(crate) const READERS: u32 = 8;
/// Nobody waits longer for a connection.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// A connection that was not looked at for so long is asked whether it is alive.
const LOOKED_AT: Duration = Duration::from_secs(1);

/// The connections.
#[derive(Debug, Clone)]
pub(crate) struct Readers {
    kind: Kind,
    options: Arc<AnyConnectOptions>,
    free: Arc<Semaphore>,
    places: Arc<[Arc<Mutex<Place>>]>,
}

#[derive(Debug, Default)]
struct Place {
    /// Opened when it is needed first.
    connection: Option<AnyConnection>,
    looked_at: Option<Instant>,
}

/// A connection that is lent. Given back, it is for the next.
pub(crate) struct Reader {
    // The place is free before anybody is told so: fields are dropped in their order.
    connection: OwnedMappedMutexGuard<Place, AnyConnection>,
    _free: OwnedSemaphorePermit,
}

impl Deref for Reader {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

impl Readers {
    pub(crate) fn new(kind: Kind, options: AnyConnectOptions) -> Readers {
        Readers {
            kind,
            options: Arc::new(options),
            free: Arc::new(Semaphore::new(READERS as usize)),
            places: (0..READERS).map(|_| Arc::default()).collect(),
        }
    }

    /// A connection, as soon as one is free.
    ///
    /// # Errors
    /// That none was free for long, that they are closed, or what the data base says.
    pub(crate) async fn acquire(&self) -> Result<Reader, sqlx::Error> {
        let free = timeout(PATIENCE, self.free.clone().acquire_owned()).await;
        let free = free.map_err(|_| sqlx::Error::PoolTimedOut)?;
        let free = free.map_err(|_| sqlx::Error::PoolClosed)?;
        // The first that is free: its pages are the most likely to be at hand.
        let place = self.places.iter().find_map(|place| place.clone().try_lock_owned().ok());
        let mut place = place.ok_or(sqlx::Error::PoolTimedOut)?;
        let now = Instant::now();
        if place.looked_at.is_none_or(|then| then + LOOKED_AT < now) {
            // Taken out, so that it is gone where it does not answer.
            let alive = match place.connection.take() {
                Some(mut connection) => connection.ping().await.is_ok().then_some(connection),
                None => None,
            };
            place.connection = alive;
            place.looked_at = Some(now);
        }
        if place.connection.is_none() {
            place.connection = Some(self.open().await?);
        }
        let connection = OwnedMutexGuard::try_map(place, |place| place.connection.as_mut());
        let connection = connection.map_err(|_| sqlx::Error::PoolClosed)?;
        Ok(Reader { connection, _free: free })
    }

    async fn open(&self) -> Result<AnyConnection, sqlx::Error> {
        let mut connection = self.options.connect().await?;
        prepare_reader(self.kind, &mut connection).await?;
        Ok(connection)
    }

    /// Closes them, when what is being read is read.
    pub(crate) async fn close(&self) {
        let _all = self.free.acquire_many(READERS).await;
        self.free.close();
        for place in self.places.iter() {
            let connection = place.lock().await.connection.take();
            if let Some(connection) = connection {
                // It is gone in any case; what was read stays as it was read.
                let _ = connection.close().await;
            }
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
        let rows: Vec<(i64,)> = sqlx::query_as("select seq from log_end")
            .fetch_all(&mut *store.readers.acquire().await.unwrap())
            .await
            .unwrap();
        assert_eq!(rows, [(0,)]);
    }
}
