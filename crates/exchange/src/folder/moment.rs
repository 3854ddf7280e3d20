//! Moments of recording, as people and programs write them.

use gangmu_base::observations::Moment;
use jiff::civil::Date;

use super::sheet::read_date;

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400 * SECOND;

/// Reads `2026-01-31` (the beginning of that day in the programme's zone), `2026-01-31T10:00:00`
/// (in the programme's zone) or a moment with a zone of its own.
pub fn read_moment(text: &str, zone_seconds: i32) -> Option<Moment> {
    if let Ok(date) = read_date(text) {
        return Some(start_of(date, zone_seconds));
    }
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        let within = super::sheet::read_date(text.get(..10)?).is_ok();
        return within.then(|| moment.as_millisecond());
    }
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    read_date(text.get(..10)?).ok()?;
    let seconds = i64::from(civil.hour()) * 3600 + i64::from(civil.minute()) * 60;
    Some(start_of(civil.date(), zone_seconds) + (seconds + i64::from(civil.second())) * SECOND)
}

/// Reads the moment of a question "as of": a day means the end of that day.
pub fn read_as_of(text: &str, zone_seconds: i32) -> Option<Moment> {
    match read_date(text) {
        Ok(date) => Some(start_of(date, zone_seconds) + DAY - 1),
        Err(_) => read_moment(text, zone_seconds),
    }
}

fn start_of(date: Date, zone_seconds: i32) -> Moment {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = epoch.until(date).map_or(0, |span| i64::from(span.get_days()));
    days * DAY - i64::from(zone_seconds) * SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_the_programmes_zone_and_lasts_until_its_end() {
        assert_eq!(read_moment("1970-01-02", 0), Some(DAY));
        assert_eq!(read_moment("1970-01-02", 8 * 3600), Some(DAY - 8 * 3600 * SECOND));
        assert_eq!(read_moment("1970-01-02T01:00:00Z", 8 * 3600), Some(DAY + 3600 * SECOND));
        assert_eq!(read_moment("2025-01-02T08:00:00+08:00", 0), read_moment("2025-01-02", 0));
        assert_eq!(read_moment("2025-01-02T08:00:00", 8 * 3600), read_moment("2025-01-02", 0));
        assert_eq!(read_as_of("2025-01-02", 0), read_moment("2025-01-03", 0).map(|m| m - 1));
        for text in ["", "2025", "2025-02-30", "yesterday", "0001-01-01", "２０２５-01-01"] {
            assert_eq!(read_moment(text, 0), None, "{text}");
        }
    }
}
