//! What a demonstration holds besides returns: facts that are half-way, so that every page has something
//! to show. An event waits for verification, one that others have found is contested, a checklist and
//! grades wait for those who look.

use std::collections::BTreeMap;

use gangmu_app::Refusal;
use gangmu_app::authz::Actor;
use gangmu_app::collect::evidence::{Of, attach};
use gangmu_app::collect::facts::{
    Checklist, ElementMet, EventReport, EventVerdict, Graded, Grades, check_list, contest, grade,
    report_event, verify_event, vocabulary,
};
use gangmu_app::office::Office;
use gangmu_exchange::folder::Programme;

const CITY: &str = "YZ05";

/// Lays the facts down; `set` moves the clock.
pub(crate) async fn half_way(
    office: &Office,
    programme: &Programme,
    actors: &BTreeMap<String, Actor>,
    set: impl Fn(&str),
) -> Result<(), Refusal> {
    let act = |login: &str| actors.get(login).ok_or(Refusal::NotThere);
    let (city, finder, evaluator) = (act("yz05-em")?, act("yz-em")?, act("evaluator")?);
    let known = vocabulary(programme);
    let (checked, graded) = (known.checklists.keys().next(), known.grades.keys().next());
    let (checked, graded) = (checked.cloned(), graded.cloned());
    set("2026-01-07T10:00:00");
    let outage = event("2026-01-02", "service_outage", "major", "counters were shut for a day");
    let found = report_event(office, finder, outage, None).await?;
    let verdict = EventVerdict::Confirmed {
        severity: "major".to_owned(),
        flags: Vec::new(),
        note: "log of the platform".to_owned(),
    };
    let seen = verify_event(office, evaluator, found.fact, found.entry, verdict, None).await?;
    set("2026-01-08T09:00:00");
    let why = "the counters of one county, and not those of the city";
    contest(office, city, found.fact, seen.entry, why, None).await?;
    let incident = event("2026-01-07", "safety_incident", "larger", "a depot burnt; nobody hurt");
    report_event(office, city, incident, None).await?;
    let elements = [
        ("E1", true, "met on 5 January 2026 / 2026年1月5日已召开"),
        ("E2", true, "annual plan, number 3 of 2026 / 年度计划，2026年第3号"),
        ("E3", false, ""),
    ];
    let elements = elements.map(|(element, met, text)| ElementMet {
        element: element.to_owned(),
        met,
        text: text.to_owned(),
    });
    let list = Checklist {
        about: CITY.to_owned(),
        indicator: checked.unwrap_or_default(),
        period: "2026".to_owned(),
        elements: elements.into(),
    };
    let filled = check_list(office, city, list, None).await?;
    let of = Of::Fact { number: filled.fact, part: "E2".to_owned() };
    let plan = "Annual plan 2026\n\n1. Responsibility lists are published by March.\n";
    attach(office, city, &of, "annual-plan-2026.txt", plan.into()).await?;
    let given = [("consultation", "A"), ("expert_advice", "B"), ("risk_assessment", "A")];
    let given = given.map(|(dimension, grade)| Graded {
        dimension: dimension.to_owned(),
        grade: grade.to_owned(),
    });
    let grades = Grades {
        about: CITY.to_owned(),
        indicator: graded.unwrap_or_default(),
        period: "2026".to_owned(),
        grades: given.into(),
        note: "minutes of the standing meeting".to_owned(),
    };
    grade(office, city, grades, None).await?;
    Ok(())
}

fn event(date: &str, kind: &str, severity: &str, note: &str) -> EventReport {
    EventReport {
        about: CITY.to_owned(),
        date: date.parse().unwrap_or_default(),
        kind: kind.to_owned(),
        severity: severity.to_owned(),
        flags: Vec::new(),
        note: note.to_owned(),
    }
}
