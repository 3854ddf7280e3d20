//! The standing that an address asks for.

use std::sync::Arc;

use gangmu_app::Refusal;
use gangmu_app::office::Edition;
use gangmu_app::score::{Stood, standing};
use gangmu_base::Period;

use crate::answer::Answer;
use crate::sent::period;
use crate::serve::Desk;
use crate::visitor::Member;

/// The standing of a scheme for a period as it was typed, the latest where nothing was, and the edition it
/// is of.
pub(crate) async fn standing_asked(
    desk: &Desk,
    member: &Member,
    scheme: &str,
    typed: &str,
) -> Result<(Arc<Edition>, Stood), Answer> {
    let edition = desk.office.edition().await.map_err(|refusal| member.refuse(refusal))?;
    let period = period(member, Some(typed))?;
    let stood = standing_of(desk, member, &edition, scheme, period).await?;
    Ok((edition, stood))
}

/// The standing of a scheme, with the moment at which it holds.
pub(crate) async fn standing_of(
    desk: &Desk,
    member: &Member,
    edition: &Edition,
    scheme: &str,
    period: Option<Period>,
) -> Result<Stood, Answer> {
    let refuse = |refusal| member.refuse(refusal);
    let schemes = &edition.programme.schemes;
    let first = schemes.first().map(|scheme| scheme.id.clone());
    let id = if scheme == "first" { first } else { Some(scheme.to_owned()) };
    let known = id.filter(|id| schemes.iter().any(|scheme| scheme.id == *id));
    let id = known.ok_or_else(|| refuse(Refusal::NotThere))?;
    standing(&desk.office, edition, Some(&id), period).await.map_err(refuse)
}
