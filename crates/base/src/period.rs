//! Reporting periods: years, halves, quarters and months.

use std::fmt;

use jiff::civil::Date;

/// The first and the last year a programme may speak of. Outside of them a date is a slip.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// A calendar year.
    Year,
    /// Half a year.
    Half,
    /// A quarter of a year.
    Quarter,
    /// A calendar month.
    Month,
}

impl Length {
    /// How many of them make a year.
    pub fn per_year(self) -> i32 {
        match self {
            Length::Year => 1,
            Length::Half => 2,
            Length::Quarter => 4,
            Length::Month => 12,
        }
    }
}

/// One reporting period, written `2025`, `2025H1`, `2025Q3` or `2025-06`.
///
/// Periods are ordered by year, then by length (years first), then by their place in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i16,
    length: Length,
    number: u8,
}

impl Period {
    /// The `number`-th period of that length in a year, counted from 1.
    pub fn new(year: i16, length: Length, number: u8) -> Option<Period> {
        let fits = YEARS.contains(&year) && number >= 1 && i32::from(number) <= length.per_year();
        fits.then_some(Period { year, length, number })
    }

    /// A calendar year.
    pub fn year(year: i16) -> Option<Period> {
        Period::new(year, Length::Year, 1)
    }

    /// Reads a period as people write it in a programme; `None` when it is none.
    pub fn parse(text: &str) -> Option<Period> {
        let bytes = text.as_bytes();
        let year = bytes.get(..4).filter(|y| y.iter().all(u8::is_ascii_digit))?;
        let year = year.iter().fold(0i16, |y, d| y * 10 + i16::from(d - b'0'));
        match &bytes[4..] {
            [] => Period::year(year),
            [b'H', n @ b'1'..=b'2'] => Period::new(year, Length::Half, n - b'0'),
            [b'Q', n @ b'1'..=b'4'] => Period::new(year, Length::Quarter, n - b'0'),
            [b'-', t @ b'0'..=b'1', u @ b'0'..=b'9'] => {
                Period::new(year, Length::Month, (t - b'0') * 10 + (u - b'0'))
            }
            _ => None,
        }
    }

    /// A number for it that people can read: `202500` for the year, `202506` for June, `202523` for the
    /// third quarter, `202531` for the first half.
    pub fn code(self) -> i64 {
        let within = match self.length {
            Length::Year => 0,
            Length::Month => i64::from(self.number),
            Length::Quarter => 20 + i64::from(self.number),
            Length::Half => 30 + i64::from(self.number),
        };
        i64::from(self.year) * 100 + within
    }

    /// The period of a number made by [`Period::code`].
    pub fn of_code(code: i64) -> Option<Period> {
        let year = i16::try_from(code.div_euclid(100)).ok()?;
        match code.rem_euclid(100) as u8 {
            0 => Period::year(year),
            month @ 1..=12 => Period::new(year, Length::Month, month),
            quarter @ 21..=24 => Period::new(year, Length::Quarter, quarter - 20),
            half @ 31..=32 => Period::new(year, Length::Half, half - 30),
            _ => None,
        }
    }

    /// How long it is.
    pub fn length(self) -> Length {
        self.length
    }

    /// The year it lies in.
    pub fn calendar_year(self) -> i16 {
        self.year
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        let months = 12 / self.length.per_year() as i8;
        let month = (self.number as i8 - 1) * months + 1;
        jiff::civil::date(self.year, month, 1)
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        let months = 12 / self.length.per_year() as i8;
        let month = self.number as i8 * months;
        jiff::civil::date(self.year, month, 1).last_of_month()
    }

    /// The period of the same length `by` places later (earlier when negative); `None` outside
    /// of the years a programme may speak of.
    pub fn shift(self, by: i32) -> Option<Period> {
        let per_year = self.length.per_year();
        let index = i32::from(self.year) * per_year + i32::from(self.number) - 1;
        let index = index.checked_add(by)?;
        let year = i16::try_from(index.div_euclid(per_year)).ok()?;
        Period::new(year, self.length, index.rem_euclid(per_year) as u8 + 1)
    }

    /// The periods of a shorter length that make it up, in order; empty when `length` is not
    /// shorter.
    pub fn parts(self, length: Length) -> Vec<Period> {
        let share = length.per_year() / self.length.per_year();
        if share < 2 || length.per_year() % self.length.per_year() != 0 {
            return Vec::new();
        }
        let first = (i32::from(self.number) - 1) * share + 1;
        (first..first + share)
            .map(|number| Period { year: self.year, length, number: number as u8 })
            .collect()
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.first_day() <= day && day <= self.last_day()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Length::Year => write!(f, "{:04}", self.year),
            Length::Half => write!(f, "{:04}H{}", self.year, self.number),
            Length::Quarter => write!(f, "{:04}Q{}", self.year, self.number),
            Length::Month => write!(f, "{:04}-{:02}", self.year, self.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_period() -> impl Strategy<Value = Period> {
        (1950i16..2150, 0usize..4, 0u8..12).prop_map(|(year, length, n)| {
            let length = [Length::Year, Length::Half, Length::Quarter, Length::Month][length];
            Period::new(year, length, n % length.per_year() as u8 + 1).unwrap()
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(period in any_period()) {
            prop_assert_eq!(Period::parse(&period.to_string()), Some(period));
            prop_assert_eq!(Period::of_code(period.code()), Some(period));
        }

        #[test]
        fn there_and_back_again(period in any_period(), by in -100i32..100) {
            if let Some(moved) = period.shift(by) {
                prop_assert_eq!(moved.shift(-by), Some(period));
            }
        }

        #[test]
        fn parts_tile_the_whole(period in any_period()) {
            for length in [Length::Half, Length::Quarter, Length::Month] {
                let parts = period.parts(length);
                if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
                    prop_assert_eq!(first.first_day(), period.first_day());
                    prop_assert_eq!(last.last_day(), period.last_day());
                }
                for pair in parts.windows(2) {
                    prop_assert_eq!(pair[0].last_day().tomorrow().unwrap(), pair[1].first_day());
                }
            }
        }

        #[test]
        fn no_text_is_too_odd(text in ".{0,12}") {
            let _ = Period::parse(&text);
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in
            ["", "25", "2025-13", "2025-00", "2025H3", "2025q1", "1025", "2025-1", "２０２５"]
        {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
