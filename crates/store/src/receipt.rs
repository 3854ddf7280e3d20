//! Receipts: what was answered to a request that carried a key of its own. The same request sent
//! again gets the same answer, and nothing is done twice.

use crate::{Fault, Tx};

impl Tx {
    /// What was answered to an account's request of that key: the request and the answer.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn receipt(
        &mut self,
        account: i64,
        key: &str,
    ) -> Result<Option<(String, String)>, Fault> {
        Ok(sqlx::query_as("select request, answer from receipt where account = $1 and key = $2")
            .bind(account)
            .bind(key)
            .fetch_optional(self.connection())
            .await?)
    }

    /// Keeps what is answered.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn add_receipt(
        &mut self,
        account: i64,
        key: &str,
        request: &str,
        answer: &str,
    ) -> Result<(), Fault> {
        let now = self.now;
        sqlx::query(
            "insert into receipt (account, key, request, at, answer) values ($1, $2, $3, $4, $5)",
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
}
