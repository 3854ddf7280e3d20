//! The one way to write: a job gets a transaction, and its answer goes out when that is on disk.
//!
//! SQLite has one writer. Jobs that wait for it are put into one transaction, each behind a savepoint
//! of its own: many people saving at once cost one synchronisation of the disk. PostgreSQL does the
//! same by itself; there each job is a transaction.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Executor, Transaction};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{Fault, Store};

/// What a job writes with.
pub struct Tx {
    held: Held,
    /// The server's clock when the job began, in milliseconds.
    pub(crate) now: i64,
}

enum Held {
    /// The one writer of SQLite, in a transaction that several jobs share.
    Shared(PoolConnection<Any>),
    /// A transaction of its own.
    Own(Transaction<'static, Any>),
}

impl Tx {
    /// The connection to ask and to tell.
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        match &mut self.held {
            Held::Shared(connection) => connection,
            Held::Own(transaction) => transaction,
        }
    }
}

/// No more jobs go into one transaction: the first of them would wait too long.
const TOGETHER: usize = 256;
/// No more jobs wait; who comes then is told that the store is busy.
const WAITING: usize = 4096;

#[derive(Debug, Clone)]
pub(crate) struct Writer {
    way: Way,
    broken: Arc<watch::Sender<Option<String>>>,
}

#[derive(Clone)]
enum Way {
    One(mpsc::Sender<Box<dyn Job>>, AnyPool),
    Many(AnyPool),
}

impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Way::One(..) => "One",
            Way::Many(_) => "Many",
        })
    }
}

impl Writer {
    pub(crate) fn of_one(pool: AnyPool) -> Writer {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let broken = Arc::new(watch::Sender::new(None));
        tokio::spawn(write_together(pool.clone(), waiting, broken.clone()));
        Writer { way: Way::One(jobs, pool), broken }
    }

    pub(crate) fn of_many(pool: AnyPool) -> Writer {
        Writer { way: Way::Many(pool), broken: Arc::new(watch::Sender::new(None)) }
    }

    pub(crate) fn is_sound(&self) -> bool {
        let at_work = match &self.way {
            Way::One(jobs, _) => !jobs.is_closed(),
            Way::Many(pool) => !pool.is_closed(),
        };
        at_work && self.broken.borrow().is_none()
    }

    pub(crate) async fn failed(&self) -> String {
        let mut broken = self.broken.subscribe();
        let found = broken.wait_for(Option::is_some).await.ok().and_then(|why| why.clone());
        match found {
            Some(why) => why,
            None => std::future::pending().await,
        }
    }

    pub(crate) async fn close(&self) {
        match &self.way {
            Way::One(jobs, pool) => {
                // An empty job is answered when all before it are done.
                let (done, end) = oneshot::channel();
                if jobs.send(Box::new(End(done))).await.is_ok() {
                    let _ = end.await;
                }
                // Whoever closes last folds the journal into the file.
                pool.close().await;
            }
            Way::Many(pool) => pool.close().await,
        }
    }
}

impl Store {
    /// Does a job in one transaction, and answers when it is on disk. With an error nothing of it
    /// is kept.
    ///
    /// # Errors
    /// Those of the job, and [`Fault`] when it could not be begun or kept.
    pub async fn write<T, E, F>(&self, now: i64, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let writer = self.writer();
        if writer.broken.borrow().is_some() {
            return Err(Fault::Stopped.into());
        }
        match &writer.way {
            Way::One(jobs, _) => {
                let (reply, answer) = oneshot::channel();
                jobs.try_send(Box::new(Asked { job, now, reply })).map_err(
                    |error| match error {
                        mpsc::error::TrySendError::Full(_) => Fault::Busy,
                        mpsc::error::TrySendError::Closed(_) => Fault::Stopped,
                    },
                )?;
                answer.await.unwrap_or_else(|_| Err(Fault::Stopped.into()))
            }
            Way::Many(pool) => {
                let own = pool.begin().await.map_err(Fault::from)?;
                let mut tx = Tx { held: Held::Own(own), now };
                let done = job(&mut tx).await?;
                if let Held::Own(own) = tx.held {
                    let kept = own.commit().await.map_err(Fault::from);
                    kept.inspect_err(|fault| note(&writer.broken, fault))?;
                }
                Ok(done)
            }
        }
    }
}

