//! Receipts: what was answered to a request that carried a key of its own. The same request sent
//! again gets the same answer, and nothing is done twice.

use crate::{Fault, Tx};

/// A request that came with a key, and what was answered; nothing yet while it is being worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The request, or its hash.
    pub request: String,
    /// When it came.
    pub at: i64,
    /// What was answered; empty while it is being worked on.
    pub answer: String,
}

impl Tx {
    /// What is known of an account's request of that key.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn receipt(&mut self, account: i64, key: &str) -> Result<Option<KeptAnswer>, Fault> {
        let row: Option<(String, i64, String)> = sqlx::query_as(
            "select request, at, answer from receipt where account = $1 and key = $2",
        )
        .bind(account)
        .bind(key)
        .fetch_optional(self.connection())
        .await?;
        Ok(row.map(|(request, at, answer)| KeptAnswer { request, at, answer }))
    }

    /// Keeps what is answered, or that it is being worked on.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_receipt(
        &mut self,
        account: i64,
        key: &str,
        request: &str,
        answer: &str,
    ) -> Result<(), Fault> {
        let now = self.now;
        sqlx::query(
            "insert into receipt (account, key, request, at, answer) values ($1, $2, $3, $4, $5)
             on conflict (account, key) do update
             set request = excluded.request, at = excluded.at, answer = excluded.answer",
        )
        .bind(account)
        .bind(key)
        .bind(request)
        .bind(now)
        .bind(answer)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Forgets a request: it was refused, and may be sent again otherwise.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn drop_receipt(&mut self, account: i64, key: &str) -> Result<(), Fault> {
        sqlx::query("delete from receipt where account = $1 and key = $2")
            .bind(account)
            .bind(key)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Forgets the requests from before a moment.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn forget_receipts(&mut self, before: i64) -> Result<(), Fault> {
        sqlx::query("delete from receipt where at < $1")
            .bind(before)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
