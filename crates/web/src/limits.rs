//! The limits of the door: no request holds more, none lasts longer, nobody asks more often.

use std::num::NonZeroU32;
use std::time::Duration;

/// Bytes of a form or a JSON text.
pub(crate) const BODY: usize = 1 << 20;
/// Bytes of a short body: taken in before it is looked at, so that the connection outlives a refusal.
pub(crate) const SHORT: usize = 64 << 10;
/// Bytes of a form with a file of evidence: the file, and what stands around it.
pub(crate) const UPLOAD: usize = gangmu_app::collect::evidence::LARGEST + (64 << 10);
/// Bytes of a long body that are read on when it was refused: who is still sending reads no answer before.
pub(crate) const REST: usize = 2 * UPLOAD;
/// And for so long.
pub(crate) const REST_TIME: Duration = Duration::from_secs(30);
/// No request is worked on for longer.
pub(crate) const TIME: Duration = Duration::from_secs(60);
/// Rows of a page of a list.
pub(crate) const PAGE: i64 = 200;
/// So many requests are worked on at a time; who comes then is asked to come again.
pub(crate) const AT_A_TIME: usize = 512;
/// Seconds after which to come again.
pub(crate) const AGAIN: u32 = 2;
/// How often an account may ask within a second, for as long as it likes.
pub(crate) const OFTEN: NonZeroU32 = NonZeroU32::new(25).expect("more than none");
/// And how often at once, after a rest.
pub(crate) const AT_ONCE: NonZeroU32 = NonZeroU32::new(250).expect("more than none");
