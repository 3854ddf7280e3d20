//! Tokens: what programs carry. A token reaches no further than the grants and verbs it was given, whatever
//! its account is given later. Only its hash is kept.

use crate::{Account, Fault, Store, Tx};

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Its number: drawn by chance, less than 0.
    pub number: i64,
    /// The hash of what the program carries.
    pub hash: String,
    /// Whose.
    pub account: i64,
    /// What it is for, in the words of who made it.
    pub label: String,
    /// What it may do.
    pub verbs: Vec<&'static str>,
    /// From which moment on it holds no more.
    pub ends_at: i64,
    /// Where it was put on record.
    pub entry: i64,
}

/// A token as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number, less than 0.
    pub number: i64,
    /// What it is for, in the words of who made it.
    pub label: String,
    /// What it may do, in order.
    pub verbs: Vec<String>,
    /// When it was made.
    pub begun_at: i64,
    /// From which moment on it holds no more.
    pub ends_at: i64,
}

impl Tx {
    /// Makes a token, bound to the grants its account holds now.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn add_token(&mut self, new: &NewToken) -> Result<(), Fault> {
        let now = self.now;
        sqlx::query(
            "insert into token (number, hash, account, label, begun_at, ends_at, entry)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.number)
        .bind(new.hash.as_str())
        .bind(new.account)
        .bind(new.label.as_str())
        .bind(now)
        .bind(new.ends_at)
        .bind(new.entry)
        .execute(self.connection())
        .await?;
        sqlx::query(
            "insert into token_grant (token, role_grant)
             select $1, number from role_grant where account = $2 and ended is null",
        )
        .bind(new.number)
        .bind(new.account)
        .execute(self.connection())
        .await?;
        let verbs: Vec<_> = new.verbs.iter().map(|verb| [verb]).collect();
        sqlx::query(
            "insert into token_verb (token, verb) select $1, value ->> 0 from json_each($2)",
        )
        .bind(new.number)
        .bind(serde_json::json!(verbs).to_string())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Ends a token of an account; whether there was one.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn end_token(&mut self, account: i64, number: i64) -> Result<bool, Fault> {
        let found: Option<(i64,)> =
            sqlx::query_as("select number from token where number = $1 and account = $2")
                .bind(number)
                .bind(account)
                .fetch_optional(self.connection())
                .await?;
        if found.is_some() {
            self.forget(BY_NUMBER, number).await?;
        }
        Ok(found.is_some())
    }

    /// Ends every token of an account.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn end_tokens(&mut self, account: i64) -> Result<(), Fault> {
        self.forget(BY_ACCOUNT, account).await
    }

    async fn forget(&mut self, texts: [&'static str; 3], of: i64) -> Result<(), Fault> {
        for text in texts {
            sqlx::query(text).bind(of).execute(self.connection()).await?;
        }
        Ok(())
    }
}

const BY_NUMBER: [&str; 3] = [
    "delete from token_verb where token = $1",
    "delete from token_grant where token = $1",
    "delete from token where number = $1",
];

const BY_ACCOUNT: [&str; 3] = [
    "delete from token_verb where token in (select number from token where account = $1)",
    "delete from token_grant where token in (select number from token where account = $1)",
    "delete from token where account = $1",
];

impl Store {
    /// Whose token it is under that hash, and its number, if it holds at a moment.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn token(&self, hash: &str, now: i64) -> Result<Option<(Account, i64)>, Fault> {
        let row: Option<(i64, i64)> = sqlx::query_as(
            "select t.account, t.number from token t
             join account a on a.number = t.account and a.disabled = 0
             where t.hash = $1 and t.ends_at > $2",
        )
        .bind(hash)
        .bind(now)
        .fetch_optional(&self.readers)
        .await?;
        let Some((account, number)) = row else { return Ok(None) };
        Ok(self.account(account).await?.map(|account| (account, number)))
    }

    /// The tokens of an account that hold at a moment, newest first.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn tokens(&self, account: i64, now: i64) -> Result<Vec<Token>, Fault> {
        let rows: Vec<(i64, String, i64, i64, String)> = sqlx::query_as(
            "select t.number, t.label, t.begun_at, t.ends_at, v.verb from token t
             join token_verb v on v.token = t.number
             where t.account = $1 and t.ends_at > $2
             order by t.begun_at desc, t.number, v.verb",
        )
        .bind(account)
        .bind(now)
        .fetch_all(&self.readers)
        .await?;
        let mut found: Vec<Token> = Vec::new();
        for (number, label, begun_at, ends_at, verb) in rows {
            match found.last_mut().filter(|token| token.number == number) {
                Some(token) => token.verbs.push(verb),
                None => found.push(Token { number, label, verbs: vec![verb], begun_at, ends_at }),
            }
        }
        Ok(found)
    }
}
