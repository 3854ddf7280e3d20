//! Tests of whether an institution's series can be what they say they are; never of a person.
//!
//! **A flag is a question, not a finding.** Every test here is passed by some forged figures and
//! failed by some honest ones: a definition that rounds, a reform, a real jump all leave the same
//! traces. A flag decides whom to ask and what to verify. It must not lower a score by itself.
//!
//! | Where | What |
//! | --- | --- |
//! | [`digits`] | digit preference: heaping on last digits |
//! | [`benford`] | first digits, where figures are such that they can be expected |
//! | [`discontinuity`] | whether figures pile up on one side of a threshold |
//! | [`just_met`] | how many just meet a target, beside those that just miss it |
//! | [`smoothness`] | copied and impossibly smooth series |
//! | [`growth`] | odd growth, and series of two places that are the same |
//! | [`revisions`] | what revisions do: bias, news or noise, whom they serve |
//! | [`additivity`] | totals against the sums of their parts |
//! | [`independent`] | reports against an independent source |
//! | [`multiplicity`] | how many flags are false, and which stand when many are looked at |
//! | [`verification`] | a draw of places to verify, each with a known probability |
//!
//! # What a result says
//!
//! A result says how many figures it stands on and what was left out. Where a test does not apply
//! it is an [`Outcome::DoesNotApply`] with the reason, not a number. Whoever runs a test on many
//! series runs the p-values through [`multiplicity`] before calling any of them odd.

pub mod additivity;
pub mod benford;
mod change;
pub mod digits;
pub mod discontinuity;
pub mod growth;
pub mod independent;
pub mod just_met;
pub mod multiplicity;
mod outcome;
mod regression;
pub mod revisions;
pub mod smoothness;
pub mod verification;

pub use change::Change;
pub use outcome::{Outcome, Why};
