//! Files of evidence: bytes beside the store, named by their hash, and the rows that say of what they are
//! evidence. A file is on disk before its row is: a row never points at nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use sha2::{Digest, Sha256};

use crate::keep::disk;
use crate::{Fault, Store, Tx};

/// A file of evidence, as its row says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its number.
    pub number: i64,
    /// `fact` or `filing`.
    pub of: String,
    /// The number of that.
    pub subject: i64,
    /// Which part of it: an element; empty for all of it.
    pub part: String,
    /// The unit or body that is about.
    pub about: i64,
    /// What who sent it called it.
    pub name: String,
    /// What it is: `pdf`, `png` …
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// Its hash.
    pub sha256: String,
    /// Where it was put on record.
    pub entry: i64,
    /// When.
    pub at: i64,
    /// By which post.
    pub post: String,
}

/// A file to be put on record.
#[derive(Debug, Clone)]
pub struct NewEvidence {
    /// As of [`Evidence`].
    pub of: &'static str,
    /// The number of that.
    pub subject: i64,
    /// Which part of it.
    pub part: String,
    /// The unit or body that is about.
    pub about: i64,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: &'static str,
    /// Bytes.
    pub size: i64,
    /// Its hash.
    pub sha256: String,
}

/// Where the bytes are: a folder, each file in it named by its hash.
#[derive(Debug, Clone)]
pub struct EvidenceFiles {
    dir: PathBuf,
    files: Arc<LocalFileSystem>,
}

impl EvidenceFiles {
    /// Opens the folder, makes it where there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn open(dir: &Path) -> Result<EvidenceFiles, Fault> {
        std::fs::create_dir_all(dir).map_err(disk)?;
        let files = LocalFileSystem::new_with_prefix(dir).map_err(told)?.with_fsync(true);
        Ok(EvidenceFiles { dir: dir.to_owned(), files: Arc::new(files) })
    }

    /// Keeps bytes; gives their hash when they are on disk. The same bytes are kept once.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<String, Fault> {
        let sha256 = hash_of(&bytes);
        if self.read(&sha256).await.is_ok() {
            return Ok(sha256);
        }
        // What stands there under that name and is not that file is replaced by it.
        let options = PutOptions { mode: PutMode::Overwrite, ..PutOptions::default() };
        self.files.put_opts(&key(&sha256), bytes.into(), options).await.map_err(told)?;
        Ok(sha256)
    }

    /// The bytes of a hash.
    ///
    /// # Errors
    /// [`Fault::Damaged`] where they are not there, or are others than their name says.
    pub async fn read(&self, sha256: &str) -> Result<Vec<u8>, Fault> {
        let damaged = || Fault::Damaged(format!("evidence {sha256}"));
        let found = self.files.get(&key(sha256)).await.map_err(|_| damaged())?;
        let bytes = found.bytes().await.map_err(|_| damaged())?;
        if hash_of(&bytes) == sha256 { Ok(bytes.to_vec()) } else { Err(damaged()) }
    }

    /// Copies the files of these hashes into a folder.
    pub(crate) async fn copy(&self, hashes: &[String], to: &Path) -> Result<(), Fault> {
        let there = EvidenceFiles::open(to)?;
        for sha256 in hashes {
            there.keep(self.read(sha256).await?).await?;
        }
        Ok(())
    }

    /// The hashes of all that is there.
    async fn list(&self) -> Result<Vec<String>, Fault> {
        let metas: Vec<_> = self.files.list(None).try_collect().await.map_err(told)?;
        let name = |meta: object_store::ObjectMeta| meta.location.filename().map(str::to_owned);
        Ok(metas.into_iter().filter_map(name).collect())
    }
}

/// Two letters of the hash make a folder: none of them grows too large to be listed.
fn key(sha256: &str) -> Key {
    let two = sha256.get(..2).unwrap_or("00");
    Key::from(format!("{two}/{sha256}"))
}

fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whatever the wrapper says: it may be that the disk is full, further down.
fn told(error: object_store::Error) -> Fault {
    let mut below: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(found) = below {
        if let Some(io) = found.downcast_ref::<std::io::Error>()
            && matches!(
                io.kind(),
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
            )
        {
            return Fault::Full;
        }
        below = found.source();
    }
    Fault::Other(error.to_string())
}

type Row = (i64, String, i64, String, i64, String, String, i64, String, i64, i64, String);

fn evidence(row: Row) -> Evidence {
    let (number, of, subject, part, about, name, kind, size, sha256, entry, at, post) = row;
    Evidence { number, of, subject, part, about, name, kind, size, sha256, entry, at, post }
}

const EVIDENCE: &str =
    "select e.number, e.belongs_to, e.subject, e.part, e.about, e.name, e.type, e.size,
        e.sha256, e.entry, l.at, l.post
 from evidence e join log l on l.seq = e.entry
 where ($1 = 0 or e.number = $1) and ($2 = '' or (e.belongs_to = $2 and e.subject = $3))
 order by e.number";

impl Tx {
    /// Keeps the row of a file that is on disk; gives its number.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn add_evidence(&mut self, new: &NewEvidence, entry: i64) -> Result<i64, Fault> {
        let (number,): (i64,) = sqlx::query_as(
            "insert into evidence (number, belongs_to, subject, part, about, name, type, size, sha256, entry)
             select coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9
             from evidence returning number",
        )
        .bind(new.of)
        .bind(new.subject)
        .bind(new.part.as_str())
        .bind(new.about)
        .bind(new.name.as_str())
        .bind(new.kind)
        .bind(new.size)
        .bind(new.sha256.as_str())
        .bind(entry)
        .fetch_one(self.connection())
        .await?;
        Ok(number)
    }

    /// The files of a fact or a return, as the transaction sees them.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn evidence_of(&mut self, of: &str, subject: i64) -> Result<Vec<Evidence>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(EVIDENCE)
            .bind(0_i64)
            .bind(of)
            .bind(subject)
            .fetch_all(self.connection())
            .await?;
        Ok(rows.into_iter().map(evidence).collect())
    }
}

impl Store {
    /// A file of evidence.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn evidence(&self, number: i64) -> Result<Option<Evidence>, Fault> {
        let row: Option<Row> = sqlx::query_as(EVIDENCE)
            .bind(number.max(1))
            .bind("")
            .bind(0_i64)
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(evidence).filter(|found| found.number == number))
    }

    /// The files of a fact or a return, in the order of their coming.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn evidence_of(&self, of: &str, subject: i64) -> Result<Vec<Evidence>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(EVIDENCE)
            .bind(0_i64)
            .bind(of)
            .bind(subject)
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.into_iter().map(evidence).collect())
    }

    /// Looks through the files: which of those on record are not there or are others, and the paths of
    /// those that no row knows, from uploads that came to no end.
    ///
    /// # Errors
    /// What the data base and the disk say.
    pub async fn check_evidence(
        &self,
        files: &EvidenceFiles,
    ) -> Result<(Vec<String>, Vec<PathBuf>), Fault> {
        let there = files.list().await?;
        let rows: Vec<(String,)> =
            sqlx::query_as("select distinct sha256 from evidence order by sha256")
                .fetch_all(&self.readers)
                .await?;
        let mut unsound = Vec::new();
        for (sha256,) in &rows {
            match files.read(sha256).await {
                Ok(_) => {}
                Err(Fault::Damaged(what)) => {
                    unsound.push(format!("{what} is not there, or not what its hash says"));
                }
                Err(other) => return Err(other),
            }
        }
        let known: std::collections::BTreeSet<&str> =
            rows.iter().map(|(sha256,)| sha256.as_str()).collect();
        let path = |sha256: &String| files.dir.join(key(sha256).as_ref());
        let orphans = there.iter().filter(|name| !known.contains(name.as_str())).map(path);
        Ok((unsound, orphans.collect()))
    }
}
