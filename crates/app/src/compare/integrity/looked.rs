//! The tests in the office: the series of a year are looked at once for everybody, and each is told of
//! those in sight. Kept as standings are, and worked out anew when figures came in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gangmu_base::observations::{Element, Moment, Observations};
use gangmu_base::{Period, Reporter};
use gangmu_domain::framework::Boundaries;

use super::found::{About, Kind, Peers};
use super::run::{FLAGGED, Integrity, with_integrity};
use super::table::written;
use crate::define::prepare;
use crate::office::{Edition, Office, Results, Work};
use crate::refusal::Refusal;
use crate::score::Asked;
use crate::words::Words;

/// What was looked at in an office, by period.
pub(crate) type Looks = Results<Period, Looked>;

/// A series that needs a look, or two that do.
#[derive(Debug, Clone)]
pub struct Flag {
    /// Which test, as the table of `gangmu integrity` names it.
    pub test: &'static str,
    /// The key of its name, and that of the sentence that says what a flag of it means.
    pub keys: (&'static str, &'static str),
    /// The level or the kind of body that is compared; empty for everybody.
    pub level: String,
    /// Whose series; none where it is that of all of the level together.
    pub unit: Option<Reporter>,
    /// The other of two, or the body that is the other source.
    pub other: Option<Reporter>,
    /// About which element.
    pub element: Option<Element>,
    /// About which indicator, by its place.
    pub indicator: Option<usize>,
    /// The first and the last period.
    pub periods: (Period, Period),
    /// On how many figures it stands.
    pub n: usize,
    /// The statistic, written out.
    pub statistic: String,
    /// The p-value, written out; none where figures contradict each other whatever chance does.
    pub p: Option<String>,
    /// The q-value, written out.
    pub q: Option<String>,
    /// What it says, in a word.
    pub says: &'static str,
}

/// A test that does not apply, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotApplied {
    /// Which test, as the table of `gangmu integrity` names it.
    pub test: &'static str,
    /// The key of its name.
    pub name: &'static str,
    /// The reason, in a word of the same table.
    pub why: &'static str,
    /// On how many series.
    pub series: usize,
}

impl NotApplied {
    /// The key of the reason in words.
    pub fn reason(&self) -> &'static str {
        match self.why {
            "too_few" => "integrity-why-too-few",
            "too_few_different" => "integrity-why-too-few-different",
            "too_narrow" => "integrity-why-too-narrow",
            "too_coarse" => "integrity-why-too-coarse",
            "too_many" => "integrity-why-too-many",
            "no_amount" => "integrity-why-no-amount",
            "no_variation" => "integrity-why-no-variation",
            "dependent" => "integrity-why-dependent",
            "assigned" => "integrity-why-assigned",
            "usual_here" => "integrity-why-usual-here",
            "incomplete" => "integrity-why-incomplete",
            "varies" => "integrity-why-varies",
            "copied" => "integrity-why-copied",
            "parts_missing" => "integrity-why-parts-missing",
            "no_direction" => "integrity-why-no-direction",
            _ => "integrity-why-out-of-range",
        }
    }
}

/// How many tests there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Made {
    all: usize,
    /// Those that have a p-value.
    with_p: usize,
}

/// What was looked at, and what came of it.
#[derive(Debug, Clone)]
pub struct Looked {
    /// Series of this period and its parts.
    pub period: Period,
    /// Worst first.
    pub flags: Vec<Flag>,
    /// Tests that do not apply, by test and reason.
    pub not_applied: Vec<NotApplied>,
    made: BTreeMap<Option<Reporter>, Made>,
}

impl Looked {
    fn of(integrity: &Integrity<'_>, period: Period) -> Looked {
        let mut made: BTreeMap<Option<Reporter>, Made> = BTreeMap::new();
        for test in &integrity.tests {
            let own = made.entry(test.which.unit).or_default();
            own.all += 1;
            own.with_p += usize::from(test.p.is_some());
        }
        let mut flagged: Vec<usize> =
            (0..integrity.tests.len()).filter(|place| integrity.is_flagged(*place)).collect();
        integrity.worst_first(&mut flagged);
        let mut skipped: BTreeMap<(Kind, &'static str), usize> = BTreeMap::new();
        for one in &integrity.skipped {
            *skipped.entry((one.kind, one.why)).or_default() += one.count;
        }
        let not_applied = skipped.into_iter().map(|((kind, why), series)| NotApplied {
            test: kind.words().0,
            name: kind.name(),
            why,
            series,
        });
        Looked {
            period,
            flags: flagged.into_iter().map(|place| flag(integrity, place)).collect(),
            not_applied: not_applied.collect(),
            made,
        }
    }
}

fn flag(integrity: &Integrity<'_>, place: usize) -> Flag {
    let (test, q) = (&integrity.tests[place], integrity.q[place]);
    let framework = &integrity.prepared.programme.framework;
    let level = match test.which.peers {
        Peers::Level(level) => framework.levels.get(level as usize).map(|own| own.id.clone()),
        Peers::BodyKind(kind) => framework.body_kinds.get(kind as usize).map(|own| own.id.clone()),
        Peers::Everybody => None,
    };
    let (element, indicator) = match test.which.about {
        About::Element(element) => (Some(element), None),
        About::Indicator(indicator) => (None, Some(indicator as usize)),
        About::Everything => (None, None),
    };
    let (word, meaning) = test.kind.words();
    Flag {
        test: word,
        keys: (test.kind.name(), meaning),
        level: level.unwrap_or_default(),
        unit: test.which.unit,
        other: test.which.other,
        element,
        indicator,
        periods: (test.which.from, test.which.to),
        n: test.n,
        statistic: written(test.statistic, 4),
        p: test.p.map(|p| written(p, 6)),
        q: q.filter(|_| test.p.is_some()).map(|q| written(q, 6)),
        says: test.says,
    }
}

/// What somebody sees of it.
pub struct LookedAt {
    looked: Arc<Looked>,
    /// As of when: all that was on record by then is in it.
    pub at: Moment,
    seen: Vec<usize>,
    made: Made,
}

impl LookedAt {
    /// A flag is seen by who sees its series: both, where it is about two; the whole programme, where it
    /// is about all of a level together.
    fn of(
        looked: Arc<Looked>,
        at: Moment,
        edition: &Edition,
        sees: impl Fn(Reporter) -> bool,
    ) -> LookedAt {
        let units = (0..edition.programme.tree.units().len() as u32).map(Reporter);
        let there = |unit: &Reporter| edition.span_of(*unit).is_some();
        let everything = units.filter(there).all(&sees);
        let seen_by = |unit: Option<Reporter>| unit.map_or(everything, &sees);
        let seen = |flag: &Flag| seen_by(flag.unit) && flag.other.is_none_or(&sees);
        let flags = looked.flags.iter().enumerate();
        let places = flags.filter(|(_, flag)| seen(flag)).map(|(place, _)| place).collect();
        let mut made = Made::default();
        for (_, own) in looked.made.iter().filter(|(unit, _)| seen_by(**unit)) {
            made.all += own.all;
            made.with_p += own.with_p;
        }
        LookedAt { seen: places, looked, at, made }
    }

