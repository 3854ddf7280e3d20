//! The limits of what may be assessed, read off the wording of items, forms and indicators: nobody
//! is to gain because fewer people complain, petition, ask or are recorded; because of what people
//! say; by lists of residents; and results stop at the institution, they never reach a person.
//!
//! A text is judged clause by clause, in Chinese and in English, by words that stand together in one
//! clause. Words of good handling in the same clause (in time, resolved, answered) say that not the
//! number is judged but what is done about it.

mod clauses;
mod opinions;
mod persons;
mod voices;

pub use voices::counted;

/// A limit that a text breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Points for fewer complaints, petitions, recorded cases, reports, requests, corrections.
    Voices(Voice),
    /// Points for what people say: comments, the tone of media, support.
    Opinions,
    /// Points, places or blame for a person.
    Person,
    /// A list of residents.
    Residents,
    /// Names, numbers or addresses of people are asked for.
    Identity,
}

/// By what people make themselves heard, or what is recorded about their cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// Complaints.
    Complaints,
    /// Petitions.
    Petitions,
    /// Decisions corrected on review.
    Corrections,
    /// Recorded offences and cases.
    Cases,
    /// Reported incidents.
    Incidents,
    /// Requests for information.
    Requests,
}

impl Voice {
    /// The word for it in messages.
    pub fn word(self) -> &'static str {
        match self {
            Voice::Complaints => "complaints",
            Voice::Petitions => "petitions",
            Voice::Corrections => "corrections",
            Voice::Cases => "cases",
            Voice::Incidents => "incidents",
            Voice::Requests => "requests",
        }
    }
}

/// The first limit that each clause of a text breaks, with the clause.
pub fn breaches(text: &str) -> Vec<(Limit, String)> {
    clauses::of(text)
        .into_iter()
        .filter_map(|clause| {
            let limit = persons::breach(&clause)
                .or_else(|| opinions::breach(&clause).then_some(Limit::Opinions))
                .or_else(|| voices::rewarded(&clause).map(Limit::Voices))?;
            Some((limit, clause.text))
        })
        .collect()
}
