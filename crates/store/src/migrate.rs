//! Migrations: forward only, each in one transaction, never changed once released.

use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Executor};

use crate::Fault;
use crate::open::Kind;

/// In their order. A released one is never changed: stores remember its hash.
const MIGRATIONS: [(i64, &str); 1] = [(1, include_str!("migrations/0001_office.sql"))];

/// What only PostgreSQL has to be taught: to cut a JSON list into rows as SQLite does, so that one
/// text of a bulk statement runs on both.
const POSTGRES_FIRST: &str = "create or replace function json_each(list text) \
     returns table (value jsonb) language sql immutable as \
     'select jsonb_array_elements(list::jsonb)'";

/// Brings a store up to this version.
pub(crate) async fn migrate(pool: &AnyPool, kind: Kind) -> Result<(), Fault> {
    migrate_by(&MIGRATIONS, pool, kind).await
}

async fn migrate_by(migrations: &[(i64, &str)], pool: &AnyPool, kind: Kind) -> Result<(), Fault> {
    let mut connection = pool.acquire().await?;
    if kind == Kind::Postgres {
        // Two processes that start at once: one waits for the other.
        connection.execute("select pg_advisory_lock(704613)").await?;
    }
    let done = apply_all(migrations, &mut connection, kind).await;
    if kind == Kind::Postgres {
        connection.execute("select pg_advisory_unlock(704613)").await?;
    }
    done
}

async fn apply_all(
    migrations: &[(i64, &str)],
    connection: &mut AnyConnection,
    kind: Kind,
) -> Result<(), Fault> {
    let begin = match kind {
        Kind::Sqlite => "begin immediate",
        Kind::Postgres => "begin",
    };
    connection
        .execute("create table if not exists migration (number bigint primary key, sha256 text not null)")
        .await?;
    if kind == Kind::Postgres {
        connection.execute(POSTGRES_FIRST).await?;
    }
    let applied: Vec<(i64, String)> =
        sqlx::query_as("select number, sha256 from migration order by number")
            .fetch_all(&mut *connection)
            .await?;
    let known = migrations.last().map_or(0, |(number, _)| *number);
    if let Some((found, _)) = applied.last().filter(|(number, _)| *number > known) {
        return Err(Fault::Newer { found: *found, known });
    }
    for (number, text) in migrations.iter().copied() {
        let hash = hash_of(text);
        match applied.iter().find(|(other, _)| *other == number) {
            Some((_, other)) if *other == hash => continue,
            Some(_) => return Err(Fault::Changed(number)),
            None => {}
        }
        connection.execute(begin).await?;
        if let Err(fault) = apply(connection, kind, number, text, &hash).await {
            connection.execute("rollback").await?;
            return Err(fault);
        }
        connection.execute("commit").await?;
    }
    Ok(())
}

async fn apply(
    connection: &mut AnyConnection,
    kind: Kind,
    number: i64,
    text: &str,
    hash: &str,
) -> Result<(), Fault> {
    let (bytes, clustered) = match kind {
        Kind::Sqlite => ("blob", "without rowid"),
        Kind::Postgres => ("bytea", ""),
    };
    let text = text.replace("${bytes}", bytes).replace("${clustered}", clustered);
    for statement in statements(&text) {
        // The text is one of the files beside this one, but for the two words of a data base.
        connection.execute(AssertSqlSafe(statement)).await?;
    }
    sqlx::query("insert into migration (number, sha256) values ($1, $2)")
        .bind(number)
        .bind(hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// The statements of a migration: comments are lines of their own, and a statement ends with `;` at
/// the end of a line.
fn statements(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("--"));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    let parts = text.split(";\n").map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn hash_of(text: &str) -> String {
    crate::version::hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: (i64, &str) = (1, "create table one (a bigint);\n");
    const HALF: (i64, &str) =
        (2, "create table two (a bigint);\ninsert into nowhere values (1);\n");
    const TWO: (i64, &str) = (2, "create table two (a bigint);\n");

    async fn tables(pool: &AnyPool) -> Vec<String> {
        let rows: Vec<(String,)> =
            sqlx::query_as("select name from sqlite_master where type = 'table' order by name")
                .fetch_all(pool)
                .await
                .unwrap();
        rows.into_iter().map(|(name,)| name).collect()
    }

    #[tokio::test]
    async fn a_migration_that_ends_halfway_leaves_nothing_and_can_be_begun_again() {
        sqlx::any::install_default_drivers();
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", dir.path().join("store.sqlite").display());
        let pool = sqlx::any::AnyPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        assert!(migrate_by(&[ONE, HALF], &pool, Kind::Sqlite).await.is_err());
        assert_eq!(tables(&pool).await, ["migration", "one"]);
        migrate_by(&[ONE, TWO], &pool, Kind::Sqlite).await.unwrap();
        assert_eq!(tables(&pool).await, ["migration", "one", "two"]);
        migrate_by(&[ONE, TWO], &pool, Kind::Sqlite).await.unwrap();
        // What was released reads otherwise; what is there is from a later version.
        let changed = migrate_by(&[ONE, HALF], &pool, Kind::Sqlite).await;
        assert!(matches!(changed, Err(Fault::Changed(2))), "{changed:?}");
        let newer = migrate_by(&[ONE], &pool, Kind::Sqlite).await;
        assert!(matches!(newer, Err(Fault::Newer { found: 2, known: 1 })), "{newer:?}");
        assert_eq!(tables(&pool).await, ["migration", "one", "two"]);
    }
}
