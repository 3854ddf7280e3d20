//! Promise 1: what was acknowledged survives `kill -9`, and no return is torn. A copy of this program
//! writes drafts of forty cells and prints a number after each answer; it is killed, and the store is
//! opened again.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use gangmu_store::{Edit, Fault, NewFiling, Opening, Store, Where};

const CELLS: i64 = 40;
const DIR: &str = "GANGMU_KILL_DIR";

/// Rounds of a push; `GANGMU_KILL_ROUNDS` asks for more.
fn rounds() -> u64 {
    std::env::var("GANGMU_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20)
}

async fn begin(dir: &Path) -> Store {
    let store = Store::open(&Where::Folder(dir.to_owned())).await.unwrap();
    store
        .write(1, |tx| {
            Box::pin(async move {
                tx.number_reporters(&["U"]).await?;
                let names: Vec<String> = (0..CELLS).map(|n| format!("E{n}")).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                tx.number_elements(&names).await?;
                let opening = Opening {
                    dataset: "F".to_owned(),
                    period: 202_500,
                    due_at: 2,
                    closes_at: 2,
                    entry: 0,
                };
                tx.open(&opening, &[NewFiling { reporter: 0 }]).await
            })
        })
        .await
        .unwrap();
    store
}

/// The revision of the draft, where all cells are there and of one revision.
async fn revision(store: &Store) -> i64 {
    let draft = store.draft(1).await.unwrap();
    assert!(draft.is_empty() || draft.len() as i64 == CELLS, "{} cells", draft.len());
    let first = draft.first().map_or(0, |cell| cell.revision);
    assert!(draft.iter().all(|cell| cell.revision == first), "a torn draft");
    assert!(draft.iter().all(|cell| cell.value == (first - 1).to_string()));
    first
}

#[test]
#[ignore = "the copy that is killed; run by the test below"]
fn writes_until_it_is_killed() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&Where::Folder(dir.into())).await.unwrap();
        let mut seen = revision(&store).await;
        loop {
            let edits: Vec<Edit> = (0..CELLS)
                .map(|element| Edit {
                    element,
                    revision: seen,
                    value: seen.to_string(),
                    status: "known".to_owned(),
                    note: String::new(),
                })
                .collect();
            let written = store.write(1, move |tx| {
                Box::pin(async move {
                    let standing = tx.draft(1).await?;
                    tx.write_draft(1, 7, standing, &edits).await
                })
            });
            let written: Result<_, Fault> = written.await;
            written.unwrap().unwrap();
            seen += 1;
            println!("ack {seen}");
        }
    });
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { begin(dir.path()).await.close().await });
    let mut last = 0;
    for round in 0..rounds() {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "writes_until_it_is_killed", "--nocapture"])
            .env(DIR, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Killed after so many answers, and a little later than the last of them.
        let wanted = 1 + round % 7;
        let ack = |line: &str| line.rsplit("ack ").next().and_then(|n| n.parse::<i64>().ok());
        let mut acknowledged = last;
        for _ in 0..wanted {
            let line = lines.by_ref().map_while(Result::ok).find_map(|line| ack(&line));
            acknowledged = line.expect("it writes until it is killed");
        }
        std::thread::sleep(Duration::from_micros(137 * (round * 31 % 23)));
        child.kill().unwrap();
        child.wait().unwrap();
        let later = lines.map_while(Result::ok).filter_map(|line| ack(&line)).last();
        acknowledged = later.unwrap_or(acknowledged);
        last = runtime.block_on(async {
            let store = Store::open(&Where::Folder(dir.path().to_owned())).await.unwrap();
            let found = revision(&store).await;
            store.close().await;
            found
        });
        assert!(
            last >= acknowledged,
            "round {round}: {acknowledged} was acknowledged, {last} is there"
        );
    }
}
