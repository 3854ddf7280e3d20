//! A wave of a survey: how many answered a question in each way, and how it was made.

use std::collections::BTreeMap;

use gangmu_domain::framework::Question;
use gangmu_store::NewFact;

use super::assess::{period, topic, unknown};
use super::step::{FactReceipt, find_about, once, request_of, say, without_stake};
use super::{Cells, FactKind, fit_text, state};
use crate::authz::{Actor, Verb, require, still_may};
use crate::office::Office;
use crate::refusal::Refusal;

/// A wave of a survey at a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyWave {
    /// Where it was made, by id.
    pub about: String,
    /// The question, by id.
    pub question: String,
    /// The wave, as a period: `2025H1`.
    pub period: String,
    /// How it was made, in words: by telephone, at the door.
    pub mode: String,
    /// How many were drawn.
    pub sample: i64,
    /// How many gave a valid answer.
    pub responses: i64,
    /// How many answered in which way, each answer of the question once.
    pub counts: Vec<(String, i64)>,
    /// Why another wave on record is replaced by this one; empty where there is none.
    pub reason: String,
}

/// Records a wave. Recorded again, for a reason, it takes the place of the one before.
///
/// # Errors
/// [`Refusal::NotThere`] and [`Refusal::NotAllowed`] for who does not assess there; `B125` for who has a
/// stake; `B130` for no such question, `B129` for counts that do not fit it or the design, `B103` for a
/// period; `B131` for a wave that is on record, without a reason.
pub async fn record_survey(
    office: &Office,
    actor: &Actor,
    wave: SurveyWave,
    key: Option<&str>,
) -> Result<FactReceipt, Refusal> {
    let edition = office.structure().await?;
    let (about, number) = find_about(office, actor, &edition, &wave.about).await?;
    require(actor, Verb::Assess, office.store.span(number).await?)?;
    without_stake(office, actor, &edition, about)?;
    let surveys = edition.programme.framework.questions.iter().filter(|q| q.kind == "survey");
    let question = surveys.clone().find(|question| question.id == wave.question);
    let Some(question) = question else {
        return Err(unknown(&wave.question, surveys.map(|question| question.id.as_str())));
    };
    counts_fit(question, &wave)?;
    let period = period(&wave.period)?;
    let (mode, why) = (fit_text(&wave.mode)?, fit_text(&wave.reason)?);
    let written = [period.to_string(), wave.sample.to_string(), wave.responses.to_string()];
    let [period_text, sample, responses] = &written;
    let mut cells = Cells::headed([
        ("question", wave.question.as_str()),
        ("period", period_text),
        ("mode", mode.as_str()),
        ("sample", sample),
        ("responses", responses),
    ]);
    for (answer, count) in &wave.counts {
        cells.add([("answer", answer.as_str()), ("count", count.to_string().as_str())]);
    }
    let new = NewFact {
        kind: FactKind::Survey.word(),
        about: number,
        topic: topic(&wave.question, period),
        state: state::RECORDED,
        waits_for: "",
        author: actor.account.body,
        cells: cells.write(),
        cause: None,
        counts: true,
    };
    let request = request_of("record-survey", &[&wave.about, &new.topic, &new.cells, &why]);
    let (by, who) = (actor.by(), actor.clone());
    once(office, actor, key, request, move |tx| {
        Box::pin(async move {
            still_may(tx, &who, Verb::Assess, number).await?;
            let mut before = tx.facts_about(new.kind, number, &new.topic).await?;
            before.retain(|fact| fact.state == state::RECORDED);
            if !before.is_empty() && why.is_empty() {
                return Err(Refusal::not_now("B131", &[]));
            }
            let receipt = say(tx, &by, "record-survey", &new).await?;
            for fact in &mut before {
                fact.state = state::REPLACED.to_owned();
                (fact.entry, fact.counted) = (receipt.entry, Some(receipt.entry));
                tx.set_fact(fact, &why).await?;
            }
            Ok(receipt)
        })
    })
    .await
}

/// Each answer of the question once and no other; valid ones add up to the responses, all of them to no
/// more than were drawn.
fn counts_fit(question: &Question, wave: &SurveyWave) -> Result<(), Refusal> {
    let unfit = |what: &str| Err(Refusal::wrong("B129", &[("what", what)]));
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for (answer, count) in &wave.counts {
        let offered = question.answers.is_empty() || question.answers.contains(answer);
        let fits = offered && gangmu_exchange::folder::is_id(answer.trim_start_matches('_'));
        if !fits || *count < 0 || counts.insert(answer, *count).is_some() {
            return unfit(answer);
        }
    }
    if let Some(left) = question.answers.iter().find(|a| !counts.contains_key(a.as_str())) {
        return unfit(left);
    }
    let sum = |valid: bool| {
        let of = counts.iter().filter(|(answer, _)| answer.starts_with('_') != valid);
        of.fold(0_i64, |sum, (_, count)| sum.saturating_add(*count))
    };
    if counts.is_empty() || sum(true) != wave.responses || wave.responses == 0 {
        return unfit("responses");
    }
    if sum(true).saturating_add(sum(false)) > wave.sample {
        return unfit("sample");
    }
    Ok(())
}
