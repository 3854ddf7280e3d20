//! The limits that keep any text from hanging the program.

/// Bytes of text of one formula.
pub const TEXT_BYTES: usize = 64 * 1024;
/// Levels of nesting, as read.
pub const DEPTH: usize = 64;
/// Levels of the tree: those of nesting, and one for each operator of a chain `a + b + c`.
pub const HEIGHT: usize = 128;
/// Nodes of the syntax tree.
pub const NODES: usize = 10_000;
/// Digits of a number as written.
pub const DIGITS: usize = 18;
/// Periods under one `over`.
pub const PERIODS: usize = 120;
/// Nodes worked out per subject, those under `over` counted once for each period.
pub const WORK: u64 = 100_000;
/// Bits of numerator and denominator together; a larger figure is undefined.
pub const BITS: u64 = 8_192;
/// Bits up to which a sum or a mean stays an exact fraction; a longer one is kept to 154 digits.
pub const SUM_BITS: u64 = 4_096;
