//! Looking after a store: is it sound, a copy of it while people work, and the way back from a copy.

use std::path::Path;
use std::str::FromStr;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection};

use crate::open::{FILE, Kind, sqlite_options};
use crate::{Fault, Store, Where};

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

    /// Copies it, as it is at one moment, into a file that is not there yet; people go on working. The
    /// copy is looked through before it gets its name. Of SQLite only: PostgreSQL has `pg_dump`.
    ///
    /// # Errors
    /// [`Fault::Clash`] where the file is there, or for PostgreSQL; [`Fault::Damaged`] where the copy is
    /// unsound; what the data base and the disk say.
    pub async fn backup(&self, to: &Path) -> Result<(), Fault> {
        let Some(file) = self.file.as_deref() else { return Err(Fault::Clash("postgres")) };
        if to.exists() {
            return Err(Fault::Clash("backup"));
        }
        let part = to.with_extension("part");
        remove(&part)?;
        let path = part.to_str().ok_or_else(|| Fault::Other("the path is no text".to_owned()))?;
        let mut connection = connect(file, "ro").await?;
        sqlx::query("vacuum into $1").bind(path).execute(&mut connection).await?;
        connection.close().await?;
        whole(&part).await?;
        synced(&part)?;
        std::fs::rename(&part, to).map_err(|error| Fault::Other(error.to_string()))
    }

    /// Makes a store in a folder from a copy; the folder must not hold one.
    ///
    /// # Errors
    /// [`Fault::Clash`] where there is a store; [`Fault::Damaged`] for a copy that is none, or not whole.
    pub async fn restore(from: &Path, dir: &Path) -> Result<(), Fault> {
        sqlx::any::install_default_drivers();
        let other = |error: std::io::Error| Fault::Other(error.to_string());
        let to = dir.join(FILE);
        if to.exists() {
            return Err(Fault::Clash("store"));
        }
        whole(from).await?;
        std::fs::create_dir_all(dir).map_err(other)?;
        let part = to.with_extension("part");
        std::fs::copy(from, &part).map_err(other)?;
        synced(&part)?;
        whole(&part).await?;
        std::fs::rename(&part, &to).map_err(other)?;
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

/// Whether a copy is a whole store.
async fn whole(file: &Path) -> Result<(), Fault> {
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
    connection.close().await?;
    match said.into_iter().find(|(line,)| line != "ok") {
        Some((line,)) => Err(Fault::Damaged(line)),
        None => Ok(()),
    }
}

fn synced(file: &Path) -> Result<(), Fault> {
    let opened = std::fs::File::open(file).and_then(|file| file.sync_all());
    opened.map_err(|error| Fault::Other(error.to_string()))
}

fn remove(file: &Path) -> Result<(), Fault> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Fault::Other(error.to_string()))
        }
        _ => Ok(()),
    }
}
