//! A month: a period is opened, a county reports, cells come back, the county corrects, the province accepts.

use gangmu_app::Refusal;
use gangmu_app::authz::{account, end_grant, sign_in, sign_out, who};
use gangmu_app::collect::{
    CellEdit, Decision, Form, ReturnsQuery, Saved, cell_history, decide, decimal, form,
    list_returns, open_dataset, save_cells, submit,
};
use gangmu_app::score::{explained, standing};
use gangmu_app::words::{Language, Words};
use gangmu_base::Period;

use crate::support::{Office4, PHRASE, moment, office, only_return, post, typed};

#[tokio::test(flavor = "multi_thread")]
async fn a_month_in_the_office() {
    let Office4 { office, centre, county, city, province, .. } =
        office("2026-01-05T09:00:00").await;
    let other = post(&office, "other", "YZ02-PO", "reviewer", "YZ02").await;
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let looked_at = form(&office, &county, filing).await.unwrap();
    assert!(looked_at.writable);
    let edits = typed(&looked_at, "12");
    let saved = save_cells(&office, &county, filing, edits.clone()).await.unwrap();
    assert!(matches!(saved, Saved::Kept { done, asked, .. } if done == asked));
    // Who saw the cell before it was typed is told what stands there.
    let stale = CellEdit { value: "13".to_owned(), ..edits[0].clone() };
    let saved = save_cells(&office, &county, filing, vec![stale]).await.unwrap();
    assert!(matches!(saved, Saved::Clashed(theirs) if theirs[0].value == "12"));
    assert!(matches!(form(&office, &other, filing).await, Err(Refusal::NotThere)));
    let receipt = submit(&office, &county, filing, Some("k")).await.unwrap();
    assert_eq!(submit(&office, &county, filing, Some("k")).await.unwrap(), receipt);
    let again = submit(&office, &county, filing, Some("another")).await;
    assert!(matches!(again, Err(Refusal::NotNow(f)) if f.code == "B051"));
    // The draft is gone for those above, the figures are not.
    let waiting = form(&office, &city, filing).await.unwrap();
    assert!(waiting.reviewable && !waiting.writable);
    assert!(!form(&office, &province, filing).await.unwrap().reviewable);
    let back = vec![("A102_n".to_owned(), "not the whole list".to_owned())];
    let seen = decide(&office, &city, filing, receipt.entry, Decision::Return(back)).await.unwrap();
    assert_eq!(seen.state, "returned");
    let mended = form(&office, &county, filing).await.unwrap();
    let open: Vec<_> = mended.cells.iter().filter(|cell| !cell.locked).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].returned.as_deref(), Some("not the whole list"));
    let edit = CellEdit {
        element: "A102_n".to_owned(),
        revision: open[0].revision,
        value: "11".to_owned(),
        status: "known".to_owned(),
        note: "the list of March".to_owned(),
    };
    save_cells(&office, &county, filing, vec![edit]).await.unwrap();
    let receipt = submit(&office, &county, filing, None).await.unwrap();
    assert_eq!(receipt.figures, 1);
    let on = decide(&office, &city, filing, receipt.entry, Decision::Pass).await.unwrap();
    assert_eq!(on.state, "submitted");
    let done = decide(&office, &province, filing, on.entry, Decision::Pass).await.unwrap();
    assert_eq!(done.state, "accepted");
    // What became of the cell: both figures, and why the first came back.
    let history = cell_history(&office, &city, filing, "A102_n").await.unwrap();
    let past: Vec<(String, &str)> =
        history.past.iter().map(|past| (decimal(past.reported), past.note.as_str())).collect();
    assert_eq!(past, [("12".to_owned(), ""), ("11".to_owned(), "the list of March")]);
    assert!(matches!(&history.returned[..], [(_, reason, true)] if reason == "not the whole list"));
    let other = cell_history(&office, &other, filing, "A102_n").await;
    assert!(matches!(other, Err(Refusal::NotThere)));
    let none = cell_history(&office, &city, filing, "population").await;
    assert!(matches!(none, Err(Refusal::NotThere)));
    let edition = office.edition().await.unwrap();
    let period = Period::parse("2025Q4");
    assert_eq!(standing(&office, &edition, None, None).await.unwrap().standing.rows.len(), 9);
    // A county of the city has reported; two have not, so the quarter of the city is not known.
    let which = (Some("city"), period);
    let told = explained(&office, &edition, which, Language::En, "YZ01", Some("A102"), None)
        .await
        .unwrap();
    let text: Vec<&str> = told.lines.iter().map(|line| line.text.as_str()).collect();
    let text = text.join("\n");
    assert!(text.contains("YZ0101, 2025Q4: 11, from log:"), "{text}");
    let session = sign_in(&office, "county", PHRASE).await.unwrap();
    assert!(who(&office, &session.token).await.unwrap().is_some());
    sign_out(&office, &session.token).await.unwrap();
    assert!(who(&office, &session.token).await.unwrap().is_none());
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reviews_what_the_own_body_has_submitted() {
    let Office4 { office, centre, county, .. } = office("2026-01-05T09:00:00").await;
    let steward = post(&office, "steward", "N-PO", "steward", "N0").await;
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let looked_at = form(&office, &county, filing).await.unwrap();
    save_cells(&office, &county, filing, typed(&looked_at, "12")).await.unwrap();
    let entry = submit(&office, &county, filing, None).await.unwrap().entry;
    // The body reports no more and reviews from now on: but not what it has submitted itself.
    let (_, grants) = account(&office, &steward, county.account.number).await.unwrap();
    end_grant(&office, &steward, county.account.number, grants[0].number).await.unwrap();
    let same = post(&office, "same", "YZ0101-PO", "reviewer", "YZ01").await;
    let refused = decide(&office, &same, filing, entry, Decision::Pass).await;
    assert!(matches!(refused, Err(Refusal::NotAllowed(f)) if f.code == "B060"));
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_the_form_is_told_at_every_cell_and_stops_it() {
    let Office4 { office, centre, county, .. } = office("2026-01-05T09:00:00").await;
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let looked_at = form(&office, &county, filing).await.unwrap();
    save_cells(&office, &county, filing, typed(&looked_at, "12")).await.unwrap();
    let code = |form: &Form, element: &str| {
        let cell = form.cells.iter().find(|cell| form.element(cell).id == element).unwrap();
        cell.check.as_ref().map(|check| check.code)
    };
    let edit = |form: &Form, element: &str, value: &str| {
        let all = typed(form, value);
        all.into_iter().filter(|edit| edit.element == element).collect::<Vec<_>>()
    };
    // More tasks with a lead than tasks: the other cell is told of it too, with no revision of its own.
    let now = form(&office, &county, filing).await.unwrap();
    let saved = save_cells(&office, &county, filing, edit(&now, "A102_n", "13")).await.unwrap();
    let Saved::Kept { cells, told, .. } = saved else { panic!("{saved:?}") };
    assert_eq!(cells[0].check.as_ref().map(|check| check.code), Some("B071"));
    assert_eq!(told.iter().map(|told| told.element.as_str()).collect::<Vec<_>>(), ["A102_d"]);
    let now = form(&office, &county, filing).await.unwrap();
    assert_eq!((code(&now, "A102_n"), code(&now, "A102_d")), (Some("B071"), Some("B071")));
    let refused = submit(&office, &county, filing, None).await;
    let Err(Refusal::Wrong(found)) = refused else { panic!("{refused:?}") };
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["B071"]);
    let words = Words::new(Language::En);
    assert!(words.finding(&found[0]).0.contains("No more tasks have lead"));
    // Mended at the other end.
    let saved = save_cells(&office, &county, filing, edit(&now, "A102_d", "13")).await.unwrap();
    let Saved::Kept { told, .. } = saved else { panic!("{saved:?}") };
    assert!(told.iter().any(|told| told.element == "A102_n" && told.check.is_none()));
    submit(&office, &county, filing, None).await.unwrap();
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_looks_back_at_what_the_unit_reported_before() {
    let Office4 { office, clock, centre, county, .. } = office("2025-10-08T09:00:00").await;
    let before = only_return(&office, &centre, &county, "F4", "2025Q3").await;
    let told = async |filing: i64, value: &str| {
        let looked_at = form(&office, &county, filing).await.unwrap();
        save_cells(&office, &county, filing, typed(&looked_at, value)).await.unwrap();
        let now = form(&office, &county, filing).await.unwrap();
        let cell = now.cells.iter().find(|cell| now.element(cell).id == "C101_d").unwrap();
        cell.check.as_ref().map(|check| check.code)
    };
    // Of the quarter before nothing is known: the rule is silent.
    assert_eq!(told(before, "100").await, None);
    submit(&office, &county, before, None).await.unwrap();
    clock.set(moment("2026-01-05T09:00:00"));
    open_dataset(&office, &centre, "F4", Period::parse("2025Q4").unwrap()).await.unwrap();
    let found = list_returns(&office, &county, &ReturnsQuery::default()).await.unwrap();
    let filing = found.iter().find(|filing| filing.number != before).unwrap().number;
    assert_eq!(told(filing, "110").await, None);
    assert_eq!(told(filing, "111").await, Some("B071"));
    // It warns: the form can be submitted.
    submit(&office, &county, filing, None).await.unwrap();
    office.close().await;
}
