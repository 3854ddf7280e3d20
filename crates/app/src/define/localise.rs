//! An overlay laid over the tiers above it: the programme as a lower tier runs it, and what differs.

use std::collections::BTreeSet;

use gangmu_base::finding::nearest;
use gangmu_base::tier::{Bearing, Difference};
use gangmu_base::{Finding, Period, Place, Reporter};
use gangmu_domain::assessment::{self, Scheme};
use gangmu_domain::framework::{self, Derogation, Framework, Ground};
use gangmu_exchange::folder::{Localised, Loosened, Overlay, Programme};
use jiff::civil::Date;

use crate::score::period_of;

/// What became of one thing that an overlay says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It says what is said above.
    Same,
    /// It asks for more.
    Stricter,
    /// It is new.
    Added,
    /// The tier above leaves it open.
    Free,
    /// It asks for less, by permission.
    Derogated,
    /// It would ask for less, but the permission has run out: what is said above holds.
    Expired,
    /// It may not be said.
    Refused,
}

impl How {
    /// The word used in every machine-readable output.
    pub(super) fn word(self) -> &'static str {
        match self {
            How::Same => "same",
            How::Stricter => "stricter",
            How::Added => "added",
            How::Free => "free",
            How::Derogated => "derogation",
            How::Expired => "expired",
            How::Refused => "refused",
        }
    }
}

/// One thing that an overlay says, and what became of it.
pub(super) struct Told<'p> {
    /// What it says, and how that bears on what is said above.
    pub difference: Difference,
    /// What became of it.
    pub how: How,
    /// The permission that it rests on.
    pub derogation: Option<&'p Derogation>,
}

/// An overlay laid over everything above it.
pub(super) struct Laid<'p> {
    /// The overlay.
    pub overlay: &'p Overlay,
    /// The period for which it is laid.
    pub period: Period,
    /// The day on which it is asked who is above whom.
    pub day: Date,
    /// The framework as the unit runs it.
    pub framework: Framework,
    /// The schemes as the unit runs them.
    pub schemes: Vec<Scheme>,
    /// What the overlay says, in the order of its files.
    pub told: Vec<Told<'p>>,
    /// What is less strict than the top tier, by permission, in this overlay or one above it.
    pub loosened: Vec<Loosened>,
    /// Permissions, by id, for what was not for the body that gave them to permit.
    pub overreaching: BTreeSet<String>,
}

/// Lays the overlay of a unit, and those of the units above it, over the programme, for a period.
///
/// # Errors
/// `G012` when there is no such overlay, `S023` without a period.
pub(super) fn lay<'p>(
    programme: &'p Programme,
    unit: &str,
    asked: Option<Period>,
) -> Result<Laid<'p>, Finding> {
    let tree = &programme.tree;
    let overlays = &programme.overlays;
    let own = |overlay: &&Overlay| tree.id(overlay.framework.unit) == unit;
    let Some(overlay) = overlays.iter().find(own) else {
        let known = overlays.iter().map(|overlay| tree.id(overlay.framework.unit));
        return Err(Finding::error("G012", Place::file("overlays"))
            .with("unit", unit)
            .with("known", known.clone().collect::<Vec<_>>().join(", "))
            .with("nearest", nearest(unit, known).unwrap_or_default()));
    };
    let first = programme.schemes.first();
    let period = first.and_then(|scheme| period_of(programme, scheme, asked));
    let Some(period) = period.or(asked).or(programme.framework.period) else {
        let place = first.map_or_else(|| Place::file("schemes"), |scheme| scheme.place.clone());
        let scheme = first.map_or("", |scheme| scheme.id.as_str());
        return Err(Finding::error("S023", place).with("scheme", scheme));
    };
    let day = period.last_day();
    let holds = |overlay: &&Overlay| overlay.framework.from.is_none_or(|from| from <= day);
    let at = overlay.framework.unit;
    let mut laid = Laid {
        overlay,
        period,
        day,
        framework: programme.framework.clone(),
        schemes: programme.schemes.clone(),
        told: Vec::new(),
        loosened: Vec::new(),
        overreaching: BTreeSet::new(),
    };
    let above = |other: &&Overlay| tree.is_below(at, other.framework.unit, day);
    let mut chain: Vec<&Overlay> = overlays.iter().filter(above).filter(holds).collect();
    // Units of higher tiers come first: the folder is read in that order.
    chain.push(overlay);
    let mut before: Vec<Before> = Vec::new();
    for overlay in chain {
        laid.over(programme, overlay, asked, &mut before);
    }
    Ok(laid)
}

