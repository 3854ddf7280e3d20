//! Sobol' sequences: points that fill a cube more evenly than random ones do, so that means over
//! them are nearer to the truth.
//!
//! The first 2^m points hold exactly one point in each of the 2^m equal intervals of every
//! dimension, and keep that property when they are scrambled. Scrambling (Owen 1995) flips each
//! binary digit of a coordinate by a random bit that depends on the digits before it. Every point is
//! then uniform on the cube, means are unbiased, and the error of the mean of a smooth function falls
//! like n^(−3/2) instead of n^(−1/2).
//!
//! Take a power of two of points: other numbers throw away some of the evenness.
//!
//! Source: Sobol' 1967; direction numbers of Joe and Kuo 2008; Owen 1995, "Randomly permuted
//! (t,m,s)-nets and (t,s)-sequences".

mod directions;

use gangmu_num::random::Stream;

use self::directions::{NUMBERS, POLYNOMIALS};
use crate::Fault;
use crate::matrix::same_size;

/// The most dimensions that there are direction numbers for.
pub const MOST_DIMENSIONS: usize = POLYNOMIALS.len() + 1;

/// The binary digits of a coordinate.
const DIGITS: usize = 32;

/// A Sobol' sequence, of which any point can be asked for.
///
/// ```
/// use gangmu_index::uncertainty::sequence::Sobol;
/// let mut point = [0.0; 2];
/// Sobol::plain(2)?.point(2, &mut point)?;
/// assert_eq!(point, [0.75, 0.25]);
/// Sobol::scrambled(2, 42)?.point(2, &mut point)?;
/// assert!(point.iter().all(|x| 0.0 < *x && *x < 1.0));
/// # Ok::<(), gangmu_index::Fault>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sobol {
    /// For each dimension, the numbers v of its digits, the first digit at the top.
    directions: Vec<[u32; DIGITS]>,
    /// A key for each dimension; none where nothing is scrambled.
    keys: Option<Vec<u64>>,
}

impl Sobol {
    /// The sequence as it is published, beginning with the origin. Coordinates lie in [0, 1).
    ///
    /// # Errors
    /// [`Fault::Empty`] without dimensions, [`Fault::TooMuch`] beyond [`MOST_DIMENSIONS`].
    pub fn plain(dimensions: usize) -> Result<Sobol, Fault> {
        if dimensions == 0 {
            return Err(Fault::Empty { what: "dimensions".to_owned() });
        }
        if dimensions > MOST_DIMENSIONS {
            let what = "dimensions of a Sobol' sequence".to_owned();
            return Err(Fault::TooMuch { what, found: dimensions, most: MOST_DIMENSIONS });
        }
        Ok(Sobol { directions: directions(dimensions), keys: None })
    }

    /// The sequence scrambled; `seed` decides how, and nothing else. Coordinates lie strictly
    /// between 0 and 1, so that any quantile function takes them.
    ///
    /// # Errors
    /// As [`Sobol::plain`].
    pub fn scrambled(dimensions: usize, seed: u64) -> Result<Sobol, Fault> {
        let mut sequence = Sobol::plain(dimensions)?;
        let key = |dimension: usize| Stream::new(seed, dimension as u64).bits();
        sequence.keys = Some((0..dimensions).map(key).collect());
        Ok(sequence)
    }

    /// The number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.directions.len()
    }

    /// The point at a place of the sequence, counted from 0 (in the order of Gray codes, as scipy
    /// and others count).
    ///
    /// # Errors
    /// [`Fault::Shape`] for another number of coordinates than dimensions.
    pub fn point(&self, place: u32, point: &mut [f64]) -> Result<(), Fault> {
        same_size("coordinates of a point", self.dimensions(), point.len())?;
        let gray = place ^ (place >> 1);
        for (dimension, (coordinate, directions)) in
            point.iter_mut().zip(&self.directions).enumerate()
        {
            let mut digits = 0;
            let mut rest = gray;
            while rest != 0 {
                digits ^= directions[rest.trailing_zeros() as usize];
                rest &= rest - 1;
            }
            let unit = 1.0 / (1_u64 << DIGITS) as f64;
            *coordinate = match self.keys.as_ref().and_then(|keys| keys.get(dimension)) {
                None => f64::from(digits) * unit,
                // In the middle of the last interval: never 0.
                Some(key) => (f64::from(scramble(digits, *key)) + 0.5) * unit,
            };
        }
        Ok(())
    }
}

/// Flips each digit by a bit that depends on the key and on all digits before.
fn scramble(digits: u32, key: u64) -> u32 {
    let mut flips = 0;
    for place in 0..DIGITS as u32 {
        // The digits before, with a 1 in front so that their number shows.
        let before = (u64::from(digits) | (1 << DIGITS)) >> (DIGITS as u32 - place);
        flips |= ((mix(key ^ mix(before)) >> 63) as u32) << (DIGITS as u32 - 1 - place);
    }
    digits ^ flips
}

/// Mixes bits so that each depends on all (the finisher of SplitMix64, Steele, Lea and Flood 2014).
fn mix(bits: u64) -> u64 {
    let bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The direction numbers of the first so many dimensions.
fn directions(dimensions: usize) -> Vec<[u32; DIGITS]> {
    // The first dimension only mirrors the digits (van der Corput).
    let mut first = [0; DIGITS];
    first.iter_mut().enumerate().for_each(|(place, v)| *v = 1 << (DIGITS - 1 - place));
    let mut found = vec![first];
    let mut numbers = NUMBERS.as_slice();
    for polynomial in POLYNOMIALS.iter().take(dimensions - 1) {
        let degree = (15 - polynomial.leading_zeros()) as usize;
        let (own, others) = numbers.split_at(degree.min(numbers.len()));
        numbers = others;
        let mut v = [0_u32; DIGITS];
        for (place, number) in own.iter().enumerate() {
            v[place] = u32::from(*number) << (DIGITS - 1 - place);
        }
        for place in degree..DIGITS {
            v[place] = v[place - degree] ^ (v[place - degree] >> degree);
            for step in 1..degree {
                if (polynomial >> (degree - step)) & 1 == 1 {
                    v[place] ^= v[place - step];
                }
            }
        }
        found.push(v);
    }
    found
}
