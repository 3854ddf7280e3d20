//! The clock of the machine: the one place that looks at it.

use std::time::{SystemTime, UNIX_EPOCH};

use gangmu_base::Clock;

/// The clock of the machine, moved by as much as a demonstration asks for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MachineClock {
    /// Milliseconds by which it is moved; 0 but for a demonstration.
    pub(crate) moved_by: i64,
}

impl Clock for MachineClock {
    fn now(&self) -> i64 {
        #[expect(clippy::disallowed_methods, reason = "the one place that looks at the clock")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        now.saturating_add(self.moved_by)
    }
}
