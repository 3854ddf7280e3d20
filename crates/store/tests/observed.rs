//! Figures by element and period: what was put in comes out, as of an entry of the log.

use gangmu_store::{By, Fault, NewEntry, NewObservation, Store, Where};

fn figure(element: i64, reporter: i64, recorded_at: i64, mantissa: i64) -> NewObservation {
    NewObservation {
        element,
        period: 202_501,
        reporter,
        recorded_at,
        mantissa,
        scale: 2,
        status: 1,
    }
}

async fn append(store: &Store, rows: Vec<NewObservation>) -> i64 {
    let entry = NewEntry {
        by: By { account: None, post: "operator".to_owned() },
        act: "test",
        subject: "figures".to_owned(),
        unit: None,
        detail: "{}".to_owned(),
    };
    let done: Result<i64, Fault> = store
        .write(1, move |tx| {
            Box::pin(async move {
                let entry = tx.append(&entry).await?;
                tx.append_observations(&rows, entry.seq, None).await?;
                Ok(entry.seq)
            })
        })
        .await;
    done.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_come_out_as_they_went_in_as_of_an_entry() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&Where::Folder(dir.path().to_owned())).await.unwrap();
    // Moments of every kind: none, the very first, before it, after it.
    let moments = [i64::MIN, -5, 0, 5];
    let first: Vec<_> = moments.iter().map(|at| figure(1, 7, *at, at.signum() * 10)).collect();
    let mut mixed: Vec<_> = first.iter().rev().cloned().collect();
    mixed.push(figure(2, 7, 1, i64::MIN));
    let one = append(&store, mixed).await;
    let two = append(&store, vec![figure(1, 3, i64::MIN, 4)]).await;
    let read = async |by| {
        let mut found = store.observations(202_501, &[1, 2, 3], None, by).await.unwrap();
        found.sort_by_key(|(element, _)| *element);
        found
    };
    let found = read(two).await;
    let figures = |index: usize| -> Vec<NewObservation> {
        found[index].1.iter().map(|row| row.figure.clone()).collect()
    };
    assert_eq!(figures(0), [&[figure(1, 3, i64::MIN, 4)], &first[..]].concat());
    assert_eq!(figures(1), [figure(2, 7, 1, i64::MIN)]);
    assert!(found[0].1.iter().skip(1).all(|row| row.entry == one && row.filing.is_none()));
    assert_eq!(read(one).await[0].1.len(), 4);
    assert!(read(0).await.is_empty());
    let some = store.observations(202_501, &[1, 2], Some(&[3, 8]), two).await.unwrap();
    assert_eq!(some.len(), 1);
    assert_eq!(some[0].1[0].figure, figure(1, 3, i64::MIN, 4));
    let of_one = store.observations_of(7, 202_501, &[1]).await.unwrap();
    assert_eq!(of_one.into_iter().map(|row| row.figure).collect::<Vec<_>>(), first);
    let (end, since) = store.observed_since(one).await.unwrap();
    assert_eq!((end.seq, since.len(), since[0].element, since[0].entry), (two, 1, 1, two));
    assert_eq!(store.observed_since(0).await.unwrap().1.len(), 2);
    assert!(store.observed_since(two).await.unwrap().1.is_empty());
    store.close().await;
}
