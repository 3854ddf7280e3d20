//! Promise 8: before the deadline the server's clock rules, after it no path writes.

use gangmu_app::Refusal;
use gangmu_app::authz::{Verb, sign_in};
use gangmu_app::collect::{
    ReturnsQuery, changes_after, changes_since_last_visit, extend, form, list_returns, save_cells,
    submit, tally_returns,
};
use jiff::civil::date;

use crate::support::{Office4, PHRASE, moment, office, only_return, typed};

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

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_or_waits_too_long_is_told_to_those_above() {
    let Office4 { office, clock, centre, county, city, province } =
        office("2026-01-05T09:00:00").await;
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let all = async |who, state: &str| {
        let query = ReturnsQuery { state: state.to_owned(), ..ReturnsQuery::default() };
        let found = list_returns(&office, who, &query).await.unwrap();
        assert_eq!(tally_returns(&office, who, &query).await.unwrap().asked, found.len() as i64);
        found.into_iter().map(|filing| filing.number).collect::<Vec<_>>()
    };
    assert!(all(&city, "overdue").await.is_empty());
    let looked_at = form(&office, &county, filing).await.unwrap();
    save_cells(&office, &county, filing, typed(&looked_at, "12")).await.unwrap();
    let submitted = moment("2026-01-09T16:00:00");
    clock.set(submitted);
    submit(&office, &county, filing, None).await.unwrap();
    clock.set(looked_at.filing.due_at + 1);
    // The city has two more counties, which have not reported; the county itself is late with nothing.
    assert_eq!(all(&city, "overdue").await.len(), 2);
    assert!(all(&province, "overdue").await.len() > 2);
    assert!(all(&county, "overdue").await.is_empty());
    // Five working days after the Friday on which it came: until the end of the next, nobody waits too long.
    clock.set(moment("2026-01-16T18:00:00"));
    assert!(all(&province, "stuck").await.is_empty());
    clock.set(moment("2026-01-19T09:00:00"));
    assert_eq!(all(&province, "stuck").await, [filing]);
    // The city, for which it waits, has it among its own; the province waits for the city.
    for (who, own) in [(&city, 1), (&province, 0)] {
        let (state, to) = ("stuck".to_owned(), Some(Verb::Review));
        let mine = ReturnsQuery { state, to, ..ReturnsQuery::default() };
        assert_eq!(tally_returns(&office, who, &mine).await.unwrap().asked, own);
    }
    // Who comes back is told what others did meanwhile, and not what lies out of sight.
    assert!(changes_since_last_visit(&office, &city).await.unwrap().is_none());
    sign_in(&office, "city", PHRASE).await.unwrap();
    let (_, found) = changes_since_last_visit(&office, &city).await.unwrap().unwrap();
    let acts: Vec<&str> = found.iter().map(|change| change.entry.act.as_str()).collect();
    assert_eq!(acts, ["submit", "open"]);
    assert_eq!(found[0].filing.as_ref().map(|filing| filing.number), Some(filing));
    let after = changes_after(&office, &city, found[1].entry.seq, 10).await.unwrap();
    assert_eq!(after.len(), 1);
    let other = crate::support::post(&office, "other", "YZ02-PO", "reviewer", "YZ02").await;
    let seen = changes_after(&office, &other, 0, 10).await.unwrap();
    assert!(seen.iter().all(|change| change.filing.is_none()));
    office.close().await;
}
