//! Accounts: posts of bodies. What their holders are called stands in a table of its own.

use crate::{Fault, Store, Tx};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// A number drawn by chance, so that it tells nothing.
    pub number: i64,
    /// What is typed to sign in.
    pub login: String,
    /// The body whose post it is.
    pub body: i64,
    /// The post, in Chinese.
    pub post_zh: String,
    /// The post, in English.
    pub post_en: String,
    /// Where it was put on record.
    pub entry: i64,
}

/// An account as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub number: i64,
    /// What is typed to sign in.
    pub login: String,
    /// The body whose post it is, by number.
    pub body: i64,
    /// The same, by id.
    pub body_id: String,
    /// The post, in Chinese.
    pub post_zh: String,
    /// The post, in English.
    pub post_en: String,
    /// Whether it may sign in no more.
    pub disabled: bool,
    /// The hash of the passphrase, once one was chosen.
    pub passphrase: Option<String>,
    /// The language chosen, `zh` or `en`.
    pub language: Option<String>,
    /// The theme chosen, `light` or `dark`.
    pub theme: Option<String>,
}

/// A role granted on a unit and all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its number.
    pub number: i64,
    /// To whom.
    pub account: i64,
    /// Which role.
    pub role: String,
    /// On which unit, by id.
    pub unit: String,
    /// Where it was put on record.
    pub entry: i64,
}

pub(crate) type Row =
    (i64, String, i64, String, String, String, i64, Option<String>, Option<String>, Option<String>);

pub(crate) fn account(row: Row) -> Account {
    let (number, login, body, body_id, post_zh, post_en, disabled, passphrase, language, theme) =
        row;
    let disabled = disabled != 0;
    Account {
        number,
        login,
        body,
        body_id,
        post_zh,
        post_en,
        disabled,
        passphrase,
        language,
        theme,
    }
}

impl Tx {
    /// Makes an account. It has no passphrase: its holder chooses one.
    ///
    /// # Errors
    /// [`Fault::Clash`] when the name is taken; else what the data base says.
    pub async fn add_account(&mut self, new: &NewAccount) -> Result<(), Fault> {
        let done = sqlx::query(
            "insert into account (number, login, body, post_zh, post_en, entry)
             values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        )
        .bind(new.number)
        .bind(new.login.as_str())
        .bind(new.body)
        .bind(new.post_zh.as_str())
        .bind(new.post_en.as_str())
        .bind(new.entry)
        .execute(self.connection())
        .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(Fault::Clash("login")) }
    }

    /// Sets the hash of a passphrase, and ends every session and token begun with another.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_passphrase(&mut self, account: i64, hash: &str) -> Result<(), Fault> {
        sqlx::query("update account set passphrase = $2 where number = $1")
            .bind(account)
            .bind(hash)
            .execute(self.connection())
            .await?;
        self.end_tokens(account).await?;
        self.end_sessions(account).await
    }

    /// Lets an account sign in no more, or again. Its sessions and tokens end at once.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_disabled(&mut self, account: i64, disabled: bool) -> Result<(), Fault> {
        sqlx::query("update account set disabled = $2 where number = $1")
            .bind(account)
            .bind(i64::from(disabled))
            .execute(self.connection())
            .await?;
        sqlx::query("delete from invitation where account = $1")
            .bind(account)
            .execute(self.connection())
            .await?;
        self.end_tokens(account).await?;
        self.end_sessions(account).await
    }

    /// Remembers what an account has chosen to look at: language and theme.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_looks(
        &mut self,
        account: i64,
        language: Option<&str>,
        theme: Option<&str>,
    ) -> Result<(), Fault> {
        sqlx::query(
            "update account set language = coalesce($2, language), theme = coalesce($3, theme)
             where number = $1",
        )
        .bind(account)
        .bind(language)
        .bind(theme)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Says who holds a post now.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn set_holder(
        &mut self,
        account: i64,
        name: &str,
        address: &str,
    ) -> Result<(), Fault> {
        sqlx::query(
            "insert into holder (account, name, address) values ($1, $2, $3)
             on conflict (account) do update set name = excluded.name, address = excluded.address",
        )
        .bind(account)
        .bind(name)
        .bind(address)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Forgets who holds a post.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn erase_holder(&mut self, account: i64) -> Result<(), Fault> {
        sqlx::query("delete from holder where account = $1")
            .bind(account)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Grants a role on a unit and all below it. Sessions of the account end: what it may do has changed.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn add_grant(
        &mut self,
        account: i64,
        role: &str,
        unit: i64,
        entry: i64,
    ) -> Result<i64, Fault> {
        let (number,): (i64,) = sqlx::query_as(
            "insert into role_grant (number, account, role, unit, entry)
             values ((select coalesce(max(number), 0) + 1 from role_grant), $1, $2, $3, $4)
             returning number",
        )
        .bind(account)
        .bind(role)
        .bind(unit)
        .bind(entry)
        .fetch_one(self.connection())
        .await?;
        self.end_sessions(account).await?;
        Ok(number)
    }

    /// Takes a grant back. Sessions of the account end.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn end_grant(&mut self, grant: i64, entry: i64) -> Result<(), Fault> {
        let row: Option<(i64,)> = sqlx::query_as(
            "update role_grant set ended = $2 where number = $1 and ended is null
             returning account",
        )
        .bind(grant)
        .bind(entry)
        .fetch_optional(self.connection())
        .await?;
        match row {
            Some((account,)) => self.end_sessions(account).await,
            None => Ok(()),
        }
    }

    /// An account, as the transaction sees it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn account(&mut self, number: i64) -> Result<Option<Account>, Fault> {
        let row: Option<Row> =
            sqlx::query_as(BY_NUMBER).bind(number).fetch_optional(self.connection()).await?;
        Ok(row.map(account))
    }

    /// The grants that hold of all accounts of a body, as the transaction sees it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn grants_of_body(&mut self, body: i64) -> Result<Vec<Grant>, Fault> {
        let rows: Vec<GrantRow> = sqlx::query_as(
            "select g.number, g.account, g.role, r.id, g.entry
             from role_grant g join reporter r on r.number = g.unit
             join account a on a.number = g.account
             where a.body = $1 and a.disabled = 0 and g.ended is null order by g.number",
        )
        .bind(body)
        .fetch_all(self.connection())
        .await?;
        Ok(rows.into_iter().map(grant).collect())
    }

    /// The grants of an account that hold, as the transaction sees it.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn grants(&mut self, of: i64) -> Result<Vec<Grant>, Fault> {
        let rows: Vec<GrantRow> =
            sqlx::query_as(GRANTS_OF).bind(of).fetch_all(self.connection()).await?;
        Ok(rows.into_iter().map(grant).collect())
    }
}

