//! The Borda count: points by place.

use super::profile::Profile;

/// The Borda points of each candidate: from each voter one for every candidate put below, and a
/// half for every other one held equal (Borda 1784; OECD/JRC Handbook 2008, 6.12).
///
/// The points of one candidate hang on which others stand, so that one who joins can turn the
/// order of two others round.
#[must_use]
pub fn borda(profile: &Profile) -> Vec<f64> {
    let n = profile.candidates();
    let mut points = vec![0.0; n];
    let mut members: Vec<usize> = Vec::new();
    let mut worth: Vec<f64> = Vec::new();
    for (voters, places) in profile.ballots() {
        let tiers = places.iter().max().map_or(0, |last| *last as usize + 1);
        // A ballot may number its tiers with gaps (a tier without members), hence beyond n.
        members.clear();
        members.resize(tiers, 0);
        places.iter().for_each(|tier| members[*tier as usize] += 1);
        let mut above = 0;
        worth.clear();
        for count in &members {
            let below = n - above - count;
            worth.push(below as f64 + count.saturating_sub(1) as f64 / 2.0);
            above += count;
        }
        for (point, tier) in points.iter_mut().zip(places) {
            *point += voters * worth[*tier as usize];
        }
    }
    points
}
