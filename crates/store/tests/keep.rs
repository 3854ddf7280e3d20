//! Promise 24 in small: a copy made while people write can be gone back to, and one that is not whole is
//! refused.

use std::path::Path;

use gangmu_store::{By, EvidenceFiles, Fault, NewEntry, NewEvidence, Store, Where};

async fn open(dir: &Path) -> Store {
    Store::open(&Where::Folder(dir.to_owned())).await.unwrap()
}

fn files(dir: &Path) -> EvidenceFiles {
    EvidenceFiles::open(&dir.join("evidence")).unwrap()
}

/// A file of evidence, and its row.
async fn add_evidence(store: &Store, files: &EvidenceFiles, bytes: &[u8]) -> String {
    let sha256 = files.keep(bytes.to_vec()).await.unwrap();
    let row = NewEvidence {
        of: "fact",
        subject: 1,
        part: String::new(),
        about: 0,
        name: "a.txt".to_owned(),
        kind: "txt",
        size: bytes.len() as i64,
        sha256: sha256.clone(),
    };
    let done: Result<_, Fault> = store
        .write(1000, |tx| {
            Box::pin(async move {
                tx.number_reporters(&["U"]).await?;
                tx.add_evidence(&row, 1).await
            })
        })
        .await;
    done.unwrap();
    sha256
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
    let evidence = files(dir.path());
    let known = add_evidence(&store, &evidence, b"a list").await;
    evidence.keep(b"of an upload that came to no end".to_vec()).await.unwrap();
    let writing = store.clone();
    let more = tokio::spawn(async move {
        for number in 100..300 {
            append(&writing, number).await;
        }
    });
    let copy = dir.path().join("monday");
    store.backup(&evidence, &copy).await.unwrap();
    more.await.unwrap();
    assert!(matches!(store.backup(&evidence, &copy).await, Err(Fault::Clash("backup"))));
    assert!(store.check().await.unwrap().is_empty());
    let elsewhere = tempfile::tempdir().unwrap();
    Store::restore(&copy, elsewhere.path()).await.unwrap();
    let restored = open(elsewhere.path()).await;
    assert_eq!(files(elsewhere.path()).read(&known).await.unwrap(), b"a list");
    let (unsound, strays) = restored.check_evidence(&files(elsewhere.path())).await.unwrap();
    assert!(unsound.is_empty() && strays.is_empty(), "{unsound:?} {strays:?}");
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
    let copy = dir.path().join("monday");
    let evidence = files(dir.path());
    let known = add_evidence(&store, &evidence, b"a list").await;
    store.backup(&evidence, &copy).await.unwrap();
    store.close().await;
    let bytes = std::fs::read(copy.join("store.sqlite")).unwrap();
    let bad = dir.path().join("bad");
    std::fs::create_dir(&bad).unwrap();
    let refused = async |bytes: &[u8], what: &str| {
        std::fs::write(bad.join("store.sqlite"), bytes).unwrap();
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
    // A file of evidence that is another, or gone: the store is not brought back without it.
    let kept = copy.join("evidence").join(&known[..2]).join(&known);
    std::fs::write(&kept, b"another list").unwrap();
    let done = Store::restore(&copy, elsewhere.path()).await;
    assert!(matches!(done, Err(Fault::Damaged(_))), "{done:?}");
    std::fs::remove_file(&kept).unwrap();
    let done = Store::restore(&copy, elsewhere.path()).await;
    assert!(matches!(done, Err(Fault::Damaged(_))), "{done:?}");
    assert!(!elsewhere.path().join("store.sqlite").exists());
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