const BY_NUMBER: &str = "select a.number, a.login, a.body, r.id, a.post_zh, a.post_en, a.disabled,
        a.passphrase, a.language, a.theme
 from account a join reporter r on r.number = a.body where a.number = $1";

const GRANTS_OF: &str = "select g.number, g.account, g.role, r.id, g.entry
 from role_grant g join reporter r on r.number = g.unit
 where g.account = $1 and g.ended is null order by g.number";

type GrantRow = (i64, i64, String, String, i64);

fn grant((number, account, role, unit, entry): GrantRow) -> Grant {
    Grant { number, account, role, unit, entry }
}

impl Store {
    /// An account by its number.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn account(&self, number: i64) -> Result<Option<Account>, Fault> {
        let row: Option<Row> =
            sqlx::query_as(BY_NUMBER).bind(number).fetch_optional(&self.readers).await?;
        Ok(row.map(account))
    }

    /// An account by what is typed to sign in.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, Fault> {
        let row: Option<Row> = sqlx::query_as(
            "select a.number, a.login, a.body, r.id, a.post_zh, a.post_en, a.disabled,
                    a.passphrase, a.language, a.theme
             from account a join reporter r on r.number = a.body where a.login = $1",
        )
        .bind(login)
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.map(account))
    }

    /// The accounts of bodies where somebody ($1) may do something ($2), after a login, in order.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn accounts(
        &self,
        asker: i64,
        verb: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Account>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(concat!(
            "select a.number, a.login, a.body, r.id, a.post_zh, a.post_en, a.disabled,
                    a.passphrase, a.language, a.theme
             from account a join reporter r on r.number = a.body
             where a.login > $3
               and (exists (select 1 from sight where asker = $1 and verb = $2 and first = 0)
                 or a.body in ",
            crate::in_sight!("$2"),
            ") order by a.login limit $4"
        ))
        .bind(asker)
        .bind(verb)
        .bind(after)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(account).collect())
    }

    /// Whether there is any account yet.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn any_account(&self) -> Result<bool, Fault> {
        let row: Option<(i64,)> = sqlx::query_as("select number from account limit 1")
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.is_some())
    }

    /// The grants of an account that hold.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn grants(&self, of: i64) -> Result<Vec<Grant>, Fault> {
        let rows: Vec<GrantRow> =
            sqlx::query_as(GRANTS_OF).bind(of).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(grant).collect())
    }

    /// Who holds a post: name and address.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn holder(&self, account: i64) -> Result<Option<(String, String)>, Fault> {
        Ok(sqlx::query_as("select name, address from holder where account = $1")
            .bind(account)
            .fetch_optional(&self.readers)
            .await?)
    }
}
