//! The limits of the door: no request holds more, none lasts longer.

use std::time::Duration;

/// Bytes of a form or a JSON text.
pub(crate) const BODY: usize = 1 << 20;
/// Bytes of a form with a file of evidence: the file, and what stands around it.
pub(crate) const UPLOAD: usize = gangmu_app::collect::evidence::LARGEST + (64 << 10);
/// No request is worked on for longer.
pub(crate) const TIME: Duration = Duration::from_secs(60);
/// Rows of a page of a list.
pub(crate) const PAGE: i64 = 200;
