//! Programme folders as they were imported: frozen, known by their hash, given back byte for byte.

use sha2::{Digest, Sha256};

use crate::{Fault, Store, Tx};

/// A version of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub number: i64,
    /// The hash of all its paths and files.
    pub sha256: String,
    /// Where it was put on record.
    pub entry: i64,
}

/// A file of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFile {
    /// Its path in the folder, with `/` between parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The hash of a folder: of the list of its paths and the hashes of its files, in order.
pub fn hash_of_folder(files: &[VersionFile]) -> String {
    let mut lines: Vec<String> = files
        .iter()
        .map(|file| format!("{}  {}\n", hex(&Sha256::digest(&file.bytes)), file.path))
        .collect();
    lines.sort_unstable();
    hex(&Sha256::digest(lines.concat().as_bytes()))
}

impl Tx {
    /// Keeps a folder as the next version. The log must hold the entry already.
    ///
    /// # Errors
    /// [`Fault::Clash`] when the very same folder is a version already; else what the data base says.
    pub async fn add_version(
        &mut self,
        files: &[VersionFile],
        entry: i64,
    ) -> Result<Version, Fault> {
        let sha256 = hash_of_folder(files);
        let known: Option<(i64,)> = sqlx::query_as("select version from version where sha256 = $1")
            .bind(sha256.as_str())
            .fetch_optional(self.connection())
            .await?;
        if known.is_some() {
            return Err(Fault::Clash("version"));
        }
        let (number,): (i64,) = sqlx::query_as("select coalesce(max(version), 0) + 1 from version")
            .fetch_one(self.connection())
            .await?;
        sqlx::query("insert into version (version, sha256, entry) values ($1, $2, $3)")
            .bind(number)
            .bind(sha256.as_str())
            .bind(entry)
            .execute(self.connection())
            .await?;
        for file in files {
            let hash = hex(&Sha256::digest(&file.bytes));
            sqlx::query("insert into file (sha256, bytes) values ($1, $2) on conflict do nothing")
                .bind(hash.as_str())
                .bind(file.bytes.as_slice())
                .execute(self.connection())
                .await?;
            sqlx::query("insert into version_file (version, path, sha256) values ($1, $2, $3)")
                .bind(number)
                .bind(file.path.as_str())
                .bind(hash.as_str())
                .execute(self.connection())
                .await?;
        }
        Ok(Version { number, sha256, entry })
    }
}

impl Store {
    /// The number of the newest version; 0 where there is none.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn newest_version(&self) -> Result<i64, Fault> {
        let (number,): (i64,) = sqlx::query_as("select coalesce(max(version), 0) from version")
            .fetch_one(&self.readers)
            .await?;
        Ok(number)
    }

    /// The versions, newest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn versions(&self) -> Result<Vec<Version>, Fault> {
        let rows: Vec<(i64, String, i64)> =
            sqlx::query_as("select version, sha256, entry from version order by version desc")
                .fetch_all(&self.readers)
                .await?;
        let version = |(number, sha256, entry)| Version { number, sha256, entry };
        Ok(rows.into_iter().map(version).collect())
    }

    /// The files of a version, by path; those whose path begins with `but` left out, where it is not
    /// empty.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when a file is not what its hash says; else what the data base says.
    pub async fn files_of(&self, version: i64, but: &str) -> Result<Vec<VersionFile>, Fault> {
        let rows: Vec<(String, String, Vec<u8>)> = sqlx::query_as(
            "select v.path, f.sha256, f.bytes from version_file v
             join file f on f.sha256 = v.sha256
             where v.version = $1 and ($2 = '' or substr(v.path, 1, length($2)) <> $2)
             order by v.path",
        )
        .bind(version)
        .bind(but)
        .fetch_all(&self.readers)
        .await?;
        let mut files = Vec::with_capacity(rows.len());
        for (path, sha256, bytes) in rows {
            if hex(&Sha256::digest(&bytes)) != sha256 {
                return Err(Fault::Damaged(path));
            }
            files.push(VersionFile { path, bytes });
        }
        Ok(files)
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
