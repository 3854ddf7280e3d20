//! The one way to write: a job gets a transaction, and its answer goes out when that is on disk.
//!
//! SQLite has one writer. Jobs that wait for it are put into one transaction, each behind a savepoint
//! of its own: many people saving at once cost one synchronisation of the disk. PostgreSQL does the
//! same by itself; there each job is a transaction.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use sqlx::{Any, AnyConnection, AnyPool, Executor, Transaction};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{Fault, Store};

/// What a job writes with.
pub struct Tx {
    transaction: Transaction<'static, Any>,
    /// The server's clock when the job began, in milliseconds.
    pub(crate) now: i64,
}

impl Tx {
    /// The connection to ask and to tell.
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
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
    One(mpsc::Sender<Box<dyn Job>>),
    Many(AnyPool),
}

impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Way::One(_) => "One",
            Way::Many(_) => "Many",
        })
    }
}

impl Writer {
    pub(crate) fn of_one(pool: AnyPool) -> Writer {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let broken = Arc::new(watch::Sender::new(None));
        tokio::spawn(write_together(pool, waiting, broken.clone()));
        Writer { way: Way::One(jobs), broken }
    }

    pub(crate) fn of_many(pool: AnyPool) -> Writer {
        Writer { way: Way::Many(pool), broken: Arc::new(watch::Sender::new(None)) }
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
            Way::One(jobs) => {
                // An empty job is answered when all before it are done.
                let (done, end) = oneshot::channel();
                if jobs.send(Box::new(End(done))).await.is_ok() {
                    let _ = end.await;
                }
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
            Way::One(jobs) => {
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
                let transaction = pool.begin().await.map_err(Fault::from)?;
                let mut tx = Tx { transaction, now };
                let done = job(&mut tx).await?;
                let kept = tx.transaction.commit().await.map_err(Fault::from);
                kept.inspect_err(|fault| note(&writer.broken, fault))?;
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
}

struct End(oneshot::Sender<()>);

impl Job for End {
    fn run(self: Box<Self>, _: &mut Tx) -> BoxFuture<'_, (bool, Reply)> {
        let answer: Reply = Box::new(move |_| {
            let _ = self.0.send(());
        });
        Box::pin(async move { (true, answer) })
    }
}

async fn write_together(
    pool: AnyPool,
    mut waiting: mpsc::Receiver<Box<dyn Job>>,
    broken: Arc<watch::Sender<Option<String>>>,
) {
    while let Some(first) = waiting.recv().await {
        let mut replies = Vec::new();
        let kept = one_transaction(&pool, first, &mut waiting, &mut replies).await;
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
    let transaction = pool.begin_with("begin immediate").await?;
    let mut tx = Tx { transaction, now: 0 };
    let mut next = Some(first);
    while let Some(job) = next {
        tx.connection().execute("savepoint job").await?;
        let (keep, reply) = job.run(&mut tx).await;
        replies.push(reply);
        if !keep {
            tx.connection().execute("rollback to job").await?;
        }
        tx.connection().execute("release job").await?;
        next = if replies.len() < TOGETHER { waiting.try_recv().ok() } else { None };
    }
    Ok(tx.transaction.commit().await?)
}

/// Remembers that the disk did not keep what it was given.
fn note(broken: &watch::Sender<Option<String>>, fault: &Fault) {
    if let Fault::NotKept(why) = fault {
        broken.send_replace(Some(why.clone()));
    }
}
