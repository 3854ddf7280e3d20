//! What a test of figures found, and why one does not apply.

use gangmu_base::observations::Element;
use gangmu_base::{Period, Reporter};
use gangmu_index::integrity::Why;

/// The tests there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A total against the sum of its parts.
    Total,
    /// A figure of a unit against that of a body of the unit.
    Independent,
    /// Last digits: 0 and 5 against all others.
    Heaping,
    /// Last digits, but for what heaping says.
    Digits,
    /// First digits after Benford's law.
    Benford,
    /// First two digits after Benford's law.
    BenfordTwo,
    /// The density of figures at their targets.
    Bunching,
    /// Those that just meet their targets, beside those that just miss them.
    JustMet,
    /// Figures of the period before.
    Copied,
    /// Changes that vary too little.
    Smooth,
    /// Growth far from that of all others.
    GrowthFar,
    /// Growth that is the middle one in every period.
    GrowthNear,
    /// Two series with the same growth.
    Twins,
    /// The mean of revisions.
    RevisedMean,
    /// Which way revisions go.
    RevisedWay,
    /// Which way those after the deadline go.
    RevisedLate,
}

impl Kind {
    /// All of them.
    pub(super) const ALL: [Kind; 16] = [
        Kind::Total,
        Kind::Independent,
        Kind::Heaping,
        Kind::Digits,
        Kind::Benford,
        Kind::BenfordTwo,
        Kind::Bunching,
        Kind::JustMet,
        Kind::Copied,
        Kind::Smooth,
        Kind::GrowthFar,
        Kind::GrowthNear,
        Kind::Twins,
        Kind::RevisedMean,
        Kind::RevisedWay,
        Kind::RevisedLate,
    ];

    /// Its word in tables, and the message that says what a flag of it means.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Total => ("total_of_parts", "integrity-total-of-parts"),
            Kind::Independent => ("independent_source", "integrity-independent-source"),
            Kind::Heaping => ("heaping", "integrity-heaping"),
            Kind::Digits => ("last_digits", "integrity-last-digits"),
            Kind::Benford => ("benford_first", "integrity-benford-first"),
            Kind::BenfordTwo => ("benford_first_two", "integrity-benford-first-two"),
            Kind::Bunching => ("bunching", "integrity-bunching"),
            Kind::JustMet => ("just_met", "integrity-just-met"),
            Kind::Copied => ("copied_forward", "integrity-copied-forward"),
            Kind::Smooth => ("smoothness", "integrity-smoothness"),
            Kind::GrowthFar => ("growth_far", "integrity-growth-far"),
            Kind::GrowthNear => ("growth_near", "integrity-growth-near"),
            Kind::Twins => ("near_duplicate", "integrity-near-duplicate"),
            Kind::RevisedMean => ("revision_mean", "integrity-revision-mean"),
            Kind::RevisedWay => ("revision_direction", "integrity-revision-direction"),
            Kind::RevisedLate => ("revision_late", "integrity-revision-late"),
        }
    }

    /// The message that is its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Total => "integrity-test-total-of-parts",
            Kind::Independent => "integrity-test-independent-source",
            Kind::Heaping => "integrity-test-heaping",
            Kind::Digits => "integrity-test-last-digits",
            Kind::Benford => "integrity-test-benford-first",
            Kind::BenfordTwo => "integrity-test-benford-first-two",
            Kind::Bunching => "integrity-test-bunching",
            Kind::JustMet => "integrity-test-just-met",
            Kind::Copied => "integrity-test-copied-forward",
            Kind::Smooth => "integrity-test-smoothness",
            Kind::GrowthFar => "integrity-test-growth-far",
            Kind::GrowthNear => "integrity-test-growth-near",
            Kind::Twins => "integrity-test-near-duplicate",
            Kind::RevisedMean => "integrity-test-revision-mean",
            Kind::RevisedWay => "integrity-test-revision-direction",
            Kind::RevisedLate => "integrity-test-revision-late",
        }
    }
}

/// Who is compared with whom: units of a level, or bodies of a kind, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Peers {
    Level(u32),
    BodyKind(u32),
    /// Units and bodies of every level and kind.
    Everybody,
}

/// What the figures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Element(Element),
    /// An indicator, by its place.
    Indicator(u32),
    /// All elements of a unit.
    Everything,
}

/// Which series: of whom, about what, over which periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Which {
    pub(super) peers: Peers,
    pub(super) unit: Option<Reporter>,
    pub(super) other: Option<Reporter>,
    pub(super) about: About,
    pub(super) from: Period,
    pub(super) to: Period,
}

impl Which {
    /// A series of all peers together.
    pub(super) fn all(peers: Peers, about: About, from: Period, to: Period) -> Which {
        Which { peers, unit: None, other: None, about, from, to }
    }

    pub(super) fn of(self, unit: Reporter) -> Which {
        Which { unit: Some(unit), ..self }
    }
}

/// A test that was made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Test {
    pub(super) kind: Kind,
    pub(super) which: Which,
    /// How many figures it stands on.
    pub(super) n: usize,
    pub(super) statistic: f64,
    /// None where the figures contradict each other whatever chance does, or do not.
    pub(super) p: Option<f64>,
    /// What it says where it is flagged.
    pub(super) says: &'static str,
    /// Whether it may be flagged: figures may differ surely, and by next to nothing.
    pub(super) matters: bool,
}

/// Tests that do not apply, for one reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Skipped {
    pub(super) kind: Kind,
    pub(super) which: Which,
    pub(super) why: &'static str,
    /// How many series there are that it cannot be made on.
    pub(super) count: usize,
}

/// Tests and those that do not apply.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Found {
    pub(super) tests: Vec<Test>,
    pub(super) skipped: Vec<Skipped>,
}

impl Found {
    pub(super) fn test(
        &mut self,
        kind: Kind,
        which: Which,
        n: usize,
        result: (f64, f64),
    ) -> &mut Test {
        let (statistic, p) = result;
        // A p-value is a probability, whatever rounding made of it.
        let p = Some(p.clamp(0.0, 1.0));
        let says = "odd";
        self.tests.push(Test { kind, which, n, statistic, p, says, matters: true });
        let last = self.tests.len() - 1;
        &mut self.tests[last]
    }

    /// Notes that a test does not apply; once for all series of the same peers, about the same, with
    /// the same reason.
    pub(super) fn skip(&mut self, kind: Kind, which: Which, why: &'static str) {
        let same = |other: &&mut Skipped| {
            (other.kind, other.why) == (kind, why)
                && (other.which.peers, other.which.about) == (which.peers, which.about)
        };
        match self.skipped.iter_mut().rev().take(40).find(same) {
            Some(other) => other.count += 1,
            None => self.skipped.push(Skipped { kind, which, why, count: 1 }),
        }
    }

    pub(super) fn extend(&mut self, other: Found) {
        self.tests.extend(other.tests);
        self.skipped.extend(other.skipped);
    }
}

/// The word of a reason.
pub(super) fn reason(why: Why) -> &'static str {
    match why {
        Why::TooFew { .. } => "too_few",
        Why::TooFewDifferent { .. } => "too_few_different",
        Why::TooNarrow { .. } => "too_narrow",
        Why::Shares => "no_amount",
        Why::Assigned => "assigned",
        Why::Constant => "no_variation",
        Why::Dependent => "dependent",
    }
}
