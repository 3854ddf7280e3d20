//! Numbers of units, bodies and elements: given once, in the order of asking, and never again.

use std::collections::BTreeMap;

use sqlx::AnyConnection;

use crate::{Fault, Store, Tx};

/// Numbers by id.
pub type Numbers = BTreeMap<String, i64>;

const REPORTERS: &str = "select id, number from reporter";
const ELEMENTS: &str = "select id, number from element";

impl Tx {
    /// The numbers of these units and bodies; those that have none yet are given one.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn number_reporters(&mut self, ids: &[&str]) -> Result<Numbers, Fault> {
        let known = numbers(REPORTERS, self.connection()).await?;
        let (known, fresh) = with_fresh(known, ids);
        let insert = "insert into reporter (number, id)
             select cast(value ->> 0 as bigint), value ->> 1 from json_each($1)";
        sqlx::query(insert).bind(fresh).execute(self.connection()).await?;
        Ok(known)
    }

    /// The same for elements.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn number_elements(&mut self, ids: &[&str]) -> Result<Numbers, Fault> {
        let known = numbers(ELEMENTS, self.connection()).await?;
        let (known, fresh) = with_fresh(known, ids);
        let insert = "insert into element (number, id)
             select cast(value ->> 0 as bigint), value ->> 1 from json_each($1)";
        sqlx::query(insert).bind(fresh).execute(self.connection()).await?;
        Ok(known)
    }
}

impl Store {
    /// The numbers of all units and bodies.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn reporters(&self) -> Result<Numbers, Fault> {
        numbers(REPORTERS, &mut *self.readers.acquire().await?).await
    }

    /// The numbers of all elements.
    ///
    /// # Errors
    /// What the data base says.
    pub async fn elements(&self) -> Result<Numbers, Fault> {
        numbers(ELEMENTS, &mut *self.readers.acquire().await?).await
    }
}

async fn numbers(text: &'static str, connection: &mut AnyConnection) -> Result<Numbers, Fault> {
    let rows: Vec<(String, i64)> = sqlx::query_as(text).fetch_all(connection).await?;
    Ok(rows.into_iter().collect())
}

fn with_fresh(mut known: Numbers, ids: &[&str]) -> (Numbers, String) {
    let mut next = known.values().max().map_or(0, |last| last + 1);
    let mut fresh = Vec::new();
    for id in ids {
        if !known.contains_key(*id) {
            fresh.push(serde_json::json!([next, id]));
            known.insert((*id).to_owned(), next);
            next += 1;
        }
    }
    (known, serde_json::Value::Array(fresh).to_string())
}
