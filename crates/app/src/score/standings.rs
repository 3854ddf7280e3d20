//! Standings that were worked out, kept as long as the figures below them stay.

use std::sync::Arc;

use gangmu_base::Period;
use gangmu_base::observations::{Moment, Observations};

use super::standing::{Standing, work_out};
use crate::office::{Edition, Office, Results};
use crate::refusal::Refusal;

/// The standings of an office, by scheme and period as they were asked for.
pub(crate) type Standings = Results<(String, Option<Period>), Standing>;

/// A standing, and the moment at which it holds.
#[derive(Debug, Clone)]
pub struct Stood {
    /// How everybody stands.
    pub standing: Arc<Standing>,
    /// As of when: all that was on record by then is in it.
    pub at: Moment,
}

/// How everybody stands in a scheme (the first one when none is named) for a period (the scheme's own
/// when none is asked for), in an edition or a moment before it.
///
/// # Errors
/// What keeps the scheme from being scored; [`Refusal::Later`] when it takes longer than anybody waits.
pub async fn standing(
    office: &Office,
    edition: &Edition,
    scheme: Option<&str>,
    period: Option<Period>,
) -> Result<Stood, Refusal> {
    let key = (scheme.unwrap_or_default().to_owned(), period);
    let scheme = scheme.map(str::to_owned);
    let work = move |edition: &Edition, figures: &Observations| {
        work_out(&edition.with_figures(figures), scheme.as_deref(), period)
    };
    let known = office.standings.known(office, edition, key, Arc::new(work)).await?;
    Ok(Stood { standing: known.result, at: known.at })
}
