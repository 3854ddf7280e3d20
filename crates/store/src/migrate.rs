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
    let mut connection = pool.acquire().await?;
    if kind == Kind::Postgres {
        // Two processes that start at once: one waits for the other.
        connection.execute("select pg_advisory_lock(704613)").await?;
    }
    let done = apply_all(&mut connection, kind).await;
    if kind == Kind::Postgres {
        connection.execute("select pg_advisory_unlock(704613)").await?;
    }
    done
}

async fn apply_all(connection: &mut AnyConnection, kind: Kind) -> Result<(), Fault> {
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
    let known = MIGRATIONS.last().map_or(0, |(number, _)| *number);
    if let Some((found, _)) = applied.last().filter(|(number, _)| *number > known) {
        return Err(Fault::Newer { found: *found, known });
    }
    for (number, text) in MIGRATIONS {
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
