//! Sessions and the record of signing in. Only hashes of what browsers carry are kept.

use sqlx::{FromRow, Row};

use crate::account::account;
use crate::{Account, Fault, Store, Tx};

/// A session that holds, with its account.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose.
    pub account: Account,
    /// When it was begun.
    pub begun_at: i64,
    /// When it was last used, to the minute.
    pub seen_at: i64,
}

/// An attempt to sign in.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// A number drawn by chance.
    pub number: i64,
    /// What was typed.
    pub login: String,
    /// Whose it is, if anybody's.
    pub account: Option<i64>,
    /// `signed_in`, `refused`, `forgiven`, `throttled`, `signed_out`.
    pub outcome: &'static str,
}

impl Tx {
    /// Begins a session under the hash of its token.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn begin_session(
        &mut self,
        token: &str,
        account: i64,
        ends_at: i64,
    ) -> Result<(), Fault> {
        let now = self.now;
        sqlx::query(
            "insert into session (token, account, begun_at, seen_at, ends_at)
             values ($1, $2, $3, $3, $4)",
        )
        .bind(token)
        .bind(account)
        .bind(now)
        .bind(ends_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn touch_session(&mut self, token: &str) -> Result<(), Fault> {
        let now = self.now;
        sqlx::query("update session set seen_at = $2 where token = $1")
            .bind(token)
            .bind(now)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn end_session(&mut self, token: &str) -> Result<(), Fault> {
        sqlx::query("delete from session where token = $1")
            .bind(token)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn end_sessions(&mut self, account: i64) -> Result<(), Fault> {
        sqlx::query("delete from session where account = $1")
            .bind(account)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Keeps the hash of a word by which the holder of a post may choose a passphrase, in place of any before.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn invite(&mut self, token: &str, account: i64, ends_at: i64) -> Result<(), Fault> {
        sqlx::query("delete from invitation where account = $1")
            .bind(account)
            .execute(self.connection())
            .await?;
        sqlx::query("insert into invitation (token, account, ends_at) values ($1, $2, $3)")
            .bind(token)
            .bind(account)
            .bind(ends_at)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Takes an invitation: whose it is, if it holds. It holds no more then.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn take_invitation(&mut self, token: &str) -> Result<Option<i64>, Fault> {
        let now = self.now;
        let row: Option<(i64,)> = sqlx::query_as(
            "delete from invitation where token = $1 and ends_at > $2 returning account",
        )
        .bind(token)
        .bind(now)
        .fetch_optional(self.connection())
        .await?;
        Ok(row.map(|(account,)| account))
    }

    /// Records an attempt to sign in, and forgets those from before a moment, with what has ended.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn note_sign_in(&mut self, what: &SignIn, forget: i64) -> Result<(), Fault> {
        let now = self.now;
        sqlx::query(
            "insert into sign_in (number, at, login, account, outcome)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(what.number)
        .bind(now)
        .bind(what.login.as_str())
        .bind(what.account)
        .bind(what.outcome)
        .execute(self.connection())
        .await?;
        self.forget_sign_ins(forget).await
    }

    /// Counts the passphrases that were wrong no more: by an invitation somebody has shown whose post it is.
    /// That they were tried stays on record.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn forgive(&mut self, login: &str) -> Result<(), Fault> {
        sqlx::query(
            "update sign_in set outcome = 'forgiven' where login = $1 and outcome = 'refused'",
        )
        .bind(login)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Forgets attempts to sign in from before a moment, and sessions that have ended.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn forget_sign_ins(&mut self, before: i64) -> Result<(), Fault> {
        let now = self.now;
        sqlx::query(FORGET_SIGN_INS).bind(before).execute(self.connection()).await?;
        sqlx::query(FORGET_SESSIONS).bind(now).execute(self.connection()).await?;
        Ok(())
    }
}

const FORGET_SIGN_INS: &str = "delete from sign_in where at < $1";

const FORGET_SESSIONS: &str = "delete from session where ends_at < $1";

const REFUSED_SINCE: &str =
    "select count(*) from sign_in where login = $1 and at >= $2 and outcome = 'refused'";

impl Store {
    /// Whose invitation it is, if it holds at a moment.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn invitation(&self, token: &str, now: i64) -> Result<Option<i64>, Fault> {
        let row: Option<(i64,)> =
            sqlx::query_as("select account from invitation where token = $1 and ends_at > $2")
                .bind(token)
                .bind(now)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|(account,)| account))
    }

    /// The session under that hash, if it holds at a moment.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn session(&self, token: &str, now: i64) -> Result<Option<Session>, Fault> {
        let row = sqlx::query(
            "select a.number, a.login, a.body, r.id, a.post_zh, a.post_en, a.disabled,
                    a.passphrase, a.language, a.theme, s.begun_at, s.seen_at
             from session s join account a on a.number = s.account and a.disabled = 0
             join reporter r on r.number = a.body
             where s.token = $1 and s.ends_at > $2",
        )
        .bind(token)
        .bind(now)
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let account = account(FromRow::from_row(&row)?);
        Ok(Some(Session { account, begun_at: row.try_get(10)?, seen_at: row.try_get(11)? }))
    }

    /// How often a login was refused since a moment.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn refused_since(&self, login: &str, since: i64) -> Result<i64, Fault> {
        let (count,): (i64,) =
            sqlx::query_as(REFUSED_SINCE).bind(login).bind(since).fetch_one(&self.readers).await?;
        Ok(count)
    }

    /// When an account signed in the last time but one, while that is on record.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn visit_before(&self, account: i64) -> Result<Option<i64>, Fault> {
        let rows: Vec<(i64,)> = sqlx::query_as(
            "select at from sign_in where account = $1 and outcome = 'signed_in'
             order by at desc limit 2",
        )
        .bind(account)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.get(1).map(|(at,)| *at))
    }

    /// The moments at which anybody tried to sign in that are still on record, oldest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn sign_ins(&self) -> Result<Vec<(i64, String)>, Fault> {
        Ok(sqlx::query_as("select at, outcome from sign_in order by at, number")
            .fetch_all(&self.readers)
            .await?)
    }
}

#[cfg(test)]
mod tests {
    use super::{FORGET_SESSIONS, FORGET_SIGN_INS, REFUSED_SINCE};
    use crate::{Store, Where};

    /// On deadline day thousands sign in within minutes: none of them may be looked at for the next.
    #[tokio::test(flavor = "multi_thread")]
    async fn signing_in_looks_at_nobody_else() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&Where::Folder(dir.path().to_owned())).await.unwrap();
        for (text, index) in [
            (REFUSED_SINCE, "sign_in_by_login (login=? AND at>?)"),
            (FORGET_SESSIONS, "session_by_end (ends_at<?)"),
            (FORGET_SIGN_INS, "sign_in_by_at (at<?)"),
        ] {
            let plan: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(sqlx::AssertSqlSafe(format!("explain query plan {text}")))
                    .fetch_all(&store.readers)
                    .await
                    .unwrap();
            assert!(!plan.is_empty());
            assert!(plan.iter().all(|(.., step)| step.contains(index)), "{text}: {plan:?}");
        }
    }
}