/// Framework and schemes, as they are before an overlay of a unit is laid over them.
type Before = (Reporter, Framework, Vec<Scheme>);

/// What an overlay says differently, each with the period it is asked for.
type Differing = Vec<(Difference, Option<Period>)>;

impl<'p> Laid<'p> {
    /// Lays one overlay over what is there so far, which goes to what there was before.
    fn over(
        &mut self,
        programme: &Programme,
        overlay: &'p Overlay,
        asked: Option<Period>,
        before: &mut Vec<Before>,
    ) {
        let (tree, day) = (&programme.tree, self.day);
        let period = Some(self.period);
        let unit = overlay.framework.unit;
        before.push((unit, self.framework.clone(), std::mem::take(&mut self.schemes)));
        let overreaching = self.overreaching(programme, overlay, asked, before);
        let granted = |path: &str, period: Option<Period>| {
            let of = |derogation: &&Derogation| derogation.field == path;
            overlay.framework.derogations.iter().filter(of).any(|derogation| {
                derogation.granted_from_above(unit, tree, day)
                    && !overreaching.contains(&derogation.id)
                    && period.is_none_or(|period| derogation.holds_in(period))
            })
        };
        let Some((_, framework, schemes)) = before.last() else { return };
        let (framework, schemes, mut differences) =
            self.laid_over((framework, schemes), programme, overlay, asked, &|path, of| {
                granted(path, of.or(period))
            });
        (self.framework, self.schemes) = (framework, schemes);
        for own in &overlay.own_schemes {
            differences.push((
                Difference {
                    field: vec!["schemes".to_owned(), own.id.clone()],
                    above: String::new(),
                    here: String::new(),
                    bearing: Bearing::Added,
                    place: own.place.clone(),
                },
                period,
            ));
            self.framework.schemes.push(own.id.clone());
            self.schemes.push(own.clone());
        }
        self.told = differences
            .into_iter()
            .map(|(difference, period)| {
                let period = target_period(&difference).or(period);
                tell(difference, overlay, &|path| granted(path, period))
            })
            .collect();
        self.overreaching = overreaching;
        self.loosened.extend(self.told.iter().filter_map(|told| {
            let derogation = told.derogation.filter(|_| told.how == How::Derogated)?.clone();
            let Difference { field, above, here, .. } = told.difference.clone();
            Some(Loosened { field, above, here, derogation })
        }));
    }

    /// The rules above with an overlay over them, and what differs, each with its period.
    fn laid_over(
        &self,
        (above, rules): (&Framework, &[Scheme]),
        programme: &Programme,
        overlay: &Overlay,
        asked: Option<Period>,
        granted: &dyn Fn(&str, Option<Period>) -> bool,
    ) -> (Framework, Vec<Scheme>, Differing) {
        let ground = Ground {
            above,
            tree: &programme.tree,
            day: self.day,
            asked: &programme.asked,
            granted,
        };
        let (framework, differences) = framework::localise(&ground, &overlay.framework);
        let period = Some(self.period);
        let mut differences: Differing =
            differences.into_iter().map(|difference| (difference, period)).collect();
        let mut schemes = rules.to_vec();
        for scheme in &mut schemes {
            let period = period_of(programme, scheme, asked);
            let changes = overlay.schemes.iter().find(|changes| changes.scheme == scheme.id);
            if let Some(changes) = changes {
                let prefix = ["schemes".to_owned(), scheme.id.clone()];
                let path = |path: &str| format!("schemes/{}/{path}", changes.scheme);
                let (localised, found) =
                    assessment::localise(scheme, changes, &|of| granted(&path(of), period));
                *scheme = localised;
                differences.extend(found.into_iter().map(|difference| {
                    let field = prefix.iter().cloned().chain(difference.field).collect();
                    (Difference { field, ..difference }, period)
                }));
            }
        }
        (framework, schemes, differences)
    }

