//! Places of units by their scores: competition, dense and fractional ranks, fast enough to be
//! worked out anew for every draw of a simulation.
//!
//! The sort is a radix sort on the bits of the scores (Knuth, TAOCP 3, 5.2.5). It looks only at as
//! many leading bits as it takes to tell most units apart, and a pass of insertion puts the few
//! others right. Scores that lie so oddly that this would not pay are sorted by comparison; the
//! ranks are the same.

use crate::Fault;

/// How units of the same score are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// All take the best of their places, and the places behind stay empty: 1, 2, 2, 4.
    #[default]
    Competition,
    /// All take the best of their places, and no place stays empty: 1, 2, 2, 3.
    Dense,
}

/// The rank of each unit by its score, the best being 1; a unit without a score has none.
///
/// ```
/// use gangmu_index::rank::places::{Ties, ranks};
/// let scores = [Some(9.0), Some(7.0), None, Some(7.0), Some(1.0)];
/// assert_eq!(ranks(&scores, Ties::Competition)?, [Some(1), Some(2), None, Some(2), Some(4)]);
/// assert_eq!(ranks(&scores, Ties::Dense)?, [Some(1), Some(2), None, Some(2), Some(3)]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// [`Fault::NotFinite`] for a NaN or an infinity, [`Fault::TooMuch`] for more than 2³² − 1 units.
/// No units have no ranks, which is no fault.
pub fn ranks(scores: &[Option<f64>], ties: Ties) -> Result<Vec<Option<u32>>, Fault> {
    let mut places = vec![0; scores.len()];
    Ranker::new().places(&with_gaps(scores)?, ties, &mut places)?;
    Ok(places.into_iter().map(|place| (place > 0).then_some(place)).collect())
}

/// The rank of each unit by its score where units of the same score share the mean of their places:
/// 1, 2.5, 2.5, 4. A unit without a score has none.
///
/// ```
/// use gangmu_index::rank::places::fractional;
/// let ranks = fractional(&[Some(9.0), Some(7.0), Some(7.0), None])?;
/// assert_eq!(ranks, [Some(1.0), Some(2.5), Some(2.5), None]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
///
/// # Errors
/// As [`ranks`].
pub fn fractional(scores: &[Option<f64>]) -> Result<Vec<Option<f64>>, Fault> {
    let mut ranker = Ranker::new();
    ranker.sort(&with_gaps(scores)?)?;
    let mut found = vec![None; scores.len()];
    let mut from = 0;
    while from < ranker.order.len() {
        let mut to = from + 1;
        while to < ranker.order.len() && ranker.ties(from, to) {
            to += 1;
        }
        // Places from + 1 to `to`, whose mean is half of the sum of the ends.
        let mean = (from + 1 + to) as f64 / 2.0;
        for at in from..to {
            found[ranker.unit(at)] = Some(mean);
        }
        from = to;
    }
    Ok(found)
}

/// Ranks scores again and again without asking for memory again: what a simulation keeps for each
/// of its threads.
///
/// ```
/// use gangmu_index::rank::places::{Ranker, Ties};
/// let mut ranker = Ranker::new();
/// let mut places = [0; 3];
/// ranker.rank(&[0.2, 0.9, 0.2], Ties::Competition, &mut places)?;
/// assert_eq!(places, [2, 1, 2]);
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Ranker {
    /// The bits of each score, so turned that a better score has a smaller number.
    keys: Vec<u64>,
    /// Leading bits of the key above, place of the unit below; best first once sorted.
    order: Vec<u64>,
    /// The other half of each pass.
    spare: Vec<u64>,
    counts: Vec<u32>,
    /// How many low bits of an entry of `order` are the place of the unit.
    place_bits: u32,
    /// How many of the bits in which keys differ had no room in `order`.
    cut: u32,
    /// The keys of the best and the worst score; [`MISSING`] for the worst when any is missing.
    least: u64,
    most: u64,
}

impl Ranker {
    /// Without memory so far.
    #[must_use]
    pub fn new() -> Ranker {
        Ranker::default()
    }

