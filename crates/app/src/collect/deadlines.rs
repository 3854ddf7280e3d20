//! When returns are due, by the calendar of the programme and the clock of the server.

use gangmu_base::calendar::WorkingDays;
use gangmu_base::observations::Moment;
use gangmu_base::{Length, Period};
use gangmu_domain::framework::{Dataset, Framework};
use gangmu_exchange::folder::read_as_of;
use jiff::ToSpan;
use jiff::civil::Date;

/// A return is due so many working days after the period, where its data set says nothing.
const DUE: i64 = 15;
/// Cells that were sent back are answered within so many working days, where nothing is said.
const CORRECTION: i64 = 3;

/// Until when a return is on time, and until when it is taken: the last moments of two days.
pub(super) fn deadlines(
    framework: &Framework,
    dataset: &Dataset,
    period: Period,
) -> Option<(Moment, Moment)> {
    let days = &framework.working_days;
    let due = due_day(days, dataset, period)?;
    let closes = days.after(due, dataset.grace_working_days.unwrap_or(0))?;
    Some((end_of(due, framework)?, end_of(closes, framework)?))
}

fn due_day(days: &WorkingDays, dataset: &Dataset, period: Period) -> Option<Date> {
    match (dataset.due_working_days, dataset.due_days) {
        (Some(count), _) => days.after(period.last_day(), count),
        (None, Some(count)) => period.last_day().checked_add(count.days()).ok(),
        (None, None) => days.after(period.last_day(), DUE),
    }
}

/// Until when cells sent back at a moment are to be answered.
pub(super) fn correction(framework: &Framework, dataset: &Dataset, now: Moment) -> Option<Moment> {
    let today = crate::define::day_of(now, framework.zone_seconds);
    let count = dataset.correction_working_days.unwrap_or(CORRECTION);
    end_of(framework.working_days.after(today, count)?, framework)
}

/// The last moment of a day of the programme.
pub(super) fn end_of(day: Date, framework: &Framework) -> Option<Moment> {
    read_as_of(&day.to_string(), framework.zone_seconds)
}

/// Whether a data set is asked for periods of this length.
pub(super) fn fits(dataset: &Dataset, period: Period) -> bool {
    let length = match dataset.frequency.as_str() {
        "monthly" => Length::Month,
        "quarterly" => Length::Quarter,
        "half-yearly" => Length::Half,
        "annual" => Length::Year,
        _ => return true,
    };
    period.length() == length
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangmu_base::calendar::ListedDay;
    use jiff::civil::date;

    #[test]
    fn a_month_is_due_after_working_days_and_holidays_do_not_count() {
        // 2025-09-30 is a Tuesday; the first three days of October are holidays.
        let holidays = [1, 2, 3].map(|day| (date(2025, 10, day), ListedDay::Holiday));
        let days = WorkingDays::new(holidays);
        let period = Period::parse("2025-09");
        let due = period.and_then(|period| days.after(period.last_day(), 2));
        assert_eq!(due, Some(date(2025, 10, 7)));
    }
}