    /// The permissions of an overlay for what is less strict than the tiers above the body that
    /// gave them ask for: nobody can excuse from what he did not ask himself.
    fn overreaching(
        &self,
        programme: &Programme,
        overlay: &Overlay,
        asked: Option<Period>,
        before: &[Before],
    ) -> BTreeSet<String> {
        let (tree, day) = (&programme.tree, self.day);
        let is_too_far = |derogation: &&Derogation| {
            let body = tree.find(&derogation.granted_by).and_then(|found| tree.body(found));
            let unit = body.map(|body| body.unit).filter(|at| tree.parent(*at, day).is_some());
            // What holds for the unit of that body itself: nobody above it is asked.
            let of_it =
                unit.and_then(|unit| before.iter().find(|(at, ..)| !tree.is_below(unit, *at, day)));
            of_it.is_some_and(|(_, framework, schemes)| {
                let above = (framework, schemes.as_slice());
                let (.., found) = self.laid_over(above, programme, overlay, asked, &|_, _| false);
                found.iter().any(|(difference, _)| {
                    difference.path() == derogation.field
                        && matches!(difference.bearing, Bearing::Looser { .. })
                })
            })
        };
        let above = |derogation: &&Derogation| {
            derogation.granted_from_above(overlay.framework.unit, tree, day)
        };
        let derogations = overlay.framework.derogations.iter().filter(above).filter(is_too_far);
        derogations.map(|derogation| derogation.id.clone()).collect()
    }
}

/// The period that a target is for.
fn target_period(difference: &Difference) -> Option<Period> {
    match difference.field.as_slice() {
        [targets, _, period, ..] if targets == "targets" => Period::parse(period),
        _ => None,
    }
}

fn tell<'p>(
    difference: Difference,
    overlay: &'p Overlay,
    granted: &dyn Fn(&str) -> bool,
) -> Told<'p> {
    let path = difference.path();
    let mut derogations = overlay.framework.derogations.iter();
    let looser = matches!(difference.bearing, Bearing::Looser { .. });
    let derogation = derogations.find(|derogation| looser && derogation.field == path);
    let how = match &difference.bearing {
        Bearing::Same => How::Same,
        Bearing::Stricter => How::Stricter,
        Bearing::Added => How::Added,
        Bearing::Free => How::Free,
        Bearing::Looser { .. } if granted(&path) => How::Derogated,
        Bearing::Looser { .. } if derogation.is_some() => How::Expired,
        Bearing::Looser { .. } | Bearing::Fixed { .. } | Bearing::Gives { .. } => How::Refused,
    };
    Told { difference, how, derogation }
}

/// Framework and schemes of a programme, put aside while those of a lower tier are in their place.
pub(super) struct PutAside {
    framework: Framework,
    schemes: Vec<Scheme>,
}

/// Makes a programme that of a unit. Gives what was there before.
pub(super) fn put_on(
    programme: &mut Programme,
    unit: Reporter,
    rules: (Framework, Vec<Scheme>),
    loosened: Vec<Loosened>,
) -> PutAside {
    let (framework, schemes) = rules;
    programme.localised = Some(Localised { unit, loosened });
    PutAside {
        framework: std::mem::replace(&mut programme.framework, framework),
        schemes: std::mem::replace(&mut programme.schemes, schemes),
    }
}

/// Makes a programme that of the top tier again.
pub(super) fn take_off(programme: &mut Programme, before: PutAside) {
    programme.localised = None;
    programme.framework = before.framework;
    programme.schemes = before.schemes;
}

/// The programme as a unit runs it, for the units below it.
///
/// # Errors
/// `G012` when it has no overlay, `G013` when that does not hold yet, `S023` without a period.
pub fn localise(
    mut programme: Programme,
    unit: &str,
    period: Option<Period>,
) -> Result<Programme, Finding> {
    let laid = lay(&programme, unit, period)?;
    let Laid { overlay, period, day, framework, schemes, loosened, .. } = laid;
    if let Some(from) = overlay.framework.from.filter(|from| *from > day) {
        return Err(Finding::error("G013", overlay.framework.place.clone())
            .with("unit", unit)
            .with("from", from)
            .with("period", period));
    }
    let at = overlay.framework.unit;
    put_on(&mut programme, at, (framework, schemes), loosened);
    Ok(programme)
}
