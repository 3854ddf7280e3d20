//! Events and their life, and who may take which step with a fact.

use gangmu_app::Refusal;
use gangmu_app::authz::Actor;
use gangmu_app::collect::facts::{
    Act, Arises, Checklist, ElementMet, EventReport, EventVerdict, FactsQuery, Graded, Grades,
    Rating, SurveyWave, check_list, contest, decide_contest, fact, grade, list_facts, open_ratings,
    rate, record_survey, report_event, state, verify_checklist, verify_event,
};
use gangmu_app::office::Office;
use gangmu_app::score::standing;

use crate::support::{Office4, city_with, moment, office, office_on, post};

/// The example, where three days are given to contest.
async fn with_rules() -> (tempfile::TempDir, Office4) {
    let (days, fewer) = ("contest_working_days = 5", "contest_working_days = 3");
    let (dir, folder) = city_with(|name, text| {
        Some(if name == "programme.toml" { text.replace(days, fewer) } else { text })
    });
    let office = office_on("2026-01-05T09:00:00", &folder).await;
    (dir, office)
}

fn accident(date: &str) -> EventReport {
    EventReport {
        about: "YZ01".to_owned(),
        date: date.parse().unwrap(),
        kind: "safety_incident".to_owned(),
        severity: "larger".to_owned(),
        flags: Vec::new(),
        note: "a wall came down".to_owned(),
    }
}

fn confirmed(flags: &[&str]) -> EventVerdict {
    EventVerdict::Confirmed {
        severity: "larger".to_owned(),
        flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
        note: String::new(),
    }
}

pub(crate) fn code<T: std::fmt::Debug>(done: Result<T, Refusal>) -> String {
    match done {
        Err(Refusal::NotThere) => "not there".to_owned(),
        Err(Refusal::NotAllowed(finding) | Refusal::NotNow(finding)) => finding.code.to_owned(),
        Err(Refusal::Wrong(findings)) => findings[0].code.to_owned(),
        other => format!("{other:?}"),
    }
}

async fn deducted(office: &Office) -> Option<String> {
    let edition = office.edition().await.unwrap();
    let unit = edition.programme.tree.find("YZ01").unwrap();
    let period = gangmu_base::Period::parse("2026");
    let stood = standing(office, &edition, Some("city"), period).await.unwrap();
    stood.standing.rows.iter().find(|row| row.reporter == unit).unwrap().deducted.clone()
}

