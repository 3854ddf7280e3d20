//! Calls of a library that may panic on a damaged file.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is caught and becomes a finding, so that nothing should be
/// printed about it.
pub fn panic_is_caught() -> bool {
    GUARDED.get()
}

/// Runs a piece of a crate that reads a foreign format. `calamine` is run so out of caution;
/// `parquet` out of need: on damaged files it panics in places where it should give
/// an error, which its authors call a bug and are still finding (arrow-rs issues 9742, 9705,
/// 10107). The test with damaged files in `tests/text_parquet.rs` has seen 60.1 panic with
/// "Decoder for dict should have been set". Whatever it was working on is dropped, so no
/// half-changed state is seen afterwards.
pub(crate) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    let before = GUARDED.replace(true);
    let found = catch_unwind(AssertUnwindSafe(run)).map_err(|panic| reason_of(panic.as_ref()));
    GUARDED.set(before);
    found
}

fn reason_of(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
    said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "damaged".to_owned())
}
