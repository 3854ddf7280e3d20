//! Promise 15 in small: whatever role is granted wherever, a list holds just what the check lets through.

use gangmu_app::authz::{NewPost, ROLES, Span, Verb, actor_of, give_grant, make_account, may};
use gangmu_app::collect::facts::{EventReport, FactsQuery, fact, list_facts, report_event};
use gangmu_app::collect::{ReturnsQuery, form, list_returns, open_dataset};
use gangmu_base::Period;

use crate::support::{Office4, office, post};

#[tokio::test(flavor = "multi_thread")]
async fn a_list_holds_just_what_the_check_lets_through() {
    let Office4 { office, centre, .. } = office("2026-01-05T09:00:00").await;
    open_dataset(&office, &centre, "F4", Period::parse("2025Q4").unwrap()).await.unwrap();
    open_dataset(&office, &centre, "F3", Period::parse("2025").unwrap()).await.unwrap();
    let all = list_returns(&office, &centre, &ReturnsQuery::default()).await.unwrap();
    assert_eq!(all.len(), 27 + 9);
    let mut facts = Vec::new();
    for unit in ["YZ01", "HL03", "YZ0101"] {
        let (login, body) = (format!("says-{unit}"), format!("{unit}-PO"));
        let body = if unit == "YZ01" { "YZ01-SV".to_owned() } else { body };
        let who = post(&office, &login, &body, "reporter", unit).await;
        let report = EventReport {
            about: unit.to_owned(),
            date: "2026-01-05".parse().unwrap(),
            kind: "safety_incident".to_owned(),
            severity: "larger".to_owned(),
            flags: Vec::new(),
            note: String::new(),
        };
        let said = report_event(&office, &who, report, None).await.unwrap();
        facts.push((said.fact, span_of(&office, unit).await));
    }
    facts.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let edition = office.edition().await.unwrap();
    let units = ["N0", "YZ", "HL", "YZ01", "HL03", "YZ0101", "YZ0603"];
    for (index, unit) in units.iter().enumerate() {
        for role in ROLES.iter().filter(|role| !role.at_top || *unit == "N0") {
            let new = NewPost {
                login: format!("{}-{index}", role.id),
                body: "N-EV".to_owned(),
                post_zh: String::new(),
                post_en: "desk".to_owned(),
            };
            let account = make_account(&office, None, new).await.unwrap().account;
            // Separations hold among the posts of one body.
            if give_grant(&office, None, account, role.id, unit).await.is_err() {
                continue;
            }
            let actor = actor_of(&office, account).await.unwrap();
            let listed = list_facts(&office, &actor, &FactsQuery::default()).await.unwrap();
            let listed: Vec<i64> = listed.iter().map(|fact| fact.number).collect();
            let sees = |(number, at): &(i64, Span)| may(&actor, Verb::See, *at).then_some(*number);
            let checked: Vec<i64> = facts.iter().filter_map(sees).collect();
            assert_eq!(listed, checked, "{} on {unit}", role.id);
            for (number, _) in &facts {
                let seen = fact(&office, &actor, *number).await.is_ok();
                assert_eq!(seen, checked.contains(number));
            }
            for verb in [Verb::See, Verb::Enter] {
                let asked = ReturnsQuery { to: Some(verb), ..ReturnsQuery::default() };
                let listed = list_returns(&office, &actor, &asked).await.unwrap();
                let listed: Vec<i64> = listed.iter().map(|filing| filing.number).collect();
                let checked: Vec<i64> = all
                    .iter()
                    .filter(|filing| {
                        let reporter = edition.reporter(filing.reporter).unwrap();
                        may(&actor, verb, edition.span_of(reporter).unwrap())
                    })
                    .map(|filing| filing.number)
                    .collect();
                assert_eq!(listed, checked, "{} on {unit}, to {}", role.id, verb.word());
                if verb == Verb::See {
                    for filing in all.iter().step_by(5) {
                        let seen = form(&office, &actor, filing.number).await.is_ok();
                        assert_eq!(seen, checked.contains(&filing.number));
                    }
                }
            }
        }
    }
    office.close().await;
}

/// Where a unit lies in the tree of today.
async fn span_of(office: &gangmu_app::office::Office, unit: &str) -> Span {
    let edition = office.edition().await.unwrap();
    edition.span_of(edition.programme.tree.find(unit).unwrap()).unwrap()
}
