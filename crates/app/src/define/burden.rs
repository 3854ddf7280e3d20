//! What a programme asks of whom, and what that costs those who answer: by form, by level against the caps,
//! what is asked twice or for nothing, and what became of the forms that were opened.

use gangmu_base::{Finding, Period};
use gangmu_domain::framework::{Level, asks, check_asking};
use gangmu_exchange::folder::Programme;
use gangmu_num::Ratio;
use gangmu_store::Tally;

use super::accepted::note_accepted;
use super::composition::used;
use super::prepare::prepare;
use crate::authz::Actor;
use crate::collect::{ReturnsQuery, tally_returns};
use crate::office::{Edition, Office};
use crate::refusal::Refusal;

/// What a programme asks.
#[derive(Debug, Clone)]
pub struct Burden {
    /// By form, in the order of the programme.
    pub forms: Vec<FormBurden>,
    /// By level that fills in anything, the highest one first.
    pub levels: Vec<LevelBurden>,
    /// Cells that are asked twice, asked and never used, of the same name; levels above their caps.
    pub findings: Vec<Finding>,
    /// How many cells are asked again that another form asks already.
    pub twice: usize,
}

/// What one form asks of each who fills it in. Figures are written out, to one decimal.
#[derive(Debug, Clone)]
pub struct FormBurden {
    /// The form, by its place in the programme.
    pub form: usize,
    /// Cells: elements and questions.
    pub cells: usize,
    /// Cells a month on average; none for a form that is filled in once.
    pub cells_per_month: Option<String>,
    /// Minutes to fill it in once; none where nobody says how long a cell takes.
    pub minutes: Option<String>,
    /// Minutes a month; none where that is not known, and for a form that is filled in once.
    pub minutes_per_month: Option<String>,
}

/// What all forms together ask of each unit of a level. Figures are written out, to one decimal.
#[derive(Debug, Clone)]
pub struct LevelBurden {
    /// The level, by its place in the programme.
    pub level: usize,
    /// How many forms.
    pub forms: usize,
    /// No more forms than these are allowed, where the programme says so.
    pub most_forms: Option<i64>,
    /// Cells a month on average.
    pub cells_per_month: String,
    /// Minutes a month of those forms of which they are known; none where they are known of none.
    pub minutes_per_month: Option<String>,
    /// Of so many forms that come again the minutes are not known: they are in no sum.
    pub unknown: usize,
    /// No more minutes a month than these are allowed, where the programme says so.
    pub most_minutes: Option<i64>,
    /// Whether the known minutes are above the cap.
    pub over_minutes: bool,
}

impl LevelBurden {
    /// Whether there are more forms than are allowed.
    pub fn over_forms(&self) -> bool {
        self.most_forms.is_some_and(|most| self.forms as i64 > most)
    }
}

impl Burden {
    /// The level that is asked most, by cells a month; of several that are asked alike the highest.
    pub fn most_asked(&self) -> Option<&LevelBurden> {
        let cells = |level: &&LevelBurden| level.cells_per_month.parse().unwrap_or(0.0_f64);
        self.levels.iter().rev().max_by(|one, other| cells(one).total_cmp(&cells(other)))
    }
}

/// What a programme asks of whom.
pub fn burden(programme: &Programme) -> Burden {
    let framework = &programme.framework;
    let (prepared, _) = prepare(programme);
    let mut findings = check_asking(framework, &used(&prepared));
    note_accepted(programme, &mut findings);
    let count = |finding: &Finding| {
        let count = finding.blanks.iter().find(|(blank, _)| *blank == "count");
        count.and_then(|(_, count)| count.parse::<usize>().ok()).unwrap_or(0)
    };
    let twice = findings.iter().filter(|finding| finding.code == "R001").map(count).sum();
    let all = asks(framework);
    let written = |figure: &Ratio| figure.show(1);
    let forms = all.iter().map(|asked| FormBurden {
        form: asked.form,
        cells: asked.cells,
        cells_per_month: asked.cells_per_month.as_ref().map(written),
        minutes: asked.minutes.as_ref().map(written),
        minutes_per_month: asked.minutes_per_month.as_ref().map(written),
    });
    let of_level = |(place, level): (usize, &Level)| {
        let own: Vec<_> = all
            .iter()
            .filter(|a| framework.datasets.get(a.form).is_some_and(|form| form.level == level.id))
            .collect();
        if own.is_empty() {
            return None;
        }
        let cells: Ratio = own.iter().filter_map(|asked| asked.cells_per_month.as_ref()).sum();
        let known: Vec<&Ratio> =
            own.iter().filter_map(|asked| asked.minutes_per_month.as_ref()).collect();
        let again = own.iter().filter(|asked| asked.cells_per_month.is_some()).count();
        let minutes: Ratio = known.iter().copied().sum();
        let most = framework.burden.minutes_per_month.get(&level.id).copied();
        Some(LevelBurden {
            level: place,
            forms: own.len(),
            most_forms: framework.burden.forms.get(&level.id).copied(),
            cells_per_month: cells.show(1),
            unknown: again - known.len(),
            minutes_per_month: (!known.is_empty()).then(|| minutes.show(1)),
            most_minutes: most,
            over_minutes: most.is_some_and(|most| minutes > Ratio::from_int(most)),
        })
    };
    Burden {
        forms: forms.collect(),
        levels: framework.levels.iter().enumerate().filter_map(of_level).collect(),
        findings,
        twice,
    }
}

/// What became of a form that was opened for a period, as far as somebody sees it.
#[derive(Debug, Clone, Copy)]
pub struct UseOfForm {
    /// The form, by its place in the programme.
    pub form: usize,
    /// For which period.
    pub period: Period,
    /// How far the returns in sight are.
    pub tally: Tally,
}

/// So many openings are looked at, the last ones.
const OPENINGS: usize = 12;

/// What became of the forms that were opened last, of the returns somebody sees, newest first.
///
/// # Errors
/// What the store says.
pub async fn use_of_forms(
    office: &Office,
    actor: &Actor,
    edition: &Edition,
) -> Result<Vec<UseOfForm>, Refusal> {
    let datasets = &edition.programme.framework.datasets;
    let mut found = Vec::new();
    for opening in office.store.openings().await?.into_iter().take(OPENINGS) {
        let form = datasets.iter().position(|dataset| dataset.id == opening.dataset);
        let (Some(form), Some(period)) = (form, Period::of_code(opening.period)) else { continue };
        let dataset = opening.dataset;
        let asked = ReturnsQuery { dataset, period: Some(period), ..ReturnsQuery::default() };
        let tally = tally_returns(office, actor, &asked).await?;
        if tally.asked > 0 {
            found.push(UseOfForm { form, period, tally });
        }
    }
    Ok(found)
}
