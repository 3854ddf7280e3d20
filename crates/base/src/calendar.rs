//! Days on which a programme works: weekends, holidays, and working days shifted to a weekend.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

/// What a listed day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedDay {
    /// No work, though it may be a weekday.
    Holiday,
    /// Work, though it may be a weekend.
    Workday,
}

/// The calendar of a programme: Monday to Friday, but for the days that are listed.
#[derive(Debug, Clone, Default)]
pub struct WorkingDays {
    listed: BTreeMap<Date, ListedDay>,
}

/// No deadline lies further off; a longer count ends here.
const LONGEST: i64 = 20_000;

impl WorkingDays {
    /// A calendar with these days listed.
    pub fn new(listed: impl IntoIterator<Item = (Date, ListedDay)>) -> WorkingDays {
        WorkingDays { listed: listed.into_iter().collect() }
    }

    /// Whether the programme works on a day.
    pub fn works(&self, day: Date) -> bool {
        match self.listed.get(&day) {
            Some(listed) => *listed == ListedDay::Workday,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// Working days from the first to the last of two days, both counted.
    pub fn count(&self, first: Date, last: Date) -> i64 {
        let mut day = first;
        let mut found = 0;
        for _ in 0..LONGEST {
            if day > last {
                break;
            }
            found += i64::from(self.works(day));
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        found
    }

    /// The day that is so many working days after a day; `None` beyond the end of the calendar.
    pub fn after(&self, day: Date, count: i64) -> Option<Date> {
        let (mut day, mut left) = (day, count);
        for _ in 0..LONGEST {
            if left <= 0 {
                return Some(day);
            }
            day = day.tomorrow().ok()?;
            left -= i64::from(self.works(day));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn holidays_and_shifted_working_days_count() {
        // 2026-02-13 is a Friday; the 14th, a Saturday, is worked; the 16th, a Monday, is not.
        let days = WorkingDays::new([
            (date(2026, 2, 14), ListedDay::Workday),
            (date(2026, 2, 16), ListedDay::Holiday),
        ]);
        assert!(days.works(date(2026, 2, 14)));
        assert!(!days.works(date(2026, 2, 15)));
        assert_eq!(days.count(date(2026, 2, 13), date(2026, 2, 17)), 3);
        assert_eq!(days.after(date(2026, 2, 13), 2), Some(date(2026, 2, 17)));
        assert_eq!(days.after(date(2026, 2, 13), 0), Some(date(2026, 2, 13)));
    }
}