    /// The rank of each score into `places`, which has one for each.
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of places, [`Fault::NotFinite`] for a NaN or an infinity,
    /// [`Fault::TooMuch`] for more than 2³² − 1 units.
    pub fn rank(&mut self, scores: &[f64], ties: Ties, places: &mut [u32]) -> Result<(), Fault> {
        crate::matrix::same_size("places for ranks", scores.len(), places.len())?;
        self.sort(scores)?;
        if self.least <= FAR_UP || self.most >= FAR_DOWN {
            crate::matrix::all_finite("the scores", scores)?;
        }
        self.number(ties, places);
        Ok(())
    }

    /// As [`Ranker::rank`], where NaN is a score that is missing and 0 the rank of such a unit.
    pub(crate) fn places(
        &mut self,
        scores: &[f64],
        ties: Ties,
        places: &mut [u32],
    ) -> Result<(), Fault> {
        crate::matrix::same_size("places for ranks", scores.len(), places.len())?;
        self.sort(scores)?;
        if self.order.len() < scores.len() {
            places.fill(0);
        }
        self.number(ties, places);
        Ok(())
    }

    /// Numbers the units in their order.
    fn number(&self, ties: Ties, places: &mut [u32]) {
        let mask = low_bits(self.place_bits);
        let (mut rank, mut before) = (0, u64::MAX);
        for (at, entry) in self.order.iter().enumerate() {
            // Where leading bits differ there is no need to look the whole keys up.
            let tied = at > 0
                && entry >> self.place_bits == before >> self.place_bits
                && (self.cut == 0
                    || self.keys[(entry & mask) as usize] == self.keys[(before & mask) as usize]);
            if !tied {
                rank = if ties == Ties::Dense { rank + 1 } else { at as u32 + 1 };
            }
            before = *entry;
            places[(entry & mask) as usize] = rank;
        }
    }

    /// Whether the scores at two places of the order are the same.
    fn ties(&self, one: usize, other: usize) -> bool {
        self.keys[self.unit(one)] == self.keys[self.unit(other)]
    }

    /// The unit at a place of the order.
    fn unit(&self, at: usize) -> usize {
        (self.order[at] & low_bits(self.place_bits)) as usize
    }

    /// Puts the units that have a score in order, best first; among equals the first comes first.
    fn sort(&mut self, scores: &[f64]) -> Result<(), Fault> {
        if u32::try_from(scores.len()).is_err() {
            let what = "units to be ranked".to_owned();
            return Err(Fault::TooMuch { what, found: scores.len(), most: u32::MAX as usize });
        }
        self.keys.clear();
        self.keys.extend(scores.iter().map(|score| key(*score)));
        let (mut least, mut most, mut missing) = (u64::MAX, 0, 0);
        for key in &self.keys {
            let absent = *key == MISSING;
            least = least.min(*key);
            most = most.max(if absent { 0 } else { *key });
            missing += usize::from(absent);
        }
        self.least = least;
        self.most = if missing > 0 { MISSING } else { most };
        self.order.clear();
        self.place_bits = bits_of(scores.len() as u64);
        if missing == scores.len() {
            return Ok(());
        }
        // Of the bits in which keys differ, as many of the leading ones as there is room for.
        let differ = bits_of(most - least);
        let kept = differ.min(64 - self.place_bits);
        self.cut = differ - kept;
        let (cut, place_bits) = (self.cut, self.place_bits);
        let entry = |(unit, key): (usize, &u64)| ((key - least) >> cut) << place_bits | unit as u64;
        let all = self.keys.iter().enumerate();
        if missing == 0 {
            self.order.extend(all.map(entry));
        } else {
            self.order.extend(all.filter(|(_, key)| **key != MISSING).map(entry));
        }
        self.radix(kept);
        if !self.insertion() {
            self.comparison();
        }
        Ok(())
    }