/// What is told to who asked, once it is known whether it was kept.
type Reply = Box<dyn FnOnce(Result<(), Fault>) + Send>;

trait Job: Send {
    /// Does it; says whether to keep it, and how to answer.
    fn run(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, (bool, Reply)>;

    /// Answers without doing it.
    fn refuse(self: Box<Self>, fault: Fault);
}

struct Asked<F, T, E> {
    job: F,
    now: i64,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Asked<F, T, E>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<Fault> + Send + 'static,
{
    fn run(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, (bool, Reply)> {
        Box::pin(async move {
            tx.now = self.now;
            let done = (self.job)(tx).await;
            let keep = done.is_ok();
            let reply = self.reply;
            let answer: Reply = Box::new(move |kept| {
                let answer = match kept {
                    Ok(()) => done,
                    Err(fault) => done.and(Err(fault.into())),
                };
                // Nobody may be waiting any more; it is kept all the same.
                let _ = reply.send(answer);
            });
            (keep, answer)
        })
    }

    fn refuse(self: Box<Self>, fault: Fault) {
        let _ = self.reply.send(Err(fault.into()));
    }
}

struct End(oneshot::Sender<()>);

impl Job for End {
    fn run(self: Box<Self>, _: &mut Tx) -> BoxFuture<'_, (bool, Reply)> {
        let answer: Reply = Box::new(move |_| {
            let _ = self.0.send(());
        });
        Box::pin(async move { (true, answer) })
    }

    fn refuse(self: Box<Self>, _: Fault) {
        let _ = self.0.send(());
    }
}

async fn write_together(
    pool: AnyPool,
    mut waiting: mpsc::Receiver<Box<dyn Job>>,
    broken: Arc<watch::Sender<Option<String>>>,
) {
    while let Some(first) = waiting.recv().await {
        let mut replies = Vec::new();
        let work = one_transaction(&pool, first, &mut waiting, &mut replies);
        let kept = crate::fault::remembering(work).await;
        if let Err(fault) = &kept {
            note(&broken, fault);
        }
        for reply in replies {
            reply(kept.clone());
        }
        if broken.borrow().is_some() {
            return;
        }
    }
}

async fn one_transaction(
    pool: &AnyPool,
    first: Box<dyn Job>,
    waiting: &mut mpsc::Receiver<Box<dyn Job>>,
    replies: &mut Vec<Reply>,
) -> Result<(), Fault> {
    let mut connection = match pool.acquire().await {
        Ok(connection) => connection,
        Err(error) => return refused(first, error),
    };
    if let Err(error) = connection.execute("begin immediate").await {
        return refused(first, error);
    }
    let mut tx = Tx { held: Held::Shared(connection), now: 0 };
    let done = run_jobs(&mut tx, first, waiting, replies).await;
    let done = match done {
        Ok(()) => tx.connection().execute("commit").await.map(drop).map_err(Fault::from),
        Err(fault) => Err(fault),
    };
    if done.is_err()
        && let Held::Shared(mut connection) = tx.held
    {
        // SQLite may have ended the transaction by itself, or not: nobody goes on with this one.
        connection.close_on_drop();
    }
    done
}

fn refused(job: Box<dyn Job>, error: sqlx::Error) -> Result<(), Fault> {
    let fault = Fault::from(error);
    job.refuse(fault.clone());
    Err(fault)
}

async fn run_jobs(
    tx: &mut Tx,
    first: Box<dyn Job>,
    waiting: &mut mpsc::Receiver<Box<dyn Job>>,
    replies: &mut Vec<Reply>,
) -> Result<(), Fault> {
    let mut next = Some(first);
    while let Some(job) = next {
        if let Err(error) = tx.connection().execute("savepoint job").await {
            return refused(job, error);
        }
        // A job that panics is one that failed; its reply is dropped with it, and so told.
        let ran = AssertUnwindSafe(job.run(tx)).catch_unwind().await;
        let keep = match ran {
            Ok((keep, reply)) => {
                replies.push(reply);
                keep
            }
            Err(_) => false,
        };
        if !keep {
            let back = tx.connection().execute("rollback to job").await;
            // When the disk is full or fails, the whole transaction is gone and not the job alone.
            if let (Err(_), Some(fault)) = (&back, crate::fault::last()) {
                return Err(fault);
            }
            back?;
        }
        tx.connection().execute("release job").await?;
        next = if replies.len() < TOGETHER { waiting.try_recv().ok() } else { None };
    }
    Ok(())
}

/// Remembers that the disk did not keep what it was given.
fn note(broken: &watch::Sender<Option<String>>, fault: &Fault) {
    if let Fault::NotKept(why) = fault {
        broken.send_replace(Some(why.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Where;

    async fn store(dir: &std::path::Path) -> Store {
        Store::open(&Where::Folder(dir.to_owned())).await.unwrap()
    }

    async fn keep(store: &Store, path: &'static str, size: usize) -> Result<(), Fault> {
        store
            .write(1, move |tx| {
                Box::pin(async move {
                    sqlx::query("insert into file (sha256, bytes) values ($1, $2)")
                        .bind(path)
                        .bind(vec![7_u8; size])
                        .execute(tx.connection())
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Promise 3, and a bug that was: SQLite ends the transaction by itself when there is no room, and
    /// nothing could be written ever after.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_disk_refuses_what_does_not_fit_and_goes_on_when_there_is_room() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path()).await;
        let limited: Result<(), Fault> = store
            .write(1, |tx| {
                Box::pin(async move {
                    let (pages,): (i64,) =
                        sqlx::query_as("pragma page_count").fetch_one(tx.connection()).await?;
                    let pragma = format!("pragma max_page_count = {}", pages + 4);
                    tx.connection().execute(sqlx::AssertSqlSafe(pragma)).await?;
                    Ok(())
                })
            })
            .await;
        limited.unwrap();
        let (small, large) = tokio::join!(keep(&store, "a", 10), keep(&store, "b", 1 << 20));
        assert!(matches!(large, Err(Fault::Full)), "{large:?}");
        // It shared the transaction, or had one of its own: kept or refused, and told which.
        let there: Option<(String,)> = sqlx::query_as("select sha256 from file where sha256 = 'a'")
            .fetch_optional(&store.readers)
            .await
            .unwrap();
        assert_eq!(small.is_ok(), there.is_some());
        // The next connection has no such limit: there is room again.
        keep(&store, "c", 1 << 20).await.unwrap();
        assert!(store.is_sound());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_job_that_panics_takes_nobody_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path()).await;
        let panics = store.write(1, |_| Box::pin(async { panic!("on purpose") }));
        let (panicked, kept): (Result<(), Fault>, _) = tokio::join!(panics, keep(&store, "a", 10));
        assert!(matches!(panicked, Err(Fault::Stopped)));
        kept.unwrap();
        keep(&store, "b", 10).await.unwrap();
        assert!(store.is_sound());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_job_that_fails_leaves_nothing_and_its_neighbours_stay() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path()).await;
        let fails = store.write(1, |tx| {
            Box::pin(async move {
                sqlx::query("insert into file (sha256, bytes) values ('half', $1)")
                    .bind(vec![1_u8])
                    .execute(tx.connection())
                    .await
                    .map_err(Fault::from)?;
                Err::<(), _>(Fault::Clash("on purpose"))
            })
        });
        let (failed, kept) = tokio::join!(fails, keep(&store, "a", 10));
        assert!(matches!(failed, Err(Fault::Clash(_))));
        kept.unwrap();
        let mut reader = store.readers.acquire().await.unwrap();
        let rows: Vec<(String,)> =
            sqlx::query_as("select sha256 from file").fetch_all(&mut *reader).await.unwrap();
        assert_eq!(rows, [("a".to_owned(),)]);
    }
}
