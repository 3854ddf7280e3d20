//! Looking at figures and at a finished index before trusting either.

pub mod consistency;
pub mod describe;
pub mod leave_out;
