//! Promise 24 in small: a copy made while people write can be gone back to, and one that is not whole is
//! refused.

use std::path::Path;

use gangmu_store::{By, Fault, NewEntry, Store, Where};

async fn open(dir: &Path) -> Store {
    Store::open(&Where::Folder(dir.to_owned())).await.unwrap()
}

async fn append(store: &Store, number: i64) {
    let entry = NewEntry {
        by: By { account: None, post: "operator".to_owned() },
        act: "test",
        subject: format!("number:{number}"),
        unit: None,
        detail: "{}".to_owned(),
    };
    let done: Result<_, Fault> =
        store.write(number, |tx| Box::pin(async move { tx.append(&entry).await })).await;
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_while_people_write_is_whole_and_can_be_gone_back_to() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    for number in 0..100 {
        append(&store, number).await;
    }
    let writing = store.clone();
    let more = tokio::spawn(async move {
        for number in 100..300 {
            append(&writing, number).await;
        }
    });
    let copy = dir.path().join("backup.sqlite");
    store.backup(&copy).await.unwrap();
    more.await.unwrap();
    assert!(matches!(store.backup(&copy).await, Err(Fault::Clash("backup"))));
    assert!(store.check().await.unwrap().is_empty());
    let elsewhere = tempfile::tempdir().unwrap();
    Store::restore(&copy, elsewhere.path()).await.unwrap();
    let restored = open(elsewhere.path()).await;
    let end = restored.log_end().await.unwrap().seq;
    assert!((100..=300).contains(&end), "{end}");
    assert!(restored.check().await.unwrap().is_empty());
    let again = Store::restore(&copy, elsewhere.path()).await;
    assert!(matches!(again, Err(Fault::Clash("store"))));
    restored.close().await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_cut_short_or_changed_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    for number in 0..200 {
        append(&store, number).await;
    }
    let copy = dir.path().join("backup.sqlite");
    store.backup(&copy).await.unwrap();
    store.close().await;
    let bytes = std::fs::read(&copy).unwrap();
    let bad = dir.path().join("bad.sqlite");
    let refused = async |bytes: &[u8], what: &str| {
        std::fs::write(&bad, bytes).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let done = Store::restore(&bad, elsewhere.path()).await;
        assert!(matches!(done, Err(Fault::Damaged(_))), "{what}: {done:?}");
        assert!(!elsewhere.path().join("store.sqlite").exists(), "{what}: half a store is left");
    };
    for part in [0, 1, 50, 90] {
        refused(&bytes[..bytes.len() * part / 100], &format!("{part} % of it")).await;
    }
    refused(b"no data base at all, but long enough to be looked at as if it were one", "a text")
        .await;
    let elsewhere = tempfile::tempdir().unwrap();
    let nothing = Store::restore(&dir.path().join("none"), elsewhere.path()).await;
    assert!(matches!(nothing, Err(Fault::Damaged(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_a_later_version_is_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).await.close().await;
    let later = open(dir.path()).await;
    later.close().await;
    // As if a later version had been here.
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=rw", dir.path().join("store.sqlite").display());
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
    sqlx::query("insert into migration (number, sha256) values (999, 'later')")
        .execute(&mut connection)
        .await
        .unwrap();
    let refused = Store::open(&Where::Folder(dir.path().to_owned())).await;
    assert!(matches!(refused, Err(Fault::Newer { found: 999, .. })));
}
