//! `[events]` of `programme.toml`: by when events are to be reported, and what being late is.

use gangmu_domain::framework::{EventType, Reporting};

use super::values::{count, text};
use crate::text::TableReader;

/// What the table says; faults of it are findings.
pub(super) fn reporting(table: TableReader<'_>) -> Option<Reporting> {
    let days = |key: &str| table.get(key).and_then(|node| count(&node));
    let within = table.require("report_working_days").and_then(|node| count(&node));
    let contest = days("contest_working_days");
    let (late, hidden) = (event_type(&table, "late"), event_type(&table, "hidden"));
    let place = table.place();
    table.finish(&["report_working_days", "contest_working_days", "late", "hidden"]);
    Some(Reporting {
        report_working_days: within?,
        contest_working_days: contest,
        late,
        hidden,
        place,
    })
}

fn event_type(table: &TableReader<'_>, key: &str) -> Option<EventType> {
    let own = table.get(key)?.table()?;
    let found = EventType { kind: text(&own, "type"), severity: text(&own, "severity") };
    own.finish(&["type", "severity"]);
    (!found.kind.is_empty() && !found.severity.is_empty()).then_some(found)
}