async fn revision(office: &Office, actor: &Actor, number: i64) -> i64 {
    fact(office, actor, number).await.unwrap().fact.entry
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_counts_when_a_body_without_stake_has_verified_it() {
    let (_dir, Office4 { office, clock, centre, county, .. }) = with_rules().await;
    let unit = post(&office, "unit", "YZ01-SV", "reporter", "YZ01").await;
    let rival = post(&office, "rival", "YZ02-PO", "verifier", "YZ").await;
    let verifier = post(&office, "verifier", "YZ-EM", "verifier", "YZ").await;
    let board = post(&office, "board", "N-AP", "board", "N0").await;
    let same = post(&office, "same", "YZ-EM", "reader", "YZ").await;
    let before = deducted(&office).await;
    // What the programme does not name, the future, persons: none of it is taken.
    let odd = EventReport { kind: "safety_incidents".to_owned(), ..accident("2026-01-05") };
    assert_eq!(code(report_event(&office, &unit, odd, None).await), "B120");
    assert_eq!(code(report_event(&office, &unit, accident("2026-01-06"), None).await), "B123");
    let named = EventReport { note: "call 13800138000".to_owned(), ..accident("2026-01-05") };
    assert_eq!(code(report_event(&office, &unit, named, None).await), "B122");
    let sees = report_event(&office, &same, accident("2026-01-05"), None).await;
    assert_eq!(code(sees), "B001");
    let blind = report_event(&office, &county, accident("2026-01-05"), None).await;
    assert_eq!(code(blind), "not there");
    // Sent twice it is reported once, and the key serves for nothing else.
    let receipt = report_event(&office, &unit, accident("2026-01-05"), Some("k")).await.unwrap();
    let again = report_event(&office, &unit, accident("2026-01-05"), Some("k")).await.unwrap();
    assert_eq!(again, receipt);
    assert_eq!(receipt.arises, Arises::Nothing);
    let other = report_event(&office, &unit, accident("2026-01-04"), Some("k")).await;
    assert_eq!(code(other), "B058");
    let number = receipt.fact;
    assert_eq!(deducted(&office).await, before);
    // Who has reported it, and who is ranked beside it, does not verify it.
    let seen = receipt.entry;
    let own = verify_event(&office, &unit, number, seen, confirmed(&[]), None).await;
    assert_eq!(code(own), "B001");
    let beside = verify_event(&office, &rival, number, seen, confirmed(&[]), None).await;
    assert_eq!(code(beside), "B125");
    let waiting = FactsQuery { waiting: true, ..FactsQuery::default() };
    assert!(list_facts(&office, &rival, &waiting).await.unwrap().is_empty());
    assert_eq!(list_facts(&office, &verifier, &waiting).await.unwrap().len(), 1);
    assert_eq!(fact(&office, &verifier, number).await.unwrap().acts, [Act::Verify, Act::Attach]);
    let stale = verify_event(&office, &verifier, number, seen - 1, confirmed(&[]), None).await;
    assert_eq!(code(stale), "B121");
    let done = verify_event(&office, &verifier, number, seen, confirmed(&["repeat"]), None).await;
    let done = done.unwrap();
    let after = deducted(&office).await;
    assert_ne!(after, before, "5 points, twice for a repeat");
    // It is contested once, while there is time, by who speaks for the unit.
    let late = moment("2026-01-09T00:00:01");
    let early =
        clock_at(&clock, late, contest(&office, &unit, number, done.entry, "no", None)).await;
    assert_eq!(code(early), "B127");
    let why = contest(&office, &unit, number, done.entry, " ", None).await;
    assert_eq!(code(why), "B046");
    let not_theirs = contest(&office, &verifier, number, done.entry, "no", None).await;
    assert_eq!(code(not_theirs), "B001");
    let said = contest(&office, &unit, number, done.entry, "not in this city", None).await.unwrap();
    assert_eq!(code(contest(&office, &unit, number, said.entry, "again", None).await), "B124");
    assert_eq!(deducted(&office).await, after, "it counts until that is decided");
    let by_other = decide_contest(&office, &centre, number, said.entry, (false, "so"), None).await;
    assert_eq!(code(by_other), "B001");
    let decided = decide_contest(&office, &board, number, said.entry, (false, "so"), None).await;
    assert_eq!(fact(&office, &unit, number).await.unwrap().fact.state, state::STRUCK);
    assert_eq!(deducted(&office).await, before);
    let decided = decided.unwrap().entry;
    let twice = decide_contest(&office, &board, number, decided, (true, "so"), None).await;
    assert_eq!(code(twice), "B124");
    let steps = fact(&office, &unit, number).await.unwrap().steps;
    let steps: Vec<&str> = steps.iter().map(|step| step.step.as_str()).collect();
    assert_eq!(steps, [state::REPORTED, state::VERIFIED, state::CONTESTED, state::STRUCK]);
    office.close().await;
}

/// Does something at another moment; the clock goes back then, and the log does not.
async fn clock_at<T>(clock: &crate::support::Stopped, at: i64, work: impl Future<Output = T>) -> T {
    use gangmu_base::Clock;
    let now = clock.now();
    clock.set(at);
    let done = work.await;
    clock.set(now);
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_or_is_found_by_others_is_an_event_of_its_own() {
    let (_dir, Office4 { office, .. }) = with_rules().await;
    let unit = post(&office, "unit", "YZ01-SV", "reporter", "YZ01").await;
    let finder = post(&office, "finder", "YZ-EM", "verifier", "YZ").await;
    let second = post(&office, "second", "N-EV", "verifier", "N0").await;
    // The fourth of January 2026 is a Sunday on which people work; the day after it is in time.
    let in_time = report_event(&office, &unit, accident("2026-01-04"), None).await.unwrap();
    assert_eq!(in_time.arises, Arises::Nothing);
    let late = report_event(&office, &unit, accident("2025-12-01"), None).await.unwrap();
    let Arises::Event(arisen) = late.arises else { panic!("{late:?}") };
    let told = fact(&office, &unit, arisen).await.unwrap();
    assert_eq!(told.cells.rows[0]["type"], "late_report");
    assert_eq!(told.cells.rows[0]["date"], "2025-12-03");
    assert_eq!(told.fact.cause, Some(late.fact));
    let seen = told.fact.entry;
    let lateness = || EventVerdict::Confirmed {
        severity: "ordinary".to_owned(),
        flags: Vec::new(),
        note: String::new(),
    };
    // It cannot be so before the event itself is; and falls with it.
    let early = verify_event(&office, &second, arisen, seen, lateness(), None).await;
    assert_eq!(code(early), "B142");
    let no = EventVerdict::NotConfirmed { reason: "nothing of the kind".to_owned() };
    verify_event(&office, &second, late.fact, late.entry, no, None).await.unwrap();
    let told = fact(&office, &unit, arisen).await.unwrap();
    assert_eq!(told.fact.state, state::NOT_CONFIRMED);
    // Found by somebody else: who has found it does not verify it.
    let found = report_event(&office, &finder, accident("2025-12-10"), None).await.unwrap();
    let Arises::Event(hidden) = found.arises else { panic!("{found:?}") };
    let own = verify_event(&office, &finder, found.fact, found.entry, confirmed(&[]), None).await;
    assert_eq!(code(own), "B126");
    // What one has found, nobody reports once more.
    let again = report_event(&office, &unit, accident("2025-12-10"), None).await;
    assert_eq!(code(again), "B134");
    verify_event(&office, &second, found.fact, found.entry, confirmed(&[]), None).await.unwrap();
    let serious = EventVerdict::Confirmed {
        severity: "serious".to_owned(),
        flags: Vec::new(),
        note: "nobody had told".to_owned(),
    };
    let seen = revision(&office, &second, hidden).await;
    verify_event(&office, &second, hidden, seen, serious, None).await.unwrap();
    let edition = office.edition().await.unwrap();
    let kinds = edition.programme.facts.events.iter().filter(|event| event.kind == "hidden_report");
    assert_eq!(kinds.count(), 1);
    office.close().await;
    // A programme that names no type for it is told so, and nothing is invented.
    let (_dir, folder) = city_with(|name, text| {
        let unnamed = |line: &&str| !line.starts_with("late = ") && !line.starts_with("hidden = ");
        let lines = || text.split_inclusive('\n').filter(unnamed).collect();
        Some(if name == "programme.toml" { lines() } else { text })
    });
    let Office4 { office, .. } = office_on("2026-01-05T09:00:00", &folder).await;
    let unit = post(&office, "unit", "YZ01-SV", "reporter", "YZ01").await;
    let late = report_event(&office, &unit, accident("2025-12-01"), None).await.unwrap();
    assert_eq!(late.arises, Arises::Late);
    let told = fact(&office, &unit, late.fact).await.unwrap().note;
    assert_eq!(told.map(|note| note.code), Some("B135"));
    assert_eq!(list_facts(&office, &unit, &FactsQuery::default()).await.unwrap().len(), 1);
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn raters_do_not_see_each_other_and_duties_are_kept_apart() {
    let Office4 { office, centre, .. } = office("2026-01-05T09:00:00").await;
    let one = post(&office, "one", "YZ02-PO", "assessor", "YZ").await;
    let two = post(&office, "two", "YZ03-PO", "assessor", "YZ").await;
    let own = post(&office, "own", "YZ01-EM", "assessor", "YZ").await;
    let unit = post(&office, "unit", "YZ01-SV", "reporter", "YZ01").await;
    let rating = |label: &str| Rating {
        about: "YZ01".to_owned(),
        indicator: "A103".to_owned(),
        period: "2026".to_owned(),
        rating: label.to_owned(),
        note: String::new(),
    };
    assert_eq!(code(rate(&office, &own, rating("good"), None).await), "B145");
    assert_eq!(code(rate(&office, &unit, rating("good"), None).await), "B001");
    assert_eq!(code(rate(&office, &one, rating("goods"), None).await), "B132");
    let first = rate(&office, &one, rating("good"), None).await.unwrap();
    assert_eq!(code(rate(&office, &one, rating("fair"), None).await), "B131");
    let second = rate(&office, &two, rating("fair"), None).await.unwrap();
    for (who, theirs, others) in [(&one, first.fact, second.fact), (&two, second.fact, first.fact)]
    {
        let listed = list_facts(&office, who, &FactsQuery::default()).await.unwrap();
        assert_eq!(listed.iter().map(|fact| fact.number).collect::<Vec<_>>(), [theirs]);
        assert_eq!(code(fact(&office, who, others).await.map(|_| ())), "not there");
    }
    assert_eq!(code(fact(&office, &centre, first.fact).await.map(|_| ())), "not there");
    assert_eq!(code(open_ratings(&office, &one, "A103", "2026").await), "B001");
    assert_eq!(open_ratings(&office, &centre, "A103", "2026").await.unwrap(), 2);
    assert_eq!(list_facts(&office, &unit, &FactsQuery::default()).await.unwrap().len(), 2);
    let third = post(&office, "third", "YZ04-PO", "assessor", "YZ").await;
    assert_eq!(code(rate(&office, &third, rating("good"), None).await), "B133");
    // A checklist: by the unit, verified by another.
    let list = |met| Checklist {
        about: "YZ01".to_owned(),
        indicator: "A101".to_owned(),
        period: "2026".to_owned(),
        elements: vec![
            ElementMet { element: "E1".to_owned(), met: true, text: "minutes of March".to_owned() },
            ElementMet { element: "E2".to_owned(), met, text: String::new() },
        ],
    };
    check_list(&office, &unit, list(false), None).await.unwrap();
    let filled = check_list(&office, &unit, list(true), None).await.unwrap();
    let verifier = post(&office, "verifier", "N-EV", "verifier", "N0").await;
    let (number, seen) = (filled.fact, filled.entry);
    let not = ["E2".to_owned()];
    let silent = verify_checklist(&office, &verifier, number, seen, (&not, ""), None).await;
    assert_eq!(code(silent), "B046");
    let done = verify_checklist(&office, &verifier, number, seen, (&not, "no plan"), None).await;
    let told = fact(&office, &unit, done.unwrap().fact).await.unwrap();
    assert_eq!(
        (told.cells.rows[1]["met"].as_str(), told.cells.rows[1]["said"].as_str()),
        ("0", "1")
    );
    assert_eq!(code(check_list(&office, &unit, list(true), None).await), "B131");
    // Grades: the own one and the assessor's are both kept.
    let grades = |grade: &str| Grades {
        about: "YZ01".to_owned(),
        indicator: "D204".to_owned(),
        period: "2026".to_owned(),
        grades: vec![Graded { dimension: "consultation".to_owned(), grade: grade.to_owned() }],
        note: String::new(),
    };
    assert_eq!(code(grade(&office, &one, grades("B"), None).await), "B125");
    grade(&office, &unit, grades("A"), None).await.unwrap();
    let evaluator = post(&office, "evaluator", "N-EV", "assessor", "N0").await;
    let graded = grade(&office, &evaluator, grades("B"), None).await.unwrap();
    let told = fact(&office, &unit, graded.fact).await.unwrap();
    assert_eq!(told.cells.rows[0]["self_grade"], "A");
    assert_eq!(told.cells.rows[0]["grade"], "B");
    // A wave fits its question and its design.
    let answers = ["very_good", "good", "neutral", "poor", "very_poor", "_not_reached"];
    let wave = |counts: [i64; 6]| SurveyWave {
        about: "YZ01".to_owned(),
        question: "Q1_safety".to_owned(),
        period: "2026H1".to_owned(),
        mode: "telephone".to_owned(),
        sample: 700,
        responses: 600,
        counts: answers.iter().map(|a| (*a).to_owned()).zip(counts).collect(),
        reason: String::new(),
    };
    let asked = [300, 200, 50, 30, 20, 100];
    assert_eq!(code(record_survey(&office, &unit, wave(asked), None).await), "B001");
    let short = wave([300, 200, 50, 30, 19, 100]);
    assert_eq!(code(record_survey(&office, &evaluator, short, None).await), "B129");
    let wide = wave([300, 200, 50, 30, 20, 101]);
    assert_eq!(code(record_survey(&office, &evaluator, wide, None).await), "B129");
    let kept = record_survey(&office, &evaluator, wave(asked), None).await.unwrap();
    assert_eq!(code(record_survey(&office, &evaluator, wave(asked), None).await), "B131");
    let mended =
        SurveyWave { reason: "typed wrongly".to_owned(), ..wave([301, 199, 50, 30, 20, 99]) };
    record_survey(&office, &evaluator, mended, None).await.unwrap();
    assert_eq!(fact(&office, &unit, kept.fact).await.unwrap().fact.state, state::REPLACED);
    office.close().await;
}
