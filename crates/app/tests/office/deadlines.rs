//! Promise 8: before the deadline the server's clock rules, after it no path writes.

use gangmu_app::Refusal;
use gangmu_app::collect::{extend, form, save_cells, submit};
use jiff::civil::date;

use crate::support::{Office4, moment, office, only_return, typed};

#[tokio::test(flavor = "multi_thread")]
async fn a_return_is_on_time_to_the_millisecond_then_late_then_refused() {
    let Office4 { office, clock, centre, county, .. } = office("2026-01-05T09:00:00").await;
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let looked_at = form(&office, &county, filing).await.unwrap();
    // Ten working days after the year, three of grace: the first of January is one of them.
    let (due, closes) = (looked_at.filing.due_at, looked_at.filing.closes_at);
    assert!(due > moment("2026-01-14") && closes > due);
    clock.set(due);
    save_cells(&office, &county, filing, typed(&looked_at, "12")).await.unwrap();
    clock.set(closes + 1);
    let edit = typed(&form(&office, &county, filing).await.unwrap(), "13");
    let refused = save_cells(&office, &county, filing, edit.clone()).await;
    assert!(matches!(refused, Err(Refusal::NotNow(f)) if f.code == "B050"));
    let refused = submit(&office, &county, filing, None).await;
    assert!(matches!(refused, Err(Refusal::NotNow(f)) if f.code == "B050"));
    // An extension is a matter of record, and needs a reason.
    let none = extend(&office, &centre, filing, date(2026, 2, 2), " ").await;
    assert!(matches!(none, Err(Refusal::Wrong(f)) if f[0].code == "B046"));
    let not_theirs = extend(&office, &county, filing, date(2026, 2, 2), "snow").await;
    assert!(matches!(not_theirs, Err(Refusal::NotAllowed(_))));
    extend(&office, &centre, filing, date(2026, 2, 2), "snow closed the roads").await.unwrap();
    let edit = typed(&form(&office, &county, filing).await.unwrap(), "13");
    save_cells(&office, &county, filing, edit).await.unwrap();
    let receipt = submit(&office, &county, filing, None).await.unwrap();
    assert!(!receipt.late, "the deadline was moved with it");
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn within_grace_it_is_late_and_a_clock_set_back_opens_nothing() {
    let Office4 { office, clock, centre, county, city, .. } = office("2026-01-05T09:00:00").await;
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let looked_at = form(&office, &county, filing).await.unwrap();
    clock.set(looked_at.filing.due_at + 1);
    save_cells(&office, &county, filing, typed(&looked_at, "12")).await.unwrap();
    let receipt = submit(&office, &county, filing, None).await.unwrap();
    assert!(receipt.late);
    let back = vec![("A102_n".to_owned(), "please look again".to_owned())];
    let decision = gangmu_app::collect::Decision::Return(back);
    let returned =
        gangmu_app::collect::decide(&office, &city, filing, receipt.entry, decision).await.unwrap();
    // Something goes on record after the last moment of the return; then the clock goes back a day.
    clock.set(returned.closes_at + 1);
    crate::support::post(&office, "later", "YZ02-PO", "reviewer", "YZ02").await;
    clock.set(returned.closes_at - 86_400_000);
    let now = form(&office, &county, filing).await.unwrap();
    let edit: Vec<_> = typed(&now, "13").into_iter().filter(|e| e.element == "A102_n").collect();
    let refused = save_cells(&office, &county, filing, edit).await;
    assert!(matches!(refused, Err(Refusal::NotNow(f)) if f.code == "B050"));
    office.close().await;
}
