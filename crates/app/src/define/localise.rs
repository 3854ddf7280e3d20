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
    let mut before: Vec<(Reporter, Framework, Vec<Scheme>)> = Vec::new();
    for overlay in chain {
        laid.overreaching = laid.overreaching(programme, overlay, &before);
        before.push((overlay.framework.unit, laid.framework.clone(), laid.schemes.clone()));
        laid.over(programme, overlay, asked);
    }
    Ok(laid)
}

impl<'p> Laid<'p> {
    /// The permissions of an overlay for what is less strict than the tiers above the body that
    /// gave them ask for: nobody can excuse from what he did not ask himself. `before` holds what
    /// there was before each overlay above.
    fn overreaching(
        &self,
        programme: &Programme,
        overlay: &Overlay,
        before: &[(Reporter, Framework, Vec<Scheme>)],
    ) -> BTreeSet<String> {
        let (tree, day) = (&programme.tree, self.day);
        let is_too_far = |derogation: &&Derogation| {
            let body = tree.find(&derogation.granted_by).and_then(|found| tree.body(found));
            let Some(unit) = body.map(|body| body.unit) else { return false };
            if tree.parent(unit, day).is_none() {
                return false;
            }
            let above = before.iter().find(|(at, ..)| !tree.is_below(unit, *at, day));
            let (framework, schemes) = above
                .map_or((&self.framework, &self.schemes), |(_, framework, schemes)| {
                    (framework, schemes)
                });
            let ground = Ground {
                above: framework,
                tree,
                day,
                asked: &programme.asked,
                granted: &|_, _| false,
            };
            let (_, of_framework) = framework::localise(&ground, &overlay.framework);
            let of_schemes = overlay.schemes.iter().flat_map(|changes| {
                let scheme = schemes.iter().find(|scheme| scheme.id == changes.scheme);
                let found =
                    scheme.map(|scheme| assessment::localise(scheme, changes, &|_| false).1);
                let prefix = format!("schemes/{}/", changes.scheme);
                let named = move |difference: Difference| {
                    (format!("{prefix}{}", difference.path()), difference.bearing)
                };
                found.into_iter().flatten().map(named)
            });
            let of_framework =
                of_framework.into_iter().map(|difference| (difference.path(), difference.bearing));
            of_framework.chain(of_schemes).any(|(path, bearing)| {
                path == derogation.field && matches!(bearing, Bearing::Looser { .. })
            })
        };
        let above = |derogation: &&Derogation| {
            derogation.granted_from_above(overlay.framework.unit, tree, day)
        };
        let derogations = overlay.framework.derogations.iter().filter(above).filter(is_too_far);
        derogations.map(|derogation| derogation.id.clone()).collect()
    }

    /// Lays one overlay over what is there so far.
    fn over(&mut self, programme: &Programme, overlay: &'p Overlay, asked: Option<Period>) {
        let (tree, day) = (&programme.tree, self.day);
        let period = Some(self.period);
        let unit = overlay.framework.unit;
        let overreaching = std::mem::take(&mut self.overreaching);
        let granted = |path: &str, period: Option<Period>| {
            let of = |derogation: &&Derogation| derogation.field == path;
            overlay.framework.derogations.iter().filter(of).any(|derogation| {
                derogation.granted_from_above(unit, tree, day)
                    && !overreaching.contains(&derogation.id)
                    && period.is_none_or(|period| derogation.holds_in(period))
            })
        };
        let ground = Ground {
            above: &self.framework,
            tree,
            day,
            asked: &programme.asked,
            granted: &|path, of| granted(path, of.or(period)),
        };
        let (framework, differences) = framework::localise(&ground, &overlay.framework);
        self.framework = framework;
        let mut differences: Vec<(Difference, Option<Period>)> =
            differences.into_iter().map(|difference| (difference, period)).collect();
        for scheme in &mut self.schemes {
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