    /// What was looked at for everybody: its period, and the tests that do not apply.
    pub fn looked(&self) -> &Looked {
        &self.looked
    }

    /// The flags in sight, worst first.
    pub fn flags(&self) -> impl Iterator<Item = &Flag> {
        self.seen.iter().filter_map(|place| self.looked.flags.get(*place))
    }

    /// How many flags are in sight.
    pub fn count(&self) -> usize {
        self.seen.len()
    }

    /// How many tests of series in sight were made.
    pub fn tests(&self) -> usize {
        self.made.all
    }

    /// How many of the flags in sight are false on average, at most; written out.
    pub fn by_chance(&self) -> String {
        let chance = self.flags().filter(|flag| flag.p.is_some()).count();
        written(FLAGGED * chance as f64, 1)
    }

    /// The sentence on how many tests there were, of those in sight.
    pub fn counts(&self, words: &Words) -> String {
        let skipped: usize = self.looked.not_applied.iter().map(|one| one.series).sum();
        words.say(
            "integrity-counts",
            &[
                ("tests", &self.made.all.to_string()),
                ("skipped", &skipped.to_string()),
                ("flags", &self.count().to_string()),
                ("false", &self.by_chance()),
                ("uncorrected", &written(FLAGGED * self.made.with_p as f64, 0)),
            ],
        )
    }

    /// The flags of a unit and of its bodies, as far as they are in sight.
    pub fn of_unit<'l>(
        &'l self,
        edition: &'l Edition,
        unit: Reporter,
    ) -> impl Iterator<Item = &'l Flag> {
        let tree = &edition.programme.tree;
        self.flags().filter(move |flag| {
            let mut whose = [flag.unit, flag.other].into_iter().flatten();
            whose.any(|reporter| reporter == unit || tree.unit_of(reporter) == Some(unit))
        })
    }
}

/// The years of which anything was reported, the last one first.
pub fn looked_periods(edition: &Edition) -> Vec<Period> {
    let years: BTreeSet<i16> =
        edition.marks().keys().map(|(_, period)| period.calendar_year()).collect();
    years.into_iter().rev().filter_map(Period::year).collect()
}

/// The period that is looked at when none is asked for: that of the programme where anything was reported
/// for it, else the last year.
fn period_of(edition: &Edition, asked: Option<Period>) -> Option<Period> {
    let years = || looked_periods(edition);
    let own = edition.programme.framework.period.and_then(|p| Period::year(p.calendar_year()));
    asked.or_else(|| own.filter(|own| years().contains(own))).or_else(|| years().first().copied())
}

fn work(period: Period) -> Arc<Work<Looked>> {
    Arc::new(move |edition: &Edition, figures: &Observations| {
        let programme = edition.with_figures(figures);
        let (prepared, _) = prepare(&programme);
        let asked =
            Asked { period: Some(period), boundaries: Boundaries::AsItWas, ..Asked::default() };
        with_integrity(&prepared, &asked, |found| Looked::of(found, period)).map_err(Refusal::Wrong)
    })
}

/// The series of a period and its parts, put to all tests, as far as somebody sees them.
///
/// # Errors
/// [`Refusal::NotThere`] where nothing was ever reported; `N001` where nothing was for the period;
/// [`Refusal::Later`] when it takes longer than anybody waits.
pub async fn looked_at(
    office: &Office,
    edition: &Edition,
    period: Option<Period>,
    sees: impl Fn(Reporter) -> bool,
) -> Result<LookedAt, Refusal> {
    let period = period_of(edition, period).ok_or(Refusal::NotThere)?;
    let known = office.looks.known(office, edition, period, work(period)).await?;
    Ok(LookedAt::of(known.result, known.at, edition, sees))
}

/// The same without waiting for it: none where nobody has looked yet. Then it is begun aside.
pub fn flags_at_hand(
    office: &Office,
    edition: &Edition,
    sees: impl Fn(Reporter) -> bool,
) -> Option<LookedAt> {
    let period = period_of(edition, None)?;
    let known = office.looks.at_hand(office, edition, period, work(period))?;
    Some(LookedAt::of(known.result, known.at, edition, sees))
}
