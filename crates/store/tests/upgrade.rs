//! Promise 25: the store of every release opens in this version, and is then as one made by it. What each of
//! them holds stands beside it in `tests/upgrade/VERSION/holds.txt`. A release leaves one: `tests/upgrade/make.sh`.

use std::path::{Path, PathBuf};

use gangmu_store::{EvidenceFiles, Store, Where};

fn releases() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/upgrade");
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(all).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

async fn open(dir: &Path) -> Store {
    Store::open(&Where::Folder(dir.to_owned())).await.unwrap()
}

/// The tables, views and indices of a store, as they were made.
async fn schema(dir: &Path) -> Vec<(String, String)> {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=ro", dir.join("store.sqlite").display());
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select name, sql from sqlite_master where sql is not null and name not like 'sqlite_%' \
         order by name",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    rows.into_iter().map(|(name, sql)| (name, sql.split_whitespace().collect())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_of_every_release_becomes_one_of_this_version() {
    let fresh = tempfile::tempdir().unwrap();
    open(fresh.path()).await.close().await;
    let fresh = schema(fresh.path()).await;
    let releases = releases();
    assert!(releases.iter().any(|release| release.ends_with("0.4.0")), "the first with a store");
    for release in releases {
        let dir = tempfile::tempdir().unwrap();
        // A backup made by that version, and nothing else: the way back from it is the way of an upgrade.
        Store::restore(&release, dir.path()).await.unwrap();
        // Opened again there is nothing left to be done.
        for _ in 0..2 {
            let store = open(dir.path()).await;
            let evidence = EvidenceFiles::open(&dir.path().join("evidence")).unwrap();
            assert_eq!(store.check().await.unwrap(), Vec::<String>::new(), "{release:?}");
            let (unsound, _) = store.check_evidence(&evidence).await.unwrap();
            assert_eq!(unsound, Vec::<String>::new(), "{release:?}");
            let (versions, end) = (store.versions().await.unwrap(), store.log_end().await.unwrap());
            let last = versions.last().unwrap();
            let holds =
                format!("versions {}\nfolder {}\nlog {}\n", versions.len(), last.sha256, end.seq);
            let expected = std::fs::read_to_string(release.join("holds.txt")).unwrap();
            assert_eq!(holds, expected, "{release:?}");
            store.close().await;
            assert_eq!(schema(dir.path()).await, fresh, "{release:?}");
        }
    }
}
