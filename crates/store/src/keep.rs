//! Looking after a store: is it sound, a copy of it while people work, and the way back from a copy.

use std::path::Path;
use std::str::FromStr;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection};

use crate::evidence::EvidenceFiles;
use crate::open::{FILE, Kind, sqlite_options};
use crate::{Fault, Store, Where};

/// The folder of the files of evidence, beside the store.
const EVIDENCE: &str = "evidence";

/// What a check found: nothing, where all is sound.
pub type Unsound = Vec<String>;

impl Store {
    /// Looks through all of it: the data base's own pages, the log, the files of every version.
    ///
    /// # Errors
    /// What the data base says; what is unsound is told, and no error.
    pub async fn check(&self) -> Result<Unsound, Fault> {
        let mut connection = self.readers.acquire().await?;
        let mut found = Vec::new();
        if self.kind == Kind::Sqlite {
            let pages: Vec<(String,)> =
                sqlx::query_as("pragma integrity_check").fetch_all(&mut *connection).await?;
            found.extend(pages.into_iter().map(|(line,)| line).filter(|line| line != "ok"));
            let (strays,): (i64,) =
                sqlx::query_as("select count(*) from pragma_foreign_key_check()")
                    .fetch_one(&mut *connection)
                    .await?;
            if strays > 0 {
                found.push(format!("{strays} rows point at what is not there"));
            }
        }
        let (rows, last, end): (i64, i64, i64) = sqlx::query_as(
            "select count(*), coalesce(max(seq), 0), (select seq from log_end) from log",
        )
        .fetch_one(&mut *connection)
        .await?;
        if rows != last || last != end {
            found.push(format!("the log has {rows} entries, the last is {last}, its end is {end}"));
        }
        let (back,): (i64,) = sqlx::query_as(
            "select count(*) from log l join log b on b.seq = l.seq - 1 where l.at <= b.at",
        )
        .fetch_one(&mut *connection)
        .await?;
        if back > 0 {
            found.push(format!("{back} entries of the log are not later than the one before"));
        }
        drop(connection);
        for version in self.versions().await? {
            match self.files_of(version.number, "").await {
                Ok(files) if crate::hash_of_folder(&files) == version.sha256 => {}
                Ok(_) => {
                    found.push(format!("version {} is not what its hash says", version.number))
                }
                Err(Fault::Damaged(path)) => {
                    found.push(format!(
                        "version {}: {path} is not what its hash says",
                        version.number
                    ));
                }
                Err(other) => return Err(other),
            }
        }
        Ok(found)
    }

    /// Copies it, as it is at one moment, into a folder that is not there yet, with the files of evidence
    /// that it knows of; people go on working. The copy is looked through before it gets its name. Of
    /// SQLite only: PostgreSQL has `pg_dump`.
    ///
    /// # Errors
    /// [`Fault::Clash`] where the folder is there, or for PostgreSQL; [`Fault::Damaged`] where the copy is
    /// unsound, or a file of evidence is not what it was; what the data base and the disk say.
    pub async fn backup(&self, evidence: &EvidenceFiles, to: &Path) -> Result<(), Fault> {
        let Some(file) = self.file.as_deref() else { return Err(Fault::Clash("postgres")) };
        if to.exists() {
            return Err(Fault::Clash("backup"));
        }
        let part = to.with_added_extension("part");
        if part.exists() {
            // From a copy that came to no end.
            std::fs::remove_dir_all(&part).map_err(disk)?;
        }
        std::fs::create_dir_all(&part).map_err(disk)?;
        let copy = part.join(FILE);
        let path = copy.to_str().ok_or_else(|| Fault::Other("the path is no text".to_owned()))?;
        let mut connection = connect(file, "ro").await?;
        sqlx::query("vacuum into $1").bind(path).execute(&mut connection).await?;
        connection.close().await?;
        let hashes = whole(&copy).await?;
        synced(&copy)?;
        // Files are never changed, and on disk before their row is: all that the copy knows are there.
        evidence.copy(&hashes, &part.join(EVIDENCE)).await?;
        std::fs::rename(&part, to).map_err(disk)
    }

    /// Makes a store in a folder from a copy, and brings back its files of evidence; the folder must not
    /// hold a store.
    ///
    /// # Errors
    /// [`Fault::Clash`] where there is a store; [`Fault::Damaged`] for a copy that is none, or not whole.
    pub async fn restore(from: &Path, dir: &Path) -> Result<(), Fault> {
        sqlx::any::install_default_drivers();
        let to = dir.join(FILE);
        if to.exists() {
            return Err(Fault::Clash("store"));
        }
        let copy = from.join(FILE);
        let hashes = whole(&copy).await?;
        if !hashes.is_empty() {
            let kept = EvidenceFiles::open(&from.join(EVIDENCE))?;
            kept.copy(&hashes, &dir.join(EVIDENCE)).await?;
        }
        std::fs::create_dir_all(dir).map_err(disk)?;
        let part = to.with_extension("part");
        std::fs::copy(&copy, &part).map_err(disk)?;
        synced(&part)?;
        whole(&part).await?;
        std::fs::rename(&part, &to).map_err(disk)?;
        let store = Store::open(&Where::Folder(dir.to_owned())).await?;
        let unsound = store.check().await?;
        store.close().await;
        match unsound.into_iter().next() {
            Some(why) => Err(Fault::Damaged(why)),
            None => Ok(()),
        }
    }
}

async fn connect(file: &Path, mode: &str) -> Result<AnyConnection, Fault> {
    let path = file.to_str().ok_or_else(|| Fault::Other("the path is no text".to_owned()))?;
    let options: AnyConnectOptions = sqlite_options(path, mode)?;
    debug_assert!(AnyConnectOptions::from_str(options.database_url.as_str()).is_ok());
    Ok(options.connect().await?)
}

/// The hashes of the files of evidence that a copy knows, where it is a whole store.
async fn whole(file: &Path) -> Result<Vec<String>, Fault> {
    if !file.is_file() {
        return Err(Fault::Damaged("there is no such file".to_owned()));
    }
    let damaged = |fault: Fault| Fault::Damaged(fault.to_string());
    let mut connection = connect(file, "ro").await.map_err(damaged)?;
    let said: Result<Vec<(String,)>, _> =
        sqlx::query_as("pragma integrity_check").fetch_all(&mut connection).await;
    let said = said.map_err(|error| damaged(error.into()))?;
    let known: Result<(i64,), _> =
        sqlx::query_as("select count(*) from migration").fetch_one(&mut connection).await;
    known.map_err(|error| damaged(error.into()))?;
    if let Some((line,)) = said.into_iter().find(|(line,)| line != "ok") {
        return Err(Fault::Damaged(line));
    }
    let rows: Vec<(String,)> =
        sqlx::query_as("select distinct sha256 from evidence order by sha256")
            .fetch_all(&mut connection)
            .await?;
    connection.close().await?;
    Ok(rows.into_iter().map(|(sha256,)| sha256).collect())
}

fn synced(file: &Path) -> Result<(), Fault> {
    std::fs::File::open(file).and_then(|file| file.sync_all()).map_err(disk)
}

/// What the disk says.
pub(crate) fn disk(error: std::io::Error) -> Fault {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Fault::Full,
        _ => Fault::Other(error.to_string()),
    }
}