    /// Sorts by leading bits: about twice as many as it takes to number the units, so that few
    /// units share them all.
    fn radix(&mut self, kept: u32) {
        let digit: u32 = if self.order.len() <= 1_000 { 8 } else { 10 };
        let wanted = 2 * bits_of(self.order.len() as u64).max(2) - 2;
        let passes = wanted.min(kept).div_ceil(digit);
        let size = 1_usize << digit;
        let mask = low_bits(digit) as usize;
        self.counts.clear();
        self.counts.resize(size * passes as usize, 0);
        // The lowest digit begins at this bit; it may reach below the kept bits, into the place,
        // where the entries are in order already.
        let low = (self.place_bits + kept).saturating_sub(digit * passes);
        match passes {
            2 => count::<2>(&self.order, &mut self.counts, low, digit),
            3 => count::<3>(&self.order, &mut self.counts, low, digit),
            4 => count::<4>(&self.order, &mut self.counts, low, digit),
            _ => (0..passes).for_each(|pass| {
                let counts = &mut self.counts[size * pass as usize..];
                count::<1>(&self.order, counts, low + digit * pass, digit);
            }),
        }
        self.spare.resize(self.order.len(), 0);
        for pass in 0..passes as usize {
            let starts = &mut self.counts[size * pass..size * (pass + 1)];
            let shift = low + digit * pass as u32;
            let Some(first) = self.order.first() else { return };
            if starts[(first >> shift) as usize & mask] as usize == self.order.len() {
                continue;
            }
            let mut sum = 0;
            for start in starts.iter_mut() {
                sum += std::mem::replace(start, sum);
            }
            for entry in &self.order {
                let start = &mut starts[(entry >> shift) as usize & mask];
                self.spare[*start as usize] = *entry;
                *start += 1;
            }
            std::mem::swap(&mut self.order, &mut self.spare);
        }
    }

    /// Puts an order right that nearly is; `false` when it is too far from that.
    fn insertion(&mut self) -> bool {
        let mask = low_bits(self.place_bits);
        let mut left = 8 * self.order.len();
        for at in 1..self.order.len() {
            let entry = self.order[at];
            let before = self.order[at - 1];
            // Nearly always in order by leading bits alone.
            if before >> self.place_bits < entry >> self.place_bits
                || (self.cut == 0 && before < entry)
            {
                continue;
            }
            let key = (self.keys[(entry & mask) as usize], entry & mask);
            let mut to = at;
            while to > 0 {
                let before = self.order[to - 1];
                if (self.keys[(before & mask) as usize], before & mask) < key {
                    break;
                }
                self.order[to] = before;
                to -= 1;
            }
            self.order[to] = entry;
            let moved = at - to;
            if moved > left {
                return false;
            }
            left -= moved;
        }
        true
    }

    /// Sorts in the plain way.
    fn comparison(&mut self) {
        let (keys, mask) = (&self.keys, low_bits(self.place_bits));
        self.order.sort_unstable_by_key(|entry| (keys[(entry & mask) as usize], entry & mask));
    }
}

/// How often each digit comes, for so many digits of `digit` bits from bit `low` on.
fn count<const DIGITS: usize>(entries: &[u64], counts: &mut [u32], low: u32, digit: u32) {
    let mask = low_bits(digit) as usize;
    for entry in entries {
        let mut rest = entry >> low;
        for place in 0..DIGITS {
            counts[(place << digit) + (rest as usize & mask)] += 1;
            rest >>= digit;
        }
    }
}

/// The key of a score that is missing; no number has it, since it would be a NaN's.
const MISSING: u64 = u64::MAX;

/// The key of positive infinity: that of a finite score is above.
const FAR_UP: u64 = (1 << 52) - 1;

/// The key of negative infinity: that of a finite score is below.
const FAR_DOWN: u64 = 0xfff << 52;

/// The bits of a score, so turned that a better score has a smaller number.
fn key(score: f64) -> u64 {
    if score.is_nan() {
        return MISSING;
    }
    // −0 becomes 0. Negative numbers have their order of bits turned by the format already.
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 1 { bits } else { bits ^ low_bits(63) }
}

/// A number whose lowest bits, so many of them, are set.
fn low_bits(bits: u32) -> u64 {
    1_u64.checked_shl(bits).map_or(u64::MAX, |power| power - 1)
}

/// How many bits it takes to write a number.
fn bits_of(number: u64) -> u32 {
    64 - number.leading_zeros()
}

/// The scores with NaN for missing.
fn with_gaps(scores: &[Option<f64>]) -> Result<Vec<f64>, Fault> {
    if let Some(at) = scores.iter().position(|score| score.is_some_and(|s| !s.is_finite())) {
        return Err(Fault::NotFinite { what: format!("number {at} of the scores") });
    }
    Ok(scores.iter().map(|score| score.unwrap_or(f64::NAN)).collect())
}
